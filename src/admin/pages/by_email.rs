//! All sessions of one address, exported or erased together. The address stays encrypted in the page's URL.

use askama::Template;
use axum::extract::{Extension, State};
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::erasure::UNSURE;
use super::sessions::Words;
use super::{Faults, Frame, StaffCookie, render};
use crate::admin::api::sessions::archive;
use crate::auth::staff::SignedIn;
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::http::form::Confirmation;
use crate::platform::http::{Form, Query, RequestId, page};
use crate::privacy::{export, rights};

/// The encrypted search.
#[derive(Debug, Deserialize)]
pub struct ByEmailQuery {
    s: String,
}

fn address_of(token: &str, asked: &ByEmailQuery) -> Result<String, Error> {
    let words = Words::open(token, &asked.s).ok_or(Kind::NotFound)?;
    Ok(words.address().to_owned())
}

#[derive(Template)]
#[template(path = "admin/erase_all.html")]
struct EraseByEmailPage<'a> {
    frame: Frame<'a>,
    address: &'a str,
    count: i64,
    sealed: &'a str,
    faults: &'a Faults,
}

async fn ask_with(
    context: &AppContext,
    who: &SignedIn,
    address: &str,
    sealed: &str,
    faults: &Faults,
) -> Result<Response, Error> {
    let count = rights::count(&context.pool, who.requester(), address).await?;
    if count == 0 {
        return Err(Kind::NotFound.into());
    }
    render(&EraseByEmailPage { frame: Frame::of(who, "sessions"), address, count, sealed, faults }, faults)
}

/// `GET /admin/people/erase`
pub async fn ask(
    State(context): State<AppContext>,
    StaffCookie { who, token }: StaffCookie,
    Query(asked): Query<ByEmailQuery>,
) -> Result<Response, Error> {
    ask_with(&context, &who, &address_of(&token, &asked)?, &asked.s, &Faults::default()).await
}

#[derive(Template)]
#[template(path = "admin/erased_all.html")]
struct Erased<'a> {
    frame: Frame<'a>,
    receipts: Vec<Uuid>,
}

/// `POST /admin/people/erase`
pub async fn erase(
    State(context): State<AppContext>,
    StaffCookie { who, token }: StaffCookie,
    Query(asked): Query<ByEmailQuery>,
    Form(given): Form<Confirmation>,
) -> Result<Response, Error> {
    let address = address_of(&token, &asked)?;
    let faults = given.faults(UNSURE);
    if !faults.is_empty() {
        return ask_with(&context, &who, &address, &asked.s, &faults).await;
    }
    let receipts = rights::erase_all(&context, who.requester(), &address).await?;
    page::render(&Erased { frame: Frame::of(&who, "sessions"), receipts })
}

/// `POST /admin/people/export`: one archive.
pub async fn export(
    State(context): State<AppContext>,
    StaffCookie { who, token }: StaffCookie,
    Query(asked): Query<ByEmailQuery>,
    Extension(request): Extension<RequestId>,
) -> Result<Response, Error> {
    let address = address_of(&token, &asked)?;
    let export = export::open_all((&context).into(), who.requester(), &address, None).await?;
    Ok(archive(export, request))
}
