//! What the GDPR asks of the operator besides people's own rights: requests with a due date, retention times, and a
//! record of what is kept. `docs/privacy.md` names each of these tests.

use std::collections::BTreeSet;

use anteroom::auth::staff::Role::{Admin, Privacy, Viewer};
use anteroom::platform::i18n;
use anteroom::privacy::retention;
use anteroom::privacy::retention::table::{KINDS, rows};
use serde_json::{Value, json};

use crate::support::client::new_id;
use crate::support::{App, until};

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

#[tokio::test]
async fn gdpr_art_05_no_table_is_without_purpose_ground_and_time() {
    let app = App::start().await;
    let tables = "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public'";
    let tables = app.text(tables).await;
    // The schema's own record of itself.
    let there: BTreeSet<_> = tables.split(' ').filter(|name| *name != "_sqlx_migrations").collect();
    let told: BTreeSet<_> = KINDS.iter().flat_map(|kind| kind.tables).copied().collect();
    let forgotten: Vec<_> = there.difference(&told).collect();
    assert!(forgotten.is_empty(), "not in src/privacy/retention/table.rs: {forgotten:?}");
    let invented: Vec<_> = told.difference(&there).collect();
    assert!(invented.is_empty(), "in src/privacy/retention/table.rs alone: {invented:?}");
    // Every internet address has its time.
    let addresses = "SELECT string_agg(table_name || '.' || column_name, ' ' ORDER BY table_name)
                     FROM information_schema.columns WHERE table_schema = 'public' AND data_type IN ('inet', 'cidr')";
    assert_eq!(app.text(addresses).await, "consents.ip_address sessions.ip_address staff_logins.ip_address");
}

/// One turn of the worker, also soon after another.
async fn turn(app: &App) -> retention::Ended {
    app.sql("UPDATE sweeps SET retaining_until = NULL").await;
    retention::turn(&app.running.context).await.expect("a turn").expect("our turn")
}

#[tokio::test]
async fn gdpr_art_05_expired_data_is_erased() {
    let app = App::start_with(&[
        "--pending-retention=7d",
        "--complete-retention=100d",
        "--ip-retention=14d",
        "--request-retention=60d",
        "--receipt-retention=90d",
    ])
    .await;
    let privacy = app.colleague(Privacy).await;
    let (young, _) = app.pending("young@example.org").await;
    let (unconfirmed, _) = app.pending("unconfirmed@example.org").await;
    let (kept, _) = app.complete("kept@example.org").await;
    let (old, _) = app.complete("old@example.org").await;
    let ids = [&unconfirmed.session, &kept.session, &old.session].map(|id| format!("'{id}'")).join(",");
    app.sql(&format!("UPDATE sessions SET created_at = now() - interval '20 days' WHERE id IN ({ids})")).await;
    let age = |visitor: &str, column: &str, days: i32| {
        format!("UPDATE sessions SET {column} = now() - interval '{days} days' WHERE id = '{visitor}'")
    };
    app.sql(&age(&unconfirmed.session, "updated_at", 8)).await;
    app.sql(&age(&kept.session, "completed_at", 99)).await;
    app.sql(&age(&old.session, "completed_at", 101)).await;
    // Evidence does not let itself be aged.
    app.sql(&format!(
        "ALTER TABLE consents DISABLE TRIGGER USER;
         UPDATE consents SET decided_at = now() - interval '20 days' WHERE session_id IN ({ids});
         ALTER TABLE consents ENABLE TRIGGER USER"
    ))
    .await;
    app.sql(
        "INSERT INTO requests (id, kind, subject, received_on, due_on, told_on, extended_at, extension_reason, closed_at, outcome, outcome_reason)
         SELECT gen_random_uuid(), 'access', 'who ' || days, current_date - 200, current_date - 100, current_date - 190, now(), 'why',
                now() - days * interval '1 day', 'refused', 'because' FROM unnest(ARRAY[59, 61]) AS days",
    )
    .await;
    app.sql(
        "INSERT INTO erasures (id, session_sha256, requested_at, requested_by, finished_at, rows_deleted, files)
         SELECT gen_random_uuid(), sha256(days::text::bytea), now() - days * interval '1 day', 'operator',
                CASE WHEN days <> 200 THEN now() - days * interval '1 day' END, 1, 1 FROM unnest(ARRAY[89, 91, 200]) AS days",
    )
    .await;
    let ended = turn(&app).await;
    assert_eq!((ended.sessions, ended.requests, ended.receipts, ended.lines), (2, 1, 1, 0));
    assert_eq!(
        app.text("SELECT string_agg(email, ' ' ORDER BY email) FROM sessions").await,
        "kept@example.org young@example.org"
    );
    // Of what stays only the young has its address, and its consents theirs; all else of the evidence is as it was.
    for table in ["sessions", "consents"] {
        let with =
            format!("SELECT string_agg(DISTINCT host(ip_address), ' ') FROM {table} WHERE ip_address IS NOT NULL");
        assert_eq!(app.text(&with).await, "127.0.0.1", "{table}");
    }
    let blank = format!(
        "SELECT count(*) FROM consents WHERE session_id = '{}' AND ip_address IS NULL AND given IS NOT NULL",
        kept.session
    );
    assert_eq!(app.number(&blank).await, 2);
    assert_eq!(
        app.number(&format!("SELECT count(*) FROM sessions WHERE id = '{}' AND ip_address IS NULL", kept.session))
            .await,
        1
    );
    assert_eq!(
        app.number(&format!("SELECT count(*) FROM sessions WHERE id = '{}' AND ip_address IS NOT NULL", young.session))
            .await,
        1
    );
    // A blanked request keeps what it was and how it ended.
    assert_eq!(app.text("SELECT string_agg(coalesce(subject, '-') || outcome || coalesce(outcome_reason, '-') || coalesce(extension_reason, '-'), ' ' ORDER BY closed_at) FROM requests").await, "-refused-- who 59refusedbecausewhy");
    // Receipts like any other: the two erasures of this turn, the young one, and the one that is not finished.
    assert_eq!(
        app.text("SELECT string_agg(requested_by, ' ' ORDER BY requested_at) FROM erasures").await,
        "operator operator system system"
    );
    let finished = "SELECT count(*) FROM erasures WHERE requested_by = 'system' AND finished_at IS NOT NULL";
    until("the objects' end", async || {
        app.sweep().await;
        (app.number(finished).await == 2).then_some(())
    })
    .await;
    assert!(app.keys_of(&old).is_empty() && app.keys_of(&kept).len() == 1);
    let trail = "SELECT string_agg(detail::text, ' ' ORDER BY id) FROM audit WHERE action = 'retention.applied'";
    let lines = app.text(trail).await;
    assert_eq!(lines, r#"{"addresses": 3} {"requests": 1} {"receipts": 1}"#);
    // Nothing is left to do, and nothing more is reported.
    assert_eq!(turn(&app).await, retention::Ended::default());
    assert_eq!(app.text(trail).await, lines);
    privacy.get(&format!("/sessions/{}", kept.session)).await.ok(200);
}

#[tokio::test]
async fn gdpr_art_05_without_options_what_was_confirmed_is_kept() {
    let app = App::start_with(&[]).await;
    let (complete, _) = app.complete("zoe@example.org").await;
    for (email, days) in [("young@example.org", 6), ("old@example.org", 8)] {
        app.pending(email).await;
        let aged = format!("UPDATE sessions SET updated_at = now() - interval '{days} days' WHERE email = '{email}'");
        app.sql(&aged).await;
    }
    assert_eq!(turn(&app).await.sessions, 1, "what was never confirmed goes after a week");
    app.sql("DELETE FROM sessions WHERE state = 'pending'").await;
    app.sql("UPDATE sessions SET created_at = now() - interval '20 years', completed_at = now() - interval '20 years', updated_at = now() - interval '20 years'").await;
    assert_eq!(turn(&app).await, retention::Ended::default());
    assert_eq!(app.number("SELECT count(*) FROM sessions WHERE ip_address IS NOT NULL").await, 1);
    assert_eq!(app.keys_of(&complete).len(), 1);
}

#[tokio::test]
async fn one_instance_at_a_time_erases_expired_data() {
    let app = App::start_with(&["--pending-retention=7d"]).await;
    app.sql("UPDATE sweeps SET retaining_until = now() + interval '1 hour'").await;
    app.pending("zoe@example.org").await;
    app.sql("UPDATE sessions SET updated_at = now() - interval '8 days'").await;
    assert_eq!(retention::turn(&app.running.context).await.expect("a turn"), None);
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, 1);
    // An instance that died at it sends nothing more, and another goes on.
    app.sql("UPDATE sweeps SET retaining_until = now() - interval '1 second'").await;
    assert_eq!(turn(&app).await.sessions, 1);
}

#[tokio::test]
async fn what_a_turn_has_ended_is_in_the_trail_also_if_the_turn_breaks_off() {
    let app = App::start_with(&["--ip-retention=14d", "--receipt-retention=90d"]).await;
    app.complete("zoe@example.org").await;
    app.sql(
        "UPDATE sessions SET created_at = now() - interval '20 days';
         INSERT INTO erasures (id, session_sha256, requested_at, requested_by, finished_at, rows_deleted, files)
         SELECT gen_random_uuid(), sha256('x'), now() - interval '91 days', 'operator', now() - interval '91 days', 1, 1;
         CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''not now''; END';
         CREATE TRIGGER refuse BEFORE DELETE ON erasures FOR EACH ROW EXECUTE FUNCTION refuse()",
    )
    .await;
    retention::turn(&app.running.context).await.expect_err("a turn that breaks off");
    assert_eq!(app.number("SELECT count(*) FROM sessions WHERE ip_address IS NOT NULL").await, 0);
    let trail = "SELECT coalesce(string_agg(detail::text, ' '), '') FROM audit WHERE action = 'retention.applied'";
    assert_eq!(app.text(trail).await, r#"{"addresses": 1}"#);
}

#[tokio::test]
async fn one_turn_erases_more_than_one_batch() {
    let app = App::start_with(&["--request-retention=60d"]).await;
    app.sql(
        "INSERT INTO requests (id, kind, subject, received_on, due_on, closed_at, outcome)
         SELECT gen_random_uuid(), 'access', 'n', current_date - 200, current_date - 100, now() - interval '61 days', 'done'
         FROM generate_series(1, 1201)",
    )
    .await;
    assert_eq!(turn(&app).await.requests, 1201);
    assert_eq!(app.number("SELECT count(*) FROM requests WHERE subject IS NOT NULL").await, 0);
}

#[tokio::test]
async fn gdpr_art_13_the_notice_says_what_is_kept_why_and_for_how_long() {
    let app = App::start_with(&["--complete-retention=400d", "--ip-retention=14d"]).await;
    for language in i18n::all() {
        let page = app.client.get(&format!("/privacy?lang={}", language.tag())).await.ok(200).text();
        for row in rows(&app.running.context.timings, language, true) {
            for said in [row.what, row.purpose, row.basis, row.how_long] {
                assert!(page.contains(&said), "{language:?}: {said}");
            }
        }
    }
    let page = app.client.get("/privacy").await.ok(200).text();
    assert!(
        page.contains("400 days after the confirmation") && page.contains("14 days after it was recorded"),
        "{page}"
    );
    assert!(!page.contains("Sign-ins of staff"), "{page}");
}

#[tokio::test]
async fn what_is_restricted_outlives_its_time() {
    let app = App::start_with(&["--complete-retention=100d", "--ip-retention=14d"]).await;
    app.complete("zoe@example.org").await;
    app.sql(
        "UPDATE sessions SET created_at = now() - interval '1 year', completed_at = now() - interval '1 year',
             restricted_at = now(), restricted_by = 'operator', restriction_reason = 'claims'",
    )
    .await;
    assert_eq!(turn(&app).await, retention::Ended::default());
    assert_eq!(app.number("SELECT count(*) FROM sessions WHERE ip_address IS NOT NULL").await, 1);
    app.sql("UPDATE sessions SET restricted_at = NULL, restricted_by = NULL, restriction_reason = NULL").await;
    assert_eq!(turn(&app).await.sessions, 1);
}
