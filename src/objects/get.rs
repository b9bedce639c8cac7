//! Reading an object as a stream, for those who may.

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
        let got = self.client.get_object().bucket(&*self.bucket).key(key.to_string()).send().await;
        let got = got.map_err(|error| match error.as_service_error() {
            Some(service) if service.is_no_such_key() => ObjectError::NotFound,
            _ => unavailable(error),
        })?;
        let size = got.content_length().and_then(|length| u64::try_from(length).ok()).unwrap_or_default();
        let bytes = unfold(got.body, |mut body| async move {
            let next = body.next().await?;
            Some((next.map_err(std::io::Error::other), body))
        });
        Ok(Reading { size, bytes: bytes.boxed() })
    }
}
