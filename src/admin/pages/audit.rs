//! The audit log. Its filters contain no names and addresses, so they may appear in the address bar.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use strum::VariantArray as _;
use uuid::Uuid;

use super::components::Moment;
use super::sessions::{first_moment, last_moment};
use super::{Faults, Frame, StaffCookie, labels, render};
use crate::admin::audit_log;
use crate::audit::chain::Reach;
use crate::audit::{Action, Entry, Sought};
use crate::auth::staff;
use crate::error::Error;
use crate::intake::sessions::AppContext;
use crate::platform::http::Query;
use crate::platform::http::pager::{Pager, Place};

/// The position in the list, and the filters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    session: String,
    actor: String,
    action: String,
    from: String,
    to: String,
    after: Option<String>,
    back: Option<String>,
}

impl AuditQuery {
    fn read(&self) -> Result<Sought, Faults> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let session = given(&self.session).map(|text| Uuid::try_parse(&text)).transpose();
        Ok(Sought {
            session: session.map_err(|_| Faults::one("session", "Enter a whole id, as on the session's page."))?,
            actor: given(&self.actor),
            action: given(&self.action),
            from: first_moment(&self.from)?,
            to: last_moment(&self.to)?,
            after: None,
        })
    }

    /// Returns the list's address with its filters.
    fn base(&self) -> String {
        let fields = [
            ("session", &self.session),
            ("actor", &self.actor),
            ("action", &self.action),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(fields.iter().filter(|(_, value)| !value.is_empty()));
        let query = query.finish();
        if query.is_empty() { "/admin/audit?".to_owned() } else { format!("/admin/audit?{query}&") }
    }
}

/// An entry as the page shows it.
pub struct Line {
    pub at: Moment,
    pub who: String,
    pub what: String,
    pub session: Option<String>,
    pub short: String,
    pub detail: String,
    pub seal: Option<i64>,
}

impl Line {
    pub fn of(entry: &Entry, names: &BTreeMap<Uuid, String>) -> Self {
        let name = |id: &str| Uuid::try_parse(id).ok().and_then(|id| names.get(&id).cloned());
        let session = entry.session_id.map(|id| id.to_string());
        Self {
            at: Moment::of(entry.at),
            who: labels::actor(&entry.actor, name),
            what: labels::action_label(&entry.action).to_owned(),
            short: session.as_deref().map_or_else(String::new, |id| id[..8].to_owned()),
            session,
            detail: labels::detail(&entry.detail),
            seal: entry.seal,
        }
    }
}

struct Choice {
    value: String,
    words: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct AuditPage<'a> {
    frame: Frame<'a>,
    asked: &'a AuditQuery,
    searched: bool,
    actors: Vec<Choice>,
    actions: Vec<Choice>,
    reach: Reach,
    lines: Vec<Line>,
    pager: Pager,
    faults: &'a Faults,
}

/// `GET /admin/audit`
pub async fn show(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Query(asked): Query<AuditQuery>,
) -> Result<Response, Error> {
    let names = staff::names(&context.pool, who.requester()).await?;
    let place = Place { after: asked.after.clone(), back: asked.back.clone() };
    let (found, faults) = match asked.read() {
        Ok(sought) => {
            let sought = Sought { after: place.cursor().map(audit_log::place), ..sought };
            (Some(audit_log::search(&context.pool, who.requester(), sought).await?), Faults::default())
        }
        Err(faults) => (None, faults),
    };
    let base = asked.base();
    let pager = place.pager(&base, found.as_ref().and_then(|found| found.next.as_deref()));
    let accounts = names.iter().map(|(id, email)| (format!("staff:{id}"), email.clone()));
    let others = ["visitor", "operator", "system", "nobody"];
    let others = others.map(|actor| (actor.to_owned(), labels::actor(actor, |_| None)));
    let choice = |chosen: &str, (value, words): (String, String)| {
        let chosen = value == chosen;
        Choice { value, words, chosen }
    };
    let actions = Action::VARIANTS.iter().map(Action::into_str);
    let action_choices = actions.map(|action| (action.to_owned(), labels::action_label(action).to_owned()));
    let page = AuditPage {
        frame: Frame::of(&who, "audit"),
        searched: base != "/admin/audit?",
        actors: accounts.chain(others).map(|one| choice(&asked.actor, one)).collect(),
        actions: action_choices.into_iter().map(|one| choice(&asked.action, one)).collect(),
        reach: audit_log::reach(&context.pool, who.requester()).await?,
        lines: found.into_iter().flat_map(|found| found.lines).map(|line| Line::of(&line, &names)).collect(),
        pager,
        asked: &asked,
        faults: &faults,
    };
    render(&page, &faults)
}
