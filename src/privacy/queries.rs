//! SQL that finds people by name, address or id.

use sqlx::PgConnection;
use uuid::Uuid;

use super::Found;
use crate::platform::db::containing;

/// Returns at most `limit` sessions whose address or name contains the text, newest first.
pub async fn search(conn: &mut PgConnection, text: &str, limit: i64) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as!(
        Found,
        r#"SELECT id, name, email, state, created_at,
                  (SELECT count(*) FROM files WHERE session_id = sessions.id) AS "files!",
                  restricted_at IS NOT NULL AS "restricted!"
           FROM sessions WHERE (name || chr(10) || email) ILIKE $1 ORDER BY created_at DESC, id DESC LIMIT $2"#,
        containing(text),
        limit
    )
    .fetch_all(conn)
    .await
}

pub async fn find(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Found>> {
    sqlx::query_as!(
        Found,
        r#"SELECT id, name, email, state, created_at,
                  (SELECT count(*) FROM files WHERE session_id = sessions.id) AS "files!",
                  restricted_at IS NOT NULL AS "restricted!"
           FROM sessions WHERE id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await
}
