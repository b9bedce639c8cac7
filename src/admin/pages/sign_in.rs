//! Signing in and out.

use askama::Template;
use axum::extract::State;
use axum::http::header::{RETRY_AFTER, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;

use super::{Faults, StaffCookie, go, render, session_cookie};
use crate::auth::cookie;
use crate::auth::staff::{Credentials, SignIns, logins};
use crate::error::{Error, Kind};
use crate::platform::http::{ClientIp, Form, Query, page};

/// Why the page is shown, and which page follows.
#[derive(Debug, Default, Deserialize)]
pub struct SignInQuery {
    why: Option<String>,
    next: Option<String>,
}

/// The form. The password is never sent back in a page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    email: String,
    password: String,
    code: String,
    next: String,
}

#[derive(Template)]
#[template(path = "admin/sign_in.html")]
struct SignInPage<'a> {
    assets: &'static str,
    notice: &'static str,
    next: &'a str,
    email: &'a str,
    ask_code: bool,
    faults: &'a Faults,
}

/// `GET /admin/sign-in`
pub async fn ask(
    State(sign_ins): State<SignIns>,
    jar: CookieJar,
    Query(asked): Query<SignInQuery>,
) -> Result<Response, Error> {
    let next = session_cookie::local(asked.next.as_deref().unwrap_or_default());
    if let Some(token) = cookie::read(&jar, cookie::STAFF)
        && logins::validate(&sign_ins.pool, &token).await.is_ok()
    {
        return Ok(go(next));
    }
    let notice = match asked.why.as_deref() {
        Some("ended") => "Your sign-in has ended. Sign in again to continue.",
        Some("out") => "You are signed out.",
        _ => "",
    };
    page::render(&SignInPage {
        assets: page::assets(),
        notice,
        next,
        email: "",
        ask_code: false,
        faults: &Faults::default(),
    })
}

/// `POST /admin/sign-in`. Each sign-in gets a new token; the browser's previous one ends.
pub async fn answer(
    State(sign_ins): State<SignIns>,
    client: ClientIp,
    jar: CookieJar,
    headers: HeaderMap,
    Form(given): Form<SignInForm>,
) -> Result<Response, Error> {
    let next = session_cookie::local(&given.next);
    let again = |faults: Faults, ask_code| {
        let ask_code = ask_code || !given.code.trim().is_empty();
        let assets = page::assets();
        render(&SignInPage { assets, notice: "", next, email: &given.email, ask_code, faults: &faults }, &faults)
    };
    if given.email.trim().is_empty() {
        return again(Faults::one("email", "Enter your e-mail address."), false);
    }
    if given.password.is_empty() {
        return again(Faults::one("password", "Enter your password."), false);
    }
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("unknown");
    let code = Some(given.code.clone());
    let credentials = Credentials { email: given.email.clone(), password: given.password.clone(), code };
    let begun = match sign_ins.sign_in(credentials, client, agent).await {
        Ok(begun) => begun,
        Err(error) => {
            return match error.kind {
                Kind::CodeNeeded => again(Faults::one("code", CODE_NEEDED), true),
                Kind::SignInRefused => again(Faults::one("password", error.detail()), false),
                Kind::RateLimited => {
                    let seconds = error.retry_after.unwrap_or(1);
                    let words = format!("Too many attempts. Wait {seconds} seconds, then try again.");
                    let mut response = again(Faults::one("email", words), false)?;
                    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
                    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
                    Ok(response)
                }
                _ => Err(error),
            };
        }
    };
    if let Some(before) = cookie::read(&jar, cookie::STAFF)
        && let Ok(who) = logins::validate(&sign_ins.pool, &before).await
    {
        logins::revoke(&sign_ins.pool, &who, who.login).await?;
    }
    Ok((cookie::set(cookie::STAFF, begun.token.reveal()), go(next)).into_response())
}

const CODE_NEEDED: &str = "Enter the six digits from your telephone, or a recovery code.";

/// `POST /admin/sign-out`
pub async fn leave(State(sign_ins): State<SignIns>, StaffCookie { who, .. }: StaffCookie) -> Result<Response, Error> {
    logins::revoke(&sign_ins.pool, &who, who.login).await?;
    Ok((cookie::clear(cookie::STAFF), go("/admin/sign-in?why=out")).into_response())
}
