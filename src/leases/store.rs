//! SQL of leases, their pages and uploads. All times are the database's own.

use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Claim, Reason, Standing, UPLOAD_ALIVE, Usage};
use crate::ids::{PageId, SessionId};
use crate::objects::Key;

/// More tabs than this share the deadline of the others; a bound, so that nobody can fill the table.
const MAX_PAGES: i64 = 64;

pub async fn find_standing(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Standing> {
    let state =
        sqlx::query_scalar!("SELECT state FROM leases WHERE session_id = $1", id.uuid()).fetch_optional(conn).await?;
    Ok(match state.as_deref() {
        None => Standing::None,
        Some("live") => Standing::Live,
        Some(_) => Standing::Gone,
    })
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

/// A page that left stays left.
pub async fn touch_page(conn: &mut PgConnection, id: SessionId, page: PageId, ttl: Duration) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO lease_pages (session_id, page_id, deadline)
         SELECT $1, $2, now() + make_interval(secs => $3) FROM leases
         WHERE session_id = $1 AND state = 'live'
           AND (SELECT count(*) FROM lease_pages WHERE session_id = $1 AND page_id <> $2) < $4
         ON CONFLICT (session_id, page_id) DO UPDATE SET deadline = excluded.deadline
         WHERE NOT lease_pages.has_left",
        id.uuid(),
        page.uuid(),
        ttl.as_secs_f64(),
        MAX_PAGES
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A page we never saw is noted too, so that its late heartbeat finds it gone. A second beacon of the
/// same page does not buy it more time.
pub async fn mark_page_left(conn: &mut PgConnection, id: SessionId, page: PageId, grace: Duration) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO lease_pages (session_id, page_id, deadline, has_left)
         SELECT $1, $2, now() + make_interval(secs => $3), true FROM leases
         WHERE session_id = $1 AND state = 'live'
           AND (SELECT count(*) FROM lease_pages WHERE session_id = $1 AND page_id <> $2) < $4
         ON CONFLICT (session_id, page_id) DO UPDATE SET deadline = excluded.deadline, has_left = true
         WHERE NOT lease_pages.has_left",
        id.uuid(),
        page.uuid(),
        grace.as_secs_f64(),
        MAX_PAGES
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

/// Notes that we sweep, and tells whether nobody did for 30 s: then nobody could take a heartbeat either.
pub async fn record_sweep(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"WITH before AS (SELECT swept_at FROM sweeps FOR UPDATE)
           UPDATE sweeps SET swept_at = now() FROM before
           RETURNING before.swept_at < now() - interval '30 seconds' AS "was_down!""#
    )
    .fetch_one(conn)
    .await
}

pub async fn grant_amnesty(conn: &mut PgConnection, visible_ttl: Duration) -> sqlx::Result<u64> {
    let ttl = visible_ttl.as_secs_f64();
    sqlx::query!(
        "UPDATE lease_pages SET deadline = greatest(deadline, now() + make_interval(secs => $1)) WHERE NOT has_left",
        ttl
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "UPDATE uploads SET alive_until = greatest(alive_until, now() + make_interval(secs => $1))
         WHERE state = 'receiving'",
        UPLOAD_ALIVE.as_secs_f64()
    )
    .execute(&mut *conn)
    .await?;
    let spared = sqlx::query!(
        "UPDATE leases SET deadline = greatest(deadline, now() + make_interval(secs => $1)) WHERE state = 'live'",
        ttl
    )
    .execute(conn)
    .await?;
    Ok(spared.rows_affected())
}

pub async fn list_expired(conn: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<SessionId>> {
    let ids = sqlx::query_scalar!(
        "SELECT session_id FROM leases WHERE state = 'live' AND deadline < now() ORDER BY deadline LIMIT $1",
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(SessionId::from_uuid).collect())
}

/// The recheck under the lock: a heartbeat may have come first.
pub async fn is_expired(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Option<Reason>> {
    let reason = sqlx::query_scalar!(
        "SELECT reason FROM leases WHERE session_id = $1 AND state = 'live' AND deadline < now()",
        id.uuid()
    )
    .fetch_optional(conn)
    .await?;
    Ok(reason.as_deref().map(Reason::of_expired))
}

/// Uploads whose server is dead, of kept sessions too.
pub async fn list_silent_uploads(conn: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<Key>> {
    let rows = sqlx::query!(
        "SELECT session_id, id FROM uploads WHERE state = 'receiving' AND alive_until < now() LIMIT $1",
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| Key { session: SessionId::from_uuid(row.session_id), file: row.id }).collect())
}

pub async fn is_silent(conn: &mut PgConnection, key: Key) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM uploads
               WHERE id = $1 AND state = 'receiving' AND alive_until < now()) AS "silent!""#,
        key.file
    )
    .fetch_one(conn)
    .await
}

/// Takes hold of purges that are due, of tombstones that have run out, and of failed ones whose time has
/// come again.
pub async fn claim_purges(conn: &mut PgConnection, limit: i64, held: Duration) -> sqlx::Result<Vec<Claim>> {
    let rows = sqlx::query!(
        r#"UPDATE leases SET claimed_until = now() + make_interval(secs => $2), attempts = attempts + 1
           WHERE session_id IN (
               SELECT session_id FROM leases
               WHERE (state = 'purging' OR (state = 'tombstone' AND deadline < now()))
                 AND (claimed_until IS NULL OR claimed_until < now())
               ORDER BY deadline LIMIT $1 FOR UPDATE SKIP LOCKED)
           RETURNING session_id, state, reason, attempts,
               coalesce(purging_since < now() - interval '5 minutes', false) AS "overdue!""#,
        limit,
        held.as_secs_f64()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Claim {
            session: SessionId::from_uuid(row.session_id),
            last_look: row.state == "tombstone",
            reason: row.reason,
            attempts: row.attempts,
            overdue: row.overdue,
        })
        .collect())
}

/// Holds the claim on, or puts the next attempt off.
pub async fn extend_claim(conn: &mut PgConnection, id: SessionId, by: Duration) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE leases SET claimed_until = now() + make_interval(secs => $2) WHERE session_id = $1",
        id.uuid(),
        by.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn mark_tombstone(conn: &mut PgConnection, id: SessionId, tombstone: Duration) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE leases SET state = 'tombstone', deadline = now() + make_interval(secs => $2),
             claimed_until = NULL, attempts = 0, purging_since = NULL
         WHERE session_id = $1 AND state <> 'live'",
        id.uuid(),
        tombstone.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn delete_tombstone(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM leases WHERE session_id = $1 AND state = 'tombstone' AND deadline < now()", id.uuid())
        .execute(conn)
        .await
        .map(drop)
}

pub async fn count_overdue(conn: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "overdue!" FROM leases
           WHERE state = 'purging' AND purging_since < now() - interval '5 minutes'"#
    )
    .fetch_one(conn)
    .await
}

/// Takes hold of cut uploads whose key is to be deleted (again).
pub async fn claim_cut(conn: &mut PgConnection, limit: i64, held: Duration) -> sqlx::Result<Vec<Key>> {
    let rows = sqlx::query!(
        "UPDATE uploads SET next_try = now() + make_interval(secs => $2)
         WHERE id IN (SELECT id FROM uploads WHERE state = 'cut' AND next_try < now()
                      ORDER BY next_try LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING session_id, id",
        limit,
        held.as_secs_f64()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| Key { session: SessionId::from_uuid(row.session_id), file: row.id }).collect())
}

/// The key is empty: forget the row when no late write can arrive any more, else look once more then.
pub async fn finish_cut(conn: &mut PgConnection, key: Key) -> sqlx::Result<()> {
    let forgotten =
        sqlx::query!("DELETE FROM uploads WHERE id = $1 AND state = 'cut' AND alive_until <= now()", key.file)
            .execute(&mut *conn)
            .await?;
    if forgotten.rows_affected() == 0 {
        sqlx::query!("UPDATE uploads SET next_try = alive_until WHERE id = $1 AND state = 'cut'", key.file)
            .execute(conn)
            .await?;
    }
    Ok(())
}
