//! The audit log, for staff who may read it. It records that someone looked, but not for what.

use serde::Serialize;
use sqlx::PgPool;
use uuid::Uuid;

use crate::audit::chain::{self, Reach};
use crate::audit::{self, Action, Entry, Sought};
use crate::auth::{Permission, Requester};
use crate::error::Error;
use crate::platform::db;
use crate::platform::http::cursor::{Cursor, PAGE, end_page};
use crate::platform::ids::SessionId;

/// A page of the audit log, newest first
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Lines {
    pub lines: Vec<Entry>,
    /// For `after`; `null` on the last page
    pub next: Option<String>,
}

/// Reads a cursor of the audit log, in which an entry's number takes the place of the id.
pub fn place(cursor: Cursor) -> (time::OffsetDateTime, i64) {
    let (_, number) = cursor.id.as_u64_pair();
    (cursor.at, i64::try_from(number).unwrap_or(i64::MAX))
}

fn cursor(line: &Entry) -> Cursor {
    Cursor::new(line.at, Uuid::from_u64_pair(0, u64::try_from(line.id).unwrap_or_default()))
}

/// Searches the audit log.
pub async fn search(pool: &PgPool, by: Requester<'_>, sought: Sought) -> Result<Lines, Error> {
    by.must(Permission::ReadAudit)?;
    let mut tx = db::begin(pool).await?;
    let mut lines = audit::search(&mut tx, &sought, PAGE + 1).await?;
    let next = end_page(&mut lines, cursor);
    let Sought { session, actor, action, from, to, after: _ } = &sought;
    let searched = session.is_some() || actor.is_some() || action.is_some() || from.is_some() || to.is_some();
    let detail = serde_json::json!({ "searched": searched, "listed": lines.len() });
    audit::record(&mut tx, by.actor(), Action::TrailSearched, None, detail).await?;
    tx.commit().await?;
    Ok(Lines { lines, next })
}

/// Returns the newest entries of one session, when it is read; none for staff who may not read the audit log.
pub async fn of_session(pool: &PgPool, by: Requester<'_>, id: SessionId) -> Result<Vec<Entry>, Error> {
    if !by.may(Permission::ReadAudit) {
        return Ok(Vec::new());
    }
    let sought = Sought { session: Some(id.uuid()), ..Sought::default() };
    Ok(audit::search(&mut *pool.acquire().await?, &sought, PAGE).await?)
}

/// Returns how many entries are sealed.
pub async fn reach(pool: &PgPool, by: Requester<'_>) -> Result<Reach, Error> {
    by.must(Permission::ReadAudit)?;
    Ok(chain::reach(&mut *pool.acquire().await?).await?)
}
