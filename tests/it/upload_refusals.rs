//! A refused, cut off or broken upload leaves nothing: no object, no half-done write, no row that reserves quota; and a
//! client that sends all before it reads still gets the answer.
//!
//! In the tests' names `s05_…` is promise 5 in docs/security.md.

use std::sync::Arc;

use crate::support::client::{Answer, Visitor};
use crate::support::wire::Framing::{self, Chunked, Length};
use crate::support::wire::{SlowUpload, WAYS, send, send_form};
use crate::support::{App, files, until};

const MIB: usize = 1024 * 1024;

/// With limits that the refused must not have used up: two files of 10 MiB.
async fn tight() -> App {
    App::start_with(&["--max-file-bytes=10MiB", "--max-files=2", "--max-session-bytes=20MiB"]).await
}

/// All of the quota is free, for one file and another.
async fn takes_everything(visitor: &Visitor) {
    for framing in [Length, Chunked] {
        send(visitor, "a.pdf", &files::pdf(10 * MIB), framing).await.ok(201);
    }
}

/// A file of this size that begins so.
fn file(begin: &[u8], size: usize, filler: u8) -> Vec<u8> {
    let mut bytes = begin.to_vec();
    bytes.resize(size.max(begin.len()), filler);
    bytes
}

#[tokio::test]
async fn s06_types_are_refused_by_name_and_by_content() {
    let app = tight().await;
    let visitor = app.visitor();
    for (name, begin) in [
        ("a.svg", "<svg onload=alert(1)>"),
        ("a.html", "<html>"),
        ("a.xml", "<?xml version='1.0'?>"),
        ("a.js", "alert(1)"),
        ("a.gif.js", "GIF89a=1;alert(1)"),
        ("a.exe", "MZ"),
        ("a.pdf.exe", "%PDF-1.7"),
        ("noextension", "MZ\0"),
        ("noextension", "<html>"),
        (".exe", "MZ\0"),
        ("a.pdf%00.exe", "%PDF-1.7"),
        ("a.txt", "<!DOCTYPE html>"),
        ("a.txt", "\u{feff} <script>alert(1)</script>"),
        ("a.md", "<svg onload=alert(1)>"),
        ("a.csv", "#!/bin/sh"),
        ("a.png", "<svg>"),
        ("a.gif", "alert(1)"),
        ("a.jpg", "%PDF-1.7"),
        ("a.docx", "PK\u{3}\u{4}not a package"),
    ] {
        let refusal = visitor.upload(name, &file(begin.as_bytes(), 5000, b' ')).await;
        refusal.refused(415, "file-type-refused");
    }
    for (way, size, framing) in WAYS {
        let html = file(b"<html><script>alert(1)</script>", size, b' ');
        send(&visitor, "a.pdf", &html, framing).await.refused(415, "file-type-refused");
        // Nothing is wrong with this one until its very end.
        let mut text = file(b"Dear all,\n", size, b'x');
        *text.last_mut().expect("bytes") = 0;
        let refusal = send(&visitor, "a.txt", &text, framing).await;
        let problem = refusal.refused(415, "file-type-refused");
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("a.txt")), "{way}: {problem}");
        app.nothing_left(&visitor, way).await;
    }
    takes_everything(&visitor).await;
}

#[tokio::test]
async fn s06_accept_decides_which_files_are_taken() {
    let app = App::start_with(&["--accept=pdf"]).await;
    let visitor = app.visitor();
    visitor.upload("a.txt", b"text").await.refused(415, "file-type-refused");
    app.nothing_left(&visitor, "a type that is not accepted here").await;
    visitor.upload_pdf().await;
}

#[tokio::test]
async fn s05_sizes_are_refused_exactly() {
    let app = tight().await;
    let visitor = app.visitor();
    for framing in [Length, Chunked] {
        for size in [10 * MIB + 1, 10 * MIB + 20_000, 20 * MIB] {
            let refusal = send(&visitor, "a.pdf", &files::pdf(size), framing).await;
            refusal.refused(413, "file-too-large");
        }
        send(&visitor, "a.pdf", b"", framing).await.refused(422, "empty-file");
    }
    app.nothing_left(&visitor, "files too large or empty").await;
    takes_everything(&visitor).await;
    visitor.upload("a.pdf", &files::pdf(9)).await.refused(413, "quota-exceeded");
    assert_eq!(app.keys_of(&visitor).len(), 2);

    let small = App::start_with(&["--max-file-bytes=1000B"]).await;
    let visitor = small.visitor();
    for framing in [Length, Chunked] {
        send(&visitor, "a.pdf", &files::pdf(1001), framing).await.refused(413, "file-too-large");
        send(&visitor, "a.pdf", &files::pdf(9 * MIB), framing).await.refused(413, "file-too-large");
    }
    small.nothing_left(&visitor, "a small file too large").await;
    visitor.upload("a.pdf", &files::pdf(1000)).await.ok(201);
}

#[tokio::test]
async fn an_upload_in_parts_is_stopped_where_the_quota_ends() {
    let app = App::start_with(&["--max-file-bytes=12MiB", "--max-session-bytes=14MiB"]).await;
    let visitor = app.visitor();
    visitor.upload("a.pdf", &files::pdf(5 * MIB)).await.ok(201);
    // Its first buffer still fits, the rest does not.
    send(&visitor, "b.pdf", &files::pdf(9 * MIB + 1), Chunked).await.refused(413, "quota-exceeded");
    until("the parts to go", async || app.unfinished().is_empty().then_some(())).await;
    assert_eq!((app.keys_of(&visitor).len(), app.uploads(&visitor, "receiving").await), (1, 0));
    send(&visitor, "b.pdf", &files::pdf(9 * MIB), Chunked).await.ok(201);
}

/// Sends 20 files at once; returns how many were taken.
async fn race(app: &App, visitor: &Visitor, size: usize) -> usize {
    let bytes = Arc::new(files::pdf(size));
    let uploads = (0..20).map(|_| {
        let (visitor, bytes) = (visitor.clone(), Arc::clone(&bytes));
        tokio::spawn(async move { visitor.upload("a.pdf", &bytes).await })
    });
    let mut taken = 0;
    for upload in uploads.collect::<Vec<_>>() {
        let answer = upload.await.expect("an answer");
        if answer.status == 201 {
            taken += 1;
        } else {
            answer.refused(413, "quota-exceeded");
        }
    }
    assert_eq!(
        (app.keys_of(visitor).len(), app.uploads(visitor, "stored").await),
        (taken, i64::try_from(taken).expect("a count"))
    );
    taken
}

#[tokio::test]
async fn s05_exactly_as_many_uploads_as_allowed_win_a_race() {
    let app = App::start_with(&["--max-files=7", "--max-file-bytes=1MB", "--max-session-bytes=1MB"]).await;
    assert_eq!(race(&app, &app.visitor(), 1000).await, 7, "by count");
    assert_eq!(race(&app, &app.visitor(), 200_000).await, 5, "by bytes, exactly");
    assert_eq!(race(&app, &app.visitor(), 200_001).await, 4, "by bytes");
    assert_eq!(race(&app, &app.visitor(), 600_000).await, 1, "by bytes, from buffers");
    let visitor = app.visitor();
    let pdf = files::pdf(9);
    let eight: [(&str, &[u8]); 8] = [("a.pdf", &pdf); 8];
    visitor.upload_all(&eight).await.refused(413, "quota-exceeded");
    app.nothing_left(&visitor, "a form of too many files").await;
    visitor.upload_all(&eight[..7]).await.ok(201);
}

/// A form whose parts have these dispositions and bytes.
fn form_of(parts: &[(&str, &[u8])], end: &str) -> Vec<u8> {
    let mut body: Vec<u8> = parts.iter().flat_map(|(disposition, bytes)| files::part(disposition, bytes)).collect();
    body.extend(end.replace('B', files::BOUNDARY).into_bytes());
    body
}

#[tokio::test]
async fn a_large_form_has_one_file() {
    let app = tight().await;
    let visitor = app.visitor();
    let (named, field) = ("form-data; name=\"file\"; filename=\"a.pdf\"", "form-data; name=\"note\"");
    let (large, small) = (files::pdf(9 * MIB), files::pdf(9));
    for framing in [Length, Chunked] {
        for body in [
            form_of(&[(named, &large), (named, &small)], "--B--\r\n"),
            form_of(&[(named, &small), (named, &large)], "--B--\r\n"),
            form_of(&[(named, &large), (field, b"x"), (named, &small)], "--B--\r\n"),
        ] {
            let answer = send_form(&visitor, &files::form_type(), body, framing).await;
            answer.refused(422, "one-file-per-request");
        }
        for end in ["", "--B", &format!("--B--\r\n{}", "x".repeat(20_000))] {
            let body = form_of(&[(named, &large)], end);
            send_form(&visitor, &files::form_type(), body, framing).await.refused(400, "invalid-request");
        }
        // Even without its own line break the boundary ends an empty file.
        let mut at_once = form_of(&[(named, b"")], "");
        at_once.truncate(at_once.len() - 2);
        let body = [at_once, form_of(&[(named, &large)], "--B--\r\n")].concat();
        send_form(&visitor, &files::form_type(), body, framing).await.refused(422, "empty-file");
        app.nothing_left(&visitor, "a large form with more than a file").await;
    }
    takes_everything(&visitor).await;
}

#[tokio::test]
async fn broken_forms_are_refused() {
    let app = tight().await;
    let visitor = app.visitor();
    let (named, pdf) = ("form-data; name=\"file\"; filename=\"a.pdf\"", files::pdf(100));
    let right = form_of(&[(named, &pdf)], "--B--\r\n");
    let long_name = format!("form-data; name=\"file\"; filename=\"{}.pdf\"", "a".repeat(9000));
    let sound = files::form_type();
    let boundary = |text: &str| format!("multipart/form-data; boundary={text}");
    for framing in [Length, Chunked] {
        for (content_type, status) in [
            ("", 415),
            ("text/plain", 415),
            ("application/json", 415),
            ("application/x-www-form-urlencoded", 415),
            ("multipart/mixed; boundary=x", 415),
            ("multipart/form-data; charset=utf-8", 400),
            (&boundary(""), 400),
            (&boundary("\"\""), 400),
            (&boundary("\"open"), 400),
            (&boundary("another"), 400),
            (&boundary(&"b".repeat(71)), 400),
            (&boundary(&"b".repeat(20_000)), 400),
        ] {
            let slug = if status == 415 { "unsupported-media-type" } else { "invalid-request" };
            send_form(&visitor, content_type, right.clone(), framing).await.refused(status, slug);
        }
        for body in [
            Vec::new(),
            b"\r\n".to_vec(),
            form_of(&[], "--B"),
            form_of(&[], "--B--\r\n"),
            form_of(&[], "--B\r\n\r\n--B--\r\n"),
            form_of(&[], "preamble\r\n--B\r\n"),
            form_of(&[(named, &pdf)], ""),
            form_of(&[(named, &pdf)], "--B"),
            form_of(&[(named, &pdf)], "--B\r\nContent-Disposition: form-data"),
            form_of(&[(&long_name, &pdf)], "--B--\r\n"),
            form_of(&[(&format!("{named}\r\nContent-Disposition: {named}"), &pdf)], "--B--\r\n"),
            right[..right.len() - 5].to_vec(),
        ] {
            let shown = String::from_utf8_lossy(&body[..body.len().min(300)]).into_owned();
            let answer = send_form(&visitor, &sound, body, framing).await;
            assert_eq!(answer.status, 400, "{framing:?} {shown}");
            answer.refused(400, "invalid-request");
        }
        for disposition in [
            "form-data; name=\"file\"",
            "form-data; name=\"files\"; filename=\"a.pdf\"",
            "form-data; filename=\"a.pdf\"",
            "attachment; name=\"file\"; filename=\"a.pdf\"",
            "form-data; name=\"file\"; name=\"other\"; filename=\"a.pdf\"",
        ] {
            let body = form_of(&[(disposition, &pdf)], "--B--\r\n");
            let problem = send_form(&visitor, &sound, body, framing).await.refused(422, "invalid-input");
            assert!(problem["fields"]["file"].is_string(), "{problem}");
        }
        let many = form_of(&vec![(named, &*files::pdf(9)); 10_000], "--B--\r\n");
        send_form(&visitor, &sound, many, framing).await.refused(413, "quota-exceeded");
        let empty = form_of(&vec![("form-data", &b""[..]); 10_000], "--B--\r\n");
        send_form(&visitor, &sound, empty, framing).await.refused(422, "invalid-input");
        app.nothing_left(&visitor, "broken forms").await;
    }
    takes_everything(&visitor).await;
}

#[tokio::test]
async fn a_cut_connection_leaves_nothing() {
    let app = tight().await;
    let visitor = app.visitor();
    for (way, size, framing) in WAYS {
        let bytes = files::pdf(size);
        for cut in ["at the start", "in the head", "in the file", "before the boundary", "in the boundary"] {
            let mut upload = SlowUpload::begin(&visitor, &[("a.pdf", &bytes)], framing).await;
            let (whole, closing) = (upload.body.len(), files::BOUNDARY.len() + 8);
            let end = match cut {
                "at the start" => 0,
                "in the head" => 60,
                "in the file" => whole * 95 / 100,
                "before the boundary" => whole - closing,
                _ => whole - 3,
            };
            assert!(upload.send_to(end).await);
            if end > 8 * MIB {
                app.receiving(&visitor, 1).await;
            }
            drop(upload);
            app.nothing_left(&visitor, &format!("{way}, cut {cut}")).await;
        }
    }
    takes_everything(&visitor).await;
    assert_eq!((app.keys().len(), app.unfinished().len()), (2, 0));
}

#[tokio::test]
async fn a_content_length_that_lies_leaves_nothing() {
    let app = tight().await;
    let visitor = app.visitor();
    for (way, size, _) in WAYS.into_iter().filter(|(_, _, framing)| *framing == Length) {
        let (content_type, body) = files::form(&[("a.pdf", &files::pdf(size))]);
        let begin = async |length: String| {
            SlowUpload::begin_saying(&visitor, &content_type, body.clone(), &length, Length).await
        };
        let shorter = begin(format!("Content-Length: {}", body.len() - 10)).await;
        let answer = shorter.finish().await;
        assert!([400, 422].contains(&answer.status.as_u16()), "{way}: {}", answer.status);
        app.nothing_left(&visitor, way).await;
        let longer = begin(format!("Content-Length: {}", body.len() + 10)).await;
        longer.cut_at(body.len()).await;
        app.nothing_left(&visitor, way).await;
        for wrong in ["Content-Length: -1", "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 1e3"] {
            assert_eq!(begin(wrong.to_owned()).await.answer().await.status, 400, "{wrong}");
        }
    }
    // Both at once is how requests are smuggled: chunks decide, and nothing after them is a request.
    let (content_type, body) = files::form(&[("a.pdf", &files::pdf(1000))]);
    let both = "Content-Length: 7\r\nTransfer-Encoding: chunked";
    let upload = SlowUpload::begin_saying(&visitor, &content_type, body, both, Chunked).await;
    let answer = upload.finish().await;
    assert!([201, 400].contains(&answer.status.as_u16()), "{}", answer.status);
}

/// Sends 30 MB, all of it, and only then reads.
async fn large(visitor: &Visitor, name: &str, begin: &[u8], framing: Framing) -> Answer {
    send(visitor, name, &file(begin, 30_000_000, b' '), framing).await
}

#[tokio::test]
async fn a_client_that_sends_all_before_it_reads_gets_the_answer() {
    let app = App::start_with(&["--max-file-bytes=20MiB", "--max-session-bytes=40MiB"]).await;
    let roomy = App::start().await;
    let (gone, pending) = (roomy.visitor(), roomy.visitor());
    gone.discard().await.ok(204);
    pending.upload_pdf().await;
    pending.contact("zoe@example.org").await.ok(202);
    for framing in [Length, Chunked] {
        large(&app.visitor(), "a.pdf", b"%PDF-1.7", framing).await.refused(413, "file-too-large");
        large(&roomy.visitor(), "a.pdf", b"<html>", framing).await.refused(415, "file-type-refused");
        large(&roomy.visitor(), "a.exe", b"MZ", framing).await.refused(415, "file-type-refused");
        large(&gone, "a.pdf", b"%PDF-1.7", framing).await.refused(410, "session-gone");
        large(&pending, "a.pdf", b"%PDF-1.7", framing).await.refused(409, "session-pending");
        let other_type = send_form(&roomy.visitor(), "text/plain", vec![b'x'; 30_000_000], framing).await;
        other_type.refused(415, "unsupported-media-type");
        // What is wrong with this one shows in the middle, when most of it has passed already.
        let mut text = file(b"Dear all,\n", 30_000_000, b'x');
        text[15_000_000] = 0;
        send(&roomy.visitor(), "a.txt", &text, framing).await.refused(415, "file-type-refused");
    }
    let link = roomy.link_to("zoe@example.org", 1).await;
    roomy.client.post(&link).await.ok(200);
    pending.upload("a.pdf", &files::pdf(9)).await.refused(409, "session-complete");
    assert_eq!(roomy.keys(), roomy.keys_of(&pending));
    assert_eq!(roomy.number("SELECT count(*) FROM uploads WHERE state <> 'cut'").await, 0);
    until("half-done writes to go", async || roomy.unfinished().is_empty().then_some(())).await;
}
