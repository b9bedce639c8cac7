//! Turns a request's body into a temporary file whose length and checksums are verified.
//!
//! Memory is two buffers per upload, whatever its size. Writing and hashing run on the blocking threads, one hop per
//! buffer, while the next buffer fills.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_util::StreamExt as _;
use hyper::http::Extensions;
use hyper::{HeaderMap, StatusCode};
use s3s::dto::StreamingBlob;
use s3s::{S3Error, S3ErrorCode, S3Result, StdError, TrailingHeaders, s3_error};
use tokio::task::JoinHandle;

use super::body::{Aside, Idle, RequestBody};
use super::checksums::{Algorithm, Digests, Expected, Hashes};
use super::chunked::Decoder;
use super::errors::{blocking, internal};

const BUFFER: usize = 128 << 10;

/// A file in the hidden area; deleted when dropped, unless it was moved into place.
#[derive(Debug)]
pub struct TempFile(Option<PathBuf>);

impl TempFile {
    /// Chooses a unique name in `folder`; creates nothing.
    pub fn new(folder: &Path) -> Self {
        Self(Some(folder.join(crate::random_name())))
    }

    pub fn path(&self) -> &Path {
        self.0.as_deref().unwrap_or(Path::new(""))
    }

    /// The file was renamed; there is nothing to remove.
    pub fn moved(mut self) {
        self.0 = None;
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        let Some(path) = self.0.take() else { return };
        let remove = move || {
            // A missing file is fine: a body that never filled a buffer did not create it. Anything else is cleaned up
            // at the next start.
            let _ = std::fs::remove_file(path);
        };
        // Unlinking a large file takes a while, and requests are dropped on the runtime's threads.
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(remove)),
            Err(_) => remove(),
        }
    }
}

/// A body that was received completely and matches what its sender declared.
pub struct Received {
    pub file: TempFile,
    pub size: u64,
    pub digests: Digests,
}

/// An upload's body before it is read.
pub struct Upload {
    source: Source,
    expected: Expected,
}

enum Source {
    Plain { blob: Option<StreamingBlob>, trailers: Option<TrailingHeaders> },
    Chunked { body: Box<RequestBody>, piece: Bytes, decoder: Decoder },
}

impl Upload {
    pub fn new(
        headers: &HeaderMap,
        extensions: &Extensions,
        blob: Option<StreamingBlob>,
        trailers: Option<TrailingHeaders>,
    ) -> S3Result<Self> {
        let expected = Expected::from_headers(headers)?;
        let source = match extensions.get::<Aside>().and_then(Aside::take) {
            Some(body) => Source::Chunked { body: Box::new(body), piece: Bytes::new(), decoder: Decoder::new() },
            None => Source::Plain { blob, trailers },
        };
        Ok(Self { source, expected })
    }

    pub fn length(&self) -> u64 {
        self.expected.length
    }

    /// Also compute this checksum.
    pub fn also(&mut self, algorithm: Option<Algorithm>) {
        self.expected.also = algorithm.or(self.expected.also);
    }

    /// Reads to the end into a file in `folder`. Errors: `IncompleteBody`, `BadDigest`,
    /// `XAmzContentSHA256Mismatch`, `SignatureDoesNotMatch`, `RequestTimeout`.
    pub async fn receive(mut self, folder: &Path) -> S3Result<Received> {
        let mut sink = Sink::new(TempFile::new(folder), &self.expected);
        let mut size = 0;
        while let Some(data) = self.source.next().await? {
            size += data.len() as u64;
            if size > self.expected.length {
                return Err(incomplete());
            }
            sink.push(&data).await?;
        }
        if size != self.expected.length {
            return Err(incomplete());
        }
        if let Some(algorithm) = self.expected.trailer {
            let sum = self
                .source
                .trailer(algorithm)
                .ok_or_else(|| s3_error!(IncompleteBody, "The trailer {} is missing.", algorithm.header()))?;
            self.expected.add(algorithm, &sum)?;
        }
        let (file, digests) = sink.finish().await?;
        self.expected.verify(&digests)?;
        Ok(Received { file, size, digests })
    }
}

impl Source {
    async fn next(&mut self) -> S3Result<Option<Bytes>> {
        match self {
            Self::Plain { blob: None, .. } => Ok(None),
            Self::Plain { blob: Some(blob), .. } => blob.next().await.transpose().map_err(|error| broken(&error)),
            Self::Chunked { body, piece, decoder } => loop {
                if let Some(data) = decoder.decode(piece)? {
                    return Ok(Some(data));
                }
                match body.next().await.map_err(|error| broken(&error))? {
                    Some(next) => *piece = next,
                    None if decoder.is_complete() => return Ok(None),
                    None => return Err(incomplete()),
                }
            },
        }
    }

    fn trailer(&self, algorithm: Algorithm) -> Option<String> {
        match self {
            Self::Plain { trailers, .. } => {
                trailers.as_ref()?.read(|trailers| Some(trailers.get(algorithm.header())?.to_str().ok()?.to_owned()))?
            }
            Self::Chunked { decoder, .. } => decoder.trailer(algorithm).map(str::to_owned),
        }
    }
}

fn incomplete() -> S3Error {
    s3_error!(IncompleteBody, "You did not provide the number of bytes specified by the Content-Length HTTP header.")
}

/// The S3 crate's stream errors are private types; only their text distinguishes them.
fn broken(error: &StdError) -> S3Error {
    if error.is::<Idle>()
        || std::iter::successors(error.source(), |error| error.source()).any(<dyn std::error::Error>::is::<Idle>)
    {
        return s3_error!(RequestTimeout, "Nothing was read from your connection within the timeout period.");
    }
    let text = error.to_string();
    if text.contains("SignatureMismatch") {
        s3_error!(SignatureDoesNotMatch, "A chunk's signature does not match.")
    } else if text.contains("Sha256Mismatch") {
        let mut error = S3Error::with_message(
            S3ErrorCode::Custom("XAmzContentSHA256Mismatch".into()),
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
        );
        error.set_status_code(StatusCode::BAD_REQUEST);
        error
    } else {
        incomplete()
    }
}

/// The writing end. It owns the file: if it is dropped during a write, the file is deleted after the write, not before.
struct Writer {
    target: TempFile,
    file: Option<File>,
    hashes: Hashes,
    spare: Vec<u8>,
}

impl Writer {
    fn write(&mut self, data: &[u8]) -> std::io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(File::create_new(self.target.path())?),
        };
        file.write_all(data)?;
        self.hashes.update(data);
        Ok(())
    }
}

struct Sink {
    buffer: Vec<u8>,
    idle: Option<Box<Writer>>,
    busy: Option<JoinHandle<std::io::Result<Box<Writer>>>>,
}

impl Sink {
    fn new(target: TempFile, expected: &Expected) -> Self {
        let writer = Writer { target, file: None, hashes: Hashes::new(expected), spare: Vec::new() };
        let capacity = usize::try_from(expected.length).unwrap_or(BUFFER).min(BUFFER);
        Self { buffer: Vec::with_capacity(capacity), idle: Some(Box::new(writer)), busy: None }
    }

    async fn push(&mut self, mut data: &[u8]) -> S3Result<()> {
        while !data.is_empty() {
            let (now, later) = data.split_at(data.len().min(BUFFER - self.buffer.len()));
            self.buffer.extend_from_slice(now);
            data = later;
            if self.buffer.len() == BUFFER {
                self.flush().await?;
            }
        }
        Ok(())
    }

    /// Hands the full buffer to a blocking thread and goes on with the other one.
    async fn flush(&mut self) -> S3Result<()> {
        let mut writer = self.settled().await?;
        let mut full = std::mem::replace(&mut self.buffer, std::mem::take(&mut writer.spare));
        self.busy = Some(tokio::task::spawn_blocking(move || {
            writer.write(&full)?;
            full.clear();
            writer.spare = full;
            Ok(writer)
        }));
        Ok(())
    }

    /// Returns the writer once it has finished its current write.
    async fn settled(&mut self) -> S3Result<Box<Writer>> {
        if let Some(busy) = self.busy.take() {
            let written = busy.await.unwrap_or_else(|stopped| Err(std::io::Error::other(stopped)));
            return written.map_err(internal("write an upload"));
        }
        self.idle.take().ok_or_else(|| s3_error!(InternalError))
    }

    /// Writes the rest; the file exists afterwards, even if it is empty.
    async fn finish(mut self) -> S3Result<(TempFile, Digests)> {
        let mut writer = self.settled().await?;
        let rest = self.buffer;
        blocking(move || {
            writer.write(&rest).map_err(internal("write an upload"))?;
            Ok((writer.target, writer.hashes.finish()))
        })
        .await
    }
}
