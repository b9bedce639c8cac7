//! A kept connection: one exchange after another over it, as an HTTP client with keep-alive does. Written by hand, so
//! that a thousand calls a second cost little compared with the servers.

use std::net::SocketAddr;
use std::time::Duration;

use memchr::memmem;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Result;
use super::exchange::Answer;

/// How long one response may take.
const ANSWER: Duration = Duration::from_secs(30);

/// The largest response to these calls, in bytes.
const LARGEST: usize = 1024 * 1024;

pub struct Line {
    stream: TcpStream,
    /// What has been read of the current response.
    read: Vec<u8>,
}

impl Line {
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::with_capacity(4096) })
    }

    /// Sends a whole request and reads its answer.
    pub async fn exchange(&mut self, request: &[u8]) -> Result<Answer> {
        timeout(ANSWER, self.say_and_hear(request)).await.map_err(|_| "no answer in time")?
    }

    async fn say_and_hear(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        self.read.clear();
        loop {
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err("closed a kept connection".into());
            }
            if let Some(answer) = parse(&self.read)? {
                return Ok(answer);
            }
            if self.read.len() > LARGEST {
                return Err("the answer is too large".into());
            }
        }
    }
}

/// Returns the response once it is complete. The servers here all announce a body's length.
fn parse(bytes: &[u8]) -> Result<Option<Answer>> {
    let Some(end) = memmem::find(bytes, b"\r\n\r\n") else { return Ok(None) };
    let (head, body) = bytes.split_at(end + 4);
    let head = std::str::from_utf8(head)?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.get(9..12)?.parse().ok()).ok_or("an answer without a status")?;
    let header = |name: &str| {
        let mut headers = lines.clone().filter_map(|line| line.split_once(':'));
        headers.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    };
    let length = match header("content-length") {
        Some(length) => length.parse()?,
        // RFC 9112, 6.3: these have no body.
        None if status == 204 || status == 304 => 0,
        None => return Err("an answer without a length".into()),
    };
    if body.len() < length {
        return Ok(None);
    }
    Ok(Some(Answer { status, head: head.to_owned(), body: String::from_utf8_lossy(body).into_owned() }))
}

/// A call without a body, with these headers, each ending in CRLF.
pub fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\n{headers}\r\n").into_bytes()
}

/// A call with a JSON body and these headers, each ending in CRLF.
pub fn json(method: &str, path: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: bench\r\n{headers}Content-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
