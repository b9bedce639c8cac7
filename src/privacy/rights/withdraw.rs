//! Withdrawing a consent (GDPR article 7(3)): it takes effect in the transaction that notes it.

use std::net::IpAddr;

use uuid::Uuid;

use super::{Requester, queries};
use crate::audit::{self, Action};
use crate::error::Error;
use crate::intake::leases::Reason;
use crate::intake::sessions::{self, AppContext};
use crate::platform::db;
use crate::platform::ids::SessionId;

/// No more training from here on. The decision becomes evidence beside the one that it takes back. `ip` is the person's;
/// where staff act for them there is none.
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

/// Without this consent nothing may be kept: the session is erased. Gives the receipt's id.
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
