//! Finds sessions, newest first, and those that contain a text, among a million of them.
//!
//! No single plan suits all texts. A common text fills a page from the newest sessions, while trigrams would read all
//! matches first. A rare text is found by trigrams, while walking the newest would read all sessions. PostgreSQL cannot
//! tell which case it is: an address that happens to be in its statistics counts as common. So each case has its own
//! statement with one sensible plan, and a sample decides between them.

use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime, UtcOffset};
use uuid::Uuid;

use super::Summary;
use crate::intake::sessions::State;
use crate::platform::address;
use crate::platform::clock;
use crate::platform::db::containing;
use crate::platform::http::cursor::Cursor;

mod queries;

pub use queries::find_summaries;

/// How many days to search in each step, before everything older.
const SPANS: [i64; 3] = [3, 21, 63];

/// What to look for.
#[derive(Debug, Default)]
pub struct Search {
    /// A part of an address or a name, or a whole id.
    pub text: Option<String>,
    pub state: Option<State>,
    pub from: Option<OffsetDateTime>,
    pub to: Option<OffsetDateTime>,
    pub after: Option<Cursor>,
}

/// The sessions to choose from.
struct Candidates {
    /// Older than this. An index scan starts at one bound and ends at the other, so each has to be the tightest.
    before: Option<Cursor>,
    from: Option<OffsetDateTime>,
    state: Option<State>,
    /// Whether a text also finds restricted sessions: a match would reveal a name, so only staff who may read them find
    /// them.
    include_restricted: bool,
}

impl Candidates {
    fn of(search: &Search, include_restricted: bool) -> Self {
        // The nil id sorts first, so sessions made at that very time are not older.
        let end = search.to.map(|to| Cursor::new(to, Uuid::nil()));
        let before = [search.after, end].into_iter().flatten().min_by_key(|cursor| (cursor.at, cursor.id));
        Self { before, from: search.from, state: search.state, include_restricted }
    }

    /// Returns the day before which all of them were created; one day late, because the database's clock may be ahead.
    fn end(&self) -> Date {
        let late = clock::now() + Duration::days(2);
        self.before
            .map_or(late, |cursor| cursor.at.saturating_add(Duration::DAY).min(late))
            .to_offset(UtcOffset::UTC)
            .date()
    }

    /// Excludes this day and later ones.
    fn end_at(&mut self, day: Date) {
        self.before = Some(Cursor::new(day.midnight().assume_utc(), Uuid::nil()));
    }

    /// Whether nothing before this day is listed.
    fn begins_with(&self, day: Date) -> bool {
        self.from.is_some_and(|from| from >= day.midnight().assume_utc())
    }
}

/// Returns at most `limit` sessions, newest first, after the cursor if there is one. If a text is given, only those
/// whose address or name contains it.
pub async fn find(
    conn: &mut PgConnection,
    search: &Search,
    text: Option<&str>,
    include_restricted: bool,
    limit: i64,
) -> sqlx::Result<Vec<Summary>> {
    let candidates = Candidates::of(search, include_restricted);
    let text = text.map(address::composed);
    let ids = match text.as_deref() {
        None => queries::list(conn, &candidates, limit).await?,
        Some(text) => list_matching(conn, candidates, text, limit).await?,
    };
    find_summaries(conn, &ids).await
}

async fn list_matching(
    conn: &mut PgConnection,
    mut candidates: Candidates,
    text: &str,
    limit: i64,
) -> sqlx::Result<Vec<Uuid>> {
    let whole = containing(text);
    // The part after the @ is in many addresses, and each of its trigrams is one more lookup.
    let local = text.split_once('@').map(|(local, _)| local).filter(|local| has_trigram(local)).map(containing);
    for rare in local.iter().chain([&whole]) {
        if !queries::is_common(conn, rare).await? {
            return queries::list_containing(conn, &candidates, rare, &whole, limit).await;
        }
    }
    let newest = queries::list_newest(conn, &candidates, &whole, limit).await?;
    if left(limit, &newest) == 0 {
        return Ok(newest);
    }
    let mut found = Vec::new();
    let mut end = candidates.end();
    for span in SPANS {
        let days: Vec<Date> = (1..=span).map(|back| end.saturating_sub(Duration::days(back))).collect();
        found.extend(queries::list_of_days(conn, &candidates, &whole, &days, left(limit, &found)).await?);
        end = end.saturating_sub(Duration::days(span));
        if left(limit, &found) == 0 || candidates.begins_with(end) {
            return Ok(found);
        }
        candidates.end_at(end);
    }
    found.extend(queries::list_containing(conn, &candidates, &whole, &whole, left(limit, &found)).await?);
    Ok(found)
}

/// Whether trigrams can find the text: three letters or digits in a row, in any database locale.
fn has_trigram(text: &str) -> bool {
    text.split(|sign: char| !sign.is_ascii_alphanumeric()).any(|word| word.len() >= 3)
}

/// Returns how many more fit on a page.
fn left(limit: i64, found: &[Uuid]) -> i64 {
    limit - i64::try_from(found.len()).unwrap_or(i64::MAX).min(limit)
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_text_without_three_letters_in_a_row_has_no_trigram() {
        assert!(has_trigram("ada") && has_trigram("j.o_e42"));
        assert!(!has_trigram("a.b_cd") && !has_trigram("äöü") && !has_trigram(""));
    }

    #[test]
    fn the_tighter_of_both_bounds_applies() {
        let (early, late) = (datetime!(2026-11-20 00:30 UTC), datetime!(2026-11-21 12:00 UTC));
        let cursor = |at| Some(Cursor::new(at, Uuid::max()));
        let of = |after, to| Candidates::of(&Search { to, after, ..Search::default() }, true);
        assert_eq!(of(cursor(early), Some(late)).before, cursor(early));
        assert_eq!(of(cursor(late), Some(early)).before, Some(Cursor::new(early, Uuid::nil())));
        assert_eq!(of(cursor(late), Some(late)).before, Some(Cursor::new(late, Uuid::nil())));
        assert_eq!(of(None, None).before, None);
        // Half past midnight in Berlin is the day before in UTC.
        assert_eq!(of(None, Some(datetime!(2026-11-20 00:30 +1))).end(), date!(2026 - 11 - 20));
        let end = of(None, Some(datetime!(9999-12-31 23:59 UTC))).end();
        assert!(end <= (clock::now() + Duration::days(2)).date());
    }
}
