//! Withdraws a consent (GDPR article 7(3)), effective with the transaction that records it.

use std::net::IpAddr;

use uuid::Uuid;

use super::{Requester, queries};
use crate::audit::{self, Action};
use crate::error::Error;
use crate::intake::leases::Reason;
use crate::intake::sessions::{self, AppContext};
use crate::platform::db;
use crate::platform::ids::SessionId;

/// Ends the use for training. The withdrawal is recorded as evidence beside the consent. `ip` is the person's; `None`
/// if staff act for them.
pub async fn withdraw_training(
    context: &AppContext,
    by: Requester<'_>,
    id: SessionId,
    ip: Option<IpAddr>,
) -> Result<(), Error> {
    let mut tx = db::begin(&context.pool).await?;
    by.lock(&mut tx, id).await?;
    if !queries::mark_no_training(&mut tx, id).await? {
        return Ok(());
    }
    queries::insert_withdrawal(&mut tx, id, "ai_training", ip).await?;
    let detail = serde_json::json!({ "purpose": "ai_training" });
    audit::record(&mut tx, by.actor, Action::ConsentWithdrawn, id, detail).await?;
    Ok(tx.commit().await?)
}

/// Erases the session, because without this consent nothing may be kept. Returns the receipt's id.
pub async fn withdraw_all(context: &AppContext, by: Requester<'_>, id: SessionId) -> Result<Uuid, Error> {
    let mut tx = db::begin(&context.pool).await?;
    by.lock(&mut tx, id).await?;
    let detail = serde_json::json!({ "purpose": "personal_data" });
    audit::record(&mut tx, by.actor, Action::ConsentWithdrawn, id, detail).await?;
    let receipt = sessions::erase(&mut tx, id, by.actor, Reason::Erased, &context.timings).await?;
    tx.commit().await?;
    context.sweeper.wake();
    Ok(receipt)
}
