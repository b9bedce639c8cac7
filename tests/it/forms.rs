//! Forms as libraries write them: whatever is sent, the answer is the same for a small file and a large one.

use crate::support::client::Visitor;
use crate::support::wire::Framing::{self, Chunked, Length};
use crate::support::wire::{SlowUpload, send_form};
use crate::support::{App, files};

const MIB: usize = 1024 * 1024;
const FILE: &str = "form-data; name=\"file\"; filename=\"a.pdf\"";
const FIELD: &str = "form-data; name=\"relativePath\"";

/// Small, in a buffer, too large for one; with and without a length.
const SIZES: [(usize, Framing); 5] =
    [(100, Length), (MIB, Length), (9 * MIB, Length), (100, Chunked), (9 * MIB, Chunked)];

fn closing(end: &str) -> Vec<u8> {
    format!("--{}{end}", files::BOUNDARY).into_bytes()
}

/// Sends the form, and again with the file's size in a header; the store must get the file itself.
async fn is_taken(app: &App, what: &str, around: impl Fn(Vec<u8>) -> Vec<u8>) {
    for (size, framing) in SIZES {
        let pdf = files::pdf(size);
        let body = around(files::part(FILE, &pdf));
        let visitor = app.visitor();
        let answer = send_form(&visitor, &files::form_type(), body.clone(), framing).await;
        assert_eq!(answer.status, 201, "{what}, {size} bytes, {framing:?}: {}", answer.text());
        assert!(app.object(&app.keys_of(&visitor)[0]) == pdf, "{what}, {size} bytes, {framing:?}");
        if framing == Length {
            let answer = with_size(&app.visitor(), body, size).await;
            assert_eq!(answer, 201, "{what}, {size} bytes, with its size");
        }
    }
}

async fn with_size(visitor: &Visitor, body: Vec<u8>, size: usize) -> u16 {
    let length = format!("Content-Length: {}\r\nX-File-Size: {size}", body.len());
    let upload = SlowUpload::begin_saying(visitor, &files::form_type(), body, &length, Length).await;
    upload.finish().await.status.as_u16()
}

#[tokio::test]
async fn a_form_may_begin_and_end_in_any_way_that_the_standard_allows() {
    let app = App::start().await;
    for (what, before, end) in [
        ("a line break first", "\r\n", "--\r\n"),
        ("a preamble", "This is a form.\r\n", "--\r\n"),
        ("no last line break", "", "--"),
        ("an epilogue", "", "--\r\nepilogue text"),
        ("padding at the end", "", "-- \t\r\n"),
    ] {
        is_taken(&app, what, |part| [before.as_bytes(), &part, &closing(end)].concat()).await;
    }
    let padded = |part: Vec<u8>| {
        let rest = part.strip_prefix(&*closing("")).expect("a boundary").to_vec();
        [closing(" "), rest, closing("--\r\n")].concat()
    };
    is_taken(&app, "padding after the boundary", padded).await;
}

#[tokio::test]
async fn text_fields_beside_the_file_are_ignored() {
    let app = App::start().await;
    let field = files::part(FIELD, b"null");
    is_taken(&app, "before", |part| [&field, &part, &*closing("--\r\n")].concat()).await;
    is_taken(&app, "after", |part| [&part, &field, &field, &*closing("--\r\n")].concat()).await;
    let visitor = app.visitor();
    for (size, framing) in SIZES {
        let pdf = files::part(FILE, &files::pdf(size));
        let long = files::part(FIELD, &vec![b'x'; 20_000]);
        for body in [[&*long, &pdf].concat(), [&*pdf, &long].concat()] {
            let body = [body, closing("--\r\n")].concat();
            let problem = send_form(&visitor, &files::form_type(), body, framing).await.refused(400, "invalid-request");
            assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("16 KiB")), "{problem}");
        }
        let other = files::part("form-data; name=\"upload\"; filename=\"a.pdf\"", &files::pdf(size));
        let body = [other, closing("--\r\n")].concat();
        let problem = send_form(&visitor, &files::form_type(), body, framing).await.refused(422, "invalid-input");
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("“upload”")), "{problem}");
    }
    app.nothing_left(&visitor, "forms with too much beside the file").await;
}

#[tokio::test]
async fn names_of_other_libraries_are_read() {
    let app = App::start().await;
    for name in [
        "filename=\"=?utf-8?B?R3LDvMOfZS5wZGY=?=\"; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf",
        "filename=\"=?utf-8?B?R3LDvMOfZS5wZGY=?=\"",
        "filename=\"=?UTF-8?Q?Gr=C3=BC=C3=9Fe.pdf?=\"",
        "filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf",
        "filename=\"Gr__e.pdf\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf",
    ] {
        for (size, framing) in SIZES {
            let part = files::part(&format!("form-data; name=\"file\"; {name}"), &files::pdf(size));
            let body = [part, closing("--\r\n")].concat();
            let answer = send_form(&app.visitor(), &files::form_type(), body, framing).await.ok(201);
            assert_eq!(answer.json()["files"][0]["name"], "Grüße.pdf", "{name}");
        }
    }
}

#[tokio::test]
async fn a_file_size_that_lies_is_refused() {
    let app = App::start().await;
    let visitor = app.visitor();
    let size = 9 * MIB;
    let body = [files::part(FILE, &files::pdf(size)), closing("--\r\n")].concat();
    for lie in [1, size - 1, size + 1, size + 2, body.len(), 10 * size] {
        let status = with_size(&visitor, body.clone(), lie).await;
        assert!([400, 422].contains(&status), "{lie}: {status}");
    }
    app.nothing_left(&visitor, "a lie about the size").await;
    assert_eq!(with_size(&visitor, body, size).await, 201);
}

#[tokio::test]
async fn without_a_free_buffer_only_plain_forms_stream_and_the_others_are_asked_to_come_back() {
    let app = App::start().await;
    let large = files::part(FILE, &files::pdf(9 * MIB));
    // Half of the buffers are for those that cannot do without.
    let mut holding = Vec::new();
    for visitor in [app.visitor(), app.visitor(), app.visitor(), app.visitor()] {
        let body = [large.clone(), closing("--\r\n")].concat();
        let mut upload = SlowUpload::begin_with(&visitor, &files::form_type(), body, Length).await;
        assert!(upload.send_to(9 * MIB).await);
        app.receiving(&visitor, 1).await;
        holding.push(upload);
    }
    let plain = [large.clone(), closing("--\r\n")].concat();
    send_form(&app.visitor(), &files::form_type(), plain, Length).await.ok(201);
    let short = [large, closing("--")].concat();
    let refusal = send_form(&app.visitor(), &files::form_type(), short.clone(), Length).await;
    refusal.refused(503, "unavailable");
    assert_eq!(with_size(&app.visitor(), short, 9 * MIB).await, 201);
    for upload in holding {
        upload.finish().await.ok(201);
    }
}

#[tokio::test]
async fn a_size_that_is_no_number_is_refused() {
    let app = App::start().await;
    let visitor = app.visitor();
    let (content_type, body) = files::form(&[("a.pdf", &files::pdf(100))]);
    for size in ["abc", "", "-1", "1.5", "18446744073709551616"] {
        let headers = [("x-session-id", &*visitor.session), ("content-type", &*content_type), ("x-file-size", size)];
        app.client.send("POST", "/api/v1/files", &headers, body.clone()).await.refused(400, "invalid-request");
    }
    assert_eq!(app.keys_of(&visitor), [""; 0]);
}
