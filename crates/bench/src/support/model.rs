//! The far side of the conversations: a model's server that says as many words as the question asks for ("say 40"), 20 a
//! second. Each word is the time when it was said, so that its reader knows how long it was on its way.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use memchr::memmem;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep_until};

use super::Result;

/// Words a second of one answer.
pub const PACE: u32 = 20;

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

/// Answers until this process is stopped. At /keys it serves an issuer's keys.
pub async fn serve(keys: &str) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("model listens on http://{}", listener.local_addr()?);
    let keys: &'static str = keys.to_owned().leak();
    loop {
        let (stream, _) = listener.accept().await?;
        // A reader that goes away is part of the measurement, not a fault to report.
        tokio::spawn(async move { talk(stream, keys).await });
    }
}

async fn talk(mut stream: TcpStream, keys: &str) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut read = Vec::new();
    loop {
        read.clear();
        let body = loop {
            if stream.read_buf(&mut read).await? == 0 {
                return Ok(());
            }
            if let Some(body) = whole(&read)? {
                break body;
            }
        };
        if read.starts_with(b"GET /keys") {
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", keys.len());
            stream.write_all((head + keys).as_bytes()).await?;
            continue;
        }
        let count = asked(&read[body..])?;
        stream.write_all(HEAD.as_bytes()).await?;
        let begun = Instant::now();
        for number in 0..count {
            sleep_until(begun + Duration::from_secs(1) * number / PACE).await;
            stream.write_all(chunk(&word(&format!("@{}@ ", now()))).as_bytes()).await?;
        }
        let end = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        stream.write_all((chunk(end) + "0\r\n\r\n").as_bytes()).await?;
    }
}

/// Where the body of a whole request begins; `None` while there is more to come.
fn whole(bytes: &[u8]) -> Result<Option<usize>> {
    let Some(end) = memmem::find(bytes, b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(bytes.get(..end).unwrap_or_default())?.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.map_or(Ok(0), |length| length.trim().parse())?;
    Ok((bytes.len() >= end + 4 + length).then_some(end + 4))
}

/// How many words the last question asks for.
fn asked(body: &[u8]) -> Result<u32> {
    let at = memmem::rfind(body, b"say ").ok_or("a question that asks for no words")? + 4;
    let digits = body.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).copied().collect();
    Ok(String::from_utf8(digits)?.parse()?)
}

fn word(text: &str) -> String {
    format!(
        "data: {{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"scripted\",\"choices\":[{{\"index\":0,\
         \"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":null}}]}}\n\n"
    )
}

fn chunk(data: &str) -> String {
    let mut chunk = String::with_capacity(data.len() + 8);
    let _ = write!(chunk, "{:x}\r\n{data}\r\n", data.len());
    chunk
}

/// Nanoseconds since 1970, which all processes of this machine count alike.
pub fn now() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos()
}
