//! The same events for clients that speak Socket.IO. What is told comes from the one place that server-sent events come
//! from too, so both carry one sequence.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, Method};
use axum::routing::{MethodRouter, any_service};
use futures_util::StreamExt as _;
use serde::Deserialize;
use socketioxide::SocketIo;
use socketioxide::extract::{SocketRef, TryData};
use socketioxide::handler::ConnectHandler as _;

use crate::error::Error;
use crate::messenger::{Caller, Messenger};
use crate::platform::http::ClientIp;

/// The largest message of a client, who has nothing to say but who they are.
const MAX_PAYLOAD: u64 = 16 * 1024;

/// Events that wait for a client that reads slowly; more end its connection.
const MAX_WAITING: usize = 64;

/// How long a connection may stay that does not say who it is.
const CONNECT_TIME: Duration = Duration::from_secs(10);

/// How clients say who they are, unless by `Authorization` or a cookie.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Auth {
    token: Option<String>,
}

/// `/socket.io`.
pub fn service<S>(state: S) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
    Messenger: FromRef<S>,
    Caller: FromRequestParts<S, Rejection = Error>,
{
    let (service, io) = SocketIo::builder()
        .max_payload(MAX_PAYLOAD)
        .max_buffer_size(MAX_WAITING)
        .ws_max_message_size(16 * 1024)
        .connect_timeout(CONNECT_TIME)
        .build_svc();
    let asking = state.clone();
    let authenticate = async move |socket: SocketRef, TryData(auth): TryData<Auth>| {
        let mut parts = socket.req_parts().clone();
        if let Some(token) = auth.unwrap_or_default().token
            && let Ok(value) = HeaderValue::from_str(&format!("Bearer {token}"))
        {
            parts.headers.insert(AUTHORIZATION, value);
        }
        // A browser sends cookies with other sites' WebSockets too, so who comes by a cookie is checked as for a change.
        parts.method = Method::POST;
        let caller = Box::pin(Caller::from_request_parts(&mut parts, &asking)).await;
        let caller = caller.map_err(|error| error.kind.slug())?;
        socket.extensions.insert(Arc::new(caller));
        Ok::<(), &'static str>(())
    };
    let connected = async move |socket: SocketRef| {
        let messenger = Messenger::from_ref(&state);
        let client = ClientIp::of(&socket.req_parts().extensions);
        if let Some(caller) = socket.extensions.get::<Arc<Caller>>()
            && let Ok(mut told) = messenger.follow(&caller, client.0, None).await
        {
            while let Some(told) = told.next().await {
                if !socket.connected() || socket.emit(told.name, &told.data).is_err() {
                    break;
                }
            }
        }
        // The client connects again, as after any lost connection.
        drop(socket.disconnect());
    };
    io.ns("/", connected.with(authenticate));
    any_service(service)
}
