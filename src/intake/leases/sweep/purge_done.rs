//! How purges end, for many at once: the prefix is empty, so the id becomes a tombstone, and the tombstone one day
//! nothing. See [`crate::platform::db::group_commit`].

use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Claim, Of, queries};
use crate::erasures;
use crate::platform::db::group_commit::Change;
use crate::platform::ids::SessionId;
use crate::platform::object_store::Purged;

/// Notes that prefixes are empty.
pub struct Emptied {
    pub tombstone: Duration,
}

/// A purge that is done.
pub struct Done {
    pub claim: Claim,
    pub purged: Purged,
}

impl Done {
    /// Nothing arrived since the prefix was empty, so the id may be forgotten.
    fn is_over(&self) -> bool {
        self.claim.of == Of::Tombstone && self.purged.is_nothing()
    }
}

impl Change for Emptied {
    type Item = Done;
    /// Files of a person whose objects were not found.
    type Done = i64;
    type Error = sqlx::Error;

    const LANES: usize = 1;

    fn session(item: &Done) -> SessionId {
        item.claim.session
    }

    async fn apply(&self, conn: &mut PgConnection, items: &[Done]) -> sqlx::Result<Vec<sqlx::Result<i64>>> {
        let id = |item: &Done| item.claim.session.uuid();
        let over: Vec<Uuid> = items.iter().filter(|item| item.is_over()).map(id).collect();
        let empty: Vec<Uuid> = items.iter().filter(|item| !item.is_over()).map(id).collect();
        if !over.is_empty() {
            queries::delete_tombstones(conn, &over).await?;
        }
        if !empty.is_empty() {
            queries::mark_tombstones(conn, &empty, self.tombstone).await?;
        }
        let mut not_found = Vec::with_capacity(items.len());
        for Done { claim, purged } in items {
            let is_person = claim.of == Of::Person;
            not_found.push(Ok(if is_person { erasures::finish(conn, claim.session, *purged).await? } else { 0 }));
        }
        Ok(not_found)
    }
}
