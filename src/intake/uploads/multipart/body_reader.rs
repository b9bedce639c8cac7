//! The request's body, read by progress: a line may be slow, but not silent.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http_body::Body;
use http_body_util::BodyExt as _;

use crate::error::{Error, Kind};

/// A body without a byte for this long is given up.
pub const SILENCE: Duration = Duration::from_secs(30);

/// A line that is slower may stream, but not fill a buffer that others wait for.
const SLOWEST: u64 = 16 * 1024;

/// Bounds the reading of `bytes` into memory.
pub async fn in_time<T>(bytes: u64, reading: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let budget = SILENCE + Duration::from_secs(bytes / SLOWEST);
    tokio::time::timeout(budget, reading).await.unwrap_or_else(|_| Err(Kind::RequestTimeout.into()))
}

/// Shared with whoever watches the progress.
pub type Moved = Arc<Progress>;

/// What moves in an upload.
#[derive(Default)]
pub struct Progress {
    bytes: AtomicU64,
    beats: AtomicU64,
    waits_for_visitor: AtomicBool,
}

impl Progress {
    /// So many bytes have come in.
    pub fn add(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        self.waits_for_visitor.store(false, Ordering::Relaxed);
    }

    /// The next bytes are the visitor's to send. Otherwise somebody does not take those that are here.
    pub fn wait_for_visitor(&self) {
        self.waits_for_visitor.store(true, Ordering::Relaxed);
    }

    /// Why nothing has moved for a while.
    pub fn silence(&self) -> Error {
        if self.waits_for_visitor.load(Ordering::Relaxed) {
            Kind::RequestTimeout.into()
        } else {
            Error::caused(Kind::Unavailable, "the store took nothing for a while")
        }
    }

    /// Nothing comes in, for good reason: somebody else is at work, whose time is bounded.
    pub fn beat(&self) {
        self.beats.fetch_add(1, Ordering::Relaxed);
    }

    /// How many bytes have come in.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Changes with anything that moves.
    pub fn mark(&self) -> u64 {
        self.bytes().wrapping_add(self.beats.load(Ordering::Relaxed))
    }
}

/// A body and how much of it has come.
pub struct Source<B> {
    /// Taken while it passes through to the object store.
    pub body: Option<B>,
    pub moved: Moved,
}

/// The visitor's connection broke, or their body is not what it said.
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

    /// The next bytes; `None` at the end.
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
