//! What is kept, for which purpose, on what legal basis and for how long: the record of processing, as configured.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::components::Moment;
use super::{Faults, Frame, StaffCookie, render};
use crate::error::Error;
use crate::intake::sessions::AppContext;
use crate::platform::i18n::english;
use crate::privacy::retention;
use crate::privacy::retention::table::{Row, rows};

#[derive(Template)]
#[template(path = "admin/retention.html")]
struct RetentionPage<'a> {
    frame: Frame<'a>,
    rows: Vec<Row>,
    last: Option<Moment>,
}

/// `GET /admin/retention`
pub async fn show(State(context): State<AppContext>, StaffCookie { who, .. }: StaffCookie) -> Result<Response, Error> {
    let page = RetentionPage {
        frame: Frame::of(&who, "retention"),
        rows: rows(&context.timings, english(), false),
        last: retention::last(&context.pool).await?.map(Moment::of),
    };
    render(&page, &Faults::default())
}
