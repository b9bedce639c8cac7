//! A database whose machine is lost says nothing, not even that it is gone: open connections stay silent for good, new
//! ones are answered. TCP alone notices after a quarter of an hour, or never.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::proxy::Act;
use crate::support::client::Visitor;
use crate::support::{files, until};
use crate::world::{Ground, World};

/// The longest that a visitor waits for a refusal, and that abandoned files wait for another look.
const BOUND: Duration = Duration::from_secs(45);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lost_database_blocks_no_caller_and_stops_no_sweep() {
    let ground = Ground::start().await;
    let world = World::start(&ground, 1, &[("SWEEP_EVERY", "200ms")]).await;
    world.compared().await;
    let instance = &world.instances[0];
    let client = instance.program.as_ref().expect("an instance").client();
    let (asks, sends, leaves) = (Visitor::new(client.clone()), Visitor::new(client.clone()), Visitor::new(client));
    for visitor in [&asks, &leaves] {
        visitor.upload_pdf().await;
    }
    // The sweeper and two visitors are in the middle of it.
    let raw = |visitor: &Visitor| uuid::Uuid::parse_str(&visitor.session).expect("an id").into_bytes();
    let held = [&asks, &sends].map(|visitor| instance.postgres.when(raw(visitor), Act::HoldBefore));
    let asking = tokio::spawn(async move { asks.open().await.status.as_u16() });
    let sending = tokio::spawn(async move { sends.upload("late.pdf", &files::pdf(1000)).await.status.as_u16() });
    for trap in &held {
        trap.sprung().await;
    }
    let sweeping = instance.postgres.when("COMMIT", Act::HoldBefore);
    sweeping.sprung().await;
    instance.postgres.silence();
    instance.postgres.heal();

    let began = Instant::now();
    for (what, call) in [("open", asking), ("upload", sending)] {
        let status = tokio::time::timeout(BOUND, call).await.unwrap_or_else(|_| panic!("no answer to {what}"));
        assert_eq!(status.expect("an answer"), 503, "{what}");
    }
    // Connections that idled when it was lost are found out one after the other.
    until("an accepted discard", async || (leaves.discard().await.status == 204).then_some(())).await;
    while world.keys().iter().any(|key| key.starts_with(&leaves.session)) {
        assert!(began.elapsed() < BOUND, "no sweep any more");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_renewal_that_hangs_delays_no_purge() {
    let ground = Ground::start().await;
    let world = World::start(&ground, 1, &[("SWEEP_EVERY", "200ms")]).await;
    world.compared().await;
    let instance = &world.instances[0];
    let visitor = Visitor::new(instance.program.as_ref().expect("an instance").client());
    visitor.upload_pdf().await;
    visitor.contact("zoe@example.org").await.ok(202);
    let entry = instance.s3.when("PUT /intake/.anteroom/erased/", Act::HoldAnswer);
    visitor.discard().await.ok(204);
    entry.sprung().await;
    // While the purge waits for the store, only the renewal of its claim names the session to the database.
    let raw = uuid::Uuid::parse_str(&visitor.session).expect("an id").into_bytes();
    let renewal = instance.postgres.when(raw, Act::HoldBefore);
    renewal.sprung().await;
    let began = Instant::now();
    entry.release();
    // Far sooner than the renewal is given up.
    until("the end of the purge", async || {
        (world.number("SELECT count(*) FROM erasures WHERE finished_at IS NOT NULL").await == 1).then_some(())
    })
    .await;
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert!(world.keys().is_empty());
    world.end().await;
}

/// Visitors who call without a pause, as long as they get an answer.
const CALLERS: usize = 32;

/// The longest until visitors are served again once a connection can be made.
const AGAIN: Duration = Duration::from_secs(60);

/// The longest that a shutdown takes: connections, uploads, workers and parts have bounds that add up.
const SHUTDOWN: Duration = Duration::from_secs(50);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_that_freezes_under_many_calls_is_left_for_a_new_connection() {
    let ground = Ground::start().await;
    let mut world = World::start(&ground, 1, &[("SWEEP_EVERY", "200ms")]).await;
    world.compared().await;
    let client = world.instances[0].program.as_ref().expect("an instance").client();
    let answered = Arc::new(AtomicUsize::new(0));
    let callers = (0..CALLERS).map(|at| {
        let (visitor, answered) = (Visitor::new(client.clone()), Arc::clone(&answered));
        tokio::spawn(async move {
            loop {
                let status = match at % 4 {
                    0 => visitor.upload("a.pdf", &files::pdf(1000)).await.status,
                    1 => visitor.contact("zoe@example.org").await.status,
                    2 => visitor.heartbeat(true).await.status,
                    _ => visitor.open().await.status,
                };
                if status.is_server_error() {
                    return;
                }
                answered.fetch_add(1, Ordering::Relaxed);
            }
        })
    });
    let callers: Vec<_> = callers.collect();
    until("calls", async || (answered.load(Ordering::Relaxed) > 2 * CALLERS).then_some(())).await;

    // Nothing more comes or goes on open connections, and nothing resets them.
    world.instances[0].postgres.silence();
    let began = Instant::now();
    let visitor = Visitor::new(client);
    while visitor.open().await.status != 200 || visitor.upload("b.pdf", &files::pdf(1000)).await.status != 201 {
        assert!(began.elapsed() < AGAIN, "visitors are not served again");
    }
    assert!(began.elapsed() < AGAIN, "served again only after {:?}", began.elapsed());
    println!("served again after {:?}", began.elapsed());
    for caller in callers {
        caller.abort();
        drop(caller.await);
    }

    // Again, and this time it is asked to stop meanwhile.
    let visitors: Vec<Visitor> =
        (0..CALLERS).map(|_| Visitor { session: crate::support::client::new_id(), ..visitor.clone() }).collect();
    let frozen = world.instances[0].postgres.whenever("BEGIN", Act::HoldBefore);
    let calls: Vec<_> = visitors
        .into_iter()
        .map(|visitor| tokio::spawn(async move { visitor.upload("c.pdf", &files::pdf(1000)).await.status.as_u16() }))
        .collect();
    frozen.sprung().await;
    world.instances[0].postgres.silence();
    world.instances[0].postgres.heal();
    let began = Instant::now();
    let program = world.instances[0].program.as_mut().expect("an instance");
    program.signal("TERM");
    let status = program.wait_for(SHUTDOWN);
    assert_eq!(status.code(), Some(0));
    println!("stopped after {:?}", began.elapsed());
    drop(calls);
    world.end().await;
}
