//! Members' messenger sessions, from the sign-in by number to the action on the board.
//!
//! In the tests' names `s20_…` is promise 20 in docs/security.md.

use messenger::{Admission, Incoming};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _};
use tokio::net::TcpStream;
use uuid::Uuid;

use crate::support::client::Answer;
use crate::support::connector::{Connector, KEY, message};
use crate::support::servers::messenger_script;
use crate::support::{App, until};

const ADA: &str = "+4915100000001";
const BEN: &str = "+4915100000002";

async fn start() -> (App, Connector) {
    let app = App::start_with(&["--messenger=whatsapp-web", KEY]).await;
    let connector = Connector::start(&app);
    (app, connector)
}

/// A sign-in by number.
struct Phone<'a> {
    app: &'a App,
    token: String,
}

impl<'a> Phone<'a> {
    async fn sign_in(app: &'a App, number: &str) -> (Self, Value) {
        let body = json!({ "phoneNumber": number }).to_string();
        let headers = [("content-type", "application/json")];
        let signed_in = app.client.send("POST", "/api/auth/login", &headers, body).await.ok(200).json();
        (Self { app, token: signed_in["token"].as_str().expect("a token").to_owned() }, signed_in)
    }

    /// Signs in, and the telephone of the number scans the code.
    async fn paired(app: &'a App, connector: &Connector, number: &str) -> Self {
        let (phone, _) = Self::sign_in(app, number).await;
        assert_eq!(connector.scan(phone.waiting().await, number).await, Admission::Admitted);
        phone
    }

    async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("content-type", "application/json"), ("authorization", &*bearer)];
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.app.client.send(method, path, &headers, body).await
    }

    async fn get(&self, path: &str) -> Value {
        self.call("GET", path, Value::Null).await.ok(200).json()
    }

    async fn status(&self) -> Value {
        self.get("/api/status").await
    }

    /// The id of the session that waits for this sign-in's telephone, as its code tells it in these tests.
    async fn waiting(&self) -> Uuid {
        let code = until("a code", async || {
            let code = self.call("GET", "/api/qr?format=text", Value::Null).await;
            (code.status == 200).then(|| code.text())
        });
        code.await.rsplit(' ').next().and_then(|id| id.parse().ok()).expect("an id")
    }

    async fn actions(&self) -> Vec<Value> {
        self.get("/api/actions").await["actions"].as_array().expect("actions").clone()
    }
}

impl App {
    /// Looks for actions in all that has come.
    async fn detect(&self) {
        let assistant = &self.running.context.assistant;
        while self.running.messenger().detect_waiting(assistant).await.expect("a look") > 0 {}
    }

    async fn session_of(&self, number: &str) -> Uuid {
        let query = format!("SELECT id::text FROM messenger_sessions WHERE account = '{number}'");
        self.text(&query).await.parse().expect("an id")
    }
}

#[tokio::test]
async fn s20_a_number_alone_opens_its_own_code_and_nothing_else() {
    let (app, connector) = start().await;
    let (ada, signed_in) = Phone::sign_in(&app, "+49 151 0000-0001").await;
    assert_eq!(signed_in["user"]["phoneNumber"], ADA);
    assert_eq!(signed_in["user"]["verified"], false);
    let session = ada.waiting().await;
    let status = ada.status().await;
    assert_eq!(
        (&status["status"], &status["phone"], &status["verified"]),
        (&json!("pairing"), &json!(ADA), &json!(false))
    );
    assert!(status["qrUntil"].is_string());
    let picture = ada.call("GET", "/api/qr", Value::Null).await.ok(200);
    assert_eq!((picture.header("content-type"), picture.header("cache-control")), ("image/svg+xml", "no-store"));
    assert!(picture.text().starts_with("<svg"));
    assert_eq!(ada.get("/api/actions").await, json!({ "actions": [], "next": null }));
    for (method, path) in [
        ("POST", "/api/session/stop"),
        ("DELETE", "/api/session"),
        ("PATCH", "/api/actions/3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071"),
        ("DELETE", "/api/actions/3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071"),
        ("GET", "/api/shares"),
        ("GET", "/api/chat"),
        ("GET", "/api/v1/members/me"),
    ] {
        ada.call(method, path, Value::Null).await.refused(403, "not-verified");
    }
    // Another number's telephone: nothing is kept of it.
    assert_eq!(connector.scan(session, BEN).await, Admission::Refused);
    until("the refusal", async || (ada.status().await["status"] == "other-number").then_some(())).await;
    assert_eq!(app.number("SELECT count(*) FROM members").await, 0);
    assert!(!app.dump().await.contains(BEN), "no trace of the other number");
    // The right one.
    ada.call("POST", "/api/session/start", Value::Null).await.ok(202);
    assert_eq!(connector.scan(ada.waiting().await, ADA).await, Admission::Admitted);
    let status = ada.status().await;
    assert_eq!(
        (&status["status"], &status["phone"], &status["verified"]),
        (&json!("online"), &json!(ADA), &json!(true))
    );
    assert_eq!(ada.get("/api/v1/members/me").await["subject"], ADA);
    assert_eq!(ada.get("/api/chat").await["messages"], json!([]));
    connector.stop().await;
}

#[tokio::test]
async fn s20_a_token_is_ours_alone_and_ends_at_once() {
    let (app, connector) = start().await;
    let ada = Phone::paired(&app, &connector, ADA).await;
    let refreshed = ada.call("POST", "/api/auth/refresh", Value::Null).await.ok(200).json();
    assert!(refreshed["expiresAt"].is_string());
    let again = Phone { app: &app, token: refreshed["token"].as_str().expect("a token").to_owned() };
    assert_eq!(again.status().await["verified"], true);
    // With another last letter, another head, or without a signature it is no token.
    let (signed, signature) = ada.token.rsplit_once('.').expect("a signature");
    let flipped: String = signature.chars().rev().collect();
    for token in [format!("{signed}.{flipped}"), format!("{signed}."), signed.to_owned(), "x".to_owned()] {
        Phone { app: &app, token }.call("GET", "/api/status", Value::Null).await.refused(401, "not-signed-in");
    }
    assert!(!ada.token.contains("4915100000001"));
    ada.call("POST", "/api/auth/logout", Value::Null).await.ok(204);
    for phone in [&ada, &again] {
        phone.call("GET", "/api/status", Value::Null).await.refused(401, "not-signed-in");
    }
    // An hour without a call ends one too.
    let other = Phone::paired(&app, &connector, BEN).await;
    app.sql("UPDATE messenger_sign_ins SET expires_at = now() - interval '1 second'").await;
    other.call("GET", "/api/status", Value::Null).await.refused(401, "not-signed-in");
    connector.stop().await;
}

#[tokio::test]
async fn s20_a_known_number_is_proved_by_a_code_in_its_own_chat() {
    let (app, connector) = start().await;
    let at_home = Phone::paired(&app, &connector, ADA).await;
    let linked = app.session_of(ADA).await;
    let code = async |nth: usize| {
        until("a code", async || {
            let sent = connector.sent(linked);
            sent.get(nth).map(|letter| letter.text.chars().filter(char::is_ascii_digit).collect::<String>())
        })
        .await
    };
    let (elsewhere, known) = Phone::sign_in(&app, ADA).await;
    let first = code(0).await;
    let (_, unknown) = Phone::sign_in(&app, BEN).await;
    let shape = |answer: &Value| {
        let mut answer = answer.clone();
        for part in ["/token", "/user/id", "/user/phoneNumber"] {
            *answer.pointer_mut(part).expect("a part") = Value::Null;
        }
        answer
    };
    assert_eq!(shape(&known), shape(&unknown), "the answer does not tell who is known");
    let verify =
        async |phone: &Phone<'_>, code: &str| phone.call("POST", "/api/auth/verify", json!({ "code": code })).await;
    // A code is for the sign-in that asked for it.
    let (third, _) = Phone::sign_in(&app, ADA).await;
    let second = code(1).await;
    verify(&third, &first).await.refused(422, "invalid-input");
    for _ in 0..4 {
        verify(&third, "0000 0000").await.refused(422, "invalid-input");
    }
    verify(&third, &second).await.refused(422, "invalid-input");
    let proved = verify(&elsewhere, &format!("{} {}", &first[..4], &first[4..])).await.ok(200).json();
    assert_eq!((&proved["user"]["verified"], &proved["user"]["phoneNumber"]), (&json!(true), &json!(ADA)));
    assert_eq!(elsewhere.status().await["status"], "online");
    assert_eq!(elsewhere.status().await["devices"], at_home.status().await["devices"]);
    verify(&elsewhere, &first).await.refused(422, "invalid-input");
    // Five codes an hour, also for one who signs out between them.
    for nth in 2..5 {
        let (again, _) = Phone::sign_in(&app, ADA).await;
        code(nth).await;
        again.call("POST", "/api/auth/logout", Value::Null).await.ok(204);
    }
    let (_, sixth) = Phone::sign_in(&app, ADA).await;
    assert_eq!(shape(&sixth), shape(&unknown));
    app.sql("SELECT pg_notify('messenger_outbox', '')").await;
    assert_eq!(connector.sent(linked).len(), 5);
    connector.stop().await;
}

#[tokio::test]
async fn a_message_becomes_an_action_once_and_its_words_are_deleted() {
    let (app, connector) = start().await;
    let ada = Phone::paired(&app, &connector, ADA).await;
    let session = app.session_of(ADA).await;
    connector.receive(session, "1", message("Hello! Could you send the invoice by Friday? Lovely weather here.")).await;
    assert!(!app.dump().await.contains("Lovely"), "sealed while it waits");
    app.detect().await;
    // The messenger sends it again, because its receipt was lost.
    connector.receive(session, "1", message("Hello! Could you send the invoice by Friday? Lovely weather here.")).await;
    app.detect().await;
    let actions = ada.actions().await;
    assert_eq!(actions.len(), 1, "{actions:?}");
    let action = &actions[0];
    assert_eq!(action["quote"], "Could you send the invoice by Friday?");
    assert_eq!(
        (&action["kind"], &action["dueAt"], &action["status"]),
        (&json!("task"), &json!("2026-12-04"), &json!("pending"))
    );
    let left = app.number("SELECT count(*) FROM messenger_inbox WHERE length(sealed) > 0 OR read_at IS NULL").await;
    assert_eq!(left, 0, "the words are gone");
    // A note to oneself.
    let own = format!("{}@s.whatsapp.net", &ADA[1..]);
    let note = Incoming { chat: own.clone(), sender: own, is_own: true, ..message("buy milk") };
    connector.receive(session, "2", note).await;
    app.detect().await;
    let kinds: Vec<_> = ada.actions().await.iter().map(|action| action["kind"].clone()).collect();
    assert_eq!(kinds, ["purchase", "task"]);
    let metric = app.client.metric("anteroom_actions_found_total").await;
    assert!((metric - 2.0).abs() < f64::EPSILON, "{metric}");
    connector.stop().await;
}

#[tokio::test]
async fn an_action_is_corrected_done_dismissed_and_reopened() {
    let (app, connector) = start().await;
    let ada = Phone::paired(&app, &connector, ADA).await;
    let session = app.session_of(ADA).await;
    connector.receive(session, "1", message("please send the invoice by Friday")).await;
    app.detect().await;
    let action = ada.actions().await.remove(0);
    let path = format!("/api/actions/{}", action["id"].as_str().expect("an id"));
    let change = async |body: Value| ada.call("PATCH", &path, body).await;
    let changed =
        change(json!({ "title": " The invoice ", "kind": "payment", "dueAt": "2026-12-05T09:30" })).await.ok(200);
    assert_eq!(changed.header("etag"), "\"2\"");
    let changed = changed.json();
    assert_eq!(
        (&changed["title"], &changed["kind"], &changed["dueAt"]),
        (&json!("The invoice"), &json!("payment"), &json!("2026-12-05T09:30"))
    );
    assert_eq!(changed["quote"], action["quote"]);
    for status in ["done", "dismissed", "pending"] {
        assert_eq!(change(json!({ "status": status })).await.ok(200).json()["status"], status);
    }
    assert_eq!(change(json!({ "dueAt": null })).await.ok(200).json()["dueAt"], Value::Null);
    let bearer = format!("Bearer {}", ada.token);
    let headers = [("content-type", "application/json"), ("authorization", &*bearer), ("if-match", "\"2\"")];
    app.client.send("PATCH", &path, &headers, r#"{"status":"done"}"#).await.refused(412, "action-changed");
    for (field, bad) in [("title", json!(" ")), ("title", json!("a\nb")), ("dueAt", json!("soon"))] {
        let refused = change(json!({ field: bad })).await.refused(422, "invalid-input");
        assert!(refused["fields"][field].is_string(), "{refused}");
    }
    change(json!({ "quote": "other words" })).await.refused(422, "invalid-input");
    assert_eq!(ada.get("/api/actions?status=done").await["actions"], json!([]));
    assert_eq!(ada.get("/api/actions?status=pending").await["actions"][0]["version"], 6);
    ada.call("DELETE", &path, Value::Null).await.ok(204);
    ada.call("DELETE", &path, Value::Null).await.refused(404, "not-found");
    connector.stop().await;
}

/// An open stream of a member's events.
struct Listening {
    connection: TcpStream,
    text: String,
}

impl Listening {
    async fn open(phone: &Phone<'_>, after: Option<&str>) -> Self {
        let after = after.map(|id| format!("Last-Event-ID: {id}\r\n")).unwrap_or_default();
        let head = format!(
            "GET /api/events HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n{after}\r\n",
            phone.app.client.address, phone.token
        );
        Self { connection: phone.app.client.raw(head.as_bytes()).await, text: String::new() }
    }

    /// The next event: its name, id and data; `None` at the end.
    async fn next(&mut self) -> Option<(String, String, Value)> {
        let reading = async {
            loop {
                if let Some((before, rest)) = self.text.split_once("\n\n")
                    && let Some(at) = before.find("event: ")
                {
                    let field = |name: &str| {
                        let line = before[at..].lines().find_map(|line| line.strip_prefix(name));
                        line.unwrap_or_default().to_owned()
                    };
                    let data = serde_json::from_str(&field("data: ")).expect("JSON");
                    let event = (field("event: "), field("id: "), data);
                    let rest = rest.to_owned();
                    self.text = rest;
                    return Some(event);
                }
                let mut buffer = [0; 4096];
                match self.connection.read(&mut buffer).await {
                    Ok(0) | Err(_) => return None,
                    Ok(count) => self.text.push_str(&String::from_utf8_lossy(&buffer[..count])),
                }
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), reading).await.expect("an event in time")
    }

    async fn named(&mut self, name: &str) -> (String, Value) {
        loop {
            let (found, id, data) = self.next().await.expect("another event");
            if found == name {
                return (id, data);
            }
        }
    }
}

#[tokio::test]
async fn a_member_is_told_what_happens_and_resumes_where_the_line_was_cut() {
    let (app, connector) = start().await;
    let (ada, _) = Phone::sign_in(&app, ADA).await;
    let session = ada.waiting().await;
    let mut waiting = Listening::open(&ada, None).await;
    assert_eq!(waiting.named("status").await.1["status"], "pairing");
    assert!(waiting.named("qr").await.1["qrUntil"].is_string());
    connector.scan(session, ADA).await;
    assert_eq!(waiting.named("verified").await.1["verified"], true);
    let mut told = Listening::open(&ada, None).await;
    let status = told.named("status").await.1;
    assert_eq!((&status["status"], &status["verified"]), (&json!("online"), &json!(true)));
    connector.receive(session, "1", message("please send the invoice by Friday")).await;
    app.detect().await;
    let (first, action) = told.named("new_action").await;
    assert_eq!(action["quote"], "please send the invoice by Friday");
    drop(told);
    connector.receive(session, "2", message("call me back please")).await;
    app.detect().await;
    let path = format!("/api/actions/{}", action["id"].as_str().expect("an id"));
    ada.call("PATCH", &path, json!({ "status": "done" })).await.ok(200);
    let mut resumed = Listening::open(&ada, Some(&first)).await;
    assert_eq!(resumed.named("new_action").await.1["kind"], "call");
    let (_, done) = resumed.named("action_updated").await;
    assert_eq!((&done["id"], &done["status"]), (&action["id"], &json!("done")));
    // Another member hears nothing of it.
    let ben = Phone::paired(&app, &connector, BEN).await;
    let mut other = Listening::open(&ben, Some("0")).await;
    other.named("status").await;
    connector.receive(app.session_of(BEN).await, "1", message("buy bread please")).await;
    app.detect().await;
    assert_eq!(
        other.next().await.map(|(name, _, data)| (name, data["quote"].clone())),
        Some(("new_action".into(), json!("buy bread please")))
    );
    connector.stop().await;
}

#[tokio::test]
async fn a_member_has_devices_pauses_and_unlinks_them() {
    let (app, connector) = start().await;
    let ada = Phone::paired(&app, &connector, ADA).await;
    let first = app.session_of(ADA).await;
    ada.call("POST", "/api/session/start", json!({ "device": 2 })).await.ok(202);
    ada.call("POST", "/api/session/start", json!({ "device": 5 })).await.refused(422, "invalid-input");
    let numbers = async || {
        let status = ada.status().await;
        status["devices"].as_array().expect("devices").iter().map(|device| device["number"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(numbers().await, [1, 2]);
    ada.call("POST", "/api/session/stop", Value::Null).await.ok(202);
    until("a pause", async || (ada.status().await["status"] == "stopped").then_some(())).await;
    ada.call("POST", "/api/session/start", Value::Null).await.ok(202);
    until("a start", async || (ada.status().await["status"] == "online").then_some(())).await;
    ada.call("POST", "/api/session/restart", Value::Null).await.ok(202);
    let restarted = format!("SELECT restarts::bigint FROM messenger_sessions WHERE id = '{first}'");
    until("a restart", async || (app.number(&restarted).await == 1).then_some(())).await;
    // Asleep, until its member calls.
    app.sql(&format!("UPDATE messenger_sessions SET desired = 'asleep' WHERE id = '{first}'")).await;
    until("sleep", async || {
        let asleep = format!("SELECT count(*) FROM messenger_sessions WHERE id = '{first}' AND status = 'asleep'");
        (app.number(&asleep).await == 1).then_some(())
    })
    .await;
    ada.status().await;
    until("a waking", async || (ada.status().await["status"] == "online").then_some(())).await;
    ada.call("DELETE", "/api/session?device=2", Value::Null).await.ok(204);
    ada.call("DELETE", "/api/session?device=2", Value::Null).await.refused(404, "not-found");
    assert_eq!(numbers().await, [1]);
    ada.call("DELETE", "/api/session", Value::Null).await.ok(204);
    until("a logout", async || connector.has_forgotten(first).then_some(())).await;
    until("the end", async || (app.number("SELECT count(*) FROM messenger_sessions").await == 0).then_some(())).await;
    assert_eq!(ada.status().await["status"], "none");
    connector.stop().await;
}

#[tokio::test]
async fn s20_each_call_reaches_the_callers_own_alone() {
    let (app, connector) = start().await;
    let ada = Phone::paired(&app, &connector, ADA).await;
    let ben = Phone::paired(&app, &connector, BEN).await;
    connector.receive(app.session_of(ADA).await, "1", message("please send the invoice by Friday")).await;
    app.detect().await;
    let action = ada.actions().await.remove(0);
    let share = ada.call("POST", "/api/shares", json!({ "phoneNumber": "+4915100000003" })).await.ok(200).json();
    let (action, share) = (action["id"].as_str().expect("an id"), share["id"].as_str().expect("an id"));
    let before = app.dump().await;
    let (unproved, _) = Phone::sign_in(&app, ADA).await;
    for (method, path, body) in [
        ("PATCH", format!("/api/actions/{action}"), json!({ "status": "done" })),
        ("DELETE", format!("/api/actions/{action}"), Value::Null),
        ("DELETE", format!("/api/shares/{share}"), Value::Null),
        ("GET", format!("/api/shares/{share}/actions"), Value::Null),
    ] {
        for prefix in ["/api", "/api/v1/messenger"] {
            let path = path.replacen("/api", prefix, 1);
            ben.call(method, &path, body.clone()).await.refused(404, "not-found");
            unproved.call(method, &path, body.clone()).await.refused(403, "not-verified");
            let nobody =
                app.client.send(method, &path, &[("content-type", "application/json")], body.to_string()).await;
            nobody.refused(401, "not-signed-in");
        }
    }
    for path in ["/api/actions", "/api/shares", "/api/status", "/api/events", "/api/qr"] {
        app.client.get(path).await.refused(401, "not-signed-in");
    }
    assert_eq!(ben.actions().await, Vec::<Value>::new());
    assert_eq!(ben.get("/api/shares").await, json!({ "given": [], "received": [] }));
    assert_ne!(ben.status().await["phone"], ada.status().await["phone"]);
    let after = app.dump().await;
    let of = |dump: &str, table: &str| {
        dump.split(&format!("{table}: ")).nth(1).and_then(|rest| rest.split("\nmess").next().map(str::to_owned))
    };
    assert_eq!(of(&before, "messenger_actions"), of(&after, "messenger_actions"));
    // Asked of one session, a value of another does not open.
    let (ada, ben) = (app.session_of(ADA).await, app.session_of(BEN).await);
    app.sql(&format!(
        "UPDATE messenger_sessions SET account = NULL, qr_until = now() + interval '1 hour',
             qr_sealed = (SELECT data_key FROM messenger_sessions WHERE id = '{ada}') WHERE id = '{ben}'"
    ))
    .await;
    connector.stop().await;
}

#[tokio::test]
async fn a_board_is_read_by_those_it_is_shared_with() {
    let (app, connector) = start().await;
    let ada = Phone::paired(&app, &connector, ADA).await;
    let ben = Phone::paired(&app, &connector, BEN).await;
    connector.receive(app.session_of(ADA).await, "1", message("please send the invoice by Friday")).await;
    app.detect().await;
    let share = ada.call("POST", "/api/shares", json!({ "phoneNumber": BEN })).await.ok(200).json();
    let again = ada.call("POST", "/api/shares", json!({ "phoneNumber": BEN })).await.ok(200).json();
    assert_eq!(share, again, "once");
    let received = ben.get("/api/shares").await;
    assert_eq!(received["received"][0]["phoneNumber"], ADA);
    let path = format!("/api/shares/{}", share["id"].as_str().expect("an id"));
    let read = ben.get(&format!("{path}/actions")).await;
    assert_eq!(read["actions"][0]["quote"], "please send the invoice by Friday");
    let action = format!("/api/actions/{}", read["actions"][0]["id"].as_str().expect("an id"));
    ben.call("PATCH", &action, json!({ "status": "done" })).await.refused(404, "not-found");
    ben.call("DELETE", &path, Value::Null).await.ok(204);
    ben.call("GET", &format!("{path}/actions"), Value::Null).await.refused(404, "not-found");
    assert_eq!(ada.get("/api/shares").await["given"], json!([]));
    connector.stop().await;
}

#[tokio::test]
async fn gdpr_art_17_s25_an_erased_member_leaves_no_word_and_is_logged_out() {
    let (app, connector) = start().await;
    let ada = Phone::paired(&app, &connector, ADA).await;
    let session = app.session_of(ADA).await;
    connector.receive(session, "1", message("please send the invoice by Friday")).await;
    app.detect().await;
    connector.receive(session, "2", message("please call the plumber")).await;
    ada.call("POST", "/api/shares", json!({ "phoneNumber": BEN })).await.ok(200);
    let copy = ada.get("/api/v1/members/me/copy").await;
    assert_eq!(copy["actions"][0]["quote"], "please send the invoice by Friday");
    assert_eq!(copy["messenger_sessions"][0]["account"], ADA);
    assert_eq!(copy["messenger_shares"][0]["phone"], BEN);
    assert!(copy["messenger_sign_ins"][0]["ip_address"].is_string());
    ada.call("DELETE", "/api/v1/members/me", Value::Null).await.ok(202);
    ada.call("GET", "/api/status", Value::Null).await.refused(401, "not-signed-in");
    until("a logout", async || connector.has_forgotten(session).then_some(())).await;
    until("the end", async || (app.number("SELECT count(*) FROM messenger_sessions").await == 0).then_some(())).await;
    app.sweep().await;
    let left = app.dump().await;
    for trace in [&ADA[1..], "invoice", "plumber"] {
        assert!(!left.contains(trace), "{trace} in {left}");
    }
    connector.stop().await;
}

#[tokio::test]
async fn gdpr_art_18_s25_messages_of_a_restricted_member_wait_unread() {
    let (app, connector) = start().await;
    let ada = Phone::paired(&app, &connector, ADA).await;
    let session = app.session_of(ADA).await;
    ada.call("PUT", "/api/v1/members/me/restriction", json!({ "reason": "accuracy" })).await.ok(204);
    connector.receive(session, "1", message("please send the invoice by Friday")).await;
    app.detect().await;
    app.sql("UPDATE messenger_inbox SET received_at = now() - interval '3 days'").await;
    app.running.messenger().clone().tidy().await;
    assert_eq!(app.number("SELECT count(*) FROM messenger_inbox WHERE read_at IS NULL").await, 1);
    assert_eq!(ada.actions().await, Vec::<Value>::new());
    ada.call("POST", "/api/session/start", json!({ "device": 2 })).await.refused(403, "forbidden");
    ada.call("DELETE", "/api/v1/members/me/restriction", Value::Null).await.ok(204);
    app.detect().await;
    assert_eq!(ada.actions().await.len(), 1);
    connector.stop().await;
}

#[tokio::test]
async fn what_waits_for_no_one_goes() {
    let (app, connector) = start().await;
    let (ada, _) = Phone::sign_in(&app, ADA).await;
    ada.waiting().await;
    app.sql("UPDATE messenger_sign_ins SET expires_at = now() - interval '1 second', created_at = now() - interval '2 hours'").await;
    app.running.messenger().clone().tidy().await;
    app.running.messenger().phones().clone().clean_up().await;
    assert_eq!(app.number("SELECT count(*) FROM messenger_sessions").await, 0);
    assert_eq!(app.number("SELECT count(*) FROM messenger_sign_ins").await, 0);
    assert!(!app.dump().await.contains(&ADA[1..]));
    connector.stop().await;
}

#[tokio::test]
async fn where_messenger_sessions_are_off_nothing_answers() {
    let app = App::start().await;
    let headers = [("content-type", "application/json")];
    let body = json!({ "phoneNumber": ADA }).to_string();
    app.client.send("POST", "/api/auth/login", &headers, body).await.refused(404, "not-enabled");
    for path in ["/api/status", "/api/actions", "/api/events"] {
        app.client.get(path).await.refused(404, "not-enabled");
    }
}

#[tokio::test]
async fn s16_sign_ins_by_number_are_limited() {
    let app = App::start_with(&["--messenger=whatsapp-web", KEY, "--rate-limit=on"]).await;
    let headers = [("content-type", "application/json")];
    for bad in ["", "0151 0000001", "+49", "ada@example.org"] {
        let body = json!({ "phoneNumber": bad }).to_string();
        let refused = app.client.send("POST", "/api/auth/login", &headers, body).await.refused(422, "invalid-input");
        assert!(refused["fields"]["phoneNumber"].is_string(), "{refused}");
    }
    let mut statuses = Vec::new();
    for number in 0..8 {
        let body = json!({ "phoneNumber": format!("+491510000010{number}") }).to_string();
        statuses.push(app.client.send("POST", "/api/auth/login", &headers, body).await.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 429, 429]);
}

/// What socket.io-client hears, line by line.
struct SocketIo {
    process: tokio::process::Child,
    lines: tokio::io::Lines<tokio::io::BufReader<tokio::process::ChildStdout>>,
}

impl SocketIo {
    fn connect(app: &App, token: &str, transport: &str) -> Self {
        let mut command = tokio::process::Command::from(messenger_script("socket_io_client.mjs"));
        command.arg(format!("http://{}", app.client.address)).arg(token).arg(transport);
        let mut process =
            command.stdout(std::process::Stdio::piped()).kill_on_drop(true).spawn().expect("a process of Node.js");
        let lines = tokio::io::BufReader::new(process.stdout.take().expect("its output")).lines();
        Self { process, lines }
    }

    async fn next(&mut self) -> (String, Value) {
        let line = tokio::time::timeout(std::time::Duration::from_secs(20), self.lines.next_line()).await;
        let line = line.expect("an event in time").expect("an output").expect("another line");
        let said: Value = serde_json::from_str(&line).expect("JSON");
        (said["name"].as_str().expect("a name").to_owned(), said["data"].clone())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn socket_io_clients_hear_what_server_sent_events_say() {
    let (app, connector) = start().await;
    let ada = Phone::paired(&app, &connector, ADA).await;
    let ben = Phone::paired(&app, &connector, BEN).await;
    let session = app.session_of(ADA).await;
    let mut told = Listening::open(&ada, None).await;
    told.named("status").await;
    let mut sockets = Vec::new();
    for transport in ["websocket", "polling", ""] {
        let mut socket = SocketIo::connect(&app, &ada.token, transport);
        assert_eq!(socket.next().await.0, "connect", "{transport}");
        let (name, status) = socket.next().await;
        assert_eq!((&*name, &status["status"]), ("status", &json!("online")), "{transport}");
        sockets.push(socket);
    }
    let mut other = SocketIo::connect(&app, &ben.token, "websocket");
    assert_eq!((other.next().await.0, other.next().await.0), ("connect".to_owned(), "status".to_owned()));
    for (id, text) in [("1", "please send the invoice by Friday"), ("2", "call me back please")] {
        connector.receive(session, id, message(text)).await;
        app.detect().await;
        let (_, by_events) = told.named("new_action").await;
        for socket in &mut sockets {
            assert_eq!(socket.next().await, ("new_action".to_owned(), by_events.clone()));
        }
    }
    connector.receive(app.session_of(BEN).await, "1", message("buy bread please")).await;
    app.detect().await;
    let (name, heard) = other.next().await;
    assert_eq!((&*name, &heard["quote"]), ("new_action", &json!("buy bread please")), "its own and nothing else");
    // Who is no one is told so in one word, and no more.
    let mut stranger = SocketIo::connect(&app, "no token", "websocket");
    assert_eq!(stranger.next().await, ("connect_error".to_owned(), json!("not-signed-in")));
    for socket in &mut sockets {
        socket.process.kill().await.expect("an end");
    }
    connector.stop().await;
}

#[tokio::test]
async fn the_first_clients_lines_run_as_they_are() {
    let (app, connector) = start().await;
    let ada = Phone::paired(&app, &connector, "+60123456789").await;
    let lines = [
        r#"curl -s -H "Authorization: Bearer <token>" http://localhost:8080/api/status"#,
        r#"curl -s -H "Authorization: Bearer <token>" http://localhost:8080/api/actions"#,
        r#"curl -s -X POST -H "Authorization: Bearer <token>" -H "Content-Type: application/json" -d '{"message":"Hello"}' http://localhost:8080/api/chat"#,
    ];
    let mut answers = Vec::new();
    for line in lines {
        let line = line.replace("<token>", &ada.token).replace("localhost:8080", &app.client.address.to_string());
        let output = tokio::process::Command::new("sh").arg("-c").arg(line).output().await.expect("curl");
        answers.push(serde_json::from_slice::<Value>(&output.stdout).expect("JSON"));
    }
    assert_eq!(answers[0]["phone"], "+60123456789");
    assert_eq!(answers[1], json!({ "actions": [], "next": null }));
    assert!(answers[2]["response"].as_str().is_some_and(|text| !text.is_empty()), "{}", answers[2]);
    connector.stop().await;
}
