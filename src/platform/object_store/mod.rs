//! The object store over the S3 protocol; the only place that names the AWS SDK.
//!
//! Keys are `{session uuid}/{file uuid}`, both made or checked by the server. The visitor's file name is metadata only.
//! Uploads go through [`put`](ObjectStore::put) (one exact-length request, streamed) or [`multipart`]. Everything is
//! deleted through [`purge`](ObjectStore::purge), which takes a prefix and leaves neither versions nor multipart
//! uploads behind.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::{Credentials, RequestChecksumCalculation, ResponseChecksumValidation};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::types::ChecksumMode;
use hyper_util::client::proxy::matcher::Matcher;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::config::Checksums;
use crate::platform::ids::SessionId;

mod body;
mod checksum;
mod get;
mod multipart;
mod probe;
mod purge;
mod put;
mod signer;

pub use checksum::Checksum;
pub use get::Reading;
pub use multipart::Multipart;
pub use purge::Purged;
pub use put::{ByteStream, NewObject, attachment};

/// The longest a single call to the store may take. Streamed bodies are bounded by progress instead.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// Failures of the store, as far as callers distinguish them.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// The store is unreachable, slow, or answered nonsense. The write may have happened all the same.
    #[error("the object store failed: {0}")]
    Unavailable(String),
    /// There is no object under the key.
    #[error("no such object")]
    NotFound,
    /// The body ended early, because of the visitor or of us: the object never existed.
    #[error("the body was cut off")]
    Cut,
}

/// How to reach the store. Without an embedded store, the AWS SDK's variables decide.
#[derive(Clone, Debug)]
pub struct Access {
    pub bucket: String,
    pub path_style: bool,
    /// If `None`, the SDK's own `AWS_REQUEST_CHECKSUM_CALCULATION` decides.
    pub checksums: Option<Checksums>,
    /// Endpoint, access key and secret of the embedded store.
    pub embedded: Option<(String, String, String)>,
}

/// A handle on one bucket; cheap to clone.
#[derive(Clone)]
pub struct ObjectStore {
    client: Client,
    bucket: Arc<str>,
    put: Arc<put::PutClient>,
    checksums: Checksums,
    learned: Arc<Learned>,
}

/// What the process has learned about the store's behaviour.
#[derive(Default)]
struct Learned {
    /// Versions were seen in it: a deletion by key alone would only add a marker.
    is_versioned: AtomicBool,
    /// Its list of versions showed an object without a version, so an empty list means that nothing is there.
    lists_unversioned: AtomicBool,
    /// It keeps the framing of a body with a trailer as part of the object.
    keeps_framing: AtomicBool,
    /// It refuses to delete several objects in one call.
    deletes_singly: AtomicBool,
    /// It does not list multipart uploads.
    hides_uploads: AtomicBool,
    /// It does not abort multipart uploads.
    keeps_parts: AtomicBool,
}

/// The key of a file's object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub session: SessionId,
    pub file: Uuid,
}

impl Key {
    /// Parses a key of ours; `None` for any other key in the bucket.
    pub fn parse(text: &str) -> Option<Self> {
        let (session, file) = text.split_once('/')?;
        let session = SessionId::parse(session).ok()?;
        let file = SessionId::parse(file).ok()?.uuid();
        Some(Self { session, file })
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.session.uuid(), self.file)
    }
}

/// What the store knows about an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectInfo {
    pub size: u64,
    pub content_type: String,
    /// The visitor's own name for the file.
    pub name: String,
    /// CRC-64/NVME in base64, if the store verified one.
    pub checksum: Option<String>,
}

impl From<ObjectError> for crate::error::Error {
    fn from(error: ObjectError) -> Self {
        Self::caused(crate::error::Kind::Unavailable, error)
    }
}

impl ObjectStore {
    /// Makes the client; nothing is sent yet.
    pub async fn connect(access: &Access) -> Self {
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .timeout_config(
                TimeoutConfig::builder()
                    .connect_timeout(Duration::from_secs(3))
                    .operation_attempt_timeout(Duration::from_secs(20))
                    .operation_timeout(TIMEOUT)
                    .build(),
            )
            .retry_config(RetryConfig::standard().with_max_attempts(3))
            // It would cut off visitors on slow lines; progress is watched where their bytes are received.
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        if let Some((endpoint, access_key, secret)) = &access.embedded {
            loader = loader
                // One without TLS and proxies: the embedded store is in this process.
                .http_client(aws_smithy_http_client::Builder::new().build_http())
                .endpoint_url(endpoint)
                .region(Region::from_static("us-east-1"))
                .credentials_provider(Credentials::new(access_key, secret, None, None, "embedded"));
        }
        let shared = loader.load().await;
        let mut config = aws_sdk_s3::config::Builder::from(&shared).force_path_style(access.path_style);
        if shared.region().is_none() {
            config = config.region(Region::from_static("us-east-1"));
        }
        if let Some(endpoint) = shared.endpoint_url().and_then(with_slash) {
            config = config.endpoint_url(endpoint);
        }
        let checksums = checksums(access.checksums, shared.request_checksum_calculation());
        if checksums == Checksums::Required {
            config = config
                .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
                .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
        }
        let client = Client::from_conf(config.build());
        let proxies = if access.embedded.is_some() { Matcher::builder().build() } else { Matcher::from_env() };
        let put = put::PutClient::new(&client, &access.bucket, &shared, proxies);
        Self { client, bucket: access.bucket.as_str().into(), put: Arc::new(put), checksums, learned: Arc::default() }
    }

    /// Checks that the bucket exists and is ours.
    pub async fn ping(&self) -> Result<(), ObjectError> {
        self.client.head_bucket().bucket(&*self.bucket).send().await.map(drop).map_err(unavailable)
    }

    /// Reads an object's metadata.
    pub async fn head(&self, key: Key) -> Result<ObjectInfo, ObjectError> {
        let mut request = self.client.head_object().bucket(&*self.bucket).key(key.to_string());
        if self.checksums == Checksums::Supported {
            request = request.checksum_mode(ChecksumMode::Enabled);
        }
        let head = request.send().await.map_err(|error| {
            let missing =
                error.as_service_error().is_some_and(aws_sdk_s3::operation::head_object::HeadObjectError::is_not_found);
            if missing { ObjectError::NotFound } else { unavailable(error) }
        })?;
        let encoded = head.metadata().and_then(|all| all.get("name")).map_or("", String::as_str);
        Ok(ObjectInfo {
            size: head.content_length().and_then(|size| u64::try_from(size).ok()).unwrap_or_default(),
            content_type: head.content_type().unwrap_or("application/octet-stream").to_owned(),
            name: percent_encoding::percent_decode_str(encoded).decode_utf8_lossy().into_owned(),
            checksum: head.checksum_crc64_nvme().map(str::to_owned),
        })
    }

    /// One page of the bucket's keys, in order, and the token of the next page. Keys that are not ours are skipped.
    pub async fn list(&self, after: Option<String>) -> Result<(Vec<Key>, Option<String>), ObjectError> {
        let page = self
            .client
            .list_objects_v2()
            .bucket(&*self.bucket)
            // Our own objects begin with a dot, which sorts before "/". Skip them: there may be many.
            .start_after("/")
            .set_continuation_token(after)
            .send()
            .await
            .map_err(unavailable)?;
        let keys = page.contents().iter().filter_map(|object| Key::parse(object.key()?)).collect();
        Ok((keys, page.next_continuation_token().map(str::to_owned)))
    }

    /// One page of the keys below a prefix, in order, with the times of their last writing.
    pub async fn list_below(
        &self,
        prefix: &str,
        after: Option<String>,
    ) -> Result<(Vec<(String, OffsetDateTime)>, Option<String>), ObjectError> {
        let request = self.client.list_objects_v2().bucket(&*self.bucket).prefix(prefix);
        let page = request.set_continuation_token(after).send().await.map_err(unavailable)?;
        let named = |object: &aws_sdk_s3::types::Object| {
            let seconds = object.last_modified()?.secs();
            Some((object.key()?.to_owned(), OffsetDateTime::from_unix_timestamp(seconds).ok()?))
        };
        Ok((page.contents().iter().filter_map(named).collect(), page.next_continuation_token().map(str::to_owned)))
    }

    /// Writes a small object of our own.
    pub async fn write_small(&self, key: &str, bytes: Vec<u8>) -> Result<(), ObjectError> {
        self.write_marked(key, bytes, HashMap::new()).await
    }

    /// The same with metadata.
    pub async fn write_marked(
        &self,
        key: &str,
        bytes: Vec<u8>,
        metadata: HashMap<String, String>,
    ) -> Result<(), ObjectError> {
        self.client
            .put_object()
            .bucket(&*self.bucket)
            .key(key)
            .body(bytes.into())
            .set_metadata(Some(metadata))
            .send()
            .await
            .map(drop)
            .map_err(unavailable)
    }
}

/// The address with a slash at its end if its path lacks one: the SDK appends the bucket's name to it.
fn with_slash(endpoint: &str) -> Option<String> {
    let url = url::Url::parse(endpoint).ok()?;
    (!url.path().ends_with('/')).then(|| format!("{endpoint}/"))
}

/// Returns the option, or what the SDK read from its own variable or profile.
fn checksums(option: Option<Checksums>, sdk: Option<RequestChecksumCalculation>) -> Checksums {
    let is_required = sdk == Some(RequestChecksumCalculation::WhenRequired);
    if is_required && option == Some(Checksums::Supported) {
        tracing::warn!(
            "S3_CHECKSUMS is supported and AWS_REQUEST_CHECKSUM_CALCULATION is when_required: S3_CHECKSUMS counts. \
             Remove one of the two"
        );
    }
    option.unwrap_or(if is_required { Checksums::Required } else { Checksums::Supported })
}

/// One line for the log: the call, and what the store answered or why it did not. Without credentials or bodies.
#[expect(clippy::needless_pass_by_value, reason = "the last argument of map_err")]
fn unavailable<E>(error: SdkError<E, HttpResponse>) -> ObjectError
where
    E: std::error::Error + ProvideErrorMetadata + 'static,
{
    // `…::HeadBucketError`
    let call = std::any::type_name::<E>().rsplit("::").next().unwrap_or_default().trim_end_matches("Error");
    let words = match error.raw_response() {
        Some(answer) => {
            let mut words = format!("answered {}", answer.status().as_u16());
            for part in [error.code(), error.message()].into_iter().flatten() {
                words = format!("{words} {part}");
            }
            if let Some(region) = answer.headers().get("x-amz-bucket-region") {
                words = format!("{words} (the bucket is in the region {region})");
            }
            words
        }
        None => with_causes(&error),
    };
    ObjectError::Unavailable(without_ids(&format!("{call} {words}")))
}

/// An error with its causes, each once, and what to do where the SDK only knows how it was built.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !words.ends_with(&text) {
            words = format!("{words}: {text}");
        }
        cause = error.source();
    }
    if words.contains("cargo feature") {
        words.push_str(
            ". The AWS profile signs in in a way that this program does not know, such as SSO. Let AWS_PROFILE name \
             another one, with credential_process = aws configure export-credentials --profile … --format process \
             (docs/operations.md, Credentials)",
        );
    } else if words.contains("initialization error already taken") {
        // What it says from then on.
        words.push_str(". The AWS profile cannot be used: `anteroom check` says why");
    }
    words
}

/// Removes ids: stores quote keys in their errors, and a key contains the session's id, which logs must not show.
fn without_ids(text: &str) -> String {
    const LENGTH: usize = uuid::fmt::Hyphenated::LENGTH;
    let mut clean = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        if text.get(at..at + LENGTH).is_some_and(|part| Uuid::try_parse(part).is_ok()) {
            clean.push_str("(id)");
            at += LENGTH;
        } else {
            let next = text[at..].chars().next().map_or(1, char::len_utf8);
            clean.push_str(&text[at..at + next]);
            at += next;
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sdk_s_own_variable_counts_where_the_option_is_not_given() {
        use Checksums::{Required, Supported};
        use RequestChecksumCalculation::{WhenRequired, WhenSupported};
        for (option, sdk, wanted) in [
            (None, None, Supported),
            (None, Some(WhenSupported), Supported),
            (None, Some(WhenRequired), Required),
            (Some(Supported), Some(WhenRequired), Supported),
            (Some(Required), Some(WhenSupported), Required),
        ] {
            assert_eq!(checksums(option, sdk), wanted, "{option:?}");
        }
    }

    #[test]
    fn a_path_of_an_endpoint_ends_in_a_slash() {
        for (given, wanted) in [
            ("https://project.example/storage/v1/s3", Some("https://project.example/storage/v1/s3/")),
            ("https://project.example/storage/v1/s3/", None),
            ("http://127.0.0.1:9000", None),
            ("http://127.0.0.1:9000/", None),
        ] {
            assert_eq!(with_slash(given).as_deref(), wanted, "{given}");
        }
    }

    #[test]
    fn errors_name_no_ids() {
        let text = "é <Key>3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071/1b7f2c1e-9b4d-4e6f-8a1b-2c3d4e5f6072</Key> ü";
        assert_eq!(without_ids(text), "é <Key>(id)/(id)</Key> ü");
    }

    #[test]
    fn only_keys_of_two_uuids_are_ours() {
        let text = "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071/1b7f2c1e-9b4d-4e6f-8a1b-2c3d4e5f6072";
        assert_eq!(Key::parse(text).map(|key| key.to_string()).as_deref(), Some(text));
        for foreign in ["", "a/b", ".anteroom/epoch", &text[1..], &format!("{text}/x"), &text.to_uppercase()] {
            assert_eq!(Key::parse(foreign), None, "{foreign}");
        }
    }
}
