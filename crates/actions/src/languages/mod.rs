//! What the rules know of each language: words and phrases, in the plain form of [`normal`](crate::text::normal).
//!
//! Phrases are separated by `|`, words by spaces. In a phrase `*` stands for one to three words, and a `-` at the end of a
//! word for any ending. The words of Japanese are not separated, so its phrases are looked for anywhere in the sentence;
//! Arabic joins short words to the next, so those are taken off too.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::Kind;
use crate::text::{Word, normal, words};

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod it;
mod ja;
mod nl;
mod pl;
mod pt;

/// The words of a language as they are written down.
pub struct Tables {
    pub script: Script,
    /// Short words that tell the language.
    pub common: &'static str,
    pub greetings: &'static str,
    /// What may come before an imperative, besides greetings.
    pub fillers: &'static str,
    /// Make a sentence a request, wherever they are.
    pub requests: &'static str,
    /// Imperatives, which make a request at the beginning of a sentence: task, meeting, payment, call, purchase.
    pub imperatives: [&'static str; 5],
    /// What a note says with an infinitive or a noun, at its beginning or its end.
    pub notes: [&'static str; 5],
    /// Words that tell the kind: payment, call, purchase.
    pub hints: [&'static str; 3],
    /// With a day or a time they invite to a meeting.
    pub invitations: &'static str,
    /// Say that money is owed.
    pub demands: &'static str,
    /// The author will do something.
    pub promises: &'static str,
    /// A sentence with one of these is no action, even if it also has words of a request.
    pub blockers: &'static str,
    /// At the beginning of a sentence they ask for information.
    pub questions: &'static str,
    /// `word=days`: days from today.
    pub days: &'static str,
    /// Monday to Sunday, separated by `|`.
    pub weekdays: &'static str,
    /// January to December, separated by `|`.
    pub months: &'static str,
    /// The Monday of next week.
    pub next_week: &'static str,
    /// The Saturday that comes.
    pub weekend: &'static str,
    /// `in`, before a number and a unit.
    pub within: &'static str,
    /// `unit=days`
    pub units: &'static str,
    /// Before an hour.
    pub at: &'static str,
    /// After an hour.
    pub oclock: &'static str,
    /// After an hour, or in the sentence: it is after noon.
    pub afternoon: &'static str,
    /// Half past, and the half before: `-1` where "halb drei" is 2:30.
    pub half: (&'static str, i8),
}

/// How words are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Latin,
    Arabic,
    Japanese,
}

/// A sequence of words.
pub type Phrase = Vec<String>;

/// The words of a language, ready for the rules.
pub struct Language {
    pub script: Script,
    common: Vec<String>,
    pub greetings: Vec<&'static str>,
    pub fillers: Vec<&'static str>,
    pub requests: Vec<Phrase>,
    pub imperatives: Vec<(Kind, Phrase)>,
    pub notes: Vec<(Kind, Phrase)>,
    pub hints: Vec<(Kind, Phrase)>,
    pub invitations: Vec<Phrase>,
    pub demands: Vec<Phrase>,
    pub promises: Vec<Phrase>,
    pub blockers: Vec<Phrase>,
    pub questions: Vec<Phrase>,
    pub days: Vec<(Phrase, i64)>,
    pub weekdays: Vec<(&'static str, u8)>,
    pub months: Vec<(&'static str, u8)>,
    pub next_week: Vec<Phrase>,
    pub weekend: Vec<Phrase>,
    pub within: Vec<&'static str>,
    pub units: Vec<(&'static str, i64)>,
    pub at: Vec<Phrase>,
    pub oclock: Vec<&'static str>,
    pub afternoon: Vec<Phrase>,
    pub half: (Vec<&'static str>, i8),
}

const KINDS: [Kind; 5] = [Kind::Task, Kind::Meeting, Kind::Payment, Kind::Call, Kind::Purchase];

fn phrases(text: &str) -> Vec<Phrase> {
    text.split('|').map(phrase).filter(|phrase| !phrase.is_empty()).collect()
}

/// The words of a phrase, told apart as those of a message are: "don't" is two.
fn phrase(text: &str) -> Phrase {
    let mut found = Phrase::new();
    for token in text.split_whitespace() {
        if token == "*" || !token.is_ascii() && is_japanese(token) {
            found.push(normal(token));
            continue;
        }
        found.extend(words(token).into_iter().map(|word| word.text));
        if let (Some(last), true) = (found.last_mut(), token.ends_with('-')) {
            last.push('-');
        }
    }
    found
}

/// Japanese phrases keep their signs, which tell questions apart.
fn is_japanese(token: &str) -> bool {
    token.chars().any(|sign| matches!(u32::from(sign), 0x3040..=0x30FF | 0x4E00..=0x9FFF))
}

fn numbered(text: &'static str) -> Vec<(&'static str, u8)> {
    let all = text.split('|').zip(1_u8..);
    all.flat_map(|(names, number)| names.split_whitespace().map(move |name| (name, number))).collect()
}

impl Language {
    fn new(tables: &Tables) -> Self {
        let of_kinds = |kinds: &[Kind], texts: &[&str]| -> Vec<(Kind, Phrase)> {
            let each = kinds.iter().zip(texts);
            each.flat_map(|(kind, text)| phrases(text).into_iter().map(move |phrase| (*kind, phrase))).collect()
        };
        let split = |text: &'static str| text.split_whitespace().collect::<Vec<_>>();
        let counted = |text: &'static str| -> Vec<(&'static str, i64)> {
            let each = text.split('|').filter_map(|one| one.split_once('='));
            each.map(|(name, days)| (name.trim(), days.trim().parse().unwrap_or_default())).collect()
        };
        Self {
            script: tables.script,
            common: tables.common.split_whitespace().map(str::to_owned).collect(),
            greetings: split(tables.greetings),
            fillers: split(tables.fillers),
            requests: phrases(tables.requests),
            imperatives: of_kinds(&KINDS, &tables.imperatives),
            notes: of_kinds(&KINDS, &tables.notes),
            hints: of_kinds(&KINDS[2..], &tables.hints),
            invitations: phrases(tables.invitations),
            demands: phrases(tables.demands),
            promises: phrases(tables.promises),
            blockers: phrases(tables.blockers),
            questions: phrases(tables.questions),
            days: counted(tables.days).into_iter().map(|(name, days)| (phrase(name), days)).collect(),
            weekdays: numbered(tables.weekdays),
            months: numbered(tables.months),
            next_week: phrases(tables.next_week),
            weekend: phrases(tables.weekend),
            within: split(tables.within),
            units: counted(tables.units),
            at: phrases(tables.at),
            oclock: split(tables.oclock),
            afternoon: phrases(tables.afternoon),
            half: (split(tables.half.0), tables.half.1),
        }
    }

    /// The words of a sentence: in Japanese the sentence itself, in Arabic without the short words that are joined to them.
    pub fn find(&self, sentence: &Sentence<'_>, phrase: &Phrase) -> Option<usize> {
        self.find_from(sentence, phrase, 0)
    }

    /// The first word after the phrase, if it is found from this word on.
    pub fn find_from(&self, sentence: &Sentence<'_>, phrase: &Phrase, from: usize) -> Option<usize> {
        if self.script == Script::Japanese {
            return phrase.iter().all(|part| sentence.plain.contains(part.as_str())).then_some(0);
        }
        (from..sentence.words.len()).find_map(|at| self.matches_at(sentence, phrase, at))
    }

    /// The first word after the phrase, if it begins at this word.
    pub fn matches_at(&self, sentence: &Sentence<'_>, phrase: &[String], at: usize) -> Option<usize> {
        let Some((first, rest)) = phrase.split_first() else { return Some(at) };
        if first == "*" {
            return (1..=3).find_map(|skipped| self.matches_at(sentence, rest, at + skipped));
        }
        let word = sentence.words.get(at)?;
        if self.is_word(&word.text, first) { self.matches_at(sentence, rest, at + 1) } else { None }
    }

    /// Whether a word of a sentence is this word of the tables.
    pub fn is_word(&self, word: &str, known: &str) -> bool {
        let same = |word: &str| match known.strip_suffix('-') {
            Some(stem) => word.starts_with(stem),
            None => word == known,
        };
        same(word) || self.script == Script::Arabic && without_prefixes(word).any(same)
    }

    /// Whether any of the phrases is in the sentence.
    pub fn has(&self, sentence: &Sentence<'_>, phrases: &[Phrase]) -> bool {
        phrases.iter().any(|phrase| self.find(sentence, phrase).is_some())
    }
}

/// Arabic writes "and", "so", "by", "for", "the" and "will" as a part of the next word.
fn without_prefixes(word: &str) -> impl Iterator<Item = &str> {
    const JOINED: [&str; 10] = ["و", "ف", "ب", "ل", "ال", "س", "وال", "بال", "لل", "وب"];
    JOINED.iter().filter_map(|prefix| word.strip_prefix(prefix)).filter(|rest| rest.chars().count() >= 2)
}

/// A sentence, once with and once without its words told apart.
pub struct Sentence<'a> {
    pub text: &'a str,
    pub plain: String,
    pub words: Vec<Word>,
}

impl<'a> Sentence<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, plain: normal(text), words: words(text) }
    }
}

/// All languages.
pub static ALL: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let tables = [
        &ar::TABLES,
        &de::TABLES,
        &en::TABLES,
        &es::TABLES,
        &fr::TABLES,
        &it::TABLES,
        &ja::TABLES,
        &nl::TABLES,
        &pl::TABLES,
        &pt::TABLES,
    ];
    tables.into_iter().map(Language::new).collect()
});

/// The languages that a text may be written in: by its script, and among those in Latin letters by their short words.
/// Where these do not tell, all may be meant: then any rule that fits, fits.
pub fn of(text: &str) -> Vec<&'static Language> {
    let text = &text[..text.floor_char_boundary(crate::MAX_TEXT)];
    let count = |is: fn(char) -> bool| text.chars().filter(|sign| is(*sign)).count();
    let latin = count(|sign| sign.is_alphabetic() && u32::from(sign) < 0x0250);
    let arabic = count(|sign| matches!(u32::from(sign), 0x0600..=0x06FF));
    let japanese = count(|sign| matches!(u32::from(sign), 0x3040..=0x30FF | 0x4E00..=0x9FFF));
    let script = if japanese > latin.max(arabic) / 2 && japanese > 0 {
        Script::Japanese
    } else if arabic >= latin && arabic > 0 {
        Script::Arabic
    } else {
        Script::Latin
    };
    let all: Vec<&Language> = ALL.iter().filter(|language| language.script == script).collect();
    if script != Script::Latin {
        return all;
    }
    let mut votes: HashMap<usize, usize> = HashMap::new();
    for word in words(text) {
        for (number, language) in all.iter().enumerate() {
            if language.common.contains(&word.text) {
                *votes.entry(number).or_default() += 1;
            }
        }
    }
    let most = votes.values().copied().max().unwrap_or_default();
    // One word of a language tells little: "a" is one of several.
    if most < 2 {
        return all;
    }
    all.into_iter().enumerate().filter(|(number, _)| votes.get(number) == Some(&most)).map(|(_, one)| one).collect()
}
