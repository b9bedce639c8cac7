//! The `aws-chunked` encoding of `STREAMING-UNSIGNED-PAYLOAD-TRAILER`: sizes in hexadecimal, data, a chunk of size 0,
//! trailers. Decoded here and not by the S3 crate, which holds each chunk in memory, however large the client makes it,
//! and accepts a body that ends before its last chunk as complete.

use bytes::{Buf as _, Bytes};
use s3s::{S3Result, s3_error};

use super::checksums::Algorithm;

/// A chunk's head, or one trailer line.
const MAX_LINE: usize = 1024;
const MAX_TRAILERS: usize = 20;

enum State {
    /// In the line with the next chunk's size.
    Head,
    /// Inside a chunk, with this many bytes to come.
    Data(u64),
    /// In the line break after a chunk.
    Break,
    Trailers,
    End,
}

/// Decodes bytes piece by piece; returns slices of them without copying.
pub struct Decoder {
    state: State,
    line: Vec<u8>,
    trailers: Vec<(String, String)>,
}

impl Decoder {
    pub fn new() -> Self {
        Self { state: State::Head, line: Vec::new(), trailers: Vec::new() }
    }

    /// Returns the next decoded piece of `input`, or `None` when it is used up.
    pub fn decode(&mut self, input: &mut Bytes) -> S3Result<Option<Bytes>> {
        while input.has_remaining() {
            match self.state {
                State::Data(left) => {
                    let take = usize::try_from(left).unwrap_or(usize::MAX).min(input.len());
                    let left = left - take as u64;
                    self.state = if left == 0 { State::Break } else { State::Data(left) };
                    return Ok(Some(input.split_to(take)));
                }
                State::End => return Err(malformed("bytes after the trailers")),
                State::Head | State::Break | State::Trailers => {
                    if let Some(line) = self.line(input)? {
                        self.accept(&line)?;
                    }
                }
            }
        }
        Ok(None)
    }

    /// Whether the last chunk and the empty line after the trailers have come.
    pub fn is_complete(&self) -> bool {
        matches!(self.state, State::End)
    }

    /// The trailer that carries this checksum.
    pub fn trailer(&self, algorithm: Algorithm) -> Option<&str> {
        let found = self.trailers.iter().find(|(name, _)| name.eq_ignore_ascii_case(algorithm.header()));
        found.map(|(_, value)| value.as_str())
    }

    fn line(&mut self, input: &mut Bytes) -> S3Result<Option<String>> {
        let end = memchr::memchr(b'\n', input);
        let piece = input.split_to(end.map_or(input.len(), |end| end + 1));
        if self.line.len() + piece.len() > MAX_LINE {
            return Err(malformed("a line is too long"));
        }
        self.line.extend_from_slice(&piece);
        if end.is_none() {
            return Ok(None);
        }
        let line = std::mem::take(&mut self.line);
        let line = line.strip_suffix(b"\r\n").ok_or_else(|| malformed("a line does not end in CRLF"))?;
        let line = std::str::from_utf8(line).map_err(|_| malformed("a line is not text"))?;
        Ok(Some(line.to_owned()))
    }

    fn accept(&mut self, line: &str) -> S3Result<()> {
        self.state = match self.state {
            State::Head => {
                let size = line.split(';').next().unwrap_or_default();
                // `from_str_radix` would accept a sign.
                let plain = !size.is_empty() && size.bytes().all(|byte| byte.is_ascii_hexdigit());
                match u64::from_str_radix(size, 16) {
                    Ok(0) if plain => State::Trailers,
                    Ok(size) if plain => State::Data(size),
                    _ => return Err(malformed("a chunk size is not a hexadecimal number")),
                }
            }
            State::Break if line.is_empty() => State::Head,
            State::Break => return Err(malformed("a chunk is longer than its size")),
            State::Trailers if line.is_empty() => State::End,
            _ => {
                let (name, value) = line.split_once(':').ok_or_else(|| malformed("a trailer has no colon"))?;
                if self.trailers.len() == MAX_TRAILERS {
                    return Err(malformed("too many trailers"));
                }
                self.trailers.push((name.trim().to_owned(), value.trim().to_owned()));
                State::Trailers
            }
        };
        Ok(())
    }
}

fn malformed(what: &'static str) -> s3s::S3Error {
    s3_error!(InvalidRequest, "The aws-chunked body is malformed: {what}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(encoded: &[u8], step: usize) -> S3Result<(Vec<u8>, Decoder)> {
        let mut decoder = Decoder::new();
        let mut data = Vec::new();
        for piece in encoded.chunks(step) {
            let mut piece = Bytes::copy_from_slice(piece);
            while let Some(slice) = decoder.decode(&mut piece)? {
                data.extend_from_slice(&slice);
            }
        }
        Ok((data, decoder))
    }

    #[test]
    fn decodes_however_it_is_cut() {
        let encoded = b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nX-Amz-Checksum-Crc64nvme: abc=\r\n\r\n";
        for step in 1..encoded.len() {
            let (data, decoder) = decode(encoded, step).unwrap_or_else(|e| panic!("{step}: {e}"));
            assert_eq!(data, b"hello world");
            assert!(decoder.is_complete());
            assert_eq!(decoder.trailer(Algorithm::Crc64Nvme), Some("abc="));
            assert_eq!(decoder.trailer(Algorithm::Crc32), None);
        }
    }

    #[test]
    fn tells_cut_from_malformed() {
        for cut in [&b"5\r\nhel"[..], b"5\r\nhello\r\n", b"5\r\nhello\r\n0\r\n", b"0\r\nx: y\r\n"] {
            assert!(!decode(cut, 7).is_ok_and(|(_, decoder)| decoder.is_complete()), "{cut:?}");
        }
        for bad in [&b"+5\r\nhello\r\n"[..], b"\r\n", b"5\nhello", b"2\r\nhello\r\n", b"0\r\nx\r\n", b"0\r\n\r\nmore"] {
            assert!(decode(bad, 3).is_err(), "{bad:?}");
        }
    }
}
