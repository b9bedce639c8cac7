//! What members may ask for by their sign-in at the site: what is known of them, a copy of it, and its end (GDPR articles
//! 15, 17 and 20).

use std::time::Duration;

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::audit::{self, Action, Actor};
use crate::auth::members::{self, Identity};
use crate::config::Timings;
use crate::erasures;
use crate::error::{Error, Kind};
use crate::intake::leases::{self, Reason};
use crate::intake::sessions::AppContext;
use crate::platform::db;
use crate::platform::ids::SessionId;

mod by_staff;
mod copy;
mod queries;
mod restrict;
pub mod routes;

pub use by_staff::{
    Conversations, FoundMember, MOST_READ, SeenConversation, SeenMember, SeenMessage, copy_for, erase_for, find_id,
    look, read_conversations,
};
pub use queries::{list_all, search};
pub use restrict::set_for as restrict_for;

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
