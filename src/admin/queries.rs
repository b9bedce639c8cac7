//! SQL of what staff read.

use ipnet::IpNet;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Decided, Detail, KeptFile};
use crate::platform::ids::SessionId;
use crate::privacy::rights::Restriction;

/// Returns a session without files and consents, which have their own queries.
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

/// Returns the name of a session's file; `None` if the session has no such file.
pub async fn find_file_name(conn: &mut PgConnection, id: SessionId, file: Uuid) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("SELECT name FROM files WHERE session_id = $1 AND id = $2", id.uuid(), file)
        .fetch_optional(conn)
        .await
}
