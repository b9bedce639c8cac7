//! Streams the archive: one entry after the other, each byte hashed and passed on as it comes from the store. Nothing
//! is read ahead; for a slow client one frame of one file is in memory.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::time::Duration;

use aws_lc_rs::digest::{Context, Digest, SHA256, digest};
use bytes::Bytes;
use crc_fast::{CrcAlgorithm, Digest as Crc};
use futures_util::stream::{BoxStream, StreamExt as _};
use time::OffsetDateTime;

use super::manifest::{Manifest, Sum};
use super::zip::{self, Entry, Zip};
use crate::platform::object_store::{Key, ObjectError, ObjectStore, Reading};

/// How long the store may send nothing of an object before the export fails.
const SILENCE: Duration = Duration::from_secs(30);

/// The source of one entry.
pub struct Part {
    pub name: String,
    pub modified: OffsetDateTime,
    pub size: u64,
    pub source: Source,
}

/// Where an entry's bytes come from.
pub enum Source {
    Made(Bytes),
    Object(Key),
    /// The last entry, because it contains the hashes of the others.
    Manifest(Manifest),
}

impl Part {
    fn entry(&self) -> Entry {
        let crc32 = match &self.source {
            Source::Made(bytes) => Some(crc32_of(bytes)),
            // Its checksum is known when it is written, and has the same length.
            Source::Manifest(_) => Some(0),
            Source::Object(_) => None,
        };
        Entry { name: self.name.clone(), size: self.size, modified: self.modified, crc32 }
    }
}

type Opening = Pin<Box<dyn Future<Output = Result<Reading, ObjectError>> + Send>>;

/// Produces an archive's bytes on demand.
pub struct Archive {
    /// Opens an object.
    open: Box<dyn Fn(Key) -> Opening + Send>,
    parts: VecDeque<Part>,
    zip: Option<Zip>,
    reading: Option<Object>,
    sums: Vec<Sum>,
    length: u64,
    silence: Duration,
}

/// An object that is being read.
struct Object {
    bytes: BoxStream<'static, io::Result<Bytes>>,
    left: u64,
    crc32: Crc,
    /// Not from the crate of the other digests: half the cost on processors without instructions for it.
    sha256: Context,
}

impl Archive {
    /// Creates an archive of these parts, in this order.
    pub fn new(parts: Vec<Part>, store: ObjectStore) -> Self {
        Self::with(parts, move |key| {
            let store = store.clone();
            Box::pin(async move { store.get(key).await })
        })
    }

    fn with(parts: Vec<Part>, open: impl Fn(Key) -> Opening + Send + 'static) -> Self {
        let length = zip::length(parts.iter().map(Part::entry));
        let (sums, reading) = (Vec::with_capacity(parts.len()), None);
        let zip = Some(Zip::default());
        Self { open: Box::new(open), parts: parts.into(), zip, reading, sums, length, silence: SILENCE }
    }

    /// Returns the exact length of the archive.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Returns the next bytes. An error is the end: the bytes before it are no complete archive.
    pub async fn next(&mut self) -> Option<io::Result<Bytes>> {
        let next = self.advance().await.transpose();
        if matches!(next, Some(Err(_))) {
            (self.zip, self.reading) = (None, None);
        }
        next
    }

    async fn advance(&mut self) -> io::Result<Option<Bytes>> {
        let Some(zip) = &mut self.zip else {
            return Ok(None);
        };
        if let Some(object) = &mut self.reading {
            if object.left > 0 {
                return object.read(self.silence).await.map(Some);
            }
            if let Some(object) = self.reading.take() {
                self.sums.push(sum(&object.sha256.finish()));
                return Ok(Some(zip.end(crc32_from(&object.crc32)).into()));
            }
        }
        let Some(part) = self.parts.pop_front() else {
            return Ok(self.zip.take().map(|zip| zip.finish().into()));
        };
        let mut entry = part.entry();
        let made = match part.source {
            Source::Object(key) => {
                let reading = tokio::time::timeout(self.silence, (self.open)(key)).await.map_err(|_| silent())?;
                let reading = reading.map_err(io::Error::other)?;
                if reading.size != part.size {
                    return Err(io::Error::other("an object's size differs from the bucket's listing"));
                }
                self.reading = Some(Object::new(reading));
                return Ok(Some(zip.begin(entry).into()));
            }
            Source::Made(bytes) => bytes,
            Source::Manifest(manifest) => manifest.render(&self.sums),
        };
        let crc32 = crc32_of(&made);
        entry.crc32 = Some(crc32);
        self.sums.push(sum(&digest(&SHA256, &made)));
        let mut bytes = zip.begin(entry);
        bytes.extend_from_slice(&made);
        bytes.extend(zip.end(crc32));
        Ok(Some(bytes.into()))
    }
}

impl Object {
    fn new(reading: Reading) -> Self {
        let crc32 = Crc::new(CrcAlgorithm::Crc32IsoHdlc);
        Self { bytes: reading.bytes, left: reading.size, crc32, sha256: Context::new(&SHA256) }
    }

    /// Returns the next bytes after hashing them; never more than the announced size.
    async fn read(&mut self, silence: Duration) -> io::Result<Bytes> {
        let next = tokio::time::timeout(silence, self.bytes.next()).await.map_err(|_| silent())?;
        let bytes = next.ok_or(io::ErrorKind::UnexpectedEof)??;
        let left = self.left.checked_sub(bytes.len() as u64);
        self.left = left.ok_or_else(|| io::Error::other("an object is longer than announced"))?;
        self.crc32.update(&bytes);
        self.sha256.update(&bytes);
        Ok(bytes)
    }
}

fn silent() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the object store stopped responding")
}

fn sum(digest: &Digest) -> Sum {
    digest.as_ref().try_into().unwrap_or_default()
}

fn crc32_of(bytes: &[u8]) -> u32 {
    let mut crc32 = Crc::new(CrcAlgorithm::Crc32IsoHdlc);
    crc32.update(bytes);
    crc32_from(&crc32)
}

/// The digest is returned in 64 bits, whatever its width.
fn crc32_from(digest: &Crc) -> u32 {
    u32::try_from(digest.finalize() & u64::from(u32::MAX)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::stream;
    use time::OffsetDateTime;

    use super::*;
    use crate::platform::ids::{SessionId, new_uuid};

    const FRAME: usize = 1000;

    fn object(size: u64) -> Part {
        let key = Key { session: SessionId::from_uuid(new_uuid()), file: new_uuid() };
        Part { name: "x".to_owned(), modified: OffsetDateTime::UNIX_EPOCH, size, source: Source::Object(key) }
    }

    /// A store whose objects announce `size` bytes and send frames of these lengths, and that counts the bytes read.
    fn store(size: u64, frames: Vec<usize>, read: Arc<AtomicUsize>) -> impl Fn(Key) -> Opening + Send + 'static {
        move |_| {
            let (frames, read) = (frames.clone(), Arc::clone(&read));
            let bytes = stream::iter(frames).map(move |length| {
                read.fetch_add(length, Ordering::Relaxed);
                if length == 0 { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(Bytes::from(vec![0; length])) }
            });
            Box::pin(async move { Ok(Reading { size, bytes: bytes.boxed() }) })
        }
    }

    async fn take(mut archive: Archive) -> (usize, Result<(), String>) {
        let mut taken = 0;
        while let Some(next) = archive.next().await {
            match next {
                Ok(bytes) => taken += bytes.len(),
                Err(error) => {
                    assert!(archive.next().await.is_none(), "nothing follows an error");
                    return (taken, Err(error.to_string()));
                }
            }
        }
        (taken, Ok(()))
    }

    #[tokio::test]
    async fn an_archive_is_as_long_as_announced() {
        let frames = vec![FRAME; 5];
        let archive = Archive::with(vec![object(5000), object(5000)], store(5000, frames, Arc::default()));
        let length = archive.length();
        let (taken, ended) = take(archive).await;
        assert_eq!((taken as u64, ended), (length, Ok(())));
    }

    #[tokio::test]
    async fn an_object_that_is_not_as_announced_breaks_it_off() {
        let cases = [
            (5000, vec![FRAME; 4], "unexpected end of file"),
            (5000, vec![FRAME, 0], "connection reset"),
            (5000, vec![FRAME; 6], ""),
            (5000, vec![FRAME, 4001], "an object is longer than announced"),
            (4999, vec![FRAME; 5], "an object's size differs from the bucket's listing"),
        ];
        for (size, frames, why) in cases {
            let archive = Archive::with(vec![object(5000)], store(size, frames.clone(), Arc::default()));
            let length = archive.length();
            let (taken, ended) = take(archive).await;
            match ended {
                // Bytes after the announced ones are never read.
                Ok(()) => assert_eq!((taken as u64, why), (length, ""), "{frames:?}"),
                Err(error) => assert!(error == why && (taken as u64) < length, "{frames:?}: {error}"),
            }
        }
    }

    #[tokio::test]
    async fn a_store_that_stops_responding_breaks_it_off() {
        let silent =
            |_| -> Opening { Box::pin(async { Ok(Reading { size: 5000, bytes: stream::pending().boxed() }) }) };
        let archive = Archive { silence: Duration::from_millis(5), ..Archive::with(vec![object(5000)], silent) };
        let (_, ended) = take(archive).await;
        assert_eq!(ended, Err("the object store stopped responding".to_owned()));
    }

    #[tokio::test]
    async fn nothing_is_read_ahead() {
        let read = Arc::<AtomicUsize>::default();
        let parts = (0..9).map(|_| object(100_000)).collect();
        let mut archive = Archive::with(parts, store(100_000, vec![FRAME; 100], Arc::clone(&read)));
        let mut taken = 0;
        while taken < 250_000 {
            taken += archive.next().await.expect("bytes").expect("no error").len();
            assert!(read.load(Ordering::Relaxed) <= taken);
        }
    }
}
