//! SQL of the sweeper: what is due, who claims it, and how it ended. All times are the database's own.

use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::intake::leases::{Claim, PurgeKind, Reason, UPLOAD_ALIVE};
use crate::platform::ids::SessionId;
use crate::platform::object_store::Key;

/// Records a sweep. Returns whether the last one was over 30 s ago: then heartbeats could not be received either.
pub async fn record_sweep(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"WITH before AS (SELECT swept_at FROM sweeps FOR UPDATE)
           UPDATE sweeps SET swept_at = now() FROM before
           RETURNING before.swept_at < now() - interval '30 seconds' AS "was_down!""#
    )
    .fetch_one(conn)
    .await
}

pub async fn extend_after_outage(conn: &mut PgConnection, visible_ttl: Duration) -> sqlx::Result<u64> {
    let ttl = visible_ttl.as_secs_f64();
    // Runs without the sessions' locks, so it must not wait for locked rows, or it and a visitor's transaction could
    // deadlock. A locked row is being updated anyway and needs no extension.
    let spared = sqlx::query!(
        "UPDATE leases SET deadline = greatest(deadline, now() + make_interval(secs => $1))
         WHERE session_id IN (SELECT session_id FROM leases WHERE state = 'live' FOR NO KEY UPDATE SKIP LOCKED)",
        ttl
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "UPDATE lease_pages SET deadline = greatest(deadline, now() + make_interval(secs => $1))
         WHERE (session_id, page_id) IN
             (SELECT session_id, page_id FROM lease_pages WHERE NOT has_left FOR NO KEY UPDATE SKIP LOCKED)",
        ttl
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "UPDATE uploads SET alive_until = greatest(alive_until, now() + make_interval(secs => $1))
         WHERE id IN (SELECT id FROM uploads WHERE state = 'receiving' FOR NO KEY UPDATE SKIP LOCKED)",
        UPLOAD_ALIVE.as_secs_f64()
    )
    .execute(&mut *conn)
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

/// Checks again under the locks: a heartbeat may have come first.
pub async fn list_still_expired(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<(SessionId, Reason)>> {
    let rows = sqlx::query!(
        "SELECT session_id, reason FROM leases WHERE session_id = ANY($1) AND state = 'live' AND deadline < now()",
        ids
    )
    .fetch_all(conn)
    .await?;
    let due = |id, reason: &str| (SessionId::from_uuid(id), Reason::of_expired(reason));
    Ok(rows.into_iter().map(|row| due(row.session_id, &row.reason)).collect())
}

/// Lists uploads whose server is dead, including those of kept sessions.
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

/// Claims due purges, failed ones that are due again, and expired tombstones. Each kind walks its own index, which a
/// query with OR would not.
pub async fn claim_purges(conn: &mut PgConnection, limit: i64, held: Duration) -> sqlx::Result<Vec<Claim>> {
    let rows = sqlx::query!(
        r#"UPDATE leases SET claimed_until = now() + make_interval(secs => $2), attempts = attempts + 1
           WHERE session_id = ANY(ARRAY(
               SELECT session_id FROM (
                   (SELECT session_id FROM leases
                    WHERE state = 'purging' AND coalesce(claimed_until, '-infinity') < now()
                    ORDER BY coalesce(claimed_until, '-infinity') LIMIT $1 FOR UPDATE SKIP LOCKED)
               ) AS purging
               UNION ALL
               SELECT session_id FROM (
                   (SELECT session_id FROM leases
                    WHERE state = 'tombstone' AND deadline < now() AND (claimed_until IS NULL OR claimed_until < now())
                    ORDER BY deadline LIMIT $1 FOR UPDATE SKIP LOCKED)
               ) AS lapsed
               LIMIT $1))
           RETURNING session_id, state, reason, attempts, keys, has_parts,
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
            of: if row.state == "tombstone" { PurgeKind::Tombstone } else { PurgeKind::Session },
            keys: row.keys.unwrap_or_default(),
            // Unknown multipart uploads are looked for once more before the id is forgotten.
            has_parts: row.has_parts || row.state == "tombstone",
            reason: row.reason,
            attempts: row.attempts,
            overdue: row.overdue,
        })
        .collect())
}

/// Extends the claim, or postpones the next attempt.
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

pub async fn mark_tombstones(conn: &mut PgConnection, ids: &[Uuid], tombstone: Duration) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE leases SET state = 'tombstone', deadline = now() + make_interval(secs => $2),
             claimed_until = NULL, attempts = 0, purging_since = NULL, keys = NULL
         WHERE session_id = ANY($1) AND state <> 'live'",
        ids,
        tombstone.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn delete_tombstones(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM leases WHERE session_id = ANY($1) AND state = 'tombstone' AND deadline < now()", ids)
        .execute(conn)
        .await
        .map(drop)
}

/// Counts sessions that should be purged by now, even if nothing may end them at the moment.
pub async fn count_overdue(conn: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "overdue!" FROM leases
           WHERE state = 'purging' AND purging_since < now() - interval '5 minutes'
              OR state = 'live' AND deadline < now() - interval '5 minutes'"#
    )
    .fetch_one(conn)
    .await
}

/// Claims cut uploads whose key is to be deleted (again).
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

/// The key is deleted. Deletes the row if no late write can arrive any more, else schedules one more check for then.
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
