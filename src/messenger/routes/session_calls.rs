//! The state of a session, its QR code, and what a member asks of it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::{MessengerProblems, MessengerStatus};
use crate::error::{Error, Kind};
use crate::messenger::{Caller, Messenger, Wish};
use crate::platform::http::{Json, Query};
use crate::platform::qr::Picture;

/// Which device
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeviceQuery {
    /// 1 if it is missing; a member has four at most
    #[param(minimum = 1, maximum = 4)]
    device: Option<i16>,
}

impl DeviceQuery {
    fn number(&self) -> i16 {
        self.device.unwrap_or(1)
    }
}

/// Returns the state of the caller's session. A call of a member wakes a session that sleeps.
#[utoipa::path(get, path = "/status", tag = "messenger", security(("phone" = []), ("member" = [])),
    responses((status = 200, body = MessengerStatus), MessengerProblems))]
pub async fn status(caller: Caller, State(messenger): State<Messenger>) -> Result<axum::Json<MessengerStatus>, Error> {
    let whose = caller.whose(&messenger).await?;
    let sessions = messenger.sessions(&whose).await?;
    let status = MessengerStatus::of(&messenger, &sessions, caller.phone(), caller.is_proved());
    Ok(axum::Json(status))
}

/// How the QR code is wanted
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct QrQuery {
    #[param(minimum = 1, maximum = 4)]
    device: Option<i16>,
    /// A picture (svg) if it is missing
    format: Option<QrFormat>,
}

#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum QrFormat {
    Svg,
    /// What the picture holds, for programs that draw it themselves
    Text,
}

/// Returns the QR code that the phone is to scan; 404 while there is none. It changes every 20 seconds or so.
#[utoipa::path(get, path = "/qr", tag = "messenger", params(QrQuery),
    security(("phone" = []), ("member" = [])),
    responses((status = 200, body = String, content_type = "image/svg+xml"), MessengerProblems))]
pub async fn qr(
    caller: Caller,
    State(messenger): State<Messenger>,
    Query(query): Query<QrQuery>,
) -> Result<Response, Error> {
    let whose = caller.whose(&messenger).await?;
    let code = messenger.qr(&whose, query.device.unwrap_or(1)).await?;
    let code = code.ok_or_else(|| Error::new(Kind::NotFound, "No QR code is shown now. The status says why."))?;
    let (kind, body) = match query.format.unwrap_or(QrFormat::Svg) {
        QrFormat::Text => ("text/plain; charset=utf-8", code),
        QrFormat::Svg => {
            let picture = Picture::of(&code).map_err(|error| Error::caused(Kind::Internal, format!("{error:?}")))?;
            ("image/svg+xml", picture.svg())
        }
    };
    Ok(([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")], body).into_response())
}

/// Which device is meant
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceBody {
    #[schema(minimum = 1, maximum = 4)]
    device: Option<i16>,
}

/// Starts a device, or links another one.
#[utoipa::path(post, path = "/session/start", tag = "messenger", request_body = Option<DeviceBody>,
    security(("phone" = []), ("member" = [])),
    responses((status = 202, description = "wanted: the status says what it is"), MessengerProblems))]
pub async fn start(
    caller: Caller,
    State(messenger): State<Messenger>,
    Json(body): Json<DeviceBody>,
) -> Result<StatusCode, Error> {
    messenger.start(&caller, body.device.unwrap_or(1)).await?;
    Ok(StatusCode::ACCEPTED)
}

async fn wish(caller: &Caller, messenger: &Messenger, device: Option<i16>, wish: Wish) -> Result<StatusCode, Error> {
    let whose = caller.whose(messenger).await?;
    messenger.wish(&whose, device.unwrap_or(1), wish).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Restarts a device; its pairing stays.
#[utoipa::path(post, path = "/session/restart", tag = "messenger", request_body = Option<DeviceBody>,
    security(("phone" = []), ("member" = [])),
    responses((status = 202, description = "wanted: the status says what it is"), MessengerProblems))]
pub async fn restart(
    caller: Caller,
    State(messenger): State<Messenger>,
    Json(body): Json<DeviceBody>,
) -> Result<StatusCode, Error> {
    wish(&caller, &messenger, body.device, Wish::Restart).await
}

/// Pauses a device: nothing is connected, and its pairing stays.
#[utoipa::path(post, path = "/session/stop", tag = "messenger", request_body = Option<DeviceBody>,
    security(("phone" = []), ("member" = [])),
    responses((status = 202, description = "wanted: the status says what it is"), MessengerProblems))]
pub async fn stop(
    caller: Caller,
    State(messenger): State<Messenger>,
    Json(body): Json<DeviceBody>,
) -> Result<StatusCode, Error> {
    caller.must_be_proved()?;
    wish(&caller, &messenger, body.device, Wish::Stop).await
}

/// A code to type on the phone
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct PairCode {
    /// Null until it is there: ask again once the status has codeUntil
    code: Option<String>,
}

/// Asks for a code to type on the phone instead of scanning, and returns it once it is there.
#[utoipa::path(post, path = "/session/code", tag = "messenger", request_body = Option<DeviceBody>,
    security(("phone" = []), ("member" = [])), responses((status = 200, body = PairCode), MessengerProblems))]
pub async fn pair_code(
    caller: Caller,
    State(messenger): State<Messenger>,
    Json(body): Json<DeviceBody>,
) -> Result<axum::Json<PairCode>, Error> {
    let whose = caller.whose(&messenger).await?;
    let device = body.device.unwrap_or(1);
    let code = messenger.pair_code(&whose, device).await?;
    if code.is_none() {
        messenger.wish(&whose, device, Wish::PairCode).await?;
    }
    Ok(axum::Json(PairCode { code }))
}

/// Unlinks a device: it is logged out at the messenger, and its keys are destroyed. Actions stay.
#[utoipa::path(delete, path = "/session", tag = "messenger", params(DeviceQuery),
    security(("phone" = []), ("member" = [])),
    responses((status = 204, description = "unlinked"), MessengerProblems))]
pub async fn forget(
    caller: Caller,
    State(messenger): State<Messenger>,
    Query(query): Query<DeviceQuery>,
) -> Result<StatusCode, Error> {
    caller.must_be_proved()?;
    wish(&caller, &messenger, Some(query.number()), Wish::Forget).await?;
    Ok(StatusCode::NO_CONTENT)
}
