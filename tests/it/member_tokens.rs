//! Tokens of the host site's users, made by the libraries and the servers of others.

use serde_json::{Value, json};

use crate::support::App;
use crate::support::client::Answer;
use crate::support::jwt::signed;
use crate::support::launch::free_ports;
use crate::support::servers::{OidcProvider, node_script};

const SECRET: &str = "a secret of the site, of 32 bytes or more";

async fn call(app: &App, method: &str, path: &str, token: &str, body: Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("content-type", "application/json"), ("authorization", &*bearer)];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    app.client.send(method, path, &headers, body).await
}

/// A sign-in of one's own with a token of the site.
async fn sign_in(app: &App, token: &str, user: &str) -> Answer {
    call(app, "POST", "/sessions/create", token, json!({ "user_id": user })).await
}

/// Key and service of the site's backend, so that a program on this machine is not taken for it.
const KEY: &str = "--session-service-keys=0123456789abcdef-the-key-of-the-site";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s20_tokens_that_a_library_of_others_made_and_odd_ones() {
    let app = App::start_with(&[KEY, &format!("--members-jwt-secret={SECRET}")]).await;
    let mut script = node_script("odd_tokens.mjs");
    script.arg(SECRET);
    let output = tokio::task::spawn_blocking(move || script.output()).await.expect("a task").expect("Node.js");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tokens: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    for (name, token) in tokens["fine"].as_object().expect("an object") {
        let user = if name == "integer" { "42" } else { "ada" };
        let made = sign_in(&app, token.as_str().expect("a token"), user).await;
        assert_eq!(made.status, 200, "{name}: {}", made.text());
    }
    let before = app.still().await;
    let bad = tokens["bad"].as_object().expect("an object");
    assert!(bad.len() >= 20);
    for (name, token) in bad {
        let refused = sign_in(&app, token.as_str().expect("a token"), "ada").await;
        assert_eq!(refused.status, 401, "{name}: {}", refused.text());
        assert_eq!(refused.header("www-authenticate"), r#"Bearer error="invalid_token""#, "{name}");
        refused.refused(401, "not-signed-in");
    }
    assert_eq!(app.still().await, before);
    let without =
        app.client.send("POST", "/sessions/create", &[("content-type", "application/json")], r#"{"user_id":"ada"}"#);
    assert_eq!(without.await.header("www-authenticate"), "Bearer");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s20_a_user_signs_in_only_as_themselves() {
    let app = App::start_with(&[KEY, &format!("--members-jwt-secret={SECRET}")]).await;
    let of = |user: &str| signed(&json!({ "sub": user, "role": "editor" }), SECRET.as_bytes());
    let (ada, ben) = (of("ada"), of("ben"));
    let made = sign_in(&app, &ada, "ada").await.ok(200).json();
    assert_eq!((&made["user_id"], &made["metadata"]), (&json!("ada"), &json!({ "role": "editor" })));
    let before = app.still().await;
    sign_in(&app, &ada, "ben").await.refused(403, "forbidden");
    // What is in a session's metadata, the site trusts.
    let claims_more = json!({ "user_id": "ada", "metadata": { "role": "admin" } });
    call(&app, "POST", "/sessions/create", &ada, claims_more).await.refused(403, "forbidden");
    let path = format!("/sessions/{}", made["id"].as_str().expect("an id"));
    for (method, path) in [
        ("GET", "/sessions/user/ada/sessions"),
        ("DELETE", "/sessions/user/ada"),
        ("GET", "/sessions/stats"),
        ("PATCH", &*path),
    ] {
        call(&app, method, path, &ben, json!({ "metadata": {} })).await.refused(403, "forbidden");
    }
    assert_eq!(app.still().await, before);
    let listed = call(&app, "GET", "/sessions/user/ada/sessions", &ada, Value::Null).await.ok(200).json();
    assert_eq!(listed["sessions"].as_array().map(Vec::len), Some(1));
    // The session is enough from now on, whatever the site's own calls carry beside it.
    let token = made["session_id"].as_str().expect("a token");
    let both = [("x-session-id", token), ("authorization", "Bearer of.another.kind")];
    app.client.send("GET", "/sessions/validate", &both, "").await.ok(200);
    let gone = call(&app, "DELETE", "/sessions/user/ada", &ada, Value::Null).await.ok(200).json();
    assert_eq!(gone, json!({ "invalidated": 1 }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s20_an_issuers_keys_are_found_followed_and_kept() {
    let [port] = free_ports();
    let issuer = format!("--members-issuer=http://127.0.0.1:{port}");
    let audience = format!("--members-audience={}", OidcProvider::AUDIENCE);
    // The issuer is away when we start.
    let app = App::start_with(&[KEY, &issuer, &audience]).await;
    let early = signed(&json!({ "sub": "ada" }), SECRET.as_bytes());
    sign_in(&app, &early, "ada").await.refused(401, "not-signed-in");
    let provider = OidcProvider::start(port).await;
    let mut first = Vec::new();
    for algorithm in ["RS256", "PS256", "ES256", "EdDSA"] {
        let token = provider.token(algorithm, OidcProvider::AUDIENCE).await;
        let made = crate::support::until("the issuer's keys", async || {
            let made = sign_in(&app, &token, algorithm).await;
            // Until its keys are here it is not the token's fault.
            assert!(made.status == 200 || made.status == 503, "{algorithm}: {}", made.text());
            (made.status == 200).then_some(made)
        });
        assert_eq!(made.await.json()["user_id"], algorithm);
        first.push((algorithm, token));
    }
    assert!(app.client.metric("anteroom_member_keys_age_seconds").await >= 0.0);
    let opaque = provider.token("RS256", &format!("{}/opaque", OidcProvider::AUDIENCE)).await;
    sign_in(&app, &opaque, "RS256").await.refused(401, "not-signed-in");
    drop(provider);
    // While the issuer is away, its keys serve on.
    for (algorithm, token) in &first {
        sign_in(&app, token, algorithm).await.ok(200);
    }
    // A new key works at once, and the withdrawn one no more.
    let provider = OidcProvider::start(port).await;
    let renewed = provider.token("ES256", OidcProvider::AUDIENCE).await;
    sign_in(&app, &renewed, "ES256").await.ok(200);
    sign_in(&app, &first[2].1, "ES256").await.refused(401, "not-signed-in");
}
