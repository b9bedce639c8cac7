//! The scanner's verdict on a file: what it means for the visitor, and how uploads wait for it.

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

/// How often progress is recorded while waiting for the verdict.
const BEAT: Duration = Duration::from_secs(4);

/// How many bytes of a buffer are copied for the scanner at a time.
const SLICE: usize = 64 * 1024;

/// How many files of a form are scanned at the same time.
const AT_ONCE: usize = 8;

/// `Retry-After` seconds while the scanner is unavailable.
const RETRY_AFTER: u64 = 30;

/// A file's scan, which runs while the file is sent to the store. Without a scanner every file passes.
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

/// The result after a file's last byte.
pub enum ScanOutcome {
    /// The scanner is still working.
    NotYet,
    Said(Result<(), Error>),
}

impl Uploads {
    /// Starts the scan of a file.
    pub(super) fn gate(&self, session: SessionId, name: &str, moved: &Moved) -> ScanGate {
        ScanGate(self.scanner.as_ref().map(|scanner| ScanTask::begin(scanner, session, name, moved)))
    }

    /// Scans the files of a form in memory.
    pub(super) async fn scan_parts(&self, session: SessionId, form: &Bytes, parts: &[Part]) -> Result<(), Error> {
        if self.scanner.is_none() {
            return Ok(());
        }
        let scan = async |part: &Part| {
            let mut gate = self.gate(session, &part.name, &Moved::default());
            gate.pass(&form[part.content.clone()]).await?;
            gate.verdict().await
        };
        // A few at the same time: the form waits in memory, and an unresponsive scanner costs a full timeout each time.
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
        let Some(task) = &mut self.0 else {
            return Poll::Ready(Ok(()));
        };
        if ready!(task.scan.poll_room(cx)) {
            return Poll::Ready(Ok(()));
        }
        let verdict = ready!(task.scan.poll_verdict(cx));
        Poll::Ready(self.judge(verdict))
    }

    /// Passes a piece to the scanner, after `poll_room` was ready.
    pub fn feed(&mut self, bytes: &Bytes) {
        if let Some(task) = &mut self.0
            && !bytes.is_empty()
        {
            task.scan.feed(bytes.clone());
        }
    }

    /// Passes bytes on as fast as the scanner takes them, as copies because the buffer is reused.
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

    /// Ends the file. Reports every few seconds that the scanner is still working.
    pub fn poll_outcome(&mut self, cx: &mut Context<'_>) -> Poll<ScanOutcome> {
        let Some(task) = &mut self.0 else {
            return Poll::Ready(ScanOutcome::Said(Ok(())));
        };
        if let Poll::Ready(verdict) = task.scan.poll_verdict(cx) {
            return Poll::Ready(ScanOutcome::Said(self.judge(verdict)));
        }
        let beats = task
            .beats
            .get_or_insert_with(|| Box::pin(tokio::time::interval_at(tokio::time::Instant::now() + BEAT, BEAT)));
        ready!(beats.poll_tick(cx));
        task.moved.beat();
        Poll::Ready(ScanOutcome::NotYet)
    }

    /// Ends the file and waits for the verdict.
    pub async fn verdict(&mut self) -> Result<(), Error> {
        loop {
            if let ScanOutcome::Said(result) = poll_fn(|cx| self.poll_outcome(cx)).await {
                return result;
            }
        }
    }

    fn judge(&mut self, verdict: Verdict) -> Result<(), Error> {
        let Some(task) = self.0.take() else {
            return Ok(());
        };
        let (session, name) = (task.session.tag(), &task.name);
        let (outcome, result) = match verdict {
            Verdict::Clean => ("clean", Ok(())),
            Verdict::Infected(signature) => {
                tracing::warn!(session, signature, "the scanner found malware; the file is refused");
                ("infected", Err(Error::words(Kind::FileRefused, "problem-infected", [("name", name.into())])))
            }
            Verdict::Unscanned(reason) if task.on_failure == ScanFail::Open => {
                tracing::warn!(session, reason, "a file was not scanned; it is accepted anyway");
                ("unscanned-accepted", Ok(()))
            }
            Verdict::Unscanned(reason) => {
                tracing::warn!(session, reason, "a file was not scanned; it is refused");
                let refusal = Error::words(Kind::Unavailable, "problem-unscanned", [("name", name.into())]);
                ("unscanned-refused", Err(refusal.until(RETRY_AFTER, reason)))
            }
        };
        metrics::counter!("anteroom_scans_total", "outcome" => outcome).increment(1);
        result
    }
}

#[cfg(test)]
impl ScanGate {
    /// Returns a gate without a session, and its progress.
    pub fn of_scanner_at(address: std::net::SocketAddr) -> (Self, Moved) {
        let url = url::Url::parse(&format!("tcp://{address}")).expect("a URL");
        let options = crate::config::Scanning { clamd_url: Some(url), scan_fail: ScanFail::Closed };
        let scanner = Scanner::of(&options).expect("a scanner");
        let (session, moved) = (SessionId::from_uuid(crate::platform::ids::new_uuid()), Moved::default());
        let task = ScanTask::begin(&scanner, session, "a.pdf", &moved);
        (Self(Some(task)), moved)
    }
}
