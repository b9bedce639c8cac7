//! `/api/v1/admin/requests`, for staff who answer them.

use super::problems::{NamedProblems, PermissionProblems};
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

use crate::admin::api::staff::Staff;
use crate::auth::staff::SignIns;
use crate::error::Error;
use crate::intake::sessions::AppContext;
use crate::platform::http::cursor::Cursor;
use crate::platform::http::{Json, Path, Query};
use crate::privacy::requests::{self, NewClosing, NewExtension, NewRequest, Request, Requests};
use axum::extract::FromRef;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls about requests that came by mail or telephone.
pub fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    SignIns: FromRef<S>,
{
    OpenApiRouter::new()
        .routes(routes!(list, enter))
        .routes(routes!(read))
        .routes(routes!(extend))
        .routes(routes!(close))
}

/// Which requests
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RequestsQuery {
    /// `open` (the default; earliest due first) or `closed` (latest due first)
    #[param(pattern = "^(open|closed)$")]
    state: Option<String>,
    /// `next` of the previous page
    #[param(min_length = 32, max_length = 32, pattern = "^[A-Za-z0-9_-]{32}$")]
    after: Option<String>,
}

/// Lists the requests that came by mail or telephone, fifty a page.
#[utoipa::path(get, path = "/api/v1/admin/requests", tag = "admin", params(RequestsQuery), security(("staff" = [])),
    responses((status = 200, body = Requests),
              (status = 422, description = "invalid-input", body = crate::error::Problem, content_type = "application/problem+json"),
              PermissionProblems))]
pub async fn list(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Query(asked): Query<RequestsQuery>,
) -> Result<axum::Json<Requests>, Error> {
    let closed = match asked.state.as_deref() {
        None | Some("open") => false,
        Some("closed") => true,
        Some(_) => return Err(Error::field("state", "Use open or closed.")),
    };
    let read =
        |text: String| Cursor::parse(&text).ok_or_else(|| Error::field("after", "Use `next` of the previous page."));
    let after = asked.after.map(read).transpose()?;
    requests::list(&context.pool, who.requester(), closed, after).await.map(axum::Json)
}

/// Enters a request; its month begins on the day on which it was received.
#[utoipa::path(post, path = "/api/v1/admin/requests", tag = "admin", request_body = NewRequest, security(("staff" = [])),
    responses((status = 201, body = Request),
              PermissionProblems))]
pub async fn enter(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Json(new): Json<NewRequest>,
) -> Result<(StatusCode, axum::Json<Request>), Error> {
    let id = requests::enter(&context.pool, who.requester(), new).await?;
    Ok((StatusCode::CREATED, axum::Json(requests::read(&context.pool, who.requester(), id).await?)))
}

/// Reads a request.
#[utoipa::path(get, path = "/api/v1/admin/requests/{id}", tag = "admin", params(("id" = Uuid, Path)), security(("staff" = [])),
    responses((status = 200, body = Request),
              NamedProblems))]
pub async fn read(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<Request>, Error> {
    requests::read(&context.pool, who.requester(), id).await.map(axum::Json)
}

/// Extends a request by two months; the person has been told why.
#[utoipa::path(post, path = "/api/v1/admin/requests/{id}/extension", tag = "admin", request_body = NewExtension,
    params(("id" = Uuid, Path)), security(("staff" = [])),
    responses((status = 200, body = Request),
              NamedProblems))]
pub async fn extend(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Path(id): Path<Uuid>,
    Json(new): Json<NewExtension>,
) -> Result<axum::Json<Request>, Error> {
    requests::extend(&context.pool, who.requester(), id, &new).await?;
    requests::read(&context.pool, who.requester(), id).await.map(axum::Json)
}

/// Closes a request with its answer and evidence.
#[utoipa::path(post, path = "/api/v1/admin/requests/{id}/closing", tag = "admin", request_body = NewClosing,
    params(("id" = Uuid, Path)), security(("staff" = [])),
    responses((status = 200, body = Request),
              NamedProblems))]
pub async fn close(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Path(id): Path<Uuid>,
    Json(new): Json<NewClosing>,
) -> Result<axum::Json<Request>, Error> {
    requests::close(&context.pool, who.requester(), id, &new).await?;
    requests::read(&context.pool, who.requester(), id).await.map(axum::Json)
}
