//! Requests that people make by mail or telephone (GDPR articles 15 to 22), until they are answered.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::platform::clock;

mod due;
mod handle;
mod queries;

pub use handle::{
    NewClosing, NewExtension, NewRequest, Offered, Requests, close, count_overdue, enter, extend, list, offered, read,
};
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

/// Today in UTC.
pub fn today() -> Date {
    clock::now().date()
}
