//! A request's body: cut off when it stays idle, and kept for draining when it was not read to its end.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use s3s::StdError;
use tokio::time::{Instant, Sleep};

/// How much of a refused body is read, and for how long, so that the client sees the response and not a reset
/// connection.
const DRAIN_BYTES: u64 = 4 << 20;
const DRAIN_TIME: Duration = Duration::from_secs(5);

/// Nothing arrived for the whole idle limit.
#[derive(Debug, thiserror::Error)]
#[error("the request's body stayed idle for too long")]
pub struct Idle;

/// Hyper's body with an idle limit (there is no limit on the whole: slow lines are fine).
pub struct RequestBody {
    inner: Option<Incoming>,
    idle: Duration,
    deadline: Pin<Box<Sleep>>,
    rest: Rest,
}

/// Receives a body that is dropped before its end.
#[derive(Clone, Default)]
pub struct Rest(Arc<Mutex<Option<Incoming>>>);

/// A body set aside for the operation that decodes it itself.
#[derive(Clone)]
pub struct Aside(Arc<Mutex<Option<RequestBody>>>);

impl RequestBody {
    pub fn new(inner: Incoming, idle: Duration) -> (Self, Rest) {
        let rest = Rest::default();
        let deadline = Box::pin(tokio::time::sleep(idle));
        (Self { inner: Some(inner), idle, deadline, rest: rest.clone() }, rest)
    }

    /// Returns the next bytes; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Bytes>, StdError> {
        while let Some(frame) = self.frame().await {
            if let Ok(data) = frame?.into_data() {
                return Ok(Some(data));
            }
        }
        Ok(None)
    }
}

impl http_body::Body for RequestBody {
    type Data = Bytes;
    type Error = StdError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, StdError>>> {
        let this = &mut *self;
        let Some(inner) = this.inner.as_mut() else {
            return Poll::Ready(None);
        };
        match Pin::new(inner).poll_frame(cx) {
            Poll::Ready(frame) => {
                this.deadline.as_mut().reset(Instant::now() + this.idle);
                if !matches!(frame, Some(Ok(_))) {
                    this.inner = None;
                }
                Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
            }
            Poll::Pending if this.deadline.as_mut().poll(cx).is_ready() => {
                this.inner = None;
                Poll::Ready(Some(Err(Idle.into())))
            }
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.as_ref().is_none_or(Incoming::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.as_ref().map_or_else(|| SizeHint::with_exact(0), Incoming::size_hint)
    }
}

impl Drop for RequestBody {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.take().filter(|inner| !inner.is_end_stream()) {
            *self.rest.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(inner);
        }
    }
}

impl Rest {
    /// Reads the rest, up to a limit.
    pub async fn drain(&self) {
        let rest = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut rest) = rest else { return };
        let _ = tokio::time::timeout(DRAIN_TIME, async {
            let mut left = DRAIN_BYTES;
            while let Some(Ok(frame)) = rest.frame().await {
                let bytes = frame.data_ref().map_or(0, |data| data.len() as u64);
                match left.checked_sub(bytes) {
                    Some(less) => left = less,
                    None => break,
                }
            }
        })
        .await;
    }
}

impl Aside {
    pub fn new(body: RequestBody) -> Self {
        Self(Arc::new(Mutex::new(Some(body))))
    }

    /// Returns the body, once.
    pub fn take(&self) -> Option<RequestBody> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
