//! Live changes of a session's state, on whichever instance they happen: PostgreSQL's NOTIFY reaches every instance,
//! which wakes the pages that wait here.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::stream::unfold;
use futures_util::{Stream, StreamExt as _};
use sqlx::PgPool;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{State, state};
use crate::error::{Error, Kind};
use crate::platform::db;
use crate::platform::http::ClientIp;
use crate::platform::ids::SessionId;

/// The pause before reading again after the database did not answer.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Streams of one session at the same time, enough for the tabs of one visit.
const MAX_PER_SESSION: usize = 8;

/// Streams of one address at the same time on this instance: an office has a few hundred tabs, not thousands.
const MAX_PER_ADDRESS: usize = 256;

/// The longest life of a stream. Clients reconnect, as after any lost connection.
const MAX_AGE: Duration = Duration::from_secs(3600);

/// `Retry-After` seconds for a client with too many streams: about when a closed one will have been noticed.
const RETRY_AFTER: u64 = 15;

/// This instance's pages that wait for a change.
#[derive(Clone)]
pub struct Watchers {
    waiting: Arc<Mutex<Pages>>,
    stop: CancellationToken,
    max_age: Duration,
}

#[derive(Default)]
struct Pages {
    sessions: HashMap<SessionId, watch::Sender<()>>,
    addresses: HashMap<IpAddr, usize>,
}

/// One waiting page; unregisters itself when dropped.
struct Waiting {
    id: SessionId,
    address: IpAddr,
    woken: watch::Receiver<()>,
    watchers: Watchers,
}

impl Watchers {
    /// Streams end at `stop`, so that a shutdown need not wait for pages that stay.
    pub fn new(stop: CancellationToken) -> Self {
        Self { waiting: Arc::default(), stop, max_age: MAX_AGE }
    }

    /// Passes notifications on until `stop`.
    pub async fn run(self, pool: PgPool, stop: CancellationToken) {
        db::listen(&pool, db::SESSION_CHANGES, &stop, |payload| {
            match payload.and_then(|text| Uuid::try_parse(text).ok()) {
                Some(id) => self.wake(SessionId::from_uuid(id)),
                // The connection was lost: all waiting pages read the state again.
                None => self.wake_all(),
            }
        })
        .await;
    }

    fn wake(&self, id: SessionId) {
        if let Some(sender) = self.lock().sessions.get(&id) {
            sender.send_replace(());
        }
    }

    fn wake_all(&self) {
        for sender in self.lock().sessions.values() {
            sender.send_replace(());
        }
    }

    fn wait_for(&self, id: SessionId, address: IpAddr) -> Result<Waiting, Error> {
        let mut pages = self.lock();
        let of_session = pages.sessions.get(&id).map_or(0, watch::Sender::receiver_count);
        let of_address = pages.addresses.get(&address).copied().unwrap_or_default();
        if of_session >= MAX_PER_SESSION || of_address >= MAX_PER_ADDRESS {
            return Err(Error::retry_after(Kind::RateLimited, RETRY_AFTER));
        }
        *pages.addresses.entry(address).or_default() += 1;
        let woken = pages.sessions.entry(id).or_insert_with(|| watch::channel(()).0).subscribe();
        Ok(Waiting { id, address, woken, watchers: self.clone() })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Pages> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the session's state now and after each change. Ends with the session, with the server, or at the maximum
    /// age.
    pub fn states(
        &self,
        pool: PgPool,
        id: SessionId,
        client: ClientIp,
    ) -> Result<impl Stream<Item = State> + use<>, Error> {
        // Registered before the first read, so that no change in between is missed.
        let waiting = self.wait_for(id, client.bucket())?;
        let states = unfold((waiting, None), move |(mut waiting, last)| {
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
                        // After a failed read, try again.
                        () = tokio::time::sleep(LOOK_AGAIN), if now.is_none() => {}
                    }
                }
            }
        });
        Ok(states.take_until(tokio::time::sleep(self.max_age)))
    }
}

/// The stream is dropped when its visitor goes; the database call still runs to its end.
async fn look(pool: &PgPool, id: SessionId) -> Option<State> {
    let pool = pool.clone();
    db::to_end(async move { state(&mut *pool.acquire().await?, id).await }).await.ok()
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut pages = self.watchers.lock();
        if pages.sessions.get(&self.id).is_some_and(|sender| sender.receiver_count() <= 1) {
            pages.sessions.remove(&self.id);
        }
        if let Entry::Occupied(mut count) = pages.addresses.entry(self.address) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::uuid;

    use super::*;

    fn watchers() -> Watchers {
        Watchers::new(CancellationToken::new())
    }

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    fn session(number: u128) -> SessionId {
        let base = uuid!("3f8a2c1e-9b4d-4e6f-8a1b-000000000000");
        SessionId::from_uuid(Uuid::from_u128(base.as_u128() + number))
    }

    #[test]
    fn s16_one_address_holds_a_bounded_number_of_streams() {
        let watchers = watchers();
        let held: Vec<_> = (0..).map_while(|number| watchers.wait_for(session(number), address(1)).ok()).collect();
        assert_eq!(held.len(), MAX_PER_ADDRESS);
        assert!(watchers.wait_for(session(0), address(2)).is_ok());
        drop(held);
        assert!(watchers.wait_for(session(0), address(1)).is_ok());
        let pages = watchers.lock();
        assert_eq!((pages.sessions.len(), pages.addresses.len()), (0, 0), "closed streams are forgotten");
    }

    #[tokio::test]
    async fn a_stream_ends_with_age() {
        // No database listens there, so no state comes first.
        let pool = sqlx::postgres::PgPoolOptions::new().connect_lazy("postgres:///x?host=/nowhere").expect("a pool");
        let watchers = Watchers { max_age: Duration::ZERO, ..watchers() };
        let states = watchers.states(pool, session(0), ClientIp(address(1))).expect("a stream");
        let ended = tokio::time::timeout(Duration::from_secs(10), std::pin::pin!(states).next()).await;
        assert_eq!(ended, Ok(None));
        assert!(watchers.lock().sessions.is_empty());
    }
}
