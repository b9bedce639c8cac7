//! SQL of sign-ins by number.

use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Phone, SignIn, SignInId};
use crate::auth::session::Rules;

pub async fn insert(
    conn: &mut PgConnection,
    id: Uuid,
    phone: &Phone,
    network: IpAddr,
    rules: &Rules,
) -> sqlx::Result<SignIn> {
    let row = sqlx::query!(
        "INSERT INTO messenger_sign_ins (id, phone, expires_at, ends_at, ip_address)
         VALUES ($1, $2, now() + make_interval(secs => $3), now() + make_interval(secs => $4), $5)
         RETURNING expires_at, ends_at",
        id,
        phone.as_str(),
        rules.idle.as_secs_f64(),
        rules.absolute.as_secs_f64(),
        IpNet::from(network) as IpNet
    )
    .fetch_one(conn)
    .await?;
    Ok(SignIn {
        id: SignInId(id),
        phone: phone.clone(),
        is_proved: false,
        expires_at: row.expires_at,
        ends_at: row.ends_at,
    })
}

/// Returns a sign-in that has not ended. One that was not seen for a while is extended.
pub async fn find(
    conn: &mut PgConnection,
    id: Uuid,
    idle: Duration,
    seen_every: Duration,
) -> sqlx::Result<Option<SignIn>> {
    let row = sqlx::query!(
        r#"WITH seen AS (
             UPDATE messenger_sign_ins
             SET seen_at = now(), expires_at = least(ends_at, now() + make_interval(secs => $2))
             WHERE id = $1 AND expires_at > now() AND seen_at < now() - make_interval(secs => $3)
             RETURNING expires_at)
         SELECT phone, member_id IS NOT NULL AS "is_proved!", ends_at,
                coalesce((SELECT expires_at FROM seen), expires_at) AS "expires_at!"
         FROM messenger_sign_ins WHERE id = $1 AND expires_at > now()"#,
        id,
        idle.as_secs_f64(),
        seen_every.as_secs_f64()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| SignIn {
        id: SignInId(id),
        phone: Phone(row.phone),
        is_proved: row.is_proved,
        expires_at: row.expires_at,
        ends_at: row.ends_at,
    }))
}

/// Keeps a code, unless the number has had as many in the last hour. Codes of one number are counted one after the other.
pub async fn set_code(
    conn: &mut PgConnection,
    id: SignInId,
    phone: &Phone,
    hash: &[u8; 32],
    lasts: Duration,
    most: i64,
) -> sqlx::Result<bool> {
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended('messenger code ' || $1, 0))", phone.as_str())
        .execute(&mut *conn)
        .await?;
    let kept = sqlx::query!(
        "UPDATE messenger_sign_ins SET code_hash = $2, code_until = now() + make_interval(secs => $3)
         WHERE id = $1 AND code_until IS NULL AND (
             SELECT count(*) FROM messenger_sign_ins
             WHERE phone = $4 AND code_until IS NOT NULL AND created_at > now() - interval '1 hour') < $5",
        id.0,
        &hash[..],
        lasts.as_secs_f64(),
        phone.as_str(),
        most
    )
    .execute(conn)
    .await?;
    Ok(kept.rows_affected() == 1)
}

/// Uses up a try, and returns whether the code was right.
pub async fn use_try(conn: &mut PgConnection, id: SignInId, hash: &[u8; 32], most: i32) -> sqlx::Result<bool> {
    let right = sqlx::query_scalar!(
        r#"UPDATE messenger_sign_ins
           SET code_tries = code_tries + 1, code_hash = CASE WHEN code_hash = $2 THEN NULL ELSE code_hash END
           WHERE id = $1 AND code_hash IS NOT NULL AND code_tries < $3 AND code_until > now() AND expires_at > now()
           RETURNING code_hash IS NULL AS "right!""#,
        id.0,
        &hash[..],
        most
    )
    .fetch_optional(conn)
    .await?;
    Ok(right.unwrap_or(false))
}

pub async fn prove(conn: &mut PgConnection, id: SignInId, member: Uuid) -> sqlx::Result<()> {
    sqlx::query!("UPDATE messenger_sign_ins SET member_id = $2 WHERE id = $1", id.0, member)
        .execute(conn)
        .await
        .map(drop)
}

pub async fn end(conn: &mut PgConnection, id: SignInId) -> sqlx::Result<()> {
    sqlx::query!("UPDATE messenger_sign_ins SET expires_at = now(), code_hash = NULL WHERE id = $1", id.0)
        .execute(conn)
        .await
        .map(drop)
}

pub async fn delete_ended(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM messenger_sign_ins WHERE id IN (
             SELECT id FROM messenger_sign_ins
             WHERE expires_at < now() AND created_at < now() - interval '1 hour' ORDER BY expires_at LIMIT 1000)"
    )
    .execute(conn)
    .await
    .map(drop)
}
