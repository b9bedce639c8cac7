//! The stream of an answer, as the AI SDK's clients read it: UI message stream, version 1.

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use axum::response::sse::Event;
use futures_util::stream::{iter, once};
use futures_util::{Stream, StreamExt as _};
use serde_json::{Value, json};

use crate::chat::{Begun, Chat, Finished, Heard, State};
use crate::platform::http::sse;

const X_VERCEL_AI_UI_MESSAGE_STREAM: HeaderName = HeaderName::from_static("x-vercel-ai-ui-message-stream");

/// The only text of an answer's message.
const PART: &str = "t";

/// Responds with an answer from its beginning, and with the rest as it comes.
pub fn respond(chat: &Chat, begun: Begun) -> Response {
    let mut response = sse::respond(events(chat.follow(begun.answer), begun));
    response.headers_mut().insert(X_VERCEL_AI_UI_MESSAGE_STREAM, HeaderValue::from_static("v1"));
    response
}

fn events(
    heard: impl Stream<Item = Heard> + Send + 'static,
    begun: Begun,
) -> impl Stream<Item = Event> + Send + 'static {
    let start = json!({ "type": "start", "messageId": begun.answer,
                        "messageMetadata": { "conversation_id": begun.conversation } });
    let opening = [start, json!({ "type": "text-start", "id": PART })];
    let chunks = iter(opening).chain(heard.flat_map(|heard| iter(chunks(heard))));
    let numbered = chunks.enumerate().map(|(number, chunk)| event(number + 1, &chunk));
    // A comment first, so that proxies pass the head on; the marker of the end last.
    once(async { Event::default().comment("open") })
        .chain(numbered)
        .chain(once(async { Event::default().data("[DONE]") }))
}

fn event(number: usize, chunk: &Value) -> Event {
    Event::default().id(number.to_string()).data(chunk.to_string())
}

/// What a client is told. An answer that broke off ends in an error: after a bare end it would seem whole.
fn chunks(heard: Heard) -> Vec<Value> {
    match heard {
        Heard::Text(text) => vec![json!({ "type": "text-delta", "id": PART, "delta": text })],
        Heard::Source(title) => {
            let id = &title;
            vec![json!({ "type": "source-document", "sourceId": id, "mediaType": "text/plain", "title": title })]
        }
        Heard::Finished(finished) => {
            let end = json!({ "type": "text-end", "id": PART });
            vec![end, last(&finished)]
        }
    }
}

fn last(finished: &Finished) -> Value {
    let metadata = json!({ "trimmed": finished.is_trimmed,
                           "usage": { "prompt": finished.prompt_tokens, "answer": finished.answer_tokens } });
    match finished.state {
        State::Whole => {
            json!({ "type": "finish", "finishReason": finished.finish, "messageMetadata": metadata })
        }
        State::Stopped => json!({ "type": "abort", "reason": "stopped" }),
        State::Failed if finished.retry_after.is_some() => {
            json!({ "type": "error", "errorText": "The assistant has too much to do. Try again in a moment." })
        }
        State::Running | State::Cut | State::Failed => {
            json!({ "type": "error", "errorText": "The answer broke off. What has come is kept. Try again." })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_broke_off_never_seems_whole() {
        let finished = |state| Finished {
            state,
            finish: "stop".to_owned(),
            retry_after: None,
            is_trimmed: false,
            prompt_tokens: None,
            answer_tokens: None,
        };
        for (state, kind) in [
            (State::Whole, "finish"),
            (State::Stopped, "abort"),
            (State::Cut, "error"),
            (State::Failed, "error"),
            (State::Running, "error"),
        ] {
            assert_eq!(last(&finished(state))["type"], kind, "{state:?}");
        }
    }
}
