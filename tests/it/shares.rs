//! What one network may take of what all share: buffers, event streams, storage.
//!
//! In the tests' names `s05_…` and `s16_…` are promises of docs/security.md.

use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::support::client::{Answer, contact, read_raw};
use crate::support::events::Events;
use crate::support::process::{Program, bare};
use crate::support::template::prepared_folder;
use crate::support::{App, Visitor, files, until};

/// Sends the beginning of a chunked upload from this network.
async fn begin_chunked(visitor: &Visitor, from: &str) -> TcpStream {
    let length = format!("Transfer-Encoding: chunked\r\nX-Forwarded-For: {from}");
    let mut stream = visitor.client.raw(visitor.upload_head(&files::form_type(), &length).as_bytes()).await;
    let begin = format!("--{}\r\n", files::BOUNDARY);
    stream.write_all(format!("{:x}\r\n{begin}\r\n", begin.len()).as_bytes()).await.expect("a chunk");
    stream
}

#[tokio::test]
async fn s16_one_network_cannot_take_all_buffers() {
    let app = App::start_with(&["--trusted-proxies=127.0.0.1"]).await;
    let mut slow = Vec::new();
    for _ in 0..8 {
        slow.push(begin_chunked(&app.visitor(), "203.0.113.5").await);
    }
    until("the slow uploads", async || (app.client.metric("anteroom_uploads_running").await > 7.5).then_some(())).await;
    let visitor = app.visitor();
    let length = "Transfer-Encoding: chunked\r\nX-Forwarded-For: 203.0.113.6";
    let (content_type, form) = files::form(&[("a.pdf", &files::pdf(1000))]);
    let mut stream = app.client.raw(visitor.upload_head(&content_type, length).as_bytes()).await;
    let chunk = [format!("{:x}\r\n", form.len()).as_bytes(), &form, b"\r\n0\r\n\r\n"].concat();
    stream.write_all(&chunk).await.expect("a body");
    // Long before the slow ones are given up.
    let answer = tokio::time::timeout(Duration::from_secs(10), read_raw(stream)).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
}

#[tokio::test]
async fn s16_streams_leave_half_of_the_connections_to_calls() {
    // Room for 16 connections, and so for 8 streams.
    let folder = prepared_folder();
    let mut limited = bare("prlimit".as_ref());
    limited.args(["--nofile=200:200", env!("CARGO_BIN_EXE_anteroom")]);
    limited.env("DATA_DIR", folder.path()).env("LISTEN", "127.0.0.1:0");
    let program = Program::start(limited);
    let mut streams = Vec::new();
    for _ in 0..20 {
        let mut stream = Events::open(&Visitor::new(program.client())).await;
        assert_eq!(stream.next().await.as_deref(), Some("open"));
        streams.push(stream);
    }
    // The oldest had to go, and left their connections.
    for stream in &mut streams[..12] {
        assert_eq!(stream.next().await, None);
    }
    let visitor = Visitor::new(program.client());
    for _ in 0..4 {
        visitor.upload_pdf().await;
    }
    program.client().get("/health/live").await.ok(200);
    let ended = program.client().metric("anteroom_event_streams_ended_total").await;
    assert!((ended - 12.0).abs() < f64::EPSILON, "{ended}");
}

/// Sends a file of this size from this network, in a session of its own.
async fn send(app: &App, from: &str, bytes: usize) -> (Visitor, Answer) {
    let visitor = app.visitor();
    let (content_type, form) = files::form(&[("a.pdf", &files::pdf(bytes))]);
    let headers = [("x-session-id", &*visitor.session), ("content-type", &content_type), ("x-forwarded-for", from)];
    let answer = app.client.send("POST", "/api/v1/files", &headers, form).await;
    (visitor, answer)
}

#[tokio::test]
async fn s05_one_network_stores_a_bounded_amount_that_is_not_confirmed() {
    let limits = ["--max-file-bytes=1MB", "--max-session-bytes=1MB", "--max-network-bytes=2MB"];
    let app = App::start_with(&[&["--rate-limit=on", "--trusted-proxies=127.0.0.1"][..], &limits].concat()).await;
    let (office, other) = ("203.0.113.5", "203.0.113.6");
    for number in 0..2 {
        let (visitor, answer) = send(&app, office, 900_000).await;
        answer.ok(201);
        // A made-up contact changes nothing.
        let headers = [("x-session-id", &*visitor.session), ("x-forwarded-for", office)];
        let email = format!("zoe{number}@example.org");
        app.client.send("PUT", "/api/v1/contact", &headers, contact(&email).to_string()).await.ok(202);
    }
    let (_, refused) = send(&app, office, 900_000).await;
    refused.refused(429, "rate-limited");
    assert_eq!(refused.header("retry-after"), "600");
    // Small files still fit, and others notice nothing.
    send(&app, office, 100_000).await.1.ok(201);
    send(&app, other, 900_000).await.1.ok(201);
    // The bytes of a confirmed visit come back.
    app.client.post(&app.link_to("zoe0@example.org", 1).await).await.ok(200);
    send(&app, office, 900_000).await.1.ok(201);
    send(&app, office, 900_000).await.1.refused(429, "rate-limited");

    // A /56 of IPv6 may send four times as much, however many /64 it has.
    let mut sent = 0;
    for number in 0..12 {
        let (_, answer) = send(&app, &format!("2001:db8:1:{number:x}::1"), 900_000).await;
        sent += usize::from(answer.status == 201);
    }
    assert_eq!(sent, 8);

    // The table shows no network, and forgets.
    let rows = app.text("SELECT string_agg(upload_allowances::text, ' ') FROM upload_allowances").await;
    assert!(!rows.contains("203.0.113") && !rows.contains("2001:db8"), "{rows}");
    let longest = "SELECT max(extract(epoch FROM used_until - now()))::bigint FROM upload_allowances";
    assert!(app.number(longest).await <= 86_400);
    app.sql("UPDATE upload_allowances SET used_until = now() - interval '1 second'").await;
    anteroom::privacy::forget_lapsed(&app.running.context.pool).await.expect("a database");
    assert_eq!(app.number("SELECT count(*) FROM upload_allowances").await, 0);
}

#[tokio::test]
async fn s05_a_network_s_bound_holds_for_uploads_at_once_and_in_parts() {
    let limits = ["--max-file-bytes=20MB", "--max-session-bytes=20MB", "--max-network-bytes=20MB"];
    let app = App::start_with(&[&["--rate-limit=on"][..], &limits].concat()).await;
    let uploads = (0..10).map(|_| send(&app, "", 3_000_000));
    let answers = futures_util::future::join_all(uploads).await;
    let sent = answers.iter().filter(|(_, answer)| answer.status == 201).count();
    assert!(sent <= 6, "{sent}");
    // A body of unknown length is counted as it grows.
    let visitor = app.visitor();
    let (content_type, form) = files::form(&[("a.pdf", &files::pdf(18_000_000))]);
    let mut stream = app.client.raw(visitor.upload_head(&content_type, "Transfer-Encoding: chunked").as_bytes()).await;
    let chunk = [format!("{:x}\r\n", form.len()).as_bytes(), &form, b"\r\n0\r\n\r\n"].concat();
    drop(stream.write_all(&chunk).await);
    let answer = read_raw(stream).await;
    assert!(answer.starts_with("HTTP/1.1 429"), "{answer}");
}

#[tokio::test]
async fn s05_all_that_is_not_confirmed_is_bounded() {
    let limits = ["--max-file-bytes=1MB", "--max-session-bytes=1MB", "--max-unconfirmed-bytes=2MB"];
    let app = App::start_with(&limits).await;
    let measure = async || app.running.context.upload_limits.measure(&app.running.context.pool).await.expect("a sum");
    assert!(measure().await);
    let (visitor, answer) = send(&app, "", 900_000).await;
    answer.ok(201);
    visitor.contact("zoe@example.org").await.ok(202);
    send(&app, "", 900_000).await.1.ok(201);
    send(&app, "", 900_000).await.1.refused(503, "unavailable");
    // Measured again it is the same, and 1.8 MB are shown.
    assert!(measure().await);
    send(&app, "", 900_000).await.1.refused(503, "unavailable");
    assert!((app.client.metric("anteroom_unconfirmed_bytes").await - 1_800_000.0).abs() < 0.5);
    // What is confirmed does not count.
    app.client.post(&app.link_to("zoe@example.org", 1).await).await.ok(200);
    assert!(measure().await);
    send(&app, "", 900_000).await.1.ok(201);
}
