//! Pages that belong to no feature: the demo, the widget's frame, the notice, the problems' explanations.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::config::duration_in_words;
use crate::http::origin::Site;
use crate::http::{Error, Kind, Path, page};
use crate::retention::table::{Row, rows};
use crate::sessions::Parts;

/// A hidden page's session is gone so long after its time (invariant I1).
const PURGE_WITHIN: Duration = Duration::from_secs(60);

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
}

/// `GET /widget`: the chat, in a frame of our own origin.
pub async fn widget() -> Result<Response, Error> {
    page::render(&Widget { assets: page::assets() })
}

#[derive(Template)]
#[template(path = "privacy.html")]
struct Privacy {
    assets: &'static str,
    abandoned_within: String,
    link_valid: String,
    pending_retention: Option<String>,
    kept: Kept,
}

/// The table of what is kept, as visitors are told.
#[derive(Template)]
#[template(path = "kept.html")]
struct Kept {
    rows: Vec<Row>,
}

/// `GET /privacy`: what is kept, for how long, and the visitor's rights.
pub async fn privacy(State(parts): State<Parts>) -> Result<Response, Error> {
    let timings = &parts.timings;
    let silent = timings.hidden_ttl.max(timings.visible_ttl) + PURGE_WITHIN;
    page::render(&Privacy {
        assets: page::assets(),
        abandoned_within: duration_in_words(silent),
        link_valid: duration_in_words(timings.verify_ttl),
        pending_retention: timings.kept.pending_retention.0.map(duration_in_words),
        kept: Kept { rows: rows(timings, true) },
    })
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
