//! `anteroom check` over a bucket that allows everything but one call.

use super::Site;
use crate::s3_front::{Deed, error};

type Refused = fn(&str) -> bool;

/// Which call is refused, and what is said about it.
const CALLS: [(Refused, &str); 10] = [
    (|call| call == "HEAD /intake/", "HeadBucket answered 403"),
    (|call| call.starts_with("PUT ") && !call.contains('?'), "needs s3:PutObject"),
    (|call| call.starts_with("HEAD ") && call.len() > 20, "HeadObject answered 403; files are read with HeadObject"),
    (|call| call.contains("x-id=GetObject"), "GetObject answered 403 AccessDenied As a test wants it.; files are read"),
    (|call| call.contains("versions"), "ListObjectVersions answered 403 AccessDenied"),
    (|call| call.contains("list-type=2"), "s3:ListBucketVersions"),
    (|call| call.starts_with("GET ") && call.contains("uploads"), "ListMultipartUploads answered 403"),
    (|call| call.starts_with("POST ") && call.contains("uploads"), "CreateMultipartUpload answered 403"),
    (|call| call.starts_with("DELETE ") && call.contains("uploadId"), "s3:AbortMultipartUpload"),
    (
        |call| call.contains("?delete"),
        "DeleteObjects answered 403 AccessDenied As a test wants it.; sessions are deleted",
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_call_that_the_bucket_refuses_is_named_with_its_permission() {
    let site = Site::start().await;
    let check = async || {
        let checked = tokio::process::Command::from(site.command()).arg("check").output().await.expect("an answer");
        (checked.status.code(), String::from_utf8_lossy(&checked.stderr).into_owned())
    };
    assert_eq!(check().await.0, Some(0));
    for (at, (refuses, words)) in CALLS.into_iter().enumerate() {
        site.s3.behave();
        let not_ours = move |call: &str| !call.contains(".anteroom") && refuses(call);
        let refused = site.s3.on(usize::MAX, not_ours, Deed::Instead(403, error("AccessDenied")));
        let (code, said) = check().await;
        assert!(refused.count() > 0, "{at} is not called");
        assert_eq!(code, Some(1), "{at}");
        assert!(said.contains(words) && said.contains("Check S3_BUCKET"), "{at}: {said}");
    }
    site.s3.behave();
    assert_eq!(check().await.0, Some(0));
    // Only the file that could not be deleted is left. A comparison finds it, as that of any crash.
    assert_eq!(site.keys().len(), 1);
}
