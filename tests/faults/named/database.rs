//! Connections to the database that break at the worst moment.

use std::time::{Duration, Instant};

use anteroom::platform::{db, events};
use serde_json::json;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::Site;
use super::uploads::next_put;
use crate::proxy::{Act, Proxy, Way};
use crate::s3_front::Deed;
use crate::support::client::Visitor;
use crate::support::events::Events;
use crate::support::servers::PostgresServer;
use crate::support::{files, until};

/// A site with an external database, behind a proxy.
async fn behind_a_proxy(server: &PostgresServer) -> (Site, Proxy) {
    let mut site = Site::start().await;
    let (_, rest) = server.url().split_once('@').expect("user and host");
    let (address, _) = rest.split_once('/').expect("host and database");
    let proxy = Proxy::start(address.parse().expect("an address")).await;
    site.pool = db::pool(server.url().parse().expect("a URL"));
    site.database = server.url().replace(address, &proxy.address.to_string());
    (site, proxy)
}

/// The sweeper commits too: it has just done so, and will not for a while.
async fn just_swept(site: &Site) {
    site.counts("SELECT count(*) FROM sweeps WHERE swept_at > now() - interval '3 seconds'", 1).await;
}

/// The session's id as PostgreSQL gets it. Background work commits too: a trap must not take that for the session's.
fn raw(visitor: &Visitor) -> [u8; 16] {
    uuid::Uuid::parse_str(&visitor.session).expect("an id").into_bytes()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_cut_during_commit_of_the_contact_keeps_one_person() {
    let server = PostgresServer::start_migrated().await;
    let (site, proxy) = behind_a_proxy(&server).await;
    let program = site.program_with(&[("SWEEP_EVERY", "10s")]);
    site.compared().await;
    for (act, email, stored) in [(Act::CutBefore, "before@example.org", 0), (Act::CutAnswer, "after@example.org", 1)] {
        let visitor = Visitor::new(program.client());
        visitor.upload_pdf().await;
        visitor.upload_pdf().await;
        just_swept(&site).await;
        let trap = proxy.when_after(raw(&visitor), "COMMIT", act.clone());
        let problem = visitor.contact(email).await.refused(503, "unavailable");
        assert_eq!(problem["detail"], "We cannot tell whether this was kept. Try again in a moment.");
        assert_eq!(trap.count(), 1);
        // Either the person and all that belongs to it, or nothing of it.
        let session = &visitor.session;
        let rows = |table: &str, column: &str| format!("SELECT count(*) FROM {table} WHERE {column} = '{session}'");
        assert_eq!(site.number(&rows("sessions", "id")).await, stored, "{act:?}");
        assert_eq!(site.number(&rows("files", "session_id")).await, 2 * stored);
        assert_eq!(site.number(&rows("consents", "session_id")).await, 2 * stored);
        assert_eq!(site.number(&rows("leases", "session_id")).await, 1 - stored, "no lease beside a session (I4)");
        assert_eq!(site.uploads(&visitor, "stored").await, 2 - 2 * stored);
        // The visitor was told to try again, and does.
        visitor.contact(email).await.ok(202);
        program.client().post(&site.link_to(email).await).await.ok(200);
        site.counts("SELECT count(*) FROM jobs", 0).await;
        assert_eq!(site.mails.mails_to(email).len(), 1, "one person, one mail");
        assert_eq!(site.number(&rows("sessions", "id")).await, 1);
        assert_eq!(site.number(&rows("files", "session_id")).await, 2);
        assert_eq!((site.lease(&visitor).await.as_str(), site.uploads(&visitor, "stored").await), ("none", 0));
        assert_eq!(site.keys_of(&visitor).len(), 2);
    }
    // Nothing of either is swept later.
    site.age("1 day").await;
    site.sql("UPDATE sweeps SET swept_at = now() - interval '20 seconds'").await;
    just_swept(&site).await;
    assert_eq!((site.keys().len(), site.number("SELECT count(*) FROM files").await), (4, 4));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_cut_during_commit_of_an_upload_keeps_neither_row_nor_object() {
    for act in [Act::CutBefore, Act::CutAnswer] {
        // All anew for each: a failed upload wakes the sweeper, whose commits must not be taken for this one.
        let server = PostgresServer::start_migrated().await;
        let (site, proxy) = behind_a_proxy(&server).await;
        let program = site.program_with(&[("SWEEP_EVERY", "10s")]);
        site.compared().await;
        let visitor = Visitor::new(program.client());
        let kept = visitor.upload_pdf().await;
        just_swept(&site).await;
        // The bytes are in the store when the commit that acknowledges them breaks.
        let put = next_put(&site, &visitor, Deed::Unanswered);
        let sending = tokio::spawn({
            let visitor = visitor.clone();
            async move { visitor.upload("b.pdf", &files::pdf(1000)).await }
        });
        put.reached(1).await;
        assert_eq!(site.keys_of(&visitor).len(), 2);
        let trap = proxy.when_after(raw(&visitor), "COMMIT", act);
        put.open();
        sending.await.expect("an answer").refused(503, "unavailable");
        assert_eq!(trap.count(), 1);
        // Whether it was committed or not: the visitor was told no, so nothing of it stays.
        until("the object to go", async || (site.keys_of(&visitor).len() == 1).then_some(())).await;
        let listed = visitor.files().await.ok(200).json();
        assert_eq!(
            (listed["files"].as_array().map(Vec::len), &listed["files"][0]["id"]),
            (Some(1), &kept.as_str().into())
        );
        visitor.contact("zoe@example.org").await.ok(202);
        assert_eq!(site.keys_of(&visitor), [format!("{}/{kept}", visitor.session)]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_fall_silent_stop_no_work_for_long() {
    let server = PostgresServer::start_migrated().await;
    let (site, proxy) = behind_a_proxy(&server).await;
    // No answer will ever come on the connection that listens for sessions, nor on one of the sweeper's.
    let listening = proxy.when("LISTEN \"sessions\"", Act::HoldAnswer);
    let program = site.program_with(&[("SWEEP_EVERY", "1s")]);
    listening.sprung().await;
    site.compared().await;
    let visitor = Visitor::new(program.client());
    let mut events = Events::open(&visitor).await;
    assert_eq!(events.next().await.as_deref(), Some("open"));
    let silent = proxy.when("COMMIT", Act::HoldAnswer);
    silent.sprung().await;
    let began = Instant::now();
    // Visitors are served over the others.
    visitor.upload_pdf().await;
    visitor.contact("zoe@example.org").await.ok(202);
    program.client().post(&site.link_to("zoe@example.org").await).await.ok(200);
    let left = Visitor::new(program.client());
    left.upload_pdf().await;
    site.sql("UPDATE lease_pages SET deadline = now(); UPDATE leases SET deadline = now()").await;
    while site.lease(&left).await != "tombstone" {
        assert!(began.elapsed() < Duration::from_secs(35), "no sweep any more");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // A connection that says nothing is given up after 20 s, and the one that listens fell silent first.
    let patience = Duration::from_secs(30);
    while events.next_within(patience).await.as_deref() != Some("complete") {}

    // All of it falls silent, and comes back.
    proxy.heal();
    proxy.stall(Way::Back, 0);
    let began = Instant::now();
    let other = Visitor::new(program.client());
    let (opened, ready) = tokio::join!(other.open(), other.client.get("/health/ready"));
    opened.refused(503, "unavailable");
    assert_eq!(ready.ok(503).json(), json!({"database": false, "bucket": true}));
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    proxy.heal();
    until("readiness", async || (other.client.get("/health/ready").await.status == 200).then_some(())).await;
    other.upload_pdf().await;
    other.contact("anna@example.org").await.ok(202);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_opens_connections_slowly_is_listened_to() {
    let server = PostgresServer::start_migrated().await;
    let (site, proxy) = behind_a_proxy(&server).await;
    // Opening a connection takes longer than a request waits for one.
    proxy.delay(Duration::from_millis(800));
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let pool = db::pool(site.database.parse().expect("a URL"));
    let listening = tokio::spawn(async move {
        let heard = |payload: Option<&str>| drop(sender.send(payload.map(str::to_owned)));
        events::listen(&pool, "changes", &CancellationToken::new(), heard).await;
    });
    let mut heard = async || {
        let next = tokio::time::timeout(Duration::from_secs(20), receiver.recv()).await;
        next.expect("news in time").expect("a listener")
    };
    assert_eq!(heard().await, None);
    site.sql("SELECT pg_notify('changes', 'first')").await;
    assert_eq!(heard().await.as_deref(), Some("first"));
    // After each loss everything has to be read again, because notifications may have been missed.
    proxy.cut();
    assert_eq!(heard().await, None);
    site.sql("SELECT pg_notify('changes', 'second')").await;
    assert_eq!(heard().await.as_deref(), Some("second"));
    listening.abort();
}
