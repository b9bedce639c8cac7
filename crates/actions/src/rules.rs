//! Whether a sentence asks for something to be done, and what kind of thing it is.

use crate::languages::{Language, Phrase, Script, Sentence};
use crate::{Author, Kind, dates};

/// The kind of action that a sentence holds; `None` if it holds none in any of the languages.
pub fn kind_of(sentence: &str, author: Author, languages: &[&Language]) -> Option<Kind> {
    let read = Sentence::new(sentence);
    languages.iter().find_map(|language| in_language(&read, author, language))
}

fn in_language(sentence: &Sentence<'_>, author: Author, language: &Language) -> Option<Kind> {
    if author != Author::Member && invites(sentence, language) {
        return Some(Kind::Meeting);
    }
    if language.has(sentence, &language.blockers) {
        return None;
    }
    match author {
        Author::Other => asked(sentence, language),
        Author::Member => {
            let promised = language.promises.iter().find_map(|phrase| language.find(sentence, phrase));
            // "I will." says nothing of what.
            let says_what =
                language.script == Script::Japanese || promised.is_some_and(|next| next < sentence.words.len());
            (promised.is_some() && says_what && !is_question(sentence))
                .then(|| hinted(sentence, language).unwrap_or(Kind::Task))
        }
        Author::Note => asked(sentence, language).or_else(|| noted(sentence, language)),
    }
}

/// An invitation that is asked, at some day or time. Who asks when a meeting is does not invite to it.
fn invites(sentence: &Sentence<'_>, language: &Language) -> bool {
    const ASKS_WHAT: &str = "what where when who why which how was wann wo wer warum wieso wie quand où qui pourquoi comment quel quelle \
                             cuándo cuando dónde donde quién qué cuánto quando dove chi perché come cosa wat waar wanneer waarom hoe co \
                             gdzie kiedy kto dlaczego jak onde quem متي اين وين فين كيف كم ماذا";
    let start = begin(sentence, language);
    let asks_what =
        sentence.words.get(start).is_some_and(|word| ASKS_WHAT.split_whitespace().any(|known| known == word.text));
    let begins = language.invitations.iter().any(|phrase| language.matches_at(sentence, phrase, start).is_some());
    (is_question(sentence) && !asks_what || begins)
        && language.has(sentence, &language.invitations)
        && dates::says_when(sentence, language)
}

fn is_question(sentence: &Sentence<'_>) -> bool {
    sentence.text.trim_end().ends_with(['?', '؟', '？'])
}

/// What somebody asks of the reader.
fn asked(sentence: &Sentence<'_>, language: &Language) -> Option<Kind> {
    let start = begin(sentence, language);
    if language.has(sentence, &language.demands) {
        return Some(Kind::Payment);
    }
    if language.has(sentence, &language.requests) {
        return Some(hinted(sentence, language).unwrap_or(Kind::Task));
    }
    if starts_with(sentence, language, &language.questions, start) {
        return None;
    }
    if let Some(kind) = imperative(sentence, language, start) {
        return Some(kind);
    }
    // "Let's meet on Thursday at 4"
    let is_invitation = language.has(sentence, &language.invitations) && dates::says_when(sentence, language);
    (is_invitation && !is_question(sentence)).then_some(Kind::Meeting)
}

/// An imperative at the beginning, or after a comma or "and" following a condition.
fn imperative(sentence: &Sentence<'_>, language: &Language, start: usize) -> Option<Kind> {
    if language.script == Script::Japanese {
        let found = language.imperatives.iter().find(|(_, phrase)| language.find(sentence, phrase).is_some());
        return found.map(|(kind, _)| hinted(sentence, language).unwrap_or(*kind));
    }
    let (kind, end) = language
        .imperatives
        .iter()
        .filter_map(|(kind, phrase)| Some((*kind, language.matches_at(sentence, phrase, start)?)))
        .max_by_key(|(_, end)| *end)?;
    // One word alone asks for nothing: "Come!", "Look".
    if end >= sentence.words.len() && start == 0 && kind == Kind::Task {
        return None;
    }
    Some(if kind == Kind::Task { hinted(sentence, language).unwrap_or(kind) } else { kind })
}

/// What a note to oneself holds: an infinitive at its beginning or its end, or an appointment.
fn noted(sentence: &Sentence<'_>, language: &Language) -> Option<Kind> {
    if is_question(sentence) {
        return None;
    }
    if language.script == Script::Japanese {
        return language
            .notes
            .iter()
            .find(|(_, phrase)| language.find(sentence, phrase).is_some())
            .map(|(kind, _)| *kind);
    }
    let start = begin(sentence, language);
    let fits = |phrase: &Phrase| {
        let ends =
            sentence.words.len().checked_sub(phrase.len()).and_then(|at| language.matches_at(sentence, phrase, at));
        language.matches_at(sentence, phrase, start).is_some() || ends == Some(sentence.words.len())
            // "Milch kaufen morgen früh": a day may follow.
            || dates::says_when(sentence, language) && language.find(sentence, phrase).is_some()
    };
    let kind = language.notes.iter().find(|(_, phrase)| fits(phrase)).map(|(kind, _)| *kind)?;
    Some(if kind == Kind::Task { hinted(sentence, language).unwrap_or(kind) } else { kind })
}

/// The kind that words of the sentence tell.
fn hinted(sentence: &Sentence<'_>, language: &Language) -> Option<Kind> {
    let found = language.hints.iter().filter(|(_, phrase)| language.find(sentence, phrase).is_some());
    let kinds: Vec<Kind> = found.map(|(kind, _)| *kind).collect();
    [Kind::Call, Kind::Payment, Kind::Purchase].into_iter().find(|kind| kinds.contains(kind))
}

/// The first word that is no greeting, no name before a comma, and no filler.
fn begin(sentence: &Sentence<'_>, language: &Language) -> usize {
    let mut at = 0;
    while let Some(word) = sentence.words.get(at) {
        let is_known = |words: &[&str]| words.iter().any(|known| language.is_word(&word.text, known));
        if is_known(&language.fillers) || is_known(&language.greetings) {
            at += 1;
        } else if at + 1 < sentence.words.len() && at <= 2 && is_before_comma(sentence, at) {
            // "Ben, …", "Hi Ben, …", "When you are there, …" is too long for a name.
            at += 1;
        } else {
            break;
        }
    }
    at
}

fn is_before_comma(sentence: &Sentence<'_>, at: usize) -> bool {
    let between = &sentence.text[sentence.words[at].range.end..sentence.words[at + 1].range.start];
    between.contains([',', '،', ':', '!', '–', '-'])
}

fn starts_with(sentence: &Sentence<'_>, language: &Language, phrases: &[Phrase], start: usize) -> bool {
    if language.script == Script::Japanese {
        return language.has(sentence, phrases);
    }
    phrases.iter().any(|phrase| language.matches_at(sentence, phrase, start).is_some())
}
