//! The sessions of each server, made by its own call, and the requests of their holders.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{CALLERS, SESSIONS};
use crate::support::Result;
use crate::support::api::{Api, Kind};
use crate::support::line::{self, Line};
use crate::support::pressure::Requests;

pub const KEY: &str = "for-the-bench-alone-thirty-two-and-more";

/// The headers that the sessions' holders send, one for each session.
pub struct SignedIn(Vec<String>);

impl SignedIn {
    /// No sessions: for a server that looks at none.
    pub fn none() -> Self {
        Self(vec!["X-Session-ID: none\r\n".to_owned()])
    }

    /// Signs that many users in.
    pub async fn at(api: &Api, kind: Kind) -> Result<Self> {
        let (next, address) = (Arc::new(AtomicUsize::new(0)), api.address);
        let mut callers = JoinSet::new();
        for _ in 0..CALLERS {
            let next = Arc::clone(&next);
            callers.spawn(async move {
                let mut line = Line::connect(address).await?;
                let mut made = Vec::with_capacity(SESSIONS / CALLERS * 2);
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= SESSIONS {
                        return Result::Ok(made);
                    }
                    made.push(sign_in(&mut line, kind, number).await?);
                }
            });
        }
        let mut made = Vec::with_capacity(SESSIONS);
        while let Some(outcome) = callers.join_next().await {
            made.extend(outcome?.map_err(|error| api.process.failure(&error.to_string()))?);
        }
        Ok(Self(made))
    }

    /// Their checks, asked directly.
    pub fn checks(&self, address: SocketAddr, status: u16) -> Requests {
        self.requests(address, "/sessions/validate", status)
    }

    /// Their requests to the site, whose application answers 204.
    pub fn visits(&self, site: SocketAddr) -> Requests {
        self.requests(site, "/", 204)
    }

    fn requests(&self, address: SocketAddr, path: &str, status: u16) -> Requests {
        Requests { address, all: self.0.iter().map(|header| line::get(path, header)).collect(), status }
    }
}

/// Returns the header of the new session's holder.
async fn sign_in(line: &mut Line, kind: Kind, number: usize) -> Result<String> {
    let metadata = json!({ "role": "editor", "permissions": ["read", "write"], "preferences": { "theme": "dark" } });
    let body = json!({ "user_id": format!("user-{number}"), "metadata": metadata }).to_string();
    if kind == Kind::Anteroom {
        let key = format!("Authorization: Bearer {KEY}\r\n");
        let made = line.exchange(&line::json("POST", "/sessions/create", &key, &body)).await?.success()?;
        let made: Value = serde_json::from_str(&made.body)?;
        let token = made.get("session_id").and_then(Value::as_str).ok_or("a session without a token")?;
        return Ok(format!("X-Session-ID: {token}\r\n"));
    }
    let made = line.exchange(&line::json("POST", "/sign-in", "", &body)).await?.success()?;
    let cookie =
        made.header("set-cookie").and_then(|text| text.split(';').next()).ok_or("a session without a cookie")?;
    Ok(format!("Cookie: {cookie}\r\n"))
}

/// Checks that it checks: a holder is let through, and no one else.
pub async fn must_check(requests: &Requests, path: &str) -> Result<()> {
    let mut line = Line::connect(requests.address).await?;
    let request = requests.all.first().ok_or("nothing to send")?;
    let answer = line.exchange(request).await?;
    if answer.status != requests.status || answer.status == 200 && !answer.body.contains("\"user-") {
        return Err(format!("a session was answered {}: {}", answer.status, answer.body).into());
    }
    for forged in ["", "Cookie: connect.sid=s%3Aabc.def; id=abc\r\n", "X-Session-ID: ms_abc\r\n"] {
        let answer = line.exchange(&line::get(path, forged)).await?;
        if answer.status != 401 {
            return Err(format!("{forged:?} was answered {}: {}", answer.status, answer.body).into());
        }
    }
    Ok(())
}
