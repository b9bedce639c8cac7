//! What all sign-in sessions have in common. Each is created with a token, validated by it on each request, extended by
//! requests, and revoked by hand or by the rules here; each kind has its own table, and SQL for these verbs.

use std::time::Duration;

use sqlx::{PgConnection, PgPool};

use super::token::Token;
use crate::error::{Error, Kind};

/// When the sessions of one kind end.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// After this long without a request (ASVS 5.0, 7.3.1).
    pub idle: Duration,
    /// After this long in any case (ASVS 5.0, 7.3.2).
    pub absolute: Duration,
    /// How many one person may have at once; a new one ends the oldest.
    pub at_once: Option<i64>,
}

/// How often it is written down that a session was seen: once a minute is enough to know which are idle.
pub const SEEN_EVERY: Duration = Duration::from_secs(60);

/// Returns the session of a token; 401 if there is none, or it has ended. `find` is the query of the kind's table, which
/// also extends the session.
pub async fn validate<S>(
    pool: &PgPool,
    token: &str,
    find: impl AsyncFnOnce(&mut PgConnection, &[u8; 32]) -> sqlx::Result<Option<S>>,
) -> Result<S, Error> {
    let token = Token::parse(token).ok_or(Kind::NotSignedIn)?;
    let found = find(&mut *pool.acquire().await?, &token.sha256()).await?;
    found.ok_or_else(|| Kind::NotSignedIn.into())
}

/// Shortens a User-Agent to what a person may read.
pub fn shorten(agent: &str) -> String {
    agent.chars().filter(|char| !char.is_control()).take(200).collect()
}
