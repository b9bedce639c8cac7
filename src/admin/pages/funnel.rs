//! How far visitors come: a chart drawn by the server, the same numbers as a table, and as CSV.

use std::fmt::Write as _;

use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use strum::VariantArray as _;
use time::Date;
use time::macros::format_description;

use super::components::day;
use super::{Faults, Frame, StaffCookie, render};
use crate::admin::funnel::{self, Figures, Group};
use crate::auth::staff::SignedIn;
use crate::error::Error;
use crate::intake::funnel::{Counts, Stage, abandoned};
use crate::intake::sessions::AppContext;
use crate::platform::http::Query;
use crate::platform::http::date;
use crate::platform::object_store;

/// Which days.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FunnelQuery {
    from: String,
    to: String,
}

fn iso(day: Date) -> String {
    day.format(format_description!("[year]-[month]-[day]")).unwrap_or_default()
}

impl FunnelQuery {
    async fn read(&self, context: &AppContext, who: &SignedIn) -> Result<Figures, Error> {
        let day = |field: &'static str, text: &str| {
            let given = Some(text.trim()).filter(|text| !text.is_empty());
            given.map(|text| date::read(text).ok_or_else(|| Error::field(field, date::WRONG))).transpose()
        };
        funnel::read(&context.pool, who.requester(), day("from", &self.from)?, day("to", &self.to)?).await
    }
}

const fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Opened => "Opened the chat",
        Stage::Named => "Gave a name",
        Stage::Files => "Sent a file",
        Stage::Contact => "Gave an address",
        Stage::Verified => "Confirmed it",
    }
}

/// How many visitors reached a stage.
struct Share {
    name: &'static str,
    count: i64,
    /// Of those who opened the chat; `None` if there were none.
    percent: Option<i64>,
    /// The bar's length, up to 100.
    length: i64,
}

fn shares(sum: &Counts) -> Vec<Share> {
    let most = sum.iter().copied().max().unwrap_or_default().max(1);
    let opened = sum[Stage::Opened as usize];
    let share = |stage: Stage| {
        let count = sum[stage as usize];
        let percent = (opened > 0).then(|| (count * 100 + opened / 2) / opened.max(1));
        Share { name: name(stage), count, percent, length: count * 100 / most }
    };
    Stage::VARIANTS.iter().copied().map(share).collect()
}

/// A day or a week in the chart, which is 100 high.
struct Bar {
    x: usize,
    opened: i64,
    verified: i64,
    label: String,
}

/// Returns the bar's height in a chart whose top is `top`; at least 1 for any count, so that it is visible.
fn height(count: i64, top: i64) -> i64 {
    if count == 0 { 0 } else { (count * 100 / top).max(1) }
}

/// Returns the smallest of 2, 4, 6, 8, 10, 20, 40, … that is not less, so that its half is whole too.
fn top(most: i64) -> i64 {
    let mut unit = 1;
    loop {
        if let Some(top) = [2, 4, 6, 8, 10].map(|step| step * unit).into_iter().find(|top| *top >= most) {
            return top;
        }
        unit *= 10;
    }
}

struct Line {
    label: String,
    counts: Counts,
    abandoned: i64,
}

fn label(group: &Group) -> String {
    if group.first == group.last { day(group.first) } else { format!("{} – {}", day(group.first), day(group.last)) }
}

#[derive(Template)]
#[template(path = "admin/funnel.html")]
struct FunnelPage<'a> {
    frame: Frame<'a>,
    asked: &'a FunnelQuery,
    shown: Option<Shown>,
    faults: &'a Faults,
}

struct Shown {
    first: String,
    last: String,
    query: String,
    by_week: bool,
    shares: Vec<Share>,
    opened: i64,
    contact: i64,
    abandoned: i64,
    width: usize,
    top: i64,
    bars: Vec<Bar>,
    busiest: Option<String>,
    lines: Vec<Line>,
}

impl Shown {
    fn of(figures: &Figures) -> Self {
        let groups = figures.groups();
        let count = |group: &Group, stage: Stage| group.counts[stage as usize];
        let most = groups.iter().flat_map(|group| group.counts).max().unwrap_or_default();
        let top = top(most);
        let bar = |(place, group): (usize, &Group)| Bar {
            x: place * 10,
            opened: height(count(group, Stage::Opened), top),
            verified: height(count(group, Stage::Verified), top),
            label: format!(
                "{}: {} opened, {} confirmed",
                label(group),
                count(group, Stage::Opened),
                count(group, Stage::Verified)
            ),
        };
        let busiest = groups.iter().rev().max_by_key(|group| count(group, Stage::Opened));
        let busiest = busiest
            .filter(|group| count(group, Stage::Opened) > 0)
            .map(|group| format!("Most opened it on {}: {}.", label(group), count(group, Stage::Opened)));
        let line =
            |group: &Group| Line { label: label(group), counts: group.counts, abandoned: abandoned(&group.counts) };
        Self {
            first: day(figures.first),
            last: day(figures.last),
            query: format!("from={}&to={}", iso(figures.first), iso(figures.last)),
            by_week: figures.is_by_week(),
            shares: shares(&figures.sum),
            opened: figures.sum[Stage::Opened as usize],
            contact: figures.sum[Stage::Contact as usize],
            abandoned: abandoned(&figures.sum),
            width: groups.len() * 10,
            top,
            bars: groups.iter().enumerate().map(bar).collect(),
            busiest,
            // Newest first, like other lists of the console.
            lines: groups.iter().rev().map(line).collect(),
        }
    }
}

/// `GET /admin/funnel`
pub async fn show(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Query(mut asked): Query<FunnelQuery>,
) -> Result<Response, Error> {
    let (shown, faults) = match asked.read(&context, &who).await {
        Ok(figures) => {
            // Fill in the form with the days that are shown.
            asked = FunnelQuery { from: iso(figures.first), to: iso(figures.last) };
            (Some(Shown::of(&figures)), Faults::default())
        }
        Err(error) => (None, Faults::of(error)?),
    };
    render(&FunnelPage { frame: Frame::of(&who, "funnel"), asked: &asked, shown, faults: &faults }, &faults)
}

/// `GET /admin/funnel.csv`: one row per day, even if the page shows weeks.
pub async fn csv(
    State(context): State<AppContext>,
    StaffCookie { who, .. }: StaffCookie,
    Query(asked): Query<FunnelQuery>,
) -> Result<Response, Error> {
    let figures = asked.read(&context, &who).await?;
    let mut text = "day,opened,named,files,contact,verified,abandoned\r\n".to_owned();
    for one in &figures.days {
        let [opened, named, files, contact, verified] = one.counts;
        let abandoned = abandoned(&one.counts);
        // Writing to a String cannot fail.
        let _ = write!(text, "{},{opened},{named},{files},{contact},{verified},{abandoned}\r\n", iso(one.day));
    }
    let name = format!("funnel-{}-{}.csv", iso(figures.first), iso(figures.last));
    let headers =
        [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, object_store::attachment(&name))];
    Ok((headers, text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_ends_on_a_round_number() {
        for (most, end) in
            [(0, 2), (1, 2), (3, 4), (5, 6), (10, 10), (11, 20), (42, 60), (99, 100), (101, 200), (4001, 6000)]
        {
            assert_eq!(top(most), end, "{most}");
        }
    }

    #[test]
    fn small_counts_are_visible() {
        assert_eq!((height(0, 1000), height(1, 1000), height(500, 1000), height(1000, 1000)), (0, 1, 50, 100));
    }

    #[test]
    fn shares_are_of_those_who_opened() {
        let shares = |sum| shares(&sum).iter().map(|share| (share.percent, share.length)).collect::<Vec<_>>();
        assert_eq!(
            shares([200, 100, 0, 1, 3]),
            [(Some(100), 100), (Some(50), 50), (Some(0), 0), (Some(1), 0), (Some(2), 1)]
        );
        assert_eq!(shares([0, 0, 0, 0, 0]), [(None, 0); 5]);
    }
}
