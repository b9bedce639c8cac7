//! What one network may take of what all share: buffers, event streams, storage.
//!
//! In the tests' names `s16_…` is promise 16 in docs/security.md.

use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::support::client::read_raw;
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
