//! Changes as they happen, on whichever instance: PostgreSQL's NOTIFY reaches every instance, which wakes those who
//! wait here for the key that changed.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::stream::unfold;
use futures_util::{Stream, StreamExt as _};
use ipnet::IpNet;
use sqlx::PgPool;
use sqlx::postgres::{PgListener, PgNotification, PgPoolOptions};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::error::{Error, Kind};
use crate::platform::db;
use crate::platform::networks::{Counts, Limits, widest};

/// The pause before a lost listening connection is opened again.
const LISTEN_AGAIN: Duration = Duration::from_secs(1);

/// How long opening a listening connection may take. No request waits for it, so a busy machine gets longer than the
/// pool gives: an attempt that is given up too early never succeeds there.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The pause before reading again after a read failed.
const READ_AGAIN: Duration = Duration::from_secs(1);

/// Watchers of one key at the same time, enough for the tabs of one visit.
const MAX_PER_KEY: usize = 8;

/// Watchers of one network at the same time on this instance: an office has a few hundred tabs, not thousands.
const MAX_PER_NETWORK: Limits = [256, 512, 1024];

/// The longest life of a stream. Clients reconnect, as after any lost connection.
const MAX_AGE: Duration = Duration::from_secs(3600);

/// `Retry-After` seconds for a client with too many streams: about when a closed one will have been noticed.
const RETRY_AFTER: u64 = 15;

/// Listens on a channel until `stop`. `heard` gets each notification's payload, and `None` after each new connection:
/// notifications before it are lost.
pub async fn listen(pool: &PgPool, channel: &str, stop: &CancellationToken, heard: impl Fn(Option<&str>)) {
    let listening = async {
        loop {
            if let Ok(listener) = db::in_time(subscribe(pool, channel)).await {
                heard(None);
                drop(hear(listener, &heard).await);
            }
            tokio::time::sleep(LISTEN_AGAIN).await;
        }
    };
    stop.run_until_cancelled(listening).await;
}

async fn subscribe(pool: &PgPool, channel: &str) -> sqlx::Result<PgListener> {
    // In its own pool: a dropped listener waits for a silent server without a limit, and occupies its slot meanwhile.
    let alone = PgPoolOptions::new().max_connections(1).acquire_timeout(CONNECT_TIMEOUT);
    let alone = alone.connect_lazy_with((*pool.connect_options()).clone());
    let mut listener = PgListener::connect_with(&alone).await?;
    // The listener must not connect again by itself: a probe that comes while it does would finish that unnoticed, and
    // what was missed meanwhile would never be read.
    listener.eager_reconnect(false);
    listener.listen(channel).await?;
    Ok(listener)
}

/// Receives until the connection breaks. A silent connection is probed with a query.
async fn hear(mut listener: PgListener, heard: &impl Fn(Option<&str>)) -> sqlx::Result<()> {
    loop {
        match tokio::time::timeout(db::ANSWER_TIMEOUT, listener.try_recv()).await {
            Ok(Ok(Some(notification))) => heard(Some(PgNotification::payload(&notification))),
            Ok(lost) => return lost.map(drop),
            Err(_) => db::in_time(db::probe(&mut listener)).await?,
        }
    }
}

/// Those on this instance who wait for a change, by the key that they watch. Cheap to clone.
pub struct Watchers<K>(Arc<Inner<K>>);

struct Inner<K> {
    channel: &'static str,
    waiting: Mutex<Waiting<K>>,
    /// The most watchers at the same time.
    most: usize,
    stop: CancellationToken,
    max_age: Duration,
}

struct Waiting<K> {
    keys: HashMap<K, watch::Sender<()>>,
    counts: Counts,
    /// By age: where each watches from, and what ends its stream.
    streams: BTreeMap<u64, (IpAddr, CancellationToken)>,
    next: u64,
}

impl<K> Waiting<K> {
    /// Ends the oldest stream of the network that has most, so that the others go on.
    fn end_oldest_of_largest(&mut self) {
        let mut counts: HashMap<IpNet, usize> = HashMap::new();
        for (address, _) in self.streams.values() {
            *counts.entry(widest(*address)).or_default() += 1;
        }
        let Some((largest, _)) = counts.into_iter().max_by_key(|(_, count)| *count) else {
            return;
        };
        let oldest =
            self.streams.iter().find(|(_, (address, _))| widest(*address) == largest).map(|(number, _)| *number);
        if let Some((_, end)) = oldest.and_then(|number| self.streams.remove(&number)) {
            end.cancel();
            metrics::counter!("anteroom_event_streams_ended_total").increment(1);
        }
    }
}

/// One who waits; its place is free again once it is dropped.
pub struct Watcher<K: Eq + Hash> {
    // Dropped before its place, which then counts the others.
    woken: watch::Receiver<()>,
    place: Place<K>,
}

struct Place<K: Eq + Hash> {
    key: K,
    address: IpAddr,
    number: u64,
    end: CancellationToken,
    watchers: Watchers<K>,
}

impl<K> Clone for Watchers<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K> Watchers<K> {
    fn lock(&self) -> MutexGuard<'_, Waiting<K>> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Clone + Eq + Hash> Watchers<K> {
    /// With `most` streams at once, which end at `stop`, so that a shutdown need not wait for clients that stay.
    pub fn new(channel: &'static str, most: usize, stop: CancellationToken) -> Self {
        Self::aged(MAX_AGE, channel, most, stop)
    }

    fn aged(max_age: Duration, channel: &'static str, most: usize, stop: CancellationToken) -> Self {
        let (keys, streams) = (HashMap::new(), BTreeMap::new());
        let waiting = Mutex::new(Waiting { keys, counts: Counts::default(), streams, next: 0 });
        Self(Arc::new(Inner { channel, waiting, most, stop, max_age }))
    }

    /// Passes notifications on until `stop`; `parse` reads the key in a payload.
    pub async fn run<E>(self, pool: PgPool, stop: CancellationToken, parse: impl Fn(&str) -> Result<K, E>) {
        listen(&pool, self.0.channel, &stop, |payload| match payload.map(&parse) {
            Some(Ok(key)) => self.lock().keys.get(&key).into_iter().for_each(wake),
            // The connection was lost: all read again.
            _ => self.lock().keys.values().for_each(wake),
        })
        .await;
    }

    /// Begins to watch a key; refused if the key or a network of the address has too many watchers. If all have too
    /// many, another one ends.
    pub fn watch(&self, key: K, address: IpAddr) -> Result<Watcher<K>, Error> {
        let mut waiting = self.lock();
        let of_key = waiting.keys.get(&key).map_or(0, watch::Sender::receiver_count);
        if of_key >= MAX_PER_KEY || !waiting.counts.add(address, &MAX_PER_NETWORK) {
            return Err(Error::retry_after(Kind::RateLimited, RETRY_AFTER));
        }
        if waiting.streams.len() >= self.0.most {
            waiting.end_oldest_of_largest();
        }
        let (number, end) = (waiting.next, CancellationToken::new());
        waiting.next += 1;
        waiting.streams.insert(number, (address, end.clone()));
        let woken = waiting.keys.entry(key.clone()).or_insert_with(|| watch::channel(()).0).subscribe();
        Ok(Watcher { woken, place: Place { key, address, number, end, watchers: self.clone() } })
    }
}

fn wake(sender: &watch::Sender<()>) {
    sender.send_replace(());
}

impl<K: Eq + Hash> Watcher<K> {
    /// Streams what `read` finds after a position, now and after each change: it returns the next item and the position
    /// after that, `None` after the last one. A client that resumes names its position. The stream also ends with the
    /// server, at the maximum age, and when others need its place.
    pub fn follow<P, T, F>(self, position: P, read: impl Fn(P) -> F) -> impl Stream<Item = T>
    where
        P: Clone,
        F: Future<Output = sqlx::Result<Option<(T, Option<P>)>>>,
    {
        let Inner { stop, max_age, .. } = &*self.place.watchers.0;
        let (stop, aged, end) = (stop.clone(), tokio::time::sleep(*max_age), self.place.end.clone());
        let items = unfold((self, Some(position), read), |(mut watcher, position, read)| async move {
            let position = position?;
            loop {
                // Before the read, so that no change in between is missed.
                watcher.woken.mark_unchanged();
                let found = read(position.clone()).await;
                let has_failed = found.is_err();
                if let Ok(Some((item, next))) = found {
                    return Some((item, (watcher, next, read)));
                }
                tokio::select! {
                    changed = watcher.woken.changed() => changed.ok()?,
                    () = tokio::time::sleep(READ_AGAIN), if has_failed => {}
                }
            }
        });
        items.take_until(aged).take_until(end.cancelled_owned()).take_until(stop.cancelled_owned())
    }
}

impl<K: Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut waiting = self.watchers.lock();
        if waiting.keys.get(&self.key).is_some_and(|sender| sender.receiver_count() == 0) {
            waiting.keys.remove(&self.key);
        }
        waiting.counts.remove(self.address);
        waiting.streams.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv6Addr;

    use super::*;

    fn watchers(max_age: Duration, most: usize) -> Watchers<u32> {
        Watchers::aged(max_age, "changes", most, CancellationToken::new())
    }

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    fn is_idle(watchers: &Watchers<u32>) -> bool {
        let waiting = watchers.lock();
        waiting.keys.is_empty() && waiting.counts.is_empty() && waiting.streams.is_empty()
    }

    /// Never finds anything.
    async fn nothing((): ()) -> sqlx::Result<Option<((), Option<()>)>> {
        Ok(None)
    }

    #[test]
    fn s16_one_network_holds_a_bounded_number_of_streams() {
        let watchers = watchers(MAX_AGE, 4096);
        let held: Vec<_> = (0..).map_while(|key| watchers.watch(key, address(1)).ok()).collect();
        assert_eq!(held.len(), MAX_PER_NETWORK[0]);
        assert!(watchers.watch(0, address(2)).is_ok());
        drop(held);
        assert!(watchers.watch(0, address(1)).is_ok());
        assert!(is_idle(&watchers), "closed streams are forgotten");
        // A customer's /56 is 256 networks of /64.
        let of_customer =
            |number: u32| IpAddr::V6(Ipv6Addr::from_bits(0x2001_0db8_0001 << 80 | u128::from(number % 256) << 64));
        let held: Vec<_> = (0..).map_while(|key| watchers.watch(key, of_customer(key)).ok()).collect();
        assert_eq!(held.len(), MAX_PER_NETWORK[1]);
    }

    #[tokio::test]
    async fn s16_when_all_places_are_taken_the_network_with_most_streams_loses_its_oldest() {
        let watchers = watchers(MAX_AGE, 8);
        let follow = |key, last| Box::pin(watchers.watch(key, address(last)).expect("a place").follow((), nothing));
        let mut small = follow(0, 1);
        let mut large: Vec<_> = (1..8).map(|key| follow(key, 2)).collect();
        let mut newcomer = follow(8, 3);
        let ended = tokio::time::timeout(Duration::from_secs(10), large[0].next()).await;
        assert_eq!(ended, Ok(None));
        for stream in [&mut small, &mut newcomer, &mut large[1]] {
            assert!(futures_util::poll!(stream.next()).is_pending(), "the others go on");
        }
        drop((small, large, newcomer));
        assert!(is_idle(&watchers));
    }

    #[tokio::test]
    async fn a_stream_ends_with_age() {
        let watchers = watchers(Duration::ZERO, 1);
        let items = watchers.watch(1, address(1)).expect("a place").follow((), nothing);
        let ended = tokio::time::timeout(Duration::from_secs(10), std::pin::pin!(items).next()).await;
        assert_eq!(ended, Ok(None));
        assert!(is_idle(&watchers));
    }
}
