//! Leases when something breaks: outages, dead servers, a store that refuses, two sweepers.
#![allow(clippy::cast_possible_truncation, reason = "counters are whole numbers")]

use std::time::Duration;

use anteroom::config::Checksums;
use anteroom::error::Kind;
use anteroom::intake::sessions::Services;
use anteroom::intake::uploads::{Upload, Uploads};
use anteroom::platform::ids::{PageId, SessionId};
use anteroom::platform::object_store::{Access, ObjectStore};
use bytes::Bytes;
use http_body_util::Full;
use serde_json::json;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

use crate::support::client::{self, Visitor};
use crate::support::wire::Framing::{self, Chunked, Length};
use crate::support::wire::{SlowUpload, WAYS, send};
use crate::support::{App, files, until};

/// Outages are noticed by the next look; with this the first comes right after the start, the next late.
const SLOW_SWEEPS: &str = "--sweep-every=10s";

async fn with_file(app: &App) -> Visitor {
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    visitor
}

/// An upload of which the store has seen the beginning.
async fn running(app: &App, visitor: &Visitor, framing: Framing) -> SlowUpload {
    let mut upload = SlowUpload::begin(visitor, &[("a.pdf", &files::pdf(10_000_000))], framing).await;
    assert!(upload.send_to(9_000_000).await);
    app.receiving(visitor, 1).await;
    upload
}

#[tokio::test]
async fn an_upload_without_the_database_writes_no_object() {
    let mut app = App::start().await;
    app.compared().await;
    let visitor = app.visitor();
    app.stop_database();
    for (_, size, framing) in WAYS {
        send(&visitor, "a.pdf", &files::pdf(size), framing).await.refused(503, "unavailable");
        assert_eq!((app.keys(), app.unfinished()), (Vec::new(), Vec::new()));
    }
    app.start_database();
    until("the database", async || (visitor.open().await.status == 200).then_some(())).await;
    assert_eq!(app.number("SELECT (SELECT count(*) FROM leases) + (SELECT count(*) FROM uploads)").await, 0);
    visitor.upload_pdf().await;
}

#[tokio::test]
async fn the_row_is_committed_before_the_object_begins() {
    let app = App::start().await;
    app.compared().await;
    for (_, size, framing) in WAYS {
        let visitor = app.visitor();
        let held = sqlx::PgPool::connect_with((*app.running.context.pool.connect_options()).clone()).await.unwrap();
        let mut tx = anteroom::platform::db::begin(&held).await.unwrap();
        let lock = sqlx::AssertSqlSafe(format!("SELECT lock_session('{}')", visitor.session));
        sqlx::raw_sql(lock).execute(&mut *tx).await.unwrap();
        let sending = tokio::spawn({
            let visitor = visitor.clone();
            async move { send(&visitor, "a.pdf", &files::pdf(size), framing).await }
        });
        let waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
        until("the upload at the lock", async || (app.number(waiting).await == 1).then_some(())).await;
        assert_eq!((app.keys_of(&visitor), app.unfinished()), (Vec::new(), Vec::new()));
        tx.rollback().await.unwrap();
        sending.await.unwrap().ok(201);
        assert_eq!(app.keys_of(&visitor).len(), 1);
    }
}

#[tokio::test]
async fn a_database_that_stops_under_an_upload_leaves_nothing() {
    let mut app = App::start().await;
    let visitors = [app.visitor(), app.visitor()];
    let whole = running(&app, &visitors[0], Length).await;
    let context = running(&app, &visitors[1], Chunked).await;
    app.stop_database();
    let (whole, context) = tokio::join!(whole.finish(), context.finish());
    whole.refused(503, "unavailable");
    context.refused(503, "unavailable");
    app.start_database();
    until("the database", async || (visitors[0].open().await.status == 200).then_some(())).await;
    // The rows lapse, as they would in half a minute.
    app.sql("UPDATE uploads SET alive_until = now() - interval '1 second'").await;
    for visitor in &visitors {
        until("the rows to be cut", async || {
            app.sweep().await;
            (app.uploads(visitor, "receiving").await == 0).then_some(())
        })
        .await;
        app.nothing_left(visitor, "an upload whose database stopped").await;
        assert_eq!(visitor.files().await.ok(200).json(), json!({"files": []}));
        visitor.contact("zoe@example.org").await.ok(202);
    }
    assert_eq!(app.open_multiparts(), 0);
}

#[tokio::test]
async fn a_database_that_comes_back_in_time_is_no_reason_to_fail() {
    let mut app = App::start().await;
    let visitor = app.visitor();
    let upload = running(&app, &visitor, Length).await;
    let began = std::time::Instant::now();
    app.stop_database();
    visitor.open().await.refused(503, "unavailable");
    // Longer than the upload's own heartbeat, which finds no row.
    tokio::time::sleep(Duration::from_secs(6).saturating_sub(began.elapsed())).await;
    app.start_database();
    until("the database", async || (visitor.open().await.status == 200).then_some(())).await;
    upload.finish().await.ok(201);
    assert_eq!(app.keys_of(&visitor).len(), 1);
    app.sweep().await;
    visitor.contact("zoe@example.org").await.ok(202);
    assert_eq!(app.number("SELECT count(*) FROM files").await, 1);
}

#[tokio::test]
async fn a_store_that_is_away_takes_nothing_and_owes_nothing() {
    let app = App::start_with(&["--max-files=1"]).await;
    let visitor = app.visitor();
    app.compared().await;
    app.take_bucket_away();
    for (way, size, framing) in WAYS {
        let answer = send(&visitor, "a.pdf", &files::pdf(size), framing).await;
        answer.refused(503, "unavailable");
        assert_eq!(app.uploads(&visitor, "receiving").await + app.uploads(&visitor, "stored").await, 0, "{way}");
    }
    // Something may still arrive of each: the keys stay noted.
    assert_eq!(app.uploads(&visitor, "cut").await, 5);
    app.bring_bucket_back();
    app.nothing_left(&visitor, "uploads without a store").await;
    visitor.upload_pdf().await;

    // This one takes all bytes in and fails only at the end.
    let blocked = app.visitor();
    app.block_objects(&blocked);
    for (_, size, framing) in WAYS {
        send(&blocked, "a.pdf", &files::pdf(size), framing).await.refused(503, "unavailable");
    }
    app.unblock_objects(&blocked);
    app.nothing_left(&blocked, "uploads that failed at their end").await;
    blocked.upload_pdf().await;
    // For a late write's sake the keys are looked at once more, then forgotten.
    app.age("16 minutes").await;
    until("the rows to be forgotten", async || {
        app.sweep().await;
        (app.uploads(&visitor, "cut").await + app.uploads(&blocked, "cut").await == 0).then_some(())
    })
    .await;
}

/// Sends a form straight to the part that receives it, over this object store.
async fn receive_over(app: &App, store: &ObjectStore, visitor: &Visitor, size: usize, framing: Framing) -> Kind {
    let uploads = Uploads::new(Services { store: store.clone(), ..(*app.running.context).clone() }.into());
    let (content_type, body) = files::form(&[("a.pdf", &files::pdf(size))]);
    let upload = Upload {
        session: SessionId::parse(&visitor.session).expect("an id"),
        page: PageId::NONE,
        network: [127, 0, 0, 1].into(),
        content_type: Some(content_type),
        file_size: Some(size as u64),
        content_length: (framing == Length).then_some(body.len() as u64),
        body: Full::new(Bytes::from(body)),
    };
    uploads.receive(upload).await.expect_err("a refusal").kind
}

#[tokio::test]
async fn a_store_that_cannot_be_reached_takes_nothing() {
    let app = App::start().await;
    // One address is closed, the other hangs up in the middle of every request.
    let refusing = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hanging_up = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move { stream.read(&mut [0; 1000]).await });
        }
    });
    for address in [refusing, hanging_up] {
        let keys = (format!("http://{address}"), "key".to_owned(), "secret".to_owned());
        let (bucket, checksums) = ("anteroom".to_owned(), Some(Checksums::Supported));
        let access = Access { bucket, path_style: true, checksums, embedded: Some(keys) };
        let store = ObjectStore::connect(&access).await;
        let visitors = WAYS.map(|(_, size, framing)| (app.visitor(), size, framing));
        let sending = visitors.iter().map(async |(visitor, size, framing)| {
            assert_eq!(receive_over(&app, &store, visitor, *size, *framing).await, Kind::Unavailable);
            app.nothing_left(visitor, "an upload to a store that is away").await;
        });
        futures_util::future::join_all(sending).await;
    }
}

#[tokio::test]
async fn a_purge_that_fails_is_tried_again_and_reported() {
    let app = App::start_with_workers(&["--admin-email=admin@example.org", SLOW_SWEEPS]).await;
    app.compared().await;
    let visitor = with_file(&app).await;
    app.take_bucket_away();
    visitor.discard().await.ok(204);
    let attempts = async || app.number("SELECT attempts::bigint FROM leases").await;
    let failures = async || app.client.metric("anteroom_purge_failures_total").await;
    until("a failed purge", async || (failures().await >= 1.0).then_some(())).await;
    assert_eq!(app.lease(&visitor).await, "purging");
    until("another attempt", async || {
        app.age("2 minutes").await;
        app.sweep().await;
        (attempts().await >= 3 && failures().await >= 3.0).then_some(())
    })
    .await;
    visitor.open().await.refused(410, "session-gone");
    // After five minutes the administrator must be told.
    app.age("5 minutes").await;
    app.sweep().await;
    let mail = app.mail_to("admin@example.org", 1).await;
    assert!(mail.text.contains("purge-overdue") && !mail.text.contains(&visitor.session), "{}", mail.text);
    app.bring_bucket_back();
    assert_eq!(app.keys_of(&visitor).len(), 1);
    app.age("2 minutes").await;
    app.swept(&visitor, "tombstone").await;
    assert_eq!(app.keys(), [""; 0]);
    app.sweep().await;
    assert_eq!(app.client.metric("anteroom_purges_overdue").await as i64, 0);
}

#[tokio::test]
async fn after_an_outage_of_ours_live_sessions_get_more_time() {
    let app = App::start_with(&[SLOW_SWEEPS]).await;
    let (visible, left, gone) = (with_file(&app).await, with_file(&app).await, with_file(&app).await);
    gone.discard().await.ok(204);
    left.leave().await.ok(204);
    let upload = running(&app, &visible, Length).await;
    // All at once, so that no sweep comes in between.
    app.sql(
        "UPDATE sweeps SET swept_at = swept_at - interval '1 hour';
         UPDATE lease_pages SET deadline = deadline - interval '1 hour';
         UPDATE uploads SET alive_until = alive_until - interval '1 hour' WHERE state = 'receiving';
         UPDATE leases SET deadline = deadline - interval '1 hour' WHERE state = 'live'",
    )
    .await;
    app.sweep().await;
    for visitor in [&visible, &left] {
        assert_eq!(app.lease(visitor).await, "live");
        assert!((80..=91).contains(&app.lease_seconds(visitor).await), "VISIBLE_TTL from now");
    }
    upload.finish().await.ok(201);
    assert_eq!(visible.heartbeat(true).await.status, 204);
    visible.open().await.ok(200);
    app.swept(&gone, "tombstone").await;
    // The page that had left is not revived, its session only waits a little longer.
    assert_eq!(app.number("SELECT count(*) FROM lease_pages WHERE has_left AND deadline < now()").await, 1);
    visible.heartbeat(false).await.ok(204);
    app.age("91 seconds").await;
    app.swept(&left, "tombstone").await;
    assert_eq!((app.lease(&visible).await.as_str(), app.keys_of(&visible).len(), app.keys().len()), ("live", 2, 2));
}

#[tokio::test]
async fn an_amnesty_waits_for_no_lock_and_blocks_no_caller() {
    let app = App::start_with(&[SLOW_SWEEPS]).await;
    let (busy, other) = (with_file(&app).await, with_file(&app).await);
    let busy_upload = running(&app, &busy, Length).await;
    // A caller in the middle of an upload's transaction: its row first, then its lease, as all of them do.
    let held = sqlx::PgPool::connect_with((*app.running.context.pool.connect_options()).clone()).await.unwrap();
    let mut tx = anteroom::platform::db::begin(&held).await.unwrap();
    let session = &busy.session;
    for statement in ["SELECT lock_session($)", "UPDATE uploads SET bytes = bytes WHERE session_id = $"] {
        let statement = sqlx::AssertSqlSafe(statement.replace('$', &format!("'{session}'")));
        sqlx::raw_sql(statement).execute(&mut *tx).await.unwrap();
    }
    app.sql(
        "UPDATE sweeps SET swept_at = swept_at - interval '1 hour';
         UPDATE lease_pages SET deadline = deadline - interval '1 hour';
         UPDATE leases SET deadline = deadline - interval '1 hour'",
    )
    .await;
    tokio::time::timeout(Duration::from_secs(5), app.sweep()).await.expect("a sweep that waits for no lock");
    for visitor in [&busy, &other] {
        assert_eq!(app.lease(visitor).await, "live");
        assert!((80..=91).contains(&app.lease_seconds(visitor).await), "VISIBLE_TTL from now");
    }
    let lease = sqlx::AssertSqlSafe(format!("UPDATE leases SET deadline = deadline WHERE session_id = '{session}'"));
    sqlx::raw_sql(lease).execute(&mut *tx).await.expect("no deadlock");
    tx.commit().await.unwrap();
    busy_upload.finish().await.ok(201);
    busy.contact("zoe@example.org").await.ok(202);
}

/// Invents what a server that died in the middle of an upload leaves.
async fn dead_upload(app: &App, session: &str) -> String {
    let file = client::new_id();
    app.sql(&format!(
        "INSERT INTO uploads (id, session_id, bytes, state, alive_until)
         VALUES ('{file}', '{session}', 10, 'receiving', now() - interval '1 second')"
    ))
    .await;
    app.put_object(session, &file).await;
    app.open_multipart(session, &file).await;
    file
}

#[tokio::test]
async fn what_a_dead_server_left_is_cut_also_in_kept_sessions() {
    let app = App::start().await;
    let (open, kept) = (with_file(&app).await, with_file(&app).await);
    kept.contact("zoe@example.org").await.ok(202);
    let files = app.keys();
    for visitor in [&open, &kept] {
        let dead = dead_upload(&app, &visitor.session).await;
        until("the dead upload to be cut", async || {
            app.sweep().await;
            (app.keys() == files && app.open_multiparts() == 0).then_some(())
        })
        .await;
        assert_eq!((app.uploads(visitor, "receiving").await, app.uploads(visitor, "cut").await), (0, 1));
        // A late write under the same key is deleted too, before the row is forgotten.
        app.put_object(&visitor.session, &dead).await;
        app.age("14 minutes").await;
        open.heartbeat(true).await.ok(204);
        app.sql("UPDATE leases SET deadline = now() + interval '1 hour', hard_deadline = now() + interval '1 day'")
            .await;
        app.sweep().await;
        assert_eq!(app.keys().len(), 3);
        app.age("2 minutes").await;
        until("the row to be forgotten", async || {
            app.sweep().await;
            (app.uploads(visitor, "cut").await == 0).then_some(())
        })
        .await;
        assert_eq!(app.keys(), files);
    }
    assert_eq!(open.files().await.json()["files"].as_array().map(Vec::len), Some(1));
    assert_eq!(app.number("SELECT count(*) FROM files").await, 1);
}

#[tokio::test]
async fn two_sweepers_share_the_work() {
    let app = App::start_with(&[SLOW_SWEEPS]).await;
    let mut visitors = Vec::new();
    for _ in 0..20 {
        visitors.push(with_file(&app).await);
    }
    let kept = with_file(&app).await;
    kept.contact("zoe@example.org").await.ok(202);
    app.age("91 seconds").await;
    let (one, other) = (app.running.context.sweeper.clone(), app.another_sweeper());
    let (one, other) = tokio::join!(one.sweep_once(), other.sweep_once());
    let (one, other) = (one.expect("a sweep"), other.expect("a sweep"));
    assert!(one + other >= 20, "{one} + {other}");
    for visitor in &visitors {
        app.swept(visitor, "tombstone").await;
    }
    assert_eq!(app.keys(), app.keys_of(&kept));
    assert_eq!(app.client.metric("anteroom_purges_total{reason=\"abandoned\"}").await as i64, 20, "each once");
    assert_eq!(app.client.metric("anteroom_purge_failures_total").await as i64, 0);
}
