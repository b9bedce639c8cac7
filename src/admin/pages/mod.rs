//! `/admin`: the console's pages. Each handler reads its form, runs one operation, and renders a page or redirects.
//! What is shown only once (a password, recovery codes) is the response to the POST itself.

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use uuid::Uuid;

use crate::auth::Permission;
use crate::auth::staff::SignedIn;
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::http::form::{Faults, render};
use crate::platform::http::page;

pub mod account;
pub mod audit;
pub mod by_email;
mod components;
pub mod erasure;
pub mod export;
pub mod funnel;
mod labels;
pub mod member_data;
pub mod members;
pub mod messenger;
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
    super::retry_mails(&context.pool, who.requester()).await?;
    Ok(Redirect::to("/admin/sessions?did=mails"))
}

fn uuid_of(text: &str) -> Result<Uuid, Error> {
    Uuid::try_parse(text).map_err(|_| Kind::NotFound.into())
}

/// Redirects to one of our pages by GET.
fn go(path: &str) -> Response {
    Redirect::to(path).into_response()
}
