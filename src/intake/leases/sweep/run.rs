//! The two tasks of a sweeper, and when they run.

use tokio::task::JoinSet;
use tokio::time::{Interval, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{CLAIMED, Sweeper, queries};
use crate::platform::db;

impl Sweeper {
    /// Sweeps until `stop`, then waits for running purges. Sessions end in one task and are purged in another: neither
    /// waits for the other, and ending sessions does not depend on the object store being available.
    pub async fn run(self, stop: CancellationToken) {
        tokio::join!(self.end_what_is_due(&stop), self.purge_what_has_ended(&stop));
    }

    fn ticks(&self) -> Interval {
        let mut ticks = interval(self.timings.sweep_every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticks
    }

    async fn end_what_is_due(&self, stop: &CancellationToken) {
        let mut ticks = self.ticks();
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = ticks.tick() => {}
                () = self.wake_ending.notified() => {}
            }
            // A restored backup would purge what was kept after it was made.
            if !self.may_sweep().await {
                continue;
            }
            match self.end_due().await {
                Ok(0) => {}
                Ok(_) => {
                    // More may be due than one pass takes.
                    self.wake_ending.notify_one();
                    self.wake_purging.notify_one();
                }
                Err(error) => tracing::warn!(%error, "cannot look for abandoned sessions; trying again"),
            }
        }
    }

    async fn purge_what_has_ended(&self, stop: &CancellationToken) {
        let mut ticks = self.ticks();
        let mut running = JoinSet::new();
        loop {
            let half_done = async {
                while running.len() > CLAIMED / 2 {
                    running.join_next().await;
                }
            };
            let is_tick = tokio::select! {
                () = stop.cancelled() => break,
                _ = ticks.tick() => true,
                () = async { tokio::join!(self.wake_purging.notified(), half_done); } => false,
            };
            while running.try_join_next().is_some() {}
            let may_sweep = self.may_sweep().await;
            if is_tick {
                self.count_overdue(may_sweep).await;
            }
            if !may_sweep {
                continue;
            }
            let free = CLAIMED.saturating_sub(running.len());
            match db::in_time(self.claim(free)).await {
                // The backup may have been restored just before the claim: the claims expire by themselves.
                Ok(work) if !work.is_empty() && !self.may_sweep().await => {}
                Ok(work) => {
                    // More may be due than one pass could take.
                    if work.len() == free {
                        self.wake_purging.notify_one();
                    }
                    for item in work {
                        let sweeper = self.clone();
                        running.spawn(async move { sweeper.work(item).await });
                    }
                }
                Err(error) => tracing::warn!(%error, "cannot look for purges; trying again"),
            }
        }
        while running.join_next().await.is_some() {}
    }

    /// Updates the gauge of overdue purges; while sweeping is blocked, operators are also notified of them.
    pub(super) async fn count_overdue(&self, may_sweep: bool) {
        let counted = async { queries::count_overdue(&mut *self.pool.acquire().await?).await };
        if let Ok(overdue) = db::in_time(counted).await {
            #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
            metrics::gauge!("anteroom_purges_overdue").set(overdue as f64);
            if overdue > 0 && !may_sweep {
                self.notices.report("purge-overdue", None);
            }
        }
    }
}
