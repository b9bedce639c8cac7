//! What may be used to train AI: exactly the objects whose consent stands at the moment when their line is made. A
//! list that is a page old may hold what has been withdrawn since, so whoever trains asks anew each time.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{Stream, try_unfold};
use serde::Serialize;
use sqlx::PgPool;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::audit::{self, Action, Actor};
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

/// Some lines, and after which session the next ones begin; none after the last.
struct Page {
    lines: Bytes,
    count: u64,
    next: Option<Uuid>,
}

/// What comes next.
enum Next {
    /// Read before the answer began
    Ready(Page),
    /// To be read, after this session
    After(Uuid),
    End,
}

/// What the log is told of a list on its way: a reader learns only that the connection ended.
struct Course {
    request_id: Arc<str>,
    lines: u64,
    has_ended: bool,
}

impl Course {
    fn broke_off(&mut self, cause: &sqlx::Error) -> std::io::Error {
        self.has_ended = true;
        let Self { request_id, lines, .. } = self;
        tracing::error!(%request_id, lines, %cause, "a list of what may be used for training broke off");
        std::io::Error::other("the list broke off")
    }
}

impl Drop for Course {
    /// A reader that goes, or takes nothing for too long, drops the list without a word. It has a part of it.
    fn drop(&mut self) {
        if !self.has_ended {
            let Self { request_id, lines, .. } = self;
            tracing::warn!(%request_id, lines, "a list of what may be used for training was left before its end");
        }
    }
}

/// The whole list as lines of JSON. That somebody asked for it is in the trail before the first of them.
pub async fn list(
    pool: &PgPool,
    actor: Actor,
    request_id: Arc<str>,
) -> sqlx::Result<impl Stream<Item = std::io::Result<Bytes>> + Send + 'static> {
    let mut conn = pool.acquire().await?;
    audit::record(&mut conn, actor, Action::TrainingListed, None, serde_json::json!({})).await?;
    drop(conn);
    // The first page is read before anything is answered: what does not work at all is an error, not a short list.
    let first = page(pool, None).await?;
    let course = Course { request_id, lines: 0, has_ended: false };
    Ok(try_unfold((Next::Ready(first), pool.clone(), course), async |(next, pool, mut course)| {
        let read = match next {
            Next::Ready(page) => Ok(page),
            Next::After(session) => page(&pool, Some(session)).await,
            Next::End => {
                course.has_ended = true;
                return Ok(None);
            }
        };
        // The connection breaks off with the error, and whoever reads sees that no last chunk came.
        let Page { lines, count, next } = read.map_err(|cause| course.broke_off(&cause))?;
        course.lines += count;
        Ok(Some((lines, (next.map_or(Next::End, Next::After), pool, course))))
    }))
}

async fn page(pool: &PgPool, after: Option<Uuid>) -> sqlx::Result<Page> {
    let pool = pool.clone();
    // The list is dropped when its reader goes, the look is not.
    let reading = db::to_end(async move { queries::list(&mut *pool.acquire().await?, after).await });
    let (usable, next) = db::in_time(reading).await?;
    let mut lines = Vec::new();
    let count = usable.len() as u64;
    for one in usable {
        // Strings and numbers: there is nothing in it that JSON cannot say.
        lines.extend(serde_json::to_vec(&one).unwrap_or_default());
        lines.push(b'\n');
    }
    Ok(Page { lines: lines.into(), count, next })
}
