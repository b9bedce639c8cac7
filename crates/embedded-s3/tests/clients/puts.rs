//! What a put accepts and what it refuses.

use std::time::Duration;

use aws_sdk_s3::config::RequestChecksumCalculation;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{ChecksumAlgorithm, ChecksumMode, ChecksumType};
use aws_sigv4::http_request::SignableBody;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::lab::*;

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
