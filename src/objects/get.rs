//! Reading objects: as a stream for those who may, whole where they are small and our own.

use aws_sdk_s3::operation::get_object::{GetObjectError, GetObjectOutput};
use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt as _, unfold};

use super::{Key, ObjectError, ObjectStore, unavailable};

/// An object that is being read.
pub struct Reading {
    pub size: u64,
    /// The bytes in order; an error ends them early.
    pub bytes: BoxStream<'static, Result<Bytes, std::io::Error>>,
}

impl ObjectStore {
    /// Opens an object; its bytes come as they are asked for.
    pub async fn get(&self, key: Key) -> Result<Reading, ObjectError> {
        let got = self.fetch(&key.to_string()).await?;
        let size = got.content_length().and_then(|length| u64::try_from(length).ok()).unwrap_or_default();
        let bytes = unfold(got.body, |mut body| async move {
            let next = body.next().await?;
            Some((next.map_err(std::io::Error::other), body))
        });
        Ok(Reading { size, bytes: bytes.boxed() })
    }

    /// Reads a small object of our own, such as the epoch's marker.
    pub async fn read_small(&self, key: &str) -> Result<Vec<u8>, ObjectError> {
        let body = self.fetch(key).await?.body.collect().await;
        Ok(body.map_err(|error| ObjectError::Unavailable(error.to_string()))?.to_vec())
    }

    async fn fetch(&self, key: &str) -> Result<GetObjectOutput, ObjectError> {
        let got = self.client.get_object().bucket(&*self.bucket).key(key).send().await;
        got.map_err(|error| {
            let missing = error.as_service_error().is_some_and(GetObjectError::is_no_such_key);
            if missing { ObjectError::NotFound } else { unavailable(error) }
        })
    }
}
