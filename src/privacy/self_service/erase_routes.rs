//! The pages on which a person withdraws the consent to everything, or erases everything, and their receipts.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use uuid::Uuid;

use super::data_pages::has_sessions_left;
use super::routes::no_cookie;
use super::{Person, data, find_session};
use crate::erasures;
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::http::form::{self, Confirmation, Faults};
use crate::platform::http::{Form, Lang, Path, page};
use crate::platform::i18n::{Language, Value};
use crate::privacy::rights;

#[derive(Template)]
#[template(path = "privacy/erase.html")]
struct Erase<'a> {
    assets: &'static str,
    words: &'static Language,
    title: &'static str,
    action: &'a str,
    /// Whether this withdraws a consent, instead of erasing everything.
    withdraws: bool,
    /// What will be erased, as text.
    visits: String,
    files: u64,
    faults: &'a Faults,
}

#[derive(Template)]
#[template(path = "privacy/erased.html")]
struct Erased {
    assets: &'static str,
    words: &'static Language,
    heading: String,
    receipts: Vec<Uuid>,
    more: bool,
}

async fn erased(
    context: &AppContext,
    words: &'static Language,
    person: &Person,
    receipts: Vec<Uuid>,
) -> Result<Response, Error> {
    let more = has_sessions_left(context, person).await;
    let heading = words.with("privacy-receipts", "count", receipts.len() as u64);
    let page = page::render_in(words, &Erased { assets: page::assets(), words, heading, receipts, more })?;
    Ok(if more { page } else { (no_cookie(), page).into_response() })
}

async fn ask_erasure(
    context: &AppContext,
    words: &'static Language,
    person: &Person,
    tag: Option<&str>,
    faults: &Faults,
) -> Result<Response, Error> {
    let mut visits = data::visits(&context.pool, person).await?;
    visits.retain(|visit| tag.is_none_or(|tag| visit.id.tag() == tag));
    if visits.is_empty() {
        return Err(Kind::NotFound.into());
    }
    let (title, action) = match tag {
        Some(tag) => ("privacy-withdraw-title", format!("/privacy/data/{tag}/withdraw?lang={}", words.tag())),
        None => ("privacy-erase", format!("/privacy/data/erase?lang={}", words.tag())),
    };
    let goes = [("count", Value::from(visits.len() as u64)), ("address", Value::from(&person.address))];
    let page = Erase {
        assets: page::assets(),
        words,
        title,
        action: &action,
        withdraws: tag.is_some(),
        visits: words.text_with("privacy-goes-visits", &goes),
        files: visits.iter().map(|visit| visit.files.len() as u64).sum(),
        faults,
    };
    form::render_in(words, &page, faults)
}

/// `GET /privacy/data/{tag}/withdraw`: explains what the withdrawal means before it is made.
pub async fn ask_withdrawal(
    State(context): State<AppContext>,
    Lang(words): Lang,
    person: Person,
    Path(tag): Path<String>,
) -> Result<Response, Error> {
    ask_erasure(&context, words, &person, Some(&tag), &Faults::default()).await
}

/// `POST /privacy/data/{tag}/withdraw`
pub async fn withdraw(
    State(context): State<AppContext>,
    Lang(words): Lang,
    person: Person,
    Path(tag): Path<String>,
    Form(given): Form<Confirmation>,
) -> Result<Response, Error> {
    let faults = given.faults(words.text("privacy-sure-fault"));
    if !faults.is_empty() {
        return ask_erasure(&context, words, &person, Some(&tag), &faults).await;
    }
    let id = find_session(&context.pool, &person, &tag).await?;
    let receipt = rights::withdraw_all(&context, person.requester(), id).await?;
    erased(&context, words, &person, vec![receipt]).await
}

/// `GET /privacy/data/erase`
pub async fn ask_erase(
    State(context): State<AppContext>,
    Lang(words): Lang,
    person: Person,
) -> Result<Response, Error> {
    ask_erasure(&context, words, &person, None, &Faults::default()).await
}

/// `POST /privacy/data/erase`: everything under the address.
pub async fn erase(
    State(context): State<AppContext>,
    Lang(words): Lang,
    person: Person,
    Form(given): Form<Confirmation>,
) -> Result<Response, Error> {
    let faults = given.faults(words.text("privacy-sure-fault"));
    if !faults.is_empty() {
        return ask_erasure(&context, words, &person, None, &faults).await;
    }
    let receipts = rights::erase_all(&context, person.requester(), &person.address).await?;
    erased(&context, words, &person, receipts).await
}

#[derive(Template)]
#[template(path = "privacy/receipt.html")]
struct ReceiptPage {
    assets: &'static str,
    words: &'static Language,
    id: Uuid,
    requested: String,
    finished: Option<String>,
    files: i32,
    objects: i64,
}

/// `GET /privacy/receipts/{id}`: public for anyone with the id.
pub async fn receipt(
    State(context): State<AppContext>,
    Lang(words): Lang,
    Path(id): Path<Uuid>,
) -> Result<Response, Error> {
    let found = erasures::find(&mut *context.pool.acquire().await?, id).await?.ok_or(Kind::NotFound)?;
    let page = ReceiptPage {
        assets: page::assets(),
        words,
        id,
        requested: words.date(found.requested_at),
        finished: found.finished_at.map(|at| words.date(at)),
        files: found.files,
        objects: found.objects,
    };
    page::render_in(words, &page)
}
