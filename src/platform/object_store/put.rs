//! One exact-length PUT whose body streams through this process.

use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};

use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::presigning::PresigningConfig;
use bytes::Bytes;
use futures_util::Stream;
use http_body_util::{BodyExt as _, combinators::UnsyncBoxBody};
use hyper::Request;
use hyper::body::Incoming;
use hyper::header::{
    CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, PROXY_AUTHORIZATION,
};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::{Client as HttpClient, Error as HttpError};
use hyper_util::client::proxy::matcher::Matcher;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::sync::OnceCell;

use super::body::PutBody;
use super::signer::Signer;
use super::{Key, ObjectError, ObjectStore, with_causes, without_ids};
use crate::config::Checksums;
use crate::platform::outgoing::proxy::{ProxyConnector, host_and_port};
use crate::platform::outgoing::{client, proxy_authorization};

/// The bytes of an object as they arrive. An error means that the object must not exist.
pub type ByteStream = Pin<Box<dyn Stream<Item = std::io::Result<Bytes>> + Send>>;

/// What is known about an object before its first byte.
#[derive(Clone, Debug)]
pub struct NewObject {
    pub key: Key,
    pub content_type: &'static str,
    pub name: String,
}

/// `attr-char` of RFC 8187, so that the same text serves the header and the metadata.
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl NewObject {
    /// The visitor's name for the file as ASCII.
    pub(crate) fn encoded_name(&self) -> String {
        encode(&self.name)
    }

    /// However the object is fetched, browsers save it instead of showing it (RFC 6266, RFC 8187).
    pub(crate) fn disposition(&self) -> String {
        attachment(&self.name)
    }
}

fn encode(name: &str) -> String {
    utf8_percent_encode(name, NAME).to_string()
}

/// The Content-Disposition that makes a browser save the response under this name.
pub fn attachment(name: &str) -> String {
    format!("attachment; filename*=UTF-8''{}", encode(name))
}

type Body = UnsyncBoxBody<Bytes, std::io::Error>;
type PutHttpClient = HttpClient<HttpsConnector<ProxyConnector>, Body>;

/// The store's answers are short; longer ones are cut off in the log.
const MAX_ANSWER: usize = 4096;

pub(super) struct PutClient {
    /// Made for the first put: reading the system's certificates would hold up every start.
    http: OnceLock<PutHttpClient>,
    proxies: Arc<Matcher>,
    signer: Signer,
    sdk: Client,
    bucket: String,
    /// `scheme://host[/bucket]`, as the SDK resolves it.
    base: OnceCell<String>,
}

/// A put that the store has acknowledged.
struct Sent {
    /// The checksum of the bytes that were sent.
    checksum: String,
    /// Whether the store's answer repeats the checksum.
    is_proven: bool,
}

impl PutClient {
    pub fn new(sdk: &Client, bucket: &str, shared: &SdkConfig, proxies: Matcher) -> Self {
        let region = sdk.config().region().map_or("us-east-1", |region| region.as_ref()).to_owned();
        Self {
            http: OnceLock::new(),
            proxies: Arc::new(proxies),
            signer: Signer::new(shared.credentials_provider(), region),
            sdk: sdk.clone(),
            bucket: bucket.to_owned(),
            base: OnceCell::new(),
        }
    }

    fn http(&self) -> &PutHttpClient {
        self.http.get_or_init(|| client(Arc::clone(&self.proxies)))
    }

    /// Lets the SDK resolve the endpoint once (path or host style, region, dual stack), by asking it for
    /// a presigned address that is never used.
    async fn base(&self) -> Result<&str, ObjectError> {
        let resolve = || async {
            let failed = |error: String| ObjectError::Unavailable(format!("cannot address the bucket: {error}"));
            let expiry = PresigningConfig::expires_in(std::time::Duration::from_secs(60))
                .map_err(|error| failed(error.to_string()))?;
            let presigned = self.sdk.put_object().bucket(&self.bucket).key("x").presigned(expiry).await;
            let presigned = presigned.map_err(|error| failed(with_causes(&error)))?;
            let address = presigned.uri().split('?').next().unwrap_or_default();
            Ok(address.trim_end_matches("/x").to_owned())
        };
        self.base.get_or_try_init(resolve).await.map(String::as_str)
    }

    /// The host and port of the proxy on the way to the store.
    async fn proxy(&self) -> Option<String> {
        let store = self.base().await.ok()?.parse().ok()?;
        self.proxies.intercept(&store).map(|proxy| host_and_port(&proxy).to_owned())
    }

    async fn send(
        &self,
        object: &NewObject,
        length: u64,
        bytes: ByteStream,
        trailer: bool,
    ) -> Result<Sent, ObjectError> {
        let (body, checksum) = PutBody::new(bytes, length, trailer);
        let address = format!("{}/{}", self.base().await?, object.key);
        let mut request = Request::put(&address)
            .header(CONTENT_TYPE, object.content_type)
            .header(CONTENT_DISPOSITION, object.disposition())
            .header("x-amz-meta-name", object.encoded_name())
            .body(body.boxed_unsync())
            .map_err(|error| ObjectError::Unavailable(format!("cannot address the object: {error}")))?;
        let headers = request.headers_mut();
        if trailer {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("aws-chunked"));
            headers.insert("x-amz-decoded-content-length", HeaderValue::from(length));
            headers.insert("x-amz-trailer", HeaderValue::from_static("x-amz-checksum-crc64nvme"));
        }
        self.signer.sign(&mut request, trailer).await?;
        let proxy = self.proxies.intercept(request.uri());
        let authorization = proxy_authorization(&self.proxies, request.uri());
        let headers = request.headers_mut();
        headers.insert(CONTENT_LENGTH, HeaderValue::from(PutBody::wire_length(length, trailer)));
        headers.extend(authorization.map(|value| (PROXY_AUTHORIZATION, value)));
        let call = proxy.map_or_else(|| "PUT".to_owned(), |proxy| format!("PUT through {}", host_and_port(&proxy)));
        let answer = self.http().request(request).await.map_err(|error| failed(&call, &error))?;
        let status = answer.status();
        let returned = answer.headers().get("x-amz-checksum-crc64nvme").and_then(|value| value.to_str().ok());
        let returned = returned.map(str::to_owned);
        let text = read_answer(answer.into_body()).await;
        if !status.is_success() {
            return Err(ObjectError::Unavailable(without_ids(&format!("{call} answered {status}: {text}"))));
        }
        // Without a checksum the body did not pass whole, whatever the answer says.
        let Some(computed) = checksum.get().cloned() else {
            return Err(ObjectError::Unavailable("the store answered before it had all bytes".to_owned()));
        };
        match returned {
            Some(other) if other != computed => {
                Err(ObjectError::Unavailable(format!("the store holds other bytes: {other} instead of {computed}")))
            }
            returned => Ok(Sent { checksum: computed, is_proven: returned.is_some() }),
        }
    }
}

impl ObjectStore {
    /// What an operator should check if the store does not answer.
    pub async fn advice(&self) -> String {
        let proxy = self.put.proxy().await.map_or_else(String::new, |proxy| {
            format!(", and the proxy {proxy} that HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names")
        });
        format!("Check S3_BUCKET, AWS_ENDPOINT_URL and the credentials{proxy}")
    }

    /// Streams exactly `length` bytes into a new object and returns its CRC-64/NVME in base64. The object appears only
    /// when all bytes and the checksum have arrived. If the store does not repeat the checksum, the object's size is
    /// compared.
    ///
    /// On [`ObjectError::Cut`] the object never existed. After [`ObjectError::Unavailable`] it may.
    pub async fn put(&self, object: &NewObject, length: u64, bytes: ByteStream) -> Result<String, ObjectError> {
        let trailer = self.checksums == Checksums::Supported && !self.learned.keeps_framing.load(Ordering::Relaxed);
        let sent = Box::pin(self.put.send(object, length, bytes, trailer)).await?;
        if !sent.is_proven {
            self.verify(object.key, length, &sent.checksum).await?;
        }
        Ok(sent.checksum)
    }

    /// Compares what the store has with what was sent, for stores whose answer does not prove it.
    pub(super) async fn verify(&self, key: Key, sent: u64, checksum: &str) -> Result<(), ObjectError> {
        let held = match Box::pin(self.head(key)).await {
            Err(ObjectError::NotFound) => {
                return Err(ObjectError::Unavailable("the store holds nothing of an object that it took".to_owned()));
            }
            held => held?,
        };
        if held.size == sent && held.checksum.is_none_or(|held| held == checksum) {
            return Ok(());
        }
        metrics::counter!("anteroom_put_mismatches_total").increment(1);
        if held.size == PutBody::wire_length(sent, true) && !self.learned.keeps_framing.swap(true, Ordering::Relaxed) {
            tracing::error!(
                "the object store keeps the framing of an upload with a trailer (aws-chunked) as part of the file. The \
                 upload was not acknowledged; from now on uploads go without a trailer. Set S3_CHECKSUMS=required, or \
                 the first upload after each start fails"
            );
        }
        Err(ObjectError::Unavailable(format!("the store holds {} bytes of an object of {sent}, or others", held.size)))
    }
}

/// Returns `Cut` for an error of our own body, which ends the request before its length: no store keeps that.
fn failed(call: &str, error: &HttpError) -> ObjectError {
    let mut source = std::error::Error::source(error);
    let mut text = format!("{call}: {error}");
    while let Some(cause) = source {
        if cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_user) {
            return ObjectError::Cut;
        }
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    ObjectError::Unavailable(text)
}

async fn read_answer(body: Incoming) -> String {
    let limited = http_body_util::Limited::new(body, MAX_ANSWER);
    limited.collect().await.map_or_else(
        |_| "(no readable answer)".to_owned(),
        |bytes| String::from_utf8_lossy(&bytes.to_bytes()).into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::{SessionId, new_uuid};

    #[test]
    fn names_travel_as_ascii() {
        let key = Key { session: SessionId::from_uuid(new_uuid()), file: new_uuid() };
        let object = NewObject { key, content_type: "application/pdf", name: "Ü \"x\"\u{202e}.pdf".to_owned() };
        assert_eq!(object.encoded_name(), "%C3%9C%20%22x%22%E2%80%AE.pdf");
        assert!(object.disposition().is_ascii());
    }
}
