//! SQL of members' sessions.

use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::Value;
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{MemberSession, MemberSessionSeen, Stats};
use crate::platform::http::ClientIp;

/// A session that is about to be made.
pub struct Insert<'a> {
    pub id: Uuid,
    pub token_sha256: [u8; 32],
    pub user_id: &'a str,
    pub timeout: i32,
    pub longest: i32,
    pub role: Option<&'a str>,
    pub permissions: &'a [String],
    pub metadata: &'a Value,
    pub ip: IpAddr,
    pub client: &'a str,
}

/// Lets one sign-in of a user follow the other, on all instances.
pub async fn lock_user(conn: &mut PgConnection, user_id: &str) -> sqlx::Result<()> {
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 2))", user_id).fetch_one(conn).await.map(drop)
}

/// Deletes the user's sessions that have ended.
pub async fn delete_lapsed_of(conn: &mut PgConnection, user_id: &str) -> sqlx::Result<u64> {
    let deleted =
        sqlx::query!("DELETE FROM member_sessions WHERE user_id = $1 AND expires_at <= statement_timestamp()", user_id);
    Ok(deleted.execute(conn).await?.rows_affected())
}

pub async fn count_of(conn: &mut PgConnection, user_id: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM member_sessions WHERE user_id = $1"#, user_id)
        .fetch_one(conn)
        .await
}

/// Deletes all but the user's newest sessions.
pub async fn delete_oldest_of(conn: &mut PgConnection, user_id: &str, keep: i64) -> sqlx::Result<u64> {
    let deleted = sqlx::query!(
        "DELETE FROM member_sessions WHERE id IN (
             SELECT id FROM member_sessions WHERE user_id = $1 ORDER BY created_at DESC, id OFFSET $2)",
        user_id,
        keep
    );
    Ok(deleted.execute(conn).await?.rows_affected())
}

/// The times are the statement's and not the transaction's, which may have waited for the user's lock.
pub async fn insert(conn: &mut PgConnection, new: &Insert<'_>) -> sqlx::Result<MemberSession> {
    sqlx::query_as!(
        MemberSession,
        "INSERT INTO member_sessions (id, token_sha256, user_id, timeout_seconds, created_at, seen_at, expires_at, ends_at,
                                      role, permissions, metadata, ip_address, client)
         SELECT $1, $2, $3, $4::integer, now, now, now + make_interval(secs => least($4::integer, $5::integer)),
                now + make_interval(secs => $5::integer),
                $6, $7, $8, $9, $10
         FROM (SELECT statement_timestamp() AS now) AS clock
         RETURNING id, user_id, timeout_seconds, created_at, seen_at, expires_at, ends_at, role, permissions, metadata",
        new.id,
        &new.token_sha256[..],
        new.user_id,
        new.timeout,
        new.longest,
        new.role,
        new.permissions,
        new.metadata,
        IpNet::from(new.ip) as IpNet,
        new.client
    )
    .fetch_one(conn)
    .await
}

/// The sessions of these tokens that have not ended, each after its token's hash.
pub async fn find_by_tokens(
    conn: &mut PgConnection,
    token_sha256: &[&[u8]],
) -> sqlx::Result<Vec<(Vec<u8>, MemberSession)>> {
    let rows = sqlx::query!(
        "SELECT token_sha256, id, user_id, timeout_seconds, created_at, seen_at, expires_at, ends_at, role, permissions,
                metadata
         FROM member_sessions WHERE token_sha256 = ANY($1) AND expires_at > now()",
        token_sha256 as &[&[u8]]
    )
    .fetch_all(conn)
    .await?;
    let found = rows.into_iter().map(|row| {
        let session = MemberSession {
            id: row.id,
            user_id: row.user_id,
            timeout_seconds: row.timeout_seconds,
            created_at: row.created_at,
            seen_at: row.seen_at,
            expires_at: row.expires_at,
            ends_at: row.ends_at,
            role: row.role,
            permissions: row.permissions,
            metadata: row.metadata,
        };
        (row.token_sha256, session)
    });
    Ok(found.collect())
}

/// The session with this public id, unless it has ended.
pub async fn find(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<MemberSession>> {
    sqlx::query_as!(
        MemberSession,
        "SELECT id, user_id, timeout_seconds, created_at, seen_at, expires_at, ends_at, role, permissions, metadata
         FROM member_sessions WHERE id = $1 AND expires_at > now()",
        id
    )
    .fetch_optional(conn)
    .await
}

/// A user's sessions, newest first.
pub async fn list_of(conn: &mut PgConnection, user_id: &str) -> sqlx::Result<Vec<MemberSession>> {
    sqlx::query_as!(
        MemberSession,
        "SELECT id, user_id, timeout_seconds, created_at, seen_at, expires_at, ends_at, role, permissions, metadata
         FROM member_sessions WHERE user_id = $1 AND expires_at > now() ORDER BY created_at DESC, id",
        user_id
    )
    .fetch_all(conn)
    .await
}

/// The same as staff see them.
pub async fn list_seen_of(conn: &mut PgConnection, user_id: &str) -> sqlx::Result<Vec<MemberSessionSeen>> {
    let rows = sqlx::query!(
        r#"SELECT id, client, ip_address AS "ip: IpNet", role, created_at, seen_at, expires_at, ends_at
           FROM member_sessions WHERE user_id = $1 AND expires_at > now() ORDER BY created_at DESC, id"#,
        user_id
    )
    .fetch_all(conn)
    .await?;
    let seen = rows.into_iter().map(|row| MemberSessionSeen {
        id: row.id,
        client: row.client,
        network: row.ip.map(|ip| ClientIp(ip.addr()).bucket()),
        role: row.role,
        created_at: row.created_at,
        last_activity: row.seen_at,
        expires_at: row.expires_at,
        ends_at: row.ends_at,
    });
    Ok(seen.collect())
}

/// Records that sessions were used at these times. One that has ended stays ended.
pub async fn mark_seen(conn: &mut PgConnection, ids: &[Uuid], times: &[OffsetDateTime]) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE member_sessions SET seen_at = greatest(seen_at, used.at),
             expires_at = least(greatest(expires_at, used.at + make_interval(secs => timeout_seconds)), ends_at)
         FROM unnest($1::uuid[], $2::timestamptz[]) AS used (id, at)
         WHERE member_sessions.id = used.id AND expires_at > used.at",
        ids,
        times
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Extends a session, at most to its absolute end. `None` if it has ended.
pub async fn extend(conn: &mut PgConnection, id: Uuid, seconds: i32) -> sqlx::Result<Option<MemberSession>> {
    sqlx::query_as!(
        MemberSession,
        "UPDATE member_sessions SET expires_at = least(expires_at + make_interval(secs => $2), ends_at)
         WHERE id = $1 AND expires_at > now()
         RETURNING id, user_id, timeout_seconds, created_at, seen_at, expires_at, ends_at, role, permissions, metadata",
        id,
        f64::from(seconds)
    )
    .fetch_optional(conn)
    .await
}

/// Replaces the metadata. `None` if the session has ended.
pub async fn set_metadata(conn: &mut PgConnection, id: Uuid, metadata: &Value) -> sqlx::Result<Option<MemberSession>> {
    sqlx::query_as!(
        MemberSession,
        "UPDATE member_sessions SET metadata = $2 WHERE id = $1 AND expires_at > now()
         RETURNING id, user_id, timeout_seconds, created_at, seen_at, expires_at, ends_at, role, permissions, metadata",
        id,
        metadata
    )
    .fetch_optional(conn)
    .await
}

/// Ends a session; `false` if it has ended before.
pub async fn delete(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<bool> {
    let deleted = sqlx::query!("DELETE FROM member_sessions WHERE id = $1 AND expires_at > now()", id);
    Ok(deleted.execute(conn).await?.rows_affected() == 1)
}

/// Ends a user's sessions, and returns how many.
pub async fn delete_of(conn: &mut PgConnection, user_id: &str) -> sqlx::Result<u64> {
    let deleted = sqlx::query!("DELETE FROM member_sessions WHERE user_id = $1 AND expires_at > now()", user_id);
    Ok(deleted.execute(conn).await?.rows_affected())
}

/// Deletes some sessions that have ended, and returns how many.
pub async fn delete_lapsed(conn: &mut PgConnection, limit: i64) -> sqlx::Result<u64> {
    let deleted = sqlx::query!(
        "DELETE FROM member_sessions WHERE id IN (
             SELECT id FROM member_sessions WHERE expires_at <= now() ORDER BY expires_at LIMIT $1
             FOR UPDATE SKIP LOCKED)",
        limit
    );
    Ok(deleted.execute(conn).await?.rows_affected())
}

/// Adds to a day's counts.
pub async fn add_counts(conn: &mut PgConnection, day: Date, reasons: &[&str], counts: &[i64]) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO member_session_days (day, reason, count)
         SELECT $1, new.reason, new.count FROM unnest($2::text[], $3::bigint[]) AS new (reason, count)
         ORDER BY new.reason
         ON CONFLICT (day, reason) DO UPDATE SET count = member_session_days.count + excluded.count",
        day,
        reasons as &[&str],
        counts
    )
    .execute(conn)
    .await
    .map(drop)
}

/// How many there are, of how many users, and the day's counts.
pub async fn stats(conn: &mut PgConnection, day: Date) -> sqlx::Result<Stats> {
    let now = sqlx::query!(
        r#"SELECT count(*) AS "active!", count(DISTINCT user_id) AS "users!" FROM member_sessions WHERE expires_at > now()"#
    )
    .fetch_one(&mut *conn)
    .await?;
    let days =
        sqlx::query!("SELECT reason, count FROM member_session_days WHERE day = $1", day).fetch_all(conn).await?;
    let count = |reason: &str| days.iter().find(|row| row.reason == reason).map_or(0, |row| row.count);
    Ok(Stats {
        active: now.active,
        users: now.users,
        created_today: count("created"),
        ended_today: super::EndedToday {
            logout: count("logout"),
            expired: count("expired"),
            evicted: count("evicted"),
            revoked: count("revoked"),
        },
    })
}

/// Deletes counts of days before this one.
pub async fn delete_days_before(conn: &mut PgConnection, day: Date) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM member_session_days WHERE day < $1", day).execute(conn).await.map(drop)
}
