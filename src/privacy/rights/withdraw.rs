//! Withdraws a consent (GDPR article 7(3)), effective with the transaction that records it.

use uuid::Uuid;

use super::{lock, queries};
use crate::audit::{self, Action};
use crate::auth::{Permission, Requester};
use crate::error::Error;
use crate::intake::leases::Reason;
use crate::intake::sessions::{self, AppContext};
use crate::platform::db;
use crate::platform::ids::SessionId;

/// Ends the use for training. The withdrawal is recorded as evidence beside the consent.
pub async fn withdraw_training(context: &AppContext, by: Requester<'_>, id: SessionId) -> Result<(), Error> {
    by.must_within_reach(Permission::Withdraw)?;
    let mut tx = db::begin(&context.pool).await?;
    lock(&mut tx, by, id).await?;
    if !queries::mark_no_training(&mut tx, id).await? {
        return Ok(());
    }
    queries::insert_withdrawal(&mut tx, id, "ai_training", by.ip()).await?;
    let detail = serde_json::json!({ "purpose": "ai_training" });
    audit::record(&mut tx, by.actor(), Action::ConsentWithdrawn, id, detail).await?;
    Ok(tx.commit().await?)
}

/// Erases the session, because without this consent nothing may be kept. Returns the receipt's id.
pub async fn withdraw_all(context: &AppContext, by: Requester<'_>, id: SessionId) -> Result<Uuid, Error> {
    by.must_within_reach(Permission::Withdraw)?;
    by.must_within_reach(Permission::Erase)?;
    let mut tx = db::begin(&context.pool).await?;
    lock(&mut tx, by, id).await?;
    let detail = serde_json::json!({ "purpose": "personal_data" });
    audit::record(&mut tx, by.actor(), Action::ConsentWithdrawn, id, detail).await?;
    let receipt = sessions::erase(&mut tx, id, by.actor(), Reason::Erased, &context.timings).await?;
    tx.commit().await?;
    context.sweeper.wake();
    Ok(receipt)
}
