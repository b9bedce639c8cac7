//! Instances that die during an upload.

use tokio::task::JoinHandle;

use super::{Site, at};
use crate::gate::Gate;
use crate::s3_front::Deed;
use crate::support::client::Visitor;
use crate::support::wire::Framing::{self, Chunked, Length};
use crate::support::wire::{SlowUpload, send};
use crate::support::{files, until};

/// The session's next write into the store goes like this.
pub fn next_put(site: &Site, visitor: &Visitor, deed: Deed) -> Gate {
    let prefix = format!("PUT /intake/{}/", visitor.session);
    site.s3.on(1, move |call| call.starts_with(&prefix), deed)
}

/// Sends a file in its own task; its server may die meanwhile.
fn sending(visitor: &Visitor, size: usize, framing: Framing) -> JoinHandle<()> {
    let visitor = visitor.clone();
    tokio::spawn(async move { drop(send(&visitor, "b.pdf", &files::pdf(size), framing).await) })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_in_mid_upload_leaves_nothing() {
    let site = Site::start().await;
    let program = site.program();
    let visitors = [Length, Chunked].map(|framing| (Visitor::new(program.client()), framing));
    let mut running = Vec::new();
    for (visitor, framing) in &visitors {
        visitor.upload_pdf().await;
        let begun = next_put(&site, visitor, Deed::Watched);
        let mut upload = SlowUpload::begin(visitor, &[("b.pdf", &files::pdf(20_000_000))], *framing).await;
        assert!(upload.send_to(9_000_000).await);
        begun.reached(1).await;
        running.push(upload);
    }
    program.kill();
    let program = site.program();
    let [kept, left] = visitors.map(|(visitor, _)| at(&program, &visitor));
    for visitor in [&kept, &left] {
        assert_eq!(visitor.files().await.ok(200).json()["files"].as_array().map(Vec::len), Some(1));
        visitor.contact("zoe@example.org").await.refused(409, "upload-running");
    }
    // Its server is silent: the row becomes an obligation to delete this one key.
    site.age("31 seconds").await;
    for visitor in [&kept, &left] {
        until("the upload to be cut", async || (site.uploads(visitor, "receiving").await == 0).then_some(())).await;
        assert_eq!((site.uploads(visitor, "cut").await, site.keys_of(visitor).len()), (1, 1));
    }
    site.nothing_unfinished().await;
    kept.contact("zoe@example.org").await.ok(202);
    // I1: a visible page that died silently.
    site.age("60 seconds").await;
    site.lease_is(&left, "tombstone").await;
    assert_eq!((site.keys_of(&left).len(), site.keys_of(&kept).len()), (0, 1));
    site.age("16 minutes").await;
    site.counts("SELECT (SELECT count(*) FROM leases) + (SELECT count(*) FROM uploads)", 0).await;
    assert_eq!((site.keys(), site.number("SELECT count(*) FROM files").await), (site.keys_of(&kept), 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_write_of_a_killed_server_is_deleted() {
    let site = Site::start().await;
    let program = site.program();
    let [kept, left] = [(); 2].map(|()| Visitor::new(program.client()));
    kept.upload_pdf().await;
    let mut on_their_way = Vec::new();
    for visitor in [&kept, &left] {
        let gate = next_put(&site, visitor, Deed::HeldBack);
        sending(visitor, 1000, Length);
        gate.reached(1).await;
        on_their_way.push(gate);
    }
    program.kill();
    let program = site.program();
    site.age("31 seconds").await;
    site.counts("SELECT count(*) FROM uploads WHERE state = 'cut'", 2).await;
    let kept = at(&program, &kept);
    kept.contact("zoe@example.org").await.ok(202);
    site.age("60 seconds").await;
    site.lease_is(&left, "tombstone").await;
    let before = site.keys();
    assert_eq!(before, site.keys_of(&kept));
    // Only now the dead server's bytes reach the bucket.
    for gate in &on_their_way {
        gate.open();
    }
    until("the late writes", async || (site.keys().len() == 3).then_some(())).await;
    site.age("14 minutes").await;
    at(&program, &left).upload("c.pdf", &files::pdf(100)).await.refused(410, "session-gone");
    // I1: ≤ TOMBSTONE + 60 s, in the kept session too, whose own file stays.
    site.age("2 minutes").await;
    until("the late writes to go", async || (site.keys() == before).then_some(())).await;
    // The objects go before the tables say so: the tombstone begins anew.
    let renewed = "SELECT count(*) FROM leases WHERE state = 'tombstone' AND deadline > now() + interval '10 minutes'";
    site.counts(renewed, 1).await;
    site.age("16 minutes").await;
    site.counts("SELECT (SELECT count(*) FROM leases) + (SELECT count(*) FROM uploads)", 0).await;
    assert_eq!((site.keys(), site.number("SELECT count(*) FROM files").await), (before, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_between_the_write_and_the_recheck_leaves_nothing() {
    let site = Site::start().await;
    let program = site.program();
    let visitors = [(); 2].map(|()| Visitor::new(program.client()));
    let completing = format!("POST /intake/{}/", visitors[1].session);
    let written = [
        next_put(&site, &visitors[0], Deed::Unanswered),
        site.s3.on(1, move |call| call.starts_with(&completing) && call.contains("uploadId="), Deed::Unanswered),
    ];
    sending(&visitors[0], 1000, Length);
    sending(&visitors[1], 9_000_000, Chunked);
    for gate in &written {
        gate.reached(1).await;
    }
    program.kill();
    let program = site.program();
    for visitor in &visitors {
        let visitor = at(&program, visitor);
        // The object exists, but was not acknowledged.
        assert_eq!((site.keys_of(&visitor).len(), site.uploads(&visitor, "receiving").await), (1, 1));
        visitor.contact("zoe@example.org").await.refused(409, "upload-running");
    }
    site.age("31 seconds").await;
    for visitor in &visitors {
        site.no_keys_of(visitor).await;
        assert_eq!(site.lease(visitor).await, "live");
        at(&program, visitor).contact("zoe@example.org").await.ok(202);
    }
    assert_eq!(site.number("SELECT count(*) FROM files").await, 0);
    // A contact is no reason to forget the second look.
    site.counts("SELECT count(*) FROM uploads WHERE state = 'cut'", 2).await;
    site.age("16 minutes").await;
    site.counts("SELECT count(*) FROM uploads", 0).await;
}
