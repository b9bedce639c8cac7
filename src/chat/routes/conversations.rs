//! A member's conversations: list, read, rename, delete, search, stop, feedback.

use axum::extract::State;
use axum::http::header::LINK;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ChatProblems;
use super::send::MessageAnswer;
use crate::auth::members::Member;
use crate::chat::{Chat, Conversation, Hit, Place};
use crate::error::Error;
use crate::platform::http::cursor::Cursor;
use crate::platform::http::{Json, Lang, Path, Query};

/// Which part of a list
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Before {
    /// From the `Link` header of the page before
    before: Option<String>,
}

/// A member's conversations
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Conversations {
    user_id: String,
    /// Newest first
    conversations: Vec<Conversation>,
}

/// Lists the member's conversations, newest first. `Link` names the next page, if there is one.
#[utoipa::path(get, path = "/api/v1/chat", tag = "chat", security(("member" = [])), params(Before),
    responses((status = 200, body = Conversations), ChatProblems))]
pub async fn list(
    Member(identity): Member,
    State(chat): State<Chat>,
    Query(page): Query<Before>,
) -> Result<Response, Error> {
    let before = match &page.before {
        None => None,
        Some(text) => Some(
            Cursor::parse(text)
                .ok_or_else(|| Error::field("before", "This page is not known. Begin with the first one."))?,
        ),
    };
    let (conversations, next) = chat.list(&identity, before).await?;
    let found = Conversations { user_id: identity.subject, conversations };
    let mut response = axum::Json(found).into_response();
    if let Some(next) = next
        && let Ok(link) = HeaderValue::from_str(&format!(r#"</api/v1/chat?before={next}>; rel="next""#))
    {
        response.headers_mut().insert(LINK, link);
    }
    Ok(response)
}

/// Deletes all conversations of the member.
#[utoipa::path(delete, path = "/api/v1/chat", tag = "chat", security(("member" = [])),
    responses((status = 204, description = "deleted"), ChatProblems))]
pub async fn delete_all(Member(identity): Member, State(chat): State<Chat>) -> Result<StatusCode, Error> {
    chat.delete_all(&identity).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A conversation with its messages
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Whole {
    conversation_id: Uuid,
    /// Oldest first; of a long conversation the newest 1,000, or those before `before`. Not the answer that is running
    messages: Vec<MessageAnswer>,
}

/// Which part of a long conversation
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BeforeMessage {
    /// The oldest message that is known already
    before: Option<Uuid>,
}

/// Returns a conversation.
#[utoipa::path(get, path = "/api/v1/chat/{id}", tag = "chat", security(("member" = [])),
    params(("id" = String, Path, description = "the conversation's id, or the client's name for it"), BeforeMessage),
    responses((status = 200, body = Whole), ChatProblems))]
pub async fn read(
    Member(identity): Member,
    State(chat): State<Chat>,
    Path(id): Path<String>,
    Query(page): Query<BeforeMessage>,
) -> Result<axum::Json<Whole>, Error> {
    let (conversation, messages) = chat.read(&identity, &Place::Known(id), page.before).await?;
    let messages = messages.into_iter().map(MessageAnswer::from).collect();
    Ok(axum::Json(Whole { conversation_id: conversation.unwrap_or_default(), messages }))
}

/// Another title
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    #[schema(min_length = 1, max_length = 200)]
    title: String,
}

/// Gives a conversation another title.
#[utoipa::path(patch, path = "/api/v1/chat/{id}", tag = "chat", request_body = Rename, security(("member" = [])),
    params(("id" = String, Path)), responses((status = 200, body = Conversation), ChatProblems))]
pub async fn rename(
    Member(identity): Member,
    State(chat): State<Chat>,
    Path(id): Path<String>,
    Json(body): Json<Rename>,
) -> Result<axum::Json<Conversation>, Error> {
    chat.rename(&identity, &Place::Known(id), &body.title).await.map(axum::Json)
}

/// Deletes a conversation.
#[utoipa::path(delete, path = "/api/v1/chat/{id}", tag = "chat", security(("member" = [])), params(("id" = String, Path)),
    responses((status = 204, description = "deleted"), ChatProblems))]
pub async fn delete(
    Member(identity): Member,
    State(chat): State<Chat>,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    chat.delete(&identity, &Place::Known(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which answer to stop
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct Stop {
    /// So that a late stop does not hit the next answer
    message_id: Option<Uuid>,
}

/// Stops the running answer; what has come is kept. Does nothing if none is running.
#[utoipa::path(post, path = "/api/v1/chat/{id}/stop", tag = "chat", request_body = Option<Stop>, security(("member" = [])),
    params(("id" = String, Path)), responses((status = 204, description = "stopped"), ChatProblems))]
pub async fn stop(
    Member(identity): Member,
    State(chat): State<Chat>,
    Path(id): Path<String>,
    Json(body): Json<Stop>,
) -> Result<StatusCode, Error> {
    chat.stop(&identity, &Place::Known(id), body.message_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the member thinks of an answer
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Feedback {
    /// `null` takes it back
    value: Option<Thumb>,
    /// In the member's own words
    #[schema(max_length = 2000)]
    note: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Thumb {
    Up,
    Down,
}

/// Notes what the member thinks of an answer.
#[utoipa::path(put, path = "/api/v1/chat/{id}/messages/{message}/feedback", tag = "chat", request_body = Feedback,
    security(("member" = [])), params(("id" = String, Path), ("message" = Uuid, Path)),
    responses((status = 204, description = "noted"), ChatProblems))]
pub async fn set_feedback(
    Member(identity): Member,
    State(chat): State<Chat>,
    Path((id, message)): Path<(String, Uuid)>,
    Json(body): Json<Feedback>,
) -> Result<StatusCode, Error> {
    let value = body.value.map(|thumb| match thumb {
        Thumb::Up => 1,
        Thumb::Down => -1,
    });
    let note = body.note.as_deref().filter(|note| !note.trim().is_empty());
    if note.is_some_and(|note| note.chars().count() > 2000 || note.contains('\0')) {
        return Err(Error::field("note", "Write at most 2,000 characters, without U+0000."));
    }
    chat.set_feedback(&identity, &Place::Known(id), message, value, note).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What to look for
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Sought {
    #[param(min_length = 1, max_length = 255)]
    q: String,
}

/// What was found
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SearchResults {
    /// Newest first, 50 at most
    results: Vec<Hit>,
}

/// Finds text in the member's messages.
#[utoipa::path(get, path = "/api/v1/chat/search", tag = "chat", security(("member" = [])), params(Sought),
    responses((status = 200, body = SearchResults), ChatProblems))]
pub async fn search(
    Member(identity): Member,
    State(chat): State<Chat>,
    Query(sought): Query<Sought>,
) -> Result<axum::Json<SearchResults>, Error> {
    let results = chat.search(&identity, &sought.q).await?;
    Ok(axum::Json(SearchResults { results }))
}

/// What members should know before their first message
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Notice {
    /// Changes with the text
    version: &'static str,
    text: String,
}

/// Returns what members should know before their first message, in their language.
#[utoipa::path(get, path = "/api/v1/chat/notice", tag = "chat", security(()), responses((status = 200, body = Notice)))]
pub async fn notice(Lang(words): Lang) -> axum::Json<Notice> {
    axum::Json(Notice { version: "1", text: words.text("chat-notice") })
}
