//! The one-time link: its mail, its pages, and what a click does.
//!
//! In the tests' names `s09_…` is promise 9 in docs/security.md and `i8_…` is invariant I8 in docs/abandonment.md.

use std::collections::BTreeSet;
use std::path::PathBuf;

use futures_util::{StreamExt as _, stream};
use serde_json::json;

use crate::support::client::{AT_ONCE, contact};
use crate::support::{App, Client, Visitor, link_in};

/// Ends the cool-down of every session.
async fn wait_out_cool_down(app: &App) {
    app.sql("UPDATE sessions SET mail_requested_at = now() - interval '61 s'").await;
}

#[tokio::test]
async fn s09_get_never_changes_anything() {
    let app = App::start().await;
    let (visitor, link) = app.pending("zoe@example.org").await;
    let before = (app.still().await, app.keys());
    for path in [link.clone(), format!("{link}/decline")] {
        for _ in 0..10 {
            let page = app.client.get(&path).await.ok(200);
            assert!(page.text().contains(&format!("<form method=\"post\" action=\"{path}\">")));
            let head = app.client.send("HEAD", &path, &[], "").await.ok(200);
            assert_eq!((head.body.len(), head.header("referrer-policy")), (0, "no-referrer"));
        }
    }
    for method in ["OPTIONS", "PUT", "DELETE", "PATCH"] {
        app.client.send(method, &link, &[], "").await.ok(405);
    }
    app.sweep().await;
    assert_eq!((app.still().await, app.keys()), before);
    app.client.post(&link).await.ok(200);
    assert_eq!(visitor.open().await.ok(200).json()["state"], "complete");
    let after = app.still().await;
    for _ in 0..10 {
        assert!(app.client.get(&link).await.ok(200).text().contains("Already confirmed"));
    }
    assert_eq!(app.still().await, after);
}

#[tokio::test]
async fn i8_of_a_hundred_clicks_one_confirms() {
    let app = App::start().await;
    let (visitor, link) = app.pending("zoe@example.org").await;
    // Each has its own client: they come over a hundred connections.
    let clicks = (0..100).map(|_| {
        let (client, link) = (Client::new(app.client.address), link.clone());
        async move { client.post(&link).await.ok(200).text() }
    });
    let pages: Vec<_> = stream::iter(clicks).buffer_unordered(AT_ONCE).collect().await;
    let confirmed = pages.iter().filter(|page| page.contains("Your address is confirmed")).count();
    let already = pages.iter().filter(|page| page.contains("Already confirmed")).count();
    assert_eq!((confirmed, already), (1, 99));
    assert_eq!(app.number("SELECT count(*) FROM audit WHERE action = 'session.verified'").await, 1);
    assert_eq!(app.number("SELECT count(*) FROM verifications WHERE used_at IS NOT NULL").await, 1);
    assert_eq!(visitor.open().await.ok(200).json()["state"], "complete");
}

#[tokio::test]
async fn links_that_are_not_ours_are_gone() {
    let app = App::start().await;
    let (visitor, link) = app.pending("zoe@example.org").await;
    let before = app.still().await;
    let token = link.trim_start_matches("/verify/");
    assert_eq!(token.len(), 43);
    let unknown = "A".repeat(43);
    for wrong in [&token[..42], &format!("{token}A"), &unknown, "x", "%2e%2e%2f", "%00", "é"] {
        for path in [format!("/verify/{wrong}"), format!("/verify/{wrong}/decline")] {
            let path = path.replace('é', "%C3%A9");
            for method in ["GET", "POST"] {
                let page = app.client.send(method, &path, &[], "").await.ok(410);
                assert!(page.text().contains("This link does not work any more"), "{method} {path}");
                assert!(page.header("content-type").starts_with("text/html"));
            }
        }
    }
    assert_eq!(app.still().await, before);

    app.sql("UPDATE verifications SET expires_at = now()").await;
    let expired = app.still().await;
    for path in [link.clone(), format!("{link}/decline")] {
        app.client.get(&path).await.ok(410);
        app.client.post(&path).await.ok(410);
    }
    assert_eq!(app.still().await, expired);
    assert_eq!(visitor.open().await.ok(200).json()["state"], "pending");
}

#[tokio::test]
async fn s10_a_mail_is_sent_again_after_the_cool_down() {
    let app = App::start().await;
    let (visitor, first) = app.pending("zoe@example.org").await;
    let again = async || visitor.call("POST", "/verification", json!({})).await;
    let before = app.still().await;
    let refused = again().await;
    refused.refused(429, "rate-limited");
    let wait: u64 = refused.header("retry-after").parse().expect("seconds");
    assert!((45..=60).contains(&wait), "{wait}");
    assert_eq!(app.still().await, before);

    wait_out_cool_down(&app).await;
    again().await.ok(202);
    again().await.refused(429, "rate-limited");
    let second = app.link_to("zoe@example.org", 2).await;
    assert_ne!(first, second);
    for link in [&first, &second] {
        assert!(app.client.get(link).await.ok(200).text().contains("Confirm my address"));
    }
    // The older one will do, and then both are used.
    assert!(app.client.post(&first).await.ok(200).text().contains("Your address is confirmed"));
    for link in [&first, &second] {
        assert!(app.client.post(link).await.ok(200).text().contains("Already confirmed"));
    }
    wait_out_cool_down(&app).await;
    again().await.refused(409, "session-complete");
    let open = app.visitor();
    open.upload_pdf().await;
    open.call("POST", "/verification", json!({})).await.refused(409, "contact-missing");
    open.discard().await.ok(204);
    open.call("POST", "/verification", json!({})).await.refused(410, "session-gone");
    app.jobs_done().await;
    assert_eq!(app.mails().await.len(), 2);
}

#[tokio::test]
async fn declining_erases_the_pending_session() {
    let app = App::start().await;
    let (kept, _) = app.pending("anna@example.org").await;
    let (visitor, link) = app.pending("zoe@example.org").await;
    let page = app.client.post(&format!("{link}/decline")).await.ok(200);
    assert!(page.text().contains("The request is deleted"));
    let all = app.dump().await;
    assert!(!all.contains("zoe@example.org"), "{all}");
    app.buried(&visitor).await;
    assert_eq!(app.text("SELECT reason FROM leases").await, "declined");
    assert!(app.keys().iter().all(|key| key.starts_with(&kept.session)) && app.keys().len() == 1);
    let erased = "SELECT string_agg(actor || ' ' || detail, ',') FROM audit WHERE action = 'session.erased'";
    assert_eq!(app.text(erased).await, r#"visitor {"reason": "declined"}"#);
    visitor.open().await.refused(410, "session-gone");
    for path in [link.clone(), format!("{link}/decline")] {
        app.client.get(&path).await.ok(410);
        app.client.post(&path).await.ok(410);
    }
}

#[tokio::test]
async fn declining_comes_too_late_after_the_confirmation() {
    let app = App::start().await;
    let (visitor, link) = app.complete("zoe@example.org").await;
    let before = (app.still().await, app.keys());
    for method in ["GET", "POST"] {
        let page = app.client.send(method, &format!("{link}/decline"), &[], "").await.ok(409);
        assert!(page.text().contains("This request is already confirmed"));
    }
    app.sweep().await;
    assert_eq!((app.still().await, app.keys()), before);
    assert_eq!(visitor.open().await.ok(200).json()["state"], "complete");
}

#[tokio::test]
async fn of_a_click_and_a_decline_at_once_one_wins() {
    let app = App::start().await;
    for number in 0..8 {
        let (visitor, link) = app.pending(&format!("zoe{number}@example.org")).await;
        let decline = format!("{link}/decline");
        let (confirmed, declined) = tokio::join!(app.client.post(&link), app.client.post(&decline));
        match visitor.open().await.status.as_u16() {
            200 => assert_eq!((confirmed.status.as_u16(), declined.status.as_u16()), (200, 409)),
            _ => assert_eq!((confirmed.status.as_u16(), declined.status.as_u16()), (410, 200)),
        }
    }
    let sessions = app.number("SELECT count(*) FROM sessions").await;
    assert_eq!(app.number("SELECT count(*) FROM audit WHERE action = 'session.verified'").await, sessions);
}

#[tokio::test]
async fn s09_only_the_hash_of_a_token_is_stored() {
    let app = App::start().await;
    let (_, link) = app.pending("zoe@example.org").await;
    let token = link.trim_start_matches("/verify/");
    let all = app.dump().await;
    assert!(!all.contains(token) && !all.contains(&token[..20]));
    let hashed = format!("SELECT count(*) FROM verifications WHERE token_sha256 = sha256('{token}')");
    assert_eq!(app.number(&hashed).await, 1);
    let valid = app.number("SELECT extract(epoch FROM expires_at - created_at)::bigint FROM verifications").await;
    assert_eq!(valid, 48 * 3600);
}

/// A pending visitor whose mail could not be sent, and the file that is in its way.
async fn unsent(app: &App) -> (Visitor, PathBuf) {
    // No folder can be made where a file is.
    let folder = app.folder.path().join("mail");
    std::fs::write(&folder, "in the way").expect("a file");
    let visitor = app.visitor();
    visitor.contact("zoe@example.org").await.ok(202);
    attempt_failed(app).await;
    (visitor, folder)
}

/// Tries the one job there is, in vain.
async fn attempt_failed(app: &App) {
    app.run_jobs().await;
    let failed = "SELECT count(*) FROM jobs WHERE last_error IS NOT NULL AND claimed_until IS NULL
                  AND job ->> 'kind' = 'verification_mail'";
    assert_eq!(app.number(failed).await, 1);
}

#[tokio::test]
async fn s24_a_queued_mail_is_deleted_with_the_person() {
    let app = App::start().await;
    let (visitor, _) = unsent(&app).await;
    visitor.discard().await.ok(204);
    let rows = "SELECT (SELECT count(*) FROM jobs) + (SELECT count(*) FROM verifications)";
    assert_eq!(app.number(rows).await, 0);
    assert!(!app.dump().await.contains("zoe@example.org"));
}

#[tokio::test]
async fn s12_a_mail_that_failed_is_the_same_mail_again() {
    let app = App::start_with(&["--mail-from=Anteroom <no-reply@intake.example>"]).await;
    let (visitor, folder) = unsent(&app).await;
    let job = app.text("SELECT id::text FROM jobs").await;
    let payload = format!(r#"{{"kind": "verification_mail", "session": "{}"}}"#, visitor.session);
    assert_eq!(app.text("SELECT job::text FROM jobs").await, payload);
    assert!(!app.text("SELECT last_error FROM jobs").await.contains("zoe"));
    std::fs::remove_file(&folder).expect("the file");
    app.sql("UPDATE jobs SET run_at = now()").await;
    let mail = app.mail_to("zoe@example.org", 1).await;
    assert_eq!(mail.message_id, format!("{job}@intake.example"));
    app.jobs_done().await;
    assert_eq!(app.mails().await.len(), 1);
    app.client.post(&link_in(&mail.text)).await.ok(200);
}

#[tokio::test]
async fn a_correction_or_a_resend_sends_one_mail() {
    let app = App::start().await;
    let (visitor, folder) = unsent(&app).await;
    visitor.contact("zoe.visitor@example.org").await.ok(202);
    attempt_failed(&app).await;
    app.sql("UPDATE sessions SET mail_requested_at = now() - interval '2 minutes'").await;
    visitor.call("POST", "/verification", serde_json::Value::Null).await.ok(202);
    attempt_failed(&app).await;
    let links = "SELECT count(*) FROM jobs WHERE job ->> 'kind' = 'verification_mail'";
    assert_eq!(app.number(links).await, 1);
    std::fs::remove_file(&folder).expect("the file");
    app.sql("UPDATE jobs SET run_at = now()").await;
    app.jobs_done().await;
    let mails = app.mails().await;
    let links: Vec<_> = mails.iter().filter(|mail| mail.text.contains("/decline")).map(|mail| &mail.to).collect();
    assert_eq!(links, ["zoe.visitor@example.org"]);
    // Only the earlier address is told.
    assert_eq!(mails.iter().filter(|mail| mail.to == "zoe@example.org").count(), 1);
}

#[tokio::test]
async fn s11_links_begin_with_the_public_url() {
    let app = App::start_with(&["--public-url=https://intake.example/"]).await;
    let visitor = app.visitor();
    let headers = [
        ("x-session-id", &*visitor.session),
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "host=evil.example"),
    ];
    app.client.send("PUT", "/api/v1/contact", &headers, contact("zoe@example.org").to_string()).await.ok(202);
    let mail = app.mail_to("zoe@example.org", 1).await;
    let html = mail.html.expect("an HTML part");
    let confirm = format!("https://intake.example{}", link_in(&mail.text));
    for part in [&mail.text, &html] {
        assert!(part.contains(&confirm) && part.contains(&format!("{confirm}/decline")), "{part}");
        let mut hosts = part.split("://").skip(1);
        assert!(hosts.all(|rest| rest.starts_with("intake.example/verify/")), "{part}");
        assert!(!part.contains("evil"), "{part}");
    }
    assert!(mail.subject.contains("intake.example"), "{}", mail.subject);
    let token = link_in(&mail.text);
    let page = app.client.send("GET", &token, &[("host", "evil.example")], "").await.ok(200).text();
    assert!(!page.contains("evil"), "{page}");
}

#[tokio::test]
async fn s13_the_pages_of_a_link_leak_nothing() {
    let app = App::start().await;
    let (visitor, link) = app.pending("zoe@example.org").await;
    let decline = format!("{link}/decline");
    let mut titles = BTreeSet::new();
    for (method, path) in [
        ("GET", &*link),
        ("GET", &decline),
        ("GET", "/verify/unknown"),
        ("POST", &link),
        ("POST", &link),
        ("GET", &link),
        ("POST", &decline),
    ] {
        // A mail program's browser sends no origin that we know; the token is the proof.
        let page = app.client.send(method, path, &[("origin", "null"), ("sec-fetch-site", "cross-site")], "").await;
        assert_eq!(page.header("referrer-policy"), "no-referrer", "{method} {path}");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
        let html = page.text();
        assert!(html.contains("name=\"robots\" content=\"noindex\""));
        for secret in ["zoe@example.org", "Zoë", "paper.pdf", &*visitor.session] {
            assert!(!html.contains(secret), "{secret} in {html}");
        }
        let title = html.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).expect("a heading");
        titles.insert(title.to_owned());
    }
    assert_eq!(titles.len(), 6, "{titles:?}");
}

#[tokio::test]
async fn a_link_copied_with_what_follows_it_works() {
    let app = App::start().await;
    let (_, link) = app.pending("zoe@example.org").await;
    for behind in [".", ")", "%3E", ").", "%E3%80%82", ",", "="] {
        app.client.get(&format!("{link}{behind}")).await.ok(200);
        app.client.get(&format!("{link}/decline{behind}")).await.ok(200);
    }
    app.client.get(&format!("{link}/declined")).await.ok(404);
    let page = app.client.post(&format!("{link})")).await.ok(200).text();
    assert!(page.contains("Your address is confirmed"), "{page}");
}
