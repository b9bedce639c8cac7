//! One's own account: password, second factor, sign-ins.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::components::Moment;
use super::{Faults, Frame, StaffCookie, go, labels, render};
use crate::auth::staff::{self, SignIns, SignedIn, logins, second_factor};
use crate::error::Error;
use crate::platform::http::{ClientIp, Form, Path, Query};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct AccountQuery {
    did: Option<String>,
}

struct Login {
    id: String,
    client: String,
    ip: String,
    begun: Moment,
    seen: Moment,
    current: bool,
}

#[derive(Template)]
#[template(path = "admin/account.html")]
struct AccountPage<'a> {
    frame: Frame<'a>,
    role: &'static str,
    notice: &'static str,
    has_second_factor: bool,
    recovery_codes: i64,
    logins: Vec<Login>,
    others: usize,
    faults: &'a Faults,
}

async fn page_with(
    sign_ins: &SignIns,
    who: &SignedIn,
    notice: &'static str,
    faults: &Faults,
) -> Result<Response, Error> {
    let logins = logins::list(&sign_ins.pool, who).await?.into_iter().map(|login| Login {
        id: login.id.to_string(),
        client: labels::client(&login.client),
        ip: login.ip_address.map_or_else(|| "not known".to_owned(), |ip| ip.to_string()),
        begun: Moment::of(login.created_at),
        seen: Moment::of(login.seen_at),
        current: login.current,
    });
    let logins: Vec<_> = logins.collect();
    let page = AccountPage {
        frame: Frame::of(who, "account"),
        role: who.role.into_str(),
        notice,
        has_second_factor: who.has_second_factor,
        recovery_codes: second_factor::count_recovery_codes(&sign_ins.pool, who).await?,
        others: logins.iter().filter(|login| !login.current).count(),
        logins,
        faults,
    };
    render(&page, faults)
}

/// `GET /admin/account`
pub async fn show(
    State(sign_ins): State<SignIns>,
    StaffCookie { who, .. }: StaffCookie,
    Query(asked): Query<AccountQuery>,
) -> Result<Response, Error> {
    let notice = match asked.did.as_deref() {
        Some("password") => "Your password is changed. Your other sign-ins have ended.",
        Some("removed") => "Signing in no longer asks for a code.",
        Some("revoked") => "The sign-in has ended.",
        Some("others") => "Your other sign-ins have ended.",
        _ => "",
    };
    page_with(&sign_ins, &who, notice, &Faults::default()).await
}

/// The form for a new password.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewPassword {
    current: String,
    new: String,
}

/// `POST /admin/account/password`
pub async fn change_password(
    State(sign_ins): State<SignIns>,
    StaffCookie { who, .. }: StaffCookie,
    client: ClientIp,
    Form(NewPassword { current, new }): Form<NewPassword>,
) -> Result<Response, Error> {
    match staff::change_password(&sign_ins, &who, client, current, new).await {
        Ok(()) => Ok(go("/admin/account?did=password")),
        Err(error) => page_with(&sign_ins, &who, "", &Faults::of(error)?).await,
    }
}

/// The form to remove the second factor, which asks for the password and a code again.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Removal {
    password: String,
    code: String,
}

/// `POST /admin/account/second-factor/removal`
pub async fn remove_second_factor(
    State(sign_ins): State<SignIns>,
    StaffCookie { who, .. }: StaffCookie,
    client: ClientIp,
    Form(Removal { password, code }): Form<Removal>,
) -> Result<Response, Error> {
    match second_factor::remove(&sign_ins, &who, client, password, &code).await {
        Ok(()) => Ok(go("/admin/account?did=removed")),
        Err(error) => page_with(&sign_ins, &who, "", &Faults::of(error)?).await,
    }
}

/// `POST /admin/account/sign-ins/{id}`: ends one of one's own sign-ins.
pub async fn revoke(
    State(door): State<SignIns>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<Uuid>,
) -> Result<Response, Error> {
    logins::revoke(&door.pool, &who, id).await?;
    Ok(go("/admin/account?did=revoked"))
}

/// `POST /admin/account/sign-ins`: ends all others.
pub async fn revoke_others(
    State(sign_ins): State<SignIns>,
    StaffCookie { who, .. }: StaffCookie,
) -> Result<Response, Error> {
    logins::revoke_others(&sign_ins.pool, &who).await?;
    Ok(go("/admin/account?did=others"))
}
