//! The contact: the moment when a visitor becomes a person in the database.
//!
//! In the tests' names `s10_…` is promise 10 in docs/security.md and `i9_…` is invariant I9 in docs/abandonment.md.

use serde_json::{Value, json};

use crate::support::client::{self, contact};
use crate::support::{App, Visitor};

const NAME_MISSING: &str = "Tell us a name, so that we know what to call you.";
const NAME_TOO_LONG: &str = "That name is longer than 100 characters. A shorter form is fine.";
const NAME_STRANGE: &str = "That name contains characters that cannot be shown. Type it again.";
const EMAIL_MISSING: &str = "We need an e-mail address to answer you.";
const EMAIL_WRONG: &str = "That does not look like an e-mail address. It should look like name@example.org.";
const CONSENT_NEEDED: &str = "We may only keep your details with your consent to the first point. Without it you \
                              can leave, and everything you sent is deleted.";

/// The contact with one field changed.
fn contact_with(field: &str, value: Value) -> Value {
    let mut contact = contact("zoe@example.org");
    contact[field] = value;
    contact
}

async fn put(visitor: &Visitor, contact: Value) -> client::Answer {
    visitor.call("PUT", "/contact", contact).await
}

#[tokio::test]
async fn s11_each_field_of_a_contact_has_its_refusal() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    let before = app.still().await;
    let stale = "The wording of the consents has changed. Read them again, then decide.";
    for (field, value, words) in [
        ("name", json!(""), NAME_MISSING),
        ("name", json!("   "), NAME_MISSING),
        ("name", json!("x".repeat(101)), NAME_TOO_LONG),
        ("name", json!("Zoë\r\nBcc: evil@example.org"), NAME_STRANGE),
        ("name", json!("Zoë\nX"), NAME_STRANGE),
        ("name", json!("Zoë\0X"), NAME_STRANGE),
        ("name", json!("Zoë\u{85}X"), NAME_STRANGE),
        ("email", json!(""), EMAIL_MISSING),
        ("email", json!("zoe"), EMAIL_WRONG),
        ("email", json!("a@b@c.example"), EMAIL_WRONG),
        ("email", json!("zoe@example.org\r\nBcc: evil@example.org"), EMAIL_WRONG),
        ("email", json!("zoe@exam\nple.org"), EMAIL_WRONG),
        ("email", json!("zoe\0@example.org"), EMAIL_WRONG),
        ("email", json!("zoe@example.org%0d%0aBcc:x@example.org"), EMAIL_WRONG),
        ("email", json!("zoe@example.org, anna@example.org"), EMAIL_WRONG),
        ("email", json!("Zoë <zoe@example.org>"), EMAIL_WRONG),
        ("email", json!("zoe@[127.0.0.1]"), EMAIL_WRONG),
        ("email", json!(format!("{}@example.org", "a".repeat(250))), EMAIL_WRONG),
        ("consent_personal_data", json!(false), CONSENT_NEEDED),
        ("consent_version", json!("2020-01-01"), stale),
        ("consent_version", json!(""), stale),
    ] {
        let problem = put(&visitor, contact_with(field, value.clone())).await.refused(422, "invalid-input");
        assert_eq!(problem["fields"], json!({field: words}), "{value}");
        assert_eq!(problem["detail"], words);
    }
    for (field, wrong) in [
        ("name", json!(7)),
        ("email", json!(null)),
        ("consent_personal_data", json!("true")),
        ("consent_ai_training", json!(1)),
        ("consent_version", json!({})),
        ("locale", json!([])),
        ("files", json!("all")),
        ("files", json!(["../../etc/passwd"])),
    ] {
        let problem = put(&visitor, contact_with(field, wrong)).await.refused(422, "invalid-input");
        let fields = problem["fields"].as_object().expect("fields");
        assert!(fields.keys().all(|name| name.starts_with(field)), "{problem}");
        assert!(!problem.to_string().contains("passwd"), "{problem}");
    }
    for field in ["name", "email", "consent_personal_data", "consent_ai_training", "consent_version"] {
        let mut missing = contact("zoe@example.org");
        missing.as_object_mut().expect("fields").remove(field);
        let problem = put(&visitor, missing).await.refused(422, "invalid-input");
        assert!(problem["fields"].to_string().contains(field), "{problem}");
    }
    let all = json!({"name": "", "email": "zoe", "consent_personal_data": false, "consent_ai_training": true,
                     "consent_version": "old"});
    let problem = put(&visitor, all).await.refused(422, "invalid-input");
    let expected = json!({"name": NAME_MISSING, "email": EMAIL_WRONG, "consent_personal_data": CONSENT_NEEDED,
                          "consent_version": stale});
    assert_eq!(problem["fields"], expected);
    assert_eq!(app.still().await, before);
    assert_eq!(visitor.open().await.ok(200).json()["state"], "open");
}

#[tokio::test]
async fn i9_a_contact_agrees_with_its_files_or_is_refused() {
    let app = App::start().await;
    let visitor = app.visitor();
    put(&visitor, contact_with("files", json!([client::new_id()]))).await.refused(409, "files-differ");
    let mut files = [visitor.upload_pdf().await, visitor.upload_pdf().await];
    let before = app.still().await;
    let stranger = client::new_id();
    for believed in [json!([]), json!([files[0]]), json!([files[0], files[1], stranger]), json!([files[0], stranger])] {
        put(&visitor, contact_with("files", believed)).await.refused(409, "files-differ");
    }
    assert_eq!(app.still().await, before);

    // An object was deleted from outside: a 2xx acknowledged it, so the contact must not be accepted.
    let object = app.folder.path().join(format!("objects/anteroom/{}/{}", visitor.session, files[0]));
    std::fs::remove_file(&object).expect("an object");
    let problem = visitor.contact("zoe@example.org").await.refused(409, "files-differ");
    assert_eq!(problem["missing"], json!([files[0]]));
    assert_eq!(problem["detail"], "One of your files is not with us any more. Send it again, or go on without it.");
    assert!(!app.dump().await.contains("zoe@example.org"));
    put(&visitor, contact_with("files", json!(files))).await.refused(409, "files-differ");
    files[0] = visitor.upload_pdf().await;

    files.sort();
    files.reverse();
    put(&visitor, contact_with("files", json!(files))).await.ok(202);
    let stored = app.text("SELECT string_agg(name || ' ' || size, ', ') FROM files").await;
    assert_eq!(stored, "paper.pdf 100, paper.pdf 100");
    let left = "SELECT (SELECT count(*) FROM leases) + (SELECT count(*) FROM uploads WHERE state <> 'cut')";
    assert_eq!(app.number(left).await, 0);
    put(&visitor, contact_with("files", json!([files[0]]))).await.refused(409, "files-differ");
    put(&visitor, contact_with("files", json!(files))).await.ok(202);
}

#[tokio::test]
async fn i9_a_file_of_another_size_than_was_acknowledged_is_a_lost_one() {
    let app = App::start().await;
    let visitor = app.visitor();
    let files = [visitor.upload_pdf().await, visitor.upload_pdf().await];
    let object = app.folder.path().join(format!("objects/anteroom/{}/{}", visitor.session, files[0]));
    std::fs::write(&object, [&*app.object(&format!("{}/{}", visitor.session, files[0])), b"more"].concat())
        .expect("bytes");
    let problem = visitor.contact("zoe@example.org").await.refused(409, "files-differ");
    assert_eq!(problem["missing"], json!([files[0]]));
    visitor.contact("zoe@example.org").await.ok(202);
    assert_eq!(app.text("SELECT string_agg(id || ' ' || size, ', ') FROM files").await, format!("{} 100", files[1]));
    // The other goes.
    app.sweep().await;
    assert_eq!(app.keys_of(&visitor), [format!("{}/{}", visitor.session, files[1])]);
}

#[tokio::test]
async fn a_contact_waits_for_a_running_upload() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    let (running, session) = (client::new_id(), &visitor.session);
    app.sql(&format!(
        "INSERT INTO uploads (id, session_id, bytes, state, alive_until)
         VALUES ('{running}', '{session}', 1, 'receiving', now() + interval '1 h')"
    ))
    .await;
    visitor.contact("zoe@example.org").await.refused(409, "upload-running");
    assert!(!app.dump().await.contains("zoe@example.org"));
    // Its server is dead: nothing is on its way any more.
    app.sql("UPDATE uploads SET alive_until = now() - interval '1 s' WHERE state = 'receiving'").await;
    visitor.contact("zoe@example.org").await.ok(202);
    app.sweep().await;
    assert_eq!((app.keys().len(), app.number("SELECT count(*) FROM files").await), (1, 1));
}

#[tokio::test]
async fn a_contact_comes_too_late_for_a_gone_or_complete_session() {
    let app = App::start().await;
    let gone = app.visitor();
    gone.upload_pdf().await;
    gone.discard().await.ok(204);
    gone.contact("late@example.org").await.refused(410, "session-gone");
    let (complete, _) = app.complete("anna@example.org").await;
    let before = app.still().await;
    complete.contact("late@example.org").await.refused(409, "session-complete");
    assert_eq!(app.still().await, before);
    assert!(!app.dump().await.contains("late@example.org"));
}

/// What the database was asked in the transaction that stored this session, in order.
async fn transaction_of(app: &App, number: usize) -> Vec<String> {
    let statements = app.statements("").await;
    let stored = statements.iter().enumerate().filter(|(_, (_, text))| text.starts_with("INSERT INTO sessions"));
    let (at, process) = stored.map(|(at, (process, _))| (at, process)).nth(number).expect("a stored session");
    let own = |statements: &[(String, String)]| -> Vec<String> {
        statements.iter().filter(|(other, _)| other == process).map(|(_, text)| text.clone()).collect()
    };
    let (before, after) = (own(&statements[..at]), own(&statements[at..]));
    let begun = before.iter().rposition(|text| text == "BEGIN").expect("the transaction's begin");
    let ended = after.iter().position(|text| text == "COMMIT").expect("the transaction's end");
    // The driver asks once a connection what a type is.
    let asked = before[begun..].iter().chain(&after[..=ended]).filter(|text| !text.contains("pg_catalog"));
    asked.cloned().collect()
}

#[tokio::test]
async fn s10_a_known_address_is_treated_as_an_unknown_one() {
    let app = App::start().await;
    let (_, _) = app.complete("complete@example.org").await;
    let (_, _) = app.pending("pending@example.org").await;
    app.log_statements().await;
    let mut answers = Vec::new();
    let mut asked = Vec::new();
    for (number, address) in
        ["new@example.org", "complete@example.org", "pending@example.org", "newer@example.org"].into_iter().enumerate()
    {
        let visitor = app.visitor();
        visitor.upload_pdf().await;
        let answer = visitor.contact(address).await.ok(202);
        let names: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
        let body = answer.json();
        answers.push((names, body["state"].clone(), body.as_object().map(serde_json::Map::len)));
        app.jobs_done().await;
        asked.push(transaction_of(&app, number).await);
    }
    // The same words, and the same work: nothing reveals who has been here before, not even how long it takes.
    assert!(asked[0].len() > 8, "{:?}", asked[0]);
    for (answer, statements) in answers.iter().zip(&asked) {
        assert_eq!((answer, statements), (&answers[0], &asked[0]));
    }
    for statement in &asked[0] {
        assert!(!(statement.contains("email =") || statement.contains("lower(email)")), "{statement}");
    }
}
