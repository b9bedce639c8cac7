//! A database whose machine is lost says nothing, not even that it is gone: what stands is silent for good,
//! what is made anew answers. TCP alone notices after a quarter of an hour, or never.

use std::time::{Duration, Instant};

use crate::proxy::Act;
use crate::support::client::Visitor;
use crate::support::until;
use crate::world::{Ground, World};

/// The longest that a visitor waits for a refusal, and that abandoned files wait for another look.
const BOUND: Duration = Duration::from_secs(45);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lost_database_keeps_nobody_waiting_and_stops_no_sweep() {
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
    let sending =
        tokio::spawn(async move { sends.upload("late.pdf", &crate::support::files::pdf(1000)).await.status.as_u16() });
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
        assert!(began.elapsed() < BOUND, "nobody sweeps any more");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    world.end().await;
}
