//! SQL of the export: what is kept of a session, and the progress of exports.

use ipnet::IpNet;
use sqlx::PgConnection;
use uuid::Uuid;

use super::document::{AddressChange, Consent, Event, File, RequestRecord, Session, Standing, Verification, Work};
use super::progress::{Progress, State};
use crate::platform::ids::SessionId;
use crate::privacy::Reader;
use crate::privacy::rights::Restriction;

/// Leaves out what the reader must not see: the name is empty then.
pub async fn find_session(conn: &mut PgConnection, id: SessionId, reader: Reader) -> sqlx::Result<Option<Session>> {
    let row = sqlx::query!(
        r#"SELECT state, email, locale, consent_personal_data, consent_ai_training,
                  CASE WHEN $2 OR seen_by_address(id, coalesce(named_at, created_at)) THEN name ELSE '' END AS "name!",
                  CASE WHEN $2 OR seen_by_address(id, coalesce(given_at, created_at)) THEN ip_address END AS "ip: IpNet",
                  NOT $2 AND (NOT seen_by_address(id, created_at)
                              OR NOT seen_by_address(id, coalesce(named_at, created_at))) AS "withheld!",
                  created_at, updated_at, completed_at, mail_requested_at, mail_refused_at,
                  restricted_at, restriction_reason,
                  CASE WHEN $2 OR restricted_by IS NULL OR seen_by_address(id, restricted_at) THEN restricted_by
                       ELSE 'earlier' END AS restricted_by
           FROM sessions WHERE id = $1"#,
        id.uuid(),
        reader.sees_all()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Session {
        id: id.uuid(),
        state: row.state,
        name: row.name,
        email: row.email,
        locale: row.locale,
        ip_address: row.ip.map(|ip| ip.addr()),
        consent_personal_data: row.consent_personal_data,
        consent_ai_training: row.consent_ai_training,
        created_at: row.created_at,
        updated_at: row.updated_at,
        completed_at: row.completed_at,
        mail_requested_at: row.mail_requested_at,
        mail_refused_at: row.mail_refused_at,
        withheld: row.withheld,
        restriction: Restriction::of(row.restricted_at, row.restricted_by, row.restriction_reason),
    }))
}

/// Ordered by time and name, because all files of one contact have the same time. The objects' state is filled in
/// later.
pub async fn list_files(conn: &mut PgConnection, id: SessionId, reader: Reader) -> sqlx::Result<Vec<File>> {
    let rows = sqlx::query!(
        "SELECT id, name, size, content_type, checksum, created_at FROM files
         WHERE session_id = $1 AND ($2 OR seen_by_address(session_id, created_at))
         ORDER BY created_at, name, id",
        id.uuid(),
        reader.sees_all()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| File {
            id: row.id,
            name: row.name,
            path: None,
            size: u64::try_from(row.size).unwrap_or_default(),
            content_type: row.content_type,
            crc64nvme: row.checksum,
            created_at: row.created_at,
            object: Standing::Missing,
            size_in_bucket: None,
        })
        .collect())
}

pub async fn list_consents(conn: &mut PgConnection, id: SessionId, reader: Reader) -> sqlx::Result<Vec<Consent>> {
    let rows = sqlx::query!(
        r#"SELECT consents.purpose, given, text AS "text?", text_version, text_sha256, consents.locale, ip_address AS "ip: IpNet",
                  decided_at
           FROM consents LEFT JOIN consent_texts ON (version, consent_texts.purpose, consent_texts.locale, sha256)
                = (text_version, consents.purpose, consents.locale, text_sha256)
           WHERE session_id = $1 AND ($2 OR seen_by_address(session_id, decided_at)) ORDER BY id"#,
        id.uuid(),
        reader.sees_all()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Consent {
            purpose: row.purpose,
            given: row.given,
            text: row.text,
            text_version: row.text_version,
            text_sha256: row.text_sha256,
            locale: row.locale,
            ip_address: row.ip.map(|ip| ip.addr()),
            decided_at: row.decided_at,
        })
        .collect())
}

/// Without the hashes of the tokens.
pub async fn list_verifications(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Vec<Verification>> {
    sqlx::query_as!(
        Verification,
        "SELECT created_at AS sent_at, expires_at, used_at FROM verifications WHERE session_id = $1
         ORDER BY created_at",
        id.uuid()
    )
    .fetch_all(conn)
    .await
}

/// Mails to earlier addresses are shown only to the company.
pub async fn list_work(conn: &mut PgConnection, id: SessionId, reader: Reader) -> sqlx::Result<Vec<Work>> {
    sqlx::query_as!(
        Work,
        r#"SELECT coalesce(job ->> 'kind', '') AS "kind!", created_at, run_at AS due_at, attempts, dead AS given_up
           FROM jobs WHERE session_id = $1
                       AND ($2 OR seen_by_address($1, created_at) AND job ->> 'kind' <> 'address_changed_mail')
           ORDER BY created_at"#,
        id.uuid(),
        reader.sees_all()
    )
    .fetch_all(conn)
    .await
}

/// Returns the requests that were entered with the session's address, oldest first.
pub async fn list_requests(conn: &mut PgConnection, id: SessionId, reader: Reader) -> sqlx::Result<Vec<RequestRecord>> {
    sqlx::query_as!(
        RequestRecord,
        r#"SELECT kind, subject, received_on::text AS "received_on!", due_on::text AS "due_on!", told_on::text AS told_on,
                  extension_reason, closed_at, outcome, outcome_reason
           FROM requests WHERE lower(email) = (SELECT lower(email) FROM sessions WHERE id = $1)
                           AND ($2 OR NOT followed)
           ORDER BY received_on, id"#,
        id.uuid(),
        reader.sees_all()
    )
    .fetch_all(conn)
    .await
}

/// Returns the session's earlier addresses; each is shown to the company, and to itself.
pub async fn list_address_changes(
    conn: &mut PgConnection,
    id: SessionId,
    reader: Reader,
) -> sqlx::Result<Vec<AddressChange>> {
    sqlx::query_as!(
        AddressChange,
        r#"SELECT CASE WHEN $2 OR lower(earlier) = lower(email) THEN earlier END AS earlier, changed_at, agreed_at
           FROM address_changes JOIN sessions ON sessions.id = session_id WHERE session_id = $1 ORDER BY changed_at"#,
        id.uuid(),
        reader.sees_all()
    )
    .fetch_all(conn)
    .await
}

pub async fn list_trail(conn: &mut PgConnection, id: SessionId, reader: Reader) -> sqlx::Result<Vec<Event>> {
    let rows = sqlx::query!(
        "SELECT at, actor, action, detail FROM audit
         WHERE session_id = $1 AND ($2 OR seen_by_address($1, at)) ORDER BY id",
        id.uuid(),
        reader.sees_all()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| Event::of(row.at, &row.actor, row.action, row.detail)).collect())
}

/// Returns `false` if the id belongs to another's export, or to a running one. An ended export may begin again.
pub async fn begin_progress(conn: &mut PgConnection, id: Uuid, staff: Uuid, total: i64) -> sqlx::Result<bool> {
    let begun = sqlx::query!(
        "INSERT INTO exports AS before (id, staff_id, total) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET total = $3, sent = 0, started_at = now(), updated_at = now(),
             ended_at = NULL, complete = false
         WHERE before.staff_id = $2
           AND (before.ended_at IS NOT NULL OR before.updated_at < now() - interval '60 seconds')",
        id,
        staff,
        total
    )
    .execute(conn)
    .await?;
    Ok(begun.rows_affected() == 1)
}

pub async fn touch_progress(conn: &mut PgConnection, id: Uuid, sent: i64) -> sqlx::Result<()> {
    sqlx::query!("UPDATE exports SET sent = $2, updated_at = now() WHERE id = $1 AND ended_at IS NULL", id, sent)
        .execute(conn)
        .await
        .map(drop)
}

pub async fn end_progress(conn: &mut PgConnection, id: Uuid, sent: i64, complete: bool) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE exports SET sent = $2, complete = $3, ended_at = now(), updated_at = now()
         WHERE id = $1 AND ended_at IS NULL",
        id,
        sent,
        complete
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Returns `None` for another's export. One without news for a minute counts as broken.
pub async fn find_progress(conn: &mut PgConnection, id: Uuid, staff: Uuid) -> sqlx::Result<Option<Progress>> {
    let row = sqlx::query!(
        r#"SELECT total, sent, complete,
                  ended_at IS NOT NULL OR updated_at < now() - interval '60 seconds' AS "ended!"
           FROM exports WHERE id = $1 AND staff_id = $2"#,
        id,
        staff
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let state = match (row.complete, row.ended) {
            (true, _) => State::Complete,
            (false, true) => State::Broken,
            (false, false) => State::Running,
        };
        Progress { total: row.total, sent: row.sent, state }
    }))
}

pub async fn delete_old_progress(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM exports WHERE started_at < now() - interval '1 day'").execute(conn).await.map(drop)
}
