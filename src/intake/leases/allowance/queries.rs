//! SQL of the bounds on what is not confirmed.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use sqlx::PgConnection;

use super::columns;

/// Takes each cost, in seconds, from the allowance of its key, unless that would then be used for longer than `whole`.
/// Returns the keys whose allowance had room; the others are unchanged.
pub async fn spend(
    conn: &mut PgConnection,
    costs: &BTreeMap<[u8; 32], f64>,
    whole: Duration,
) -> sqlx::Result<HashSet<Vec<u8>>> {
    let (keys, seconds) = columns(costs);
    // The keys are in order, so that two transactions cannot deadlock.
    let admitted = sqlx::query_scalar!(
        "INSERT INTO upload_allowances AS known (key, used_until)
         SELECT key, now() + make_interval(secs => cost) FROM unnest($1::bytea[], $2::float8[]) AS asked (key, cost)
         WHERE cost <= $3
         ON CONFLICT (key) DO UPDATE
         SET used_until = greatest(known.used_until, now()) + (excluded.used_until - now())
         WHERE greatest(known.used_until, now()) + (excluded.used_until - now()) <= now() + make_interval(secs => $3)
         RETURNING key",
        &keys,
        &seconds,
        whole.as_secs_f64()
    )
    .fetch_all(conn)
    .await?;
    Ok(admitted.into_iter().collect())
}

pub async fn give_back(conn: &mut PgConnection, costs: &BTreeMap<[u8; 32], f64>) -> sqlx::Result<()> {
    let (keys, seconds) = columns(costs);
    // Locked in order first: an UPDATE alone has none.
    sqlx::query!(
        "UPDATE upload_allowances SET used_until = used_until - make_interval(secs => cost)
         FROM unnest($1::bytea[], $2::float8[]) AS back (key, cost),
              (SELECT key FROM upload_allowances WHERE key = ANY($1) ORDER BY key FOR UPDATE) AS locked
         WHERE upload_allowances.key = back.key AND locked.key = back.key",
        &keys,
        &seconds
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The bytes of all uploads, running ones included, and of all files in sessions that are not confirmed.
pub async fn sum_unconfirmed(conn: &mut PgConnection) -> sqlx::Result<u64> {
    let bytes = sqlx::query_scalar!(
        r#"SELECT ((SELECT coalesce(sum(bytes), 0) FROM uploads WHERE state <> 'cut')
                 + (SELECT coalesce(sum(files.size), 0) FROM sessions
                    JOIN files ON files.session_id = sessions.id WHERE sessions.state = 'pending'))::bigint AS "bytes!""#
    )
    .fetch_one(conn)
    .await?;
    Ok(u64::try_from(bytes).unwrap_or(0))
}

pub async fn delete_whole(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM upload_allowances
         WHERE key IN (SELECT key FROM upload_allowances WHERE used_until < now() FOR UPDATE SKIP LOCKED)"
    )
    .execute(conn)
    .await
    .map(drop)
}
