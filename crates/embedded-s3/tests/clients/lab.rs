//! The endpoint over a folder of its own, and the two kinds of clients.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Region};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings, UriPathNormalizationMode,
    sign,
};
use aws_sigv4::sign::v4;
use embedded_s3::{EmbeddedS3, Options};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

pub const BUCKET: &str = "objects";
pub const DIGITS: &[u8] = b"123456789";
pub const DIGITS_MD5: &str = "\"25f9e794323b453885f5181f1b624d0b\"";
pub const DIGITS_CRC64: &str = "rosUhgp5mIg=";
pub const DIGITS_CRC32: &str = "y/Q5Jg==";
pub const DIGITS_SHA256: &str = "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=";
pub const NONE: [PathBuf; 0] = [];
pub const MIB: usize = 1 << 20;
pub const FIVE_MIB: i64 = 5 << 20;

#[expect(clippy::disallowed_methods, reason = "signatures and dates are checked against the real time")]
pub fn now() -> SystemTime {
    SystemTime::now()
}

/// Sends a request that must succeed.
macro_rules! sent {
    ($request:expr) => {
        $request.send().await.unwrap()
    };
}

pub struct Lab {
    pub dir: TempDir,
    pub s3: EmbeddedS3,
    pub client: Client,
    pub stop: CancellationToken,
    pub options: Options,
}

impl Lab {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Options)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut options = Options::new(dir.path().join("root"), BUCKET);
        options.durable = false;
        change(&mut options);
        Self::serve(dir, options).await
    }

    pub async fn serve(dir: TempDir, mut options: Options) -> Self {
        let stop = CancellationToken::new();
        let s3 = EmbeddedS3::start_with(options.clone(), stop.clone()).await.unwrap();
        options.port = s3.endpoint().rsplit(':').next().unwrap().parse().unwrap();
        let client = client(&s3.endpoint(), s3.access_key(), s3.secret_key());
        Self { dir, s3, client, stop, options }
    }

    /// The same folder, port and keys, after an orderly stop.
    pub async fn restart(self) -> Self {
        self.stop.cancel();
        self.s3.stopped().await;
        Self::serve(self.dir, self.options).await
    }

    pub async fn put(&self, key: &str, body: &[u8]) {
        sent!(self.put_op(key).body(body.to_vec().into()));
    }

    pub async fn get(&self, key: &str) -> Vec<u8> {
        let object = sent!(self.get_op(key));
        object.body.collect().await.unwrap().to_vec()
    }

    pub async fn keys(&self) -> Vec<String> {
        let page = sent!(self.client.list_objects_v2().bucket(BUCKET));
        page.contents().iter().map(|object| object.key().unwrap().to_owned()).collect()
    }

    pub fn root(&self) -> &Path {
        &self.options.root
    }

    /// Signs and sends a PUT of its own making; `body` need not be what the head promises.
    pub async fn raw(&self, path: &str, kind: SignableBody<'_>, headers: &[(&str, &str)]) -> TcpStream {
        let address = self.s3.endpoint().replace("http://", "");
        let identity = Credentials::new(self.s3.access_key(), self.s3.secret_key(), None, None, "test").into();
        let mut settings = SigningSettings::default();
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let params = v4::SigningParams::builder().identity(&identity).region("us-east-1").name("s3");
        let params = params.time(now()).settings(settings).build().unwrap().into();
        let mut head = vec![("host", address.as_str())];
        head.extend(headers);
        let uri = format!("http://{address}{path}");
        let request = SignableRequest::new("PUT", &uri, head.iter().copied(), kind).unwrap();
        let signed = sign(request, &params).unwrap().into_parts().0;
        let mut text = format!("PUT {path} HTTP/1.1\r\n");
        for (name, value) in head.into_iter().chain(signed.headers()) {
            text.extend([name, ": ", value, "\r\n"]);
        }
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all((text + "\r\n").as_bytes()).await.unwrap();
        stream
    }
}

/// Requests to the one bucket, with the key filled in.
macro_rules! operations {
    ($($name:ident: $call:ident, $builder:ident;)*) => {
        impl Lab {
            $(pub fn $name(&self, key: impl Into<String>) -> builders::$builder {
                self.client.$call().bucket(BUCKET).key(key)
            })*
        }
    };
}
operations! {
    put_op: put_object, PutObjectFluentBuilder;
    get_op: get_object, GetObjectFluentBuilder;
    head_op: head_object, HeadObjectFluentBuilder;
    delete_op: delete_object, DeleteObjectFluentBuilder;
    create_op: create_multipart_upload, CreateMultipartUploadFluentBuilder;
    part_op: upload_part, UploadPartFluentBuilder;
    parts_op: list_parts, ListPartsFluentBuilder;
    complete_op: complete_multipart_upload, CompleteMultipartUploadFluentBuilder;
    abort_op: abort_multipart_upload, AbortMultipartUploadFluentBuilder;
}
pub mod builders {
    pub use aws_sdk_s3::operation::{
        abort_multipart_upload::builders::*, complete_multipart_upload::builders::*,
        create_multipart_upload::builders::*, delete_object::builders::*, get_object::builders::*,
        head_object::builders::*, list_parts::builders::*, put_object::builders::*, upload_part::builders::*,
    };
}

pub fn client(endpoint: &str, access_key: &str, secret_key: &str) -> Client {
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url(endpoint)
        .credentials_provider(Credentials::new(access_key, secret_key, None, None, "test"))
        .retry_config(aws_sdk_s3::config::retry::RetryConfig::disabled())
        .force_path_style(true);
    Client::from_conf(config.build())
}

/// The status, and the error's code if there is one. Empty if the connection just closed.
pub async fn answer(mut stream: TcpStream) -> String {
    let mut text = Vec::new();
    let mut piece = [0; 4096];
    while let Ok(1..) = stream.read(&mut piece).await.inspect(|read| text.extend_from_slice(&piece[..*read])) {
        let so_far = String::from_utf8_lossy(&text);
        let length = so_far
            .to_ascii_lowercase()
            .split_once("content-length: ")
            .and_then(|(_, rest)| rest.split_once("\r\n")?.0.parse::<usize>().ok());
        if so_far.split_once("\r\n\r\n").is_some_and(|(_, body)| body.len() >= length.unwrap_or(0)) {
            break;
        }
    }
    let text = String::from_utf8_lossy(&text);
    let status = text.split(' ').nth(1).unwrap_or_default();
    let code = text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>")).unwrap_or_default().0;
    format!("{status} {code}").trim().to_owned()
}

pub fn code<E: ProvideErrorMetadata, R>(result: &Result<impl Sized, SdkError<E, R>>) -> String {
    result.as_ref().err().and_then(ProvideErrorMetadata::code).unwrap_or("OK").to_owned()
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}
