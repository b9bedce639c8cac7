//! SQL of sessions and their files.

use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Contact, File, Overstayed, State};
use crate::intake::leases::Standing;
use crate::platform::ids::SessionId;

/// A new session's row, from its contact.
pub struct NewSession<'a> {
    pub id: SessionId,
    pub name: &'a str,
    pub email: &'a str,
    pub ip: IpAddr,
    pub ai_training: bool,
    pub locale: &'a str,
}

fn parse_state(text: &str) -> State {
    // A constraint allows only these two.
    if text == "complete" { State::Complete } else { State::Pending }
}

/// Returns the state of each session's row and lease, in the order of `ids`. In one query: with two, a commit in
/// between could make a session appear to have neither.
pub async fn list_standings(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<(Option<State>, Standing)>> {
    let rows = sqlx::query!(
        "SELECT (SELECT s.state FROM sessions s WHERE s.id = wanted.id) AS session,
                (SELECT l.state FROM leases l WHERE l.session_id = wanted.id) AS lease
         FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place) ORDER BY place",
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.session.as_deref().map(parse_state), Standing::of(row.lease.as_deref())))
        .collect())
}

pub async fn find_contact(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Option<Contact>> {
    let row = sqlx::query!(
        r#"SELECT state, name, email, locale, seen_by_address(id, coalesce(named_at, created_at)) AS "name_is_seen!"
               FROM sessions WHERE id = $1"#,
        id.uuid()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Contact {
        state: parse_state(&row.state),
        name: row.name,
        name_is_seen: row.name_is_seen,
        email: row.email,
        locale: row.locale,
    }))
}

pub async fn insert(conn: &mut PgConnection, new: &[NewSession<'_>]) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = new.iter().map(|new| new.id.uuid()).collect();
    let (names, emails): (Vec<_>, Vec<_>) = new.iter().map(|new| (new.name, new.email)).unzip();
    let addresses: Vec<IpNet> = new.iter().map(|new| new.ip.into()).collect();
    let (training, locales): (Vec<_>, Vec<_>) = new.iter().map(|new| (new.ai_training, new.locale)).unzip();
    sqlx::query!(
        "INSERT INTO sessions (id, name, email, state, ip_address, consent_personal_data, consent_ai_training, locale)
         SELECT id, name, email, 'pending', ip, true, training, locale
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::inet[], $5::boolean[], $6::text[])
              AS given (id, name, email, ip, training, locale)",
        &ids,
        &names as &[&str],
        &emails as &[&str],
        &addresses as &[IpNet],
        &training,
        &locales as &[&str]
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn update(conn: &mut PgConnection, new: &NewSession<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE sessions SET name = $2, email = $3, ip_address = $4, consent_ai_training = $5, locale = $6,
             updated_at = now(), named_at = now(), given_at = now()
         WHERE id = $1",
        new.id.uuid(),
        new.name,
        new.email,
        IpNet::from(new.ip) as IpNet,
        new.ai_training,
        new.locale
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Records the time of the mail's request, which is after this delay.
pub async fn mark_mail_requested(conn: &mut PgConnection, id: SessionId, delay: Duration) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE sessions SET mail_requested_at = now() + make_interval(secs => $2), mail_refused_at = NULL WHERE id = $1",
        id.uuid(),
        delay.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Returns `false` if the session is not pending under this address any more.
pub async fn mark_mail_refused(conn: &mut PgConnection, id: SessionId, email: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE sessions SET mail_refused_at = now() WHERE id = $1 AND state = 'pending' AND email = $2",
        id.uuid(),
        email
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn is_mail_refused(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<bool> {
    let refused = sqlx::query_scalar!(
        r#"SELECT mail_refused_at IS NOT NULL AS "refused!" FROM sessions WHERE id = $1 AND state = 'pending'"#,
        id.uuid()
    );
    Ok(refused.fetch_optional(conn).await?.unwrap_or(false))
}

pub async fn mark_complete(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE sessions SET state = 'complete', completed_at = now(), updated_at = now()
         WHERE id = $1 AND state = 'pending'",
        id.uuid()
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn delete(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM sessions WHERE id = $1", id.uuid()).execute(conn).await.map(drop)
}

pub async fn insert_files(conn: &mut PgConnection, files: &[(SessionId, &File)]) -> sqlx::Result<()> {
    let (ids, sessions): (Vec<_>, Vec<_>) = files.iter().map(|(id, file)| (file.id, id.uuid())).unzip();
    let (names, types): (Vec<_>, Vec<_>) = files.iter().map(|(_, file)| (&*file.name, &*file.content_type)).unzip();
    let sizes: Vec<i64> = files.iter().map(|(_, file)| i64::try_from(file.size).unwrap_or(i64::MAX)).collect();
    let checksums: Vec<Option<&str>> = files.iter().map(|(_, file)| file.checksum.as_deref()).collect();
    sqlx::query!(
        // An upload that was taken for dead and arrives late was still sent before the contact.
        "INSERT INTO files (id, session_id, name, size, content_type, checksum, created_at)
         SELECT new.id, session_id, new.name, size, content_type, checksum, sessions.created_at
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[])
              AS new (id, session_id, name, size, content_type, checksum)
              JOIN sessions ON sessions.id = session_id",
        &ids,
        &sessions,
        &names as &[&str],
        &sizes,
        &types as &[&str],
        &checksums as &[Option<&str>]
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn list_file_ids(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!("SELECT id FROM files WHERE session_id = $1 ORDER BY id", id.uuid()).fetch_all(conn).await
}

/// Returns sessions ordered by id, starting after `after`, with the time of their contact.
pub async fn list_all(
    conn: &mut PgConnection,
    after: Option<SessionId>,
    limit: i64,
) -> sqlx::Result<Vec<(SessionId, OffsetDateTime)>> {
    let rows = sqlx::query!(
        "SELECT id, created_at FROM sessions WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2",
        after.map(SessionId::uuid),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (SessionId::from_uuid(row.id), row.created_at)).collect())
}

/// Returns sessions that were kept for longer than `kept`, oldest first. Restricted ones (GDPR article 18) stay as they
/// are.
pub async fn list_overstayed(
    conn: &mut PgConnection,
    which: Overstayed,
    kept: Duration,
    limit: i64,
) -> sqlx::Result<Vec<SessionId>> {
    // One statement per index.
    let ids = match which {
        Overstayed::Pending => {
            sqlx::query_scalar!(
                "SELECT id FROM sessions WHERE state = 'pending' AND restricted_at IS NULL AND updated_at < now() - make_interval(secs => $1)
                 ORDER BY updated_at LIMIT $2",
                kept.as_secs_f64(),
                limit
            )
            .fetch_all(conn)
            .await?
        }
        Overstayed::Complete => {
            sqlx::query_scalar!(
                "SELECT id FROM sessions WHERE state = 'complete' AND completed_at < now() - make_interval(secs => $1)
                     AND restricted_at IS NULL ORDER BY completed_at LIMIT $2",
                kept.as_secs_f64(),
                limit
            )
            .fetch_all(conn)
            .await?
        }
    };
    Ok(ids.into_iter().map(SessionId::from_uuid).collect())
}

pub async fn has_overstayed(
    conn: &mut PgConnection,
    id: SessionId,
    which: Overstayed,
    kept: Duration,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM sessions WHERE id = $1 AND restricted_at IS NULL
               AND CASE WHEN $3 THEN completed_at ELSE updated_at END < now() - make_interval(secs => $2)
               AND state = CASE WHEN $3 THEN 'complete' ELSE 'pending' END) AS "overstayed!""#,
        id.uuid(),
        kept.as_secs_f64(),
        which == Overstayed::Complete
    )
    .fetch_one(conn)
    .await
}

/// Counted from the session's creation, so that the address of a corrected contact is blanked too. Blanks the IP
/// addresses that sessions and consents have kept for longer. Returns the number of rows, at most `limit` of each.
pub async fn blank_addresses(conn: &mut PgConnection, kept: Duration, limit: i64) -> sqlx::Result<u64> {
    let sessions = sqlx::query!(
        "UPDATE sessions SET ip_address = NULL
         WHERE id IN (SELECT id FROM sessions
                      WHERE ip_address IS NOT NULL AND created_at < now() - make_interval(secs => $1)
                        AND restricted_at IS NULL
                      ORDER BY created_at LIMIT $2)",
        kept.as_secs_f64(),
        limit
    )
    .execute(&mut *conn)
    .await?;
    let consents = sqlx::query!(
        "UPDATE consents SET ip_address = NULL
         WHERE id IN (SELECT id FROM consents
                      WHERE ip_address IS NOT NULL AND decided_at < now() - make_interval(secs => $1)
                        AND NOT EXISTS (SELECT FROM sessions
                                        WHERE sessions.id = consents.session_id AND restricted_at IS NOT NULL)
                      ORDER BY decided_at LIMIT $2)",
        kept.as_secs_f64(),
        limit
    )
    .execute(conn)
    .await?;
    Ok(sessions.rows_affected() + consents.rows_affected())
}
