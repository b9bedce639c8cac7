//! A model's server that says exactly what a test wants, byte by byte, which no healthy server would.

use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use anteroom::assistant::{Answer, Assistant, End, Failure, Message, Patience, Piece, Question, Role};
use anteroom::platform::db;
use anteroom::platform::outgoing::Outgoing;
use futures_util::StreamExt as _;
use serde_json::{Map, Value, json};
use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the server sends for one request.
#[derive(Clone)]
pub struct Script {
    /// Written one after the other, each by itself.
    pub pieces: Vec<Vec<u8>>,
    /// Whether the connection stays open until the client closes it.
    pub stays_open: bool,
}

impl Script {
    /// A whole answer with this status, these headers and this body.
    pub fn answer(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Self {
        let mut bytes = format!("HTTP/1.1 {status} X\r\n{headers}Connection: close\r\n\r\n").into_bytes();
        bytes.extend_from_slice(body.as_ref());
        Self { pieces: vec![bytes], stays_open: false }
    }

    /// An error in JSON.
    pub fn error(status: u16, error: &Value) -> Self {
        Self::answer(status, "Content-Type: application/json\r\n", json!({ "error": error }).to_string())
    }

    /// A stream of events, as text.
    pub fn stream(body: impl AsRef<[u8]>) -> Self {
        Self::answer(200, "Content-Type: text/event-stream\r\n", body)
    }

    /// The usual stream for a text.
    pub fn text(text: &str) -> Self {
        Self::stream(chunk(text) + &finish("stop") + "data: [DONE]\n\n")
    }

    /// The same, and then nothing more.
    pub fn open(mut self) -> Self {
        self.stays_open = true;
        self
    }

    /// Sent in pieces of this size.
    pub fn in_pieces(mut self, size: usize) -> Self {
        self.pieces = self.pieces.concat().chunks(size).map(<[u8]>::to_vec).collect();
        self
    }
}

/// An event with text.
pub fn chunk(text: &str) -> String {
    event(&json!({ "model": "m-1", "choices": [{ "index": 0, "delta": { "content": text } }] }))
}

/// The event that ends an answer.
pub fn finish(reason: &str) -> String {
    event(&json!({ "model": "m-1", "choices": [{ "index": 0, "delta": {}, "finish_reason": reason }] }))
}

/// The event that counts.
pub fn usage(prompt: u32, answer: u32) -> String {
    event(&json!({ "choices": [], "usage": { "prompt_tokens": prompt, "completion_tokens": answer } }))
}

pub fn event(value: &Value) -> String {
    format!("data: {value}\n\n")
}

/// A request that came.
#[derive(Clone, Debug)]
pub struct Request {
    pub head: String,
    pub body: Value,
}

impl Request {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The texts of its messages after the instructions.
    pub fn texts(&self) -> Vec<String> {
        let messages = self.body["messages"].as_array().expect("messages");
        messages[1..].iter().map(|message| message["content"].as_str().expect("a text").to_owned()).collect()
    }

    /// The instructions.
    pub fn instructions(&self) -> &str {
        self.body["messages"][0]["content"].as_str().expect("a text")
    }
}

#[derive(Default)]
struct Shared {
    scripts: Mutex<VecDeque<Script>>,
    requests: Mutex<Vec<Request>>,
    hang_ups: Mutex<usize>,
}

/// Plays its scripts, one for each request.
pub struct ModelServer {
    pub port: u16,
    shared: Arc<Shared>,
}

impl ModelServer {
    pub async fn start(scripts: impl IntoIterator<Item = Script>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared { scripts: Mutex::new(scripts.into_iter().collect()), ..Shared::default() });
        let own = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&own);
                tokio::spawn(async move {
                    // A client that hangs up is what some tests are about.
                    drop(serve(stream, &shared).await);
                });
            }
        });
        Self { port, shared }
    }

    /// One that listens no more.
    pub async fn gone() -> Self {
        Self { port: super::launch::free_ports::<1>()[0], ..Self::start([]).await }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// What it says to later requests.
    pub fn add(&self, script: Script) {
        self.shared.scripts.lock().expect("no panic").push_back(script);
    }

    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().expect("no panic").clone()
    }

    /// Waits until this many clients have hung up on a connection that we kept open.
    pub async fn hung_up(&self, count: usize) {
        super::until("a client that hangs up", async || (self.hang_ups() >= count).then_some(())).await;
    }

    pub fn hang_ups(&self) -> usize {
        *self.shared.hang_ups.lock().expect("no panic")
    }

    /// Waits until this many requests have come.
    pub async fn asked(&self, count: usize) {
        super::until("a request", async || (self.requests().len() >= count).then_some(())).await;
    }

    /// An assistant that asks this server, with these options besides. It needs no database.
    pub fn assistant(&self, options: &[&str]) -> Assistant {
        let (url, folder) = (format!("--llm-url={}", self.url()), std::path::Path::new("/nowhere"));
        let given: Vec<&str> = [&*url, "--llm-model=m"].into_iter().chain(options.iter().copied()).collect();
        let config = super::config(folder, &given);
        Assistant::from_options(&config, Outgoing::default(), db::pool(PgConnectOptions::new())).expect("an assistant")
    }

    /// One that loses its patience at once.
    pub fn impatient(&self, options: &[&str]) -> Assistant {
        let short = std::time::Duration::from_millis(200);
        self.assistant(options).with_patience(Patience { first: short, between: short, slot: short })
    }
}

async fn serve(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(());
        }
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let mut request = Request { head, body: Value::Null };
    let length: usize = request.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    while bytes.len() < head_end + length {
        stream.read_buf(&mut bytes).await?;
    }
    request.body = serde_json::from_slice(&bytes[head_end..]).unwrap_or_default();
    shared.requests.lock().expect("no panic").push(request);
    let script = shared.scripts.lock().expect("no panic").pop_front();
    let script = script.unwrap_or_else(|| Script::answer(500, "", "no script for this request"));
    stream.set_nodelay(true)?;
    for piece in &script.pieces {
        stream.write_all(piece).await?;
        // A flush alone would let the kernel join them again.
        tokio::task::yield_now().await;
    }
    if script.stays_open {
        let gone = stream.read(&mut [0]).await;
        if matches!(gone, Ok(0) | Err(_)) {
            *shared.hang_ups.lock().expect("no panic") += 1;
        }
    }
    stream.shutdown().await
}

/// What came of an answer.
#[derive(Debug, Default, PartialEq)]
pub struct Outcome {
    pub text: String,
    pub sources: Vec<String>,
    pub end: Option<End>,
    pub failure: Option<Failure>,
}

impl Outcome {
    /// Reads to the end.
    pub async fn of(begun: Result<Answer, Failure>) -> Self {
        let mut outcome = Self::default();
        let mut pieces = match begun {
            Ok(pieces) => pieces,
            Err(failure) => return Self { failure: Some(failure), ..outcome },
        };
        while let Some(piece) = pieces.next().await {
            assert!(outcome.end.is_none() && outcome.failure.is_none(), "nothing comes after the end");
            match piece {
                Ok(Piece::Text(text)) => outcome.text.push_str(&text),
                Ok(Piece::Source { title }) => outcome.sources.push(title),
                Ok(Piece::End(end)) => outcome.end = Some(end),
                Err(failure) => outcome.failure = Some(failure),
            }
        }
        outcome
    }

    pub fn finish(&self) -> Option<&'static str> {
        self.end.as_ref().map(|end| end.finish)
    }
}

/// A conversation: member and assistant in turns, the last one the member's.
pub fn question(texts: &[&str]) -> Question {
    let role = |at: usize| if (texts.len() - at) % 2 == 1 { Role::Member } else { Role::Assistant };
    let messages = texts.iter().enumerate().map(|(at, text)| Message { role: role(at), text: (*text).to_owned() });
    Question { messages: messages.collect(), profile: Map::new() }
}

/// Asks and reads to the end.
pub async fn ask(assistant: &Assistant, texts: &[&str]) -> Outcome {
    Outcome::of(assistant.answer(question(texts)).await).await
}
