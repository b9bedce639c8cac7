//! Times and sizes as every page of staff shows them.

use askama::Template;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

use crate::config::size_in_words;
use crate::platform::clock;

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

/// Returns how long ago it was, or in how long it will be, in everyday words.
fn ago(seconds: i64) -> String {
    let (count, unit) = match seconds.abs() {
        ..60 => return "just now".to_owned(),
        span @ 60..3600 => (span / 60, "minute"),
        span @ 3600..86_400 => (span / 3600, "hour"),
        span @ 86_400..5_184_000 => (span / 86_400, "day"),
        span @ 5_184_000..63_072_000 => (span / 2_592_000, "month"),
        span => (span / 31_536_000, "year"),
    };
    let span = format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    if seconds < 0 { format!("in {span}") } else { format!("{span} ago") }
}

/// Formats a number of bytes for readers.
pub fn size(bytes: i64) -> String {
    size_in_words(u64::try_from(bytes).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_said_as_people_do() {
        for (seconds, text) in [
            (-5, "just now"),
            (-59, "just now"),
            (-60, "in 1 minute"),
            (-7200, "in 2 hours"),
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
}
