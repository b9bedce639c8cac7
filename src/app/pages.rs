//! Pages that belong to no feature: the demo, the widget's frame, the problems' explanations.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use crate::http::origin::Site;
use crate::http::{Error, Kind, Path, Query, page};
use crate::intake;

/// What the demo page may link to.
#[derive(Clone, Copy)]
pub struct Features {
    pub captured_mail: bool,
}

#[derive(Template)]
#[template(path = "demo.html")]
struct Demo<'a> {
    assets: &'static str,
    public_url: &'a str,
    dev_mail: bool,
}

/// `GET /`: a page that embeds the widget as a customer would.
pub async fn demo(State(features): State<Features>, State(site): State<Site>) -> Result<Response, Error> {
    page::render(&Demo { assets: page::assets(), public_url: &site.0, dev_mail: features.captured_mail })
}

#[derive(Template)]
#[template(path = "widget.html")]
struct Widget {
    assets: &'static str,
    lang: &'static str,
    greeting: String,
}

/// What the embedding page says about the chat; the rest of it is read in the browser.
#[derive(Deserialize)]
pub struct Look {
    lang: Option<String>,
}

/// `GET /widget`: the chat, in a frame of our own origin. It brings its greeting along, so that a chat which nobody
/// has touched yet calls nothing.
pub async fn widget(Query(look): Query<Look>) -> Result<Response, Error> {
    let (lang, greeting) = intake::routes::greeting(look.lang.as_deref());
    let greeting = serde_json::to_string(&greeting).map_err(|error| Error::caused(Kind::Internal, error))?;
    page::render(&Widget { assets: page::assets(), lang, greeting })
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct Accessibility {
    assets: &'static str,
}

/// `GET /accessibility`: what works for whom, and what does not yet.
pub async fn accessibility() -> Result<Response, Error> {
    page::render(&Accessibility { assets: page::assets() })
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Problem {
    assets: &'static str,
    slug: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
}

/// `GET /problems/{slug}`: what the `type` of a problem+json means.
pub async fn problem(Path(slug): Path<String>) -> Result<Response, Error> {
    let kind = Kind::ALL.into_iter().find(|kind| kind.slug() == slug).ok_or(Kind::NotFound)?;
    let detail = Error::from(kind).detail().to_owned();
    page::render(&Problem {
        assets: page::assets(),
        slug: kind.slug(),
        title: kind.title(),
        status: kind.status().as_u16(),
        detail,
    })
}
