//! What all answers have in common: headers, problems, limits, and how our own failures look.
//!
//! In the tests' names `s13_…` is promise 13 in docs/security.md.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::client::{Answer, contact};
use crate::support::{App, client};

const SENTENCE: &str = "The system has encountered an error, which has been notified to the administrator to \
                        investigate. Please try again later.";

/// Pages and files that everyone may open.
async fn pages(app: &App) -> Vec<String> {
    let widget = app.client.get("/widget").await.ok(200).text();
    let (_, link) = app.pending("zoe@example.org").await;
    let fixed = [
        "/",
        "/widget",
        "/embed.js",
        "/favicon.ico",
        "/docs",
        "/privacy",
        "/accessibility",
        "/problems/internal",
        "/dev/mail",
    ];
    let assets = widget.split('"').filter(|text| text.starts_with("/static/")).map(str::to_owned);
    fixed.into_iter().map(str::to_owned).chain(assets).chain([link.clone(), format!("{link}/decline")]).collect()
}

#[tokio::test]
async fn s13_every_answer_has_the_security_headers() {
    let app = App::start().await;
    let id = client::new_id();
    let big = " ".repeat(64 * 1024 + 1);
    let mut answers: Vec<(String, u16, Answer)> = Vec::new();
    for path in pages(&app).await {
        answers.push((path.clone(), 200, app.client.get(&path).await));
    }
    for (method, path, headers, body, status) in [
        ("GET", "/health/live", &[][..], "", 200),
        ("GET", "/metrics", &[], "", 200),
        ("GET", "/api/v1/consent", &[], "", 200),
        ("GET", "/api/v1/openapi.json", &[], "", 200),
        ("HEAD", "/", &[], "", 200),
        ("PUT", "/api/v1/session", &[("x-session-id", &*id)], "", 200),
        ("POST", "/api/v1/session/leave", &[], "", 204),
        ("PUT", "/api/v1/session", &[], "", 400),
        ("GET", "/api/v1/nothing", &[], "", 404),
        ("GET", "/nothing", &[], "", 404),
        ("GET", "/static/0/widget.css", &[], "", 404),
        ("GET", "/verify/%ff", &[], "", 404),
        ("POST", "/widget", &[], "", 405),
        ("PATCH", "/api/v1/session", &[], "", 405),
        ("POST", "/api/v1/verification", &[("x-session-id", &*id)], "", 409),
        ("GET", "/verify/unknown", &[], "", 410),
        ("POST", "/api/v1/intake", &[], &big, 413),
        ("POST", "/api/v1/intake", &[("content-type", "text/plain")], "{}", 415),
        ("POST", "/api/v1/intake", &[], "{}", 422),
    ] {
        let answer = app.client.send(method, path, headers, body.to_owned()).await;
        answers.push((format!("{method} {path}"), status, answer));
    }
    let mut ids = BTreeSet::new();
    for (path, status, answer) in &answers {
        assert_eq!(answer.status.as_u16(), *status, "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{path}: {policy}");
        let ancestors = if path == "/widget" || path == "POST /widget" { "'self'" } else { "'none'" };
        assert!(policy.ends_with(&format!("frame-ancestors {ancestors}")), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        let same = ["x-content-type-options", "referrer-policy", "cross-origin-opener-policy"];
        // Its form has to say where it comes from, also in browsers that tell it by the referrer's rules.
        let referrer = if path == "/privacy" { "same-origin" } else { "no-referrer" };
        assert_eq!(same.map(|name| answer.header(name)), ["nosniff", referrer, "same-origin"], "{path}");
        assert!(!answer.header("cross-origin-resource-policy").is_empty(), "{path}");
        assert_eq!(answer.headers.contains_key("access-control-allow-origin"), path == "/embed.js", "{path}");
        assert_eq!(
            answer.header("cross-origin-embedder-policy") == "require-corp",
            path.ends_with("/widget"),
            "{path}"
        );
        assert!(!answer.headers.contains_key("strict-transport-security"), "{path}");
        assert!(!answer.headers.contains_key("server"), "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
        assert!(ids.insert(answer.header("x-request-id").to_owned()), "{path}");
    }
    assert!(ids.iter().all(|id| id.len() == 36));
}

#[tokio::test]
async fn s13_headers_name_the_embedding_sites_and_require_https() {
    let options = ["--public-url=https://intake.example", "--embed-origins=https://www.example.com,http://a.test:8080"];
    let app = App::start_with(&options).await;
    let widget = app.client.get("/widget").await.ok(200);
    let ancestors = "frame-ancestors 'self' https://www.example.com http://a.test:8080";
    assert!(widget.header("content-security-policy").ends_with(ancestors));
    let page = app.client.get("/").await.ok(200);
    assert!(page.header("content-security-policy").ends_with("frame-ancestors 'none'"));
    for path in ["/", "/widget", "/nothing", "/api/v1/nothing", "/embed.js"] {
        let policy = app.client.get(path).await.header("strict-transport-security").to_owned();
        assert_eq!(policy, "max-age=63072000; includeSubDomains", "{path}");
    }
}

#[tokio::test]
async fn s13_no_page_needs_an_inline_script() {
    let app = App::start().await;
    for path in pages(&app).await {
        let answer = app.client.get(&path).await.ok(200);
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        let html = answer.text();
        for script in html.split("<script").skip(1) {
            let (tag, rest) = script.split_once('>').expect("the end of a tag");
            assert!(tag.contains("src=\"/") && rest.starts_with("</script>"), "{path}: <script{tag}>");
        }
        for inline in ["<style", " style=", " onload=", " onclick=", " onerror=", " onsubmit=", "javascript:"] {
            assert!(!html.contains(inline), "{path} has {inline}");
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_for_programs_and_a_page_for_people() {
    let app = App::start().await;
    for path in ["/api/v1/nothing", "/api/v1/session/", "/api/v2/session", "/api/v1/files/1/2"] {
        app.client.get(path).await.refused(404, "not-found");
    }
    for path in ["/nothing", "/verify", "/problems/nothing", "/problems/%ff", "/dev/mail/%ff", "/dev/mail/..%2fx"] {
        let page = app.client.get(path).await.ok(404);
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
        assert!(page.text().contains("<h1>This page does not exist</h1>"));
        assert!(page.text().contains(&format!("Reference {}", page.header("x-request-id"))));
    }
    for (method, path, allow) in [
        ("GET", "/api/v1/contact", "PUT"),
        ("POST", "/api/v1/session", "PUT,DELETE"),
        ("PUT", "/api/v1/consent", "GET,HEAD"),
        ("TRACE", "/api/v1/intake", "POST"),
    ] {
        let answer = app.client.send(method, path, &[], "").await;
        answer.refused(405, "method-not-allowed");
        assert_eq!(answer.header("allow"), allow, "RFC 9110 wants it");
    }
    let page = app.client.send("DELETE", "/verify/x", &[], "").await.ok(405);
    assert_eq!((page.header("allow"), page.header("content-type")), ("GET,HEAD,POST", "text/html; charset=utf-8"));
}

#[tokio::test]
async fn s17_request_ids_are_our_own() {
    let app = App::start().await;
    let theirs = client::new_id();
    let answer = app.client.send("GET", "/api/v1/nothing", &[("x-request-id", &theirs)], "").await;
    let problem = answer.refused(404, "not-found");
    assert_ne!(problem["request_id"], theirs);
    assert_eq!(answer.headers.get_all("x-request-id").iter().count(), 1);
}

#[tokio::test]
async fn s16_calls_are_limited_by_address() {
    let app = App::start_with(&["--rate-limit=on", "--trusted-proxies=127.0.0.1"]).await;
    let call = async |path: &str, ip: &str| app.client.send("GET", path, &[("x-forwarded-for", ip)], "").await;
    for (ip, neighbour, stranger) in
        [("203.0.113.5", "203.0.113.5", "203.0.113.6"), ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")]
    {
        let mut passed = 0;
        let refused = loop {
            let answer = call("/api/v1/consent", ip).await;
            if answer.status != 200 {
                break answer;
            }
            passed += 1;
            assert!(passed < 900, "no limit");
        };
        assert!(passed >= 300, "{passed}");
        refused.refused(429, "rate-limited");
        assert!(refused.header("retry-after").parse::<u64>().is_ok_and(|seconds| (1..=60).contains(&seconds)));
        // Several at once: one more may have become free meanwhile.
        let refused = async |path: &str| {
            let statuses = futures_util::future::join_all((0..8).map(|_| call(path, neighbour))).await;
            statuses.into_iter().find(|answer| answer.status == 429).expect("a refusal")
        };
        assert!(refused("/verify/unknown").await.header("content-type").starts_with("text/html"));
        refused("/api/v1/files").await.refused(429, "rate-limited");
        call("/api/v1/consent", stranger).await.ok(200);
        // A beacon has no reader, and what does no harm stays open.
        let from = [("x-forwarded-for", ip)];
        let beacons = (0..8).map(|_| app.client.send("POST", "/api/v1/session/leave", &from, "{}"));
        assert!(futures_util::future::join_all(beacons).await.iter().all(|answer| answer.status == 204));
        call("/health/live", ip).await.ok(200);
        call("/widget", ip).await.ok(200);
    }
}

#[tokio::test]
async fn s15_an_invented_address_evades_no_limit() {
    let app = App::start_with(&["--rate-limit=on", "--trusted-proxies=10.0.0.0/8"]).await;
    let mut passed = 0;
    loop {
        let ip = format!("203.0.113.{}", passed % 250);
        let answer = app.client.send("GET", "/api/v1/consent", &[("x-forwarded-for", &ip)], "").await;
        if answer.status == 429 {
            break;
        }
        passed += 1;
        assert!(passed < 900, "no limit");
    }
    assert!(passed >= 300, "{passed}");
}

#[tokio::test]
async fn s16_contacts_are_limited_by_address() {
    let app = App::start_with(&["--rate-limit=on"]).await;
    let visitor = app.visitor();
    let before = app.still().await;
    let mut faulty = contact("zoe@example.org");
    faulty["consent_personal_data"] = json!(false);
    let mut passed = 0;
    let refused = loop {
        let answer = visitor.call("PUT", "/contact", faulty.clone()).await;
        if answer.status != 422 {
            break answer;
        }
        passed += 1;
        assert!(passed < 60, "no limit");
    };
    assert!(passed >= 20, "{passed}");
    refused.refused(429, "rate-limited");
    assert!(refused.header("retry-after").parse::<u64>().is_ok_and(|seconds| (1..=60).contains(&seconds)));
    // Mails that are asked for again draw on the same.
    visitor.call("POST", "/verification", json!({})).await.refused(429, "rate-limited");
    visitor.open().await.ok(200);
    assert_eq!(app.still().await, before);
}

#[tokio::test]
async fn s16_mails_to_one_address_are_limited() {
    let app = App::start_with(&["--rate-limit=on"]).await;
    for number in 0..10 {
        let address = if number % 2 == 0 { "zoe@example.org" } else { "Zoe@Example.org" };
        app.visitor().contact(address).await.ok(202);
    }
    // The answer must not reveal whether others have asked for the same address.
    app.visitor().contact("zoe@example.org").await.ok(202);
    app.visitor().contact("anna@example.org").await.ok(202);
    app.run_jobs().await;
    let mails = app.mails().await;
    let sent = |to: &str| mails.iter().filter(|mail| mail.to.eq_ignore_ascii_case(to)).count();
    assert_eq!((sent("zoe@example.org"), sent("anna@example.org")), (5, 1), "half of ten for one network");
}

#[tokio::test]
async fn s17_the_visitor_and_the_administrator_are_told_of_our_errors() {
    let mut app = App::start_with_workers(&["--admin-email=admin@example.org"]).await;
    let (visitor, link) = app.pending("zoe@example.org").await;
    app.sql("ALTER TABLE consents RENAME TO consents_away; ALTER TABLE verifications RENAME TO away").await;
    let answer = visitor.contact("zoe@example.org").await;
    let problem = answer.refused(500, "internal");
    assert_eq!((&problem["detail"], &problem["fields"]), (&json!(SENTENCE), &Value::Null));
    assert!(!answer.text().contains("consents"));
    let page = app.client.get(&link).await.ok(500);
    assert!(page.text().contains(SENTENCE) && page.text().contains(page.header("x-request-id")));

    let mail = app.mail_to("admin@example.org", 1).await;
    assert!(mail.text.contains("Kind:          internal") && mail.text.contains("Times:         1 "), "{}", mail.text);
    assert!(mail.text.contains(answer.header("x-request-id")), "{}", mail.text);
    for secret in ["zoe@example.org", &visitor.session, link.trim_start_matches("/verify/")] {
        assert!(!mail.text.contains(secret), "{}", mail.text);
    }
    // An error of another kind is reported at once; so the second of the first kind was not.
    app.stop_database();
    visitor.open().await.refused(503, "unavailable");
    let mail = app.mail_to("admin@example.org", 2).await;
    assert!(mail.text.contains("Kind:          unavailable"), "{}", mail.text);
    let mails = app.mails().await;
    assert_eq!(mails.iter().filter(|mail| mail.to == "admin@example.org").count(), 2);
}
