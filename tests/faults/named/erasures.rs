//! Faults of an erasure on its way into the ledger.

use super::{Site, at};
use crate::s3_front::{BUCKET, Deed, error};
use crate::support::client::Visitor;
use crate::support::process::Program;
use crate::support::until;

const OPEN: &str = "SELECT count(*) FROM erasures WHERE finished_at IS NULL";
const FINISHED: &str = "SELECT count(*) FROM erasures WHERE finished_at IS NOT NULL";

fn is_entry(call: &str) -> bool {
    call.starts_with("PUT /intake/.anteroom/erased/")
}

fn entries(site: &Site) -> usize {
    let folder = site.folder.path().join("objects").join(BUCKET).join(".anteroom/erased");
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

async fn pending(program: &Program, email: &str) -> Visitor {
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    visitor.contact(email).await.ok(202);
    visitor
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ledger_that_the_store_refuses_keeps_the_receipt_open() {
    let site = Site::start().await;
    let program = site.program();
    let visitor = pending(&program, "zoe@example.org").await;
    let refused = site.s3.on(usize::MAX, is_entry, Deed::Instead(403, error("AccessDenied")));
    visitor.discard().await.ok(204);
    refused.reached(1).await;
    site.no_keys_of(&visitor).await;
    until("a failure that is counted", async || {
        (program.client().metric("anteroom_purge_failures_total").await >= 1.0).then_some(())
    })
    .await;
    assert_eq!((site.lease(&visitor).await.as_str(), site.number(OPEN).await), ("purging", 1));
    // The administrator hears of it.
    site.age("6 minutes").await;
    site.told("purge-overdue").await;
    assert!(!program.log().contains(&visitor.session), "{}", program.log());
    site.s3.behave();
    site.age("2 minutes").await;
    site.lease_is(&visitor, "tombstone").await;
    assert_eq!((entries(&site), site.number(OPEN).await, site.number(FINISHED).await), (1, 0, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_around_the_ledger_s_entry_forgets_no_erasure() {
    // The entry has not arrived; it is there but was not acknowledged; the epoch is not raised; the prefix is empty but
    // this was not recorded.
    type Moment = (fn(&str) -> bool, Deed);
    let moments: [Moment; 4] = [
        (is_entry, Deed::Deaf),
        (is_entry, Deed::Unanswered),
        (|call| call.starts_with("PUT /intake/.anteroom/epoch"), Deed::Deaf),
        (|call| call.starts_with("POST ") && call.contains("delete"), Deed::Unanswered),
    ];
    let site = Site::start().await;
    let mut program = site.program();
    for (done, (moment, deed)) in (0..).zip(moments) {
        site.compared().await;
        let visitor = pending(&program, "zoe@example.org").await;
        let reached = site.s3.on(1, moment, deed);
        visitor.discard().await.ok(204);
        reached.reached(1).await;
        program.kill();
        site.s3.behave();
        assert_eq!((site.lease(&visitor).await.as_str(), site.number(OPEN).await), ("purging", 1));
        program = site.program();
        at(&program, &visitor).open().await.refused(410, "session-gone");
        // The dead instance's claim lapses.
        site.age("16 seconds").await;
        site.lease_is(&visitor, "tombstone").await;
        assert_eq!((site.number(OPEN).await, site.number(FINISHED).await), (0, done + 1));
        assert_eq!((entries(&site), site.keys_of(&visitor).len()), (usize::try_from(done).expect("few") + 1, 0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_keep_one_ledger_and_a_third_with_another_key_does_not_start() {
    let site = Site::start().await;
    let programs = [site.program(), site.program()];
    let mut visitors = Vec::new();
    for number in 0..8 {
        visitors.push(pending(&programs[number % 2], &format!("zoe{number}@example.org")).await);
    }
    // Each asks both, at once.
    let asking = visitors.iter().flat_map(|visitor| programs.iter().map(|program| at(program, visitor)));
    let asking: Vec<Visitor> = asking.collect();
    futures_util::future::join_all(asking.iter().map(Visitor::discard)).await;
    site.counts(FINISHED, 8).await;
    assert_eq!((site.number(OPEN).await, entries(&site), site.keys().len()), (0, 8, 0));
    let mut third = site.command();
    third.env("SECRET_KEY", "another key, and long enough to be one");
    let refused = tokio::task::spawn_blocking(move || third.output()).await.expect("a task").expect("the program");
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success(), "{words}");
    assert!(words.contains("SECRET_KEY is not the key of the ledger of erasures in this bucket"), "{words}");
}
