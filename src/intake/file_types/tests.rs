use proptest::prelude::*;

use super::*;

fn everything() -> Accepted {
    Accepted::of(&known_extensions().map(str::to_owned).collect::<Vec<_>>())
}

/// The content type and the name with which the file is stored; or the key of the sentence that refuses it.
fn check(name: &str, head: &[u8]) -> Result<(&'static str, String), &'static str> {
    let checked = everything().check(name, &head[..head.len().min(HEAD_BYTES)]);
    checked.map(|file| (file.content_type, file.name)).map_err(|error| error.key().expect("a sentence"))
}

fn kind(name: &str, head: &[u8]) -> Result<&'static str, &'static str> {
    check(name, head).map(|(content_type, _)| content_type)
}

/// A local header; `method` 0 is stored.
fn entry(name: &str, method: u8, content: &[u8], with_size: bool) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04\x14\0".to_vec();
    bytes.extend([if with_size { 0 } else { 8 }, 0, method, 0]);
    bytes.extend([0; 8]);
    let size = if with_size { u32::try_from(content.len()).expect("short") } else { 0 };
    bytes.extend(size.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(u16::try_from(name.len()).expect("short").to_le_bytes());
    bytes.extend([0, 0]);
    [&bytes, name.as_bytes(), content].concat()
}

/// An archive with these entries, their sizes in front of them or behind.
fn zip(names: &[&str], with_size: bool) -> Vec<u8> {
    names.iter().flat_map(|name| entry(name, 8, b"\x63\x60\0\0", with_size)).collect()
}

fn compound(names: &[&str]) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(1536, 0);
    for name in names {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(128, 0);
        bytes.extend(entry);
    }
    bytes.resize(6000, 0);
    bytes
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
}

const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const WEBP: &[u8] = b"RIFF\x4c\0\0\0WEBPVP8 ";

fn ftyp(major: &str, compatible: &str) -> Vec<u8> {
    let size = u8::try_from(16 + compatible.len()).expect("short");
    [&[0, 0, 0, size], b"ftyp".as_slice(), major.as_bytes(), &[0; 4], compatible.as_bytes(), b"\0\0\0\x08mdat"].concat()
}

#[test]
fn every_spelling_is_taken() {
    for (names, content_type, head) in [
        ("jpg jpeg jpe jfif JIF pjpeg pjp", "image/jpeg", JPEG.to_vec()),
        ("tif tiff TIF", "image/tiff", b"II*\0\x08\0\0\0".to_vec()),
        ("heic heif hif HEICS", "image/heic", ftyp("heic", "mif1")),
        ("ogg oga opus", "audio/ogg", b"OggS\0\x02".to_vec()),
        ("mp4 m4v", "video/mp4", ftyp("isom", "mp42")),
        ("mov qt", "video/quicktime", ftyp("qt  ", "qt  ")),
        ("wav wave", "audio/wav", b"RIFF\x24\0\0\0WAVEfmt ".to_vec()),
        ("3gp 3gpp 3g2", "video/3gpp", ftyp("3gp4", "3gp6")),
        ("md markdown", "text/markdown", b"# Notes\n".to_vec()),
        ("txt text log", "text/plain", b"Notes\n".to_vec()),
    ] {
        for name in names.split(' ') {
            assert_eq!(kind(&format!("a.{name}"), &head), Ok(content_type), "{name}");
            let only = Accepted::of(&[format!(".{name}")]);
            assert!(
                only.check(&format!("a.{}", names.split(' ').next().expect("one")), &head).is_ok(),
                "ACCEPT={name}"
            );
        }
    }
}

#[test]
fn content_may_begin_later() {
    let pdf = |before: &[u8]| kind("a.pdf", &[before, b"%PDF-1.4\n"].concat());
    for before in [
        "",
        "\n",
        "\r\n \t",
        "\u{feff}",
        "\x1b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE=PDF\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n",
        "Content-Type: application/pdf\r\nFrom: gateway\r\n\r\n",
        &" ".repeat(1023),
    ] {
        assert_eq!(pdf(before.as_bytes()), Ok("application/pdf"), "{before:?}");
    }
    assert_eq!(pdf(&[0; 128]), Ok("application/pdf"), "MacBinary");
    for before in [" ".repeat(1024).as_str(), "<html>", "\n<!DOCTYPE html>", "MZ", "#!/bin/sh\n", "\x7fELF"] {
        assert_eq!(pdf(before.as_bytes()), Err("problem-disguised"), "{before:?}");
    }
    assert_eq!(kind("a.rtf", b"\xef\xbb\xbf{\\rtf1\\ansi}"), Ok("application/rtf"));
    assert_eq!(kind("a.rtf", b"\r\n{\\rtf1\\ansi}"), Ok("application/rtf"));
    assert_eq!(kind("a.mp3", b"\0\0\0\0\xff\xfb\x90\0"), Ok("audio/mpeg"));
    assert_eq!(kind("a.mov", &[b"\0\0\0\x08free".as_slice(), &ftyp("qt  ", "")].concat()), Ok("video/quicktime"));
    assert_eq!(kind("a.zip", b"PK00PK\x03\x04"), Ok("application/zip"));
}

#[test]
fn entries_of_an_office_file_may_be_in_any_order() {
    let odt = "application/vnd.oasis.opendocument.text";
    for with_size in [true, false] {
        for (name, entries, expected) in [
            ("a.docx", &["[Content_Types].xml", "word/document.xml"][..], "wordprocessingml.document"),
            ("a.docx", &["[trash]/0000.dat", "_rels/.rels"], "wordprocessingml.document"),
            ("a.docx", &["docMetadata/LabelInfo.xml"], "wordprocessingml.document"),
            ("a.docx", &["mimetype", "word/document.xml"], "wordprocessingml.document"),
            ("a.docx", &["unknown.bin", "word\\document.xml"], "wordprocessingml.document"),
            ("a.docx", &["/word/document.xml"], "wordprocessingml.document"),
            ("a.xlsx", &["XL/workbook.xml"], "spreadsheetml.sheet"),
            ("a.xlsx", &["docProps/app.xml"], "spreadsheetml.sheet"),
            ("a.pptx", &["ppt/media/image1.png", "[Content_Types].xml"], "presentationml.presentation"),
            ("a.odt", &["styles.xml", "content.xml"], "opendocument.text"),
            ("a.ods", &["Configurations2/x"], "opendocument.spreadsheet"),
            ("a.odp", &["META-INF/manifest.xml"], "opendocument.presentation"),
            ("a.zip", &["word/document.xml"], "application/zip"),
        ] {
            let taken = kind(name, &zip(entries, with_size));
            assert!(taken.is_ok_and(|kind| kind.ends_with(expected)), "{name} {entries:?} {taken:?}");
        }
        let last = [zip(&["content.xml"], with_size), entry("mimetype", 0, odt.as_bytes(), true)].concat();
        assert_eq!(kind("a.odt", &last), Ok(odt));
        assert_eq!(kind("a.ods", &last), Err("problem-other-type"));
        assert_eq!(kind("a.docx", &zip(&["evil.exe", "META-INF/MANIFEST.MF"], with_size)), Err("problem-other-type"));
        assert_eq!(kind("a.docx", &zip(&["xl/workbook.xml"], with_size)), Err("problem-other-type"));
    }
    let epub = entry("mimetype", 0, b"application/epub+zip", true);
    assert_eq!(kind("a.odt", &epub), Err("problem-other-type"));
}

#[test]
fn recordings_go_by_their_family() {
    for (name, head, expected) in [
        ("IMG_1.MP4", ftyp("qt  ", "qt  "), "video/mp4"),
        ("rec.m4a", ftyp("3gp4", "3gp43gp6"), "audio/mp4"),
        ("rec.m4a", ftyp("mp42", "isom"), "audio/mp4"),
        ("a.mov", ftyp("mp42", ""), "video/quicktime"),
        ("a.mp4", ftyp("XAVC", "mp42"), "video/mp4"),
        ("a.mov", b"\0\0\x10\0moov".to_vec(), "video/quicktime"),
        ("a.heic", ftyp("mif1", "heic"), "image/heic"),
        ("a.avif", ftyp("mif1", "avif"), "image/avif"),
        // Browsers record WebM, and scripts name it as they like.
        ("voice.wav", b"\x1a\x45\xdf\xa3\x42\x82\x84webm".to_vec(), "video/webm"),
        ("voice.mp3", ftyp("M4A ", ""), "audio/mp4"),
        ("a.aac", b"\xff\xf1\x50\x80".to_vec(), "audio/aac"),
        ("a.wav", b"RF64\xff\xff\xff\xffWAVEds64".to_vec(), "audio/wav"),
    ] {
        assert_eq!(kind(name, &head), Ok(expected), "{name} {head:?}");
    }
}

#[test]
fn a_picture_is_typed_by_its_content() {
    for (name, head, expected) in [
        ("screenshot.jpg", PNG, "image/png"),
        ("download.jpg", WEBP, "image/webp"),
        ("a.png", JPEG, "image/jpeg"),
        ("a.gif", WEBP, "image/webp"),
        ("scan.tiff", b"II+\0\x08\0\0\0", "image/tiff"),
        ("scan.tif", b"MM\0+\0\x08\0\0", "image/tiff"),
        ("a.bmp", b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "image/bmp"),
    ] {
        assert_eq!(check(name, head), Ok((expected, name.to_owned())), "{name}");
    }
    let few = Accepted::of(&["jpg".to_owned(), "pdf".to_owned()]);
    assert!(few.check("a.jpg", PNG).is_err(), "PNG is not accepted here");
    assert_eq!(kind("a.jpg", b"%PDF-1.7"), Err("problem-other-type"));
    assert_eq!(kind("a.jpg", b"<svg>"), Err("problem-disguised"));
}

#[test]
fn text_comes_in_several_encodings() {
    let table = "Name\tHours\r\nZo\u{eb}\t3\r\n";
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        for name in ["a.txt", "a.csv", "a.md", "a.tsv"] {
            let file = everything().check(name, &utf16(table, unit)).expect(name);
            assert!(!file.no_nul, "{name}");
        }
        for bad in ["<script>", " \n<!doctype html>", "#!/bin/sh", "a\0b"] {
            assert_eq!(kind("a.txt", &utf16(bad, unit)), Err("problem-disguised"), "{bad:?}");
        }
    }
    assert_eq!(kind("a.txt", format!("\u{feff}{table}").as_bytes()), Ok("text/plain"));
    assert_eq!(kind("a.csv", b"Zo\xeb;3\r\n"), Ok("text/csv"), "Windows-1252");
    assert_eq!(kind("a.txt", b"M\0Z\0"), Err("problem-disguised"), "UTF-16 without its mark");
    for word in ["ID3 tags explained", "BM is a bank", "OggS", "RIFF", "From: me"] {
        assert_eq!(kind("a.txt", word.as_bytes()), Ok("text/plain"), "{word}");
    }
}

#[test]
fn only_whole_tags_are_markup() {
    for text in ["<header>\n<h1>Notes</h1>", "<heading>", "<bodywork> list", "<scripted/>", "<svgs>", "< html>", "<p>"]
    {
        assert_eq!(kind("README.md", text.as_bytes()), Ok("text/markdown"), "{text}");
    }
    for text in [
        "<html>",
        "<HEAD ",
        "<body\n",
        "<svg/onload=x>",
        "<script\tsrc=x>",
        "<iframe",
        "<!DOCTYPEhtml>",
        "<?xml ",
        "<?php ",
    ] {
        assert!(kind("README.md", text.as_bytes()).is_err(), "{text}");
        assert!(kind("README", text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn documents_of_old_and_protected_ones() {
    let protected = compound(&["Root Entry", "EncryptionInfo", "EncryptedPackage"]);
    for name in ["a.docx", "a.xlsx", "a.pptx", "a.doc", "a.xls", "contract"] {
        assert_eq!(kind(name, &protected), Err("problem-password"), "{name}");
    }
    assert_eq!(kind("a.docx", &compound(&[])), Err("problem-password"), "a directory further on");
    for (name, streams, expected) in [
        ("a.doc", &["WordDocument"][..], "application/msword"),
        ("a.docx", &["WordDocument"], "application/msword"),
        ("a.doc", &["WordDocument", "Workbook"], "application/msword"),
        ("a.doc", &[], "application/msword"),
        ("a.xls", &["Workbook"], "application/vnd.ms-excel"),
        ("a.xls", &["Book"], "application/vnd.ms-excel"),
        ("a.ppt", &["PowerPoint Document"], "application/vnd.ms-powerpoint"),
        ("a.msg", &["__properties_version1.0"], "application/vnd.ms-outlook"),
    ] {
        assert_eq!(kind(name, &compound(streams)), Ok(expected), "{name} {streams:?}");
    }
    assert_eq!(kind("a.doc", b"{\\rtf1\\ansi}"), Ok("application/rtf"));
    assert!(
        kind("a.doc", &zip(&["word/document.xml"], true)).is_ok_and(|kind| kind.ends_with("wordprocessingml.document"))
    );
    assert_eq!(kind("a.xls", b"<html><table>"), Err("problem-disguised"));
    let mail = b"Received: from a by b\r\nSubject: =?utf-8?Q?=C3=9C?=\r\n\r\n<html>";
    assert_eq!(kind("a.eml", mail), Ok("message/rfc822"));
    assert_eq!(kind("a.eml", b"X-Mozilla-Status: 0001\nFrom: a@example.org\n\nHello"), Ok("message/rfc822"));
    assert_eq!(kind("a.eml", b"javascript:alert(1)"), Err("problem-disguised"));
    assert_eq!(kind("a.pdf", b"\x89PNG\r\n\x1a\n"), Err("problem-other-type"));
}

#[test]
fn the_content_gives_a_missing_extension() {
    for (name, head, expected) in [
        ("image", JPEG.to_vec(), "image.jpg"),
        ("1000012345", PNG.to_vec(), "1000012345.png"),
        ("scan 2024.03.12", b"%PDF-1.7".to_vec(), "scan 2024.03.12.pdf"),
        ("scan.pdf (1)", b"%PDF-1.7".to_vec(), "scan.pdf (1).pdf"),
        ("video", ftyp("isom", "mp42"), "video.mp4"),
        ("voice", ftyp("M4A ", ""), "voice.m4a"),
        ("contract", zip(&["word/document.xml"], true), "contract.docx"),
        ("old", compound(&["Workbook"]), "old.xls"),
        ("photos", zip(&["a.jpg"], true), "photos.zip"),
        ("notes", "Grüße\n".as_bytes().to_vec(), "notes.txt"),
        ("notes", utf16("Hello", u16::to_le_bytes), "notes.txt"),
    ] {
        assert_eq!(check(name, &head).map(|(_, name)| name), Ok(expected.to_owned()), "{name}");
    }
    for head in [&b"MZ\x90\0\x03"[..], b"<html>", b"#!/bin/sh", b"\x7fELF", b"\xe9t\xe9", b"", &compound(&[])] {
        assert_eq!(check("image", head), Err("problem-type"), "{head:?}");
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
        ("a.txt", b"%PDF-1.7".to_vec()),
        ("a.txt", b"MZ\0\0".to_vec()),
        ("a.exe", b"MZ".to_vec()),
        ("a.pdf.exe", b"%PDF-".to_vec()),
        ("a.gif.js", b"GIF89a=1;alert(1)".to_vec()),
        ("a.docx", zip(&["evil.exe"], true)),
        ("a.docx", b"PK\x03\x04not a package".to_vec()),
        ("a.png", b"<svg>".to_vec()),
        ("a.mp3", b"\xff\xff\xff\xff".to_vec()),
        ("a.heic", ftyp("isom", "")),
        ("a.mp4", ftyp("heic", "mif1")),
        ("a.pdf", Vec::new()),
    ] {
        assert!(kind(name, &head).is_err(), "{name} {head:?}");
    }
    assert!(Accepted::of(&["png".to_owned()]).check("a.pdf", b"%PDF-").is_err());
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(name in "[a-z]{0,3}", head in proptest::collection::vec(any::<u8>(), 0..64), begin in 0..9_usize, extension in 0..TYPES.len()) {
        let begins: [&[u8]; 9] = [b"", b"PK\x03\x04", b"\0\0\0\x18ftyp", b"\xff\xfe", b"BM", b"\0\0\0\x08free", b"\xef\xbb\xbf", b"<", b"RIFF"];
        let head = [begins[begin], &head].concat();
        for named in [name.clone(), format!("{name}.{}", TYPES[extension].extension())] {
            if let Ok(file) = everything().check(&named, &head) {
                prop_assert!(file.name.ends_with(&named) || names::extension_of(&named).is_none(), "{}", file.name);
            }
        }
    }
}
