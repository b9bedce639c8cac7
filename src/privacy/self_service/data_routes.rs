//! The pages of one's own data. Each handler reads its form, does one thing, and shows or goes on.

use askama::Template;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::data::{self, Visit};
use super::routes::no_cookie;
use super::{Person, find_session};
use crate::config::size_in_words;
use crate::erasures;
use crate::http::{ClientIp, Error, Form, Kind, Path, Query, RequestId, attach, page};
use crate::objects;
use crate::privacy::export::{self, From, moment};
use crate::privacy::rights::{self, By, Reason, Rectification};
use crate::sessions::Parts;
use crate::words;

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    did: Option<String>,
}

struct Decision<'a> {
    what: &'static str,
    word: &'static str,
    given: bool,
    at: String,
    text: Option<&'a str>,
}

/// A visit in words.
struct Card<'a> {
    tag: String,
    name: &'a str,
    email: &'a str,
    locale: &'a str,
    ip: String,
    created: String,
    completed: Option<String>,
    files: Vec<(&'a str, String)>,
    decisions: Vec<Decision<'a>>,
    training: bool,
    restricted: Option<String>,
    /// Whether the person may lift it.
    own: bool,
}

#[derive(Template)]
#[template(path = "privacy/data.html")]
struct Data<'a> {
    assets: &'static str,
    address: &'a str,
    said: &'static str,
    cards: Vec<Card<'a>>,
}

fn card(visit: &Visit) -> Card<'_> {
    let session = &visit.session;
    let decisions = visit.consents.iter().enumerate().map(|(at, consent)| {
        let agreed_before = visit.consents[..at].iter().any(|other| other.purpose == consent.purpose && other.given);
        Decision {
            what: if consent.purpose == "ai_training" { "Training of AI" } else { "Handling your request" },
            word: match (consent.given, agreed_before) {
                (true, _) => "Agreed",
                (false, true) => "Withdrawn",
                (false, false) => "Refused",
            },
            given: consent.given,
            at: moment(consent.decided_at),
            text: consent.text.as_deref(),
        }
    });
    Card {
        tag: visit.id.tag(),
        name: &session.name,
        email: &session.email,
        locale: &session.locale,
        ip: session.ip_address.map_or_else(|| "not kept".to_owned(), |ip| ip.to_string()),
        created: moment(session.created_at),
        completed: session.completed_at.map(moment),
        files: visit.files.iter().map(|file| (file.name.as_str(), size_in_words(file.size))).collect(),
        decisions: decisions.collect(),
        training: session.consent_ai_training,
        restricted: session.restriction.as_ref().map(|it| format!("{} Since {}.", it.words(), moment(it.since))),
        own: session.restriction.as_ref().is_some_and(rights::Restriction::is_own),
    }
}

/// `GET /privacy/data`
pub async fn show(State(parts): State<Parts>, person: Person, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let visits = data::visits(&parts.pool, &person).await?;
    let said = match asked.did.as_deref() {
        Some("corrected") => "The correction is kept.",
        Some("training") => "Your files are not used for training any more.",
        Some("restricted") => "The use is restricted. We keep the data and leave it alone.",
        Some("lifted") => "The restriction is lifted.",
        _ => "",
    };
    let (address, cards) = (person.address.as_str(), visits.iter().map(card).collect());
    page::render(&Data { assets: page::assets(), address, said, cards })
}

fn back(did: &str) -> Response {
    Redirect::to(&format!("/privacy/data?did={did}")).into_response()
}

/// `GET /privacy/data/copy`: one archive of everything under the address.
pub async fn copy(
    State(parts): State<Parts>,
    person: Person,
    Extension(request): Extension<RequestId>,
) -> Result<Response, Error> {
    let ids = rights::list_by_address(&mut *parts.pool.acquire().await?, &person.address).await?;
    let from = From { pool: &parts.pool, store: &parts.store, timings: &parts.timings };
    let export = export::open_all(from, By::person(&person.address).actor, &ids).await?;
    let (disposition, length) = (objects::attachment(&export.file_name), export.length);
    Ok(attach(disposition, "application/zip", length, Body::from_stream(export.into_stream(None, request.0))))
}

/// What is to be corrected.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    name: String,
    email: String,
}

#[derive(Template)]
#[template(path = "privacy/correct.html")]
struct Correct<'a> {
    assets: &'static str,
    tag: &'a str,
    name: &'a str,
    email: &'a str,
    name_fault: &'a str,
    email_fault: &'a str,
}

#[derive(Template)]
#[template(path = "privacy/moved.html")]
struct Moved<'a> {
    assets: &'static str,
    email: &'a str,
    old: &'a str,
    more: bool,
}

/// The visit that a page names.
async fn visit(parts: &Parts, person: &Person, tag: &str) -> Result<Visit, Error> {
    let visits = data::visits(&parts.pool, person).await?;
    visits.into_iter().find(|visit| visit.id.tag() == tag).ok_or_else(|| Kind::NotFound.into())
}

/// `GET /privacy/data/{tag}/correct`
pub async fn ask_correction(
    State(parts): State<Parts>,
    person: Person,
    Path(tag): Path<String>,
) -> Result<Response, Error> {
    let visit = visit(&parts, &person, &tag).await?;
    let (name, email) = (&visit.session.name, &visit.session.email);
    page::render(&Correct { assets: page::assets(), tag: &tag, name, email, name_fault: "", email_fault: "" })
}

/// `POST /privacy/data/{tag}/correct`: with another address the old one is out, and the new one is verified.
pub async fn correct(
    State(parts): State<Parts>,
    person: Person,
    Path(tag): Path<String>,
    Form(Given { name, email }): Form<Given>,
) -> Result<Response, Error> {
    let assets = page::assets();
    let id = find_session(&parts.pool, &person, &tag).await?;
    let change = Rectification { name: Some(name.clone()), email: Some(email.clone()) };
    match rights::rectify(&parts, By::person(&person.address), id, change).await {
        Ok(false) => Ok(back("corrected")),
        Ok(true) => {
            let more = stands_still(&parts, &person).await?;
            let page = page::render(&Moved { assets, email: &email, old: &person.address, more })?;
            Ok(if more { page } else { (no_cookie(), page).into_response() })
        }
        Err(error) if error.kind == Kind::InvalidInput => {
            let fault = |field: &str| error.of_fields().get(field).map_or("", String::as_str);
            let (name_fault, email_fault) = (fault("name"), fault("email"));
            let form = Correct { assets, tag: &tag, name: &name, email: &email, name_fault, email_fault };
            page::render_as(error.kind.status(), words::english(), &form)
        }
        Err(error) => Err(error),
    }
}

/// Whether something is left under the address; with the last of it the sign-in has ended.
async fn stands_still(parts: &Parts, person: &Person) -> Result<bool, Error> {
    Ok(rights::count_by_address(&mut *parts.pool.acquire().await?, &person.address).await? > 0)
}

/// `POST /privacy/data/{tag}/training`: one press, as easy as the tick was.
pub async fn withdraw_training(
    State(parts): State<Parts>,
    person: Person,
    client: ClientIp,
    Path(tag): Path<String>,
) -> Result<Response, Error> {
    let id = find_session(&parts.pool, &person, &tag).await?;
    rights::withdraw_training(&parts, By::person(&person.address), id, client.0).await?;
    Ok(back("training"))
}

#[derive(Template)]
#[template(path = "privacy/restrict.html")]
struct Restrict<'a> {
    assets: &'static str,
    tag: &'a str,
    training: bool,
    fault: bool,
}

/// `GET /privacy/data/{tag}/restriction`
pub async fn ask_restriction(
    State(parts): State<Parts>,
    person: Person,
    Path(tag): Path<String>,
) -> Result<Response, Error> {
    let training = visit(&parts, &person, &tag).await?.session.consent_ai_training;
    page::render(&Restrict { assets: page::assets(), tag: &tag, training, fault: false })
}

/// Why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Why {
    reason: String,
}

/// `POST /privacy/data/{tag}/restriction`
pub async fn restrict(
    State(parts): State<Parts>,
    person: Person,
    Path(tag): Path<String>,
    Form(why): Form<Why>,
) -> Result<Response, Error> {
    let Some(reason) = Reason::parse(&why.reason) else {
        let training = visit(&parts, &person, &tag).await?.session.consent_ai_training;
        let page = Restrict { assets: page::assets(), tag: &tag, training, fault: true };
        return page::render_as(Kind::InvalidInput.status(), words::english(), &page);
    };
    let id = find_session(&parts.pool, &person, &tag).await?;
    rights::restrict(&parts, By::person(&person.address), id, reason).await?;
    Ok(back("restricted"))
}

/// `POST /privacy/data/{tag}/restriction/lift`
pub async fn lift(State(parts): State<Parts>, person: Person, Path(tag): Path<String>) -> Result<Response, Error> {
    let id = find_session(&parts.pool, &person, &tag).await?;
    rights::lift(&parts, By::person(&person.address), id).await?;
    Ok(back("lifted"))
}

/// A box is kinder than a word to type.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sure {
    sure: String,
}

#[derive(Template)]
#[template(path = "privacy/erase.html")]
struct Erase<'a> {
    assets: &'static str,
    action: &'a str,
    /// Of one consent, or everything.
    withdraws: bool,
    address: &'a str,
    visits: usize,
    files: usize,
    fault: bool,
}

#[derive(Template)]
#[template(path = "privacy/erased.html")]
struct Erased {
    assets: &'static str,
    receipts: Vec<Uuid>,
    more: bool,
}

async fn erased(parts: &Parts, person: &Person, receipts: Vec<Uuid>) -> Result<Response, Error> {
    let more = stands_still(parts, person).await?;
    let page = page::render(&Erased { assets: page::assets(), receipts, more })?;
    Ok(if more { page } else { (no_cookie(), page).into_response() })
}

async fn ask_erasure(parts: &Parts, person: &Person, tag: Option<&str>, fault: bool) -> Result<Response, Error> {
    let mut visits = data::visits(&parts.pool, person).await?;
    visits.retain(|visit| tag.is_none_or(|tag| visit.id.tag() == tag));
    if visits.is_empty() {
        return Err(Kind::NotFound.into());
    }
    let action = match tag {
        Some(tag) => format!("/privacy/data/{tag}/withdraw"),
        None => "/privacy/data/erase".to_owned(),
    };
    let files = visits.iter().map(|visit| visit.files.len()).sum();
    let page = Erase {
        assets: page::assets(),
        action: &action,
        withdraws: tag.is_some(),
        address: &person.address,
        visits: visits.len(),
        files,
        fault,
    };
    let status = if fault { Kind::InvalidInput.status() } else { axum::http::StatusCode::OK };
    page::render_as(status, words::english(), &page)
}

/// `GET /privacy/data/{tag}/withdraw`: says what the withdrawal means before it is one.
pub async fn ask_withdrawal(
    State(parts): State<Parts>,
    person: Person,
    Path(tag): Path<String>,
) -> Result<Response, Error> {
    ask_erasure(&parts, &person, Some(&tag), false).await
}

/// `POST /privacy/data/{tag}/withdraw`
pub async fn withdraw(
    State(parts): State<Parts>,
    person: Person,
    Path(tag): Path<String>,
    Form(given): Form<Sure>,
) -> Result<Response, Error> {
    if given.sure != "yes" {
        return ask_erasure(&parts, &person, Some(&tag), true).await;
    }
    let id = find_session(&parts.pool, &person, &tag).await?;
    let receipt = rights::withdraw_all(&parts, By::person(&person.address), id).await?;
    erased(&parts, &person, vec![receipt]).await
}

/// `GET /privacy/data/erase`
pub async fn ask_erase(State(parts): State<Parts>, person: Person) -> Result<Response, Error> {
    ask_erasure(&parts, &person, None, false).await
}

/// `POST /privacy/data/erase`: everything under the address.
pub async fn erase(State(parts): State<Parts>, person: Person, Form(given): Form<Sure>) -> Result<Response, Error> {
    if given.sure != "yes" {
        return ask_erasure(&parts, &person, None, true).await;
    }
    let by = By::person(&person.address);
    let receipts = rights::erase_all(&parts.pool, by, &person.address, &parts.timings).await?;
    parts.sweeper.wake();
    erased(&parts, &person, receipts).await
}

#[derive(Template)]
#[template(path = "privacy/receipt.html")]
struct ReceiptPage {
    assets: &'static str,
    id: Uuid,
    requested: String,
    finished: Option<String>,
    files: i32,
    objects: i64,
}

/// `GET /privacy/receipts/{id}`: for whoever was given it. It names nobody, and nobody guesses 122 bits.
pub async fn receipt(State(parts): State<Parts>, Path(id): Path<String>) -> Result<Response, Error> {
    let id = Uuid::try_parse(&id).map_err(|_| Kind::NotFound)?;
    let found = erasures::find(&mut *parts.pool.acquire().await?, id).await?.ok_or(Kind::NotFound)?;
    page::render(&ReceiptPage {
        assets: page::assets(),
        id,
        requested: moment(found.requested_at),
        finished: found.finished_at.map(moment),
        files: found.files,
        objects: found.objects,
    })
}
