//! Hostile bodies: JSON that is almost right, names and addresses that try to be more than that, polyglot files. Each
//! row has the body, the answer, and what the server keeps of it: nothing, or harmless text.
//!
//! In the tests' names `s01_…` is promise 1 in docs/security.md.

use serde_json::{Value, json};

use crate::support::client::{Answer, Visitor, contact};
use crate::support::wire::{Framing, send};
use crate::support::{App, files, until};

/// Sends bytes as the body of a JSON call.
async fn raw_json(visitor: &Visitor, method: &str, path: &str, body: &[u8]) -> Answer {
    let headers = [("x-session-id", &*visitor.session), ("content-type", "application/json")];
    visitor.client.send(method, &format!("/api/v1{path}"), &headers, body.to_vec()).await
}

#[tokio::test]
async fn s04_json_that_is_almost_right_is_refused() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    let before = (app.still().await, app.keys());
    let name = |text: &str| format!(r#"{{"step": "name", "input": {text}}}"#);
    let nested = |open: &str, close: &str, depth: usize| name(&(open.repeat(depth) + "1" + &close.repeat(depth)));
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    for (body, status, slug) in [
        // Deeper than any stack, but within 64 KiB; and the same without an end.
        (nested("[", "]", 30_000).into_bytes(), 422, "invalid-input"),
        (nested(r#"{"a":"#, "}", 10_000).into_bytes(), 422, "invalid-input"),
        (nested("[", "]", 129).into_bytes(), 422, "invalid-input"),
        ("[".repeat(60_000).into_bytes(), 400, "invalid-request"),
        (r#"{"a":"#.repeat(10_000).into_bytes(), 400, "invalid-request"),
        (br#"{"step": "start", "step": "name", "input": "Zoe"}"#.to_vec(), 422, "invalid-input"),
        (br#"{"step": "name", "input": "Zoe", "input": 1}"#.to_vec(), 422, "invalid-input"),
        (br#"{"step": "name", "inp\u0075t": "Zoe", "input": "Zoe"}"#.to_vec(), 422, "invalid-input"),
        (name(r#""\ud800""#).into_bytes(), 422, "invalid-input"),
        (name(r#""\udc00\ud800""#).into_bytes(), 422, "invalid-input"),
        (name(r#""\u0000""#).into_bytes(), 422, "invalid-input"),
        (name("\"a\0b\"").into_bytes(), 400, "invalid-request"),
        (name("\"a\nb\"").into_bytes(), 400, "invalid-request"),
        (name("\"\u{feff}\"").replace("{\"step", "\u{feff}{\"step").into_bytes(), 400, "invalid-request"),
        (utf16(&name("\"Zoe\"")), 400, "invalid-request"),
        ([name("\"").as_bytes(), b"\xed\xa0\x80\"}"].concat(), 400, "invalid-request"),
        ([name("\"").as_bytes(), b"\xc0\xae\"}"].concat(), 400, "invalid-request"),
        (name("'Zoe'").into_bytes(), 400, "invalid-request"),
        (name("Zoe").into_bytes(), 400, "invalid-request"),
        (name("NaN").into_bytes(), 400, "invalid-request"),
        (name("1e999999").into_bytes(), 422, "invalid-input"),
        (name(&"9".repeat(60_000)).into_bytes(), 422, "invalid-input"),
        (br#"{"step": "files", "input": {"count": 4294967296}}"#.to_vec(), 422, "invalid-input"),
        (br#"{"step": "files", "input": {"count": 1e400}}"#.to_vec(), 422, "invalid-input"),
        (br#"{"step": "files", "input": {"count": 1.5}}"#.to_vec(), 422, "invalid-input"),
        (br#"{"step": "files", "input": {"count": -1.0}}"#.to_vec(), 422, "invalid-input"),
        (br#"{"step": "files", "input": {"__proto__": {"count": 1}}}"#.to_vec(), 422, "invalid-input"),
        (b"{} // comment".to_vec(), 400, "invalid-request"),
        (b"null".to_vec(), 422, "invalid-input"),
        (b"\"{}\"".to_vec(), 422, "invalid-input"),
        (b"\x1f\x8b\x08\0\0\0\0\0".to_vec(), 400, "invalid-request"),
    ] {
        let answer = raw_json(&visitor, "POST", "/intake", &body).await;
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        assert_eq!(answer.status, status, "{shown}: {}", answer.text());
        let problem = answer.refused(status, slug);
        assert!(problem.to_string().len() < 1000, "an answer quotes what was sent: {shown}");
    }
    for body in [r#"{"visible": true, "visible": false}"#, r#"{"visible": 1}"#, r#"{"visible": "true"}"#] {
        raw_json(&visitor, "POST", "/session/heartbeat", body.as_bytes()).await.refused(422, "invalid-input");
    }
    assert_eq!((app.still().await, app.keys()), before);
}

#[tokio::test]
async fn s05_small_bodies_are_counted_as_they_come() {
    let app = App::start().await;
    let visitor = app.visitor();
    let before = app.still().await;
    // No length is announced: only counting tells. What would come is far more than what is sent.
    for (path, limit, status) in [("intake", 64 * 1024, "413"), ("session/leave", 1024, "204")] {
        for sent in [limit + 1, limit * 4] {
            let head = format!(
                "POST /api/v1/{path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: \
                 chunked\r\n\r\n{sent:x}\r\n"
            );
            let stream = visitor.client.raw(&[head.as_bytes(), &vec![b' '; sent]].concat()).await;
            let answer = crate::support::client::read_raw(stream).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{path} {sent}: {answer}");
        }
    }
    assert_eq!(app.still().await, before);
}

#[tokio::test]
async fn s11_hostile_addresses_are_refused_or_written_in_one_way() {
    let app = App::start().await;
    let before = app.still().await;
    let put = async |email: &str| {
        let visitor = app.visitor();
        let mut body = contact("zoe@example.org");
        body["email"] = json!(email);
        visitor.call("PUT", "/contact", body).await
    };
    let long_local = format!("{}@example.org", "a".repeat(65));
    let long_domain = format!("zoe@{}.example.org", "a".repeat(64));
    let long = format!("zoe@{}org", "a.".repeat(150));
    let mut taken = Vec::new();
    for email in [
        "zoe@example.org\nBcc: evil@example.org",
        "zoe@example.org%0d%0aBcc:evil@example.org",
        "zoe@example.org\u{85}Bcc: evil@example.org",
        "zoe@example.org\u{2028}Bcc: evil@example.org",
        "<script>alert(1)</script>@example.org",
        "\"<script>alert(1)</script>\"@example.org",
        "zoe(comment)@example.org",
        "zoe@example.org;anna@example.org",
        "zoe@example.org?cc=evil@example.org",
        "mailto:zoe@example.org",
        "-oQ/tmp -X/var/www/x.php@example.org",
        "zoe@",
        "@example.org",
        "zoe@.example.org",
        "zoe@example..org",
        "zoe@-example.org",
        "zoe@127.0.0.1",
        "zoe@0x7f.0.0.1",
        "zoe@１２７.0.0.1",
        "zoe@[::1]",
        "zoe@localhost",
        "zoe@example.org.",
        &long_local,
        &long_domain,
        &long,
    ] {
        let answer = put(email).await;
        if answer.status != 422 {
            taken.push(email);
        }
    }
    assert_eq!(taken, [""; 0]);
    assert_eq!(app.still().await, before);

    // Look-alikes are told apart, and other spellings of one domain are one.
    for (email, stored) in [
        ("zoe@ex\u{430}mple.org", "zoe@xn--exmple-4nf.org"),
        ("zoe@例え.example", "zoe@xn--r8jz45g.example"),
        ("zoe@exa\u{ad}mple.org", "zoe@example.org"),
        ("zo\u{202e}e@example.org", "zoe@example.org"),
        ("zo\u{200b}e@example.org", "zoe@example.org"),
        ("zoe@ｅxample.org", "zoe@example.org"),
        ("zoe@EXAMPLE.Org", "zoe@example.org"),
        ("{{7*7}}=cmd|x@example.org", "{{7*7}}=cmd|x@example.org"),
    ] {
        put(email).await.ok(202);
        assert_eq!(app.text("SELECT email FROM sessions").await, stored, "{email}");
        assert_eq!(app.mail_to(stored, 1).await.to, stored);
        app.jobs_done().await;
        app.sql("DELETE FROM sessions").await;
    }
}

#[tokio::test]
async fn s11_hostile_names_are_only_text() {
    let app = App::start().await;
    for (number, name) in [
        "{{7*7}}",
        "${7*7} #{7*7} <%= 7*7 %>",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "=HYPERLINK(\"x\")",
        "@SUM(1+1)|cmd",
        "'; DROP TABLE sessions; --",
        "Zoe\u{202e}gro.elpmaxe",
        "Zo\u{200b}e",
        "Ze\u{301}",
        "Z\u{e9}",
        "\u{feff}Zoe",
        "🏴\u{200d}☠\u{fe0f}",
        "Z̸͎̈ö̷̞e̴",
        "CON",
        "../../etc/passwd",
        "%00%0d%0a",
        "\\x00\\r\\n",
        "null",
    ]
    .into_iter()
    .enumerate()
    {
        let visitor = app.visitor();
        let address = format!("zoe{number}@example.org");
        let mut body = contact(&address);
        body["name"] = json!(name);
        visitor.call("PUT", "/contact", body).await.ok(202);
        let stored = format!("SELECT name FROM sessions WHERE email = '{address}'");
        // Composed (NFC), and otherwise as it was given.
        assert_eq!(app.text(&stored).await, anteroom::platform::address::composed(name));
        let mail = app.mail_to(&address, 1).await;
        let html = mail.html.expect("an HTML part");
        assert!(!html.contains("<script") && !html.contains("<img src=x") && !mail.text.contains("Hello 49"), "{html}");
        // Nothing of the name is in the mail, so nothing turns its text around either.
        assert!(!mail.text.contains('\u{202e}'), "{name:?}: {:?}", mail.text);
        assert!(mail.subject.is_ascii() && !mail.subject.contains(name), "{}", mail.subject);
    }
    let count = app.number("SELECT count(*) FROM sessions").await;
    assert_eq!(count, 19);
}

#[tokio::test]
async fn s06_a_file_that_is_two_things_is_kept_as_the_one_it_is_named() {
    let app = App::start().await;
    let (gif, pdf): (&[u8], &[u8]) = (b"GIF89a/*\0\0\0*/=1;alert(1)//", b"%PDF-1.7\n<html><script>alert(1)</script>");
    let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0; 20], b"<?php system($_GET[0]); ?>"].concat();
    for (name, bytes, status, kept) in [
        ("a.gif", gif, 201, "image/gif"),
        ("a.js", gif, 415, ""),
        ("a.gif.html", gif, 415, ""),
        ("a.pdf", pdf, 201, "application/pdf"),
        ("a.html", pdf, 415, ""),
        ("a.gif", pdf, 415, ""),
        ("a.gif", b"\x89PNG\r\n\x1a\n<script>", 201, "image/png"),
        ("a.png", &png, 201, "image/png"),
        ("a.php", &png, 415, ""),
        ("a.png.php", &png, 415, ""),
        ("a.csv", b"=HYPERLINK(\"http://evil.example\"),1\n", 201, "text/csv"),
        ("a.txt", b"{{7*7}} alert(1)", 201, "text/plain"),
        ("a.txt", b"\xff\xfe<\0s\0c\0r\0i\0p\0t\0", 415, ""),
        ("a.txt", b"MZ\x90\0\x03\0\0\0", 415, ""),
        ("a.svg", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415, ""),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415, ""),
        ("a.txt", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415, ""),
        ("a.xml", b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", 415, ""),
        ("a.pdf", b"<!doctype html><p>not a PDF", 415, ""),
        ("a.exe", b"MZ", 415, ""),
        ("a.pdf", b"\x7fELF", 415, ""),
        ("a.zip", b"#!/bin/sh\nrm -rf /", 415, ""),
    ] {
        let visitor = app.visitor();
        let answer = visitor.upload(name, bytes).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        if status == 201 {
            // Opening it downloads a file of this type, whatever a browser would sniff.
            let sidecar = app.sidecar(&app.keys_of(&visitor)[0]);
            assert_eq!(sidecar["content_type"], kept, "{name}");
            let disposition = sidecar["content_disposition"].as_str().unwrap_or_default();
            assert!(disposition.starts_with("attachment; "), "{name}: {disposition}");
        } else {
            answer.refused(415, "file-type-refused");
            app.nothing_left(&visitor, name).await;
        }
    }
}

#[tokio::test]
async fn s05_bytes_are_counted_as_they_come_and_never_believed() {
    let app = App::start_with(&["--max-file-bytes=10MiB", "--max-session-bytes=20MiB"]).await;
    let visitor = app.visitor();
    let over = files::pdf(10 * 1024 * 1024 + 1);
    for size in [over.len(), 2 * over.len()] {
        send(&visitor, "a.pdf", &files::pdf(size), Framing::Chunked).await.refused(413, "file-too-large");
        app.nothing_left(&visitor, "a body without a length").await;
    }
    // None of it has used up any quota.
    for _ in 0..2 {
        send(&visitor, "a.pdf", &over[..10 * 1024 * 1024], Framing::Chunked).await.ok(201);
    }
    visitor.upload("a.pdf", b"%PDF-1.7 one more").await.refused(413, "quota-exceeded");
    until("a settled store", async || app.unfinished().is_empty().then_some(())).await;
    assert_eq!(visitor.files().await.ok(200).json()["files"].as_array().map(Vec::len), Some(2));
    let total = "SELECT sum(bytes)::bigint FROM uploads";
    assert_eq!(app.number(total).await, 20 * 1024 * 1024);
}

#[tokio::test]
async fn s01_hostile_session_ids_are_refused_by_every_call() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    let before = (app.still().await, app.keys());
    let good = visitor.session.clone();
    for bad in [
        format!("{good}/"),
        format!("/{good}"),
        format!("{good}%2f"),
        format!("{good}/../{good}"),
        format!("..%2f{good}"),
        format!("{good}\t"),
        format!("\"{good}\""),
        format!("{good};{good}"),
        format!("{good},{good}"),
        good.replace('-', ""),
        good.replace('-', "_"),
        good.replace('-', "\u{2010}"),
        good.replacen(|digit: char| digit.is_ascii_digit(), "\u{ff11}", 1),
        format!("{good}{good}"),
        "x".repeat(8000),
        "' OR '1'='1".to_owned(),
        "{{7*7}}".to_owned(),
    ] {
        // White space around a value is the header's, not the id's (RFC 9110, 5.5).
        if bad.trim() == good {
            continue;
        }
        for (method, path) in [("PUT", "/session"), ("GET", "/files"), ("DELETE", "/session"), ("GET", "/events")] {
            let headers = [("x-session-id", &*bad)];
            let answer = app.client.send(method, &format!("/api/v1{path}"), &headers, "").await;
            let problem: Value = answer.refused(400, "invalid-session-id");
            assert!(!problem.to_string().contains(&bad), "{problem}");
        }
    }
    assert_eq!((app.still().await, app.keys()), before);
}
