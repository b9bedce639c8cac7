//! `/api/v1/admin`: a person's rights, by address or by session, and the list for training.

use super::problems::{NamedProblems, PermissionProblems};
use crate::platform::ids::SessionId;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{StatusCode, Version};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::sessions::{Erasure, archive};
use crate::admin::api::staff::Staff;
use crate::admin::{Detail, read};
use crate::auth::Permission;
use crate::auth::staff::SignIns;
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::http::{Json, Path, RequestId};
use crate::privacy::export;
use crate::privacy::rights::{self, Reason};
use crate::privacy::training::{self, Usable};
use axum::extract::FromRef;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls about the rights of one person, over all their sessions.
pub fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    SignIns: FromRef<S>,
{
    OpenApiRouter::new()
        .routes(routes!(erase_all))
        .routes(routes!(set_restriction, lift_restriction))
        .routes(routes!(withdraw))
}

/// The calls whose answers stream.
pub fn streams<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    SignIns: FromRef<S>,
{
    OpenApiRouter::new().routes(routes!(export_all)).routes(routes!(training_manifest))
}

/// Whose sessions; in the body, because an address in a query would appear in logs
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// The whole address, in any case
    #[schema(example = "name@example.org", min_length = 3, max_length = 254)]
    email: String,
}

/// Erasures that have started
#[derive(Serialize, utoipa::ToSchema)]
pub struct Erasures {
    /// The receipts' ids, one per session
    erasures: Vec<Uuid>,
}

/// Erases all sessions of an address.
#[utoipa::path(post, path = "/api/v1/admin/erasures", tag = "admin", security(("staff" = [])), request_body = Address,
    responses((status = 202, body = Erasures),
              (status = 404, description = "not-found: nothing is kept under it", body = crate::error::Problem, content_type = "application/problem+json"),
              PermissionProblems))]
pub async fn erase_all(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Json(address): Json<Address>,
) -> Result<(StatusCode, axum::Json<Erasures>), Error> {
    let erasures = rights::erase_all(&context, who.requester(), address.email.trim()).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(Erasures { erasures })))
}

/// Downloads all that is kept under an address, as a ZIP archive of exactly the announced length.
#[utoipa::path(post, path = "/api/v1/admin/exports", tag = "admin", security(("staff" = [])), request_body = Address,
    responses((status = 200, description = "The archive, with a folder for each session where there are several", body = Vec<u8>, content_type = "application/zip"),
              (status = 404, description = "not-found: nothing is kept under it", body = crate::error::Problem, content_type = "application/problem+json"),
              PermissionProblems))]
pub async fn export_all(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Extension(request): Extension<RequestId>,
    Json(address): Json<Address>,
) -> Result<Response, Error> {
    let export = export::open_all((&context).into(), who.requester(), address.email.trim(), None).await?;
    Ok(archive(export, request))
}

/// Why a session is restricted
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Why {
    reason: Reason,
}

/// Restricts a session (GDPR article 18): it is on no list for training, and staff without the permission to read
/// restricted sessions get 403. It can still be corrected and erased.
#[utoipa::path(put, path = "/api/v1/admin/sessions/{id}/restriction", tag = "admin", params(("id" = Uuid, Path)), security(("staff" = [])),
    request_body = Why,
    responses((status = 200, body = Detail),
              NamedProblems))]
pub async fn set_restriction(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Path(id): Path<SessionId>,
    Json(why): Json<Why>,
) -> Result<axum::Json<Detail>, Error> {
    rights::restrict(&context, who.requester(), id, why.reason).await?;
    read(&context.pool, who.requester(), id).await.map(axum::Json)
}

/// Lifts a restriction; tell the person before you do (GDPR article 18(3)).
#[utoipa::path(delete, path = "/api/v1/admin/sessions/{id}/restriction", tag = "admin", params(("id" = Uuid, Path)), security(("staff" = [])),
    responses((status = 200, body = Detail),
              NamedProblems))]
pub async fn lift_restriction(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Path(id): Path<SessionId>,
) -> Result<axum::Json<Detail>, Error> {
    rights::lift(&context, who.requester(), id).await?;
    read(&context.pool, who.requester(), id).await.map(axum::Json)
}

/// What a person agreed to; only for the API's description, the path is parsed as text
#[derive(Debug, utoipa::ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Purpose {
    PersonalData,
    AiTraining,
}

/// Withdraws a consent for a person who asks (GDPR article 7(3)). It takes effect at once: without `ai_training` the
/// session is on no list for training; without `personal_data` nothing may be kept, so it is erased.
#[utoipa::path(delete, path = "/api/v1/admin/sessions/{id}/consents/{purpose}", tag = "admin", security(("staff" = [])),
    params(("id" = Uuid, Path), ("purpose" = inline(Purpose), Path)),
    responses((status = 200, description = "`ai_training`: the session as it is now", body = Detail),
              (status = 202, description = "`personal_data`: it is being erased", body = Erasure),
              NamedProblems))]
pub async fn withdraw(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Path((id, purpose)): Path<(SessionId, String)>,
) -> Result<Response, Error> {
    match purpose.as_str() {
        "ai_training" => {
            rights::withdraw_training(&context, who.requester(), id).await?;
            Ok(axum::Json(read(&context.pool, who.requester(), id).await?).into_response())
        }
        "personal_data" => {
            let erasure = rights::withdraw_all(&context, who.requester(), id).await?;
            Ok((StatusCode::ACCEPTED, axum::Json(Erasure { erasure })).into_response())
        }
        _ => Err(Kind::NotFound.into()),
    }
}

/// Lists exactly the objects with a valid consent for AI training now, of confirmed sessions that are not restricted:
/// one JSON object per line, ordered by key. If the connection ends early the list is incomplete; so that clients can
/// detect this, it needs HTTP/1.1 or later.
#[utoipa::path(get, path = "/api/v1/admin/training-manifest", tag = "admin", security(("staff" = [])),
    responses((status = 200, description = "Lines of JSON", body = Usable, content_type = "application/x-ndjson"),
              (status = 400, description = "invalid-request: asked for with HTTP/1.0", body = crate::error::Problem, content_type = "application/problem+json"),
              PermissionProblems))]
pub async fn training_manifest(
    State(context): State<AppContext>,
    Staff(who): Staff,
    version: Version,
    Extension(request): Extension<RequestId>,
) -> Result<Response, Error> {
    // Checked first, so that it is 403 before it is 400.
    who.requester().must(Permission::ListTraining)?;
    // HTTP/1.0 bodies end with the connection (RFC 9112, 6.3), so an incomplete list would look complete.
    if version < Version::HTTP_11 {
        let detail = "Use HTTP/1.1. With an older version an incomplete list would look complete.";
        return Err(Error::new(Kind::InvalidRequest, detail));
    }
    let lines = training::list(&context.pool, who.requester(), request.0).await?;
    Ok(([(CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)).into_response())
}
