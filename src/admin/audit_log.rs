//! The audit log, for staff who may read it. It records that someone looked, but not for what.

use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::audit::chain::{self, Reach};
use crate::audit::{self, Action, Entry, Sought};
use crate::auth::Permission;
use crate::auth::staff::SignedIn;
use crate::error::Error;
use crate::intake::sessions::AppContext;
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
pub async fn search(context: &AppContext, who: &SignedIn, sought: Sought) -> Result<Lines, Error> {
    who.must(Permission::ReadAudit)?;
    let mut tx = db::begin(&context.pool).await?;
    let mut lines = audit::search(&mut tx, &sought, PAGE + 1).await?;
    let next = end_page(&mut lines, cursor);
    let Sought { session, actor, action, from, to, after: _ } = &sought;
    let searched = session.is_some() || actor.is_some() || action.is_some() || from.is_some() || to.is_some();
    let detail = serde_json::json!({ "searched": searched, "listed": lines.len() });
    audit::record(&mut tx, who.actor(), Action::TrailSearched, None, detail).await?;
    tx.commit().await?;
    Ok(Lines { lines, next })
}

/// Returns the newest entries of one session, when it is read; none for staff who may not read the audit log.
pub async fn of_session(conn: &mut PgConnection, who: &SignedIn, id: SessionId) -> Result<Vec<Entry>, Error> {
    if !who.role.may(Permission::ReadAudit) {
        return Ok(Vec::new());
    }
    let sought = Sought { session: Some(id.uuid()), ..Sought::default() };
    Ok(audit::search(conn, &sought, PAGE).await?)
}

/// Returns how many entries are sealed.
pub async fn reach(context: &AppContext, who: &SignedIn) -> Result<Reach, Error> {
    who.must(Permission::ReadAudit)?;
    Ok(chain::reach(&mut *context.pool.acquire().await?).await?)
}
