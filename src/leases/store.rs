//! SQL of leases, their pages and uploads. All times are the database's own.

use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Reason, Standing, UPLOAD_ALIVE, Usage};
use crate::ids::{PageId, SessionId};
use crate::objects::Key;

/// So many pages of a session are remembered, those with the latest deadlines; a bound, so that nobody can
/// fill the table.
const MAX_PAGES: i64 = 64;

pub async fn find_standing(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Standing> {
    let state =
        sqlx::query_scalar!("SELECT state FROM leases WHERE session_id = $1", id.uuid()).fetch_optional(conn).await?;
    Ok(Standing::of(state.as_deref()))
}

pub async fn insert_live(conn: &mut PgConnection, id: SessionId, open_max: Duration) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO leases (session_id, state, deadline, hard_deadline, reason)
         VALUES ($1, 'live', now(), now() + make_interval(secs => $2), 'upload')
         ON CONFLICT (session_id) DO NOTHING",
        id.uuid(),
        open_max.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Forgets the page that would be the first to lapse, where there are as many as we remember.
async fn make_room(conn: &mut PgConnection, id: SessionId, page: PageId) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM lease_pages WHERE session_id = $1 AND page_id IN (
             SELECT page_id FROM lease_pages WHERE session_id = $1 AND page_id <> $2
             ORDER BY deadline DESC OFFSET $3)",
        id.uuid(),
        page.uuid(),
        MAX_PAGES - 1
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A page that left stays left.
pub async fn touch_page(conn: &mut PgConnection, id: SessionId, page: PageId, ttl: Duration) -> sqlx::Result<()> {
    make_room(conn, id, page).await?;
    sqlx::query!(
        "INSERT INTO lease_pages (session_id, page_id, deadline)
         SELECT $1, $2, now() + make_interval(secs => $3) FROM leases
         WHERE session_id = $1 AND state = 'live'
         ON CONFLICT (session_id, page_id) DO UPDATE SET deadline = excluded.deadline
         WHERE NOT lease_pages.has_left",
        id.uuid(),
        page.uuid(),
        ttl.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A page that uploads is there, but a hidden one keeps the longer time that it was given.
pub async fn note_page(conn: &mut PgConnection, id: SessionId, page: PageId, ttl: Duration) -> sqlx::Result<()> {
    make_room(conn, id, page).await?;
    sqlx::query!(
        "INSERT INTO lease_pages (session_id, page_id, deadline) VALUES ($1, $2, now() + make_interval(secs => $3))
         ON CONFLICT (session_id, page_id) DO UPDATE SET deadline = greatest(lease_pages.deadline, excluded.deadline)
         WHERE NOT lease_pages.has_left",
        id.uuid(),
        page.uuid(),
        ttl.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A page we never saw is noted too, so that its late heartbeat finds it gone. A second beacon of the
/// same page does not buy it more time.
pub async fn mark_page_left(conn: &mut PgConnection, id: SessionId, page: PageId, grace: Duration) -> sqlx::Result<()> {
    make_room(conn, id, page).await?;
    sqlx::query!(
        "INSERT INTO lease_pages (session_id, page_id, deadline, has_left)
         SELECT $1, $2, now() + make_interval(secs => $3), true FROM leases
         WHERE session_id = $1 AND state = 'live'
         ON CONFLICT (session_id, page_id) DO UPDATE SET deadline = excluded.deadline, has_left = true
         WHERE NOT lease_pages.has_left",
        id.uuid(),
        page.uuid(),
        grace.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The lease lasts as long as the latest of its pages and running uploads, never past its hard deadline.
pub async fn move_deadline(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE leases SET deadline = least(hard_deadline, coalesce(greatest(
             (SELECT max(deadline) FROM lease_pages WHERE session_id = $1),
             (SELECT max(alive_until) FROM uploads WHERE session_id = $1 AND state = 'receiving')
         ), deadline))
         WHERE session_id = $1 AND state = 'live'",
        id.uuid()
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn find_usage(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Usage> {
    let row = sqlx::query!(
        r#"SELECT count(*) AS "files!", coalesce(sum(bytes), 0)::bigint AS "bytes!"
           FROM uploads WHERE session_id = $1 AND state <> 'cut'"#,
        id.uuid()
    )
    .fetch_one(conn)
    .await?;
    Ok(Usage { files: u64::try_from(row.files).unwrap_or(0), bytes: u64::try_from(row.bytes).unwrap_or(0) })
}

pub async fn insert_upload(conn: &mut PgConnection, key: Key, bytes: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO uploads (id, session_id, bytes, state, alive_until)
         VALUES ($1, $2, $3, 'receiving', now() + make_interval(secs => $4))",
        key.file,
        key.session.uuid(),
        bytes,
        UPLOAD_ALIVE.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Tells whether the upload still stands; if so it lives a while longer, with `bytes` reserved if given.
pub async fn touch_upload(conn: &mut PgConnection, key: Key, bytes: Option<i64>) -> sqlx::Result<bool> {
    let touched = sqlx::query!(
        "UPDATE uploads SET alive_until = now() + make_interval(secs => $2), bytes = coalesce($3, bytes)
         WHERE id = $1 AND state = 'receiving'",
        key.file,
        UPLOAD_ALIVE.as_secs_f64(),
        bytes
    )
    .execute(conn)
    .await?;
    Ok(touched.rows_affected() == 1)
}

pub async fn mark_stored(conn: &mut PgConnection, key: Key, bytes: i64) -> sqlx::Result<bool> {
    let stored = sqlx::query!(
        "UPDATE uploads SET state = 'stored', bytes = $2 WHERE id = $1 AND state = 'receiving'",
        key.file,
        bytes
    )
    .execute(conn)
    .await?;
    Ok(stored.rows_affected() == 1)
}

pub async fn mark_sent(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<bool> {
    let first = sqlx::query!("UPDATE leases SET has_sent = true WHERE session_id = $1 AND NOT has_sent", id.uuid())
        .execute(conn)
        .await?;
    Ok(first.rows_affected() == 1)
}

/// Turns an upload into an obligation to delete its key, now and once more after `late`.
pub async fn mark_cut(conn: &mut PgConnection, id: SessionId, file: Uuid, late: Duration) -> sqlx::Result<bool> {
    let cut = sqlx::query!(
        "UPDATE uploads SET state = 'cut', alive_until = now() + make_interval(secs => $3), next_try = now()
         WHERE id = $1 AND session_id = $2 AND state <> 'cut'",
        file,
        id.uuid(),
        late.as_secs_f64()
    )
    .execute(conn)
    .await?;
    Ok(cut.rows_affected() == 1)
}

pub async fn delete_upload(conn: &mut PgConnection, key: Key) -> sqlx::Result<bool> {
    let deleted =
        sqlx::query!("DELETE FROM uploads WHERE id = $1 AND state = 'receiving'", key.file).execute(conn).await?;
    Ok(deleted.rows_affected() == 1)
}

pub async fn list_stored(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!("SELECT id FROM uploads WHERE session_id = $1 AND state = 'stored' ORDER BY id", id.uuid())
        .fetch_all(conn)
        .await
}

pub async fn is_receiving(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM uploads
               WHERE session_id = $1 AND state = 'receiving' AND alive_until > now()) AS "running!""#,
        id.uuid()
    )
    .fetch_one(conn)
    .await
}

/// What a contact takes away: the lease with its pages, and the uploads that became files.
pub async fn delete_live(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM leases WHERE session_id = $1 AND state = 'live'", id.uuid()).execute(&mut *conn).await?;
    sqlx::query!("DELETE FROM uploads WHERE session_id = $1 AND state = 'stored'", id.uuid())
        .execute(conn)
        .await
        .map(drop)
}

/// From live, or from nothing, to purging. The uploads' rows go in the same transaction: a running one's
/// next progress write finds no row and cuts its stream.
pub async fn mark_purging(
    conn: &mut PgConnection,
    id: SessionId,
    reason: Reason,
    tombstone: Duration,
) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM uploads WHERE session_id = $1", id.uuid()).execute(&mut *conn).await?;
    sqlx::query!("DELETE FROM lease_pages WHERE session_id = $1", id.uuid()).execute(&mut *conn).await?;
    sqlx::query!(
        "INSERT INTO leases (session_id, state, deadline, hard_deadline, reason, purging_since)
         VALUES ($1, 'purging', now(), now() + make_interval(secs => $3), $2, now())
         ON CONFLICT (session_id) DO UPDATE
         SET state = 'purging', reason = excluded.reason, claimed_until = NULL, attempts = 0, purging_since = now()
         WHERE leases.state = 'live'",
        id.uuid(),
        reason.as_str(),
        tombstone.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A discard without a lease: there is nothing to delete, but a late call must find the id dead.
pub async fn insert_tombstone(conn: &mut PgConnection, id: SessionId, tombstone: Duration) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO leases (session_id, state, deadline, hard_deadline, reason)
         VALUES ($1, 'tombstone', now() + make_interval(secs => $2), now() + make_interval(secs => $2), 'discarded')
         ON CONFLICT (session_id) DO NOTHING",
        id.uuid(),
        tombstone.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}
