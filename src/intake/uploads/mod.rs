//! Receiving files: what we take (`policy`), how the form is read (`form`), and the two ways into the
//! object store: one exact-length PUT that the body passes through (`passthrough`), or a multipart upload
//! from the bounded pool (`chunked`), past the scanner where there is one (`scanned`). `docs/uploads.md` tells
//! why.

use std::sync::Arc;

use bytes::Bytes;
use http_body::Body;
use tokio_util::task::TaskTracker;

use crate::error::{Error, Kind};
use crate::intake::sessions::{AppContext, File};
use crate::platform::db::group_commit::Batcher;
use crate::platform::ids::{PageId, SessionId};
use crate::platform::virus_scan::Scanner;

mod buffers;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
pub mod multipart;
mod policy;
mod quota;
mod quota_batch;
mod scan_gate;

pub use buffers::Pool;
pub use policy::{KNOWN_EXTENSIONS, turns_text};
use quota_batch::{FinishUploads, ReserveUploads};

/// Receives uploads; cheap to clone.
#[derive(Clone)]
pub struct Uploads {
    context: AppContext,
    pool: Pool,
    /// Receiving runs in tasks of its own, which outlive the handler that a dropped connection takes along.
    tasks: TaskTracker,
    accept: Arc<[String]>,
    scanner: Option<Scanner>,
    begins: Batcher<ReserveUploads>,
    ends: Batcher<FinishUploads>,
}

/// A request with files, before its body is read.
pub struct Upload<B> {
    pub session: SessionId,
    pub page: PageId,
    pub content_type: Option<String>,
    /// None for chunked bodies.
    pub content_length: Option<u64>,
    pub body: B,
}

impl Uploads {
    /// Over these parts, with a pool of its own.
    pub fn new(context: AppContext) -> Self {
        let accept = context.limits.accept.clone().into();
        let begin = ReserveUploads { limits: context.limits.clone(), timings: context.timings.clone() };
        let begins = Batcher::new(context.pool.clone(), begin);
        let ends = Batcher::new(context.pool.clone(), FinishUploads);
        Self { context, pool: Pool::default(), tasks: TaskTracker::new(), accept, scanner: None, begins, ends }
    }

    /// Lets each file past this scanner; without one nothing is scanned.
    #[must_use]
    pub fn scanned_by(self, scanner: Option<Scanner>) -> Self {
        Self { scanner, ..self }
    }

    /// What scans the files, if anything does.
    pub fn scanner(&self) -> Option<&Scanner> {
        self.scanner.as_ref()
    }

    /// Receives all files of a form, or none. Nothing is left behind by a refusal, a cut connection or a
    /// failure.
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
