//! SQL of reconciling: the owners of keys, and the epoch.

use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Database, Raise};
use crate::platform::ids::SessionId;
use crate::platform::object_store::Key;

/// Takes the turn to reconcile; one instance at a time. A turn that is neither released nor extended expires.
pub async fn claim_turn(conn: &mut PgConnection, held: Duration) -> sqlx::Result<bool> {
    let claimed = sqlx::query!(
        "UPDATE sweeps SET reconciling_until = now() + make_interval(secs => $1)
         WHERE reconciling_until IS NULL OR reconciling_until < now()",
        held.as_secs_f64()
    )
    .execute(conn)
    .await?;
    Ok(claimed.rows_affected() == 1)
}

/// Keeps the turn from expiring. A turn that has been released stays released: a stopped comparison may have sent this
/// already, and PostgreSQL may run it after the release.
pub async fn extend_turn(conn: &mut PgConnection, held: Duration) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE sweeps SET reconciling_until = now() + make_interval(secs => $1) WHERE reconciling_until IS NOT NULL",
        held.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn release_turn(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("UPDATE sweeps SET reconciling_until = NULL, reconciled_at = now()").execute(conn).await.map(drop)
}

pub async fn find_epoch(conn: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!("SELECT epoch FROM sweeps").fetch_one(conn).await
}

pub async fn find_database(conn: &mut PgConnection) -> sqlx::Result<Database> {
    sqlx::query_as!(Database, r#"SELECT epoch, pg_postmaster_start_time()::text AS "server!" FROM sweeps"#)
        .fetch_one(conn)
        .await
}

/// Raises the epoch above both its value and `at_least` in the caller's transaction, and returns that transaction's id.
pub async fn raise_epoch(conn: &mut PgConnection, at_least: i64) -> sqlx::Result<(i64, Raise)> {
    // A role's default may be asynchronous commit, which a crash can undo: the bucket would then be ahead of the
    // database.
    sqlx::query!("SET LOCAL synchronous_commit = on").execute(&mut *conn).await?;
    let raised = sqlx::query!(
        r#"UPDATE sweeps SET epoch = greatest(epoch, $1) + 1
           RETURNING epoch, txid_current() AS "transaction!", pg_postmaster_start_time()::text AS "server!""#,
        at_least
    )
    .fetch_one(conn)
    .await?;
    Ok((raised.epoch, Raise { transaction: raised.transaction, server: raised.server }))
}

/// Returns how the transaction that raised the epoch ended: `aborted` proves that this server undid it. `None` if this
/// server cannot know, for example after a restore of its files, when other transactions get the same ids.
pub async fn find_end_of(conn: &mut PgConnection, raise: &Raise) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "SELECT CASE WHEN pg_postmaster_start_time()::text = $1 AND $2 < txid_snapshot_xmax(txid_current_snapshot())
                     THEN txid_status($2) END",
        raise.server,
        raise.transaction
    )
    .fetch_one(conn)
    .await
}

/// Returns the keys without an owner: no upload, no file, no lease.
pub async fn list_unowned(conn: &mut PgConnection, keys: &[Key]) -> sqlx::Result<Vec<Key>> {
    let sessions: Vec<Uuid> = keys.iter().map(|key| key.session.uuid()).collect();
    let files: Vec<Uuid> = keys.iter().map(|key| key.file).collect();
    let rows = sqlx::query!(
        r#"SELECT session_id AS "session_id!", file_id AS "file_id!"
           FROM unnest($1::uuid[], $2::uuid[]) AS found (session_id, file_id)
           WHERE NOT EXISTS (SELECT FROM uploads WHERE uploads.id = found.file_id)
             AND NOT EXISTS (SELECT FROM files WHERE files.id = found.file_id)
             AND NOT EXISTS (SELECT FROM leases WHERE leases.session_id = found.session_id)"#,
        &sessions,
        &files
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| Key { session: SessionId::from_uuid(row.session_id), file: row.file_id }).collect())
}

/// Returns the next files of kept sessions after a key, up to another one if there is one, in the order of their keys.
pub async fn list_files(conn: &mut PgConnection, after: Key, until: Option<Key>, limit: i64) -> sqlx::Result<Vec<Key>> {
    // The first condition finds the place in the index, which knows only sessions.
    let rows = sqlx::query!(
        "SELECT session_id, id FROM files
         WHERE session_id >= $1 AND (session_id, id) > ($1, $2)
           AND ($3::uuid IS NULL OR (session_id, id) <= ($3, $4::uuid))
         ORDER BY session_id, id LIMIT $5",
        after.session.uuid(),
        after.file,
        until.map(|key| key.session.uuid()),
        until.map(|key| key.file),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| Key { session: SessionId::from_uuid(row.session_id), file: row.id }).collect())
}

/// Whether a kept session still has this file.
pub async fn has_file(conn: &mut PgConnection, key: Key) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM files WHERE id = $1) AS "known!""#, key.file)
        .fetch_one(conn)
        .await
}

/// Adopts an orphan: its whole session as a lease or, if the session is kept, only its key.
pub async fn adopt(conn: &mut PgConnection, key: Key, grace: Duration, open_max: Duration) -> sqlx::Result<()> {
    let grace = grace.as_secs_f64();
    let lease = sqlx::query!(
        "INSERT INTO leases (session_id, state, deadline, hard_deadline, reason)
         SELECT $1, 'live', now() + make_interval(secs => $2), now() + make_interval(secs => $3), 'adopted'
         WHERE NOT EXISTS (SELECT FROM sessions WHERE id = $1)
         ON CONFLICT (session_id) DO NOTHING",
        key.session.uuid(),
        grace,
        open_max.as_secs_f64()
    )
    .execute(&mut *conn)
    .await?;
    if lease.rows_affected() == 0 {
        sqlx::query!(
            "INSERT INTO uploads (id, session_id, bytes, state, alive_until, next_try)
             SELECT $1, $2, 0, 'cut', now() + make_interval(secs => $3), now() + make_interval(secs => $3)
             WHERE EXISTS (SELECT FROM sessions WHERE id = $2)
             ON CONFLICT (id) DO NOTHING",
            key.file,
            key.session.uuid(),
            grace
        )
        .execute(conn)
        .await?;
    }
    Ok(())
}
