//! Server-sent events.

use std::convert::Infallible;

use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONNECTION};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt as _};

const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Responds with a stream of events, and with comments that keep the connection alive meanwhile.
pub fn respond(events: impl Stream<Item = Event> + Send + 'static) -> Response {
    let headers = [
        // A stream that was ended for others must not keep its connection's slot.
        (CONNECTION, "close"),
        // nginx would buffer events otherwise.
        (X_ACCEL_BUFFERING, "no"),
        // A proxy that compresses or rewrites the stream would hold events back.
        (CACHE_CONTROL, "no-cache, no-store, no-transform"),
    ];
    (headers, Sse::new(events.map(Ok::<_, Infallible>)).keep_alive(KeepAlive::default())).into_response()
}
