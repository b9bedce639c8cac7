//! Erases one session, or all that is kept under an address (GDPR article 17).

use sqlx::PgPool;
use uuid::Uuid;

use super::{Requester, queries};
use crate::audit::Actor;
use crate::config::Timings;
use crate::intake::leases::Reason;
use crate::intake::sessions::{self, State};
use crate::platform::db;
use crate::platform::ids::SessionId;

/// Erases a session: the person's rows now, the objects as soon as a sweeper gets to them and the store is available.
/// Returns the receipt's id; `None` if there is no such person.
pub async fn erase(pool: &PgPool, actor: Actor, id: SessionId, timings: &Timings) -> sqlx::Result<Option<Uuid>> {
    let mut tx = db::begin(pool).await?;
    db::lock_session(&mut tx, id).await?;
    if !matches!(sessions::state(&mut tx, id).await?, State::Pending | State::Complete) {
        return Ok(None);
    }
    let receipt = sessions::erase(&mut tx, id, actor, Reason::Erased, timings).await?;
    tx.commit().await?;
    Ok(Some(receipt))
}

/// Erases every session of this address in one transaction. Returns the receipts' ids, none if nothing is kept.
pub async fn erase_all(pool: &PgPool, by: Requester<'_>, address: &str, timings: &Timings) -> sqlx::Result<Vec<Uuid>> {
    let mut tx = db::begin(pool).await?;
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
            receipts.push(sessions::erase(&mut tx, id, by.actor, Reason::Erased, timings).await?);
        }
    }
    tx.commit().await?;
    Ok(receipts)
}
