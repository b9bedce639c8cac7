//! Simultaneous calls must end as if one had come after the other. Many rounds, each with another head start, and the
//! plain orders too.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::client::{self, Answer, Visitor};
use crate::support::fate::first_id;
use crate::support::wire::Framing::Length;
use crate::support::wire::SlowUpload;
use crate::support::{App, files, until};

/// Gives one of two racers a head start: the first in early rounds, the second in late ones.
async fn head_start(round: u64) {
    tokio::time::sleep(Duration::from_millis(round)).await;
}

fn address(round: u64) -> String {
    format!("round{round}@example.org")
}

/// Either the person is stored and all files exist, or nothing of either.
async fn one_or_the_other(app: &App, visitor: &Visitor, files: usize, answer: &Answer, email: &str) {
    let accepted = answer.status == 202;
    if !accepted {
        answer.refused(410, "session-gone");
        app.swept(visitor, "tombstone").await;
    }
    app.sweep().await;
    let session = &visitor.session;
    let stored = app.number(&format!("SELECT count(*) FROM files WHERE session_id = '{session}'")).await;
    let expected = if accepted { files } else { 0 };
    assert_eq!(
        (app.keys_of(visitor).len(), usize::try_from(stored).expect("a count")),
        (expected, expected),
        "{}",
        answer.status
    );
    assert_eq!(app.dump().await.contains(email), accepted);
    assert_eq!(app.lease(visitor).await == "none", accepted, "no lease beside a session (I4)");
}

#[tokio::test]
async fn a_contact_and_a_sweep_never_both_win() {
    let app = App::start().await;
    let mut accepted = [0, 0];
    for round in 0..30 {
        let visitor = app.visitor();
        visitor.upload_pdf().await;
        visitor.upload_pdf().await;
        app.age("91 seconds").await;
        let email = address(round);
        let answer = match round {
            0 => {
                app.sweep().await;
                visitor.contact(&email).await
            }
            // Only the sweeper reads deadlines: until it comes the visitor is in time.
            1 => visitor.contact(&email).await,
            _ => {
                let sweep = async {
                    head_start(round / 2).await;
                    app.sweep().await;
                };
                tokio::join!(visitor.contact(&email), sweep).0
            }
        };
        accepted[usize::from(answer.status == 202)] += 1;
        one_or_the_other(&app, &visitor, 2, &answer, &email).await;
    }
    assert!(accepted.iter().all(|count| *count > 0), "{accepted:?}");
}

#[tokio::test]
async fn a_contact_and_a_discard_never_both_win() {
    let app = App::start().await;
    for round in 0..20 {
        let visitor = app.visitor();
        visitor.upload_pdf().await;
        let email = address(round);
        let discard = async {
            head_start(round).await;
            visitor.discard().await
        };
        let (answer, discarded) = tokio::join!(visitor.contact(&email), discard);
        discarded.ok(204);
        assert!([202, 410].contains(&answer.status.as_u16()), "{}", answer.text());
        // In either order: the discard deletes the open session as well as the pending one.
        app.swept(&visitor, "tombstone").await;
        assert_eq!(app.keys_of(&visitor), [""; 0]);
        assert!(!app.dump().await.contains(&email));
        visitor.contact(&email).await.refused(410, "session-gone");
    }
}

/// The ids of an answer's files.
fn ids(answer: &Value) -> BTreeSet<String> {
    let files = answer["files"].as_array().into_iter().flatten();
    files.map(|file| file["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn what_was_acknowledged_is_there_when_the_contact_is_accepted() {
    let app = App::start().await;
    for round in 0..30 {
        let visitor = app.visitor();
        let first = visitor.upload_pdf().await;
        let pdf = files::pdf(if round % 2 == 0 { 1000 } else { 400_000 });
        let both: [(&str, &[u8]); 2] = [("c.pdf", &pdf), ("d.pdf", &pdf)];
        let contact = async {
            head_start(round / 2).await;
            visitor.contact(&address(round)).await
        };
        let (one, other, answer) = tokio::join!(visitor.upload("b.pdf", &pdf), visitor.upload_all(&both), contact);
        let mut acknowledged = BTreeSet::from([first]);
        for upload in [one, other] {
            match upload.status.as_u16() {
                201 => acknowledged.extend(ids(&upload.json())),
                _ => drop(upload.refused(409, "session-pending")),
            }
        }
        if answer.status == 202 {
            app.sweep().await;
            let session = &visitor.session;
            let query = format!("SELECT string_agg(id::text, ' ') FROM files WHERE session_id = '{session}'");
            let stored = app.text(&query).await.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
            assert_eq!(stored, acknowledged, "round {round}");
        } else {
            assert_eq!(answer.status, 409, "{}", answer.text());
            let listed = visitor.files().await.ok(200).json();
            assert_eq!(ids(&listed), acknowledged, "round {round}");
        }
        let kept: Vec<_> = acknowledged.iter().map(|id| format!("{}/{id}", visitor.session)).collect();
        assert_eq!(app.keys_of(&visitor), kept, "round {round}");
    }
}

#[tokio::test]
async fn the_contact_names_the_files_it_believes_in() {
    let app = App::start().await;
    let visitor = app.visitor();
    let (one, two) = (visitor.upload_pdf().await, visitor.upload_pdf().await);
    let contact = async |files: Value| {
        let mut body = client::contact("zoe@example.org");
        body["files"] = files;
        visitor.call("PUT", "/contact", body).await
    };
    for wrong in [json!([]), json!([one]), json!([one, two, client::new_id()]), json!([one, client::new_id()])] {
        contact(wrong).await.refused(409, "files-differ");
    }
    // An object that was removed from the bucket is no silent loss either.
    let (object, away) = (format!("objects/anteroom/{}/{two}", visitor.session), app.folder.path().join("taken"));
    std::fs::rename(app.folder.path().join(&object), &away).expect("an object to take");
    let problem = contact(json!([one, two])).await.refused(409, "files-differ");
    assert_eq!(problem["missing"], json!([two]));
    contact(json!([one, two])).await.refused(409, "files-differ");
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, 0);
    // Said once: the visitor may go on without it. Should it come back, it no longer counts.
    contact(json!([one, one])).await.ok(202);
    app.sweep().await;
    let folder = app.folder.path().join(&object);
    std::fs::create_dir_all(folder.parent().expect("a folder")).expect("a folder");
    std::fs::rename(&away, folder).expect("an object to bring back");
    app.age("16 minutes").await;
    app.sweep().await;
    assert_eq!(app.keys_of(&visitor), [format!("{}/{one}", visitor.session)]);
}

#[tokio::test]
async fn an_upload_that_a_contact_took_for_dead_is_kept_when_it_ends() {
    let app = App::start_with(&["--sweep-every=10s"]).await;
    let visitor = app.visitor();
    let first = visitor.upload_pdf().await;
    let bytes = files::pdf(9_000_000);
    let mut upload = SlowUpload::begin(&visitor, &[("late.pdf", &bytes)], Length).await;
    assert!(upload.send_to(8_000_000).await);
    app.receiving(&visitor, 1).await;
    visitor.contact("zoe@example.org").await.refused(409, "upload-running");
    app.sql("UPDATE uploads SET alive_until = now() - interval '1 second' WHERE state = 'receiving'").await;
    visitor.contact("zoe@example.org").await.ok(202);
    let late = first_id(&upload.finish().await.ok(201));
    app.age("1 hour").await;
    app.sweep().await;
    let mut expected = [first, late].map(|id| format!("{}/{id}", visitor.session));
    expected.sort();
    assert_eq!(app.keys(), expected);
    assert_eq!(app.number("SELECT count(*) FROM files").await, 2);
    assert_eq!(app.number("SELECT count(*) FROM uploads").await, 0);
}

#[tokio::test]
async fn a_silent_upload_of_a_pending_session_is_cut_and_reported() {
    let app = App::start().await;
    let visitor = app.visitor();
    let first = visitor.upload_pdf().await;
    let mut upload = SlowUpload::begin(&visitor, &[("late.pdf", &files::pdf(9_000_000))], Length).await;
    assert!(upload.send_to(8_000_000).await);
    app.receiving(&visitor, 1).await;
    until("a contact that takes the upload for dead", async || {
        app.sql("UPDATE uploads SET alive_until = now() - interval '1 second' WHERE state = 'receiving'").await;
        (visitor.contact("zoe@example.org").await.status == 202).then_some(())
    })
    .await;
    app.sweep().await;
    // The session is alive, so there is no reason to give it up: the file can be sent again in another form.
    upload.finish().await.refused(503, "unavailable");
    app.sweep().await;
    until("the upload's end", async || app.unfinished().is_empty().then_some(())).await;
    assert_eq!(app.keys(), [format!("{}/{first}", visitor.session)]);
    assert_eq!(app.number("SELECT count(*) FROM files").await, 1);
}

#[tokio::test]
async fn a_heartbeat_and_a_sweep_agree() {
    let app = App::start().await;
    for round in 0..20 {
        let visitor = app.visitor();
        visitor.upload_pdf().await;
        app.age("91 seconds").await;
        let sweep = async {
            head_start(round / 4).await;
            app.sweep().await;
        };
        let (beat, ()) = tokio::join!(visitor.heartbeat(true), sweep);
        // A visitor who was told 204 has the session, one who was told 410 has not.
        if beat.status == 204 {
            app.sweep().await;
            assert_eq!((app.lease(&visitor).await.as_str(), app.keys_of(&visitor).len()), ("live", 1));
            visitor.discard().await.ok(204);
        } else {
            beat.refused(410, "session-gone");
        }
        app.swept(&visitor, "tombstone").await;
        assert_eq!(app.keys_of(&visitor), [""; 0]);
    }
}

#[tokio::test]
async fn uploads_and_a_discard_leave_nothing_behind() {
    let app = App::start().await;
    for round in 0..10 {
        let visitor = app.visitor();
        let pdf = files::pdf(300_000);
        let discard = async {
            head_start(round * 3).await;
            visitor.discard().await.ok(204);
        };
        let upload = || visitor.upload("a.pdf", &pdf);
        let (one, two, three, ()) = tokio::join!(upload(), upload(), upload(), discard);
        for answer in [one, two, three] {
            if answer.status != 201 {
                answer.refused(410, "session-gone");
            }
        }
        app.swept(&visitor, "tombstone").await;
        app.nothing_left(&visitor, &format!("round {round}")).await;
    }
}
