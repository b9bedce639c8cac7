//! Server-sent events.

use std::convert::Infallible;

use axum::http::HeaderName;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt as _};

const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Responds with a stream of events, and with comments that keep the connection alive meanwhile.
pub fn respond(events: impl Stream<Item = Event> + Send + 'static) -> Response {
    // nginx would buffer events otherwise.
    let headers = [(X_ACCEL_BUFFERING, "no")];
    (headers, Sse::new(events.map(Ok::<_, Infallible>)).keep_alive(KeepAlive::default())).into_response()
}
