//! The multipart calls: from the protocol's types to `uploads`.

use std::sync::Arc;

use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, ChecksumAlgorithm, ChecksumType,
    CompleteMultipartUploadInput, CompleteMultipartUploadOutput, CompletedPart, CreateMultipartUploadInput,
    CreateMultipartUploadOutput, ETag, ListMultipartUploadsInput, ListMultipartUploadsOutput, ListPartsInput,
    ListPartsOutput, MultipartUpload, Part, UploadPartInput, UploadPartOutput,
};
use s3s::{S3Request, S3Response, S3Result, s3_error};

use super::checksums::{Algorithm, Checksums};
use super::errors::blocking;
use super::folder::{Condition, Folder};
use super::keys::ObjectName;
use super::listing::{MAX_PAGE, Query};
use super::objects::{MAX_PUT, algorithm, checksum_type, checksums_into, headers_of, refuse_unsupported};
use super::receive::Upload;
use super::uploads::{Announced, MAX_PARTS, Named};

/// Reads the five checksum fields of an input.
macro_rules! checksums_from {
    ($input:expr) => {{
        let sums = [
            (Algorithm::Crc64Nvme, $input.checksum_crc64nvme),
            (Algorithm::Crc32, $input.checksum_crc32),
            (Algorithm::Crc32c, $input.checksum_crc32c),
            (Algorithm::Sha1, $input.checksum_sha1),
            (Algorithm::Sha256, $input.checksum_sha256),
        ];
        sums.into_iter().filter_map(|(algorithm, sum)| Some((algorithm, sum?))).collect::<Checksums>()
    }};
}

fn dto(algorithm: Option<Algorithm>) -> Option<ChecksumAlgorithm> {
    Some(ChecksumAlgorithm::from_static(algorithm?.into_str()))
}

pub async fn create(
    folder: Arc<Folder>,
    request: S3Request<CreateMultipartUploadInput>,
) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
    refuse_unsupported(&request.headers)?;
    let input = request.input;
    ObjectName::parse(&input.bucket, &input.key)?;
    let algorithm = algorithm(input.checksum_algorithm.as_ref().map(ChecksumAlgorithm::as_str))?;
    let full = input.checksum_type.as_ref().map(|kind| kind.as_str() == ChecksumType::FULL_OBJECT);
    // AWS: CRC-64/NVME is always of the whole object, SHA never, the others as the client says.
    let composite = match algorithm {
        None | Some(Algorithm::Crc64Nvme) if full == Some(false) => {
            return Err(s3_error!(InvalidRequest, "The COMPOSITE checksum type cannot be used with CRC64NVME."));
        }
        Some(Algorithm::Sha1 | Algorithm::Sha256) if full == Some(true) => {
            return Err(s3_error!(InvalidRequest, "The FULL_OBJECT checksum type cannot be used with SHA."));
        }
        None | Some(Algorithm::Crc64Nvme) => false,
        Some(_) => full != Some(true),
    };
    let headers = headers_of!(input)?;
    let (bucket, key) = (input.bucket, input.key);
    let announced = Announced { bucket: bucket.clone(), key: key.clone(), algorithm, composite, headers };
    let upload_id = blocking(move || folder.create_upload(&announced)).await?;
    let kind = if composite { ChecksumType::COMPOSITE } else { ChecksumType::FULL_OBJECT };
    Ok(S3Response::new(CreateMultipartUploadOutput {
        bucket: Some(bucket),
        key: Some(key),
        upload_id: Some(upload_id),
        checksum_algorithm: dto(algorithm),
        checksum_type: algorithm.map(|_| ChecksumType::from_static(kind)),
        ..CreateMultipartUploadOutput::default()
    }))
}

pub async fn upload_part(
    folder: Arc<Folder>,
    request: S3Request<UploadPartInput>,
) -> S3Result<S3Response<UploadPartOutput>> {
    refuse_unsupported(&request.headers)?;
    let input = request.input;
    let name = ObjectName::parse(&input.bucket, &input.key)?;
    let (number, id) = (input.part_number, input.upload_id);
    if !(1..=MAX_PARTS).contains(&number) {
        return Err(s3_error!(InvalidArgument, "Part number must be an integer between 1 and {MAX_PARTS}, inclusive"));
    }
    let mut upload = Upload::new(&request.headers, &request.extensions, input.body, request.trailing_headers)?;
    if upload.length() > MAX_PUT {
        return Err(s3_error!(EntityTooLarge, "Your proposed upload exceeds the maximum allowed size"));
    }
    let (store, named, open) = (Arc::clone(&folder), name.clone(), id.clone());
    upload.also(blocking(move || store.upload(&named, &open)).await?.announced.algorithm);

    let received = upload.receive(&folder.hidden("tmp")).await?;
    let mut output =
        UploadPartOutput { e_tag: Some(ETag::Strong(received.digests.etag())), ..UploadPartOutput::default() };
    checksums_into!(&received.digests.sums, output);
    blocking(move || folder.add_part(&name, &id, number, received)).await?;
    Ok(S3Response::new(output))
}

pub async fn complete(
    folder: Arc<Folder>,
    input: CompleteMultipartUploadInput,
) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
    let name = ObjectName::parse(&input.bucket, &input.key)?;
    let named = |part: CompletedPart| {
        Ok(Named {
            number: part.part_number.ok_or_else(|| s3_error!(MalformedXML, "A part has no number"))?,
            etag: part.e_tag.ok_or_else(|| s3_error!(MalformedXML, "A part has no ETag"))?.into_value(),
            checksums: checksums_from!(part),
        })
    };
    let parts = input.multipart_upload.and_then(|upload| upload.parts).unwrap_or_default();
    let parts = parts.into_iter().map(named).collect::<S3Result<Vec<_>>>()?;
    let expected = checksums_from!(input);
    let size = input.mpu_object_size.and_then(|size| u64::try_from(size).ok());
    let condition = Condition { matches: input.if_match, none_match: input.if_none_match };
    let id = input.upload_id;
    let record = blocking(move || folder.complete(&name, &id, &parts, &expected, size, &condition)).await?;
    let mut output = CompleteMultipartUploadOutput {
        location: Some(format!("/{}/{}", input.bucket, input.key)),
        bucket: Some(input.bucket),
        key: Some(input.key),
        e_tag: Some(ETag::Strong(record.etag.clone())),
        checksum_type: Some(checksum_type(&record)),
        ..CompleteMultipartUploadOutput::default()
    };
    checksums_into!(&record.checksums, output);
    Ok(S3Response::new(output))
}

pub async fn abort(
    folder: Arc<Folder>,
    input: AbortMultipartUploadInput,
) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
    let name = ObjectName::parse(&input.bucket, &input.key)?;
    blocking(move || folder.abort(&name, &input.upload_id)).await?;
    Ok(S3Response::new(AbortMultipartUploadOutput::default()))
}

pub async fn list(
    folder: Arc<Folder>,
    input: ListMultipartUploadsInput,
) -> S3Result<S3Response<ListMultipartUploadsOutput>> {
    if input.delimiter.is_some() {
        return Err(s3_error!(NotImplemented, "This store lists uploads without a delimiter."));
    }
    let limit = Query::limit(input.max_uploads)?;
    let (bucket, prefix) = (input.bucket.clone(), input.prefix.clone().unwrap_or_default());
    let all = blocking(move || folder.uploads(&bucket, &prefix)).await?;
    let (key_marker, id_marker) = (input.key_marker, input.upload_id_marker);
    let mut rest = all.as_slice();
    if let Some(marker) = &key_marker {
        let same = rest.iter().position(|open| open.announced.key == *marker && Some(&open.id) == id_marker.as_ref());
        let start = same.map_or_else(|| rest.partition_point(|open| open.announced.key <= *marker), |same| same + 1);
        rest = &rest[start..];
    }
    let page = &rest[..limit.min(rest.len())];
    let last = page.last().filter(|_| page.len() < rest.len());
    let uploads = page.iter().map(|open| MultipartUpload {
        key: Some(open.announced.key.clone()),
        upload_id: Some(open.id.clone()),
        initiated: Some(open.initiated.into()),
        checksum_algorithm: dto(open.announced.algorithm),
        ..MultipartUpload::default()
    });
    Ok(S3Response::new(ListMultipartUploadsOutput {
        uploads: Some(uploads.collect()),
        is_truncated: Some(last.is_some()),
        next_key_marker: last.map(|open| open.announced.key.clone()),
        next_upload_id_marker: last.map(|open| open.id.clone()),
        bucket: Some(input.bucket),
        prefix: input.prefix,
        max_uploads: i32::try_from(limit).ok(),
        key_marker,
        upload_id_marker: id_marker,
        ..ListMultipartUploadsOutput::default()
    }))
}

pub async fn list_parts(folder: Arc<Folder>, input: ListPartsInput) -> S3Result<S3Response<ListPartsOutput>> {
    let name = ObjectName::parse(&input.bucket, &input.key)?;
    let limit = Query::limit(input.max_parts)?.min(MAX_PAGE);
    let (id, marker) = (input.upload_id.clone(), input.part_number_marker.unwrap_or(0));
    let found = blocking(move || folder.parts(&name, &id, marker)).await?;
    let truncated = found.len() > limit;
    let parts = found.into_iter().take(limit).map(|(number, found)| {
        let mut part = Part {
            part_number: Some(number),
            e_tag: Some(ETag::Strong(found.record.etag)),
            size: i64::try_from(found.size).ok(),
            last_modified: Some(found.modified.into()),
            ..Part::default()
        };
        checksums_into!(&found.record.checksums, part);
        part
    });
    let parts: Vec<Part> = parts.collect();
    Ok(S3Response::new(ListPartsOutput {
        next_part_number_marker: parts.last().and_then(|part| part.part_number).filter(|_| truncated),
        parts: Some(parts),
        is_truncated: Some(truncated),
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(input.upload_id),
        part_number_marker: Some(marker),
        max_parts: i32::try_from(limit).ok(),
        ..ListPartsOutput::default()
    }))
}
