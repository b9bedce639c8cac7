//! A bucket that keeps versions, as a real one may.

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{BucketVersioningStatus, VersioningConfiguration};

use super::Site;
use crate::support::client::Visitor;
use crate::support::servers::{LocalStack, s3_client};
use crate::support::wire::Framing::Chunked;
use crate::support::wire::send;
use crate::support::{files, until};

const BUCKET: &str = "versioned";

async fn versioned_bucket(endpoint: &str) -> Client {
    let client = s3_client(endpoint, "test", "test");
    client.create_bucket().bucket(BUCKET).send().await.expect("a bucket");
    let enabled = VersioningConfiguration::builder().status(BucketVersioningStatus::Enabled).build();
    let versioning = client.put_bucket_versioning().bucket(BUCKET).versioning_configuration(enabled);
    versioning.send().await.expect("versions");
    client
}

/// Versions and delete markers under the session's prefix, the markers last.
async fn versions(client: &Client, visitor: &Visitor) -> (usize, usize) {
    let listed = client.list_object_versions().bucket(BUCKET).prefix(&visitor.session).send().await.expect("a listing");
    (listed.versions().len(), listed.delete_markers().len())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn localstack_keeps_no_version_and_no_marker_of_an_abandoned_session() {
    let (s3, site) = (LocalStack::start().await, Site::start().await);
    let client = versioned_bucket(s3.endpoint()).await;
    let program = site.program_with(&[
        ("S3_BUCKET", BUCKET),
        ("AWS_ENDPOINT_URL", s3.endpoint()),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
    ]);
    let [left, kept] = [(); 2].map(|()| Visitor::new(program.client()));
    let removed = left.upload_pdf().await;
    left.upload_pdf().await;
    send(&left, "b.pdf", &files::pdf(9_000_000), Chunked).await.ok(201);
    assert_eq!(versions(&client, &left).await, (3, 0));
    // A file that the visitor removes leaves no version either.
    left.call("DELETE", &format!("/files/{removed}"), serde_json::Value::Null).await.ok(204);
    until("two versions", async || (versions(&client, &left).await == (2, 0)).then_some(())).await;
    // Another tool overwrote and hid one of them.
    let key = {
        let listed = client.list_objects_v2().bucket(BUCKET).prefix(&left.session).send().await.expect("a listing");
        listed.contents()[0].key().expect("a key").to_owned()
    };
    client.put_object().bucket(BUCKET).key(&key).body(b"again".to_vec().into()).send().await.expect("a version");
    client.delete_object().bucket(BUCKET).key(&key).send().await.expect("a marker");
    assert_eq!(versions(&client, &left).await, (3, 1));
    let files = [kept.upload_pdf().await, kept.upload_pdf().await];
    kept.contact("zoe@example.org").await.ok(202);

    // They leave: the page says goodbye, and no one comes back.
    left.leave().await.ok(204);
    site.age("31 seconds").await;
    site.lease_is(&left, "tombstone").await;
    assert_eq!(versions(&client, &left).await, (0, 0), "no version, no marker");
    let open = client.list_multipart_uploads().bucket(BUCKET).send().await.expect("a listing");
    assert!(open.uploads().is_empty());
    assert_eq!(versions(&client, &kept).await, (files.len(), 0));
    // An erased person leaves nothing either (I7).
    kept.discard().await.ok(204);
    site.lease_is(&kept, "tombstone").await;
    assert_eq!(versions(&client, &kept).await, (0, 0));
}
