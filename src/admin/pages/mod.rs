//! `/admin`: the console's pages. Each handler reads its form, runs one operation, and renders a page or redirects.
//! What is shown only once (a password, recovery codes) is the response to the POST itself.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use uuid::Uuid;

use crate::auth::staff::{Permission, SignedIn};
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::http::page;

pub mod account;
pub mod audit;
pub mod by_email;
mod components;
pub mod erasure;
pub mod export;
pub mod funnel;
mod labels;
pub mod requests;
pub mod retention;
pub mod second_factor;
pub mod session;
mod session_cookie;
pub mod sessions;
pub mod sign_in;
pub mod staff;

pub use session_cookie::StaffCookie;

/// What every page for signed-in staff shows.
#[expect(clippy::struct_excessive_bools, reason = "each is a navigation entry that is shown or not")]
pub struct Frame<'a> {
    pub assets: &'static str,
    pub email: &'a str,
    /// The current navigation entry.
    pub here: &'static str,
    pub may_change: bool,
    pub may_audit: bool,
    pub may_manage: bool,
    pub may_answer: bool,
}

impl<'a> Frame<'a> {
    pub fn of(who: &'a SignedIn, here: &'static str) -> Self {
        Self {
            assets: page::assets(),
            email: &who.email,
            here,
            may_change: who.role.may(Permission::Rectify),
            may_audit: who.role.may(Permission::ReadAudit),
            may_manage: who.role.may(Permission::ManageStaff),
            may_answer: who.role.may(Permission::AnswerRequests),
        }
    }
}

/// `GET /admin`
pub async fn start() -> Redirect {
    Redirect::to("/admin/sessions")
}

/// `POST /admin/mails`: retries the mails that could not be sent.
pub async fn try_mails_again(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
) -> Result<Redirect, Error> {
    super::mails::try_again(&context, &who).await?;
    Ok(Redirect::to("/admin/sessions?did=mails"))
}

fn uuid_of(text: &str) -> Result<Uuid, Error> {
    Uuid::try_parse(text).map_err(|_| Kind::NotFound.into())
}

/// A form's errors, by field.
#[derive(Clone, Debug, Default)]
pub struct Faults(BTreeMap<String, String>);

impl Faults {
    pub fn one(field: &str, message: impl Into<String>) -> Self {
        Self([(field.to_owned(), message.into())].into())
    }

    /// Returns the errors of an operation by field; passes on any other error.
    pub fn of(error: Error) -> Result<Self, Error> {
        let fields = error.of_fields();
        if error.kind != Kind::InvalidInput || fields.is_empty() {
            return Err(error);
        }
        Ok(Self(fields.iter().map(|(name, message)| (name.to_string(), message.clone())).collect()))
    }

    /// Moves an error to another field, if a page's form names it differently.
    #[must_use]
    pub fn renamed(mut self, from: &str, to: &str) -> Self {
        if let Some(message) = self.0.remove(from) {
            self.0.insert(to.to_owned(), message);
        }
        self
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn has(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// The summary above the form: it takes the focus and links to each field.
    pub fn summary(&self) -> components::Summary<'_> {
        components::Summary { faults: &self.0 }
    }

    /// The message below a field.
    pub fn note<'a>(&'a self, field: &'a str) -> components::Note<'a> {
        components::Note { field, message: self.0.get(field).map(String::as_str) }
    }

    /// The attributes that tell screen readers about a field's error.
    pub fn marks<'a>(&'a self, field: &'a str) -> components::Marks<'a> {
        components::Marks { field, wrong: self.has(field) }
    }
}

/// Renders a page; with errors its status is 422.
fn render(template: &impl Template, faults: &Faults) -> Result<Response, Error> {
    let mut response = page::render(template)?;
    if !faults.is_empty() {
        *response.status_mut() = Kind::InvalidInput.status();
    }
    Ok(response)
}

/// Redirects to one of our pages by GET.
fn go(path: &str) -> Response {
    Redirect::to(path).into_response()
}
