//! The outermost layer: assigns each request an id, renders errors, logs and counts.

use std::any::Any;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::{headers, language, page};
use crate::error::{Error, Kind};
use crate::platform::alerts::Notices;
use crate::platform::i18n::{self, Language};
use crate::platform::ids::new_uuid;

/// The header that names a request in answers, logs and mails.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of the current request. Always our own: a client could send anything as one.
#[derive(Clone, Debug)]
pub struct RequestId(pub Arc<str>);

/// Wraps every route.
pub async fn layer(State(notices): State<Notices>, mut request: Request, next: Next) -> Response {
    let id = RequestId(new_uuid().to_string().into());
    request.extensions_mut().insert(id.clone());
    let method = known(request.method());
    let reader = Reader::of(request.uri().path());
    let words = match reader {
        Reader::Program => language::of(request.headers()),
        Reader::Visitor => language::asked(request.uri(), request.headers()),
        // Staff pages are in English for now.
        Reader::Staff => i18n::english(),
    };
    let has_credentials = request.headers().contains_key(AUTHORIZATION);
    let started = Instant::now();
    let mut response = next.run(request).await;
    // Paths may contain a token, so only the route's pattern is ever logged.
    let route = response.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("(none)", MatchedPath::as_str);
    let error = response.extensions().get::<Arc<Error>>().cloned();
    if let Some(error) = &error {
        let allowed = response.headers_mut().remove(ALLOW);
        response = render(error, &id, words, reader);
        response.headers_mut().extend(allowed.map(|methods| (ALLOW, methods)));
        if response.status() == StatusCode::UNAUTHORIZED && reader != Reader::Staff {
            // RFC 9110, 15.5.2, and RFC 6750, 3: how to authenticate. Browsers do not prompt for a password because of
            // it.
            let how = if has_credentials { r#"Bearer error="invalid_token""# } else { "Bearer" };
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(how));
        }
    }
    response.headers_mut().insert(X_REQUEST_ID, HeaderValue::from_str(&id.0).unwrap_or(HeaderValue::from_static("-")));
    let status = response.status();
    if let Some(error) = error.filter(|_| status.is_server_error()) {
        tracing::error!(request_id = %id.0, method, route, status = status.as_u16(), cause = error.causes(), "{}", error.kind.title());
        notices.report(error.kind.slug(), Some(&id.0));
    }
    note(method, route, status, started, &id);
    response
}

/// Records on the response which route it came from.
pub async fn tell_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(route);
    }
    response
}

/// Clients can invent methods, and each would get its own counter.
fn known(method: &Method) -> &'static str {
    let all = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"];
    all.into_iter().find(|name| *name == method.as_str()).unwrap_or("(other)")
}

fn note(method: &'static str, route: &str, status: StatusCode, started: Instant, id: &RequestId) {
    let took = started.elapsed();
    let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", status.as_str().to_owned())];
    metrics::counter!("anteroom_http_requests_total", &labels).increment(1);
    metrics::histogram!("anteroom_http_request_seconds", "route" => route.to_owned()).record(took.as_secs_f64());
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(request_id = %id.0, method, route, status = status.as_u16(), milliseconds, "answered");
}

/// Who reads the response.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Program,
    Visitor,
    Staff,
}

impl Reader {
    fn of(path: &str) -> Self {
        match path {
            _ if path.starts_with("/api/") || path.starts_with("/sessions/") => Self::Program,
            _ if headers::is_desk(path) => Self::Staff,
            _ => Self::Visitor,
        }
    }
}

fn render(error: &Error, id: &RequestId, words: &Language, reader: Reader) -> Response {
    let status = error.kind.status();
    let mut response = match reader {
        Reader::Program => {
            let body = serde_json::to_vec(&error.problem(&id.0, words)).unwrap_or_default();
            let response = ([(CONTENT_TYPE, "application/problem+json")], body).into_response();
            page::in_language(words, response)
        }
        Reader::Visitor => page::error(error, &id.0, words),
        Reader::Staff => page::desk_error(error, &id.0),
    };
    *response.status_mut() = status;
    if let Some(seconds) = error.retry_after {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Turns a panic in a handler into an internal error.
#[expect(clippy::needless_pass_by_value, reason = "the layer passes it by value")]
pub fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    Error::caused(Kind::Internal, format!("panic: {text}")).into_response()
}
