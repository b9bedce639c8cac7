//! All sessions of one person, found by their whole address.

use crate::auth::Permission;
use crate::auth::staff::SignedIn;
use crate::error::Error;
use crate::intake::sessions::AppContext;
use crate::privacy::export::{self, Export, ExportSource};
use crate::privacy::rights;

/// Returns one archive of all of them.
pub async fn export_all(context: &AppContext, who: &SignedIn, address: &str) -> Result<Export, Error> {
    who.must(Permission::Export)?;
    let mut conn = context.pool.acquire().await?;
    let ids = rights::list_by_address(&mut conn, address.trim()).await?;
    for id in &ids {
        rights::must_be_readable(&mut conn, who.requester(), *id).await?;
    }
    drop(conn);
    let from = ExportSource { pool: &context.pool, store: &context.store, timings: &context.timings };
    export::open_all(from, who.actor(), &ids, None).await
}
