//! Pages for people, rendered from `templates/`.

use askama::Template;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::assets;
use super::error::{Error, Kind};
use crate::words::Language;

/// Renders a page; a template that fails is our error.
pub fn render(template: &impl Template) -> Result<Response, Error> {
    let html = template.render().map_err(|error| Error::caused(Kind::Internal, error))?;
    Ok(([(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response())
}

/// Renders a page that there is in every language.
pub fn render_in(words: &Language, template: &impl Template) -> Result<Response, Error> {
    Ok(in_language(words, render(template)?))
}

/// The same with another status than 200.
pub fn render_as(status: StatusCode, words: &Language, template: &impl Template) -> Result<Response, Error> {
    let mut response = render_in(words, template)?;
    *response.status_mut() = status;
    Ok(response)
}

/// Says which language an answer is in, and that the next reader may get another one.
pub(super) fn in_language(words: &Language, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(words.tag()));
    headers.append(VARY, HeaderValue::from_static("accept-language"));
    response
}

/// The base of all assets' addresses, for templates.
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

/// An error as a page. Should even that fail, the plain sentence.
pub fn error(error: &Error, request_id: &str, words: &Language) -> Response {
    let title = words.text(match error.kind {
        Kind::NotFound => "page-error-missing",
        Kind::Internal | Kind::Unavailable => "page-error-ours",
        _ => "page-error-title",
    });
    let detail = error.detail(words);
    let page = ErrorPage { assets: assets(), words, title: &title, detail: &detail, request_id };
    render_in(words, &page).unwrap_or_else(|_| detail.into_owned().into_response())
}
