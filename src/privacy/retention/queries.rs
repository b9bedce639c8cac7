//! SQL of the claim on a run.

use std::time::Duration;

use sqlx::PgConnection;
use time::OffsetDateTime;

/// Returns `false` if another instance is running, or was a moment ago.
pub async fn claim(conn: &mut PgConnection, held: Duration) -> sqlx::Result<bool> {
    let claimed = sqlx::query!(
        "UPDATE sweeps SET retaining_until = now() + make_interval(secs => $1)
         WHERE retaining_until IS NULL OR retaining_until < now()",
        held.as_secs_f64()
    )
    .execute(conn)
    .await?;
    Ok(claimed.rows_affected() == 1)
}

pub async fn renew(conn: &mut PgConnection, held: Duration) -> sqlx::Result<()> {
    sqlx::query!("UPDATE sweeps SET retaining_until = now() + make_interval(secs => $1)", held.as_secs_f64())
        .execute(conn)
        .await
        .map(drop)
}

/// Ends the run; other instances wait for the pause.
pub async fn end(conn: &mut PgConnection, pause: Duration) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE sweeps SET retained_at = now(), retaining_until = now() + make_interval(secs => $1)",
        pause.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn find_last(conn: &mut PgConnection) -> sqlx::Result<Option<OffsetDateTime>> {
    sqlx::query_scalar!("SELECT retained_at FROM sweeps").fetch_one(conn).await
}
