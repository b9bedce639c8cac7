//! One session: what is known of a person, and what can be done about it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::audit::Line;
use super::parts::{Moment, size};
use super::{Desk, Faults, Frame, go, render, session_of, uuid_of, words};
use crate::admin::routes::handed_over;
use crate::admin::{Detail, Rectification, colleagues, download, read, rectify, trail};
use crate::http::{Error, Form, Path, Query, page};
use crate::sessions::Parts;

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    did: Option<String>,
}

struct File {
    id: String,
    name: String,
    size: String,
    kind: String,
    at: Moment,
}

struct Consent {
    purpose: String,
    given: bool,
    version: String,
    at: Moment,
    ip: String,
}

#[derive(Template)]
#[template(path = "admin/session.html")]
struct Page<'a> {
    frame: Frame<'a>,
    notice: &'static str,
    detail: &'a Detail,
    complete: bool,
    state: &'static str,
    created: Moment,
    updated: Moment,
    completed: Option<Moment>,
    ip: String,
    total: String,
    files: Vec<File>,
    consents: Vec<Consent>,
    trail: Vec<Line>,
}

fn files(detail: &Detail) -> Vec<File> {
    let file = |file: &crate::admin::KeptFile| File {
        id: file.id.to_string(),
        name: file.name.clone(),
        size: size(file.size),
        kind: file.content_type.clone(),
        at: Moment::of(file.created_at),
    };
    detail.files.iter().map(file).collect()
}

fn consents(detail: &Detail) -> Vec<Consent> {
    let consent = |one: &crate::admin::Decided| Consent {
        purpose: words::purpose(&one.purpose).to_owned(),
        given: one.given,
        version: one.text_version.clone(),
        at: Moment::of(one.decided_at),
        ip: one.ip_address.map_or_else(String::new, |ip| ip.to_string()),
    };
    detail.consents.iter().map(consent).collect()
}

/// `GET /admin/sessions/{id}`
pub async fn show(
    State(parts): State<Parts>,
    Desk { who, .. }: Desk,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let id = session_of(&id)?;
    let detail = read(&parts, &who, id).await?;
    let frame = Frame::of(&who, "sessions");
    let trail = if frame.may_audit {
        let names = colleagues::names(&parts, &who).await?;
        let lines = trail::of_session(&mut *parts.pool.acquire().await?, &who, id).await?;
        lines.into_iter().map(|line| Line::of(&line, &names)).collect()
    } else {
        Vec::new()
    };
    let complete = detail.state == "complete";
    page::render(&Page {
        frame,
        notice: if asked.did.as_deref() == Some("corrected") { "The correction is kept." } else { "" },
        complete,
        state: words::state(if complete { "complete" } else { "pending" }),
        created: Moment::of(detail.created_at),
        updated: Moment::of(detail.updated_at),
        completed: detail.completed_at.map(Moment::of),
        ip: detail.ip_address.map_or_else(|| "not known".to_owned(), |ip| ip.to_string()),
        total: size(detail.files.iter().map(|file| file.size).sum()),
        files: files(&detail),
        consents: consents(&detail),
        detail: &detail,
        trail,
    })
}

/// `GET /admin/sessions/{id}/files/{file}`: never shown, only handed over.
pub async fn file(
    State(parts): State<Parts>,
    Desk { who, .. }: Desk,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (name, reading) = download::open(&parts, &who, session_of(&id)?, uuid_of(&file)?).await?;
    Ok(handed_over(&name, reading))
}

/// What is to be corrected.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    name: String,
    email: String,
}

#[derive(Template)]
#[template(path = "admin/correct.html")]
struct Correct<'a> {
    frame: Frame<'a>,
    id: &'a str,
    name: &'a str,
    email: &'a str,
    faults: &'a Faults,
}

/// `GET /admin/sessions/{id}/correct`
pub async fn ask_correction(
    State(parts): State<Parts>,
    Desk { who, .. }: Desk,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    who.must(crate::staff::Permission::Rectify)?;
    let detail = read(&parts, &who, session_of(&id)?).await?;
    let (name, email) = (&detail.name, &detail.email);
    page::render(&Correct { frame: Frame::of(&who, "sessions"), id: &id, name, email, faults: &Faults::default() })
}

/// `POST /admin/sessions/{id}/correct`
pub async fn correct(
    State(parts): State<Parts>,
    Desk { who, .. }: Desk,
    Path(id): Path<String>,
    Form(Given { name, email }): Form<Given>,
) -> Result<Response, Error> {
    let change = Rectification { name: Some(name.clone()), email: Some(email.clone()) };
    match rectify(&parts, &who, session_of(&id)?, change).await {
        Ok(()) => Ok(go(&format!("/admin/sessions/{id}?did=corrected"))),
        Err(error) => {
            let faults = Faults::of(error)?;
            let frame = Frame::of(&who, "sessions");
            render(&Correct { frame, id: &id, name: &name, email: &email, faults: &faults }, &faults)
        }
    }
}
