//! `/api/v1/verification` and the pages of a link.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Outcome, confirm, decline, find, resend};
use crate::http::rate::RateLimits;
use crate::http::{ClientIp, Error, Json, Nothing, Path, Session, page};
use crate::sessions::{Parts, State as Life};

/// Sends the mail again.
#[utoipa::path(post, path = "/api/v1/verification", tag = "intake", request_body = Nothing,
    params(("X-Session-ID" = uuid::Uuid, Header)),
    responses((status = 202),
              (status = 409, description = "contact-missing, session-complete", body = crate::http::error::Problem, content_type = "application/problem+json"),
              (status = 410, description = "session-gone", body = crate::http::error::Problem, content_type = "application/problem+json"),
              (status = 429, description = "rate-limited, with Retry-After", body = crate::http::error::Problem, content_type = "application/problem+json")))]
pub async fn send_again(
    State(parts): State<Parts>,
    State(limits): State<RateLimits>,
    Session(session): Session,
    client: ClientIp,
    Json(Nothing {}): Json<Nothing>,
) -> Result<StatusCode, Error> {
    limits.check_contact(client)?;
    resend(&parts, &limits, session).await?;
    Ok(StatusCode::ACCEPTED)
}

#[derive(Template)]
#[template(path = "verify/confirm.html")]
struct Confirm<'a> {
    assets: &'static str,
    action: &'a str,
    decline: &'a str,
    session_hash: &'a str,
}

#[derive(Template)]
#[template(path = "verify/confirmed.html")]
struct Confirmed {
    assets: &'static str,
}

#[derive(Template)]
#[template(path = "verify/already.html")]
struct Already {
    assets: &'static str,
}

#[derive(Template)]
#[template(path = "verify/gone.html")]
struct Gone {
    assets: &'static str,
}

#[derive(Template)]
#[template(path = "verify/decline.html")]
struct Decline<'a> {
    assets: &'static str,
    action: &'a str,
}

#[derive(Template)]
#[template(path = "verify/declined.html")]
struct Declined {
    assets: &'static str,
}

#[derive(Template)]
#[template(path = "verify/decline_late.html")]
struct DeclineLate {
    assets: &'static str,
}

fn outcome_page(outcome: Outcome) -> Result<Response, Error> {
    let assets = page::assets();
    match outcome {
        Outcome::Confirmed => page::render(&Confirmed { assets }),
        Outcome::AlreadyConfirmed => page::render(&Already { assets }),
        Outcome::Declined => page::render(&Declined { assets }),
        Outcome::TooLate => page::render_as(StatusCode::CONFLICT, &DeclineLate { assets }),
        Outcome::Gone => page::render_as(StatusCode::GONE, &Gone { assets }),
    }
}

/// `GET /verify/{token}`: shows one button and changes nothing.
pub async fn ask(State(parts): State<Parts>, Path(token): Path<String>) -> Result<Response, Error> {
    match find(&parts, &token).await? {
        None => outcome_page(Outcome::Gone),
        Some((_, Life::Complete)) => outcome_page(Outcome::AlreadyConfirmed),
        Some((session, _)) => {
            let action = format!("/verify/{token}");
            let decline = format!("{action}/decline");
            let session_hash = session.sha256_hex();
            page::render(&Confirm {
                assets: page::assets(),
                action: &action,
                decline: &decline,
                session_hash: &session_hash,
            })
        }
    }
}

/// `POST /verify/{token}`: completes the session, once. The token is the proof, so any origin will do.
pub async fn answer(State(parts): State<Parts>, Path(token): Path<String>) -> Result<Response, Error> {
    outcome_page(confirm(&parts, &token).await?)
}

/// `GET /verify/{token}/decline`: shows one button and changes nothing.
pub async fn ask_decline(State(parts): State<Parts>, Path(token): Path<String>) -> Result<Response, Error> {
    match find(&parts, &token).await? {
        None => outcome_page(Outcome::Gone),
        Some((_, Life::Complete)) => outcome_page(Outcome::TooLate),
        Some(_) => page::render(&Decline { assets: page::assets(), action: &format!("/verify/{token}/decline") }),
    }
}

/// `POST /verify/{token}/decline`: erases the pending session.
pub async fn answer_decline(State(parts): State<Parts>, Path(token): Path<String>) -> Result<Response, Error> {
    outcome_page(decline(&parts, &token).await?)
}
