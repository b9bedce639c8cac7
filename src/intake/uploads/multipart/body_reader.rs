//! Reads the request's body with a limit on silence instead of total time: a connection may be slow, but not silent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body::Body;
use http_body_util::BodyExt as _;

use crate::error::{Error, Kind};

/// A body that sends no byte for this long is aborted.
pub const SILENCE: Duration = Duration::from_secs(30);

/// The lowest average rate (bytes per second) for reading into memory: slower connections may only stream.
const SLOWEST: u64 = 16 * 1024;

/// The time for reading `bytes` into memory.
pub const fn budget(bytes: u64) -> Duration {
    SILENCE.saturating_add(Duration::from_secs(bytes / SLOWEST))
}

/// Limits the time for reading into memory.
pub async fn in_time<T>(budget: Duration, reading: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::time::timeout(budget, reading).await.unwrap_or_else(|_| Err(Kind::RequestTimeout.into()))
}

/// Shared with the task that watches the progress.
pub type Moved = Arc<Progress>;

/// The progress of an upload.
#[derive(Default)]
pub struct Progress {
    bytes: AtomicU64,
    beats: AtomicU64,
    waits_for_visitor: AtomicBool,
}

impl Progress {
    /// Records received bytes.
    pub fn add(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        self.waits_for_visitor.store(false, Ordering::Relaxed);
    }

    /// Records that the visitor must send next. Otherwise a stalled upload is the store's fault.
    pub fn wait_for_visitor(&self) {
        self.waits_for_visitor.store(true, Ordering::Relaxed);
    }

    /// Returns the reason why nothing has moved for a while.
    pub fn silence(&self) -> Error {
        if self.waits_for_visitor.load(Ordering::Relaxed) {
            Kind::RequestTimeout.into()
        } else {
            Error::caused(Kind::Unavailable, "the store accepted no data for a while")
        }
    }

    /// Records progress without bytes, while waiting for something with its own timeout.
    pub fn beat(&self) {
        self.beats.fetch_add(1, Ordering::Relaxed);
    }

    /// Returns how many bytes have come in.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Returns a value that changes with any progress.
    pub fn mark(&self) -> u64 {
        self.bytes().wrapping_add(self.beats.load(Ordering::Relaxed))
    }
}

/// A body and how much of it has been received.
pub struct Source<B> {
    /// `None` while it streams to the object store.
    pub body: Option<B>,
    pub moved: Moved,
}

/// The visitor's connection broke, or the body does not match its declared length or form.
pub fn cut() -> Error {
    Error::from(Kind::InvalidRequest).saying("problem-upload-cut")
}

impl<B> Source<B>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: std::error::Error,
{
    pub fn new(body: B) -> Self {
        Self { body: Some(body), moved: Moved::default() }
    }

    /// Returns the next bytes; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let Some(body) = &mut self.body else {
                return Ok(None);
            };
            self.moved.wait_for_visitor();
            let frame = tokio::time::timeout(SILENCE, body.frame()).await;
            let frame = frame.map_err(|_| Error::from(Kind::RequestTimeout))?;
            self.moved.add(0);
            match frame {
                None => return Ok(None),
                Some(Err(_)) => return Err(cut()),
                Some(Ok(frame)) => {
                    let Ok(bytes) = frame.into_data() else {
                        continue;
                    };
                    self.moved.add(bytes.len());
                    if !bytes.is_empty() {
                        return Ok(Some(bytes));
                    }
                }
            }
        }
    }
}
