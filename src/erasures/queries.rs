//! SQL of the receipts.

use std::time::Duration;

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Receipt;
use crate::platform::ids::SessionId;
use crate::platform::object_store::Purged;

/// Adds a receipt that counts the session's rows, which are deleted after this.
pub async fn insert(
    conn: &mut PgConnection,
    id: Uuid,
    session: SessionId,
    hash: &[u8],
    requested_by: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO erasures (id, session_sha256, requested_by, files, rows_deleted)
         SELECT $1, $3, $4, files, files + others FROM (
             SELECT (SELECT count(*) FROM files WHERE session_id = $2)::integer AS files,
                    ((SELECT count(*) FROM sessions WHERE id = $2)
                     + (SELECT count(*) FROM consents WHERE session_id = $2)
                     + (SELECT count(*) FROM verifications WHERE session_id = $2)
                     + (SELECT count(*) FROM jobs WHERE session_id = $2))::integer AS others) AS counted",
        id,
        session.uuid(),
        hash,
        requested_by
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Adds a receipt of rows that were counted.
pub async fn insert_counted(
    conn: &mut PgConnection,
    id: Uuid,
    hash: &[u8],
    requested_by: &str,
    rows: i32,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO erasures (id, session_sha256, requested_by, files, rows_deleted) VALUES ($1, $2, $3, 0, $4)",
        id,
        hash,
        requested_by,
        rows
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn list_running(conn: &mut PgConnection, hashes: &[Vec<u8>]) -> sqlx::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar!(
        "SELECT session_sha256 FROM erasures WHERE session_sha256 = ANY($1) AND finished_at IS NULL",
        hashes
    )
    .fetch_all(conn)
    .await
}

pub async fn add(conn: &mut PgConnection, hash: &[u8], purged: Purged) -> sqlx::Result<()> {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    sqlx::query!(
        "UPDATE erasures SET objects = objects + $2, uploads = uploads + $3
         WHERE session_sha256 = $1 AND finished_at IS NULL",
        hash,
        count(purged.objects),
        count(purged.uploads)
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Returns how many files there were beyond the objects; 0 if it was finished already.
pub async fn mark_finished(conn: &mut PgConnection, hash: &[u8]) -> sqlx::Result<i64> {
    let not_found = sqlx::query_scalar!(
        r#"UPDATE erasures SET finished_at = now() WHERE session_sha256 = $1 AND finished_at IS NULL
           RETURNING greatest(files - objects, 0) AS "not_found!""#,
        hash
    );
    Ok(not_found.fetch_optional(conn).await?.unwrap_or(0))
}

pub async fn find(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Receipt>> {
    sqlx::query_as!(
        Receipt,
        r#"SELECT id, requested_at, requested_by, finished_at, rows_deleted, files, objects, uploads,
               CASE WHEN finished_at IS NULL THEN 0 ELSE greatest(files - objects, 0) END AS "files_not_found!"
           FROM erasures WHERE id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await
}

/// The newest receipts since a moment.
pub async fn list_since(conn: &mut PgConnection, since: OffsetDateTime, limit: i64) -> sqlx::Result<Vec<Receipt>> {
    sqlx::query_as!(
        Receipt,
        r#"SELECT id, requested_at, requested_by, finished_at, rows_deleted, files, objects, uploads,
               CASE WHEN finished_at IS NULL THEN 0 ELSE greatest(files - objects, 0) END AS "files_not_found!"
           FROM erasures WHERE requested_at >= $1 ORDER BY requested_at DESC LIMIT $2"#,
        since,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Deletes receipts of erasures that were finished longer ago; returns how many.
pub async fn delete_old(conn: &mut PgConnection, kept: Duration, limit: i64) -> sqlx::Result<u64> {
    let deleted = sqlx::query!(
        "DELETE FROM erasures WHERE id IN (
             SELECT id FROM erasures
             WHERE requested_at < now() - make_interval(secs => $1) AND finished_at < now() - make_interval(secs => $1)
             ORDER BY requested_at LIMIT $2)",
        kept.as_secs_f64(),
        limit
    )
    .execute(conn)
    .await?;
    Ok(deleted.rows_affected())
}
