//! One session: what is known about a person, and what staff can do.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::audit::Line;
use super::components::{Moment, size};
use super::{Faults, Frame, StaffCookie, go, labels, render};
use crate::admin::api::sessions::as_download;
use crate::admin::{Detail, audit_log, download, read};
use crate::auth::{Permission, staff};
use crate::error::Error;
use crate::intake::sessions::AppContext;
use crate::platform::http::{Form, Path, Query, page};
use crate::platform::i18n::english;
use crate::platform::ids::SessionId;
use crate::privacy::rights::{self, Reason, Rectification, Restriction};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct SessionQuery {
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
    word: &'static str,
    given: bool,
    version: String,
    at: Moment,
    ip: String,
}

pub struct Restricted {
    pub why: String,
    pub by: &'static str,
    pub since: Moment,
}

impl Restricted {
    pub fn of(restriction: &Restriction) -> Self {
        Self {
            why: labels::reason(&restriction.reason).to_owned(),
            by: if restriction.is_own() { "the person" } else { "staff" },
            since: Moment::of(restriction.since),
        }
    }
}

#[derive(Template)]
#[template(path = "admin/session.html")]
struct SessionPage<'a> {
    frame: Frame<'a>,
    notice: &'static str,
    corrected: bool,
    restriction: Option<Restricted>,
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
    // Newest first, so later items are older.
    let agreed_before = |at: usize, purpose: &str| {
        detail.consents[at + 1..].iter().any(|other| other.purpose == purpose && other.given)
    };
    let consent = |(at, one): (usize, &crate::admin::Decided)| Consent {
        purpose: labels::purpose(&one.purpose).to_owned(),
        word: match (one.given, agreed_before(at, &one.purpose)) {
            (true, _) => "Given",
            (false, true) => "Withdrawn",
            (false, false) => "Refused",
        },
        given: one.given,
        version: one.text_version.clone(),
        at: Moment::of(one.decided_at),
        ip: one.ip_address.map_or_else(String::new, |ip| ip.to_string()),
    };
    detail.consents.iter().enumerate().map(consent).collect()
}

/// `GET /admin/sessions/{id}`
pub async fn show(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<SessionId>,
    Query(asked): Query<SessionQuery>,
) -> Result<Response, Error> {
    let detail = read(&context.pool, who.requester(), id).await?;
    let frame = Frame::of(&who, "sessions");
    let trail = if frame.may_audit {
        let names = staff::names(&context.pool, who.requester()).await?;
        let lines = audit_log::of_session(&context.pool, who.requester(), id).await?;
        lines.into_iter().map(|line| Line::of(&line, &names)).collect()
    } else {
        Vec::new()
    };
    let complete = detail.state == "complete";
    page::render(&SessionPage {
        frame,
        notice: match asked.did.as_deref() {
            Some("corrected") => "The correction is saved.",
            Some("restricted") => "The session is restricted.",
            Some("lifted") => "The restriction is lifted.",
            Some("withdrawn") => "The consent to training is withdrawn. The files are no longer on any list.",
            _ => "",
        },
        corrected: asked.did.as_deref() == Some("corrected"),
        restriction: detail.restriction.as_ref().map(Restricted::of),
        complete,
        state: labels::state(if complete { "complete" } else { "pending" }),
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

/// `GET /admin/sessions/{id}/files/{file}`: only as a download, never displayed.
pub async fn file(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path((id, file)): Path<(SessionId, Uuid)>,
) -> Result<Response, Error> {
    let (name, reading) = download::open(&context, who.requester(), id, file).await?;
    Ok(as_download(&name, reading))
}

/// The form for a correction.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RectifyForm {
    name: String,
    email: String,
}

#[derive(Template)]
#[template(path = "admin/correct.html")]
struct Correct<'a> {
    frame: Frame<'a>,
    id: Uuid,
    name: &'a str,
    email: &'a str,
    faults: &'a Faults,
}

/// `GET /admin/sessions/{id}/correct`
pub async fn ask_correction(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<SessionId>,
) -> Result<Response, Error> {
    who.requester().must(Permission::Rectify)?;
    let detail = read(&context.pool, who.requester(), id).await?;
    let (name, email) = (&detail.name, &detail.email);
    page::render(&Correct {
        frame: Frame::of(&who, "sessions"),
        id: id.uuid(),
        name,
        email,
        faults: &Faults::default(),
    })
}

/// `POST /admin/sessions/{id}/correct`
pub async fn correct(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<SessionId>,
    Form(RectifyForm { name, email }): Form<RectifyForm>,
) -> Result<Response, Error> {
    let change = Rectification { name: Some(name.clone()), email: Some(email.clone()) };
    match rights::rectify(&context, who.requester(), english(), id, change).await {
        Ok(_) => Ok(go(&format!("/admin/sessions/{}?did=corrected", id.uuid()))),
        Err(error) => {
            let faults = Faults::of(error)?;
            let frame = Frame::of(&who, "sessions");
            render(&Correct { frame, id: id.uuid(), name: &name, email: &email, faults: &faults }, &faults)
        }
    }
}

/// The form for a restriction; an empty reason lifts it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RestrictForm {
    reason: String,
}

impl RestrictForm {
    pub fn reason(&self) -> Option<Reason> {
        self.reason.parse().ok()
    }
}

/// `POST /admin/sessions/{id}/restriction`
pub async fn set_restriction(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<SessionId>,
    Form(why): Form<RestrictForm>,
) -> Result<Response, Error> {
    let Some(reason) = why.reason() else {
        rights::lift(&context, who.requester(), id).await?;
        return Ok(go(&format!("/admin/sessions/{}?did=lifted", id.uuid())));
    };
    rights::restrict(&context, who.requester(), id, reason).await?;
    Ok(go(&format!("/admin/sessions/{}?did=restricted", id.uuid())))
}

/// `POST /admin/sessions/{id}/consents/ai_training`: one click, as easy as for the person.
pub async fn withdraw_training(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<SessionId>,
) -> Result<Response, Error> {
    rights::withdraw_training(&context, who.requester(), id).await?;
    Ok(go(&format!("/admin/sessions/{}?did=withdrawn", id.uuid())))
}
