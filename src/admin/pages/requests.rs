//! Requests that came by mail or telephone.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use strum::VariantArray as _;
use time::Date;
use uuid::Uuid;

use super::components::{Moment, day};
use super::{Faults, Frame, StaffCookie, go, labels, render, uuid_of};
use crate::auth::staff::SignedIn;
use crate::error::Error;
use crate::intake::sessions::AppContext;
use crate::platform::http::pager::{Pager, Place};
use crate::platform::http::{Form, Path, Query};
use crate::privacy::requests::{
    self, NewClosing, NewExtension, NewRequest, Offered, Request, RequestKind, Standing, today,
};

/// Which requests to show, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RequestsQuery {
    state: String,
    did: String,
    after: Option<String>,
    back: Option<String>,
}

/// The form to enter a request.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RequestForm {
    kind: String,
    subject: String,
    email: String,
    received_on: String,
}

struct Choice {
    value: &'static str,
    words: &'static str,
    chosen: bool,
}

fn kinds(chosen: &str) -> Vec<Choice> {
    let choice = |kind: RequestKind| Choice {
        value: kind.into_str(),
        words: labels::request(kind),
        chosen: kind.into_str() == chosen,
    };
    RequestKind::VARIANTS.iter().copied().map(choice).collect()
}

/// When the answer is due, in words and not only in colour.
struct Due {
    day: String,
    words: String,
    /// `late`, `soon` or empty.
    urgency: &'static str,
}

impl Due {
    fn of(request: &Request) -> Self {
        let words = match (&request.closing, request.days_left) {
            (Some(closing), _) => labels::outcome(closing.outcome).to_owned(),
            (None, Some(-1)) => "Overdue by 1 day".to_owned(),
            (None, Some(days @ ..=-2)) => format!("Overdue by {} days", -days),
            (None, Some(0)) => "Due today".to_owned(),
            (None, Some(1)) => "Due tomorrow".to_owned(),
            (None, days) => format!("Due in {} days", days.unwrap_or_default()),
        };
        let urgency = match (request.is_overdue(), request.is_due_soon()) {
            (true, _) => "late",
            (false, true) => "soon",
            _ => "",
        };
        Self { day: day(request.due_on), words, urgency }
    }
}

struct Row {
    id: String,
    subject: Option<String>,
    kind: &'static str,
    received: String,
    due: Due,
    state: &'static str,
    done: bool,
}

impl Row {
    fn of(request: Request) -> Self {
        Self {
            id: request.id.to_string(),
            kind: labels::request(request.kind),
            received: day(request.received_on),
            due: Due::of(&request),
            state: labels::standing(request.state),
            done: request.is_closed(),
            subject: request.subject,
        }
    }
}

#[derive(Template)]
#[template(path = "admin/requests.html")]
struct List<'a> {
    frame: Frame<'a>,
    notice: &'static str,
    closed: bool,
    overdue: i64,
    rows: Vec<Row>,
    pager: Pager,
    kinds: Vec<Choice>,
    given: &'a RequestForm,
    latest: Date,
    faults: &'a Faults,
}

async fn list_with(
    context: &AppContext,
    who: &SignedIn,
    asked: &RequestsQuery,
    given: &RequestForm,
    faults: &Faults,
) -> Result<Response, Error> {
    let closed = asked.state == "closed";
    let place = Place { after: asked.after.clone(), back: asked.back.clone() };
    let found = requests::list(&context.pool, who.requester(), closed, place.cursor()).await?;
    let base = if closed { "/admin/requests?state=closed&" } else { "/admin/requests?" };
    let (back, on) = if closed { ("Later", "Earlier") } else { ("Sooner", "Later") };
    let page = List {
        frame: Frame::of(who, "requests"),
        notice: if asked.did == "closed" { "The request is closed." } else { "" },
        closed,
        overdue: requests::count_overdue(&context.pool, who.requester()).await?,
        pager: place.pager(base, found.next.as_deref()).called(back, on),
        rows: found.requests.into_iter().map(Row::of).collect(),
        kinds: kinds(&given.kind),
        given,
        latest: today(),
        faults,
    };
    render(&page, faults)
}

/// `GET /admin/requests`
pub async fn list(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Query(asked): Query<RequestsQuery>,
) -> Result<Response, Error> {
    list_with(&context, &who, &asked, &RequestForm::default(), &Faults::default()).await
}

/// `POST /admin/requests`: enters a request.
pub async fn enter(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Form(given): Form<RequestForm>,
) -> Result<Response, Error> {
    let entered = match given.kind.parse() {
        Err(_) => Err(Error::field("kind", "Choose what is asked for.")),
        Ok(kind) => {
            let RequestForm { subject, email, received_on, .. } = given.clone();
            let new = NewRequest { kind, subject, email: Some(email), received_on };
            requests::enter(&context.pool, who.requester(), new).await
        }
    };
    match entered {
        Ok(id) => Ok(go(&format!("/admin/requests/{id}?did=entered"))),
        Err(error) => list_with(&context, &who, &RequestsQuery::default(), &given, &Faults::of(error)?).await,
    }
}

/// A receipt or audit entry that may prove the answer.
struct Evidence {
    value: String,
    words: String,
    chosen: bool,
}

fn evidence(offered: &Offered, chosen: &str) -> Vec<Evidence> {
    let lines = offered.lines.iter().map(|line| {
        let session = line.session_id.map(|id| id.to_string()).unwrap_or_default();
        let session = session.get(..8).unwrap_or_default();
        let words = format!("{} {session}…, {}", labels::action_label(&line.action), Moment::of(line.at).plain());
        (format!("line:{}", line.id), words)
    });
    let receipts = offered.receipts.iter().map(|receipt| {
        let id = receipt.id.to_string();
        let words = format!("Receipt {}… of an erasure, {}", &id[..8], Moment::of(receipt.requested_at).plain());
        (format!("receipt:{id}"), words)
    });
    let offer = |(value, words): (String, String)| {
        let chosen = value == chosen;
        Evidence { value, words, chosen }
    };
    receipts.chain(lines).map(offer).collect()
}

/// The form for an extension.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct GivenExtension {
    reason: String,
    told_on: String,
}

/// The form for an answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct GivenClosing {
    outcome: String,
    refusal: String,
    proof: String,
}

impl GivenClosing {
    fn read(&self) -> Result<NewClosing, Error> {
        let outcome = self.outcome.parse();
        let outcome = outcome.map_err(|_| Error::field("outcome", "Say how the request ended."))?;
        let lost = || Error::field("proof", "Choose one from the list.");
        let (erasure, line) = match self.proof.split_once(':') {
            None => (None, None),
            Some(("receipt", id)) => (Some(uuid_of(id).map_err(|_| lost())?), None),
            Some((_, number)) => (None, Some(number.parse().map_err(|_| lost())?)),
        };
        Ok(NewClosing { outcome, reason: Some(self.refusal.clone()), erasure, line })
    }
}

#[derive(Template)]
#[template(path = "admin/request.html")]
struct RequestPage<'a> {
    frame: Frame<'a>,
    notice: &'static str,
    request: &'a Request,
    kind: &'static str,
    received: String,
    due: Due,
    told: Option<String>,
    closed: Option<Moment>,
    may_extend: bool,
    evidence: Vec<Evidence>,
    extension: &'a GivenExtension,
    closing: &'a GivenClosing,
    latest: Date,
    faults: &'a Faults,
}

async fn page_with(
    context: &AppContext,
    who: &SignedIn,
    id: Uuid,
    did: &str,
    given: (&GivenExtension, &GivenClosing),
    faults: &Faults,
) -> Result<Response, Error> {
    let request = requests::read(&context.pool, who.requester(), id).await?;
    let offered = if request.is_closed() {
        Offered::default()
    } else {
        requests::offered(&context.pool, who.requester(), &request).await?
    };
    let page = RequestPage {
        frame: Frame::of(who, "requests"),
        notice: match did {
            "entered" => "The request is entered.",
            "extended" => "The request is extended by two months.",
            "closed" => "The request is closed.",
            _ => "",
        },
        kind: labels::request(request.kind),
        received: day(request.received_on),
        due: Due::of(&request),
        told: request.extension.as_ref().map(|extension| day(extension.told_on)),
        closed: request.closing.as_ref().map(|closing| Moment::of(closing.at)),
        may_extend: request.state == Standing::Open && !request.is_overdue(),
        evidence: evidence(&offered, &given.1.proof),
        request: &request,
        extension: given.0,
        closing: given.1,
        latest: today(),
        faults,
    };
    render(&page, faults)
}

/// `GET /admin/requests/{id}`
pub async fn show(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<Uuid>,
    Query(asked): Query<RequestsQuery>,
) -> Result<Response, Error> {
    let nothing = (&GivenExtension::default(), &GivenClosing::default());
    page_with(&context, &who, id, &asked.did, nothing, &Faults::default()).await
}

/// `POST /admin/requests/{id}/extension`
pub async fn extend(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<Uuid>,
    Form(given): Form<GivenExtension>,
) -> Result<Response, Error> {
    let new = NewExtension { reason: given.reason.clone(), told_on: given.told_on.clone() };
    match requests::extend(&context.pool, who.requester(), id, &new).await {
        Ok(()) => Ok(go(&format!("/admin/requests/{id}?did=extended"))),
        Err(error) => page_with(&context, &who, id, "", (&given, &GivenClosing::default()), &Faults::of(error)?).await,
    }
}

/// `POST /admin/requests/{id}/closing`
pub async fn close(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Path(id): Path<Uuid>,
    Form(given): Form<GivenClosing>,
) -> Result<Response, Error> {
    let closed = match given.read() {
        Ok(new) => requests::close(&context.pool, who.requester(), id, &new).await,
        Err(error) => Err(error),
    };
    match closed {
        Ok(()) => Ok(go(&format!("/admin/requests/{id}?did=closed"))),
        Err(error) => {
            // Two forms on this page have a reason.
            let faults =
                Faults::of(error)?.renamed("reason", "refusal").renamed("erasure", "proof").renamed("line", "proof");
            page_with(&context, &who, id, "", (&GivenExtension::default(), &given), &faults).await
        }
    }
}
