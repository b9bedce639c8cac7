//! Foreign tokens and names: only tokens that a configured key signed, and sessions of ours, sign in; no header alone.
//!
//! In the tests' names `s20_…` is promise 20 in docs/security.md.

use anteroom::auth::staff::Role::Admin;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::support::App;
use crate::support::jwt::sign;

/// A JWT with this head about this person, signed with HMAC where there is a key.
fn jwt(head: &Value, subject: &str, key: Option<&[u8]>) -> String {
    let later = anteroom::platform::clock::now().unix_timestamp() + 3600;
    let claims = json!({ "iss": "anteroom", "aud": "anteroom", "sub": subject, "exp": later, "role": "admin" });
    sign(head, &claims, key)
}

/// Unsigned, signed with what the server may hold as a key, made to look like RSA, and with a key of its own.
fn forgeries(subject: &str, secret: &[u8]) -> Vec<String> {
    let jwk = json!({ "kty": "oct", "k": URL_SAFE_NO_PAD.encode("mine") });
    [
        (json!({ "alg": "none", "typ": "JWT" }), None),
        (json!({ "alg": "None" }), None),
        (json!({ "alg": "HS256", "typ": "JWT" }), Some(&b""[..])),
        (json!({ "alg": "HS256", "typ": "JWT" }), Some(secret)),
        (json!({ "alg": "RS256", "typ": "JWT", "kid": "1" }), Some(secret)),
        (json!({ "alg": "RS256", "jku": "http://127.0.0.1:9/keys", "kid": "../../dev/null" }), Some(b"mine")),
        (json!({ "alg": "HS256", "jwk": jwk, "x5u": "http://127.0.0.1:9/x5u" }), Some(b"mine")),
    ]
    .iter()
    .map(|(head, key)| jwt(head, subject, *key))
    .collect()
}

#[tokio::test]
async fn s20_no_foreign_token_and_no_header_signs_anyone_in() {
    let app = App::start().await;
    let admin = app.colleague(Admin).await;
    let (person, _) = app.complete("zoe@example.org").await;
    let id = app.text("SELECT id::text FROM staff").await;
    let secret = std::fs::read_to_string(app.folder.path().join("secret-key")).expect("a key");
    let before = app.still().await;
    for subject in [&*id, "admin@staff.example", &person.session] {
        for token in forgeries(subject, secret.trim().as_bytes()) {
            for header in ["authorization", "cookie", "x-access-token"] {
                let value = match header {
                    "authorization" => format!("Bearer {token}"),
                    "cookie" => format!("__Host-staff={token}; token={token}"),
                    _ => token.clone(),
                };
                let headers = [(header, &*value)];
                for path in ["/api/v1/staff/me", "/api/v1/admin/sessions"] {
                    app.client.send("GET", path, &headers, "").await.refused(401, "not-signed-in");
                }
            }
        }
        // A header that names a user signs no one in.
        for header in ["x-user-id", "x-user", "x-forwarded-user", "remote-user", "x-remote-user", "x-staff-id"] {
            let headers = [(header, subject), ("x-session-id", &*person.session)];
            for path in ["/api/v1/staff/me", "/api/v1/admin/sessions"] {
                app.client.send("GET", path, &headers, "").await.refused(401, "not-signed-in");
            }
            // Nor does it open what a session id alone would not: the visitor reads no personal data back.
            let session = app.client.send("PUT", "/api/v1/session", &headers, "{}").await.ok(200);
            assert!(!session.text().contains("zoe@example.org"), "{}", session.text());
        }
    }
    assert_eq!(app.still().await, before, "and nothing of it is kept");
    admin.get("/sessions").await.ok(200);
}
