//! How far an export has come, for a page that shows it: written while the bytes go, about once a second.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::Serialize;
use sqlx::PgPool;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::queries;
use crate::platform::db;

/// How often it is written. One of which nothing is heard for a minute has broken off.
const EVERY: Duration = Duration::from_secs(1);

/// How far an export has come
#[derive(Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Progress {
    /// Bytes of the whole archive
    pub total: i64,
    /// Bytes that were handed to the connection
    pub sent: i64,
    pub state: State,
}

/// Where an export stands
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ExportState)]
pub enum State {
    Running,
    /// All of it was handed to the connection
    Complete,
    /// It ended before, or nothing has been heard of it for a minute
    Broken,
}

/// Counts an archive's bytes as they go; dropped at the end, or with the client.
pub struct Counter {
    sent: Arc<AtomicU64>,
    _end: oneshot::Sender<Infallible>,
}

impl Counter {
    pub fn add(&self, bytes: usize) {
        self.sent.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

/// Begins to count for a page of this person. `None`: the id is another's, or of an export that runs.
pub async fn begin(pool: &PgPool, id: Uuid, staff: Uuid, total: u64) -> sqlx::Result<Option<Counter>> {
    let beginning = async { queries::begin_progress(&mut *pool.acquire().await?, id, staff, signed(total)).await };
    if !db::in_time(beginning).await? {
        return Ok(None);
    }
    let sent = Arc::<AtomicU64>::default();
    let (end, ended) = oneshot::channel();
    // It ends with the archive: nobody waits for it, and what it leaves unsaid reads as broken.
    tokio::spawn(write(pool.clone(), id, total, Arc::clone(&sent), ended));
    Ok(Some(Counter { sent, _end: end }))
}

/// How far an export of this person has come; another's is nobody's.
pub async fn find(pool: &PgPool, id: Uuid, staff: Uuid) -> sqlx::Result<Option<Progress>> {
    queries::find_progress(&mut *pool.acquire().await?, id, staff).await
}

/// Forgets those that began more than a day ago.
pub async fn forget_old(pool: &PgPool) -> sqlx::Result<()> {
    queries::delete_old_progress(&mut *pool.acquire().await?).await
}

async fn write(pool: PgPool, id: Uuid, total: u64, sent: Arc<AtomicU64>, mut ended: oneshot::Receiver<Infallible>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            // Nothing is ever sent: the counter is gone.
            _ = &mut ended => break,
            _ = ticks.tick() => {}
        }
        let now = signed(sent.load(Ordering::Relaxed));
        let noted = db::in_time(async { queries::touch_progress(&mut *pool.acquire().await?, id, now).await });
        if let Err(error) = noted.await {
            tracing::warn!(%error, "cannot note how far an export has come");
        }
    }
    let last = sent.load(Ordering::Relaxed);
    let ended = db::in_time(async {
        queries::end_progress(&mut *pool.acquire().await?, id, signed(last), last == total).await
    });
    if let Err(error) = ended.await {
        tracing::warn!(%error, "cannot note the end of an export");
    }
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
