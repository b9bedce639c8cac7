//! The staff: accounts from the command line, signing in, and what ends a sign-in.
//!
//! In the tests' names `s18_…` is promise 18 in docs/security.md.

use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::support::App;
use crate::support::client::Answer;
use crate::support::process::command;

/// Runs `anteroom staff …` beside the server; returns whether it succeeded, and what it said.
async fn staff(app: &App, arguments: &[&str]) -> (bool, String, String) {
    let mut program = command(app.folder.path());
    program.arg("staff").args(arguments);
    let ran = tokio::task::spawn_blocking(move || program.output()).await.expect("a task").expect("the program");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (ran.status.success(), text(ran.stdout), text(ran.stderr))
}

/// Makes an account and returns its password.
async fn add(app: &App, email: &str, role: &str) -> String {
    let (done, said, complaints) = staff(app, &["add", "--email", email, "--role", role]).await;
    assert!(done, "{complaints}");
    said.lines().last().expect("a password").to_owned()
}

async fn sign_in(app: &App, email: &str, password: &str, code: Option<&str>) -> Answer {
    let body = json!({ "email": email, "password": password, "code": code }).to_string();
    app.client.send("POST", "/api/v1/staff/login", &[("content-type", "application/json")], body).await
}

/// Signs in with only a password and returns the token.
async fn token(app: &App, email: &str, password: &str) -> String {
    token_in(&sign_in(app, email, password, None).await.ok(200))
}

fn token_in(answer: &Answer) -> String {
    answer.json()["token"].as_str().expect("a token").to_owned()
}

/// A call with this token.
async fn call(app: &App, token: &str, method: &str, path: &str, body: Value) -> Answer {
    let authorization = format!("Bearer {token}");
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let headers = [("authorization", &*authorization), ("content-type", "application/json")];
    app.client.send(method, &format!("/api/v1/staff{path}"), &headers, body).await
}

async fn me(app: &App, token: &str) -> Answer {
    call(app, token, "GET", "/me", Value::Null).await
}

#[tokio::test]
async fn accounts_are_made_beside_the_running_server() {
    let app = App::start().await;
    let (done, said, _) = staff(&app, &["list"]).await;
    assert!(done && said.contains("There are no accounts"), "{said}");
    let password = add(&app, " Ann@Example.org", "privacy").await;
    assert!(password.len() == 20 && password.chars().all(|char| char.is_ascii_alphanumeric()), "{password}");
    let who = me(&app, &token(&app, "ann@example.org", &password).await).await.ok(200).json();
    assert_eq!((&who["email"], &who["role"]), (&json!("ann@example.org"), &json!("privacy")));

    let (done, _, complaint) = staff(&app, &["add", "--email", "ANN@example.org", "--role", "admin"]).await;
    assert!(!done && complaint.contains("has an account already"), "{complaint}");
    let (done, _, complaint) = staff(&app, &["add", "--email", "ann", "--role", "admin"]).await;
    assert!(!done && complaint.contains("not an e-mail address"), "{complaint}");
    let (done, _, complaint) = staff(&app, &["reset", "--email", "bob@example.org"]).await;
    assert!(!done && complaint.contains("there is no account"), "{complaint}");
    assert!(!staff(&app, &["add", "--email", "bob@example.org", "--role", "king"]).await.0);

    let (_, said, _) = staff(&app, &["list"]).await;
    assert_eq!(said.trim_end(), "privacy  ann@example.org  (password only)");
    // The database keeps neither password nor token.
    assert!(!app.dump().await.contains(&password));
}

#[tokio::test]
async fn s18_an_account_out_of_use_ends_its_sign_ins_and_the_last_admin_stays() {
    let app = App::start().await;
    let (ann, bob) = (add(&app, "ann@example.org", "admin").await, add(&app, "bob@example.org", "admin").await);
    let (anns, bobs) = (token(&app, "ann@example.org", &ann).await, token(&app, "bob@example.org", &bob).await);
    assert!(staff(&app, &["disable", "--email", "bob@example.org"]).await.0);
    me(&app, &bobs).await.refused(401, "not-signed-in");
    sign_in(&app, "bob@example.org", &bob, None).await.refused(401, "sign-in-refused");
    let (done, _, complaint) = staff(&app, &["disable", "--email", "ann@example.org"]).await;
    assert!(!done && complaint.contains("the last admin"), "{complaint}");
    me(&app, &anns).await.ok(200);

    // A reset ends all sign-ins, makes a new password, and revives the account.
    let (_, said, _) = staff(&app, &["reset", "--email", "bob@example.org"]).await;
    let new = said.lines().last().expect("a password").to_owned();
    sign_in(&app, "bob@example.org", &bob, None).await.refused(401, "sign-in-refused");
    token(&app, "bob@example.org", &new).await;
    assert!(staff(&app, &["disable", "--email", "ann@example.org"]).await.0);
    me(&app, &anns).await.refused(401, "not-signed-in");
    let trail = app.text("SELECT string_agg(action, ' ' ORDER BY id) FROM audit WHERE actor = 'operator'").await;
    assert_eq!(trail, "staff.added staff.added staff.disabled staff.reset staff.disabled");
}

#[tokio::test]
async fn s18_two_admins_cannot_disable_each_other_at_once() {
    let app = App::start().await;
    for round in 0..4 {
        let emails = ["a", "b"].map(|name| format!("{name}{round}@example.org"));
        app.sql("DELETE FROM staff").await;
        for email in &emails {
            add(&app, email, "admin").await;
        }
        let both = emails.iter().map(|email| {
            anteroom::auth::staff::disable(&app.running.context.pool, anteroom::auth::Requester::Operator, email)
        });
        futures_util::future::join_all(both).await;
        assert_eq!(app.number("SELECT count(*) FROM staff WHERE disabled_at IS NULL").await, 1);
    }
}

/// All of an answer but what numbers and dates it.
fn told(answer: &Answer) -> (u16, Value, Vec<(String, String)>) {
    let mut body = answer.json();
    for field in ["request_id", "instance"] {
        body.as_object_mut().expect("a problem").remove(field);
    }
    let counted = ["x-request-id", "date"];
    let headers = answer.headers.iter().filter(|(name, _)| !counted.contains(&name.as_str()));
    let text = |value: &hyper::header::HeaderValue| value.to_str().expect("text").to_owned();
    let headers = headers.map(|(name, value)| (name.to_string(), text(value))).collect();
    (answer.status.as_u16(), body, headers)
}

/// Not by a clock, which would measure the machine: by the hashes that were computed and the answers.
#[tokio::test]
async fn s18_an_unknown_address_costs_the_same_work_as_a_wrong_password() {
    let app = App::start().await;
    let password = add(&app, "ann@example.org", "viewer").await;
    let factored = add(&app, "fay@example.org", "viewer").await;
    let disabled = add(&app, "dan@example.org", "viewer").await;
    assert!(staff(&app, &["disable", "--email", "dan@example.org"]).await.0);
    let fay = token(&app, "fay@example.org", &factored).await;
    let enrolment = call(&app, &fay, "POST", "/second-factor", Value::Null).await.ok(200).json();
    let secret = enrolment["secret"].as_str().expect("a secret").to_owned();
    call(&app, &fay, "PUT", "/second-factor", json!({ "code": code(&secret, 0) })).await.ok(200);
    let mut answers = Vec::new();
    for (email, password, second) in [
        // The very first of all, too.
        ("nobody@example.org", "not a password", None),
        ("ann@example.org", "not her password", None),
        ("nobody@example.org", &*password, None),
        ("dan@example.org", &disabled, None),
        ("not an address", &password, None),
        ("fay@example.org", "not her password", Some("000000")),
        // A right password with a wrong code is no less wrong.
        ("fay@example.org", &factored, Some("000000")),
        ("fay@example.org", &factored, Some("not-a-recovery-code")),
        ("nobody@example.org", &password, Some("000000")),
    ] {
        let before = app.client.metric("anteroom_password_checks_total").await;
        let answer = sign_in(&app, email, password, second).await;
        answer.refused(401, "sign-in-refused");
        let computed = app.client.metric("anteroom_password_checks_total").await - before;
        assert!((computed - 1.0).abs() < f64::EPSILON, "{email}: {computed} hashes");
        answers.push(told(&answer));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
}

#[tokio::test]
async fn s18_an_unknown_address_is_refused_like_a_wrong_password() {
    let app = App::start().await;
    let password = add(&app, "ann@example.org", "viewer").await;
    let wrong = sign_in(&app, "ann@example.org", "not her password", None).await;
    let unknown = sign_in(&app, "nobody@example.org", &password, None).await;
    let longest = sign_in(&app, "ann@example.org", &"x".repeat(60_000), None).await;
    for answer in [&wrong, &unknown, &longest] {
        answer.refused(401, "sign-in-refused");
    }
    assert_eq!((told(&wrong), told(&wrong)), (told(&unknown), told(&longest)));
    // Each try is in the trail, without the address that was tried.
    let refused = "SELECT count(*) FROM audit WHERE action = 'staff.sign_in_refused' AND actor = 'nobody'";
    assert_eq!(app.number(refused).await, 3);
    assert!(!app.dump().await.contains("nobody@example.org"));
    // A session's id is no sign-in, and neither is half a token.
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    let whole = token(&app, "ann@example.org", &password).await;
    for wrong in [&*visitor.session, "", &whole[..42], "x"] {
        me(&app, wrong).await.refused(401, "not-signed-in");
    }
    visitor.call("GET", "/staff/me", Value::Null).await.refused(401, "not-signed-in");
    assert!(!app.dump().await.contains(&whole));
}

#[tokio::test]
async fn s18_sign_ins_are_listed_and_revoked() {
    let app = App::start().await;
    let (ann, bob) = (add(&app, "ann@example.org", "viewer").await, add(&app, "bob@example.org", "viewer").await);
    let mut tokens = Vec::new();
    for _ in 0..3 {
        tokens.push(token(&app, "ann@example.org", &ann).await);
    }
    let bobs = token(&app, "bob@example.org", &bob).await;
    let logins = call(&app, &tokens[2], "GET", "/logins", Value::Null).await.ok(200).json()["logins"].clone();
    let current: Vec<_> = logins.as_array().expect("a list").iter().map(|login| login["current"] == true).collect();
    assert_eq!(current, [true, false, false]);
    let oldest = format!("/logins/{}", logins[2]["id"].as_str().expect("an id"));
    call(&app, &bobs, "DELETE", &oldest, Value::Null).await.refused(404, "not-found");
    me(&app, &tokens[0]).await.ok(200);
    call(&app, &tokens[2], "DELETE", &oldest, Value::Null).await.ok(204);
    me(&app, &tokens[0]).await.refused(401, "not-signed-in");
    call(&app, &tokens[1], "DELETE", "/login", Value::Null).await.ok(204);
    me(&app, &tokens[1]).await.refused(401, "not-signed-in");
    token(&app, "ann@example.org", &ann).await;
    call(&app, &tokens[2], "DELETE", "/logins", Value::Null).await.ok(204);
    me(&app, &tokens[2]).await.refused(401, "not-signed-in");
    assert_eq!(app.number("SELECT count(*) FROM staff_logins").await, 1);
    me(&app, &bobs).await.ok(200);

    // The eleventh ends the first.
    let mut tokens = Vec::new();
    for _ in 0..11 {
        tokens.push(token(&app, "ann@example.org", &ann).await);
    }
    me(&app, &tokens[0]).await.refused(401, "not-signed-in");
    me(&app, &tokens[1]).await.ok(200);
}

#[tokio::test]
async fn s18_a_sign_in_ends_when_idle_and_at_the_latest() {
    let app = App::start().await;
    let password = add(&app, "ann@example.org", "viewer").await;
    let used = token(&app, "ann@example.org", &password).await;
    let age = async |columns: &str, span: &str| {
        let set: Vec<_> = columns.split(' ').map(|column| format!("{column} = {column} - interval '{span}'")).collect();
        app.sql(&format!("UPDATE staff_logins SET {}", set.join(", "))).await;
    };
    for _ in 0..3 {
        age("seen_at created_at", "29 minutes").await;
        me(&app, &used).await.ok(200);
    }
    age("seen_at created_at", "31 minutes").await;
    let refused = me(&app, &used).await;
    refused.refused(401, "not-signed-in");
    assert_eq!(refused.header("www-authenticate"), r#"Bearer error="invalid_token""#);
    let used = token(&app, "ann@example.org", &password).await;
    // The lapsed one is forgotten by then.
    assert_eq!(app.number("SELECT count(*) FROM staff_logins").await, 1);
    age("created_at", "11 hours").await;
    me(&app, &used).await.ok(200);
    age("created_at", "61 minutes").await;
    me(&app, &used).await.refused(401, "not-signed-in");
}

/// The telephone's code, this many steps from now.
fn code(secret: &str, steps: i64) -> String {
    let secret = Secret::try_from_base32(secret).expect("base 32");
    let totp = Builder::new().with_secret(secret).with_account_name("x").build().expect("a secret");
    let now = anteroom::platform::clock::now().unix_timestamp() + 30 * steps;
    totp.generate(u64::try_from(now).expect("after 1970")).to_string()
}

#[tokio::test]
async fn s18_a_second_factor_is_asked_for_and_each_code_works_once() {
    let app = App::start().await;
    let password = add(&app, "ann@example.org", "viewer").await;
    let (first, other) =
        (token(&app, "ann@example.org", &password).await, token(&app, "ann@example.org", &password).await);
    let enrolment = call(&app, &first, "POST", "/second-factor", Value::Null).await.ok(200).json();
    let secret = enrolment["secret"].as_str().expect("a secret").to_owned();
    assert!(enrolment["url"].as_str().expect("a URL").starts_with("otpauth://totp/Anteroom:ann%40example.org?secret="));
    // Begun is not in use.
    token(&app, "ann@example.org", &password).await;
    call(&app, &first, "PUT", "/second-factor", json!({ "code": "000000" })).await.refused(422, "invalid-input");
    let proof = json!({ "code": code(&secret, 0) });
    let codes =
        call(&app, &first, "PUT", "/second-factor", proof.clone()).await.ok(200).json()["recovery_codes"].clone();
    assert_eq!(codes.as_array().map(Vec::len), Some(10));
    me(&app, &other).await.refused(401, "not-signed-in");
    me(&app, &first).await.ok(200);
    call(&app, &first, "POST", "/second-factor", Value::Null).await.refused(422, "invalid-input");

    sign_in(&app, "ann@example.org", &password, None).await.refused(401, "code-needed");
    sign_in(&app, "ann@example.org", "wrong", None).await.refused(401, "sign-in-refused");
    // The code that proved the enrolment is used up; the next one works once, also under a race.
    let used = proof["code"].as_str();
    sign_in(&app, "ann@example.org", &password, used).await.refused(401, "sign-in-refused");
    let next = code(&secret, 1);
    let tries = (0..5).map(|_| sign_in(&app, "ann@example.org", &password, Some(&next)));
    let answers = futures_util::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    // A recovery code replaces a code, once, as people type it.
    let spare = codes[3].as_str().expect("a code").to_uppercase();
    let spare = format!("{} {}", &spare[..6], &spare[6..]);
    sign_in(&app, "ann@example.org", &password, Some(&spare)).await.ok(200);
    sign_in(&app, "ann@example.org", &password, Some(&spare)).await.refused(401, "sign-in-refused");

    call(&app, &first, "POST", "/second-factor/removal", json!({ "password": "wrong" }))
        .await
        .refused(422, "invalid-input");
    let removal = json!({ "password": password, "code": codes[4] });
    call(&app, &first, "POST", "/second-factor/removal", removal).await.ok(204);
    token(&app, "ann@example.org", &password).await;
}

#[tokio::test]
async fn s18_a_changed_password_ends_the_other_sign_ins() {
    let app = App::start().await;
    let password = add(&app, "ann@example.org", "viewer").await;
    let (mine, stolen) =
        (token(&app, "ann@example.org", &password).await, token(&app, "ann@example.org", &password).await);
    let change = async |current: &str, new: &str| {
        call(&app, &mine, "PUT", "/password", json!({ "current": current, "new": new })).await
    };
    let good = "eleven quiet herons wade";
    change("wrong", good).await.refused(422, "invalid-input");
    change(&password, "too short").await.refused(422, "invalid-input");
    change(&password, "my name is ANN, really").await.refused(422, "invalid-input");
    me(&app, &stolen).await.ok(200);
    change(&password, good).await.ok(204);
    me(&app, &stolen).await.refused(401, "not-signed-in");
    me(&app, &mine).await.ok(200);
    sign_in(&app, "ann@example.org", &password, None).await.refused(401, "sign-in-refused");
    token(&app, "ann@example.org", good).await;
}
