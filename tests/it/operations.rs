//! Interfaces for operators and programmers: health, metrics, the API's description, static files.
//!
//! In the tests' names `s03_…` is promise 3 in docs/security.md.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::client::contact;
use crate::support::{App, client, until};

#[tokio::test]
async fn a_server_without_its_database_says_so() {
    let mut app = App::start().await;
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    assert_eq!(app.client.get("/health/ready").await.ok(200).json(), json!({"database": true, "bucket": true}));
    assert_eq!(app.client.get("/health/live").await.ok(200).text(), "ok");
    app.stop_database();
    let unready = until("an unready server", async || {
        let ready = app.client.get("/health/ready").await;
        (ready.status == 503).then(|| ready.json())
    });
    assert_eq!(unready.await, json!({"database": false, "bucket": true}));
    app.client.get("/health/live").await.ok(200);
    for (method, path, body) in [
        ("PUT", "/session", json!({})),
        ("POST", "/session/heartbeat", json!({"visible": true})),
        ("DELETE", "/session", Value::Null),
        ("GET", "/files", Value::Null),
        ("PUT", "/contact", contact("zoe@example.org")),
        ("POST", "/verification", json!({})),
    ] {
        visitor.call(method, path, body).await.refused(503, "unavailable");
    }
    let keys = app.keys();
    visitor.upload("late.pdf", b"%PDF-1.7 late").await.refused(503, "unavailable");
    assert_eq!((app.keys(), app.unfinished().len()), (keys, 0));
    visitor.leave().await.ok(204);
    let page = app.client.get(&format!("/verify/{}", "A".repeat(43))).await.ok(503);
    assert!(page.text().contains("<h1>Something is wrong on our side</h1>"));
    // The conversation needs no database.
    app.client.send("POST", "/api/v1/intake", &[], r#"{"step": "start"}"#).await.ok(200);
}

#[tokio::test]
async fn an_embedded_store_that_cannot_write_is_not_ready() {
    let app = App::start().await;
    assert_eq!(app.client.get("/health/ready").await.ok(200).json()["bucket"], true);
    let folder = app.folder.path().join("objects/.anteroom");
    assert!(std::fs::read_dir(folder.join("tmp")).expect("a folder").next().is_none(), "nothing stays behind");
    // Like a full disk, on which reading goes on.
    std::fs::remove_dir(folder.join("tmp")).expect("an empty folder");
    std::fs::write(folder.join("tmp"), "").expect("a file in its place");
    until("an unready server", async || (app.client.get("/health/ready").await.status == 503).then_some(())).await;
    assert_eq!(app.client.get("/health/ready").await.json(), json!({"database": true, "bucket": false}));
    std::fs::remove_file(folder.join("tmp")).expect("a file");
    std::fs::create_dir(folder.join("tmp")).expect("a folder");
    until("a ready server", async || (app.client.get("/health/ready").await.status == 200).then_some(())).await;
}

#[tokio::test]
async fn readiness_asks_the_parts_at_most_once_a_second() {
    let app = App::start().await;
    app.log_statements().await;
    let begun = std::time::Instant::now();
    for _ in 0..20 {
        let asked = (0..50).map(|_| app.client.get("/health/ready"));
        let answers = futures_util::future::join_all(asked).await;
        assert!(answers.iter().all(|answer| answer.status == 200));
    }
    let pings = app.statements("SELECT current_setting('transaction_read_only')").await.len() as u64;
    // Each of the pool's 16 connections asks the same once it is opened.
    assert!((1..=begun.elapsed().as_secs() + 18).contains(&pings), "{pings} of 1000 calls reached the database");
}

#[tokio::test]
async fn s03_metrics_name_no_one() {
    let app = App::start().await;
    let (visitor, link) = app.complete("zoe@example.org").await;
    visitor.upload("late.pdf", b"%PDF-1.7 late").await.refused(409, "session-complete");
    let (other, secret) = (app.visitor(), client::new_id());
    other.upload_pdf().await;
    other.discard().await.ok(204);
    app.buried(&other).await;
    app.client.get(&format!("/{secret}")).await.ok(404);
    app.client.send(&format!("X{}", secret.replace('-', "")), "/", &[], "").await.ok(405);
    let metrics = app.client.get("/metrics").await.ok(200);
    assert!(metrics.header("content-type").starts_with("text/plain"));
    let text = metrics.text();
    for named in [
        "anteroom_http_requests_total{method=\"POST\",route=\"/verify/{token}\",status=\"200\"} 1",
        "anteroom_http_request_seconds",
        "anteroom_upload_bytes_total 200",
        "anteroom_uploads_total",
        "anteroom_purges_total{reason=\"discarded\"} 1",
        "anteroom_jobs_total{kind=\"verification_mail\",outcome=\"done\"} 1",
        "anteroom_mails_total{outcome=\"sent\"} 1",
    ] {
        assert!(text.contains(named), "{named} in {text}");
    }
    let unseparated = secret.replace('-', "");
    let token = link.trim_start_matches("/verify/");
    for id in [&visitor.session, &visitor.page, &other.session, &secret, &unseparated, token, "zoe", "127.0.0.1"] {
        assert!(!text.contains(id), "{id} in {text}");
    }
}

/// Every call of the API, and what its description must tell of.
const DESCRIBED: &[(&str, &str, &[&str])] = &[
    ("put", "/session", &["session-gone"]),
    ("post", "/session/heartbeat", &["session-gone"]),
    ("post", "/session/leave", &[]),
    ("delete", "/session", &["session-complete"]),
    (
        "post",
        "/files",
        &[
            "one-file-per-request",
            "file-too-large",
            "quota-exceeded",
            "file-type-refused",
            "empty-file",
            "file-refused",
            "session-gone",
            "unavailable",
        ],
    ),
    ("get", "/files", &[]),
    ("delete", "/files/{id}", &["not-found"]),
    ("post", "/intake", &["invalid-input"]),
    ("get", "/consent", &[]),
    ("get", "/events", &["invalid-session-id"]),
    (
        "put",
        "/contact",
        &["invalid-input", "session-complete", "files-differ", "upload-running", "session-gone", "rate-limited"],
    ),
    ("post", "/verification", &["rate-limited", "contact-missing", "session-complete", "session-gone"]),
    ("get", "/admin/sessions", &["not-signed-in", "forbidden", "invalid-input"]),
    ("get", "/admin/sessions/{id}", &["not-signed-in", "forbidden", "not-found"]),
    ("patch", "/admin/sessions/{id}", &["not-signed-in", "forbidden", "not-found"]),
    ("delete", "/admin/sessions/{id}", &["not-signed-in", "forbidden", "not-found"]),
    ("get", "/admin/sessions/{id}/files/{file}", &["not-signed-in", "forbidden", "not-found"]),
    ("get", "/admin/sessions/{id}/export", &["not-signed-in", "forbidden", "not-found", "invalid-input"]),
    ("get", "/admin/exports/{id}", &["not-signed-in", "forbidden", "not-found"]),
    ("get", "/admin/erasures/{id}", &["not-signed-in", "forbidden", "not-found"]),
    ("get", "/admin/audit", &["not-signed-in", "forbidden", "invalid-input"]),
    ("put", "/admin/sessions/{id}/restriction", &["not-signed-in", "forbidden", "not-found"]),
    ("delete", "/admin/sessions/{id}/restriction", &["not-signed-in", "forbidden", "not-found"]),
    ("delete", "/admin/sessions/{id}/consents/{purpose}", &["not-signed-in", "forbidden", "not-found"]),
    ("post", "/admin/erasures", &["not-signed-in", "forbidden", "not-found"]),
    ("post", "/admin/exports", &["not-signed-in", "forbidden", "not-found"]),
    ("get", "/admin/training-manifest", &["not-signed-in", "forbidden"]),
    ("get", "/admin/requests", &["not-signed-in", "forbidden", "invalid-input"]),
    ("post", "/admin/requests", &["not-signed-in", "forbidden"]),
    ("get", "/admin/requests/{id}", &["not-signed-in", "forbidden", "not-found"]),
    ("post", "/admin/requests/{id}/extension", &["not-signed-in", "forbidden", "not-found"]),
    ("post", "/admin/requests/{id}/closing", &["not-signed-in", "forbidden", "not-found"]),
    ("post", "/admin/member-sessions/search", &["not-signed-in", "forbidden", "not-enabled", "invalid-input"]),
    ("post", "/admin/member-sessions/ending", &["not-signed-in", "forbidden", "not-enabled", "invalid-input"]),
    ("delete", "/admin/member-sessions/{id}", &["not-signed-in", "forbidden", "not-found"]),
    ("post", "/staff/login", &["sign-in-refused", "code-needed", "rate-limited"]),
    ("delete", "/staff/login", &["not-signed-in"]),
    ("get", "/staff/me", &["not-signed-in"]),
    ("get", "/staff/logins", &["not-signed-in"]),
    ("delete", "/staff/logins", &["not-signed-in"]),
    ("delete", "/staff/logins/{id}", &["not-signed-in", "not-found"]),
    ("put", "/staff/password", &["not-signed-in"]),
    ("post", "/staff/second-factor", &["not-signed-in"]),
    ("put", "/staff/second-factor", &["not-signed-in"]),
    ("post", "/staff/second-factor/removal", &["not-signed-in"]),
    ("post", "/sessions/create", &["not-signed-in", "forbidden", "not-enabled", "too-many-sessions"]),
    ("get", "/sessions/stats", &["not-signed-in", "forbidden"]),
    ("get", "/sessions/validate", &["not-signed-in", "two-sessions", "https-required"]),
    ("get", "/sessions/user/{user_id}/sessions", &["not-signed-in", "forbidden"]),
    ("delete", "/sessions/user/{user_id}", &["not-signed-in", "forbidden"]),
    ("get", "/sessions/{session_id}", &["not-signed-in", "not-found"]),
    ("patch", "/sessions/{session_id}", &["not-signed-in", "forbidden", "not-found"]),
    ("delete", "/sessions/{session_id}", &["not-signed-in", "not-found"]),
    ("post", "/sessions/{session_id}/activity", &["not-signed-in", "not-found"]),
    ("post", "/sessions/{session_id}/extend", &["not-signed-in", "forbidden", "not-found"]),
    // Outside of `/api/v1`: those of clients that know one conversation only.
    ("get", "//api/chat", &["not-signed-in"]),
    ("post", "//api/chat", &["not-signed-in", "answer-running", "question-too-long", "model-failed", "answer-failed"]),
    ("get", "//api/chat/history", &["not-signed-in"]),
    ("delete", "//api/chat/history", &["not-signed-in"]),
    (
        "post",
        "//api/chat/send",
        &["not-signed-in", "answer-running", "question-too-long", "model-failed", "answer-failed"],
    ),
    ("post", "/chat/start", &["not-signed-in", "rate-limited"]),
    (
        "post",
        "/chat/message",
        &["not-signed-in", "not-found", "answer-running", "message-differs", "question-too-long"],
    ),
    ("post", "/chat", &["not-signed-in", "answer-running", "message-differs", "question-too-long"]),
    ("get", "/chat", &["not-signed-in"]),
    ("delete", "/chat", &["not-signed-in"]),
    ("get", "/chat/search", &["not-signed-in", "invalid-input"]),
    ("get", "/chat/notice", &[]),
    ("get", "/chat/{id}", &["not-signed-in", "not-found"]),
    ("patch", "/chat/{id}", &["not-signed-in", "not-found"]),
    ("delete", "/chat/{id}", &["not-signed-in", "not-found"]),
    ("get", "/chat/{id}/stream", &["not-signed-in"]),
    ("post", "/chat/{id}/stop", &["not-signed-in", "not-found"]),
    ("put", "/chat/{id}/messages/{message}/feedback", &["not-signed-in", "not-found"]),
    ("post", "/messenger/auth/login", &["invalid-input", "rate-limited", "not-enabled"]),
    ("post", "/messenger/auth/verify", &["not-signed-in", "invalid-input"]),
    ("post", "/messenger/auth/refresh", &["not-signed-in"]),
    ("post", "/messenger/auth/logout", &["not-signed-in"]),
    ("get", "/messenger/status", &["not-signed-in", "not-enabled"]),
    ("get", "/messenger/qr", &["not-signed-in", "not-found"]),
    ("delete", "/messenger/session", &["not-signed-in", "not-verified", "not-found"]),
    ("post", "/messenger/session/start", &["not-signed-in", "invalid-input"]),
    ("post", "/messenger/session/restart", &["not-signed-in", "not-found"]),
    ("post", "/messenger/session/stop", &["not-signed-in", "not-verified", "not-found"]),
    ("post", "/messenger/session/code", &["not-signed-in", "not-found"]),
    ("get", "/messenger/actions", &["not-signed-in"]),
    ("patch", "/messenger/actions/{id}", &["not-verified", "not-found", "invalid-input", "action-changed"]),
    ("delete", "/messenger/actions/{id}", &["not-verified", "not-found"]),
    ("get", "/messenger/shares", &["not-verified"]),
    ("post", "/messenger/shares", &["not-verified", "invalid-input"]),
    ("delete", "/messenger/shares/{id}", &["not-verified", "not-found"]),
    ("get", "/messenger/shares/{id}/actions", &["not-verified", "not-found"]),
    ("get", "/messenger/events", &["not-signed-in", "rate-limited"]),
    ("get", "/members/me", &["not-signed-in"]),
    ("delete", "/members/me", &["not-signed-in", "not-found"]),
    ("get", "/members/me/restriction", &["not-signed-in", "not-found"]),
    ("put", "/members/me/restriction", &["not-signed-in", "not-found", "invalid-input"]),
    ("delete", "/members/me/restriction", &["not-signed-in", "not-found", "forbidden"]),
    ("get", "/members/me/copy", &["not-signed-in", "not-found"]),
    ("put", "/members/{subject}/profile", &["not-signed-in", "forbidden"]),
];

/// A path below `/api/v1`, or after two slashes from the root.
fn whole(path: &str) -> String {
    path.strip_prefix('/').filter(|rest| rest.starts_with('/')).map_or_else(|| format!("/api/v1{path}"), str::to_owned)
}

#[tokio::test]
async fn the_api_describes_every_call_with_its_refusals() {
    let app = App::start().await;
    let document = app.client.get("/api/v1/openapi.json").await.ok(200).json();
    let mut slugs = BTreeSet::new();
    for (method, path, refusals) in DESCRIBED {
        let operation = &document["paths"][whole(path)][method];
        assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{method} {path}: {operation}");
        let answers = operation["responses"].as_object().expect("responses");
        let told: Vec<_> = answers.values().filter_map(|answer| answer["description"].as_str()).collect();
        for slug in *refusals {
            assert!(told.iter().any(|text| text.contains(slug)), "{method} {path} does not tell of {slug}: {told:?}");
            slugs.insert(*slug);
        }
        let named =
            operation["parameters"].as_array().is_some_and(|all| all.iter().any(|one| one["name"] == "X-Session-ID"));
        let of_staff = path.starts_with("/admin") || path.starts_with("/staff");
        let of_members = ["/sessions/", "/chat", "/members/", "/messenger/", "//api/chat"]
            .iter()
            .any(|first| path.starts_with(first));
        let nameless = of_staff || of_members || ["/intake", "/consent", "/session/leave"].contains(path);
        assert_eq!(named, !nameless, "{method} {path}");
        let signed_in = of_members || of_staff && (*method, *path) != ("post", "/staff/login");
        assert_eq!(operation.get("security").is_some(), signed_in, "{method} {path}");
    }
    let described = document["paths"].as_object().expect("paths").values().filter_map(Value::as_object).flatten();
    assert_eq!(described.count(), DESCRIBED.len(), "a call that this test does not know");
    for slug in slugs {
        let page = app.client.get(&format!("/problems/{slug}")).await.ok(200).text();
        assert!(page.contains(&format!("<code>{slug}</code>")), "{page}");
    }

    let page = app.client.get("/docs").await.ok(200).text();
    for (method, path, refusals) in DESCRIBED {
        let call = format!("<code>{} {}</code>", method.to_uppercase(), whole(path));
        let section = page.split("<section>").find(|section| section.contains(&call)).expect("a section of the call");
        assert!(refusals.iter().all(|slug| section.contains(slug)), "{section}");
    }
    assert!(page.contains("<h3>Contact</h3>") && page.contains("consent_personal_data"));
}

#[tokio::test]
async fn static_files_may_be_kept_for_ever_under_their_hash() {
    let app = App::start().await;
    let mut seen = 0;
    for path in ["/", "/widget", "/docs"] {
        let page = app.client.get(path).await.ok(200).text();
        for asset in page.split('"').filter(|text| text.starts_with("/static/")) {
            let file = app.client.get(asset).await.ok(200);
            assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable", "{asset}");
            let kind = match asset.rsplit('.').next() {
                Some("js") => "text/javascript; charset=utf-8",
                Some("css") => "text/css; charset=utf-8",
                Some("svg") => "image/svg+xml",
                other => panic!("{other:?}"),
            };
            assert_eq!(file.header("content-type"), kind);
            assert!(!file.body.is_empty());
            let hash = asset.split('/').nth(2).expect("a hash");
            assert_eq!(hash.len(), 16);
            let outdated = app.client.get(&asset.replace(hash, "0123456789abcdef")).await.ok(404);
            assert_eq!(outdated.header("cache-control"), "no-store");
            for missing in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/jsconfig.json", "/nothing.js", "//etc/passwd"] {
                app.client.get(&format!("/static/{hash}{missing}")).await.ok(404);
            }
            seen += 1;
        }
    }
    assert!(seen > 8, "{seen}");
    assert_eq!(app.client.get("/embed.js").await.ok(200).header("cache-control"), "public, max-age=300");
}

#[tokio::test]
async fn static_files_come_as_small_as_the_browser_takes_them() {
    let app = App::start().await;
    let page = app.client.get("/widget").await.ok(200).text();
    let assets = page.split('"').filter(|text| text.starts_with("/static/")).chain(["/embed.js"]);
    for asset in assets {
        let plain = app.client.get(asset).await.ok(200);
        assert_eq!((plain.header("content-encoding"), plain.header("vary")), ("", "accept-encoding"), "{asset}");
        for (asked, coding) in [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip")] {
            let headers = &[("accept-encoding", asked)];
            let small = app.client.send("GET", asset, headers, String::new()).await.ok(200);
            assert_eq!(
                (small.header("content-encoding"), small.header("vary")),
                (coding, "accept-encoding"),
                "{asset}"
            );
            for same in ["content-type", "cache-control"] {
                assert_eq!(small.header(same), plain.header(same), "{asset}");
            }
            assert!(small.body.len() < plain.body.len() && !small.body.is_empty(), "{asset} as {coding}");
            let magic: &[u8] = if coding == "gzip" { &[0x1f, 0x8b] } else { &[] };
            assert!(small.body.starts_with(magic), "{asset} as {coding}");
        }
        // The compressed forms have no URL of their own.
        app.client.get(&format!("{asset}.br")).await.ok(404);
        assert!(!plain.text().contains("// @ts-check"), "{asset} is not minified");
    }
}
