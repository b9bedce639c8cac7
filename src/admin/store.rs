//! SQL of what staff read.

use ipnet::IpNet;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Decided, Detail, KeptFile, Search, Summary};
use crate::ids::SessionId;
use crate::privacy::rights::Restriction;
use crate::sessions::State;

/// So many of the newest are looked through for a text before all are searched for it.
const NEWEST: i64 = 4000;

/// The newest first, after the cursor if there is one; where a text is given, those whose address or name holds it.
/// Of what is restricted, a text finds only for those who may read it: that a name is found tells who it is.
///
/// What many hold fills a page from the newest, and trigrams would read all of them first; what few hold is found by
/// trigrams, and going through the newest would read everybody. PostgreSQL cannot tell which it is: an address that
/// happens to be in its sample counts as common. So both ways are gone, each with its one sensible plan.
pub async fn find(
    conn: &mut PgConnection,
    search: &Search,
    text: Option<&str>,
    restricted_too: bool,
    limit: i64,
) -> sqlx::Result<Vec<Summary>> {
    let Some(text) = text.map(containing) else {
        return list(conn, search, None, restricted_too, limit).await;
    };
    let found = list(conn, search, Some(&text), restricted_too, limit).await?;
    if i64::try_from(found.len()).is_ok_and(|count| count == limit) {
        return Ok(found);
    }
    search_all(conn, search, &text, restricted_too, limit).await
}

/// With a pattern only the [`NEWEST`] are looked at.
async fn list(
    conn: &mut PgConnection,
    search: &Search,
    pattern: Option<&str>,
    restricted_too: bool,
    limit: i64,
) -> sqlx::Result<Vec<Summary>> {
    let (at, id) = before(search);
    sqlx::query_as!(
        Summary,
        r#"SELECT id, name, email, state, created_at, completed_at, held.files AS "files!", held.bytes AS "bytes!",
                  restricted AS "restricted!"
           FROM (SELECT id, name, email, state, created_at, completed_at, restricted_at IS NOT NULL AS restricted
                 FROM (SELECT * FROM sessions
                       WHERE (created_at, id) < (coalesce($1, 'infinity'::timestamptz), $2)
                         AND created_at >= coalesce($3, '-infinity'::timestamptz)
                         AND created_at < coalesce($4, 'infinity'::timestamptz)
                       ORDER BY created_at DESC, id DESC LIMIT $9) AS newest
                 WHERE state = coalesce($5, state)
                   AND ($7::text IS NULL OR (email ILIKE $7 OR name ILIKE $7) AND ($8 OR restricted_at IS NULL))
                 ORDER BY created_at DESC, id DESC LIMIT $6) AS found,
                LATERAL (SELECT count(*) AS files, coalesce(sum(size), 0)::bigint AS bytes
                         FROM files WHERE files.session_id = found.id) AS held
           ORDER BY created_at DESC, id DESC"#,
        at,
        id,
        search.from,
        search.to,
        search.state.map(State::as_str),
        limit,
        pattern,
        restricted_too,
        pattern.map(|_| NEWEST)
    )
    .fetch_all(conn)
    .await
}

/// What is listed is older than this: than the cursor, or else than the end of the days asked for. An index is entered
/// by one of its bounds and walked to the next, so each of them has to be the tightest.
fn before(search: &Search) -> (Option<OffsetDateTime>, Uuid) {
    search.after.map_or((search.to, Uuid::nil()), |cursor| (Some(cursor.at), cursor.id))
}

async fn search_all(
    conn: &mut PgConnection,
    search: &Search,
    pattern: &str,
    restricted_too: bool,
    limit: i64,
) -> sqlx::Result<Vec<Summary>> {
    let (at, id) = before(search);
    sqlx::query_as!(
        Summary,
        r#"WITH holding AS MATERIALIZED (SELECT * FROM sessions WHERE email ILIKE $7 OR name ILIKE $7)
           SELECT id, name, email, state, created_at, completed_at, held.files AS "files!", held.bytes AS "bytes!",
                  restricted AS "restricted!"
           FROM (SELECT id, name, email, state, created_at, completed_at, restricted_at IS NOT NULL AS restricted
                 FROM holding
                 WHERE ($8 OR restricted_at IS NULL)
                   AND (created_at, id) < (coalesce($1, 'infinity'::timestamptz), $2)
                   AND created_at >= coalesce($3, '-infinity'::timestamptz)
                   AND created_at < coalesce($4, 'infinity'::timestamptz)
                   AND state = coalesce($5, state)
                 ORDER BY created_at DESC, id DESC LIMIT $6) AS found,
                LATERAL (SELECT count(*) AS files, coalesce(sum(size), 0)::bigint AS bytes
                         FROM files WHERE files.session_id = found.id) AS held
           ORDER BY created_at DESC, id DESC"#,
        at,
        id,
        search.from,
        search.to,
        search.state.map(State::as_str),
        limit,
        pattern,
        restricted_too
    )
    .fetch_all(conn)
    .await
}

/// A pattern for what holds this text; its own signs mean themselves.
fn containing(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

pub async fn find_summary(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Summary>> {
    sqlx::query_as!(
        Summary,
        r#"SELECT id, name, email, state, created_at, completed_at,
                  (SELECT count(*) FROM files WHERE session_id = $1) AS "files!",
                  (SELECT coalesce(sum(size), 0)::bigint FROM files WHERE session_id = $1) AS "bytes!",
                  restricted_at IS NOT NULL AS "restricted!"
           FROM sessions WHERE id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await
}

/// Without files and consents, which have statements of their own.
pub async fn find_detail(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Option<Detail>> {
    let row = sqlx::query!(
        r#"SELECT id, name, email, state, created_at, updated_at, completed_at, ip_address AS "ip: IpNet", locale,
                  consent_personal_data, consent_ai_training, restricted_at, restricted_by, restriction_reason
           FROM sessions WHERE id = $1"#,
        id.uuid()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Detail {
        id: row.id,
        name: row.name,
        email: row.email,
        state: row.state,
        created_at: row.created_at,
        updated_at: row.updated_at,
        completed_at: row.completed_at,
        ip_address: row.ip.map(|ip| ip.addr()),
        locale: row.locale,
        consent_personal_data: row.consent_personal_data,
        consent_ai_training: row.consent_ai_training,
        restriction: Restriction::of(row.restricted_at, row.restricted_by, row.restriction_reason),
        files: Vec::new(),
        consents: Vec::new(),
    }))
}

pub async fn list_files(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Vec<KeptFile>> {
    sqlx::query_as!(
        KeptFile,
        "SELECT id, name, size, content_type, checksum, created_at FROM files WHERE session_id = $1
         ORDER BY created_at, id",
        id.uuid()
    )
    .fetch_all(conn)
    .await
}

pub async fn list_consents(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Vec<Decided>> {
    let rows = sqlx::query!(
        r#"SELECT purpose, given, text_version, text_sha256, locale, ip_address AS "ip: IpNet", decided_at
           FROM consents WHERE session_id = $1 ORDER BY id DESC"#,
        id.uuid()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Decided {
            purpose: row.purpose,
            given: row.given,
            text_version: row.text_version,
            text_sha256: row.text_sha256,
            locale: row.locale,
            ip_address: row.ip.map(|ip| ip.addr()),
            decided_at: row.decided_at,
        })
        .collect())
}

/// The name of a session's file; none where the session has no such file.
pub async fn find_file_name(conn: &mut PgConnection, id: SessionId, file: Uuid) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("SELECT name FROM files WHERE session_id = $1 AND id = $2", id.uuid(), file)
        .fetch_optional(conn)
        .await
}
