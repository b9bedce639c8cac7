//! What may be used to train AI: exactly the objects with a valid consent at the moment when their line is made. An
//! older list may contain objects whose consent was withdrawn since, so a new one has to be requested for each
//! training.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{Stream, try_unfold};
use serde::Serialize;
use sqlx::PgPool;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::audit::{self, Action};
use crate::auth::{Permission, Requester};
use crate::error::Error;
use crate::platform::db;

mod queries;

/// An object that may be used
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Usable {
    /// In the bucket
    pub key: String,
    /// Bytes
    pub size: i64,
    pub content_type: String,
    /// CRC-64/NVME, base64, as the object store verified it
    pub checksum: Option<String>,
    /// The wording that the person agreed to
    pub consent_version: String,
    pub consent_sha256: String,
    #[serde(with = "time::serde::rfc3339")]
    pub consented_at: OffsetDateTime,
}

/// Some lines, and the session after which the next ones begin; `None` after the last.
struct Page {
    lines: Bytes,
    count: u64,
    next: Option<Uuid>,
}

/// What comes next.
enum Next {
    /// Read before the response began
    Ready(Page),
    /// To be read, after this session
    After(Uuid),
    End,
}

/// Logs how a list ended: its reader learns only that the connection ended.
struct ListLog {
    request_id: Arc<str>,
    lines: u64,
    has_ended: bool,
}

impl ListLog {
    fn broke_off(&mut self, cause: &sqlx::Error) -> std::io::Error {
        self.has_ended = true;
        let Self { request_id, lines, .. } = self;
        tracing::error!(%request_id, lines, %cause, "a list of what may be used for training broke off");
        std::io::Error::other("the list broke off")
    }
}

impl Drop for ListLog {
    /// A reader that disconnects, or reads nothing for too long, drops the list silently and has only a part of it.
    fn drop(&mut self) {
        if !self.has_ended {
            let Self { request_id, lines, .. } = self;
            tracing::warn!(%request_id, lines, "a list of what may be used for training was left before its end");
        }
    }
}

/// Streams the whole list as lines of JSON, after recording the request in the audit log.
pub async fn list(
    pool: &PgPool,
    by: Requester<'_>,
    request_id: Arc<str>,
) -> Result<impl Stream<Item = std::io::Result<Bytes>> + Send + 'static, Error> {
    by.must(Permission::ListTraining)?;
    let mut conn = pool.acquire().await?;
    audit::record(&mut conn, by.actor(), Action::TrainingListed, None, serde_json::json!({})).await?;
    drop(conn);
    // Read the first page before responding: if nothing works, the response is an error, not a short list.
    let first = page(pool, None).await?;
    let log = ListLog { request_id, lines: 0, has_ended: false };
    Ok(try_unfold((Next::Ready(first), pool.clone(), log), async |(next, pool, mut log)| {
        let read = match next {
            Next::Ready(page) => Ok(page),
            Next::After(session) => page(&pool, Some(session)).await,
            Next::End => {
                log.has_ended = true;
                return Ok(None);
            }
        };
        // The error ends the connection, and the reader sees that the last chunk is missing.
        let Page { lines, count, next } = read.map_err(|cause| log.broke_off(&cause))?;
        log.lines += count;
        Ok(Some((lines, (next.map_or(Next::End, Next::After), pool, log))))
    }))
}

async fn page(pool: &PgPool, after: Option<Uuid>) -> sqlx::Result<Page> {
    let pool = pool.clone();
    // The list is dropped when its reader goes; the database call still runs to its end.
    let reading = db::to_end(async move { queries::list(&mut *pool.acquire().await?, after).await });
    let (usable, next) = db::in_time(reading).await?;
    let mut lines = Vec::new();
    let count = usable.len() as u64;
    for one in usable {
        // Only strings and numbers, which always serialize.
        lines.extend(serde_json::to_vec(&one).unwrap_or_default());
        lines.push(b'\n');
    }
    Ok(Page { lines: lines.into(), count, next })
}
