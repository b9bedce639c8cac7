//! Clients that occupy what others need: connections, bodies, the pool, file descriptors.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::Site;
use crate::support::client::{Client, Visitor};
use crate::support::process::Program;
use crate::support::wire::{SlowUpload, WAYS};
use crate::support::{files, until};

/// The program's open file descriptors.
fn descriptors(program: &Program) -> usize {
    std::fs::read_dir(format!("/proc/{}/fd", program.pid())).map_or(0, Iterator::count)
}

/// Reads until the server closes; returns what it said and how long it took.
async fn until_closed(mut stream: TcpStream) -> (String, Duration) {
    let (began, mut said) = (Instant::now(), Vec::new());
    let reading = tokio::time::timeout(Duration::from_secs(60), stream.read_to_end(&mut said));
    drop(reading.await.expect("a server that closes"));
    (String::from_utf8_lossy(&said).into_owned(), began.elapsed())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn silent_heads_and_half_open_connections_are_closed() {
    let site = Site::start().await;
    let program = site.program();
    site.compared().await;
    let client = program.client();
    client.get("/health/ready").await.ok(200);
    let before = descriptors(&program);
    let head = b"GET /health/live HTTP/1.1\r\nHost: x\r\n";
    let silent = [
        client.raw(b"").await,
        client.raw(head).await,
        // Idle after an answer.
        client.raw(&[&head[..], b"\r\n"].concat()).await,
    ];
    // A letter a second, for ever.
    let mut dripping = client.raw(head).await;
    let drip = tokio::spawn(async move {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(60) && dripping.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        began.elapsed()
    });
    // Asks for much and takes nothing of it.
    let page = client.get("/widget").await.text();
    let asset = page.split('"').find(|text| text.starts_with("/static/")).expect("an asset").to_owned();
    let greedy = client.raw(format!("GET {asset} HTTP/1.1\r\nHost: x\r\n\r\n").repeat(2000).as_bytes()).await;
    assert!(descriptors(&program) >= before + 4);
    for ended in futures_util::future::join_all(silent.map(until_closed)).await {
        assert!(ended.1 < Duration::from_secs(20), "{ended:?}");
    }
    assert!(drip.await.expect("a drip") < Duration::from_secs(20));
    let began = Instant::now();
    while descriptors(&program) > before + 1 {
        assert!(began.elapsed() < Duration::from_secs(45), "{} of {before}", descriptors(&program));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    drop(greedy);
    client.get("/health/ready").await.ok(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_loris_bodies_are_cut_and_leave_nothing() {
    let site = Site::start().await;
    let program = site.program();
    site.compared().await;
    let mut loris = Vec::new();
    for (way, size, framing) in WAYS {
        let visitor = Visitor::new(program.client());
        let mut upload = SlowUpload::begin(&visitor, &[("a.pdf", &files::pdf(size))], framing).await;
        assert!(upload.send_to(size / 2).await);
        loris.push((way, visitor, upload));
    }
    // Others are served meanwhile.
    let other = Visitor::new(program.client());
    other.upload_pdf().await;
    let began = Instant::now();
    let ends = loris.into_iter().map(async |(way, visitor, upload)| {
        upload.answer().await.refused(408, "request-timeout");
        assert!((25..50).contains(&began.elapsed().as_secs()), "{way}: {:?}", began.elapsed());
        until("nothing to be left", async || {
            let held = site.uploads(&visitor, "receiving").await + site.uploads(&visitor, "stored").await;
            (held == 0 && site.keys_of(&visitor).is_empty()).then_some(())
        })
        .await;
    });
    futures_util::future::join_all(ends).await;
    site.nothing_unfinished().await;
    assert_eq!(site.keys(), site.keys_of(&other));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exhausted_pool_says_503_and_recovers() {
    let site = Site::start().await;
    let program = site.program();
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    // All calls about this session wait for its lock, each with a connection of the pool.
    let held = sqlx::PgPool::connect_with((*site.pool.connect_options()).clone()).await.expect("a connection");
    let mut tx = anteroom::platform::db::begin(&held).await.expect("a transaction");
    let lock = sqlx::AssertSqlSafe(format!("SELECT lock_session('{}')", visitor.session));
    sqlx::raw_sql(lock).execute(&mut *tx).await.expect("the lock");
    let beats = (0..40).map(|_| {
        let visitor = visitor.clone();
        tokio::spawn(async move { visitor.heartbeat(true).await.status.as_u16() })
    });
    let beats = beats.collect::<Vec<_>>();
    // All sixteen; those that listen for notifications are not of the pool.
    site.counts("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted", 16).await;
    let other = Visitor::new(program.client());
    let (refused, ready, live) =
        tokio::join!(other.open(), other.client.get("/health/ready"), other.client.get("/health/live"));
    refused.refused(503, "unavailable");
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0), "{:?}", refused.headers);
    assert_eq!(ready.ok(503).json(), json!({"database": false, "bucket": true}));
    live.ok(200);
    other.upload("a.pdf", &files::pdf(100)).await.refused(503, "unavailable");
    assert_eq!(site.keys_of(&other), [""; 0]);
    tx.rollback().await.expect("the lock's end");
    let mut answers = Vec::new();
    for beat in beats {
        answers.push(beat.await.expect("an answer"));
    }
    // Calls with a connection were only slow; those without one were told so.
    assert!(answers.iter().all(|status| [204, 503].contains(status)), "{answers:?}");
    assert!(answers.iter().filter(|status| **status == 204).count() >= 14, "{answers:?}");
    until("readiness", async || (other.client.get("/health/ready").await.status == 200).then_some(())).await;
    other.upload_pdf().await;
    other.contact("zoe@example.org").await.ok(202);
    assert_eq!(site.lease(&visitor).await, "live");
}

/// A fresh connection's answer to `GET /health/ready`; empty if there was none.
async fn ready(client: &Client) -> String {
    let stream = client.raw(b"GET /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    until_closed(stream).await.0
}

/// Asks on a connection that stays, and reads one answer.
async fn ask(stream: &mut TcpStream, request: &[u8]) -> String {
    stream.write_all(request).await.expect("a request that goes out");
    let mut said = Vec::new();
    let reading = async {
        loop {
            let mut chunk = [0; 4096];
            let count = stream.read(&mut chunk).await.expect("an answer");
            assert!(count > 0, "closed after {}", String::from_utf8_lossy(&said));
            said.extend_from_slice(&chunk[..count]);
            let text = String::from_utf8_lossy(&said).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n")
                && let Some(length) = head.to_lowercase().split("content-length: ").nth(1)
                && length.split("\r\n").next() == Some(&*body.len().to_string())
            {
                return text;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), reading).await.expect("an answer in time")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exhausted_file_descriptors_say_503_and_recover() {
    let site = Site::start().await;
    // prlimit becomes the program; both limits, so that it cannot help itself to more.
    let start = site.command();
    let mut limited = std::process::Command::new("prlimit");
    limited.args(["--nofile=256:256", "--"]).arg(start.get_program()).env_clear();
    limited.envs(std::env::vars_os());
    for (name, value) in start.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    let program = Program::start(limited);
    let client = program.client();
    let visitor = Visitor::new(client.clone());
    let mut steady = client.raw(b"").await;
    let health = b"GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n";
    assert!(ask(&mut steady, health).await.starts_with("HTTP/1.1 200"));
    // More connections than it can ever have, each with half a request.
    let mut crowd = Vec::new();
    for _ in 0..400 {
        crowd.push(client.raw(b"GET /health/live HTTP/1.1\r\n").await);
    }
    let busy = until("a refusal", async || Some(ready(&client).await).filter(|said| said.contains(" 503 "))).await;
    assert!(busy.contains("\r\nRetry-After: 5\r\n") && busy.contains("/problems/unavailable"), "{busy:?}");
    // Existing clients go on: there is enough left for their way to the store and the database.
    assert!(ask(&mut steady, health).await.starts_with("HTTP/1.1 200"));
    let (content_type, body) = files::form(&[("a.pdf", &files::pdf(100_000))]);
    let head = visitor.upload_head(&content_type, &format!("Content-Length: {}", body.len()));
    let answer = ask(&mut steady, &[head.as_bytes(), &body].concat()).await;
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let metrics = ask(&mut steady, b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let refused = metrics.lines().find_map(|line| line.strip_prefix("anteroom_connections_refused_total "));
    assert!(refused.and_then(|count| count.parse::<f64>().ok()).is_some_and(|count| count > 200.0), "{metrics}");
    assert!(descriptors(&program) < 250, "{}", descriptors(&program));
    assert!(!program.log().contains("Too many open files"), "{}", program.log());
    drop(crowd);
    until("readiness", async || ready(&client).await.starts_with("HTTP/1.1 200").then_some(())).await;
    visitor.contact("zoe@example.org").await.ok(202);
    client.post(&site.link_to("zoe@example.org").await).await.ok(200);
    assert_eq!((site.keys().len(), site.number("SELECT count(*) FROM files").await), (1, 1));
}
