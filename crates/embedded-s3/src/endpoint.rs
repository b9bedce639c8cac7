//! The S3 calls that this store answers; s3s answers `NotImplemented` to all others.

use std::sync::Arc;

use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput, CompleteMultipartUploadOutput,
    CreateBucketInput, CreateBucketOutput, CreateMultipartUploadInput, CreateMultipartUploadOutput, DeleteObjectInput,
    DeleteObjectOutput, DeleteObjectsInput, DeleteObjectsOutput, GetBucketLocationInput, GetBucketLocationOutput,
    GetBucketVersioningInput, GetBucketVersioningOutput, GetObjectInput, GetObjectOutput, HeadBucketInput,
    HeadBucketOutput, HeadObjectInput, HeadObjectOutput, ListBucketsInput, ListBucketsOutput,
    ListMultipartUploadsInput, ListMultipartUploadsOutput, ListObjectVersionsInput, ListObjectVersionsOutput,
    ListObjectsV2Input, ListObjectsV2Output, ListPartsInput, ListPartsOutput, PutObjectInput, PutObjectOutput,
    UploadPartInput, UploadPartOutput,
};
use s3s::{S3, S3Request, S3Response, S3Result};

use super::errors::blocking;
use super::folder::Folder;
use super::{buckets, deletes, multipart, objects};

type Request<T> = S3Request<T>;
type Answer<T> = S3Result<S3Response<T>>;

/// The folder behind the protocol.
pub struct Endpoint {
    pub folder: Arc<Folder>,
    /// Without the folder's lock, only reads are allowed.
    pub may_write: bool,
}

impl Endpoint {
    fn folder(&self) -> Arc<Folder> {
        Arc::clone(&self.folder)
    }

    async fn bucket(&self, bucket: String) -> S3Result<()> {
        let folder = self.folder();
        blocking(move || folder.bucket(&bucket).map(drop)).await
    }
}

#[async_trait::async_trait]
impl S3 for Endpoint {
    async fn put_object(&self, request: Request<PutObjectInput>) -> Answer<PutObjectOutput> {
        objects::put(self.folder(), request).await
    }

    async fn get_object(&self, request: Request<GetObjectInput>) -> Answer<GetObjectOutput> {
        objects::get(self.folder(), request.input).await
    }

    async fn head_object(&self, request: Request<HeadObjectInput>) -> Answer<HeadObjectOutput> {
        objects::head(self.folder(), request.input).await
    }

    async fn delete_object(&self, request: Request<DeleteObjectInput>) -> Answer<DeleteObjectOutput> {
        deletes::delete(self.folder(), request.input).await
    }

    async fn delete_objects(&self, request: Request<DeleteObjectsInput>) -> Answer<DeleteObjectsOutput> {
        deletes::delete_many(self.folder(), request.input).await
    }

    async fn list_objects_v2(&self, request: Request<ListObjectsV2Input>) -> Answer<ListObjectsV2Output> {
        buckets::list_objects(self.folder(), request.input).await
    }

    async fn list_object_versions(
        &self,
        request: Request<ListObjectVersionsInput>,
    ) -> Answer<ListObjectVersionsOutput> {
        buckets::list_versions(self.folder(), request.input).await
    }

    async fn create_multipart_upload(
        &self,
        request: Request<CreateMultipartUploadInput>,
    ) -> Answer<CreateMultipartUploadOutput> {
        multipart::create(self.folder(), request).await
    }

    async fn upload_part(&self, request: Request<UploadPartInput>) -> Answer<UploadPartOutput> {
        multipart::upload_part(self.folder(), request).await
    }

    async fn complete_multipart_upload(
        &self,
        request: Request<CompleteMultipartUploadInput>,
    ) -> Answer<CompleteMultipartUploadOutput> {
        multipart::complete(self.folder(), request.input).await
    }

    async fn abort_multipart_upload(
        &self,
        request: Request<AbortMultipartUploadInput>,
    ) -> Answer<AbortMultipartUploadOutput> {
        multipart::abort(self.folder(), request.input).await
    }

    async fn list_multipart_uploads(
        &self,
        request: Request<ListMultipartUploadsInput>,
    ) -> Answer<ListMultipartUploadsOutput> {
        multipart::list(self.folder(), request.input).await
    }

    async fn list_parts(&self, request: Request<ListPartsInput>) -> Answer<ListPartsOutput> {
        multipart::list_parts(self.folder(), request.input).await
    }

    async fn list_buckets(&self, _: Request<ListBucketsInput>) -> Answer<ListBucketsOutput> {
        buckets::list(self.folder()).await
    }

    async fn create_bucket(&self, request: Request<CreateBucketInput>) -> Answer<CreateBucketOutput> {
        buckets::create(self.folder(), request.input).await
    }

    /// Fails if nothing can be written, for example on a full disk, because clients ask this to know whether the bucket
    /// is ready.
    async fn head_bucket(&self, request: Request<HeadBucketInput>) -> Answer<HeadBucketOutput> {
        self.bucket(request.input.bucket).await?;
        if self.may_write {
            let folder = self.folder();
            blocking(move || folder.try_write()).await?;
        }
        let bucket_region = Some("us-east-1".to_owned());
        Ok(S3Response::new(HeadBucketOutput { bucket_region, ..HeadBucketOutput::default() }))
    }

    /// No constraint means us-east-1.
    async fn get_bucket_location(&self, request: Request<GetBucketLocationInput>) -> Answer<GetBucketLocationOutput> {
        self.bucket(request.input.bucket).await?;
        Ok(S3Response::new(GetBucketLocationOutput::default()))
    }

    /// No status means that versioning was never enabled.
    async fn get_bucket_versioning(
        &self,
        request: Request<GetBucketVersioningInput>,
    ) -> Answer<GetBucketVersioningOutput> {
        self.bucket(request.input.bucket).await?;
        Ok(S3Response::new(GetBucketVersioningOutput::default()))
    }
}
