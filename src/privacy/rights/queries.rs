//! SQL of the rights. Addresses are compared without case.

use std::net::IpAddr;

use ipnet::IpNet;
use sqlx::PgConnection;

use super::Restriction;
use crate::platform::ids::SessionId;

/// Returns the sessions of an address, newest first.
pub async fn list_by_address(conn: &mut PgConnection, address: &str) -> sqlx::Result<Vec<SessionId>> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM sessions WHERE lower(email) = lower($1) ORDER BY created_at DESC, id DESC",
        address
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(SessionId::from_uuid).collect())
}

pub async fn count_by_address(conn: &mut PgConnection, address: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM sessions WHERE lower(email) = lower($1)"#, address)
        .fetch_one(conn)
        .await
}

/// Whether the session exists and, if an address is given, has that address.
pub async fn exists(conn: &mut PgConnection, id: SessionId, address: Option<&str>) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM sessions WHERE id = $1 AND ($2::text IS NULL OR lower(email) = lower($2))) AS "stands!""#,
        id.uuid(),
        address
    )
    .fetch_one(conn)
    .await
}

/// Corrects the person's row; a changed address makes it pending.
pub async fn rectify(
    conn: &mut PgConnection,
    id: SessionId,
    name: Option<&str>,
    email: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE sessions SET name = coalesce($2, name), email = coalesce($3, email), updated_at = now(),
             named_at = CASE WHEN $2::text IS NULL THEN named_at ELSE now() END,
             state = CASE WHEN $3::text IS NULL THEN state ELSE 'pending' END,
             completed_at = CASE WHEN $3::text IS NULL THEN completed_at END
         WHERE id = $1",
        id.uuid(),
        name,
        email
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Withdraws the consent to training. Returns `false` if it was not given.
pub async fn mark_no_training(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE sessions SET consent_ai_training = false, updated_at = now() WHERE id = $1 AND consent_ai_training",
        id.uuid()
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Records a refusal of the wording that was last agreed to.
pub async fn insert_withdrawal(
    conn: &mut PgConnection,
    id: SessionId,
    purpose: &str,
    ip: Option<IpAddr>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO consents (session_id, purpose, given, text_version, text_sha256, locale, ip_address)
         SELECT session_id, purpose, false, text_version, text_sha256, locale, $3 FROM consents
         WHERE session_id = $1 AND purpose = $2 AND given ORDER BY id DESC LIMIT 1",
        id.uuid(),
        purpose,
        ip.map(IpNet::from) as Option<IpNet>
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn find_restriction(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Option<Restriction>> {
    let row =
        sqlx::query!("SELECT restricted_at, restricted_by, restriction_reason FROM sessions WHERE id = $1", id.uuid())
            .fetch_optional(conn)
            .await?;
    Ok(row.and_then(|row| Restriction::of(row.restricted_at, row.restricted_by, row.restriction_reason)))
}

/// Whether the session's present address may know of its restriction: only the company may lift one that was set under
/// an earlier address.
pub async fn is_restriction_seen(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT coalesce(seen_by_address(id, restricted_at), true) AS "seen!" FROM sessions WHERE id = $1"#,
        id.uuid()
    )
    .fetch_one(conn)
    .await
}

pub async fn mark_restricted(conn: &mut PgConnection, id: SessionId, by: &str, reason: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE sessions SET restricted_at = coalesce(restricted_at, now()), restricted_by = $2, restriction_reason = $3,
             updated_at = now()
         WHERE id = $1",
        id.uuid(),
        by,
        reason
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn mark_unrestricted(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE sessions SET restricted_at = NULL, restricted_by = NULL, restriction_reason = NULL, updated_at = now()
         WHERE id = $1",
        id.uuid()
    )
    .execute(conn)
    .await
    .map(drop)
}
