//! `/api/v1/session`: open, heartbeat, leave, discard; and what every call refuses first.
//!
//! In the tests' names `s01_…` is promise 1 in docs/security.md.

use serde_json::{Value, json};

use crate::support::{App, Visitor, client, until};

const FILE: &str = "/files/3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071";

/// Every call that names a session, with a body that fits.
fn calls() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("PUT", "/session", json!({})),
        ("POST", "/session/heartbeat", json!({"visible": true})),
        ("DELETE", "/session", Value::Null),
        ("GET", "/files", Value::Null),
        ("DELETE", FILE, Value::Null),
        ("PUT", "/contact", client::contact("gone@example.org")),
        ("POST", "/verification", json!({})),
    ]
}

/// Seconds from now until the lease of the only session ends.
async fn lease_seconds(app: &App) -> i64 {
    app.number("SELECT round(extract(epoch FROM deadline - now()))::bigint FROM leases").await
}

/// The same JSON, longer.
fn padded(json: &str, size: usize) -> String {
    json.to_owned() + &" ".repeat(size - json.len())
}

#[track_caller]
fn assert_about(seconds: i64, expected: i64) {
    assert!((expected - 10..=expected).contains(&seconds), "{seconds} s, not {expected} s");
}

#[tokio::test]
async fn s01_only_a_canonical_v4_names_a_session() {
    let app = App::start().await;
    let good = "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071";
    let nothing = app.still().await;
    for (method, path, body) in calls().into_iter().chain([("GET", "/events", Value::Null)]) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let path = format!("/api/v1{path}");
        app.client.send(method, &path, &[], body.clone()).await.refused(400, "invalid-session-id");
        let twice = [("x-session-id", good), ("x-session-id", good)];
        app.client.send(method, &path, &twice, body.clone()).await.refused(400, "invalid-session-id");
        for bad in [
            "",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "3f8a2c1e-9b4d-1e6f-8a1b-2c3d4e5f6071",
            "019a2c1e-9b4d-7e6f-8a1b-2c3d4e5f6071",
            "3f8a2c1e-9b4d-4e6f-ca1b-2c3d4e5f6071",
            "3F8A2C1E-9B4D-4E6F-8A1B-2C3D4E5F6071",
            "{3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071}",
            "urn:uuid:3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071",
            "3f8a2c1e9b4d4e6f8a1b2c3d4e5f6071",
            "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071/",
            "%2e%2e%2f3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071",
            "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f607%2e",
            "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071, 3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071",
            "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f607é",
        ] {
            let answer = app.client.send(method, &path, &[("x-session-id", bad)], body.clone()).await;
            answer.refused(400, "invalid-session-id");
        }
    }
    assert_eq!(app.still().await, nothing);
}

#[tokio::test]
async fn a_page_id_is_optional_but_a_wrong_one_is_refused() {
    let app = App::start().await;
    let session = client::new_id();
    for bad in ["", "1", "00000000-0000-0000-0000-000000000000", &session.to_uppercase()] {
        let headers = [("x-session-id", &*session), ("x-page-id", bad)];
        app.client.send("PUT", "/api/v1/session", &headers, "").await.refused(400, "invalid-request");
        let beat = r#"{"visible": true}"#;
        app.client.send("POST", "/api/v1/session/heartbeat", &headers, beat).await.refused(400, "invalid-request");
    }
    app.client.send("PUT", "/api/v1/session", &[("x-session-id", &session)], "").await.ok(200);
}

#[tokio::test]
async fn s04_bodies_that_do_not_fit_are_refused() {
    let app = App::start().await;
    let visitor = app.visitor();
    let nothing = app.still().await;
    for (method, path, fits) in calls().into_iter().filter(|(_, _, body)| !body.is_null()) {
        let mut unknown = fits.clone();
        unknown["surprise"] = json!(1);
        let problem = visitor.call(method, path, unknown).await.refused(422, "invalid-input");
        let fields = problem["fields"].as_object().expect("fields");
        assert!(fields.values().any(|message| message.as_str().is_some_and(|text| text.contains("surprise"))));
        let positional = fits.as_object().map(|fields| fields.values().collect::<Vec<_>>());
        for wrong in [json!([fits]), json!(positional), json!("text"), json!(7)] {
            let problem = visitor.call(method, path, wrong).await.refused(422, "invalid-input");
            assert!(problem["fields"].is_object(), "{problem}");
        }

        let send = async |content_type: &str, body: Vec<u8>| {
            let headers = [("x-session-id", &*visitor.session), ("content-type", content_type)];
            app.client.send(method, &format!("/api/v1{path}"), &headers, body).await
        };
        for broken in ["{", "nonsense", "{} {}", "{\"a\":1,}", "\u{feff}{}"] {
            send("application/json", broken.into()).await.refused(400, "invalid-request");
        }
        send("application/json", vec![b'{', b'"', 0xff, b'"', b':', b'1', b'}']).await.refused(400, "invalid-request");
        for refused in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"] {
            send(refused, fits.to_string().into()).await.refused(415, "unsupported-media-type");
        }
        for size in [64 * 1024 + 1, 1024 * 1024] {
            send("application/json", padded(&fits.to_string(), size).into()).await.refused(413, "body-too-large");
        }
    }
    assert_eq!(app.still().await, nothing);
    let most = padded("{}", 64 * 1024);
    let headers = [("x-session-id", &*visitor.session), ("content-type", "Application/JSON; charset=utf-8")];
    app.client.send("PUT", "/api/v1/session", &headers, most).await.ok(200);
}

#[tokio::test]
async fn an_empty_body_means_no_fields() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.call("PUT", "/session", Value::Null).await.ok(200);
    visitor.call("POST", "/verification", Value::Null).await.refused(409, "contact-missing");
    let problem = visitor.call("POST", "/session/heartbeat", Value::Null).await.refused(422, "invalid-input");
    assert!(problem["fields"].to_string().contains("visible"), "{problem}");
}

#[tokio::test]
async fn opening_stores_nothing_and_an_upload_is_resumed() {
    let app = App::start().await;
    let visitor = app.visitor();
    let nothing = app.still().await;
    for _ in 0..3 {
        let opened = visitor.open().await.ok(200).json();
        assert_eq!((&opened["state"], &opened["resumed"]), (&json!("open"), &json!(false)));
        assert_eq!(opened["heartbeat_seconds"], 15.0);
        let limits = &opened["limits"];
        assert_eq!(limits["max_file_bytes"], 100 << 20);
        assert_eq!((&limits["max_files"], &limits["max_session_bytes"]), (&json!(20), &json!(500 << 20)));
        let (types, accept) =
            (limits["types"].as_array().expect("types"), limits["accept"].as_array().expect("accept"));
        assert_eq!((types.len(), &types[..2]), (31, &[json!(".pdf"), json!(".docx")][..]));
        assert!(types.iter().chain(&[json!(".tif"), json!(".jpeg")]).all(|name| accept.contains(name)), "{limits}");
    }
    assert!(!app.dump().await.contains(&visitor.session));
    assert_eq!(app.still().await, nothing);

    let file = visitor.upload_pdf().await;
    let reloaded = visitor.another_page();
    let opened = reloaded.open().await.ok(200).json();
    assert_eq!((&opened["state"], &opened["resumed"]), (&json!("open"), &json!(true)));
    assert_eq!(opened["files"][0]["id"], file);
    assert_eq!(app.number("SELECT count(*) FROM lease_pages").await, 2);
}

#[tokio::test]
async fn heartbeats_move_the_deadline_of_a_lease() {
    let app = App::start().await;
    let visitor = app.visitor();
    let nothing = app.still().await;
    visitor.heartbeat(true).await.ok(204);
    visitor.heartbeat(false).await.ok(204);
    assert_eq!(app.still().await, nothing);

    visitor.upload_pdf().await;
    visitor.heartbeat(false).await.ok(204);
    assert_about(lease_seconds(&app).await, 600);
    visitor.heartbeat(true).await.ok(204);
    assert_about(lease_seconds(&app).await, 90);
    app.sql("UPDATE leases SET deadline = now() + interval '1 s'; UPDATE lease_pages SET deadline = now()").await;
    visitor.open().await.ok(200);
    assert_about(lease_seconds(&app).await, 90);
}

#[tokio::test]
async fn no_page_keeps_a_session_past_its_hard_deadline() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    assert_about(app.number("SELECT extract(epoch FROM hard_deadline - now())::bigint FROM leases").await, 86_400);
    app.sql("UPDATE leases SET hard_deadline = now() + interval '40 s'").await;
    for page in [&visitor, &visitor.another_page()] {
        page.heartbeat(false).await.ok(204);
        page.open().await.ok(200);
        assert_eq!(app.number("SELECT count(*) FROM leases WHERE deadline = hard_deadline").await, 1);
    }
}

#[tokio::test]
async fn a_page_that_left_is_not_revived() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    visitor.leave().await.ok(204);
    assert_about(lease_seconds(&app).await, 30);
    let left = app.still().await;
    visitor.heartbeat(true).await.ok(204);
    visitor.leave().await.ok(204);
    assert_eq!(app.still().await, left);
    // A reload is a new page.
    visitor.another_page().open().await.ok(200);
    assert_about(lease_seconds(&app).await, 90);
}

#[tokio::test]
async fn the_other_tab_keeps_the_session() {
    let app = App::start().await;
    let first = app.visitor();
    first.upload_pdf().await;
    let second = first.another_page();
    second.open().await.ok(200);
    second.heartbeat(false).await.ok(204);
    first.leave().await.ok(204);
    assert_about(lease_seconds(&app).await, 600);
    second.leave().await.ok(204);
    assert_about(lease_seconds(&app).await, 30);
}

#[tokio::test]
async fn s14_beacons_count_from_our_own_pages_only() {
    let app = App::start().await;
    let ours = format!("http://{}", app.client.address);
    let beacon = |visitor: &Visitor| json!({"session_id": visitor.session, "page_id": visitor.page}).to_string();
    let send = async |headers: &[(&str, &str)], body: &[u8]| {
        app.client.send("POST", "/api/v1/session/leave", headers, body.to_vec()).await.ok(204);
        app.number("SELECT count(*) FROM lease_pages WHERE has_left").await
    };

    let mut left = 0;
    for headers in [
        &[("sec-fetch-site", "same-origin"), ("content-type", "text/plain;charset=UTF-8")][..],
        &[("sec-fetch-site", "same-origin"), ("content-type", "application/json")],
        &[("origin", &*ours)],
        &[],
    ] {
        let visitor = app.visitor();
        visitor.upload_pdf().await;
        left += 1;
        assert_eq!(send(headers, beacon(&visitor).as_bytes()).await, left, "{headers:?}");
    }

    let visitor = app.visitor();
    visitor.upload_pdf().await;
    let before = app.still().await;
    let good = beacon(&visitor);
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", &*format!("{ours}.evil.example"))],
        &[("origin", &*ours), ("sec-fetch-site", "cross-site")],
    ] {
        assert_eq!(send(headers, good.as_bytes()).await, left, "{headers:?}");
    }
    let page = &visitor.page;
    let (megabyte, kibibyte) = (padded(&good, 1 << 20), padded(&good, 1025));
    for body in [
        "",
        "{",
        "[]",
        "null",
        "nonsense\0",
        &megabyte,
        &kibibyte,
        &good.to_uppercase(),
        &good.replace('}', ",\"x\":1}"),
        &good.replace(page, "1"),
        &good.replace(&visitor.session, "00000000-0000-0000-0000-000000000000"),
        &good.replace(&visitor.session, &client::new_id()),
    ] {
        assert_eq!(send(&[("sec-fetch-site", "same-origin")], body.as_bytes()).await, left, "{body:.99}");
    }
    assert_eq!(send(&[("sec-fetch-site", "same-origin")], &[0xff; 64]).await, left);
    assert_eq!(app.still().await, before);
    assert_eq!(send(&[("sec-fetch-site", "same-origin")], padded(&good, 1024).as_bytes()).await, left + 1);
}

/// Once a session is gone, no call finds it, and none writes anything.
async fn assert_gone(app: &App, visitor: &Visitor) {
    let before = app.still().await;
    for (method, path, body) in calls() {
        let answer = visitor.call(method, path, body).await;
        // Discarding twice is no mistake.
        if (method, path) == ("DELETE", "/session") {
            drop(answer.ok(204));
        } else {
            drop(answer.refused(410, "session-gone"));
        }
    }
    visitor.upload("late.pdf", b"%PDF-1.7 late").await.refused(410, "session-gone");
    visitor.leave().await.ok(204);
    assert_eq!(app.still().await, before);
    assert!(!app.dump().await.contains("gone@example.org"));
}

#[tokio::test]
async fn discarding_nothing_kills_the_id() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.discard().await.ok(204);
    assert_eq!(app.text("SELECT state || ' ' || reason FROM leases").await, "tombstone discarded");
    assert_about(lease_seconds(&app).await, 900);
    assert_gone(&app, &visitor).await;
}

#[tokio::test]
async fn discarding_files_deletes_them() {
    let app = App::start().await;
    let (visitor, other) = (app.visitor(), app.visitor());
    visitor.upload_pdf().await;
    let kept = format!("{}/{}", other.session, other.upload_pdf().await);
    visitor.discard().await.ok(204);
    visitor.open().await.refused(410, "session-gone");
    app.buried(&visitor).await;
    assert_eq!(app.keys(), [kept]);
    assert_eq!(app.number("SELECT count(*) FROM uploads").await, 1);
    assert_gone(&app, &visitor).await;
}

#[tokio::test]
async fn discarding_while_pending_erases_the_person() {
    let app = App::start().await;
    let (visitor, link) = app.pending("zoe@example.org").await;
    visitor.discard().await.ok(204);
    let all = app.dump().await;
    assert!(!all.contains("zoe@example.org") && !all.contains("Zoë"), "{all}");
    for table in ["sessions", "consents", "files", "verifications", "jobs"] {
        assert_eq!(app.number(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
    app.buried(&visitor).await;
    let actions = "SELECT string_agg(action || ' ' || detail, ', ' ORDER BY id) FROM audit WHERE actor = 'visitor'";
    let expected = r#"session.pending {"files": 1, "ai_training": false}, session.erased {"reason": "discarded"}"#;
    assert_eq!(app.text(actions).await, expected);
    app.client.post(&link).await.ok(410);
    assert_gone(&app, &visitor).await;
}

#[tokio::test]
async fn a_complete_session_cannot_be_discarded() {
    let app = App::start().await;
    let (visitor, _) = app.complete("zoe@example.org").await;
    let before = (app.still().await, app.keys());
    visitor.discard().await.refused(409, "session-complete");
    app.sweep().await;
    assert_eq!((app.still().await, app.keys()), before);
}

#[tokio::test]
async fn an_abandoned_session_is_gone() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    app.sql("UPDATE lease_pages SET deadline = now() - interval '1 s'; UPDATE leases SET deadline = now()").await;
    app.sweep().await;
    app.buried(&visitor).await;
    assert_gone(&app, &visitor).await;
    // The tombstone has run out: the id may be used again.
    app.sql("UPDATE leases SET deadline = now() - interval '1 s'").await;
    app.sweep().await;
    until("the end of the tombstone", async || (app.number("SELECT count(*) FROM leases").await == 0).then_some(()))
        .await;
    visitor.open().await.ok(200);
}

#[tokio::test]
async fn s02_a_session_id_reads_no_personal_data_back() {
    let app = App::start().await;
    let (pending, _) = app.pending("zoe@example.org").await;
    let (complete, _) = app.complete("anna@example.org").await;
    for (visitor, state) in [(pending, "pending"), (complete, "complete")] {
        let opened = visitor.open().await.ok(200);
        assert_eq!((&opened.json()["state"], &opened.json()["files"]), (&json!(state), &json!([])));
        for (method, path, body) in calls().into_iter().filter(|(method, ..)| *method != "DELETE") {
            let body = if path == "/contact" { json!({}) } else { body };
            let answer = visitor.call(method, path, body).await.text();
            let shown = ["example.org", "Zoë", "paper.pdf"].into_iter().find(|secret| answer.contains(secret));
            assert_eq!(shown, None, "{method} {path}: {answer}");
        }
        visitor.files().await.refused(409, &format!("session-{state}"));
    }
}
