//! SQL of the trail.

use serde_json::Value;
use sqlx::PgConnection;

use crate::ids::SessionId;

pub async fn insert(
    conn: &mut PgConnection,
    actor: &str,
    action: &str,
    session: SessionId,
    detail: Value,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO audit (actor, action, session_id, detail) VALUES ($1, $2, $3, $4)",
        actor,
        action,
        session.uuid(),
        detail
    )
    .execute(conn)
    .await
    .map(drop)
}
