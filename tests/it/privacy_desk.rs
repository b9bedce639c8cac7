//! What the GDPR asks of the operator besides people's own rights: requests with a due date, and who may see them.
//! `docs/privacy.md` names each of these tests.

use anteroom::auth::staff::Role::{Admin, Privacy, Viewer};
use serde_json::{Value, json};

use crate::support::App;
use crate::support::client::new_id;

/// The day this many days before today, as the database counts.
async fn days_ago(app: &App, days: i32) -> String {
    app.text(&format!("SELECT ((now() AT TIME ZONE 'UTC')::date - {days})::text")).await
}

fn id_of(request: &Value) -> String {
    request["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn gdpr_art_12_a_request_is_due_one_month_after_it_came() {
    let app = App::start().await;
    let privacy = app.colleague(Privacy).await;
    let enter = async |kind: &str, subject: &str, day: &str| {
        privacy.call("POST", "/requests", json!({ "kind": kind, "subject": subject, "received_on": day })).await
    };
    let (today, late, old) = (days_ago(&app, 0).await, days_ago(&app, 40).await, days_ago(&app, 2000).await);
    let fresh = enter("access", "zoe@example.org", &today).await.ok(201).json();
    let month = "SELECT ((now() AT TIME ZONE 'UTC')::date + interval '1 month')::date::text";
    assert_eq!((&fresh["state"], &fresh["due_on"]), (&json!("open"), &json!(app.text(month).await)));
    let overdue = enter("erasure", "Bob of Harbour Street", &late).await.ok(201).json();
    assert!(overdue["days_left"].as_i64().is_some_and(|days| days < 0), "{overdue}");
    // The first due is listed first.
    let listed = privacy.get("/requests").await.ok(200).json();
    let order: Vec<_> = listed["requests"].as_array().expect("a list").iter().map(id_of).collect();
    assert_eq!(order, [id_of(&overdue), id_of(&fresh)]);

    for (kind, subject, day, field) in [
        ("access", " ", &*today, "subject"),
        ("access", "a\nb", &today, "subject"),
        ("access", &"x".repeat(201), &today, "subject"),
        ("access", "zoe", "2026-02-30", "received_on"),
        ("access", "zoe", "9999-01-01", "received_on"),
        ("access", "zoe", &old, "received_on"),
        ("bread", "zoe", &today, "kind"),
    ] {
        let problem = enter(kind, subject, day).await.refused(422, "invalid-input");
        assert!(problem["fields"].as_object().is_some_and(|fields| fields.contains_key(field)), "{problem}");
    }
    // The trail knows that, not who.
    let trail =
        app.text("SELECT string_agg(action || detail::text, ' ') FROM audit WHERE action LIKE 'request.%'").await;
    assert!(trail.contains("request.entered") && trail.contains("request.listed"), "{trail}");
    assert!(!trail.contains("zoe") && !trail.contains("Bob"), "{trail}");
}

#[tokio::test]
async fn gdpr_art_12_two_months_more_once_and_only_when_the_person_was_told_in_time() {
    let app = App::start().await;
    let privacy = app.colleague(Privacy).await;
    let enter = async |days: i32| {
        let day = days_ago(&app, days).await;
        let new = json!({ "kind": "access", "subject": "zoe", "received_on": day });
        id_of(&privacy.call("POST", "/requests", new).await.ok(201).json())
    };
    let extend = async |id: &str, reason: &str, told: &str| {
        let new = json!({ "reason": reason, "told_on": told });
        privacy.call("POST", &format!("/requests/{id}/extension"), new).await
    };
    let (request, missed) = (enter(20).await, enter(50).await);
    let (today, before) = (days_ago(&app, 0).await, days_ago(&app, 21).await);
    for (id, reason, told, field) in [
        (&request, " ", &*today, "reason"),
        (&request, "many", "soon", "told_on"),
        (&request, "many", &before, "told_on"),
        // The first month is over.
        (&missed, "many", &today, "told_on"),
    ] {
        let problem = extend(id, reason, told).await.refused(422, "invalid-input");
        assert!(problem["fields"][field].is_string(), "{problem}");
    }
    let extended = extend(&request, "Many files, and two of us ill.", &today).await.ok(200).json();
    let months = "SELECT ((now() AT TIME ZONE 'UTC')::date - 20 + interval '3 months')::date::text";
    assert_eq!((&extended["state"], &extended["due_on"]), (&json!("extended"), &json!(app.text(months).await)));
    assert_eq!(extended["extension"], json!({ "reason": "Many files, and two of us ill.", "told_on": today }));
    extend(&request, "again", &today).await.refused(422, "invalid-input");
    extend(&new_id(), "many", &today).await.refused(404, "not-found");
}

#[tokio::test]
async fn gdpr_art_12_an_answer_says_how_it_ended_and_what_proves_it() {
    let app = App::start().await;
    let (visitor, _) = app.pending("zoe@example.org").await;
    let privacy = app.colleague(Privacy).await;
    let today = days_ago(&app, 0).await;
    let enter = async |kind: &str| {
        let new = json!({ "kind": kind, "subject": "zoe@example.org", "received_on": today });
        id_of(&privacy.call("POST", "/requests", new).await.ok(201).json())
    };
    let close = async |id: &str, answer: Value| privacy.call("POST", &format!("/requests/{id}/closing"), answer).await;
    privacy.get(&format!("/sessions/{}/export", visitor.session)).await.ok(200);
    let line = app.number("SELECT id FROM audit WHERE action = 'staff.exported'").await;
    let erased = privacy.call("DELETE", &format!("/sessions/{}", visitor.session), Value::Null).await.ok(202).json();

    let (access, erasure, refused) = (enter("access").await, enter("erasure").await, enter("objection").await);
    for (answer, field) in [
        (json!({ "outcome": "refused" }), "reason"),
        (json!({ "outcome": "refused", "reason": "  " }), "reason"),
        (json!({ "outcome": "done", "erasure": new_id() }), "erasure"),
        (json!({ "outcome": "done", "line": 999_999 }), "line"),
        (json!({ "outcome": "perhaps" }), "outcome"),
    ] {
        let problem = close(&refused, answer).await.refused(422, "invalid-input");
        assert!(problem["fields"].as_object().is_some_and(|fields| fields.contains_key(field)), "{problem}");
    }
    let closed = close(&access, json!({ "outcome": "done", "line": line })).await.ok(200).json();
    assert_eq!(
        (&closed["state"], &closed["closing"]["line"], &closed["days_left"]),
        (&json!("closed"), &json!(line), &Value::Null)
    );
    let closed = close(&erasure, json!({ "outcome": "done", "erasure": erased["erasure"] })).await.ok(200).json();
    assert_eq!(closed["closing"]["erasure"], erased["erasure"]);
    close(&refused, json!({ "outcome": "refused", "reason": "Not ours." })).await.ok(200);
    // A closed request's answer cannot be changed.
    close(&refused, json!({ "outcome": "done" })).await.refused(422, "invalid-input");
    let count = async |query: &str| {
        let listed = privacy.get(query).await.ok(200).json();
        listed["requests"].as_array().expect("a list").len()
    };
    assert_eq!((count("/requests").await, count("/requests?state=closed").await), (0, 3));
    privacy.get("/requests?state=lost").await.refused(422, "invalid-input");
}

#[tokio::test]
async fn the_desks_list_goes_on_where_it_ended_if_requests_come_meanwhile() {
    let app = App::start().await;
    let privacy = app.colleague(Privacy).await;
    let put = "INSERT INTO requests (id, kind, subject, received_on, due_on, closed_at, outcome)
               SELECT gen_random_uuid(), 'access', 'n' || n, current_date - 40, current_date + n % 40, CASE WHEN n > 120 THEN now() END,
                      CASE WHEN n > 120 THEN 'done' END FROM generate_series(1, 180) AS n";
    app.sql(put).await;
    for (state, sizes, order) in
        [("open", &[50, 50, 20][..], "due_on, id"), ("closed", &[50, 10], "due_on DESC, id DESC")]
    {
        let closed = if state == "closed" { "NOT NULL" } else { "NULL" };
        let expected =
            format!("SELECT string_agg(id::text, ' ' ORDER BY {order}) FROM requests WHERE closed_at IS {closed}");
        let expected = app.text(&expected).await;
        let (mut seen, mut after) = (Vec::new(), String::new());
        for size in sizes {
            let page = privacy.get(&format!("/requests?state={state}{after}")).await.ok(200).json();
            let requests = page["requests"].as_array().expect("a list");
            assert_eq!(requests.len(), *size);
            seen.extend(requests.iter().map(id_of));
            after = page["next"].as_str().map_or_else(String::new, |next| format!("&after={next}"));
        }
        assert_eq!((seen.join(" "), after), (expected, String::new()));
    }
}

#[tokio::test]
async fn gdpr_art_32_the_desk_is_for_those_who_answer_requests() {
    let app = App::start().await;
    let viewer = app.colleague(Viewer).await;
    let admin = app.colleague(Admin).await;
    let today = days_ago(&app, 0).await;
    let new = json!({ "kind": "access", "subject": "zoe", "received_on": today });
    let id = id_of(&admin.call("POST", "/requests", new.clone()).await.ok(201).json());
    for (method, path, body) in [
        ("GET", "/requests".to_owned(), Value::Null),
        ("POST", "/requests".to_owned(), new),
        ("GET", format!("/requests/{id}"), Value::Null),
        ("POST", format!("/requests/{id}/extension"), json!({ "reason": "many", "told_on": today })),
        ("POST", format!("/requests/{id}/closing"), json!({ "outcome": "done" })),
    ] {
        viewer.call(method, &path, body.clone()).await.refused(403, "forbidden");
        let visitor = [("x-session-id", &*new_id()), ("content-type", "application/json")]
            .map(|(name, value)| (name, value.to_owned()));
        let headers: Vec<_> = visitor.iter().map(|(name, value)| (*name, &**value)).collect();
        let path = format!("/api/v1/admin{path}");
        app.client.send(method, &path, &headers, body.to_string()).await.refused(401, "not-signed-in");
    }
    assert_eq!(
        app.text("SELECT (outcome IS NULL AND told_on IS NULL AND count(*) OVER () = 1)::text FROM requests").await,
        "true"
    );
}

#[tokio::test]
async fn gdpr_art_33_the_trail_says_what_a_stolen_sign_in_has_touched() {
    let app = App::start().await;
    let (seen, _) = app.pending("zoe@example.org").await;
    let (other, _) = app.pending("bob@example.org").await;
    let thief = app.colleague(Privacy).await;
    thief.get(&format!("/sessions/{}", seen.session)).await.ok(200);
    thief.get(&format!("/sessions/{}/export", seen.session)).await.ok(200);
    let admin = app.colleague(Admin).await;
    let staff = app.text("SELECT id::text FROM staff WHERE role = 'privacy'").await;
    let lines = admin.get(&format!("/audit?actor=staff:{staff}")).await.ok(200).json();
    let touched: Vec<_> = lines["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .filter(|line| !line["session_id"].is_null())
        .map(|line| (line["action"].as_str().expect("a deed"), line["session_id"].as_str().expect("an id")))
        .collect();
    assert_eq!(touched, [("staff.exported", &*seen.session), ("staff.read", &*seen.session)]);
    assert!(!lines.to_string().contains(&other.session));
}
