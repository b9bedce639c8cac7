//! Sentences and words.

use std::ops::Range;

use crate::MAX_TEXT;
use crate::languages::Language;

/// Splits a text into its sentences: at `.`, `!`, `?` and their relatives, and at line breaks. A point within a number, a
/// date, an abbreviation or an address ends none.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let text = &text[..text.floor_char_boundary(MAX_TEXT)];
    let mut found = Vec::new();
    let mut begin = 0;
    for (at, sign) in text.char_indices() {
        let end = at + sign.len_utf8();
        let ends = match sign {
            '\n' | '\r' | '。' | '！' | '？' | '؟' | '…' => true,
            '.' | '!' | '?' => ends_here(text, begin, at, end, sign),
            _ => false,
        };
        if ends {
            push(text, begin..end, &mut found);
            begin = end;
        }
    }
    push(text, begin..text.len(), &mut found);
    found
}

/// Abbreviations whose point does not end a sentence, in all languages.
const ABBREVIATIONS: &[&str] = &[
    "z.b", "d.h", "bzw", "ca", "nr", "no", "st", "str", "dr", "mr", "mrs", "ms", "sr", "sra", "prof", "tel", "inkl",
    "ggf", "evtl", "usw", "etc", "vs", "e.g", "i.e", "p.m", "a.m", "fr", "hr", "ul", "godz", "np", "tzn", "sig",
    "dott", "art", "dhr", "mevr", "bv", "bijv", "n", "avda", "ud", "uds", "apdo", "min", "max", "std", "mm", "jan",
    "feb", "mär", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "oct", "nov", "dez", "dec", "mo", "di", "mi", "do",
    "sa", "so", "wg", "a.s.a.p", "s.v.p", "m", "mme", "r", "av", "pzza",
];

fn ends_here(text: &str, begin: usize, at: usize, end: usize, sign: char) -> bool {
    let next = text[end..].chars().next();
    if next
        .is_some_and(|next| !next.is_whitespace() && !matches!(next, '"' | '»' | '”' | ')' | '\'') && !is_picture(next))
    {
        // "!!", "?!", "3.5", "www.example.org"
        return false;
    }
    if sign != '.' {
        return true;
    }
    let word = text[begin..at].rsplit(|sign: char| sign.is_whitespace() || sign == '(').next().unwrap_or_default();
    let rest = text[end..].trim_start();
    // "am 24. Dezember", "der 3. Stock"
    if !word.is_empty() && word.len() <= 2 && word.bytes().all(|digit| digit.is_ascii_digit()) && !rest.is_empty() {
        return rest.chars().next().is_some_and(char::is_uppercase) && !begins_with_month(rest);
    }
    let lower = word.to_lowercase();
    !(ABBREVIATIONS.contains(&lower.as_str()) && rest.chars().next().is_some_and(|next| !next.is_uppercase()))
}

fn begins_with_month(rest: &str) -> bool {
    let word: String = rest.chars().take_while(|sign| sign.is_alphabetic()).collect::<String>().to_lowercase();
    crate::languages::ALL.iter().any(|language| language.months.iter().any(|(name, _)| *name == word))
}

fn is_picture(sign: char) -> bool {
    matches!(u32::from(sign), 0x2190..=0x2BFF | 0xFE0F | 0x1_F000..=0x1_FAFF)
}

/// Keeps a sentence without the space around it; what has no letter or digit belongs to the sentence before.
fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let piece = &text[range.clone()];
    let begin = range.start + (piece.len() - piece.trim_start().len());
    let trimmed = begin..begin + piece.trim().len();
    if text[trimmed.clone()].chars().any(char::is_alphanumeric) {
        found.push(trimmed);
    }
}

/// A word of a sentence as the rules read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// In lower case; Arabic without vowel signs and with one form of its letters.
    pub text: String,
    pub range: Range<usize>,
}

/// The words of a sentence: letters, digits, and what may stand within a number, a time or a word.
pub fn words(sentence: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut begin = None;
    let mut signs = sentence.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|(_, next)| *next);
        let is_within = sign.is_alphanumeric()
            || is_mark(sign)
            || begin.is_some()
                && matches!(sign, '.' | ':' | '/' | ',' | '-')
                && next.is_some_and(|next| next.is_ascii_digit())
                && sentence[..at].ends_with(|before: char| before.is_ascii_digit())
            || matches!(sign, '€' | '$' | '£' | '¥' | '%' | '@' | '+');
        match (is_within, begin) {
            (true, None) => begin = Some(at),
            (false, Some(start)) => {
                found.push(word(sentence, start..at));
                begin = None;
            }
            _ => {}
        }
    }
    if let Some(start) = begin {
        found.push(word(sentence, start..sentence.len()));
    }
    found
}

fn word(sentence: &str, range: Range<usize>) -> Word {
    Word { text: normal(&sentence[range.clone()]), range }
}

/// Vowel signs and the like.
fn is_mark(sign: char) -> bool {
    matches!(u32::from(sign), 0x0300..=0x036F | 0x064B..=0x0652 | 0x0670 | 0x0640)
}

/// Lower case; Arabic in its plainest form, with its digits as 0 to 9.
pub fn normal(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter_map(|sign| match sign {
            sign if is_mark(sign) => None,
            'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
            'ى' => Some('ي'),
            'ة' => Some('ه'),
            '٠'..='٩' => char::from_digit(u32::from(sign) - u32::from('٠'), 10),
            '０'..='９' => char::from_digit(u32::from(sign) - u32::from('０'), 10),
            '’' => Some('\''),
            sign => Some(sign),
        })
        .collect()
}

/// The part of a sentence that says what is to be done: without a greeting, a name and a comma at its beginning, and
/// without the signs at its end.
pub fn without_greeting(sentence: &str, languages: &[&Language]) -> Range<usize> {
    let mut begin = 0;
    while let Some(comma) = sentence[begin..].find([',', '،', '、', '-', '–', ':']) {
        let head = words(&sentence[begin..begin + comma]);
        let is_greeting = head.len() <= 3
            && head
                .first()
                .is_some_and(|first| languages.iter().any(|language| language.greetings.contains(&&*first.text)));
        if !is_greeting {
            break;
        }
        let sign = sentence[begin + comma..].chars().next().map_or(1, char::len_utf8);
        let rest = &sentence[begin + comma + sign..];
        if !rest.chars().any(char::is_alphanumeric) {
            break;
        }
        begin += comma + sign + (rest.len() - rest.trim_start().len());
    }
    let end = sentence.trim_end_matches(|sign: char| {
        sign.is_whitespace()
            || matches!(sign, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '…' | ',')
            || is_picture(sign)
    });
    if end.len() > begin { begin..end.len() } else { begin..sentence.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_point_within_a_number_or_a_date_ends_no_sentence() {
        assert_eq!(split("Hi. Can you come at 3.30? Thanks!! 🙂"), ["Hi.", "Can you come at 3.30?", "Thanks!!"]);
        assert_eq!(
            split("Bitte am 24. Dezember um 15.30 Uhr kommen. Danke"),
            ["Bitte am 24. Dezember um 15.30 Uhr kommen.", "Danke"]
        );
        assert_eq!(split("z.B. morgen\nRuf an"), ["z.B. morgen", "Ruf an"]);
        assert_eq!(split("明日来てください。ありがとう！"), ["明日来てください。", "ありがとう！"]);
        assert_eq!(split(" . \n ? "), Vec::<&str>::new());
    }

    #[test]
    fn arabic_is_read_in_its_plainest_form() {
        assert_eq!(normal("أَرْسِلْ ٣ إلى"), "ارسل 3 الي");
    }
}
