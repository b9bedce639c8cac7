//! The calls of clients that know one conversation only.

use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::send::{idempotency_key, whole_answer};
use super::{ChatProblems, SendProblems};
use crate::auth::members::Member;
use crate::chat::{Chat, Message, Place, Turn};
use crate::error::Error;
use crate::platform::http::Json;

/// A message
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Line {
    /// `user` or `assistant`
    role: String,
    content: String,
}

impl From<Message> for Line {
    fn from(message: Message) -> Self {
        Self { role: message.role, content: message.content }
    }
}

/// A question
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Question {
    #[schema(min_length = 1, max_length = 32_768)]
    message: String,
}

/// An answer
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Response {
    response: String,
}

/// Answers a message of the main conversation.
#[utoipa::path(post, path = "/api/chat/send", tag = "chat", request_body = Question, security(("member" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "sent again, it is the same message")),
    responses((status = 200, body = Response), ChatProblems, SendProblems))]
pub async fn send(
    Member(identity): Member,
    State(chat): State<Chat>,
    headers: HeaderMap,
    Json(body): Json<Question>,
) -> Result<axum::Json<Response>, Error> {
    let turn = Turn::Ask { text: body.message, key: idempotency_key(&headers)?, instead_of: None };
    let answer = whole_answer(chat, identity, Place::Main, turn).await?;
    Ok(axum::Json(Response { response: answer.content }))
}

/// The same, as other clients know it.
#[utoipa::path(post, path = "/api/chat", tag = "chat", request_body = Question, security(("member" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "sent again, it is the same message")),
    responses((status = 200, body = Response), ChatProblems, SendProblems))]
pub async fn ask(
    member: Member,
    chat: State<Chat>,
    headers: HeaderMap,
    body: Json<Question>,
) -> Result<axum::Json<Response>, Error> {
    send(member, chat, headers, body).await
}

/// Returns the messages of the main conversation, oldest first.
#[utoipa::path(get, path = "/api/chat/history", tag = "chat", security(("member" = [])),
    responses((status = 200, body = Vec<Line>), ChatProblems))]
pub async fn history(Member(identity): Member, State(chat): State<Chat>) -> Result<axum::Json<Vec<Line>>, Error> {
    let (_, messages) = chat.read(&identity, &Place::Main, None).await?;
    Ok(axum::Json(messages.into_iter().map(Line::from).collect()))
}

/// That it is done
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Success {
    success: bool,
}

/// Deletes all conversations of the member.
#[utoipa::path(delete, path = "/api/chat/history", tag = "chat", security(("member" = [])),
    responses((status = 200, body = Success), ChatProblems))]
pub async fn clear(Member(identity): Member, State(chat): State<Chat>) -> Result<axum::Json<Success>, Error> {
    chat.delete_all(&identity).await?;
    Ok(axum::Json(Success { success: true }))
}

/// The main conversation
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Overview {
    user_id: String,
    /// Oldest first
    messages: Vec<Line>,
}

/// Returns the main conversation and whose it is.
#[utoipa::path(get, path = "/api/chat", tag = "chat", security(("member" = [])),
    responses((status = 200, body = Overview), ChatProblems))]
pub async fn overview(Member(identity): Member, State(chat): State<Chat>) -> Result<axum::Json<Overview>, Error> {
    let (_, messages) = chat.read(&identity, &Place::Main, None).await?;
    let messages = messages.into_iter().map(Line::from).collect();
    Ok(axum::Json(Overview { user_id: identity.subject, messages }))
}
