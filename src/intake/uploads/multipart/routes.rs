//! `/api/v1/files`: send, list, delete.

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum_extra::TypedHeader;
use axum_extra::headers::ContentLength;
use serde::Serialize;

use crate::error::{Error, Kind};
use crate::intake::sessions::{AppContext, File};
use crate::intake::uploads::{Upload, Uploads};
use crate::platform::http::{ClientIp, Page, Path, Session};
use crate::platform::ids::FileId;
use crate::platform::ids::SessionId;
use axum::extract::FromRef;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls about files.
pub fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    Uploads: FromRef<S>,
{
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(delete))
}

/// The call whose body streams; it has bounds of its own.
pub fn streams<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    Uploads: FromRef<S>,
{
    OpenApiRouter::new().routes(routes!(receive))
}

/// The files of a session
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Files {
    files: Vec<File>,
}

/// The form that sends files
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form; the body is never held as one value")]
pub struct FileForm {
    /// One or more parts of this name, each with a file name; text fields are ignored, up to 16 KiB
    #[schema(value_type = Vec<String>, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// Sends files: all parts are kept, or none. A form of more than 8 MiB must contain exactly one file. With X-File-Size it
/// streams into the object store without waiting for a buffer.
#[utoipa::path(post, path = "/api/v1/files", tag = "files",
    params(("X-Session-ID" = uuid::Uuid, Header), ("X-Page-ID" = Option<uuid::Uuid>, Header),
           ("X-File-Size" = Option<u64>, Header, description = "Bytes of the form's only file")),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 201, body = Files),
              (status = 409, description = "session-pending, session-complete", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 410, description = "session-gone", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 413, description = "file-too-large, quota-exceeded", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 415, description = "file-type-refused", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 429, description = "rate-limited, with Retry-After", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 422, description = "empty-file, file-refused, one-file-per-request", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 503, description = "unavailable", body = crate::error::Problem, content_type = "application/problem+json")))]
pub async fn receive(
    State(uploads): State<Uploads>,
    Session(session): Session,
    Page(page): Page,
    client: ClientIp,
    length: Option<TypedHeader<ContentLength>>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, axum::Json<Files>), Error> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let content_length = length.map(|TypedHeader(ContentLength(length))| length);
    let file_size = headers.get("x-file-size").map(|value| value.to_str().ok()?.parse().ok());
    if file_size == Some(None) {
        return Err(Error::new(Kind::InvalidRequest, "X-File-Size must be the number of the file's bytes."));
    }
    let file_size = file_size.flatten();
    let network = client.bucket();
    let upload = Upload { session, page, network, content_type, content_length, file_size, body };
    let files = uploads.receive(upload).await?;
    Ok((StatusCode::CREATED, axum::Json(Files { files })))
}

/// Lists the files of an open session.
#[utoipa::path(get, path = "/api/v1/files", tag = "files", params(("X-Session-ID" = uuid::Uuid, Header)),
    responses((status = 200, body = Files),
              (status = 409, description = "session-pending, session-complete", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 410, description = "session-gone", body = crate::error::Problem, content_type = "application/problem+json")))]
pub async fn list(State(context): State<AppContext>, Session(session): Session) -> Result<axum::Json<Files>, Error> {
    must_be_open(&context, session).await?;
    Ok(axum::Json(Files { files: context.open_files(session).await? }))
}

async fn must_be_open(context: &AppContext, session: SessionId) -> Result<(), Error> {
    let mut conn = context.pool.acquire().await?;
    crate::intake::sessions::state(&mut conn, session).await?.must_be_open()
}

/// Removes a file while the session is open.
#[utoipa::path(delete, path = "/api/v1/files/{id}", tag = "files",
    params(("X-Session-ID" = uuid::Uuid, Header), ("id" = uuid::Uuid, Path)),
    responses((status = 204),
              (status = 404, description = "not-found", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 409, description = "session-pending, session-complete", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 410, description = "session-gone", body = crate::error::Problem, content_type = "application/problem+json")))]
pub async fn delete(
    State(uploads): State<Uploads>,
    Session(session): Session,
    Path(file): Path<FileId>,
) -> Result<StatusCode, Error> {
    uploads.delete(session, file.uuid()).await?;
    Ok(StatusCode::NO_CONTENT)
}
