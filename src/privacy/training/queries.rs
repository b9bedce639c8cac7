//! SQL of what may be used for training.

use sqlx::PgConnection;
use uuid::Uuid;

use super::Usable;
use crate::platform::ids::SessionId;
use crate::platform::object_store::Key;

/// Sessions per query. The number is a literal in the statement: for a parameter, PostgreSQL's generic plan assumes a
/// tenth of all rows and reads whole tables.
const PAGE: usize = 200;

/// Returns the files of the next sessions, ordered by id, and the id to continue after, if there may be more.
pub async fn list(conn: &mut PgConnection, after: Option<Uuid>) -> sqlx::Result<(Vec<Usable>, Option<Uuid>)> {
    // The flag and the evidence must agree. A session without files still returns a row, which shows how far we are.
    let rows = sqlx::query!(
        r#"WITH page AS MATERIALIZED (
               SELECT id FROM sessions
               WHERE state = 'complete' AND consent_ai_training AND restricted_at IS NULL AND id > $1
               ORDER BY id LIMIT 200)
           SELECT page.id AS session, files.id AS "file?", size AS "size?", content_type AS "content_type?", checksum,
                  text_version AS "version?", text_sha256 AS "sha256?", decided_at AS "decided_at?"
           FROM page
           LEFT JOIN LATERAL (SELECT text_version, text_sha256, decided_at, given FROM consents
                              WHERE session_id = page.id AND purpose = 'ai_training'
                              ORDER BY id DESC LIMIT 1) AS decision ON true
           LEFT JOIN files ON files.session_id = page.id AND decision.given
           ORDER BY page.id, files.id"#,
        after.unwrap_or(Uuid::nil())
    )
    .fetch_all(conn)
    .await?;
    let mut sessions = 0;
    let mut last = None;
    let mut usable = Vec::with_capacity(rows.len());
    for row in rows {
        if last != Some(row.session) {
            (sessions, last) = (sessions + 1, Some(row.session));
        }
        let (Some(file), Some(size), Some(content_type)) = (row.file, row.size, row.content_type) else {
            continue;
        };
        let (Some(consent_version), Some(consent_sha256), Some(consented_at)) =
            (row.version, row.sha256, row.decided_at)
        else {
            continue;
        };
        let key = Key { session: SessionId::from_uuid(row.session), file }.to_string();
        let checksum = row.checksum;
        usable.push(Usable { key, size, content_type, checksum, consent_version, consent_sha256, consented_at });
    }
    Ok((usable, last.filter(|_| sessions == PAGE)))
}
