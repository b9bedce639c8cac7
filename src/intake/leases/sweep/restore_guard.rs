//! Whether this database is up to date: if the bucket's epoch is ahead of it, it is an old copy, which still has leases
//! of visitors who have given their contact since.

use tokio::sync::Mutex;

use super::Sweeper;
use crate::intake::leases::reconcile::Database;

/// The result of the last comparison. Locked during a comparison so that both tasks share it: with one each, the second
/// could still be waiting for an unavailable store after the first had reached it again.
#[derive(Default)]
pub struct RestoreGuard(Mutex<Known>);

#[derive(Default, PartialEq, Eq)]
enum Known {
    /// Not compared since the start.
    #[default]
    Nothing,
    /// This database was as recent as its bucket.
    Current(Database),
    /// This database was older than its bucket.
    Restored,
}

impl Sweeper {
    /// Compares with the bucket's epoch until they agree once, and again whenever the database's epoch decreases or its
    /// server restarts: the database may have been restored from a backup. If the store is unavailable nothing could be
    /// deleted anyway.
    pub(super) async fn may_sweep(&self) -> bool {
        let mut known = self.restore_guard.0.lock().await;
        if let Known::Current(before) = &*known {
            match self.database().await {
                Ok(now) if now.server == before.server && now.epoch >= before.epoch => {
                    *known = Known::Current(now);
                    return true;
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "cannot look for abandoned sessions; trying again");
                    return false;
                }
            }
        }
        let found = match self.compare_epochs().await {
            Ok(Some(database)) => Known::Current(database),
            Ok(None) => Known::Restored,
            Err(error) => {
                tracing::warn!(%error, "cannot compare the epochs before sweeping; trying again");
                return false;
            }
        };
        if found != Known::Restored {
            metrics::gauge!("anteroom_restored_backup").set(0.0);
        } else if *known == Known::Restored {
            tracing::debug!("nothing is swept until the restored backup is accepted");
        } else {
            tracing::error!(
                "the bucket is ahead of its database: an old backup was restored. Nothing is deleted until you have \
                 run `anteroom privacy replay`, which erases again the people that the copy still contains, and then \
                 `anteroom reconcile --accept`"
            );
            metrics::gauge!("anteroom_restored_backup").set(1.0);
            self.notices.report("restored-backup", None);
        }
        let may = found != Known::Restored;
        *known = found;
        may
    }
}
