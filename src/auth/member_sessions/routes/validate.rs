//! Whether a session is valid, for programs and for the proxy in front of them.

use std::net::SocketAddr;

use axum::Extension;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::calls::SessionAnswer;
use super::{Caller, SessionProblems, is_from_proxy};
use crate::auth::member_sessions::MemberSessions;
use crate::auth::member_sessions::forward_auth::{Access, identity};
use crate::error::{Error, Kind};

/// A session that may go on
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Valid {
    valid: bool,
    #[serde(flatten)]
    session: SessionAnswer,
}

/// Says whether the request's session is valid. A proxy that we trust and that names a path (`X-Original-URI`,
/// `X-Forwarded-Uri`) gets 204 if the request may pass; all identity headers are there, empty ones too.
#[utoipa::path(get, path = "/api/v1/sessions/validate", tag = "sessions", security(("member" = [])),
    responses((status = 200, body = Valid), (status = 204, description = "to a proxy"), SessionProblems))]
pub async fn validate(
    State(sessions): State<MemberSessions>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let is_proxy = is_from_proxy(&sessions, peer.as_ref().map(|info| &info.0));
    let access = sessions.rules.access_of(&headers).filter(|_| is_proxy);
    if access == Some(Access::Open) {
        return Ok((StatusCode::NO_CONTENT, identity(None)).into_response());
    }
    let session = caller.session.ok_or(Kind::NotSignedIn)?;
    sessions.touch_by_call(&session);
    let headers = identity(Some(&session));
    if access.is_some() {
        return Ok((StatusCode::NO_CONTENT, headers).into_response());
    }
    Ok((headers, axum::Json(Valid { valid: true, session: session.into() })).into_response())
}
