//! The language of a document or a question, guessed by its most common words; and the words by which it is searched.

use std::collections::HashSet;

/// A language: its tag, PostgreSQL's text search configuration for it, and words that say little by themselves.
#[derive(Debug)]
pub struct Known {
    pub tag: &'static str,
    pub config: &'static str,
    common: &'static str,
}

/// The languages that the program speaks. PostgreSQL has no stems for Polish and Japanese.
const KNOWN: [Known; 10] = [
    Known {
        tag: "en",
        config: "english",
        common: "the and is are was of to in for what how when where who which why can could do does you your my i it a an \
                 on at with me we us be or not there please tell about much many have has will would this that if",
    },
    Known {
        tag: "de",
        config: "german",
        common: "der die das und ist sind war ein eine einen einem einer wie was wann wo wer welche welcher warum kann \
                 können ich du sie wir mein meine ihr ihre zu zum zur im in den dem des mit für auf von bei nicht es gibt \
                 bitte haben hat wird werden viel viele man oder auch",
    },
    Known {
        tag: "fr",
        config: "french",
        common: "le la les l des d un une et est sont que qu qui quoi quand où comment combien pourquoi quel quelle quels \
                 quelles je j vous nous mon ma mes votre vos à au aux en dans pour avec sur pas il elle y a de du ce cette \
                 puis peut se ou",
    },
    Known {
        tag: "es",
        config: "spanish",
        common: "el la los las un una y es son qué que cómo cuándo dónde quién cuál cuáles cuánto cuánta cuesta puedo \
                 puede mi mis su sus de del en para con por no hay a al se lo yo usted ustedes o",
    },
    Known {
        tag: "pt",
        config: "portuguese",
        common: "o a os as um uma e é são que como quando onde quem qual quais quanto posso pode meu minha seu sua de do \
                 da dos das em no na nos nas para com por não há ao eu você vocês ou",
    },
    Known {
        tag: "it",
        config: "italian",
        common: "il lo la i gli le l un una e è sono che cosa come quando dove chi quale quali quanto quanta perché posso \
                 può mio mia vostro vostri di del della dei in nel per con su non c a al si o io voi",
    },
    Known {
        tag: "nl",
        config: "dutch",
        common: "de het een en is zijn was wat hoe wanneer waar wie welke waarom kan kunnen ik je u uw mijn wij van in op \
                 voor met niet er te aan hebben heeft veel of dit dat",
    },
    Known {
        tag: "pl",
        config: "simple",
        common: "i w we na z ze do jest są co jak kiedy gdzie kto który która które jakie jaki jaka ile czy dlaczego mogę \
                 można mój moja moje państwa się nie to dla od za po o lub",
    },
    Known {
        tag: "ar",
        config: "arabic",
        common: "في من على ما ماذا هل متى أين كيف كم لماذا هو هي إلى عن مع هذا هذه أن أو لا يمكن يمكنني",
    },
    Known { tag: "ja", config: "simple", common: "" },
];

impl Known {
    fn is_common(&self, word: &str) -> bool {
        self.common.split_whitespace().any(|common| common == word)
    }
}

/// The language with this tag.
pub fn tagged(tag: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.tag.eq_ignore_ascii_case(tag))
}

/// Guesses; `None` if the text says too little.
pub fn guess(text: &str) -> Option<&'static Known> {
    let begin: String = text.chars().take(5000).collect();
    let count = |is: fn(char) -> bool| begin.chars().filter(|sign| is(*sign)).count();
    let letters = count(char::is_alphabetic);
    if count(is_kana) > 0 && count(|sign| is_kana(sign) || is_han(sign)) * 3 > letters {
        return tagged("ja");
    }
    if count(|sign| matches!(sign, '\u{600}'..='\u{6ff}')) * 3 > letters {
        return tagged("ar");
    }
    let words: Vec<String> = words(&begin);
    let score = |known: &Known| words.iter().filter(|word| known.is_common(word)).count();
    // The first of equals: `max_by_key` would take the last.
    let best = KNOWN.iter().rev().max_by_key(|known| score(known));
    best.filter(|known| score(known) > 0)
}

/// The words of a text in lower case. Han and katakana have no spaces between words: each pair of them counts as one;
/// hiragana are mostly endings and are left out beside them.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let lower = text.to_lowercase();
    for word in lower.split(|sign: char| !sign.is_alphanumeric() && !is_mark(sign)) {
        if !word.chars().any(|sign| is_kana(sign) || is_han(sign)) {
            words.extend(Some(word.to_owned()).filter(|word| !word.is_empty()));
            continue;
        }
        let signs: Vec<char> = word.chars().collect();
        for run in signs.chunk_by(|one, next| kind(*one) == kind(*next)) {
            match (kind(run[0]), run.len()) {
                (Kind::Hiragana, _) => {}
                (Kind::Pairs, 2..) => words.extend(run.windows(2).map(|pair| pair.iter().collect::<String>())),
                _ => words.push(run.iter().collect()),
            }
        }
    }
    words
}

/// The words that a question is about, each once, without those that every question has.
pub fn keywords(question: &str, language: Option<&Known>) -> Vec<String> {
    const MOST: usize = 32;
    let language = language.unwrap_or(&KNOWN[0]);
    let mut seen = HashSet::new();
    let wanted = words(question).into_iter().filter(|word| !language.is_common(word) && seen.insert(word.clone()));
    wanted.take(MOST).collect()
}

#[derive(PartialEq)]
enum Kind {
    Pairs,
    Hiragana,
    Other,
}

fn kind(sign: char) -> Kind {
    match sign {
        '\u{3040}'..='\u{309f}' => Kind::Hiragana,
        sign if is_han(sign) || is_kana(sign) => Kind::Pairs,
        _ => Kind::Other,
    }
}

/// Hiragana and katakana.
fn is_kana(sign: char) -> bool {
    matches!(sign, '\u{3040}'..='\u{30ff}')
}

fn is_han(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Combining marks, which are no letters but parts of them.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::i18n;

    #[test]
    fn every_language_of_ours_is_known() {
        for language in i18n::all() {
            assert!(tagged(language.tag()).is_some(), "{language:?}");
        }
    }

    #[test]
    fn a_question_has_its_language() {
        for (text, tag) in [
            ("When are you open?", "en"),
            ("Wann haben Sie geöffnet?", "de"),
            ("Quels sont vos horaires ?", "fr"),
            ("¿Cuál es el horario?", "es"),
            ("Qual é o horário?", "pt"),
            ("Quali sono gli orari di apertura?", "it"),
            ("Wat zijn de openingstijden?", "nl"),
            ("Jakie są godziny otwarcia?", "pl"),
            ("ما هي ساعات العمل؟", "ar"),
            ("営業時間は何時ですか", "ja"),
        ] {
            assert_eq!(guess(text).map(|known| known.tag), Some(tag), "{text}");
        }
        for nothing in ["", "123", "Anteroom"] {
            assert!(guess(nothing).is_none(), "{nothing}");
        }
    }

    #[test]
    fn keywords_say_what_a_question_is_about() {
        let of = |text: &str| keywords(text, guess(text)).join(" ");
        assert_eq!(of("What are your opening hours, and the HOURS on Saturday?"), "opening hours saturday");
        assert_eq!(of("Wie viel kostet eine Beratung?"), "kostet beratung");
        assert_eq!(of("営業時間は何時ですか"), "営業 業時 時間 何時");
        assert_eq!(of("What is COVID-19?"), "covid 19");
        assert_eq!(of("the"), "");
    }
}
