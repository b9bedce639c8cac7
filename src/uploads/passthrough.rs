//! The common case: one file of a known length streams through this process as one exact-length PUT.
//!
//! The file's last bytes are held back until the closing boundary has come and everything agrees: what is
//! refused or cut off before that never existed in the object store.

use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _};
use http_body::Body;
use memchr::memmem::Finder;
use tokio::sync::oneshot;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use super::Uploads;
use super::form::{Boundary, Head};
use super::policy::HEAD_BYTES;
use super::receive::{Sender, describe, not_text};
use super::reserve::{Failure, Remains};
use super::source::{Moved, Source, cut};
use crate::http::{Error, Kind};
use crate::objects::NewObject;
use crate::sessions::File;

/// So many of a file's last bytes wait for the closing boundary.
const HELD_BACK: u64 = 16;

/// How long the visitor's connection may take to come back from a PUT that ended.
const GIVE_BACK: Duration = Duration::from_secs(1);

/// Why the stream stopped, for the task that awaits the PUT.
type Verdict = Arc<OnceLock<Error>>;

/// What is known of the one file once its first bytes are here.
struct Opening {
    name: String,
    size: u64,
    /// The file's first bytes, as far as they came with the head.
    first: Bytes,
}

impl Uploads {
    pub(super) async fn pass_through<B>(
        &self,
        sender: Sender,
        boundary: &Boundary,
        length: u64,
        source: &mut Source<B>,
    ) -> Result<Vec<File>, Error>
    where
        B: Body<Data = Bytes> + Send + Unpin + 'static,
        B::Error: std::error::Error,
    {
        let Opening { name, size, first } = open(boundary, length, source).await?;
        let known = self.check(&name, size, &first)?;
        let keys = self.begin(sender.session, sender.page, &[size]).await?;
        let object = NewObject { key: keys[0], content_type: known.content_type, name };

        let stop = CancellationToken::new();
        let verdict = Verdict::default();
        let (give_back, returned) = oneshot::channel();
        let stream = PassThrough {
            first,
            body: source.body.take(),
            give_back: Some(give_back),
            moved: Arc::clone(&source.moved),
            remaining: size,
            search: Search::new(&boundary.delimiter),
            closing: boundary.closing(),
            is_text: known.is_text,
            name: object.name.clone(),
            held: BytesMut::new(),
            after: BytesMut::new(),
            stopped: Box::pin(stop.clone().cancelled_owned()),
            verdict: Arc::clone(&verdict),
        };
        let received = {
            // Should this task stop waiting, the stream ends in an error: the object must not appear.
            let _stop = stop.drop_guard();
            let putting = self.parts.store.put(&object, size, stream.boxed());
            self.while_alive(&keys, Some(&source.moved), async { Ok(putting.await?) }).await
        };
        source.body = tokio::time::timeout(GIVE_BACK, returned).await.ok().and_then(Result::ok);
        let all_came = source.moved.load(Ordering::Relaxed) == length;
        let received = received.map(|checksum| vec![describe(object, size, checksum)]);
        let received = received.map_err(|failure| explain(failure, &verdict, all_came));
        self.conclude(sender.session, &keys, received).await
    }
}

/// The stream's own verdict tells more than the PUT that it broke.
fn explain(failure: Failure, verdict: &Verdict, all_came: bool) -> Failure {
    match verdict.get() {
        Some(refusal) => Failure { error: refusal.again(), remains: Remains::Nothing },
        None if all_came && failure.error.kind == Kind::RequestTimeout => {
            Failure { error: Error::caused(Kind::Unavailable, "the store did not answer a put"), ..failure }
        }
        None => failure,
    }
}

/// Reads the head and the first bytes, which decide about the type before anything is stored.
async fn open<B>(boundary: &Boundary, length: u64, source: &mut Source<B>) -> Result<Opening, Error>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: std::error::Error,
{
    let mut begun = BytesMut::new();
    loop {
        if let Head::Whole { name, length: head } = boundary.first_head(&begun)? {
            let around = (head + boundary.closing().len()) as u64;
            let size = length.checked_sub(around).ok_or_else(cut)?;
            let wanted = size.min(HEAD_BYTES as u64);
            if (begun.len() - head) as u64 >= wanted {
                let first = begun.split_off(head).freeze();
                return Ok(Opening { name, size, first });
            }
        }
        match source.next().await? {
            Some(bytes) => begun.extend_from_slice(&bytes),
            None => return Err(cut()),
        }
    }
}

/// Finds the delimiter inside the content, also across two frames.
struct Search {
    finder: Finder<'static>,
    /// The last bytes seen, one fewer than the delimiter has.
    carry: Vec<u8>,
}

impl Search {
    fn new(delimiter: &[u8]) -> Self {
        Self { finder: Finder::new(delimiter).into_owned(), carry: Vec::new() }
    }

    fn finds(&mut self, bytes: &[u8]) -> bool {
        let keep = self.finder.needle().len() - 1;
        self.carry.extend_from_slice(&bytes[..bytes.len().min(keep)]);
        if self.finder.find(&self.carry).is_some() || self.finder.find(bytes).is_some() {
            return true;
        }
        if bytes.len() >= keep {
            self.carry.clear();
            self.carry.extend_from_slice(&bytes[bytes.len() - keep..]);
        } else {
            let surplus = self.carry.len().saturating_sub(keep);
            self.carry.drain(..surplus);
        }
        false
    }
}

/// The file's bytes on their way from the visitor's connection to the object store's.
struct PassThrough<B> {
    first: Bytes,
    body: Option<B>,
    give_back: Option<oneshot::Sender<B>>,
    moved: Moved,
    /// Bytes of the file that are still to come.
    remaining: u64,
    search: Search,
    closing: Vec<u8>,
    is_text: bool,
    name: String,
    held: BytesMut,
    /// What came after the file; must be the closing boundary, byte by byte.
    after: BytesMut,
    stopped: Pin<Box<WaitForCancellationFutureOwned>>,
    verdict: Verdict,
}

impl<B> PassThrough<B> {
    fn refuse(&self, error: Error) -> std::io::Error {
        drop(self.verdict.set(error));
        std::io::Error::other("refused")
    }

    /// Takes a frame in; gives what may go on to the store.
    fn take(&mut self, mut bytes: Bytes) -> Result<Bytes, std::io::Error> {
        let here = usize::try_from(self.remaining).unwrap_or(usize::MAX).min(bytes.len());
        let mut content = bytes.split_to(here);
        self.after.extend_from_slice(&bytes);
        if self.search.finds(&content) {
            return Err(self.refuse(Kind::OneFilePerRequest.into()));
        }
        if self.is_text && memchr::memchr(0, &content).is_some() {
            return Err(self.refuse(not_text(&self.name)));
        }
        if !self.closing.starts_with(&self.after) {
            return Err(self.refuse(Kind::OneFilePerRequest.into()));
        }
        self.remaining -= here as u64;
        let hold = usize::try_from(HELD_BACK.saturating_sub(self.remaining)).unwrap_or_default();
        if hold == 0 {
            return Ok(content);
        }
        // Once anything is held, all that follows is: together they are never more than HELD_BACK.
        let on = if self.held.is_empty() { content.len().saturating_sub(hold) } else { 0 };
        let tail = content.split_off(on);
        self.held.extend_from_slice(&tail);
        Ok(content)
    }

    /// The body has ended: everything must have come.
    fn end(&mut self) -> Result<Option<Bytes>, std::io::Error> {
        if self.remaining > 0 || self.after != self.closing {
            return Err(self.refuse(cut()));
        }
        Ok((!self.held.is_empty()).then(|| self.held.split().freeze()))
    }
}

impl<B> Stream for PassThrough<B>
where
    B: Body<Data = Bytes> + Unpin,
{
    type Item = std::io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>>
    where
        B: Unpin,
    {
        let this = self.get_mut();
        if this.verdict.get().is_some() {
            return Poll::Ready(None);
        }
        if this.stopped.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Some(Err(std::io::Error::other("stopped"))));
        }
        loop {
            let bytes = if this.first.is_empty() {
                let Some(body) = &mut this.body else {
                    return Poll::Ready(None);
                };
                match ready!(Pin::new(body).poll_frame(cx)) {
                    None => return Poll::Ready(this.end().transpose()),
                    Some(Err(_)) => return Poll::Ready(Some(Err(this.refuse(cut())))),
                    Some(Ok(frame)) => {
                        let Ok(bytes) = frame.into_data() else {
                            continue;
                        };
                        this.moved.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                        bytes
                    }
                }
            } else {
                std::mem::take(&mut this.first)
            };
            match this.take(bytes) {
                Ok(on) if on.is_empty() => {}
                Ok(on) => return Poll::Ready(Some(Ok(on))),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

impl<B> Drop for PassThrough<B> {
    /// What is left of a refused body is drained by who received it.
    fn drop(&mut self) {
        if let (Some(body), Some(give_back)) = (self.body.take(), self.give_back.take()) {
            drop(give_back.send(body));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pass(file: &[u8], after: &[u8], cuts: &[usize]) -> Result<Vec<u8>, Option<Kind>> {
        let verdict = Verdict::default();
        let body = [file, after].concat();
        let mut frames = Vec::new();
        let mut rest = body.as_slice();
        for cut in cuts {
            let (frame, other) = rest.split_at((*cut).min(rest.len()));
            frames.push(frame.to_vec());
            rest = other;
        }
        frames.push(rest.to_vec());
        let frames =
            frames.into_iter().map(|frame| Ok::<_, std::io::Error>(http_body::Frame::data(Bytes::from(frame))));
        let boundary = Boundary::parse(Some("multipart/form-data; boundary=XX")).expect("a boundary");
        let stream = PassThrough {
            first: Bytes::new(),
            body: Some(http_body_util::StreamBody::new(futures_util::stream::iter(frames))),
            give_back: None,
            moved: Moved::default(),
            remaining: file.len() as u64,
            search: Search::new(&boundary.delimiter),
            closing: boundary.closing(),
            is_text: false,
            name: "a.pdf".to_owned(),
            held: BytesMut::new(),
            after: BytesMut::new(),
            stopped: Box::pin(CancellationToken::new().cancelled_owned()),
            verdict: Arc::clone(&verdict),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let passed = runtime.block_on(stream.collect::<Vec<_>>());
        let whole: Result<Vec<Bytes>, _> = passed.into_iter().collect();
        whole.map(|parts| parts.concat()).map_err(|_| verdict.get().map(|error| error.kind))
    }

    #[test]
    fn an_early_boundary_is_refused() {
        let other = b"one\r\n--XX\r\nContent-Disposition: form-data";
        assert_eq!(pass(other, b"\r\n--XX--\r\n", &[5]), Err(Some(Kind::OneFilePerRequest)));
        assert_eq!(pass(b"one", b"\r\n--XX\r\n", &[]), Err(Some(Kind::OneFilePerRequest)));
        assert_eq!(pass(b"one", b"\r\n--XX--", &[]), Err(Some(Kind::InvalidRequest)));
        assert_eq!(pass(b"one", b"\r\n--XX--\r\nmore", &[]), Err(Some(Kind::OneFilePerRequest)));
    }

    proptest! {
        #[test]
        fn whatever_the_frames_the_file_comes_out_whole(
            file in proptest::collection::vec(prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'-'), Just(b'X'), any::<u8>()], 1..200),
            cuts in proptest::collection::vec(0..40_usize, 0..20),
        ) {
            prop_assume!(memchr::memmem::find(&file, b"\r\n--XX").is_none());
            prop_assert_eq!(pass(&file, b"\r\n--XX--\r\n", &cuts), Ok(file));
        }

        #[test]
        fn a_cut_file_never_comes_out_whole(
            file in proptest::collection::vec(any::<u8>(), 1..100), missing in 1..9_usize, cuts in proptest::collection::vec(0..40_usize, 0..9),
        ) {
            let after = b"\r\n--XX--\r\n";
            prop_assert!(pass(&file, &after[..after.len() - missing], &cuts).is_err());
        }
    }
}
