//! What is kept, what for, on what ground and for how long: the record of processing, as the options make it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::parts::Moment;
use super::{Desk, Faults, Frame, render};
use crate::error::Error;
use crate::intake::sessions::Parts;
use crate::platform::i18n::english;
use crate::privacy::retention;
use crate::privacy::retention::table::{Row, rows};

#[derive(Template)]
#[template(path = "admin/retention.html")]
struct Page<'a> {
    frame: Frame<'a>,
    rows: Vec<Row>,
    last: Option<Moment>,
}

/// `GET /admin/retention`
pub async fn show(State(parts): State<Parts>, Desk { who, .. }: Desk) -> Result<Response, Error> {
    let page = Page {
        frame: Frame::of(&who, "retention"),
        rows: rows(&parts.timings, english(), false),
        last: retention::last(&parts.pool).await?.map(Moment::of),
    };
    render(&page, &Faults::default())
}
