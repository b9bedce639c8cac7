//! Receiving files: the quota (`quota`), how they are read and stored (`multipart`), and
//! the virus scanner (`scan_gate`). `docs/uploads.md` explains why.

use std::net::IpAddr;
use std::sync::Arc;

use bytes::Bytes;
use http_body::Body;
use tokio_util::task::TaskTracker;

use crate::error::{Error, Kind};
use crate::intake::file_types::Accepted;
use crate::intake::sessions::{AppContext, File};
use crate::platform::db::group_commit::Batcher;
use crate::platform::ids::{PageId, SessionId};
use crate::platform::virus_scan::Scanner;

mod buffers;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
pub mod multipart;
mod quota;
mod quota_batch;
mod scan_gate;

pub use buffers::Pool;
use quota_batch::{FinishUploads, ReserveUploads};

/// Receives uploads; cheap to clone.
#[derive(Clone)]
pub struct Uploads {
    context: AppContext,
    pool: Pool,
    /// Receiving runs in separate tasks, which survive the handler when a connection is dropped.
    tasks: TaskTracker,
    accepted: Arc<Accepted>,
    scanner: Option<Scanner>,
    begins: Batcher<ReserveUploads>,
    ends: Batcher<FinishUploads>,
}

/// A request with files, before its body is read.
pub struct Upload<B> {
    pub session: SessionId,
    pub page: PageId,
    /// The network that the limits count as one client.
    pub network: IpAddr,
    pub content_type: Option<String>,
    /// `None` for chunked bodies.
    pub content_length: Option<u64>,
    /// The size of the only file, if the client says it.
    pub file_size: Option<u64>,
    pub body: B,
}

impl Uploads {
    /// Creates an instance with its own buffer pool.
    pub fn new(context: AppContext) -> Self {
        let accepted = Arc::new(Accepted::of(&context.limits.accept));
        let begin = ReserveUploads {
            limits: context.limits.clone(),
            timings: context.timings.clone(),
            upload_limits: context.upload_limits.clone(),
        };
        let begins = Batcher::new(context.pool.clone(), begin);
        let ends = Batcher::new(context.pool.clone(), FinishUploads);
        Self { context, pool: Pool::default(), tasks: TaskTracker::new(), accepted, scanner: None, begins, ends }
    }

    /// Scans each file with this scanner; without one nothing is scanned.
    #[must_use]
    pub fn scanned_by(self, scanner: Option<Scanner>) -> Self {
        Self { scanner, ..self }
    }

    /// Returns the scanner, if there is one.
    pub fn scanner(&self) -> Option<&Scanner> {
        self.scanner.as_ref()
    }

    /// Receives all files of a form, or none. A refusal, a lost connection or a failure leaves nothing behind.
    pub async fn receive<B>(&self, upload: Upload<B>) -> Result<Vec<File>, Error>
    where
        B: Body<Data = Bytes> + Send + Unpin + 'static,
        B::Error: std::error::Error,
    {
        let uploads = self.clone();
        let receiving = self.tasks.spawn(async move {
            let _running = Running::count();
            uploads.receive_form(upload).await
        });
        let received = receiving.await.unwrap_or_else(|panic| Err(Error::caused(Kind::Internal, panic)));
        let outcome = received.as_ref().err().map_or("stored", |error| error.kind.slug());
        metrics::counter!("anteroom_uploads_total", "outcome" => outcome).increment(1);
        if let Ok(files) = &received {
            metrics::counter!("anteroom_upload_bytes_total").increment(files.iter().map(|file| file.size).sum());
        }
        received
    }

    /// Waits until all uploads have ended.
    pub async fn finish(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// Counts an upload as running until it is dropped.
struct Running;

impl Running {
    fn count() -> Self {
        metrics::gauge!("anteroom_uploads_running").increment(1.0);
        Self
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        metrics::gauge!("anteroom_uploads_running").decrement(1.0);
    }
}
