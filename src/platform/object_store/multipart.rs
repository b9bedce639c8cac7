//! Multipart uploads, for bodies whose length is not known before their end.

use aws_sdk_s3::types::{ChecksumAlgorithm, ChecksumType, CompletedMultipartUpload, CompletedPart};
use bytes::Bytes;

use super::{Checksum, Key, NewObject, ObjectError, ObjectStore, unavailable};
use crate::config::Checksums;

/// A multipart upload under way. It must end in [`Multipart::complete`] or [`Multipart::abort`]; one that
/// a crash leaves behind is found by its `uploads` row.
pub struct Multipart {
    store: ObjectStore,
    key: Key,
    upload_id: String,
    parts: Vec<CompletedPart>,
    /// The size of all parts so far.
    size: u64,
    checksum: Checksum,
}

impl ObjectStore {
    /// Opens a multipart upload.
    pub async fn multipart(&self, object: &NewObject) -> Result<Multipart, ObjectError> {
        let mut request = self
            .client
            .create_multipart_upload()
            .bucket(&*self.bucket)
            .key(object.key.to_string())
            .content_type(object.content_type)
            .content_disposition(object.disposition())
            .metadata("name", object.encoded_name());
        if self.checksums == Checksums::Supported {
            request = request.checksum_algorithm(ChecksumAlgorithm::Crc64Nvme).checksum_type(ChecksumType::FullObject);
        }
        let created = Box::pin(request.send()).await.map_err(unavailable)?;
        let upload_id = created.upload_id().unwrap_or_default().to_owned();
        Ok(Multipart {
            store: self.clone(),
            key: object.key,
            upload_id,
            parts: Vec::new(),
            size: 0,
            checksum: Checksum::default(),
        })
    }
}

impl Multipart {
    /// Sends the next part; all but the last must have at least 5 MiB. The caller passes the bytes' `checksum`: the SDK
    /// would read them once more to compute its own.
    pub async fn part(&mut self, bytes: Bytes, checksum: Checksum) -> Result<(), ObjectError> {
        let number = i32::try_from(self.parts.len() + 1).unwrap_or(i32::MAX);
        let size = bytes.len() as u64;
        let mut request = self
            .store
            .client
            .upload_part()
            .bucket(&*self.store.bucket)
            .key(self.key.to_string())
            .upload_id(&self.upload_id)
            .part_number(number)
            .body(bytes.into());
        if self.store.checksums == Checksums::Supported {
            request = request.checksum_crc64_nvme(checksum.text());
        }
        let sent = Box::pin(request.customize().disable_payload_signing().send()).await.map_err(unavailable)?;
        let part = CompletedPart::builder()
            .part_number(number)
            .set_e_tag(sent.e_tag().map(str::to_owned))
            .set_checksum_crc64_nvme(sent.checksum_crc64_nvme().map(str::to_owned))
            .build();
        self.parts.push(part);
        self.size += size;
        self.checksum.append(&checksum);
        Ok(())
    }

    /// Makes the object appear and returns its checksum. A 200 may carry an error in its body, which the SDK reports as
    /// an error. After any error the object may exist all the same (even after `NoSuchUpload`: the first of two
    /// attempts may have succeeded without us seeing its answer).
    pub async fn complete(&mut self) -> Result<String, ObjectError> {
        let parts = CompletedMultipartUpload::builder().set_parts(Some(std::mem::take(&mut self.parts))).build();
        let completing = self
            .store
            .client
            .complete_multipart_upload()
            .bucket(&*self.store.bucket)
            .key(self.key.to_string())
            .upload_id(&self.upload_id)
            .multipart_upload(parts)
            .send();
        let completed = Box::pin(completing).await.map_err(unavailable)?;
        let checksum = self.checksum.text();
        if completed.checksum_crc64_nvme() != Some(&*checksum) {
            self.store.verify(self.key, self.size, &checksum).await?;
        }
        Ok(checksum)
    }

    /// Drops the upload and its parts.
    pub async fn abort(&self) -> Result<(), ObjectError> {
        Box::pin(self.store.abort(&self.key.to_string(), &self.upload_id)).await
    }
}
