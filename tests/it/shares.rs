//! What one network may take of what all share: buffers, event streams, storage.
//!
//! In the tests' names `s16_…` is promise 16 in docs/security.md.

use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::support::client::read_raw;
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
    for _ in 0..9 {
        let mut stream = Events::open(&Visitor::new(program.client())).await;
        assert_eq!(stream.next().await.as_deref(), Some("open"));
        streams.push(stream);
    }
    // The oldest had to go.
    assert_eq!(streams[0].next().await, None);
    let visitor = Visitor::new(program.client());
    for _ in 0..4 {
        visitor.upload_pdf().await;
    }
    program.client().get("/health/live").await.ok(200);
    let ended = program.client().metric("anteroom_event_streams_ended_total").await;
    assert!((ended - 1.0).abs() < f64::EPSILON, "{ended}");
}
