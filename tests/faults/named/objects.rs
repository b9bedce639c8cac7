//! A store that is away, and one that reports a success that is none.

use serde_json::json;

use super::Site;
use crate::s3_front::{Deed, error};
use crate::support::client::Visitor;
use crate::support::wire::Framing::{Chunked, Length};
use crate::support::wire::send;
use crate::support::{files, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_completion_with_an_error_in_its_200_is_a_failure() {
    let site = Site::start().await;
    let program = site.program();
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    let completing = |call: &str| call.starts_with("POST ") && call.contains("uploadId=");
    let failed = error("InternalError");
    // Once the store has not done it, once it has.
    for deed in [Deed::Instead(200, failed.clone()), Deed::Afterwards(200, failed)] {
        let completions = site.s3.on(usize::MAX, completing, deed);
        let answer = send(&visitor, "b.pdf", &files::pdf(9_000_000), Chunked).await;
        answer.refused(503, "unavailable");
        assert!(completions.count() >= 1);
        site.s3.behave();
        until("nothing to be left of it", async || (site.keys_of(&visitor).len() == 1).then_some(())).await;
        site.nothing_unfinished().await;
        assert_eq!((site.uploads(&visitor, "stored").await, site.uploads(&visitor, "receiving").await), (1, 0));
    }
    send(&visitor, "b.pdf", &files::pdf(9_000_000), Chunked).await.ok(201);
    visitor.contact("zoe@example.org").await.ok(202);
    assert_eq!(site.keys().len(), 2);
    // What might still arrive of the failed ones is looked for once more.
    site.age("16 minutes").await;
    site.counts("SELECT count(*) FROM uploads", 0).await;
    assert_eq!((site.keys().len(), site.number("SELECT count(*) FROM files").await), (2, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_is_away_for_long_is_emptied_when_it_is_back() {
    let site = Site::start().await;
    // It is away at the start already.
    site.s3.shut();
    let program = site.program();
    let ready = async || program.client().get("/health/ready").await;
    assert_eq!(ready().await.ok(503).json(), json!({"database": true, "bucket": false}));
    let visitor = Visitor::new(program.client());
    for (size, framing) in [(1000, Length), (9_000_000, Length), (9_000_000, Chunked)] {
        send(&visitor, "a.pdf", &files::pdf(size), framing).await.refused(503, "unavailable");
    }
    // A visitor without files needs no store.
    let other = Visitor::new(program.client());
    other.contact("anna@example.org").await.ok(202);
    program.client().post(&site.link_to("anna@example.org").await).await.ok(200);
    // What waited before the start is not forgotten meanwhile.
    let waiting = Visitor::new(program.client());
    site.sql(&format!(
        "INSERT INTO leases (session_id, state, deadline, hard_deadline, reason, purging_since)
         VALUES ('{}', 'purging', now(), now(), 'discarded', now() - interval '6 minutes')",
        waiting.session
    ))
    .await;
    until("a gauge", async || (program.client().metric("anteroom_purges_overdue").await > 0.5).then_some(())).await;
    site.told("purge-overdue").await;
    site.s3.reopen().await;
    until("readiness", async || (ready().await.status == 200).then_some(())).await;
    site.lease_is(&waiting, "tombstone").await;

    // The store goes away once more, during a purge.
    visitor.upload_pdf().await;
    site.s3.shut();
    visitor.discard().await.ok(204);
    until("a failed purge", async || {
        (program.client().metric("anteroom_purge_failures_total").await >= 1.0).then_some(())
    })
    .await;
    site.age("6 minutes").await;
    until("a gauge", async || (program.client().metric("anteroom_purges_overdue").await > 0.5).then_some(())).await;
    assert_eq!((site.lease(&visitor).await.as_str(), site.keys().len()), ("purging", 1));
    // The look for what is due does not wait for the store, or the others would be judged by it.
    site.sql("UPDATE sweeps SET swept_at = now() - interval '20 seconds'").await;
    site.counts("SELECT count(*) FROM sweeps WHERE swept_at > now() - interval '10 seconds'", 1).await;
    site.s3.reopen().await;
    site.age("2 minutes").await;
    site.lease_is(&visitor, "tombstone").await;
    assert_eq!(site.keys(), [""; 0]);
    until("a gauge", async || (program.client().metric("anteroom_purges_overdue").await < 0.5).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_stops_listening_is_not_taken_for_a_slow_visitor() {
    let site = Site::start().await;
    let program = site.program();
    let visitors = [(); 2].map(|()| Visitor::new(program.client()));
    for visitor in &visitors {
        let prefix = format!("PUT /intake/{}/", visitor.session);
        site.s3.on(usize::MAX, move |call| call.starts_with(&prefix), Deed::Deaf);
    }
    // More than all buffers on the way take in.
    let pdf = files::pdf(60_000_000);
    let upload = |number: usize, framing| send(&visitors[number], "a.pdf", &pdf, framing);
    // As browsers do they send all of it before they look for an answer, and get one.
    let (whole, parts) = tokio::join!(upload(0, Length), upload(1, Chunked));
    whole.refused(503, "unavailable");
    parts.refused(503, "unavailable");
    site.told("unavailable").await;
    site.s3.behave();
    for visitor in &visitors {
        site.no_keys_of(visitor).await;
        assert_eq!(site.uploads(visitor, "receiving").await + site.uploads(visitor, "stored").await, 0);
        visitor.upload_pdf().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_waited_for_the_store_shows_no_open_session_without_its_files() {
    let site = Site::start().await;
    let program = site.program();
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    let prefix = format!("HEAD /intake/{}/", visitor.session);
    let looking = site.s3.on(1, move |call| call.starts_with(&prefix), Deed::HeldBack);
    let opening = tokio::spawn({
        let visitor = visitor.another_page();
        async move { visitor.open().await }
    });
    looking.reached(1).await;
    // Another tab gives the contact while this one's answer waits for the store.
    visitor.contact("zoe@example.org").await.ok(202);
    looking.open();
    let opened = opening.await.expect("an answer").ok(200).json();
    assert_eq!((&opened["state"], &opened["files"]), (&json!("pending"), &json!([])));
}
