//! What members may ask for by their sign-in at the site: what is known of them, a copy of it, and its end (GDPR articles
//! 15, 17 and 20).

use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::audit::{self, Action, Actor};
use crate::auth::members::{self, Identity};
use crate::auth::{Permission, Requester};
use crate::config::Timings;
use crate::erasures;
use crate::error::{Error, Kind};
use crate::intake::leases::{self, Reason};
use crate::intake::sessions::AppContext;
use crate::platform::db;
use crate::platform::ids::SessionId;
use crate::privacy::MOST_FOUND;

mod copy;
mod queries;
pub mod routes;

pub use queries::list_all;

/// Erases all that is kept of a member: the rows now; a receipt says so, and the ledger keeps a restored backup from
/// bringing them back. Returns the receipt's id.
pub async fn erase(context: &AppContext, identity: &Identity) -> Result<Uuid, Error> {
    let mut tx = db::begin(&context.pool).await?;
    let member = members::find(&mut tx, identity).await?.ok_or(Kind::NotFound)?;
    let id = SessionId::from_uuid(member.id.uuid());
    let receipt = erase_stored(&mut tx, id, Actor::Member, &context.timings).await?.ok_or(Kind::NotFound)?;
    tx.commit().await?;
    context.sweeper.wake();
    Ok(receipt)
}

/// The same in the caller's transaction; `None` if there is no such member. Members have random ids as sessions do, so
/// that receipt, ledger and purge are the same.
pub async fn erase_stored(
    conn: &mut PgConnection,
    id: SessionId,
    actor: Actor,
    timings: &Timings,
) -> sqlx::Result<Option<Uuid>> {
    let Some(rows) = queries::count(conn, id).await? else {
        return Ok(None);
    };
    let receipt = erasures::begin_of_member(conn, id, actor, rows).await?;
    queries::delete(conn, id).await?;
    leases::begin_purge(conn, id, &[], Reason::Erased, timings).await?;
    audit::record(conn, actor, Action::MemberErased, id, serde_json::json!({})).await?;
    Ok(Some(receipt))
}

/// Erases members who were last here longer ago; returns how many.
pub async fn erase_overstayed(context: &AppContext, kept: Duration, limit: i64) -> sqlx::Result<u64> {
    let due = db::in_time(async { queries::list_overstayed(&mut *context.pool.acquire().await?, kept, limit).await });
    let mut erased = 0;
    for id in due.await? {
        let one = async {
            let mut tx = db::begin(&context.pool).await?;
            // They may have come back meanwhile.
            let is_due = queries::lock_overstayed(&mut tx, id, kept).await?;
            let done = is_due && erase_stored(&mut tx, id, Actor::System, &context.timings).await?.is_some();
            tx.commit().await?;
            Ok(done)
        };
        erased += u64::from(db::in_time::<_, sqlx::Error>(one).await?);
    }
    if erased > 0 {
        context.sweeper.wake();
    }
    Ok(erased)
}

/// What is known of a member.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Known {
    /// Null while nothing is stored
    id: Option<Uuid>,
    /// The user's id at the site
    subject: String,
    #[schema(value_type = Object)]
    profile: serde_json::Value,
    #[serde(with = "time::serde::rfc3339::option")]
    created_at: Option<OffsetDateTime>,
}

async fn known(context: &AppContext, identity: Identity) -> Result<Known, Error> {
    let stored = members::find(&mut *context.pool.acquire().await?, &identity).await?;
    let mut profile = stored.as_ref().map(|stored| stored.profile.clone()).unwrap_or_default();
    profile.extend(identity.profile);
    Ok(Known {
        id: stored.as_ref().map(|stored| stored.id.uuid()),
        subject: identity.subject,
        profile: profile.into(),
        created_at: stored.map(|stored| stored.created_at),
    })
}

/// A short summary of a member
#[derive(Debug, serde::Serialize)]
pub struct FoundMember {
    pub id: Uuid,
    /// The user's id at the site
    pub subject: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub created_at: OffsetDateTime,
    pub seen_at: OffsetDateTime,
    pub conversations: i64,
}

/// Finds members by a part of their id at the site, their name or address, or by their id here; newest first. The audit log
/// records that someone searched, but not for what.
pub async fn search(pool: &PgPool, by: Requester<'_>, text: &str) -> Result<Vec<FoundMember>, Error> {
    by.must(Permission::ReadSessions)?;
    let mut tx = db::begin(pool).await?;
    let found = queries::search(&mut tx, text, MOST_FOUND).await?;
    let detail = serde_json::json!({ "searched": true, "listed": found.len() });
    audit::record(&mut tx, by.actor(), Action::StaffListed, None, detail).await?;
    tx.commit().await?;
    Ok(found)
}

/// A copy of all that is kept of a member, for staff who answer a request; `None` if there is no such member.
pub async fn copy_for(
    pool: &PgPool,
    by: Requester<'_>,
    id: SessionId,
) -> Result<Option<impl Stream<Item = std::io::Result<Bytes>> + Send + use<>>, Error> {
    by.must(Permission::Export)?;
    let mut conn = pool.acquire().await?;
    let Some((identity, member)) = members::find_by_id(&mut conn, id.uuid()).await? else {
        return Ok(None);
    };
    audit::record(&mut conn, by.actor(), Action::MemberExported, id, serde_json::json!({})).await?;
    Ok(Some(copy::stream(pool.clone(), identity, member)))
}

/// Erases a member as staff or the operator decide; `None` if there is no such member. Returns the receipt's id.
pub async fn erase_for(
    pool: &PgPool,
    timings: &Timings,
    by: Requester<'_>,
    id: SessionId,
) -> Result<Option<Uuid>, Error> {
    by.must(Permission::Erase)?;
    let mut tx = db::begin(pool).await?;
    let receipt = erase_stored(&mut tx, id, by.actor(), timings).await?;
    tx.commit().await?;
    Ok(receipt)
}
