//! Expired sessions: never confirmed, or complete for long. They are erased like any other, with receipt and ledger
//! entry; the retention module decides when.

use std::time::Duration;

use super::{AppContext, erase, queries};
use crate::audit::Actor;
use crate::intake::leases::Reason;
use crate::platform::db;
use crate::platform::ids::SessionId;

/// Which sessions may have expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overstayed {
    /// The contact was last given longer ago, and never confirmed
    Pending,
    /// Confirmed longer ago
    Complete,
}

impl AppContext {
    /// Erases the oldest expired sessions, at most `limit`. Returns how many.
    pub async fn erase_overstayed(&self, which: Overstayed, kept: Duration, limit: i64) -> sqlx::Result<u64> {
        let mut conn = self.pool.acquire().await?;
        let old = queries::list_overstayed(&mut conn, which, kept, limit).await?;
        drop(conn);
        let mut erased = 0;
        for id in old {
            erased += u64::from(db::in_time(self.erase_one(id, which, kept)).await?);
        }
        if erased > 0 {
            self.sweeper.wake();
        }
        Ok(erased)
    }

    async fn erase_one(&self, id: SessionId, which: Overstayed, kept: Duration) -> sqlx::Result<bool> {
        let mut tx = db::begin(&self.pool).await?;
        db::lock_session(&mut tx, id).await?;
        // The link may have been used in between, or the contact corrected.
        if !queries::has_overstayed(&mut tx, id, which, kept).await? {
            return Ok(false);
        }
        erase(&mut tx, id, Actor::System, Reason::Erased, &self.timings).await?;
        tx.commit().await?;
        Ok(true)
    }
}
