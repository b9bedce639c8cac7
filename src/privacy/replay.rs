//! After a restore: erases again the sessions and members that the ledger of erasures names and the restored database
//! contains.

use std::collections::HashMap;
use std::time::Duration;

use sqlx::PgPool;
use time::OffsetDateTime;

use super::members;
use crate::audit::Actor;
use crate::config::Timings;
use crate::erasures::{Ledger, LedgerError};
use crate::intake::leases::Reason;
use crate::intake::sessions;
use crate::platform::db;
use crate::platform::ids::SessionId;

/// Ledger entries in memory at once; a longer ledger is compared in several rounds.
const ROUND: usize = 100_000;

/// Sessions or members read per query.
const BATCH: i64 = 5000;

/// Why a replay stopped. It can be run again at any time and continues with the remaining sessions.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// The result of a replay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Entries of the ledger.
    pub entries: usize,
    /// Sessions and members that the database still contained and that are erased now.
    pub erased: usize,
}

/// Entries by hash, with the time before which a session or member must have been created to be the erased one.
type Round = HashMap<[u8; 32], OffsetDateTime>;

/// Compares the whole ledger with all sessions and members, in constant memory.
pub async fn replay(pool: &PgPool, ledger: &Ledger, timings: &Timings) -> Result<Replayed, ReplayError> {
    let mut replayed = Replayed::default();
    let mut after = None;
    loop {
        let mut round = Round::new();
        let is_last = loop {
            let (entries, next) = ledger.page(after.take()).await?;
            replayed.entries += entries.len();
            round.extend(entries.iter().map(|entry| (entry.hash, entry.written_at + grace(timings))));
            after = next;
            if after.is_none() || round.len() >= ROUND {
                break after.is_none();
            }
        };
        if !round.is_empty() {
            for kind in [Kept::Session, Kept::Member] {
                replayed.erased += erase_entered(pool, ledger, &round, timings, kind).await?;
            }
        }
        if is_last {
            return Ok(replayed);
        }
    }
}

/// An id may be reused once its tombstone has expired, by a person who has erased nothing. While the tombstone existed
/// the erased session was the only one with that id, whatever the store's clock says.
fn grace(timings: &Timings) -> Duration {
    timings.tombstone
}

/// What an entry may be about: both have random ids, of which the ledger has a hash.
#[derive(Clone, Copy)]
enum Kept {
    Session,
    Member,
}

async fn erase_entered(
    pool: &PgPool,
    ledger: &Ledger,
    round: &Round,
    timings: &Timings,
    kind: Kept,
) -> Result<usize, ReplayError> {
    let (mut erased, mut after) = (0, None);
    loop {
        let listing = async {
            let mut conn = pool.acquire().await?;
            match kind {
                Kept::Session => sessions::list_all(&mut conn, after, BATCH).await,
                Kept::Member => members::list_all(&mut conn, after, BATCH).await,
            }
        };
        let page = db::in_time(listing).await?;
        let Some((last, _)) = page.last() else {
            return Ok(erased);
        };
        after = Some(*last);
        let is_entered = |(id, created_at): &&(SessionId, OffsetDateTime)| {
            round.get(&ledger.hash_of(*id)).is_some_and(|before| created_at < before)
        };
        for (id, _) in page.iter().filter(is_entered) {
            let again = erase_again(pool, *id, timings, kind);
            erased += usize::from(db::in_time(again).await?);
        }
    }
}

/// Returns `false` if it was erased meanwhile.
async fn erase_again(pool: &PgPool, id: SessionId, timings: &Timings, kind: Kept) -> sqlx::Result<bool> {
    let mut tx = db::begin(pool).await?;
    db::lock_session(&mut tx, id).await?;
    match kind {
        Kept::Session => {
            if sessions::contact(&mut tx, id).await?.is_none() {
                return Ok(false);
            }
            sessions::erase(&mut tx, id, Actor::Ledger, Reason::Erased, timings).await?;
        }
        Kept::Member => {
            if members::erase_stored(&mut tx, id, Actor::Ledger, timings).await?.is_none() {
                return Ok(false);
            }
        }
    }
    tx.commit().await?;
    Ok(true)
}
