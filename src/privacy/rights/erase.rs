//! Erases one session, or all that is kept under an address (GDPR article 17).

use sqlx::PgPool;
use uuid::Uuid;

use super::{lock, queries};
use crate::auth::{Permission, Requester};
use crate::config::Timings;
use crate::error::{Error, Kind};
use crate::intake::leases::Reason;
use crate::intake::sessions::{self, AppContext};
use crate::platform::db;
use crate::platform::ids::SessionId;

/// Erases a session: the person's rows now, the objects as soon as the store is available, and a receipt says when all
/// of it was deleted. Returns the receipt's id.
pub async fn erase(context: &AppContext, by: Requester<'_>, id: SessionId) -> Result<Uuid, Error> {
    let receipt = erase_without_sweeper(&context.pool, &context.timings, by, id).await?;
    context.sweeper.wake();
    Ok(receipt)
}

/// The same from a command: a server deletes the objects, soon if one runs, else when one starts.
pub async fn erase_without_sweeper(
    pool: &PgPool,
    timings: &Timings,
    by: Requester<'_>,
    id: SessionId,
) -> Result<Uuid, Error> {
    by.must_within_reach(Permission::Erase)?;
    let mut tx = db::begin(pool).await?;
    lock(&mut tx, by, id).await?;
    let receipt = sessions::erase(&mut tx, id, by.actor(), Reason::Erased, timings).await?;
    tx.commit().await?;
    Ok(receipt)
}

/// Erases every session of this address in one transaction. Returns the receipts' ids.
pub async fn erase_all(context: &AppContext, by: Requester<'_>, address: &str) -> Result<Vec<Uuid>, Error> {
    by.must_for(Permission::Erase, address)?;
    let mut tx = db::begin(&context.pool).await?;
    let mut ids = queries::list_by_address(&mut tx, address).await?;
    // Take all locks first and in one order, so that another erasure of the same sessions waits instead of deadlocking.
    ids.sort_unstable();
    for id in &ids {
        db::lock_session(&mut tx, *id).await?;
    }
    let mut receipts = Vec::with_capacity(ids.len());
    for id in ids {
        // It may have been erased or moved to another address while we waited.
        if queries::exists(&mut tx, id, Some(address)).await? {
            receipts.push(sessions::erase(&mut tx, id, by.actor(), Reason::Erased, &context.timings).await?);
        }
    }
    tx.commit().await?;
    // A person who was signed in a moment ago learns that nothing is left; for staff the address is an unknown one.
    if receipts.is_empty() && by.address().is_none() {
        return Err(Kind::NotFound.into());
    }
    context.sweeper.wake();
    Ok(receipts)
}
