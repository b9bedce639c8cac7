//! `/api/v1/session`: open, heartbeat, leave, discard.

use axum::body::Body;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::response::sse::Event;
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};

use super::events::states;
use super::{AppContext, File, Seen, State, Watchers};
use crate::error::Error;
use crate::intake::file_types::Accepted;
use crate::platform::http::origin::{Sender, Site};
use crate::platform::http::rate::RateLimits;
use crate::platform::http::{ClientIp, Json, Nothing, Page, Session, extract, sse};
use crate::platform::ids::{PageId, SessionId};
use axum::extract::FromRef;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls about a session.
pub fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    RateLimits: FromRef<S>,
    Site: FromRef<S>,
    Watchers: FromRef<S>,
{
    OpenApiRouter::new().routes(routes!(open, discard)).routes(routes!(heartbeat))
}

/// The call that a page makes as it closes. It answers 204 whatever happens, so it counts its calls itself.
pub fn beacon<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    RateLimits: FromRef<S>,
    Site: FromRef<S>,
    Watchers: FromRef<S>,
{
    OpenApiRouter::new().routes(routes!(leave))
}

/// The stream of events, which has bounds of its own.
pub fn streams<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    RateLimits: FromRef<S>,
    Site: FromRef<S>,
    Watchers: FromRef<S>,
{
    OpenApiRouter::new().routes(routes!(events))
}

/// The largest beacon.
const MAX_BEACON: usize = 1024;

/// An open, pending or complete session
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Opened {
    state: State,
    /// Whether the mail server refused the address, so that no link arrives there
    mail_refused: bool,
    /// What arrived so far; empty once the contact is given
    files: Vec<File>,
    /// Whether files from before wait in this session
    resumed: bool,
    limits: LimitsView,
    /// How often a page should send a heartbeat
    heartbeat_seconds: f64,
}

/// What a visitor may send
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LimitsView {
    max_file_bytes: u64,
    max_files: u32,
    max_session_bytes: u64,
    /// Extensions with their dot, in all spellings
    #[schema(example = json!([".pdf", ".jpg", ".jpeg", ".jpe"]))]
    accept: Vec<String>,
    /// The usual extension of each type, for people to read
    #[schema(example = json!([".pdf", ".jpg"]))]
    types: Vec<String>,
}

impl LimitsView {
    /// The limits as shown to the visitor.
    pub fn of(limits: &crate::config::Limits) -> Self {
        let accepted = Accepted::of(&limits.accept);
        let dotted = |extension| format!(".{extension}");
        Self {
            max_file_bytes: limits.max_file_bytes.as_u64(),
            max_files: limits.max_files,
            max_session_bytes: limits.max_session_bytes.as_u64(),
            accept: accepted.spellings().map(dotted).collect(),
            types: accepted.usual().map(dotted).collect(),
        }
    }
}

/// Opens a session or resumes it. Stores nothing new.
#[utoipa::path(put, path = "/api/v1/session", tag = "session", request_body = Nothing,
    params(("X-Session-ID" = uuid::Uuid, Header, description = "The session, a UUID v4 that the browser made"),
           ("X-Page-ID" = Option<uuid::Uuid>, Header, description = "The page load, a UUID v4")),
    responses((status = 200, body = Opened),
              (status = 410, description = "session-gone", body = crate::error::Problem, content_type = "application/problem+json")))]
pub async fn open(
    Shared(context): Shared<AppContext>,
    Session(id): Session,
    Page(page): Page,
    Json(Nothing {}): Json<Nothing>,
) -> Result<axum::Json<Opened>, Error> {
    let (Seen { state, mail_refused }, resumed, files) = context.open_with_files(id, page).await?;
    let heartbeat_seconds = context.timings.heartbeat.as_secs_f64();
    let limits = LimitsView::of(&context.limits);
    Ok(axum::Json(Opened { state, mail_refused, files, resumed, limits, heartbeat_seconds }))
}

/// A page's heartbeat
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Heartbeat {
    /// Whether the page is visible; hidden ones get more time
    visible: bool,
}

/// Keeps the session while a page shows it. Writes nothing if nothing was uploaded.
#[utoipa::path(post, path = "/api/v1/session/heartbeat", tag = "session", request_body = Heartbeat,
    params(("X-Session-ID" = uuid::Uuid, Header), ("X-Page-ID" = Option<uuid::Uuid>, Header)),
    responses((status = 204),
              (status = 410, description = "session-gone", body = crate::error::Problem, content_type = "application/problem+json")))]
pub async fn heartbeat(
    Shared(context): Shared<AppContext>,
    Session(id): Session,
    Page(page): Page,
    Json(beat): Json<Heartbeat>,
) -> Result<StatusCode, Error> {
    context.heartbeat(id, page, beat.visible).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The beacon of a page that is being left
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    session_id: String,
    page_id: Option<String>,
}

/// Notes that a page was left. Beacons cannot carry our headers, so the ids come in the body; the answer is always 204.
#[utoipa::path(post, path = "/api/v1/session/leave", tag = "session",
    request_body(content = Leave, content_type = "text/plain"), responses((status = 204)))]
pub async fn leave(
    Shared(context): Shared<AppContext>,
    Shared(site): Shared<Site>,
    Shared(limits): Shared<RateLimits>,
    client: ClientIp,
    headers: HeaderMap,
    body: Body,
) -> StatusCode {
    // Clients without these headers are not browsers, so a foreign site cannot have tricked them.
    if Sender::of(&headers, &site) != Sender::Other && limits.check_call(client).is_ok() {
        // No one reads a beacon's response, so its errors are not reported.
        if let Ok((id, page)) = read_beacon(body).await
            && let Err(error) = context.leave(id, page).await
        {
            tracing::warn!(
                session = id.tag(),
                cause = error.causes(),
                "cannot record that a page was left; its lease will expire"
            );
        }
    }
    StatusCode::NO_CONTENT
}

async fn read_beacon(body: Body) -> Result<(SessionId, PageId), Error> {
    let beacon: Leave = extract::parse(&extract::read(body, MAX_BEACON).await?)?;
    let wrong = |_| Error::from(crate::error::Kind::InvalidSessionId);
    let id = SessionId::parse(&beacon.session_id).map_err(wrong)?;
    let page = beacon.page_id.as_deref().map_or(Ok(PageId::NONE), PageId::parse).map_err(wrong)?;
    Ok((id, page))
}

/// The session's state, at once and on each change, as server-sent events. `mail_refused`: the mail server refused the
/// address, so that no link arrives there. `gone` is the last one. A stream
/// ends after an hour: connect again, as after any lost connection.
#[utoipa::path(get, path = "/api/v1/events", tag = "session", params(("X-Session-ID" = uuid::Uuid, Header)),
    responses((status = 200, description = "event: state, data: {state, mail_refused}", content_type = "text/event-stream", body = String),
              (status = 400, description = "invalid-session-id", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 429, description = "rate-limited: a session has 8 streams at most", body = crate::error::Problem, content_type = "application/problem+json")))]
pub async fn events(
    Shared(context): Shared<AppContext>,
    Shared(watchers): Shared<Watchers>,
    Session(id): Session,
    client: ClientIp,
) -> Result<Response, Error> {
    let states = states(&watchers, context.pool.clone(), id, client)?;
    Ok(sse::respond(states.map(|Seen { state, mail_refused }| {
        let data = serde_json::json!({ "state": state.into_str(), "mail_refused": mail_refused });
        Event::default().event("state").data(data.to_string())
    })))
}

/// Discards the session: everything of it is deleted now.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", params(("X-Session-ID" = uuid::Uuid, Header)),
    responses((status = 204),
              (status = 409, description = "session-complete", body = crate::error::Problem, content_type = "application/problem+json")))]
pub async fn discard(Shared(context): Shared<AppContext>, Session(id): Session) -> Result<StatusCode, Error> {
    context.discard(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
