//! Self-service: what asking for a link reveals, what a link is worth, and whose data a sign-in opens.
//!
//! In the tests' names `s09_…` is promise 9 in docs/security.md.

use anteroom::auth::staff::Role::Privacy;
use futures_util::{StreamExt as _, stream};

use crate::support::App;
use crate::support::client::AT_ONCE;
use crate::support::person::{Person, tag};

/// What the database was asked in the transaction of each request for a link, in order.
async fn transactions(app: &App) -> Vec<Vec<String>> {
    let statements = app.statements("").await;
    let asked = statements.iter().enumerate().filter(|(_, (_, text))| text.starts_with("INSERT INTO jobs"));
    let whole = asked.map(|(at, (process, _))| {
        let own = |statements: &[(String, String)]| -> Vec<String> {
            statements.iter().filter(|(other, _)| other == process).map(|(_, text)| text.clone()).collect()
        };
        let (before, after) = (own(&statements[..at]), own(&statements[at..]));
        let begun = before.iter().rposition(|text| text == "BEGIN").expect("the transaction's begin");
        let ended = after.iter().position(|text| text == "COMMIT").expect("the transaction's end");
        // The driver asks once a connection what a type is.
        let all = before[begun..].iter().chain(&after[..=ended]).filter(|text| !text.contains("pg_catalog"));
        all.cloned().collect()
    });
    whole.collect()
}

#[tokio::test]
async fn s10_asking_for_a_link_does_not_reveal_who_is_known() {
    let app = App::start().await;
    app.complete("complete@example.org").await;
    app.pending("pending@example.org").await;
    app.log_statements().await;
    let mut answers = Vec::new();
    // The last ones are known, and within the cool-down.
    let asked = ["new@example.org", "complete@example.org", "pending@example.org", "newer@example.org"];
    let again = ["complete@example.org", "COMPLETE@example.org"];
    for address in asked.iter().chain(&again) {
        let answer = app.ask_for_link(address).await.ok(303);
        let headers: Vec<_> = answer
            .headers
            .iter()
            .filter(|(name, _)| *name != "x-request-id" && *name != "date")
            .map(|(name, value)| (name.to_string(), value.clone()))
            .collect();
        answers.push((answer.status, headers, answer.body.clone()));
        app.jobs_done().await;
    }
    let work = transactions(&app).await;
    assert_eq!((work.len(), answers.len()), (6, 6));
    assert!(work[0].len() >= 4, "{:?}", work[0]);
    for (answer, statements) in answers.iter().zip(&work) {
        assert_eq!((answer, statements), (&answers[0], &work[0]));
    }
    // One mail each to known addresses, and no trace of the others, not even that they were asked for.
    let to: Vec<_> = app.mails().await.into_iter().filter(|mail| mail.text.contains("/privacy/link/")).collect();
    assert_eq!(to.len(), 2);
    let dump = app.dump().await;
    assert!(!dump.contains("new@example.org") && !dump.contains("newer@example.org"));
    assert_eq!(app.number("SELECT count(*) FROM jobs").await, 0);
}

#[tokio::test]
async fn s10_an_invalid_address_is_refused_and_changes_nothing() {
    let app = App::start().await;
    let before = app.still().await;
    let page = app.ask_for_link("nonsense").await.ok(422).text();
    assert!(page.contains("does not look like") && page.contains(r#"value="nonsense""#), "{page}");
    assert_eq!(app.still().await, before);
}

#[tokio::test]
async fn s16_asking_is_limited_by_network_and_not_by_address() {
    let app = App::start_with(&["--rate-limit=on"]).await;
    for _ in 0..11 {
        app.ask_for_link("nobody@example.org").await.ok(303);
    }
    for number in 0..9 {
        app.ask_for_link(&format!("nobody{number}@example.org")).await.ok(303);
    }
    let refused = app.ask_for_link("somebody@example.org").await.ok(429);
    assert!(refused.headers.contains_key("retry-after"));
    // Contacts are counted apart.
    app.visitor().contact("somebody@example.org").await.ok(202);
}

#[tokio::test]
async fn s09_a_link_works_once_and_looking_uses_nothing_up() {
    let app = App::start().await;
    app.complete("zoe@example.org").await;
    app.ask_for_link("zoe@example.org").await.ok(303);
    let link = app.way_in("zoe@example.org", 1).await;
    let token = link.trim_start_matches("/privacy/link/").trim_end_matches("?lang=en");
    assert_eq!(token.len(), 43);
    app.jobs_done().await;
    let before = app.still().await;
    for method in ["GET", "HEAD", "GET"] {
        let looked = app.client.send(method, &link, &[], "").await.ok(200);
        assert_eq!((looked.header("referrer-policy"), looked.header("set-cookie")), ("no-referrer", ""));
    }
    // Nor does a form of a foreign page.
    app.client.send("POST", &link, &[("sec-fetch-site", "cross-site")], "").await.ok(403);
    app.client.send("POST", &link, &[], "").await.ok(403);
    assert_eq!(app.still().await, before);
    // Only the hash is kept.
    assert!(!app.dump().await.contains(token));

    // Of a hundred presses one gets in.
    let headers = [("sec-fetch-site", "same-origin")];
    let presses = (0..100).map(|_| app.client.send("POST", &link, &headers, ""));
    let answers: Vec<_> = stream::iter(presses).buffer_unordered(AT_ONCE).collect().await;
    let entered = answers.iter().filter(|answer| answer.status.as_u16() == 303).count();
    let gone = answers.iter().filter(|answer| answer.status.as_u16() == 410).count();
    assert_eq!((entered, gone), (1, 99));
    app.client.get(&link).await.ok(410);
    for bad in ["x", &"A".repeat(43), "%00"] {
        app.client.get(&format!("/privacy/link/{bad}")).await.ok(410);
    }
}

#[tokio::test]
async fn s09_a_link_and_a_sign_in_lapse() {
    let app = App::start().await;
    app.complete("zoe@example.org").await;
    app.ask_for_link("zoe@example.org").await.ok(303);
    let link = app.way_in("zoe@example.org", 1).await;
    let valid = "SELECT round(extract(epoch FROM expires_at - created_at))::bigint FROM";
    assert_eq!(app.number(&format!("{valid} privacy_links")).await, 3600);
    app.sql("UPDATE privacy_links SET expires_at = now()").await;
    app.client.get(&link).await.ok(410);

    let person = app.person("zoe@example.org").await;
    assert_eq!(app.number(&format!("{valid} privacy_sign_ins")).await, 1800);
    assert!(!person.is_out().await);
    let other = app.person("zoe@example.org").await;
    other.post("/privacy/data/finish", "").await.ok(303);
    assert!(other.is_out().await && !person.is_out().await);
    app.sql("UPDATE privacy_sign_ins SET expires_at = now()").await;
    assert!(person.is_out().await);
    app.sql("UPDATE privacy_links SET expires_at = now()").await;
    anteroom::privacy::self_service::forget_lapsed(&app.running.context.pool).await.expect("a statement that runs");
    let left = "SELECT (SELECT count(*) FROM privacy_links) + (SELECT count(*) FROM privacy_sign_ins)";
    assert_eq!(app.number(left).await, 0);
}

#[tokio::test]
async fn s10_a_mail_is_sent_again_after_the_cool_down_only() {
    let app = App::start().await;
    app.complete("zoe@example.org").await;
    app.ask_for_link("zoe@example.org").await.ok(303);
    app.way_in("zoe@example.org", 1).await;
    app.ask_for_link("Zoe@example.org").await.ok(303);
    app.jobs_done().await;
    let mails = async || app.mails().await.iter().filter(|mail| mail.text.contains("/privacy/link/")).count();
    assert_eq!(mails().await, 1);
    app.sql("UPDATE privacy_links SET created_at = created_at - interval '1 minute'").await;
    app.ask_for_link("zoe@example.org").await.ok(303);
    app.way_in("zoe@example.org", 2).await;
}

#[tokio::test]
async fn s10_a_used_link_delays_no_new_mail() {
    let app = App::start().await;
    app.complete("zoe@example.org").await;
    app.ask_for_link("zoe@example.org").await.ok(303);
    let link = app.way_in("zoe@example.org", 1).await;
    // Of two clicks the browser shows the answer of the second, and the first has the cookie.
    let click = async || app.client.send("POST", &link, &[("sec-fetch-site", "same-origin")], "").await;
    click().await.ok(303);
    click().await.ok(410);
    app.ask_for_link("zoe@example.org").await.ok(303);
    let again = app.way_in("zoe@example.org", 2).await;
    assert_ne!(again, link);
    app.client.send("POST", &again, &[("sec-fetch-site", "same-origin")], "").await.ok(303);
}

#[tokio::test]
async fn s18_a_sign_in_opens_the_data_of_its_address_and_no_other() {
    let app = App::start().await;
    let (zoe, _) = app.complete("zoe@example.org").await;
    let (bob, _) = app.complete("bob@example.org").await;
    let person = app.person("zoe@example.org").await;
    app.jobs_done().await;
    let before = app.still().await;
    let (own, others) = (tag(&zoe.session), tag(&bob.session));
    for tag in [others.as_str(), &bob.session, "x", "%00"] {
        for page in ["correct", "withdraw", "restriction"] {
            person.get(&format!("/privacy/data/{tag}/{page}")).await.ok(404);
        }
        for (page, form) in [
            ("correct", "name=Eve&email=eve%40example.org"),
            ("withdraw", "sure=yes"),
            ("training", ""),
            ("restriction", "reason=accuracy"),
            ("restriction/lift", ""),
        ] {
            person.post(&format!("/privacy/data/{tag}/{page}"), form).await.ok(404);
        }
    }
    // No access without the cookie or from a foreign page, with any body.
    let outsider = Person { client: app.client.clone(), cookie: "__Host-anteroom-privacy=x".to_owned() };
    for path in ["/privacy/data", "/privacy/data/copy", "/privacy/data/erase", &format!("/privacy/data/{own}/correct")]
    {
        assert_eq!(outsider.get(path).await.ok(303).header("location"), "/privacy?why=ended&lang=en");
    }
    for path in ["/privacy/data/erase", "/privacy/data/finish", &format!("/privacy/data/{own}/withdraw")] {
        outsider.post(path, "sure=yes").await.ok(303);
        let strange = [
            ("cookie", &*person.cookie),
            ("sec-fetch-site", "cross-site"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        app.client.send("POST", path, &strange, "sure=yes").await.ok(403);
        let strange = [
            ("cookie", &*person.cookie),
            ("origin", "https://evil.example"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        app.client.send("POST", path, &strange, "sure=yes").await.ok(403);
    }
    // Neither a staff's sign-in nor a session's id is a way in.
    let privacy = app.colleague(Privacy).await;
    let strange = Person { client: app.client.clone(), cookie: format!("__Host-anteroom-privacy={}", privacy.token) };
    assert!(strange.is_out().await);
    let token = person.cookie.split('=').nth(1).expect("a token");
    let headers = [("authorization", &*format!("Bearer {token}"))];
    app.client.send("GET", "/api/v1/admin/sessions", &headers, "").await.refused(401, "not-signed-in");
    let after = app.still().await;
    let without_staff = |text: &str| -> Vec<String> {
        let ours = |line: &&str| !line.contains("staff");
        text.lines().filter(ours).map(str::to_owned).collect()
    };
    assert_eq!(without_staff(&after), without_staff(&before));
}

#[tokio::test]
async fn links_and_sign_ins_end_with_the_last_session_of_their_address() {
    let app = App::start().await;
    let (first, _) = app.complete("zoe@example.org").await;
    let (second, _) = app.complete("ZOE@example.org").await;
    let person = app.person("zoe@example.org").await;
    let privacy = app.colleague(Privacy).await;
    privacy.call("DELETE", &format!("/sessions/{}", first.session), serde_json::Value::Null).await.ok(202);
    // Something is left, so the person stays in.
    assert!(!person.is_out().await);
    privacy.call("DELETE", &format!("/sessions/{}", second.session), serde_json::Value::Null).await.ok(202);
    assert!(person.is_out().await);
    assert!(!app.dump().await.to_lowercase().contains("zoe@example.org"));
}

#[tokio::test]
async fn two_sessions_erased_at_once_leave_no_link_or_sign_in() {
    let app = App::start().await;
    for _ in 0..5 {
        let (first, _) = app.complete("zoe@example.org").await;
        let (second, _) = app.complete("ZOE@example.org").await;
        app.person("zoe@example.org").await;
        let privacy = app.colleague(Privacy).await;
        let erase =
            async |id: &str| privacy.call("DELETE", &format!("/sessions/{id}"), serde_json::Value::Null).await.ok(202);
        tokio::join!(erase(&first.session), erase(&second.session));
        assert_eq!(app.number("SELECT count(*) FROM privacy_sign_ins").await, 0);
        // The next round's mails are its own.
        let folder = app.folder.path().join("mail");
        std::fs::remove_dir_all(&folder).expect("captured mail");
    }
}

#[tokio::test]
async fn a_link_for_an_erased_session_is_not_sent() {
    let app = App::start().await;
    let (visitor, _) = app.complete("zoe@example.org").await;
    app.ask_for_link("zoe@example.org").await.ok(303);
    app.sql(&format!("DELETE FROM sessions WHERE id = '{}'", visitor.session)).await;
    app.run_jobs().await;
    assert_eq!(app.number("SELECT count(*) FROM jobs").await, 0);
    assert_eq!(app.mails().await.iter().filter(|mail| mail.text.contains("/privacy/link/")).count(), 0);
    assert_eq!(app.number("SELECT count(*) FROM privacy_links").await, 0);
}
