//! Tells from a file's first bytes what it is.

use std::borrow::Cow;

use memchr::memmem;

use super::zip;

/// A PDF's header is somewhere in these first bytes (ISO 32000-1, annex H, implementation note 13).
const PDF_WITHIN: usize = 1024;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Pdf,
    Docx,
    Xlsx,
    Pptx,
    /// Office Open XML that does not show yet whether it is text, sheet or slides.
    Ooxml,
    Odt,
    Ods,
    Odp,
    /// `OpenDocument` whose `mimetype` has not come yet.
    OpenDocument,
    Zip,
    Doc,
    Xls,
    Ppt,
    Msg,
    /// A compound file whose directory has not come yet.
    Compound,
    /// A compound file around an encrypted Office document.
    Encrypted,
    Rtf,
    Png,
    Jpeg,
    Gif,
    Webp,
    Heic,
    Avif,
    Tiff,
    Bmp,
    Mp3,
    Aac,
    M4a,
    Wav,
    Ogg,
    Mp4,
    Quicktime,
    ThreeGp,
    Webm,
    Mail,
    Text,
    Unknown,
}

use Content::{
    Aac, Avif, Bmp, Compound, Doc, Encrypted, Gif, Heic, Jpeg, M4a, Mail, Mp3, Mp4, Msg, Ogg, Pdf, Png, Ppt, Quicktime,
    Rtf, Text, ThreeGp, Tiff, Unknown, Wav, Webm, Webp, Xls,
};

/// Tells what begins with these bytes.
pub fn of(head: &[u8]) -> Content {
    let begins = |magics: &[&[u8]]| magics.iter().any(|magic| head.starts_with(magic));
    let riff = head.get(8..12).filter(|_| begins(&[b"RIFF", b"RIFX", b"RF64", b"BW64"]));
    if begins(&[b"\x89PNG\r\n\x1a\n"]) {
        Png
    } else if begins(&[b"\xff\xd8\xff"]) {
        Jpeg
    } else if begins(&[b"GIF87a", b"GIF89a"]) {
        Gif
    } else if riff == Some(b"WEBP") {
        Webp
    } else if riff == Some(b"WAVE") {
        Wav
    } else if begins(&[b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"]) {
        Tiff
    } else if is_bmp(head) {
        Bmp
    } else if begins(&[b"OggS"]) {
        Ogg
    } else if begins(&[b"\x1a\x45\xdf\xa3"]) && contains(head, b"webm") {
        Webm
    } else if begins(&[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]) {
        compound(head)
    } else if begins(&[b"\x09\x08\x08\0", b"\x09\x08\x10\0", b"\x09\x04\x06\0", b"\x09\x02\x06\0", b"\x09\0\x04\0"]) {
        // Excel's records without a compound file around them.
        Xls
    } else if unmarked(head).starts_with(b"{\\rtf") {
        Rtf
    } else if begins(&[b"%PDF-"]) {
        Pdf
    } else {
        zip::of(head).or_else(|| iso_media(head)).unwrap_or_else(|| other(head))
    }
}

/// What has a weaker mark, or none.
fn other(head: &[u8]) -> Content {
    if is_mp3(head) {
        Mp3
    } else if matches!(head, [0xff, second, ..] if second & 0xf6 == 0xf0) || head.starts_with(b"ADIF") {
        Aac
    } else if has_pdf_header(head) {
        Pdf
    } else if !is_text(head) {
        Unknown
    } else if is_mail(head) {
        Mail
    } else if is_unicode(head) {
        Text
    } else {
        Unknown
    }
}

fn contains(head: &[u8], needle: &[u8]) -> bool {
    memmem::find(head, needle).is_some()
}

/// Without the byte-order mark of UTF-8 and without white space in front.
fn unmarked(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start()
}

/// Printers and gateways write their own lines before a PDF; a page or a program in front of it is another matter.
fn has_pdf_header(head: &[u8]) -> bool {
    let programs: [&[u8]; 3] = [b"MZ", b"\x7fELF", b"PK"];
    let window = &head[..head.len().min(PDF_WITHIN + 4)];
    memmem::find(window, b"%PDF-").is_some_and(|at| {
        !is_markup(&String::from_utf8_lossy(&head[..at])) && !programs.iter().any(|magic| head.starts_with(magic))
    })
}

/// A header of one of the sizes that there are, because two letters alone begin many texts.
fn is_bmp(head: &[u8]) -> bool {
    let sizes = [12, 16, 40, 52, 56, 64, 108, 124];
    head.starts_with(b"BM") && head.get(14..18).is_some_and(|size| sizes.contains(&size[0]) && size[1..] == [0; 3])
}

/// An ID3 tag, or the sync word of an MPEG layer III frame, perhaps after padding.
fn is_mp3(head: &[u8]) -> bool {
    let start = head.iter().position(|byte| *byte != 0).unwrap_or_default();
    match &head[start..] {
        [b'I', b'D', b'3', version, ..] => *version < 0x10,
        [0xff, second, ..] => second & 0xe0 == 0xe0 && second & 0x06 == 0x02 && second & 0x18 != 0x08,
        _ => false,
    }
}

/// ISO/IEC 14496-12: the brand of the `ftyp` box, first or among the compatible ones. `QuickTime` files may have none.
fn iso_media(head: &[u8]) -> Option<Content> {
    let mut at = 0;
    while head.get(at + 4..at + 8)? != b"ftyp" {
        let atoms: [&[u8]; 6] = [b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"];
        if !atoms.contains(&&head[at + 4..at + 8]) {
            return None;
        }
        let size = u32::from_be_bytes(head[at..at + 4].try_into().ok()?) as usize;
        if size < 8 || at + size + 8 > head.len() {
            return Some(Quicktime);
        }
        at += size;
    }
    let size = u32::from_be_bytes(head[at..at + 4].try_into().ok()?) as usize;
    let content = &head[at + 8..(at + size.max(12)).min(head.len())];
    let major = content.get(..4)?;
    let brands = || content.chunks_exact(4).enumerate().filter(|(at, _)| *at != 1).map(|(_, brand)| brand);
    let any = |wanted: &[&[u8]]| brands().any(|brand| wanted.contains(&brand));
    Some(match major {
        b"qt  " => Quicktime,
        b"M4A " | b"M4B " | b"M4P " => M4a,
        [b'3', b'g', ..] => ThreeGp,
        [b'i', b's', b'o', _] | [b'm', b'p', b'4', _] => Mp4,
        b"jp2 " | b"jpx " | b"jpm " | b"jxl " | b"crx " => return None,
        _ if any(&[b"avif", b"avis", b"avio"]) => Avif,
        _ if any(&[
            b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"heif", b"mif1", b"mif2", b"msf1",
        ]) =>
        {
            Heic
        }
        _ => Mp4,
    })
}

/// [MS-CFB]: the names of the directory, as far as it is in the first bytes.
fn compound(head: &[u8]) -> Content {
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        contains(head, &wide)
    };
    let documents = [
        (Doc, names("WordDocument")),
        (Xls, names("Workbook") || names("Book")),
        (Ppt, names("PowerPoint Document")),
        (Msg, names("__properties_version1.0") || names("__nameid_version1.0")),
    ];
    let mut found = documents.iter().filter(|(_, named)| *named).map(|(content, _)| *content);
    match (found.next(), found.next()) {
        _ if names("EncryptedPackage") => Encrypted,
        (Some(only), None) => only,
        // A document in a document: the ending tells which is the outer one.
        _ => Compound,
    }
}

/// RFC 5322: a header field first, and one that every message has among the first bytes.
fn is_mail(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(unmarked(head));
    let name = |line: &str| line.split_once(':').map(|(name, _)| name.trim_end().to_ascii_lowercase());
    let is_name = |name: String| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
    let usual = ["from", "to", "date", "subject", "received", "message-id", "return-path", "mime-version"];
    let begins = text.starts_with("From ") || text.lines().next().and_then(name).is_some_and(is_name);
    begins && text.lines().filter_map(name).any(|name| usual.contains(&&*name))
}

/// Whether the text has a byte-order mark of UTF-16.
pub fn is_utf16(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff")
}

/// Whether this is text in any encoding, and none that programs take for markup or a script.
pub fn is_text(head: &[u8]) -> bool {
    let text = decoded(head);
    let begins = |magic: &str| text.get(..magic.len()).is_some_and(|start| start.eq_ignore_ascii_case(magic));
    !text.contains('\0') && !is_markup(&text) && !begins("%pdf-") && !begins("{\\rtf")
}

fn decoded(head: &[u8]) -> Cow<'_, str> {
    if !is_utf16(head) {
        return Cow::Owned(String::from_utf8_lossy(unmarked(head)).into_owned());
    }
    let unit = if head[0] == 0xff { u16::from_le_bytes } else { u16::from_be_bytes };
    let units = head[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text: String = char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Cow::Owned(text.trim_start().to_owned())
}

/// Whether browsers or shells would run it. A tag ends as in the WHATWG's HTML standard, 13.2.5.8: `<header>` is none
/// of these.
fn is_markup(text: &str) -> bool {
    let text = text.trim_start_matches(|character: char| character.is_whitespace() || character == '\u{feff}');
    let begins = |magic: &str| text.get(..magic.len()).is_some_and(|start| start.eq_ignore_ascii_case(magic));
    let tags = ["html", "head", "body", "script", "svg", "iframe"];
    let ends = |character: char| character.is_ascii_whitespace() || matches!(character, '/' | '>');
    let name = text.strip_prefix('<').and_then(|rest| rest.split(ends).next());
    name.is_some_and(|name| tags.iter().any(|tag| name.eq_ignore_ascii_case(tag)))
        || begins("<!doctype")
        || begins("<?xml")
        || begins("<?php")
        || begins("#!")
}

/// Text without an ending must show that it is some: UTF-8 without control characters, or UTF-16 with its mark.
fn is_unicode(head: &[u8]) -> bool {
    let whole = match std::str::from_utf8(head) {
        Ok(text) => text,
        // A character may be cut where the first bytes end.
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or("\0"),
        Err(_) => return is_utf16(head),
    };
    !whole.is_empty() && !whole.chars().any(|character| character.is_control() && !character.is_whitespace())
}
