//! Pages for people, rendered from `templates/`.

use askama::Template;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::assets;
use crate::error::{Error, Kind};
use crate::platform::i18n::Language;

/// Renders a page; a failing template is an internal error.
pub fn render(template: &impl Template) -> Result<Response, Error> {
    let html = template.render().map_err(|error| Error::caused(Kind::Internal, error))?;
    Ok(([(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response())
}

/// Renders a page that exists in every language.
pub fn render_in(words: &Language, template: &impl Template) -> Result<Response, Error> {
    Ok(in_language(words, render(template)?))
}

/// The same with another status than 200.
pub fn render_as(status: StatusCode, words: &Language, template: &impl Template) -> Result<Response, Error> {
    let mut response = render_in(words, template)?;
    *response.status_mut() = status;
    Ok(response)
}

/// Sets the response's language, and that it depends on the reader.
pub(super) fn in_language(words: &Language, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(words.tag()));
    headers.append(VARY, HeaderValue::from_static("accept-language"));
    response
}

/// The base address of all assets, for templates.
pub fn assets() -> &'static str {
    &assets::BASE
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    assets: &'a str,
    words: &'a Language,
    title: &'a str,
    detail: &'a str,
    request_id: &'a str,
}

/// The same for staff, with how long to wait and where to go on.
#[derive(Template)]
#[template(path = "admin/error.html")]
struct DeskError<'a> {
    assets: &'a str,
    title: &'a str,
    detail: &'a str,
    wait: Option<u64>,
    request_id: &'a str,
}

/// An error as a page for staff.
pub fn desk_error(error: &Error, request_id: &str) -> Response {
    let detail = error.detail();
    let wait = error.retry_after.filter(|_| error.kind == Kind::RateLimited);
    let title = if error.kind == Kind::Forbidden { "Not allowed" } else { error.kind.title() };
    let page = DeskError { assets: assets(), title, detail: &detail, wait, request_id };
    render(&page).unwrap_or_else(|_| detail.clone().into_owned().into_response())
}

/// An error as a page, or as plain text if rendering fails.
pub fn error(error: &Error, request_id: &str, words: &Language) -> Response {
    let title = words.text(match error.kind {
        Kind::NotFound => "page-error-missing",
        Kind::Internal | Kind::Unavailable => "page-error-ours",
        _ => "page-error-title",
    });
    let detail = error.detail_in(words);
    let page = ErrorPage { assets: assets(), words, title: &title, detail: &detail, request_id };
    render_in(words, &page).unwrap_or_else(|_| detail.clone().into_owned().into_response())
}
