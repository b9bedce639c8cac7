//! The scanner's word on a file: what it means for the visitor, and how uploads wait for it.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tokio::time::Interval;

use super::Uploads;
use super::multipart::body_reader::Moved;
use super::multipart::form::Part;
use crate::config::ScanFail;
use crate::error::{Error, Kind};
use crate::platform::ids::SessionId;
use crate::platform::virus_scan::{Scan, Scanner, Verdict};

/// While the verdict is awaited, so often something must be seen to move.
const BEAT: Duration = Duration::from_secs(4);

/// So much of a buffer is copied for the scanner at once.
const SLICE: usize = 64 * 1024;

/// So many files of a form are scanned at once.
const AT_ONCE: usize = 8;

/// How long a visitor waits before trying again while the scanner is away.
const COME_BACK: u64 = 30;

/// A file's scan, beside its way into the store. Where no scanner is configured it lets everything pass.
#[derive(Default)]
pub struct ScanGate(Option<ScanTask>);

struct ScanTask {
    scan: Scan,
    on_failure: ScanFail,
    session: SessionId,
    name: String,
    moved: Moved,
    beats: Option<Pin<Box<Interval>>>,
}

/// What there is to say after a file's last byte.
pub enum ScanOutcome {
    /// The scanner is still at work.
    NotYet,
    Said(Result<(), Error>),
}

impl Uploads {
    /// Begins the scan of a file.
    pub(super) fn guard(&self, session: SessionId, name: &str, moved: &Moved) -> ScanGate {
        ScanGate(self.scanner.as_ref().map(|scanner| ScanTask::begin(scanner, session, name, moved)))
    }

    /// Scans the files of a form that lies in memory.
    pub(super) async fn scan_parts(&self, session: SessionId, form: &Bytes, parts: &[Part]) -> Result<(), Error> {
        if self.scanner.is_none() {
            return Ok(());
        }
        let scan = async |part: &Part| {
            let mut guard = self.guard(session, &part.name, &Moved::default());
            guard.pass(&form[part.content.clone()]).await?;
            guard.verdict().await
        };
        // A few at once: the form waits in memory, and a scanner that is silent costs its patience each time.
        stream::iter(parts).map(scan).buffer_unordered(AT_ONCE).try_collect().await
    }
}

impl ScanTask {
    fn begin(scanner: &Scanner, session: SessionId, name: &str, moved: &Moved) -> Self {
        let (scan, on_failure) = (scanner.begin(), scanner.on_failure);
        Self { scan, on_failure, session, name: name.to_owned(), moved: Arc::clone(moved), beats: None }
    }
}

impl ScanGate {
    /// Waits until the scanner can take the next piece.
    pub fn poll_room(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let Some(watch) = &mut self.0 else {
            return Poll::Ready(Ok(()));
        };
        if ready!(watch.scan.poll_room(cx)) {
            return Poll::Ready(Ok(()));
        }
        let verdict = ready!(watch.scan.poll_verdict(cx));
        Poll::Ready(self.judge(verdict))
    }

    /// Hands a piece on, for which there is room.
    pub fn feed(&mut self, bytes: &Bytes) {
        if let Some(watch) = &mut self.0
            && !bytes.is_empty()
        {
            watch.scan.feed(bytes.clone());
        }
    }

    /// Hands bytes on as fast as the scanner takes them, in copies: the buffer is used again.
    pub async fn pass(&mut self, bytes: &[u8]) -> Result<(), Error> {
        for slice in bytes.chunks(SLICE) {
            poll_fn(|cx| self.poll_room(cx)).await?;
            if self.0.is_none() {
                break;
            }
            self.feed(&Bytes::copy_from_slice(slice));
        }
        Ok(())
    }

    /// Ends the file. Says every few seconds that the scanner is still at work.
    pub fn poll_word(&mut self, cx: &mut Context<'_>) -> Poll<ScanOutcome> {
        let Some(watch) = &mut self.0 else {
            return Poll::Ready(ScanOutcome::Said(Ok(())));
        };
        if let Poll::Ready(verdict) = watch.scan.poll_verdict(cx) {
            return Poll::Ready(ScanOutcome::Said(self.judge(verdict)));
        }
        let beats = watch
            .beats
            .get_or_insert_with(|| Box::pin(tokio::time::interval_at(tokio::time::Instant::now() + BEAT, BEAT)));
        ready!(beats.poll_tick(cx));
        watch.moved.beat();
        Poll::Ready(ScanOutcome::NotYet)
    }

    /// Ends the file and waits for the verdict.
    pub async fn verdict(&mut self) -> Result<(), Error> {
        loop {
            if let ScanOutcome::Said(said) = poll_fn(|cx| self.poll_word(cx)).await {
                return said;
            }
        }
    }

    fn judge(&mut self, verdict: Verdict) -> Result<(), Error> {
        let Some(watch) = self.0.take() else {
            return Ok(());
        };
        let (session, name) = (watch.session.tag(), &watch.name);
        let (outcome, said) = match verdict {
            Verdict::Clean => ("clean", Ok(())),
            Verdict::Infected(signature) => {
                tracing::warn!(session, signature, "the scanner found something; the file is refused");
                ("infected", Err(Error::words(Kind::FileRefused, "problem-infected", [("name", name.into())])))
            }
            Verdict::Unscanned(reason) if watch.on_failure == ScanFail::Open => {
                tracing::warn!(session, reason, "a file was not scanned; it is accepted all the same");
                ("unscanned-accepted", Ok(()))
            }
            Verdict::Unscanned(reason) => {
                tracing::warn!(session, reason, "a file was not scanned; it is refused");
                let refusal = Error::words(Kind::Unavailable, "problem-unscanned", [("name", name.into())]);
                ("unscanned-refused", Err(refusal.until(COME_BACK, reason)))
            }
        };
        metrics::counter!("anteroom_scans_total", "outcome" => outcome).increment(1);
        said
    }
}

#[cfg(test)]
impl ScanGate {
    /// The guard of a file of no session, and where it shows its progress.
    pub fn of_scanner_at(address: std::net::SocketAddr) -> (Self, Moved) {
        let url = url::Url::parse(&format!("tcp://{address}")).expect("a URL");
        let options = crate::config::Scanning { clamd_url: Some(url), scan_fail: ScanFail::Closed };
        let scanner = Scanner::of(&options).expect("a scanner");
        let (session, moved) = (SessionId::from_uuid(crate::platform::ids::new_uuid()), Moved::default());
        let watch = ScanTask::begin(&scanner, session, "a.pdf", &moved);
        (Self(Some(watch)), moved)
    }
}
