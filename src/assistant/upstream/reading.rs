//! An answer while it comes.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use tokio::time::{Instant, timeout_at};

use super::Patience;
use super::chunk::{self, Bad, Chunk};
use super::refusal::{self, Refusal};
use super::sse::Reader;
use super::thoughts::Thoughts;
use crate::assistant::{End, Failure, Piece};

/// The most bytes of an answer. What is longer ends there.
const MAX_ANSWER: usize = 256 * 1024;

/// How long the counts of tokens may take that come after the end of the text.
const AFTER_END: Duration = Duration::from_secs(2);

/// Reads a stream of events. Dropping it closes the connection, and the server stops.
pub struct Reading {
    /// `None` once nothing more is read.
    body: Option<Incoming>,
    reader: Reader,
    patience: Patience,
    /// When silence is taken for a broken connection.
    silent_at: Instant,
    thoughts: Thoughts,
    bytes: usize,
    finish: Option<&'static str>,
    end: End,
    ready: VecDeque<Piece>,
    /// Returned after what is ready.
    refusal: Option<Refusal>,
    is_over: bool,
}

impl Reading {
    pub fn new(body: Incoming, patience: Patience, silent_at: Instant) -> Self {
        Self { body: Some(body), ..Self::without_body(patience, silent_at) }
    }

    fn without_body(patience: Patience, silent_at: Instant) -> Self {
        Self {
            body: None,
            reader: Reader::default(),
            patience,
            silent_at,
            thoughts: Thoughts::default(),
            bytes: 0,
            finish: None,
            end: End::default(),
            ready: VecDeque::new(),
            refusal: None,
            is_over: false,
        }
    }

    /// An answer that came whole, from a server that does not stream.
    pub fn of_whole(chunk: Chunk, patience: Patience) -> Result<Self, Refusal> {
        let mut reading = Self::without_body(patience, Instant::now());
        reading.take(chunk);
        reading.end()?;
        Ok(reading)
    }

    /// Returns the next piece; `None` after the last one.
    pub async fn next(&mut self) -> Result<Option<Piece>, Refusal> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Ok(Some(piece));
            }
            if let Some(refusal) = self.refusal.take() {
                return Err(refusal);
            }
            if self.is_over {
                return Ok(None);
            }
            let more = self.more().await;
            if let Err(refusal) = self.go_on(more) {
                // What came before is shown first.
                (self.refusal, self.body, self.is_over) = (Some(refusal), None, true);
            }
        }
    }

    fn go_on(&mut self, more: Result<Option<Bytes>, Failure>) -> Result<(), Refusal> {
        match more {
            Ok(Some(bytes)) => self.read(&bytes),
            // All that matters has come.
            Ok(None) | Err(_) if self.finish.is_some() => self.end(),
            Ok(None) => {
                let mut events = Vec::new();
                let finished = std::mem::take(&mut self.reader).finish(&mut events);
                finished.map_err(|_| too_long())?;
                self.events(&events)?;
                match (self.is_over, self.finish) {
                    (true, _) => Ok(()),
                    (false, Some(_)) => self.end(),
                    (false, None) => Err(failed("the model's answer ends without an end")),
                }
            }
            Err(failure) => Err(failure.into()),
        }
    }

    /// The next bytes; `None` at the end.
    async fn more(&mut self) -> Result<Option<Bytes>, Failure> {
        loop {
            let Some(body) = &mut self.body else {
                return Ok(None);
            };
            let frame = timeout_at(self.silent_at, body.frame()).await;
            let frame = frame.map_err(|_| Failure::Failed("the model fell silent".to_owned()))?;
            let Some(frame) = frame else {
                return Ok(None);
            };
            let frame = frame.map_err(|error| Failure::Failed(format!("the model's answer broke off: {error}")))?;
            if let Ok(bytes) = frame.into_data() {
                if self.finish.is_none() {
                    self.silent_at = Instant::now() + self.patience.between;
                }
                return Ok(Some(bytes));
            }
        }
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        let mut events = Vec::new();
        self.reader.push(bytes, &mut events).map_err(|_| too_long())?;
        self.events(&events)
    }

    fn events(&mut self, events: &[String]) -> Result<(), Refusal> {
        for event in events {
            if self.is_over {
                break;
            }
            for chunk in chunks(event)? {
                let is_done = chunk.is_done;
                self.take(chunk);
                if (is_done || self.body.is_none()) && !self.is_over {
                    self.end()?;
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, chunk: Chunk) {
        let text = self.thoughts.push(&chunk.text);
        self.show(text);
        if chunk.finish.is_some() && self.finish.is_none() {
            self.finish = chunk.finish;
            self.silent_at = self.silent_at.min(Instant::now() + AFTER_END);
        }
        let end = &mut self.end;
        end.model = chunk.model.or(end.model.take());
        end.prompt_tokens = chunk.prompt_tokens.or(end.prompt_tokens);
        end.answer_tokens = chunk.answer_tokens.or(end.answer_tokens);
    }

    fn show(&mut self, mut text: String) {
        if self.bytes + text.len() > MAX_ANSWER {
            text.truncate(text.floor_char_boundary(MAX_ANSWER - self.bytes));
            self.finish = Some("length");
            self.body = None;
        }
        self.bytes += text.len();
        if !text.is_empty() {
            self.ready.push_back(Piece::Text(text));
        }
    }

    fn has_text(&self) -> bool {
        self.bytes > 0
    }

    /// The answer is whole. One without any text helps only if the server says why.
    fn end(&mut self) -> Result<(), Refusal> {
        let rest = self.thoughts.finish();
        self.show(rest);
        let finish = self.finish.unwrap_or("stop");
        match finish {
            "content-filter" => {}
            "length" if !self.has_text() => {
                return Err(failed("the model came to no text within LLM_MAX_ANSWER: raise it for models that reason"));
            }
            _ if !self.has_text() => return Err(failed("the model's answer is empty")),
            _ => {}
        }
        (self.body, self.is_over) = (None, true);
        self.ready.push_back(Piece::End(End { finish, ..std::mem::take(&mut self.end) }));
        Ok(())
    }
}

/// The chunks of an event. Some servers leave out the empty lines between events, which makes them one of many lines.
fn chunks(event: &str) -> Result<Vec<Chunk>, Refusal> {
    let read = |data: &str| match chunk::read(data) {
        Ok(chunk) => Ok(chunk),
        Err(Bad::Error(value)) => Err(refusal::of_event(&value)),
        Err(Bad::Unreadable) => Err(failed("the model's server sends what is no JSON")),
    };
    match (read(event), event.contains('\n')) {
        (Err(_), true) => event.lines().filter_map(|line| read(line).transpose()).collect(),
        (chunk, _) => Ok(chunk?.into_iter().collect()),
    }
}

fn failed(text: &str) -> Refusal {
    Failure::Failed(text.to_owned()).into()
}

fn too_long() -> Refusal {
    failed("the model's server sends a line of more than a mebibyte")
}
