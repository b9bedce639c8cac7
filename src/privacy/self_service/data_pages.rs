//! The pages on which people see and change their data. Each handler reads its form, does one thing, and shows a page
//! or redirects.

use askama::Template;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::data::{self, Visit};
use super::routes::no_cookie;
use super::{Person, find_session};
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::db;
use crate::platform::http::form::{self, Faults};
use crate::platform::http::rate::RateLimits;
use crate::platform::http::{ClientIp, Form, Lang, Path, Query, RequestId, attach, page};
use crate::platform::i18n::{self, Language};
use crate::platform::object_store;
use crate::privacy::export;
use crate::privacy::export::document::Consent;
use crate::privacy::rights::{self, Rectification};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct DataQuery {
    did: Option<String>,
}

/// A decision; `what` and `word` are message keys.
struct Decision<'a> {
    what: &'static str,
    word: &'static str,
    given: bool,
    at: String,
    text: Option<&'a str>,
    /// The language of the text
    spoken: &'static Language,
}

/// A visit as the page shows it.
struct Card<'a> {
    tag: String,
    title: String,
    name: &'a str,
    email: &'a str,
    spoken: &'static Language,
    ip: String,
    completed: Option<String>,
    files: Vec<(&'a str, String)>,
    decisions: Vec<Decision<'a>>,
    training: bool,
    restricted: Option<String>,
    /// Whether the person may lift the restriction.
    own: bool,
    /// Data given under an earlier address is not shown.
    withheld: bool,
}

#[derive(Template)]
#[template(path = "privacy/data.html")]
struct Data<'a> {
    assets: &'static str,
    words: &'static Language,
    languages: &'static [Language],
    address: &'a str,
    /// The key of what was just done.
    said: Option<&'static str>,
    cards: Vec<Card<'a>>,
}

fn decisions<'a>(words: &'static Language, visit: &'a Visit) -> Vec<Decision<'a>> {
    let decision = |(at, consent): (usize, &'a Consent)| Decision {
        what: consent.purpose_key(),
        word: consent.decision_key(&visit.consents[..at]),
        given: consent.given,
        at: words.date(consent.decided_at),
        text: consent.text.as_deref(),
        spoken: i18n::choose(Some(&consent.locale), None),
    };
    visit.consents.iter().enumerate().map(decision).collect()
}

fn card<'a>(words: &'static Language, visit: &'a Visit) -> Card<'a> {
    let session = &visit.session;
    let no_ip = if session.withheld { "privacy-not-shown" } else { "privacy-not-kept" };
    Card {
        tag: visit.id.tag(),
        title: words.with("privacy-visit", "at", &words.date(session.created_at)),
        name: &session.name,
        email: &session.email,
        spoken: i18n::choose(Some(&session.locale), None),
        ip: session.ip_address.map_or_else(|| words.text(no_ip), |ip| ip.to_string()),
        completed: session.completed_at.map(|at| words.date(at)),
        files: visit.files.iter().map(|file| (file.name.as_str(), words.size(file.size))).collect(),
        decisions: decisions(words, visit),
        training: session.consent_ai_training,
        restricted: session.restriction.as_ref().map(|it| it.words(words)),
        own: session.restriction.as_ref().is_some_and(rights::Restriction::is_own),
        withheld: session.withheld,
    }
}

/// `GET /privacy/data`
pub async fn show(
    State(context): State<AppContext>,
    Lang(words): Lang,
    person: Person,
    Query(asked): Query<DataQuery>,
) -> Result<Response, Error> {
    let visits = data::visits(&context.pool, &person).await?;
    let said = match asked.did.as_deref() {
        Some("corrected") => Some("privacy-did-corrected"),
        Some("training") => Some("privacy-did-training"),
        Some("restricted") => Some("privacy-did-restricted"),
        Some("lifted") => Some("privacy-did-lifted"),
        _ => None,
    };
    let (address, cards) = (person.address.as_str(), visits.iter().map(|visit| card(words, visit)).collect());
    page::render_in(words, &Data { assets: page::assets(), words, languages: i18n::all(), address, said, cards })
}

fn back(words: &Language, did: &str) -> Response {
    Redirect::to(&format!("/privacy/data?did={did}&lang={}", words.tag())).into_response()
}

/// `GET /privacy/data/copy`: one archive of everything under the address.
pub async fn copy(
    State(context): State<AppContext>,
    Lang(words): Lang,
    person: Person,
    Extension(request): Extension<RequestId>,
) -> Result<Response, Error> {
    let export = export::open_all((&context).into(), person.requester(), &person.address, Some(words)).await?;
    let (disposition, length) = (object_store::attachment(&export.file_name), export.length);
    Ok(attach(disposition, "application/zip", length, Body::from_stream(export.into_stream(request.0))))
}

/// The form for a correction.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RectifyForm {
    name: String,
    email: String,
}

#[derive(Template)]
#[template(path = "privacy/correct.html")]
struct Correct<'a> {
    assets: &'static str,
    words: &'static Language,
    tag: &'a str,
    name: &'a str,
    email: &'a str,
    faults: &'a Faults,
}

#[derive(Template)]
#[template(path = "privacy/moved.html")]
struct Moved<'a> {
    assets: &'static str,
    words: &'static Language,
    email: &'a str,
    old: &'a str,
    more: bool,
}

/// Returns the visit with this tag.
async fn visit(context: &AppContext, person: &Person, tag: &str) -> Result<Visit, Error> {
    let visits = data::visits(&context.pool, person).await?;
    visits.into_iter().find(|visit| visit.id.tag() == tag).ok_or_else(|| Kind::NotFound.into())
}

/// `GET /privacy/data/{tag}/correct`
pub async fn ask_correction(
    State(context): State<AppContext>,
    Lang(words): Lang,
    person: Person,
    Path(tag): Path<String>,
) -> Result<Response, Error> {
    let visit = visit(&context, &person, &tag).await?;
    let (name, email) = (&visit.session.name, &visit.session.email);
    let (assets, faults) = (page::assets(), &Faults::default());
    page::render_in(words, &Correct { assets, words, tag: &tag, name, email, faults })
}

/// `POST /privacy/data/{tag}/correct`: a new address replaces the old one, and is verified.
pub async fn correct(
    State(context): State<AppContext>,
    State(limits): State<RateLimits>,
    client: ClientIp,
    Lang(words): Lang,
    person: Person,
    Path(tag): Path<String>,
    Form(RectifyForm { name, email }): Form<RectifyForm>,
) -> Result<Response, Error> {
    let assets = page::assets();
    let id = find_session(&context.pool, &person, &tag).await?;
    limits.check_request(client)?;
    let change = Rectification { name: Some(name.clone()), email: Some(email.clone()) };
    match rights::rectify(&context, person.requester(), words, id, change).await {
        Ok(false) => Ok(back(words, "corrected")),
        Ok(true) => {
            let more = has_sessions_left(&context, &person).await;
            let page = page::render_in(words, &Moved { assets, words, email: &email, old: &person.address, more })?;
            Ok(if more { page } else { (no_cookie(), page).into_response() })
        }
        Err(error) => {
            let faults = &Faults::of(error)?;
            form::render_in(words, &Correct { assets, words, tag: &tag, name: &name, email: &email, faults }, faults)
        }
    }
}

/// Whether any session is left under the address; the sign-in ends with the last one. If the database does not answer,
/// assume so: the change is already made, and the person must see its result.
pub(super) async fn has_sessions_left(context: &AppContext, person: &Person) -> bool {
    let counted = rights::count(&context.pool, person.requester(), &person.address);
    db::in_time(counted).await.map_or(true, |count| count > 0)
}

/// `POST /privacy/data/{tag}/training`: one click, as easy as giving the consent.
pub async fn withdraw_training(
    State(context): State<AppContext>,
    Lang(words): Lang,
    person: Person,
    Path(tag): Path<String>,
) -> Result<Response, Error> {
    let id = find_session(&context.pool, &person, &tag).await?;
    rights::withdraw_training(&context, person.requester(), id).await?;
    Ok(back(words, "training"))
}

#[derive(Template)]
#[template(path = "privacy/restrict.html")]
struct Restrict<'a> {
    assets: &'static str,
    words: &'static Language,
    tag: &'a str,
    training: bool,
    faults: &'a Faults,
}

/// Shows the form for a restriction.
async fn restriction_with(
    context: &AppContext,
    words: &'static Language,
    person: &Person,
    tag: &str,
    faults: &Faults,
) -> Result<Response, Error> {
    let training = visit(context, person, tag).await?.session.consent_ai_training;
    form::render_in(words, &Restrict { assets: page::assets(), words, tag, training, faults }, faults)
}

/// `GET /privacy/data/{tag}/restriction`
pub async fn ask_restriction(
    State(context): State<AppContext>,
    Lang(words): Lang,
    person: Person,
    Path(tag): Path<String>,
) -> Result<Response, Error> {
    restriction_with(&context, words, &person, &tag, &Faults::default()).await
}

/// The form for a restriction.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RestrictForm {
    reason: String,
}

/// `POST /privacy/data/{tag}/restriction`
pub async fn restrict(
    State(context): State<AppContext>,
    Lang(words): Lang,
    person: Person,
    Path(tag): Path<String>,
    Form(why): Form<RestrictForm>,
) -> Result<Response, Error> {
    let Ok(reason) = why.reason.parse() else {
        let faults = Faults::one("reason", words.text("privacy-restrict-choose"));
        return restriction_with(&context, words, &person, &tag, &faults).await;
    };
    let id = find_session(&context.pool, &person, &tag).await?;
    rights::restrict(&context, person.requester(), id, reason).await?;
    Ok(back(words, "restricted"))
}

/// `POST /privacy/data/{tag}/restriction/lift`
pub async fn lift(
    State(context): State<AppContext>,
    Lang(words): Lang,
    person: Person,
    Path(tag): Path<String>,
) -> Result<Response, Error> {
    let id = find_session(&context.pool, &person, &tag).await?;
    rights::lift(&context, person.requester(), id).await?;
    Ok(back(words, "lifted"))
}
