//! Empties a prefix: all versions, delete markers and multipart uploads, until no listing shows anything. Works around
//! calls that a store does not support.

use std::collections::HashSet;
use std::sync::atomic::Ordering::Relaxed;

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use futures_util::future::try_join_all;
use uuid::Uuid;

use super::{Key, ObjectError, ObjectStore, unavailable};
use crate::platform::ids::SessionId;

/// The most keys that one call deletes or one listing shows.
const BATCH: usize = 1000;

/// Concurrent calls of one purge where each call is about one object.
const AT_ONCE: usize = 8;

/// A store that still lists deleted objects must not keep us for ever.
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

/// What a purge has deleted so far. Counts each object once, however often a store lists it.
#[derive(Default)]
struct Removed {
    objects: HashSet<(String, Option<String>)>,
    uploads: HashSet<(String, String)>,
}

impl ObjectStore {
    /// Deletes everything of a session; done only when fresh listings are empty. Files that are known to have been
    /// written are deleted without listing first, and `has_parts` says whether to look for multipart uploads.
    pub async fn purge_session(
        &self,
        session: SessionId,
        known: &[Uuid],
        has_parts: bool,
    ) -> Result<Purged, ObjectError> {
        // In a versioned bucket, deleting by key alone would only hide the object behind a marker.
        let known = if self.learned.is_versioned.load(Relaxed) { &[] } else { known };
        for files in known.chunks(BATCH) {
            let keys = files.iter().map(|file| identifier(&Key { session, file: *file }.to_string(), None));
            self.delete(keys.collect::<Result<_, _>>()?).await?;
        }
        let mut purged = Purged { objects: known.len(), uploads: 0 };
        Box::pin(self.purge(&format!("{}/", session.uuid()), has_parts, &mut purged)).await?;
        Ok(purged)
    }

    /// Deletes everything of a stored person. Adds to `purged`, even if it fails half-way, what the receipt must list:
    /// each object that was seen and whose deletion was acknowledged. Done when the listings are empty and no known
    /// file can be read.
    pub async fn purge_person(
        &self,
        session: SessionId,
        known: &[Uuid],
        purged: &mut Purged,
    ) -> Result<(), ObjectError> {
        Box::pin(self.purge(&format!("{}/", session.uuid()), true, purged)).await?;
        let unlisted = self.find_objects(session, known).await?;
        if unlisted.is_empty() {
            return Ok(());
        }
        let count = unlisted.len();
        self.delete(unlisted).await?;
        if !self.find_objects(session, known).await?.is_empty() {
            return Err(ObjectError::Unavailable(
                "files that the store says it has deleted are still there".to_owned(),
            ));
        }
        purged.objects += count;
        Ok(())
    }

    /// The files that can still be read although no listing shows them.
    async fn find_objects(&self, session: SessionId, files: &[Uuid]) -> Result<Vec<ObjectIdentifier>, ObjectError> {
        let mut found = Vec::new();
        for files in files.chunks(AT_ONCE) {
            let looks = files.iter().map(|file| self.find_object(Key { session, file: *file }));
            found.extend(try_join_all(looks).await?.into_iter().flatten());
        }
        Ok(found)
    }

    async fn find_object(&self, key: Key) -> Result<Option<ObjectIdentifier>, ObjectError> {
        match self.head(key).await {
            Ok(_) => identifier(&key.to_string(), None).map(Some),
            Err(ObjectError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Deletes everything of one file.
    pub async fn purge_file(&self, key: Key) -> Result<Purged, ObjectError> {
        let mut purged = Purged::default();
        Box::pin(self.purge(&key.to_string(), true, &mut purged)).await?;
        Ok(purged)
    }

    async fn purge(&self, prefix: &str, has_parts: bool, purged: &mut Purged) -> Result<(), ObjectError> {
        let mut removed = Removed::default();
        let emptied = self.empty(prefix, has_parts, &mut removed).await;
        purged.objects += removed.objects.len();
        purged.uploads += removed.uploads.len();
        emptied
    }

    async fn empty(&self, prefix: &str, has_parts: bool, removed: &mut Removed) -> Result<(), ObjectError> {
        let mut more = false;
        for _ in 0..MAX_ROUNDS {
            // Uploads first: one that completes in between shows up in the listing after. While that listing has more
            // pages, uploads can wait.
            let uploads = if more || !has_parts { Vec::new() } else { self.open_uploads(prefix).await? };
            for (key, id) in &uploads {
                self.abort(key, id).await?;
            }
            let objects;
            (objects, more) = self.list_all(prefix).await?;
            if objects.is_empty() && uploads.is_empty() && !more {
                return Ok(());
            }
            removed.uploads.extend(uploads);
            if !objects.is_empty() {
                let ids = objects.iter().map(|found| (found.key().to_owned(), found.version_id().map(str::to_owned)));
                let ids: Vec<_> = ids.collect();
                self.delete(objects).await?;
                removed.objects.extend(ids);
            }
        }
        // The store has not deleted what it acknowledged.
        *removed = Removed::default();
        Err(ObjectError::Unavailable("the prefix does not get empty".to_owned()))
    }

    /// The first page (at most 1,000) of what is under the prefix, and whether there is more: versions and markers; if
    /// none, objects. A store may have no list of versions, or leave objects without a version out of it. So an empty
    /// list counts only once the list has shown such an object.
    async fn list_all(&self, prefix: &str) -> Result<(Vec<ObjectIdentifier>, bool), ObjectError> {
        let page = self.client.list_object_versions().bucket(&*self.bucket).prefix(prefix).send().await;
        let page = match page {
            Ok(page) => page,
            Err(error) if is_not_implemented(&error) => return self.list_objects(prefix).await,
            Err(error) => return Err(unavailable(error)),
        };
        let versions = page.versions().iter().map(|version| (version.key(), version.version_id()));
        let markers = page.delete_markers().iter().map(|marker| (marker.key(), marker.version_id()));
        for version in page.versions() {
            let is_versioned = version.version_id().is_some_and(|id| id != "null");
            let learned = if is_versioned { &self.learned.is_versioned } else { &self.learned.lists_unversioned };
            learned.store(true, Relaxed);
        }
        let found = versions.chain(markers).map(|(key, version)| identifier(key.unwrap_or_default(), version));
        let found: Vec<ObjectIdentifier> = found.collect::<Result<_, _>>()?;
        let more = page.is_truncated() == Some(true);
        if found.is_empty() && !more && !self.learned.lists_unversioned.load(Relaxed) {
            return self.list_objects(prefix).await;
        }
        Ok((found, more))
    }

    async fn list_objects(&self, prefix: &str) -> Result<(Vec<ObjectIdentifier>, bool), ObjectError> {
        let page = self.client.list_objects_v2().bucket(&*self.bucket).prefix(prefix).send().await;
        let page = page.map_err(unavailable)?;
        let found = page.contents().iter().map(|object| identifier(object.key().unwrap_or_default(), None));
        Ok((found.collect::<Result<_, _>>()?, page.is_truncated() == Some(true)))
    }

    /// Lists our own objects, which always exist. If the list of versions shows them, purges need no second listing.
    pub async fn learn_listing(&self) {
        if !self.learned.lists_unversioned.load(Relaxed) {
            // If this fails, purges list twice.
            drop(self.list_all(".anteroom/").await);
        }
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

    /// Multipart uploads under the prefix, as (key, upload id); empty if the store cannot list them.
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

    /// Aborts the multipart uploads of one key but keeps its objects.
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
            // Completed or aborted by another instance in the meantime.
            Err(error) if error.code() == Some("NoSuchUpload") => Ok(()),
            Err(error) if is_not_implemented(&error) => {
                if !self.learned.keeps_parts.swap(true, Relaxed) {
                    tracing::warn!(
                        "the object store does not abort multipart uploads, so it keeps the parts of those that were \
                         cut: give the bucket a lifecycle rule that aborts incomplete ones after a day"
                    );
                }
                Ok(())
            }
            Err(error) => Err(unavailable(error)),
        }
    }
}

/// Whether the store does not support the call.
fn is_not_implemented<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    matches!(error.code(), Some("NotImplemented" | "MethodNotAllowed"))
        || error.raw_response().is_some_and(|answer| matches!(answer.status().as_u16(), 405 | 501))
}

/// Whether the store only accepts MD5, which the SDK no longer sends.
fn wants_md5<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    match error.code() {
        Some("MissingContentMD5") => true,
        Some("InvalidRequest") => error.message().is_some_and(|message| message.to_lowercase().contains("md5")),
        _ => false,
    }
}

fn identifier(key: &str, version: Option<&str>) -> Result<ObjectIdentifier, ObjectError> {
    ObjectIdentifier::builder()
        .key(key)
        .set_version_id(version.map(str::to_owned))
        .build()
        .map_err(|error| ObjectError::Unavailable(error.to_string()))
}
