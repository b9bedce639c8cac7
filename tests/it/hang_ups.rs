//! Clients that hang up while their call is being worked on, at any moment. What was acknowledged to others is kept,
//! and no database connection goes back to the pool inside a transaction, where it would undo their statements.
//!
//! `HANG_UPS=1000 cargo nextest run hang_ups` asks each call as often as that.

use std::time::Duration;

use anteroom::auth::staff::Role;
use anteroom::platform::db;
use serde_json::{Value, json};

use crate::support::client::{self, Client, Visitor};
use crate::support::{App, files, until};

/// The clients that hang up at once.
const CLIENTS: u32 = 8;

/// The moments: spread over the time that a call takes on a quiet machine, and some more.
const MOMENTS: u32 = 40;
const STEP: Duration = Duration::from_micros(75);

/// The bytes of a request.
fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    [head.as_bytes(), b"\r\n", body].concat()
}

/// Sends the call and closes the connection after a while; every second time with a reset instead of an end.
async fn hang_up(client: &Client, call: &[u8], time: u32) {
    let stream = client.raw(call).await;
    tokio::time::sleep(STEP * (time % MOMENTS)).await;
    if time.is_multiple_of(2) {
        stream.set_zero_linger().expect("a socket");
    }
    drop(stream);
}

fn times() -> u32 {
    #[expect(clippy::disallowed_methods, reason = "the test's own option")]
    std::env::var("HANG_UPS").ok().and_then(|times| times.parse().ok()).unwrap_or(MOMENTS)
}

/// What a call's body must contain to get as far as the database.
fn body_of(method: &str, path: &str) -> Value {
    match (method, path) {
        ("post", "/api/v1/session/heartbeat") => json!({ "visible": true }),
        ("put", "/api/v1/contact") => client::contact("hasty@example.org"),
        ("post", "/api/v1/intake") => json!({ "step": "start" }),
        ("post", "/api/v1/staff/login") => json!({ "email": "u@example.org", "password": "a wrong one" }),
        ("put", "/api/v1/staff/password") => json!({ "current": "a wrong one", "new": "correct horse battery staple" }),
        ("post", "/api/v1/staff/second-factor/removal") => json!({ "password": "a wrong one" }),
        ("patch", "/api/v1/admin/sessions/{id}") => json!({ "name": "Zoë Hasty" }),
        ("put", "/api/v1/admin/sessions/{id}/restriction") => json!({ "reason": "accuracy" }),
        ("post", "/api/v1/admin/erasures" | "/api/v1/admin/exports") => json!({ "email": "hasty@example.org" }),
        ("post", "/api/v1/admin/requests") => json!({ "kind": "access", "received_on": "2026-11-20" }),
        _ => json!({}),
    }
}

/// Every call of the API's description, asked by a visitor with a file and by an admin, and the pages of links.
async fn calls(app: &App) -> Vec<Vec<u8>> {
    let (kept, link) = app.pending("kept@example.org").await;
    let admin = app.colleague(Role::Admin).await;
    let authorization = format!("Bearer {}", admin.token);
    let document = app.client.get("/api/v1/openapi.json").await.ok(200).json();
    let mut calls = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            // Each has a visit of its own with a file, so that there is work to do, at least the first time.
            let visitor = app.visitor();
            let file = visitor.upload_pdf().await;
            let is_staffs = path.contains("/admin/");
            let session = if is_staffs { &kept.session } else { &visitor.session };
            let at = match &**path {
                "/api/v1/files/{id}" => path.replace("{id}", &file),
                _ => path.replace("{id}", session).replace("{file}", &file).replace("{purpose}", "ai_training"),
            };
            let json = body_of(method, path).to_string();
            let (content_type, form) = files::form(&[("paper.pdf", &files::pdf(100))]);
            let (content_type, body) = match &**path {
                "/api/v1/session/leave" => {
                    let ids = json!({ "session_id": session, "page_id": visitor.page }).to_string();
                    ("text/plain".to_owned(), ids.into_bytes())
                }
                "/api/v1/files" if method == "post" => (content_type, form),
                _ => ("application/json".to_owned(), json.into_bytes()),
            };
            let headers = [
                ("X-Session-ID", &**session),
                ("X-Page-ID", &visitor.page),
                ("Authorization", &authorization),
                ("Content-Type", &content_type),
            ];
            let method = method.to_uppercase();
            // Its own sign-in must outlive the test.
            if path.starts_with("/api/v1/staff/log") && method == "DELETE" {
                continue;
            }
            calls.push(request(&method, &at, &headers, &body));
        }
    }
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    calls.push(request("POST", "/privacy", &form, b"email=kept%40example.org"));
    calls.push(request("GET", &link, &[], b""));
    calls.push(request("POST", &link, &[], b""));
    calls.push(request("POST", &format!("{link}/decline"), &[], b""));
    // What PostgreSQL refuses makes of an open transaction a failed one, which refuses every further statement.
    let nul = json!({ "email": "u\0@x", "password": "a wrong one" }).to_string();
    calls.push(request("POST", "/api/v1/staff/login", &[("Content-Type", "application/json")], nul.as_bytes()));
    calls
}

/// What others do meanwhile, and what they were told.
#[derive(Default)]
struct Told {
    /// The sessions of contacts that were taken.
    contacts: Vec<String>,
    /// Sign-ins that were refused, each of which is a line of the trail.
    refused: i64,
}

async fn live_on(app: &App, stop: &tokio_util::sync::CancellationToken) -> Told {
    let mut told = Told::default();
    while !stop.is_cancelled() {
        let visitor = Visitor::new(app.client.clone());
        visitor.open().await.ok(200);
        visitor.upload_pdf().await;
        visitor.contact(&format!("honest{}@example.org", told.contacts.len())).await.ok(202);
        told.contacts.push(visitor.session);
        let body = json!({ "email": "honest@example.org", "password": "a wrong one" }).to_string();
        let headers = [("content-type", "application/json")];
        app.client.send("POST", "/api/v1/staff/login", &headers, body).await.ok(401);
        told.refused += 1;
    }
    told
}

/// Waits until the database has nothing to do.
async fn quiet(app: &App) {
    at_most(app, 0).await;
}

/// Waits until the database works on this many calls at most.
async fn at_most(app: &App, count: i64) {
    let busy = "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid()
                AND backend_type = 'client backend'";
    until("all that was begun to end", async || (app.number(busy).await <= count).then_some(())).await;
}

/// What PostgreSQL says of a transaction that is begun inside another, or ended where there is none.
fn out_of_turn(app: &App) -> Vec<String> {
    let log = std::fs::read_to_string(app.folder.path().join("postgres.log")).expect("PostgreSQL's log");
    log.lines().filter(|line| line.contains("transaction in progress")).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_hangs_up_leaves_no_transaction_and_undoes_nothing() {
    let app = App::start().await;
    app.compared().await;
    let calls = calls(&app).await;
    let known = app.number("SELECT count(*) FROM audit WHERE action = 'staff.sign_in_refused'").await;
    let stop = tokio_util::sync::CancellationToken::new();
    let hanging_up = async {
        for call in &calls {
            let client = &app.client;
            let clients = (0..CLIENTS).map(|first| async move {
                for time in (first..times()).step_by(CLIENTS as usize) {
                    hang_up(client, call, time).await;
                }
            });
            futures_util::future::join_all(clients).await;
            // On a slow machine the abandoned calls would become too many and the others would be refused.
            at_most(&app, 2).await;
        }
        stop.cancel();
    };
    let (told, ()) = tokio::join!(live_on(&app, &stop), hanging_up);

    quiet(&app).await;
    assert_eq!(out_of_turn(&app), [""; 0]);
    let returned = app.client.metric("anteroom_open_transactions_returned_total").await;
    assert!(returned < 0.5, "{returned} connections went back inside a transaction");
    for session in &told.contacts {
        let found = format!("SELECT count(*) FROM sessions WHERE id = '{session}'");
        assert_eq!(app.number(&found).await, 1, "a contact that was taken is gone");
    }
    let refused = app.number("SELECT count(*) FROM audit WHERE action = 'staff.sign_in_refused'").await - known;
    assert!(refused >= told.refused, "{refused} lines of {} refused sign-ins", told.refused);
    // The honest ones got exactly one mail each.
    app.jobs_done().await;
    let mails = app.mails().await;
    for at in 0..told.contacts.len() {
        let address = format!("honest{at}@example.org");
        let count = mails.iter().filter(|mail| mail.to == address).count();
        assert!(count == 1 || mails.len() == 100, "{count} mails to {address}");
    }
    assert!(app.client.metric("anteroom_restored_backup").await < 0.5);
    println!("{} calls, each {} times; {} honest contacts", calls.len(), times(), told.contacts.len());
}

#[tokio::test]
async fn a_transaction_that_is_given_up_while_it_begins_is_rolled_back() {
    let app = App::start().await;
    let pool = &app.running.context.pool;
    for _ in 0..100 {
        let mut beginning = Box::pin(db::begin(pool));
        // BEGIN is on its way, or about to be.
        assert!(futures_util::poll!(&mut beginning).is_pending());
        tokio::task::yield_now().await;
        drop(beginning);
    }
    quiet(&app).await;
    assert_eq!(out_of_turn(&app), [""; 0]);
}

#[tokio::test]
async fn a_connection_that_is_returned_inside_a_transaction_is_closed() {
    let app = App::start().await;
    let pool = &app.running.context.pool;
    for statements in ["BEGIN", "BEGIN; CREATE TABLE undone ()"] {
        let mut conn = pool.acquire().await.expect("a connection");
        sqlx::raw_sql(statements).execute(&mut *conn).await.expect("a statement that runs");
    }
    // A failed transaction refuses every further statement.
    let mut conn = pool.acquire().await.expect("a connection");
    sqlx::raw_sql("BEGIN").execute(&mut *conn).await.expect("a transaction");
    sqlx::raw_sql("SELECT 1 / 0").execute(&mut *conn).await.expect_err("a division by zero");
    drop(conn);
    until("the connections to be closed", async || {
        let closed = app.client.metric("anteroom_open_transactions_returned_total").await;
        (closed > 2.5).then_some(())
    })
    .await;
    quiet(&app).await;
    assert_eq!(app.text("SELECT coalesce(to_regclass('undone')::text, 'none')").await, "none");
}
