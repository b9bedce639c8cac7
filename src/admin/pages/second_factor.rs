//! Setting up a second factor.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::{Faults, Frame, StaffCookie, go, render};
use crate::auth::staff::second_factor::{self, Enrolment};
use crate::auth::staff::{SignIns, SignedIn};
use crate::error::Error;
use crate::platform::http::{Form, page};

#[derive(Template)]
#[template(path = "admin/second_factor.html")]
struct SecondFactorPage<'a> {
    frame: Frame<'a>,
    enrolment: &'a Enrolment,
    /// In groups of four, for typing.
    secret: String,
    faults: &'a Faults,
}

#[derive(Template)]
#[template(path = "admin/recovery_codes.html")]
struct Codes<'a> {
    frame: Frame<'a>,
    codes: Vec<String>,
}

/// Splits a text into groups of four letters.
fn grouped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// `POST /admin/account/second-factor`: generates the secret.
pub async fn begin(State(sign_ins): State<SignIns>, StaffCookie { who, .. }: StaffCookie) -> Result<Response, Error> {
    second_factor::begin(&sign_ins.pool, &who).await?;
    Ok(go("/admin/account/second-factor"))
}

async fn page_with(sign_ins: &SignIns, who: &SignedIn, faults: &Faults) -> Result<Response, Error> {
    let Some(enrolment) = second_factor::begun(&sign_ins.pool, who).await? else {
        return Ok(go("/admin/account"));
    };
    let secret = grouped(&enrolment.secret);
    render(&SecondFactorPage { frame: Frame::of(who, "account"), enrolment: &enrolment, secret, faults }, faults)
}

/// `GET /admin/account/second-factor`: shows the secret until a code has proved it.
pub async fn show(State(sign_ins): State<SignIns>, StaffCookie { who, .. }: StaffCookie) -> Result<Response, Error> {
    page_with(&sign_ins, &who, &Faults::default()).await
}

/// The first code.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Proof {
    code: String,
}

/// `POST /admin/account/second-factor/proof`: the only page that shows the recovery codes.
pub async fn prove(
    State(sign_ins): State<SignIns>,
    StaffCookie { who, .. }: StaffCookie,
    Form(Proof { code }): Form<Proof>,
) -> Result<Response, Error> {
    match second_factor::confirm(&sign_ins.pool, &who, &code).await {
        Ok(codes) => {
            let codes = codes.iter().map(|code| grouped(code)).collect();
            page::render(&Codes { frame: Frame::of(&who, "account"), codes })
        }
        Err(error) => page_with(&sign_ins, &who, &Faults::of(error)?).await,
    }
}
