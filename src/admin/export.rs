//! A person's copy of everything, for somebody of the staff to hand on, and how far it has come.

use uuid::Uuid;

use super::rectify;
use crate::auth::staff::{Permission, SignedIn};
use crate::error::{Error, Kind};
use crate::intake::sessions::Parts;
use crate::platform::ids::SessionId;
use crate::privacy::export::progress::{self, Counter, Progress};
use crate::privacy::export::{self, Export, From};

/// Opens the archive of a session, and counts its bytes where a page wants to show them.
pub async fn open(
    parts: &Parts,
    who: &SignedIn,
    id: SessionId,
    watched: Option<Uuid>,
) -> Result<(Export, Option<Counter>), Error> {
    who.must(Permission::Export)?;
    rectify::must_be_readable(&mut *parts.pool.acquire().await?, who, id).await?;
    let from = From { pool: &parts.pool, store: &parts.store, timings: &parts.timings };
    let export = export::open(from, who.actor(), id).await?;
    let Some(watched) = watched else {
        return Ok((export, None));
    };
    let counter = progress::begin(&parts.pool, watched, who.staff, export.length).await?;
    let taken = || Error::field("progress", "An export runs under this id. Give a new UUID.");
    Ok((export, Some(counter.ok_or_else(taken)?)))
}

/// How far an export has come that this person began; another's is 404.
pub async fn progress(parts: &Parts, who: &SignedIn, id: Uuid) -> Result<Progress, Error> {
    who.must(Permission::Export)?;
    progress::find(&parts.pool, id, who.staff).await?.ok_or_else(|| Kind::NotFound.into())
}
