//! Buckets, restarts, and a second process over the same folder.

use aws_sigv4::http_request::SignableBody;
use embedded_s3::EmbeddedS3;
use tokio::io::AsyncReadExt;
use tokio_util::sync::CancellationToken;

use crate::lab::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_beside_it_reads_and_changes_nothing() {
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
