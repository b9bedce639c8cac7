//! What staff do: they sign in and download the copy of all of a person's data.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use uuid::Uuid;

use super::Result;
use super::contestants::Server;
use super::exchange::{Request, exchange};

/// How long a call, or a whole download, may take.
const ANSWER: Duration = Duration::from_mins(2);

/// The longest head of a response.
const LARGEST_HEAD: usize = 16 * 1024;

/// The result of a download.
pub struct Download {
    /// The length that its head announced, if it did.
    pub announced: Option<u64>,
    /// Bytes of the body as they came over the wire.
    pub bytes: u64,
    /// The last bytes.
    pub end: Vec<u8>,
}

/// A call with a JSON body and these headers, each ending in CRLF.
async fn call(server: &Server, method: &str, path: &str, headers: &str, body: &Value) -> Result<Value> {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: bench\r\n{headers}Content-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let request = Request { head: head.into_bytes(), file: 0, tail: Vec::new() };
    let answer = exchange(server.address(), &request, ANSWER).await?.success()?;
    Ok(serde_json::from_str(&answer.body)?)
}

/// Submits a contact for the session, so that it is kept.
pub async fn contact(server: &Server, session: Uuid) -> Result<()> {
    let texts = call(server, "GET", "/api/v1/consent", "", &Value::Null).await?;
    let contact = json!({
        "name": "Ada Visitor",
        "email": "ada@example.org",
        "consent_personal_data": true,
        "consent_ai_training": false,
        "consent_version": texts["version"],
    });
    call(server, "PUT", "/api/v1/contact", &format!("X-Session-ID: {session}\r\n"), &contact).await?;
    Ok(())
}

/// Signs in as the first account, which the product shows at its first start; returns the token.
pub async fn sign_in(server: &Server) -> Result<String> {
    let line = server.process.line_with("first account ").ok_or("the product showed no first account")?;
    let said = line.split_once("first account ").and_then(|(_, rest)| rest.split_once(", password "));
    let (email, rest) = said.ok_or("the first account's line has another form")?;
    let password = rest.split(' ').next().unwrap_or_default();
    let credentials = json!({ "email": email, "password": password });
    let begun = call(server, "POST", "/api/v1/staff/login", "", &credentials).await?;
    Ok(begun["token"].as_str().ok_or("no token came")?.to_owned())
}

/// Downloads the whole response and keeps only its end.
pub async fn download(server: &Server, path: &str, headers: &str) -> Result<Download> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: bench\r\n{headers}Connection: close\r\n\r\n");
    let all = async {
        let mut line = TcpStream::connect(server.address()).await?;
        line.write_all(request.as_bytes()).await?;
        let mut read = Vec::with_capacity(256 * 1024);
        let body_at = loop {
            if let Some(end) = memchr::memmem::find(&read, b"\r\n\r\n") {
                break end + 4;
            }
            if read.len() > LARGEST_HEAD || line.read_buf(&mut read).await? == 0 {
                return Err("no answer with a head".into());
            }
        };
        let body = read.split_off(body_at);
        let head = String::from_utf8_lossy(&read).into_owned();
        if !head.starts_with("HTTP/1.1 200 ") {
            return Err(head.into());
        }
        let announced = head.lines().filter_map(|line| line.split_once(':'));
        let mut announced = announced.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let announced = announced.find_map(|(_, value)| value.trim().parse().ok());
        let (mut bytes, mut end) = (body.len() as u64, body);
        let mut piece = vec![0; 256 * 1024];
        loop {
            match line.read(&mut piece).await? {
                0 => break,
                count => {
                    bytes += count as u64;
                    keep_end(&mut end, piece.get(..count).unwrap_or_default());
                }
            }
        }
        Ok(Download { announced, bytes, end })
    };
    timeout(ANSWER, all).await.map_err(|_| "no whole download in time")?
}

/// Keeps as much as the end of a ZIP archive needs, including chunk framing.
fn keep_end(end: &mut Vec<u8>, piece: &[u8]) {
    const KEPT: usize = 256;
    if piece.len() >= KEPT {
        end.clear();
    }
    end.extend_from_slice(piece.get(piece.len().saturating_sub(KEPT)..).unwrap_or_default());
    let surplus = end.len().saturating_sub(KEPT);
    end.drain(..surplus);
}
