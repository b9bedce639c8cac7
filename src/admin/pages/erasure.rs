//! Erasing a session, also where the consent to keep it is withdrawn: a page that says what will go, a box to tick, and the receipt.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::parts::{Moment, size};
use super::{Desk, Faults, Frame, go, render, session_of, uuid_of};
use crate::admin::{Detail, erase, read, withdraw_all};
use crate::auth::staff::{Permission, SignedIn};
use crate::erasures::Receipt;
use crate::error::Error;
use crate::intake::sessions::Parts;
use crate::platform::http::{Form, Path, page};

/// A box is kinder than a word to type: it asks for one deliberate move, and not for hands that spell well.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    sure: String,
}

#[derive(Template)]
#[template(path = "admin/erase.html")]
struct Ask<'a> {
    frame: Frame<'a>,
    detail: &'a Detail,
    /// The consent is withdrawn, which comes to the same.
    withdraws: bool,
    size: String,
    faults: &'a Faults,
}

async fn ask_with(
    parts: &Parts,
    who: &SignedIn,
    id: &str,
    withdraws: bool,
    faults: &Faults,
) -> Result<Response, Error> {
    who.must(Permission::Erase)?;
    let detail = read(parts, who, session_of(id)?).await?;
    let size = size(detail.files.iter().map(|file| file.size).sum());
    render(&Ask { frame: Frame::of(who, "sessions"), detail: &detail, withdraws, size, faults }, faults)
}

/// `GET /admin/sessions/{id}/erase`
pub async fn ask(
    State(parts): State<Parts>,
    Desk { who, .. }: Desk,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    ask_with(&parts, &who, &id, false, &Faults::default()).await
}

/// `POST /admin/sessions/{id}/erase`
pub async fn answer(
    State(parts): State<Parts>,
    Desk { who, .. }: Desk,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    if given.sure != "yes" {
        return ask_with(&parts, &who, &id, false, &unsure()).await;
    }
    let receipt = erase::erase(&parts, &who, session_of(&id)?).await?;
    Ok(go(&format!("/admin/erasures/{receipt}")))
}

fn unsure() -> Faults {
    Faults::one("sure", "Tick the box to say that you are sure.")
}

/// `GET /admin/sessions/{id}/consents/personal_data`
pub async fn ask_withdrawal(
    State(parts): State<Parts>,
    Desk { who, .. }: Desk,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    ask_with(&parts, &who, &id, true, &Faults::default()).await
}

/// `POST /admin/sessions/{id}/consents/personal_data`
pub async fn withdraw(
    State(parts): State<Parts>,
    Desk { who, .. }: Desk,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    if given.sure != "yes" {
        return ask_with(&parts, &who, &id, true, &unsure()).await;
    }
    let receipt = withdraw_all(&parts, &who, session_of(&id)?).await?;
    Ok(go(&format!("/admin/erasures/{receipt}")))
}

#[derive(Template)]
#[template(path = "admin/receipt.html")]
struct Page<'a> {
    frame: Frame<'a>,
    receipt: &'a Receipt,
    requested: Moment,
    finished: Option<Moment>,
}

/// `GET /admin/erasures/{id}`: asks for itself again until all is gone.
pub async fn receipt(
    State(parts): State<Parts>,
    Desk { who, .. }: Desk,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let receipt = erase::receipt(&parts, &who, uuid_of(&id)?).await?;
    page::render(&Page {
        frame: Frame::of(&who, "sessions"),
        requested: Moment::of(receipt.requested_at),
        finished: receipt.finished_at.map(Moment::of),
        receipt: &receipt,
    })
}
