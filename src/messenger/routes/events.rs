//! Server-sent events of a member.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName};
use axum::response::Response;
use axum::response::sse::Event;
use futures_util::StreamExt as _;

use super::MessengerProblems;
use crate::error::Error;
use crate::messenger::{Caller, Messenger};
use crate::platform::http::{ClientIp, sse};

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Streams what happens to the caller's sessions and actions: `status`, `qr`, `new_action`, `action_updated`; and
/// `verified`, once the number of the sign-in is proved, as the last one of a stream. A client that names the last event
/// it has seen is told what has changed since.
#[utoipa::path(get, path = "/events", tag = "messenger", security(("phone" = []), ("member" = [])),
    params(("Last-Event-ID" = Option<String>, Header)),
    responses((status = 200, body = String, content_type = "text/event-stream"), MessengerProblems))]
pub async fn events(
    caller: Caller,
    State(messenger): State<Messenger>,
    client: ClientIp,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let after = headers.get(LAST_EVENT_ID).and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    let told = messenger.follow(&caller, client.0, after).await?;
    Ok(sse::respond(
        told.map(|told| Event::default().event(told.name).id(told.position.to_string()).data(told.data.to_string())),
    ))
}
