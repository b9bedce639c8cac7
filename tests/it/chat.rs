//! Members' conversations: the calls of the site's pages, and whose conversations they are.
//!
//! In the tests' names `s20_…` is promise 20 in docs/security.md.

use serde_json::{Value, json};

use crate::support::client::{Answer, new_id};
use crate::support::jwt::signed;
use crate::support::member::{Member, SECRET, member, start};
use crate::support::talker::Talker;

#[tokio::test]
async fn a_client_that_knows_one_conversation_sends_reads_and_clears() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "ada");
    assert_eq!(ada.get("/api/chat/history").await.ok(200).json(), json!([]));
    assert_eq!(app.number("SELECT count(*) FROM members").await, 0, "a look stores nothing");
    let sent = ada.call("POST", "/api/chat/send", json!({ "message": "Hello there" })).await.ok(200).json();
    assert_eq!(sent, json!({ "response": "You said: Hello there" }));
    ada.call("POST", "/api/chat/send", json!({ "message": "Again" })).await.ok(200);
    let lines = json!([
        { "role": "user", "content": "Hello there" }, { "role": "assistant", "content": "You said: Hello there" },
        { "role": "user", "content": "Again" }, { "role": "assistant", "content": "You said: Again" },
    ]);
    assert_eq!(ada.get("/api/chat/history").await.ok(200).json(), lines);
    assert_eq!(ada.get("/api/chat").await.ok(200).json(), json!({ "user_id": "ada", "messages": lines }));
    let asked = model.latest();
    let of_conversation: Vec<&Value> =
        asked.as_array().expect("messages").iter().filter(|message| message["role"] != "system").collect();
    assert_eq!(of_conversation.len(), 3, "the model reads what was said before: {asked}");
    let listed = ada.get("/api/v1/chat").await.ok(200).json();
    assert_eq!(listed["conversations"][0]["title"], "Hello there", "the main conversation is one of them");
    ada.start().await;
    let cleared = ada.call("DELETE", "/api/chat/history", Value::Null).await.ok(200).json();
    assert_eq!(cleared, json!({ "success": true }));
    assert_eq!(ada.get("/api/chat/history").await.ok(200).json(), json!([]));
    assert_eq!(ada.get("/api/v1/chat").await.ok(200).json()["conversations"], json!([]));
    assert_eq!(app.number("SELECT count(*) FROM messages").await, 0);
}

#[tokio::test]
async fn conversations_are_started_read_listed_renamed_searched_and_deleted() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "ada");
    let started = ada.call("POST", "/api/v1/chat/start", Value::Null).await.ok(200).json();
    assert_eq!(started["message"], "Hello.");
    let first = started["conversation_id"].as_str().expect("an id").to_owned();
    let sent = ada.say(&first, "How is module three scored?").await.ok(200).json();
    assert_eq!(sent["response"], "You said: How is module three scored?");
    assert_eq!((&sent["message"]["role"], &sent["message"]["content"]), (&json!("assistant"), &sent["response"]));
    assert_eq!(sent["conversation_id"], first);
    let read = ada.get(&format!("/api/v1/chat/{first}")).await.ok(200).json();
    assert_eq!(read["messages"][2]["id"], sent["message"]["id"]);
    assert_eq!(
        ada.texts(&first).await,
        ["Hello.", "How is module three scored?", "You said: How is module three scored?"]
    );

    // Newest first, and a page at a time.
    for _ in 0..51 {
        ada.start().await;
    }
    let page = ada.get("/api/v1/chat").await.ok(200);
    let link = page.header("link").to_owned();
    let (next, _) = link.trim_start_matches('<').split_once(">; rel=\"next\"").expect("a next page");
    let rest = ada.get(next).await.ok(200);
    let ids = |answer: &Answer| -> Vec<String> {
        let json = answer.json();
        let all = json["conversations"].as_array().expect("a list").iter();
        all.map(|one| one["id"].as_str().expect("an id").to_owned()).collect()
    };
    let all = [ids(&page), ids(&rest)].concat();
    assert_eq!((all.len(), all.last()), (52, Some(&first)));
    assert_eq!(rest.header("link"), "");

    let renamed = ada.call("PATCH", &format!("/api/v1/chat/{first}"), json!({ "title": " Scores " })).await;
    assert_eq!(renamed.ok(200).json()["title"], "Scores");
    let found = ada.get("/api/v1/chat/search?q=MODULE%20three").await.ok(200).json();
    let hits = found["results"].as_array().expect("hits");
    assert_eq!(hits.len(), 2, "{found}");
    assert_eq!((&hits[0]["conversation_id"], &hits[0]["title"]), (&json!(first), &json!("Scores")));
    assert_eq!(hits[0]["snippet"], "You said: How is module three scored?");
    assert_eq!(ada.get("/api/v1/chat/search?q=100%25_").await.ok(200).json()["results"], json!([]));

    let message = sent["message"]["id"].as_str().expect("an id");
    let feedback = format!("/api/v1/chat/{first}/messages/{message}/feedback");
    ada.call("PUT", &feedback, json!({ "value": "down", "note": "Too short" })).await.ok(204);
    assert_eq!(
        app.text("SELECT feedback || feedback_note FROM messages WHERE feedback IS NOT NULL").await,
        "-1Too short"
    );
    ada.call("PUT", &feedback, json!({ "value": null })).await.ok(204);
    assert_eq!(app.number("SELECT count(*) FROM messages WHERE feedback IS NOT NULL").await, 0);

    ada.call("DELETE", &format!("/api/v1/chat/{first}"), Value::Null).await.ok(204);
    ada.get(&format!("/api/v1/chat/{first}")).await.refused(404, "not-found");
    ada.call("DELETE", "/api/v1/chat", Value::Null).await.ok(204);
    assert_eq!(app.number("SELECT count(*) FROM conversations").await, 0);
    let notice = app.client.get("/api/v1/chat/notice").await.ok(200).json();
    assert!(
        notice["version"].is_string() && notice["text"].as_str().is_some_and(|text| text.contains("program")),
        "{notice}"
    );
}

/// Every call about another member's conversation is refused alike, and changes nothing; about one that does not exist, 404.
#[tokio::test]
async fn s20_a_members_conversations_are_reached_by_that_member_alone() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let members = [member(&app, "ada"), member(&app, "bob"), member(&app, "eve")];
    let mut own = Vec::new();
    for one in &members[..2] {
        let conversation = one.start().await;
        let sent = one.say(&conversation, &format!("a secret of {}", one.name)).await.ok(200).json();
        own.push((conversation, sent["message"]["id"].as_str().expect("an id").to_owned()));
    }
    let before = app.dump().await;
    let nothing = (new_id(), new_id());
    for (caller, one) in members.iter().enumerate() {
        for (owner, (conversation, message)) in own.iter().chain([&nothing]).enumerate() {
            if caller == owner {
                continue;
            }
            let (status, slug) = if owner == own.len() { (404, "not-found") } else { (403, "forbidden") };
            let base = format!("/api/v1/chat/{conversation}");
            let question = json!({ "parts": [{ "type": "text", "text": "Hi" }], "role": "user", "id": "q" });
            let calls = [
                ("GET", base.clone(), Value::Null),
                ("PATCH", base.clone(), json!({ "title": "Mine" })),
                ("DELETE", base.clone(), Value::Null),
                ("POST", format!("{base}/stop"), Value::Null),
                ("POST", format!("{base}/stop"), json!({ "message_id": message })),
                ("PUT", format!("{base}/messages/{message}/feedback"), json!({ "value": "up" })),
                (
                    "POST",
                    "/api/v1/chat/message".to_owned(),
                    json!({ "conversation_id": conversation, "message": "Hi" }),
                ),
            ];
            for (method, path, body) in calls {
                one.call(method, &path, body).await.refused(status, slug);
            }
            if owner < own.len() {
                // An id that is not known yet is one that the client has made.
                let body = json!({ "id": conversation, "messages": [question] });
                one.call("POST", "/api/v1/chat", body).await.refused(403, "forbidden");
                let body = json!({ "id": conversation, "messages": [], "trigger": "regenerate-message" });
                one.call("POST", "/api/v1/chat", body).await.refused(403, "forbidden");
                one.get(&format!("{base}/stream")).await.refused(403, "forbidden");
                // Through a conversation of one's own neither.
                let mine = own.get(caller).map_or(&*nothing.0, |(mine, _)| mine);
                if mine != nothing.0 {
                    let path = format!("/api/v1/chat/{mine}/messages/{message}/feedback");
                    one.call("PUT", &path, json!({ "value": "up" })).await.refused(404, "not-found");
                    one.get(&format!("/api/v1/chat/{mine}?before={message}")).await.refused(404, "not-found");
                    let edit = json!({ "id": mine, "messages": [question], "messageId": message });
                    one.call("POST", "/api/v1/chat", edit).await.refused(404, "not-found");
                }
            } else {
                one.get(&format!("{base}/stream")).await.ok(204);
            }
        }
        let found = one.get("/api/v1/chat/search?q=secret").await.ok(200).text();
        for other in members.iter().filter(|other| other.name != one.name) {
            // A bare name of three letters could be part of an id.
            let theirs = format!("secret of {}", other.name);
            assert!(!found.contains(&theirs), "{found}");
            assert!(!one.get("/api/v1/chat").await.text().contains(&theirs));
            assert!(!one.get("/api/chat/history").await.text().contains(&theirs));
            assert!(!one.get("/api/v1/members/me").await.text().contains(&format!("\"{}\"", other.name)));
        }
    }
    assert_eq!(app.dump().await, before, "nothing has changed");
}

#[tokio::test]
async fn s20_only_tokens_of_the_site_and_sessions_of_ours_open_a_conversation() {
    let model = Talker::start().await;
    let key = "0123456789abcdef-the-key-of-the-site";
    let app = start(&model, &[&format!("--session-service-keys={key}")]).await;
    let claims = json!({ "sub": "ada" });
    let expired = json!({ "sub": "ada", "exp": 1 });
    let wrong = signed(&claims, b"another secret, as long as the site's own one");
    let old = signed(&expired, SECRET.as_bytes());
    let paths = ["/api/chat/history", "/api/chat", "/api/v1/chat", "/api/v1/members/me", "/api/v1/chat/search?q=a"];
    for path in paths {
        let bare = app.client.get(path).await;
        bare.refused(401, "not-signed-in");
        assert_eq!(bare.header("www-authenticate"), "Bearer");
        for token in [&wrong, &old, "a.b.c", key] {
            let answer = app.client.clone().send_as(token.to_owned(), path).await;
            answer.refused(401, "not-signed-in");
        }
        let named = app.client.send("GET", path, &[("x-user-id", "ada")], "").await;
        named.refused(401, "not-signed-in");
    }
    // A session that the site's backend made for the same user is the same member.
    let ada = member(&app, "ada");
    ada.call("POST", "/api/chat/send", json!({ "message": "Hello" })).await.ok(200);
    let bearer = format!("Bearer {key}");
    let body = json!({ "user_id": "ada" }).to_string();
    let headers = [("content-type", "application/json"), ("authorization", &*bearer)];
    let made = app.client.send("POST", "/sessions/create", &headers, body).await.ok(200).json();
    let session = made["session_id"].as_str().expect("a token");
    let read = app.client.send("GET", "/api/chat/history", &[("x-session-id", session)], "").await.ok(200).json();
    assert_eq!(read[0]["content"], "Hello");
}

/// For trying out; `tests/it/operations.rs` has that `--production` refuses it.
#[tokio::test]
async fn s20_a_user_named_in_a_header_is_believed_from_this_machine_only_and_by_option() {
    let model = Talker::start().await;
    let app = start(&model, &["--members-trust-user-header=on", "--trusted-proxies=127.0.0.1/32"]).await;
    let ask = async |more: &[(&str, &str)]| app.client.send("GET", "/api/chat/history", more, "").await;
    ask(&[("x-user-id", "ada")]).await.ok(200);
    for more in [
        &[("x-user-id", "ada"), ("x-forwarded-for", "203.0.113.9")][..],
        &[("x-user-id", "ada"), ("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
        &[("x-user-id", "ada"), ("x-user-id", "bob")],
        &[("x-user-id", "")],
        &[("x-user-id", "ada"), ("authorization", "Bearer a.b.c")],
    ] {
        ask(more).await.refused(401, "not-signed-in");
    }
}

#[tokio::test]
async fn the_ai_sdks_calls_make_answer_edit_and_replace() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "ada");
    let send = async |body: Value| ada.call("POST", "/api/v1/chat", body).await;
    let question =
        |id: &str, text: &str| json!({ "id": id, "role": "user", "parts": [{ "type": "text", "text": text }] });
    let answer = send(json!({ "id": "my-chat", "messages": [question("q1", "Hello")] })).await.ok(200);
    assert_eq!(answer.header("content-type"), "text/event-stream");
    assert_eq!(answer.header("x-vercel-ai-ui-message-stream"), "v1");
    assert!(answer.header("cache-control").contains("no-transform"), "{:?}", answer.headers);
    let text = answer.text();
    let chunks = chunks(&text);
    let kinds: Vec<&str> = chunks.iter().filter_map(|chunk| chunk["type"].as_str()).collect();
    assert_eq!((kinds.first(), kinds.get(1)), (Some(&"start"), Some(&"text-start")), "{text}");
    assert_eq!((&kinds[kinds.len() - 2], kinds.last()), (&"text-end", Some(&"finish")), "{text}");
    assert_eq!(said(&chunks), "You said: Hello");
    assert!(text.starts_with(": open\n") && text.ends_with("data: [DONE]\n\n"), "{text}");
    let conversation = chunks[0]["messageMetadata"]["conversation_id"].as_str().expect("an id").to_owned();
    let answered = chunks[0]["messageId"].as_str().expect("an id").to_owned();
    assert_eq!(chunks.last().expect("the end")["messageMetadata"]["usage"], json!({ "prompt": 11, "answer": 3 }));
    let read = ada.get("/api/v1/chat/my-chat").await.ok(200).json();
    assert_eq!((&read["conversation_id"], &read["messages"][1]["id"]), (&json!(conversation), &json!(answered)));

    // The same message again is the same answer; another text under its name is refused.
    let again = send(json!({ "id": "my-chat", "messages": [question("q1", "Hello")] })).await.ok(200).text();
    assert_eq!(self::chunks(&again)[0]["messageId"], answered);
    send(json!({ "id": "my-chat", "messages": [question("q1", "Bye")] })).await.refused(409, "message-differs");
    assert_eq!(model.count(), 1);

    // Another answer to the same question takes the place of the first.
    let body = json!({ "id": "my-chat", "messages": [], "trigger": "regenerate-message", "messageId": answered });
    let other = send(body).await.ok(200).text();
    assert_ne!(self::chunks(&other)[0]["messageId"], answered);
    assert_eq!(ada.texts("my-chat").await, ["Hello", "You said: Hello"]);
    assert_eq!(model.count(), 2);

    // An edited question begins a branch of its own.
    send(json!({ "id": "my-chat", "messages": [question("q2", "More")] })).await.ok(200);
    let edit = json!({ "id": "my-chat", "messages": [question("q1", "Good day")], "messageId": "q1" });
    send(edit).await.ok(200);
    assert_eq!(ada.texts("my-chat").await, ["Good day", "You said: Good day"]);

    // An id that the client has made is the conversation's.
    let id = new_id();
    send(json!({ "id": id, "messages": [question("q1", "New")] })).await.ok(200);
    assert_eq!(ada.texts(&id).await, ["New", "You said: New"]);
    assert_eq!(ada.get(&format!("/api/v1/chat/{id}")).await.json()["conversation_id"], id);
}

#[tokio::test]
async fn bad_input_is_a_sentence_and_stores_nothing() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "ada");
    let conversation = ada.start().await;
    let before = app.dump().await;
    let message = |text: &str| json!({ "conversation_id": conversation, "message": text });
    let long = "a".repeat(32 * 1024 + 1);
    let base = format!("/api/v1/chat/{conversation}");
    let feedback = format!("{base}/messages/{}/feedback", new_id());
    let send = "/api/v1/chat/message";
    for (method, path, body, status, slug) in [
        ("POST", send, message(""), 422, "invalid-input"),
        ("POST", send, message(" \n"), 422, "invalid-input"),
        ("POST", send, message("a\0b"), 422, "invalid-input"),
        ("POST", send, message(&long), 413, "question-too-long"),
        ("POST", send, json!({ "message": "Hi" }), 422, "invalid-input"),
        ("POST", send, json!([]), 422, "invalid-input"),
        ("POST", send, json!({ "conversation_id": "unknown", "message": "Hi" }), 404, "not-found"),
        ("POST", "/api/chat/send", json!({ "text": "Hi" }), 422, "invalid-input"),
        ("POST", "/api/v1/chat", json!({}), 422, "invalid-input"),
        (
            "POST",
            "/api/v1/chat",
            json!({ "id": "a\u{7}", "messages": [{ "role": "user", "content": "Hi" }] }),
            422,
            "invalid-input",
        ),
        ("POST", "/api/v1/chat", json!({ "id": "new", "trigger": "regenerate-message" }), 422, "invalid-input"),
        ("PATCH", &base, json!({ "title": "" }), 422, "invalid-input"),
        ("PATCH", &base, json!({ "title": "two\nlines" }), 422, "invalid-input"),
        ("PATCH", &base, json!({ "title": "a".repeat(201) }), 422, "invalid-input"),
        ("PUT", &feedback, json!({ "value": "up" }), 404, "not-found"),
        ("PUT", &feedback, json!({ "value": "sideways" }), 422, "invalid-input"),
        ("GET", "/api/v1/chat/search?q=", Value::Null, 422, "invalid-input"),
        ("GET", "/api/v1/chat?before=nonsense", Value::Null, 422, "invalid-input"),
        ("GET", &*format!("{base}?before=nonsense"), Value::Null, 400, "invalid-request"),
    ] {
        let answer = ada.call(method, path, body.clone()).await;
        assert_eq!(answer.status, status, "{method} {path} {body}: {}", answer.text());
        answer.refused(status, slug);
    }
    let headers = [("idempotency-key", "ü")];
    ada.call_with("POST", send, &headers, message("Hi")).await.refused(400, "invalid-request");
    assert_eq!(app.dump().await, before);
    assert_eq!(model.count(), 0);
}

#[tokio::test]
async fn a_member_sends_so_many_messages_an_hour_and_others_are_not_counted() {
    let model = Talker::start().await;
    let app = start(&model, &["--chat-messages-per-hour=3", "--rate-limit=on"]).await;
    let (ada, bob) = (member(&app, "ada"), member(&app, "bob"));
    let conversation = ada.start().await;
    for text in ["one", "two"] {
        ada.say(&conversation, text).await.ok(200);
    }
    let before = app.dump().await;
    let refused = ada.say(&conversation, "three").await;
    refused.refused(429, "rate-limited");
    let seconds: u32 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=3600).contains(&seconds), "{seconds}");
    assert_eq!(app.dump().await, before, "what is refused is not stored");
    ada.get(&format!("/api/v1/chat/{conversation}")).await.ok(200);
    bob.call("POST", "/api/chat/send", json!({ "message": "Hi" })).await.ok(200);
    app.sql("UPDATE member_hours SET hour = hour - interval '1 hour'").await;
    ada.say(&conversation, "three").await.ok(200);
}

/// The data of a stream, without its last marker.
fn chunks(text: &str) -> Vec<Value> {
    let data = text.lines().filter_map(|line| line.strip_prefix("data: ")).filter(|data| *data != "[DONE]");
    data.map(|data| serde_json::from_str(data).expect("JSON")).collect()
}

fn said(chunks: &[Value]) -> String {
    chunks.iter().filter_map(|chunk| chunk["delta"].as_str()).collect()
}

/// Retried late, after the conversation has gone on, a question that failed must not take the place of newer ones.
#[tokio::test]
async fn a_late_retry_hides_nothing_and_what_the_site_no_longer_says_is_forgotten() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "ada");
    let conversation = ada.start().await;
    let failing = json!({ "conversation_id": conversation, "message": "fail" });
    let name = [("idempotency-key", "k1")];
    ada.call_with("POST", "/api/v1/chat/message", &name, failing.clone()).await.refused(502, "model-failed");
    ada.say(&conversation, "Hello").await.ok(200);
    ada.call_with("POST", "/api/v1/chat/message", &name, failing).await.refused(502, "model-failed");
    assert_eq!(ada.texts(&conversation).await, ["Hello.", "fail", "Hello", "You said: Hello"]);
    assert_eq!(model.count(), 2);

    let with = |claims: Value| Member { token: signed(&claims, SECRET.as_bytes()), ..ada.clone() };
    let before = with(json!({ "sub": "ada", "name": "Ada", "role": "admin" }));
    before.say(&conversation, "One").await.ok(200);
    let after = with(json!({ "sub": "ada", "name": "Ada Lovelace" }));
    after.say(&conversation, "Two").await.ok(200);
    assert_eq!(app.text("SELECT (told || claimed)::text FROM members").await, r#"{"name": "Ada Lovelace"}"#);
}
