//! The calls about messenger sessions and actions, under `/api` as their first clients know them, and the same under
//! `/api/v1/messenger`.

use axum::Router;
use axum::extract::FromRef;
use axum::middleware::from_fn;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::IntoResponses;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::actions::{self, ActionKind, ActionStatus};
use super::{Messenger, Session};
use crate::auth::jwt::Tokens;
use crate::auth::member_sessions::MemberSessions;
use crate::auth::members::Members;
use crate::auth::phones::Phones;
use crate::error::Problem;
use crate::platform::http::layers;
use crate::platform::http::origin::Site;
use crate::platform::http::rate::RateLimits;

mod action_calls;
mod events;
mod session_calls;
mod share_calls;
mod sign_in_calls;
pub mod socket_io;

/// All of them as they are documented, under `/api/v1/messenger`.
pub fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    Messenger: FromRef<S>,
    Phones: FromRef<S>,
    Members: FromRef<S>,
    MemberSessions: FromRef<S>,
    Tokens: FromRef<S>,
    RateLimits: FromRef<S>,
    Site: FromRef<S>,
{
    OpenApiRouter::new().nest("/api/v1/messenger", calls())
}

/// All of them under both addresses.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S>
where
    Messenger: FromRef<S>,
    Phones: FromRef<S>,
    Members: FromRef<S>,
    MemberSessions: FromRef<S>,
    Tokens: FromRef<S>,
    RateLimits: FromRef<S>,
    Site: FromRef<S>,
{
    Router::from(router()).nest("/api", Router::from(calls()))
}

fn calls<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    Messenger: FromRef<S>,
    Phones: FromRef<S>,
    Members: FromRef<S>,
    MemberSessions: FromRef<S>,
    Tokens: FromRef<S>,
    RateLimits: FromRef<S>,
    Site: FromRef<S>,
{
    OpenApiRouter::new()
        .routes(routes!(sign_in_calls::login))
        .routes(routes!(sign_in_calls::verify))
        .routes(routes!(sign_in_calls::refresh))
        .routes(routes!(sign_in_calls::logout))
        .routes(routes!(session_calls::status))
        .routes(routes!(session_calls::qr))
        .routes(routes!(session_calls::forget))
        .routes(routes!(session_calls::start))
        .routes(routes!(session_calls::restart))
        .routes(routes!(session_calls::stop))
        .routes(routes!(session_calls::pair_code))
        .routes(routes!(action_calls::list))
        .routes(routes!(action_calls::change, action_calls::remove))
        .routes(routes!(share_calls::list, share_calls::add))
        .routes(routes!(share_calls::end))
        .routes(routes!(share_calls::actions))
        .layer(from_fn(layers::in_time))
        // It streams.
        .routes(routes!(events::events))
}

/// A member's session, as it is now
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessengerStatus {
    /// none, stopped, starting, pairing, online, offline, asleep, logged-out, replaced, banned, failed or other-number
    status: String,
    #[serde(with = "time::serde::rfc3339::option")]
    since: Option<OffsetDateTime>,
    /// Until then a QR code can be scanned
    #[serde(with = "time::serde::rfc3339::option")]
    qr_until: Option<OffsetDateTime>,
    /// Until then a code can be typed on the phone
    #[serde(with = "time::serde::rfc3339::option")]
    code_until: Option<OffsetDateTime>,
    /// The linked account's number; until one is linked the number of the sign-in
    phone: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    last_message_at: Option<OffsetDateTime>,
    /// Without a call until then, the session sleeps
    #[serde(with = "time::serde::rfc3339::option")]
    idle_at: Option<OffsetDateTime>,
    /// When a session that is shut out or has failed is tried again
    #[serde(with = "time::serde::rfc3339::option")]
    next_try: Option<OffsetDateTime>,
    /// Whether the number of the sign-in is proved. Until then: scan the QR code with the phone of that number; or, if the
    /// number is linked already, type the code that came into its own chat
    verified: bool,
    /// All devices, this first
    devices: Vec<Device>,
}

/// One linked device
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    number: i16,
    status: String,
    #[serde(with = "time::serde::rfc3339")]
    since: OffsetDateTime,
    phone: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    last_message_at: Option<OffsetDateTime>,
}

impl MessengerStatus {
    pub fn of(messenger: &Messenger, sessions: &[Session], phone: Option<&str>, verified: bool) -> Self {
        let first = sessions.first();
        let waits = |session: &&Session| matches!(session.status.as_str(), "banned" | "offline");
        Self {
            status: first.map_or("none", |session| session.status.as_str()).to_owned(),
            since: first.map(|session| session.since),
            qr_until: first.and_then(|session| session.qr_until),
            code_until: first.and_then(|session| session.pair_code_until),
            phone: first.and_then(|session| session.account.clone()).or_else(|| phone.map(str::to_owned)),
            last_message_at: first.and_then(|session| session.message_at),
            idle_at: first
                .filter(|session| session.account.is_some())
                .and_then(|session| messenger.sleeps_at(session.active_at)),
            next_try: first.filter(waits).map(|session| session.next_try),
            verified,
            devices: sessions
                .iter()
                .map(|session| Device {
                    number: session.device,
                    status: session.status.clone(),
                    since: session.since,
                    phone: session.account.clone(),
                    last_message_at: session.message_at,
                })
                .collect(),
        }
    }
}

/// Something to be done
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActionView {
    id: Uuid,
    kind: ActionKind,
    title: String,
    /// A day, perhaps with a time of day, in the member's own time
    #[schema(example = "2026-12-04T15:00")]
    due_at: Option<String>,
    /// The sentence of the message
    quote: String,
    status: ActionStatus,
    /// Grows with each change; send it as If-Match
    version: i32,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
}

impl From<actions::Action> for ActionView {
    fn from(action: actions::Action) -> Self {
        Self {
            id: action.id,
            kind: action.kind,
            title: action.title,
            due_at: action.due.map(|due| due.to_string()),
            quote: action.quote,
            status: action.status,
            version: action.version,
            created_at: action.created_at,
        }
    }
}

/// What these calls may be refused with.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
enum MessengerProblems {
    /// invalid-request
    #[response(status = 400, content_type = "application/problem+json")]
    InvalidRequest(Problem),
    /// not-signed-in
    #[response(status = 401, content_type = "application/problem+json")]
    NotSignedIn(Problem),
    /// not-verified: prove the number first; forbidden
    #[response(status = 403, content_type = "application/problem+json")]
    NotVerified(Problem),
    /// not-enabled, not-found: also what is another's
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// invalid-input
    #[response(status = 422, content_type = "application/problem+json")]
    InvalidInput(Problem),
    /// rate-limited
    #[response(status = 429, content_type = "application/problem+json")]
    RateLimited(Problem),
    /// unavailable
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}
