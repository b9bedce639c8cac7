//! Erasure (GDPR article 17): the person's rows are deleted now, the objects as soon as the store is available, and a
//! receipt says when all of it was deleted.

use uuid::Uuid;

use crate::auth::Permission;
use crate::auth::staff::SignedIn;
use crate::erasures::{self, Receipt};
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::ids::SessionId;
use crate::privacy::rights;

/// Erases a session. Returns the receipt's id.
pub async fn erase(context: &AppContext, who: &SignedIn, id: SessionId) -> Result<Uuid, Error> {
    who.must(Permission::Erase)?;
    let receipt = rights::erase(&context.pool, who.actor(), id, &context.timings).await?.ok_or(Kind::NotFound)?;
    context.sweeper.wake();
    Ok(receipt)
}

/// Returns a receipt.
pub async fn receipt(context: &AppContext, who: &SignedIn, id: Uuid) -> Result<Receipt, Error> {
    who.must(Permission::Erase)?;
    let found = erasures::find(&mut *context.pool.acquire().await?, id).await?;
    found.ok_or_else(|| Kind::NotFound.into())
}
