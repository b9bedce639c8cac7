//! Signing in to self-service: the notice with its form, the link, and the cookie of the short sign-in.

use std::time::Duration;

use askama::Template;
use axum::extract::{FromRef, FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;

use super::{Person, ask, enter, revoke, validate, works};
use crate::auth::cookie;
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::http::rate::RateLimits;
use crate::platform::http::{ClientIp, Form, Lang, Path, Query, page};
use crate::platform::i18n::{self, Language};
use crate::privacy::retention::table::{Row, rows};

/// How long after its time a hidden page's session is deleted at the latest (invariant I1).
const PURGE_WITHIN: Duration = Duration::from_secs(60);

/// Removes the cookie.
pub(super) fn no_cookie() -> CookieJar {
    cookie::clear(cookie::SELF_SERVICE)
}

/// The person whose cookie the request carries; without a valid one it is redirected to the form.
impl<S: Send + Sync> FromRequestParts<S> for Person
where
    AppContext: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(context: &mut request::Parts, state: &S) -> Result<Self, Response> {
        let jar = CookieJar::from_headers(&context.headers);
        let Ok(Lang(words)) = Lang::from_request_parts(context, state).await;
        let Ok(client) = ClientIp::from_request_parts(context, state).await;
        let form = format!("/privacy?why=ended&lang={}", words.tag());
        let ended = || (no_cookie(), Redirect::to(&form)).into_response();
        let Some(token) = cookie::read(&jar, cookie::SELF_SERVICE) else {
            return Err(ended());
        };
        match validate(&AppContext::from_ref(state).pool, &token, client).await {
            Err(error) if error.kind == Kind::NotSignedIn => Err(ended()),
            found => found.map_err(axum::response::IntoResponse::into_response),
        }
    }
}

/// Why the page is shown.
#[derive(Debug, Default, Deserialize)]
pub struct LinkQuery {
    why: Option<String>,
}

/// The table of what is kept, as shown to visitors.
#[derive(Template)]
#[template(path = "kept.html")]
struct Kept {
    words: &'static Language,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "privacy.html")]
struct Notice<'a> {
    assets: &'static str,
    words: &'static Language,
    languages: &'static [Language],
    abandoned_within: String,
    link_valid: String,
    pending_retention: Option<String>,
    kept: Kept,
    /// The key of the message at the top.
    said: Option<&'static str>,
    email: &'a str,
    fault: &'a str,
}

fn notice(
    context: &AppContext,
    words: &'static Language,
    said: Option<&'static str>,
    email: &str,
    fault: &str,
) -> Result<Response, Error> {
    let timings = &context.timings;
    let silent = timings.hidden_ttl.max(timings.visible_ttl) + PURGE_WITHIN;
    let status = if fault.is_empty() { StatusCode::OK } else { Kind::InvalidInput.status() };
    let notice = Notice {
        assets: page::assets(),
        words,
        languages: i18n::all(),
        abandoned_within: words.duration(silent),
        link_valid: words.duration(timings.verify_ttl),
        pending_retention: timings.kept.pending_retention.0.map(|kept| words.duration(kept)),
        kept: Kept { words, rows: rows(timings, words, true) },
        said,
        email,
        fault,
    };
    page::render_as(status, words, &notice)
}

/// `GET /privacy`: what is kept, for how long, the person's rights, and the form to request a link.
pub async fn show(
    State(context): State<AppContext>,
    Lang(words): Lang,
    Query(asked): Query<LinkQuery>,
) -> Result<Response, Error> {
    let said = match asked.why.as_deref() {
        Some("ended") => Some("privacy-ended"),
        Some("finished") => Some("privacy-finished"),
        _ => None,
    };
    notice(&context, words, said, "", "")
}

/// The form that requests a link.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    email: String,
}

/// `POST /privacy`: the same answer for each address, known or not.
pub async fn request(
    State(context): State<AppContext>,
    State(limits): State<RateLimits>,
    client: ClientIp,
    Lang(words): Lang,
    Form(given): Form<LinkForm>,
) -> Result<Response, Error> {
    limits.check_request(client)?;
    match ask(&context.pool, words, &given.email).await {
        Ok(()) => Ok(Redirect::to(&format!("/privacy/sent?lang={}", words.tag())).into_response()),
        Err(error) if error.kind == Kind::InvalidInput => {
            notice(&context, words, None, &given.email, &error.detail_in(words))
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "privacy/sent.html")]
struct Sent {
    assets: &'static str,
    words: &'static Language,
    languages: &'static [Language],
}

/// `GET /privacy/sent`
pub async fn sent(Lang(words): Lang) -> Result<Response, Error> {
    page::render_in(words, &Sent { assets: page::assets(), words, languages: i18n::all() })
}

#[derive(Template)]
#[template(path = "privacy/link.html")]
struct Link<'a> {
    assets: &'static str,
    words: &'static Language,
    languages: &'static [Language],
    action: &'a str,
}

#[derive(Template)]
#[template(path = "privacy/link_gone.html")]
struct LinkGone {
    assets: &'static str,
    words: &'static Language,
}

fn link_gone(words: &'static Language) -> Result<Response, Error> {
    page::render_as(StatusCode::GONE, words, &LinkGone { assets: page::assets(), words })
}

/// `GET /privacy/link/{token}`: shows one button, so that scanners that follow links change nothing.
pub async fn look(
    State(context): State<AppContext>,
    Lang(words): Lang,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    if !works(&context.pool, &token).await? {
        return link_gone(words);
    }
    let action = format!("/privacy/link/{token}?lang={}", words.tag());
    page::render_in(words, &Link { assets: page::assets(), words, languages: i18n::all(), action: &action })
}

/// `POST /privacy/link/{token}`: uses the link.
pub async fn use_up(
    State(context): State<AppContext>,
    Lang(words): Lang,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    match enter(&context.pool, &token).await? {
        None => link_gone(words),
        Some(sign_in) => {
            let jar = cookie::set(cookie::SELF_SERVICE, sign_in.reveal());
            Ok((jar, Redirect::to(&format!("/privacy/data?lang={}", words.tag()))).into_response())
        }
    }
}

/// `POST /privacy/data/finish`
pub async fn leave(State(context): State<AppContext>, Lang(words): Lang, person: Person) -> Result<Response, Error> {
    revoke(&context.pool, &person).await?;
    Ok((no_cookie(), Redirect::to(&format!("/privacy?why=finished&lang={}", words.tag()))).into_response())
}
