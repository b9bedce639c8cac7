//! Quotas and rates, when many callers come at once.
//!
//! In the tests' names `s05_…` is promise 5 in docs/security.md.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;

use crate::support::client::{Answer, Visitor, contact};
use crate::support::cluster::Cluster;
use crate::support::events::Events;
use crate::support::process::{Program, command};
use crate::support::template::prepared_folder;
use crate::support::{App, files, until};

/// A whole visit at the pace of a machine; returns every answer.
async fn visit(app: &App, email: &str) -> Vec<Answer> {
    let visitor = app.visitor();
    let turn = |step: &str, input: Value| visitor.call("POST", "/intake", json!({"step": step, "input": input}));
    let mut answers = vec![
        visitor.open().await,
        app.client.get("/api/v1/consent").await,
        turn("start", Value::Null).await,
        turn("name", json!("Zoë")).await,
        visitor.upload("paper.pdf", &files::pdf(1000)).await,
        turn("files", json!({"count": 1})).await,
        turn("email", json!(email)).await,
        visitor.heartbeat(true).await,
        turn("consent", json!({"personal_data": true, "ai_training": false})).await,
        visitor.contact(email).await,
    ];
    if answers.iter().all(|answer| answer.status.is_success()) {
        let link = app.link_to(email, 1).await;
        answers.extend([app.client.get(&link).await, app.client.post(&link).await, visitor.open().await]);
        assert_eq!(answers.last().map(|answer| answer.json()["state"].clone()), Some(json!("complete")));
    }
    answers.push(visitor.leave().await);
    answers
}

#[tokio::test]
async fn s16_twenty_people_behind_one_address_visit_at_the_same_moment() {
    let app = App::start_with(&["--rate-limit=on"]).await;
    let addresses: Vec<_> = (0..20).map(|number| format!("zoe{number}@example.org")).collect();
    let visits = join_all(addresses.iter().map(|address| visit(&app, address))).await;
    for answer in visits.iter().flatten() {
        assert!(answer.status.is_success(), "{}: {}", answer.status, answer.text());
    }
    assert_eq!(visits.iter().map(Vec::len).sum::<usize>(), 20 * 14);
    assert_eq!(app.number("SELECT count(*) FROM sessions WHERE state = 'complete'").await, 20);
}

/// How many of these simultaneous calls got this status; the others must have been limited.
async fn passed(calls: impl IntoIterator<Item = impl Future<Output = Answer>>, status: u16) -> usize {
    let answers = join_all(calls).await;
    let (passed, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == status);
    for answer in refused {
        answer.refused(429, "rate-limited");
        assert!(answer.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0));
    }
    passed.len()
}

#[tokio::test]
async fn s16_an_address_limit_holds_however_many_ask_at_once() {
    let app = App::start_with(&["--rate-limit=on", "--trusted-proxies=127.0.0.1"]).await;
    let faulty = json!({"name": "", "email": "", "consent_personal_data": false, "consent_ai_training": false,
                        "consent_version": ""});
    let before = app.still().await;
    // One address; and the /64 of IPv6 that one customer gets as a whole.
    for from in [|_: usize| "203.0.113.5".to_owned(), |number| format!("2001:db8:1:2:{number:x}::{number:x}")] {
        let begun = Instant::now();
        let calls = (0..100).map(|number| {
            let (visitor, from, body) = (app.visitor(), from(number), faulty.to_string());
            async move {
                let headers = [("x-session-id", &*visitor.session), ("x-forwarded-for", &*from)];
                visitor.client.send("PUT", "/api/v1/contact", &headers, body).await
            }
        });
        let passed = passed(calls, 422).await as u64;
        // One more every three seconds, should this machine be so slow.
        assert!((20..=21 + begun.elapsed().as_secs() / 3).contains(&passed), "{passed}");
    }
    assert_eq!(app.still().await, before);
}

#[tokio::test]
async fn s16_one_mailbox_gets_ten_mails_an_hour_from_all_askers() {
    let app = App::start_with(&["--rate-limit=on", "--trusted-proxies=127.0.0.1"]).await;
    let spellings = ["zoe@example.org", "Zoe@example.org", "zoe@EXAMPLE.org", "zoe@ｅxample.org", " zoe+2@example.org"];
    let calls = (0..50).map(|number| {
        let visitor = app.visitor();
        let (from, body) = (format!("203.0.113.{number}"), contact(spellings[number % spellings.len()]).to_string());
        async move {
            let headers = [("x-session-id", &*visitor.session), ("x-forwarded-for", &*from)];
            visitor.client.send("PUT", "/api/v1/contact", &headers, body).await
        }
    });
    // All are answered alike, or the answer would reveal whether others have asked.
    assert_eq!(passed(calls, 202).await, 50);
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, 50);
    app.run_jobs().await;
    assert_eq!(app.mails().await.len(), 10);
    // Ten more wait for their turn, one in six minutes; the others are not sent.
    let waiting =
        "SELECT count(*) FROM jobs WHERE run_at BETWEEN now() + interval '1 minute' AND now() + interval '61 minutes'";
    assert_eq!(app.number(waiting).await, 10);
    assert_eq!(app.number("SELECT count(*) FROM jobs").await, 10);
    // The table names no mailbox and no network.
    let rows = app.text("SELECT string_agg(mail_allowances::text, ' ') FROM mail_allowances").await;
    assert!(!rows.contains("zoe") && !rows.contains("203.0.113"), "{rows}");
    // A whole allowance is forgotten.
    app.sql("UPDATE mail_allowances SET used_until = now() - interval '1 second'").await;
    anteroom::privacy::forget_lapsed(&app.running.context.pool).await.expect("a database");
    assert_eq!(app.number("SELECT count(*) FROM mail_allowances").await, 0);
}

/// A contact for this address from this network.
async fn contact_from(app: &App, network: &str, email: &str) -> Answer {
    let visitor = app.visitor();
    let headers = [("x-session-id", &*visitor.session), ("x-forwarded-for", network)];
    app.client.send("PUT", "/api/v1/contact", &headers, contact(email).to_string()).await
}

#[tokio::test]
async fn s16_one_network_cannot_use_up_a_mailboxs_allowance() {
    let app = App::start_with(&["--rate-limit=on", "--trusted-proxies=127.0.0.1"]).await;
    // As often as its own limit lets it; an address in IPv6 is its /64.
    for number in 0..20 {
        contact_from(&app, &format!("2001:db8::{number:x}"), "zoe@example.org").await.ok(202);
    }
    // Its own rights, too, are no business of the one who asks for contacts.
    contact_from(&app, "203.0.113.5", "zoe@example.org").await.ok(202);
    app.run_jobs().await;
    let owner = app.text("SELECT id::text FROM sessions WHERE ip_address = '203.0.113.5'").await;
    let waits = format!(
        "SELECT coalesce(max(extract(epoch FROM run_at - now())), 0)::bigint FROM jobs WHERE session_id = '{owner}'"
    );
    assert!(app.number(&waits).await <= 360, "its owner's own mail is next");
    // Another instance, or the same after a restart, knows what was used.
    let pool = &app.running.context.pool;
    let asked = anteroom::platform::jobs::MailRequest {
        purpose: "verification_mail",
        to: "Zoe+again@example.org",
        network: Some("2001:db8::".parse().expect("an address")),
        is_notice: false,
    };
    let mut tx = anteroom::platform::db::begin(pool).await.expect("a transaction");
    let limits = app.running.context.mail_limits.clone();
    assert_eq!(limits.admit(&mut tx, &[asked]).await.expect("a database"), [None]);
}

#[tokio::test]
async fn s16_a_transaction_that_began_early_finds_the_whole_allowance() {
    let app = App::start_with(&["--rate-limit=on"]).await;
    let (pool, limits) = (&app.running.context.pool, &app.running.context.mail_limits);
    let asked = anteroom::platform::jobs::MailRequest {
        purpose: "verification_mail",
        to: "zoe@example.org",
        network: None,
        is_notice: false,
    };
    let mut early = anteroom::platform::db::begin(pool).await.expect("a transaction");
    sqlx::query("SELECT now()").execute(&mut *early).await.expect("a database");
    let mut late = anteroom::platform::db::begin(pool).await.expect("a transaction");
    assert_eq!(limits.admit(&mut late, &[asked]).await.expect("a database"), [Some(Duration::ZERO)]);
    late.commit().await.expect("a database");
    let waits = limits.admit(&mut early, &[asked; 20]).await.expect("a database");
    assert_eq!(waits[..9], [Some(Duration::ZERO); 9]);
    assert!(waits[9..19].iter().all(|wait| wait.is_some_and(|wait| !wait.is_zero())), "{waits:?}");
    assert_eq!(waits[19], None);
}

#[tokio::test]
async fn s16_self_service_mails_a_stranger_no_more_than_any_other_way() {
    let app = App::start_with(&["--rate-limit=on"]).await;
    for number in 0..9 {
        app.sql("DELETE FROM mail_allowances").await;
        let visitor = app.visitor();
        visitor.contact("attacker@example.org").await.ok(202);
        app.client.post(&app.link_to("attacker@example.org", number + 1).await).await.ok(200);
    }
    app.sql("DELETE FROM mail_allowances").await;
    let person = app.person("attacker@example.org").await;
    let tags = app.texts("SELECT id::text FROM sessions").await;
    for session in tags {
        let path = format!("/privacy/data/{}/correct", crate::support::person::tag(&session));
        person.post(&path, "name=Zoe&email=target%40example.org").await;
    }
    app.run_jobs().await;
    let mails = app.mails().await;
    let got = mails.iter().filter(|mail| mail.to == "target@example.org").count();
    assert_eq!(got, 5, "as many as one network may have sent to one mailbox in an hour");
}

#[tokio::test]
async fn s16_corrected_addresses_get_one_mail_a_cool_down() {
    let app = App::start_with(&["--rate-limit=on"]).await;
    let visitor = app.visitor();
    visitor.contact("zoe0@example.org").await.ok(202);
    app.jobs_done().await;
    for number in 1..=12 {
        visitor.contact(&format!("zoe{number}@example.org")).await.ok(202);
        app.run_jobs().await;
    }
    let mails = app.mails().await;
    let links: Vec<_> = mails.iter().filter(|mail| mail.text.contains("/decline")).map(|mail| &*mail.to).collect();
    // The first correction is mailed at once: most are of a slip.
    assert_eq!(links.len(), 2, "{links:?}");
    // Those two are told of the change, and addresses that were never written to are not.
    let mut told: Vec<_> = mails.iter().filter(|mail| !mail.text.contains("/decline")).map(|mail| &*mail.to).collect();
    told.sort_unstable();
    assert_eq!(told, ["zoe0@example.org", "zoe1@example.org"]);
    // Nor can a session have its address changed for ever.
    app.sql(
        "INSERT INTO address_changes (id, session_id, changed_at, expires_at)
         SELECT gen_random_uuid(), sessions.id, created_at - interval '1 hour', now() FROM sessions, generate_series(1, 8)",
    )
    .await;
    visitor.contact("zoe13@example.org").await.refused(429, "rate-limited");
    // The last address gets its mail when the cool-down is over.
    let waiting = "SELECT count(*) FROM jobs WHERE job ->> 'kind' = 'verification_mail'
                   AND run_at BETWEEN now() + interval '40 seconds' AND now() + interval '60 seconds'";
    assert_eq!(app.number(waiting).await, 1);
    app.sql("UPDATE jobs SET run_at = now()").await;
    app.mail_to("zoe12@example.org", 1).await;
}

#[tokio::test]
async fn s16_a_waiting_mail_goes_to_no_other_address_and_asking_again_does_not_lose_it() {
    let app = App::start_with_workers(&["--rate-limit=on"]).await;
    // One network has had its five; the sixth waits for its turn.
    let visitor = app.visitor();
    for _ in 0..5 {
        app.visitor().contact("zoe@example.org").await.ok(202);
    }
    visitor.contact("zoe@example.org").await.ok(202);
    let waiting = format!(
        "SELECT count(*) FROM jobs WHERE session_id = '{}' AND run_at > now() + interval '10 minutes'",
        visitor.session
    );
    assert_eq!(app.number(&waiting).await, 1);
    let job = app.text(&format!("SELECT id::text FROM jobs WHERE session_id = '{}'", visitor.session)).await;
    app.sql("UPDATE sessions SET mail_requested_at = now() - interval '2 minutes'").await;
    visitor.call("POST", "/verification", Value::Null).await.ok(202);
    assert_eq!(app.number(&waiting).await, 1, "it keeps its turn");
    assert_eq!(app.text(&format!("SELECT id::text FROM jobs WHERE session_id = '{}'", visitor.session)).await, job);
    // A job that another has replaced while it was about to run sends nothing: its address was another's.
    let mut tx = anteroom::platform::db::begin(&app.running.context.pool).await.expect("a transaction");
    let lock = sqlx::AssertSqlSafe(format!("SELECT lock_session('{}')", visitor.session));
    sqlx::raw_sql(lock).execute(&mut *tx).await.expect("the lock");
    app.sql(&format!("UPDATE jobs SET run_at = now() WHERE id = '{job}'")).await;
    let claimed = format!("SELECT count(*) FROM jobs WHERE id = '{job}' AND claimed_until IS NOT NULL");
    until("the job to be claimed", async || (app.number(&claimed).await == 1).then_some(())).await;
    let change = format!("UPDATE sessions SET email = 'target@example.org' WHERE id = '{}'", visitor.session);
    for statement in [change, format!("DELETE FROM jobs WHERE id = '{job}'")] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut *tx).await.expect("a statement that runs");
    }
    tx.commit().await.expect("a commit");
    // The next mail shows that this one does not come any more.
    app.visitor().contact("anna@example.org").await.ok(202);
    app.mail_to("anna@example.org", 1).await;
    app.jobs_done().await;
    assert!(app.mails().await.iter().all(|mail| mail.to != "target@example.org"));
}

#[tokio::test]
async fn s16_other_tags_of_a_mailbox_do_not_take_its_owner_s_way_in() {
    let app = App::start_with(&["--rate-limit=on", "--trusted-proxies=127.0.0.1"]).await;
    app.complete("zoe@example.org").await;
    for number in 0..12 {
        contact_from(&app, &format!("203.0.113.{number}"), &format!("zoe+{number}@example.org")).await.ok(202);
    }
    for number in 0..12 {
        app.ask_for_link(&format!("zoe+{number}@example.org")).await.ok(303);
    }
    app.ask_for_link("zoe@example.org").await.ok(303);
    app.way_in("zoe@example.org", 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s05_a_sessions_quota_is_exact_across_instances() {
    let options = [("MAX_FILES", "7"), ("MAX_FILE_BYTES", "1MB"), ("MAX_SESSION_BYTES", "1MB")];
    let cluster = Cluster::start(2, &options).await;
    let clients: Vec<_> = cluster.programs.iter().map(Program::client).collect();
    for (size, allowed) in [(1000, 7), (200_000, 5), (200_001, 4), (600_000, 1)] {
        let visitor = Visitor::new(clients[0].clone());
        let bytes = Arc::new(files::pdf(size));
        let uploads = (0..24).map(|number| {
            let visitor = Visitor { client: clients[number % 2].clone(), ..visitor.clone() };
            let bytes = Arc::clone(&bytes);
            tokio::spawn(async move { visitor.upload("a.pdf", &bytes).await })
        });
        let mut taken = 0;
        for upload in join_all(uploads.collect::<Vec<_>>()).await {
            let answer = upload.expect("an answer");
            if answer.status == 201 {
                taken += 1;
            } else {
                answer.refused(413, "quota-exceeded");
            }
        }
        let stored = format!("SELECT count(*) FROM uploads WHERE session_id = '{}'", visitor.session);
        assert_eq!((taken, cluster.number(&stored).await), (allowed, i64::try_from(allowed).expect("a count")));
        assert_eq!(cluster.keys(&visitor.session).len(), allowed, "{size}");
        // What one instance has taken counts at the other.
        for client in &clients {
            let visitor = Visitor { client: client.clone(), ..visitor.clone() };
            visitor.upload("a.pdf", &bytes).await.refused(413, "quota-exceeded");
            assert_eq!(visitor.files().await.ok(200).json()["files"].as_array().map(Vec::len), Some(allowed));
        }
    }
    assert_eq!(cluster.open_multiparts(), 0);
}

#[tokio::test]
async fn s16_a_session_has_a_bounded_number_of_streams() {
    let app = App::start().await;
    let (visitor, other) = (app.visitor(), app.visitor());
    let mut streams = Vec::new();
    for _ in 0..8 {
        let mut stream = Events::open(&visitor).await;
        assert_eq!(stream.next().await.as_deref(), Some("open"));
        streams.push(stream);
    }
    let refusal = visitor.call("GET", "/events", Value::Null);
    let refused = tokio::time::timeout(Duration::from_secs(10), refusal).await.expect("an answer that ends");
    refused.refused(429, "rate-limited");
    assert_eq!(refused.header("retry-after"), "15");
    assert_eq!(Events::open(&other).await.next().await.as_deref(), Some("open"));
    // A tab that closes makes room.
    streams.pop();
    let head = format!("GET /api/v1/events HTTP/1.1\r\nHost: a\r\nX-Session-ID: {}\r\n\r\n", visitor.session);
    until("room for a stream", async || {
        let mut stream = app.client.raw(head.as_bytes()).await;
        let mut status = [0; 12];
        stream.read_exact(&mut status).await.expect("an answer");
        (&status == b"HTTP/1.1 200").then_some(())
    })
    .await;
}

#[tokio::test]
async fn s15_an_untrusted_proxy_is_reported_once() {
    let folder = prepared_folder();
    let program = Program::start(command(folder.path()));
    let client = program.client();
    client.get("/api/v1/consent").await.ok(200);
    let told = |program: &Program| program.log().matches("TRUSTED_PROXIES").count();
    assert_eq!(told(&program), 0);
    for _ in 0..3 {
        let headers = [("x-forwarded-for", "203.0.113.5")];
        client.send("GET", "/api/v1/consent", &headers, "").await.ok(200);
    }
    until("a line in the log", async || (told(&program) > 0).then_some(())).await;
    // What is logged after it shows that no second line came before.
    let visitor = Visitor::new(client);
    visitor.upload_pdf().await;
    visitor.discard().await.ok(204);
    until("a later line", async || program.log().contains("everything of the session is deleted").then_some(())).await;
    assert_eq!(told(&program), 1, "{}", program.log());
    assert!(!program.log().contains("203.0.113.5"));

    let folder = prepared_folder();
    let mut named = command(folder.path());
    named.env("TRUSTED_PROXIES", "127.0.0.1");
    let program = Program::start(named);
    let headers = [("x-forwarded-for", "203.0.113.5")];
    program.client().send("GET", "/api/v1/consent", &headers, "").await.ok(200);
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    visitor.discard().await.ok(204);
    until("a later line", async || program.log().contains("everything of the session is deleted").then_some(())).await;
    assert_eq!(told(&program), 0);
}
