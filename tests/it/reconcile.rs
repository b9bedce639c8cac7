//! Comparing the bucket with the tables: an object without an owner is adopted, never deleted at first sight.

use std::time::Duration;

use anteroom::intake::leases::reconcile::Outcome;
use tokio_util::sync::CancellationToken;

use crate::support::client::{self, Visitor};
use crate::support::{App, until};

/// Starts, and waits until the comparison at the start is over. None comes by itself after that.
async fn start() -> App {
    let app = App::start_with(&["--reconcile-every=1d"]).await;
    app.compared().await;
    app
}

async fn reconcile(app: &App, accept: bool) -> Outcome {
    app.running.context.sweeper.reconcile(accept, &CancellationToken::new()).await.expect("a comparison")
}

fn marker(app: &App) -> std::path::PathBuf {
    app.folder.path().join("objects/anteroom/.anteroom/epoch")
}

async fn pending(app: &App, email: &str) -> Visitor {
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    visitor.contact(email).await.ok(202);
    visitor
}

#[tokio::test]
async fn an_orphan_is_adopted_and_deleted_after_its_grace() {
    let app = start().await;
    let orphan = app.visitor();
    for _ in 0..2 {
        app.put_object(&orphan.session, &client::new_id()).await;
    }
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 2, missing: 0 });
    assert_eq!((app.lease(&orphan).await.as_str(), app.keys().len()), ("live", 2), "never deleted on sight");
    assert_eq!(app.text("SELECT reason FROM leases").await, "adopted");
    assert!((100..=121).contains(&app.lease_seconds(&orphan).await));
    assert!((1.0..=2.0).contains(&app.client.metric("anteroom_orphans_adopted_total").await));
    // Its owner is known now: the next comparison has nothing to say.
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 0 });
    app.age("115 seconds").await;
    app.sweep().await;
    assert_eq!(app.keys().len(), 2);
    app.age("6 seconds").await;
    app.swept(&orphan, "tombstone").await;
    assert_eq!(app.keys(), [""; 0]);
    assert!(app.client.metric("anteroom_purges_total{reason=\"adopted\"}").await >= 1.0);
}

#[tokio::test]
async fn a_visitor_who_goes_on_in_an_adopted_session_is_not_cut_short() {
    let app = start().await;
    let visitor = app.visitor();
    app.put_object(&visitor.session, &client::new_id()).await;
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 1, missing: 0 });
    visitor.open().await.ok(200);
    visitor.upload_pdf().await;
    for _ in 0..3 {
        app.age("80 seconds").await;
        visitor.heartbeat(true).await.ok(204);
        app.sweep().await;
        assert_eq!(app.lease(&visitor).await, "live");
    }
    visitor.contact("zoe@example.org").await.ok(202);
    // An object without an owner is deleted all the same, in the end.
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 1, missing: 0 });
    app.age("121 seconds").await;
    until("the orphan to go", async || {
        app.sweep().await;
        (app.keys().len() == 1).then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_object_that_vanishes_between_two_listings_is_no_orphan() {
    let app = start().await;
    let (brief, orphan) = (app.visitor(), app.visitor());
    app.put_object(&brief.session, &client::new_id()).await;
    app.put_object(&orphan.session, &client::new_id()).await;
    let epoch = std::fs::read(marker(&app)).expect("a marker");
    let comparing = tokio::spawn({
        let sweeper = app.running.context.sweeper.clone();
        async move { sweeper.reconcile(false, &CancellationToken::new()).await.expect("a comparison") }
    });
    until("the comparison to begin", async || (std::fs::read(marker(&app)).ok()? != epoch).then_some(())).await;
    // Long enough for the first listing, far shorter than the pause before the second.
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(app.number("SELECT count(*) FROM leases").await, 0, "one listing is not enough");
    std::fs::remove_file(app.folder.path().join("objects/anteroom").join(&app.keys_of(&brief)[0])).expect("an object");
    assert_eq!(comparing.await.expect("an outcome"), Outcome::Compared { adopted: 1, missing: 0 });
    assert_eq!((app.lease(&brief).await, app.lease(&orphan).await), ("none".to_owned(), "live".to_owned()));
}

#[tokio::test]
async fn a_turn_that_is_stopped_is_given_back() {
    let app = start().await;
    app.put_object(&app.visitor().session, &client::new_id()).await;
    let taken = "SELECT count(*) FROM sweeps WHERE reconciling_until IS NOT NULL";
    let (sweeper, stop) = (app.running.context.sweeper.clone(), CancellationToken::new());
    let stopping = stop.clone();
    let comparing = tokio::spawn(async move { sweeper.reconcile(false, &stopping).await.expect("a comparison") });
    // The pause between its two listings is long.
    until("the turn", async || (app.number(taken).await == 1).then_some(())).await;
    stop.cancel();
    assert_eq!(comparing.await.expect("an outcome"), Outcome::Stopped);
    assert_eq!(app.number(taken).await, 0);
    assert_eq!(
        reconcile(&app, false).await,
        Outcome::Compared { adopted: 1, missing: 0 },
        "the next one need not wait"
    );
}

#[tokio::test]
async fn an_orphan_in_a_kept_session_is_deleted_alone() {
    let app = start().await;
    let kept = pending(&app, "zoe@example.org").await;
    let before = app.keys();
    app.put_object(&kept.session, &client::new_id()).await;
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 1, missing: 0 });
    app.sweep().await;
    assert_eq!((app.keys().len(), app.lease(&kept).await.as_str()), (2, "none"));
    app.age("121 seconds").await;
    until("the orphan to go", async || {
        app.sweep().await;
        (app.keys() == before).then_some(())
    })
    .await;
    until("its row to go", async || (app.number("SELECT count(*) FROM uploads").await == 0).then_some(())).await;
    assert_eq!(kept.open().await.ok(200).json()["state"], "pending");
    assert_eq!(app.number("SELECT count(*) FROM files").await, 1);
}

#[tokio::test]
async fn known_and_foreign_objects_are_left_alone() {
    let app = start().await;
    let (open, ended) = (app.visitor(), app.visitor());
    open.upload_pdf().await;
    pending(&app, "zoe@example.org").await;
    ended.discard().await.ok(204);
    // Under a live lease or a tombstone the sweeper will look anyway.
    app.put_object(&open.session, &client::new_id()).await;
    app.put_object(&ended.session, &client::new_id()).await;
    let id = client::new_id();
    let bucket = app.folder.path().join("objects/anteroom");
    for foreign in ["readme.txt", "backups/2024/a.tar", &format!("{id}/x"), &format!("{id}/{id}/y"), &id.to_uppercase()]
    {
        let file = bucket.join(foreign);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(file, "not ours").expect("a foreign object");
    }
    let before = (app.keys(), app.number("SELECT count(*) FROM leases").await);
    assert_eq!(before.0.len(), 9);
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 0 });
    app.sweep().await;
    assert_eq!((app.keys(), app.number("SELECT count(*) FROM leases").await), before);
}

#[tokio::test]
async fn multipart_uploads_without_an_owner_are_aborted() {
    let app = start().await;
    let (stranger, kept) = (app.visitor(), pending(&app, "zoe@example.org").await);
    let mut running = app.open_multipart(&kept.session, &client::new_id()).await;
    let file = client::new_id();
    app.sql(&format!(
        "INSERT INTO uploads (id, session_id, bytes, state, alive_until)
         VALUES ('{file}', '{}', 10, 'receiving', now() + interval '1 minute')",
        stranger.session
    ))
    .await;
    let mut known = app.open_multipart(&stranger.session, &file).await;
    app.open_multipart(&stranger.session, &client::new_id()).await;
    assert_eq!(app.open_multiparts(), 3);
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 0 });
    assert_eq!(app.open_multiparts(), 1);
    assert!(running.complete().await.is_err());
    known.complete().await.expect("a known upload goes on");
    assert_eq!((app.keys_of(&kept).len(), app.keys_of(&stranger).len()), (1, 1));
}

#[tokio::test]
async fn a_restored_backup_adopts_nothing_until_it_is_accepted() {
    let app = start().await;
    let (kept, lost) = (pending(&app, "zoe@example.org").await, app.visitor());
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 0 });
    // The backup is older than this object, and than the last comparison.
    app.put_object(&lost.session, &client::new_id()).await;
    app.open_multipart(&lost.session, &client::new_id()).await;
    let epoch = app.number("SELECT epoch FROM sweeps").await;
    assert_eq!(std::fs::read_to_string(marker(&app)).expect("a marker"), epoch.to_string());
    app.sql("UPDATE sweeps SET epoch = epoch - 1").await;
    for _ in 0..2 {
        let outcome = reconcile(&app, false).await;
        assert_eq!(outcome, Outcome::RestoredBackup { bucket: epoch, database: epoch - 1 });
        assert!(app.client.metric("anteroom_restored_backup").await > 0.5);
        app.age("1 hour").await;
        app.sweep().await;
        assert_eq!((app.keys().len(), app.open_multiparts()), (2, 1), "nothing was touched");
        assert_eq!(app.number("SELECT count(*) FROM leases").await, 0);
    }
    assert_eq!(reconcile(&app, true).await, Outcome::Compared { adopted: 1, missing: 0 });
    assert_eq!(app.lease(&lost).await, "live");
    assert!(app.client.metric("anteroom_restored_backup").await < 0.5);
    assert!(app.number("SELECT epoch FROM sweeps").await > epoch);
    app.age("121 seconds").await;
    app.swept(&lost, "tombstone").await;
    assert_eq!((app.keys(), app.open_multiparts()), (app.keys_of(&kept), 0));
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 0 });
}

/// Raises the epoch in the bucket alone, as if by the transaction that `end` ends.
async fn mark_ahead(app: &App, end: &str) -> i64 {
    let mut conn = app.running.context.pool.acquire().await.expect("a connection");
    sqlx::raw_sql("BEGIN").execute(&mut *conn).await.expect("a transaction");
    let raised: (i64, i64, String) = sqlx::query_as(
        "UPDATE sweeps SET epoch = epoch + 1 RETURNING epoch, txid_current(), pg_postmaster_start_time()::text",
    )
    .fetch_one(&mut *conn)
    .await
    .expect("an epoch");
    sqlx::raw_sql(sqlx::AssertSqlSafe(end.to_owned())).execute(&mut *conn).await.expect("an end");
    let (epoch, transaction, server) = raised;
    let metadata = [("transaction".to_owned(), transaction.to_string()), ("server".to_owned(), server)];
    let store = &app.running.context.store;
    let written = store.write_marked(".anteroom/epoch", epoch.to_string().into(), metadata.into());
    written.await.expect("a marker");
    epoch
}

#[tokio::test]
async fn a_raise_that_the_database_undid_is_no_backup() {
    let app = start().await;
    let left = app.visitor();
    left.upload_pdf().await;
    for _ in 0..2 {
        let bucket = mark_ahead(&app, "ROLLBACK").await;
        assert_eq!(app.number("SELECT epoch FROM sweeps").await, bucket - 1);
        assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 0 });
        assert!(app.number("SELECT epoch FROM sweeps").await > bucket, "the database has caught up");
        assert!(app.client.metric("anteroom_restored_backup").await < 0.5);
    }
    // A restarted instance compares before it sweeps, and goes on as well.
    mark_ahead(&app, "ROLLBACK").await;
    app.age("5 minutes").await;
    app.another_sweeper().sweep_once().await.expect("a sweep");
    app.swept(&left, "tombstone").await;
    assert_eq!(app.keys(), [""; 0]);
}

#[tokio::test]
async fn a_raise_that_the_database_had_kept_is_a_backup() {
    let app = start().await;
    let bucket = mark_ahead(&app, "COMMIT").await;
    app.sql("UPDATE sweeps SET epoch = epoch - 1").await;
    let restored = Outcome::RestoredBackup { bucket, database: bucket - 1 };
    assert_eq!(reconcile(&app, false).await, restored);
    // A server of restored files gives the numbers of undone transactions to others: it cannot know.
    let bucket = mark_ahead(&app, "ROLLBACK").await;
    let store = &app.running.context.store;
    let (bytes, mut metadata) = store.read_marked(".anteroom/epoch").await.expect("a marker");
    metadata.insert("server".to_owned(), "2026-11-20 10:00:00+00".to_owned());
    store.write_marked(".anteroom/epoch", bytes, metadata).await.expect("a marker");
    assert_eq!(reconcile(&app, false).await, Outcome::RestoredBackup { bucket, database: bucket - 1 });
}

#[tokio::test]
async fn a_fresh_bucket_and_one_left_behind_are_no_backup() {
    let app = start().await;
    // A crash between the two writes leaves the database ahead; a new bucket has no marker at all.
    app.sql("UPDATE sweeps SET epoch = epoch + 5").await;
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 0 });
    std::fs::remove_file(marker(&app)).expect("a marker");
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 0 });
    let epoch = app.number("SELECT epoch FROM sweeps").await;
    assert_eq!(std::fs::read_to_string(marker(&app)).expect("a marker"), epoch.to_string());
}

#[tokio::test]
async fn one_instance_at_a_time() {
    let app = start().await;
    let orphan = app.visitor();
    app.put_object(&orphan.session, &client::new_id()).await;
    let (one, other) = (app.running.context.sweeper.clone(), app.another_sweeper());
    let stop = CancellationToken::new();
    let (one, other) = tokio::join!(one.reconcile(false, &stop), other.reconcile(false, &stop));
    let outcomes = [one.expect("a comparison"), other.expect("a comparison")];
    assert!(
        outcomes.contains(&Outcome::NotOurTurn) && outcomes.contains(&Outcome::Compared { adopted: 1, missing: 0 }),
        "{outcomes:?}"
    );
    // Another instance's turn lapses, should it die meanwhile.
    app.sql("UPDATE sweeps SET reconciling_until = now() + interval '5 minutes'").await;
    assert_eq!(reconcile(&app, false).await, Outcome::NotOurTurn);
    app.sql("UPDATE sweeps SET reconciling_until = now() - interval '1 second'").await;
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 0 });
    // A turn that fails is given back.
    app.take_bucket_away();
    app.running.context.sweeper.reconcile(false, &CancellationToken::new()).await.expect_err("no bucket");
    app.bring_bucket_back();
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 0 });
}

#[tokio::test]
async fn files_of_kept_sessions_that_are_gone_from_the_bucket_are_reported() {
    let app = start().await;
    let (whole, lost) = (pending(&app, "whole@example.org").await, pending(&app, "lost@example.org").await);
    let (complete, _) = app.complete("complete@example.org").await;
    let open = app.visitor();
    open.upload_pdf().await;
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 0 });
    for gone in [&lost, &complete, &open] {
        let key = &app.keys_of(gone)[0];
        std::fs::remove_file(app.folder.path().join("objects/anteroom").join(key)).expect("an object");
    }
    // The open visit's own contact tells its visitor (invariant I9); the others have no one else to tell.
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 2 });
    assert!((app.client.metric("anteroom_files_missing").await - 2.0).abs() < f64::EPSILON);
    assert_eq!(app.keys_of(&whole).len(), 1);
    // All of them, when the whole bucket is empty.
    std::fs::remove_file(app.folder.path().join("objects/anteroom").join(&app.keys_of(&whole)[0])).expect("an object");
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 3 });
    // A session that is erased misses nothing any more.
    app.sql("DELETE FROM sessions WHERE email <> 'lost@example.org'").await;
    assert_eq!(reconcile(&app, false).await, Outcome::Compared { adopted: 0, missing: 1 });
    assert!((app.client.metric("anteroom_files_missing").await - 1.0).abs() < f64::EPSILON);
}

#[tokio::test]
async fn what_may_not_end_after_a_restore_is_counted_as_overdue() {
    let app = App::start_with_workers(&["--reconcile-every=1d", "--sweep-every=1s"]).await;
    app.compared().await;
    let left = app.visitor();
    left.upload_pdf().await;
    app.sql("UPDATE sweeps SET epoch = -1").await;
    app.sql("UPDATE leases SET deadline = now() - interval '4 minutes'").await;
    until("the restored backup", async || (app.client.metric("anteroom_restored_backup").await > 0.5).then_some(()))
        .await;
    let overdue = async || app.client.metric("anteroom_purges_overdue").await;
    assert!(overdue().await < 0.5);
    app.sql("UPDATE leases SET deadline = now() - interval '6 minutes'").await;
    until("the gauge", async || (overdue().await > 0.5).then_some(())).await;
    assert_eq!(app.lease(&left).await, "live");
}
