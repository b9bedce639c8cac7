//! Whether this database may be believed: a bucket whose epoch is ahead of it means that it is an old copy,
//! which knows leases of visitors who have given their contact since.

use tokio::sync::Mutex;

use super::Sweeper;
use crate::intake::leases::reconcile::Database;

/// What the last comparison found. Locked while one runs, so that both tasks take what it finds: with one each, the
/// second could still be waiting for a store that was away when the first had long found it back.
#[derive(Default)]
pub struct RestoreGuard(Mutex<Known>);

#[derive(Default, PartialEq, Eq)]
enum Known {
    /// Nobody has compared since the start.
    #[default]
    Nothing,
    /// This database was as young as its bucket.
    Current(Database),
    /// It was not.
    Restored,
}

impl Sweeper {
    /// Compares with the bucket's epoch until it has once agreed, and again whenever the database's goes back
    /// or its server has started anew: somebody may have put an old copy under us. A store that is away could
    /// not be emptied anyway.
    pub(super) async fn may_sweep(&self) -> bool {
        let mut known = self.trust.0.lock().await;
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
            tracing::debug!("nothing is swept while an old backup stands");
        } else {
            tracing::error!(
                "the bucket is ahead of its database: an old backup was restored. Nothing is deleted until you have \
                 run `anteroom privacy replay`, which erases again whom the copy believes to be here still, and then \
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
