//! The deadline of a request (GDPR article 12(3)): one month from its receipt, three with an extension. Months are
//! counted as in Regulation (EEC, Euratom) 1182/71, article 3(2)(c): to the same day of the last month, or to its last
//! day if it has no such day.

use time::Date;

/// Months that an answer may take.
const MONTHS: u8 = 1;

/// The same if the person was told why it takes longer.
const MONTHS_EXTENDED: u8 = 3;

/// Returns when the answer to a request received on this day is due.
pub fn due(received: Date) -> Date {
    months_after(received, MONTHS)
}

/// The same with an extension.
pub fn due_extended(received: Date) -> Date {
    months_after(received, MONTHS_EXTENDED)
}

fn months_after(day: Date, months: u8) -> Date {
    let month = day.month().nth_next(months);
    let year = day.year() + i32::from(u8::from(day.month()) + months > 12);
    // The calendar ends in the year 9999; dates of requests are checked to be far from it.
    Date::from_calendar_date(year, month, day.day().min(month.length(year))).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;
    use time::{Duration, Month, util};

    use super::*;

    #[test]
    fn s25_a_month_is_a_month_of_the_calendar() {
        for (received, answered, extended) in [
            (date!(2026 - 11 - 20), date!(2026 - 12 - 20), date!(2027 - 02 - 20)),
            (date!(2026 - 01 - 31), date!(2026 - 02 - 28), date!(2026 - 04 - 30)),
            (date!(2028 - 01 - 31), date!(2028 - 02 - 29), date!(2028 - 04 - 30)),
            (date!(2028 - 01 - 30), date!(2028 - 02 - 29), date!(2028 - 04 - 30)),
            (date!(2028 - 02 - 29), date!(2028 - 03 - 29), date!(2028 - 05 - 29)),
            (date!(2026 - 12 - 31), date!(2027 - 01 - 31), date!(2027 - 03 - 31)),
            (date!(2026 - 11 - 30), date!(2026 - 12 - 30), date!(2027 - 02 - 28)),
            (date!(2026 - 12 - 01), date!(2027 - 01 - 01), date!(2027 - 03 - 01)),
            (date!(2100 - 01 - 31), date!(2100 - 02 - 28), date!(2100 - 04 - 30)),
        ] {
            assert_eq!((due(received), due_extended(received)), (answered, extended), "{received}");
        }
    }

    fn days() -> impl Strategy<Value = Date> {
        (Date::from_calendar_date(2018, Month::May, 25).expect("a day").to_julian_day()..2_560_000)
            .prop_map(|day| Date::from_julian_day(day).expect("a day"))
    }

    proptest! {
        #[test]
        fn s25_the_same_day_of_the_next_month_or_its_last(received in days()) {
            for (due, months) in [(due(received), 1), (due_extended(received), 3)] {
                let counted = (due.year() - received.year()) * 12
                    + i32::from(u8::from(due.month())) - i32::from(u8::from(received.month()));
                prop_assert_eq!(counted, months);
                let last = util::days_in_month(due.month(), due.year());
                prop_assert!(due.day() == received.day() || due.day() == last && received.day() > last);
            }
        }

        #[test]
        fn s25_a_later_request_is_never_due_sooner(received in days()) {
            let next = received + Duration::DAY;
            prop_assert!(due(next) >= due(received) && due_extended(next) >= due_extended(received));
            let span = (due(received) - received).whole_days();
            prop_assert!((28..=31).contains(&span), "{}", span);
        }
    }
}
