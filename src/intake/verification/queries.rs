//! SQL of the links. Only hashes are stored.

use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;
use sqlx::PgConnection;
use uuid::Uuid;

use super::earlier::Change;
use crate::platform::ids::SessionId;

/// Inserts a link and returns its expiry.
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

/// Treats an expired link as unknown.
pub async fn find(conn: &mut PgConnection, hash: &[u8; 32]) -> sqlx::Result<Option<SessionId>> {
    let session = sqlx::query_scalar!(
        "SELECT session_id FROM verifications WHERE token_sha256 = $1 AND expires_at > now()",
        hash
    );
    Ok(session.fetch_optional(conn).await?.map(SessionId::from_uuid))
}

/// Marks the link as used. Returns `false` if it was used, expired or voided.
pub async fn mark_used(conn: &mut PgConnection, hash: &[u8; 32]) -> sqlx::Result<bool> {
    let used = sqlx::query!(
        "UPDATE verifications SET used_at = now() WHERE token_sha256 = $1 AND used_at IS NULL AND expires_at > now()",
        hash
    )
    .execute(conn)
    .await?;
    Ok(used.rows_affected() == 1)
}

/// Returns whether there were any.
pub async fn delete_by_session(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<bool> {
    let deleted = sqlx::query!("DELETE FROM verifications WHERE session_id = $1", id.uuid()).execute(conn).await?;
    Ok(deleted.rows_affected() > 0)
}

/// Returns the seconds until the next mail may be requested; `None` if it may be now.
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

/// Returns the delay of a mail to a corrected address. It replaces a mail that is already delayed, and keeps its time.
pub async fn find_next_mail(conn: &mut PgConnection, id: SessionId, cool_down: Duration) -> sqlx::Result<Duration> {
    let seconds = sqlx::query_scalar!(
        r#"SELECT extract(epoch FROM CASE WHEN mail_requested_at > now() THEN mail_requested_at
                                       ELSE mail_requested_at + make_interval(secs => $2) END - now())::float8 AS "left!"
           FROM sessions WHERE id = $1"#,
        id.uuid(),
        cool_down.as_secs_f64()
    )
    .fetch_one(conn)
    .await?;
    Ok(Duration::from_secs_f64(seconds.max(0.0)))
}

/// Returns how often the session's address was changed.
pub async fn count_changes(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM address_changes WHERE session_id = $1"#, id.uuid())
        .fetch_one(conn)
        .await
}

/// Whether the database treats both as the same address.
pub async fn are_same(conn: &mut PgConnection, one: &str, other: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT lower($1) = lower($2) AS "same!""#, one, other).fetch_one(conn).await
}

/// Records the end of the period under the earlier address. Voids earlier agreements: they were about the address that
/// is now replaced.
///
/// The end is after everything given before, even if another transaction began later and committed first, or the clock
/// went back. Decisions made by this transaction itself have its start as their time.
pub async fn insert_change(
    conn: &mut PgConnection,
    change: Uuid,
    id: SessionId,
    earlier: &str,
    ttl: Duration,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE address_changes SET agreed_at = NULL, token_sha256 = NULL
         WHERE session_id = $1 AND (agreed_at IS NOT NULL OR token_sha256 IS NOT NULL)",
        id.uuid()
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO address_changes (id, session_id, earlier, changed_at, expires_at)
         SELECT $1, $2, $3,
                greatest(now(), created_at + interval '1 microsecond',
                         (SELECT max(changed_at) + interval '1 microsecond' FROM address_changes WHERE session_id = $2),
                         (SELECT max(decided_at) + interval '1 microsecond' FROM consents
                          WHERE session_id = $2 AND decided_at <> now())),
                now() + make_interval(secs => $4)
         FROM sessions WHERE id = $2",
        change,
        id.uuid(),
        earlier,
        ttl.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Returns a change whose earlier address is still stored.
pub async fn find_change(conn: &mut PgConnection, change: Uuid) -> sqlx::Result<Option<Change>> {
    sqlx::query_as!(
        Change,
        r#"SELECT id, earlier AS "earlier!", expires_at FROM address_changes
           WHERE id = $1 AND earlier IS NOT NULL AND expires_at > now()"#,
        change
    )
    .fetch_optional(conn)
    .await
}

/// Stores the link's token. Returns `false` if the address has changed again since, so that there is nothing to agree
/// to.
pub async fn mint_for_change(conn: &mut PgConnection, change: Uuid, hash: &[u8; 32]) -> sqlx::Result<bool> {
    let minted = sqlx::query!(
        "UPDATE address_changes AS this SET token_sha256 = $2
         WHERE id = $1 AND NOT EXISTS (SELECT FROM address_changes AS later
                                       WHERE later.session_id = this.session_id AND later.changed_at > this.changed_at)",
        change,
        hash
    )
    .execute(conn)
    .await?;
    Ok(minted.rows_affected() == 1)
}

pub async fn find_change_by_token(conn: &mut PgConnection, hash: &[u8; 32]) -> sqlx::Result<Option<SessionId>> {
    let session = sqlx::query_scalar!(
        "SELECT session_id FROM address_changes WHERE token_sha256 = $1 AND expires_at > now()",
        hash
    );
    Ok(session.fetch_optional(conn).await?.map(SessionId::from_uuid))
}

/// Marks all periods under the link's address as agreed. Returns `false` if it had agreed before.
pub async fn mark_agreed(conn: &mut PgConnection, hash: &[u8; 32]) -> sqlx::Result<bool> {
    let agreed = sqlx::query!(
        "UPDATE address_changes AS changes SET agreed_at = now()
         FROM address_changes AS this
         WHERE this.token_sha256 = $1 AND changes.session_id = this.session_id AND changes.agreed_at IS NULL
           AND lower(changes.earlier) = lower(this.earlier)",
        hash
    )
    .execute(conn)
    .await?;
    Ok(agreed.rows_affected() > 0)
}

pub async fn blank_lapsed_changes(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE address_changes SET earlier = NULL, token_sha256 = NULL WHERE earlier IS NOT NULL AND expires_at < now()"
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Returns from where the contact came, and how many bytes its files have; `None` if the address is blanked.
pub async fn find_sent(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Option<(IpAddr, u64)>> {
    let row = sqlx::query!(
        r#"SELECT ip_address AS "ip!: IpNet",
                  (SELECT coalesce(sum(size), 0)::bigint FROM files WHERE session_id = sessions.id) AS "bytes!"
           FROM sessions WHERE id = $1 AND ip_address IS NOT NULL"#,
        id.uuid()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.ip.addr(), u64::try_from(row.bytes).unwrap_or(0))))
}
