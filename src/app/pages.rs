//! Pages that belong to no feature: the demo, the widget's frame, the notice, the problems' explanations.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use crate::http::{Error, Kind, Path, Query, page};
use crate::intake;
use crate::sessions::Parts;
use crate::sessions::routes::Site;

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
#[template(path = "privacy.html")]
struct Privacy {
    assets: &'static str,
    abandoned_within: String,
    link_valid: String,
    pending_retention: Option<String>,
}

/// `GET /privacy`: what is kept, for how long, and the visitor's rights.
pub async fn privacy(State(parts): State<Parts>) -> Result<Response, Error> {
    let timings = &parts.timings;
    let silent = timings.hidden_ttl.max(timings.visible_ttl) + PURGE_WITHIN;
    page::render(&Privacy {
        assets: page::assets(),
        abandoned_within: words(silent),
        link_valid: words(timings.verify_ttl),
        pending_retention: timings.pending_retention.0.map(words),
    })
}

/// A length of time as people say it, in the largest unit that fits without a rest.
fn words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let units = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
    let (unit, name) =
        units.into_iter().find(|(unit, _)| seconds >= *unit && seconds.is_multiple_of(*unit)).unwrap_or((1, "second"));
    let count = seconds / unit;
    if count == 1 { format!("1 {name}") } else { format!("{count} {name}s") }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_words() {
        for (seconds, text) in
            [(660, "11 minutes"), (172_800, "2 days"), (86_400, "1 day"), (90, "90 seconds"), (0, "0 seconds")]
        {
            assert_eq!(words(Duration::from_secs(seconds)), text);
        }
    }
}
