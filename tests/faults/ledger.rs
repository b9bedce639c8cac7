//! What each visitor did and what they were told: acknowledged, refused, or nothing because the line broke.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::lab::schedule::Rng;

/// How something ended, as far as the visitor knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Acknowledged,
    Refused,
    /// No answer, or one that does not say: it may have happened.
    Unknown,
}

/// A file that was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    pub name: String,
    pub bytes: usize,
    pub sha256: String,
    pub upload: Fate,
    /// Its id, where it was acknowledged.
    pub id: Option<String>,
    /// What came of its removal, where that was asked for.
    pub removal: Option<Fate>,
}

impl Sent {
    /// The visitor has been promised this file.
    pub fn is_promised(&self) -> bool {
        self.upload == Fate::Acknowledged && self.removal.is_none_or(|fate| fate == Fate::Refused)
    }

    /// It must not be there.
    pub fn is_excluded(&self) -> bool {
        self.upload == Fate::Refused || self.removal == Some(Fate::Acknowledged)
    }
}

/// Everything about one visitor.
pub struct Visit {
    pub session: String,
    pub page: String,
    /// All pages that show the session.
    pub pages: Vec<String>,
    /// Occurs nowhere else: finding it means finding this person.
    pub name: String,
    /// Each contact's address and what came of it, the latest last.
    pub contacts: Vec<(String, Fate)>,
    pub files: Vec<Sent>,
    /// The files with which a contact was accepted that named them.
    pub agreed: Option<Vec<String>>,
    /// The visitor was told that everything is gone: it is, and stays so.
    pub dead: Option<&'static str>,
    /// Calls that end the session, begun and not refused.
    pub endings: usize,
    /// Times that the mail was asked for again.
    pub resends: usize,
    pub confirmed: usize,
    pub perhaps_confirmed: bool,
    pub already_confirmed: bool,
    /// Calls that are under way: what they change cannot be judged yet.
    pub busy: usize,
}

impl Visit {
    pub fn new(rng: &mut Rng, seed: u64, at: usize) -> Self {
        let page = uuid(rng);
        Self {
            session: uuid(rng),
            pages: vec![page.clone()],
            page,
            name: format!("Canary{seed:x}v{at}n Zoë"),
            contacts: Vec::new(),
            files: Vec::new(),
            agreed: None,
            dead: None,
            endings: 0,
            resends: 0,
            confirmed: 0,
            perhaps_confirmed: false,
            already_confirmed: false,
            busy: 0,
        }
    }

    /// The address of the visitor's nth contact; unmistakable too.
    pub fn address(&self, nth: usize) -> String {
        let canary = self.canary().to_lowercase();
        format!("{canary}-{nth}@example.org")
    }

    /// What both name and address contain.
    pub fn canary(&self) -> &str {
        self.name.split(' ').next().unwrap_or_default()
    }

    /// Some contact was acknowledged.
    pub fn has_contact(&self) -> bool {
        self.contacts.iter().any(|(_, fate)| *fate == Fate::Acknowledged)
    }

    /// Some contact may have been stored.
    pub fn may_have_contact(&self) -> bool {
        self.contacts.iter().any(|(_, fate)| *fate != Fate::Refused)
    }

    /// The ids that the page shows.
    pub fn believed(&self) -> Vec<String> {
        self.files.iter().filter(|file| file.is_promised()).filter_map(|file| file.id.clone()).collect()
    }

    pub fn sent(&self, name: &str) -> Option<&Sent> {
        self.files.iter().find(|file| file.name == name)
    }
}

/// A version 4 UUID of the history's own randomness.
pub fn uuid(rng: &mut Rng) -> String {
    let (high, low) = (rng.next(), rng.next());
    let bits = (u128::from(high) << 64) | u128::from(low);
    uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid().to_string()
}

/// Bytes that begin as a PDF does and are no other file's.
pub fn content(name: &str, size: usize) -> Vec<u8> {
    let mut bytes = format!("%PDF-1.7\n{name}\n").into_bytes();
    bytes.extend(crate::support::files::pdf(size.saturating_sub(bytes.len())));
    bytes
}

pub fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// What each line of the table means.
pub const CHECKS: [(&str, &str); 12] = [
    ("I1", "an abandoned session leaves no key, half-done write, multipart upload or upload row"),
    ("I2", "each object of a kept session exists, whole and unchanged"),
    ("I3", "no object without an earlier upload row; nothing had to be adopted"),
    ("I4", "no lease beside a session"),
    ("I5", "a dead id stays dead"),
    ("I6", "no name or address before the contact, nor in any log"),
    ("I7", "nothing names an erased person"),
    ("I8", "one verification, however many click how often"),
    ("I9", "what was acknowledged is there: files, contacts, confirmations"),
    ("mail", "each accepted address got its mail, and only those"),
    ("idle", "no connection is left inside a transaction, and no bucket looks ahead of its database"),
    ("calm", "every call ended, no instance panicked, everything came to rest"),
];

/// How often each thing was checked, and what was wrong.
#[derive(Clone, Default)]
pub struct Tally {
    pub counts: BTreeMap<&'static str, u64>,
    /// How often each thing happened, to show what was tried.
    pub events: BTreeMap<String, u64>,
    pub faults: BTreeSet<String>,
}

impl Tally {
    /// Counts one check; notes the words where it failed.
    pub fn check(&mut self, invariant: &'static str, holds: bool, words: impl FnOnce() -> String) {
        *self.counts.entry(invariant).or_default() += 1;
        if !holds {
            self.faults.insert(format!("{invariant}: {}", words()));
        }
    }

    pub fn note(&mut self, event: impl Into<String>) {
        *self.events.entry(event.into()).or_default() += 1;
    }

    pub fn add(&mut self, other: &Self) {
        for (event, count) in &other.events {
            *self.events.entry(event.clone()).or_default() += count;
        }
        for (invariant, count) in &other.counts {
            *self.counts.entry(invariant).or_default() += count;
        }
        self.faults.extend(other.faults.iter().cloned());
    }

    pub fn table(&self) -> String {
        let mut table = String::from("      checked  what\n");
        for (invariant, words) in CHECKS {
            let count = self.counts.get(invariant).copied().unwrap_or_default();
            writeln!(table, "{invariant:<5} {count:>7}  {words}").expect("text");
        }
        let events: Vec<String> = self.events.iter().map(|(event, count)| format!("{event} {count}")).collect();
        table + "\nwhat happened: " + &events.join(", ") + "\n"
    }
}
