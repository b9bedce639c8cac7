//! Ends many purges in one transaction: once the prefix is empty the id becomes a tombstone, and later the tombstone is
//! deleted. See [`crate::platform::db::group_commit`].

use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Claim, PurgeKind, queries};
use crate::erasures;
use crate::platform::db::group_commit::BatchOp;
use crate::platform::ids::SessionId;
use crate::platform::object_store::Purged;

/// Records that prefixes are empty.
pub struct PurgesDone {
    pub tombstone: Duration,
}

/// A finished purge.
pub struct PurgeDone {
    pub claim: Claim,
    pub purged: Purged,
}

impl PurgeDone {
    /// Whether nothing arrived since the prefix was empty, so that the id may be forgotten.
    fn is_over(&self) -> bool {
        self.claim.of == PurgeKind::Tombstone && self.purged.is_nothing()
    }
}

impl BatchOp for PurgesDone {
    type Item = PurgeDone;
    /// Files of a person whose objects were not found.
    type Output = i64;
    type Error = sqlx::Error;

    const LANES: usize = 1;

    fn session(item: &PurgeDone) -> SessionId {
        item.claim.session
    }

    async fn apply(&self, conn: &mut PgConnection, items: &[PurgeDone]) -> sqlx::Result<Vec<sqlx::Result<i64>>> {
        let id = |item: &PurgeDone| item.claim.session.uuid();
        let over: Vec<Uuid> = items.iter().filter(|item| item.is_over()).map(id).collect();
        let empty: Vec<Uuid> = items.iter().filter(|item| !item.is_over()).map(id).collect();
        if !over.is_empty() {
            queries::delete_tombstones(conn, &over).await?;
        }
        if !empty.is_empty() {
            queries::mark_tombstones(conn, &empty, self.tombstone).await?;
        }
        let mut not_found = Vec::with_capacity(items.len());
        for PurgeDone { claim, purged } in items {
            let is_person = claim.of == PurgeKind::Person;
            not_found.push(Ok(if is_person { erasures::finish(conn, claim.session, *purged).await? } else { 0 }));
        }
        Ok(not_found)
    }
}
