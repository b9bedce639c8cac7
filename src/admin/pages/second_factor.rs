//! Beginning to use a second factor.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::{Desk, Faults, Frame, go, render};
use crate::auth::staff::second_factor::{self, Enrolment};
use crate::auth::staff::{SignIns, SignedIn};
use crate::error::Error;
use crate::platform::http::{Form, page};

#[derive(Template)]
#[template(path = "admin/second_factor.html")]
struct SecondFactorPage<'a> {
    frame: Frame<'a>,
    enrolment: &'a Enrolment,
    /// In groups of four, as people type it.
    secret: String,
    faults: &'a Faults,
}

#[derive(Template)]
#[template(path = "admin/recovery_codes.html")]
struct Codes<'a> {
    frame: Frame<'a>,
    codes: Vec<String>,
}

/// Groups of four letters.
fn grouped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// `POST /admin/account/second-factor`: draws the secret.
pub async fn begin(State(door): State<SignIns>, Desk { who, .. }: Desk) -> Result<Response, Error> {
    second_factor::begin(&door.pool, &who).await?;
    Ok(go("/admin/account/second-factor"))
}

async fn page_with(door: &SignIns, who: &SignedIn, faults: &Faults) -> Result<Response, Error> {
    let Some(enrolment) = second_factor::begun(&door.pool, who).await? else {
        return Ok(go("/admin/account"));
    };
    let secret = grouped(&enrolment.secret);
    render(&SecondFactorPage { frame: Frame::of(who, "account"), enrolment: &enrolment, secret, faults }, faults)
}

/// `GET /admin/account/second-factor`: shows the secret until a code has proved it.
pub async fn show(State(door): State<SignIns>, Desk { who, .. }: Desk) -> Result<Response, Error> {
    page_with(&door, &who, &Faults::default()).await
}

/// The first code.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Proof {
    code: String,
}

/// `POST /admin/account/second-factor/proof`: the recovery codes are shown here and nowhere else.
pub async fn prove(
    State(door): State<SignIns>,
    Desk { who, .. }: Desk,
    Form(Proof { code }): Form<Proof>,
) -> Result<Response, Error> {
    match second_factor::confirm(&door.pool, &who, &code).await {
        Ok(codes) => {
            let codes = codes.iter().map(|code| grouped(code)).collect();
            page::render(&Codes { frame: Frame::of(&who, "account"), codes })
        }
        Err(error) => page_with(&door, &who, &Faults::of(error)?).await,
    }
}
