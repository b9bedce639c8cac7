//! `/api/v1/verification` and the pages of a link.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Found, Outcome, confirm, decline, earlier, find, queries, resend};
use crate::error::Error;
use crate::intake::sessions::{AppContext, State as Life};
use crate::platform::http::rate::RateLimits;
use crate::platform::http::{Accepts, ClientIp, Json, Nothing, Path, Session, page};
use crate::platform::i18n::Language;
use axum::extract::FromRef;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls about the mailed link; its pages are in the route table.
pub fn router<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S>
where
    AppContext: FromRef<S>,
    RateLimits: FromRef<S>,
{
    OpenApiRouter::new().routes(routes!(send_again))
}

/// Sends the mail again.
#[utoipa::path(post, path = "/api/v1/verification", tag = "intake", request_body = Nothing,
    params(("X-Session-ID" = uuid::Uuid, Header)),
    responses((status = 202),
              (status = 409, description = "contact-missing, session-complete", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 410, description = "session-gone", body = crate::error::Problem, content_type = "application/problem+json"),
              (status = 429, description = "rate-limited, with Retry-After", body = crate::error::Problem, content_type = "application/problem+json")))]
pub async fn send_again(
    State(context): State<AppContext>,
    State(limits): State<RateLimits>,
    Session(session): Session,
    client: ClientIp,
    Json(Nothing {}): Json<Nothing>,
) -> Result<StatusCode, Error> {
    limits.check_contact(client)?;
    resend(&context, client, session).await?;
    Ok(StatusCode::ACCEPTED)
}

#[derive(Template)]
#[template(path = "verify/confirm.html")]
struct Confirm<'a> {
    assets: &'static str,
    words: &'static Language,
    action: &'a str,
    decline: &'a str,
    session_hash: &'a str,
}

#[derive(Template)]
#[template(path = "verify/decline.html")]
struct Decline<'a> {
    assets: &'static str,
    words: &'static Language,
    action: &'a str,
}

/// The page that shows the result of a click.
#[derive(Template)]
#[template(path = "verify/outcome.html")]
struct OutcomePage {
    assets: &'static str,
    words: &'static Language,
    outcome: Outcome,
}

fn outcome_page(words: &'static Language, outcome: Outcome) -> Result<Response, Error> {
    let status = match outcome {
        Outcome::Confirmed | Outcome::AlreadyConfirmed | Outcome::Declined => StatusCode::OK,
        Outcome::TooLate => StatusCode::CONFLICT,
        Outcome::Gone => StatusCode::GONE,
    };
    page::render_as(status, words, &OutcomePage { assets: page::assets(), words, outcome })
}

/// The page behind the link for an earlier address.
#[derive(Template)]
#[template(path = "verify/earlier.html")]
struct Earlier<'a> {
    assets: &'static str,
    words: &'static Language,
    action: &'a str,
    agreed: bool,
}

/// `GET /verify/earlier/{token}`: shows one button and changes nothing.
pub async fn ask_earlier(
    State(context): State<AppContext>,
    accepts: Accepts,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let found = find(&context.pool, &token, queries::find_change_by_token).await?;
    let words = language_of(found.as_ref(), &accepts);
    if found.is_none() {
        return outcome_page(words, Outcome::Gone);
    }
    let action = format!("/verify/earlier/{token}");
    page::render_in(words, &Earlier { assets: page::assets(), words, action: &action, agreed: false })
}

/// `POST /verify/earlier/{token}`: the new address may see what the earlier one saw.
pub async fn answer_earlier(
    State(context): State<AppContext>,
    accepts: Accepts,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let found = find(&context.pool, &token, queries::find_change_by_token).await?;
    let words = language_of(found.as_ref(), &accepts);
    let has_agreed = match &found {
        Some(link) => earlier::agree(&context.pool, link).await?,
        None => false,
    };
    if !has_agreed {
        return outcome_page(words, Outcome::Gone);
    }
    page::render_in(words, &Earlier { assets: page::assets(), words, action: "", agreed: true })
}

/// Returns the language in which the visitor gave the contact, or the browser's if nothing is known.
fn language_of(found: Option<&Found>, accepts: &Accepts) -> &'static Language {
    accepts.or(found.map(|found| found.locale.as_str()))
}

/// `GET /verify/{token}`: shows one button and changes nothing.
pub async fn ask(
    State(context): State<AppContext>,
    accepts: Accepts,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let found = find(&context.pool, &token, queries::find).await?;
    let words = language_of(found.as_ref(), &accepts);
    match found {
        None => outcome_page(words, Outcome::Gone),
        Some(Found { state: Life::Complete, .. }) => outcome_page(words, Outcome::AlreadyConfirmed),
        Some(Found { session, .. }) => {
            let action = format!("/verify/{token}");
            let (decline, session_hash) = (format!("{action}/decline"), session.sha256_hex());
            let assets = page::assets();
            let page = Confirm { assets, words, action: &action, decline: &decline, session_hash: &session_hash };
            page::render_in(words, &page)
        }
    }
}

/// `POST /verify/{token}`: completes the session, once. The token is the proof, so any origin is accepted.
pub async fn answer(
    State(context): State<AppContext>,
    accepts: Accepts,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let found = find(&context.pool, &token, queries::find).await?;
    let outcome = match &found {
        Some(link) => confirm(&context, link).await?,
        None => Outcome::Gone,
    };
    outcome_page(language_of(found.as_ref(), &accepts), outcome)
}

/// The word `decline` at the end of a link, perhaps with what was copied from behind the link.
#[derive(serde::Deserialize)]
#[serde(try_from = "String")]
pub struct DeclineSegment;

impl TryFrom<String> for DeclineSegment {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let word = text.trim_end_matches(|sign: char| !sign.is_ascii_alphanumeric());
        if word == "decline" { Ok(Self) } else { Err("there is no such page") }
    }
}

/// `GET /verify/{token}/decline`: shows one button and changes nothing.
pub async fn ask_decline(
    State(context): State<AppContext>,
    accepts: Accepts,
    Path((token, DeclineSegment)): Path<(String, DeclineSegment)>,
) -> Result<Response, Error> {
    let found = find(&context.pool, &token, queries::find).await?;
    let words = language_of(found.as_ref(), &accepts);
    match found {
        None => outcome_page(words, Outcome::Gone),
        Some(Found { state: Life::Complete, .. }) => outcome_page(words, Outcome::TooLate),
        Some(_) => {
            let action = format!("/verify/{token}/decline");
            page::render_in(words, &Decline { assets: page::assets(), words, action: &action })
        }
    }
}

/// `POST /verify/{token}/decline`: erases the pending session.
pub async fn answer_decline(
    State(context): State<AppContext>,
    accepts: Accepts,
    Path((token, DeclineSegment)): Path<(String, DeclineSegment)>,
) -> Result<Response, Error> {
    // Found out before: what is erased does not tell its language any more.
    let found = find(&context.pool, &token, queries::find).await?;
    let outcome = match &found {
        Some(link) => decline(&context, link).await?,
        None => Outcome::Gone,
    };
    outcome_page(language_of(found.as_ref(), &accepts), outcome)
}
