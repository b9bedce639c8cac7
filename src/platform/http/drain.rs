//! Request bodies that are not read to their end. Browsers send the whole body before they read the response, and
//! closing a connection while bytes still arrive resets it, which loses the response. So the rest of a refused body is
//! read and discarded, up to a limit, while the response is already being sent.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt as _;
use tokio::runtime::Handle;

/// How much is discarded, and for how long. Clients that send more get a reset.
const BYTES: usize = 64 * 1024 * 1024;
const TIME: Duration = Duration::from_secs(20);

/// A body whose rest is read and discarded if it is dropped before its end.
pub struct Drained<B: Body<Data = Bytes> + Send + Unpin + 'static> {
    /// `None` once it has ended.
    body: Option<B>,
    /// The client sends nothing until it is asked to (`Expect: 100-continue`), and reading would ask.
    held: bool,
}

impl<B: Body<Data = Bytes> + Send + Unpin + 'static> Drained<B> {
    /// `held`: the client waits for a first read before it sends the body.
    pub fn new(body: B, held: bool) -> Self {
        Self { body: Some(body), held }
    }
}

impl<B: Body<Data = Bytes> + Send + Unpin + 'static> Body for Drained<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        self.held = false;
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let polled = Pin::new(body).poll_frame(cx);
        if matches!(polled, Poll::Ready(None | Some(Err(_)))) {
            self.body = None;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl<B: Body<Data = Bytes> + Send + Unpin + 'static> Drop for Drained<B> {
    fn drop(&mut self) {
        let unread = self.body.take().filter(|body| !self.held && !body.is_end_stream());
        if let (Some(body), Ok(runtime)) = (unread, Handle::try_current()) {
            runtime.spawn(async move { tokio::time::timeout(TIME, forget(body)).await });
        }
    }
}

async fn forget<B: Body<Data = Bytes> + Unpin>(mut body: B) {
    let mut left = BYTES;
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, Bytes::len);
        if length > left {
            return;
        }
        left -= length;
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// An endless body of mebibytes that counts how many are read, and signals when it is dropped.
    struct Endless {
        taken: Arc<AtomicUsize>,
        _end: tokio::sync::oneshot::Sender<()>,
    }

    impl Body for Endless {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            self.taken.fetch_add(1, Ordering::Relaxed);
            Poll::Ready(Some(Ok(Frame::data(vec![0; 1 << 20].into()))))
        }
    }

    /// How many mebibytes are taken of a body after this many reads.
    async fn taken(held: bool, reads: usize) -> usize {
        let taken = Arc::new(AtomicUsize::new(0));
        let (end, ended) = tokio::sync::oneshot::channel();
        let mut body = Drained::new(Endless { taken: Arc::clone(&taken), _end: end }, held);
        for _ in 0..reads {
            body.frame().await;
        }
        drop(body);
        drop(ended.await);
        taken.load(Ordering::Relaxed)
    }

    #[tokio::test]
    async fn what_is_left_of_a_body_is_read_up_to_a_bound() {
        assert_eq!(taken(false, 0).await, 65);
        assert_eq!(taken(false, 3).await, 68);
    }

    #[tokio::test]
    async fn a_body_that_waits_to_be_asked_for_is_not_asked_for() {
        assert_eq!(taken(true, 0).await, 0);
        assert_eq!(taken(true, 1).await, 66);
    }
}
