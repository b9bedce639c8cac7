//! Reads objects: visitors' files as streams, our own small objects whole; and lists a session's files.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_s3::operation::get_object::{GetObjectError, GetObjectOutput};
use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt as _, unfold};

use uuid::Uuid;

use super::{Key, ObjectError, ObjectStore, unavailable};
use crate::platform::ids::SessionId;

/// How long reading a small object may take.
const SMALL: Duration = Duration::from_secs(20);

/// An object that is being read.
pub struct Reading {
    pub size: u64,
    /// The bytes in order; an error ends them early.
    pub bytes: BoxStream<'static, Result<Bytes, std::io::Error>>,
}

impl ObjectStore {
    /// The files under a session, with their sizes; other keys are skipped.
    pub async fn sizes(&self, session: SessionId) -> Result<Vec<(Uuid, u64)>, ObjectError> {
        let (mut sizes, mut after) = (Vec::new(), None);
        loop {
            let prefix = format!("{}/", session.uuid());
            let request = self.client.list_objects_v2().bucket(&*self.bucket).prefix(prefix);
            let page = request.set_continuation_token(after).send().await.map_err(unavailable)?;
            sizes.extend(page.contents().iter().filter_map(|object| {
                let size = u64::try_from(object.size()?).ok()?;
                Some((Key::parse(object.key()?)?.file, size))
            }));
            after = page.next_continuation_token().map(str::to_owned);
            if after.is_none() {
                return Ok(sizes);
            }
        }
    }

    /// Opens an object; its bytes are fetched as they are read.
    pub async fn get(&self, key: Key) -> Result<Reading, ObjectError> {
        let got = self.fetch(&key.to_string()).await?;
        let size = got.content_length().and_then(|length| u64::try_from(length).ok()).unwrap_or_default();
        let bytes = unfold(got.body, |mut body| async move {
            let next = body.next().await?;
            Some((next.map_err(std::io::Error::other), body))
        });
        Ok(Reading { size, bytes: bytes.boxed() })
    }

    /// Reads a small object of our own.
    pub async fn read_small(&self, key: &str) -> Result<Vec<u8>, ObjectError> {
        Ok(self.read_marked(key).await?.0)
    }

    /// The same with its metadata.
    pub async fn read_marked(&self, key: &str) -> Result<(Vec<u8>, HashMap<String, String>), ObjectError> {
        let got = self.fetch(key).await?;
        let metadata = got.metadata.unwrap_or_default();
        // The SDK's time limits end with the answer's head.
        let body = tokio::time::timeout(SMALL, got.body.collect()).await;
        let body = body.map_err(|_| ObjectError::Unavailable("a small object did not come in time".to_owned()))?;
        Ok((body.map_err(|error| ObjectError::Unavailable(error.to_string()))?.to_vec(), metadata))
    }

    async fn fetch(&self, key: &str) -> Result<GetObjectOutput, ObjectError> {
        let got = self.client.get_object().bucket(&*self.bucket).key(key).send().await;
        got.map_err(|error| {
            let missing = error.as_service_error().is_some_and(GetObjectError::is_no_such_key);
            if missing { ObjectError::NotFound } else { unavailable(error) }
        })
    }
}
