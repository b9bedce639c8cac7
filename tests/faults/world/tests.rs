//! The world without any fault: everything that the laboratory breaks must work first.

use super::{Ground, World};
use crate::smtp::{Deed, Stage};
use crate::support::client::Visitor;
use crate::support::{files, link_in, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_instances_carry_a_visit_and_survive_a_kill() {
    let ground = Ground::start().await;
    let mut world = World::start(&ground, 2, &[("SWEEP_EVERY", "200ms")]).await;
    let client = |world: &World, at: usize| world.instances[at].program.as_ref().expect("an instance").client();
    let visitor = Visitor::new(client(&world, 0));
    visitor.upload("paper.pdf", &files::pdf(300_000)).await.ok(201);
    world.kill(0);
    let visitor = Visitor { client: client(&world, 1), ..visitor };
    assert_eq!(visitor.open().await.ok(200).json()["files"][0]["name"], "paper.pdf");
    world.mail.at(usize::MAX, Stage::Recipient, Deed::Refusal("451 not now"));
    visitor.contact("zoe@example.org").await.ok(202);
    until("a refused mail", async || world.log().contains("answered 451").then_some(())).await;
    world.mail.behave();
    world.sql("UPDATE jobs SET run_at = now()").await;
    let mail = world.mail.mail_to("zoe@example.org", 1).await.remove(0);
    world.launch(0);
    client(&world, 0).post(&link_in(&mail.text)).await.ok(200);
    assert_eq!(world.keys().len(), 1);
    assert!(ground.log().contains("ready to accept connections"));
    world.end().await;
}
