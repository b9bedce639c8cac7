//! Guessing the staff's passwords: how fast, and what others notice of it.
//!
//! In the tests' names `s16_…` and `s18_…` are promises of docs/security.md.

use anteroom::auth::Requester as Actor;
use anteroom::auth::staff::{self, Role};
use futures_util::future::join_all;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::support::App;
use crate::support::client::Answer;

async fn start() -> App {
    App::start_with(&["--rate-limit=on", "--trusted-proxies=127.0.0.1/32"]).await
}

/// Makes an account and returns its password.
async fn add(app: &App, email: &str) -> String {
    staff::add(&app.running.context.pool, Actor::Operator, email, Role::Viewer).await.expect("an account")
}

async fn sign_in(app: &App, from: &str, email: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "password": password }).to_string();
    let headers = [("content-type", "application/json"), ("x-forwarded-for", from)];
    app.client.send("POST", "/api/v1/staff/login", &headers, body).await
}

async fn guess(app: &App, from: &str, email: &str) -> Answer {
    sign_in(app, from, email, "a guess").await
}

/// How many of these were wrong, and how many were too fast. Send all at once: each is counted before the work begins,
/// and no time passes in which tries come back.
fn refused(answers: &[Answer]) -> (usize, usize) {
    let (slow, wrong): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|answer| answer.status == 429);
    for answer in &wrong {
        answer.refused(401, "sign-in-refused");
    }
    for answer in &slow {
        answer.refused(429, "rate-limited");
        assert!(answer.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds <= 13));
    }
    (wrong.len(), slow.len())
}

#[tokio::test]
async fn s16_guessing_is_slowed_down_by_account_and_by_network() {
    let app = start().await;
    let one_network = (0..7).map(|_| guess(&app, "192.0.2.1", "ann@example.org"));
    assert_eq!(refused(&join_all(one_network).await), (5, 2));
    let hosts: Vec<_> = (1..=22).map(|host| format!("198.51.100.{host}")).collect();
    let one_account = hosts.iter().map(|host| guess(&app, host, "bob@example.org"));
    assert_eq!(refused(&join_all(one_account).await), (20, 2));
    let names: Vec<_> = (0..32).map(|name| format!("{name}@example.org")).collect();
    let many_accounts = names.iter().map(|name| guess(&app, "203.0.113.7", name));
    assert_eq!(refused(&join_all(many_accounts).await), (30, 2));
    guess(&app, "203.0.113.8", "another@example.org").await.refused(401, "sign-in-refused");
}

#[tokio::test]
async fn s16_guessing_does_not_lock_out_an_account_from_its_own_network() {
    let app = start().await;
    let (ann, bob) = (add(&app, "ann@example.org").await, add(&app, "bob@example.org").await);
    let office = "198.51.100.7";
    sign_in(&app, office, "ann@example.org", &ann).await.ok(200);
    // One address that guesses as fast as it may locks out no other, even one that was never seen before.
    join_all((0..10).map(|_| guess(&app, "192.0.2.1", "bob@example.org"))).await;
    sign_in(&app, office, "bob@example.org", &bob).await.ok(200);
    // Nor do many of them, nor a colleague in the same office.
    let hosts: Vec<_> = (1..=30).map(|host| format!("203.0.113.{host}")).collect();
    let (_, slow) = refused(&join_all(hosts.iter().map(|host| guess(&app, host, "ann@example.org"))).await);
    assert!(slow > 0);
    let names: Vec<_> = (0..40).map(|name| format!("{name}@example.org")).collect();
    let (_, slow) = refused(&join_all(names.iter().map(|name| guess(&app, office, name))).await);
    assert!(slow > 0);
    sign_in(&app, office, "ann@example.org", &ann).await.ok(200);
    // From there, too, guessing is slow.
    let (wrong, slow) = refused(&join_all((0..7).map(|_| guess(&app, office, "ann@example.org"))).await);
    assert!(wrong <= 5 && slow >= 2, "{wrong} {slow}");

    // The database shows no address, and forgets after a while, or when the account is reset.
    let rows = app.text("SELECT string_agg(staff_networks::text, ' ') FROM staff_networks").await;
    assert!(!rows.contains(office), "{rows}");
    app.sql("UPDATE staff_networks SET seen_at = now() - interval '91 days' WHERE staff_id = (SELECT id FROM staff WHERE email = 'ann@example.org')").await;
    staff::forget_lapsed(&app.running.context.pool).await.expect("a database");
    assert_eq!(app.number("SELECT count(*) FROM staff_networks").await, 1);
    staff::reset(&app.running.context.pool, Actor::Operator, "bob@example.org").await.expect("an account");
    assert_eq!(app.number("SELECT count(*) FROM staff_networks").await, 0);
}

#[tokio::test]
async fn s19_a_wrong_password_in_the_trail_names_the_account() {
    let app = start().await;
    add(&app, "ann@example.org").await;
    guess(&app, "192.0.2.1", "ann@example.org").await.refused(401, "sign-in-refused");
    guess(&app, "192.0.2.1", "unknown@example.org").await.refused(401, "sign-in-refused");
    let named = "SELECT count(*) FROM audit JOIN staff ON detail ->> 'staff' = staff.id::text
                 WHERE action = 'staff.sign_in_refused' AND actor = 'nobody' AND email = 'ann@example.org'";
    assert_eq!(app.number(named).await, 1);
    let unknown = "SELECT count(*) FROM audit WHERE action = 'staff.sign_in_refused' AND detail ->> 'staff' IS NULL";
    assert_eq!(app.number(unknown).await, 1);
}

/// A call with this token.
async fn call(app: &App, token: &str, method: &str, path: &str, body: Value) -> Answer {
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", &*authorization), ("content-type", "application/json")];
    app.client.send(method, &format!("/api/v1/staff{path}"), &headers, body.to_string()).await
}

/// Signs in and returns the token.
async fn token(app: &App, email: &str, password: &str) -> String {
    let answer = sign_in(app, "192.0.2.1", email, password).await.ok(200);
    answer.json()["token"].as_str().expect("a token").to_owned()
}

/// Sets up a second factor; returns its recovery codes.
async fn protect(app: &App, token: &str) -> Vec<String> {
    let enrolment = call(app, token, "POST", "/second-factor", json!({})).await.ok(200).json();
    let secret = Secret::try_from_base32(enrolment["secret"].as_str().expect("a secret")).expect("base 32");
    let totp = Builder::new().with_secret(secret).with_account_name("x").build().expect("a secret");
    let now = u64::try_from(anteroom::platform::clock::now().unix_timestamp()).expect("after 1970");
    let proof = json!({ "code": totp.generate(now).to_string() });
    let codes = call(app, token, "PUT", "/second-factor", proof).await.ok(200).json()["recovery_codes"].clone();
    serde_json::from_value(codes).expect("codes")
}

#[tokio::test]
async fn s19_a_right_password_without_a_code_is_in_the_trail() {
    let app = start().await;
    let password = add(&app, "ann@example.org").await;
    let token = token(&app, "ann@example.org", &password).await;
    protect(&app, &token).await;
    sign_in(&app, "198.51.100.1", "ann@example.org", &password).await.refused(401, "code-needed");
    let line = "SELECT count(*) FROM audit JOIN staff ON detail ->> 'staff' = staff.id::text
                WHERE action = 'staff.sign_in_refused' AND detail ->> 'code_needed' = 'true'";
    assert_eq!(app.number(line).await, 1);
}

#[tokio::test]
async fn s18_a_stolen_token_guesses_no_password_faster_than_a_sign_in() {
    let app = start().await;
    let password = add(&app, "ann@example.org").await;
    let stolen = token(&app, "ann@example.org", &password).await;
    let calls = (0..10).map(|number| {
        let wrong = format!("a guess {number}");
        let (method, path, body) = if number % 2 == 0 {
            ("PUT", "/password", json!({ "current": wrong, "new": "eleven quiet herons wade" }))
        } else {
            ("POST", "/second-factor/removal", json!({ "password": wrong, "code": "000000" }))
        };
        call(&app, &stolen, method, path, body)
    });
    let answers = join_all(calls).await;
    let (slow, wrong): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 429);
    assert_eq!((wrong.len(), slow.len()), (5, 5));
    for answer in wrong {
        answer.refused(422, "invalid-input");
    }
    // Each is in the trail, with the sign-in whose token it was.
    let lines = "SELECT count(*) FROM audit JOIN staff_logins ON detail ->> 'login' = staff_logins.id::text
                 WHERE action = 'staff.sign_in_refused' AND actor = 'staff:' || staff_id";
    assert_eq!(app.number(lines).await, 5);
}

#[tokio::test]
async fn s18_a_second_factor_is_removed_only_with_a_code() {
    let app = App::start().await;
    let password = add(&app, "ann@example.org").await;
    let stolen = token(&app, "ann@example.org", &password).await;
    let codes = protect(&app, &stolen).await;
    let remove = async |body: Value| call(&app, &stolen, "POST", "/second-factor/removal", body).await;
    for body in [json!({ "password": password }), json!({ "password": password, "code": "000000" })] {
        let problem = remove(body).await.refused(422, "invalid-input");
        assert!(problem["fields"].to_string().contains("recovery code"), "{problem}");
    }
    assert_eq!(app.number("SELECT count(*) FROM staff WHERE totp_since IS NOT NULL").await, 1);
    assert_eq!(app.number("SELECT count(*) FROM audit WHERE detail ->> 'wrong' = 'code'").await, 2);
    // A wrong password uses up no code.
    remove(json!({ "password": "wrong", "code": codes[0] })).await.refused(422, "invalid-input");
    remove(json!({ "password": password, "code": codes[0] })).await.ok(204);
    assert_eq!(app.number("SELECT count(*) FROM staff WHERE totp_since IS NOT NULL").await, 0);
}
