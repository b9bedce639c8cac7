//! Failures of the folder: reported to the client without paths, and to the log in full.

use std::io;

use s3s::{S3Error, S3Result, s3_error};

/// For `map_err`: logs what failed and answers `InternalError`.
pub fn internal(doing: &'static str) -> impl Fn(io::Error) -> S3Error {
    move |error| {
        tracing::error!(%error, doing, "the embedded object store failed");
        s3_error!(InternalError, "The store could not {doing}.")
    }
}

/// `None` if nothing is there, whatever error the file system reports: a key may lead through a file, or end at a
/// folder.
pub fn absent<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory | IsADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Runs file work off the runtime's threads. It runs to its end even if the request is dropped, so a commit is never
/// half done.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> S3Result<T> + Send + 'static) -> S3Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(stopped) => Err(internal("finish its work")(io::Error::other(stopped))),
    }
}
