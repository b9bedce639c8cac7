//! Uploads byte by byte: slow, cut off, or sent whole before anybody looks for an answer, as browsers do.

use std::time::Duration;

use bytes::Bytes;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::client::{Answer, Visitor};
use super::files;

/// The longest that a test waits for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a body says where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// By its Content-Length.
    Length,
    /// In chunks, its length unknown.
    Chunked,
}

use Framing::{Chunked, Length};

/// Each way that the server knows for a form, by the file's size that takes it there.
pub const WAYS: [(&str, usize, Framing); 5] = [
    ("small", 100_000, Length),
    ("buffered", 1_000_000, Length),
    ("passed through", 9_000_000, Length),
    ("small chunked", 100_000, Chunked),
    ("in parts", 9_000_000, Chunked),
];

/// An upload that a test sends piece by piece on a connection of its own.
pub struct SlowUpload {
    stream: TcpStream,
    pub body: Vec<u8>,
    framing: Framing,
    sent: usize,
}

impl SlowUpload {
    /// Sends the head of a request with these files.
    pub async fn begin(visitor: &Visitor, named: &[(&str, &[u8])], framing: Framing) -> Self {
        let (content_type, body) = files::form(named);
        let length = match (framing, named) {
            // As the widget does.
            (Length, [(_, bytes)]) => format!("Content-Length: {}\r\nX-File-Size: {}", body.len(), bytes.len()),
            (Length, _) => format!("Content-Length: {}", body.len()),
            (Chunked, _) => "Transfer-Encoding: chunked".to_owned(),
        };
        Self::begin_saying(visitor, &content_type, body, &length, framing).await
    }

    /// Sends the head of a request with this body.
    pub async fn begin_with(visitor: &Visitor, content_type: &str, body: Vec<u8>, framing: Framing) -> Self {
        let length = match framing {
            Length => format!("Content-Length: {}", body.len()),
            Chunked => "Transfer-Encoding: chunked".to_owned(),
        };
        Self::begin_saying(visitor, content_type, body, &length, framing).await
    }

    /// Sends a head that says this of the body's length, true or not.
    pub async fn begin_saying(
        visitor: &Visitor,
        content_type: &str,
        body: Vec<u8>,
        length: &str,
        framing: Framing,
    ) -> Self {
        let stream = visitor.client.raw(visitor.upload_head(content_type, length).as_bytes()).await;
        Self { stream, body, framing, sent: 0 }
    }

    /// Sends the body up to here. `false`: the server has closed the connection.
    pub async fn send_to(&mut self, end: usize) -> bool {
        let piece = &self.body[self.sent.min(end)..end];
        self.sent = end;
        match self.framing {
            Length => self.stream.write_all(piece).await.is_ok(),
            Chunked => {
                for chunk in piece.chunks(65_521) {
                    let framed = [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat();
                    if self.stream.write_all(&framed).await.is_err() {
                        return false;
                    }
                }
                true
            }
        }
    }

    /// Sends all of the rest, whatever the server says meanwhile, and only then reads its answer.
    pub async fn finish(mut self) -> Answer {
        assert!(self.send_to(self.body.len()).await, "the connection was closed before all was sent");
        if self.framing == Chunked {
            drop(self.stream.write_all(b"0\r\n\r\n").await);
        }
        self.answer().await
    }

    /// Reads the answer without sending more.
    pub async fn answer(mut self) -> Answer {
        let reading = read_answer(&mut self.stream);
        tokio::time::timeout(PATIENCE, reading).await.expect("an answer in time").expect("an answer, not a reset")
    }

    /// Sends up to here and drops the connection.
    pub async fn cut_at(mut self, end: usize) {
        self.send_to(end).await;
    }
}

/// Sends a whole form at once.
pub async fn send_form(visitor: &Visitor, content_type: &str, body: Vec<u8>, framing: Framing) -> Answer {
    SlowUpload::begin_with(visitor, content_type, body, framing).await.finish().await
}

/// Sends one file.
pub async fn send(visitor: &Visitor, name: &str, bytes: &[u8], framing: Framing) -> Answer {
    SlowUpload::begin(visitor, &[(name, bytes)], framing).await.finish().await
}

async fn read_answer(stream: &mut TcpStream) -> std::io::Result<Answer> {
    let mut read = Vec::new();
    loop {
        if let Some(answer) = parse(&read) {
            return Ok(answer);
        }
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await?;
        if count == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        read.extend_from_slice(&chunk[..count]);
    }
}

/// A whole answer with a Content-Length.
fn parse(read: &[u8]) -> Option<Answer> {
    let text = String::from_utf8_lossy(read).into_owned();
    let (head, _) = text.split_once("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().expect("a status");
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
        headers.append(name, HeaderValue::from_str(value).expect("a header's value"));
    }
    let length = headers.get("content-length").and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(0);
    let body = read.get(head.len() + 4..head.len() + 4 + length)?;
    Some(Answer { status, headers, body: Bytes::copy_from_slice(body) })
}
