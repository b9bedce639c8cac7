//! What staff do with sessions: find, read, export, correct, erase. The audit log records every access to a person's
//! data.

use std::net::IpAddr;

use serde::Serialize;
use sqlx::PgPool;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::audit::{self, Action};
use crate::auth::{Permission, Requester};
use crate::error::{Error, Kind};
use crate::platform::http::cursor::{Cursor, PAGE, end_page};
use crate::platform::ids::SessionId;
use crate::platform::{db, jobs};
use crate::privacy::rights::{self, Restriction};

pub mod api;
mod audit_log;
mod download;
mod encrypted_query;
pub mod funnel;
pub mod pages;
mod queries;
mod search;

pub use search::Search;

/// The shortest search text: shorter ones would match half of all rows.
const MIN_SEARCH_LENGTH: usize = 3;

/// A session in a list
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Summary {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub state: String,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub completed_at: Option<OffsetDateTime>,
    pub files: i64,
    /// The size of all files together
    pub bytes: i64,
    /// GDPR article 18. Name and address are then empty for staff who may not read it
    pub restricted: bool,
}

/// A page of sessions, newest first
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Found {
    pub sessions: Vec<Summary>,
    /// For `after`; `null` on the last page
    pub next: Option<String>,
}

/// A kept file
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct KeptFile {
    pub id: Uuid,
    pub name: String,
    pub size: i64,
    pub content_type: String,
    /// CRC-64/NVME, base64, as the object store verified it
    pub checksum: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
}

/// A decision about a purpose
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Decided {
    pub purpose: String,
    pub given: bool,
    pub text_version: String,
    pub text_sha256: String,
    pub locale: String,
    #[schema(value_type = Option<String>)]
    pub ip_address: Option<IpAddr>,
    #[serde(with = "time::serde::rfc3339")]
    pub decided_at: OffsetDateTime,
}

/// All that is known about a session
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Detail {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub state: String,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub completed_at: Option<OffsetDateTime>,
    #[schema(value_type = Option<String>)]
    pub ip_address: Option<IpAddr>,
    pub locale: String,
    pub consent_personal_data: bool,
    pub consent_ai_training: bool,
    /// GDPR article 18; `null` if the session's use is not restricted
    pub restriction: Option<Restriction>,
    pub files: Vec<KeptFile>,
    /// Newest first
    pub consents: Vec<Decided>,
}

/// Returns a page of sessions. The audit log records that someone looked, but not for what.
pub async fn find(pool: &PgPool, by: Requester<'_>, search: Search) -> Result<Found, Error> {
    by.must(Permission::ReadSessions)?;
    let text = search.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if text.is_some_and(|text| text.chars().count() < MIN_SEARCH_LENGTH) {
        return Err(Error::field("q", format!("Enter {MIN_SEARCH_LENGTH} letters or more.")));
    }
    let may_read_all = by.may(Permission::ReadRestricted);
    // All queries must see the same sessions: one deleted in between would end the list too early.
    let mut tx = db::begin_with(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ").await?;
    let mut sessions = match text.and_then(|text| Uuid::try_parse(text).ok()) {
        Some(id) => search::find_summaries(&mut tx, &[id]).await?,
        None => search::find(&mut tx, &search, text, may_read_all, PAGE + 1).await?,
    };
    let next = end_page(&mut sessions, |last| Cursor::new(last.created_at, last.id));
    for session in sessions.iter_mut().filter(|session| session.restricted && !may_read_all) {
        (session.name, session.email) = (String::new(), String::new());
    }
    let detail = serde_json::json!({ "searched": text.is_some(), "listed": sessions.len() });
    audit::record(&mut tx, by.actor(), Action::StaffListed, None, detail).await?;
    tx.commit().await?;
    Ok(Found { sessions, next })
}

/// Returns one session, and records the access in the audit log.
pub async fn read(pool: &PgPool, by: Requester<'_>, id: SessionId) -> Result<Detail, Error> {
    by.must(Permission::ReadSessions)?;
    let mut tx = db::begin(pool).await?;
    let mut detail = queries::find_detail(&mut tx, id).await?.ok_or(Kind::NotFound)?;
    rights::must_be_readable(&mut tx, by, id).await?;
    detail.files = queries::list_files(&mut tx, id).await?;
    detail.consents = queries::list_consents(&mut tx, id).await?;
    audit::record(&mut tx, by.actor(), Action::StaffRead, id, serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(detail)
}

/// Returns how many mails could not be sent that visitors wait for.
pub async fn count_dead_mails(pool: &PgPool, by: Requester<'_>) -> Result<i64, Error> {
    by.must(Permission::ReadSessions)?;
    Ok(jobs::count_dead(&mut *pool.acquire().await?).await?)
}

/// Tries to send all of them again.
pub async fn retry_mails(pool: &PgPool, by: Requester<'_>) -> Result<(), Error> {
    by.must(Permission::Rectify)?;
    let mut tx = db::begin(pool).await?;
    let count = jobs::revive(&mut tx).await?;
    audit::record(&mut tx, by.actor(), Action::StaffRetried, None, serde_json::json!({ "mails": count })).await?;
    Ok(tx.commit().await?)
}
