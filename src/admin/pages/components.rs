//! Components that many pages use: times, form errors, links to other pages of a list.

use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

use crate::config::size_in_words;
use crate::platform::clock;
use crate::platform::http::cursor::Cursor;

/// A point in time, for readers and for programs.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<time datetime="{{ iso }}"><span class="whole">{{ text }}</span> <span class="ago">{{ ago }}</span></time>"#
)]
pub struct Moment {
    iso: String,
    text: String,
    ago: String,
}

impl Moment {
    pub fn of(at: OffsetDateTime) -> Self {
        let format = format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute] UTC");
        Self {
            iso: at.format(&Rfc3339).unwrap_or_default(),
            text: at.format(&format).unwrap_or_default(),
            ago: ago((clock::now() - at).whole_seconds()),
        }
    }
}

impl Moment {
    /// Returns the time as plain text.
    pub fn plain(&self) -> &str {
        &self.text
    }
}

/// Formats a day for readers.
pub fn day(day: Date) -> String {
    day.format(format_description!("[day padding:none] [month repr:short] [year]")).unwrap_or_default()
}

/// Returns how long ago it was, in everyday words.
fn ago(seconds: i64) -> String {
    let (count, unit) = match seconds {
        ..60 => return "just now".to_owned(),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        86_400..5_184_000 => (seconds / 86_400, "day"),
        5_184_000..63_072_000 => (seconds / 2_592_000, "month"),
        _ => (seconds / 31_536_000, "year"),
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

/// Formats a number of bytes for readers.
pub fn size(bytes: i64) -> String {
    size_in_words(u64::try_from(bytes).unwrap_or_default())
}

#[derive(Template)]
#[template(path = "admin/summary.html")]
pub struct Summary<'a> {
    pub faults: &'a BTreeMap<String, String>,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% if let Some(message) = message %}<p class="fault" id="{{ field }}-fault">{{ message }}</p>{% endif %}"#
)]
pub struct Note<'a> {
    pub field: &'a str,
    pub message: Option<&'a str>,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% if wrong %} aria-invalid="true" aria-describedby="{{ field }}-fault"{% endif %}"#
)]
pub struct Marks<'a> {
    pub field: &'a str,
    pub wrong: bool,
}

/// The reader's position in a list. The way back is in the URL, because cursors only go forward.
#[derive(Debug, Default, Deserialize)]
pub struct Place {
    pub after: Option<String>,
    /// The cursors of earlier pages, nearest last, separated by dots.
    pub back: Option<String>,
}

/// How many steps back are remembered; beyond them the way back leads to the first page.
const MAX_STEPS: usize = 30;

impl Place {
    pub fn cursor(&self) -> Option<Cursor> {
        self.after.as_deref().and_then(Cursor::parse)
    }

    /// Returns links to the previous and next page; `base` is the list's address with its own query, ending in `?` or
    /// `&`.
    pub fn pager(&self, base: &str, next: Option<&str>) -> Pager {
        let here = self.after.as_deref().filter(|_| self.cursor().is_some());
        let steps = self.back.as_deref().unwrap_or_default().split('.').filter(|step| Cursor::parse(step).is_some());
        let steps: Vec<&str> = steps.collect();
        let plain = base.trim_end_matches(['?', '&']);
        let address = |after: &str, back: &[&str]| {
            let back = back[back.len().saturating_sub(MAX_STEPS)..].join(".");
            if back.is_empty() { format!("{base}after={after}") } else { format!("{base}after={after}&back={back}") }
        };
        let newer = here.map(|_| match steps.split_last() {
            Some((last, rest)) => address(last, rest),
            None => plain.to_owned(),
        });
        let older = next.map(|next| address(next, &steps.iter().copied().chain(here).collect::<Vec<_>>()));
        Pager { newer, older, words: ("Newer", "Older") }
    }
}

#[derive(Debug, PartialEq, Eq, Template)]
#[template(path = "admin/pager.html")]
pub struct Pager {
    newer: Option<String>,
    older: Option<String>,
    words: (&'static str, &'static str),
}

impl Pager {
    /// Sets the links' labels, for lists that are not ordered by age.
    pub fn called(self, back: &'static str, on: &'static str) -> Self {
        Self { words: (back, on), ..self }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn spans_are_said_as_people_do() {
        for (seconds, text) in [
            (-5, "just now"),
            (59, "just now"),
            (60, "1 minute ago"),
            (7199, "1 hour ago"),
            (86_400, "1 day ago"),
            (59 * 86_400, "59 days ago"),
            (61 * 86_400, "2 months ago"),
            (800 * 86_400, "2 years ago"),
        ] {
            assert_eq!(ago(seconds), text);
        }
        assert_eq!((size(-1), size(12_939_428)), ("0 bytes".into(), "12.3 MB".into()));
    }

    #[test]
    fn a_list_finds_its_way_back() {
        let cursor = |number| Cursor::new(OffsetDateTime::UNIX_EPOCH, Uuid::from_u128(number)).to_string();
        let place = |pager: &Option<String>| {
            let query = pager.as_deref().expect("a way").split_once('?').expect("a query").1.to_owned();
            let get = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name).map(str::to_owned));
            Place { after: get("after="), back: get("back=") }
        };
        let first = Place::default().pager("/x?s=a&", Some(&cursor(1)));
        assert_eq!(first.newer, None);
        let second = place(&first.older).pager("/x?s=a&", Some(&cursor(2)));
        assert_eq!(second.newer.as_deref(), Some("/x?s=a"));
        let third = place(&second.older).pager("/x?s=a&", None);
        assert_eq!((&third.newer, &third.older), (&first.older, &None));
        let fourth = place(&place(&second.older).pager("/x?", Some(&cursor(3))).older).pager("/x?", None);
        assert_eq!(place(&fourth.newer).after, Some(cursor(2)));
        // Invalid cursors are ignored.
        let forged = Place { after: Some("x".into()), back: Some("\"><script>".into()) };
        assert_eq!(forged.pager("/x?", None), Pager { newer: None, older: None, words: ("Newer", "Older") });
    }
}
