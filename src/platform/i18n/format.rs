//! Sizes, durations and dates, as each language writes them.

use std::time::Duration;

use time::{Date, OffsetDateTime, UtcOffset};

use super::{Language, Value};
use crate::config::size_in_words;

impl Language {
    /// Such as "1,5 Mo".
    pub fn size(&self, bytes: u64) -> String {
        let words = size_in_words(bytes);
        let (number, unit) = words.split_once(' ').unwrap_or((&words, "bytes"));
        let number = number.replace('.', &self.text("decimal-mark"));
        let key = match unit {
            "KB" => "size-kb",
            "MB" => "size-mb",
            "GB" => "size-gb",
            "TB" => "size-tb",
            _ => "size-bytes",
        };
        self.text_with(key, &[("number", Value::Text(number))])
    }

    /// In the largest unit that divides it without a remainder.
    pub fn duration(&self, duration: Duration) -> String {
        let seconds = duration.as_secs();
        // Months and years as options count them: 30.44 and 365.25 days.
        let units = [
            (31_557_600, "duration-years"),
            (2_630_016, "duration-months"),
            (86_400, "duration-days"),
            (3600, "duration-hours"),
            (60, "duration-minutes"),
        ];
        let fits = |(unit, _): &(u64, &str)| seconds >= *unit && seconds.is_multiple_of(*unit);
        let (unit, key) = units.into_iter().find(fits).unwrap_or((1, "duration-seconds"));
        self.text_with(key, &[("count", Value::Number(seconds / unit))])
    }

    /// A near date and its time, in UTC: the reader's time zone is unknown.
    pub fn moment(&self, at: OffsetDateTime) -> String {
        let at = at.to_offset(UtcOffset::UTC);
        let weekday = Value::Number(u64::from(at.weekday().number_from_monday()));
        self.text_with("date-moment", &[("weekday", weekday), day(at.date()), month(at.date()), time(at)])
    }

    /// A date with its year, and its time, in UTC.
    pub fn date(&self, at: OffsetDateTime) -> String {
        let at = at.to_offset(UtcOffset::UTC);
        self.text_with("date-full", &[day(at.date()), month(at.date()), year(at.date()), time(at)])
    }

    /// A day of any year.
    pub fn day(&self, at: Date) -> String {
        self.text_with("date-day", &[day(at), month(at), year(at)])
    }
}

type Named = (&'static str, Value);

fn day(at: Date) -> Named {
    ("day", Value::Number(u64::from(at.day())))
}

fn month(at: Date) -> Named {
    ("month", Value::Number(u64::from(u8::from(at.month()))))
}

fn year(at: Date) -> Named {
    ("year", Value::Text(at.year().to_string()))
}

fn time(at: OffsetDateTime) -> Named {
    ("time", Value::Text(format!("{:02}:{:02}", at.hour(), at.minute())))
}

#[cfg(test)]
mod tests {
    use super::super::{choose, english};
    use super::*;

    #[test]
    fn durations_in_words() {
        for (seconds, text) in
            [(660, "11 minutes"), (172_800, "2 days"), (86_400, "1 day"), (90, "90 seconds"), (0, "0 seconds")]
                .into_iter()
                .chain([(315_576_000, "10 years"), (15_780_096, "6 months"), (31_536_000, "365 days")])
        {
            assert_eq!(english().duration(Duration::from_secs(seconds)), text);
        }
        for (tag, hours, text) in [
            ("pl", 2, "2 godziny"),
            ("pl", 5, "5 godzin"),
            ("pl", 17_532, "2 lata"),
            ("ar", 2, "ساعتين"),
            ("ja", 1, "1時間"),
        ] {
            assert_eq!(choose(Some(tag), None).duration(Duration::from_secs(hours * 3600)), text);
        }
    }

    #[test]
    fn sizes_in_words() {
        for (tag, bytes, text) in [
            ("en", 100 << 20, "100 MB"),
            ("en", 1536, "1.5 KB"),
            ("fr", 1536, "1,5\u{a0}Ko"),
            ("de", 3 << 29, "1,5 GB"),
            ("en", 7, "7 bytes"),
        ] {
            assert_eq!(choose(Some(tag), None).size(bytes), text);
        }
    }

    #[test]
    fn the_end_of_a_link_is_told_in_words() {
        let until = time::macros::datetime!(2026-11-22 14:05 UTC);
        for (tag, text) in [
            ("en", "Sunday 22 November, 14:05 UTC"),
            ("de", "Sonntag, 22. November, 14:05 Uhr UTC"),
            ("ja", "11月22日（日曜日）14:05（UTC）"),
        ] {
            assert_eq!(choose(Some(tag), None).moment(until), text);
        }
        for (tag, text) in [
            ("en", "22 November 2026, 14:05 UTC"),
            ("de", "22. November 2026, 14:05 Uhr UTC"),
            ("ja", "2026年11月22日 14:05（UTC）"),
        ] {
            assert_eq!(choose(Some(tag), None).date(until), text);
        }
        let early = time::macros::datetime!(2026-11-22 02:05 +2);
        assert_eq!(english().moment(early), "Sunday 22 November, 00:05 UTC");
    }
}
