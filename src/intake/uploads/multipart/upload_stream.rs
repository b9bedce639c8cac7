//! The stream from the visitor's connection to the object store: checks the bytes, and holds the last ones back until
//! everything agrees.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_util::Stream;
use http_body::Body;
use memchr::memmem::Finder;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use super::body_reader::{Moved, Source, cut};
use super::form::{Boundary, MAX_BETWEEN};
use super::receive::not_text;
use crate::error::{Error, Kind};
use crate::intake::uploads::scan_gate::{ScanGate, ScanOutcome};

/// How many of a file's last bytes are held back until the closing boundary.
const HELD_BACK: u64 = 16;

/// Why the stream stopped, for the task that awaits the PUT.
pub type Verdict = Arc<OnceLock<Error>>;

/// What is known about the file once its first bytes have been read.
pub struct Opening {
    pub name: String,
    pub size: u64,
    /// The file's first bytes, as many as came with the head.
    pub first: Bytes,
}

/// The handles that the task awaiting the PUT keeps.
pub struct Ends<B> {
    pub verdict: Verdict,
    /// Ends the stream in an error.
    pub stop: CancellationToken,
    body: Shared<B>,
}

/// The visitor's body, which can be taken back at any time: the S3 client does not drop its stream while it is sending
/// to a store that stopped reading.
type Shared<B> = Arc<Mutex<Option<B>>>;

fn lock<B>(body: &Shared<B>) -> MutexGuard<'_, Option<B>> {
    body.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<B> Ends<B> {
    /// Returns the rest of the visitor's body, so that it can be drained.
    pub fn take_back(&self) -> Option<B> {
        lock(&self.body).take()
    }
}

/// Finds the delimiter in the content, even across two frames.
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

/// The file's bytes, streamed from the visitor's connection to the object store.
pub struct UploadStream<B> {
    first: Bytes,
    body: Shared<B>,
    moved: Moved,
    /// Bytes of the file that are still to come.
    remaining: u64,
    search: Search,
    boundary: Boundary,
    no_nul: bool,
    name: String,
    held: BytesMut,
    /// The bytes after the file, with which the form must end.
    after: BytesMut,
    gate: ScanGate,
    /// Everything was received; only the scanner's verdict is missing.
    ended: bool,
    stopped: Pin<Box<WaitForCancellationFutureOwned>>,
    verdict: Verdict,
}

impl<B> UploadStream<B> {
    /// Takes the body out of its source.
    pub fn new(
        boundary: &Boundary,
        opening: Opening,
        no_nul: bool,
        source: &mut Source<B>,
        gate: ScanGate,
    ) -> (Self, Ends<B>) {
        let body = Arc::new(Mutex::new(source.body.take()));
        let (verdict, stop) = (Verdict::default(), CancellationToken::new());
        let stream = Self {
            first: opening.first,
            body: Arc::clone(&body),
            moved: Arc::clone(&source.moved),
            remaining: opening.size,
            search: Search::new(&boundary.delimiter),
            boundary: boundary.clone(),
            no_nul,
            name: opening.name,
            held: BytesMut::new(),
            after: BytesMut::new(),
            gate,
            ended: false,
            stopped: Box::pin(stop.clone().cancelled_owned()),
            verdict: Arc::clone(&verdict),
        };
        (stream, Ends { verdict, stop, body })
    }

    fn refuse(&self, error: Error) -> std::io::Error {
        drop(self.verdict.set(error));
        std::io::Error::other("refused")
    }

    /// Takes a frame and returns the bytes that may go to the store.
    fn take(&mut self, mut bytes: Bytes) -> Result<Bytes, std::io::Error> {
        let here = usize::try_from(self.remaining).unwrap_or(usize::MAX).min(bytes.len());
        let mut content = bytes.split_to(here);
        self.after.extend_from_slice(&bytes);
        if self.search.finds(&content) {
            return Err(self.refuse(Kind::OneFilePerRequest.into()));
        }
        if self.no_nul && memchr::memchr(0, &content).is_some() {
            return Err(self.refuse(not_text(&self.name)));
        }
        let delimiter = &self.boundary.delimiter;
        let seen = self.after.len().min(delimiter.len());
        if self.after[..seen] != delimiter[..seen] {
            return Err(self.refuse(Kind::OneFilePerRequest.into()));
        }
        if self.after.len() > MAX_BETWEEN {
            let refusal = self.boundary.check_end(&self.after).err().unwrap_or_else(cut);
            return Err(self.refuse(refusal));
        }
        self.gate.feed(&content);
        self.remaining -= here as u64;
        let hold = usize::try_from(HELD_BACK.saturating_sub(self.remaining)).unwrap_or_default();
        if hold == 0 {
            return Ok(content);
        }
        // Once anything is held back, everything after it is too; together never more than HELD_BACK.
        let on = if self.held.is_empty() { content.len().saturating_sub(hold) } else { 0 };
        let tail = content.split_off(on);
        self.held.extend_from_slice(&tail);
        Ok(content)
    }

    /// Checks at the body's end that everything was received, and no other file.
    fn end(&mut self) -> Result<(), std::io::Error> {
        if self.remaining > 0 || self.after.len() < self.boundary.delimiter.len() {
            return Err(self.refuse(cut()));
        }
        self.boundary.check_end(&self.after).map_err(|error| self.refuse(error))?;
        self.ended = true;
        Ok(())
    }

    /// Releases the last bytes after the scanner's verdict. Until then releases one every few seconds, because stores
    /// close idle connections; never the last one.
    fn poll_last(&mut self, cx: &mut Context<'_>) -> Poll<Option<std::io::Result<Bytes>>> {
        loop {
            match ready!(self.gate.poll_outcome(cx)) {
                ScanOutcome::Said(Err(refusal)) => return Poll::Ready(Some(Err(self.refuse(refusal)))),
                ScanOutcome::Said(Ok(())) if self.held.is_empty() => return Poll::Ready(None),
                ScanOutcome::Said(Ok(())) => return Poll::Ready(Some(Ok(self.held.split().freeze()))),
                ScanOutcome::NotYet if self.held.len() > 1 => {
                    return Poll::Ready(Some(Ok(self.held.split_to(1).freeze())));
                }
                ScanOutcome::NotYet => {}
            }
        }
    }
}

impl<B> Stream for UploadStream<B>
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
            if this.ended {
                return this.poll_last(cx);
            }
            if let Err(refusal) = ready!(this.gate.poll_room(cx)) {
                return Poll::Ready(Some(Err(this.refuse(refusal))));
            }
            let bytes = if this.first.is_empty() {
                let polled = match lock(&this.body).as_mut() {
                    Some(body) => Pin::new(body).poll_frame(cx),
                    None => return Poll::Ready(None),
                };
                let Poll::Ready(frame) = polled else {
                    this.moved.wait_for_visitor();
                    return Poll::Pending;
                };
                // Anything received, even the end, means that the visitor is not the one we wait for.
                this.moved.add(0);
                match frame {
                    None => match this.end() {
                        Ok(()) => continue,
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    },
                    Some(Err(_)) => return Poll::Ready(Some(Err(this.refuse(cut())))),
                    Some(Ok(frame)) => {
                        let Ok(bytes) = frame.into_data() else {
                            continue;
                        };
                        this.moved.add(bytes.len());
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

#[cfg(test)]
mod tests {
    use futures_util::StreamExt as _;
    use proptest::prelude::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    type Frames = Vec<Result<http_body::Frame<Bytes>, std::io::Error>>;
    type Body = http_body_util::StreamBody<futures_util::stream::Iter<<Frames as IntoIterator>::IntoIter>>;

    /// Returns the stream of a file of this size whose body comes in these frames.
    fn stream(size: usize, frames: Vec<Vec<u8>>, gate: ScanGate) -> (UploadStream<Body>, Ends<Body>) {
        let boundary = Boundary::parse(Some("multipart/form-data; boundary=XX")).expect("a boundary");
        let frames: Frames = frames.into_iter().map(|frame| Ok(http_body::Frame::data(Bytes::from(frame)))).collect();
        let mut source = Source::new(http_body_util::StreamBody::new(futures_util::stream::iter(frames)));
        let opening = Opening { name: "a.pdf".to_owned(), size: size as u64, first: Bytes::new() };
        UploadStream::new(&boundary, opening, false, &mut source, gate)
    }

    fn pass(file: &[u8], after: &[u8], cuts: &[usize]) -> Result<Vec<u8>, Option<Kind>> {
        let body = [file, after].concat();
        let mut frames = Vec::new();
        let mut rest = body.as_slice();
        for cut in cuts {
            let (frame, other) = rest.split_at((*cut).min(rest.len()));
            frames.push(frame.to_vec());
            rest = other;
        }
        frames.push(rest.to_vec());
        let (stream, ends) = stream(file.len(), frames, ScanGate::default());
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let passed = runtime.block_on(stream.collect::<Vec<_>>());
        let whole: Result<Vec<Bytes>, _> = passed.into_iter().collect();
        whole.map(|parts| parts.concat()).map_err(|_| ends.verdict.get().map(|error| error.kind))
    }

    #[tokio::test]
    async fn while_the_scanner_works_a_byte_goes_now_and_then_but_never_the_last() {
        let scanner = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let (gate, moved) = ScanGate::of_scanner_at(scanner.local_addr().expect("an address"));
        let file = b"0123456789abcdefg";
        let (mut stream, _ends) = stream(file.len(), vec![file.to_vec(), b"\r\n--XX--\r\n".to_vec()], gate);
        let mut next = async || stream.next().await.map(|bytes| bytes.expect("no refusal"));
        assert_eq!(next().await.expect("a byte"), "0");
        let before = moved.mark();
        assert_eq!(next().await.expect("a byte"), "1");
        assert!(moved.mark() > before, "the watching task must see progress");
        let (mut connection, _) = scanner.accept().await.expect("a scan");
        let mut sent = [0; 10 + 4 + 17 + 4];
        connection.read_exact(&mut sent).await.expect("all of the file");
        connection.write_all(b"stream: OK\0").await.expect("a reader");
        assert_eq!(next().await.expect("the rest"), "23456789abcdefg");
        assert_eq!(next().await, None);
    }

    #[test]
    fn an_early_boundary_is_refused() {
        let other = b"one\r\n--XX\r\nContent-Disposition: form-data";
        assert_eq!(pass(other, b"\r\n--XX--\r\n", &[5]), Err(Some(Kind::OneFilePerRequest)));
        assert_eq!(pass(b"one", b"\r\n--XX\r\n", &[]), Err(Some(Kind::InvalidRequest)));
        assert_eq!(pass(b"one", b"\r\n--X", &[]), Err(Some(Kind::InvalidRequest)));
        assert_eq!(pass(b"one", b"x\r\n--XX--\r\n", &[]), Err(Some(Kind::OneFilePerRequest)));
        let file = b"\r\n--XX\r\nContent-Disposition: form-data; name=file; filename=b\r\n\r\nx\r\n--XX--\r\n";
        assert_eq!(pass(b"one", file, &[]), Err(Some(Kind::OneFilePerRequest)));
        let long = [b"\r\n--XX--\r\n".as_slice(), &[b'x'; MAX_BETWEEN]].concat();
        assert_eq!(pass(b"one", &long, &[7]), Err(Some(Kind::InvalidRequest)));
    }

    #[test]
    fn a_form_may_end_in_several_ways() {
        let field = b"\r\n--XX\r\nContent-Disposition: form-data; name=note\r\n\r\nx\r\n--XX--\r\n";
        for after in [b"\r\n--XX--".as_slice(), b"\r\n--XX--\r\nepilogue", b"\r\n--XX-- \r\n", field] {
            assert_eq!(pass(b"one", after, &[2, 5]), Ok(b"one".to_vec()), "{after:?}");
        }
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
            file in proptest::collection::vec(any::<u8>(), 1..100), missing in 3..9_usize, cuts in proptest::collection::vec(0..40_usize, 0..9),
        ) {
            let after = b"\r\n--XX--\r\n";
            prop_assert!(pass(&file, &after[..after.len() - missing], &cuts).is_err());
        }
    }
}
