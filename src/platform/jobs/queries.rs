//! SQL of the jobs.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Claimed, Queued, Troubled};
use crate::platform::ids::{SessionId, new_uuid};

/// Adds jobs, each due after its delay.
pub async fn insert(conn: &mut PgConnection, jobs: &[(&Queued, Duration)]) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = jobs.iter().map(|_| new_uuid()).collect();
    let sessions: Vec<Option<Uuid>> = jobs.iter().map(|(job, _)| job.session).collect();
    let payloads: Vec<Json<&Value>> = jobs.iter().map(|(job, _)| Json(&job.payload)).collect();
    let delays: Vec<f64> = jobs.iter().map(|(_, delay)| delay.as_secs_f64()).collect();
    sqlx::query!(
        "INSERT INTO jobs (id, job, session_id, run_at)
         SELECT id, job, session_id, now() + make_interval(secs => delay)
         FROM unnest($1::uuid[], $2::jsonb[], $3::uuid[], $4::float8[]) AS new (id, job, session_id, delay)",
        &ids,
        &payloads as _,
        &sessions as _,
        &delays
    )
    .execute(&mut *conn)
    .await?;
    // Delivered when the caller's transaction commits, and only then.
    sqlx::query!("NOTIFY jobs").execute(conn).await.map(drop)
}

/// Takes `each` from the allowances of these distinct keys, unless an allowance would then be used for longer than
/// `most`. Returns for how long each is now used; refused keys are missing and unchanged.
pub async fn use_allowances(
    conn: &mut PgConnection,
    keys: &[Vec<u8>],
    each: Duration,
    most: Duration,
) -> sqlx::Result<HashMap<Vec<u8>, Duration>> {
    // In a fixed order, so that two transactions cannot deadlock. By the clock and not by now(), which is when the
    // transaction began: to one that began before the others spent, a full allowance would look overdrawn.
    let rows = sqlx::query!(
        r#"INSERT INTO mail_allowances AS known (key, used_until)
           SELECT key, clock_timestamp() + make_interval(secs => $2)
           FROM unnest($1::bytea[]) AS asked (key) ORDER BY key
           ON CONFLICT (key) DO UPDATE
           SET used_until = greatest(known.used_until, clock_timestamp()) + make_interval(secs => $2)
           WHERE greatest(known.used_until, clock_timestamp()) + make_interval(secs => $2)
                 <= clock_timestamp() + make_interval(secs => $3)
           RETURNING key, extract(epoch FROM used_until - clock_timestamp())::float8 AS "used!""#,
        keys,
        each.as_secs_f64(),
        most.as_secs_f64()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, Duration::from_secs_f64(row.used.max(0.0)))).collect())
}

pub async fn delete_whole_allowances(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM mail_allowances
         WHERE key IN (SELECT key FROM mail_allowances WHERE used_until < now() FOR UPDATE SKIP LOCKED)"
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Claims due jobs of these kinds.
pub async fn claim(
    conn: &mut PgConnection,
    kinds: &[String],
    limit: i64,
    held: Duration,
) -> sqlx::Result<Vec<Claimed>> {
    sqlx::query_as!(
        Claimed,
        "UPDATE jobs SET claimed_until = now() + make_interval(secs => $2), attempts = attempts + 1
         WHERE id IN (SELECT id FROM jobs
                      WHERE NOT dead AND run_at <= now() AND (claimed_until IS NULL OR claimed_until < now())
                        AND job ->> 'kind' = ANY($3)
                      ORDER BY run_at LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING id, job, attempts",
        limit,
        held.as_secs_f64(),
        kinds
    )
    .fetch_all(conn)
    .await
}

/// Counts dead jobs, and unclaimed jobs that have been due for over five minutes.
pub async fn count_troubled(conn: &mut PgConnection) -> sqlx::Result<Troubled> {
    sqlx::query_as!(
        Troubled,
        r#"SELECT count(*) FILTER (WHERE dead) AS "dead!",
                  count(*) FILTER (WHERE NOT dead AND run_at < now() - interval '5 minutes'
                                   AND (claimed_until IS NULL OR claimed_until < now())) AS "overdue!"
           FROM jobs"#
    )
    .fetch_one(conn)
    .await
}

pub async fn delete(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM jobs WHERE id = $1", id).execute(conn).await.map(drop)
}

pub async fn delete_by_session(conn: &mut PgConnection, session: SessionId) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM jobs WHERE session_id = $1", session.uuid()).execute(conn).await.map(drop)
}

/// Deletes the session's jobs of a kind. Returns whether one of them was only delayed and never tried.
pub async fn delete_of_kind(conn: &mut PgConnection, session: SessionId, kind: &str) -> sqlx::Result<bool> {
    let put_off = sqlx::query_scalar!(
        r#"DELETE FROM jobs WHERE session_id = $1 AND job ->> 'kind' = $2
           RETURNING attempts = 0 AND run_at > now() AS "put_off!""#,
        session.uuid(),
        kind
    )
    .fetch_all(conn)
    .await?;
    Ok(put_off.contains(&true))
}

/// Makes failed jobs due. Returns whether the session has any that are not dead.
pub async fn mark_due(conn: &mut PgConnection, session: SessionId, kind: &str) -> sqlx::Result<bool> {
    let alive = sqlx::query!(
        "UPDATE jobs SET run_at = CASE WHEN attempts > 0 THEN now() ELSE run_at END
         WHERE session_id = $1 AND job ->> 'kind' = $2 AND NOT dead",
        session.uuid(),
        kind
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("NOTIFY jobs").execute(conn).await?;
    Ok(alive.rows_affected() > 0)
}

pub async fn exists(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM jobs WHERE id = $1) AS "exists!""#, id).fetch_one(conn).await
}

pub async fn mark_retry(conn: &mut PgConnection, id: Uuid, pause: Duration, error: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE jobs SET run_at = now() + make_interval(secs => $2), claimed_until = NULL, last_error = $3 WHERE id = $1",
        id,
        pause.as_secs_f64(),
        error
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn mark_dead(conn: &mut PgConnection, id: Uuid, error: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE jobs SET dead = true, claimed_until = NULL, last_error = $2 WHERE id = $1", id, error)
        .execute(conn)
        .await
        .map(drop)
}

/// Makes dead jobs due again and returns how many.
pub async fn mark_alive(conn: &mut PgConnection) -> sqlx::Result<u64> {
    let marked = sqlx::query!("UPDATE jobs SET dead = false, attempts = 0, run_at = now() WHERE dead")
        .execute(&mut *conn)
        .await?;
    sqlx::query!("NOTIFY jobs").execute(conn).await?;
    Ok(marked.rows_affected())
}
