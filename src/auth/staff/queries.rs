//! SQL of the staff, their second factors and their sign-ins.

use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Person;
use super::logins::{Login, RULES, SignedIn};
use crate::auth::Role;
use crate::auth::session::SEEN_EVERY;

/// Whether there is any account.
pub async fn any(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM staff) AS "any!""#).fetch_one(conn).await
}

/// Adds an account; `false` if the address has one already.
pub async fn insert(conn: &mut PgConnection, id: Uuid, email: &str, role: &str, hash: &str) -> sqlx::Result<bool> {
    let inserted = sqlx::query!(
        "INSERT INTO staff (id, email, role, password_hash) VALUES ($1, $2, $3, $4)
         ON CONFLICT ON CONSTRAINT staff_email_unique DO NOTHING",
        id,
        email,
        role,
        hash
    )
    .execute(conn)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// All accounts by address, or the one with this id.
pub async fn list(conn: &mut PgConnection, id: Option<Uuid>) -> sqlx::Result<Vec<Person>> {
    let rows = sqlx::query!(
        r#"SELECT id, email, role, totp_since IS NOT NULL AS "has_second_factor!", created_at, disabled_at
           FROM staff WHERE $1::uuid IS NULL OR id = $1 ORDER BY email"#,
        id
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Person {
            id: row.id,
            email: row.email,
            role: Role::of(&row.role),
            has_second_factor: row.has_second_factor,
            created_at: row.created_at,
            disabled_at: row.disabled_at,
        })
        .collect())
}

/// Resets an account and returns its id and role.
pub async fn reset(conn: &mut PgConnection, email: &str, hash: &str) -> sqlx::Result<Option<(Uuid, String)>> {
    let row = sqlx::query!(
        "UPDATE staff SET password_hash = $2, totp_secret = NULL, totp_since = NULL, disabled_at = NULL
         WHERE email = $1 RETURNING id, role",
        email,
        hash
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.role)))
}

pub async fn mark_password(conn: &mut PgConnection, id: Uuid, hash: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE staff SET password_hash = $2 WHERE id = $1", id, hash).execute(conn).await.map(drop)
}

pub async fn lock_admins(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("SELECT id FROM staff WHERE role = 'admin' ORDER BY id FOR UPDATE").fetch_all(conn).await.map(drop)
}

pub async fn find_role(conn: &mut PgConnection, email: &str) -> sqlx::Result<Option<(Uuid, String)>> {
    let row = sqlx::query!("SELECT id, role FROM staff WHERE email = $1", email).fetch_optional(conn).await?;
    Ok(row.map(|row| (row.id, row.role)))
}

pub async fn count_other_admins(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM staff WHERE role = 'admin' AND disabled_at IS NULL AND id <> $1"#,
        id
    )
    .fetch_one(conn)
    .await
}

pub async fn mark_disabled(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!("UPDATE staff SET disabled_at = coalesce(disabled_at, now()) WHERE id = $1", id)
        .execute(conn)
        .await
        .map(drop)
}

/// What a sign-in is checked against.
pub struct Account {
    pub id: Uuid,
    pub password_hash: String,
    pub totp_secret: Option<Vec<u8>>,
    /// Whether it has signed in from the client's network before.
    pub knows_network: bool,
}

/// The enabled account of this address, with its TOTP secret if that is confirmed.
pub async fn find_account(conn: &mut PgConnection, email: &str, network: &[u8]) -> sqlx::Result<Option<Account>> {
    sqlx::query_as!(
        Account,
        r#"SELECT id, password_hash,
                  CASE WHEN totp_since IS NOT NULL THEN totp_secret END AS totp_secret,
                  EXISTS (SELECT FROM staff_networks WHERE staff_id = staff.id AND network = $2) AS "knows_network!"
           FROM staff WHERE email = $1 AND disabled_at IS NULL"#,
        email,
        network
    )
    .fetch_optional(conn)
    .await
}

/// Stores an unconfirmed secret; `false` if a second factor is in use already.
pub async fn mark_totp_secret(conn: &mut PgConnection, id: Uuid, secret: &[u8]) -> sqlx::Result<bool> {
    let marked = sqlx::query!(
        "UPDATE staff SET totp_secret = $2, totp_step = 0 WHERE id = $1 AND totp_since IS NULL",
        id,
        secret
    )
    .execute(conn)
    .await?;
    Ok(marked.rows_affected() == 1)
}

pub async fn find_totp_secret(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar!("SELECT totp_secret FROM staff WHERE id = $1", id).fetch_one(conn).await
}

/// Confirms the secret: from now on signing in needs a code.
pub async fn mark_totp(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!("UPDATE staff SET totp_since = now() WHERE id = $1", id).execute(conn).await.map(drop)
}

pub async fn delete_totp(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!("UPDATE staff SET totp_secret = NULL, totp_since = NULL WHERE id = $1", id)
        .execute(conn)
        .await
        .map(drop)
}

/// Consumes a time step; `false` if its code, or a later one, was used already.
pub async fn take_step(conn: &mut PgConnection, id: Uuid, step: i64) -> sqlx::Result<bool> {
    let taken = sqlx::query!("UPDATE staff SET totp_step = $2 WHERE id = $1 AND totp_step < $2", id, step)
        .execute(conn)
        .await?;
    Ok(taken.rows_affected() == 1)
}

pub async fn insert_recovery_codes(conn: &mut PgConnection, id: Uuid, hashes: &[Vec<u8>]) -> sqlx::Result<()> {
    sqlx::query!("INSERT INTO staff_recovery_codes (code_sha256, staff_id) SELECT unnest($2::bytea[]), $1", id, hashes)
        .execute(conn)
        .await
        .map(drop)
}

pub async fn delete_recovery_codes(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM staff_recovery_codes WHERE staff_id = $1", id).execute(conn).await.map(drop)
}

pub async fn count_recovery_codes(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM staff_recovery_codes WHERE staff_id = $1"#, id)
        .fetch_one(conn)
        .await
}

/// Consumes a recovery code; `false` if there is no such code.
pub async fn take_recovery_code(conn: &mut PgConnection, id: Uuid, hash: &[u8]) -> sqlx::Result<bool> {
    let taken = sqlx::query!("DELETE FROM staff_recovery_codes WHERE staff_id = $1 AND code_sha256 = $2", id, hash)
        .execute(conn)
        .await?;
    Ok(taken.rows_affected() == 1)
}

/// Adds a login and returns when.
pub async fn insert_login(
    conn: &mut PgConnection,
    id: Uuid,
    staff: Uuid,
    token_sha256: &[u8; 32],
    client: &str,
    ip: IpAddr,
) -> sqlx::Result<OffsetDateTime> {
    sqlx::query_scalar!(
        "INSERT INTO staff_logins (id, staff_id, token_sha256, client, ip_address) VALUES ($1, $2, $3, $4, $5)
         RETURNING created_at",
        id,
        staff,
        token_sha256,
        client,
        IpNet::from(ip)
    )
    .fetch_one(conn)
    .await
}

/// Records a sign-in from a network.
pub async fn mark_network(conn: &mut PgConnection, staff: Uuid, network: &[u8]) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO staff_networks (staff_id, network) VALUES ($1, $2)
         ON CONFLICT (staff_id, network) DO UPDATE SET seen_at = now()",
        staff,
        network
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn delete_networks(conn: &mut PgConnection, staff: Uuid) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM staff_networks WHERE staff_id = $1", staff).execute(conn).await.map(drop)
}

/// Deletes networks from which the account has not signed in for this long.
pub async fn delete_old_networks(conn: &mut PgConnection, age: Duration) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM staff_networks WHERE seen_at < now() - make_interval(secs => $1)", age.as_secs_f64())
        .execute(conn)
        .await
        .map(drop)
}

/// Deletes all but a person's newest logins.
pub async fn trim_logins(conn: &mut PgConnection, staff: Uuid, keep: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM staff_logins WHERE id IN (
             SELECT id FROM staff_logins WHERE staff_id = $1 ORDER BY created_at DESC, id OFFSET $2)",
        staff,
        keep
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Returns who is signed in with this token, and extends the login.
pub async fn find_signed_in(conn: &mut PgConnection, token_sha256: &[u8; 32]) -> sqlx::Result<Option<SignedIn>> {
    let row = sqlx::query!(
        r#"SELECT staff_logins.id AS login, staff.id AS staff, staff.email, staff.role,
                  staff.totp_since IS NOT NULL AS "has_second_factor!", staff_logins.created_at,
                  seen_at < now() - make_interval(secs => $4) AS "stale!"
           FROM staff_logins JOIN staff ON staff.id = staff_logins.staff_id
           WHERE token_sha256 = $1 AND staff.disabled_at IS NULL
             AND seen_at > now() - make_interval(secs => $2)
             AND staff_logins.created_at > now() - make_interval(secs => $3)"#,
        token_sha256,
        RULES.idle.as_secs_f64(),
        RULES.absolute.as_secs_f64(),
        SEEN_EVERY.as_secs_f64()
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    if row.stale {
        sqlx::query!("UPDATE staff_logins SET seen_at = now() WHERE id = $1", row.login).execute(conn).await?;
    }
    Ok(Some(SignedIn {
        login: row.login,
        staff: row.staff,
        email: row.email,
        role: Role::of(&row.role),
        has_second_factor: row.has_second_factor,
        created_at: row.created_at,
    }))
}

pub async fn list_logins(conn: &mut PgConnection, staff: Uuid) -> sqlx::Result<Vec<Login>> {
    let rows = sqlx::query!(
        r#"SELECT id, client, ip_address AS "ip: IpNet", created_at, seen_at FROM staff_logins
           WHERE staff_id = $1 AND seen_at > now() - make_interval(secs => $2)
             AND created_at > now() - make_interval(secs => $3)
           ORDER BY created_at DESC, id"#,
        staff,
        RULES.idle.as_secs_f64(),
        RULES.absolute.as_secs_f64()
    )
    .fetch_all(conn)
    .await?;
    let login = |id, client, ip: Option<IpNet>, created_at, seen_at| Login {
        id,
        client,
        ip_address: ip.map(|ip| ip.addr()),
        created_at,
        seen_at,
        current: false,
    };
    Ok(rows.into_iter().map(|row| login(row.id, row.client, row.ip, row.created_at, row.seen_at)).collect())
}

/// Ends one login of this person; `false` if it has none with this id.
pub async fn delete_login(conn: &mut PgConnection, staff: Uuid, login: Uuid) -> sqlx::Result<bool> {
    let deleted =
        sqlx::query!("DELETE FROM staff_logins WHERE staff_id = $1 AND id = $2", staff, login).execute(conn).await?;
    Ok(deleted.rows_affected() == 1)
}

pub async fn delete_logins(conn: &mut PgConnection, staff: Uuid) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM staff_logins WHERE staff_id = $1", staff).execute(conn).await.map(drop)
}

pub async fn delete_other_logins(conn: &mut PgConnection, staff: Uuid, keep: Uuid) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM staff_logins WHERE staff_id = $1 AND id <> $2", staff, keep).execute(conn).await.map(drop)
}

/// Deletes expired logins.
pub async fn delete_lapsed_logins(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM staff_logins WHERE seen_at < now() - make_interval(secs => $1)
             OR created_at < now() - make_interval(secs => $2)",
        RULES.idle.as_secs_f64(),
        RULES.absolute.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}
