//! `/api/v1/members`: a member's own data, and what the site's backend says of its users.

use axum::body::Body;
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::IntoResponses;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::{Known, copy, erase, known, queries, restrict};
use crate::audit::{self, Action, Actor};
use crate::auth::jwt::Tokens;
use crate::auth::member_sessions::metadata::{depth, has_nul};
use crate::auth::member_sessions::routes::Backend;
use crate::auth::member_sessions::{MemberSessions, check_user_id};
use crate::auth::members::{self, Member, Members};
use crate::auth::phones::Phones;
use crate::error::{Error, Kind, Problem};
use crate::intake::sessions::AppContext;
use crate::platform::http::origin::Site;
use crate::platform::http::rate::RateLimits;
use crate::platform::http::{Json, Path};
use crate::platform::ids::{SessionId, new_uuid};
use crate::privacy::restriction::{Reason, Restriction};

/// The largest profile, as JSON text, and how deeply it may be nested.
const MAX_PROFILE: usize = 8 * 1024;
const MAX_DEPTH: usize = 4;

pub fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    Members: FromRef<S>,
    Phones: FromRef<S>,
    MemberSessions: FromRef<S>,
    Tokens: FromRef<S>,
    RateLimits: FromRef<S>,
    Site: FromRef<S>,
{
    OpenApiRouter::new()
        .routes(routes!(me, erase_me))
        .routes(routes!(restriction, set_restriction, lift_restriction))
        .routes(routes!(set_profile))
}

/// What streams.
pub fn streams<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    Members: FromRef<S>,
    Phones: FromRef<S>,
    MemberSessions: FromRef<S>,
    Tokens: FromRef<S>,
    RateLimits: FromRef<S>,
    Site: FromRef<S>,
{
    OpenApiRouter::new().routes(routes!(copy_me))
}

/// What these calls may be refused with.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
enum MemberProblems {
    /// not-signed-in
    #[response(status = 401, content_type = "application/problem+json")]
    NotSignedIn(Problem),
    /// not-found: nothing is stored
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// rate-limited
    #[response(status = 429, content_type = "application/problem+json")]
    RateLimited(Problem),
    /// unavailable
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// Returns what is known of the member who calls.
#[utoipa::path(get, path = "/api/v1/members/me", tag = "members", security(("member" = [])),
    responses((status = 200, body = Known), MemberProblems))]
async fn me(Member(identity): Member, State(context): State<AppContext>) -> Result<axum::Json<Known>, Error> {
    known(&context, identity).await.map(axum::Json)
}

/// That all is erased
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Erased {
    /// The receipt's id
    erasure: Uuid,
}

/// Erases all that is kept of the member who calls, and ends their sessions.
#[utoipa::path(delete, path = "/api/v1/members/me", tag = "members", security(("member" = [])),
    responses((status = 202, body = Erased), MemberProblems))]
async fn erase_me(
    Member(identity): Member,
    State(context): State<AppContext>,
) -> Result<(StatusCode, axum::Json<Erased>), Error> {
    let erasure = erase(&context, &identity).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(Erased { erasure })))
}

/// Why a member has their data left alone
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct WhyOfMember {
    reason: Reason,
}

/// Returns the restriction of what is kept of the member who calls (GDPR article 18); null if there is none.
#[utoipa::path(get, path = "/api/v1/members/me/restriction", tag = "members", security(("member" = [])),
    responses((status = 200, body = Option<Restriction>), MemberProblems))]
async fn restriction(
    Member(identity): Member,
    State(context): State<AppContext>,
) -> Result<axum::Json<Option<Restriction>>, Error> {
    restrict::find_own(&context.pool, &identity).await.map(axum::Json)
}

/// Restricts the use of what is kept of the member who calls: it stays, the assistant answers no more, and only staff who
/// answer requests can read it.
#[utoipa::path(put, path = "/api/v1/members/me/restriction", tag = "members", security(("member" = [])),
    request_body = WhyOfMember,
    responses((status = 204, description = "restricted"), MemberProblems,
              (status = 422, description = "invalid-input", body = Problem, content_type = "application/problem+json")))]
async fn set_restriction(
    Member(identity): Member,
    State(context): State<AppContext>,
    Json(why): Json<WhyOfMember>,
) -> Result<StatusCode, Error> {
    restrict::restrict_own(&context.pool, &identity, why.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lifts the restriction that the member who calls has set.
#[utoipa::path(delete, path = "/api/v1/members/me/restriction", tag = "members", security(("member" = [])),
    responses((status = 204, description = "lifted"), MemberProblems,
              (status = 403, description = "forbidden", body = Problem, content_type = "application/problem+json")))]
async fn lift_restriction(Member(identity): Member, State(context): State<AppContext>) -> Result<StatusCode, Error> {
    restrict::lift_own(&context.pool, &identity).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Returns a copy of all that is kept of the member who calls.
#[utoipa::path(get, path = "/api/v1/members/me/copy", tag = "members", security(("member" = [])),
    responses((status = 200, description = "the copy", content_type = "application/json"), MemberProblems))]
async fn copy_me(Member(identity): Member, State(context): State<AppContext>) -> Result<Response, Error> {
    let mut conn = context.pool.acquire().await?;
    let member = members::find(&mut conn, &identity).await?.ok_or(Kind::NotFound)?;
    let id = SessionId::from_uuid(member.id.uuid());
    audit::record(&mut conn, Actor::Member, Action::MemberExported, id, serde_json::json!({})).await?;
    drop(conn);
    let headers = [(CONTENT_TYPE, "application/json"), (CONTENT_DISPOSITION, r#"attachment; filename="my-data.json""#)];
    let body = Body::from_stream(copy::stream(context.pool.clone(), identity, member));
    Ok((headers, body).into_response())
}

/// Sets what the assistant may know of a user, such as department and progress; without a body nothing. Only for the site's
/// backend.
#[utoipa::path(put, path = "/api/v1/members/{subject}/profile", tag = "members", request_body = Option<Object>,
    security(("service" = [])), params(("subject" = String, Path)),
    responses((status = 204, description = "stored"), MemberProblems,
              (status = 403, description = "forbidden", body = Problem, content_type = "application/problem+json"),
              (status = 422, description = "invalid-input", body = Problem, content_type = "application/problem+json")))]
async fn set_profile(
    _: Backend,
    State(context): State<AppContext>,
    State(members): State<Members>,
    Path(subject): Path<String>,
    Json(profile): Json<Map<String, Value>>,
) -> Result<StatusCode, Error> {
    check_user_id(&subject)?;
    let profile = Value::Object(profile);
    if profile.to_string().len() > MAX_PROFILE || depth(&profile) > MAX_DEPTH {
        return Err(Error::field("profile", "Send at most 8 KiB of JSON, nested at most four deep."));
    }
    if has_nul(&profile) {
        return Err(Error::field("profile", "Leave out the character U+0000, which cannot be stored."));
    }
    let mut conn = context.pool.acquire().await?;
    queries::set_profile(&mut conn, new_uuid(), members.issuer(), &subject, &profile).await?;
    Ok(StatusCode::NO_CONTENT)
}
