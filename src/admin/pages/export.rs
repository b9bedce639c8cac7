//! The copy of everything: the download, and its progress.

use askama::Template;
use axum::extract::{Extension, State};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::components::size;
use super::{Frame, StaffCookie};
use crate::admin::api::sessions::archive;
use crate::error::Error;
use crate::intake::sessions::AppContext;
use crate::platform::http::{Path, Query, RequestId, page};
use crate::platform::ids::SessionId;
use crate::privacy::export;
use crate::privacy::export::progress::{self, Progress, State as Stage};

/// The id under which the page's script asks for progress; without a script the browser shows its own.
#[derive(Debug, Default, Deserialize)]
pub struct Watched {
    progress: Option<String>,
}

/// `GET /admin/sessions/{id}/export`
pub async fn download(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<SessionId>,
    Query(watched): Query<Watched>,
    Extension(request): Extension<RequestId>,
) -> Result<Response, Error> {
    let watched = watched.progress.and_then(|text| SessionId::parse(&text).ok()).map(SessionId::uuid);
    let export = export::open((&context).into(), who.requester(), id, watched).await?;
    Ok(archive(export, request))
}

#[derive(Template)]
#[template(path = "admin/export.html")]
struct ExportPage<'a> {
    frame: Frame<'a>,
    progress: &'a Progress,
    state: &'static str,
    sent: String,
    total: String,
}

/// `GET /admin/exports/{id}`: reloads itself while bytes are sent; another person's is 404.
pub async fn progress(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<Uuid>,
) -> Result<Response, Error> {
    let progress = progress::find(&context.pool, who.requester(), id).await?;
    let (sent, total) = (size(progress.sent), size(progress.total));
    let state = match progress.state {
        Stage::Running => "running",
        Stage::Complete => "complete",
        Stage::Broken => "broken",
    };
    page::render(&ExportPage { frame: Frame::of(&who, "sessions"), progress: &progress, state, sent, total })
}
