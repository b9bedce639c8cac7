//! A person's copy of everything, for staff to pass on, and its progress.

use uuid::Uuid;

use crate::auth::Permission;
use crate::auth::staff::SignedIn;
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::ids::SessionId;
use crate::privacy::export::progress::{self, Counter, Progress};
use crate::privacy::export::{self, Export, ExportSource};
use crate::privacy::rights;

/// Opens the archive of a session, and reports its progress under `watched` if given.
pub async fn open(
    context: &AppContext,
    who: &SignedIn,
    id: SessionId,
    watched: Option<Uuid>,
) -> Result<(Export, Option<Counter>), Error> {
    who.must(Permission::Export)?;
    rights::must_be_readable(&mut *context.pool.acquire().await?, who.requester(), id).await?;
    let from = ExportSource { pool: &context.pool, store: &context.store, timings: &context.timings };
    let export = export::open(from, who.actor(), id).await?;
    let Some(watched) = watched else {
        return Ok((export, None));
    };
    let counter = progress::begin(&context.pool, watched, who.staff, export.length).await?;
    let taken = || Error::field("progress", "An export with this id is running. Use a new UUID.");
    Ok((export, Some(counter.ok_or_else(taken)?)))
}

/// Returns the progress of an export that this staff member started; another's is 404.
pub async fn progress(context: &AppContext, who: &SignedIn, id: Uuid) -> Result<Progress, Error> {
    who.must(Permission::Export)?;
    progress::find(&context.pool, id, who.staff).await?.ok_or_else(|| Kind::NotFound.into())
}
