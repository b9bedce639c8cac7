//! Compression of what browsers load, at its best quality. build.rs includes this file too: most of it is compressed there.

use std::io::Write as _;

use brotli::enc::BrotliEncoderParams;
use brotli::enc::backward_references::BrotliEncoderMode::{BROTLI_MODE_FONT, BROTLI_MODE_TEXT};

/// RFC 7932. Tries two modes, because either may be better for small files.
pub fn brotli(content: &[u8]) -> Vec<u8> {
    let packed = |mode| {
        let size_hint = content.len();
        let params = BrotliEncoderParams { quality: 11, lgwin: 16, size_hint, mode, ..Default::default() };
        let mut compressed = Vec::new();
        brotli::BrotliCompress(&mut &content[..], &mut compressed, &params).expect("memory does not fail");
        compressed
    };
    let (text, font) = (packed(BROTLI_MODE_TEXT), packed(BROTLI_MODE_FONT));
    if font.len() < text.len() { font } else { text }
}

/// RFC 1952
pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).and_then(|()| encoder.finish()).expect("memory does not fail")
}
