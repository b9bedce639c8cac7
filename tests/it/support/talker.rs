//! A model that does what the question says: an OpenAI-style server whose answers a test chooses.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use futures_util::{Stream, StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// The words that it knows: `busy` (429), `fail` (500), `break` (half an answer, then the connection ends), `slowly`
/// (`one `, then `two` once the test says so), `forever` (until we hang up). It repeats anything else.
pub struct Talker {
    /// For `LLM_URL`.
    pub url: String,
    state: Arc<Shared>,
}

struct Shared {
    /// Bodies of all requests.
    asked: watch::Sender<Vec<Value>>,
    /// How often slow answers may go on.
    go: watch::Sender<bool>,
    /// Answers whose reader has hung up before their end.
    hung_up: watch::Sender<usize>,
}

impl Talker {
    pub async fn start() -> Self {
        let state = Arc::new(Shared {
            asked: watch::Sender::default(),
            go: watch::Sender::default(),
            hung_up: watch::Sender::default(),
        });
        let router = Router::new().route("/v1/chat/completions", post(complete)).with_state(state.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, state }
    }

    /// The options of a program that asks it.
    pub fn options(&self) -> [String; 2] {
        [format!("--llm-url={}", self.url), "--llm-model=scripted".to_owned()]
    }

    /// Lets slow answers go on.
    pub fn go(&self) {
        self.state.go.send_replace(true);
    }

    /// The messages of the latest request.
    pub fn latest(&self) -> Value {
        self.state.asked.borrow().last().map_or(Value::Null, |body| body["messages"].clone())
    }

    /// How many requests there were.
    pub fn count(&self) -> usize {
        self.state.asked.borrow().len()
    }

    /// Waits until this many readers have hung up before the end.
    pub async fn wait_for_hang_ups(&self, count: usize) {
        let mut hung_up = self.state.hung_up.subscribe();
        let waiting = hung_up.wait_for(|now| *now >= count);
        tokio::time::timeout(super::PATIENCE, waiting).await.expect("a hang-up in time").expect("a model");
    }
}

async fn complete(State(shared): State<Arc<Shared>>, Json(body): Json<Value>) -> Response {
    let last = body["messages"].as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
    // Questions that were not answered go along with the next one.
    let question = last["content"].as_str().unwrap_or_default().rsplit("\n\n").next().unwrap_or_default().to_owned();
    shared.asked.send_modify(|asked| asked.push(body));
    match &*question {
        "busy" => (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "7")], "{}").into_response(),
        "fail" => (StatusCode::INTERNAL_SERVER_ERROR, "a secret of the model").into_response(),
        "break" => respond(stream::iter([text("half")])),
        "slowly" => {
            let mut go = shared.go.subscribe();
            let rest = stream::once(async move {
                drop(go.wait_for(|go| *go).await);
                text("two")
            });
            respond(stream::iter([text("one ")]).chain(rest).chain(stream::iter([stop()])))
        }
        "forever" => {
            let noticed = HangUp(shared);
            respond(stream::unfold((0, noticed), |(count, noticed)| async move {
                tokio::time::sleep(Duration::from_millis(20)).await;
                Some((text(&format!("{count} ")), (count + 1, noticed)))
            }))
        }
        other => {
            let words: Vec<String> = format!("You said: {other}").split_inclusive(' ').map(text).collect();
            respond(stream::iter(words.into_iter().chain([stop()])))
        }
    }
}

/// Counts when an answer is dropped.
struct HangUp(Arc<Shared>);

impl Drop for HangUp {
    fn drop(&mut self) {
        self.0.hung_up.send_modify(|count| *count += 1);
    }
}

fn respond(lines: impl Stream<Item = String> + Send + 'static) -> Response {
    let body = Body::from_stream(lines.map(|line| Ok::<_, Infallible>(Bytes::from(line))));
    ([(header::CONTENT_TYPE, "text/event-stream")], body).into_response()
}

fn text(delta: &str) -> String {
    line(&json!({ "model": "scripted", "choices": [{ "delta": { "content": delta } }] }))
}

fn stop() -> String {
    let last = json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] });
    let usage = json!({ "choices": [], "usage": { "prompt_tokens": 11, "completion_tokens": 3 } });
    format!("{}{}data: [DONE]\n\n", line(&last), line(&usage))
}

fn line(value: &Value) -> String {
    format!("data: {value}\n\n")
}
