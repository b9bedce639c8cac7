//! Buckets and what they list.

use std::fs;
use std::sync::Arc;

use s3s::dto::{
    Bucket, CommonPrefix, CreateBucketInput, CreateBucketOutput, ETag, ListBucketsOutput, ListObjectVersionsInput,
    ListObjectVersionsOutput, ListObjectsV2Input, ListObjectsV2Output, Object, ObjectStorageClass, ObjectVersion,
    ObjectVersionStorageClass,
};
use s3s::{S3Response, S3Result, s3_error};

use super::errors::{blocking, internal};
use super::folder::Folder;
use super::keys::check_bucket;
use super::listing::{After, Query};

pub async fn create(folder: Arc<Folder>, input: CreateBucketInput) -> S3Result<S3Response<CreateBucketOutput>> {
    let bucket = input.bucket.clone();
    blocking(move || {
        check_bucket(&bucket)?;
        fs::create_dir(folder.root().join(&bucket)).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                s3_error!(BucketAlreadyOwnedByYou, "The bucket already exists and is yours.")
            }
            _ => internal("create a bucket")(error),
        })?;
        folder.flush(&[folder.root().to_owned()].into())
    })
    .await?;
    Ok(S3Response::new(CreateBucketOutput { location: Some(format!("/{}", input.bucket)) }))
}

pub async fn list(folder: Arc<Folder>) -> S3Result<S3Response<ListBucketsOutput>> {
    let read = move || -> std::io::Result<Vec<Bucket>> {
        let mut buckets = Vec::new();
        for entry in fs::read_dir(folder.root())? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if entry.file_type()?.is_dir() && check_bucket(&name).is_ok() {
                let created = entry.metadata()?;
                let created = created.created().or_else(|_| created.modified())?;
                buckets.push(Bucket { name: Some(name), creation_date: Some(created.into()), ..Bucket::default() });
            }
        }
        buckets.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(buckets)
    };
    let buckets = blocking(move || read().map_err(internal("list buckets"))).await?;
    Ok(S3Response::new(ListBucketsOutput { buckets: Some(buckets), ..ListBucketsOutput::default() }))
}

fn common(prefixes: Vec<String>) -> Vec<CommonPrefix> {
    prefixes.into_iter().map(|prefix| CommonPrefix { prefix: Some(prefix) }).collect()
}

pub async fn list_objects(folder: Arc<Folder>, input: ListObjectsV2Input) -> S3Result<S3Response<ListObjectsV2Output>> {
    let after = match (&input.continuation_token, &input.start_after) {
        (Some(token), _) => After::from_token(token)?,
        (None, Some(key)) => After::Key(key.clone()),
        (None, None) => After::Start,
    };
    let limit = Query::limit(input.max_keys)?;
    let query = Query {
        bucket: input.bucket.clone(),
        prefix: input.prefix.clone().unwrap_or_default(),
        delimiter: input.delimiter.clone(),
        after,
        limit,
    };
    let page = blocking(move || query.run(&folder)).await?;
    let key_count = i32::try_from(page.objects.len() + page.prefixes.len()).ok();
    let contents = page.objects.into_iter().map(|(key, found)| Object {
        key: Some(key),
        size: i64::try_from(found.size).ok(),
        e_tag: Some(ETag::Strong(found.record.etag)),
        last_modified: Some(found.modified.into()),
        storage_class: Some(ObjectStorageClass::from_static(ObjectStorageClass::STANDARD)),
        ..Object::default()
    });
    Ok(S3Response::new(ListObjectsV2Output {
        contents: Some(contents.collect()),
        common_prefixes: Some(common(page.prefixes)),
        key_count,
        is_truncated: Some(page.next.is_some()),
        next_continuation_token: page.next.map(|next| next.to_token()),
        name: Some(input.bucket),
        prefix: Some(input.prefix.unwrap_or_default()),
        max_keys: i32::try_from(limit).ok(),
        delimiter: input.delimiter,
        continuation_token: input.continuation_token,
        start_after: input.start_after,
        ..ListObjectsV2Output::default()
    }))
}

/// Lists every object once, as the version `null`: clients that empty a bucket by its versions need not know that this
/// one has none.
pub async fn list_versions(
    folder: Arc<Folder>,
    input: ListObjectVersionsInput,
) -> S3Result<S3Response<ListObjectVersionsOutput>> {
    let limit = Query::limit(input.max_keys)?;
    let query = Query {
        bucket: input.bucket.clone(),
        prefix: input.prefix.clone().unwrap_or_default(),
        delimiter: input.delimiter.clone(),
        after: After::from_marker(input.key_marker.clone(), input.delimiter.as_deref()),
        limit,
    };
    let page = blocking(move || query.run(&folder)).await?;
    let versions = page.objects.into_iter().map(|(key, found)| ObjectVersion {
        key: Some(key),
        version_id: Some("null".to_owned()),
        is_latest: Some(true),
        size: i64::try_from(found.size).ok(),
        e_tag: Some(ETag::Strong(found.record.etag)),
        last_modified: Some(found.modified.into()),
        storage_class: Some(ObjectVersionStorageClass::from_static(ObjectVersionStorageClass::STANDARD)),
        ..ObjectVersion::default()
    });
    let is_truncated = page.next.is_some();
    let (next_key_marker, next_version_id_marker) = match page.next {
        Some(After::Key(key)) => (Some(key), Some("null".to_owned())),
        Some(After::Prefix(prefix)) => (Some(prefix), None),
        Some(After::Start) | None => (None, None),
    };
    Ok(S3Response::new(ListObjectVersionsOutput {
        versions: Some(versions.collect()),
        common_prefixes: Some(common(page.prefixes)),
        is_truncated: Some(is_truncated),
        next_key_marker,
        next_version_id_marker,
        name: Some(input.bucket),
        prefix: Some(input.prefix.unwrap_or_default()),
        max_keys: i32::try_from(limit).ok(),
        delimiter: input.delimiter,
        key_marker: input.key_marker,
        version_id_marker: input.version_id_marker,
        ..ListObjectVersionsOutput::default()
    }))
}
