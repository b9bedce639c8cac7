//! SQL of the receipts.

use sqlx::PgConnection;
use uuid::Uuid;

use super::Receipt;
use crate::ids::SessionId;

/// Counts what stands of the session and will be deleted after this.
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

pub async fn is_running(conn: &mut PgConnection, hash: &[u8]) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM erasures WHERE session_sha256 = $1 AND finished_at IS NULL) AS "running!""#,
        hash
    )
    .fetch_one(conn)
    .await
}

pub async fn mark_finished(conn: &mut PgConnection, hash: &[u8], objects: i64, uploads: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE erasures SET finished_at = now(), objects = objects + $2, uploads = uploads + $3
         WHERE session_sha256 = $1 AND finished_at IS NULL",
        hash,
        objects,
        uploads
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn find(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Receipt>> {
    sqlx::query_as!(
        Receipt,
        "SELECT id, requested_at, requested_by, finished_at, rows_deleted, files, objects, uploads
         FROM erasures WHERE id = $1",
        id
    )
    .fetch_optional(conn)
    .await
}
