//! One HTTP/1.1 exchange over one TCP connection, written by hand: the load must cost little compared with the servers,
//! must be able to stop in the middle of a body, and must notice an early response.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use super::{MIB, Result};

/// Bytes per write, about what a browser writes to its socket.
const WRITE: usize = 64 * 1024;

/// The largest response in these tests.
const LARGEST_ANSWER: usize = 256 * 1024;

/// A request: all before the file, the file (generated while it is sent), and all after it.
pub struct Request {
    pub head: Vec<u8>,
    /// The length of the generated file, in bytes.
    pub file: u64,
    pub tail: Vec<u8>,
}

pub struct Answer {
    pub status: u16,
    /// Status line and headers.
    pub head: String,
    pub body: String,
}

impl Answer {
    /// The value of a header, the first if there are several.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.split("\r\n").filter_map(|line| line.split_once(':'));
        headers.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// Returns the response if its status is 2xx, else an error that quotes it.
    pub fn success(self) -> Result<Self> {
        if (200..300).contains(&self.status) {
            Ok(self)
        } else {
            Err(format!("answered {}: {}", self.status, self.body).into())
        }
    }
}

/// A request without a body.
pub fn plain(method: &str, path: &str) -> Request {
    let head = format!("{method} {path} HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    Request { head: head.into_bytes(), file: 0, tail: Vec::new() }
}

/// How a request's file is framed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Unframed: the head announces the length.
    Plain,
    /// In HTTP/1.1 chunks; head and tail must contain their own.
    Chunked,
}

/// Sends the request as fast as the server accepts it, and reads the response.
pub async fn exchange(address: SocketAddr, request: &Request, within: Duration) -> Result<Answer> {
    exchange_as(address, request, Framing::Plain, within).await
}

pub async fn exchange_as(address: SocketAddr, request: &Request, framing: Framing, within: Duration) -> Result<Answer> {
    let all = async {
        let (mut from, mut to) = connect(address).await?.into_split();
        let mut answer = std::pin::pin!(read_answer(&mut from));
        tokio::select! {
            // A response before the body's end is a refusal: the rest need not be sent.
            early = &mut answer => early,
            sent = write_all(&mut to, request, framing) => {
                // A server that refuses may close first; its response says more than the broken pipe.
                let answer = answer.await;
                if answer.is_err() { sent?; }
                answer
            }
        }
    };
    timeout(within, all).await.map_err(|_| "no answer in time")?
}

/// Connects from one of two hundred loopback addresses: a crowd does not share one address, and a server may limit
/// connections per address.
async fn connect(address: SocketAddr) -> Result<TcpStream> {
    static HOUSE: AtomicU8 = AtomicU8::new(0);
    let socket = TcpSocket::new_v4()?;
    let house = 2 + HOUSE.fetch_add(1, Ordering::Relaxed) % 200;
    socket.bind((Ipv4Addr::new(127, 0, 0, house), 0).into())?;
    Ok(socket.connect(address).await?)
}

async fn write_all(to: &mut OwnedWriteHalf, request: &Request, framing: Framing) -> Result<()> {
    to.write_all(&request.head).await?;
    let mut file = Content::new(request.file);
    let mut chunk = Vec::with_capacity(WRITE + 16);
    while let Some(bytes) = file.next(WRITE) {
        if framing == Framing::Plain {
            to.write_all(&bytes).await?;
            continue;
        }
        // One write per chunk, as browsers do.
        chunk.clear();
        chunk.extend_from_slice(format!("{:x}\r\n", bytes.len()).as_bytes());
        chunk.extend_from_slice(&bytes);
        chunk.extend_from_slice(b"\r\n");
        to.write_all(&chunk).await?;
    }
    to.write_all(&request.tail).await?;
    Ok(())
}

async fn read_answer(from: &mut OwnedReadHalf) -> Result<Answer> {
    let mut bytes = Vec::new();
    loop {
        if let Some(answer) = parse(&bytes) {
            return Ok(answer);
        }
        if bytes.len() > LARGEST_ANSWER {
            return Err("the answer is too large".into());
        }
        if from.read_buf(&mut bytes).await? == 0 {
            return Err("closed the connection without an answer".into());
        }
    }
}

/// Returns the response once it is complete; the servers here all send a Content-Length.
fn parse(bytes: &[u8]) -> Option<Answer> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(Some(0), |(_, value)| value.trim().parse::<usize>().ok())?;
    (body.len() >= length).then(|| Answer { status, head: head.to_owned(), body: body.to_owned() })
}

/// The bytes of a generated PDF: its signature, then incompressible noise.
pub struct Content {
    left: u64,
    at: usize,
}

impl Content {
    pub fn new(size: u64) -> Self {
        Self { left: size, at: 0 }
    }

    /// How many bytes are still to come.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Returns at most `limit` more bytes, or `None` at the end.
    pub fn next(&mut self, limit: usize) -> Option<Bytes> {
        let noise = noise();
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        let now = limit.min(left).min(noise.len() - self.at);
        if now == 0 {
            return None;
        }
        let bytes = noise.slice(self.at..self.at + now);
        self.at = (self.at + now) % noise.len();
        self.left -= now as u64;
        Some(bytes)
    }
}

/// 8 MiB, sent repeatedly; created once, so that it costs nothing while servers are timed.
fn noise() -> &'static Bytes {
    static NOISE: OnceLock<Bytes> = OnceLock::new();
    NOISE.get_or_init(|| {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        // xorshift64: the same bytes in every run.
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..MIB {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes.extend_from_slice(&state.to_le_bytes());
        }
        bytes.truncate(usize::try_from(8 * MIB).unwrap_or(usize::MAX));
        Bytes::from(bytes)
    })
}
