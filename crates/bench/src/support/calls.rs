//! The bench's own requests to the sink: how many calls of which kind it got.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::SocketAddr;
use std::time::Duration;

use serde::Deserialize;
use uuid::Uuid;

use super::line::{self, Line};
use super::sink::calls::{CALLS, DELETE_OBJECTS, LIST_OBJECTS, LIST_UPLOADS};
use super::{BUCKET, Result};

/// Keys per request.
const BATCH: usize = 10_000;

#[derive(Deserialize)]
pub struct Counted {
    /// Objects in the store.
    pub objects: usize,
    calls: BTreeMap<String, u64>,
}

/// Calls by kind, per item.
#[derive(Clone, Copy)]
pub struct Each {
    pub uploads: f64,
    pub lists: f64,
    pub deletes: f64,
}

impl Counted {
    fn of(&self, kind: &str) -> u64 {
        self.calls.get(kind).copied().unwrap_or_default()
    }

    #[expect(clippy::cast_precision_loss, reason = "figures are printed with a digit")]
    pub fn each(&self, things: usize) -> Each {
        let [uploads, lists, deletes] =
            [LIST_UPLOADS, LIST_OBJECTS, DELETE_OBJECTS].map(|kind| self.of(kind) as f64 / things as f64);
        Each { uploads, lists, deletes }
    }
}

pub async fn counted(sink: SocketAddr) -> Result<Counted> {
    Ok(serde_json::from_str(&ask(sink, "GET", "").await?)?)
}

pub async fn count_anew(sink: SocketAddr) -> Result<()> {
    ask(sink, "DELETE", "").await.map(drop)
}

/// Delays the answer of each call, as a store on another machine does.
pub async fn delay(sink: SocketAddr, by: Duration) -> Result<()> {
    ask(sink, "PUT", &by.as_micros().to_string()).await.map(drop)
}

/// Puts an object of one byte under each of these keys (session, file).
pub async fn put_objects(sink: SocketAddr, keys: &[(Uuid, Uuid)]) -> Result<()> {
    for keys in keys.chunks(BATCH) {
        let mut lines = String::new();
        for (session, file) in keys {
            writeln!(lines, "{session}/{file}")?;
        }
        ask(sink, "POST", &lines).await?;
    }
    Ok(())
}

async fn ask(sink: SocketAddr, method: &str, body: &str) -> Result<String> {
    let mut line = Line::connect(sink).await?;
    Ok(line.exchange(&line::json(method, CALLS, "", body)).await?.success()?.body)
}

/// Empties a session's prefix with minimal, unsigned HTTP: this many calls of each kind.
pub async fn purge(line: &mut Line, session: Uuid, file: Uuid, calls: [usize; 3]) -> Result<()> {
    let [uploads, lists, deletes] = calls;
    let get =
        |what: &str| format!("GET /{BUCKET}?{what}&prefix={session}%2F HTTP/1.1\r\nHost: bench\r\n\r\n").into_bytes();
    for _ in 0..uploads {
        line.exchange(&get("uploads")).await?.success()?;
    }
    for _ in 0..deletes {
        let body = format!("<Delete><Object><Key>{session}/{file}</Key></Object><Quiet>true</Quiet></Delete>");
        line.exchange(&line::json("POST", &format!("/{BUCKET}?delete"), "", &body)).await?.success()?;
    }
    for _ in 0..lists {
        line.exchange(&get("versions")).await?.success()?;
    }
    Ok(())
}
