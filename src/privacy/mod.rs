//! What a person may ask for (GDPR articles 15 to 20), whether they use self-service or staff or an operator answers.

use serde::Serialize;
use sqlx::PgPool;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::audit::{self, Action};
use crate::auth::{Permission, Requester};
use crate::error::Error;
use crate::intake::leases::UploadLimits;
use crate::intake::verification;
use crate::platform::db;
use crate::platform::jobs::MailLimits;

pub mod export;
/// What members may ask for.
pub mod members;
mod queries;
mod replay;
/// Requests by mail or telephone, and their deadlines.
pub mod requests;
mod restriction;
/// What is kept, why and for how long, and the worker that deletes it afterwards.
pub mod retention;
pub mod rights;
pub mod self_service;
pub mod training;

pub use members::FoundMember;
pub use replay::{ReplayError, Replayed, replay};

/// Who reads a session's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The company that received it
    Company,
    /// The owner of its present address, who may not be the owner of an earlier one
    Address,
}

impl Reader {
    fn sees_all(self) -> bool {
        self == Self::Company
    }
}

/// The maximum number of sessions that one search returns.
pub const MOST_FOUND: i64 = 100;

/// A short summary of a session
#[derive(Debug, Serialize)]
pub struct Found {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub state: String,
    pub created_at: OffsetDateTime,
    pub files: i64,
    /// GDPR article 18
    pub restricted: bool,
}

/// Finds sessions and members by a part of an address or a name, by the site's id of a member, or by our id; newest first.
/// The audit log records that someone searched, but not for what.
pub async fn find(pool: &PgPool, by: Requester<'_>, text: &str) -> Result<(Vec<Found>, Vec<FoundMember>), Error> {
    by.must(Permission::ReadSessions)?;
    let mut tx = db::begin(pool).await?;
    let found = match Uuid::try_parse(text) {
        Ok(id) => queries::find(&mut tx, id).await?.into_iter().collect(),
        Err(_) => queries::search(&mut tx, text, MOST_FOUND).await?,
    };
    let members = members::search(&mut tx, text, MOST_FOUND).await?;
    let detail = serde_json::json!({ "searched": true, "listed": found.len() + members.len() });
    audit::record(&mut tx, by.actor(), Action::StaffListed, None, detail).await?;
    tx.commit().await?;
    Ok((found, members))
}

/// Deletes what has expired: progress of exports, earlier addresses, allowances, and self-service links and sign-ins.
pub async fn forget_lapsed(pool: &PgPool) -> sqlx::Result<()> {
    export::progress::forget_old(pool).await?;
    verification::forget_lapsed(pool).await?;
    MailLimits::forget_whole(&mut *pool.acquire().await?).await?;
    UploadLimits::forget_whole(&mut *pool.acquire().await?).await?;
    self_service::forget_lapsed(pool).await
}
