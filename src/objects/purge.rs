//! Emptying a prefix: all versions, delete markers and multipart uploads, until a listing shows nothing.

use std::sync::atomic::Ordering::Relaxed;

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use futures_util::future::try_join_all;
use uuid::Uuid;

use super::{Key, ObjectError, ObjectStore, unavailable};
use crate::ids::SessionId;

/// Keys that one call deletes, and one listing shows, at most.
const BATCH: usize = 1000;

/// Calls that one purge makes at once where each is about one object.
const AT_ONCE: usize = 8;

/// A store that lists what it has deleted must not keep us for ever.
const MAX_ROUNDS: usize = 100;

/// What a purge removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Objects, versions and delete markers.
    pub objects: usize,
    /// Multipart uploads.
    pub uploads: usize,
}

impl Purged {
    /// Whether there was nothing to remove.
    pub fn is_nothing(self) -> bool {
        self.objects == 0 && self.uploads == 0
    }
}

impl ObjectStore {
    /// Removes everything of a session; done only when a fresh listing is empty. What is known to have been written
    /// need not be listed first, and parts not be looked for where there cannot be any.
    pub async fn purge_session(
        &self,
        session: SessionId,
        known: &[Uuid],
        has_parts: bool,
    ) -> Result<Purged, ObjectError> {
        let prefix = format!("{}/", session.uuid());
        // Where there are versions, deleting a key alone would only hide it behind a marker.
        let known = if self.learned.is_versioned.load(Relaxed) { &[] } else { known };
        for files in known.chunks(BATCH) {
            let keys = files.iter().map(|file| identifier(Some(&Key { session, file: *file }.to_string()), None));
            self.delete(keys.collect::<Result<_, _>>()?).await?;
        }
        let found = Box::pin(self.purge(&prefix, has_parts)).await?;
        Ok(Purged { objects: known.len() + found.objects, ..found })
    }

    /// Removes everything of one file.
    pub async fn purge_file(&self, key: Key) -> Result<Purged, ObjectError> {
        Box::pin(self.purge(&key.to_string(), true)).await
    }

    async fn purge(&self, prefix: &str, has_parts: bool) -> Result<Purged, ObjectError> {
        let mut purged = Purged::default();
        let mut more = false;
        for _ in 0..MAX_ROUNDS {
            // Uploads first: one that completes in between shows up in the listing after. While the listing is known
            // to go on, the look at uploads can wait.
            let uploads = if more || !has_parts { Vec::new() } else { self.open_uploads(prefix).await? };
            for (key, id) in &uploads {
                self.abort(key, id).await?;
            }
            let objects;
            (objects, more) = self.versions(prefix).await?;
            if objects.is_empty() && uploads.is_empty() && !more {
                return Ok(purged);
            }
            purged.uploads += uploads.len();
            purged.objects += objects.len();
            if !objects.is_empty() {
                self.delete(objects).await?;
            }
        }
        Err(ObjectError::Unavailable("the prefix does not get empty".to_owned()))
    }

    /// The first page (at most 1,000) of what stands under the prefix, and whether there is more. Stores without
    /// versions list each object once; stores that cannot list versions are asked for objects instead.
    async fn versions(&self, prefix: &str) -> Result<(Vec<ObjectIdentifier>, bool), ObjectError> {
        let page = self.client.list_object_versions().bucket(&*self.bucket).prefix(prefix).send().await;
        let page = match page {
            Ok(page) => page,
            Err(error) if is_not_implemented(&error) => return self.objects(prefix).await,
            Err(error) => return Err(unavailable(error)),
        };
        let versions = page.versions().iter().map(|version| (version.key(), version.version_id()));
        let markers = page.delete_markers().iter().map(|marker| (marker.key(), marker.version_id()));
        if page.versions().iter().any(|version| version.version_id().is_some_and(|id| id != "null")) {
            self.learned.is_versioned.store(true, Relaxed);
        }
        let found = versions.chain(markers).map(|(key, version)| identifier(key, version));
        Ok((found.collect::<Result<_, _>>()?, page.is_truncated() == Some(true)))
    }

    async fn objects(&self, prefix: &str) -> Result<(Vec<ObjectIdentifier>, bool), ObjectError> {
        let page = self.client.list_objects_v2().bucket(&*self.bucket).prefix(prefix).send().await;
        let page = page.map_err(unavailable)?;
        let found = page.contents().iter().map(|object| identifier(object.key(), None));
        Ok((found.collect::<Result<_, _>>()?, page.is_truncated() == Some(true)))
    }

    async fn delete(&self, objects: Vec<ObjectIdentifier>) -> Result<(), ObjectError> {
        if !self.learned.deletes_singly.load(Relaxed) {
            let delete = Delete::builder().set_objects(Some(objects.clone())).quiet(true).build();
            let delete = delete.map_err(|error| ObjectError::Unavailable(error.to_string()))?;
            let answer = self.client.delete_objects().bucket(&*self.bucket).delete(delete).send().await;
            match answer {
                // A 200 may still carry an error for each key.
                Ok(answer) => {
                    return answer.errors().first().map_or(Ok(()), |error| {
                        Err(ObjectError::Unavailable(format!(
                            "{} of the keys were not deleted, the first for {}: {}",
                            answer.errors().len(),
                            error.code().unwrap_or("no stated code"),
                            error.message().unwrap_or_default()
                        )))
                    });
                }
                Err(error) if is_not_implemented(&error) || wants_md5(&error) => {
                    if !self.learned.deletes_singly.swap(true, Relaxed) {
                        tracing::warn!("the object store does not take DeleteObjects; objects are deleted one by one");
                    }
                }
                Err(error) => return Err(unavailable(error)),
            }
        }
        for objects in objects.chunks(AT_ONCE) {
            try_join_all(objects.iter().map(|object| self.delete_one(object))).await?;
        }
        Ok(())
    }

    async fn delete_one(&self, object: &ObjectIdentifier) -> Result<(), ObjectError> {
        let request = self.client.delete_object().bucket(&*self.bucket).key(object.key());
        let deleted = request.set_version_id(object.version_id().map(str::to_owned)).send().await;
        deleted.map(drop).map_err(unavailable)
    }

    /// Multipart uploads under the prefix, as (key, upload id); none where the store cannot list them.
    async fn open_uploads(&self, prefix: &str) -> Result<Vec<(String, String)>, ObjectError> {
        let page = self.client.list_multipart_uploads().bucket(&*self.bucket).prefix(prefix).send().await;
        let page = match page {
            Ok(page) => page,
            Err(error) if is_not_implemented(&error) => {
                if !self.learned.hides_uploads.swap(true, Relaxed) {
                    tracing::warn!(
                        "the object store does not list multipart uploads, so those that a crash leaves behind cannot \
                         be found: give the bucket a lifecycle rule that aborts incomplete ones after a day"
                    );
                }
                return Ok(Vec::new());
            }
            Err(error) => return Err(unavailable(error)),
        };
        let pair = |upload: &aws_sdk_s3::types::MultipartUpload| {
            Some((upload.key()?.to_owned(), upload.upload_id()?.to_owned()))
        };
        Ok(page.uploads().iter().filter_map(pair).collect())
    }

    /// Keys that have an open multipart upload anywhere in the bucket (the first 1,000).
    pub async fn keys_with_open_uploads(&self) -> Result<Vec<Key>, ObjectError> {
        Ok(self.open_uploads("").await?.iter().filter_map(|(key, _)| Key::parse(key)).collect())
    }

    /// Aborts the multipart uploads of one key and leaves its objects alone.
    pub async fn abort_uploads(&self, key: Key) -> Result<(), ObjectError> {
        for (key, id) in self.open_uploads(&key.to_string()).await? {
            self.abort(&key, &id).await?;
        }
        Ok(())
    }

    pub(super) async fn abort(&self, key: &str, upload_id: &str) -> Result<(), ObjectError> {
        let aborted =
            self.client.abort_multipart_upload().bucket(&*self.bucket).key(key).upload_id(upload_id).send().await;
        match aborted {
            Ok(_) => Ok(()),
            // Completed or aborted by somebody else in the meantime.
            Err(error) if error.code() == Some("NoSuchUpload") => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }
}

/// The store has no such call.
fn is_not_implemented<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    matches!(error.code(), Some("NotImplemented" | "MethodNotAllowed"))
        || error.raw_response().is_some_and(|answer| matches!(answer.status().as_u16(), 405 | 501))
}

/// The store knows no other checksum, and the SDK makes no MD5 any more.
fn wants_md5<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    match error.code() {
        Some("MissingContentMD5") => true,
        Some("InvalidRequest") => error.message().is_some_and(|message| message.to_lowercase().contains("md5")),
        _ => false,
    }
}

fn identifier(key: Option<&str>, version: Option<&str>) -> Result<ObjectIdentifier, ObjectError> {
    ObjectIdentifier::builder()
        .set_key(key.map(str::to_owned))
        .set_version_id(version.map(str::to_owned))
        .build()
        .map_err(|error| ObjectError::Unavailable(error.to_string()))
}
