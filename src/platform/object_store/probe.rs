//! Checks by doing: each kind of call that the program makes, on a file of its own that it deletes again. If the process
//! dies half-way, a comparison finds the file without an owner and deletes it.

use bytes::Bytes;
use futures_util::stream::{StreamExt as _, once};

use super::{Checksum, Key, NewObject, ObjectError, ObjectStore};
use crate::platform::ids::{SessionId, new_uuid};

const CONTENT: &[u8] = b"anteroom check";

/// What the store must allow (`s3:…`), and what for.
const WRITE: &str = "files are written with PutObject, which needs s3:PutObject";
const READ: &str = "files are read with HeadObject and GetObject, which need s3:GetObject";
const LIST: &str = "sessions are listed with ListObjectsV2 and ListObjectVersions, which need s3:ListBucket and \
                    s3:ListBucketVersions";
const PARTS: &str = "large files are written in parts, which needs s3:PutObject, s3:AbortMultipartUpload and \
                     s3:ListBucketMultipartUploads";
const DELETE: &str = "sessions are deleted with DeleteObjects, which needs s3:DeleteObject and s3:DeleteObjectVersion";

/// A call that the store refuses or does wrongly.
#[derive(Debug, thiserror::Error)]
#[error("{error}; {purpose}")]
pub struct ProbeError {
    purpose: &'static str,
    error: ObjectError,
}

trait For<T> {
    fn purpose(self, purpose: &'static str) -> Result<T, ProbeError>;
}

impl<T> For<T> for Result<T, ObjectError> {
    fn purpose(self, purpose: &'static str) -> Result<T, ProbeError> {
        self.map_err(|error| ProbeError { purpose, error })
    }
}

impl ObjectStore {
    /// Writes, reads, lists and deletes a small file, and begins and aborts one in parts.
    pub async fn probe(&self) -> Result<(), ProbeError> {
        self.ping().await.purpose("the bucket is looked for with HeadBucket, which needs s3:ListBucket")?;
        let key = Key { session: SessionId::from_uuid(new_uuid()), file: new_uuid() };
        let done = self.try_each_call(key).await;
        // Also if a call before it failed.
        let deleted = self.purge_session(key.session, &[key.file], true).await.purpose(DELETE);
        done?;
        deleted?;
        match self.head(key).await {
            Err(ObjectError::NotFound) => Ok(()),
            Ok(_) => wrong("a file is still there after its deletion").purpose(DELETE),
            Err(error) => Err(error).purpose(READ),
        }
    }

    async fn try_each_call(&self, key: Key) -> Result<(), ProbeError> {
        let object = NewObject { key, content_type: "text/plain", name: "anteroom check.txt".to_owned() };
        let bytes = once(async { Ok(Bytes::from_static(CONTENT)) }).boxed();
        self.put(&object, CONTENT.len() as u64, bytes).await.purpose(WRITE)?;
        if self.head(key).await.purpose(READ)?.size != CONTENT.len() as u64 || self.read(key).await? != CONTENT {
            return wrong("a file is not read as it was written").purpose(READ);
        }
        if self.sizes(key.session).await.purpose(LIST)? != [(key.file, CONTENT.len() as u64)] {
            return wrong("a listing does not show the file that was written").purpose(LIST);
        }
        let mut parts = self.multipart(&object).await.purpose(PARTS)?;
        let sent = parts.part(Bytes::from_static(CONTENT), Checksum::of(CONTENT)).await;
        let aborted = parts.abort().await;
        sent.and(aborted).purpose(PARTS)
    }

    async fn read(&self, key: Key) -> Result<Vec<u8>, ProbeError> {
        let mut reading = self.get(key).await.purpose(READ)?;
        let mut read = Vec::new();
        while let Some(bytes) = reading.bytes.next().await {
            read.extend(bytes.map_err(|error| ObjectError::Unavailable(error.to_string())).purpose(READ)?);
        }
        Ok(read)
    }
}

fn wrong(words: &str) -> Result<(), ObjectError> {
    Err(ObjectError::Unavailable(words.to_owned()))
}
