//! All sessions of one person, found by their whole address.

use uuid::Uuid;

use super::rights::must_be_readable;
use crate::auth::Permission;
use crate::auth::staff::SignedIn;
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::privacy::export::{self, Export, ExportSource};
use crate::privacy::rights::{self, Requester};

/// Returns how many sessions an address has.
pub async fn count(context: &AppContext, who: &SignedIn, address: &str) -> Result<i64, Error> {
    who.must(Permission::Erase)?;
    Ok(rights::count_by_address(&mut *context.pool.acquire().await?, address).await?)
}

/// Erases all of them. Returns the receipts' ids; 404 if nothing is kept under the address.
pub async fn erase_all(context: &AppContext, who: &SignedIn, address: &str) -> Result<Vec<Uuid>, Error> {
    who.must(Permission::Erase)?;
    let by = Requester::staff(who.actor());
    let receipts = rights::erase_all(&context.pool, by, address.trim(), &context.timings).await?;
    if receipts.is_empty() {
        return Err(Kind::NotFound.into());
    }
    context.sweeper.wake();
    Ok(receipts)
}

/// Returns one archive of all of them.
pub async fn export_all(context: &AppContext, who: &SignedIn, address: &str) -> Result<Export, Error> {
    who.must(Permission::Export)?;
    let mut conn = context.pool.acquire().await?;
    let ids = rights::list_by_address(&mut conn, address.trim()).await?;
    for id in &ids {
        must_be_readable(&mut conn, who, *id).await?;
    }
    drop(conn);
    let from = ExportSource { pool: &context.pool, store: &context.store, timings: &context.timings };
    export::open_all(from, who.actor(), &ids, None).await
}
