//! What staff do with sessions over the API: find, read, download, correct, erase.
//!
//! In the tests' names `s19_…` is promise 19 in docs/security.md.

use anteroom::auth::staff::Role::{Privacy, Viewer};
use serde_json::{Value, json};

use crate::support::client::new_id;
use crate::support::{App, Visitor, files, until};

/// A complete session with one file; returns the file's id too.
async fn complete(app: &App, email: &str) -> (Visitor, String) {
    let visitor = app.visitor();
    let file = visitor.upload_pdf().await;
    visitor.contact(email).await.ok(202);
    app.client.post(&app.link_to(email, 1).await).await.ok(200);
    (visitor, file)
}

fn emails(answer: &Value) -> Vec<&str> {
    let sessions = answer["sessions"].as_array().expect("a list");
    sessions.iter().map(|session| session["email"].as_str().expect("an address")).collect()
}

#[tokio::test]
async fn a_name_is_found_however_its_accents_are_typed() {
    let app = App::start().await;
    let viewer = app.colleague(Viewer).await;
    for (email, name) in [("one@example.org", "Zoe Mu\u{308}ller"), ("two@example.org", "Zoe M\u{fc}ller")] {
        let mut body = crate::support::client::contact(email);
        body["name"] = json!(name);
        app.visitor().call("PUT", "/contact", body).await.ok(202);
    }
    for typed in ["M%C3%BCller", "Mu%CC%88ller"] {
        let found = viewer.get(&format!("/sessions?q={typed}")).await.ok(200).json();
        assert_eq!(emails(&found), ["two@example.org", "one@example.org"], "{typed}");
    }
}

#[tokio::test]
async fn sessions_are_found_by_parts_of_name_and_address() {
    let app = App::start().await;
    let viewer = app.colleague(Viewer).await;
    app.sql(
        "INSERT INTO sessions (id, name, email, state, created_at, completed_at, consent_personal_data,
                               consent_ai_training, locale)
         SELECT gen_random_uuid(), CASE n % 2 WHEN 0 THEN 'Ann 100% Müller' ELSE 'Bob_by' END, 'visitor' || n || '@example.org',
                CASE n % 3 WHEN 0 THEN 'complete' ELSE 'pending' END, now() - n * interval '1 hour',
                CASE n % 3 WHEN 0 THEN now() END, true, false, 'en'
         FROM generate_series(1, 120) AS n",
    )
    .await;
    // Newest first, page by page, each once, even if others come meanwhile.
    let (mut seen, mut after) = (Vec::new(), String::new());
    for size in [50, 50, 20] {
        let page = viewer.get(&format!("/sessions?{after}")).await.ok(200).json();
        assert_eq!(emails(&page).len(), size);
        seen.extend(emails(&page).iter().map(|email| (*email).to_owned()));
        after = page["next"].as_str().map_or_else(String::new, |next| format!("after={next}"));
        app.sql(
            "INSERT INTO sessions (id, name, email, state, consent_personal_data, consent_ai_training, locale)
             VALUES (gen_random_uuid(), 'Late', 'late@example.net', 'pending', true, false, 'en')",
        )
        .await;
    }
    assert_eq!(after, "");
    assert_eq!(seen, (1..=120).map(|n| format!("visitor{n}@example.org")).collect::<Vec<_>>());

    let count = async |query: &str| emails(&viewer.get(&format!("/sessions?{query}")).await.ok(200).json()).len();
    assert_eq!(count("q=visitor12%40").await, 1);
    assert_eq!(count("q=VISITOR12").await, 2);
    // Signs of patterns mean themselves.
    assert_eq!((count("q=100%25").await, count("q=Bob_").await, count("q=An_").await), (50, 50, 0));
    assert_eq!(count("q=m%C3%BCller&state=complete").await, 20);
    let id = app.text("SELECT id::text FROM sessions WHERE email = 'visitor7@example.org'").await;
    assert_eq!(emails(&viewer.get(&format!("/sessions?q={id}")).await.ok(200).json()), ["visitor7@example.org"]);
    assert_eq!(count(&format!("q={}", new_id())).await, 0);
    let moment = async |hours: &str| {
        let then = format!("(now() - interval '{hours} hours') AT TIME ZONE 'UTC'");
        app.text(&format!("SELECT to_char({then}, 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")).await
    };
    let span = format!("from={}&to={}", moment("10.5").await, moment("3.5").await);
    assert_eq!(count(&span).await, 7);
    for (query, field) in [
        ("q=ab", "q"),
        ("state=open", "state"),
        ("from=yesterday", "from"),
        ("to=9999-12-31T23:59:59-23:00", "to"),
        ("after=x", "after"),
    ] {
        let problem = viewer.get(&format!("/sessions?{query}")).await.refused(422, "invalid-input");
        assert!(problem["fields"][field].is_string(), "{problem}");
    }
    // The trail says that staff searched, not what for.
    let details = app.text("SELECT string_agg(detail::text, ' ') FROM audit WHERE action = 'staff.listed'").await;
    assert!(details.contains(r#""searched": true"#) && !details.to_lowercase().contains("visitor"), "{details}");
}

/// However a text is looked for, it finds the same.
#[tokio::test]
async fn common_and_rare_texts_are_found_behind_a_thousand_others() {
    let app = App::start().await;
    let viewer = app.colleague(Viewer).await;
    app.sql(
        "INSERT INTO sessions (id, name, email, state, created_at, completed_at, consent_personal_data,
                               consent_ai_training, locale)
         SELECT gen_random_uuid(), CASE WHEN n <= 1100 THEN 'Other' WHEN n % 2 = 0 THEN 'Ann Müller' ELSE 'Bob' END,
                CASE WHEN n <= 1100 THEN 'other' || n || '@example.net' WHEN n = 1200 THEN 'info@rare.example'
                     WHEN n % 20 = 1 THEN 'info@example.org' ELSE 'visitor' || n || '@example.org' END,
                CASE n % 3 WHEN 0 THEN 'complete' ELSE 'pending' END, now() - greatest(n - 1100, 0) * interval '8 hours',
                CASE n % 3 WHEN 0 THEN now() END, true, false, 'en'
         FROM generate_series(1, 1400) AS n",
    )
    .await;
    let moment = async |days: u32| {
        let then = format!("(now() - interval '{days} days') AT TIME ZONE 'UTC'");
        app.text(&format!("SELECT to_char({then}, 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")).await
    };
    let (recent, old) = (moment(3).await, moment(70).await);
    for (text, filter, holds) in [
        // By many: in the last days, in the weeks before, in all that is older.
        ("example.org", String::new(), "true".to_owned()),
        ("BOB", "&state=complete".to_owned(), "state = 'complete'".to_owned()),
        ("example.org", format!("&from={recent}"), format!("created_at >= '{recent}'")),
        ("visitor", format!("&to={old}"), format!("created_at < '{old}'")),
        ("visitor", format!("&from={old}&to={recent}"), format!("created_at >= '{old}' AND created_at < '{recent}'")),
        ("info@example.org", String::new(), "true".to_owned()),
        ("Other", String::new(), "true".to_owned()),
        // By few: one address, one of which the first part is everywhere, one by a part of it, none.
        ("visitor1234@example", String::new(), "true".to_owned()),
        ("info@rare.example", String::new(), "true".to_owned()),
        ("visitor140", String::new(), "true".to_owned()),
        ("nobody@example.org", String::new(), "true".to_owned()),
        ("Müller", "&to=9999-12-31T23:59:59Z".to_owned(), "true".to_owned()),
    ] {
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let query = format!("/sessions?q={}{filter}{after}", text.replace('@', "%40").replace('ü', "%C3%BC"));
            let page = viewer.get(&query).await.ok(200).json();
            found.extend(emails(&page).iter().map(|email| (*email).to_owned()));
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        let expected = app
            .text(&format!(
                "SELECT coalesce(string_agg(email, ' ' ORDER BY created_at DESC, id DESC), '') FROM sessions
                 WHERE (email ILIKE '%{text}%' OR name ILIKE '%{text}%') AND {holds}"
            ))
            .await;
        assert_eq!(found.join(" "), expected, "{text}{filter}");
        assert_eq!(found.is_empty(), text.starts_with("nobody"), "{text}{filter}");
    }
}

#[tokio::test]
async fn s19_reading_a_session_and_its_files_is_in_the_trail() {
    let app = App::start().await;
    let (visitor, file) = complete(&app, "zoe@example.org").await;
    let (other, others) = complete(&app, "bob@example.org").await;
    let viewer = app.colleague(Viewer).await;
    let read = viewer.get(&format!("/sessions/{}", visitor.session)).await.ok(200).json();
    assert_eq!((&read["email"], &read["state"]), (&json!("zoe@example.org"), &json!("complete")));
    assert_eq!((&read["files"][0]["id"], &read["files"][0]["name"]), (&json!(file), &json!("paper.pdf")));
    assert_eq!(read["consents"].as_array().map(Vec::len), Some(2));

    let bytes = viewer.get(&format!("/sessions/{}/files/{file}", visitor.session)).await.ok(200);
    assert_eq!(bytes.body, files::pdf(100));
    assert_eq!(bytes.header("content-disposition"), "attachment; filename*=UTF-8''paper.pdf");
    assert_eq!(
        (bytes.header("content-type"), bytes.header("x-content-type-options")),
        ("application/octet-stream", "nosniff")
    );
    assert_eq!(
        (bytes.header("content-security-policy"), bytes.header("cache-control")),
        ("sandbox; default-src 'none'", "no-store")
    );
    for (session, file) in [(&visitor.session, &others), (&other.session, &file)] {
        viewer.get(&format!("/sessions/{session}/files/{file}")).await.refused(404, "not-found");
    }
    for strange in ["x", "00000000-0000-0000-0000-000000000000", "%00"] {
        viewer.get(&format!("/sessions/{strange}")).await.refused(404, "not-found");
    }
    let trail = format!(
        "SELECT string_agg(action, ' ' ORDER BY id) FROM audit WHERE session_id = '{}' AND actor LIKE 'staff:%'",
        visitor.session
    );
    assert_eq!(app.text(&trail).await, "staff.read staff.downloaded");
}

/// Every action is one line, and no line has its content.
#[tokio::test]
async fn s19_each_deed_of_staff_is_a_line_without_its_content() {
    let app = App::start().await;
    let (visitor, file) = complete(&app, "zoe@example.org").await;
    let privacy = app.colleague(Privacy).await;
    let id = &visitor.session;
    let refused = json!({ "email": "guessed@example.org", "password": "a guess" }).to_string();
    let headers = [("content-type", "application/json")];
    app.client.send("POST", "/api/v1/staff/login", &headers, refused).await.refused(401, "sign-in-refused");
    privacy.get("/sessions?q=zoe%40example").await.ok(200);
    privacy.get(&format!("/sessions/{id}")).await.ok(200);
    privacy.get(&format!("/sessions/{id}/files/{file}")).await.ok(200);
    privacy.get(&format!("/sessions/{id}/export")).await.ok(200);
    privacy.call("PATCH", &format!("/sessions/{id}"), json!({ "name": "Xanthippe" })).await.ok(200);
    privacy.call("DELETE", &format!("/sessions/{id}"), Value::Null).await.ok(202);
    let bearer = format!("Bearer {}", privacy.token);
    app.client.send("DELETE", "/api/v1/staff/login", &[("authorization", &*bearer)], "").await.ok(204);

    let deeds = "SELECT string_agg(action, ' ' ORDER BY id) FROM audit WHERE actor NOT IN ('visitor', 'operator')";
    // A correction shows what it made, which is a look.
    let expected = "staff.signed_in staff.sign_in_refused staff.listed staff.read staff.downloaded staff.exported \
                    session.rectified staff.read session.erased staff.signed_out";
    assert_eq!(app.text(deeds).await, expected);
    let trail = app.text("SELECT string_agg(audit::text, E'\\n') FROM audit").await;
    for content in ["zoe", "Zoë", "Xanthippe", "paper", "guess", "staff.example", &privacy.token] {
        assert!(!trail.contains(content), "{content}: {trail}");
    }
    app.sealed().await;
    let verdict = anteroom::audit::chain::verify(&app.running.context.pool, &[app.key()]).await.expect("a verdict");
    assert!(matches!(verdict, anteroom::audit::chain::Verdict::Sound { unsealed: 0, .. }), "{verdict:?}");
}

#[tokio::test]
async fn s23_a_corrected_address_is_verified_again() {
    let app = App::start().await;
    let (visitor, _) = complete(&app, "zoe@example.org").await;
    let privacy = app.colleague(Privacy).await;
    let path = format!("/sessions/{}", visitor.session);
    let correct = async |change: Value| privacy.call("PATCH", &path, change).await;
    correct(json!({ "email": "nonsense" })).await.refused(422, "invalid-input");
    correct(json!({ "name": " " })).await.refused(422, "invalid-input");
    correct(json!({ "state": "complete" })).await.refused(422, "invalid-input");
    let read = correct(json!({ "name": "Zoe Visitor", "email": "zoe@example.org" })).await.ok(200).json();
    assert_eq!((&read["name"], &read["state"]), (&json!("Zoe Visitor"), &json!("complete")));
    let read = correct(json!({ "email": "zoe@example.net" })).await.ok(200).json();
    assert_eq!(
        (&read["email"], &read["state"], &read["completed_at"]),
        (&json!("zoe@example.net"), &json!("pending"), &Value::Null)
    );
    assert_eq!(visitor.open().await.ok(200).json()["state"], "pending");
    app.client.post(&app.link_to("zoe@example.net", 1).await).await.ok(200);
    assert_eq!(visitor.open().await.ok(200).json()["state"], "complete");
    let trail = app
        .text("SELECT string_agg(detail::text, ' ' ORDER BY id) FROM audit WHERE action = 'session.rectified'")
        .await;
    assert_eq!(trail, r#"{"name": true, "email": false} {"name": false, "email": true}"#);
}

#[tokio::test]
async fn s24_an_erasure_leaves_a_receipt_and_nothing_else() {
    let app = App::start().await;
    let (visitor, _) = complete(&app, "zoe@example.org").await;
    let (other, _) = complete(&app, "bob@example.org").await;
    app.put_object(&visitor.session, &new_id()).await;
    let _open = app.open_multipart(&visitor.session, &new_id()).await;
    let privacy = app.colleague(Privacy).await;
    let path = format!("/sessions/{}", visitor.session);
    app.jobs_done().await;
    let begun = privacy.call("DELETE", &path, Value::Null).await.ok(202).json();
    let receipt = format!("/erasures/{}", begun["erasure"].as_str().expect("an id"));
    privacy.get(&path).await.refused(404, "not-found");
    privacy.call("DELETE", &path, Value::Null).await.refused(404, "not-found");
    let done = until("the receipt", async || {
        app.sweep().await;
        let receipt = privacy.get(&receipt).await.ok(200).json();
        receipt["finished_at"].is_string().then_some(receipt)
    })
    .await;
    // Session, file, two consents, a link; the file and the stray; the open upload.
    assert_eq!((&done["rows_deleted"], &done["files"]), (&json!(5), &json!(1)));
    assert_eq!((&done["objects"], &done["uploads"], &done["files_not_found"]), (&json!(2), &json!(1), &json!(0)));
    app.sql("UPDATE erasures SET files = 5").await;
    assert_eq!(privacy.get(&receipt).await.json()["files_not_found"], 3);
    assert!(app.keys_of(&visitor).is_empty() && app.keys_of(&other).len() == 1);
    assert_eq!(app.open_multiparts(), 0);
    let dump = app.dump().await;
    assert!(!dump.contains("zoe@example.org") && !dump.contains("paper.pdf\",") && dump.contains("bob@example.org"));
    visitor.heartbeat(true).await.refused(410, "session-gone");
}
