//! Requests that were entered with an address: they are in the person's copy, and are forgotten with the person.
//!
//! In the tests' names `gdpr_art_…` is an article in docs/privacy.md.

use anteroom::auth::staff::Role::Privacy;
use serde_json::{Value, json};

use crate::support::App;
use crate::support::staff::Colleague;

/// Enters a request that came today; returns its path.
async fn enter(app: &App, privacy: &Colleague<'_>, kind: &str, subject: &str, email: Option<&str>) -> String {
    let today = app.text("SELECT (now() AT TIME ZONE 'UTC')::date::text").await;
    let new = json!({ "kind": kind, "subject": subject, "email": email, "received_on": today });
    let entered = privacy.call("POST", "/requests", new).await.ok(201).json();
    assert_eq!(entered["email"], json!(email));
    format!("/requests/{}", entered["id"].as_str().expect("an id"))
}

/// The requests in a session's copy, in data.json, as kinds with subjects.
async fn told(privacy: &Colleague<'_>, session: &str) -> Vec<(String, String)> {
    let copy = privacy.get(&format!("/sessions/{session}/export")).await.ok(200);
    let text = String::from_utf8_lossy(&copy.body).into_owned();
    let begin = text.find("{\n  \"schema\": \"anteroom-export/1\"").expect("data.json");
    let data = serde_json::Deserializer::from_str(&text[begin..]).into_iter::<Value>().next().expect("JSON");
    let data = data.expect("JSON");
    let requests = data["requests"].as_array().expect("requests");
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    requests.iter().map(|one| (word(&one["kind"]), word(&one["subject"]))).collect()
}

#[tokio::test]
async fn gdpr_art_15_a_copy_has_the_requests_that_were_entered_with_its_address() {
    let app = App::start().await;
    let (zoe, _) = app.complete("zoe@example.org").await;
    let (bob, _) = app.complete("bob@example.org").await;
    let privacy = app.colleague(Privacy).await;
    let access = enter(&app, &privacy, "access", "Zoe, by telephone", Some("ZOE@example.org")).await;
    enter(&app, &privacy, "objection", "zoe@example.org", None).await;
    let answer = json!({ "outcome": "refused", "reason": "Not ours." });
    privacy.call("POST", &format!("{access}/closing"), answer).await.ok(200);
    assert_eq!(told(&privacy, &zoe.session).await, [("access".to_owned(), "Zoe, by telephone".to_owned())]);
    assert!(told(&privacy, &bob.session).await.is_empty());
    let copy = privacy.get(&format!("/sessions/{}/export", zoe.session)).await.ok(200);
    let text = String::from_utf8_lossy(&copy.body).into_owned();
    assert!(text.contains("What was asked for by mail or telephone") && text.contains("Not ours."), "{text}");
    // A text that is no address links to no session.
    let new = json!({ "kind": "access", "subject": "zoe", "email": "nonsense", "received_on": "2026-11-20" });
    let problem = privacy.call("POST", "/requests", new).await.refused(422, "invalid-input");
    assert!(problem["fields"]["email"].is_string(), "{problem}");
}

#[tokio::test]
async fn gdpr_art_17_answered_requests_are_forgotten_with_the_last_session_of_their_address() {
    let app = App::start().await;
    let (first, _) = app.complete("zoe@example.org").await;
    let (second, _) = app.complete("Zoe@example.org").await;
    let privacy = app.colleague(Privacy).await;
    let (answered, open) = (
        enter(&app, &privacy, "access", "Zoe", Some("zoe@example.org")).await,
        enter(&app, &privacy, "erasure", "Zoe", Some("zoe@example.org")).await,
    );
    let done = json!({ "outcome": "done", "reason": "Zoe has it." });
    privacy.call("POST", &format!("{answered}/closing"), done.clone()).await.ok(200);
    let read = async |path: &str| privacy.get(path).await.ok(200).json();
    privacy.call("DELETE", &format!("/sessions/{}", first.session), Value::Null).await.ok(202);
    assert_eq!(read(&answered).await["subject"], "Zoe");
    let erased = privacy.call("DELETE", &format!("/sessions/{}", second.session), Value::Null).await.ok(202).json();
    let closed = read(&answered).await;
    assert_eq!(
        (&closed["subject"], &closed["email"], &closed["closing"]["reason"], &closed["closing"]["outcome"]),
        (&Value::Null, &Value::Null, &Value::Null, &json!("done"))
    );
    // A person who waits for an answer must be reachable, and is forgotten once it is given.
    let waiting = read(&open).await;
    assert_eq!((&waiting["email"], &waiting["person_gone"]), (&json!("zoe@example.org"), &json!(true)));
    let proof = json!({ "outcome": "done", "erasure": erased["erasure"], "reason": "Zoe was told." });
    let closed = privacy.call("POST", &format!("{open}/closing"), proof).await.ok(200).json();
    assert_eq!(
        (&closed["subject"], &closed["email"], &closed["closing"]["erasure"]),
        (&Value::Null, &Value::Null, &erased["erasure"])
    );
    let dump = app.dump().await;
    assert!(!dump.to_lowercase().contains("zoe"), "{dump}");
}

#[tokio::test]
async fn gdpr_art_16_requests_follow_a_person_to_another_address() {
    let app = App::start().await;
    let (zoe, _) = app.complete("zoe@example.org").await;
    let privacy = app.colleague(Privacy).await;
    let request = enter(&app, &privacy, "rectification", "Zoe", Some("zoe@example.org")).await;
    let change = json!({ "email": "zoe@example.net" });
    privacy.call("PATCH", &format!("/sessions/{}", zoe.session), change).await.ok(200);
    assert_eq!(privacy.get(&request).await.ok(200).json()["email"], "zoe@example.net");
    assert_eq!(told(&privacy, &zoe.session).await.len(), 1);
    app.jobs_done().await;
    app.sql("UPDATE address_changes SET expires_at = now() - interval '1 second'").await;
    anteroom::privacy::forget_lapsed(&app.running.context.pool).await.expect("a database");
    assert!(!app.dump().await.contains("zoe@example.org"));
}
