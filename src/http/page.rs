//! Pages for people, rendered from `templates/`.

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};

use super::assets;
use super::error::{Error, Kind};

/// Renders a page; a template that fails is our error.
pub fn render(template: &impl Template) -> Result<Response, Error> {
    let html = template.render().map_err(|error| Error::caused(Kind::Internal, error))?;
    Ok(([(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response())
}

/// The same with another status than 200.
pub fn render_as(status: StatusCode, template: &impl Template) -> Result<Response, Error> {
    let mut response = render(template)?;
    *response.status_mut() = status;
    Ok(response)
}

/// The base of all assets' addresses, for templates.
pub fn assets() -> &'static str {
    &assets::BASE
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    assets: &'a str,
    title: &'a str,
    detail: &'a str,
    request_id: &'a str,
}

/// The same for staff, who know what a role is and where to go on.
#[derive(Template)]
#[template(path = "admin/error.html")]
struct DeskError<'a> {
    assets: &'a str,
    title: &'a str,
    detail: &'a str,
    wait: Option<u64>,
    request_id: &'a str,
}

/// An error as a page; `desk` says whether staff read it. Should even that fail, the plain sentence.
pub fn error(error: &Error, request_id: &str, desk: bool) -> Response {
    let (assets, title, detail) = (assets(), error.kind.title(), error.detail());
    let page = if desk {
        let wait = error.retry_after.filter(|_| error.kind == Kind::RateLimited);
        let title = if error.kind == Kind::Forbidden { "Not allowed" } else { title };
        render(&DeskError { assets, title, detail, wait, request_id })
    } else {
        render(&ErrorPage { assets, title, detail, request_id })
    };
    page.unwrap_or_else(|_| error.detail().to_owned().into_response())
}
