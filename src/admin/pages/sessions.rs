//! The list of sessions. The search terms come by POST and continue encrypted in the URL, so that only this sign-in can
//! read them in an address bar, a history or a proxy's log. Unlike a response to the POST itself, such a page can be
//! returned to, reloaded and paged through.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};

use super::components::{Moment, size};
use super::{Faults, Frame, StaffCookie, go, labels, render};
use crate::admin::{Search, Summary, count_dead_mails, encrypted_query, find};
use crate::auth::Permission;
use crate::error::Error;
use crate::intake::sessions::{AppContext, State as Life};
use crate::platform::http::date;
use crate::platform::http::pager::{Pager, Place};
use crate::platform::http::{Form, Query};
use crate::privacy::rights;

/// The position in the list, and the search.
#[derive(Debug, Default, Deserialize)]
pub struct SessionsQuery {
    /// The encrypted search terms
    s: Option<String>,
    after: Option<String>,
    back: Option<String>,
    did: Option<String>,
}

/// The search terms as they were typed.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    q: String,
    state: String,
    from: String,
    to: String,
}

impl Words {
    /// Decrypts search terms that this sign-in encrypted.
    pub fn open(token: &str, sealed: &str) -> Option<Self> {
        serde_json::from_str(&encrypted_query::open(token, sealed)?).ok()
    }

    /// Returns the search text, which may be a whole address.
    pub fn address(&self) -> &str {
        self.q.trim()
    }

    fn is_empty(&self) -> bool {
        [&self.q, &self.state, &self.from, &self.to].iter().all(|word| word.trim().is_empty())
    }

    fn read(&self) -> Result<Search, Faults> {
        let state = match self.state.as_str() {
            "pending" => Some(Life::Pending),
            "complete" => Some(Life::Complete),
            _ => None,
        };
        let text = Some(self.q.clone());
        Ok(Search { text, state, from: first_moment(&self.from)?, to: last_moment(&self.to)?, after: None })
    }
}

/// Returns the start of the day in UTC.
pub fn first_moment(text: &str) -> Result<Option<OffsetDateTime>, Faults> {
    day("from", text).map(|day| day.map(|day| day.midnight().assume_utc()))
}

/// Returns the start of the next day in UTC.
pub fn last_moment(text: &str) -> Result<Option<OffsetDateTime>, Faults> {
    day("to", text).map(|day| day.and_then(|day| day.midnight().assume_utc().checked_add(Duration::DAY)))
}

fn day(field: &str, text: &str) -> Result<Option<Date>, Faults> {
    let text = Some(text.trim()).filter(|text| !text.is_empty());
    text.map(|text| date::read(text).ok_or_else(|| Faults::one(field, date::WRONG))).transpose()
}

struct Row {
    id: String,
    short: String,
    name: String,
    email: String,
    complete: bool,
    restricted: bool,
    state: &'static str,
    at: Moment,
    files: String,
}

impl Row {
    fn of(session: Summary) -> Self {
        let id = session.id.to_string();
        let complete = session.state == "complete";
        Self {
            short: id[..8].to_owned(),
            id,
            name: if session.name.is_empty() { "Restricted".to_owned() } else { session.name },
            email: session.email,
            complete,
            restricted: session.restricted,
            state: labels::state(if complete { "complete" } else { "pending" }),
            at: Moment::of(session.created_at),
            files: match session.files {
                0 => "none".to_owned(),
                count => format!("{count}, {}", size(session.bytes)),
            },
        }
    }
}

/// A person whose whole address was searched for.
struct PersonFound {
    address: String,
    count: i64,
    sealed: String,
}

#[derive(Template)]
#[template(path = "admin/sessions.html")]
struct SessionsPage<'a> {
    frame: Frame<'a>,
    words: &'a Words,
    searched: bool,
    lost: bool,
    notice: &'static str,
    dead_mails: i64,
    rows: Vec<Row>,
    pager: Pager,
    /// All sessions of the address that was searched for
    person: Option<PersonFound>,
    faults: &'a Faults,
}

/// `GET /admin/sessions`
pub async fn list(
    State(context): State<AppContext>,
    StaffCookie { who, token }: StaffCookie,
    Query(asked): Query<SessionsQuery>,
) -> Result<Response, Error> {
    let place = Place { after: asked.after, back: asked.back };
    let words = asked.s.as_deref().map(|text| encrypted_query::open(&token, text));
    let lost = words.as_ref().is_some_and(Option::is_none);
    let words = words.flatten().and_then(|text| serde_json::from_str::<Words>(&text).ok()).unwrap_or_default();
    let found = match words.read() {
        Ok(search) => {
            find(&context.pool, who.requester(), Search { after: place.cursor(), ..search }).await.map_err(Faults::of)
        }
        Err(faults) => Err(Ok(faults)),
    };
    let (found, faults) = match found {
        Ok(found) => (Some(found), Faults::default()),
        Err(refused) => (None, refused?),
    };
    let address = words.address();
    let person = match asked.s.as_deref().filter(|_| !lost && who.role.may(Permission::Erase) && address.contains('@'))
    {
        Some(sealed) => {
            let count = rights::count(&context.pool, who.requester(), address).await?;
            (count > 0).then(|| PersonFound { address: address.to_owned(), count, sealed: sealed.to_owned() })
        }
        None => None,
    };
    let base = match asked.s.as_deref().filter(|_| !lost) {
        Some(sealed) => format!("/admin/sessions?s={sealed}&"),
        None => "/admin/sessions?".to_owned(),
    };
    let pager = place.pager(&base, found.as_ref().and_then(|found| found.next.as_deref()));
    let page = SessionsPage {
        frame: Frame::of(&who, "sessions"),
        words: &words,
        searched: !words.is_empty(),
        lost,
        notice: if asked.did.as_deref() == Some("mails") { "The mails are being tried again." } else { "" },
        dead_mails: count_dead_mails(&context.pool, who.requester()).await?,
        rows: found.into_iter().flat_map(|found| found.sessions).map(Row::of).collect(),
        pager,
        person,
        faults: &faults,
    };
    render(&page, &faults)
}

/// `POST /admin/sessions`: a search; encrypts its terms and redirects to the list.
pub async fn search(StaffCookie { token, .. }: StaffCookie, Form(words): Form<Words>) -> Result<Response, Error> {
    let text = serde_json::to_string(&words).unwrap_or_default();
    match encrypted_query::seal(&token, &text).filter(|_| !words.is_empty()) {
        Some(sealed) => Ok(go(&format!("/admin/sessions?s={sealed}"))),
        None => Ok(go("/admin/sessions")),
    }
}
