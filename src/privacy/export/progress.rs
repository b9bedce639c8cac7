//! The progress of an export, for a page that shows it: written about once a second while bytes are sent.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::Serialize;
use sqlx::PgPool;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::queries;
use crate::auth::{Permission, Requester};
use crate::error::{Error, Kind};
use crate::platform::db;

/// How often it is written. An export without news for a minute counts as broken.
const EVERY: Duration = Duration::from_secs(1);

/// The progress of an export
#[derive(Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Progress {
    /// Bytes of the whole archive
    pub total: i64,
    /// Bytes that were passed to the connection
    pub sent: i64,
    pub state: State,
}

/// The state of an export
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ExportState)]
pub enum State {
    Running,
    /// All of it was passed to the connection
    Complete,
    /// It ended early, or there was no news for a minute
    Broken,
}

/// Counts an archive's sent bytes; dropped at the end, or when the client goes.
pub struct Counter {
    sent: Arc<AtomicU64>,
    _end: oneshot::Sender<Infallible>,
}

impl Counter {
    pub fn add(&self, bytes: usize) {
        self.sent.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

/// Starts counting for this staff member's page; 422 if the id is another's, or of a running export.
pub(super) async fn begin(pool: &PgPool, by: Requester<'_>, id: Uuid, total: u64) -> Result<Counter, Error> {
    let staff = staff(by)?;
    let beginning = async { queries::begin_progress(&mut *pool.acquire().await?, id, staff, signed(total)).await };
    if !db::in_time(beginning).await? {
        return Err(Error::field("progress", "An export with this id is running. Use a new UUID."));
    }
    let sent = Arc::<AtomicU64>::default();
    let (end, ended) = oneshot::channel();
    // The task ends with the archive and is not awaited; if it does not record the end, the export counts as broken.
    tokio::spawn(write(pool.clone(), id, total, Arc::clone(&sent), ended));
    Ok(Counter { sent, _end: end })
}

/// Returns the progress of this staff member's export; another's is 404.
pub async fn find(pool: &PgPool, by: Requester<'_>, id: Uuid) -> Result<Progress, Error> {
    by.must(Permission::Export)?;
    let found = queries::find_progress(&mut *pool.acquire().await?, id, staff(by)?).await?;
    found.ok_or_else(|| Kind::NotFound.into())
}

/// Returns the id of a staff member; the others have no page that shows progress.
fn staff(by: Requester<'_>) -> Result<Uuid, Error> {
    match by {
        Requester::Staff { id, .. } => Ok(id),
        Requester::Person { .. } | Requester::Operator => Err(Kind::NotFound.into()),
    }
}

/// Deletes those that began more than a day ago.
pub async fn forget_old(pool: &PgPool) -> sqlx::Result<()> {
    queries::delete_old_progress(&mut *pool.acquire().await?).await
}

async fn write(pool: PgPool, id: Uuid, total: u64, sent: Arc<AtomicU64>, mut ended: oneshot::Receiver<Infallible>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            // Nothing is ever sent, so this means that the counter was dropped.
            _ = &mut ended => break,
            _ = ticks.tick() => {}
        }
        let now = signed(sent.load(Ordering::Relaxed));
        let noted = db::in_time(async { queries::touch_progress(&mut *pool.acquire().await?, id, now).await });
        if let Err(error) = noted.await {
            tracing::warn!(%error, "cannot record the progress of an export");
        }
    }
    let last = sent.load(Ordering::Relaxed);
    let ended = db::in_time(async {
        queries::end_progress(&mut *pool.acquire().await?, id, signed(last), last == total).await
    });
    if let Err(error) = ended.await {
        tracing::warn!(%error, "cannot record the end of an export");
    }
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
