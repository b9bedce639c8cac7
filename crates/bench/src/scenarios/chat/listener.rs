//! Those who ask and listen: each over a connection of its own, as browsers do.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::support::Result;
use crate::support::model::now;

/// How long an answer may take beyond its words.
const PATIENCE: Duration = Duration::from_secs(60);

/// What one listener has heard. Times are in milliseconds.
pub struct Heard {
    /// From the question to the first word.
    pub first: f64,
    /// How long each word was on its way.
    pub delays: Vec<f64>,
}

/// Asks, and listens until the answer has ended.
pub async fn listen(address: SocketAddr, request: &[u8], words: u32) -> Result<Heard> {
    let patience = PATIENCE + Duration::from_secs(words.into());
    timeout(patience, hear(address, request)).await.map_err(|_| "an answer did not end in time")?
}

#[expect(clippy::cast_precision_loss, reason = "figures are printed with a few digits")]
async fn hear(address: SocketAddr, request: &[u8]) -> Result<Heard> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let begun = Instant::now();
    stream.write_all(request).await?;
    let (mut bytes, mut body, mut first) = (Vec::with_capacity(4096), Body::default(), None);
    let mut delays = Vec::new();
    loop {
        bytes.clear();
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(format!("an answer broke off after {} words: {}", delays.len(), body.said()).into());
        }
        let arrived = now();
        body.push(&bytes)?;
        while let Some(said) = body.next_word() {
            first.get_or_insert_with(|| begun.elapsed().as_secs_f64() * 1000.0);
            delays.push(arrived.saturating_sub(said) as f64 / 1e6);
        }
        if body.is_over() {
            return Ok(Heard { first: first.ok_or("an answer without a word")?, delays });
        }
    }
}

/// A chunked body (RFC 9112, 7.1), and the words in it that have not been taken yet.
#[derive(Default)]
struct Body {
    raw: Vec<u8>,
    has_head: bool,
    text: Vec<u8>,
}

impl Body {
    fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.raw.extend_from_slice(bytes);
        if !self.has_head {
            let Some(end) = memchr::memmem::find(&self.raw, b"\r\n\r\n") else { return Ok(()) };
            if !self.raw.starts_with(b"HTTP/1.1 200") {
                return Err(format!("was answered {}", String::from_utf8_lossy(&self.raw)).into());
            }
            self.raw.drain(..end + 4);
            self.has_head = true;
        }
        loop {
            let Some(line) = memchr::memmem::find(&self.raw, b"\r\n") else { return Ok(()) };
            let size = std::str::from_utf8(self.raw.get(..line).unwrap_or_default())?;
            let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16)?;
            let end = line + 2 + size + 2;
            if size == 0 || self.raw.len() < end {
                return Ok(());
            }
            self.text.extend_from_slice(self.raw.get(line + 2..end - 2).unwrap_or_default());
            self.raw.drain(..end);
        }
    }

    /// When the next word was said.
    fn next_word(&mut self) -> Option<u128> {
        let begin = memchr::memchr(b'@', &self.text)? + 1;
        let length = memchr::memchr(b'@', self.text.get(begin..)?)?;
        let said = std::str::from_utf8(self.text.get(begin..begin + length)?).ok()?.parse().ok();
        self.text.drain(..=begin + length);
        said
    }

    fn is_over(&self) -> bool {
        memchr::memmem::find(&self.text, b"data: [DONE]").is_some()
    }

    fn said(&self) -> String {
        String::from_utf8_lossy(&self.text).into_owned()
    }
}
