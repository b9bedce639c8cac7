//! Chooses how to receive a form: into a buffer if it is small, streamed if its length is known, else as a multipart
//! upload.

use std::net::IpAddr;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http_body::Body;

use super::body_reader::{Source, budget, cut, in_time};
use super::chunked::take;
use super::form::{Boundary, MAX_BETWEEN, Part};
use crate::error::{Error, Kind};
use crate::intake::file_types::{AcceptedFile, HEAD_BYTES};
use crate::intake::sessions::File;
use crate::intake::uploads::buffers::{BUFFER, Buffer};
use crate::intake::uploads::quota::{Failure, Remains};
use crate::intake::uploads::{Upload, Uploads};
use crate::platform::db;
use crate::platform::ids::{PageId, SessionId};
use crate::platform::object_store::{Key, NewObject, ObjectError};

/// Forms up to this size are read into their own memory; a visitor costs no more.
const SMALL: u64 = 256 * 1024;

/// The largest single PUT of S3.
const MAX_PUT: u64 = 5 * 1024 * 1024 * 1024;

/// How many bytes a form may have besides its file.
const FORM_OVERHEAD: u64 = 2 * MAX_BETWEEN as u64;

/// The session and page that send the files, and from where.
#[derive(Clone, Copy)]
pub struct Sender {
    pub session: SessionId,
    pub page: PageId,
    pub network: IpAddr,
}

impl Uploads {
    pub(in crate::intake::uploads) async fn receive_form<B>(&self, upload: Upload<B>) -> Result<Vec<File>, Error>
    where
        B: Body<Data = Bytes> + Send + Unpin + 'static,
        B::Error: std::error::Error,
    {
        let Upload { session, page, network, content_type, content_length, file_size, body } = upload;
        let sender = Sender { session, page, network };
        let mut source = Source::new(body);
        let boundary = Boundary::parse(content_type.as_deref())?;
        // After a refusal the rest of the body is drained by the body itself (`http::drain`).
        self.choose(sender, &boundary, content_length, file_size, &mut source).await
    }

    async fn choose<B>(
        &self,
        sender: Sender,
        boundary: &Boundary,
        length: Option<u64>,
        file_size: Option<u64>,
        source: &mut Source<B>,
    ) -> Result<Vec<File>, Error>
    where
        B: Body<Data = Bytes> + Send + Unpin + 'static,
        B::Error: std::error::Error,
    {
        match length {
            Some(length) if length <= SMALL => {
                let form = in_time(budget(length), read_small(source, length)).await?;
                self.store_form(sender, boundary, form).await
            }
            Some(length) if length > self.largest_form() => Err(self.too_large("The file")),
            Some(length) if length <= BUFFER as u64 => match self.pool.try_spare(sender.network) {
                Some(mut buffer) => {
                    in_time(budget(length), read_into(source, &mut buffer, length)).await?;
                    self.store_form(sender, boundary, buffer.lend()).await
                }
                None => self.pass_through(sender, boundary, length, file_size, source).await.map_err(without_buffer),
            },
            Some(length) if length <= MAX_PUT && file_size.is_some() => {
                self.pass_through(sender, boundary, length, file_size, source).await
            }
            Some(length) if length <= MAX_PUT => match self.pool.try_spare(sender.network) {
                Some(buffer) => self.receive_chunked(sender, boundary, buffer, Bytes::new(), source).await,
                None => self.pass_through(sender, boundary, length, None, source).await.map_err(without_buffer),
            },
            _ => {
                // No buffer is taken before something has come.
                let first = source.next().await?.unwrap_or_default();
                let buffer = take(&self.pool, sender.network).await?;
                self.receive_chunked(sender, boundary, buffer, first, source).await
            }
        }
    }

    /// Returns the largest size of a form whose files are all within the limits.
    fn largest_form(&self) -> u64 {
        self.context.limits.max_file_bytes.as_u64().max(BUFFER as u64) + FORM_OVERHEAD
    }

    /// Checks a file's size and type. `head` has its first bytes.
    pub(in crate::intake::uploads) fn check(&self, name: &str, size: u64, head: &[u8]) -> Result<AcceptedFile, Error> {
        if size == 0 {
            return Err(empty(name));
        }
        if size > self.context.limits.max_file_bytes.as_u64() {
            return Err(self.too_large(name));
        }
        self.accepted.check(name, &head[..head.len().min(HEAD_BYTES)])
    }

    /// Stores all files of a form in memory, or none.
    pub(in crate::intake::uploads) async fn store_form(
        &self,
        sender: Sender,
        boundary: &Boundary,
        form: Bytes,
    ) -> Result<Vec<File>, Error> {
        let parts = boundary.parts(&form)?;
        let mut files = Vec::with_capacity(parts.len());
        for part in &parts {
            let content = &form[part.content.clone()];
            let file = self.check(&part.name, content.len() as u64, content)?;
            if file.no_nul && memchr::memchr(0, content).is_some() {
                return Err(not_text(&part.name));
            }
            files.push(file);
        }
        let sizes: Vec<u64> = parts.iter().map(|part| part.content.len() as u64).collect();
        let keys = db::in_time(self.begin(sender, sizes, false)).await?;
        // The body is complete: from here on the scanner's and the store's timeouts apply.
        let storing = async {
            self.scan_parts(sender.session, &form, &parts).await?;
            let putting = self.put_parts(&form, &parts, files, &keys);
            tokio::time::timeout(crate::platform::object_store::TIMEOUT, putting).await.unwrap_or_else(|_| {
                let error = Error::caused(Kind::Unavailable, "the put took too long");
                Err(Failure { error, remains: Remains::Perhaps })
            })
        };
        let stored = self.while_alive(&keys, None, storing).await;
        self.conclude(sender.session, &keys, stored).await
    }

    async fn put_parts(
        &self,
        form: &Bytes,
        parts: &[Part],
        accepted: Vec<AcceptedFile>,
        keys: &[Key],
    ) -> Result<Vec<File>, Failure> {
        let mut files = Vec::with_capacity(parts.len());
        for ((part, file), key) in parts.iter().zip(accepted).zip(keys) {
            let object = NewObject { key: *key, content_type: file.content_type, name: file.name };
            let size = part.content.len() as u64;
            let bytes = form.slice(part.content.clone());
            let put = || self.context.store.put(&object, size, stream::iter([Ok(bytes.clone())]).boxed());
            let checksum = match put().await {
                // The bytes are in memory, so if the store has just closed a connection, retry without bothering the
                // visitor.
                Err(ObjectError::Unavailable(cause)) => {
                    tracing::warn!(cause, "a PUT failed; retrying once");
                    put().await
                }
                done => done,
            };
            // Earlier files of the form may be stored already, so something may remain in any case.
            let checksum = checksum.map_err(|error| Failure { remains: Remains::Perhaps, ..Failure::from(error) })?;
            files.push(describe(object, size, checksum));
        }
        Ok(files)
    }

    /// Records how an upload ended, and reports to the visitor only what is durable.
    pub(in crate::intake::uploads) async fn conclude(
        &self,
        session: SessionId,
        keys: &[Key],
        received: Result<Vec<File>, Failure>,
    ) -> Result<Vec<File>, Error> {
        let failure = match received {
            Ok(files) => match self.end_well(session, &files).await {
                Ok(()) => return Ok(files),
                Err(error) => Failure { error, remains: Remains::Perhaps },
            },
            Err(failure) => failure,
        };
        // A purge deletes the rows before it deletes the objects: prefer its reason.
        Err(self.end_badly(keys, failure.remains).await.unwrap_or(failure.error))
    }
}

/// Without a buffer the form had to consist of one file whose size follows from the form's length; one will be free
/// soon.
fn without_buffer(error: Error) -> Error {
    if error.kind == Kind::OneFilePerRequest { Error::retry_after(Kind::Unavailable, 5) } else { error }
}

/// Describes a stored file for the visitor.
pub fn describe(object: NewObject, size: u64, checksum: String) -> File {
    File {
        id: object.key.file,
        name: object.name,
        size,
        content_type: object.content_type.to_owned(),
        checksum: Some(checksum),
    }
}

/// The error for an empty file.
pub fn empty(name: &str) -> Error {
    Error::words(Kind::EmptyFile, "widget-refused-empty", [("name", name.into())])
}

/// The error for a text file with a NUL byte.
pub fn not_text(name: &str) -> Error {
    Error::words(Kind::FileTypeRefused, "problem-not-text", [("name", name.into())])
}

async fn read_small<B>(source: &mut Source<B>, length: u64) -> Result<Bytes, Error>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: std::error::Error,
{
    let mut form = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    while let Some(bytes) = source.next().await? {
        form.extend_from_slice(&bytes);
    }
    Ok(form.into())
}

async fn read_into<B>(source: &mut Source<B>, buffer: &mut Buffer, length: u64) -> Result<(), Error>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: std::error::Error,
{
    while let Some(bytes) = source.next().await? {
        buffer.fill(bytes);
    }
    // hyper ends a body at its announced length, or with an error.
    if source.moved.bytes() == length { Ok(()) } else { Err(cut()) }
}
