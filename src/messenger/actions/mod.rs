//! What is to be done, as found in a member's messages: listed, corrected, done, dismissed. The quote never changes.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, OffsetDateTime, Time};
use uuid::Uuid;

use super::Messenger;
use crate::auth::members::MemberId;
use crate::error::{Error, Kind};
use crate::platform::db;
use crate::platform::http::cursor::{self, Cursor};

mod queries;

pub use queries::{New, insert, newest_change, next_change};

/// The longest title.
pub const LONGEST_TITLE: usize = 200;

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const CLOCK: &[BorrowedFormatItem<'_>] = format_description!("[hour]:[minute]");

/// What kind of thing is to be done
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, strum::IntoStaticStr, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum ActionKind {
    Task,
    Meeting,
    Payment,
    Call,
    Purchase,
}

/// What has become of it
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, strum::IntoStaticStr, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum ActionStatus {
    Pending,
    Done,
    Dismissed,
}

/// When something is due: a day, perhaps with a time of day, in the member's own time. Written as `2026-12-04` or
/// `2026-12-04T15:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub on: Date,
    pub at: Option<Time>,
}

impl Due {
    /// Reads the text that [`Due`] is written as.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, clock) = match text.split_once('T') {
            Some((day, clock)) => (day, Some(clock)),
            None => (text, None),
        };
        let on = Date::parse(day, DAY).ok().filter(|day| (1970..=9999).contains(&day.year()))?;
        let at = clock.map(|clock| Time::parse(clock, CLOCK)).transpose().ok()?;
        Some(Self { on, at })
    }
}

impl std::fmt::Display for Due {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let format = |text: Result<String, time::error::Format>| text.map_err(|_| std::fmt::Error);
        f.write_str(&format(self.on.format(DAY))?)?;
        match self.at {
            Some(at) => write!(f, "T{}", format(at.format(CLOCK))?),
            None => Ok(()),
        }
    }
}

/// An action.
#[derive(Clone, Debug)]
pub struct Action {
    pub id: Uuid,
    pub kind: ActionKind,
    pub title: String,
    pub quote: String,
    pub due: Option<Due>,
    pub status: ActionStatus,
    pub version: i32,
    /// Grows with each change.
    pub changed: i64,
    pub created_at: OffsetDateTime,
}

/// What is to change; what is missing stays.
#[derive(Debug, Default)]
pub struct Change {
    pub status: Option<ActionStatus>,
    pub kind: Option<ActionKind>,
    pub title: Option<String>,
    /// `Some(None)`: it is not due at any time.
    pub due: Option<Option<Due>>,
    /// Only if it is still this version.
    pub version: Option<i32>,
}

impl Messenger {
    /// A member's actions, newest first, and the cursor of the next page.
    pub async fn actions(
        &self,
        member: MemberId,
        status: Option<ActionStatus>,
        after: Option<Cursor>,
    ) -> Result<(Vec<Action>, Option<String>), Error> {
        let mut conn = self.0.pool.acquire().await?;
        let mut found = queries::list(&mut conn, member, status, after, cursor::PAGE + 1).await?;
        let next = cursor::end_page(&mut found, |last| Cursor::new(last.created_at, last.id));
        Ok((found, next))
    }

    /// Changes an action of a member; 404 if it is not theirs, 412 if it is another version by now.
    pub async fn change_action(&self, member: MemberId, id: Uuid, mut change: Change) -> Result<Action, Error> {
        if let Some(title) = &mut change.title {
            *title = title.trim().to_owned();
            let length = title.chars().count();
            if length == 0 || length > LONGEST_TITLE || title.chars().any(char::is_control) {
                return Err(Error::field("title", format!("Write 1 to {LONGEST_TITLE} characters on one line.")));
            }
        }
        let mut tx = db::begin(&self.0.pool).await?;
        queries::lock(&mut tx, member).await?;
        let before = queries::find(&mut tx, member, id).await?.ok_or(Kind::NotFound)?;
        if change.version.is_some_and(|version| version != before.version) {
            return Err(Kind::ActionChanged.into());
        }
        let changed = queries::update(&mut tx, member, id, &change).await?.ok_or(Kind::NotFound)?;
        tx.commit().await?;
        Ok(changed)
    }

    /// Deletes an action of a member.
    pub async fn delete_action(&self, member: MemberId, id: Uuid) -> Result<(), Error> {
        let deleted = queries::delete(&mut *self.0.pool.acquire().await?, member, id).await?;
        if deleted { Ok(()) } else { Err(Kind::NotFound.into()) }
    }
}

/// Deletes actions that were done or dismissed longer ago; returns how many.
pub async fn delete_overstayed(conn: &mut PgConnection, kept: std::time::Duration, limit: i64) -> sqlx::Result<u64> {
    queries::delete_overstayed(conn, kept, limit).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_due_day_may_have_a_time_of_day() {
        for text in ["2026-12-04", "2026-12-04T15:00", "2028-02-29T00:00"] {
            assert_eq!(Due::parse(text).expect("a day").to_string(), text);
        }
        for text in
            ["", "tomorrow", "2026-02-29", "2026-12-04T25:00", "2026-12-04T15:00Z", "2026-12-04 15:00", "1066-10-14"]
        {
            assert_eq!(Due::parse(text), None, "{text}");
        }
    }
}
