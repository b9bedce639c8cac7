//! The conversation and the consents' wording, before the visitor gives a name.
//!
//! In the tests' names `s22_…` is promise 22 in docs/security.md and `i6_…` is invariant I6 in docs/abandonment.md.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::App;
use crate::support::client::{self, CONSENT_VERSION, contact};

const NAME_MISSING: &str = "Tell us a name, so that we know what to call you.";
const NAME_TOO_LONG: &str = "That name is longer than 100 characters. A shorter form is fine.";
const NAME_STRANGE: &str = "That name contains characters that cannot be shown. Type it again.";
const FILES_COUNT: &str = "Say how many files you added, or 0 to go on without.";
const EMAIL_MISSING: &str = "We need an e-mail address to answer you.";
const EMAIL_WRONG: &str = "That does not look like an e-mail address. It should look like name@example.org.";
const CONSENT_NEEDED: &str = "We may only keep your details with your consent to the first point. Without it you \
                              can leave, and everything you sent is deleted.";

fn hex(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

#[tokio::test]
async fn the_conversation_goes_from_start_to_done() {
    let app = App::start().await;
    let before = app.still().await;
    let body = |step: &str, input: Value| json!({"step": step, "input": input, "locale": "en-GB"}).to_string();
    for (step, input, next, says) in [
        ("start", Value::Null, ("name", "text"), "What may we call you?"),
        ("name", json!("{size}{{7*7}} <b>"), ("files", "files"), "Thank you, {size}{{7*7}} <b>."),
        ("files", json!({"count": 0}), ("email", "email"), "No files, that is fine."),
        ("files", json!({"count": 1}), ("email", "email"), "Your file has arrived."),
        ("files", json!({"count": 3}), ("email", "email"), "Your 3 files have arrived."),
        ("email", json!("zoe@example.org"), ("consent", "consent"), "The second one is optional."),
        ("consent", json!({"personal_data": true, "ai_training": false}), ("inbox", "inbox"), "Check your inbox"),
        ("inbox", Value::Null, ("done", "done"), "Confirmed."),
        ("done", Value::Null, ("done", "done"), "Confirmed."),
    ] {
        // No session is named: the conversation is stateless.
        let turn = app.client.send("POST", "/api/v1/intake", &[], body(step, input)).await.ok(200).json();
        assert_eq!((&turn["step"], &turn["expects"]["kind"]), (&json!(next.0), &json!(next.1)));
        let messages = turn["messages"].as_array().expect("messages");
        assert!(messages.iter().all(|message| message["role"] == "assistant"), "{turn}");
        let text = messages.iter().filter_map(|message| message["text"].as_str()).collect::<Vec<_>>().join("\n");
        assert!(text.contains(says), "{text}");
        let limits = (&turn["expects"]["max_files"], &turn["expects"]["accept"][0]);
        let expected = if next.1 == "files" { (&json!(20), &json!(".pdf")) } else { (&Value::Null, &Value::Null) };
        assert_eq!(limits, expected, "{step}");
    }
    assert_eq!(app.still().await, before);
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_refused_in_the_bots_words() {
    let app = App::start().await;
    let turn = async |body: Value| app.client.send("POST", "/api/v1/intake", &[], body.to_string()).await;
    for (step, input, words) in [
        ("start", json!("hi"), "The conversation starts without an answer."),
        ("name", Value::Null, NAME_MISSING),
        ("name", json!("   "), NAME_MISSING),
        ("name", json!(7), NAME_MISSING),
        ("name", json!("é".repeat(101)), NAME_TOO_LONG),
        ("name", json!("a\r\nBcc: b"), NAME_STRANGE),
        ("name", json!("a\0b"), NAME_STRANGE),
        ("files", Value::Null, FILES_COUNT),
        ("files", json!(2), FILES_COUNT),
        ("files", json!({"count": -1}), FILES_COUNT),
        ("files", json!({"count": 1, "x": 1}), FILES_COUNT),
        ("email", Value::Null, EMAIL_MISSING),
        ("email", json!(""), EMAIL_MISSING),
        ("email", json!("a@b@c.example"), EMAIL_WRONG),
        ("email", json!("zoe@example"), EMAIL_WRONG),
        ("consent", Value::Null, CONSENT_NEEDED),
        ("consent", json!({"personal_data": false, "ai_training": true}), CONSENT_NEEDED),
        ("consent", json!({"personal_data": true}), CONSENT_NEEDED),
    ] {
        let problem = turn(json!({"step": step, "input": input})).await.refused(422, "invalid-input");
        assert_eq!((&problem["detail"], &problem["fields"]["input"]), (&json!(words), &json!(words)), "{step} {input}");
    }
    for (body, field) in
        [(json!({"step": "elsewhere"}), "step"), (json!({"step": 1}), "step"), (json!({"input": "x"}), "")]
    {
        let problem = turn(body).await.refused(422, "invalid-input");
        assert!(problem["fields"].as_object().is_some_and(|fields| fields.keys().any(|name| name.contains(field))));
    }
    turn(json!({"step": "start", "session_id": client::new_id()})).await.refused(422, "invalid-input");
}

#[tokio::test]
async fn s22_the_consents_texts_have_their_hashes() {
    let app = App::start().await;
    let english = app.client.get("/api/v1/consent").await.ok(200).json();
    assert_eq!(english["version"], CONSENT_VERSION);
    let texts = ["personal_data", "ai_training"].map(|purpose| {
        let text = english[purpose]["text"].as_str().expect("a text");
        assert_eq!(english[purpose]["sha256"], hex(text));
        text.to_owned()
    });
    assert_ne!(texts[0], texts[1]);
    for query in ["?locale=en-GB", "?locale=xx", "?locale=", "?locale=%00", "?other=1"] {
        assert_eq!(app.client.get(&format!("/api/v1/consent{query}")).await.ok(200).json(), english);
    }
    app.client.get("/api/v1/consent?locale=en&locale=de").await.refused(400, "invalid-request");
}

#[tokio::test]
async fn i6_no_name_is_stored_before_the_contact() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    for (step, input) in [("name", "Xanthippe"), ("email", "xanthippe@example.org")] {
        let body = json!({"step": step, "input": input}).to_string();
        app.client.send("POST", "/api/v1/intake", &[], body).await.ok(200);
    }
    let mut contact = contact("xanthippe@example.org");
    contact["name"] = json!("Xanthippe");
    contact["consent_personal_data"] = json!(false);
    visitor.call("PUT", "/contact", contact).await.ok(422);
    let search = std::process::Command::new("grep").args(["-rli", "xanthippe"]).arg(app.folder.path()).output();
    let found = String::from_utf8(search.expect("grep").stdout).expect("paths");
    assert_eq!(found, "");
    assert!(!app.dump().await.contains("127.0.0.1"));
}

#[tokio::test]
async fn the_chats_page_contains_the_greeting_of_the_api() {
    let app = App::start().await;
    let asked = app.client.send(
        "POST",
        "/api/v1/intake",
        &[("content-type", "application/json")],
        r#"{"step":"start"}"#.to_owned(),
    );
    let asked = asked.await.ok(200).json();
    for path in ["/widget", "/widget?lang=en-GB&title=x&accent=", "/widget?lang=%3Cb%3E", "/widget?lang="] {
        let page = app.client.get(path).await.ok(200).text();
        let (_, rest) = page.split_once("data-greeting=\"").expect("a greeting");
        let (escaped, _) = rest.split_once('"').expect("its end");
        let text = escaped.replace("&#34;", "\"").replace("&#39;", "'").replace("&#38;", "&");
        let brought: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(brought, asked, "{path}");
        assert!(page.contains("<html lang=\"en\" dir=\"ltr\">") && !page.contains("<b>"), "{path}");
    }
}
