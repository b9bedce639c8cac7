//! Counts per day how far visitors come: opened, named, files, contact, verified. The numbers identify no one. They are
//! counted in memory and added to the day's row every few seconds, so that no request waits for it; a crash loses a few
//! seconds of counting, which statistics can bear. Each event counts for the day on which it happened, in UTC.

use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use sqlx::PgPool;
use time::Date;

use crate::platform::ids::SessionId;
use crate::platform::{clock, db};

mod queries;

/// How often the counts are written.
pub const EVERY: Duration = Duration::from_secs(10);

/// How many answers are remembered, so that going back a step is not counted again; when full, the older half is
/// dropped.
const REMEMBERED: usize = 20_000;

/// How far a visitor came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::VariantArray)]
pub enum Stage {
    /// The bot sent its greeting
    Opened,
    /// A name was given
    Named,
    /// A first file arrived
    Files,
    /// An address was given
    Contact,
    /// The address was confirmed
    Verified,
}

/// A day's numbers, in the order of [`Stage`].
pub type Counts = [i64; 5];

/// A day
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    pub day: Date,
    pub counts: Counts,
}

/// Returns how many left before giving an address; never below 0, although visits can span midnight.
pub fn abandoned(counts: &Counts) -> i64 {
    (counts[Stage::Opened as usize] - counts[Stage::Contact as usize]).max(0)
}

#[derive(Default)]
struct Memory {
    days: BTreeMap<Date, Counts>,
    /// Keyed hashes, not ids; the key exists only in this process.
    seen: HashSet<u64>,
    seen_before: HashSet<u64>,
}

/// Counts stages. Cheap to clone.
#[derive(Clone, Default)]
pub struct Funnel {
    memory: Arc<Mutex<Memory>>,
    key: RandomState,
}

impl Funnel {
    /// Counts one visitor at this stage.
    pub fn count(&self, stage: Stage) {
        self.add(clock::now().date(), stage);
    }

    /// The same for an answer that a visitor can repeat: each stage counts once per session, as far as this instance
    /// remembers. A client without a session id is counted each time.
    pub fn count_answer(&self, stage: Stage, session: Option<SessionId>) {
        if let Some(session) = session {
            let mark = self.key.hash_one((session.uuid(), stage));
            let mut memory = self.memory();
            if memory.seen_before.contains(&mark) || !memory.seen.insert(mark) {
                return;
            }
            if memory.seen.len() >= REMEMBERED / 2 {
                memory.seen_before = std::mem::take(&mut memory.seen);
            }
        }
        self.count(stage);
    }

    fn add(&self, day: Date, stage: Stage) {
        self.memory().days.entry(day).or_default()[stage as usize] += 1;
    }

    /// Ignores poisoning: no update can be left half-done.
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds the counts to the days' rows. Keeps them for the next time if they cannot be written.
    pub async fn flush(&self, pool: &PgPool) -> sqlx::Result<()> {
        let days = std::mem::take(&mut self.memory().days);
        if days.is_empty() {
            return Ok(());
        }
        let written = db::in_time(store_all(pool, &days)).await;
        if written.is_err() {
            let mut memory = self.memory();
            for (day, counts) in days {
                let kept = memory.days.entry(day).or_default();
                for (kept, count) in kept.iter_mut().zip(counts) {
                    *kept += count;
                }
            }
        }
        written
    }

    /// The same as a periodic task: every few seconds, and once more at shutdown.
    pub async fn flush_again(self, pool: PgPool) {
        if let Err(error) = self.flush(&pool).await {
            tracing::warn!(%error, "cannot write the funnel's counts; trying again");
        }
    }
}

async fn store_all(pool: &PgPool, days: &BTreeMap<Date, Counts>) -> sqlx::Result<()> {
    let mut tx = db::begin(pool).await?;
    for (day, counts) in days {
        queries::add(&mut tx, *day, counts).await?;
    }
    tx.commit().await
}

/// Returns the days between two dates, both included, that have a row; oldest first.
pub async fn list(pool: &PgPool, from: Date, to: Date) -> sqlx::Result<Vec<Day>> {
    queries::list(&mut *pool.acquire().await?, from, to).await
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn counts(funnel: &Funnel) -> Counts {
        funnel.memory().days.values().fold([0; 5], |mut sum, day| {
            sum.iter_mut().zip(day).for_each(|(sum, count)| *sum += count);
            sum
        })
    }

    #[test]
    fn a_repeated_answer_is_counted_once() {
        let funnel = Funnel::default();
        let visitor = |number| Some(SessionId::from_uuid(uuid::Uuid::from_u128(number)));
        for _ in 0..3 {
            funnel.count_answer(Stage::Opened, visitor(1));
            funnel.count_answer(Stage::Named, visitor(1));
        }
        funnel.count_answer(Stage::Named, visitor(2));
        assert_eq!(counts(&funnel), [1, 2, 0, 0, 0]);
        // Answers without a session cannot be recognized.
        funnel.count_answer(Stage::Opened, None);
        funnel.count_answer(Stage::Opened, None);
        assert_eq!(counts(&funnel), [3, 2, 0, 0, 0]);
    }

    #[test]
    fn remembered_answers_are_bounded() {
        let funnel = Funnel::default();
        for number in 0..REMEMBERED as u128 * 2 {
            funnel.count_answer(Stage::Opened, Some(SessionId::from_uuid(uuid::Uuid::from_u128(number))));
            let memory = funnel.memory();
            assert!(memory.seen.len() + memory.seen_before.len() <= REMEMBERED);
        }
    }

    #[test]
    fn each_day_has_its_own_numbers() {
        let funnel = Funnel::default();
        funnel.add(date!(2026 - 11 - 20), Stage::Opened);
        funnel.add(date!(2026 - 11 - 21), Stage::Contact);
        let days: Vec<_> = funnel.memory().days.clone().into_iter().collect();
        assert_eq!(days, [(date!(2026 - 11 - 20), [1, 0, 0, 0, 0]), (date!(2026 - 11 - 21), [0, 0, 0, 1, 0])]);
        assert_eq!((abandoned(&[9, 8, 7, 6, 5]), abandoned(&[1, 0, 0, 2, 0])), (3, 0));
    }
}
