//! Withdrawing a consent (GDPR article 7(3)): it takes effect in the transaction that notes it.

use std::net::IpAddr;

use uuid::Uuid;

use super::{By, store};
use crate::audit::{self, Action};
use crate::db;
use crate::http::Error;
use crate::ids::SessionId;
use crate::leases::Reason;
use crate::sessions::{self, Parts};

/// No more training from here on. The decision becomes evidence beside the one that it takes back. `ip` is the person's;
/// where staff act for them there is none.
pub async fn withdraw_training(parts: &Parts, by: By<'_>, id: SessionId, ip: Option<IpAddr>) -> Result<(), Error> {
    let mut tx = db::begin(&parts.pool).await?;
    by.lock(&mut tx, id).await?;
    if !store::mark_no_training(&mut tx, id).await? {
        return Ok(());
    }
    store::insert_withdrawal(&mut tx, id, "ai_training", ip).await?;
    let detail = serde_json::json!({ "purpose": "ai_training" });
    audit::record(&mut tx, by.actor, Action::ConsentWithdrawn, id, detail).await?;
    Ok(tx.commit().await?)
}

/// Without this consent nothing may be kept: the session is erased. Gives the receipt's id.
pub async fn withdraw_all(parts: &Parts, by: By<'_>, id: SessionId) -> Result<Uuid, Error> {
    let mut tx = db::begin(&parts.pool).await?;
    by.lock(&mut tx, id).await?;
    let detail = serde_json::json!({ "purpose": "personal_data" });
    audit::record(&mut tx, by.actor, Action::ConsentWithdrawn, id, detail).await?;
    let receipt = sessions::erase(&mut tx, id, by.actor, Reason::Erased, &parts.timings).await?;
    tx.commit().await?;
    parts.sweeper.wake();
    Ok(receipt)
}
