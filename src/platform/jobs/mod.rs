//! Durable jobs: enqueued in the transaction that makes them due, claimed with SKIP LOCKED, run outside any
//! transaction, retried with growing pauses, and `dead` (for staff to see) when they cannot succeed.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::platform::alerts::Notices;
use crate::platform::ids::SessionId;
use crate::platform::mail::MailError;
use crate::platform::{db, events};

mod limits;
mod queries;
mod registry;
mod schedule;

pub use limits::{MailLimits, MailRequest};
pub use registry::{Job, Queued, Registry};
pub use schedule::Schedule;

/// How long a claim lasts; longer than any attempt may take.
const CLAIM: Duration = Duration::from_secs(120);
const ATTEMPT: Duration = Duration::from_secs(100);
/// The pause before recording a job's outcome is tried again.
const RECORD_AGAIN: Duration = Duration::from_secs(1);
const AT_ONCE: usize = 8;
/// How often dead and overdue jobs are counted.
const COUNT_EVERY: Duration = Duration::from_secs(10);
/// NOTIFY announces new jobs at once; polling finds retries, and jobs whose NOTIFY was lost.
const POLL: Duration = Duration::from_secs(1);
/// After this many attempts, over two days, a job is dead.
const MAX_ATTEMPTS: i32 = 58;
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

/// How an attempt failed. The text is stored, so it must not identify a person.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error("{0}")]
    Retry(String),
    /// The same, but only the operator can make the next attempt succeed.
    #[error("{0}")]
    Setup(String),
    /// There is nothing to do any more: the recipient cannot get this mail. That is no error of ours.
    #[error("{0}")]
    Refused(String),
    #[error("{0}")]
    Dead(String),
}

impl From<sqlx::Error> for JobError {
    fn from(_: sqlx::Error) -> Self {
        Self::Retry("the database failed".to_owned())
    }
}

impl From<MailError> for JobError {
    fn from(error: MailError) -> Self {
        match error {
            MailError::Temporary(text) => Self::Retry(text),
            MailError::Setup(text) => Self::Setup(text),
            MailError::Recipient(text) => Self::Refused(text),
            MailError::Permanent(text) => Self::Dead(text),
        }
    }
}

struct Claimed {
    id: Uuid,
    job: Value,
    attempts: i32,
}

/// Counts of jobs that need attention.
struct Troubled {
    dead: i64,
    overdue: i64,
}

/// Adds a job in the caller's transaction, due at once.
pub async fn enqueue(conn: &mut PgConnection, job: &Queued) -> sqlx::Result<()> {
    queries::insert(conn, &[(job, Duration::ZERO)]).await
}

/// A mail to a known address.
pub struct Mail {
    pub job: Queued,
    pub to: String,
    /// The network that asks for it; `None` for staff.
    pub network: Option<IpAddr>,
    /// The shortest delay before it is sent.
    pub delay: Duration,
    /// The address must be told, even when other mails have used up its allowance.
    pub is_notice: bool,
}

/// Adds mails in the caller's transaction, each due when its mailbox has room. The only way to write to a known
/// address, so that no caller can bypass the limits. Call it once per transaction.
pub async fn enqueue_mails(conn: &mut PgConnection, limits: &MailLimits, mails: &[Mail]) -> sqlx::Result<()> {
    if mails.is_empty() {
        return Ok(());
    }
    let asked = mails.iter().map(|mail| MailRequest {
        purpose: mail.job.kind,
        to: &mail.to,
        network: mail.network,
        is_notice: mail.is_notice,
    });
    let asked: Vec<MailRequest<'_>> = asked.collect();
    let waits = limits.admit(conn, &asked).await?;
    let admitted = mails.iter().zip(waits).filter_map(|(mail, wait)| Some((&mail.job, wait?.max(mail.delay))));
    let admitted: Vec<(&Queued, Duration)> = admitted.collect();
    let refused = mails.len() - admitted.len();
    if refused > 0 {
        metrics::counter!("anteroom_mails_refused_total").increment(refused as u64);
        tracing::warn!(refused, "mails dropped: their mailboxes are over the limit");
    }
    if admitted.is_empty() { Ok(()) } else { queries::insert(conn, &admitted).await }
}

/// Deletes the session's queued and dead jobs of this kind, because a new one replaces them. Returns whether one of
/// them was only delayed and never tried.
pub async fn replace(conn: &mut PgConnection, id: SessionId, kind: &str) -> sqlx::Result<bool> {
    queries::delete_of_kind(conn, id, kind).await
}

/// Makes the session's job of this kind due if it has failed before; a delayed first attempt keeps its time. Returns
/// whether one is queued.
pub async fn hurry(conn: &mut PgConnection, id: SessionId, kind: &str) -> sqlx::Result<bool> {
    queries::mark_due(conn, id, kind).await
}

/// Whether the job is still queued. Under its session's lock the answer stays true until the transaction ends.
pub async fn exists(conn: &mut PgConnection, job: Uuid) -> sqlx::Result<bool> {
    queries::exists(conn, job).await
}

/// Deletes a session's queued and dead jobs, for its erasure.
pub async fn forget_session(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<()> {
    queries::delete_by_session(conn, id).await
}

/// Returns the number of dead jobs.
pub async fn count_dead(conn: &mut PgConnection) -> sqlx::Result<i64> {
    Ok(queries::count_troubled(conn).await?.dead)
}

/// Tries dead jobs again from the beginning; returns how many.
pub async fn revive(conn: &mut PgConnection) -> sqlx::Result<u64> {
    queries::mark_alive(conn).await
}

/// Runs the jobs of a registry.
pub struct Worker<C> {
    pub pool: PgPool,
    pub notices: Notices,
    pub registry: Registry<C>,
}

impl<C: Clone + Send + Sync + 'static> Worker<C> {
    /// Runs due jobs one after the other until none is left; for tests.
    pub async fn run_due(&self) -> sqlx::Result<()> {
        loop {
            let claimed = self.claim(1).await?;
            if claimed.is_empty() {
                return Ok(());
            }
            for claimed in claimed {
                self.attempt(claimed).await;
            }
        }
    }

    /// Runs jobs until `stop`, then lets running ones finish.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let wake = Arc::new(Notify::new());
        let (pool, heard, end) = (self.pool.clone(), Arc::clone(&wake), stop.clone());
        let listening = tokio::spawn(async move { events::listen(&pool, "jobs", &end, |_| heard.notify_one()).await });
        let worker = self;
        let slots = Arc::new(Semaphore::new(AT_ONCE));
        let mut running = JoinSet::new();
        let (mut ticks, mut counts) = (tokio::time::interval(POLL), tokio::time::interval(COUNT_EVERY));
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        counts.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = ticks.tick() => {}
                _ = counts.tick() => worker.count().await,
                () = wake.notified() => {}
            }
            let claimed = worker.claim(slots.available_permits()).await;
            for claimed in claimed.unwrap_or_else(|error| {
                tracing::warn!(%error, "cannot look for jobs; trying again");
                Vec::new()
            }) {
                let Ok(slot) = Arc::clone(&slots).try_acquire_owned() else {
                    break;
                };
                let (worker, wake) = (Arc::clone(&worker), Arc::clone(&wake));
                running.spawn(async move {
                    worker.attempt(claimed).await;
                    drop(slot);
                    wake.notify_one();
                });
            }
            while running.try_join_next().is_some() {}
        }
        while running.join_next().await.is_some() {}
        drop(listening.await);
    }

    async fn claim(&self, free: usize) -> sqlx::Result<Vec<Claimed>> {
        if free == 0 {
            return Ok(Vec::new());
        }
        let limit = i64::try_from(free).unwrap_or(1);
        db::in_time(async {
            queries::claim(&mut *self.pool.acquire().await?, &self.registry.kinds(), limit, CLAIM).await
        })
        .await
    }

    /// Updates the gauges of dead and overdue jobs: behind a dead mail is a visitor who waits for it.
    async fn count(&self) {
        let counted = async { queries::count_troubled(&mut *self.pool.acquire().await?).await };
        if let Ok(Troubled { dead, overdue }) = db::in_time(counted).await {
            #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
            let [dead, overdue] = [dead as f64, overdue as f64];
            metrics::gauge!("anteroom_jobs_dead").set(dead);
            metrics::gauge!("anteroom_jobs_overdue").set(overdue);
        }
    }

    async fn attempt(&self, claimed: Claimed) {
        let Claimed { id, job, attempts } = claimed;
        let claimed_at = Instant::now();
        let (kind, outcome) = self.registry.run(id, job).await;
        let label = match &outcome {
            Ok(()) => "done",
            Err(JobError::Refused(_)) => "refused",
            Err(JobError::Retry(_) | JobError::Setup(_)) if attempts < MAX_ATTEMPTS => "retry",
            Err(_) => "dead",
        };
        metrics::counter!("anteroom_jobs_total", "kind" => kind, "outcome" => label).increment(1);
        match (label, &outcome) {
            ("dead", Err(error)) => {
                tracing::error!(job = %id, kind, attempts, %error, "a job is dead");
                self.notices.report_cause("job-dead", error.to_string());
            }
            ("retry", Err(JobError::Setup(cause))) => {
                tracing::error!(job = %id, kind, attempts, cause, "mail waits until its setup is fixed");
                self.notices.report_cause("smtp-setup", cause.clone());
            }
            ("retry", Err(error)) => {
                tracing::warn!(job = %id, attempts, %error, "a job failed; it will be tried again");
            }
            ("refused", Err(cause)) => tracing::info!(job = %id, kind, %cause, "a mail's recipient was refused"),
            _ => {}
        }
        // Retry until the claim expires. After that the job runs again, and its mail would be sent twice.
        while let Err(error) = db::in_time(self.finish(id, attempts, &outcome, label)).await {
            if claimed_at.elapsed() + RECORD_AGAIN > CLAIM {
                tracing::warn!(job = %id, %error, "cannot record a job's outcome; it will run again");
                return;
            }
            tokio::time::sleep(RECORD_AGAIN).await;
        }
    }

    async fn finish(&self, id: Uuid, attempts: i32, outcome: &Result<(), JobError>, label: &str) -> sqlx::Result<()> {
        let mut conn = self.pool.acquire().await?;
        match outcome {
            Ok(()) | Err(JobError::Refused(_)) => queries::delete(&mut conn, id).await,
            Err(error) if label == "dead" => queries::mark_dead(&mut conn, id, &error.to_string()).await,
            Err(error) => queries::mark_retry(&mut conn, id, pause(attempts), &error.to_string()).await,
        }
    }
}

/// 4, 8, 16 … seconds, at most an hour.
fn pause(attempts: i32) -> Duration {
    let doubled = Duration::from_secs(2).saturating_mul(2_u32.saturating_pow(u32::try_from(attempts).unwrap_or(0)));
    doubled.min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour() {
        assert_eq!([1, 2, 3, 10, 11, 40].map(|attempts| pause(attempts).as_secs()), [4, 8, 16, 2048, 3600, 3600]);
    }
}
