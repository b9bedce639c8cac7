//! The embedded S3 endpoint as clients see it: through the AWS SDK, and byte by byte where the SDK would never send
//! such requests.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::too_many_lines, reason = "tables are long")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Region, RequestChecksumCalculation};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::{ByteStream, DateTime};
use aws_sdk_s3::types::{
    ChecksumAlgorithm, ChecksumMode, ChecksumType, CompletedMultipartUpload, CompletedPart, Delete, ObjectIdentifier,
};
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

const BUCKET: &str = "objects";
const DIGITS: &[u8] = b"123456789";
const DIGITS_MD5: &str = "\"25f9e794323b453885f5181f1b624d0b\"";
const DIGITS_CRC64: &str = "rosUhgp5mIg=";
const DIGITS_CRC32: &str = "y/Q5Jg==";
const DIGITS_SHA256: &str = "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=";
const NONE: [PathBuf; 0] = [];
const MIB: usize = 1 << 20;
const FIVE_MIB: i64 = 5 << 20;

#[expect(clippy::disallowed_methods, reason = "signatures and dates are checked against the real time")]
fn now() -> SystemTime {
    SystemTime::now()
}

/// Sends a request that must succeed.
macro_rules! sent {
    ($request:expr) => {
        $request.send().await.unwrap()
    };
}

struct Lab {
    dir: TempDir,
    s3: EmbeddedS3,
    client: Client,
    stop: CancellationToken,
    options: Options,
}

impl Lab {
    async fn new() -> Self {
        Self::with(|_| {}).await
    }

    async fn with(change: impl FnOnce(&mut Options)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut options = Options::new(dir.path().join("root"), BUCKET);
        options.durable = false;
        change(&mut options);
        Self::serve(dir, options).await
    }

    async fn serve(dir: TempDir, mut options: Options) -> Self {
        let stop = CancellationToken::new();
        let s3 = EmbeddedS3::start_with(options.clone(), stop.clone()).await.unwrap();
        options.port = s3.endpoint().rsplit(':').next().unwrap().parse().unwrap();
        let client = client(&s3.endpoint(), s3.access_key(), s3.secret_key());
        Self { dir, s3, client, stop, options }
    }

    /// The same folder, port and keys, after an orderly stop.
    async fn restart(self) -> Self {
        self.stop.cancel();
        self.s3.stopped().await;
        Self::serve(self.dir, self.options).await
    }

    async fn put(&self, key: &str, body: &[u8]) {
        sent!(self.put_op(key).body(body.to_vec().into()));
    }

    async fn get(&self, key: &str) -> Vec<u8> {
        let object = sent!(self.get_op(key));
        object.body.collect().await.unwrap().to_vec()
    }

    async fn keys(&self) -> Vec<String> {
        let page = sent!(self.client.list_objects_v2().bucket(BUCKET));
        page.contents().iter().map(|object| object.key().unwrap().to_owned()).collect()
    }

    fn root(&self) -> &Path {
        &self.options.root
    }

    /// Signs and sends a PUT of its own making; `body` need not be what the head promises.
    async fn raw(&self, path: &str, kind: SignableBody<'_>, headers: &[(&str, &str)]) -> TcpStream {
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
            $(fn $name(&self, key: impl Into<String>) -> builders::$builder {
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
mod builders {
    pub use aws_sdk_s3::operation::{
        abort_multipart_upload::builders::*, complete_multipart_upload::builders::*,
        create_multipart_upload::builders::*, delete_object::builders::*, get_object::builders::*,
        head_object::builders::*, list_parts::builders::*, put_object::builders::*, upload_part::builders::*,
    };
}

fn client(endpoint: &str, access_key: &str, secret_key: &str) -> Client {
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
async fn answer(mut stream: TcpStream) -> String {
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

fn code<E: ProvideErrorMetadata, R>(result: &Result<impl Sized, SdkError<E, R>>) -> String {
    result.as_ref().err().and_then(ProvideErrorMetadata::code).unwrap_or("OK").to_owned()
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
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

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_put_comes_back() {
    let lab = Lab::with(|options| options.durable = true).await;
    let source = lab.dir.path().join("source");
    std::fs::write(&source, DIGITS).unwrap();
    for (index, algorithm) in [
        None,
        Some(ChecksumAlgorithm::Crc64Nvme),
        Some(ChecksumAlgorithm::Crc32),
        Some(ChecksumAlgorithm::Crc32C),
        Some(ChecksumAlgorithm::Sha1),
        Some(ChecksumAlgorithm::Sha256),
    ]
    .into_iter()
    .enumerate()
    {
        for kind in ["bytes", "stream", "unsigned", "required"] {
            let key = format!("session/{index}/{kind} ü+&");
            let body = match kind {
                "bytes" => ByteStream::from_static(DIGITS),
                _ => ByteStream::from_path(&source).await.unwrap(),
            };
            let put = lab.put_op(&key).body(body).set_checksum_algorithm(algorithm.clone());
            let put =
                put.content_type("text/plain").content_disposition("attachment").metadata("name", "na%C3%AFve.txt");
            let put = put.customize().config_override(match kind {
                "required" => aws_sdk_s3::config::Config::builder()
                    .request_checksum_calculation(RequestChecksumCalculation::WhenRequired),
                _ => aws_sdk_s3::config::Config::builder(),
            });
            let put = if kind == "unsigned" { put.disable_payload_signing() } else { put };
            let put = put.send().await.unwrap();
            assert_eq!((put.e_tag(), put.checksum_crc64_nvme()), (Some(DIGITS_MD5), Some(DIGITS_CRC64)), "{key}");
            assert_eq!(std::fs::read(lab.root().join(BUCKET).join(&key)).unwrap(), DIGITS);

            let head = lab.head_op(&key);
            let plain = sent!(head.clone());
            assert_eq!(plain.checksum_crc64_nvme(), None);
            let head = sent!(head.checksum_mode(ChecksumMode::Enabled));
            assert_eq!((head.content_length(), head.e_tag()), (Some(9), Some(DIGITS_MD5)));
            assert_eq!((head.content_type(), head.content_disposition()), (Some("text/plain"), Some("attachment")));
            assert_eq!((head.content_encoding(), head.checksum_crc64_nvme()), (None, Some(DIGITS_CRC64)));
            assert_eq!(head.metadata().unwrap()["name"], "na%C3%AFve.txt");
            assert_eq!(head.checksum_type(), Some(&ChecksumType::FullObject));
            match algorithm {
                Some(ChecksumAlgorithm::Sha256) => {
                    assert_eq!(head.checksum_sha256(), Some(DIGITS_SHA256));
                }
                Some(ChecksumAlgorithm::Crc32) => {
                    assert_eq!(head.checksum_crc32(), Some(DIGITS_CRC32));
                }
                _ => {}
            }
            assert_eq!(lab.get(&key).await, DIGITS);
        }
    }
    let presigning = PresigningConfig::expires_in(Duration::from_mins(1)).unwrap();
    let url = lab.put_op("presigned").presigned(presigning).await.unwrap();
    let path = url.uri().split_once(BUCKET).unwrap().1;
    let mut stream = TcpStream::connect(lab.s3.endpoint().replace("http://", "")).await.unwrap();
    let head =
        format!("PUT /{BUCKET}{path} HTTP/1.1\r\nhost: {}\r\ncontent-length: 0\r\n\r\n", &lab.s3.endpoint()[7..]);
    stream.write_all(head.as_bytes()).await.unwrap();
    assert_eq!(answer(stream).await, "200");
    assert!(lab.get("presigned").await.is_empty());
}

/// Name, headers, encoded body, whether the client goes away, the answer.
type Refusal<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [u8], bool, &'a str);

#[tokio::test(flavor = "multi_thread")]
async fn trailers_are_checked_before_anything_is_visible() {
    let lab = Lab::new().await;
    let good = b"3\r\n123\r\n6\r\n456789\r\n0\r\nx-amz-checksum-crc64nvme:rosUhgp5mIg=\r\n\r\n";
    let announced = [("x-amz-trailer", "x-amz-checksum-crc64nvme"), ("x-amz-decoded-content-length", "9")];
    let longer = [announced[0], ("x-amz-decoded-content-length", "10")];
    let shorter = [announced[0], ("x-amz-decoded-content-length", "8")];
    #[rustfmt::skip]
    let cases: [Refusal; 12] = [
        ("good", &announced, good, false, "200"),
        ("wrong sum", &announced, b"9\r\n123456780\r\n0\r\nx-amz-checksum-crc64nvme:rosUhgp5mIg=\r\n\r\n", false, "400 BadDigest"),
        ("no sum", &announced, b"9\r\n123456789\r\n0\r\nx-amz-checksum-crc64nvme:!\r\n\r\n", false, "400 InvalidRequest"),
        ("no trailer", &announced, b"9\r\n123456789\r\n0\r\n\r\n", false, "400 IncompleteBody"),
        ("no last chunk", &announced, b"9\r\n123456789\r\n", false, "400 IncompleteBody"),
        ("no last line", &announced, &good[..good.len() - 2], false, "400 IncompleteBody"),
        ("cut in the data", &announced, &good[..5], true, ""),
        ("cut in the trailer", &announced, &good[..40], true, ""),
        ("cut before the end", &announced, &good[..good.len() - 2], true, ""),
        ("too short", &longer, good, false, "400 IncompleteBody"),
        ("too long", &shorter, good, false, "400 IncompleteBody"),
        ("no hex", &announced, b"z\r\n", false, "400 InvalidRequest"),
    ];
    for (name, headers, body, leaves, wanted) in cases {
        let length = if leaves { good.len() } else { body.len() }.to_string();
        let headers = [headers, &[("content-length", length.as_str()), ("content-encoding", "aws-chunked")]].concat();
        let kind = SignableBody::StreamingUnsignedPayloadTrailer;
        let mut stream = lab.raw(&format!("/{BUCKET}/key"), kind, &headers).await;
        stream.write_all(body).await.unwrap();
        if leaves {
            stream.shutdown().await.unwrap();
        }
        let got = answer(stream).await;
        assert!(got == wanted || leaves && got == "400 IncompleteBody", "{name}: {got}");
        let kept: &[&str] = if wanted == "200" { &["key"] } else { &[] };
        assert_eq!(lab.keys().await, kept, "{name}");
        sent!(lab.delete_op("key"));
    }
    let lab = lab.restart().await;
    assert_eq!(files(&lab.root().join(".anteroom/tmp")), NONE);
}

/// Key, kind of signature, headers, the answer.
type Attempt<'a> = (&'a str, SignableBody<'a>, &'a [(&'a str, &'a str)], &'a str);

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_put_changes_nothing() {
    let lab = Lab::new().await;
    lab.put("key", b"before").await;
    let outside = lab.dir.path().join("outside/empty");
    std::fs::create_dir_all(&outside).unwrap();
    std::os::unix::fs::symlink(outside.parent().unwrap(), lab.root().join(BUCKET).join("link")).unwrap();
    #[rustfmt::skip]
    let cases: [Attempt<'_>; 13] = [
        ("key", SignableBody::Bytes(b"other"), &[], "400 XAmzContentSHA256Mismatch"),
        ("key", SignableBody::UnsignedPayload, &[("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==")], "400 BadDigest"),
        ("key", SignableBody::UnsignedPayload, &[("content-md5", "AAAA")], "400 InvalidDigest"),
        ("key", SignableBody::UnsignedPayload, &[("x-amz-checksum-crc32", "AAAAAA==")], "400 BadDigest"),
        ("key", SignableBody::UnsignedPayload, &[("x-amz-checksum-sha256", "AAAA")], "400 InvalidRequest"),
        ("key", SignableBody::UnsignedPayload, &[("x-amz-tagging", "a=b")], "501 NotImplemented"),
        ("../objects/key", SignableBody::UnsignedPayload, &[], "400 InvalidArgument"),
        ("a/./b", SignableBody::UnsignedPayload, &[], "400 InvalidArgument"),
        ("a/../../.anteroom/lock", SignableBody::UnsignedPayload, &[], "400 InvalidArgument"),
        ("/etc/passwd", SignableBody::UnsignedPayload, &[], "400 InvalidArgument"),
        ("a%00b", SignableBody::UnsignedPayload, &[], "400 InvalidArgument"),
        ("key/below", SignableBody::UnsignedPayload, &[], "400 InvalidArgument"),
        ("link/x", SignableBody::UnsignedPayload, &[], "400 InvalidArgument"),
    ];
    for (key, kind, headers, wanted) in cases {
        let headers = [headers, &[("content-length", "9")]].concat();
        let mut stream = lab.raw(&format!("/{BUCKET}/{key}"), kind, &headers).await;
        stream.write_all(DIGITS).await.unwrap();
        assert_eq!(answer(stream).await, wanted, "{key} {headers:?}");
    }
    sent!(lab.delete_op("link/empty/x"));
    assert!(outside.is_dir());
    std::fs::remove_file(lab.root().join(BUCKET).join("link")).unwrap();
    for (key, wanted) in
        [("k".repeat(256), "KeyTooLongError"), ("k/".repeat(600), "KeyTooLongError"), ("a/".into(), "InvalidArgument")]
    {
        let put = lab.put_op(key).send().await;
        assert_eq!(code(&put), wanted);
    }
    // The client hangs up in the middle, even after a good part of the body has reached the disk.
    for sent in [0, 4, 300_000] {
        let headers = [("content-length", "1000000")];
        let mut stream = lab.raw(&format!("/{BUCKET}/key"), SignableBody::UnsignedPayload, &headers).await;
        stream.write_all(&vec![b'x'; sent]).await.unwrap();
        drop(stream);
    }
    let lab = lab.restart().await;
    assert_eq!(lab.keys().await, ["key"]);
    assert_eq!(lab.get("key").await, b"before");
    assert_eq!(files(&lab.root().join(".anteroom/tmp")), NONE);
    assert_eq!(files(&lab.root().join(BUCKET)).len(), 1);

    for (access, secret, wanted) in
        [(lab.s3.access_key(), "wrong", "SignatureDoesNotMatch"), ("nobody", lab.s3.secret_key(), "NotSignedUp")]
    {
        let stranger = client(&lab.s3.endpoint(), access, secret);
        let put = stranger.put_object().bucket(BUCKET).key("key").send().await;
        assert_eq!(code(&put), wanted);
        assert_eq!(put.unwrap_err().raw_response().unwrap().status().as_u16(), 403);
    }
    // An unsigned request, larger than the sockets' buffers: the response arrives nevertheless.
    let mut stream = TcpStream::connect(&lab.s3.endpoint()[7..]).await.unwrap();
    let head = format!("PUT /{BUCKET}/key HTTP/1.1\r\nhost: s3\r\ncontent-length: {}\r\n\r\n", 3 * MIB);
    stream.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..3 {
        stream.write_all(&vec![0; MIB]).await.unwrap();
    }
    assert_eq!(answer(stream).await, "403 AccessDenied");
    let missing = lab.client.put_object().bucket("another").key("key").send().await;
    assert_eq!(code(&missing), "NoSuchBucket");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_body_is_cut_off_and_a_slow_one_finishes_after_the_shutdown() {
    let lab = Lab::with(|options| options.idle = Duration::from_millis(300)).await;
    let length = [("content-length", "9")];
    let mut idle = lab.raw(&format!("/{BUCKET}/idle"), SignableBody::UnsignedPayload, &length).await;
    idle.write_all(b"1234").await.unwrap();
    assert_eq!(answer(idle).await, "400 RequestTimeout");

    let lab = Lab::new().await;
    let mut slow = lab
        .raw(&format!("/{BUCKET}/slow"), SignableBody::UnsignedPayload, &[length[0], ("expect", "100-continue")])
        .await;
    let mut go_on = [0; 25];
    slow.read_exact(&mut go_on).await.unwrap();
    assert!(go_on.starts_with(b"HTTP/1.1 100"));
    slow.write_all(b"1234").await.unwrap();
    lab.stop.cancel();
    slow.write_all(b"56789").await.unwrap();
    assert_eq!(answer(slow).await, "200");
    let lab = lab.restart().await;
    assert_eq!(lab.get("slow").await, DIGITS);
}

#[tokio::test(flavor = "multi_thread")]
async fn ranges_and_conditions() {
    let lab = Lab::new().await;
    lab.put("key", DIGITS).await;
    lab.put("empty", b"").await;
    for (key, range, wanted) in [
        ("key", "bytes=0-3", Some(("1234", "bytes 0-3/9"))),
        ("key", "bytes=5-", Some(("6789", "bytes 5-8/9"))),
        ("key", "bytes=-2", Some(("89", "bytes 7-8/9"))),
        ("key", "bytes=8-100", Some(("9", "bytes 8-8/9"))),
        ("key", "bytes=9-", None),
        ("empty", "bytes=0-", None),
        ("empty", "bytes=-5", None),
    ] {
        let got = lab.get_op(key).range(range).send().await;
        let Some((text, content_range)) = wanted else {
            assert_eq!(code(&got), "InvalidRange", "{key} {range}");
            continue;
        };
        let got = got.unwrap();
        assert_eq!((got.content_range(), got.content_length()), (Some(content_range), i64::try_from(text.len()).ok()));
        assert_eq!(got.body.collect().await.unwrap().to_vec(), text.as_bytes());
    }
    let status = |result: Result<_, SdkError<aws_sdk_s3::operation::get_object::GetObjectError>>| match result {
        Ok::<aws_sdk_s3::operation::get_object::GetObjectOutput, _>(_) => 200,
        Err(error) => error.raw_response().unwrap().status().as_u16(),
    };
    let get = || lab.get_op("key");
    let now = DateTime::from_secs(DateTime::from(now()).secs());
    let then = DateTime::from_secs(0);
    for (get, wanted) in [
        (get().if_match(DIGITS_MD5), 200),
        (get().if_match("\"x\""), 412),
        (get().if_none_match(DIGITS_MD5), 304),
        (get().if_none_match("\"x\""), 200),
        (get().if_modified_since(now), 304),
        (get().if_modified_since(then), 200),
        (get().if_unmodified_since(then), 412),
        (get().version_id("null"), 200),
        (get().version_id("other"), 404),
        (get().key("none"), 404),
        (get().key("key/below"), 404),
    ] {
        let shown = format!("{get:?}");
        assert_eq!(status(get.send().await), wanted, "{shown}");
    }
    for (key, none_match, matches, wanted) in [
        ("key", Some("*"), None, "PreconditionFailed"),
        ("new", Some("*"), None, "OK"),
        ("key", None, Some("\"x\""), "PreconditionFailed"),
        ("absent", None, Some("\"x\""), "NoSuchKey"),
        ("key", None, Some(DIGITS_MD5), "OK"),
    ] {
        let put = lab.put_op(key).body(DIGITS.to_vec().into());
        let put = put.set_if_none_match(none_match.map(str::to_owned)).set_if_match(matches.map(str::to_owned));
        assert_eq!(code(&put.send().await), wanted, "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_thousand_keys_in_order() {
    let lab = Lab::new().await;
    // Files that were put into the folder by hand are objects too.
    let mut wanted: Vec<String> = (0..2990).map(|n| format!("s{}/f{:04}", n % 10, n)).collect();
    for key in &wanted {
        let path = lab.root().join(BUCKET).join(key);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, key).unwrap();
    }
    // '.' and '-' sort before '/', letters after it.
    for key in ["s1-x", "s1.txt", "s10", "s1/z/a", "s1/z.a", "s1/z-a", "A", "ü", "日/本", "t/u/v/w"] {
        lab.put(key, b"x").await;
        wanted.push(key.to_owned());
    }
    wanted.sort_unstable();
    std::os::unix::fs::symlink("/etc", lab.root().join(BUCKET).join("link")).unwrap();

    let list = || lab.client.list_objects_v2().bucket(BUCKET);
    let mut pages = list().max_keys(700).into_paginator().send();
    let (mut keys, mut sizes) = (Vec::new(), Vec::new());
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        sizes.push(page.key_count().unwrap());
        keys.extend(page.contents().iter().map(|object| {
            assert!(object.e_tag().is_some() && object.size().is_some() && object.last_modified().is_some());
            object.key().unwrap().to_owned()
        }));
    }
    assert_eq!(keys, wanted);
    assert_eq!(sizes, [700, 700, 700, 700, 200]);
    let versions = sent!(lab.client.list_object_versions().bucket(BUCKET).max_keys(3).prefix("s1/z"));
    let versions: Vec<_> = versions.versions().iter().map(|v| (v.key().unwrap(), v.version_id().unwrap())).collect();
    assert_eq!(versions, [("s1/z-a", "null"), ("s1/z.a", "null"), ("s1/z/a", "null")]);

    for (prefix, delimiter, after, size, wanted) in [
        ("", "/", "", 1000, "A s1-x s1.txt s10 ü | s0/ s1/ s2/ s3/ s4/ s5/ s6/ s7/ s8/ s9/ t/ 日/"),
        ("", "/", "", 4, "A s1-x s1.txt s10 ü | s0/ s1/ s2/ s3/ s4/ s5/ s6/ s7/ s8/ s9/ t/ 日/"),
        ("s1/z", "/", "", 1, "s1/z-a s1/z.a | s1/z/"),
        ("s1/z", "", "s1/z-a", 1, "s1/z.a s1/z/a |"),
        ("t/", "v/", "", 9, "| t/u/v/"),
        ("", "", "t", 9, "t/u/v/w ü 日/本 |"),
        ("../", "", "", 9, "|"),
        ("link/", "", "", 9, "|"),
        ("none", "/", "", 9, "|"),
    ] {
        let mut pages =
            list().prefix(prefix).delimiter(delimiter).start_after(after).max_keys(size).into_paginator().send();
        let (mut keys, mut common) = (Vec::new(), Vec::new());
        while let Some(page) = pages.next().await {
            let page = page.unwrap();
            assert!(page.key_count().unwrap() <= size);
            keys.extend(page.contents().iter().map(|object| object.key().unwrap().to_owned()));
            common.extend(page.common_prefixes().iter().map(|common| common.prefix().unwrap().to_owned()));
        }
        assert_eq!(format!("{} | {}", keys.join(" "), common.join(" ")).trim(), wanted, "{prefix} {delimiter} {after}");
    }
    assert_eq!(code(&lab.get_op("link/hostname").send().await), "NoSuchKey");
    assert_eq!(code(&list().continuation_token("?").send().await), "InvalidArgument");
}

#[tokio::test(flavor = "multi_thread")]
async fn deletes_leave_no_file_and_no_folder() {
    let lab = Lab::new().await;
    let delete = |keys: Vec<String>, quiet: bool| {
        let objects =
            keys.into_iter().map(|key| ObjectIdentifier::builder().key(key).version_id("null").build().unwrap());
        let delete = Delete::builder().set_objects(Some(objects.collect())).quiet(quiet).build().unwrap();
        lab.client.delete_objects().bucket(BUCKET).delete(delete).send()
    };
    let keys: Vec<String> = (0..40).map(|n| format!("a/{}/{n}", n % 3)).collect();
    for key in &keys {
        lab.put(key, b"x").await;
    }
    lab.put("b/c/d", b"x").await;
    sent!(lab.delete_op("b/c/d"));
    sent!(lab.delete_op("b/c/d"));
    let mut named = keys.clone();
    named.extend(["never/there".into(), "../objects/a/0/0".into(), "a//b".into()]);
    let done = delete(named, false).await.unwrap();
    assert_eq!((done.deleted().len(), done.errors().len()), (41, 2));
    assert_eq!(done.errors()[0].code(), Some("InvalidArgument"));
    for folder in [BUCKET, ".anteroom/meta"] {
        assert_eq!(files(&lab.root().join(folder)), NONE);
    }
    assert_eq!(std::fs::read_dir(lab.root().join(BUCKET)).unwrap().count(), 0);
    let thousand = (0..1000).map(|n| n.to_string()).collect();
    assert_eq!(delete(thousand, true).await.unwrap().deleted().len(), 0);
    assert_eq!(code(&delete((0..1001).map(|n| n.to_string()).collect(), true).await), "MalformedXML");

    // One client puts into the folder that the other's delete leaves empty.
    let puts = async {
        for _ in 0..100 {
            lab.put("race/one", b"x").await;
        }
    };
    let deletes = async {
        for _ in 0..100 {
            lab.put("race/two", b"x").await;
            sent!(lab.delete_op("race/two"));
            sent!(lab.delete_op("race/one"));
        }
    };
    tokio::join!(puts, deletes);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_many_writers() {
    // Durable, because waiting for the disk makes room for races.
    let lab = Lab::with(|options| options.durable = true).await;
    let puts = (0..24).map(|n: usize| {
        let put = lab.put_op("key").metadata("writer", n.to_string());
        put.body(vec![b'a' + u8::try_from(n).unwrap(); 100_000 + n].into()).send()
    });
    let readers = async {
        for _ in 0..20 {
            // The SDK compares the checksum with the body: a mixture would fail.
            let Ok(object) = lab.get_op("key").send().await else {
                continue;
            };
            let writer: usize = object.metadata().unwrap()["writer"].parse().unwrap();
            assert_eq!(object.body.collect().await.unwrap().to_vec().len(), 100_000 + writer);
        }
    };
    let (puts, ()) = tokio::join!(futures_util::future::join_all(puts), readers);
    assert!(puts.iter().all(Result::is_ok));
    for key in ["a", "b", "c", "d"] {
        let once = (0..16).map(|_| lab.put_op(key).if_none_match("*").send());
        let created = futures_util::future::join_all(once).await;
        assert_eq!(created.iter().filter(|put| put.is_ok()).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn multipart_uploads() {
    let lab = Lab::new().await;
    let large = vec![b'1'; 5 * MIB];
    for (algorithm, kind) in [
        (None, None),
        (Some(ChecksumAlgorithm::Crc32), None),
        (Some(ChecksumAlgorithm::Crc32), Some(ChecksumType::FullObject)),
        (Some(ChecksumAlgorithm::Sha256), None),
    ] {
        let create = lab.create_op("m/key").content_type("text/plain").metadata("a", "b");
        let id = sent!(create.set_checksum_algorithm(algorithm.clone()).set_checksum_type(kind.clone()));
        let id = id.upload_id().unwrap();
        let mut parts = Vec::new();
        for (number, body) in [(2, DIGITS), (7, &large[..]), (2, &large[..]), (9, DIGITS)] {
            let part = lab.part_op("m/key").upload_id(id).part_number(number).body(body.to_vec().into());
            let part = sent!(part.set_checksum_algorithm(algorithm.clone()));
            parts.retain(|part: &CompletedPart| part.part_number() != Some(number));
            parts.push(
                CompletedPart::builder()
                    .part_number(number)
                    .e_tag(part.e_tag().unwrap())
                    .set_checksum_sha256(part.checksum_sha256)
                    .build(),
            );
        }
        parts.sort_by_key(CompletedPart::part_number);
        let listed = sent!(lab.parts_op("m/key").upload_id(id).max_parts(2));
        assert_eq!(
            (listed.parts().len(), listed.next_part_number_marker(), listed.is_truncated()),
            (2, Some("7"), Some(true))
        );
        assert_eq!(listed.parts()[0].size(), Some(FIVE_MIB));
        let complete = |parts: Vec<CompletedPart>| {
            let upload = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
            lab.complete_op("m/key").upload_id(id).multipart_upload(upload)
        };
        let named = |number: i32, etag: &str| CompletedPart::builder().part_number(number).e_tag(etag).build();
        for (parts, wanted) in [
            (vec![named(2, "\"x\"")], "InvalidPart"),
            (vec![named(1, DIGITS_MD5)], "InvalidPart"),
            (vec![parts[1].clone(), parts[0].clone()], "InvalidPartOrder"),
            (vec![], "MalformedXML"),
        ] {
            assert_eq!(code(&complete(parts).send().await), wanted);
        }
        assert_eq!(code(&complete(parts.clone()).key("m/other").send().await), "NoSuchUpload");
        let done = sent!(complete(parts.clone()));
        assert!(done.e_tag().unwrap().ends_with("-3\""));
        assert_eq!(code(&complete(parts).send().await), "NoSuchUpload");
        let head = sent!(lab.head_op("m/key").checksum_mode(ChecksumMode::Enabled));
        assert_eq!(
            (head.content_length(), head.content_type(), head.e_tag()),
            (Some(2 * FIVE_MIB + 9), Some("text/plain"), done.e_tag())
        );
        let composite = algorithm.is_some() && kind.is_none();
        assert_eq!(
            head.checksum_type(),
            Some(if composite { &ChecksumType::Composite } else { &ChecksumType::FullObject })
        );
        assert_eq!(
            (
                head.checksum_crc64_nvme().is_some(),
                head.checksum_sha256().or(head.checksum_crc32()).is_some_and(|sum| sum.ends_with("-3"))
            ),
            (!composite, composite)
        );
        // For a checksum of the whole, this verifies that it is the one of the bytes.
        assert_eq!(lab.get("m/key").await, [&large, &large, DIGITS].concat());
    }

    let mut ids = BTreeMap::new();
    for key in ["x/1", "x/2", "y/1"] {
        let id = lab.create_op(key).send().await.unwrap().upload_id.unwrap();
        sent!(lab.part_op(key).upload_id(&id).part_number(1).body(DIGITS.to_vec().into()));
        ids.insert(key, id);
    }
    let lab = lab.restart().await;
    assert_eq!(lab.keys().await, ["m/key"]);
    let page = sent!(lab.client.list_multipart_uploads().bucket(BUCKET).prefix("x/").max_uploads(1));
    assert_eq!((page.uploads()[0].key(), page.is_truncated()), (Some("x/1"), Some(true)));
    let next =
        lab.client.list_multipart_uploads().bucket(BUCKET).prefix("x/").key_marker(page.next_key_marker().unwrap());
    let next = sent!(next.upload_id_marker(page.next_upload_id_marker().unwrap()));
    assert_eq!((next.uploads().len(), next.uploads()[0].key()), (1, Some("x/2")));
    let part =
        |number| lab.part_op("y/1").upload_id(&ids["y/1"]).part_number(number).body(DIGITS.to_vec().into()).send();
    assert_eq!(code(&part(0).await), "InvalidArgument");
    part(2).await.unwrap();
    let small = [1, 2].map(|number| CompletedPart::builder().part_number(number).e_tag(DIGITS_MD5).build());
    let upload = CompletedMultipartUpload::builder().set_parts(Some(small.to_vec())).build();
    let small = lab.complete_op("y/1").upload_id(&ids["y/1"]).multipart_upload(upload).send().await;
    assert_eq!(code(&small), "EntityTooSmall");
    for (key, id) in &ids {
        let abort = || lab.abort_op(*key).upload_id(id).send();
        abort().await.unwrap();
        assert_eq!(code(&abort().await), "NoSuchUpload");
    }
    assert_eq!(code(&part(1).await), "NoSuchUpload");
    assert_eq!(code(&lab.abort_op("x").upload_id("../../x").send().await), "NoSuchUpload");
    for folder in ["tmp", "uploads"] {
        assert_eq!(files(&lab.root().join(".anteroom").join(folder)), NONE);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_mebibytes() {
    let lab = Lab::new().await;
    let source = lab.dir.path().join("source");
    std::fs::File::create(&source).unwrap().set_len(64 * MIB as u64).unwrap();
    let body = ByteStream::from_path(&source).await.unwrap();
    sent!(lab.put_op("large").body(body).customize().disable_payload_signing());
    assert_eq!(lab.get("large").await.len(), 64 * MIB);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stands_beside_reads_and_changes_nothing() {
    let lab = Lab::new().await;
    lab.put("a/b", DIGITS).await;
    let beside = EmbeddedS3::start_beside(lab.root(), BUCKET, CancellationToken::new()).await.unwrap();
    let reader = client(&beside.endpoint(), beside.access_key(), beside.secret_key());
    let read = sent!(reader.get_object().bucket(BUCKET).key("a/b")).body.collect().await.unwrap();
    assert_eq!(read.to_vec(), DIGITS);
    assert_eq!(sent!(reader.list_objects_v2().bucket(BUCKET).prefix("a/")).contents().len(), 1);
    assert!(reader.put_object().bucket(BUCKET).key("c").body(DIGITS.to_vec().into()).send().await.is_err());
    assert!(reader.delete_object().bucket(BUCKET).key("a/b").send().await.is_err());
    assert_eq!(lab.keys().await, ["a/b"]);
    let nowhere = EmbeddedS3::start_beside(&lab.root().join("none"), BUCKET, CancellationToken::new()).await;
    assert_eq!(nowhere.unwrap_err().kind(), std::io::ErrorKind::NotFound);
    assert!(!lab.root().join("none").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn buckets_and_restarts() {
    let lab = Lab::new().await;
    let c = &lab.client;
    sent!(c.create_bucket().bucket("another"));
    assert_eq!(code(&c.create_bucket().bucket("another").send().await), "BucketAlreadyOwnedByYou");
    let buckets = sent!(c.list_buckets());
    assert_eq!(buckets.buckets().iter().map(|b| b.name().unwrap()).collect::<Vec<_>>(), ["another", BUCKET]);
    sent!(c.head_bucket().bucket(BUCKET));
    assert!(c.head_bucket().bucket("none").send().await.unwrap_err().into_service_error().is_not_found());
    let location = sent!(c.get_bucket_location().bucket(BUCKET));
    assert!(location.location_constraint().is_none_or(|location| location.as_str().is_empty()));
    assert!(c.get_bucket_versioning().bucket(BUCKET).send().await.unwrap().status().is_none());
    assert_eq!(code(&c.get_bucket_lifecycle_configuration().bucket(BUCKET).send().await), "NotImplemented");

    let second = EmbeddedS3::start(lab.root(), BUCKET, CancellationToken::new()).await;
    assert_eq!(second.unwrap_err().kind(), std::io::ErrorKind::ResourceBusy);
    sent!(lab.put_op("s/kept").metadata("a", "b"));
    sent!(lab.put_op("s/lost").metadata("a", "b"));
    // As after a crash: half-received bytes, and a sidecar whose object is missing.
    std::fs::write(lab.root().join(".anteroom/tmp/stale"), "x").unwrap();
    std::fs::remove_file(lab.root().join(BUCKET).join("s/lost")).unwrap();
    let lab = lab.restart().await;
    assert_eq!(files(&lab.root().join(".anteroom/tmp")), NONE);
    assert_eq!(files(&lab.root().join(".anteroom/meta")).len(), 1);
    let head = sent!(lab.head_op("s/kept"));
    assert_eq!(head.metadata().unwrap()["a"], "b");
}

/// hyper keeps its Date until the clock has passed it. If the clock steps back, the SDK would take that for the true
/// time, and sign with times in the future, which are refused.
#[tokio::test]
async fn answers_carry_no_date_that_a_client_could_correct_its_clock_by() {
    let lab = Lab::new().await;
    let headers = [("content-length", "0")];
    let mut stream = lab.raw(&format!("/{BUCKET}/a"), SignableBody::UnsignedPayload, &headers).await;
    let mut head = [0; 4096];
    let read = stream.read(&mut head).await.unwrap();
    let head = String::from_utf8_lossy(&head[..read]).to_lowercase();
    assert!(head.starts_with("http/1.1 ") && head.contains("\r\n\r\n"), "{head}");
    assert!(!head.contains("\r\ndate:"), "{head}");
}
