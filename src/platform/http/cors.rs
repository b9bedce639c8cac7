//! Which other origins' pages may read what the API answers: those that may frame the widget, for the calls of members.

use std::time::Duration;

use axum::Router;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH, LINK, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, Method};
use tower_http::cors::CorsLayer;
use url::Url;

use crate::error::{Error, Kind};

/// How long a browser need not ask again.
const MAX_AGE: Duration = Duration::from_secs(600);

/// The same calls; pages of these origins may read their answers. With credentials, a browser sends cookies, too.
pub fn allow<S>(calls: Router<S>, origins: &[Url], with_credentials: bool) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let origins = origins.iter().map(|origin| HeaderValue::try_from(origin.origin().ascii_serialization()));
    let origins: Vec<HeaderValue> = origins.filter_map(Result::ok).collect();
    let [idempotency, session, request, last] =
        ["idempotency-key", "x-session-id", "x-request-id", "last-event-id"].map(HeaderName::from_static);
    if origins.is_empty() {
        return calls;
    }
    let layer = CorsLayer::new()
        .allow_origin(origins)
        .allow_credentials(with_credentials)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE, IF_MATCH, idempotency, session, last])
        .expose_headers([ETAG, LINK, RETRY_AFTER, request])
        .max_age(MAX_AGE);
    // A fallback that is set later would not be within the layer, which answers OPTIONS.
    calls.method_not_allowed_fallback(|| async { Error::from(Kind::MethodNotAllowed) }).layer(layer)
}
