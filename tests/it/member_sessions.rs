//! Members' sessions: the calls of the site's backend and of the holders, how sessions end, and what a proxy is told.

use serde_json::{Value, json};

use crate::support::App;
use crate::support::client::{AT_ONCE, Answer, new_id};
use crate::support::cluster::Cluster;

const KEY: &str = "0123456789abcdef-the-key-of-the-site";

/// A call with a session in its header, or with a bearer, or with both.
async fn call(app: &App, method: &str, path: &str, session: &str, bearer: &str, body: Value) -> Answer {
    let bearer = format!("Bearer {bearer}");
    let mut headers = vec![("content-type", "application/json")];
    if !session.is_empty() {
        headers.push(("x-session-id", session));
    }
    if bearer != "Bearer " {
        headers.push(("authorization", &*bearer));
    }
    let body = if body.is_null() { String::new() } else { body.to_string() };
    app.client.send(method, path, &headers, body).await
}

/// A call of the site's backend.
async fn backend(app: &App, method: &str, path: &str, body: Value) -> Answer {
    call(app, method, path, "", KEY, body).await
}

async fn create(app: &App, body: Value) -> Value {
    backend(app, "POST", "/sessions/create", body).await.ok(200).json()
}

/// The token of a new session.
async fn signed_in(app: &App, user: &str) -> String {
    token_of(&create(app, json!({ "user_id": user })).await)
}

fn token_of(session: &Value) -> String {
    session["session_id"].as_str().expect("a token").to_owned()
}

async fn validate(app: &App, token: &str) -> Answer {
    call(app, "GET", "/sessions/validate", token, "", Value::Null).await
}

async fn start() -> App {
    App::start_with(&[&format!("--session-service-keys={KEY}")]).await
}

/// Moves a session's times into the past.
async fn age(app: &App, seconds: i64) {
    let columns = ["created_at", "seen_at", "expires_at", "ends_at"];
    let set = columns.map(|column| format!("{column} = {column} - interval '{seconds} seconds'")).join(", ");
    app.sql(&format!("UPDATE member_sessions SET {set}")).await;
}

#[tokio::test]
async fn the_nine_calls_as_the_site_makes_them() {
    let app = start().await;
    let metadata = json!({ "role": "admin", "permissions": ["read", "write"], "preferences": { "theme": "dark" } });
    let made = create(&app, json!({ "user_id": "user123", "timeout": 3600, "metadata": metadata })).await;
    let (token, id) = (token_of(&made), made["id"].as_str().expect("an id").to_owned());
    assert!(token.starts_with("ms_") && token.len() == 46, "{token}");
    assert_eq!((&made["user_id"], &made["is_active"], &made["metadata"]), (&json!("user123"), &json!(true), &metadata));
    let keys: Vec<_> = made.as_object().expect("an object").keys().collect();
    let expected = [
        "created_at",
        "ends_at",
        "expires_at",
        "id",
        "is_active",
        "last_activity",
        "metadata",
        "session_id",
        "user_id",
    ];
    assert_eq!(keys, expected);

    // By the token in the path, which proves itself, and by the public id.
    for path in [&token, &id] {
        let read = backend(&app, "GET", &format!("/api/v1/sessions/{path}"), Value::Null).await.ok(200).json();
        assert_eq!((&read["id"], read.get("session_id")), (&json!(id), None), "{path}");
    }
    call(&app, "GET", &format!("/sessions/{token}"), "", "", Value::Null).await.ok(200);

    let valid = validate(&app, &token).await.ok(200);
    assert_eq!((valid.header("x-user-id"), valid.header("x-user-role")), ("user123", "admin"));
    assert_eq!((valid.header("x-user-permissions"), valid.header("x-user-session")), ("read,write", &*id));
    assert_eq!(valid.header("cache-control"), "no-store");
    let valid = valid.json();
    assert_eq!((&valid["valid"], &valid["user_id"], &valid["metadata"]), (&json!(true), &json!("user123"), &metadata));
    call(&app, "GET", "/sessions/validate", "", &token, Value::Null).await.ok(200);

    call(&app, "POST", &format!("/sessions/{token}/activity"), &token, "", Value::Null).await.ok(200);
    let body = json!({ "additional_seconds": 1800 });
    let extended = call(&app, "POST", &format!("/sessions/{token}/extend"), &token, "", body).await.ok(200).json();
    assert!(extended["expires_at"].as_str() > made["expires_at"].as_str(), "{extended}");

    let other = signed_in(&app, "user123").await;
    let listed = call(&app, "GET", "/sessions/user/user123/sessions", &token, "", Value::Null).await.ok(200).json();
    let current: Vec<_> = listed["sessions"].as_array().expect("a list").iter().map(|one| &one["current"]).collect();
    assert_eq!((&listed["user_id"], current), (&json!("user123"), vec![&json!(false), &json!(true)]));
    assert!(!listed.to_string().contains("ms_"), "{listed}");

    let body = json!({ "metadata": { "preferences": { "theme": "light" } } });
    let changed = backend(&app, "PATCH", &format!("/sessions/{id}"), body).await.ok(200).json();
    let wanted = json!({ "role": "admin", "permissions": ["read", "write"], "preferences": { "theme": "light" } });
    assert_eq!(changed["metadata"], wanted);

    let gone = call(&app, "DELETE", &format!("/sessions/{id}"), &token, "", Value::Null).await.ok(200).json();
    assert_eq!(gone, json!({ "invalidated": 1 }));
    validate(&app, &token).await.refused(401, "not-signed-in");
    backend(&app, "DELETE", &format!("/sessions/{token}"), Value::Null).await.refused(404, "not-found");
    let gone = backend(&app, "DELETE", "/sessions/user/user123", Value::Null).await.ok(200).json();
    assert_eq!(gone, json!({ "invalidated": 1 }));
    validate(&app, &other).await.refused(401, "not-signed-in");

    let stats = backend(&app, "GET", "/sessions/stats", Value::Null).await.ok(200).json();
    let ended = json!({ "logout": 1, "expired": 0, "evicted": 0, "revoked": 1 });
    assert_eq!(stats, json!({ "active": 0, "users": 0, "created_today": 2, "ended_today": ended }));
    let dump = app.dump().await;
    assert!(!dump.contains(&token) && !dump.contains(KEY));
}

/// Method, path and body, and what it answers to: no credentials, a visitor's id, another user's session, the holder, the
/// site's backend, staff who may only read.
type Row = (&'static str, &'static str, Value, [u16; 6]);

#[tokio::test]
async fn s20_each_call_by_each_caller() {
    let app = start().await;
    let staff = app.colleague(anteroom::auth::staff::Role::Viewer).await;
    let rows: Vec<Row> = vec![
        ("POST", "/sessions/create", json!({ "user_id": "zoe" }), [401, 401, 403, 403, 200, 401]),
        ("GET", "/sessions/{id}", Value::Null, [401, 401, 404, 200, 200, 401]),
        ("POST", "/sessions/{id}/activity", Value::Null, [401, 401, 404, 200, 200, 401]),
        ("POST", "/sessions/{id}/extend", json!({ "additional_seconds": 9 }), [401, 401, 404, 200, 200, 401]),
        ("PATCH", "/sessions/{id}", json!({ "metadata": {} }), [401, 401, 403, 403, 200, 401]),
        ("GET", "/sessions/user/zoe/sessions", Value::Null, [401, 401, 403, 200, 200, 401]),
        ("GET", "/sessions/stats", Value::Null, [401, 401, 403, 403, 200, 200]),
        ("GET", "/sessions/validate", Value::Null, [401, 401, 200, 200, 401, 401]),
        ("DELETE", "/sessions/{id}", Value::Null, [401, 401, 404, 200, 200, 401]),
        ("DELETE", "/sessions/user/zoe", Value::Null, [401, 401, 403, 200, 200, 401]),
        // What does not exist, and what cannot.
        ("GET", "/sessions/3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071", Value::Null, [401, 401, 404, 404, 404, 401]),
        ("GET", "/sessions/ms_short", Value::Null, [404; 6]),
        ("DELETE", "/sessions/nothing", Value::Null, [401, 401, 404, 404, 404, 401]),
    ];
    for (method, path, body, expected) in rows {
        let mut found = [0; 6];
        for (number, found) in found.iter_mut().enumerate() {
            app.sql("DELETE FROM member_sessions").await;
            let own = create(&app, json!({ "user_id": "zoe" })).await;
            let (own, id) = (token_of(&own), own["id"].as_str().expect("an id").to_owned());
            let other = signed_in(&app, "bob").await;
            let (visit, path) = (new_id(), path.replace("{id}", &id));
            let (session, bearer) = match number {
                0 => ("", ""),
                1 => (&*visit, ""),
                2 => (&*other, ""),
                3 => (&*own, ""),
                4 => ("", KEY),
                _ => ("", &*staff.token),
            };
            let answer = call(&app, method, &path, session, bearer, body.clone()).await;
            *found = answer.status.as_u16();
            if !answer.status.is_success() {
                let problem = answer.json();
                assert!(problem["detail"].as_str().is_some_and(|text| text.ends_with('.')), "{problem}");
                let left = app.number("SELECT count(*) FROM member_sessions").await;
                assert_eq!(left, 2, "{method} {path} changed something and was refused");
            }
        }
        assert_eq!(found, expected, "{method} {path}");
    }
}

#[tokio::test]
async fn s20_the_two_kinds_of_session_never_stand_in_for_each_other() {
    let app = start().await;
    let token = signed_in(&app, "zoe").await;
    let other = signed_in(&app, "zoe").await;
    // A member's token where a visitor's id is wanted.
    for (method, path) in
        [("PUT", "/api/v1/session"), ("DELETE", "/api/v1/session"), ("POST", "/api/v1/session/heartbeat")]
    {
        call(&app, method, path, &token, "", Value::Null).await.refused(400, "invalid-session-id");
    }
    // A visitor's id where a session is wanted, also the public id of one.
    let id = app.text("SELECT id::text FROM member_sessions LIMIT 1").await;
    validate(&app, &new_id()).await.refused(401, "not-signed-in");
    validate(&app, &id).await.refused(401, "not-signed-in");
    // The hash that the database stores, which has the form of a token.
    let hash =
        app.text("SELECT translate(encode(token_sha256, 'base64'), '+/=', '-_') FROM member_sessions LIMIT 1").await;
    assert_eq!(hash.len(), 43);
    validate(&app, &format!("ms_{hash}")).await.refused(401, "not-signed-in");
    // A sign-in of staff, and a member's session at the desk.
    let staff = app.colleague(anteroom::auth::staff::Role::Admin).await;
    call(&app, "GET", "/sessions/validate", "", &staff.token, Value::Null).await.refused(401, "not-signed-in");
    for path in ["/api/v1/admin/sessions", "/api/v1/staff/me"] {
        call(&app, "GET", path, &token, &token, Value::Null).await.refused(401, "not-signed-in");
    }
    // A member who visits: both headers, each for its own.
    let visit = new_id();
    call(&app, "PUT", "/api/v1/session", &visit, &token, json!({})).await.ok(200);
    call(&app, "GET", "/sessions/validate", &visit, &token, Value::Null).await.ok(200);
    // Two sessions are one too many.
    call(&app, "GET", "/sessions/validate", &token, &other, Value::Null).await.refused(400, "two-sessions");
    assert_eq!(app.number("SELECT count(*) FROM member_sessions").await, 2);
}

#[tokio::test]
async fn bad_input_is_refused_in_words_and_leaves_nothing() {
    let app = start().await;
    let deep = (0..20).fold(json!(1), |inner, _| json!([inner]));
    for (body, status, field) in [
        (json!({}), 422, "body"),
        (json!({ "user_id": 1 }), 422, "user_id"),
        (json!({ "user_id": "" }), 422, "user_id"),
        (json!({ "user_id": "u".repeat(256) }), 422, "user_id"),
        (json!({ "user_id": "a\nb" }), 422, "user_id"),
        (json!({ "user_id": "a\u{0}b" }), 422, "user_id"),
        (json!({ "user_id": "zoe", "timeout": 299 }), 422, "timeout"),
        (json!({ "user_id": "zoe", "timeout": 86_401 }), 422, "timeout"),
        (json!({ "user_id": "zoe", "timeout": -1 }), 422, "timeout"),
        (json!({ "user_id": "zoe", "timeout": i64::MAX }), 422, "timeout"),
        (json!({ "user_id": "zoe", "timeout": "3600" }), 422, "timeout"),
        (json!({ "user_id": "zoe", "metadata": [] }), 422, "metadata"),
        (json!({ "user_id": "zoe", "metadata": { "a": "x".repeat(17_000) } }), 422, "metadata"),
        (json!({ "user_id": "zoe", "metadata": { "a": deep } }), 422, "metadata"),
        (json!({ "user_id": "zoe", "metadata": { "role": 7 } }), 422, "metadata"),
        (json!({ "user_id": "zoe", "metadata": { "permissions": ["a,b"] } }), 422, "metadata"),
        (json!({ "user_id": "zoe", "extra": 1 }), 422, "extra"),
        (json!({ "user_id": "zoe", "metadata": { "a": "x".repeat(70_000) } }), 413, ""),
    ] {
        let answer = backend(&app, "POST", "/sessions/create", body.clone()).await;
        assert_eq!(answer.status, status, "{:.80} {}", body.to_string(), answer.text());
        let problem = answer.json();
        assert!(
            field.is_empty() || problem["fields"].get(field).is_some() || field == "extra" || field == "body",
            "{problem}"
        );
    }
    assert_eq!(app.number("SELECT count(*) FROM member_sessions").await, 0);
    let token = signed_in(&app, "zoe").await;
    for seconds in [json!(0), json!(-5), json!(86_401), json!(i64::MAX), json!("9"), json!(1.5)] {
        let body = json!({ "additional_seconds": seconds });
        backend(&app, "POST", &format!("/sessions/{token}/extend"), body).await.refused(422, "invalid-input");
    }
    let body = json!({ "metadata": { "role": "admin" } });
    let refused = backend(&app, "PATCH", &format!("/sessions/{token}"), body).await.refused(422, "invalid-input");
    assert!(refused["detail"].as_str().is_some_and(|text| text.contains("fixed")), "{refused}");
    backend(&app, "GET", &format!("/sessions/user/{}/sessions", "u".repeat(256)), Value::Null)
        .await
        .refused(422, "invalid-input");
}

#[tokio::test]
async fn a_session_ends_idle_or_at_its_absolute_end_and_is_never_revived() {
    let app = start().await;
    let token = token_of(&create(&app, json!({ "user_id": "zoe", "timeout": 600 })).await);
    let path = |what: &str| format!("/sessions/{token}/{what}");
    age(&app, 590).await;
    validate(&app, &token).await.ok(200);
    // The use is written with others, a moment later.
    app.running.member_sessions().write().await.expect("a write");
    age(&app, 590).await;
    validate(&app, &token).await.ok(200);
    // An extension counts from the end and not from now.
    let extended = backend(&app, "POST", &path("extend"), json!({ "additional_seconds": 600 })).await.ok(200).json();
    age(&app, 605).await;
    validate(&app, &token).await.ok(200);
    // A use never shortens it.
    backend(&app, "POST", &path("activity"), Value::Null).await.ok(200);
    assert!(extended["expires_at"].as_str() <= extended["ends_at"].as_str());
    // No extension passes the absolute end.
    for _ in 0..3 {
        backend(&app, "POST", &path("extend"), json!({ "additional_seconds": 86_400 })).await.ok(200);
    }
    assert_eq!(app.number("SELECT count(*) FROM member_sessions WHERE expires_at = ends_at").await, 1);
    age(&app, 86_400).await;
    validate(&app, &token).await.refused(401, "not-signed-in");
    for (what, body) in [("extend", json!({ "additional_seconds": 600 })), ("activity", Value::Null)] {
        backend(&app, "POST", &path(what), body).await.refused(404, "not-found");
    }
    assert_eq!(app.number("SELECT count(*) FROM member_sessions").await, 1);
    app.running.member_sessions().clone().clean_up().await;
    assert_eq!(app.number("SELECT count(*) FROM member_sessions").await, 0);
    let stats = backend(&app, "GET", "/sessions/stats", Value::Null).await.ok(200).json();
    assert_eq!((&stats["active"], &stats["ended_today"]["expired"]), (&json!(0), &json!(1)));
}

#[tokio::test]
async fn a_use_in_flight_revives_no_session_that_was_ended() {
    let app = start().await;
    let token = signed_in(&app, "zoe").await;
    age(&app, 300).await;
    validate(&app, &token).await.ok(200);
    backend(&app, "DELETE", &format!("/sessions/{token}"), Value::Null).await.ok(200);
    app.running.member_sessions().write().await.expect("a write");
    validate(&app, &token).await.refused(401, "not-signed-in");
    assert_eq!(app.number("SELECT count(*) FROM member_sessions").await, 0);
}

#[tokio::test]
async fn checks_are_written_seldom() {
    let app = start().await;
    let token = signed_in(&app, "zoe").await;
    let seen = "SELECT seen_at::text FROM member_sessions";
    let before = app.text(seen).await;
    for _ in 0..20 {
        validate(&app, &token).await.ok(200);
    }
    app.running.member_sessions().write().await.expect("a write");
    assert_eq!(app.text(seen).await, before, "within a sixtieth of the timeout nothing is written");
    age(&app, 61).await;
    validate(&app, &token).await.ok(200);
    app.running.member_sessions().write().await.expect("a write");
    assert_eq!(app.number("SELECT count(*) FROM member_sessions WHERE seen_at > now() - interval '30 s'").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s20_checks_that_come_at_once_are_each_answered_for_their_own_token() {
    let app = start().await;
    let mut tokens = Vec::new();
    for number in 0..40 {
        tokens.push((signed_in(&app, &format!("user-{number}")).await, Some(format!("user-{number}"))));
    }
    // One that ends, and some that never were.
    let (ended, _) = tokens[0].clone();
    backend(&app, "DELETE", &format!("/sessions/{ended}"), Value::Null).await.ok(200);
    tokens[0].1 = None;
    for _ in 0..8 {
        tokens.push((anteroom::auth::member_sessions::token::random().reveal().to_owned(), None));
    }
    // Each of them several times, in other company each time.
    let all: Vec<_> = (0..10).flat_map(|turn| tokens.iter().cycle().skip(turn * 7).take(tokens.len())).collect();
    let answers = futures_util::future::join_all(all.iter().map(|(token, _)| validate(&app, token))).await;
    for ((_, user), answer) in all.iter().zip(answers) {
        match user {
            Some(user) => assert_eq!(answer.ok(200).json()["user_id"], **user),
            None => drop(answer.refused(401, "not-signed-in")),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn checks_that_share_a_failure_are_all_told_and_later_ones_succeed() {
    let app = start().await;
    let token = signed_in(&app, "zoe").await;
    for _ in 0..3 {
        app.sql("ALTER TABLE member_sessions RENAME TO hidden").await;
        let answers = futures_util::future::join_all((0..2 * AT_ONCE).map(|_| validate(&app, &token))).await;
        for answer in answers {
            assert!(answer.status.is_server_error(), "{}", answer.text());
        }
        app.sql("ALTER TABLE hidden RENAME TO member_sessions").await;
        let answers = futures_util::future::join_all((0..2 * AT_ONCE).map(|_| validate(&app, &token))).await;
        for answer in answers {
            answer.ok(200);
        }
    }
}

#[tokio::test]
async fn the_cap_is_exact_and_the_newest_stays() {
    let cap = format!("--session-service-keys={KEY}");
    let app = App::start_with(&[&cap, "--session-max-per-user=5", "--rate-limit=off"]).await;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        let many = (0..AT_ONCE).map(|_| signed_in(&app, "zoe"));
        tokens.extend(futures_util::future::join_all(many).await);
    }
    assert_eq!(app.number("SELECT count(*) FROM member_sessions").await, 5);
    let last = signed_in(&app, "zoe").await;
    validate(&app, &last).await.ok(200);
    assert_eq!(app.number("SELECT count(*) FROM member_sessions").await, 5);
    // One that has ended counts no more.
    age(&app, 3601).await;
    signed_in(&app, "zoe").await;
    assert_eq!(app.number("SELECT count(*) FROM member_sessions").await, 1);
    let stats = backend(&app, "GET", "/sessions/stats", Value::Null).await.ok(200).json();
    assert_eq!((&stats["created_today"], &stats["ended_today"]["evicted"]), (&json!(50), &json!(44)));
    assert_eq!(stats["ended_today"]["expired"], 5);

    let app = App::start_with(&[&cap, "--session-max-per-user=2", "--session-at-max=refuse"]).await;
    let first = signed_in(&app, "zoe").await;
    signed_in(&app, "zoe").await;
    backend(&app, "POST", "/sessions/create", json!({ "user_id": "zoe" })).await.refused(409, "too-many-sessions");
    validate(&app, &first).await.ok(200);
    signed_in(&app, "bob").await;
}

#[tokio::test]
async fn s20_without_a_key_only_programs_on_this_machine_are_served() {
    let app = App::start().await;
    let body = json!({ "user_id": "user123", "timeout": 3600 }).to_string();
    let send = async |headers: &[(&str, &str)]| {
        let mut all = vec![("content-type", "application/json")];
        all.extend(headers);
        app.client.send("POST", "/sessions/create", &all, body.clone()).await
    };
    send(&[]).await.ok(200);
    for led_here in [
        [("x-forwarded-for", "127.0.0.1")],
        [("x-real-ip", "127.0.0.1")],
        [("host", "evil.example")],
        [("origin", "https://evil.example")],
        [("sec-fetch-site", "cross-site")],
    ] {
        send(&led_here).await.refused(401, "not-signed-in");
    }
    assert_eq!(app.number("SELECT count(*) FROM member_sessions").await, 1);
}

#[tokio::test]
async fn over_https_alone_where_that_is_asked() {
    let app = App::start_with(&[
        &format!("--session-service-keys={KEY}"),
        "--session-require-https=true",
        "--trusted-proxies=127.0.0.1/32",
    ])
    .await;
    let token = signed_in(&app, "zoe").await;
    let validate = async |headers: &[(&str, &str)]| {
        let mut all = vec![("x-session-id", &*token), ("x-forwarded-for", "192.0.2.1")];
        all.extend(headers);
        app.client.send("GET", "/sessions/validate", &all, "").await
    };
    validate(&[]).await.refused(403, "https-required");
    validate(&[("x-forwarded-proto", "http")]).await.refused(403, "https-required");
    validate(&[("x-forwarded-proto", "https")]).await.ok(200);
}

#[tokio::test]
async fn a_proxy_is_told_who_asks_and_which_paths_are_open() {
    let key = format!("--session-service-keys={KEY}");
    let paths = ["--session-protected-paths=/api/chat,/developer", "--session-excluded-paths=/health,/docs"];
    let app = App::start_with(&[&key, paths[0], paths[1], "--trusted-proxies=127.0.0.1/32"]).await;
    let metadata = json!({ "role": "admin", "permissions": ["read"] });
    let token = token_of(&create(&app, json!({ "user_id": "Zoë", "metadata": metadata })).await);
    let ask = async |method: &str, path: &str, token: &str| {
        let mut headers = vec![("x-original-uri", path), ("x-forwarded-for", "192.0.2.1"), ("x-user-id", "forged")];
        if !token.is_empty() {
            headers.push(("x-session-id", token));
        }
        app.client.send(method, "/sessions/validate", &headers, "").await
    };
    for (path, open) in [
        ("/health", true),
        ("/other", true),
        ("/api/chatter", true),
        ("/api/chat", false),
        ("/API/chat/", false),
        ("//api/%63hat;x=1", false),
        ("/health/../api/chat", false),
        ("/health/%2e%2e/api/chat", false),
    ] {
        let answer = ask("GET", path, "").await;
        assert_eq!(answer.status, if open { 204 } else { 401 }, "{path}");
        if open {
            assert!(answer.headers.get("x-user-id").is_some_and(hyper::header::HeaderValue::is_empty), "{path}");
        }
        assert_eq!(ask("POST", path, &token).await.status, 204, "{path}");
    }
    let answer = ask("DELETE", "/api/chat", &token).await.ok(204);
    let told = ["x-user-id", "x-user-role", "x-user-permissions"].map(|name| answer.header(name).to_owned());
    assert_eq!(told, ["Zo%C3%AB", "admin", "read"]);
    assert!(!answer.header("x-user-expires").is_empty());
    assert_eq!(ask("HEAD", "/api/chat", &token).await.status, 204);
    // Whoever is no proxy of ours may name any path and learns nothing by it.
    let app = App::start_with(&[&key, paths[0], paths[1]]).await;
    let answer = app.client.send("GET", "/sessions/validate", &[("x-original-uri", "/health")], "").await;
    answer.refused(401, "not-signed-in");
}

#[tokio::test]
async fn s16_tokens_that_fail_are_counted_and_good_ones_are_not() {
    let app = App::start_with(&[&format!("--session-service-keys={KEY}"), "--rate-limit=on"]).await;
    let token = signed_in(&app, "zoe").await;
    let bad = format!("ms_{}", "A".repeat(43));
    let mut refused = 0;
    for _ in 0..50 {
        let answers = futures_util::future::join_all((0..AT_ONCE).map(|_| validate(&app, &bad))).await;
        refused += answers.iter().filter(|answer| answer.status == 429).count();
    }
    assert!(refused > 0);
    for _ in 0..50 {
        validate(&app, &token).await.ok(200);
    }
    backend(&app, "POST", "/sessions/create", json!({ "user_id": "bob" })).await.ok(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_cap_is_exact_across_instances() {
    let options = [("SESSION_SERVICE_KEYS", KEY), ("SESSION_MAX_PER_USER", "5")];
    let cluster = Cluster::start(2, &options).await;
    let authorization = format!("Bearer {KEY}");
    let headers = [("content-type", "application/json"), ("authorization", &*authorization)];
    let mut tokens = Vec::new();
    for _ in 0..7 {
        let many = (0..2 * AT_ONCE).map(async |number| {
            let client = cluster.programs[number % 2].client();
            let made = client.send("POST", "/sessions/create", &headers, r#"{"user_id":"zoe"}"#).await.ok(200).json();
            token_of(&made)
        });
        tokens.extend(futures_util::future::join_all(many).await);
    }
    assert_eq!(tokens.len(), 224);
    let mut valid = Vec::new();
    for (number, token) in tokens.iter().enumerate() {
        let client = cluster.programs[number % 2].client();
        if client.send("GET", "/sessions/validate", &[("x-session-id", token)], "").await.status == 200 {
            valid.push(token);
        }
    }
    assert_eq!(valid.len(), 5);
    // An end at one instance counts at once at the other.
    let path = format!("/sessions/{}", valid[0]);
    cluster.programs[0].client().send("DELETE", &path, &headers, "").await.ok(200);
    let client = cluster.programs[1].client();
    client.send("GET", "/sessions/validate", &[("x-session-id", valid[0])], "").await.refused(401, "not-signed-in");
}
