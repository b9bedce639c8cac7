//! Put, get and head.

use std::fs::File;
use std::io::{Seek as _, SeekFrom};
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hyper::HeaderMap;
use s3s::dto::{
    ChecksumMode, ChecksumType, ETag, ETagCondition, GetObjectInput, GetObjectOutput, HeadObjectInput,
    HeadObjectOutput, PutObjectInput, PutObjectOutput, Range as HttpRange, StreamingBlob, Timestamp,
};
use s3s::{S3Error, S3ErrorCode, S3Request, S3Response, S3Result, s3_error};
use tokio::io::AsyncReadExt as _;
use tokio_util::io::ReaderStream;

use super::checksums::Algorithm;
use super::errors::{blocking, internal};
use super::folder::{Condition, Folder, Found, precondition};
use super::keys::ObjectName;
use super::receive::Upload;
use super::sidecar::{Headers, Record};

/// AWS's limit for one PUT, and for one part.
pub const MAX_PUT: u64 = 5 << 30;
const MAX_METADATA: usize = 2048;
const READ: usize = 128 << 10;

/// The fields that are returned with the object, from either request that creates one.
macro_rules! headers_of {
    ($input:expr) => {
        $crate::objects::check_headers($crate::sidecar::Headers {
            content_type: $input.content_type,
            content_disposition: $input.content_disposition,
            // `aws-chunked` was only the encoding of the transfer.
            content_encoding: $input.content_encoding.filter(|coding| !coding.eq_ignore_ascii_case("aws-chunked")),
            content_language: $input.content_language,
            cache_control: $input.cache_control,
            expires: $input.expires,
            metadata: $input.metadata.into_iter().flatten().collect(),
        })
    };
}
/// Copies a record's checksums into an output that has the five fields.
macro_rules! checksums_into {
    ($checksums:expr, $output:expr) => {{
        use $crate::checksums::Algorithm;
        let checksums = $checksums;
        $output.checksum_crc64nvme = checksums.get(&Algorithm::Crc64Nvme).cloned();
        $output.checksum_crc32 = checksums.get(&Algorithm::Crc32).cloned();
        $output.checksum_crc32c = checksums.get(&Algorithm::Crc32c).cloned();
        $output.checksum_sha1 = checksums.get(&Algorithm::Sha1).cloned();
        $output.checksum_sha256 = checksums.get(&Algorithm::Sha256).cloned();
    }};
}
pub(super) use {checksums_into, headers_of};

pub fn check_headers(headers: Headers) -> S3Result<Headers> {
    if headers.metadata.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > MAX_METADATA {
        return Err(s3_error!(MetadataTooLarge, "Your metadata headers exceed the maximum allowed metadata size"));
    }
    Ok(headers)
}

pub fn checksum_type(record: &Record) -> ChecksumType {
    ChecksumType::from_static(if record.composite { ChecksumType::COMPOSITE } else { ChecksumType::FULL_OBJECT })
}

/// Refuses AWS's features that would otherwise be ignored silently.
pub fn refuse_unsupported(headers: &HeaderMap) -> S3Result<()> {
    const UNSUPPORTED: [&str; 4] = [
        "x-amz-tagging",
        "x-amz-server-side-encryption-customer-algorithm",
        "x-amz-write-offset-bytes",
        "x-amz-object-lock-mode",
    ];
    match UNSUPPORTED.iter().find(|name| headers.contains_key(**name)) {
        Some(name) => Err(s3_error!(NotImplemented, "This store does not implement {name}.")),
        None => Ok(()),
    }
}

/// An unversioned bucket only has the version `null` of each object.
pub fn check_version(version: Option<&str>) -> S3Result<()> {
    match version {
        None | Some("null") => Ok(()),
        Some(_) => Err(s3_error!(NoSuchVersion, "The specified version does not exist.")),
    }
}

pub async fn put(folder: Arc<Folder>, request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
    refuse_unsupported(&request.headers)?;
    let mut input = request.input;
    let name = ObjectName::parse(&input.bucket, &input.key)?;
    let upload = Upload::new(&request.headers, &request.extensions, input.body.take(), request.trailing_headers)?;
    if upload.length() > MAX_PUT {
        return Err(s3_error!(EntityTooLarge, "Your proposed upload exceeds the maximum allowed size"));
    }
    let condition = Condition { matches: input.if_match.take(), none_match: input.if_none_match.take() };
    let headers = headers_of!(input)?;
    let (store, bucket) = (Arc::clone(&folder), name.bucket().to_owned());
    blocking(move || store.bucket(&bucket)).await?;

    let received = upload.receive(&folder.hidden("tmp")).await?;
    let size = received.size;
    let record = Record::new(received.digests.etag(), received.digests.sums, headers);
    let mut output = PutObjectOutput {
        e_tag: Some(ETag::Strong(record.etag.clone())),
        checksum_type: Some(checksum_type(&record)),
        size: i64::try_from(size).ok(),
        ..PutObjectOutput::default()
    };
    checksums_into!(&record.checksums, output);
    blocking(move || {
        folder.bucket(name.bucket())?;
        folder.commit(&folder.place(&name), received.file, record, &condition)
    })
    .await?;
    Ok(S3Response::new(output))
}

/// The conditions of a read (RFC 9110, section 13.2.2).
struct ReadConditions {
    matches: Option<ETagCondition>,
    none_match: Option<ETagCondition>,
    modified_since: Option<Timestamp>,
    unmodified_since: Option<Timestamp>,
}

impl ReadConditions {
    fn check(&self, found: &Found) -> S3Result<()> {
        let is = |condition: &ETagCondition| condition.as_etag().is_none_or(|etag| etag.value() == found.record.etag);
        let modified = http_date(found.modified);
        if let Some(condition) = &self.matches {
            if !is(condition) {
                return Err(precondition());
            }
        } else if self.unmodified_since.as_ref().is_some_and(|date| modified > *date) {
            return Err(precondition());
        }
        let unchanged = match &self.none_match {
            Some(condition) => is(condition),
            None => self.modified_since.as_ref().is_some_and(|date| modified <= *date),
        };
        if !unchanged {
            return Ok(());
        }
        let mut error = S3Error::new(S3ErrorCode::NotModified);
        let etag = ETag::Strong(found.record.etag.clone()).to_http_header();
        error.set_headers(etag.into_iter().map(|etag| (hyper::header::ETAG, etag)).collect());
        Err(error)
    }
}

/// HTTP's dates have whole seconds.
fn http_date(time: SystemTime) -> Timestamp {
    let nanoseconds = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().subsec_nanos();
    Timestamp::from(time - Duration::from_nanos(nanoseconds.into()))
}

/// The result of a read's checks.
struct Read {
    found: Found,
    file: File,
    bytes: Range<u64>,
    content_range: Option<String>,
    with_checksums: bool,
}

/// The parts of a request that GET and HEAD have in common.
macro_rules! read {
    ($folder:expr, $input:expr) => {{
        let input = $input;
        check_version(input.version_id.as_deref())?;
        if input.part_number.is_some() {
            return Err(s3_error!(NotImplemented, "This store does not read by part number."));
        }
        let name = ObjectName::parse(&input.bucket, &input.key)?;
        let conditions = ReadConditions {
            matches: input.if_match,
            none_match: input.if_none_match,
            modified_since: input.if_modified_since,
            unmodified_since: input.if_unmodified_since,
        };
        let checksums = input.checksum_mode.is_some_and(|mode| mode.as_str() == ChecksumMode::ENABLED);
        find($folder, name, conditions, input.range, checksums).await?
    }};
}

async fn find(
    folder: Arc<Folder>,
    name: ObjectName,
    conditions: ReadConditions,
    range: Option<HttpRange>,
    checksums: bool,
) -> S3Result<Read> {
    let (found, file) = blocking(move || folder.find(&name)).await?;
    conditions.check(&found)?;
    let size = found.size;
    let Some(range) = range else {
        return Ok(Read { found, file, bytes: 0..size, content_range: None, with_checksums: checksums });
    };
    let bytes = range.check(size).ok().filter(|bytes| !bytes.is_empty());
    let bytes = bytes.ok_or_else(|| s3_error!(InvalidRange, "The requested range is not satisfiable"))?;
    let content_range = Some(format!("bytes {}-{}/{size}", bytes.start, bytes.end - 1));
    // A checksum of the whole would not fit the range, and the SDKs compare it with the range.
    Ok(Read { found, file, bytes, content_range, with_checksums: false })
}

/// GET's and HEAD's outputs have the same fields.
macro_rules! describe {
    ($output:ident, $read:expr) => {{
        let read = $read;
        let headers = &read.found.record.headers;
        let mut output = $output {
            accept_ranges: Some("bytes".to_owned()),
            content_length: i64::try_from(read.bytes.end - read.bytes.start).ok(),
            content_range: read.content_range.clone(),
            e_tag: Some(ETag::Strong(read.found.record.etag.clone())),
            last_modified: Some(read.found.modified.into()),
            content_type: Some(headers.content_type.clone().unwrap_or_else(|| "binary/octet-stream".to_owned())),
            content_disposition: headers.content_disposition.clone(),
            content_encoding: headers.content_encoding.clone(),
            content_language: headers.content_language.clone(),
            cache_control: headers.cache_control.clone(),
            expires: headers.expires.clone(),
            metadata: Some(headers.metadata.clone().into_iter().collect()),
            ..$output::default()
        };
        if read.with_checksums && !read.found.record.checksums.is_empty() {
            checksums_into!(&read.found.record.checksums, output);
            output.checksum_type = Some(checksum_type(&read.found.record));
        }
        output
    }};
}

pub async fn get(folder: Arc<Folder>, input: GetObjectInput) -> S3Result<S3Response<GetObjectOutput>> {
    let mut read = read!(folder, input);
    let mut output = describe!(GetObjectOutput, &read);
    read.file.seek(SeekFrom::Start(read.bytes.start)).map_err(internal("read an object"))?;
    let mut file = tokio::fs::File::from_std(read.file);
    file.set_max_buf_size(READ);
    let bytes = file.take(read.bytes.end - read.bytes.start);
    output.body = Some(StreamingBlob::wrap(ReaderStream::with_capacity(bytes, READ)));
    Ok(S3Response::new(output))
}

pub async fn head(folder: Arc<Folder>, input: HeadObjectInput) -> S3Result<S3Response<HeadObjectOutput>> {
    let read = read!(folder, input);
    Ok(S3Response::new(describe!(HeadObjectOutput, &read)))
}

/// Returns the algorithm that a request names, if it names one.
pub fn algorithm(name: Option<&str>) -> S3Result<Option<Algorithm>> {
    let known =
        |name: &str| name.parse().map_err(|_| s3_error!(InvalidRequest, "Checksum algorithm provided is unsupported."));
    name.map(known).transpose()
}
