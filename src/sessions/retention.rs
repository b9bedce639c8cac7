//! Contacts that were never confirmed are erased when `PENDING_RETENTION` says so.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Parts, erase, store};
use crate::audit::Actor;
use crate::db;
use crate::leases::Reason;

/// How often they are looked for.
const EVERY: Duration = Duration::from_secs(60);

impl Parts {
    /// Looks until `stop`; returns at once where they are kept.
    pub async fn run_retention(self, stop: CancellationToken) {
        let Some(kept) = self.timings.pending_retention.0 else {
            return;
        };
        let mut ticks = tokio::time::interval(EVERY);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = ticks.tick() => {}
            }
            if let Err(error) = db::bounded(self.erase_unconfirmed(kept)).await {
                tracing::warn!(%error, "cannot look for contacts to erase; trying again");
            }
        }
    }

    /// Erases pending sessions that are older; gives how many.
    pub async fn erase_unconfirmed(&self, kept: Duration) -> sqlx::Result<usize> {
        let mut conn = self.pool.acquire().await?;
        let old = store::list_unconfirmed(&mut conn, kept).await?;
        drop(conn);
        for id in &old {
            let mut tx = self.pool.begin().await?;
            db::lock_session(&mut tx, *id).await?;
            // The link may have been used in between, or the contact corrected.
            if store::is_unconfirmed(&mut tx, *id, kept).await? {
                erase(&mut tx, *id, Actor::System, Reason::Erased, &self.timings).await?;
            }
            tx.commit().await?;
        }
        if !old.is_empty() {
            self.sweeper.wake();
        }
        Ok(old.len())
    }
}
