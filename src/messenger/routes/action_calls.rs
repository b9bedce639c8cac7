//! A member's actions.

use axum::extract::State;
use axum::http::header::{ETAG, IF_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use super::{ActionView, MessengerProblems};
use crate::error::{Error, Kind, Problem};
use crate::messenger::actions::{ActionKind, ActionStatus, Change, Due};
use crate::messenger::{Caller, Messenger};
use crate::platform::http::cursor::Cursor;
use crate::platform::http::{Json, Path, Query};

/// Which actions
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// All if it is missing
    pub(super) status: Option<ActionStatus>,
    /// `next` of the page before
    pub(super) after: Option<String>,
}

/// A page of actions
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Actions {
    /// Newest first
    actions: Vec<ActionView>,
    /// For `after`; null on the last page
    next: Option<String>,
}

impl Actions {
    pub(super) fn new(actions: Vec<crate::messenger::actions::Action>, next: Option<String>) -> Self {
        Self { actions: actions.into_iter().map(ActionView::from).collect(), next }
    }
}

pub(super) fn cursor(text: Option<&str>) -> Result<Option<Cursor>, Error> {
    let unknown = || Error::field("after", "This page is not known. Begin with the first one.");
    text.map(|text| Cursor::parse(text).ok_or_else(unknown)).transpose()
}

/// Lists the actions that were found in the caller's messages.
#[utoipa::path(get, path = "/actions", tag = "messenger", params(Which),
    security(("phone" = []), ("member" = [])), responses((status = 200, body = Actions), MessengerProblems))]
pub async fn list(
    caller: Caller,
    State(messenger): State<Messenger>,
    Query(which): Query<Which>,
) -> Result<axum::Json<Actions>, Error> {
    let after = cursor(which.after.as_deref())?;
    let Some(member) = caller.whose(&messenger).await?.member() else {
        return Ok(axum::Json(Actions { actions: Vec::new(), next: None }));
    };
    let (actions, next) = messenger.actions(member, which.status, after).await?;
    Ok(axum::Json(Actions::new(actions, next)))
}

/// What is to change; what is missing stays
#[expect(clippy::option_option, reason = "missing and null differ")]
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActionChange {
    status: Option<ActionStatus>,
    kind: Option<ActionKind>,
    #[schema(min_length = 1, max_length = 200)]
    title: Option<String>,
    /// A day, or a day and a time of day; null if it is not due at any time
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, example = "2026-12-04T15:00")]
    due_at: Option<Option<String>>,
}

/// Tells null from what is missing.
#[expect(clippy::option_option, reason = "missing and null differ")]
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(deserializer).map(Some)
}

/// The version in `If-Match`; `None` without one, or for any.
fn version(headers: &HeaderMap) -> Result<Option<i32>, Error> {
    let Some(value) = headers.get(IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let number = text.trim_start_matches("W/").trim_matches('"').parse();
    number.map(Some).map_err(|_| Kind::ActionChanged.into())
}

/// Corrects an action, or marks it as done, dismissed or pending again.
#[utoipa::path(patch, path = "/actions/{id}", tag = "messenger", request_body = ActionChange,
    security(("phone" = []), ("member" = [])),
    params(("id" = Uuid, Path),
           ("If-Match" = Option<String>, Header, description = "the version that was seen; another one is refused")),
    responses((status = 200, body = ActionView), MessengerProblems,
              (status = 412, description = "action-changed", body = Problem, content_type = "application/problem+json")))]
pub async fn change(
    caller: Caller,
    State(messenger): State<Messenger>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Json(body): Json<ActionChange>,
) -> Result<Response, Error> {
    caller.must_be_proved()?;
    let due = match body.due_at {
        None => None,
        Some(None) => Some(None),
        Some(Some(text)) => Some(Some(Due::parse(&text).ok_or_else(|| {
            Error::field("dueAt", "Write a day, such as 2026-12-04, or a day and a time, such as 2026-12-04T15:00.")
        })?)),
    };
    let version = version(&headers)?;
    let change = Change { status: body.status, kind: body.kind, title: body.title, due, version };
    let member = caller.whose(&messenger).await?.member().ok_or(Kind::NotFound)?;
    let changed = messenger.change_action(member, id, change).await?;
    let tag = format!("\"{}\"", changed.version);
    Ok(([(ETAG, tag)], axum::Json(ActionView::from(changed))).into_response())
}

/// Deletes an action with its quote.
#[utoipa::path(delete, path = "/actions/{id}", tag = "messenger", params(("id" = Uuid, Path)),
    security(("phone" = []), ("member" = [])),
    responses((status = 204, description = "deleted"), MessengerProblems))]
pub async fn remove(
    caller: Caller,
    State(messenger): State<Messenger>,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Error> {
    caller.must_be_proved()?;
    let member = caller.whose(&messenger).await?.member().ok_or(Kind::NotFound)?;
    messenger.delete_action(member, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
