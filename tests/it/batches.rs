//! Simultaneous changes share a transaction, and none of them fails or waits because of another.

use futures_util::future::join_all;
use sqlx::Executor as _;

use crate::support::client::Visitor;
use crate::support::{App, files, until};

/// Visitors at once.
const CROWD: usize = 20;

async fn upload(visitor: &Visitor) -> u16 {
    visitor.upload("a.pdf", &files::pdf(1000)).await.status.as_u16()
}

fn crowd(app: &App) -> Vec<Visitor> {
    (0..CROWD).map(|_| app.visitor()).collect()
}

#[tokio::test]
async fn what_waits_together_is_committed_together() {
    let app = App::start().await;
    // Nothing can begin while the table is locked; all but the first ones then wait for each other.
    let mut held = anteroom::platform::db::begin(&app.running.context.pool).await.expect("a transaction");
    held.execute("LOCK TABLE lease_pages IN EXCLUSIVE MODE").await.expect("the lock");
    let visitors = crowd(&app);
    let sending = join_all(visitors.iter().map(upload));
    let release = async {
        let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
        until("a caller that waits for the table", async || (app.number(waiting).await > 0).then_some(())).await;
        held.commit().await.expect("the end of the lock");
    };
    let (answers, ()) = tokio::join!(sending, release);
    assert_eq!(answers, [201; CROWD]);
    let (pages, transactions) = (
        app.number("SELECT count(*) FROM lease_pages").await,
        app.number("SELECT count(DISTINCT xmin::text) FROM lease_pages").await,
    );
    assert_eq!(pages, i64::try_from(CROWD).expect("a count"));
    assert!(transactions <= 6, "{transactions} transactions for {pages} uploads");
}

#[tokio::test]
async fn a_caller_that_waits_for_a_lock_delays_no_other() {
    let app = App::start().await;
    let (slow, others) = (app.visitor(), crowd(&app));
    let mut held = anteroom::platform::db::begin(&app.running.context.pool).await.expect("a transaction");
    let id = slow.session.parse().expect("a UUID");
    anteroom::platform::db::lock_session(&mut held, anteroom::platform::ids::SessionId::from_uuid(id))
        .await
        .expect("the lock");
    let waiting = tokio::spawn({
        let slow = slow.clone();
        async move { upload(&slow).await }
    });
    let locks = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory'";
    until("the one to wait for its lock", async || (app.number(locks).await == 1).then_some(())).await;
    assert_eq!(join_all(others.iter().map(upload)).await, [201; CROWD]);
    let contacts = others
        .iter()
        .enumerate()
        .map(async |(at, visitor)| visitor.contact(&format!("visitor{at}@example.org")).await.status);
    assert_eq!(join_all(contacts).await, [202; CROWD]);
    assert!(!waiting.is_finished());
    held.rollback().await.expect("the end of the lock");
    assert_eq!(waiting.await.expect("an answer"), 201);
}

#[tokio::test]
async fn a_change_that_the_database_refuses_fails_alone() {
    let app = App::start().await;
    let visitors = crowd(&app);
    let refused = &visitors[CROWD / 2].session;
    app.sql(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one'; END $$",
    )
    .await;
    app.sql(&format!(
        "CREATE TRIGGER refuse BEFORE INSERT ON sessions FOR EACH ROW WHEN (NEW.id = '{refused}')
         EXECUTE FUNCTION refuse()"
    ))
    .await;
    let contacts = visitors
        .iter()
        .enumerate()
        .map(async |(at, visitor)| visitor.contact(&format!("visitor{at}@example.org")).await.status);
    let answers = join_all(contacts).await;
    let expected: Vec<u16> =
        visitors.iter().map(|visitor| if visitor.session == *refused { 500 } else { 202 }).collect();
    assert_eq!(answers, expected);
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, i64::try_from(CROWD).expect("a count") - 1);
}

#[tokio::test]
async fn heartbeats_of_many_pages_are_few_transactions() {
    let app = App::start().await;
    let visitors = crowd(&app);
    assert_eq!(join_all(visitors.iter().map(upload)).await, [201; CROWD]);
    app.sql("UPDATE lease_pages SET deadline = now()").await;
    let beats = visitors.iter().map(async |visitor| visitor.heartbeat(true).await.status.as_u16());
    assert_eq!(join_all(beats).await, [204; CROWD]);
    assert_eq!(app.number("SELECT count(*) FROM lease_pages WHERE deadline > now() + interval '1 minute'").await, 20);
    let transactions = app.number("SELECT count(DISTINCT xmin::text) FROM lease_pages").await;
    assert!(transactions <= 3, "{transactions} transactions for {CROWD} heartbeats");
}
