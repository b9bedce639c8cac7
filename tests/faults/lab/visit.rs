//! HTTP as a browser on a bad line speaks it: a call may end without an answer.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

/// Nothing may take longer, even with faults: then the visitor was left without an answer.
const PATIENCE: Duration = Duration::from_secs(75);

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Answer(u16, String),
    /// The connection broke.
    Lost,
    /// The visitor hung up before an answer came.
    HungUp,
    /// It is open, and nothing came.
    Silence,
}

impl Heard {
    pub fn status(&self) -> u16 {
        if let Self::Answer(status, _) = self { *status } else { 0 }
    }

    pub fn json(&self) -> Value {
        if let Self::Answer(_, body) = self { serde_json::from_str(body).unwrap_or_default() } else { Value::Null }
    }

    /// A refusal: the server says that nothing came of it.
    pub fn is_refusal(&self) -> bool {
        (400..500).contains(&self.status())
    }
}

/// How a visitor's calls reach an instance, and when they hang up.
#[derive(Clone, Debug)]
pub struct Line {
    pub address: SocketAddr,
    /// Hangs up so long after the call began.
    pub hang_up: Option<Duration>,
    /// Hangs up now.
    pub hung_up: CancellationToken,
    /// With a reset instead of an end.
    pub reset: bool,
}

impl Line {
    /// One that stays until the answer has come.
    pub fn patient(address: SocketAddr) -> Self {
        Self { address, hang_up: None, hung_up: CancellationToken::new(), reset: false }
    }

    /// What a call hears. Hanging up drops it, and with it the connection.
    async fn hear(&self, calling: impl Future<Output = Heard>) -> Heard {
        tokio::select! {
            heard = tokio::time::timeout(PATIENCE, calling) => heard.unwrap_or(Heard::Silence),
            () = tokio::time::sleep(self.hang_up.unwrap_or(Duration::MAX)) => Heard::HungUp,
            () = self.hung_up.cancelled() => Heard::HungUp,
        }
    }
}

/// A request whose body may stop half-way.
pub struct Sending {
    line: Line,
    stream: TcpStream,
    rest: Vec<u8>,
    chunked: bool,
}

/// Sends head and body up to `stop`. `None`: no server is there.
pub async fn begin(line: &Line, head: &str, body: &[u8], chunked: bool, stop: usize) -> Option<Sending> {
    let length =
        if chunked { "Transfer-Encoding: chunked".to_owned() } else { format!("Content-Length: {}", body.len()) };
    let mut stream = TcpStream::connect(line.address).await.ok()?;
    if line.reset {
        stream.set_zero_linger().ok()?;
    }
    let head = format!("{head}Host: {}\r\nConnection: close\r\n{length}\r\n\r\n", line.address);
    let (now, later) = body.split_at(stop.min(body.len()));
    stream.write_all(head.as_bytes()).await.ok()?;
    let mut sending = Sending { line: line.clone(), stream, rest: later.to_vec(), chunked };
    // The server may have refused already: then its answer waits to be read.
    sending.send(now).await;
    Some(sending)
}

impl Sending {
    async fn send(&mut self, bytes: &[u8]) -> bool {
        if !self.chunked {
            return self.stream.write_all(bytes).await.is_ok();
        }
        for chunk in bytes.chunks(60_000) {
            let framed = [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat();
            if self.stream.write_all(&framed).await.is_err() {
                return false;
            }
        }
        true
    }

    /// Sends the rest and waits for the answer.
    pub async fn finish(mut self) -> Heard {
        let line = self.line.clone();
        let finishing = async move {
            let rest = std::mem::take(&mut self.rest);
            if self.send(&rest).await && self.chunked {
                drop(self.stream.write_all(b"0\r\n\r\n").await);
            }
            self.answer().await
        };
        line.hear(finishing).await
    }

    async fn answer(&mut self) -> Heard {
        let mut read = Vec::new();
        loop {
            if let Some(answer) = parse(&read) {
                return answer;
            }
            match self.stream.read_buf(&mut read).await {
                Ok(0) | Err(_) => return Heard::Lost,
                Ok(_) => {}
            }
        }
    }
}

/// A whole answer with its Content-Length, or without a body.
fn parse(read: &[u8]) -> Option<Heard> {
    let end = memchr::memmem::find(read, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&read[..end]).to_ascii_lowercase();
    let status = head.split(' ').nth(1)?.parse().expect("a status");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    let body = read.get(end + 4..end + 4 + length)?;
    Some(Heard::Answer(status, String::from_utf8_lossy(body).into_owned()))
}

/// A whole call with this body.
pub async fn call(line: &Line, head: &str, body: &[u8]) -> Heard {
    send(line, head, body, false).await
}

/// The same in either framing.
pub async fn send(line: &Line, head: &str, body: &[u8], chunked: bool) -> Heard {
    line.hear(async {
        match begin(line, head, body, chunked, body.len()).await {
            Some(sending) => sending.finish().await,
            None => Heard::Lost,
        }
    })
    .await
}

#[test]
fn answers_are_read_whole_or_not_at_all() {
    let whole = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nX: y\r\n\r\n{}";
    assert_eq!(parse(whole), Some(Heard::Answer(201, "{}".to_owned())));
    assert_eq!(parse(&whole[..whole.len() - 1]), None);
    assert_eq!(parse(b"HTTP/1.1 204 No Content\r\n\r\n"), Some(Heard::Answer(204, String::new())));
}
