//! `/api/auth`: sign in by number, prove it by a code, renew, sign out.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::MessengerProblems;
use crate::auth::cookie;
use crate::auth::phones::{Phone, SignIn};
use crate::error::{Error, Kind};
use crate::messenger::{Caller, Messenger};
use crate::platform::http::origin::{Sender, Site};
use crate::platform::http::rate::RateLimits;
use crate::platform::http::{ClientIp, Json, Nothing};

/// A number to sign in by
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Login {
    /// With its country, as +60123456789
    phone_number: String,
    /// For our own page: the token comes as a cookie that no script can read
    #[serde(default)]
    cookie: bool,
}

/// A sign-in
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LoggedIn {
    /// For `Authorization: Bearer`; missing if it comes as a cookie
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    user: User,
    session: SessionView,
}

/// Who signs in
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Another one once the number is proved
    id: Uuid,
    phone_number: String,
    verified: bool,
}

/// The session that waits for the phone
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SessionView {
    status: &'static str,
}

/// A token that lasts longer
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Refreshed {
    token: String,
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

fn user(id: Uuid, sign_in: &SignIn) -> User {
    User { id, phone_number: sign_in.phone.as_str().to_owned(), verified: sign_in.is_proved }
}

/// Signs in by a number. It is believed once its phone has scanned the QR code, or once the code is typed that comes into
/// the number's own chat if it is linked already. The answer is the same for numbers that are known and those that are not.
#[utoipa::path(post, path = "/auth/login", tag = "messenger", request_body = Login, security(()),
    responses((status = 200, body = LoggedIn), MessengerProblems))]
pub async fn login(
    State(messenger): State<Messenger>,
    State(limits): State<RateLimits>,
    State(site): State<Site>,
    client: ClientIp,
    headers: axum::http::HeaderMap,
    Json(body): Json<Login>,
) -> Result<Response, Error> {
    messenger.must_be_on()?;
    limits.check_login(client)?;
    if body.cookie && Sender::of(&headers, &site) != Sender::Ours {
        return Err(Error::new(Kind::Forbidden, "A cookie is for our own pages. Leave \"cookie\" out."));
    }
    let phone = Phone::parse(&body.phone_number).ok_or_else(|| {
        Error::field("phoneNumber", "Write the number with its country and a plus sign, such as +60123456789.")
    })?;
    let sign_in = messenger.sign_in(&phone, client).await?;
    let token = messenger.phones().token(&sign_in)?;
    let user = user(sign_in.id.uuid(), &sign_in);
    let session = SessionView { status: "starting" };
    if body.cookie {
        let body = axum::Json(LoggedIn { token: None, user, session });
        return Ok((cookie::set(cookie::PHONE, &token), body).into_response());
    }
    Ok(axum::Json(LoggedIn { token: Some(token), user, session }).into_response())
}

/// A code
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Eight digits; spaces do not matter
    code: String,
}

/// A sign-in whose number is proved
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProvedSignIn {
    token: String,
    user: User,
}

/// Proves the number by the code that came into its own chat.
#[utoipa::path(post, path = "/auth/verify", tag = "messenger", request_body = Code,
    security(("phone" = [])), responses((status = 200, body = ProvedSignIn), MessengerProblems))]
pub async fn verify(
    caller: Caller,
    State(messenger): State<Messenger>,
    Json(body): Json<Code>,
) -> Result<axum::Json<ProvedSignIn>, Error> {
    let sign_in = caller.sign_in.as_ref().ok_or(Kind::NotSignedIn)?;
    let (proved, member) = messenger.verify(sign_in, &body.code).await?;
    let token = messenger.phones().token(&proved)?;
    Ok(axum::Json(ProvedSignIn { token, user: user(member, &proved) }))
}

/// Returns a new token of the same sign-in, which its calls keep from ending.
#[utoipa::path(post, path = "/auth/refresh", tag = "messenger", request_body = Option<Nothing>,
    security(("phone" = [])), responses((status = 200, body = Refreshed), MessengerProblems))]
pub async fn refresh(
    caller: Caller,
    State(messenger): State<Messenger>,
    Json(_): Json<Nothing>,
) -> Result<axum::Json<Refreshed>, Error> {
    let sign_in = caller.sign_in.as_ref().ok_or(Kind::NotSignedIn)?;
    let token = messenger.phones().token(sign_in)?;
    Ok(axum::Json(Refreshed { token, expires_at: sign_in.expires_at }))
}

/// Ends the sign-in. Linked devices stay linked.
#[utoipa::path(post, path = "/auth/logout", tag = "messenger", request_body = Option<Nothing>,
    security(("phone" = [])), responses((status = 204, description = "signed out"), MessengerProblems))]
pub async fn logout(
    caller: Caller,
    State(messenger): State<Messenger>,
    Json(_): Json<Nothing>,
) -> Result<Response, Error> {
    let sign_in = caller.sign_in.as_ref().ok_or(Kind::NotSignedIn)?;
    messenger.sign_out(sign_in).await?;
    Ok((cookie::clear(cookie::PHONE), StatusCode::NO_CONTENT).into_response())
}
