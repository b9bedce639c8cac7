//! All sessions of one person at once, found by their whole address.

use uuid::Uuid;

use super::rectify;
use crate::auth::staff::{Permission, SignedIn};
use crate::error::{Error, Kind};
use crate::intake::sessions::Parts;
use crate::privacy::export::{self, Export, From};
use crate::privacy::rights::{self, By};

/// How many sessions stand under an address.
pub async fn count(parts: &Parts, who: &SignedIn, address: &str) -> Result<i64, Error> {
    who.must(Permission::Erase)?;
    Ok(rights::count_by_address(&mut *parts.pool.acquire().await?, address).await?)
}

/// Erases all of them; gives the receipts' ids. 404 where nothing is kept under the address.
pub async fn erase_all(parts: &Parts, who: &SignedIn, address: &str) -> Result<Vec<Uuid>, Error> {
    who.must(Permission::Erase)?;
    let by = By::staff(who.actor());
    let receipts = rights::erase_all(&parts.pool, by, address.trim(), &parts.timings).await?;
    if receipts.is_empty() {
        return Err(Kind::NotFound.into());
    }
    parts.sweeper.wake();
    Ok(receipts)
}

/// One archive of all of them.
pub async fn export_all(parts: &Parts, who: &SignedIn, address: &str) -> Result<Export, Error> {
    who.must(Permission::Export)?;
    let mut conn = parts.pool.acquire().await?;
    let ids = rights::list_by_address(&mut conn, address.trim()).await?;
    for id in &ids {
        rectify::must_be_readable(&mut conn, who, *id).await?;
    }
    drop(conn);
    let from = From { pool: &parts.pool, store: &parts.store, timings: &parts.timings };
    export::open_all(from, who.actor(), &ids).await
}
