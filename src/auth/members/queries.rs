//! SQL of members.

use serde_json::{Map, Value};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Identity, MemberId, Stored};

fn stored(id: Uuid, profile: Value, created_at: OffsetDateTime, is_restricted: bool) -> Stored {
    let profile = if let Value::Object(profile) = profile { profile } else { Map::new() };
    Stored { id: MemberId(id), profile, created_at, is_restricted }
}

/// Stores a member, or updates and so locks the row.
pub async fn upsert(conn: &mut PgConnection, id: Uuid, identity: &Identity) -> sqlx::Result<Stored> {
    let row = sqlx::query!(
        r#"INSERT INTO members AS known (id, issuer, subject, claimed) VALUES ($1, $2, $3, $4)
         ON CONFLICT (issuer, subject) DO UPDATE SET claimed = excluded.claimed,
             seen_at = CASE WHEN known.seen_at < now() - interval '1 hour' THEN now() ELSE known.seen_at END
         RETURNING id, told || claimed AS "profile!", created_at, restricted_at IS NOT NULL AS "restricted!""#,
        id,
        identity.issuer,
        identity.subject,
        Value::Object(identity.profile.clone())
    )
    .fetch_one(conn)
    .await?;
    Ok(stored(row.id, row.profile, row.created_at, row.restricted))
}

pub async fn find(conn: &mut PgConnection, issuer: &str, subject: &str) -> sqlx::Result<Option<Stored>> {
    let row = sqlx::query!(
        r#"SELECT id, told || claimed AS "profile!", created_at, restricted_at IS NOT NULL AS "restricted!"
           FROM members WHERE issuer = $1 AND subject = $2"#,
        issuer,
        subject
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| stored(row.id, row.profile, row.created_at, row.restricted)))
}

pub async fn find_by_id(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<(Identity, Stored)>> {
    let row = sqlx::query!(
        r#"SELECT id, issuer, subject, told || claimed AS "profile!", created_at, restricted_at IS NOT NULL AS "restricted!"
           FROM members WHERE id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let identity = Identity { issuer: row.issuer, subject: row.subject, profile: Map::new() };
        (identity, stored(row.id, row.profile, row.created_at, row.restricted))
    }))
}
