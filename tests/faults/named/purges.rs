//! Faults of the object store while a session is purged.

use super::{Site, at};
use crate::s3_front::{Deed, error};
use crate::support::client::Visitor;
use crate::support::{files, until};

fn is_delete(call: &str) -> bool {
    call.starts_with("POST ") && call.contains("delete")
}

/// A visitor who has given a contact, and one with two files waiting.
async fn kept_and_open(site: &Site, client: crate::support::Client) -> [Visitor; 2] {
    let [kept, open] = [(); 2].map(|()| Visitor::new(client.clone()));
    kept.upload_pdf().await;
    kept.contact("zoe@example.org").await.ok(202);
    open.upload_pdf().await;
    open.upload_pdf().await;
    assert_eq!((site.keys_of(&kept).len(), site.keys_of(&open).len()), (1, 2));
    [kept, open]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_between_purge_and_tombstone_is_only_a_second_look() {
    let site = Site::start().await;
    let program = site.program();
    let [kept, gone] = kept_and_open(&site, program.client()).await;
    let deleted = site.s3.on(1, is_delete, Deed::Unanswered);
    gone.discard().await.ok(204);
    deleted.reached(1).await;
    program.kill();
    assert_eq!((site.keys(), site.lease(&gone).await.as_str()), (site.keys_of(&kept), "purging"));
    let program = site.program();
    let again = at(&program, &gone);
    again.open().await.refused(410, "session-gone");
    again.upload("c.pdf", &files::pdf(100)).await.refused(410, "session-gone");
    // The dead instance's claim lapses.
    site.age("16 seconds").await;
    site.lease_is(&gone, "tombstone").await;
    again.contact("zoe@example.org").await.refused(410, "session-gone");
    site.age("16 minutes").await;
    site.lease_is(&gone, "none").await;
    assert_eq!((site.keys(), site.number("SELECT count(*) FROM files").await), (site.keys_of(&kept), 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deletion_with_errors_for_its_keys_is_done_again() {
    let site = Site::start().await;
    let program = site.program();
    let [kept, gone] = kept_and_open(&site, program.client()).await;
    // The first is refused, the second is not mentioned: quiet answers name failures only.
    let refused = format!(
        "<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Error><Key>{}</Key>\
         <Code>InternalError</Code><Message>We encountered an internal error. Please try again.</Message></Error>\
         </DeleteResult>",
        site.keys_of(&gone)[0]
    );
    let deletions = site.s3.on(2, is_delete, Deed::Instead(200, refused));
    gone.discard().await.ok(204);
    deletions.reached(1).await;
    until("a failure that is counted", async || {
        (program.client().metric("anteroom_purge_failures_total").await >= 1.0).then_some(())
    })
    .await;
    assert_eq!((site.lease(&gone).await.as_str(), site.keys_of(&gone).len()), ("purging", 2));
    until("it to be tried until it is done", async || {
        site.age("1 minute").await;
        (site.lease(&gone).await == "tombstone").then_some(())
    })
    .await;
    assert_eq!((deletions.count(), site.keys()), (2, site.keys_of(&kept)));
    assert!(!program.log().contains(&gone.session), "{}", program.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_down_from_the_store_is_waited_out() {
    let site = Site::start().await;
    let program = site.program();
    site.compared().await;
    let slow = |times, prefix: &str| {
        let prefix = prefix.to_owned();
        site.s3.on(times, move |call| call.starts_with(&prefix), Deed::Instead(503, error("SlowDown")))
    };
    let visitor = Visitor::new(program.client());
    let writes = format!("PUT /intake/{}/", visitor.session);
    // Bytes that are at hand are sent once more; parts and everything else go by the SDK's own pauses.
    let once = slow(1, &writes);
    visitor.upload("a.pdf", &files::pdf(1000)).await.ok(201);
    assert_eq!(once.count(), 1);
    let once = slow(1, &writes);
    let parts = crate::support::wire::Framing::Chunked;
    crate::support::wire::send(&visitor, "b.pdf", &files::pdf(9_000_000), parts).await.ok(201);
    assert_eq!(once.count(), 1);
    // A store that is too busy for long takes nothing, and the visitor is told when to come back.
    slow(usize::MAX, &writes);
    for size in [1000, 9_000_000] {
        let refused = visitor.upload("c.pdf", &files::pdf(size)).await;
        refused.refused(503, "unavailable");
        assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0), "{:?}", refused.headers);
    }
    site.s3.behave();
    until("the failed uploads' end", async || {
        (site.uploads(&visitor, "receiving").await == 0 && site.keys_of(&visitor).len() == 2).then_some(())
    })
    .await;
    let heads = slow(2, "HEAD /intake/");
    visitor.files().await.ok(200);
    assert_eq!(heads.count(), 2);
    // More often than the SDK tries: the purge itself comes again.
    let listings = slow(7, "GET /intake");
    visitor.discard().await.ok(204);
    until("it to be tried until it is done", async || {
        site.age("10 seconds").await;
        (site.lease(&visitor).await == "tombstone").then_some(())
    })
    .await;
    assert_eq!((listings.count(), site.keys().len()), (7, 0));
}
