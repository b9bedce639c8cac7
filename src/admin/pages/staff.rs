//! The staff's accounts, for admins.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use clap::ValueEnum as _;
use serde::Deserialize;
use uuid::Uuid;

use super::components::Moment;
use super::{Faults, Frame, StaffCookie, go, render};
use crate::auth::Role;
use crate::auth::staff::{self, Person, SignedIn};
use crate::error::Error;
use crate::intake::sessions::AppContext;
use crate::platform::http::{Form, Path, Query, page};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct StaffQuery {
    did: Option<String>,
}

/// The form for a new account.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AddStaffForm {
    email: String,
    role: String,
}

struct Row {
    id: Uuid,
    email: String,
    role: &'static str,
    has_second_factor: bool,
    disabled: bool,
    since: Moment,
    is_me: bool,
}

impl Row {
    fn of(person: &Person, who: &SignedIn) -> Self {
        Self {
            id: person.id,
            email: person.email.clone(),
            role: person.role.into_str(),
            has_second_factor: person.has_second_factor,
            disabled: person.disabled_at.is_some(),
            since: Moment::of(person.created_at),
            is_me: person.id == who.staff,
        }
    }
}

#[derive(Template)]
#[template(path = "admin/staff.html")]
struct StaffPage<'a> {
    frame: Frame<'a>,
    notice: &'static str,
    rows: Vec<Row>,
    given: &'a AddStaffForm,
    faults: &'a Faults,
}

async fn page_with(
    context: &AppContext,
    who: &SignedIn,
    notice: &'static str,
    given: &AddStaffForm,
    faults: &Faults,
) -> Result<Response, Error> {
    let rows = staff::list(&context.pool, who.requester()).await?.iter().map(|person| Row::of(person, who)).collect();
    render(&StaffPage { frame: Frame::of(who, "staff"), notice, rows, given, faults }, faults)
}

/// `GET /admin/staff`
pub async fn list(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Query(asked): Query<StaffQuery>,
) -> Result<Response, Error> {
    let notice = if asked.did.as_deref() == Some("disabled") { "The account is disabled." } else { "" };
    page_with(&context, &who, notice, &AddStaffForm::default(), &Faults::default()).await
}

/// Shows a password once, in the response to the POST itself.
#[derive(Template)]
#[template(path = "admin/password.html")]
struct OneTime<'a> {
    frame: Frame<'a>,
    email: &'a str,
    password: &'a str,
    new: bool,
}

/// `POST /admin/staff`: creates an account.
pub async fn add(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Form(given): Form<AddStaffForm>,
) -> Result<Response, Error> {
    // An invalid role must not make anyone an admin.
    let role = Role::from_str(&given.role, false).unwrap_or(Role::Viewer);
    match staff::add(&context.pool, who.requester(), &given.email, role).await {
        Ok(password) => {
            let frame = Frame::of(&who, "staff");
            page::render(&OneTime { frame, email: given.email.trim(), password: &password, new: true })
        }
        Err(error) => page_with(&context, &who, "", &given, &Faults::of(error.into())?).await,
    }
}

#[derive(Template)]
#[template(path = "admin/colleague.html")]
struct Colleague<'a> {
    frame: Frame<'a>,
    person: Row,
    faults: &'a Faults,
}

async fn colleague_with(context: &AppContext, who: &SignedIn, id: Uuid, faults: &Faults) -> Result<Response, Error> {
    let person = Row::of(&staff::find(&context.pool, who.requester(), id).await?, who);
    render(&Colleague { frame: Frame::of(who, "staff"), person, faults }, faults)
}

/// `GET /admin/staff/{id}`: explains what each button does.
pub async fn show(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<Uuid>,
) -> Result<Response, Error> {
    colleague_with(&context, &who, id, &Faults::default()).await
}

/// `POST /admin/staff/{id}/reset`
pub async fn reset(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<Uuid>,
) -> Result<Response, Error> {
    let person = staff::find(&context.pool, who.requester(), id).await?;
    let password = staff::reset(&context.pool, who.requester(), &person.email).await?;
    let frame = Frame::of(&who, "staff");
    page::render(&OneTime { frame, email: &person.email, password: &password, new: false })
}

/// `POST /admin/staff/{id}/disable`
pub async fn disable(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<Uuid>,
) -> Result<Response, Error> {
    let person = staff::find(&context.pool, who.requester(), id).await?;
    match staff::disable(&context.pool, who.requester(), &person.email).await {
        Ok(()) => Ok(go("/admin/staff?did=disabled")),
        Err(error) => colleague_with(&context, &who, id, &Faults::of(error.into())?).await,
    }
}
