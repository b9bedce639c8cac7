//! Real processes of the connector that are killed and paused at the worst moments.

use rustix::process::Signal;

use crate::lab::{Lab, Rules};
use crate::program::Program;

const ADA: &str = "+4915100000001";
const BEN: &str = "+4915100000002";

const DIGITS: &str = "4915100000001";

/// Until another process may take over.
const LEASE: &str = "2s";

#[tokio::test]
async fn a_process_killed_between_commit_and_receipt_leaves_each_message_once() {
    let lab = Lab::without_connector(Rules::default()).await;
    let first = Program::start(&lab, &lab.role(), LEASE).await;
    let session = lab.link(ADA).await;
    // Between the commit and the receipt the client deletes its own copy of the message: it will wait there.
    lab.run(
        "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
             PERFORM pg_advisory_xact_lock(1); RETURN OLD; END';
         CREATE TRIGGER hold BEFORE DELETE ON messenger_keys FOR EACH ROW WHEN (OLD.kind = 18) EXECUTE FUNCTION hold()",
    )
    .await;
    let mut holding = lab.pool.acquire().await.expect("a connection");
    sqlx::raw_sql("SELECT pg_advisory_lock(1)").execute(&mut *holding).await.expect("a lock");
    lab.phones.send(BEN, ADA, "one").await.expect("a message");
    lab.until_count("SELECT count(*) FROM messenger_inbox", 1).await;
    assert_eq!(lab.server.unacknowledged(DIGITS), 1, "there is a receipt already");
    first.end(Signal::KILL).await;
    // Nor does the database finish what the process had begun.
    let own = "FROM pg_stat_activity WHERE application_name = 'anteroom-whatsapp'";
    lab.run(&format!("SELECT pg_terminate_backend(pid) {own}")).await;
    lab.until_count(&format!("SELECT count(*) {own}"), 0).await;
    sqlx::raw_sql("SELECT pg_advisory_unlock(1)").execute(&mut *holding).await.expect("an end of the lock");
    lab.until_count("SELECT count(*) FROM messenger_keys WHERE kind = 18", 1).await;
    assert_eq!(lab.server.unacknowledged(DIGITS), 1);

    let second = Program::start(&lab, &lab.role(), LEASE).await;
    lab.until_true(async |lab: &Lab| lab.server.unacknowledged(DIGITS) == 0).await;
    lab.phones.send(BEN, ADA, "two").await.expect("a message");
    lab.until_count("SELECT count(*) FROM messenger_inbox", 2).await;
    let texts: Vec<String> = lab.messages(session).await.into_iter().map(|one| one.text).collect();
    assert_eq!(texts, ["one", "two"]);
    assert!(!second.log().contains("cannot be read"), "{}", second.log());
    second.end(Signal::TERM).await;
}

#[tokio::test]
async fn a_process_that_was_paused_writes_nothing_after_another_has_taken_over() {
    let lab = Lab::without_connector(Rules::default()).await;
    let mut first = Program::start(&lab, &lab.role(), LEASE).await;
    let session = lab.link(ADA).await;
    let owner = lab.text("SELECT owner::text FROM messenger_sessions").await;
    first.signal(Signal::STOP);
    // It lies in the socket of the paused one, which will decrypt it with keys that are old by then.
    lab.phones.send(BEN, ADA, "one").await.expect("a message");
    let second = Program::start(&lab, &lab.role(), LEASE).await;
    lab.until(session, &format!("status = 'online' AND owner <> '{owner}'")).await;
    lab.until_count("SELECT count(*) FROM messenger_inbox", 1).await;
    lab.phones.send(BEN, ADA, "two").await.expect("a message");
    lab.until_count("SELECT count(*) FROM messenger_inbox", 2).await;
    let taken = lab.text("SELECT owner || ' ' || epoch FROM messenger_sessions").await;

    first.signal(Signal::CONT);
    first.until_logged("a messenger session has ended").await;
    lab.phones.send(BEN, ADA, "three").await.expect("a message");
    lab.until_count("SELECT count(*) FROM messenger_inbox", 3).await;
    lab.until_true(async |lab: &Lab| lab.server.unacknowledged(DIGITS) == 0).await;
    let texts: Vec<String> = lab.messages(session).await.into_iter().map(|one| one.text).collect();
    assert_eq!(texts, ["one", "two", "three"]);
    // The one that goes on could read all of them, and did not have to start again.
    assert!(!second.log().contains("cannot be read"), "{}", second.log());
    assert_eq!(lab.text("SELECT owner || ' ' || epoch FROM messenger_sessions").await, taken);
    assert_eq!(lab.text("SELECT status FROM messenger_sessions").await, "online");
    first.end(Signal::TERM).await;
    second.end(Signal::TERM).await;
}
