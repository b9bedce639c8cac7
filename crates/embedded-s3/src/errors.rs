//! Failures of the folder, told to the client without paths and to the log in full.

use std::io;

use s3s::{S3Error, S3Result, s3_error};

/// For `map_err`: logs what could not be done and answers `InternalError`.
pub fn internal(doing: &'static str) -> impl Fn(io::Error) -> S3Error {
    move |error| {
        tracing::error!(%error, doing, "the embedded object store failed");
        s3_error!(InternalError, "The store could not {doing}.")
    }
}

/// `None` where nothing is there, whatever the file system calls it: a key may lead through a
/// file, or end at a folder.
pub fn absent<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory | IsADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// File work off the runtime's threads. It runs to its end even when the request is dropped, so
/// a commit is never left half done.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> S3Result<T> + Send + 'static) -> S3Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(stopped) => Err(internal("finish its work")(io::Error::other(stopped))),
    }
}
