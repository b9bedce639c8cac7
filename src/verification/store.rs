//! SQL of the links. Only hashes are stored.

use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use super::Link;
use crate::ids::SessionId;

/// Gives the time until which the link works.
pub async fn insert(
    conn: &mut PgConnection,
    id: SessionId,
    hash: &[u8; 32],
    ttl: Duration,
) -> sqlx::Result<time::OffsetDateTime> {
    sqlx::query_scalar!(
        "INSERT INTO verifications (token_sha256, session_id, expires_at)
         VALUES ($1, $2, now() + make_interval(secs => $3)) RETURNING expires_at",
        hash,
        id.uuid(),
        ttl.as_secs_f64()
    )
    .fetch_one(conn)
    .await
}

/// An expired link is as good as unknown.
pub async fn find(conn: &mut PgConnection, hash: &[u8; 32]) -> sqlx::Result<Option<Link>> {
    let row: Option<Uuid> = sqlx::query_scalar!(
        "SELECT session_id FROM verifications WHERE token_sha256 = $1 AND expires_at > now()",
        hash
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|session| Link { session: SessionId::from_uuid(session) }))
}

/// Uses the link up. `false`: it is used, expired or voided.
pub async fn mark_used(conn: &mut PgConnection, hash: &[u8; 32]) -> sqlx::Result<bool> {
    let used = sqlx::query!(
        "UPDATE verifications SET used_at = now() WHERE token_sha256 = $1 AND used_at IS NULL AND expires_at > now()",
        hash
    )
    .execute(conn)
    .await?;
    Ok(used.rows_affected() == 1)
}

pub async fn delete_by_session(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM verifications WHERE session_id = $1", id.uuid()).execute(conn).await.map(drop)
}

/// Seconds until the next mail may be asked for; none when it may be now.
pub async fn find_cool_down(conn: &mut PgConnection, id: SessionId, cool_down: Duration) -> sqlx::Result<Option<f64>> {
    sqlx::query_scalar!(
        r#"SELECT extract(epoch FROM mail_requested_at + make_interval(secs => $2) - now())::float8 AS "left!"
           FROM sessions WHERE id = $1 AND mail_requested_at + make_interval(secs => $2) > now()"#,
        id.uuid(),
        cool_down.as_secs_f64()
    )
    .fetch_optional(conn)
    .await
}
