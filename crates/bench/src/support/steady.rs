//! Consecutive small uploads over a few open connections, each by a new visitor. The requests are prepared and only
//! patched, and one thread serves all connections: on a small machine the load's own work would otherwise be half of
//! what is measured.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::timeout;
use uuid::Uuid;

use super::Result;
use super::contestants::Server;
use super::exchange::Content;
use super::figures::Figures;

/// How long one response may take; a server that hangs must not hang the bench.
const ANSWER: Duration = Duration::from_secs(30);

/// The longest response accepted, in bytes.
const LARGEST_ANSWER: usize = 16 * 1024;

/// How many uploads of which size, over how many connections.
#[derive(Clone, Copy)]
pub struct Steady {
    pub connections: usize,
    pub files: usize,
    /// Bytes of each file.
    pub size: u64,
}

/// How long it took.
pub struct Pace {
    pub seconds: f64,
    /// Milliseconds of each upload, from the request's first byte to the response's last.
    pub waits: Figures,
}

/// A request as sent, except for the session's id.
struct Template {
    bytes: Vec<u8>,
    /// The offset of the id's 36 characters.
    session_at: usize,
}

impl Template {
    fn new(server: &Server, size: u64) -> Result<Self> {
        let session = Uuid::new_v4();
        let request = server.upload_in(session, size, "keep-alive");
        let mut bytes = request.head;
        let mut file = Content::new(request.file);
        while let Some(piece) = file.next(64 * 1024) {
            bytes.extend_from_slice(&piece);
        }
        bytes.extend_from_slice(&request.tail);
        let session_at = memchr::memmem::find(&bytes, session.to_string().as_bytes());
        Ok(Self { bytes, session_at: session_at.ok_or("the request names no session")? })
    }
}

/// Sends all files and checks that each was answered with 201.
pub async fn steady(server: &Server, plan: Steady) -> Result<Pace> {
    let template = Arc::new(Template::new(server, plan.size)?);
    let address = server.address();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let pace = spawn_blocking(move || runtime.block_on(all(address, template, plan))).await?;
    pace.map_err(|error| server.process.failure(&error.to_string()))
}

async fn all(address: SocketAddr, template: Arc<Template>, plan: Steady) -> Result<Pace> {
    // Opened before the clock starts: opening connections is not part of this.
    let mut lines = Vec::with_capacity(plan.connections);
    for _ in 0..plan.connections {
        let line = TcpStream::connect(address).await?;
        line.set_nodelay(true)?;
        lines.push(line);
    }
    let begun = Instant::now();
    let sent = Arc::new(AtomicUsize::new(0));
    let mut visitors = JoinSet::new();
    for line in lines {
        let (template, sent) = (Arc::clone(&template), Arc::clone(&sent));
        visitors.spawn(async move { visit(line, &template, &sent, plan.files).await });
    }
    let mut waits = Vec::with_capacity(plan.files);
    while let Some(outcome) = visitors.join_next().await {
        waits.extend(outcome??);
    }
    Ok(Pace { seconds: begun.elapsed().as_secs_f64(), waits: waits.into_iter().collect() })
}

/// Runs one connection's uploads while any are left; returns how long each took.
async fn visit(mut line: TcpStream, template: &Template, sent: &AtomicUsize, files: usize) -> Result<Vec<f64>> {
    let mut request = template.bytes.clone();
    let mut answer = Vec::with_capacity(LARGEST_ANSWER);
    let mut waits = Vec::new();
    while sent.fetch_add(1, Ordering::Relaxed) < files {
        let id = request.get_mut(template.session_at..).ok_or("the request has no room for an id")?;
        Uuid::new_v4().hyphenated().encode_lower(id);
        let begun = Instant::now();
        timeout(ANSWER, async {
            line.write_all(&request).await?;
            read_created(&mut line, &mut answer).await
        })
        .await
        .map_err(|_| "no answer in time")??;
        waits.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(waits)
}

/// Reads one complete response; anything but a 201 is an error that quotes it.
async fn read_created(line: &mut TcpStream, answer: &mut Vec<u8>) -> Result<()> {
    answer.clear();
    loop {
        if line.read_buf(answer).await? == 0 {
            return Err("closed the connection without an answer".into());
        }
        if let Some(end) = end_of(answer)
            && answer.len() >= end
        {
            let created = answer.starts_with(b"HTTP/1.1 201 ") && answer.len() == end;
            return if created { Ok(()) } else { Err(String::from_utf8_lossy(answer).into()) };
        }
        if answer.len() > LARGEST_ANSWER {
            return Err("the answer is too large".into());
        }
    }
}

/// The length of the response, head and body, once its head is complete; the servers here all send a Content-Length.
fn end_of(answer: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"content-length:";
    let head = memchr::memmem::find(answer, b"\r\n\r\n")?;
    let mut lines = answer.get(..head)?.split(|byte| *byte == b'\n');
    let length = lines.find_map(|line| {
        let (name, value) = line.split_at_checked(NAME.len())?;
        let value = name.eq_ignore_ascii_case(NAME).then_some(value)?;
        std::str::from_utf8(value).ok()?.trim().parse::<usize>().ok()
    });
    Some(head + 4 + length.unwrap_or(0))
}
