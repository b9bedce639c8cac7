//! Dates as staff type them.

use time::Date;
use time::macros::format_description;

/// The message for a text that is not a date.
pub const WRONG: &str = "Give a day as 2026-11-20.";

/// Parses a date. Negative years are refused: the database's calendar begins later than ours.
pub fn read(text: &str) -> Option<Date> {
    let format = format_description!("[year]-[month]-[day]");
    Date::parse(text.trim(), &format).ok().filter(|day| day.year() >= 0)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_day_has_a_year_that_the_database_knows() {
        assert_eq!(read(" 2026-11-20 "), Some(date!(2026 - 11 - 20)));
        assert_eq!(read("9999-12-31"), Some(date!(9999 - 12 - 31)));
        for wrong in ["", "2026-02-30", "20.11.2026", "-9999-01-01", "-0001-12-31", "tomorrow"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
