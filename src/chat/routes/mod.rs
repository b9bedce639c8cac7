//! The calls of members: the plain ones under `/api/chat`, conversations under `/api/v1/chat`, and the stream that the
//! AI SDK's clients read.

use axum::extract::FromRef;
use utoipa::IntoResponses;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Chat;
use crate::auth::jwt::Tokens;
use crate::auth::member_sessions::MemberSessions;
use crate::auth::members::Members;
use crate::auth::phones::Phones;
use crate::error::Problem;
use crate::platform::http::origin::Site;
use crate::platform::http::rate::RateLimits;

mod conversations;
mod events;
mod plain;
mod send;

/// The calls that answer at once.
pub fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    Chat: FromRef<S>,
    Members: FromRef<S>,
    Phones: FromRef<S>,
    MemberSessions: FromRef<S>,
    Tokens: FromRef<S>,
    RateLimits: FromRef<S>,
    Site: FromRef<S>,
{
    OpenApiRouter::new()
        .routes(routes!(plain::history, plain::clear))
        .routes(routes!(send::start))
        .routes(routes!(conversations::search))
        .routes(routes!(conversations::notice))
        .routes(routes!(conversations::read, conversations::rename, conversations::delete))
        .routes(routes!(conversations::stop))
        .routes(routes!(conversations::set_feedback))
}

/// Those that wait for the model, or stream.
pub fn streams<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    Chat: FromRef<S>,
    Members: FromRef<S>,
    Phones: FromRef<S>,
    MemberSessions: FromRef<S>,
    Tokens: FromRef<S>,
    RateLimits: FromRef<S>,
    Site: FromRef<S>,
{
    OpenApiRouter::new()
        .routes(routes!(plain::send))
        .routes(routes!(plain::overview, plain::ask))
        .routes(routes!(send::message))
        .routes(routes!(conversations::list, conversations::delete_all, send::ui_message))
        .routes(routes!(send::resume))
}

/// What these calls may be refused with.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
enum ChatProblems {
    /// invalid-request
    #[response(status = 400, content_type = "application/problem+json")]
    InvalidRequest(Problem),
    /// not-signed-in
    #[response(status = 401, content_type = "application/problem+json")]
    NotSignedIn(Problem),
    /// forbidden: another member's conversation
    #[response(status = 403, content_type = "application/problem+json")]
    NotYours(Problem),
    /// not-found
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

/// What calls that begin an answer may be refused with besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
enum SendProblems {
    /// answer-running, message-differs
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
    /// question-too-long, body-too-large
    #[response(status = 413, content_type = "application/problem+json")]
    TooLong(Problem),
    /// model-failed, answer-failed: what came is kept
    #[response(status = 502, content_type = "application/problem+json")]
    Failed(Problem),
}
