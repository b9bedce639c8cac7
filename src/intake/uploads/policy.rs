//! Which files are accepted: pure rules on names and first bytes. The type that the browser claims is ignored.

use crate::error::{Error, Kind};
use crate::platform::i18n::Value;

/// How many first bytes determine the type (fewer if the file is shorter).
pub const HEAD_BYTES: usize = 4096;

/// The longest name that is kept, in bytes of UTF-8.
const MAX_NAME: usize = 255;

/// A file type: its extension, the content type we give it, and what its first bytes look like.
#[derive(Debug)]
pub struct FileType {
    pub extension: &'static str,
    pub content_type: &'static str,
    matches: fn(&[u8]) -> bool,
    /// Text must not contain a NUL byte anywhere.
    pub is_text: bool,
}

const fn binary(extension: &'static str, content_type: &'static str, matches: fn(&[u8]) -> bool) -> FileType {
    FileType { extension, content_type, matches, is_text: false }
}

const fn text(extension: &'static str, content_type: &'static str) -> FileType {
    FileType { extension, content_type, matches: is_plain_text, is_text: true }
}

const TYPES: &[FileType] = &[
    binary("pdf", "application/pdf", |head| head.starts_with(b"%PDF-")),
    binary("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", |head| {
        is_ooxml(head, b"word/")
    }),
    binary("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", |head| is_ooxml(head, b"xl/")),
    binary("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", |head| {
        is_ooxml(head, b"ppt/")
    }),
    binary("odt", "application/vnd.oasis.opendocument.text", |head| is_opendocument(head, b"text")),
    binary("ods", "application/vnd.oasis.opendocument.spreadsheet", |head| is_opendocument(head, b"spreadsheet")),
    binary("odp", "application/vnd.oasis.opendocument.presentation", |head| is_opendocument(head, b"presentation")),
    binary("rtf", "application/rtf", |head| head.starts_with(b"{\\rtf")),
    text("txt", "text/plain"),
    text("md", "text/markdown"),
    text("csv", "text/csv"),
    binary("png", "image/png", |head| head.starts_with(b"\x89PNG\r\n\x1a\n")),
    binary("jpg", "image/jpeg", |head| head.starts_with(b"\xff\xd8\xff")),
    binary("jpeg", "image/jpeg", |head| head.starts_with(b"\xff\xd8\xff")),
    binary("gif", "image/gif", |head| head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a")),
    binary("webp", "image/webp", |head| is_riff(head, b"WEBP")),
    binary("heic", "image/heic", |head| is_iso_media(head, &[b"hei", b"hev", b"mif1", b"msf1"])),
    binary("avif", "image/avif", |head| is_iso_media(head, &[b"avif", b"avis"])),
    binary("tiff", "image/tiff", |head| head.starts_with(b"II*\0") || head.starts_with(b"MM\0*")),
    binary("mp3", "audio/mpeg", is_mp3),
    binary("m4a", "audio/mp4", |head| is_iso_media(head, &[b"M4A", b"M4B", b"mp4", b"iso", b"dash"])),
    binary("wav", "audio/wav", |head| is_riff(head, b"WAVE")),
    binary("ogg", "audio/ogg", |head| head.starts_with(b"OggS")),
    binary("mp4", "video/mp4", |head| {
        is_iso_media(head, &[b"iso", b"mp4", b"avc1", b"M4V", b"MSNV", b"dash", b"3gp", b"f4v"])
    }),
    binary("mov", "video/quicktime", is_quicktime),
    binary("webm", "video/webm", |head| head.starts_with(b"\x1a\x45\xdf\xa3") && contains(head, b"webm")),
    binary("zip", "application/zip", |head| head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")),
];

/// Every extension whose content can be checked.
pub const KNOWN_EXTENSIONS: &[&str] = &{
    let mut names = [""; TYPES.len()];
    let mut index = 0;
    while index < TYPES.len() {
        names[index] = TYPES[index].extension;
        index += 1;
    }
    names
};

/// Finds the accepted type that the extension and the first bytes agree on.
///
/// `head` has the first [`HEAD_BYTES`] of the file, or all of it.
pub fn file_type(name: &str, head: &[u8], accept: &[String]) -> Result<&'static FileType, Error> {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let known = TYPES.iter().find(|known| known.extension == extension && accept.contains(&extension));
    match known {
        None => {
            let (types, others) = common(accept);
            let values = [("name", name.into()), ("types", Value::Text(types)), ("others", Value::Number(others))];
            Err(Error::words(Kind::FileTypeRefused, "problem-type", values))
        }
        Some(known) if (known.matches)(head) => Ok(known),
        Some(_) => {
            let values = [("name", name.into()), ("ending", Value::Text(extension))];
            Err(Error::words(Kind::FileTypeRefused, "problem-disguised", values))
        }
    }
}

/// Returns the most common accepted types, and how many more there are.
fn common(accept: &[String]) -> (String, u64) {
    let common = ["pdf", "docx", "jpg", "png"];
    let is_named = |extension: &&String| accept.len() <= common.len() || common.contains(&extension.as_str());
    let names: Vec<String> = accept.iter().filter(is_named).map(|extension| format!(".{extension}")).collect();
    match accept.len() - names.len() {
        others if !names.is_empty() => (names.join(", "), others as u64),
        _ => (accept.iter().map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(", "), 0),
    }
}

/// Cleans the visitor's name for the file: no directories or control characters, at most 255 bytes, the extension kept.
/// A strange name is cleaned, never refused.
pub fn clean_name(raw: &str) -> String {
    let visible: String = raw.chars().filter(|character| !character.is_control() && !turns_text(*character)).collect();
    let is_separator = |character: char| matches!(character, '/' | '\\');
    let path = visible.trim_end_matches(|character: char| is_separator(character) || character.is_whitespace());
    let last = path.rsplit(is_separator).next().unwrap_or_default();
    // Shorten first: the result may end in a space, or consist of dots only.
    let name = shorten(last.trim());
    let name = name.trim_end();
    let nameless = name.chars().all(|character| character == '.');
    if nameless { "file".to_owned() } else { name.to_owned() }
}

/// Shortens the name to at most [`MAX_NAME`] bytes, keeping the extension.
fn shorten(name: &str) -> String {
    if name.len() <= MAX_NAME {
        return name.to_owned();
    }
    let (stem, extension) = name.rsplit_once('.').filter(|(_, extension)| extension.len() <= 16).unwrap_or((name, ""));
    let suffix = if extension.is_empty() { String::new() } else { format!(".{extension}") };
    let mut end = (MAX_NAME - suffix.len()).min(stem.len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{suffix}", &stem[..end])
}

/// Bidirectional controls can make `exe.pdf` out of `fdp.exe`.
pub fn turns_text(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn contains(head: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(head, needle).is_some()
}

/// Returns the name and content of a ZIP's first entry, as far as `head` contains them.
fn first_entry(head: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = head.strip_prefix(b"PK\x03\x04")?;
    let length = |at: usize| rest.get(at..at + 2).map(|pair| usize::from(u16::from_le_bytes([pair[0], pair[1]])));
    let (name, extra) = (length(22)?, length(24)?);
    let content = rest.get(26 + name + extra..).unwrap_or_default();
    Some((rest.get(26..26 + name)?, content))
}

/// Programs differ in which part comes first, but it is always one of the package's.
fn is_ooxml(head: &[u8], own: &[u8]) -> bool {
    let shared: [&[u8]; 4] = [b"[Content_Types].xml", b"_rels/", b"docProps/", b"customXml/"];
    first_entry(head).is_some_and(|(name, _)| name.starts_with(own) || shared.iter().any(|part| name.starts_with(part)))
}

/// `OpenDocument` 1.3, part 2, 3.3: the first entry is `mimetype`, stored as it is.
fn is_opendocument(head: &[u8], kind: &[u8]) -> bool {
    let Some((b"mimetype", content)) = first_entry(head) else {
        return false;
    };
    content.strip_prefix(b"application/vnd.oasis.opendocument.").is_some_and(|rest| rest.starts_with(kind))
}

fn is_riff(head: &[u8], form: &[u8]) -> bool {
    head.starts_with(b"RIFF") && head.get(8..12) == Some(form)
}

/// ISO/IEC 14496-12: a `ftyp` box with the brand, first or among the compatible ones.
fn is_iso_media(head: &[u8], brands: &[&[u8]]) -> bool {
    if head.get(4..8) != Some(b"ftyp") {
        return false;
    }
    let size = head.get(..4).map_or(0, |size| u32::from_be_bytes([size[0], size[1], size[2], size[3]])) as usize;
    let boxed = &head[8..size.clamp(12, head.len().max(12)).min(head.len())];
    boxed
        .chunks_exact(4)
        .enumerate()
        .any(|(at, brand)| at != 1 && brands.iter().any(|wanted| brand.starts_with(wanted)))
}

fn is_quicktime(head: &[u8]) -> bool {
    let atoms: [&[u8]; 5] = [b"moov", b"mdat", b"wide", b"free", b"skip"];
    is_iso_media(head, &[b"qt  "]) || head.get(4..8).is_some_and(|atom| atoms.contains(&atom))
}

/// An ID3 tag, or the sync word of an MPEG layer III frame.
fn is_mp3(head: &[u8]) -> bool {
    head.starts_with(b"ID3")
        || matches!(head, [0xff, second, ..] if second & 0xe0 == 0xe0 && second & 0x06 == 0x02 && second & 0x18 != 0x08)
}

/// Whether this is text that no program takes for markup or a script.
fn is_plain_text(head: &[u8]) -> bool {
    if head.contains(&0) {
        return false;
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let start: Vec<u8> = head.iter().take(16).map(u8::to_ascii_lowercase).collect();
    let refused: [&[u8]; 12] = [
        b"<!doctype",
        b"<html",
        b"<head",
        b"<body",
        b"<script",
        b"<svg",
        b"<iframe",
        b"<?xml",
        b"<?php",
        b"#!",
        b"%pdf-",
        b"{\\rtf",
    ];
    !refused.iter().any(|marker| start.starts_with(marker))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn accept() -> Vec<String> {
        KNOWN_EXTENSIONS.iter().map(|extension| (*extension).to_owned()).collect()
    }

    fn taken(name: &str, head: &[u8]) -> bool {
        file_type(name, head, &accept()).is_ok()
    }

    fn zip(name: &str, content: &str) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.extend([0; 22]);
        bytes.extend(u16::try_from(name.len()).expect("short").to_le_bytes());
        bytes.extend([0, 0]);
        bytes.extend(name.as_bytes());
        bytes.extend(content.as_bytes());
        bytes
    }

    #[test]
    fn extension_and_content_must_agree() {
        for (name, head) in [
            ("a.pdf", b"%PDF-1.7\n".to_vec()),
            ("A.PDF", b"%PDF-1.4".to_vec()),
            ("a.b.png", b"\x89PNG\r\n\x1a\n....".to_vec()),
            ("a.jpg", b"\xff\xd8\xff\xe0".to_vec()),
            ("a.docx", zip("[Content_Types].xml", "<?xml")),
            ("a.docx", zip("word/document.xml", "<?xml")),
            ("a.odt", zip("mimetype", "application/vnd.oasis.opendocument.textPK")),
            ("a.mp4", b"\0\0\0\x18ftypisom\0\0\0\0mp42".to_vec()),
            ("a.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  ".to_vec()),
            ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1".to_vec()),
            ("a.mp3", b"\xff\xfb\x90\x00".to_vec()),
            ("a.txt", "Grüße\n".as_bytes().to_vec()),
            ("a.csv", b"a,b\n1,2\n".to_vec()),
            ("a.webm", b"\x1a\x45\xdf\xa3....webm".to_vec()),
        ] {
            assert!(taken(name, &head), "{name}");
        }
    }

    #[test]
    fn what_pretends_is_refused() {
        for (name, head) in [
            ("a.pdf", b"<html><script>".to_vec()),
            ("a.svg", b"<svg onload=alert(1)>".to_vec()),
            ("a.html", b"<html>".to_vec()),
            ("a.txt", b"<HTML>".to_vec()),
            ("a.txt", b"  \n<svg onload=x>".to_vec()),
            ("a.txt", b"#!/bin/sh".to_vec()),
            ("a.txt", b"MZ\0\0".to_vec()),
            ("a.exe", b"MZ".to_vec()),
            ("a.gif.js", b"GIF89a=1;alert(1)".to_vec()),
            ("a.docx", zip("evil.exe", "MZ")),
            ("a.odt", zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet")),
            ("a.png", b"\xff\xd8\xff".to_vec()),
            ("a.mp3", b"\xff\xff\xff\xff".to_vec()),
            ("noextension", b"%PDF-".to_vec()),
            ("a.pdf", Vec::new()),
        ] {
            assert!(!taken(name, &head), "{name} {head:?}");
        }
        assert!(file_type("a.pdf", b"%PDF-", &["png".to_owned()]).is_err());
    }

    #[test]
    fn strange_names_are_cleaned() {
        for (raw, clean) in [
            ("../../etc/passwd.txt", "passwd.txt"),
            ("..\\x\\scan.pdf", "scan.pdf"),
            ("scan.pdf\\", "scan.pdf"),
            ("../", "file"),
            ("a\0b\r\n.pdf", "ab.pdf"),
            ("fdp\u{202e}.exe", "fdp.exe"),
            ("f\u{61c}dp.exe", "fdp.exe"),
            ("", "file"),
            ("..", "file"),
            ("CON", "CON"),
            (" Grüße 🎉.pdf ", "Grüße 🎉.pdf"),
        ] {
            assert_eq!(clean_name(raw), clean, "{raw:?}");
        }
        assert_eq!(clean_name(&".".repeat(300)), "file");
        assert_eq!(clean_name(&format!("{}{}b", "a".repeat(250), " ".repeat(50))), "a".repeat(250));
        let long = clean_name(&format!("{}.pdf", "ü".repeat(300)));
        assert!(long.len() <= MAX_NAME && long.ends_with("ü.pdf"));
    }

    proptest! {
        #[test]
        fn any_name_becomes_a_harmless_one(raw in any::<String>()) {
            let clean = clean_name(&raw);
            prop_assert!(!clean.is_empty() && clean.len() <= MAX_NAME);
            prop_assert!(!clean.contains(['/', '\\', '\0', '\r', '\n']));
            prop_assert_eq!(clean_name(&clean), clean.clone());
        }

        #[test]
        fn any_bytes_get_an_answer(name in "[a-z]{0,3}", head in proptest::collection::vec(any::<u8>(), 0..64), extension in 0..KNOWN_EXTENSIONS.len()) {
            drop(file_type(&format!("{name}.{}", KNOWN_EXTENSIONS[extension]), &head, &accept()));
        }
    }
}
