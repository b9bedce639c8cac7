//! Clients of others against our conversations: the AI SDK's, what pages of sites have, and curl.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::member::{SECRET, member, start};
use crate::support::servers::{NodeServer, node_script};
use crate::support::talker::Talker;

/// What a script prints about this server, in the name of a member.
async fn run(script: &str, url: &str, token: &str) -> Value {
    let mut command = node_script(script);
    command.args([url, token]);
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("a thread").expect("node");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[tokio::test]
async fn the_ai_sdks_own_client_sends_resumes_and_stops() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "ada");
    let out = run("ai_client.mjs", &format!("http://{}", app.client.address), &ada.token).await;
    let expect = |name: &str, status: &str, count: u32, last: &str| {
        let got = &out[name];
        assert_eq!(
            (&got["status"], &got["count"], &got["last"]),
            (&json!(status), &json!(count), &json!(last)),
            "{name}: {out}"
        );
    };
    expect("sent", "ready", 2, "You said: Hello");
    expect("regenerated", "ready", 2, "You said: Hello");
    expect("nothing to resume", "ready", 2, "You said: Hello");
    expect("edited", "ready", 2, "You said: Good day");
    expect("broken", "error", 2, "half");
    assert!(out["broken"]["error"].as_str().is_some_and(|text| text.contains("broke off")), "{out}");
    assert_eq!(out["failed"]["status"], "error", "{out}");
    assert_eq!((&out["stopped"]["status"], &out["resumed"]["status"]), (&json!("ready"), &json!("ready")), "{out}");
    assert_eq!((&out["busy"], &out["kept"]), (&json!(409), &json!(true)), "{out}");
    assert!(out["conversation"].is_string(), "{out}");
    model.wait_for_hang_ups(1).await;
}

#[tokio::test]
async fn a_sites_own_component_loads_sends_and_clears() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "ada");
    let out = run("site_chat.mjs", &format!("http://{}", app.client.address), &ada.token).await;
    let lines = json!([
        { "role": "user", "content": "Hello" }, { "role": "assistant", "content": "You said: Hello" },
        { "role": "user", "content": "And more" }, { "role": "assistant", "content": "You said: And more" },
    ]);
    assert_eq!((&out["shown"], &out["loaded"]), (&lines, &lines));
    assert_eq!((&out["cleared"], &out["after"]), (&json!({ "success": true }), &json!([])));
}

/// As the documentation of a site's own chat service has them.
#[tokio::test]
async fn curl_starts_asks_reads_and_lists() {
    let model = Talker::start().await;
    let app = start(&model, &[]).await;
    let ada = member(&app, "abf6afe8-9085-4bf2-974c-1c9266884e7b");
    let url = format!("http://{}", app.client.address);
    let sh = async |line: &str| -> Value {
        let line = line.replace("http://localhost:8000", &url).replace("<supabase_jwt_token>", &ada.token);
        let mut command = Command::new("sh");
        command.args(["-c", &line]);
        let output = tokio::task::spawn_blocking(move || command.output()).await.expect("a thread").expect("curl");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stdout)))
    };
    let started = sh(r#"curl -s -X POST http://localhost:8000/api/v1/chat/start \
  -H "Authorization: Bearer <supabase_jwt_token>""#)
    .await;
    assert_eq!(started["message"], "Hello.");
    let id = started["conversation_id"].as_str().expect("an id").to_owned();
    let sent = sh(&r#"curl -s -X POST http://localhost:8000/api/v1/chat/message \
  -H "Authorization: Bearer <supabase_jwt_token>" \
  -H "Content-Type: application/json" \
  -d '{
    "conversation_id": "ID",
    "message": "I need to deploy a vision model for medical imaging"
  }'"#
    .replace("ID", &id))
    .await;
    assert_eq!(sent["response"], "You said: I need to deploy a vision model for medical imaging");
    let read = sh(&format!(
        r#"curl -s http://localhost:8000/api/v1/chat/{id} \
  -H "Authorization: Bearer <supabase_jwt_token>""#
    ))
    .await;
    assert_eq!(read["messages"].as_array().map(Vec::len), Some(3));
    let listed = sh(r#"curl -s http://localhost:8000/api/v1/chat \
  -H "Authorization: Bearer <supabase_jwt_token>""#)
    .await;
    assert_eq!((&listed["user_id"], &listed["conversations"][0]["id"]), (&json!(ada.name), &json!(id)));
    let without = sh("curl -s http://localhost:8000/api/v1/chat").await;
    assert_eq!(without["status"], 401);
}

/// On a page of the site, the site's cookie goes along by itself.
#[tokio::test]
async fn a_site_behind_the_same_name_needs_no_token() {
    let [port] = crate::support::launch::free_ports();
    let _site = NodeServer::start("whoami.mjs", port, "/asked").await;
    let model = Talker::start().await;
    let whoami = format!("--members-whoami-url=http://127.0.0.1:{port}/me");
    let app = start(&model, &[&whoami, "--members-cookie=sid"]).await;
    let site = crate::support::Client::new(([127, 0, 0, 1], port).into());
    let signed_in = site.post("/sign-in/7").await.ok(204);
    let cookie = signed_in.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    let headers = [("cookie", &*cookie), ("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    let sent = app.client.send("POST", "/api/chat/send", &headers, json!({ "message": "Hi" }).to_string()).await;
    assert_eq!(sent.ok(200).json(), json!({ "response": "You said: Hi" }));
    // The site's token for the same user finds the same conversation.
    let token = crate::support::jwt::signed(&json!({ "sub": 7 }), SECRET.as_bytes());
    let read = app.client.clone().send_as(token, "/api/chat/history").await.ok(200).json();
    assert_eq!(read[1]["content"], "You said: Hi");
}
