//! What people's devices and programs really send, by the kinds that were refused once. The rules are tested where they
//! are written, in `src/intake/file_types`; here the file goes all the way into the object store.

use serde_json::json;

use crate::support::App;
use crate::support::wire::{Framing::Chunked, WAYS, send};

/// A file of this size that begins so.
fn file(begin: &[u8], size: usize) -> Vec<u8> {
    let mut bytes = begin.to_vec();
    bytes.resize(size.max(begin.len()), b' ');
    bytes
}

fn utf16(text: &str) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// The directory of a compound file with one stream of this name.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 1536);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    bytes
}

/// The local header of a ZIP's first entry.
fn entry(name: &str) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
    bytes.extend([0; 16]);
    bytes.extend([u8::try_from(name.len()).expect("short"), 0, 0, 0]);
    [&bytes, name.as_bytes()].concat()
}

#[tokio::test]
async fn everyday_files_are_taken_and_typed_by_their_content() {
    let app = App::start_with(&["--max-files=100"]).await;
    let visitor = app.visitor();
    let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let trash = [entry("[trash]/0000.dat"), entry("word/document.xml")].concat();
    for (name, begin, kept, content_type) in [
        ("scan.tif", b"II*\0".to_vec(), "scan.tif", "image/tiff"),
        ("big.tiff", b"II+\0\x08\0\0\0".to_vec(), "big.tiff", "image/tiff"),
        ("photo.jfif", b"\xff\xd8\xff\xe0".to_vec(), "photo.jfif", "image/jpeg"),
        ("voice.opus", b"OggS".to_vec(), "voice.opus", "audio/ogg"),
        ("20240101.heif", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), "20240101.heif", "image/heic"),
        ("IMG_1.MP4", b"\0\0\0\x14ftypqt  \0\0\x02\0qt  ".to_vec(), "IMG_1.MP4", "video/mp4"),
        ("rec.m4a", b"\0\0\0\x18ftyp3gp4\0\0\x02\x003gp43gp6".to_vec(), "rec.m4a", "audio/mp4"),
        ("report.pdf", b"\xef\xbb\xbf%PDF-1.4\n".to_vec(), "report.pdf", "application/pdf"),
        ("printer.pdf", b"\x1b%-12345X@PJL JOB\r\n%PDF-1.4\n".to_vec(), "printer.pdf", "application/pdf"),
        ("culprit.docx", trash, "culprit.docx", docx),
        ("modified.odt", entry("styles.xml"), "modified.odt", "application/vnd.oasis.opendocument.text"),
        ("screenshot.jpg", b"\x89PNG\r\n\x1a\n".to_vec(), "screenshot.jpg", "image/png"),
        ("download.jpg", b"RIFF\x4c\0\0\0WEBPVP8 ".to_vec(), "download.jpg", "image/webp"),
        ("README.md", b"<header>\n<h1>Notes</h1>\n</header>\n".to_vec(), "README.md", "text/markdown"),
        ("letter.doc", compound("WordDocument"), "letter.doc", "application/msword"),
        ("mail.eml", b"From: zoe@example.org\r\nSubject: x\r\n\r\n".to_vec(), "mail.eml", "message/rfc822"),
        ("image", b"\xff\xd8\xff\xe0".to_vec(), "image.jpg", "image/jpeg"),
        ("scan.pdf (1)", b"%PDF-1.4".to_vec(), "scan.pdf (1).pdf", "application/pdf"),
        ("scan.pdf\u{200f} ", b"%PDF-1.4".to_vec(), "scan.pdf", "application/pdf"),
    ] {
        visitor.upload(name, &file(&begin, 5000)).await.ok(201);
        let answer = visitor.files().await.json();
        let files = answer["files"].as_array().expect("files");
        let found = files.iter().any(|file| file["name"] == kept && file["content_type"] == content_type);
        assert!(found, "{name}: {answer}");
    }
}

#[tokio::test]
async fn utf16_text_is_taken_in_every_way() {
    let app = App::start().await;
    let mut text = utf16("Name\tHours\r\nZo\u{eb}\t3\r\n");
    for (way, size, framing) in WAYS {
        let visitor = app.visitor();
        while text.len() < size {
            text.extend(b"x\0");
        }
        let answer = send(&visitor, "excel-unicode.csv", &text, framing).await.ok(201);
        assert_eq!(answer.json()["files"][0]["content_type"], "text/csv", "{way}");
    }
}

#[tokio::test]
async fn a_name_without_an_extension_gets_one_in_every_way() {
    let app = App::start().await;
    for (way, size, framing) in WAYS {
        let visitor = app.visitor();
        let answer = send(&visitor, "image", &file(b"\xff\xd8\xff\xe0", size), framing).await.ok(201);
        assert_eq!(answer.json()["files"][0]["name"], "image.jpg", "{way}");
        let sidecar = app.sidecar(&app.keys_of(&visitor)[0]);
        assert_eq!(sidecar["content_type"], "image/jpeg", "{way}");
    }
}

#[tokio::test]
async fn a_refusal_says_what_helps() {
    let app = App::start().await;
    let visitor = app.visitor();
    for (name, begin, help) in [
        ("contract.docx", compound("EncryptedPackage"), "is protected with a password. Remove it"),
        ("scan.jpg", b"%PDF-1.4".to_vec(), "is a .pdf file inside. Change its ending to .pdf"),
        ("table.xls", b"<html><table>".to_vec(), "does not look like a .xls inside. Save it again"),
        ("setup.exe", b"MZ".to_vec(), "We take .pdf, .docx, .png, .jpg and"),
    ] {
        let problem = visitor.upload(name, &file(&begin, 5000)).await.refused(415, "file-type-refused");
        let detail = problem["detail"].as_str().expect("a sentence");
        assert!(detail.contains(help) && detail.contains(name), "{detail}");
    }
    app.nothing_left(&visitor, "refused files").await;
}

#[tokio::test]
async fn accept_names_a_type_by_any_of_its_extensions() {
    let app = App::start_with(&["--accept=tif,.JPEG,bmp,3gp,aac"]).await;
    let visitor = app.visitor();
    let limits = visitor.open().await.ok(200).json()["limits"].clone();
    assert_eq!(limits["types"], json!([".tiff", ".jpg", ".bmp", ".3gp", ".aac"]));
    let spellings = limits["accept"].as_array().expect("a list").clone();
    assert!([".tif", ".tiff", ".jpe", ".jfif"].iter().all(|one| spellings.contains(&json!(one))), "{limits}");
    send(&visitor, "a.tiff", &file(b"II*\0", 100), Chunked).await.ok(201);
    send(&visitor, "a.jpe", &file(b"\xff\xd8\xff", 100), Chunked).await.ok(201);
    send(&visitor, "a.aac", &file(b"\xff\xf1\x50\x80", 100), Chunked).await.ok(201);
    send(&visitor, "a.pdf", &file(b"%PDF-", 100), Chunked).await.refused(415, "file-type-refused");
}
