//! The door of self-service: the notice with its form, the link, and the cookie of the short sign-in.

use std::time::Duration;

use askama::Template;
use axum::extract::{FromRef, FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use serde::Deserialize;

use super::{Person, ask, enter, finish, person, works};
use crate::http::rate::RateLimits;
use crate::http::{ClientIp, Error, Form, Kind, Path, Query, Speaks, page};
use crate::retention::table::{Row, rows};
use crate::sessions::Parts;
use crate::words::{self, Language};

/// `__Host-`: set by this host alone, for all of it, over a connection that nobody reads (RFC 6265bis, 4.1.3.2).
const COOKIE: &str = "__Host-anteroom-privacy";

/// A hidden page's session is gone so long after its time (invariant I1).
const PURGE_WITHIN: Duration = Duration::from_secs(60);

fn cookie(token: &str) -> Cookie<'static> {
    Cookie::build((COOKIE, token.to_owned())).path("/").secure(true).http_only(true).same_site(SameSite::Strict).build()
}

/// Takes the cookie away.
pub(super) fn no_cookie() -> CookieJar {
    let mut cookie = cookie("");
    cookie.set_max_age(time::Duration::ZERO);
    CookieJar::new().add(cookie)
}

/// Whose cookie the request carries; without one that stands it is sent to the form.
impl<S: Send + Sync> FromRequestParts<S> for Person
where
    Parts: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut request::Parts, state: &S) -> Result<Self, Response> {
        let jar = CookieJar::from_headers(&parts.headers);
        let ended = || (no_cookie(), Redirect::to("/privacy?why=ended")).into_response();
        let Some(cookie) = jar.get(COOKIE) else {
            return Err(ended());
        };
        match person(&Parts::from_ref(state).pool, cookie.value()).await {
            Err(error) if error.kind == Kind::NotSignedIn => Err(ended()),
            found => found.map_err(axum::response::IntoResponse::into_response),
        }
    }
}

/// Why the page is shown.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    why: Option<String>,
}

/// The table of what is kept, as visitors are told.
#[derive(Template)]
#[template(path = "kept.html")]
struct Kept {
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
    said: &'static str,
    email: &'a str,
    fault: &'a str,
}

fn notice(
    parts: &Parts,
    words: &'static Language,
    said: &'static str,
    email: &str,
    fault: &str,
) -> Result<Response, Error> {
    let timings = &parts.timings;
    let silent = timings.hidden_ttl.max(timings.visible_ttl) + PURGE_WITHIN;
    let status = if fault.is_empty() { StatusCode::OK } else { Kind::InvalidInput.status() };
    let notice = Notice {
        assets: page::assets(),
        words,
        languages: words::all(),
        abandoned_within: words.duration(silent),
        link_valid: words.duration(timings.verify_ttl),
        pending_retention: timings.kept.pending_retention.0.map(|kept| words.duration(kept)),
        kept: Kept { rows: rows(timings, true) },
        said,
        email,
        fault,
    };
    page::render_as(status, words, &notice)
}

/// `GET /privacy`: what is kept, for how long, the person's rights, and the form that opens them.
pub async fn show(
    State(parts): State<Parts>,
    Speaks(words): Speaks,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let said = match asked.why.as_deref() {
        Some("ended") => "Your half hour here is over, or it has not begun. Ask for a link to go on.",
        Some("finished") => "You are out. Nobody can look from this browser any more.",
        _ => "",
    };
    notice(&parts, words, said, "", "")
}

/// The address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    email: String,
}

/// `POST /privacy`: the same answer for each address, known or not.
pub async fn request(
    State(parts): State<Parts>,
    State(limits): State<RateLimits>,
    client: ClientIp,
    Speaks(words): Speaks,
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    limits.check_contact(client)?;
    match ask(&parts.pool, &limits, words, &given.email).await {
        Ok(()) => Ok(Redirect::to("/privacy/sent").into_response()),
        Err(error) if error.kind == Kind::InvalidInput => {
            notice(&parts, words, "", &given.email, &error.detail_in(words))
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "privacy/sent.html")]
struct Sent {
    assets: &'static str,
}

/// `GET /privacy/sent`
pub async fn sent() -> Result<Response, Error> {
    page::render(&Sent { assets: page::assets() })
}

#[derive(Template)]
#[template(path = "privacy/link.html")]
struct Link<'a> {
    assets: &'static str,
    action: &'a str,
}

#[derive(Template)]
#[template(path = "privacy/link_gone.html")]
struct LinkGone {
    assets: &'static str,
}

fn link_gone() -> Result<Response, Error> {
    page::render_as(StatusCode::GONE, words::english(), &LinkGone { assets: page::assets() })
}

/// `GET /privacy/link/{token}`: one button; scanners that follow links change nothing.
pub async fn look(State(parts): State<Parts>, Path(token): Path<String>) -> Result<Response, Error> {
    if !works(&parts.pool, &token).await? {
        return link_gone();
    }
    page::render(&Link { assets: page::assets(), action: &format!("/privacy/link/{token}") })
}

/// `POST /privacy/link/{token}`: uses the link up.
pub async fn use_up(State(parts): State<Parts>, Path(token): Path<String>) -> Result<Response, Error> {
    match enter(&parts.pool, &token).await? {
        None => link_gone(),
        Some(sign_in) => {
            let jar = CookieJar::new().add(cookie(sign_in.reveal()));
            Ok((jar, Redirect::to("/privacy/data")).into_response())
        }
    }
}

/// `POST /privacy/data/finish`
pub async fn leave(State(parts): State<Parts>, person: Person) -> Result<Response, Error> {
    finish(&parts.pool, &person).await?;
    Ok((no_cookie(), Redirect::to("/privacy?why=finished")).into_response())
}
