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
use crate::db;

mod store;

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
    next: Option<Uuid>,
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
    let pool = pool.clone();
    Ok(try_unfold((Some(Ok(first)), pool), move |(at, pool)| {
        let request_id = Arc::clone(&request_id);
        async move {
            let read = match at {
                None => return Ok(None),
                Some(Ok(page)) => Ok(page),
                Some(Err(after)) => page(&pool, Some(after)).await,
            };
            match read {
                Ok(Page { lines, next }) => Ok(Some((lines, (next.map(Err), pool)))),
                // The connection breaks off, and whoever reads sees that.
                Err(cause) => {
                    tracing::error!(%request_id, %cause, "a list of what may be used for training broke off");
                    Err(std::io::Error::other("the list broke off"))
                }
            }
        }
    }))
}

async fn page(pool: &PgPool, after: Option<Uuid>) -> sqlx::Result<Page> {
    let (usable, next) = db::in_time(async { store::list(&mut *pool.acquire().await?, after).await }).await?;
    let mut lines = Vec::new();
    for one in usable {
        // Strings and numbers: there is nothing in it that JSON cannot say.
        lines.extend(serde_json::to_vec(&one).unwrap_or_default());
        lines.push(b'\n');
    }
    Ok(Page { lines: lines.into(), next })
}
