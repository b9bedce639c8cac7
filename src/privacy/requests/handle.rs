//! What staff do with requests: enter, list, read, extend and close them. The audit log records the steps by the
//! request's id, but not who asked, nor the reasons.

use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};
use time::{Date, Duration, Time};
use uuid::Uuid;

use super::due::{due, due_extended};
use super::{Outcome, Request, RequestKind, Standing, queries, today};
use crate::audit::{self, Action, Entry, Sought};
use crate::auth::{Permission, Requester};
use crate::erasures::{self, Receipt};
use crate::error::{Error, Kind};
use crate::intake::check_email;
use crate::platform::db;
use crate::platform::http::cursor::{Cursor, PAGE, end_page};
use crate::platform::http::date;
use crate::platform::i18n::english;
use crate::platform::ids::new_uuid;

/// The longest subject and the longest reason, in characters.
const MAX_SUBJECT: usize = 200;
const MAX_REASON: usize = 500;

/// Older requests would be long overdue in any case, so an older date is probably a typo.
const MAX_AGE: Duration = Duration::days(5 * 366);

/// How many receipts, and how many audit entries per action, are offered as evidence for an answer.
const MAX_OFFERED: i64 = 25;

/// Actions in the audit log that can answer a request. Erasures have receipts.
const PROVING: [Action; 5] = [
    Action::StaffExported,
    Action::SessionRectified,
    Action::ConsentWithdrawn,
    Action::SessionRestricted,
    Action::SessionUnrestricted,
];

/// A received request
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    pub kind: RequestKind,
    /// Who asks: a name, an address, a reference; 1 to 200 characters
    pub subject: String,
    /// The address that the person gave in the chat, if known: the request is then in their copy, and is blanked with
    /// their data
    #[schema(example = "name@example.org", max_length = 254)]
    pub email: Option<String>,
    /// The day on which it was received; the month counts from then
    #[schema(format = Date)]
    pub received_on: String,
}

/// An extension by two months
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExtension {
    /// Why it takes longer; 1 to 500 characters
    pub reason: String,
    /// The day on which the person was told, within the first month
    #[schema(format = Date)]
    pub told_on: String,
}

/// An answer
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClosing {
    pub outcome: Outcome,
    /// Required for a refusal; at most 500 characters
    pub reason: Option<String>,
    /// The receipt of the erasure that answers it
    pub erasure: Option<Uuid>,
    /// The number of the audit entry that answers it, such as that of an export
    pub line: Option<i64>,
}

/// A page of requests
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Requests {
    pub requests: Vec<Request>,
    /// For `after`; `null` on the last page
    pub next: Option<String>,
}

fn day(field: &'static str, text: &str) -> Result<Date, Error> {
    date::read(text).ok_or_else(|| Error::field(field, date::WRONG))
}

/// Checks a text: no control characters, one line or several, and not too long. Returns `None` if it is empty.
fn words(field: &'static str, text: &str, longest: usize, lines: bool) -> Result<Option<String>, Error> {
    let text = text.trim();
    let ends_line = |char| matches!(char, '\n' | '\r');
    if text.chars().any(|char| char.is_control() && !(lines && ends_line(char))) {
        return Err(Error::field(field, "Leave out characters that cannot be shown."));
    }
    if text.chars().count() > longest {
        return Err(Error::field(field, format!("Use at most {longest} characters.")));
    }
    Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
}

/// Enters a request. Returns its id.
pub async fn enter(pool: &PgPool, by: Requester<'_>, new: NewRequest) -> Result<Uuid, Error> {
    by.must(Permission::AnswerRequests)?;
    let subject = words("subject", &new.subject, MAX_SUBJECT, false)?;
    let subject = subject.ok_or_else(|| Error::field("subject", "Say who asks: a name, an address or a reference."))?;
    let email = new.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
    let email = email.map(|email| check_email(english(), email)).transpose();
    let email = email.map_err(|fault| Error::field("email", fault))?.map(|email| email.to_string());
    let received = day("received_on", &new.received_on)?;
    // In the staff's time zone it may be tomorrow already.
    if received > today() + Duration::DAY {
        return Err(Error::field("received_on", "Enter the day on which it came, not a future one."));
    }
    if received < today() - MAX_AGE {
        return Err(Error::field("received_on", "Enter a day within the last five years."));
    }
    let mut tx = db::begin(pool).await?;
    let id = new_uuid();
    queries::insert(&mut tx, id, new.kind, &subject, email.as_deref(), received, due(received)).await?;
    let detail = serde_json::json!({ "kind": new.kind.into_str() });
    note(&mut tx, by, Action::RequestEntered, id, detail).await?;
    tx.commit().await?;
    Ok(id)
}

/// Returns a page of requests: open ones, earliest due first, or closed ones, latest due first.
pub async fn list(pool: &PgPool, by: Requester<'_>, closed: bool, after: Option<Cursor>) -> Result<Requests, Error> {
    by.must(Permission::AnswerRequests)?;
    let mut tx = db::begin(pool).await?;
    let after = after.map(|cursor| (cursor.at.date(), cursor.id));
    let mut requests = if closed {
        queries::list_closed(&mut tx, after, PAGE + 1).await?
    } else {
        queries::list_open(&mut tx, after, PAGE + 1).await?
    };
    let detail = serde_json::json!({ "requests": requests.len() });
    audit::record(&mut tx, by.actor(), Action::RequestsListed, None, detail).await?;
    tx.commit().await?;
    let place = |last: &Request| Cursor::new(last.due_on.with_time(Time::MIDNIGHT).assume_utc(), last.id);
    let next = end_page(&mut requests, place);
    Ok(Requests { requests, next })
}

/// Returns how many are overdue; 0 for staff who may not know.
pub async fn count_overdue(pool: &PgPool, by: Requester<'_>) -> Result<i64, Error> {
    if !by.may(Permission::AnswerRequests) {
        return Ok(0);
    }
    Ok(queries::count_overdue(&mut *pool.acquire().await?, today()).await?)
}

/// Returns one request.
pub async fn read(pool: &PgPool, by: Requester<'_>, id: Uuid) -> Result<Request, Error> {
    by.must(Permission::AnswerRequests)?;
    let mut tx = db::begin(pool).await?;
    let request = queries::find(&mut tx, id, false).await?.ok_or(Kind::NotFound)?;
    note(&mut tx, by, Action::RequestRead, id, serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(request)
}

/// Extends a request by two months. The law allows this once, and only if the person was told within the first month.
pub async fn extend(pool: &PgPool, by: Requester<'_>, id: Uuid, new: &NewExtension) -> Result<(), Error> {
    by.must(Permission::AnswerRequests)?;
    let reason = words("reason", &new.reason, MAX_REASON, true)?;
    let reason = reason.ok_or_else(|| Error::field("reason", "Say why it takes longer, as the person was told."))?;
    let told = day("told_on", &new.told_on)?;
    let mut tx = db::begin(pool).await?;
    let request = queries::find(&mut tx, id, true).await?.ok_or(Kind::NotFound)?;
    must_be_open(&request)?;
    if request.state == Standing::Extended {
        return Err(Error::field("told_on", "It is extended already. The law allows one extension."));
    }
    if told < request.received_on || told > today() + Duration::DAY {
        return Err(Error::field("told_on", "Enter the day on which the person was told, after the request came."));
    }
    if told > request.due_on {
        let late = "The person has to be told within the first month. That month is over, so the answer is due.";
        return Err(Error::field("told_on", late));
    }
    queries::mark_extended(&mut tx, id, due_extended(request.received_on), &reason, told).await?;
    note(&mut tx, by, Action::RequestExtended, id, serde_json::json!({})).await?;
    Ok(tx.commit().await?)
}

/// Closes a request with its answer.
pub async fn close(pool: &PgPool, by: Requester<'_>, id: Uuid, new: &NewClosing) -> Result<(), Error> {
    by.must(Permission::AnswerRequests)?;
    let reason = words("reason", new.reason.as_deref().unwrap_or_default(), MAX_REASON, true)?;
    if new.outcome == Outcome::Refused && reason.is_none() {
        return Err(Error::field("reason", "Say why it is refused, as the person was told."));
    }
    let mut tx = db::begin(pool).await?;
    let request = queries::find(&mut tx, id, true).await?.ok_or(Kind::NotFound)?;
    must_be_open(&request)?;
    if let Some(erasure) = new.erasure
        && erasures::find(&mut tx, erasure).await?.is_none()
    {
        return Err(Error::field("erasure", "There is no such receipt."));
    }
    if let Some(line) = new.line
        && !audit::exists(&mut tx, line).await?
    {
        return Err(Error::field("line", "There is no such line of the trail."));
    }
    queries::mark_closed(&mut tx, id, reason.as_deref(), new).await?;
    let detail = serde_json::json!({ "outcome": new.outcome.into_str(), "erasure": new.erasure, "line": new.line });
    note(&mut tx, by, Action::RequestClosed, id, detail).await?;
    Ok(tx.commit().await?)
}

fn must_be_open(request: &Request) -> Result<(), Error> {
    let closed = "The request is closed already. Its answer cannot be changed.";
    if request.is_closed() { Err(Error::field("outcome", closed)) } else { Ok(()) }
}

/// Possible evidence for the answer to a request: receipts and audit entries since it was received.
#[derive(Default)]
pub struct Offered {
    pub receipts: Vec<Receipt>,
    pub lines: Vec<Entry>,
}

/// Returns possible evidence for the answer to a request, newest first.
pub async fn offered(pool: &PgPool, by: Requester<'_>, request: &Request) -> Result<Offered, Error> {
    by.must(Permission::AnswerRequests)?;
    let since = request.received_on.with_time(Time::MIDNIGHT).assume_utc();
    let mut conn = pool.acquire().await?;
    let receipts = erasures::list_since(&mut conn, since, MAX_OFFERED).await?;
    let mut lines = Vec::new();
    for action in PROVING {
        let action = Some(action.into_str().to_owned());
        let sought = Sought { action, from: Some(since), ..Sought::default() };
        lines.extend(audit::search(&mut conn, &sought, MAX_OFFERED).await?);
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    Ok(Offered { receipts, lines })
}

async fn note(
    conn: &mut PgConnection,
    by: Requester<'_>,
    action: Action,
    id: Uuid,
    mut detail: serde_json::Value,
) -> sqlx::Result<()> {
    detail["request"] = id.to_string().into();
    audit::record(conn, by.actor(), action, None, detail).await
}
