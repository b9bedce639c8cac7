//! Sending a message, and following its answer.

use axum::body::Body;
use axum::extract::{FromRequest, Request, State};
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse as _, Response};
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{ChatProblems, SendProblems, events};
use crate::auth::members::{Identity, Member};
use crate::chat::{self, Begun, Chat, Heard, Message, Place, Turn};
use crate::error::{Error, Kind};
use crate::platform::http::{Json, Lang, Path, extract};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The AI SDK's clients send the whole conversation each time.
const MAX_UI_BODY: usize = 1024 * 1024;

/// A stored message
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MessageAnswer {
    id: Uuid,
    /// `user` or `assistant`
    role: String,
    content: String,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
}

impl From<Message> for MessageAnswer {
    fn from(message: Message) -> Self {
        Self { id: message.id, role: message.role, content: message.content, created_at: message.created_at }
    }
}

/// A new conversation
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Started {
    conversation_id: Uuid,
    /// What the assistant says first
    message: String,
}

/// Starts a conversation. It begins with a greeting.
#[utoipa::path(post, path = "/api/v1/chat/start", tag = "chat", security(("member" = [])),
    responses((status = 200, body = Started), ChatProblems))]
pub async fn start(
    Member(identity): Member,
    State(chat): State<Chat>,
    Lang(words): Lang,
) -> Result<axum::Json<Started>, Error> {
    let message = match chat.greeting() {
        Some(greeting) => greeting.to_owned(),
        None => words.text("chat-greeting"),
    };
    let conversation_id = chat.start(&identity, &message).await?;
    Ok(axum::Json(Started { conversation_id, message }))
}

/// A message for a conversation
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Send {
    /// The conversation's id, or the client's name for it
    #[schema(min_length = 1, max_length = 255)]
    conversation_id: String,
    #[schema(min_length = 1, max_length = 32_768)]
    message: String,
}

/// The answer to a message
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Sent {
    conversation_id: Uuid,
    message: MessageAnswer,
    /// The text of the message
    response: String,
}

/// Answers a message; as a stream if `Accept` names `text/event-stream`.
#[utoipa::path(post, path = "/api/v1/chat/message", tag = "chat", request_body = Send, security(("member" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "sent again, it is the same message")),
    responses((status = 200, body = Sent), ChatProblems, SendProblems))]
pub async fn message(
    Member(identity): Member,
    State(chat): State<Chat>,
    headers: HeaderMap,
    Json(body): Json<Send>,
) -> Result<Response, Error> {
    let turn = Turn::Ask { text: body.message, key: idempotency_key(&headers)?, instead_of: None };
    let place = Place::Known(body.conversation_id);
    if wants_stream(&headers) {
        let begun = begin(&chat, identity, place, turn).await?;
        return Ok(events::respond(&chat, begun));
    }
    let begun = begin(&chat, identity.clone(), place, turn).await?;
    let answer = whole(&chat, &identity, begun).await?;
    let response = answer.content.clone();
    let sent = Sent { conversation_id: begun.conversation, message: answer.into(), response };
    Ok(axum::Json(sent).into_response())
}

/// Answers a message of an AI SDK client (`DefaultChatTransport`): `{id, messages, trigger?, messageId?}`. Only the last
/// message is read; the conversation is the one that is kept here. An unknown `id` makes one.
#[utoipa::path(post, path = "/api/v1/chat", tag = "chat", request_body = Object, security(("member" = [])),
    responses((status = 200, description = "the stream", content_type = "text/event-stream"), ChatProblems, SendProblems))]
pub async fn ui_message(
    Member(identity): Member,
    State(chat): State<Chat>,
    body: UiMessage,
) -> Result<Response, Error> {
    let begun = begin(&chat, identity, Place::Named(body.id), body.turn).await?;
    Ok(events::respond(&chat, begun))
}

/// Replays the running answer of a conversation and goes on with it.
#[utoipa::path(get, path = "/api/v1/chat/{id}/stream", tag = "chat", security(("member" = [])),
    params(("id" = String, Path, description = "the conversation's id, or the client's name for it")),
    responses((status = 200, description = "the stream", content_type = "text/event-stream"),
              (status = 204, description = "no answer is running"), ChatProblems))]
pub async fn resume(
    Member(identity): Member,
    State(chat): State<Chat>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    match chat.running(&identity, &Place::Known(id)).await {
        Ok(Some(begun)) => Ok(events::respond(&chat, begun)),
        // Clients resume before the first message, too, under a name that is not known yet.
        Ok(None) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) if error.kind == Kind::NotFound => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(error),
    }
}

/// What an AI SDK client sends.
pub struct UiMessage {
    id: String,
    turn: Turn,
}

impl<S: Sync> FromRequest<S> for UiMessage {
    type Rejection = Error;

    async fn from_request(request: Request<Body>, _: &S) -> Result<Self, Error> {
        let bytes = extract::read(request.into_body(), MAX_UI_BODY).await?;
        let body: Value = serde_json::from_slice(&bytes)
            .map_err(|_| Error::new(Kind::InvalidRequest, "The body is not valid JSON."))?;
        Self::of(&body)
    }
}

impl UiMessage {
    /// Reads what matters and ignores the rest, which differs between versions of the client.
    fn of(body: &Value) -> Result<Self, Error> {
        let text = |name: &str| body[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        let id = text("id").ok_or_else(|| Error::field("id", "Name the conversation."))?;
        if body["trigger"] == "regenerate-message" {
            return Ok(Self { id, turn: Turn::AnswerAgain { answer: text("messageId") } });
        }
        let last = body["messages"].as_array().and_then(|all| all.last());
        let last = last.filter(|last| last["role"] == "user");
        let last = last.ok_or_else(|| Error::field("messages", "The last message must be the user's."))?;
        let parts = last["parts"].as_array().map_or(&[][..], Vec::as_slice);
        let of_parts: Vec<&str> =
            parts.iter().filter(|part| part["type"] == "text").filter_map(|part| part["text"].as_str()).collect();
        let text_of = if of_parts.is_empty() {
            last["content"].as_str().unwrap_or_default().to_owned()
        } else {
            of_parts.join("\n")
        };
        let key = last["id"].as_str().filter(|key| !key.is_empty()).map(str::to_owned);
        let instead_of = text("messageId");
        // An edited message keeps its name.
        let key = key.filter(|key| instead_of.as_ref() != Some(key));
        Ok(Self { id, turn: Turn::Ask { text: text_of, key, instead_of } })
    }
}

fn wants_stream(headers: &HeaderMap) -> bool {
    let named = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|text| text.split(',')).any(|one| one.trim().starts_with("text/event-stream"))
}

/// The name that a client gives to a message, so that it is stored once however often it is sent.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Error> {
    let Some(key) = headers.get(IDEMPOTENCY_KEY) else {
        return Ok(None);
    };
    let text = key.to_str().map(|text| text.trim().trim_matches('"'));
    let text = text.ok().filter(|text| !text.is_empty());
    let unreadable = || Error::new(Kind::InvalidRequest, "Idempotency-Key must be 1 to 255 characters of ASCII.");
    text.map(str::to_owned).ok_or_else(unreadable).map(Some)
}

/// In a task of its own: a client that hangs up must not leave a question without its answer.
async fn begin(chat: &Chat, identity: Identity, place: Place, turn: Turn) -> Result<Begun, Error> {
    let chat = chat.clone();
    let begun = tokio::spawn(async move { chat.send(&identity, place, turn).await });
    begun.await.unwrap_or_else(|ended| Err(Error::caused(Kind::Internal, ended)))
}

/// Sends a message and waits for its answer.
pub(super) async fn whole_answer(chat: Chat, identity: Identity, place: Place, turn: Turn) -> Result<Message, Error> {
    let begun = begin(&chat, identity.clone(), place, turn).await?;
    whole(&chat, &identity, begun).await
}

/// Waits for an answer and returns it as it is stored.
async fn whole(chat: &Chat, identity: &Identity, begun: Begun) -> Result<Message, Error> {
    let mut heard = Box::pin(chat.follow(begun.answer));
    let mut retry_after = None;
    while let Some(heard) = heard.next().await {
        if let Heard::Finished(finished) = heard {
            retry_after = finished.retry_after;
        }
    }
    let answer = chat.message(identity, begun.conversation, begun.answer).await?;
    match answer.state {
        chat::State::Whole | chat::State::Stopped => Ok(answer),
        _ if !answer.content.is_empty() => {
            Err(Error::from(Kind::AnswerFailed).about_answer(begun.conversation, begun.answer))
        }
        _ => match retry_after {
            Some(seconds) => Err(Error::retry_after(Kind::Unavailable, seconds)),
            None => Err(Kind::ModelFailed.into()),
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_ai_sdks_clients_send_is_read() {
        let of = |body: Value| UiMessage::of(&body).map(|read| (read.id, read.turn));
        let parts =
            json!([{ "type": "step-start" }, { "type": "text", "text": "Hello" }, { "type": "text", "text": "you" }]);
        let user = json!({ "id": "m1", "role": "user", "parts": parts, "metadata": {} });
        let (id, turn) =
            of(json!({ "id": "c", "messages": [{ "role": "assistant" }, user], "trigger": "submit-message" }))
                .expect("read");
        assert_eq!(id, "c");
        assert!(
            matches!(turn, Turn::Ask { text, key: Some(key), instead_of: None } if text == "Hello\nyou" && key == "m1")
        );
        let edit = json!({ "id": "c", "messages": [user], "messageId": "m1" });
        assert!(matches!(of(edit).expect("read").1, Turn::Ask { key: None, instead_of: Some(old), .. } if old == "m1"));
        let older = json!({ "id": "c", "messages": [{ "role": "user", "content": "Hi" }] });
        assert!(matches!(of(older).expect("read").1, Turn::Ask { text, key: None, .. } if text == "Hi"));
        let again = json!({ "id": "c", "messages": [], "trigger": "regenerate-message", "messageId": "a1" });
        assert!(matches!(of(again).expect("read").1, Turn::AnswerAgain { answer: Some(answer) } if answer == "a1"));
        for bad in [
            json!([]),
            json!({ "messages": [user] }),
            json!({ "id": 1, "messages": [user] }),
            json!({ "id": "c" }),
            json!({ "id": "c", "messages": [] }),
            json!({ "id": "c", "messages": [user, { "role": "assistant", "parts": [] }] }),
        ] {
            assert!(of(bad.clone()).is_err(), "{bad}");
        }
    }
}
