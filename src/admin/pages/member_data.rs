//! What is kept of a member besides sessions: a look at it, the conversations, a copy, and its erasure. As on the page of
//! sessions, the site's id of the user stays encrypted in the page's URL.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::components::Moment;
use super::erasure::UNSURE;
use super::session::{RestrictForm, Restricted};
use super::{Faults, Frame, StaffCookie, go, render};
use crate::admin::encrypted_query;
use crate::auth::members::Members;
use crate::auth::staff::SignedIn;
use crate::auth::{Permission, Requester};
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::http::form::Confirmation;
use crate::platform::http::{Form, Query};
use crate::platform::ids::SessionId;
use crate::privacy::members::{self, SeenMember};

/// What the page about a user shows of what is kept.
#[expect(clippy::struct_excessive_bools, reason = "each shows a button")]
pub struct Kept {
    pub since: Moment,
    pub seen: Moment,
    pub conversations: i64,
    pub messages: i64,
    /// What the site says of the user.
    pub profile: Vec<(String, String)>,
    pub may_read: bool,
    pub may_copy: bool,
    pub may_erase: bool,
    pub may_restrict: bool,
    pub restriction: Option<Restricted>,
}

impl Kept {
    fn of(member: &SeenMember, by: Requester<'_>) -> Self {
        let profile = member
            .profile
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
        let is_hidden = member.restriction.is_some() && !by.may(Permission::ReadRestricted);
        Self {
            since: Moment::of(member.created_at),
            seen: Moment::of(member.seen_at),
            conversations: member.conversations,
            messages: member.messages,
            profile: profile.collect(),
            may_read: by.may(Permission::ReadConversations) && !is_hidden,
            may_copy: by.may(Permission::Export),
            may_erase: by.may(Permission::Erase),
            may_restrict: by.may(Permission::Restrict),
            restriction: member.restriction.as_ref().map(Restricted::of),
        }
    }
}

/// What is kept of a user of the site; `None` if nothing is.
pub async fn look(
    context: &AppContext,
    all: &Members,
    by: Requester<'_>,
    user_id: &str,
) -> Result<Option<Kept>, Error> {
    let found = members::look(&context.pool, by, all.issuer(), user_id).await?;
    Ok(found.map(|member| Kept::of(&member, by)))
}

/// The encrypted user id, and which conversation.
#[derive(Debug, Deserialize)]
pub struct MemberQuery {
    s: String,
    id: Option<Uuid>,
}

/// Whom a page is about.
struct Named {
    user_id: String,
    id: SessionId,
}

async fn named(
    context: &AppContext,
    all: &Members,
    by: Requester<'_>,
    token: &str,
    sealed: &str,
) -> Result<Named, Error> {
    let user_id = encrypted_query::open(token, sealed).ok_or(Kind::NotFound)?;
    let id = members::find_id(&context.pool, by, all.issuer(), &user_id).await?;
    Ok(Named { user_id, id })
}

struct ConversationRow {
    id: Uuid,
    title: String,
    updated: Moment,
    messages: i64,
}

struct MessageRow {
    who: &'static str,
    content: String,
    note: &'static str,
    at: Moment,
}

#[derive(Template)]
#[template(path = "admin/conversations.html")]
struct ConversationsPage<'a> {
    frame: Frame<'a>,
    user_id: &'a str,
    sealed: &'a str,
    rows: Vec<ConversationRow>,
    /// Of the one that is open
    messages: Option<Vec<MessageRow>>,
    is_cut: bool,
}

/// `GET /admin/members/conversations`
pub async fn conversations(
    State(context): State<AppContext>,
    State(all): State<Members>,
    StaffCookie { who, token }: StaffCookie,
    Query(asked): Query<MemberQuery>,
) -> Result<Response, Error> {
    let by = who.requester();
    by.must(Permission::ReadConversations)?;
    let member = named(&context, &all, by, &token, &asked.s).await?;
    let read = members::read_conversations(&context.pool, by, member.id, asked.id).await?;
    let rows = read.list.into_iter().map(|one| ConversationRow {
        id: one.id,
        title: one.title.unwrap_or_else(|| "Untitled".to_owned()),
        updated: Moment::of(one.updated_at),
        messages: one.messages,
    });
    let (rows, messages) = (rows.collect(), read.open);
    let is_cut =
        messages.as_ref().is_some_and(|all| i64::try_from(all.len()).is_ok_and(|count| count >= members::MOST_READ));
    let messages = messages.map(|all| {
        let row = |message: members::SeenMessage| MessageRow {
            who: if message.role == "user" { "Member" } else { "Assistant" },
            content: message.content,
            note: match message.state.as_str() {
                "stopped" => "stopped by the member",
                "failed" | "cut" => "broke off",
                "running" => "still being written",
                _ => "",
            },
            at: Moment::of(message.created_at),
        };
        all.into_iter().map(row).collect()
    });
    let frame = Frame::of(&who, "members");
    let page = ConversationsPage { frame, user_id: &member.user_id, sealed: &asked.s, rows, messages, is_cut };
    render(&page, &Faults::default())
}

/// `POST /admin/members/copy`: everything that is kept of the member, as JSON.
pub async fn copy(
    State(context): State<AppContext>,
    State(all): State<Members>,
    StaffCookie { who, token }: StaffCookie,
    Query(asked): Query<MemberQuery>,
) -> Result<Response, Error> {
    let by = who.requester();
    by.must(Permission::Export)?;
    let member = named(&context, &all, by, &token, &asked.s).await?;
    let copy = members::copy_for(&context.pool, by, member.id).await?.ok_or(Kind::NotFound)?;
    let headers = [(CONTENT_TYPE, "application/json"), (CONTENT_DISPOSITION, r#"attachment; filename="member.json""#)];
    Ok((headers, Body::from_stream(copy)).into_response())
}

#[derive(Template)]
#[template(path = "admin/erase_member.html")]
struct ErasePage<'a> {
    frame: Frame<'a>,
    user_id: &'a str,
    sealed: &'a str,
    kept: Kept,
    faults: &'a Faults,
}

async fn ask_with(
    context: &AppContext,
    all: &Members,
    who: &SignedIn,
    user_id: &str,
    sealed: &str,
    faults: &Faults,
) -> Result<Response, Error> {
    let kept = look(context, all, who.requester(), user_id).await?.ok_or(Kind::NotFound)?;
    render(&ErasePage { frame: Frame::of(who, "members"), user_id, sealed, kept, faults }, faults)
}

/// `GET /admin/members/erase`
pub async fn ask_erase(
    State(context): State<AppContext>,
    State(all): State<Members>,
    StaffCookie { who, token }: StaffCookie,
    Query(asked): Query<MemberQuery>,
) -> Result<Response, Error> {
    who.requester().must(Permission::Erase)?;
    let user_id = encrypted_query::open(&token, &asked.s).ok_or(Kind::NotFound)?;
    ask_with(&context, &all, &who, &user_id, &asked.s, &Faults::default()).await
}

/// `POST /admin/members/erase`
pub async fn erase(
    State(context): State<AppContext>,
    State(all): State<Members>,
    StaffCookie { who, token }: StaffCookie,
    Query(asked): Query<MemberQuery>,
    Form(given): Form<Confirmation>,
) -> Result<Response, Error> {
    let by = who.requester();
    by.must(Permission::Erase)?;
    let user_id = encrypted_query::open(&token, &asked.s).ok_or(Kind::NotFound)?;
    let faults = given.faults(UNSURE);
    if !faults.is_empty() {
        return ask_with(&context, &all, &who, &user_id, &asked.s, &faults).await;
    }
    let member = named(&context, &all, by, &token, &asked.s).await?;
    let receipt = members::erase_for(&context.pool, &context.timings, by, member.id).await?.ok_or(Kind::NotFound)?;
    context.sweeper.wake();
    Ok(go(&format!("/admin/erasures/{receipt}")))
}

/// `POST /admin/members/restriction`
pub async fn set_restriction(
    State(context): State<AppContext>,
    State(all): State<Members>,
    StaffCookie { who, token }: StaffCookie,
    Query(asked): Query<MemberQuery>,
    Form(why): Form<RestrictForm>,
) -> Result<Response, Error> {
    let by = who.requester();
    let member = named(&context, &all, by, &token, &asked.s).await?;
    members::restrict_for(&context.pool, by, member.id, why.reason()).await?;
    Ok(go(&format!("/admin/members?s={}", asked.s)))
}
