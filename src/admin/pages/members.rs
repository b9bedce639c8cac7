//! Members' sessions: how many there are, those of one user, and ending them. As in a search for visitors' sessions, the
//! site's id of the user stays encrypted in the page's URL.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use super::components::Moment;
use super::erasure::UNSURE;
use super::member_data::{self, Kept};
use super::{Faults, Frame, StaffCookie, go, labels, render};
use crate::admin::encrypted_query;
use crate::auth::Permission;
use crate::auth::member_sessions::{MemberSessionSeen, MemberSessions, Stats};
use crate::auth::members::Members;
use crate::auth::staff::SignedIn;
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::http::form::Confirmation;
use crate::platform::http::{Form, Query};

/// The encrypted user id, and how many sessions were just ended.
#[derive(Debug, Default, Deserialize)]
pub struct MembersQuery {
    s: Option<String>,
    ended: Option<u64>,
}

/// The form that finds a user.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FindForm {
    user_id: String,
}

struct Row {
    id: Uuid,
    client: String,
    network: String,
    role: Option<String>,
    created: Moment,
    used: Moment,
    expires: Moment,
    ends: Moment,
}

impl Row {
    fn of(session: MemberSessionSeen) -> Self {
        Self {
            id: session.id,
            client: labels::client(&session.client),
            network: session.network.map_or_else(|| "not known".to_owned(), |network| network.to_string()),
            role: session.role,
            created: Moment::of(session.created_at),
            used: Moment::of(session.last_activity),
            expires: Moment::of(session.expires_at),
            ends: Moment::of(session.ends_at),
        }
    }
}

#[derive(Template)]
#[template(path = "admin/members.html")]
struct MembersPage<'a> {
    frame: Frame<'a>,
    /// `None` if the service is off
    stats: Option<Stats>,
    user_id: &'a str,
    sealed: Option<&'a str>,
    notice: String,
    may_end: bool,
    rows: Vec<Row>,
    /// What is kept besides; `None` if nothing is
    kept: Option<Kept>,
    faults: &'a Faults,
}

/// `GET /admin/members`
pub async fn show(
    State(context): State<AppContext>,
    State(members): State<Members>,
    State(sessions): State<MemberSessions>,
    StaffCookie { who, token }: StaffCookie,
    Query(asked): Query<MembersQuery>,
) -> Result<Response, Error> {
    let by = who.requester();
    by.must(Permission::ReadMemberSessions)?;
    let stats = if sessions.is_on() { Some(sessions.stats().await?) } else { None };
    let user_id = asked.s.as_deref().and_then(|sealed| encrypted_query::open(&token, sealed));
    let found = match user_id.as_deref().filter(|_| sessions.is_on()) {
        Some(user_id) => sessions.read_by(by, user_id).await.map_err(Faults::of),
        None => Ok(Vec::new()),
    };
    let (found, faults) = match found {
        Ok(found) => (found, Faults::default()),
        Err(refused) => (Vec::new(), refused?),
    };
    let kept = match user_id.as_deref().filter(|_| faults.is_empty()) {
        Some(user_id) => member_data::look(&context, &members, by, user_id).await?,
        None => None,
    };
    let page = MembersPage {
        frame: Frame::of(&who, "members"),
        stats,
        kept,
        user_id: user_id.as_deref().unwrap_or_default(),
        sealed: asked.s.as_deref().filter(|_| user_id.is_some() && faults.is_empty()),
        notice: match asked.ended {
            _ if asked.s.is_some() && user_id.is_none() => {
                "That search belonged to an earlier sign-in. Search again.".into()
            }
            None => String::new(),
            Some(0) => "No session was left to end.".into(),
            Some(1) => "1 session has ended.".into(),
            Some(count) => format!("{count} sessions have ended."),
        },
        may_end: by.may(Permission::EndMemberSessions),
        rows: found.into_iter().map(Row::of).collect(),
        faults: &faults,
    };
    render(&page, &faults)
}

/// `POST /admin/members`: encrypts the user's id and redirects to their sessions.
pub async fn find(StaffCookie { token, .. }: StaffCookie, Form(given): Form<FindForm>) -> Result<Response, Error> {
    match encrypted_query::seal(&token, given.user_id.trim()) {
        Some(sealed) => Ok(go(&format!("/admin/members?s={sealed}"))),
        None => Ok(go("/admin/members")),
    }
}

/// The encrypted user id, and which session to end: all of the user's if none is named.
#[derive(Debug, Deserialize)]
pub struct EndQuery {
    s: String,
    id: Option<Uuid>,
}

#[derive(Template)]
#[template(path = "admin/end_members.html")]
struct EndPage<'a> {
    frame: Frame<'a>,
    user_id: &'a str,
    sealed: &'a str,
    /// The only one to end
    id: Option<Uuid>,
    rows: Vec<Row>,
    faults: &'a Faults,
}

async fn ask_with(
    sessions: &MemberSessions,
    who: &SignedIn,
    user_id: &str,
    asked: &EndQuery,
    faults: &Faults,
) -> Result<Response, Error> {
    let found = sessions.read_by(who.requester(), user_id).await?.into_iter();
    let rows: Vec<_> = found.filter(|one| asked.id.is_none_or(|id| id == one.id)).map(Row::of).collect();
    if rows.is_empty() {
        return Ok(ended(&asked.s, 0));
    }
    let frame = Frame::of(who, "members");
    render(&EndPage { frame, user_id, sealed: &asked.s, id: asked.id, rows, faults }, faults)
}

/// `GET /admin/members/end`
pub async fn ask_end(
    State(sessions): State<MemberSessions>,
    StaffCookie { who, token }: StaffCookie,
    Query(asked): Query<EndQuery>,
) -> Result<Response, Error> {
    who.requester().must(Permission::EndMemberSessions)?;
    let user_id = encrypted_query::open(&token, &asked.s).ok_or(Kind::NotFound)?;
    ask_with(&sessions, &who, &user_id, &asked, &Faults::default()).await
}

/// `POST /admin/members/end`
pub async fn end(
    State(sessions): State<MemberSessions>,
    StaffCookie { who, token }: StaffCookie,
    Query(asked): Query<EndQuery>,
    Form(given): Form<Confirmation>,
) -> Result<Response, Error> {
    who.requester().must(Permission::EndMemberSessions)?;
    let user_id = encrypted_query::open(&token, &asked.s).ok_or(Kind::NotFound)?;
    let faults = given.faults(UNSURE);
    if !faults.is_empty() {
        return ask_with(&sessions, &who, &user_id, &asked, &faults).await;
    }
    let count = match asked.id {
        None => sessions.end_all_by(who.requester(), &user_id).await?,
        Some(id) => match sessions.end_by(who.requester(), id).await {
            Ok(()) => 1,
            // It ended by itself while the page was read.
            Err(error) if error.kind == Kind::NotFound => 0,
            Err(error) => return Err(error),
        },
    };
    Ok(ended(&asked.s, count))
}

/// Back to the user's sessions, which say how many ended.
fn ended(sealed: &str, count: u64) -> Response {
    go(&format!("/admin/members?s={sealed}&ended={count}"))
}
