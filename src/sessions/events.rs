//! Live changes of a session's state, whichever instance made them: PostgreSQL's NOTIFY tells every
//! instance, which wakes the pages that wait here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::Stream;
use futures_util::stream::unfold;
use sqlx::PgPool;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{State, state};
use crate::db;
use crate::ids::SessionId;

/// When the database did not answer.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// The pages of this instance that wait for a change.
#[derive(Clone)]
pub struct Watchers {
    waiting: Arc<Mutex<HashMap<SessionId, watch::Sender<()>>>>,
    stop: CancellationToken,
}

/// One waiting page; forgets itself when dropped.
struct Waiting {
    id: SessionId,
    woken: watch::Receiver<()>,
    watchers: Watchers,
}

impl Watchers {
    /// Streams end at `stop`, so that a shutdown need not wait for pages that stay.
    pub fn new(stop: CancellationToken) -> Self {
        Self { waiting: Arc::default(), stop }
    }

    /// Passes notifications on until `stop`.
    pub async fn run(self, pool: PgPool, stop: CancellationToken) {
        db::listen(&pool, db::SESSION_CHANGES, &stop, |payload| {
            match payload.and_then(|text| Uuid::try_parse(text).ok()) {
                Some(id) => self.wake(SessionId::from_uuid(id)),
                // The connection was away: whoever waits looks again.
                None => self.wake_all(),
            }
        })
        .await;
    }

    fn wake(&self, id: SessionId) {
        if let Some(sender) = self.lock().get(&id) {
            sender.send_replace(());
        }
    }

    fn wake_all(&self) {
        for sender in self.lock().values() {
            sender.send_replace(());
        }
    }

    fn wait_for(&self, id: SessionId) -> Waiting {
        let woken = self.lock().entry(id).or_insert_with(|| watch::channel(()).0).subscribe();
        Waiting { id, woken, watchers: self.clone() }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<SessionId, watch::Sender<()>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The session's state now and after each change. Ends with the session, or with the server.
    pub fn states(&self, pool: PgPool, id: SessionId) -> impl Stream<Item = State> + use<> {
        // Waiting begins before the first look: a change in between is not missed.
        let waiting = self.wait_for(id);
        unfold((waiting, None), move |(mut waiting, last)| {
            let pool = pool.clone();
            async move {
                loop {
                    if last == Some(State::Gone) {
                        return None;
                    }
                    waiting.woken.mark_unchanged();
                    let now = look(&pool, id).await;
                    if let Some(now) = now.filter(|now| Some(*now) != last) {
                        return Some((now, (waiting, Some(now))));
                    }
                    tokio::select! {
                        () = waiting.watchers.stop.cancelled() => return None,
                        changed = waiting.woken.changed() => changed.ok()?,
                        // What could not be read is read again.
                        () = tokio::time::sleep(LOOK_AGAIN), if now.is_none() => {}
                    }
                }
            }
        })
    }
}

async fn look(pool: &PgPool, id: SessionId) -> Option<State> {
    let mut conn = pool.acquire().await.ok()?;
    state(&mut conn, id).await.ok()
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut waiting = self.watchers.lock();
        if waiting.get(&self.id).is_some_and(|sender| sender.receiver_count() <= 1) {
            waiting.remove(&self.id);
        }
    }
}
