//! `/api/v1/admin`: sessions, their files, and receipts, for staff.

use super::problems::{NamedProblems, PermissionProblems};
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};
use uuid::Uuid;

use crate::admin::api::staff::Staff;
use crate::admin::audit_log::{self, Lines};
use crate::admin::{Detail, Found, Search, download};
use crate::audit::Sought;
use crate::auth::staff::SignIns;
use crate::erasures::{self, Receipt};
use crate::error::Error;
use crate::intake::sessions::{AppContext, State as Life};
use crate::platform::http::cursor::Cursor;
use crate::platform::http::{Json, Path, Query, RequestId, attach};
use crate::platform::i18n;
use crate::platform::ids::SessionId;
use crate::platform::object_store::{self, Reading};
use crate::privacy::export::progress::{self, Progress};
use crate::privacy::export::{self, Export};
use crate::privacy::rights::{self, Rectification};
use axum::extract::FromRef;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls about sessions.
pub fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    SignIns: FromRef<S>,
{
    OpenApiRouter::new()
        .routes(routes!(find))
        .routes(routes!(read, rectify, erase))
        .routes(routes!(receipt))
        .routes(routes!(progress))
        .routes(routes!(audit))
}

/// The calls whose answers stream.
pub fn streams<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    SignIns: FromRef<S>,
{
    OpenApiRouter::new().routes(routes!(file)).routes(routes!(export))
}

/// The states of stored sessions
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "describes the parameter, which is parsed as text")]
enum StateAsked {
    Pending,
    Complete,
}

/// What to look for
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SessionsQuery {
    /// A part of an address or a name (three letters or more), or a whole id
    #[param(min_length = 3)]
    q: Option<String>,
    #[param(inline, value_type = Option<StateAsked>)]
    state: Option<String>,
    /// RFC 3339; this moment and later
    #[param(format = DateTime)]
    from: Option<String>,
    /// RFC 3339; before this moment
    #[param(format = DateTime)]
    to: Option<String>,
    /// `next` of the page before
    #[param(min_length = 32, max_length = 32, pattern = "^[A-Za-z0-9_-]{32}$")]
    after: Option<String>,
}

impl SessionsQuery {
    fn read(self) -> Result<Search, Error> {
        let state = match self.state.as_deref() {
            None | Some("") => None,
            Some("pending") => Some(Life::Pending),
            Some("complete") => Some(Life::Complete),
            Some(_) => return Err(Error::field("state", "Use pending or complete.")),
        };
        Ok(Search {
            text: self.q,
            state,
            from: moment("from", self.from)?,
            to: moment("to", self.to)?,
            after: cursor(self.after)?,
        })
    }
}

fn moment(name: &'static str, text: Option<String>) -> Result<Option<OffsetDateTime>, Error> {
    // In UTC, like the database, which has no times after the last year.
    let read = |text: String| OffsetDateTime::parse(&text, &Rfc3339).ok()?.checked_to_offset(UtcOffset::UTC);
    let wrong = || Error::field(name, "Use a time such as 2026-11-20T12:00:00Z.");
    text.map(|text| read(text).ok_or_else(wrong)).transpose()
}

fn cursor(text: Option<String>) -> Result<Option<Cursor>, Error> {
    let read =
        |text: String| Cursor::parse(&text).ok_or_else(|| Error::field("after", "Use `next` of the previous page."));
    text.map(read).transpose()
}

/// Finds sessions, the newest first, fifty a page.
#[utoipa::path(get, path = "/api/v1/admin/sessions", tag = "admin", params(SessionsQuery), security(("staff" = [])),
    responses((status = 200, body = Found),
              (status = 422, description = "invalid-input", body = crate::error::Problem, content_type = "application/problem+json"),
              PermissionProblems))]
pub async fn find(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Query(asked): Query<SessionsQuery>,
) -> Result<axum::Json<Found>, Error> {
    crate::admin::find(&context.pool, who.requester(), asked.read()?).await.map(axum::Json)
}

/// Reads one session.
#[utoipa::path(get, path = "/api/v1/admin/sessions/{id}", tag = "admin", params(("id" = Uuid, Path)), security(("staff" = [])),
    responses((status = 200, body = Detail),
              NamedProblems))]
pub async fn read(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Path(id): Path<SessionId>,
) -> Result<axum::Json<Detail>, Error> {
    crate::admin::read(&context.pool, who.requester(), id).await.map(axum::Json)
}

/// Corrects name or address; a changed address is verified again.
#[utoipa::path(patch, path = "/api/v1/admin/sessions/{id}", tag = "admin", params(("id" = Uuid, Path)), security(("staff" = [])),
    request_body = Rectification,
    responses((status = 200, body = Detail),
              NamedProblems))]
pub async fn rectify(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Path(id): Path<SessionId>,
    Json(change): Json<Rectification>,
) -> Result<axum::Json<Detail>, Error> {
    rights::rectify(&context, who.requester(), i18n::english(), id, change).await?;
    crate::admin::read(&context.pool, who.requester(), id).await.map(axum::Json)
}

/// An erasure that has started
#[derive(Serialize, utoipa::ToSchema)]
pub struct Erasure {
    /// The receipt's id
    pub(super) erasure: Uuid,
}

/// Erases a session: its rows now, its objects as soon as the store is available. The receipt says when all is deleted.
#[utoipa::path(delete, path = "/api/v1/admin/sessions/{id}", tag = "admin", params(("id" = Uuid, Path)), security(("staff" = [])),
    responses((status = 202, body = Erasure),
              NamedProblems))]
pub async fn erase(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Path(id): Path<SessionId>,
) -> Result<(StatusCode, axum::Json<Erasure>), Error> {
    let erasure = rights::erase(&context, who.requester(), id).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(Erasure { erasure })))
}

/// Reads the receipt of an erasure.
#[utoipa::path(get, path = "/api/v1/admin/erasures/{id}", tag = "admin", params(("id" = Uuid, Path)), security(("staff" = [])),
    responses((status = 200, body = Receipt),
              NamedProblems))]
pub async fn receipt(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<Receipt>, Error> {
    erasures::read(&context.pool, who.requester(), id).await.map(axum::Json)
}

/// Downloads a file. Browsers must never display it under our origin.
#[utoipa::path(get, path = "/api/v1/admin/sessions/{id}/files/{file}", tag = "admin",
    params(("id" = Uuid, Path), ("file" = Uuid, Path)), security(("staff" = [])),
    responses((status = 200, description = "The file's bytes", body = Vec<u8>, content_type = "application/octet-stream"),
              NamedProblems))]
pub async fn file(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Path((id, file)): Path<(SessionId, Uuid)>,
) -> Result<Response, Error> {
    let (name, reading) = download::open(&context, who.requester(), id, file).await?;
    Ok(as_download(&name, reading))
}

/// Returns a file as an attachment, so that browsers never display it.
pub(in crate::admin) fn as_download(name: &str, reading: Reading) -> Response {
    let body = Body::from_stream(reading.bytes);
    attach(object_store::attachment(name), "application/octet-stream", reading.size, body)
}

/// What to look for in the audit log
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// A session's whole id
    #[param(format = Uuid)]
    session: Option<String>,
    /// `visitor`, `visitor:self-service`, `system`, `operator`, `ledger`, `staff:<id>` or `nobody`
    #[param(min_length = 1)]
    actor: Option<String>,
    /// Such as `staff.read`
    #[param(min_length = 1)]
    action: Option<String>,
    /// RFC 3339; this moment and later
    #[param(format = DateTime)]
    from: Option<String>,
    /// RFC 3339; before this moment
    #[param(format = DateTime)]
    to: Option<String>,
    /// `next` of the page before
    #[param(min_length = 32, max_length = 32, pattern = "^[A-Za-z0-9_-]{32}$")]
    after: Option<String>,
}

impl AuditQuery {
    fn read(self) -> Result<Sought, Error> {
        let session = self.session.map(|text| Uuid::try_parse(&text)).transpose();
        Ok(Sought {
            session: session.map_err(|_| Error::field("session", "Enter a session's whole id."))?,
            actor: named("actor", self.actor)?,
            action: named("action", self.action)?,
            from: moment("from", self.from)?,
            to: moment("to", self.to)?,
            after: cursor(self.after)?.map(audit_log::place),
        })
    }
}

/// Refuses an empty value, which is probably a mistake.
fn named(field: &'static str, text: Option<String>) -> Result<Option<String>, Error> {
    match text {
        Some(text) if text.is_empty() => Err(Error::field(field, "Enter a value, or leave the field out.")),
        text => Ok(text),
    }
}

/// Searches the audit log, newest first, fifty per page. The search itself is recorded too.
#[utoipa::path(get, path = "/api/v1/admin/audit", tag = "admin", params(AuditQuery), security(("staff" = [])),
    responses((status = 200, body = Lines),
              (status = 422, description = "invalid-input", body = crate::error::Problem, content_type = "application/problem+json"),
              PermissionProblems))]
pub async fn audit(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Query(asked): Query<AuditQuery>,
) -> Result<axum::Json<Lines>, Error> {
    audit_log::search(&context.pool, who.requester(), asked.read()?).await.map(axum::Json)
}

/// How to follow an export
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Watched {
    /// A new UUID v4, under which `/admin/exports/{id}` reports the export's progress
    #[param(value_type = Option<Uuid>)]
    progress: Option<String>,
}

/// Downloads all that is kept of a session, as a ZIP archive of exactly the announced length. If the connection ends
/// earlier the archive is incomplete.
#[utoipa::path(get, path = "/api/v1/admin/sessions/{id}/export", tag = "admin",
    params(("id" = Uuid, Path), Watched), security(("staff" = [])),
    responses((status = 200, description = "The archive; docs/export.md tells what is in it", body = Vec<u8>, content_type = "application/zip"),
              (status = 422, description = "invalid-input", body = crate::error::Problem, content_type = "application/problem+json"),
              NamedProblems))]
pub async fn export(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Path(id): Path<SessionId>,
    Query(watched): Query<Watched>,
    Extension(request): Extension<RequestId>,
) -> Result<Response, Error> {
    let watched = watched.progress.map(|text| SessionId::parse(&text).map(SessionId::uuid)).transpose();
    let watched = watched.map_err(|_| Error::field("progress", "Give a UUID v4 in lower case."))?;
    let export = export::open((&context).into(), who.requester(), id, watched).await?;
    Ok(archive(export, request))
}

/// Returns the archive with its exact length.
pub(in crate::admin) fn archive(export: Export, request: RequestId) -> Response {
    let (disposition, length) = (object_store::attachment(&export.file_name), export.length);
    attach(disposition, "application/zip", length, Body::from_stream(export.into_stream(request.0)))
}

/// Returns the progress of an export to the staff member who started it.
#[utoipa::path(get, path = "/api/v1/admin/exports/{id}", tag = "admin", params(("id" = Uuid, Path)), security(("staff" = [])),
    responses((status = 200, body = Progress),
              NamedProblems))]
pub async fn progress(
    State(context): State<AppContext>,
    Staff(who): Staff,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<Progress>, Error> {
    progress::find(&context.pool, who.requester(), id).await.map(axum::Json)
}
