//! Mails and the jobs that send them.

use serde_json::json;

use super::{Site, at};
use crate::proxy::Act;
use crate::smtp::{Deed, Stage};
use crate::support::client::{Visitor, new_id};
use crate::support::events::Events;
use crate::support::process::Program;
use crate::support::{link_in, until};
use crate::world::{Ground, World};

const ZOE: &str = "zoe@example.org";

/// The only job is waiting for its next attempt.
async fn put_off(site: &Site) -> String {
    site.counts("SELECT count(*) FROM jobs WHERE last_error IS NOT NULL AND claimed_until IS NULL AND NOT dead", 1)
        .await;
    site.text("SELECT last_error FROM jobs").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_after_smtp_data_sends_one_duplicate_at_most() {
    let site = Site::start().await;
    let program = site.program();
    let visitor = Visitor::new(program.client());
    // The mail server has taken the mail, and its answer does not arrive.
    let taken = site.mails.at(1, Stage::Dot, Deed::Silence);
    visitor.contact(ZOE).await.ok(202);
    taken.reached(1).await;
    assert_eq!(site.mails.mails_to(ZOE).len(), 1);
    let job = site.text("SELECT id::text FROM jobs").await;
    program.kill();
    let program = site.program();
    // The dead instance's claim lapses.
    site.age("121 seconds").await;
    let mails = site.mails.mail_to(ZOE, 2).await;
    site.counts("SELECT count(*) FROM jobs", 0).await;
    site.age("1 hour").await;
    assert_eq!(site.mails.mails_to(ZOE).len(), 2, "one duplicate at most");
    for mail in &mails {
        assert!(mail.message_id.starts_with(&job), "{mail:?}");
    }
    assert_eq!(mails[0].message_id, mails[1].message_id);
    // Whichever of the two the visitor keeps works.
    let [first, second] = [0, 1].map(|number: usize| link_in(&mails[number].text));
    program.client().get(&second).await.ok(200);
    assert!(program.client().post(&first).await.ok(200).text().contains("Your address is confirmed"));
    assert!(program.client().post(&second).await.ok(200).text().contains("Already confirmed"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_before_the_send_loses_no_mail() {
    let site = Site::start().await;
    let program = site.program();
    site.mails.rehearsed(1).await;
    let visitor = Visitor::new(program.client());
    let begun = site.mails.at(1, Stage::Sender, Deed::Silence);
    visitor.contact(ZOE).await.ok(202);
    begun.reached(1).await;
    program.kill();
    let program = site.program();
    assert_eq!(site.mails.mails_to(ZOE).len(), 0);
    site.age("121 seconds").await;
    let mails = site.mails.mail_to(ZOE, 1).await;
    site.counts("SELECT count(*) FROM jobs", 0).await;
    assert_eq!(site.mails.mails_to(ZOE).len(), 1);
    program.client().post(&link_in(&mails[0].text)).await.ok(200);
    assert_eq!(at(&program, &visitor).open().await.ok(200).json()["state"], "complete");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_mail_whose_end_cannot_be_noted_at_once_is_not_sent_twice() {
    let ground = Ground::start().await;
    let world = World::start(&ground, 1, &[]).await;
    world.compared().await;
    let instance = &world.instances[0];
    let taken = instance.smtp.when("DATA", Act::HoldAnswer);
    Visitor::new(instance.program.as_ref().expect("an instance").client()).contact(ZOE).await.ok(202);
    taken.sprung().await;
    let job = world.texts("SELECT id::text FROM jobs").await.concat();
    let noting = instance.postgres.when(uuid::Uuid::parse_str(&job).expect("an id").into_bytes(), Act::CutBefore);
    taken.release();
    noting.sprung().await;
    // Its claim has not lapsed.
    until("no job", async || (world.number("SELECT count(*) FROM jobs").await == 0).then_some(())).await;
    assert_eq!(world.mail.mails_to(ZOE).len(), 1);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn smtp_4xx_and_a_hang_up_are_tried_again() {
    let site = Site::start().await;
    let program = site.program();
    site.mails.rehearsed(1).await;
    let visitor = Visitor::new(program.client());
    site.mails.at(1, Stage::Recipient, Deed::Refusal("451 4.7.1 <zoe@example.org>: greylisted"));
    visitor.contact(ZOE).await.ok(202);
    assert_eq!(put_off(&site).await, "the mail server answered 451 4.7.1 when we named the recipient (RCPT TO)");
    // Our own sign-in is refused: no fault of the address.
    site.mails.at(1, Stage::Recipient, Deed::Refusal("535 5.7.8 authentication failed"));
    site.age("5 seconds").await;
    site.counts("SELECT count(*) FROM jobs WHERE last_error LIKE '%sign-in%' AND NOT dead", 1).await;
    // It takes the mail and hangs up before it says so.
    let hung_up = site.mails.at(1, Stage::Dot, Deed::HangUp);
    site.age("1 minute").await;
    hung_up.reached(1).await;
    site.counts("SELECT count(*) FROM jobs WHERE last_error LIKE '%hung up%' AND claimed_until IS NULL", 1).await;
    site.age("1 minute").await;
    let mails = site.mails.mail_to(ZOE, 2).await;
    site.counts("SELECT count(*) FROM jobs", 0).await;
    assert_eq!(mails[0].message_id, mails[1].message_id);
    program.client().post(&link_in(&mails[1].text)).await.ok(200);
    let retries = "anteroom_jobs_total{kind=\"verification_mail\",outcome=\"retry\"}";
    assert!((2.5..3.5).contains(&program.client().metric(retries).await));
    assert!(!program.log().contains("zoe@"), "{}", program.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn smtp_5xx_that_is_not_about_the_recipient_waits_for_the_operator() {
    let site = Site::start().await;
    let waits = async |program: &Program, number: usize, stage: Stage, answer: &'static str| {
        let address = format!("zoe{number}@example.org");
        site.mails.at(usize::MAX, stage, Deed::Refusal(answer));
        Visitor::new(program.client()).contact(&address).await.ok(202);
        let cause = put_off(&site).await;
        assert!(cause.starts_with("the mail server refused with 5"), "{answer}: {cause}");
        site.mails.behave();
        site.age("1 hour").await;
        site.mails.mail_to(&address, 1).await;
        site.counts("SELECT count(*) FROM jobs", 0).await;
    };
    // What the server has against us, our name or our sender, as servers say it. Notices would be refused as well.
    let program = site.program_with(&[("ADMIN_EMAIL", "")]);
    for (number, (stage, answer)) in [
        (Stage::Greeting, "554 5.7.1 no service for you"),
        (Stage::Hello, "504 5.5.2 <[127.0.0.1]>: Helo command rejected: need fully-qualified hostname"),
        (Stage::Sender, "553 5.1.8 <anteroom@localhost>: Sender address rejected: Domain not found"),
        (Stage::Sender, "550 not allowed"),
    ]
    .into_iter()
    .enumerate()
    {
        waits(&program, number, stage, answer).await;
    }
    drop(program);
    // The same said late, and what it has against our account or the mail.
    let program = site.program();
    for (number, (stage, answer)) in [
        (Stage::Recipient, "550 5.1.8 Sender address rejected"),
        (Stage::Recipient, "550 5.4.5 Daily user sending quota exceeded"),
        (Stage::Recipient, "504 5.5.2 Helo command rejected"),
        (Stage::Recipient, "554 5.7.1 <zoe@example.org>: Relay access denied"),
        (Stage::Recipient, "550 relay not permitted"),
        (Stage::Recipient, "550 Sender verify failed"),
        (Stage::Dot, "554 5.7.1 looks like spam"),
        (Stage::Dot, "550 message content rejected"),
    ]
    .into_iter()
    .enumerate()
    {
        waits(&program, number + 4, stage, answer).await;
    }
    site.told("smtp-setup").await;
    let told = site.mails.mails_to("admin@example.org");
    assert!(told[0].text.contains("Last cause:    the mail server refused with"), "{told:?}");
    assert!(told.iter().all(|mail| !mail.text.contains("zoe")), "{told:?}");
    assert!(!program.log().contains("zoe"), "{}", program.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_recipient_is_told_to_the_visitor_alone() {
    let site = Site::start().await;
    let program = site.program();
    site.mails.rehearsed(1).await;
    let metric = "anteroom_jobs_total{kind=\"verification_mail\",outcome=\"refused\"}";
    for (number, (address, answer)) in [
        ("zoe", "550 5.1.1 <zoe@example.org>: Recipient address rejected: User unknown"),
        ("zoe", "550 No such user here"),
        ("zoe", "550 5.4.1 Recipient address rejected: Access denied"),
        ("zoe", "552 5.2.2 mailbox full"),
        ("zoe", "556 this domain takes no mail"),
        // The server knows no SMTPUTF8, so it is not even asked.
        ("zoë", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let address = format!("{address}{number}@example.org");
        let visitor = Visitor::new(program.client());
        let mut events = Events::open(&visitor).await;
        if !answer.is_empty() {
            site.mails.at(1, Stage::Recipient, Deed::Refusal(answer));
        }
        visitor.contact(&address).await.ok(202);
        let told = async |events: &mut Events, refused: bool| loop {
            let data = events.data().await.expect("an event");
            if data["mail_refused"] == refused && data["state"] == "pending" {
                break;
            }
        };
        told(&mut events, true).await;
        // A reload shows it too.
        let opened = visitor.open().await.ok(200).json();
        assert_eq!((&opened["state"], &opened["mail_refused"]), (&json!("pending"), &json!(true)), "{answer}");
        site.counts("SELECT count(*) FROM jobs", 0).await;
        assert!(program.client().metric(metric).await > 0.5);
        // Another address is another try.
        visitor.contact(&format!("anna{number}@example.org")).await.ok(202);
        told(&mut events, false).await;
        site.mails.mail_to(&format!("anna{number}@example.org"), 1).await;
        assert_eq!(visitor.open().await.ok(200).json()["mail_refused"], false);
        // The mail that tells the first address of the change is refused as well, or sent.
        site.counts("SELECT count(*) FROM jobs", 0).await;
    }
    // Asked for again, the mail goes again.
    let visitor = Visitor::new(program.client());
    site.mails.at(1, Stage::Recipient, Deed::Refusal("550 5.1.1 no such user"));
    visitor.contact(ZOE).await.ok(202);
    site.counts("SELECT count(*) FROM sessions WHERE mail_refused_at IS NOT NULL", 1).await;
    site.sql("UPDATE sessions SET mail_requested_at = now() - interval '2 minutes'").await;
    visitor.call("POST", "/verification", json!({})).await.ok(202);
    site.mails.mail_to(ZOE, 1).await;
    assert_eq!(visitor.open().await.ok(200).json()["mail_refused"], false);
    // A typing error is no fault of the operator's.
    let log = program.kill();
    assert!(!log.contains("ERROR") && !log.contains("zo"), "{log}");
    assert_eq!(site.mails.mails_to("admin@example.org").len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_waited_two_days_is_a_dead_letter_that_is_noticed_and_stays() {
    let site = Site::start().await;
    let program = site.program();
    site.mails.rehearsed(1).await;
    let visitor = Visitor::new(program.client());
    site.mails.at(2, Stage::Recipient, Deed::Refusal("550 5.7.1 go away"));
    visitor.contact(ZOE).await.ok(202);
    put_off(&site).await;
    site.sql("UPDATE jobs SET attempts = 57, run_at = now()").await;
    let dead = "SELECT count(*) FROM jobs WHERE dead AND last_error LIKE 'the mail server refused with 550 5.7.1%'";
    site.counts(dead, 1).await;
    site.told("job-dead").await;
    let told = site.mails.mails_to("admin@example.org");
    assert!(told.iter().all(|mail| !mail.text.contains("zoe") && !mail.text.contains(&visitor.session)), "{told:?}");
    let outcome = "anteroom_jobs_total{kind=\"verification_mail\",outcome=\"dead\"}";
    assert!(program.client().metric(outcome).await > 0.5);
    program.kill();
    // A new instance says so too, and does not try it again.
    let program = site.program();
    until("a gauge", async || (program.client().metric("anteroom_jobs_dead").await > 0.5).then_some(())).await;
    site.age("2 days").await;
    assert_eq!((site.number(dead).await, site.mails.mails_to(ZOE).len()), (1, 0));
    // Asked for again it is tried again, which settles the dead letter.
    let visitor = at(&program, &visitor);
    site.sql("UPDATE sessions SET mail_requested_at = now() - interval '2 minutes'").await;
    visitor.call("POST", "/verification", serde_json::json!({})).await.ok(202);
    let mails = site.mails.mail_to(ZOE, 1).await;
    site.counts("SELECT count(*) FROM jobs", 0).await;
    assert_eq!(mails.len(), 1);
    // A server that is busy for days is given up in the end, and noticed the same way.
    site.mails.at(usize::MAX, Stage::Recipient, Deed::Refusal("452 4.2.2 mailbox full"));
    let other = Visitor::new(program.client());
    other.contact("anna@example.org").await.ok(202);
    site.counts("SELECT count(*) FROM jobs WHERE last_error LIKE '%452 4.2.2%' AND NOT dead", 1).await;
    site.sql("UPDATE jobs SET attempts = 57, run_at = now() WHERE NOT dead").await;
    site.counts("SELECT count(*) FROM jobs WHERE dead", 1).await;
    // With the person their letters go.
    other.discard().await.ok(204);
    assert_eq!(site.number("SELECT count(*) FROM jobs").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_instance_leaves_the_jobs_of_a_newer_one_alone() {
    let site = Site::start().await;
    // Both come before the mail in the queue.
    let newer = format!("{{\"kind\": \"of_a_newer_version\", \"session\": \"{}\"}}", new_id());
    for job in [&*newer, "{\"kind\": \"verification_mail\", \"session\": 7}", "{}", "7"] {
        let made = "now() - interval '10 minutes'";
        site.sql(&format!("INSERT INTO jobs (id, job, run_at) VALUES ('{}', '{job}', {made})", new_id())).await;
    }
    let program = site.program();
    Visitor::new(program.client()).contact(ZOE).await.ok(202);
    program.client().post(&site.link_to(ZOE).await).await.ok(200);
    // Unreadable jobs of our kinds are dead; unknown kinds wait for an instance that knows them, and are counted.
    site.counts("SELECT count(*) FROM jobs WHERE dead AND last_error = 'the payload cannot be read'", 1).await;
    site.counts("SELECT count(*) FROM jobs WHERE NOT dead AND attempts = 0 AND claimed_until IS NULL", 3).await;
    site.told("job-dead").await;
    until("gauges", async || {
        let (dead, overdue) = (
            program.client().metric("anteroom_jobs_dead").await,
            program.client().metric("anteroom_jobs_overdue").await,
        );
        ((0.5..1.5).contains(&dead) && (2.5..3.5).contains(&overdue)).then_some(())
    })
    .await;
}
