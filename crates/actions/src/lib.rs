//! Finds what is to be done in a short message, by rules in ten languages. Nothing is made up: an action is a sentence of
//! the message, and its date is read from it. A language model, where there is one, may choose among the sentences and
//! nothing else ([`choose`]).

use std::ops::Range;

use time::{Date, OffsetDateTime, Time};

mod choice;
mod dates;
mod languages;
mod rules;
mod text;

pub use choice::{Chosen, Unreadable, choose, prompt, schema};
pub use text::sentences;

/// What of a longer message is looked at, in bytes.
const MAX_TEXT: usize = 8 * 1024;

/// The most actions of a message.
const MAX_FOUND: usize = 20;

/// What kind of thing is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Task,
    Meeting,
    Payment,
    Call,
    Purchase,
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// Somebody else, to the member: what they ask for is to be done.
    Other,
    /// The member, to others: what they promise is to be done.
    Member,
    /// The member, into their own chat: a note.
    Note,
}

/// A message.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    pub text: &'a str,
    pub author: Author,
    /// In the member's own time, because "tomorrow" depends on it.
    pub sent_at: OffsetDateTime,
}

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub date: Date,
    pub time: Option<Time>,
}

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub kind: Kind,
    /// The sentence, in bytes of the message.
    pub quote: Range<usize>,
    /// The part of the sentence that says what: without a greeting, for example.
    pub title: Range<usize>,
    pub due: Option<Due>,
}

/// Finds actions by the rules of all languages.
pub fn find(message: &Message<'_>) -> Vec<Found> {
    let languages = languages::of(message.text);
    let mut found = Vec::new();
    for quote in sentences(message.text) {
        let sentence = &message.text[quote.clone()];
        if let Some(kind) = rules::kind_of(sentence, message.author, &languages) {
            found.push(grounded(message, quote, kind, &languages));
        }
        if found.len() == MAX_FOUND {
            break;
        }
    }
    found
}

/// An action in a sentence of the message, with what can be read there.
fn grounded(message: &Message<'_>, quote: Range<usize>, kind: Kind, languages: &[&languages::Language]) -> Found {
    let sentence = &message.text[quote.clone()];
    let due = dates::find(sentence, message.sent_at, languages);
    let title = text::without_greeting(sentence, languages);
    Found { kind, title: quote.start + title.start..quote.start + title.end, quote, due }
}
