//! `/api/v1/staff`: sign-ins, passwords and second factors. The token goes in `Authorization: Bearer`.

use super::problems::SignedInProblems;
use axum::extract::{FromRef, FromRequestParts, State};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum_extra::TypedHeader;
use axum_extra::headers::Authorization;
use axum_extra::headers::authorization::Bearer;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::auth::Role;
use crate::auth::staff::logins::{self, Login, SignedIn};
use crate::auth::staff::second_factor::{self, Enrolment};
use crate::auth::staff::{Credentials, SignIns};
use crate::error::{Error, Kind};
use crate::platform::http::{ClientIp, Json, Nothing, Path};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls about one's own sign-ins.
pub fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    SignIns: FromRef<S>,
{
    OpenApiRouter::new()
        .routes(routes!(sign_in, sign_out))
        .routes(routes!(me))
        .routes(routes!(list, revoke_all))
        .routes(routes!(revoke))
        .routes(routes!(change_password))
        .routes(routes!(begin_second_factor, prove_second_factor))
        .routes(routes!(remove_second_factor))
}

/// The staff member whose token the request carries; 401 without a valid one.
pub struct Staff(pub SignedIn);

impl<S: Send + Sync> FromRequestParts<S> for Staff
where
    SignIns: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let header = TypedHeader::<Authorization<Bearer>>::from_request_parts(parts, state).await;
        let TypedHeader(bearer) = header.map_err(|_| Error::from(Kind::NotSignedIn))?;
        let pool: PgPool = SignIns::from_ref(state).pool;
        logins::validate(&pool, bearer.token()).await.map(Self)
    }
}

/// A new sign-in
#[derive(Serialize, utoipa::ToSchema)]
pub struct Begun {
    /// For `Authorization: Bearer`; shown once
    token: String,
    /// At the latest; half an hour without a request ends it earlier
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

/// Signs in. Five attempts a minute for one account from one network; fewer where the account is new.
#[utoipa::path(post, path = "/api/v1/staff/login", tag = "staff", request_body = Credentials,
    responses((status = 200, body = Begun),
              (status = 401, description = "sign-in-refused, code-needed", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 429, description = "rate-limited, with Retry-After", body = crate::error::Problem, content_type = "application/problem+json")))]
pub async fn sign_in(
    State(sign_ins): State<SignIns>,
    client: ClientIp,
    headers: HeaderMap,
    Json(credentials): Json<Credentials>,
) -> Result<axum::Json<Begun>, Error> {
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("unknown");
    let begun = sign_ins.sign_in(credentials, client, agent).await?;
    Ok(axum::Json(Begun { token: begun.token.reveal().to_owned(), expires_at: begun.expires_at }))
}

/// Signs out: the request's token becomes invalid.
#[utoipa::path(delete, path = "/api/v1/staff/login", tag = "staff", security(("staff" = [])),
    responses((status = 204),
              SignedInProblems))]
pub async fn sign_out(State(door): State<SignIns>, Staff(who): Staff) -> Result<StatusCode, Error> {
    logins::revoke(&door.pool, &who, who.login).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The signed-in staff member
#[derive(Serialize, utoipa::ToSchema)]
pub struct Me {
    id: Uuid,
    email: String,
    role: Role,
    has_second_factor: bool,
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

/// Returns the signed-in staff member. Also keeps an idle sign-in alive.
#[utoipa::path(get, path = "/api/v1/staff/me", tag = "staff", security(("staff" = [])),
    responses((status = 200, body = Me),
              SignedInProblems))]
pub async fn me(Staff(who): Staff) -> axum::Json<Me> {
    let expires_at = who.expires_at();
    let SignedIn { staff: id, email, role, has_second_factor, .. } = who;
    axum::Json(Me { id, email, role, has_second_factor, expires_at })
}

/// One's own sign-ins
#[derive(Serialize, utoipa::ToSchema)]
pub struct Logins {
    logins: Vec<Login>,
}

/// Lists one's own sign-ins, newest first.
#[utoipa::path(get, path = "/api/v1/staff/logins", tag = "staff", security(("staff" = [])),
    responses((status = 200, body = Logins),
              SignedInProblems))]
pub async fn list(State(door): State<SignIns>, Staff(who): Staff) -> Result<axum::Json<Logins>, Error> {
    Ok(axum::Json(Logins { logins: logins::list(&door.pool, &who).await? }))
}

/// Ends all of one's own sign-ins, including this one.
#[utoipa::path(delete, path = "/api/v1/staff/logins", tag = "staff", security(("staff" = [])),
    responses((status = 204),
              SignedInProblems))]
pub async fn revoke_all(State(door): State<SignIns>, Staff(who): Staff) -> Result<StatusCode, Error> {
    logins::revoke_all(&door.pool, &who).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one of one's own sign-ins.
#[utoipa::path(delete, path = "/api/v1/staff/logins/{id}", tag = "staff", params(("id" = Uuid, Path)), security(("staff" = [])),
    responses((status = 204),
              (status = 404, description = "not-found", body = crate::error::Problem, content_type = "application/problem+json"),
              SignedInProblems))]
pub async fn revoke(State(door): State<SignIns>, Staff(who): Staff, Path(id): Path<Uuid>) -> Result<StatusCode, Error> {
    logins::revoke(&door.pool, &who, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new password
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    current: String,
    /// 15 characters or more
    new: String,
}

/// Changes one's own password, which ends all other sign-ins. Limited like signing in.
#[utoipa::path(put, path = "/api/v1/staff/password", tag = "staff", request_body = NewPassword, security(("staff" = [])),
    responses((status = 204),
              SignedInProblems))]
pub async fn change_password(
    State(sign_ins): State<SignIns>,
    Staff(who): Staff,
    client: ClientIp,
    Json(NewPassword { current, new }): Json<NewPassword>,
) -> Result<StatusCode, Error> {
    crate::auth::staff::change_password(&sign_ins, &who, client, current, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Starts setting up a second factor; it takes effect once `PUT` has proved it with a code.
#[utoipa::path(post, path = "/api/v1/staff/second-factor", tag = "staff", request_body = Nothing, security(("staff" = [])),
    responses((status = 200, body = Enrolment),
              SignedInProblems))]
pub async fn begin_second_factor(
    State(sign_ins): State<SignIns>,
    Staff(who): Staff,
    Json(Nothing {}): Json<Nothing>,
) -> Result<axum::Json<Enrolment>, Error> {
    second_factor::begin(&sign_ins.pool, &who).await.map(axum::Json)
}

/// The code from the authenticator app
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    code: String,
}

/// Codes to use if the telephone is lost
#[derive(Serialize, utoipa::ToSchema)]
pub struct RecoveryCodes {
    /// Each works once; shown once
    recovery_codes: Vec<String>,
}

/// Confirms the second factor with a first code; from now on signing in needs one.
#[utoipa::path(put, path = "/api/v1/staff/second-factor", tag = "staff", request_body = Proof, security(("staff" = [])),
    responses((status = 200, body = RecoveryCodes),
              SignedInProblems))]
pub async fn prove_second_factor(
    State(sign_ins): State<SignIns>,
    Staff(who): Staff,
    Json(Proof { code }): Json<Proof>,
) -> Result<axum::Json<RecoveryCodes>, Error> {
    let recovery_codes = second_factor::confirm(&sign_ins.pool, &who, &code).await?;
    Ok(axum::Json(RecoveryCodes { recovery_codes }))
}

/// Proof that the account's owner makes the request
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    password: String,
    /// Six digits from the phone, or a recovery code, if the second factor is in use
    #[serde(default)]
    code: Option<String>,
}

/// Removes the second factor. Limited like signing in.
#[utoipa::path(post, path = "/api/v1/staff/second-factor/removal", tag = "staff", request_body = Removal, security(("staff" = [])),
    responses((status = 204),
              SignedInProblems))]
pub async fn remove_second_factor(
    State(sign_ins): State<SignIns>,
    Staff(who): Staff,
    client: ClientIp,
    Json(Removal { password, code }): Json<Removal>,
) -> Result<StatusCode, Error> {
    second_factor::remove(&sign_ins, &who, client, password, &code.unwrap_or_default()).await?;
    Ok(StatusCode::NO_CONTENT)
}
