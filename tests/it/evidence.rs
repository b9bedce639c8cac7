//! What the contact leaves in the database: corrections, evidence, the trail; and a mail without hostile content.
//!
//! In the tests' names `s11_…` is promise 11 in docs/security.md and `i4_…` is invariant I4 in docs/abandonment.md.

use serde_json::{Value, json};

use crate::support::client::{CONSENT_VERSION, contact};
use crate::support::{App, Visitor, client, link_in, until};

async fn put(visitor: &Visitor, changes: &[(&str, Value)]) {
    let mut contact = contact("zoe@example.org");
    for (field, value) in changes {
        contact[*field] = value.clone();
    }
    visitor.call("PUT", "/contact", contact).await.ok(202);
}

#[tokio::test]
async fn a_changed_address_voids_older_links() {
    let app = App::start().await;
    let (visitor, first) = app.pending("zoe@example.org").await;
    put(&visitor, &[("email", json!("anna@example.org")), ("name", json!("Anna"))]).await;
    let second = app.link_to("anna@example.org", 1).await;
    assert_ne!(first, second);
    app.client.get(&first).await.ok(410);
    app.client.post(&first).await.ok(410);
    app.client.post(&format!("{first}/decline")).await.ok(410);
    assert_eq!(visitor.open().await.ok(200).json()["state"], "pending");
    // The earlier address is forgotten once its own link has expired.
    app.jobs_done().await;
    app.sql("UPDATE address_changes SET expires_at = now() - interval '1 second'").await;
    anteroom::privacy::forget_lapsed(&app.running.context.pool).await.expect("a database");
    assert!(!app.dump().await.contains("zoe@example.org"));
    app.client.post(&second).await.ok(200);
    let stored = "SELECT name || ' ' || email || ' ' || state FROM sessions";
    assert_eq!(app.text(stored).await, "Anna anna@example.org complete");
    assert_eq!((app.keys().len(), app.number("SELECT count(*) FROM files").await), (1, 1));
}

#[tokio::test]
async fn a_changed_name_sends_no_mail() {
    let app = App::start().await;
    let (visitor, link) = app.pending("zoe@example.org").await;
    put(&visitor, &[("name", json!("Zoe"))]).await;
    assert_eq!(app.text("SELECT name FROM sessions").await, "Zoe");
    // A mail that comes later shows that no other came before it.
    put(&visitor, &[("email", json!("anna@example.org"))]).await;
    app.mail_to("anna@example.org", 1).await;
    app.jobs_done().await;
    let mails = app.mails().await;
    let links = mails.iter().filter(|mail| mail.text.contains("/decline")).count();
    assert_eq!((links, mails.len()), (2, 3), "and one that tells the earlier address");
    app.client.get(&link).await.ok(410);

    let (visitor, link) = app.pending("ben@example.org").await;
    put(&visitor, &[("email", json!("ben@example.org")), ("name", json!("Ben"))]).await;
    app.client.post(&link).await.ok(200);
    assert_eq!(app.text("SELECT name FROM sessions WHERE state = 'complete'").await, "Ben");
}

#[tokio::test]
async fn s22_each_decision_leaves_its_evidence() {
    let app = App::start().await;
    let texts = app.client.get("/api/v1/consent").await.ok(200).json();
    let visitor = app.visitor();
    put(&visitor, &[("consent_ai_training", json!(false))]).await;
    put(&visitor, &[("consent_ai_training", json!(true))]).await;
    put(&visitor, &[("consent_ai_training", json!(false)), ("email", json!("anna@example.org"))]).await;
    let rows = "SELECT string_agg(purpose || '=' || given, ' ' ORDER BY id) FROM consents";
    let expected = "personal_data=true ai_training=false personal_data=true ai_training=true personal_data=true \
                    ai_training=false";
    assert_eq!(app.text(rows).await, expected);
    for purpose in ["personal_data", "ai_training"] {
        let sha256 = texts[purpose]["sha256"].as_str().expect("a hash");
        let whole = format!(
            "SELECT count(*) FROM consents WHERE purpose = '{purpose}' AND text_sha256 = '{sha256}'
             AND text_version = '{CONSENT_VERSION}' AND locale = 'en' AND host(ip_address) = '127.0.0.1'
             AND session_id = '{}' AND decided_at > now() - interval '1 minute'",
            visitor.session
        );
        assert_eq!(app.number(&whole).await, 3);
    }
    let stored = "SELECT consent_personal_data || ' ' || consent_ai_training || ' ' || host(ip_address) FROM sessions";
    assert_eq!(app.text(stored).await, "true false 127.0.0.1");
}

#[tokio::test]
async fn s22_nothing_is_agreed_to_by_default_and_refusing_training_blocks_no_one() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    // Silence is no consent (recital 32), nor is what only looks like one.
    for field in ["consent_personal_data", "consent_ai_training"] {
        for given in [None, Some(Value::Null), Some(json!("true")), Some(json!(1))] {
            let mut contact = contact("zoe@example.org");
            match given {
                Some(value) => contact[field] = value,
                None => drop(contact.as_object_mut().expect("fields").remove(field)),
            }
            visitor.call("PUT", "/contact", contact).await.refused(422, "invalid-input");
        }
    }
    let mut refused = contact("zoe@example.org");
    refused["consent_personal_data"] = json!(false);
    visitor.call("PUT", "/contact", refused).await.refused(422, "invalid-input");
    assert_eq!(app.number("SELECT (SELECT count(*) FROM consents) + (SELECT count(*) FROM sessions)").await, 0);
    // A visitor who refuses training gets all the way, and the refusal is on record with the wording refused.
    visitor.contact("zoe@example.org").await.ok(202);
    app.client.post(&app.link_to("zoe@example.org", 1).await).await.ok(200);
    assert_eq!(visitor.open().await.ok(200).json()["state"], "complete");
    let texts = app.client.get("/api/v1/consent").await.ok(200).json();
    let sha256 = texts["ai_training"]["sha256"].as_str().expect("a hash");
    let refusal = format!(
        "SELECT count(*) FROM consents WHERE purpose = 'ai_training' AND NOT given AND text_sha256 = '{sha256}'
         AND text_version = '{CONSENT_VERSION}'"
    );
    assert_eq!(app.number(&refusal).await, 1);
}

#[tokio::test]
async fn s19_the_trail_tells_what_happened_without_its_content() {
    let app = App::start().await;
    let (visitor, _) = app.pending("zoe@example.org").await;
    put(&visitor, &[("name", json!("Zoe"))]).await;
    put(&visitor, &[("email", json!("anna@example.org"))]).await;
    let link = app.link_to("anna@example.org", 1).await;
    app.client.post(&link).await.ok(200);
    let trail = "SELECT string_agg(actor || ' ' || action || ' ' || detail, E'\\n' ORDER BY id) FROM audit";
    let expected = [
        r#"visitor session.pending {"files": 1, "ai_training": false}"#,
        r#"visitor session.corrected {"address_changed": false}"#,
        r#"visitor session.corrected {"address_changed": true}"#,
        "visitor session.verified {}",
    ];
    assert_eq!(app.text(trail).await, expected.join("\n"));
    let of_session = format!("SELECT count(*) FROM audit WHERE session_id = '{}'", visitor.session);
    assert_eq!(app.number(&of_session).await, 4);
}

#[tokio::test]
async fn s19_evidence_and_trail_are_append_only() {
    let app = App::start().await;
    app.complete("zoe@example.org").await;
    let before = app.still().await;
    for (statement, words) in [
        ("UPDATE consents SET given = true", "evidence"),
        ("UPDATE consents SET decided_at = now()", "evidence"),
        ("DELETE FROM consents", "evidence"),
        ("TRUNCATE consents", "evidence"),
        ("UPDATE audit SET actor = 'staff'", "append-only"),
        ("UPDATE audit SET detail = '{\"x\": 1}', hash = '\\x00'", "append-only"),
        ("DELETE FROM audit", "append-only"),
        ("TRUNCATE audit", "evidence"),
    ] {
        let refusal = app.refused_sql(statement).await;
        assert!(refusal.contains(words), "{statement}: {refusal}");
    }
    assert_eq!(app.still().await, before);
    // Sealing is the one change, once.
    assert!(app.refused_sql("UPDATE audit SET hash = '\\x02'").await.contains("append-only"));
    // The evidence is deleted with its session.
    app.sql("DELETE FROM sessions").await;
    assert_eq!(app.number("SELECT count(*) FROM consents").await, 0);
}

#[tokio::test]
async fn i4_no_lease_is_beside_a_session() {
    let app = App::start().await;
    let (pending, _) = app.pending("zoe@example.org").await;
    let open = app.visitor();
    open.upload_pdf().await;
    let lease = |id: &str, state: &str| {
        format!(
            "INSERT INTO leases (session_id, state, deadline, hard_deadline, reason)
             VALUES ('{id}', '{state}', now(), now(), 'upload')"
        )
    };
    let session = |id: &str| {
        format!(
            "INSERT INTO sessions (id, name, email, state, consent_personal_data, consent_ai_training, locale)
             VALUES ('{id}', 'A', 'a@example.org', 'pending', true, false, 'en')"
        )
    };
    for state in ["live", "purging", "tombstone"] {
        let refusal = app.refused_sql(&lease(&pending.session, state)).await;
        assert!(refusal.contains("a session stands under this id"), "{refusal}");
    }
    let refusal = app.refused_sql(&session(&open.session)).await;
    assert!(refusal.contains("a lease stands under this id"), "{refusal}");
    // One row of many is enough.
    let among_others = format!(
        "INSERT INTO leases (session_id, state, deadline, hard_deadline, reason)
         SELECT id, 'live', now(), now(), 'upload' FROM unnest('{{{},{},{}}}'::uuid[]) AS id",
        client::new_id(),
        pending.session,
        client::new_id()
    );
    assert!(app.refused_sql(&among_others).await.contains("a session stands under this id"));
    // The statements themselves are sound.
    app.sql(&session(&client::new_id())).await;
    app.sql(&lease(&client::new_id(), "tombstone")).await;
    // Of two at once neither misses the other, which has not committed yet.
    let id = client::new_id();
    for (first, second) in [(lease(&id, "live"), session(&id)), (session(&id), lease(&id, "live"))] {
        let mut tx = anteroom::platform::db::begin(&app.running.context.pool).await.expect("a transaction");
        sqlx::raw_sql(sqlx::AssertSqlSafe(first)).execute(&mut *tx).await.expect("the first");
        let committing = async {
            let waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
            until("the second", async || (app.number(waiting).await == 1).then_some(())).await;
            tx.commit().await.expect("a commit");
        };
        let (refusal, ()) = tokio::join!(app.refused_sql(&second), committing);
        assert!(refusal.contains("stands under this id"), "{refusal}");
        app.sql(&format!("DELETE FROM leases WHERE session_id = '{id}'; DELETE FROM sessions WHERE id = '{id}'")).await;
    }
}

#[tokio::test]
async fn s11_the_mail_to_an_unconfirmed_address_contains_nothing_of_the_name() {
    let app = App::start().await;
    for (number, name) in [
        "Zoë Müller",
        "<script>alert(1)</script>",
        "{{7*7}} ${7*7} {{ surname }}",
        "Win at https://evil.example/x now",
        "https:∕∕evil․com∕pay evil。example",
        "Ring tel:19005550199 or +1 900 555 0199 now: account locked",
    ]
    .into_iter()
    .enumerate()
    {
        let address = format!("zoe{number}@example.org");
        put(&app.visitor(), &[("name", json!(name)), ("email", json!(address))]).await;
        let mail = app.mail_to(&address, 1).await;
        let page = mail.html.expect("an HTML part");
        for word in name.split_whitespace().filter(|word| word.chars().count() > 3) {
            assert!(![&mail.text, &page, &mail.subject].iter().any(|part| part.contains(word)), "{word}: {page}");
        }
        // What the database keeps is what the visitor said.
        let stored = format!("SELECT name FROM sessions WHERE email = '{address}'");
        assert_eq!(app.text(&stored).await, name);
        app.client.get(&link_in(&mail.text)).await.ok(200);
    }
}

#[tokio::test]
async fn s15_a_contact_keeps_the_address_that_trusted_proxies_forward() {
    let app = App::start_with(&["--trusted-proxies=127.0.0.0/8"]).await;
    for (forwarded, ip) in [
        ("203.0.113.5", "203.0.113.5"),
        ("1.1.1.1, 203.0.113.6, 127.0.0.9", "203.0.113.6"),
        ("2001:db8::7", "2001:db8::7"),
        ("nonsense", "127.0.0.1"),
    ] {
        let id = client::new_id();
        let headers = [("x-session-id", &*id), ("x-forwarded-for", forwarded)];
        app.client.send("PUT", "/api/v1/contact", &headers, contact("a@example.org").to_string()).await.ok(202);
        assert_eq!(app.text(&format!("SELECT host(ip_address) FROM sessions WHERE id = '{id}'")).await, ip);
    }
    let direct = App::start().await;
    let headers = [("x-session-id", &*client::new_id()), ("x-forwarded-for", "203.0.113.5")];
    direct.client.send("PUT", "/api/v1/contact", &headers, contact("a@example.org").to_string()).await.ok(202);
    assert_eq!(direct.text("SELECT host(ip_address) FROM sessions").await, "127.0.0.1");
}
