//! SQL of messenger sessions. Who may reach a row is in every statement.

use std::time::Duration;

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Whose;
use super::detect::Claimed;
use crate::auth::members::MemberId;
use crate::auth::phones::{Phone, SignInId};

/// A session, as its owner sees it.
#[derive(Clone, Debug)]
pub struct Session {
    pub device: i16,
    pub status: String,
    pub since: OffsetDateTime,
    pub account: Option<String>,
    pub qr_until: Option<OffsetDateTime>,
    pub pair_code_until: Option<OffsetDateTime>,
    pub active_at: OffsetDateTime,
    pub message_at: Option<OffsetDateTime>,
    pub next_try: OffsetDateTime,
}

fn ids(whose: &Whose) -> (Option<Uuid>, Option<Uuid>) {
    (whose.member().map(MemberId::uuid), whose.sign_in().map(SignInId::uuid))
}

/// What is shown for pairing, sealed.
pub struct Codes {
    pub session: Uuid,
    pub data_key: Vec<u8>,
    pub qr: Option<Vec<u8>>,
    pub pair_code: Option<Vec<u8>>,
}

pub async fn insert(
    conn: &mut PgConnection,
    id: Uuid,
    whose: &Whose,
    device: i16,
    phone: Option<&Phone>,
    data_key: &[u8],
) -> sqlx::Result<()> {
    let (member, sign_in) = ids(whose);
    sqlx::query!(
        "INSERT INTO messenger_sessions (id, member_id, sign_in_id, device_no, wanted_phone, desired, data_key)
         VALUES ($1, $2, $3, $4, $5, 'running', $6)",
        id,
        member,
        sign_in,
        device,
        phone.map(Phone::as_str),
        data_key
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn list(conn: &mut PgConnection, whose: &Whose) -> sqlx::Result<Vec<Session>> {
    let (member, sign_in) = ids(whose);
    sqlx::query_as!(
        Session,
        "SELECT device_no AS device, status, since, account,
                CASE WHEN qr_until > now() THEN qr_until END AS qr_until,
                CASE WHEN pair_code_until > now() THEN pair_code_until END AS pair_code_until,
                active_at, message_at, next_try
         FROM messenger_sessions WHERE (member_id = $1 OR sign_in_id = $2) AND desired <> 'forgotten' ORDER BY device_no",
        member,
        sign_in
    )
    .fetch_all(conn)
    .await
}

/// How many sessions wait for a telephone that has not proved its number.
pub async fn count_waiting(conn: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM messenger_sessions WHERE sign_in_id IS NOT NULL AND desired = 'running'"#
    )
    .fetch_one(conn)
    .await
}

/// Notes that a member is here, at most once a minute, and wakes what sleeps. Members who are here are not erased by time.
pub async fn touch(conn: &mut PgConnection, member: MemberId) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE members SET seen_at = now() WHERE id = $1 AND seen_at < now() - interval '1 hour'",
        member.uuid()
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "UPDATE messenger_sessions
         SET active_at = now(), desired = CASE WHEN desired = 'asleep' THEN 'running' ELSE desired END
         WHERE member_id = $1 AND (desired = 'asleep' OR active_at < now() - interval '1 minute')
           AND desired <> 'forgotten'",
        member.uuid()
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn find_codes(conn: &mut PgConnection, whose: &Whose, device: i16) -> sqlx::Result<Option<Codes>> {
    let (member, sign_in) = ids(whose);
    sqlx::query_as!(
        Codes,
        "SELECT id AS session, data_key, CASE WHEN qr_until > now() THEN qr_sealed END AS qr,
                CASE WHEN pair_code_until > now() THEN pair_code_sealed END AS pair_code
         FROM messenger_sessions
         WHERE (member_id = $1 OR sign_in_id = $2) AND device_no = $3 AND desired <> 'forgotten'",
        member,
        sign_in,
        device
    )
    .fetch_optional(conn)
    .await
}

/// The newest session that waits for this number's phone.
pub async fn find_codes_of_number(conn: &mut PgConnection, phone: &Phone) -> sqlx::Result<Option<Codes>> {
    sqlx::query_as!(
        Codes,
        "SELECT id AS session, data_key, qr_sealed AS qr, pair_code_sealed AS pair_code
         FROM messenger_sessions WHERE wanted_phone = $1 AND qr_until > now() ORDER BY created_at DESC LIMIT 1",
        phone.as_str()
    )
    .fetch_optional(conn)
    .await
}

/// Wakes the session with this account, if there is one, and returns it with its sealed key.
pub async fn wake_account(conn: &mut PgConnection, phone: &Phone) -> sqlx::Result<Option<(Uuid, Vec<u8>)>> {
    let row = sqlx::query!(
        "UPDATE messenger_sessions
         SET active_at = now(), desired = CASE WHEN desired = 'asleep' THEN 'running' ELSE desired END
         WHERE id = (SELECT id FROM messenger_sessions
                     WHERE account = $1 AND desired IN ('running', 'asleep') ORDER BY online_at DESC NULLS LAST LIMIT 1)
         RETURNING id, data_key",
        phone.as_str()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.data_key)))
}

pub async fn insert_letter(
    conn: &mut PgConnection,
    id: Uuid,
    session: Uuid,
    sealed: &[u8],
    waits: Duration,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO messenger_outbox (id, session_id, sealed, expires_at)
         VALUES ($1, $2, $3, now() + make_interval(secs => $4))",
        id,
        session,
        sealed,
        waits.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn has_sessions(conn: &mut PgConnection, member: MemberId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM messenger_sessions WHERE member_id = $1 AND desired <> 'forgotten') AS "has!""#,
        member.uuid()
    )
    .fetch_one(conn)
    .await
}

/// A session that no phone has scanned yet has nothing to log out of.
pub async fn delete_waiting(conn: &mut PgConnection, sign_in: SignInId) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM messenger_sessions WHERE sign_in_id = $1", sign_in.uuid()).execute(conn).await.map(drop)
}

pub async fn give_waiting(conn: &mut PgConnection, sign_in: SignInId, member: MemberId) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE messenger_sessions SET member_id = $2, sign_in_id = NULL WHERE sign_in_id = $1",
        sign_in.uuid(),
        member.uuid()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Wants a device to run, `anew` if it runs already; `false` if there is none. A code that no one has scanned is shown anew.
pub async fn start(conn: &mut PgConnection, whose: &Whose, device: i16, anew: bool) -> sqlx::Result<bool> {
    let (member, sign_in) = ids(whose);
    let done = sqlx::query!(
        "UPDATE messenger_sessions
         SET desired = 'running', restart_asked = restart_asked OR $4, active_at = now(), failures = 0,
             next_try = CASE WHEN status = 'banned' THEN next_try ELSE now() END
         WHERE (member_id = $1 OR sign_in_id = $2) AND device_no = $3 AND desired <> 'forgotten'",
        member,
        sign_in,
        device,
        anew
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn stop(conn: &mut PgConnection, whose: &Whose, device: i16) -> sqlx::Result<bool> {
    let (member, sign_in) = ids(whose);
    let done = sqlx::query!(
        "UPDATE messenger_sessions
         SET desired = 'stopped', status = CASE WHEN owner IS NULL THEN 'stopped' ELSE status END
         WHERE (member_id = $1 OR sign_in_id = $2) AND device_no = $3 AND desired <> 'forgotten'",
        member,
        sign_in,
        device
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn ask_pair_code(conn: &mut PgConnection, whose: &Whose, device: i16) -> sqlx::Result<bool> {
    let (member, sign_in) = ids(whose);
    let done = sqlx::query!(
        "UPDATE messenger_sessions SET pair_code_asked = true, desired = 'running', active_at = now()
         WHERE (member_id = $1 OR sign_in_id = $2) AND device_no = $3 AND account IS NULL AND desired <> 'forgotten'",
        member,
        sign_in,
        device
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Wants a device logged out and shredded. It is the member's no longer, so that another may take its place at once.
pub async fn forget(conn: &mut PgConnection, whose: &Whose, device: i16) -> sqlx::Result<bool> {
    let (member, sign_in) = ids(whose);
    let done = sqlx::query!(
        "UPDATE messenger_sessions
         SET desired = 'forgotten', member_id = NULL, sign_in_id = NULL, wanted_phone = NULL, next_try = now(),
             qr_sealed = NULL, pair_code_sealed = NULL
         WHERE (member_id = $1 OR sign_in_id = $2) AND device_no = $3 AND desired <> 'forgotten'",
        member,
        sign_in,
        device
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The same for all of a member, with the sign-ins that they have proved, and those that wait for the same number.
pub async fn let_go(conn: &mut PgConnection, member: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE messenger_sessions
         SET desired = 'forgotten', member_id = NULL, sign_in_id = NULL, wanted_phone = NULL, next_try = now(),
             qr_sealed = NULL, pair_code_sealed = NULL
         WHERE member_id = $1",
        member
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "DELETE FROM messenger_sign_ins
         WHERE member_id = $1 OR phone = (SELECT subject FROM members WHERE id = $1 AND issuer = 'phone')",
        member
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "DELETE FROM messenger_shares
         WHERE phone = (SELECT subject FROM members WHERE id = $1 AND issuer = 'phone')",
        member
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Sessions that wait for a sign-in that has ended, and those to be forgotten that no connector has taken for a week.
pub async fn delete_unwanted(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM messenger_sessions
         WHERE sign_in_id IN (SELECT id FROM messenger_sign_ins WHERE expires_at < now())
            OR desired = 'forgotten' AND next_try < now() - interval '7 days'"
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("DELETE FROM messenger_outbox WHERE expires_at < now()").execute(conn).await.map(drop)
}

/// Messages that could not be read in time, but of those who are restricted none; and after a month what keeps a message
/// from being taken again.
pub async fn delete_messages(conn: &mut PgConnection, kept: Duration) -> sqlx::Result<()> {
    sqlx::query!(
        r"UPDATE messenger_inbox SET sealed = '\x', read_at = now()
          WHERE read_at IS NULL AND received_at < now() - make_interval(secs => $1)
            AND session_id NOT IN (SELECT messenger_sessions.id FROM messenger_sessions
                                   JOIN members ON members.id = member_id WHERE restricted_at IS NOT NULL)",
        kept.as_secs_f64()
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("DELETE FROM messenger_inbox WHERE read_at IS NOT NULL AND received_at < now() - interval '30 days'")
        .execute(conn)
        .await
        .map(drop)
}

/// Claims messages that no one has looked at. Those of members who are restricted wait.
pub async fn claim_messages(conn: &mut PgConnection, limit: i64, held: Duration) -> sqlx::Result<Vec<Claimed>> {
    sqlx::query_as!(
        Claimed,
        r#"WITH claimed AS (
             UPDATE messenger_inbox SET tries = tries + 1, next_try = now() + make_interval(secs => $2)
             WHERE id IN (
                 SELECT messenger_inbox.id FROM messenger_inbox
                 JOIN messenger_sessions ON messenger_sessions.id = session_id
                 JOIN members ON members.id = member_id
                 WHERE read_at IS NULL AND messenger_inbox.next_try <= now() AND restricted_at IS NULL
                 ORDER BY messenger_inbox.received_at LIMIT $1 FOR UPDATE OF messenger_inbox SKIP LOCKED)
             RETURNING id, session_id, external, sealed, received_at)
           SELECT claimed.id, session_id AS session, member_id AS "member!", data_key, external, sealed
           FROM claimed JOIN messenger_sessions ON messenger_sessions.id = session_id
           WHERE member_id IS NOT NULL ORDER BY received_at"#,
        limit,
        held.as_secs_f64()
    )
    .fetch_all(conn)
    .await
}

/// Locks the member of a session, if the session is still theirs and they are not restricted.
pub async fn lock_member_of(conn: &mut PgConnection, session: Uuid, member: Uuid) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        "SELECT id FROM members
         WHERE id = $2 AND restricted_at IS NULL
           AND EXISTS (SELECT FROM messenger_sessions WHERE id = $1 AND member_id = $2)
         FOR NO KEY UPDATE",
        session,
        member
    );
    Ok(found.fetch_optional(conn).await?.is_some())
}

/// Deletes a message's words; `false` if that was done before.
pub async fn end_message(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r"UPDATE messenger_inbox SET sealed = '\x', read_at = now() WHERE id = $1 AND read_at IS NULL",
        id
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}
