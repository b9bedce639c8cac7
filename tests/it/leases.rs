//! How long an abandoned session is kept, and what happens to it. Time passes by ageing rows.
//!
//! In the tests' names `i1_…` is invariant I1 in docs/abandonment.md.

use std::time::Duration;

use anteroom::platform::ids::{SessionId, new_uuid};
use anteroom::platform::object_store::{Key, NewObject};
use serde_json::json;

use crate::support::client::Visitor;
use crate::support::fate::first_id;
use crate::support::wire::Framing::{Chunked, Length};
use crate::support::wire::{SlowUpload, WAYS, send};
use crate::support::{App, client, files, until};

/// The default of `TOMBSTONE`, in seconds.
const TOMBSTONE: i64 = 900;

/// A visitor with one small file.
async fn with_file(app: &App) -> Visitor {
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    visitor
}

/// Looks once; the lease must still be live, with its files.
async fn stays(app: &App, visitor: &Visitor, why: &str) {
    app.sweep().await;
    assert_eq!((app.lease(visitor).await.as_str(), app.keys_of(visitor).len()), ("live", 1), "{why}");
}

/// The lease must end with this look.
async fn goes(app: &App, visitor: &Visitor, why: &str) {
    app.sweep().await;
    let state = app.lease(visitor).await;
    assert!(["purging", "tombstone"].contains(&&*state), "{why}: still {state}");
    app.swept(visitor, "tombstone").await;
    assert_eq!(app.keys_of(visitor), [""; 0], "{why}");
    let rows = app.uploads(visitor, "stored").await + app.uploads(visitor, "receiving").await;
    assert_eq!(rows + app.uploads(visitor, "cut").await, 0, "{why}");
}

fn near(seconds: i64, expected: i64) {
    assert!((expected - 5..=expected + 1).contains(&seconds), "{seconds} s instead of {expected} s");
}

#[tokio::test]
async fn a_dead_id_takes_nothing_and_stays_dead_for_a_tombstone() {
    let app = App::start().await;
    let (visitor, other) = (with_file(&app).await, with_file(&app).await);
    near(app.lease_seconds(&visitor).await, 90);
    app.age("80 seconds").await;
    stays(&app, &visitor, "a visible page has 90 s").await;
    other.heartbeat(true).await.ok(204);
    app.age("11 seconds").await;
    goes(&app, &visitor, "a visible page fell silent for 91 s").await;
    stays(&app, &other, "its page spoke").await;

    for _ in 0..2 {
        for answer in [
            visitor.open().await,
            visitor.another_page().open().await,
            visitor.heartbeat(true).await,
            visitor.files().await,
            visitor.upload("a.pdf", &files::pdf(100)).await,
            visitor.contact("zoe@example.org").await,
        ] {
            answer.refused(410, "session-gone");
        }
        assert_eq!(
            (visitor.leave().await.status, visitor.discard().await.status),
            (204.try_into().unwrap(), 204.try_into().unwrap())
        );
        assert_eq!(app.number("SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM consents)").await, 0);
        assert_eq!(app.keys_of(&visitor), [""; 0]);
        // It is not forgotten a minute before its time.
        app.sql(&format!(
            "UPDATE leases SET deadline = now() + interval '1 minute' WHERE session_id = '{}'",
            visitor.session
        ))
        .await;
        app.sweep().await;
        assert_eq!(app.lease(&visitor).await, "tombstone");
    }
    app.sql(&format!(
        "UPDATE leases SET deadline = now() - interval '1 second' WHERE session_id = '{}'",
        visitor.session
    ))
    .await;
    app.swept(&visitor, "none").await;
    assert_eq!(visitor.open().await.ok(200).json()["resumed"], false);
    visitor.upload_pdf().await;
}

/// Where no upload came in parts none are looked for; should there be some all the same, the last look finds them.
#[tokio::test]
async fn uncompleted_parts_are_deleted_with_the_session_or_its_tombstone() {
    let app = App::start().await;
    for (framing, at_once) in [(Length, false), (Chunked, true)] {
        let visitor = with_file(&app).await;
        send(&visitor, "scan.pdf", &files::pdf(9 * 1024 * 1024), framing).await.ok(201);
        // As a server leaves it that was killed in mid-upload.
        let session = SessionId::parse(&visitor.session).expect("an id");
        let key = Key { session, file: new_uuid() };
        let object = NewObject { key, content_type: "application/pdf", name: "scan.pdf".to_owned() };
        app.running.context.store.multipart(&object).await.expect("an upload");
        visitor.discard().await.ok(204);
        app.swept(&visitor, "tombstone").await;
        assert_eq!(app.keys_of(&visitor), [""; 0]);
        assert_eq!(app.unfinished().is_empty(), at_once, "at once: {at_once}");
        app.age("16 minutes").await;
        app.swept(&visitor, if at_once { "none" } else { "tombstone" }).await;
        assert!(app.unfinished().is_empty());
    }
}

#[tokio::test]
async fn nothing_is_written_before_the_first_upload() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.open().await.ok(200);
    visitor.heartbeat(true).await.ok(204);
    visitor.files().await.ok(200);
    visitor.call("POST", "/intake", json!({"step": "name", "input": "Zoë Visitor"})).await.ok(200);
    visitor.upload("a.exe", b"MZ").await.refused(415, "file-type-refused");
    visitor.leave().await.ok(204);
    assert!(!app.dump().await.contains(&visitor.session));
    assert_eq!(app.number("SELECT count(*) FROM leases").await, 0);
}

/// Nothing is aged and no sweep is called: the whole program in real time.
#[tokio::test]
async fn i1_abandoned_files_are_deleted_in_time() {
    let app =
        App::start_with_workers(&["--heartbeat=1s", "--visible-ttl=4s", "--leave-grace=2s", "--sweep-every=1s"]).await;
    let (left, silent, stays) = (with_file(&app).await, with_file(&app).await, with_file(&app).await);
    left.leave().await.ok(204);
    let beating = tokio::spawn({
        let stays = stays.clone();
        async move {
            let mut beats = tokio::time::interval(Duration::from_secs(1));
            loop {
                beats.tick().await;
                stays.heartbeat(true).await.ok(204);
            }
        }
    });
    // `until` gives up after 20 s, earlier than the promise allows.
    for gone in [&left, &silent] {
        until("a tombstone", async || (app.lease(gone).await == "tombstone").then_some(())).await;
        assert_eq!(app.keys_of(gone), [""; 0]);
    }
    assert_eq!((app.lease(&stays).await.as_str(), app.keys_of(&stays).len()), ("live", 1));
    beating.abort();
}

#[tokio::test]
async fn a_hidden_page_has_ten_minutes() {
    let app = App::start().await;
    let visitor = with_file(&app).await;
    visitor.heartbeat(false).await.ok(204);
    near(app.lease_seconds(&visitor).await, 600);
    app.age("590 seconds").await;
    stays(&app, &visitor, "hidden for less than 10 minutes").await;
    visitor.heartbeat(false).await.ok(204);
    near(app.lease_seconds(&visitor).await, 600);
    // In front again it must speak as often as all visible ones.
    visitor.heartbeat(true).await.ok(204);
    near(app.lease_seconds(&visitor).await, 90);
    visitor.heartbeat(false).await.ok(204);
    app.age("601 seconds").await;
    goes(&app, &visitor, "hidden for longer").await;
}

#[tokio::test]
async fn a_page_that_left_has_its_grace_and_no_late_heartbeat_revives_it() {
    let app = App::start().await;
    let visitor = with_file(&app).await;
    visitor.leave().await.ok(204);
    near(app.lease_seconds(&visitor).await, 30);
    app.age("20 seconds").await;
    for _ in 0..3 {
        visitor.heartbeat(true).await.ok(204);
        visitor.open().await.ok(200);
        visitor.leave().await.ok(204);
    }
    near(app.lease_seconds(&visitor).await, 10);
    stays(&app, &visitor, "within its grace").await;
    // A reload is a new page.
    let reloaded = visitor.another_page();
    assert_eq!(reloaded.open().await.ok(200).json()["resumed"], true);
    near(app.lease_seconds(&visitor).await, 90);
    reloaded.leave().await.ok(204);
    app.age("31 seconds").await;
    goes(&app, &visitor, "all its pages have left").await;

    // The beacon may overtake the page's own first call: then that comes too late.
    let visitor = with_file(&app).await;
    let quick = visitor.another_page();
    quick.leave().await.ok(204);
    quick.heartbeat(false).await.ok(204);
    visitor.leave().await.ok(204);
    app.age("31 seconds").await;
    goes(&app, &visitor, "a page that left before it was seen").await;
}

#[tokio::test]
async fn the_longest_living_page_counts() {
    let app = App::start().await;
    let visitor = with_file(&app).await;
    let other = visitor.another_page();
    other.open().await.ok(200);
    visitor.leave().await.ok(204);
    app.age("80 seconds").await;
    stays(&app, &visitor, "another tab shows it").await;
    other.heartbeat(true).await.ok(204);
    app.age("80 seconds").await;
    stays(&app, &visitor, "another tab shows it still").await;
    other.leave().await.ok(204);
    near(app.lease_seconds(&visitor).await, 30);
    app.age("31 seconds").await;
    goes(&app, &visitor, "the last tab left").await;
}

#[tokio::test]
async fn reloading_often_keeps_the_session_alive() {
    let app = App::start().await;
    let visitor = with_file(&app).await;
    let mut page = visitor.clone();
    for _ in 0..70 {
        let reloaded = page.another_page();
        assert_eq!(reloaded.open().await.ok(200).json()["resumed"], true);
        near(app.lease_seconds(&visitor).await, 90);
        page.leave().await.ok(204);
        app.age("60 seconds").await;
        page = reloaded;
    }
    page.heartbeat(true).await.ok(204);
    app.age("80 seconds").await;
    stays(&app, &visitor, "its page speaks").await;
}

#[tokio::test]
async fn without_a_grace_the_last_page_takes_all_with_it_at_once() {
    let app = App::start_with_workers(&["--leave-grace=0s"]).await;
    let visitor = with_file(&app).await;
    let other = visitor.another_page();
    other.open().await.ok(200);
    visitor.leave().await.ok(204);
    stays(&app, &visitor, "another tab shows it").await;
    other.leave().await.ok(204);
    // The test does not sweep: the beacon wakes the server's own sweeper.
    until("the purge", async || (app.lease(&visitor).await == "tombstone").then_some(())).await;
    assert_eq!(app.keys(), [""; 0]);
}

#[tokio::test]
async fn nothing_lasts_past_the_hard_deadline() {
    let app = App::start_with(&["--open-max=10m"]).await;
    let visitor = with_file(&app).await;
    for _ in 0..8 {
        app.age("70 seconds").await;
        visitor.heartbeat(true).await.ok(204);
        stays(&app, &visitor, "its page speaks").await;
    }
    near(app.lease_seconds(&visitor).await, 40);
    visitor.heartbeat(false).await.ok(204);
    visitor.another_page().open().await.ok(200);
    visitor.upload_pdf().await;
    near(app.lease_seconds(&visitor).await, 40);
    app.age("41 seconds").await;
    visitor.heartbeat(true).await.ok(204);
    goes(&app, &visitor, "ten minutes are over").await;
}

#[tokio::test]
async fn a_running_upload_keeps_its_session() {
    let app = App::start().await;
    let visitor = app.visitor();
    let bytes = files::pdf(9_000_000);
    let mut upload = SlowUpload::begin(&visitor, &[("a.pdf", &bytes)], Length).await;
    assert!(upload.send_to(1_000_000).await);
    app.receiving(&visitor, 1).await;
    // The page fell silent long ago; only the upload speaks, every five seconds.
    app.sql("UPDATE lease_pages SET deadline = now() - interval '1 hour'").await;
    let alive = async || app.lease_seconds(&visitor).await;
    until("the upload's next word", async || (20..=31).contains(&alive().await).then_some(())).await;
    app.sweep().await;
    assert_eq!(app.lease(&visitor).await, "live");
    upload.finish().await.ok(201);
    app.swept(&visitor, "tombstone").await;
    assert_eq!((app.keys_of(&visitor).len(), app.unfinished().len()), (0, 0));
}

#[tokio::test]
async fn a_discard_cuts_running_uploads() {
    let app = App::start().await;
    let mut running = Vec::new();
    for framing in [Length, Chunked] {
        let visitor = app.visitor();
        let mut upload = SlowUpload::begin(&visitor, &[("a.pdf", &files::pdf(10_000_000))], framing).await;
        assert!(upload.send_to(9_000_000).await);
        app.receiving(&visitor, 1).await;
        until("bytes in the store", async || (app.half_done_bytes() > 0).then_some(())).await;
        running.push((visitor, upload));
    }
    for (visitor, _) in &running {
        visitor.discard().await.ok(204);
        visitor.open().await.refused(410, "session-gone");
    }
    for (visitor, upload) in running {
        // The answer comes although the client sends nothing more, and long before it counts as silent.
        let answer = tokio::time::timeout(Duration::from_secs(20), upload.answer()).await.expect("an answer soon");
        answer.refused(410, "session-gone");
        app.nothing_left(&visitor, "an upload cut by a discard").await;
        app.swept(&visitor, "tombstone").await;
    }
    assert_eq!((app.keys(), app.open_multiparts()), (Vec::new(), 0));
}

#[tokio::test]
async fn an_upload_that_ends_after_the_purge_is_refused_and_removed() {
    let app = App::start().await;
    for framing in [Length, Chunked] {
        let visitor = app.visitor();
        let mut upload = SlowUpload::begin(&visitor, &[("a.pdf", &files::pdf(10_000_000))], framing).await;
        assert!(upload.send_to(9_000_000).await);
        app.receiving(&visitor, 1).await;
        visitor.discard().await.ok(204);
        app.swept(&visitor, "tombstone").await;
        // Sooner than its own heartbeat, it learns of it from what it finds gone.
        upload.finish().await.refused(410, "session-gone");
        app.nothing_left(&visitor, "an upload that ended after the purge").await;
        assert_eq!(app.open_multiparts(), 0);
    }
}

#[tokio::test]
async fn a_discard_ends_every_state_but_complete() {
    let app = App::start().await;
    let (fresh, open, pending, complete) =
        (app.visitor(), with_file(&app).await, with_file(&app).await, with_file(&app).await);
    fresh.discard().await.ok(204);
    assert_eq!(app.lease(&fresh).await, "tombstone");
    fresh.upload("a.pdf", &files::pdf(100)).await.refused(410, "session-gone");
    open.discard().await.ok(204);
    pending.contact("pending@example.org").await.ok(202);
    pending.discard().await.ok(204);
    complete.contact("complete@example.org").await.ok(202);
    let link = app.link_to("complete@example.org", 1).await;
    app.client.post(&link).await.ok(200);
    complete.discard().await.refused(409, "session-complete");
    for visitor in [&fresh, &open, &pending] {
        app.swept(visitor, "tombstone").await;
        visitor.discard().await.ok(204);
        near(app.lease_seconds(visitor).await, TOMBSTONE);
    }
    assert_eq!((app.keys(), app.keys().len()), (app.keys_of(&complete), 1));
    let dump = app.dump().await;
    assert!(!dump.contains("pending@example.org") && dump.contains("complete@example.org"));
}

#[tokio::test]
async fn a_purge_takes_everything_under_the_prefix_and_nothing_else() {
    let app = App::start().await;
    let (visitor, other) = (with_file(&app).await, with_file(&app).await);
    for (_, size, framing) in WAYS {
        SlowUpload::begin(&visitor, &[("a.pdf", &files::pdf(size))], framing).await.finish().await.ok(201);
    }
    // What a crashed server may have left, unknown to every table.
    app.put_object(&visitor.session, &client::new_id()).await;
    for _ in 0..3 {
        app.open_multipart(&visitor.session, &client::new_id()).await;
    }
    let known = first_id(&visitor.files().await);
    app.open_multipart(&visitor.session, &known).await;
    app.open_multipart(&other.session, &client::new_id()).await;
    assert_eq!((app.keys_of(&visitor).len(), app.open_multiparts()), (7, 5));
    other.heartbeat(false).await.ok(204);
    app.age("91 seconds").await;
    goes(&app, &visitor, "abandoned").await;
    assert_eq!((app.keys(), app.open_multiparts()), (app.keys_of(&other), 1));
    stays(&app, &other, "another session").await;
}

#[tokio::test]
async fn a_late_write_renews_the_tombstone() {
    let app = App::start().await;
    let visitor = with_file(&app).await;
    visitor.discard().await.ok(204);
    app.swept(&visitor, "tombstone").await;
    app.put_object(&visitor.session, &client::new_id()).await;
    let late = app.open_multipart(&visitor.session, &client::new_id()).await;
    app.age("890 seconds").await;
    app.sweep().await;
    assert_eq!((app.keys().len(), app.lease(&visitor).await.as_str()), (1, "tombstone"));
    app.age("20 seconds").await;
    app.sweep().await;
    until("the last look", async || app.keys().is_empty().then_some(())).await;
    until("a renewed tombstone", async || (app.lease_seconds(&visitor).await > TOMBSTONE - 60).then_some(())).await;
    assert_eq!(app.open_multiparts(), 0);
    drop(late);
    visitor.open().await.refused(410, "session-gone");
    app.age("901 seconds").await;
    app.swept(&visitor, "none").await;
    visitor.open().await.ok(200);
}
