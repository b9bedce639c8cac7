//! Requests that no browser sends: ambiguous framing, absurd heads and paths. Each row has the bytes to send, and the
//! statuses of all answers before the connection ends; none of them may leave anything behind.

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::client::{Visitor, new_id};
use crate::support::{App, Client, files, until};

/// What is in the tables and in the store, with a visitor in the middle of a visit.
struct Before {
    visitor: Visitor,
    rows: String,
    keys: Vec<String>,
}

impl Before {
    async fn of(app: &App) -> Self {
        let visitor = app.visitor();
        visitor.upload_pdf().await;
        app.compared().await;
        Self { visitor, rows: app.still().await, keys: app.keys() }
    }

    async fn must_be_unchanged(&self, app: &App, what: &str) {
        assert_eq!(app.still().await, self.rows, "{what}");
        assert_eq!(app.keys(), self.keys, "{what}");
        assert_eq!((app.unfinished().len(), app.open_multiparts()), (0, 0), "{what}");
    }
}

/// Sends these bytes on their own connection and returns the statuses of everything that comes back until the
/// server ends the connection.
async fn statuses(client: &Client, bytes: &[u8]) -> Vec<u16> {
    let text = exchange(client, bytes).await;
    // A head begins a line; none of our bodies has one in it.
    let heads = text.split("HTTP/1.").skip(1);
    heads.map(|head| head[2..5].parse().expect("a status")).collect()
}

async fn exchange(client: &Client, bytes: &[u8]) -> String {
    let mut stream = client.raw(b"").await;
    // The server may have seen enough before all is sent.
    drop(stream.write_all(bytes).await);
    let mut text = Vec::new();
    let reading = async {
        let mut chunk = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut chunk).await {
            text.extend_from_slice(&chunk[..count]);
        }
    };
    let ended = tokio::time::timeout(std::time::Duration::from_secs(10), reading).await;
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(ended.is_ok(), "the connection stays open after {:?}: {text}", String::from_utf8_lossy(bytes));
    text
}

#[tokio::test]
async fn no_request_is_smuggled_inside_another() {
    let app = App::start().await;
    let before = Before::of(&app).await;
    let hidden =
        format!("DELETE /api/v1/session HTTP/1.1\r\nHost: a\r\nX-Session-ID: {}\r\n\r\n", before.visitor.session);
    let length = 5 + hidden.len();
    let chunks = format!("0\r\n\r\n{hidden}");
    for (framing, body, expected) in [
        // Chunks decide, and nothing after them is a request.
        (format!("Content-Length: {length}\r\nTransfer-Encoding: chunked"), &chunks, 422),
        (format!("Transfer-Encoding: chunked\r\nContent-Length: {length}"), &chunks, 422),
        ("Transfer-Encoding: chunked".to_owned(), &chunks, 422),
        ("Transfer-Encoding: Chunked\r\nContent-Length: 0".to_owned(), &chunks, 422),
        ("Transfer-Encoding: gzip, chunked".to_owned(), &chunks, 422),
        ("Transfer-Encoding: xchunked".to_owned(), &chunks, 400),
        ("Transfer-Encoding: chunked, identity".to_owned(), &chunks, 400),
        ("Transfer-Encoding: identity".to_owned(), &chunks, 400),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity".to_owned(), &chunks, 400),
        ("Transfer-Encoding : chunked".to_owned(), &chunks, 400),
        ("Transfer-Encoding: \u{b}chunked".to_owned(), &chunks, 400),
        ("Transfer-Encoding:\r\n chunked".to_owned(), &chunks, 400),
        ("X-Folded: a\r\n b\r\nContent-Length: 0".to_owned(), &hidden, 400),
        ("Content-Length: 0\r\nContent-Length: 7".to_owned(), &hidden, 400),
        ("Content-Length: 0, 7".to_owned(), &hidden, 400),
        ("Content-Length: +0".to_owned(), &hidden, 400),
        ("Content-Length: -1".to_owned(), &hidden, 400),
        ("Content-Length: 0x0".to_owned(), &hidden, 400),
        ("Content-Length: 18446744073709551616".to_owned(), &hidden, 400),
        ("Content-Length:".to_owned(), &hidden, 400),
        // The same length twice is one length, and all of the rest is its body.
        (format!("Content-Length: {0}\r\nContent-Length: {0}\r\nConnection: close", hidden.len()), &hidden, 400),
        (format!("Content-Length: {}\r\nConnection: close", hidden.len()), &hidden, 400),
    ] {
        let head =
            format!("POST /api/v1/intake HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{framing}\r\n\r\n");
        assert_eq!(statuses(&app.client, (head + body).as_bytes()).await, [expected], "{framing}");
        before.must_be_unchanged(&app, &framing).await;
    }
}

#[tokio::test]
async fn broken_chunks_end_the_request() {
    let app = App::start().await;
    let before = Before::of(&app).await;
    let (content_type, form) = files::form(&[("a.pdf", &files::pdf(100))]);
    let form = String::from_utf8_lossy(&form).into_owned();
    for broken in [
        "fffffffffffffffff\r\n{}".to_owned(),
        "-1\r\n{}".to_owned(),
        "0x2\r\n{}".to_owned(),
        "+2\r\n{}".to_owned(),
        " 2\r\n{}\r\n0\r\n\r\n".to_owned(),
        "2\r\n{}0\r\n\r\n".to_owned(),
        "2\r\n{}\r\n0\r\nX: ".to_owned() + &"y".repeat(200_000),
        format!("2;{}\r\n{{}}\r\n0\r\n\r\n", "x".repeat(200_000)),
        "\r\n".to_owned(),
    ] {
        for (path, content_type) in [("intake", "application/json"), ("files", &*content_type)] {
            let session = &before.visitor.session;
            let head = format!(
                "POST /api/v1/{path} HTTP/1.1\r\nHost: a\r\nX-Session-ID: {session}\r\nContent-Type: {content_type}\r\n\
                 Transfer-Encoding: chunked\r\n\r\n"
            );
            let bytes = if path == "files" { broken.replace("{}", &form) } else { broken.clone() };
            let statuses = statuses(&app.client, (head + &bytes).as_bytes()).await;
            assert_eq!(statuses, [400], "{path} {broken:.40}");
        }
        before.must_be_unchanged(&app, &format!("{broken:.40}")).await;
    }
}

#[tokio::test]
async fn absurd_heads_are_refused() {
    let app = App::start().await;
    let before = Before::of(&app).await;
    let session = format!("X-Session-ID: {}\r\n", before.visitor.session);
    let bomb = |count: usize, size: usize| {
        let lines = (0..count).map(|number| format!("X-{number}: {}\r\n", "y".repeat(size)));
        lines.collect::<Vec<_>>().concat()
    };
    let head = |line: &str, more: &str| format!("{line}\r\nHost: a\r\nConnection: close\r\n{more}\r\n");
    for (bytes, expected) in [
        (head("GET /api/v1/consent HTTP/1.0", ""), 200),
        ("GET /api/v1/consent HTTP/1.0\r\n\r\n".to_owned(), 200),
        ("GET /api/v1/consent\r\n\r\n".to_owned(), 400),
        (head("GET /api/v1/consent HTTP/9.9", ""), 400),
        (head("GET /api/v1/consent HTTP/1.1 ", ""), 400),
        (head("get /api/v1/consent HTTP/1.1", ""), 405),
        (head("BREW /api/v1/consent HTTP/1.1", ""), 405),
        (head(&format!("{} /api/v1/consent HTTP/1.1", "X".repeat(3000)), ""), 405),
        (head("GE\u{1}T /api/v1/consent HTTP/1.1", ""), 400),
        (head("CONNECT evil.example:443 HTTP/1.1", ""), 404),
        (head("OPTIONS * HTTP/1.1", ""), 404),
        (head("TRACE /api/v1/session HTTP/1.1", &session), 405),
        (head("GET http://evil.example/api/v1/consent HTTP/1.1", ""), 200),
        (head("GET ftp://evil.example/ HTTP/1.1", ""), 200),
        ("GET /api/v1/consent HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(), 400),
        (head("GET /api/v1/consent HTTP/1.1", "Host: evil.example\r\n"), 400),
        (head("GET /api/v1/consent HTTP/1.1", "X: a\0b\r\n"), 400),
        (head("GET /api/v1/consent HTTP/1.1", "X: a\rb\r\n"), 400),
        (head("GET /api/v1/consent HTTP/1.1", "X y: b\r\n"), 400),
        (head("GET /api/v1/consent HTTP/1.1", ": b\r\n"), 400),
        (head("GET /api/v1/consent HTTP/1.1", &bomb(200, 1)), 431),
        (head("GET /api/v1/consent HTTP/1.1", &bomb(90, 10_000)), 431),
        (head("GET /api/v1/consent HTTP/1.1", &bomb(1, 1_000_000)), 431),
        (head(&format!("GET /{} HTTP/1.1", "x".repeat(70_000)), ""), 414),
        (head(&format!("GET /api/v1/{} HTTP/1.1", "x/".repeat(30_000)), ""), 404),
        (head(&format!("GET /api/v1/consent?locale={} HTTP/1.1", "x".repeat(60_000)), ""), 200),
    ] {
        let shown = format!("{:?}", &bytes[..bytes.len().min(80)]);
        assert_eq!(statuses(&app.client, bytes.as_bytes()).await, [expected], "{shown}");
        before.must_be_unchanged(&app, &shown).await;
    }
    // HTTP/2's first words get no answer in HTTP/1.
    assert_eq!(statuses(&app.client, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await, [0; 0]);
    app.client.get("/health/live").await.ok(200);
}

#[tokio::test]
async fn paths_lead_nowhere_else() {
    let app = App::start().await;
    let before = Before::of(&app).await;
    let session = &*before.visitor.session;
    let file = before.keys[0].split('/').nth(1).expect("a file's id");
    let long = format!("/api/v1/files/{}", "a".repeat(10_000));
    for (method, path) in [
        ("GET", "/api/v1/session/".to_owned()),
        ("GET", "/api/v1//session".to_owned()),
        ("GET", "/api/v1/./files".to_owned()),
        ("GET", "/api/v1/x/../files".to_owned()),
        ("GET", "/api/v1/x/%2e%2e/files".to_owned()),
        ("GET", "/api/v1/%2e%2e%2f%2e%2e%2fhealth%2flive".to_owned()),
        ("GET", "/api/v1/files;a=b".to_owned()),
        ("GET", "/api/v1/files%00".to_owned()),
        ("GET", "/api/v1/%66iles".to_owned()),
        ("DELETE", format!("/api/v1/files/{file}/")),
        ("DELETE", format!("/api/v1/files/{file}%00")),
        ("DELETE", format!("/api/v1/files/%00{file}")),
        ("DELETE", format!("/api/v1/files/{file}%0d%0aX-Evil:%201")),
        ("DELETE", format!("/api/v1/files/..%2f{session}%2f{file}")),
        ("DELETE", format!("/api/v1/files/%2e%2e%2f{file}")),
        ("DELETE", format!("/api/v1/files/{session}%2f{file}")),
        ("DELETE", format!("/api/v1/files/{}", file.to_uppercase())),
        ("DELETE", "/api/v1/files/%ff%fe".to_owned()),
        ("DELETE", "/api/v1/files/*".to_owned()),
        ("DELETE", long),
    ] {
        let headers = [("x-session-id", session)];
        app.client.send(method, &path, &headers, "").await.refused(404, "not-found");
        before.must_be_unchanged(&app, &path).await;
    }
    for (path, status) in [
        ("/verify/%00", 410),
        ("/verify/%2e%2e%2fhealth%2flive", 410),
        ("/verify/%0d%0aSet-Cookie:%20a=b", 410),
        ("/problems/%00", 404),
        ("/problems/..%2f..%2fCargo.toml", 404),
        ("/dev/mail/%00", 404),
        ("/dev/mail/%2e%2e%2fpostgres%2fPG_VERSION", 404),
        ("/static/%2e%2e/%2e%2e/Cargo.toml", 404),
        ("//api/v1/session", 404),
        ("/API/V1/session", 404),
        ("/widget/", 404),
        ("/widget%00", 404),
        ("/health/ready/", 404),
    ] {
        let page = app.client.get(path).await.ok(status);
        assert!(page.headers.get("set-cookie").is_none() && page.headers.get("x-evil").is_none(), "{path}");
        assert!(!page.text().contains("[package]"), "{path}");
    }
    before.must_be_unchanged(&app, "pages").await;
    assert_eq!(statuses(&app.client, b"GET /verify/\0 HTTP/1.1\r\nHost: a\r\n\r\n").await, [400]);
}

/// A request of 20 MB on its own connection that is sent whole before the client reads an answer.
async fn sent_whole(client: &Client, method: &str, path: &str, headers: &str, chunked: bool) -> String {
    let piece = vec![b'x'; 1_000_000];
    let framing =
        if chunked { "Transfer-Encoding: chunked".to_owned() } else { format!("Content-Length: {}", 20 * piece.len()) };
    let head = format!("{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}{framing}\r\n\r\n");
    let mut stream = client.raw(head.as_bytes()).await;
    for _ in 0..20 {
        let framed = if chunked {
            [format!("{:x}\r\n", piece.len()).as_bytes(), &piece, b"\r\n"].concat()
        } else {
            piece.clone()
        };
        stream.write_all(&framed).await.expect("a connection that takes all of it");
    }
    if chunked {
        stream.write_all(b"0\r\n\r\n").await.expect("a connection that takes the end");
    }
    let mut text = String::new();
    let reading = tokio::time::timeout(std::time::Duration::from_secs(30), stream.read_to_string(&mut text));
    reading.await.expect("an answer in time").expect("an answer, not a reset");
    text
}

#[tokio::test]
async fn a_client_that_is_refused_early_still_gets_the_answer() {
    let app = App::start_with(&["--rate-limit=on"]).await;
    let good = format!("X-Session-ID: {}\r\n", new_id());
    let form = format!("Content-Type: {}\r\n", files::form_type());
    let json = "Content-Type: application/json\r\n";
    for chunked in [false, true] {
        for (method, path, headers, status, slug) in [
            ("POST", "/api/v1/files", form.clone(), 400, "invalid-session-id"),
            ("POST", "/api/v1/files", good.clone() + "X-Page-ID: x\r\n" + &form, 400, "invalid-request"),
            ("POST", "/api/v1/files", good.clone() + "Content-Type: text/plain\r\n", 415, "unsupported-media-type"),
            ("POST", "/api/v1/nothing", form.clone(), 404, "not-found"),
            ("PUT", "/api/v1/files", form.clone(), 405, "method-not-allowed"),
            ("PUT", "/api/v1/contact", form.clone(), 400, "invalid-session-id"),
            ("PUT", "/api/v1/contact", good.clone() + &form, 415, "unsupported-media-type"),
            ("PUT", "/api/v1/contact", good.clone() + json, 413, "body-too-large"),
            ("POST", "/api/v1/intake", json.to_owned(), 413, "body-too-large"),
        ] {
            let answer = sent_whole(&app.client, method, path, &headers, chunked).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{method} {path}: {answer}");
            assert!(answer.contains(&format!("/problems/{slug}")), "{method} {path}: {answer}");
        }
        let beacon = sent_whole(&app.client, "POST", "/api/v1/session/leave", "", chunked).await;
        assert!(beacon.starts_with("HTTP/1.1 204 "), "{beacon}");
    }
    let headers = good + &form;
    let refused = until("a refusal", async || {
        let calls = (0..100).map(|_| app.client.get("/api/v1/consent"));
        if join_all(calls).await.iter().all(|answer| answer.status != 429) {
            return None;
        }
        // Several at once: one more may have become free meanwhile.
        let limited = (0..8).map(|_| sent_whole(&app.client, "POST", "/api/v1/files", &headers, false));
        join_all(limited).await.into_iter().find(|answer| answer.starts_with("HTTP/1.1 429 "))
    })
    .await;
    assert!(refused.contains("retry-after: ") && refused.contains("/problems/rate-limited"), "{refused}");
}

#[tokio::test]
async fn a_body_that_waits_for_100_continue_is_refused_before_it_is_sent() {
    let app = App::start().await;
    let head = format!(
        "POST /api/v1/files HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Type: {}\r\nContent-Length: 1000000000\r\n\r\n",
        files::form_type()
    );
    let answer = exchange(&app.client, head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("invalid-session-id"), "{answer}");
    assert!(!answer.contains("100 Continue"), "{answer}");
}
