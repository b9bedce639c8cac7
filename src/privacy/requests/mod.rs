//! Requests that people make by mail or telephone (GDPR articles 15 to 22), until they are answered. The audit log
//! records the steps by the request's id, but not who asked, nor the reasons.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use strum::{EnumString, IntoStaticStr, VariantArray};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::audit::{self, Action, Actor};
use crate::platform::clock;
use crate::platform::ids::new_uuid;

mod due;
mod queries;

pub use due::{due, due_extended};
pub use queries::blank;

/// How many days before its due date a request counts as due soon.
pub const SOON: i64 = 7;

/// A day in JSON, such as `2026-11-20`.
mod day {
    time::serde::format_description!(inner, Date, "[year]-[month]-[day]");
    pub use inner::*;
}

/// What is asked for
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum RequestKind {
    /// Article 15
    Access,
    /// Article 16
    Rectification,
    /// Article 17
    Erasure,
    /// Article 18
    Restriction,
    /// Article 21
    Objection,
    /// Article 20
    Portability,
    /// Article 7(3)
    Withdrawal,
}

/// How a request ended
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Outcome {
    /// The person got what was asked for
    Done,
    /// Article 12(4), (5): the person is told the reason
    Refused,
    /// Articles 11(2), 12(6): the person could not be identified
    NotIdentified,
}

/// The state of a request
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    Open,
    /// Open, extended by two months
    Extended,
    Closed,
}

/// An extension by two months (article 12(3))
#[derive(Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Extension {
    /// `None` once it is blanked with the subject
    pub reason: Option<String>,
    /// When the person was told
    #[serde(with = "day")]
    pub told_on: Date,
}

/// The answer
#[derive(Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Closing {
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    pub outcome: Outcome,
    /// `None` once it is blanked with the subject
    pub reason: Option<String>,
    /// The receipt that proves it
    pub erasure: Option<Uuid>,
    /// The audit entry that proves it, such as that of an export
    pub line: Option<i64>,
}

/// A request
#[derive(Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Request {
    pub id: Uuid,
    pub kind: RequestKind,
    pub state: Standing,
    /// Who asked, as the operator wrote it; `None` once it is blanked, some time after the request was closed
    pub subject: Option<String>,
    /// The address of their sessions, if known; blanked with the subject
    pub email: Option<String>,
    /// The last session of the address was deleted since: when this is closed, who asked is blanked
    pub person_gone: bool,
    #[serde(with = "day")]
    pub received_on: Date,
    #[serde(with = "day")]
    pub due_on: Date,
    /// Days until it is due; negative if overdue. `None` once it is closed
    pub days_left: Option<i64>,
    pub extension: Option<Extension>,
    pub closing: Option<Closing>,
}

impl Request {
    pub fn is_closed(&self) -> bool {
        self.closing.is_some()
    }

    pub fn is_overdue(&self) -> bool {
        self.days_left.is_some_and(|days| days < 0)
    }

    pub fn is_due_soon(&self) -> bool {
        self.days_left.is_some_and(|days| (0..=SOON).contains(&days))
    }
}

/// The evidence for an answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Proof {
    pub erasure: Option<Uuid>,
    pub line: Option<i64>,
}

/// Today in UTC.
pub fn today() -> Date {
    clock::now().date()
}

/// A received request.
pub struct New<'a> {
    pub kind: RequestKind,
    pub subject: &'a str,
    /// The address under which the person may have sessions.
    pub email: Option<&'a str>,
    pub received_on: Date,
}

/// Enters a request in the caller's transaction. Returns its id.
pub async fn enter(conn: &mut PgConnection, actor: Actor, new: &New<'_>) -> sqlx::Result<Uuid> {
    let id = new_uuid();
    queries::insert(conn, id, new, due(new.received_on)).await?;
    note(conn, actor, Action::RequestEntered, id, serde_json::json!({ "kind": new.kind.into_str() })).await?;
    Ok(id)
}

/// Returns a request and locks it until the transaction ends.
pub async fn find_locked(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Request>> {
    queries::find(conn, id, true).await
}

/// Returns a request and records the reading in the audit log.
pub async fn read(conn: &mut PgConnection, actor: Actor, id: Uuid) -> sqlx::Result<Option<Request>> {
    let found = queries::find(conn, id, false).await?;
    if found.is_some() {
        note(conn, actor, Action::RequestRead, id, serde_json::json!({})).await?;
    }
    Ok(found)
}

/// Lists a page of open requests, earliest due first, or of closed ones, latest due first; starting after the one with
/// this day and id.
pub async fn list(
    conn: &mut PgConnection,
    actor: Actor,
    closed: bool,
    after: Option<(Date, Uuid)>,
    limit: i64,
) -> sqlx::Result<Vec<Request>> {
    let found = if closed {
        queries::list_closed(conn, after, limit).await?
    } else {
        queries::list_open(conn, after, limit).await?
    };
    let detail = serde_json::json!({ "requests": found.len() });
    audit::record(conn, actor, Action::RequestsListed, None, detail).await?;
    Ok(found)
}

/// Returns how many are overdue.
pub async fn count_overdue(conn: &mut PgConnection) -> sqlx::Result<i64> {
    queries::count_overdue(conn, today()).await
}

/// Extends an open request by two months. The caller has checked it under its lock.
pub async fn extend(
    conn: &mut PgConnection,
    actor: Actor,
    request: &Request,
    reason: &str,
    told_on: Date,
) -> sqlx::Result<()> {
    queries::mark_extended(conn, request.id, due_extended(request.received_on), reason, told_on).await?;
    note(conn, actor, Action::RequestExtended, request.id, serde_json::json!({})).await
}

/// Closes an open request. The caller has checked it under its lock.
pub async fn close(
    conn: &mut PgConnection,
    actor: Actor,
    id: Uuid,
    outcome: Outcome,
    reason: Option<&str>,
    proof: Proof,
) -> sqlx::Result<()> {
    queries::mark_closed(conn, id, outcome, reason, proof).await?;
    let detail = serde_json::json!({ "outcome": outcome.into_str(), "erasure": proof.erasure, "line": proof.line });
    note(conn, actor, Action::RequestClosed, id, detail).await
}

async fn note(
    conn: &mut PgConnection,
    actor: Actor,
    action: Action,
    id: Uuid,
    mut detail: serde_json::Value,
) -> sqlx::Result<()> {
    detail["request"] = id.to_string().into();
    audit::record(conn, actor, action, None, detail).await
}
