//! A running export: its progress, and what happens when a client or the store stops.

use std::net::SocketAddr;

use anteroom::auth::staff::Role::{Admin, Privacy};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::client::new_id;
use crate::support::process::{Program, command};
use crate::support::staff::Colleague;
use crate::support::template::prepared_folder;
use crate::support::{App, Visitor, files, keys_below, until};

/// A client that takes as much as it wants of an answer, and no more.
async fn ask(address: SocketAddr, token: &str, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let head = format!("GET /api/v1/admin{path} HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer {token}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("a request");
    stream
}

/// The announced length, and how many bytes came until the connection ended, after what was taken before.
async fn take_all(mut stream: TcpStream, mut answer: Vec<u8>) -> (usize, usize) {
    // An end in mid-body may be a reset.
    drop(stream.read_to_end(&mut answer).await);
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split('\r').next());
    (length.expect("a length").parse().expect("a number"), answer.len() - end)
}

/// Longer than what connections buffer.
const LONG: usize = 40_000_000;

/// The program itself, so that its log can be read.
#[tokio::test]
async fn an_object_that_ends_early_truncates_the_archive_and_is_logged_once() {
    let folder = prepared_folder();
    let program = Program::start(command(folder.path()));
    let (client, visitor) = (program.client(), Visitor::new(program.client()));
    visitor.upload("a.pdf", &files::pdf(LONG)).await.ok(201);
    visitor.contact("zoe@example.org").await.ok(202);
    let token = &*program.sign_in(folder.path(), "privacy").await;

    let id = new_id();
    let path = format!("/sessions/{}/export?progress={id}", visitor.session);
    let mut stream = ask(program.address, token, &path).await;
    let mut beginning = vec![0; 1000];
    stream.read_exact(&mut beginning).await.expect("a beginning");
    // The store loses the rest of what it is sending.
    let bucket = folder.path().join("objects/anteroom");
    let file = std::fs::File::options().write(true).open(bucket.join(&keys_below(&bucket)[0])).expect("an object");
    file.set_len(LONG as u64 / 2).expect("a shorter one");
    let request = String::from_utf8_lossy(&beginning).split("x-request-id: ").nth(1).expect("an id")[..36].to_owned();
    let (length, came) = take_all(stream, beginning).await;
    assert!(came < length, "{came} of {length}");
    let bearer = format!("Bearer {token}");
    let state = until("its end", async || {
        let headers = [("authorization", &*bearer)];
        let answer = client.send("GET", &format!("/api/v1/admin/exports/{id}"), &headers, "").await;
        let progress = answer.ok(200).json();
        (progress["state"] != "running").then_some(progress)
    })
    .await;
    assert_eq!(state["state"], "broken");
    let log = program.kill();
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("an export broke off")).collect();
    assert!(lines.len() == 1 && lines[0].contains(&request), "{log}");
    assert!(!log.contains(&visitor.session) && !log.contains("zoe@"), "{log}");
}

/// How far it came, once that is not `running` any more.
async fn ended(colleague: &Colleague<'_>, id: &str) -> Option<Value> {
    let progress = colleague.get(&format!("/exports/{id}")).await.ok(200).json();
    (progress["state"] != "running").then_some(progress)
}

#[tokio::test]
async fn a_page_sees_how_far_its_export_has_come() {
    let app = App::start().await;
    let visitor = app.complete_with("zoe@example.org", &[("a.pdf", &files::pdf(LONG))]).await;
    let (privacy, admin) = (app.colleague(Privacy).await, app.colleague(Admin).await);
    let id = new_id();
    let path = format!("/sessions/{}/export?progress={id}", visitor.session);
    privacy.get(&format!("/exports/{id}")).await.refused(404, "not-found");
    let mut stream = ask(app.client.address, &privacy.token, &path).await;
    stream.read_exact(&mut [0; 1000]).await.expect("a beginning");
    let running = until("some progress", async || {
        let progress = privacy.get(&format!("/exports/{id}")).await.ok(200).json();
        (progress["sent"].as_u64() > Some(0)).then_some(progress)
    })
    .await;
    // The client takes nothing more, so the most of it has not been sent.
    assert!(running["state"] == "running" && running["sent"].as_u64() < running["total"].as_u64(), "{running}");
    // No one else sees it, and no second one runs under its id.
    admin.get(&format!("/exports/{id}")).await.refused(404, "not-found");
    privacy.get(&path).await.refused(422, "invalid-input");
    admin.get(&path).await.refused(422, "invalid-input");
    drop(stream);
    let broken = until("its end", async || ended(&privacy, &id).await).await;
    assert_eq!(broken["state"], "broken");
    // Once more under the same id, as a browser's "try again" does.
    let length = privacy.get(&path).await.ok(200).body.len();
    let complete = until("its end", async || ended(&privacy, &id).await).await;
    assert_eq!(complete, json!({ "total": length, "sent": length, "state": "complete" }));

    // One whose server died is broken, and an old one is forgotten.
    app.sql("UPDATE exports SET ended_at = NULL, complete = false, updated_at = now() - interval '61 seconds'").await;
    assert_eq!(privacy.get(&format!("/exports/{id}")).await.ok(200).json()["state"], "broken");
    let pool = &app.running.context.pool;
    anteroom::privacy::export::progress::forget_old(pool).await.expect("a look");
    assert_eq!(app.number("SELECT count(*) FROM exports").await, 1);
    app.sql("UPDATE exports SET started_at = now() - interval '25 hours'").await;
    anteroom::privacy::export::progress::forget_old(pool).await.expect("a look");
    assert_eq!(app.number("SELECT count(*) FROM exports").await, 0);
}

#[tokio::test]
async fn an_export_to_a_slow_client_buffers_little() {
    let app = App::start().await;
    let visitor = app.complete_with("zoe@example.org", &[("a.pdf", &files::pdf(LONG))]).await;
    let privacy = app.colleague(Privacy).await;
    let id = new_id();
    let _stream =
        ask(app.client.address, &privacy.token, &format!("/sessions/{}/export?progress={id}", visitor.session)).await;
    // It stops once all buffers in between are full: two looks in a row see the same.
    let mut before = 0;
    let sent = until("a standstill", async || {
        app.sql("SELECT pg_sleep(1.5)").await;
        let sent = app.number(&format!("SELECT coalesce(max(sent), 0) FROM exports WHERE id = '{id}'")).await;
        let is_still = sent > 0 && sent == before;
        before = sent;
        is_still.then_some(sent)
    })
    .await;
    // The system's own buffers for a connection over loopback are the most of it.
    assert!(sent < 12_000_000, "{sent} bytes are on their way to a client that takes none");
}
