//! `/sessions`, also under `/api/v1/sessions`: the calls of the site's backend and of the holders of sessions, and the
//! question that a proxy asks.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRef, MatchedPath, Request, State};
use axum::http::HeaderName;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, delete, get, post};
use axum::{Extension, Router};
use utoipa::IntoResponses;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::MemberSessions;
use crate::auth::jwt::Tokens;
use crate::auth::staff::SignIns;
use crate::error::{Error, Kind, Problem};
use crate::platform::http::ClientIp;
use crate::platform::http::origin::Site;
use crate::platform::http::rate::RateLimits;

mod caller;
mod calls;
mod validate;

pub use caller::{Backend, Caller};

const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The calls below `/api/v1/sessions`, with their documents.
pub fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    MemberSessions: FromRef<S>,
    Tokens: FromRef<S>,
    RateLimits: FromRef<S>,
    SignIns: FromRef<S>,
    Site: FromRef<S>,
{
    OpenApiRouter::new()
        .routes(routes!(calls::create))
        .routes(routes!(calls::stats))
        .routes(routes!(validate::validate))
        .routes(routes!(calls::list))
        .routes(routes!(calls::end_all))
        .routes(routes!(calls::read, calls::change, calls::end))
        .routes(routes!(calls::note_activity))
        .routes(routes!(calls::extend))
}

/// All of them under both addresses, with what surrounds them. A proxy asks with the method of the request that it holds.
pub fn routes<S: Clone + Send + Sync + 'static>(sessions: &MemberSessions) -> Router<S>
where
    MemberSessions: FromRef<S>,
    Tokens: FromRef<S>,
    RateLimits: FromRef<S>,
    SignIns: FromRef<S>,
    Site: FromRef<S>,
{
    let calls = Router::new()
        .route("/create", post(calls::create))
        .route("/stats", get(calls::stats))
        .route("/validate", any(validate::validate))
        .route("/user/{user_id}", delete(calls::end_all))
        .route("/user/{user_id}/sessions", get(calls::list))
        .route("/{session_id}", get(calls::read).patch(calls::change).delete(calls::end))
        .route("/{session_id}/activity", post(calls::note_activity))
        .route("/{session_id}/extend", post(calls::extend));
    Router::new()
        .nest("/sessions", calls.clone())
        .nest("/api/v1/sessions", calls)
        .layer(from_fn_with_state(sessions.clone(), guard))
}

/// Refuses calls where the service is off or must be reached over https, and logs calls if asked to, without ids.
async fn guard(
    State(sessions): State<MemberSessions>,
    client: ClientIp,
    route: Option<Extension<MatchedPath>>,
    request: Request,
    next: Next,
) -> Response {
    let method = request.method().clone();
    let response = if sessions.is_off {
        Error::from(Kind::NotEnabled).into_response()
    } else if sessions.options.session_require_https && !client.0.is_loopback() && !came_by_https(&sessions, &request) {
        Error::from(Kind::HttpsRequired).into_response()
    } else {
        next.run(request).await
    };
    if sessions.options.session_log_requests {
        let route = route.as_ref().map_or("(none)", |route| route.0.as_str());
        tracing::info!(%method, route, status = response.status().as_u16(), "session call");
    }
    response
}

/// Whether a proxy that we trust says so: we speak http ourselves.
fn came_by_https(sessions: &MemberSessions, request: &Request) -> bool {
    let proto = request.headers().get(X_FORWARDED_PROTO);
    is_from_proxy(sessions, request.extensions().get())
        && proto.is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"))
}

fn is_from_proxy(sessions: &MemberSessions, peer: Option<&ConnectInfo<SocketAddr>>) -> bool {
    let peer = peer.map(|info| info.0.ip().to_canonical());
    peer.is_some_and(|peer| sessions.trusted.iter().any(|network| network.contains(&peer)))
}

/// What these calls may be refused with.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
enum SessionProblems {
    /// two-sessions
    #[response(status = 400, content_type = "application/problem+json")]
    TwoSessions(Problem),
    /// not-signed-in: no service key and no session that has not ended
    #[response(status = 401, content_type = "application/problem+json")]
    NotSignedIn(Problem),
    /// forbidden, https-required
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// not-found: ended, or another user's; not-enabled
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// invalid-input
    #[response(status = 422, content_type = "application/problem+json")]
    InvalidInput(Problem),
}
