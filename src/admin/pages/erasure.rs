//! Erasing a session, or withdrawing the consent to keep it: a page that says what will be deleted, a confirmation, and
//! the receipt.

use crate::platform::ids::SessionId;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use uuid::Uuid;

use super::components::{Moment, size};
use super::{Faults, Frame, StaffCookie, go, render};
use crate::admin::{Detail, read};
use crate::auth::Permission;
use crate::auth::staff::SignedIn;
use crate::erasures::{self, Receipt};
use crate::error::Error;
use crate::intake::sessions::AppContext;
use crate::platform::http::form::Confirmation;
use crate::platform::http::{Form, Path, page};
use crate::privacy::rights;

/// The error of an unticked confirmation.
pub(super) const UNSURE: &str = "Tick the box to confirm.";

#[derive(Template)]
#[template(path = "admin/erase.html")]
struct ConfirmPage<'a> {
    frame: Frame<'a>,
    detail: &'a Detail,
    /// Whether the consent is withdrawn, which has the same effect.
    withdraws: bool,
    size: String,
    faults: &'a Faults,
}

async fn ask_with(
    context: &AppContext,
    who: &SignedIn,
    id: SessionId,
    withdraws: bool,
    faults: &Faults,
) -> Result<Response, Error> {
    who.requester().must(Permission::Erase)?;
    let detail = read(&context.pool, who.requester(), id).await?;
    let size = size(detail.files.iter().map(|file| file.size).sum());
    render(&ConfirmPage { frame: Frame::of(who, "sessions"), detail: &detail, withdraws, size, faults }, faults)
}

/// `GET /admin/sessions/{id}/erase`
pub async fn ask(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<SessionId>,
) -> Result<Response, Error> {
    ask_with(&context, &who, id, false, &Faults::default()).await
}

/// `POST /admin/sessions/{id}/erase`
pub async fn answer(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<SessionId>,
    Form(given): Form<Confirmation>,
) -> Result<Response, Error> {
    let faults = given.faults(UNSURE);
    if !faults.is_empty() {
        return ask_with(&context, &who, id, false, &faults).await;
    }
    let receipt = rights::erase(&context, who.requester(), id).await?;
    Ok(go(&format!("/admin/erasures/{receipt}")))
}

/// `GET /admin/sessions/{id}/consents/personal_data`
pub async fn ask_withdrawal(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<SessionId>,
) -> Result<Response, Error> {
    ask_with(&context, &who, id, true, &Faults::default()).await
}

/// `POST /admin/sessions/{id}/consents/personal_data`
pub async fn withdraw(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<SessionId>,
    Form(given): Form<Confirmation>,
) -> Result<Response, Error> {
    let faults = given.faults(UNSURE);
    if !faults.is_empty() {
        return ask_with(&context, &who, id, true, &faults).await;
    }
    let receipt = rights::withdraw_all(&context, who.requester(), id).await?;
    Ok(go(&format!("/admin/erasures/{receipt}")))
}

#[derive(Template)]
#[template(path = "admin/receipt.html")]
struct ReceiptPage<'a> {
    frame: Frame<'a>,
    receipt: &'a Receipt,
    requested: Moment,
    finished: Option<Moment>,
}

/// `GET /admin/erasures/{id}`: reloads itself until everything is deleted.
pub async fn receipt(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<Uuid>,
) -> Result<Response, Error> {
    let receipt = erasures::read(&context.pool, who.requester(), id).await?;
    page::render(&ReceiptPage {
        frame: Frame::of(&who, "sessions"),
        requested: Moment::of(receipt.requested_at),
        finished: receipt.finished_at.map(Moment::of),
        receipt: &receipt,
    })
}
