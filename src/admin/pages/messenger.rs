//! Messenger sessions on the desk: states, restarts and lag, counts a day; never a number, a name or a word.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::components::{Moment, day};
use super::{Faults, Frame, StaffCookie, render};
use crate::auth::Permission;
use crate::error::Error;
use crate::messenger::Messenger;
use crate::messenger::monitor::Watched;

struct Row {
    tag: String,
    status: String,
    since: Moment,
    detail: String,
    restarts: i32,
    failures: i32,
    waiting: i64,
}

impl From<Watched> for Row {
    fn from(watched: Watched) -> Self {
        Self {
            tag: watched.tag,
            status: watched.status,
            since: Moment::of(watched.since),
            detail: watched.detail.unwrap_or_default(),
            restarts: watched.restarts,
            failures: watched.failures,
            waiting: watched.waiting,
        }
    }
}

struct Day {
    on: String,
    messages: i64,
    actions: i64,
    done: i64,
}

#[derive(Template)]
#[template(path = "admin/messenger.html")]
struct MessengerPage<'a> {
    frame: Frame<'a>,
    is_on: bool,
    states: Vec<(String, i64)>,
    all: i64,
    lag: i64,
    rows: Vec<Row>,
    days: Vec<Day>,
}

/// `GET /admin/messenger`
pub async fn show(State(messenger): State<Messenger>, StaffCookie { who, .. }: StaffCookie) -> Result<Response, Error> {
    who.requester().must(Permission::ReadFigures)?;
    let seen = messenger.overview().await?;
    #[expect(clippy::cast_possible_truncation, reason = "seconds, shown whole")]
    let lag = seen.lag as i64;
    let page = MessengerPage {
        frame: Frame::of(&who, "members"),
        is_on: messenger.is_on(),
        all: seen.states.iter().map(|(_, count)| count).sum(),
        states: seen.states.into_iter().filter(|(_, count)| *count > 0).collect(),
        lag,
        rows: seen.sessions.into_iter().map(Row::from).collect(),
        days: seen
            .days
            .into_iter()
            .map(|one| Day { on: day(one.day), messages: one.messages, actions: one.actions, done: one.done })
            .collect(),
    };
    render(&page, &Faults::default())
}
