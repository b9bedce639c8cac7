//! Finds sessions, the newest first, and those that hold a text among a million of them.
//!
//! No one plan serves all texts. What many hold fills a page from the newest sessions, and trigrams would read all of
//! them first; what few hold is found by trigrams, and going through the newest would read everybody. PostgreSQL cannot
//! tell which it is: an address that happens to be in its statistics counts as common. So each way has a statement of
//! its own with one sensible plan, and a sample says which of them to go.

use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime, UtcOffset};
use uuid::Uuid;

use super::Summary;
use crate::intake::sessions::State;
use crate::platform::clock;
use crate::platform::db::containing;
use crate::platform::http::cursor::Cursor;

mod queries;

pub use queries::find_summaries;

/// Days searched one after the other, before all that is older.
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

/// What is listed is among these.
struct Among {
    /// Older than this. An index is entered by one of its bounds and walked to the next, so each has to be the tightest.
    before: Option<Cursor>,
    from: Option<OffsetDateTime>,
    state: Option<State>,
    /// Of what is restricted, a text finds only for those who may read it: that a name is found tells who it is.
    restricted_too: bool,
}

impl Among {
    fn of(search: &Search, restricted_too: bool) -> Self {
        // An id that none comes before: what was made at that very moment is not older.
        let end = search.to.map(|to| Cursor::new(to, Uuid::nil()));
        let before = [search.after, end].into_iter().flatten().min_by_key(|cursor| (cursor.at, cursor.id));
        Self { before, from: search.from, state: search.state, restricted_too }
    }

    /// The day before which all of them were made; a day late, for the database's clock may be ahead.
    fn end(&self) -> Date {
        let late = clock::now() + Duration::days(2);
        self.before
            .map_or(late, |cursor| cursor.at.saturating_add(Duration::DAY).min(late))
            .to_offset(UtcOffset::UTC)
            .date()
    }

    /// Takes this day and those after it away.
    fn end_at(&mut self, day: Date) {
        self.before = Some(Cursor::new(day.midnight().assume_utc(), Uuid::nil()));
    }

    /// Nothing is listed that was made before this day.
    fn begins_with(&self, day: Date) -> bool {
        self.from.is_some_and(|from| from >= day.midnight().assume_utc())
    }
}

/// At most `limit` sessions, the newest first, after the cursor if there is one; where a text is given, those whose
/// address or name holds it.
pub async fn find(
    conn: &mut PgConnection,
    search: &Search,
    text: Option<&str>,
    restricted_too: bool,
    limit: i64,
) -> sqlx::Result<Vec<Summary>> {
    let among = Among::of(search, restricted_too);
    let ids = match text {
        None => queries::list(conn, &among, limit).await?,
        Some(text) => holding(conn, among, text, limit).await?,
    };
    find_summaries(conn, &ids).await
}

async fn holding(conn: &mut PgConnection, mut among: Among, text: &str, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    let whole = containing(text);
    // What follows the @ stands in many addresses, and each of its trigrams is one more to look up.
    let local = text.split_once('@').map(|(local, _)| local).filter(|local| has_trigram(local)).map(containing);
    for seldom in local.iter().chain([&whole]) {
        if !queries::is_common(conn, seldom).await? {
            return queries::list_holding(conn, &among, seldom, &whole, limit).await;
        }
    }
    let newest = queries::list_newest(conn, &among, &whole, limit).await?;
    if left(limit, &newest) == 0 {
        return Ok(newest);
    }
    let mut found = Vec::new();
    let mut end = among.end();
    for span in SPANS {
        let days: Vec<Date> = (1..=span).map(|back| end.saturating_sub(Duration::days(back))).collect();
        found.extend(queries::list_of_days(conn, &among, &whole, &days, left(limit, &found)).await?);
        end = end.saturating_sub(Duration::days(span));
        if left(limit, &found) == 0 || among.begins_with(end) {
            return Ok(found);
        }
        among.end_at(end);
    }
    found.extend(queries::list_holding(conn, &among, &whole, &whole, left(limit, &found)).await?);
    Ok(found)
}

/// Whether trigrams can find it: three letters or digits in a row, as every database sees them.
fn has_trigram(text: &str) -> bool {
    text.split(|sign: char| !sign.is_ascii_alphanumeric()).any(|word| word.len() >= 3)
}

/// How many more a page takes.
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
    fn what_is_listed_ends_at_the_tighter_of_both_bounds() {
        let (early, late) = (datetime!(2026-11-20 00:30 UTC), datetime!(2026-11-21 12:00 UTC));
        let cursor = |at| Some(Cursor::new(at, Uuid::max()));
        let of = |after, to| Among::of(&Search { to, after, ..Search::default() }, true);
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
