//! The life of an answer: what is acknowledged is not lost, what has come stays, and it goes on without its reader.

use serde_json::{Value, json};

use crate::support::cluster::Cluster;
use crate::support::member::{Member, SECRET, member, start};
use crate::support::talker::Talker;
use crate::support::{App, until};

async fn states(app: &App) -> Vec<String> {
    app.texts("SELECT state FROM messages WHERE role = 'assistant' AND content <> 'Hello.' ORDER BY created_at").await
}

#[tokio::test]
async fn a_running_answer_is_heard_by_all_who_listen_and_stands_in_no_history() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "ada");
    let conversation = ada.start().await;
    let mut first = ada.listen(&conversation, "slowly").await;
    let id = {
        let text = first.until("\"delta\":\"one ").await;
        let start = text.lines().find_map(|line| line.strip_prefix("data: ")).expect("a chunk");
        serde_json::from_str::<Value>(start).expect("JSON")["messageId"].as_str().expect("an id").to_owned()
    };
    assert_eq!(ada.texts(&conversation).await, ["Hello.", "slowly"]);
    // One answer at a time, and the refusal says which.
    let refused = ada.say(&conversation, "and now?").await.refused(409, "answer-running");
    assert_eq!((&refused["conversation_id"], &refused["message_id"]), (&json!(conversation), &json!(id)));
    // A second device, which begins at the beginning.
    let mut second = ada.resume(&conversation).await;
    second.until("\"delta\":\"one ").await;
    model.go();
    for heard in [first, second] {
        let (said, last) = heard.end().await;
        assert_eq!((&*said, &last["type"]), ("one two", &json!("finish")));
    }
    assert_eq!(ada.texts(&conversation).await, ["Hello.", "slowly", "one two"]);
    ada.get(&format!("/api/v1/chat/{conversation}/stream")).await.ok(204);
    assert_eq!(
        app.text("SELECT finish || ' ' || model || ' ' || prompt_tokens FROM messages WHERE finish <> ''").await,
        "stop scripted 11"
    );
}

#[tokio::test]
async fn an_answer_goes_on_without_its_reader() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "ada");
    let conversation = ada.start().await;
    let mut heard = ada.listen(&conversation, "slowly").await;
    heard.until("one ").await;
    drop(heard);
    model.go();
    until("the whole answer", async || (states(&app).await == ["whole"]).then_some(())).await;
    assert_eq!(ada.texts(&conversation).await, ["Hello.", "slowly", "one two"]);
}

#[tokio::test]
async fn a_stop_stops_the_model_and_keeps_what_has_come() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "ada");
    let conversation = ada.start().await;
    let stop = format!("/api/v1/chat/{conversation}/stop");
    ada.call("POST", &stop, Value::Null).await.ok(204);
    let mut heard = ada.listen(&conversation, "forever").await;
    heard.until("\"delta\":\"3 ").await;
    // One that means an earlier answer comes too late.
    ada.call("POST", &stop, json!({ "message_id": crate::support::client::new_id() })).await.ok(204);
    assert_eq!(states(&app).await, ["running"]);
    ada.call("POST", &stop, Value::Null).await.ok(204);
    let (said, last) = heard.end().await;
    assert_eq!(last["type"], "abort");
    model.wait_for_hang_ups(1).await;
    assert_eq!(states(&app).await, ["stopped"]);
    assert_eq!(ada.texts(&conversation).await.last(), Some(&said), "what was heard is what is kept");
    assert!(said.starts_with("0 1 2 3 "), "{said}");
    // A client that waits for the whole answer gets what has come.
    let asked = tokio::spawn({
        let (ada, conversation) = (ada.clone(), conversation.clone());
        async move { ada.say(&conversation, "forever").await }
    });
    until("a running answer", async || states(&app).await.contains(&"running".to_owned()).then_some(())).await;
    ada.call("POST", &stop, Value::Null).await.ok(204);
    asked.await.expect("an answer").ok(200);
}

#[tokio::test]
async fn a_deleted_conversation_stops_its_answer() {
    for path in ["/api/v1/chat/{}", "/api/v1/chat", "/api/chat/history", "/api/v1/members/me"] {
        let model = Talker::start().await;
        let app = start(&model, &[]).await;
        let ada = member(&app, "ada");
        let conversation = ada.start().await;
        let mut heard = ada.listen(&conversation, "forever").await;
        heard.until("\"delta\"").await;
        let deleted = ada.call("DELETE", &path.replace("{}", &conversation), Value::Null).await;
        assert!(deleted.status.is_success(), "{path}: {}", deleted.text());
        model.wait_for_hang_ups(1).await;
        let (_, last) = heard.end().await;
        assert!(last["type"] == "abort" || last["type"] == "error", "{path}: {last}");
        assert_eq!(app.number("SELECT count(*) FROM messages").await, 0, "{path}");
    }
}

#[tokio::test]
async fn a_model_that_fails_is_an_answer_and_what_came_is_kept() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "ada");
    let conversation = ada.start().await;
    let failed = ada.say(&conversation, "fail").await;
    failed.refused(502, "model-failed");
    assert!(!failed.text().contains("secret"), "{}", failed.text());
    let busy = ada.say(&conversation, "busy").await;
    busy.refused(503, "unavailable");
    assert_eq!(busy.header("retry-after"), "7");
    let broken = ada.say(&conversation, "break").await.refused(502, "answer-failed");
    assert_eq!(broken["conversation_id"], conversation);
    let read = ada.get(&format!("/api/v1/chat/{conversation}")).await.ok(200).json();
    let last = read["messages"].as_array().and_then(|all| all.last()).cloned().expect("messages");
    assert_eq!((&last["id"], &last["content"]), (&broken["message_id"], &json!("half")));
    assert_eq!(states(&app).await, ["failed", "failed", "failed"]);
    // A stream ends in an error: after a bare end half an answer would seem whole.
    let (said, last) = ada.listen(&conversation, "break").await.end().await;
    assert_eq!((&*said, &last["type"]), ("half", &json!("error")));
    // Sent again under its name, a message that got nothing is answered at last, and stored once.
    let message = json!({ "conversation_id": conversation, "message": "fail" });
    let name = [("idempotency-key", "again")];
    ada.call_with("POST", "/api/v1/chat/message", &name, message.clone()).await.refused(502, "model-failed");
    let before = model.count();
    ada.call_with("POST", "/api/v1/chat/message", &name, message).await.refused(502, "model-failed");
    assert_eq!(model.count(), before + 1);
    assert_eq!(app.number("SELECT count(*) FROM messages WHERE client_key = 'again'").await, 1);
}

/// 64 sends of one message, and 64 of different ones: one question each, and never two answers at once.
#[tokio::test]
async fn sends_at_once_make_one_answer() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "ada");
    let conversation = ada.start().await;
    let sends = (0..64).map(|number| {
        let (ada, conversation) = (ada.clone(), conversation.clone());
        async move {
            let message = json!({ "conversation_id": conversation, "message": "slowly" });
            let name = if number % 2 == 0 { "same".to_owned() } else { format!("other-{number}") };
            ada.call_with("POST", "/api/v1/chat/message", &[("idempotency-key", &*name)], message).await
        }
    });
    let all = tokio::spawn(futures_util::future::join_all(sends));
    until("a running answer", async || (states(&app).await == ["running"]).then_some(())).await;
    until("the refusals", async || (app.client.metric("anteroom_http_requests_total").await >= 32.0).then_some(()))
        .await;
    model.go();
    let answers = all.await.expect("answers");
    let ok: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    let ids: std::collections::BTreeSet<String> =
        ok.iter().map(|answer| answer.json()["message"]["id"].to_string()).collect();
    let questions = app.number("SELECT count(*) FROM messages WHERE role = 'user'").await;
    assert_eq!(i64::try_from(ids.len()).expect("few"), questions);
    assert!(answers.iter().all(|answer| answer.status == 200 || answer.status == 409), "{answers:?}");
    assert_eq!(states(&app).await.iter().filter(|state| *state != "whole").count(), 0);
}

#[tokio::test]
async fn a_server_that_stops_lets_answers_end_and_cuts_those_that_do_not() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "ada");
    let (first, second) = (ada.start().await, ada.start().await);
    let (mut slow, mut endless) = (ada.listen(&first, "slowly").await, ada.listen(&second, "forever").await);
    slow.until("one ").await;
    endless.until("\"delta\"").await;
    model.go();
    let (mut database, _postgres, _folder) = app.stop_server().await;
    model.wait_for_hang_ups(1).await;
    let states: Vec<(String, String)> = sqlx::query_as(
        "SELECT state, content FROM messages WHERE role = 'assistant' AND content <> 'Hello.' ORDER BY state",
    )
    .fetch_all(&mut database)
    .await
    .expect("rows");
    assert_eq!(states[1], ("whole".to_owned(), "one two".to_owned()));
    assert!(states[0].0 == "cut" && states[0].1.starts_with("0 1 "), "{states:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_is_heard_stopped_and_outlived_from_another_instance() {
    let model = Talker::start().await;
    let secret = ("MEMBERS_JWT_SECRET", SECRET);
    let mut cluster = Cluster::start(2, &[("LLM_URL", &*model.url), ("LLM_MODEL", "scripted"), secret]).await;
    let [here, there] = [0, 1].map(|at| Member::of(&cluster.programs[at].client(), "ada"));
    let conversation = here.start().await;
    // Heard elsewhere, to its end.
    let mut slow = here.listen(&conversation, "slowly").await;
    slow.until("one ").await;
    let mut elsewhere = there.resume(&conversation).await;
    elsewhere.until("one ").await;
    there.say(&conversation, "and now?").await.refused(409, "answer-running");
    model.go();
    for heard in [slow, elsewhere] {
        let (said, last) = heard.end().await;
        assert_eq!((&*said, &last["type"]), ("one two", &json!("finish")));
    }
    // Stopped from elsewhere.
    let mut endless = here.listen(&conversation, "forever").await;
    endless.until("\"delta\":\"3 ").await;
    there.call("POST", &format!("/api/v1/chat/{conversation}/stop"), Value::Null).await.ok(204);
    let (said, last) = endless.end().await;
    assert_eq!(last["type"], "abort");
    model.wait_for_hang_ups(1).await;
    assert_eq!(there.texts(&conversation).await.last(), Some(&said));
    // Its instance is killed: what was written stays, and the conversation goes on elsewhere.
    let mut endless = here.listen(&conversation, "forever").await;
    endless.until("\"delta\"").await;
    let mut elsewhere = there.resume(&conversation).await;
    elsewhere.until("\"delta\":\"").await;
    cluster.programs[0].signal("KILL");
    cluster.programs[0].wait();
    model.wait_for_hang_ups(2).await;
    cluster.sql("UPDATE messages SET alive_until = now() WHERE state = 'running'").await;
    let (said, last) = elsewhere.end().await;
    assert_eq!(last["type"], "error", "{said}");
    assert!(said.starts_with("0 "), "{said}");
    assert_eq!(there.texts(&conversation).await.last(), Some(&said));
    let answer = there.say(&conversation, "Hello").await.ok(200).json();
    assert_eq!(answer["response"], "You said: Hello");
}
