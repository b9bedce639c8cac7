//! Object stores that do not behave as the program would like. Each gets the same visits: acknowledged files are there,
//! byte for byte, deleted ones are gone, and each receipt counts what was deleted.
//! `cargo nextest run stores:: --no-capture` prints a line of a table for each.

use std::collections::BTreeMap;

use aws_sdk_s3::Client;

use super::Site;
use crate::s3_front::{BUCKET, Deed, error};
use crate::support::client::{Visitor, new_id};
use crate::support::process::Program;
use crate::support::servers::{LocalStack, S3rver, s3_client};
use crate::support::wire::Framing::{self, Chunked, Length};
use crate::support::wire::send;
use crate::support::{files, until};

const WAYS: [(usize, Framing); 3] = [(1000, Length), (9_000_000, Length), (9_000_000, Chunked)];
/// Files, objects and whether it is finished, of the only receipt.
const RECEIPT: &str = "SELECT files || ' ' || objects || ' ' || (finished_at IS NOT NULL) FROM erasures";

type Rule = (fn(&str) -> bool, Deed);

fn lists_versions(call: &str) -> bool {
    call.starts_with("GET ") && call.contains("versions")
}

fn lists_objects(call: &str) -> bool {
    call.starts_with("GET ") && call.contains("list-type=2")
}

fn lists_uploads(call: &str) -> bool {
    call.starts_with("GET ") && call.contains("uploads")
}

fn deletes(call: &str) -> bool {
    call.starts_with("POST ") && call.contains("delete")
}

fn puts(call: &str) -> bool {
    call.starts_with("PUT ") && !call.contains(".anteroom")
}

fn no_versions() -> String {
    let name = format!("<Name>{BUCKET}</Name><IsTruncated>false</IsTruncated>");
    format!("<ListVersionsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{name}</ListVersionsResult>")
}

/// What lies under the prefix, with its sizes.
async fn held(client: &Client, prefix: &str) -> BTreeMap<String, i64> {
    let page = client.list_objects_v2().bucket(BUCKET).prefix(prefix).send().await.expect("a listing");
    page.contents()
        .iter()
        .map(|object| (object.key().expect("a key").to_owned(), object.size().expect("a size")))
        .collect()
}

/// Sends a file in each way, as the widget does: what got 503 once more. Returns what was answered, and the sizes of what
/// was acknowledged, which is all that the store holds.
async fn upload_all(visitor: &Visitor, behind: &Client) -> (String, BTreeMap<String, i64>) {
    let (mut answers, mut acknowledged) = (Vec::new(), BTreeMap::new());
    for (size, framing) in WAYS {
        let pdf = files::pdf(size);
        let mut statuses = Vec::new();
        while statuses.len() < 2 && statuses.last() != Some(&201) {
            let answer = send(visitor, "a.pdf", &pdf, framing).await;
            statuses.push(answer.status.as_u16());
            if answer.status != 201 {
                answer.refused(503, "unavailable");
                continue;
            }
            let file = &answer.json()["files"][0];
            assert_eq!(file["size"], size);
            let key = format!("{}/{}", visitor.session, file["id"].as_str().expect("an id"));
            let object = behind.get_object().bucket(BUCKET).key(&key).send().await.expect("the object");
            assert!(object.body.collect().await.expect("its bytes").into_bytes() == pdf, "other bytes than were sent");
            acknowledged.insert(key, i64::try_from(size).expect("a size"));
        }
        answers.push(statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(", "));
        let is_all = async || (held(behind, &visitor.session).await == acknowledged).then_some(());
        until("only what was acknowledged", is_all).await;
    }
    (answers.join(" | "), acknowledged)
}

/// One visitor gives a contact and is erased, one discards, and one just leaves. Returns the answers to
/// the uploads, and prints all of it.
async fn visits(site: &Site, program: &Program, name: &str, behind: &Client) -> String {
    let [kept, discarded, abandoned] = [(); 3].map(|()| Visitor::new(program.client()));
    let (answers, acknowledged) = upload_all(&kept, behind).await;
    for visitor in [&discarded, &abandoned] {
        upload_all(visitor, behind).await;
    }
    let contact = kept.contact("zoe@example.org").await.status;
    let sizes = site.texts("SELECT session_id || '/' || id || ' ' || size FROM files ORDER BY 1").await;
    let wanted: Vec<String> = acknowledged.iter().map(|(key, size)| format!("{key} {size}")).collect();
    assert_eq!((contact.as_u16(), sizes), (202, wanted));
    kept.discard().await.ok(204);
    discarded.discard().await.ok(204);
    for visitor in [&kept, &discarded] {
        site.lease_is(visitor, "tombstone").await;
    }
    abandoned.leave().await.ok(204);
    site.age("31 seconds").await;
    site.lease_is(&abandoned, "tombstone").await;
    for visitor in [&kept, &discarded, &abandoned] {
        assert_eq!(held(behind, &visitor.session).await, BTreeMap::new());
    }
    let receipt = site.text(RECEIPT).await;
    let files = acknowledged.len();
    eprintln!("| {name} | {answers} | {} | {receipt} | 0 | 0 | 0 |", contact.as_u16());
    assert_eq!(receipt, format!("{files} {files} true"));
    // The last look, after which the ids may be forgotten.
    site.age("16 minutes").await;
    for visitor in [&kept, &discarded, &abandoned] {
        site.lease_is(visitor, "none").await;
    }
    assert!(program.client().metric("anteroom_purge_failures_total").await < 1.0, "{}", program.log());
    answers
}

/// The same over the embedded store, with these answers instead of its own.
async fn visits_with(name: &str, rules: Vec<Rule>) -> (Site, Program, String) {
    let site = Site::start().await;
    for (matches, deed) in rules {
        site.s3.on(usize::MAX, matches, deed);
    }
    let program = site.program();
    site.compared().await;
    let answers = visits(&site, &program, name, &site.s3.behind()).await;
    (site, program, answers)
}

/// Uploads of which the store held other bytes.
async fn mismatches(program: &Program) -> String {
    format!("{:.0}", program.client().metric("anteroom_put_mismatches_total").await)
}

const AT_ONCE: &str = "201 | 201 | 201";

/// s3rver is configured as an operator configures their own store.
fn options(s3rver: &S3rver) -> [(&str, &str); 3] {
    let key = S3rver::KEY;
    [("AWS_ENDPOINT_URL", s3rver.endpoint()), ("AWS_ACCESS_KEY_ID", key), ("AWS_SECRET_ACCESS_KEY", key)]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3rver_keeps_what_was_sent_or_nothing() {
    let (s3, site) = (S3rver::start(BUCKET).await, Site::start().await);
    let behind = s3_client(s3.endpoint(), S3rver::KEY, S3rver::KEY);
    // A large file cannot be sent again from here, so its sender is asked to.
    let visitor = {
        let program = site.program_with(&options(&s3));
        let visitor = Visitor::new(program.client());
        send(&visitor, "a.pdf", &files::pdf(9_000_000), Length).await.refused(503, "unavailable");
        until("nothing to be left of it", async || held(&behind, &visitor.session).await.is_empty().then_some(()))
            .await;
        send(&visitor, "a.pdf", &files::pdf(9_000_000), Length).await.ok(201);
        let log = program.log();
        assert_eq!((log.matches("S3_CHECKSUMS=required").count(), log.contains(&visitor.session)), (1, false), "{log}");
        assert_eq!(mismatches(&program).await, "1");
        visitor
    };
    let program = site.program_with(&options(&s3));
    assert_eq!(visits(&site, &program, "s3rver 3.7.1", &behind).await, AT_ONCE);
    // Where the bytes are at hand, the visitor does not notice.
    assert_eq!(mismatches(&program).await, "1");
    // The first visitor has been silent for long by now.
    until("its purge", async || held(&behind, &visitor.session).await.is_empty().then_some(())).await;
    // What is the program's own is as it was written.
    let epoch = behind.get_object().bucket(BUCKET).key(".anteroom/epoch").send().await.expect("the marker");
    let epoch = epoch.body.collect().await.expect("its bytes").to_vec();
    assert_eq!(String::from_utf8(epoch).expect("text"), site.text("SELECT epoch::text FROM sweeps").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3rver_is_sent_no_trailer_where_the_options_say_so() {
    let (s3, site) = (S3rver::start(BUCKET).await, Site::start().await);
    let behind = s3_client(s3.endpoint(), S3rver::KEY, S3rver::KEY);
    let sdk = ("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required");
    for (name, option) in
        [("s3rver, S3_CHECKSUMS=required", ("S3_CHECKSUMS", "required")), ("s3rver, the SDK's variable", sdk)]
    {
        site.sql("DELETE FROM erasures").await;
        let program = site.program_with(&[&options(&s3)[..], &[option]].concat());
        assert_eq!(visits(&site, &program, name, &behind).await, AT_ONCE);
        assert_eq!(mismatches(&program).await, "0");
    }
    // It cannot abort an upload in parts, which is no reason to refuse it.
    let mut check = tokio::process::Command::from(site.command());
    let checked = check.envs(options(&s3)).env("S3_CHECKSUMS", "required").arg("check").output().await.expect("an end");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    let program = site.program_with(&[&options(&s3)[..], &[sdk, ("S3_CHECKSUMS", "supported")]].concat());
    until("a word about both", async || program.log().contains("Remove one of the two").then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn localstack_keeps_what_was_sent() {
    let (s3, site) = (LocalStack::start().await, Site::start().await);
    let behind = s3_client(s3.endpoint(), "test", "test");
    behind.create_bucket().bucket(BUCKET).send().await.expect("a bucket");
    let test = [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_REGION", "us-east-1")];
    for (name, checksums) in [("LocalStack", "supported"), ("LocalStack, S3_CHECKSUMS=required", "required")] {
        site.sql("DELETE FROM erasures").await;
        let own = [("AWS_ENDPOINT_URL", s3.endpoint()), ("S3_CHECKSUMS", checksums)];
        let program = site.program_with(&[&test[..], &own].concat());
        assert_eq!(visits(&site, &program, name, &behind).await, AT_ONCE);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_proves_what_it_holds_is_asked_nothing_more() {
    let (site, program, answers) = visits_with("embedded", vec![]).await;
    assert_eq!(answers, AT_ONCE);
    let visitor = Visitor::new(program.client());
    let session = visitor.session.clone();
    let calls =
        || site.s3.calls(|call| call.contains(&session)).iter().map(|call| call[..4].to_owned()).collect::<Vec<_>>();
    for (size, framing) in WAYS {
        send(&visitor, "a.pdf", &files::pdf(size), framing).await.ok(201);
    }
    // One for each file; the last is begun, sent in two parts, and completed.
    assert_eq!(calls(), ["PUT ", "PUT ", "POST", "PUT ", "PUT ", "POST"]);
    let before = site.s3.calls(|_| true).len();
    visitor.discard().await.ok(204);
    site.lease_is(&visitor, "tombstone").await;
    // Unfinished uploads, for one came in parts; and one list, which is known to show everything.
    let purging: Vec<_> = site.s3.calls(|_| true).split_off(before);
    assert!(deletes(&purging[0]) && lists_uploads(&purging[1]) && lists_versions(&purging[2]), "{purging:?}");
    assert_eq!(purging.len(), 3, "{purging:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_keeps_the_framing_is_sent_none_any_more() {
    let (site, program, answers) =
        visits_with("keeps aws-chunked framing", vec![(puts, Deed::Kept(<[u8]>::to_vec))]).await;
    assert_eq!(answers, AT_ONCE);
    assert_eq!(mismatches(&program).await, "1");
    drop(site);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_loses_bytes_is_not_believed() {
    let site = Site::start().await;
    site.s3.on(usize::MAX, puts, Deed::Kept(|body| body[..body.len() / 2].to_vec()));
    for checksums in ["supported", "required"] {
        let program = site.program_with(&[("S3_CHECKSUMS", checksums)]);
        let visitor = Visitor::new(program.client());
        let (answers, acknowledged) = upload_all(&visitor, &site.s3.behind()).await;
        eprintln!("| loses bytes, {checksums} | {answers} | | | {} | | |", acknowledged.len());
        assert_eq!(answers, "503, 503 | 503, 503 | 503, 503");
        assert!(!program.log().contains("aws-chunked"), "{}", program.log());
        site.counts("SELECT count(*) FROM uploads WHERE state <> 'cut'", 0).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_list_of_versions_proves_nothing() {
    let blind = vec![(lists_versions as fn(&str) -> bool, Deed::Instead(200, no_versions()))];
    let (_, _, answers) = visits_with("ListObjectVersions empty", blind).await;
    assert_eq!(answers, AT_ONCE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_s_files_are_deleted_even_if_no_listing_shows_them() {
    let site = Site::start().await;
    site.s3.on(usize::MAX, lists_versions, Deed::Instead(501, error("NotImplemented")));
    let none = no_versions().replace("ListVersionsResult", "ListBucketResult");
    site.s3.on(usize::MAX, lists_objects, Deed::Instead(200, none));
    let program = site.program();
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    visitor.upload_pdf().await;
    visitor.contact("zoe@example.org").await.ok(202);
    visitor.discard().await.ok(204);
    site.lease_is(&visitor, "tombstone").await;
    assert_eq!((site.keys_of(&visitor).len(), site.text(RECEIPT).await.as_str()), (0, "2 2 true"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_without_a_list_of_uploads_is_purged_and_compared() {
    for (status, code) in [(405, "MethodNotAllowed"), (501, "NotImplemented")] {
        let site = Site::start().await;
        site.s3.on(usize::MAX, lists_uploads, Deed::Instead(status, error(code)));
        // Only the comparison at the start can find it.
        let stray = format!("{}/{}", new_id(), new_id());
        let put = site.s3.behind().put_object().bucket(BUCKET).key(&stray).body(b"stray".to_vec().into());
        put.send().await.expect("an object");
        let program = site.program();
        until("an object that is adopted", async || {
            (program.client().metric("anteroom_orphans_adopted_total").await >= 1.0).then_some(())
        })
        .await;
        site.age("3 minutes").await;
        until("nothing to be left of it", async || site.keys().is_empty().then_some(())).await;
        if status == 501 {
            let answers = visits(&site, &program, "ListMultipartUploads 501", &site.s3.behind()).await;
            let said = program.log().matches("does not list multipart uploads").count();
            assert_eq!((answers.as_str(), said), (AT_ONCE, 1));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_wants_content_md5_is_emptied_one_by_one() {
    let rules = vec![(deletes as fn(&str) -> bool, Deed::Instead(400, error("MissingContentMD5")))];
    let (site, program, answers) = visits_with("DeleteObjects MissingContentMD5", rules).await;
    assert_eq!(answers, AT_ONCE);
    // It is remembered.
    let asked = site.s3.calls(deletes).len();
    erase_one(&site, &program).await;
    assert_eq!((site.s3.calls(deletes).len(), program.log().matches("one by one").count()), (asked, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_refuses_delete_objects_is_emptied_one_by_one() {
    let rules = vec![(deletes as fn(&str) -> bool, Deed::Instead(501, error("NotImplemented")))];
    let (site, program, answers) = visits_with("DeleteObjects 501", rules).await;
    assert_eq!(answers, AT_ONCE);
    program.kill();
    // Others say it otherwise.
    let md5 = error("InvalidRequest").replace("As a test wants it.", "Missing required header: Content-MD5 or x-amz-");
    for (status, answer) in [(400, md5), (405, String::new())] {
        site.s3.behave();
        let refused = site.s3.on(usize::MAX, deletes, Deed::Instead(status, answer));
        erase_one(&site, &site.program()).await;
        assert_eq!(refused.count(), 1);
    }
}

async fn erase_one(site: &Site, program: &Program) {
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    visitor.contact("zoe@example.org").await.ok(202);
    visitor.discard().await.ok(204);
    site.lease_is(&visitor, "tombstone").await;
    assert_eq!(site.keys_of(&visitor), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_only_says_that_it_deletes_finishes_no_receipt() {
    let site = Site::start().await;
    let program = site.program();
    site.compared().await;
    let none = "<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>";
    site.s3.on(usize::MAX, deletes, Deed::Instead(200, none.to_owned()));
    let [kept, abandoned] = [(); 2].map(|()| Visitor::new(program.client()));
    for visitor in [&kept, &abandoned] {
        visitor.upload_pdf().await;
        visitor.upload_pdf().await;
    }
    kept.contact("zoe@example.org").await.ok(202);
    kept.discard().await.ok(204);
    abandoned.discard().await.ok(204);
    until("two failures", async || {
        (program.client().metric("anteroom_purge_failures_total").await >= 2.0).then_some(())
    })
    .await;
    let state = (site.lease(&kept).await, site.lease(&abandoned).await, site.text(RECEIPT).await);
    eprintln!(
        "| 200 for deletes, keeps | {AT_ONCE} | 202 | {} | {} | {} | |",
        state.2,
        site.keys_of(&kept).len(),
        site.keys_of(&abandoned).len()
    );
    assert_eq!(state, ("purging".to_owned(), "purging".to_owned(), "2 0 false".to_owned()));
    assert_eq!(site.keys().len(), 4);
    site.s3.behave();
    site.age("2 minutes").await;
    site.lease_is(&kept, "tombstone").await;
    site.lease_is(&abandoned, "tombstone").await;
    assert_eq!((site.keys().len(), site.text(RECEIPT).await.as_str()), (0, "2 2 true"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_of_fewer_objects_than_files_says_so() {
    let site = Site::start().await;
    let program = site.program();
    let visitor = Visitor::new(program.client());
    let gone = visitor.upload_pdf().await;
    visitor.upload_pdf().await;
    visitor.contact("zoe@example.org").await.ok(202);
    // One of them is taken out of the bucket from outside.
    let key = format!("{}/{gone}", visitor.session);
    site.s3.behind().delete_object().bucket(BUCKET).key(key).send().await.expect("a deletion");
    visitor.discard().await.ok(204);
    site.lease_is(&visitor, "tombstone").await;
    assert_eq!(site.text(RECEIPT).await, "2 1 true");
    site.told("files-not-found").await;
    assert!(program.log().contains("an erasure found fewer objects than files"), "{}", program.log());
    assert!(!program.log().contains(&visitor.session), "{}", program.log());
}
