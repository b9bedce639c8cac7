//! The sweeper: finds what is due in the database and deletes it from the object store.

use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::{Notify, Semaphore};
use uuid::Uuid;

use super::queries::{mark_cut, move_deadlines};
use super::reconcile::{self, ReconcileError};
use super::{Claim, PurgeKind, Reason, begin_purges};
use crate::config::Timings;
use crate::erasures;
use crate::erasures::{Ledger, LedgerError};
use crate::platform::alerts::Notices;
use crate::platform::db;
use crate::platform::db::group_commit::Batcher;
use crate::platform::ids::SessionId;
use crate::platform::object_store::{Key, ObjectError, ObjectStore, Purged};

mod purge_done;
mod queries;
mod restore_guard;
mod run;

use purge_done::{PurgeDone, PurgesDone};
use restore_guard::RestoreGuard;

/// A claim expires after this time unless renewed; then another instance takes over.
const CLAIM: Duration = Duration::from_secs(15);
const RENEW: Duration = Duration::from_secs(5);
/// Purges of one instance that talk to the store at the same time.
const AT_ONCE: usize = 16;
/// Purges that one instance may claim, so that the next ones are ready while others wait for the store.
const CLAIMED: usize = 4 * AT_ONCE;
/// The longest pause between attempts at a purge that keeps failing.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// Rows taken per pass; if there may be more, the next pass follows at once.
const BATCH: i64 = 500;

/// Finds abandoned sessions and deletes their objects. Any number of instances may run.
#[derive(Clone)]
pub struct Sweeper {
    pub(super) pool: PgPool,
    pub(super) store: ObjectStore,
    pub(super) timings: Arc<Timings>,
    ledger: Ledger,
    pub(super) notices: Notices,
    wake_ending: Arc<Notify>,
    wake_purging: Arc<Notify>,
    purge_done: Batcher<PurgesDone>,
    slots: Arc<Semaphore>,
    restore_guard: Arc<RestoreGuard>,
}

/// Why a purge failed. It is tried again.
#[derive(Debug, thiserror::Error)]
enum PurgeError {
    #[error(transparent)]
    Store(#[from] ObjectError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Epoch(#[from] ReconcileError),
}

enum Work {
    Purge(Claim),
    Cut(Key),
}

impl Sweeper {
    /// Creates a sweeper; [`Sweeper::run`] starts it.
    pub fn new(pool: PgPool, store: ObjectStore, timings: Arc<Timings>, ledger: Ledger, notices: Notices) -> Self {
        let purge_done = Batcher::new(pool.clone(), PurgesDone { tombstone: timings.tombstone });
        Self {
            pool,
            store,
            timings,
            ledger,
            notices,
            wake_ending: Arc::default(),
            wake_purging: Arc::default(),
            purge_done,
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            restore_guard: Arc::default(),
        }
    }

    /// Starts a pass now instead of at the next tick.
    pub fn wake(&self) {
        self.wake_ending.notify_one();
        self.wake_purging.notify_one();
    }

    /// Runs one pass with all its work before it returns, whether or not the restore guard would let it; for tests.
    pub async fn sweep_once(&self) -> sqlx::Result<usize> {
        self.end_due().await?;
        self.count_overdue(true).await;
        let work = db::in_time(self.claim(usize::MAX)).await?;
        let count = work.len();
        for item in work {
            self.work(item).await;
        }
        Ok(count)
    }

    /// Ends expired sessions and cuts uploads whose server is dead. Returns how many ended, at most [`BATCH`] of each.
    async fn end_due(&self) -> sqlx::Result<usize> {
        db::in_time(self.record()).await?;
        let (expired, silent) = db::in_time(self.list_due()).await?;
        let mut ended = self.expire_all(&expired).await?;
        for key in silent {
            ended += skip_refused(key.session, db::in_time(self.cut_silent(key)).await)?;
        }
        Ok(ended)
    }

    async fn list_due(&self) -> sqlx::Result<(Vec<SessionId>, Vec<Key>)> {
        let mut conn = self.pool.acquire().await?;
        Ok((queries::list_expired(&mut conn, BATCH).await?, queries::list_silent_uploads(&mut conn, BATCH).await?))
    }

    async fn claim(&self, free: usize) -> sqlx::Result<Vec<Work>> {
        let mut conn = self.pool.acquire().await?;
        let limit = i64::try_from(free).unwrap_or(BATCH).min(BATCH);
        let mut purges = queries::claim_purges(&mut conn, limit, CLAIM).await?;
        let sessions: Vec<SessionId> = purges.iter().map(|claim| claim.session).collect();
        let erasures = erasures::running(&mut conn, &sessions).await?;
        for claim in purges.iter_mut().filter(|claim| erasures.contains(&claim.session)) {
            claim.of = PurgeKind::Person;
        }
        let left = limit - i64::try_from(purges.len()).unwrap_or(limit);
        let cut = queries::claim_cut(&mut conn, left, CLAIM).await?;
        Ok(purges.into_iter().map(Work::Purge).chain(cut.into_iter().map(Work::Cut)).collect())
    }

    /// Pages could not send heartbeats during an outage, so deadlines are extended after one.
    async fn record(&self) -> sqlx::Result<()> {
        let mut tx = db::begin(&self.pool).await?;
        if queries::record_sweep(&mut tx).await? {
            let spared = queries::extend_after_outage(&mut tx, self.timings.visible_ttl).await?;
            tracing::info!(spared, "the sweeper was down for a while: live sessions get more time");
        }
        tx.commit().await
    }

    /// One session that cannot be ended must not delay the others: locked ones are left to the next pass, and if the
    /// database refuses the batch, they are tried one by one.
    async fn expire_all(&self, ids: &[SessionId]) -> sqlx::Result<usize> {
        if ids.is_empty() {
            return Ok(0);
        }
        match db::in_time(self.expire(ids)).await {
            Err(sqlx::Error::Database(_)) if ids.len() > 1 => {
                let mut ended = 0;
                for id in ids {
                    ended += skip_refused(*id, db::in_time(self.expire(&[*id])).await)?;
                }
                Ok(ended)
            }
            ended => skip_refused(ids[0], ended),
        }
    }

    async fn expire(&self, ids: &[SessionId]) -> sqlx::Result<usize> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let mut tx = db::begin(&self.pool).await?;
        let free: Vec<Uuid> = db::try_lock_sessions(&mut tx, &ids).await?.into_iter().collect();
        let due = queries::list_still_expired(&mut tx, &free).await?;
        begin_purges(&mut tx, &due, &[], &self.timings).await?;
        tx.commit().await?;
        for (id, reason) in &due {
            tracing::info!(session = id.tag(), reason = reason.into_str(), "session ended");
        }
        Ok(due.len())
    }

    async fn cut_silent(&self, key: Key) -> sqlx::Result<usize> {
        let mut tx = db::begin(&self.pool).await?;
        db::lock_session(&mut tx, key.session).await?;
        let is_silent = queries::is_silent(&mut tx, key).await?;
        if is_silent {
            mark_cut(&mut tx, key.session, key.file, self.timings.tombstone).await?;
            move_deadlines(&mut tx, &[key.session.uuid()]).await?;
            tracing::warn!(session = key.session.tag(), "an upload's server stopped reporting");
        }
        tx.commit().await?;
        Ok(is_silent.into())
    }

    async fn work(&self, work: Work) {
        let done = match work {
            Work::Purge(claim) => self.purge(claim).await,
            Work::Cut(key) => self.delete_cut(key).await,
        };
        if let Err(error) = done {
            // The claim expires, and the purge is tried again.
            tracing::warn!(%error, "cannot record the end of a purge; it will be done again");
        }
    }

    async fn purge(&self, claim: Claim) -> sqlx::Result<()> {
        let mut purged = Purged::default();
        let purging = async {
            let _slot = self.slots.acquire().await;
            if claim.of == PurgeKind::Person {
                // The ledger first, so that the erasure is recorded even if the prefix cannot be emptied. If the ledger
                // cannot be written, the files are still deleted, but the purge is not done.
                let entered = self.enter(claim.session).await;
                self.store.purge_person(claim.session, &claim.keys, &mut purged).await?;
                return entered;
            }
            purged = self.store.purge_session(claim.session, &claim.keys, claim.has_parts).await?;
            Ok(())
        };
        match self.while_renewing(&claim, Box::pin(purging)).await {
            Ok(()) => {
                let files_not_found = self.purge_done.submit(PurgeDone { claim: claim.clone(), purged }).await?;
                log_purged(&claim, purged);
                if files_not_found > 0 {
                    self.report_not_found(claim.session, files_not_found);
                }
                Ok(())
            }
            Err(error) => {
                self.report_failure(&claim, &error);
                let resting = async {
                    let mut conn = self.pool.acquire().await?;
                    if claim.of == PurgeKind::Person {
                        erasures::count(&mut conn, claim.session, purged).await?;
                    }
                    queries::extend_claim(&mut conn, claim.session, pause(claim.attempts)).await
                };
                db::in_time(resting).await
            }
        }
    }

    /// Reports that a person's erasure deleted fewer objects than the person had files.
    fn report_not_found(&self, session: SessionId, files_not_found: i64) {
        tracing::warn!(
            session = session.tag(),
            files_not_found,
            "an erasure found fewer objects than files, and none of them are in the store now: they were removed \
             before, or an earlier try was interrupted. The receipt says so"
        );
        self.notices.report("files-not-found", None);
    }

    /// The entry first, then the epoch, so that a copy of the database from before the erasure is recognized as
    /// outdated.
    async fn enter(&self, session: SessionId) -> Result<(), PurgeError> {
        self.ledger.enter(session).await?;
        reconcile::raise_epoch(&self.pool, &self.store, false).await?;
        Ok(())
    }

    fn report_failure(&self, claim: &Claim, error: &PurgeError) {
        metrics::counter!("anteroom_purge_failures_total").increment(1);
        let (session, attempts) = (claim.session.tag(), claim.attempts);
        if claim.overdue {
            tracing::error!(session, attempts, %error, "a session's files have waited over 5 minutes for deletion");
            self.notices.report("purge-overdue", None);
        } else {
            tracing::warn!(session, attempts, %error, "cannot delete a session's files yet; trying again");
        }
    }

    /// Runs both concurrently: a purge may hold a transaction open, which must not wait for a slow renewal.
    async fn while_renewing<T>(&self, claim: &Claim, purging: impl Future<Output = T>) -> T {
        let renewing = async {
            let mut renew = tokio::time::interval_at(tokio::time::Instant::now() + RENEW, RENEW);
            loop {
                renew.tick().await;
                let extending =
                    async { queries::extend_claim(&mut *self.pool.acquire().await?, claim.session, CLAIM).await };
                drop(db::in_time(extending).await);
            }
        };
        tokio::select! {
            done = purging => done,
            never = renewing => never,
        }
    }

    async fn delete_cut(&self, key: Key) -> sqlx::Result<()> {
        let slot = self.slots.acquire().await;
        let purged = self.store.purge_file(key).await;
        drop(slot);
        match purged {
            Ok(_) => {
                let finishing = async {
                    let mut tx = db::begin(&self.pool).await?;
                    db::lock_session(&mut tx, key.session).await?;
                    queries::finish_cut(&mut tx, key).await?;
                    tx.commit().await
                };
                db::in_time(finishing).await
            }
            Err(error) => {
                // The next try is due when the claim expires.
                metrics::counter!("anteroom_purge_failures_total").increment(1);
                tracing::warn!(session = key.session.tag(), %error, "cannot delete a file yet; trying again");
                Ok(())
            }
        }
    }
}

/// A session that the database refuses to end is tried again in the next pass; an unavailable database ends this one.
fn skip_refused(id: SessionId, outcome: sqlx::Result<usize>) -> sqlx::Result<usize> {
    match outcome {
        Err(error @ sqlx::Error::Database(_)) => {
            tracing::warn!(session = id.tag(), %error, "cannot end a session yet; trying again");
            Ok(0)
        }
        other => other,
    }
}

fn log_purged(claim: &Claim, Purged { objects, uploads }: Purged) {
    let session = claim.session.tag();
    if claim.of != PurgeKind::Tombstone {
        metrics::counter!("anteroom_purges_total", "reason" => claim.reason.clone()).increment(1);
        tracing::info!(session, objects, uploads, "everything of the session is deleted");
    } else if objects + uploads > 0 {
        // Something arrived after the prefix was emptied, so the id stays dead for another while.
        tracing::warn!(session, "a late write was removed");
    }
}

impl Reason {
    pub(super) fn of_expired(reason: &str) -> Self {
        if reason == "adopted" { Self::Adopted } else { Self::Abandoned }
    }
}

/// 2, 4, 8 … seconds, at most a minute.
fn pause(attempts: i32) -> Duration {
    let doubled = Duration::from_secs(1) * 2_u32.saturating_pow(u32::try_from(attempts).unwrap_or(0).min(6));
    doubled.min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_minute() {
        assert_eq!([1, 2, 5, 6, 100].map(|attempts| pause(attempts).as_secs()), [2, 4, 32, 60, 60]);
    }
}
