//! SQL of self-service links and sign-ins. Only hashes of tokens are stored; addresses are lower-cased by the database.

use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

/// Returns the newest session of an address, if there is one.
pub async fn find_newest(conn: &mut PgConnection, address: &str) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!(
        "SELECT id FROM sessions WHERE lower(email) = lower($1) ORDER BY created_at DESC, id DESC LIMIT 1",
        address
    )
    .fetch_optional(conn)
    .await
}

/// Whether the owner of the address has confirmed it, for any session.
pub async fn has_confirmed(conn: &mut PgConnection, address: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM sessions WHERE lower(email) = lower($1) AND state = 'complete') AS "confirmed!""#,
        address
    )
    .fetch_one(conn)
    .await
}

/// Locks the address: until the transaction ends no other creates or deletes its links and sign-ins.
pub async fn lock_address(conn: &mut PgConnection, address: &str) -> sqlx::Result<()> {
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended(lower($1), 1))", address).execute(conn).await.map(drop)
}

/// Returns whether another job has just mailed a link that is not used yet, and whether this job has mailed one before.
/// A used link does not count: of two simultaneous clicks one uses it up, and its response may get lost.
pub async fn find_mailed(
    conn: &mut PgConnection,
    address: &str,
    job: Uuid,
    cool_down: Duration,
) -> sqlx::Result<(bool, bool)> {
    let row = sqlx::query!(
        r#"SELECT coalesce(bool_or(job <> $2 AND used_at IS NULL AND created_at > now() - make_interval(secs => $3)), false) AS "by_another!",
                  coalesce(bool_or(job = $2), false) AS "by_this!"
           FROM privacy_links WHERE email = lower($1)"#,
        address,
        job,
        cool_down.as_secs_f64()
    )
    .fetch_one(conn)
    .await?;
    Ok((row.by_another, row.by_this))
}

pub async fn insert_link(
    conn: &mut PgConnection,
    hash: &[u8; 32],
    address: &str,
    job: Uuid,
    ttl: Duration,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO privacy_links (token_sha256, email, job, expires_at)
         VALUES ($1, lower($2), $3, now() + make_interval(secs => $4))",
        hash,
        address,
        job,
        ttl.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Returns the address of a link that works; an expired or used one counts as unknown.
pub async fn find_link(conn: &mut PgConnection, hash: &[u8; 32]) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "SELECT email FROM privacy_links WHERE token_sha256 = $1 AND used_at IS NULL AND expires_at > now()",
        hash
    )
    .fetch_optional(conn)
    .await
}

/// Returns `false` if it was used already.
pub async fn mark_used(conn: &mut PgConnection, hash: &[u8; 32]) -> sqlx::Result<bool> {
    let used = sqlx::query!(
        "UPDATE privacy_links SET used_at = now() WHERE token_sha256 = $1 AND used_at IS NULL AND expires_at > now()",
        hash
    )
    .execute(conn)
    .await?;
    Ok(used.rows_affected() == 1)
}

pub async fn insert_sign_in(
    conn: &mut PgConnection,
    hash: &[u8; 32],
    address: &str,
    ttl: Duration,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO privacy_sign_ins (token_sha256, email, expires_at)
         VALUES ($1, lower($2), now() + make_interval(secs => $3))",
        hash,
        address,
        ttl.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Returns the address of a sign-in that has not ended, and its token's hash.
pub async fn find_sign_in(conn: &mut PgConnection, hash: &[u8; 32]) -> sqlx::Result<Option<(String, [u8; 32])>> {
    let address =
        sqlx::query_scalar!("SELECT email FROM privacy_sign_ins WHERE token_sha256 = $1 AND expires_at > now()", hash)
            .fetch_optional(conn)
            .await?;
    Ok(address.map(|address| (address, *hash)))
}

pub async fn delete_sign_in(conn: &mut PgConnection, hash: &[u8; 32]) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM privacy_sign_ins WHERE token_sha256 = $1", hash).execute(conn).await.map(drop)
}

pub async fn delete_lapsed(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM privacy_links WHERE expires_at < now()").execute(&mut *conn).await?;
    sqlx::query!("DELETE FROM privacy_sign_ins WHERE expires_at < now()").execute(conn).await.map(drop)
}
