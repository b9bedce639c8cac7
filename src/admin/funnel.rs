//! The funnel as staff see it: completed days, at most a year.

use sqlx::PgPool;
use time::{Date, Duration};

use crate::auth::{Permission, Requester};
use crate::error::Error;
use crate::intake::funnel::{self, Counts, Day};
use crate::privacy::requests::today;

/// How many days are shown by default.
const DEFAULT_DAYS: i64 = 30;

/// The maximum number of days in one response, which bounds its cost.
pub const MAX_DAYS: i64 = 366;

/// More days than this are shown by week.
const BY_DAY: usize = 62;

/// Days from the first to the last, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub first: Date,
    pub last: Date,
    pub counts: Counts,
}

/// The counts of a period.
#[derive(Debug)]
pub struct Figures {
    pub first: Date,
    pub last: Date,
    /// One for each day, including days without visitors.
    pub days: Vec<Day>,
    pub sum: Counts,
}

impl Figures {
    /// Returns days, or weeks if there are many days.
    pub fn groups(&self) -> Vec<Group> {
        let size = if self.days.len() > BY_DAY { 7 } else { 1 };
        let group = |days: &[Day]| Group {
            first: days.first().map_or(self.first, |day| day.day),
            last: days.last().map_or(self.last, |day| day.day),
            counts: sum(days),
        };
        self.days.chunks(size).map(group).collect()
    }

    pub fn is_by_week(&self) -> bool {
        self.days.len() > BY_DAY
    }
}

fn sum(days: &[Day]) -> Counts {
    days.iter().fold(Counts::default(), |mut sum, day| {
        sum.iter_mut().zip(day.counts).for_each(|(sum, count)| *sum += count);
        sum
    })
}

/// Returns the counts of these days, or of the last thirty. The current day is never shown: watching its numbers change
/// would reveal what a visitor has just done.
pub async fn read(pool: &PgPool, by: Requester<'_>, first: Option<Date>, last: Option<Date>) -> Result<Figures, Error> {
    by.must(Permission::ReadFigures)?;
    let yesterday = today() - Duration::DAY;
    let last = last.unwrap_or(yesterday).min(yesterday);
    let first = first.unwrap_or(last - Duration::days(DEFAULT_DAYS - 1));
    if first > last {
        return Err(Error::field("from", "Choose a day before the last one; today’s counts are shown tomorrow."));
    }
    if (last - first).whole_days() >= MAX_DAYS {
        return Err(Error::field("from", "Choose a year at most."));
    }
    let found = funnel::list(pool, first, last).await?;
    let days = fill(first, last, &found);
    Ok(Figures { first, last, sum: sum(&days), days })
}

fn fill(first: Date, last: Date, found: &[Day]) -> Vec<Day> {
    let mut found = found.iter().peekable();
    let mut days = Vec::new();
    let mut day = first;
    while day <= last {
        let counts = found.next_if(|known| known.day == day).map(|known| known.counts).unwrap_or_default();
        days.push(Day { day, counts });
        day += Duration::DAY;
    }
    days
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn days_without_visitors_are_there_too() {
        let found = [Day { day: date!(2026 - 11 - 18), counts: [5, 4, 3, 2, 1] }];
        let days = fill(date!(2026 - 11 - 17), date!(2026 - 11 - 19), &found);
        assert_eq!(days.iter().map(|day| day.counts[0]).collect::<Vec<_>>(), [0, 5, 0]);
        let figures = Figures { first: days[0].day, last: days[2].day, sum: sum(&days), days };
        assert_eq!((figures.sum, figures.groups().len()), ([5, 4, 3, 2, 1], 3));
    }

    #[test]
    fn many_days_are_shown_by_the_week() {
        let days = fill(date!(2026 - 01 - 01), date!(2026 - 03 - 31), &[]);
        let days: Vec<Day> = days.into_iter().map(|day| Day { counts: [1, 1, 0, 1, 1], ..day }).collect();
        let figures = Figures { first: days[0].day, last: date!(2026 - 03 - 31), sum: sum(&days), days };
        let groups = figures.groups();
        assert_eq!((groups.len(), groups[0].last, groups[0].counts[0]), (13, date!(2026 - 01 - 07), 7));
        assert_eq!(groups.iter().map(|group| group.counts[0]).sum::<i64>(), 90);
        assert_eq!(groups[12].last, date!(2026 - 03 - 31));
    }
}
