//! The model's window: how many tokens a conversation has, and which of its messages fit.
//!
//! Every server counts tokens differently and none tells before it is asked. So we guess, and learn from what it says
//! afterwards how far the guess is off.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Message, Role};

/// What a message costs besides its text.
const PER_MESSAGE: u64 = 8;

/// How much of the latest factor goes into the mean.
const WEIGHT: f64 = 0.1;

/// A refusal that tells no numbers means that the guess is at least this much too low.
const UNTOLD: f64 = 1.5;

/// Factors outside these bounds are mistakes, theirs or ours.
const FACTORS: Range<f64> = 0.25..8.0;

/// The tokens of a message of this many bytes, as we guess.
pub fn guess(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX / 4).div_ceil(3) + PER_MESSAGE
}

/// How many messages from the end fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// The first message that is sent.
    pub from: usize,
    /// The guess for all that is sent.
    pub guess: u64,
    /// Older ones were left out for want of room.
    pub is_trimmed: bool,
    /// Not even the question alone fits.
    pub is_too_long: bool,
}

/// Chooses messages for a room of this many guessed tokens: the last one always, and before it whole exchanges, newest
/// first, each of which begins with a member's message.
pub fn fit(system_bytes: usize, messages: &[Message], room: u64) -> Fitted {
    let last = messages.len().saturating_sub(1);
    let mut guessed = guess(system_bytes) + messages.last().map_or(0, |question| guess(question.text.len()));
    let mut fitted = Fitted { from: last, guess: guessed, is_trimmed: false, is_too_long: guessed > room };
    for (place, message) in messages[..last].iter().enumerate().rev() {
        guessed += guess(message.text.len());
        // Answers of an exchange come before their question is reached: they count only together with it.
        if guessed > room {
            // What comes before the first question, such as a greeting, is no loss.
            fitted.is_trimmed = messages[..=place].iter().any(|message| message.role == Role::Member);
            break;
        }
        if message.role == Role::Member {
            (fitted.from, fitted.guess) = (place, guessed);
        }
    }
    fitted
}

/// How large the window is, and how far our guess is off; learnt from the server.
#[derive(Debug)]
pub struct Window {
    max_answer: u64,
    learnt: Mutex<Learnt>,
}

#[derive(Clone, Copy, Debug)]
struct Learnt {
    /// Tokens of the server for one that we guess.
    factor: f64,
    /// The window that a refusal named, if it is smaller than the option says.
    context: u64,
}

impl Window {
    pub fn new(context: u32, max_answer: u32) -> Self {
        let context = u64::from(context);
        let learnt = Mutex::new(Learnt { factor: 1.0, context });
        Self { max_answer: u64::from(max_answer), learnt }
    }

    /// Tokens of an answer at most: what the option says, but never more than half of the window.
    pub fn max_answer(&self) -> u64 {
        let learnt = *self.learnt();
        self.max_answer.min(learnt.context / 2)
    }

    /// Guessed tokens that the question and what comes with it may have.
    pub fn room(&self) -> u64 {
        let learnt = *self.learnt();
        scaled(learnt.context - self.max_answer(), 1.0 / learnt.factor)
    }

    /// The server has counted the tokens for which we had this guess.
    pub fn learn(&self, guess: u64, counted: u64) {
        let mut learnt = self.learnt();
        if let Some(factor) = ratio(counted, guess) {
            learnt.factor += (factor - learnt.factor) * WEIGHT;
        }
    }

    /// The server has refused what we had guessed to fit, and may have told the numbers.
    pub fn refused(&self, guess: u64, counted: Option<u64>, context: Option<u64>) {
        let mut learnt = self.learnt();
        let told = counted.and_then(|counted| ratio(counted, guess)).filter(|told| *told > learnt.factor);
        let smaller = context.filter(|context| (64..learnt.context).contains(context));
        learnt.context = smaller.unwrap_or(learnt.context);
        // The room was too large. If neither number makes it smaller, the factor has to.
        let untold = if smaller.is_some() { learnt.factor } else { learnt.factor * UNTOLD };
        learnt.factor = told.unwrap_or(untold).min(FACTORS.end);
    }

    /// Ignores poisoning: no change can be left half-done.
    fn learnt(&self) -> MutexGuard<'_, Learnt> {
        self.learnt.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[expect(clippy::cast_precision_loss, reason = "tokens are far below 2^52")]
fn ratio(counted: u64, guess: u64) -> Option<f64> {
    (counted > 0 && guess > 0).then(|| (counted as f64 / guess as f64).clamp(FACTORS.start, FACTORS.end))
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "tokens are far below 2^52, and factors above 0"
)]
fn scaled(tokens: u64, factor: f64) -> u64 {
    (tokens as f64 * factor) as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn message(role: Role, bytes: usize) -> Message {
        Message { role, text: "x".repeat(bytes) }
    }

    fn conversation() -> impl Strategy<Value = Vec<Message>> {
        let role = prop::sample::select(vec![Role::Member, Role::Assistant]);
        let one = (role, 0..600_usize).prop_map(|(role, bytes)| message(role, bytes));
        (prop::collection::vec(one, 0..12), 0..600_usize).prop_map(|(mut messages, bytes)| {
            messages.push(message(Role::Member, bytes));
            messages
        })
    }

    proptest! {
        #[test]
        fn what_is_sent_fits_and_begins_with_a_member(messages in conversation(), system in 0..600_usize, room in 0..2000_u64) {
            let fitted = fit(system, &messages, room);
            let sent = &messages[fitted.from..];
            let sum: u64 = guess(system) + sent.iter().map(|message| guess(message.text.len())).sum::<u64>();
            prop_assert_eq!(fitted.guess, sum);
            prop_assert_eq!(sent[0].role, Role::Member);
            prop_assert_eq!(sent.last(), messages.last());
            let question = messages.len() - 1;
            if fitted.is_too_long {
                prop_assert_eq!(fitted.from, question);
                prop_assert!(sum > room);
            } else {
                prop_assert!(sum <= room);
            }
            // No older exchange would have fitted too.
            let older = (0..fitted.from).rev().find(|place| messages[*place].role == Role::Member);
            if let Some(older) = older {
                let more: u64 = messages[older..fitted.from].iter().map(|message| guess(message.text.len())).sum();
                prop_assert!(sum + more > room);
                prop_assert!(fitted.is_trimmed);
            }
        }

        #[test]
        fn the_room_is_never_more_than_the_window_as_it_was_learnt(
            context in 512..40_000_u32, answer in 1..50_000_u32,
            said in prop::collection::vec((1..9000_u64, 0..20_000_u64, any::<bool>()), 0..20),
        ) {
            let window = Window::new(context, answer);
            for (guess, counted, refused) in said {
                let before = window.room();
                if refused {
                    window.refused(guess, Some(counted).filter(|counted| *counted > 0), None);
                    prop_assert!(window.room() <= before);
                } else {
                    window.learn(guess, counted);
                }
                let factor = window.learnt().factor;
                prop_assert!((FACTORS.start..=FACTORS.end).contains(&factor));
                let sent = scaled(window.room(), factor);
                prop_assert!(sent + window.max_answer() <= u64::from(context));
            }
        }
    }

    #[test]
    fn a_greeting_is_no_exchange_and_its_absence_no_trimming() {
        let messages = [message(Role::Assistant, 30), message(Role::Member, 30)];
        assert_eq!(fit(0, &messages, 1000), Fitted { from: 1, guess: 26, is_trimmed: false, is_too_long: false });
    }

    #[test]
    fn an_exchange_is_whole_or_not_there() {
        let messages = [message(Role::Member, 30), message(Role::Assistant, 30), message(Role::Member, 30)];
        let of = |room| fit(0, &messages, room);
        assert_eq!((of(62).from, of(62).is_trimmed), (0, false));
        assert_eq!((of(61).from, of(61).is_trimmed, of(61).guess), (2, true, 26));
        assert!(of(25).is_too_long);
    }

    #[test]
    fn counts_correct_the_guess_slowly_and_refusals_at_once() {
        let window = Window::new(8192, 1024);
        assert_eq!(window.room(), 7168);
        window.learn(1000, 2000);
        assert_eq!(window.room(), 6516);
        for _ in 0..100 {
            window.learn(1000, 750);
        }
        assert!(window.room() > 9500, "{}", window.room());
        window.refused(5000, Some(10_000), None);
        assert_eq!(window.room(), 3584);
        window.refused(3000, None, Some(4096));
        assert_eq!((window.room(), window.max_answer()), (1536, 1024));
        window.refused(1500, None, None);
        assert_eq!(window.room(), 1024);
    }
}
