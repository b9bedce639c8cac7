//! The bounded pool of large buffers. All large in-memory data comes from here, so memory does not grow with the number
//! of visitors; an upload that finds the pool empty waits or streams another way.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The size of a buffer, and so of a part of a multipart upload. S3 wants at least 5 MiB.
pub const BUFFER: usize = 8 * 1024 * 1024;

/// The number of buffers, 64 MiB in all.
const BUFFERS: usize = 8;

/// The most buffers of one network, so that no one can take them all.
const PER_NETWORK: usize = 2;

/// How long an upload waits for a buffer before the client is asked to retry later.
const PATIENCE: Duration = Duration::from_secs(30);

type Free = Arc<Mutex<Vec<Vec<u8>>>>;

/// Shared by all uploads of the process.
#[derive(Clone)]
pub struct Pool {
    slots: Arc<Semaphore>,
    /// The slots of each network that uses or waits for some.
    networks: Arc<Mutex<HashMap<IpAddr, Weak<Semaphore>>>>,
    free: Free,
}

/// A buffer of at most [`BUFFER`] bytes; returns to the pool when dropped.
pub struct Buffer {
    bytes: Arc<Memory>,
}

/// The memory itself. It is reused because allocating anew costs more than copying. It stays checked out of the pool
/// while a lent reference exists.
struct Memory {
    bytes: Vec<u8>,
    free: Free,
    _slots: [OwnedSemaphorePermit; 2],
}

/// Lends the memory to a request body without copying it.
struct Lent(Arc<Memory>);

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.0.bytes
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(bytes);
    }
}

impl Default for Pool {
    fn default() -> Self {
        Self { slots: Arc::new(Semaphore::new(BUFFERS)), networks: Arc::default(), free: Free::default() }
    }
}

impl Pool {
    /// Returns a buffer at once, but leaves half of them to callers that cannot do without.
    pub fn try_spare(&self, network: IpAddr) -> Option<Buffer> {
        if self.slots.available_permits() <= BUFFERS / 2 {
            return None;
        }
        let own = self.slots_of(network).try_acquire_owned().ok()?;
        Arc::clone(&self.slots).try_acquire_owned().ok().map(|slot| self.buffer([own, slot]))
    }

    /// Returns a buffer, waiting if necessary; `None` on timeout.
    pub async fn wait(&self, network: IpAddr) -> Option<Buffer> {
        let acquiring = async {
            // The network's own slot first: those who wait for it do not delay others.
            let own = self.slots_of(network).acquire_owned().await.ok()?;
            Some([own, Arc::clone(&self.slots).acquire_owned().await.ok()?])
        };
        let slots = tokio::time::timeout(PATIENCE, acquiring).await.ok()??;
        Some(self.buffer(slots))
    }

    fn slots_of(&self, network: IpAddr) -> Arc<Semaphore> {
        let mut networks = self.networks.lock().unwrap_or_else(PoisonError::into_inner);
        networks.retain(|_, slots| slots.strong_count() > 0);
        networks.get(&network).and_then(Weak::upgrade).unwrap_or_else(|| {
            let slots = Arc::new(Semaphore::new(PER_NETWORK));
            networks.insert(network, Arc::downgrade(&slots));
            slots
        })
    }

    fn buffer(&self, slots: [OwnedSemaphorePermit; 2]) -> Buffer {
        let bytes = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let bytes = bytes.unwrap_or_else(|| Vec::with_capacity(BUFFER));
        Buffer { bytes: Arc::new(Memory { bytes, free: Arc::clone(&self.free), _slots: slots }) }
    }
}

impl Buffer {
    /// Returns the bytes so far.
    pub fn filled(&self) -> &[u8] {
        &self.bytes.bytes
    }

    /// Copies as much as fits and returns the rest. Nothing fits while a lent reference exists.
    pub fn fill(&mut self, mut bytes: Bytes) -> Bytes {
        let Some(memory) = Arc::get_mut(&mut self.bytes) else {
            return bytes;
        };
        let fits = bytes.len().min(BUFFER - memory.bytes.len());
        memory.bytes.extend_from_slice(&bytes.split_to(fits));
        bytes
    }

    /// Whether nothing more fits.
    pub fn is_full(&self) -> bool {
        self.bytes.bytes.len() == BUFFER
    }

    /// Keeps only the bytes starting at `from`. Returns `false` while a lent reference exists.
    pub fn keep_from(&mut self, from: usize) -> bool {
        Arc::get_mut(&mut self.bytes).is_some_and(|memory| {
            memory.bytes.drain(..from);
            true
        })
    }

    /// Returns the bytes for a request's body without copying them.
    pub fn lend(&self) -> Bytes {
        Bytes::from_owner(Lent(Arc::clone(&self.bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn buffers_are_bounded_and_come_back() {
        let pool = Pool::default();
        let taken: Vec<_> = (0..).map_while(|last| pool.try_spare(network(last))).collect();
        assert_eq!(taken.len(), BUFFERS / 2);
        drop(taken);
        assert!(pool.try_spare(network(1)).is_some());
        assert!(pool.free.lock().expect("not poisoned").len() <= BUFFERS);
    }

    #[test]
    fn s16_a_network_has_a_bounded_share() {
        let pool = Pool::default();
        let taken: Vec<_> = std::iter::from_fn(|| pool.try_spare(network(1))).collect();
        assert_eq!(taken.len(), PER_NETWORK);
        assert!(pool.try_spare(network(2)).is_some());
        drop(taken);
        assert!(pool.try_spare(network(1)).is_some());
        assert_eq!(pool.networks.lock().expect("not poisoned").len(), 1, "others are forgotten");
    }

    #[test]
    fn what_is_lent_stays_as_it_was() {
        let pool = Pool::default();
        let mut buffer = pool.try_spare(network(1)).expect("a buffer");
        assert!(buffer.fill(Bytes::from_static(b"hello")).is_empty());
        let lent = buffer.lend();
        assert!(!buffer.keep_from(0));
        assert_eq!(buffer.fill(Bytes::from_static(b"!")), "!");
        drop(buffer);
        assert_eq!(lent, "hello");
        assert_eq!(pool.slots.available_permits(), BUFFERS - 1, "lent memory is still in use");
        drop(lent);
        assert_eq!(pool.slots.available_permits(), BUFFERS);
    }
}
