//! When something is due, as a sentence says it.

use time::{Date, Duration, Month, OffsetDateTime, Time, Weekday};

use crate::Due;
use crate::languages::{Language, Phrase, Script, Sentence};

/// The day, and perhaps the time, that a sentence names; reckoned from when it was sent.
pub fn find(sentence: &str, sent_at: OffsetDateTime, languages: &[&Language]) -> Option<Due> {
    let read = Sentence::new(sentence);
    // A language that reads a day knows more than one that reads a time.
    let reads_day = |language: &&&Language| day(&read, sent_at.date(), language).is_some();
    let first = languages.iter().find(reads_day);
    first.into_iter().chain(languages).find_map(|language| in_language(&read, sent_at, language))
}

/// Whether a sentence says any day or time.
pub fn says_when(sentence: &Sentence<'_>, language: &Language) -> bool {
    let any = OffsetDateTime::UNIX_EPOCH;
    day(sentence, any.date(), language).is_some() || clock(sentence, language).is_some()
}

fn in_language(sentence: &Sentence<'_>, sent_at: OffsetDateTime, language: &Language) -> Option<Due> {
    let time = clock(sentence, language);
    if let Some(date) = day(sentence, sent_at.date(), language) {
        return Some(Due { date, time });
    }
    if let Some(due) = hours(sentence, sent_at, language) {
        return Some(due);
    }
    // A time alone is the next such time.
    let time = time?;
    let date = if time < sent_at.time() { sent_at.date().next_day()? } else { sent_at.date() };
    Some(Due { date, time: Some(time) })
}

fn day(sentence: &Sentence<'_>, today: Date, language: &Language) -> Option<Date> {
    if language.script == Script::Japanese {
        return japanese_day(sentence, today, language);
    }
    written_day(sentence, today, language)
        .or_else(|| counted_day(sentence, today, language))
        .or_else(|| {
            let longest = language.days.iter().filter(|(phrase, _)| language.find(sentence, phrase).is_some());
            let (_, days) = longest.max_by_key(|(phrase, _)| phrase.len())?;
            today.checked_add(Duration::days(*days))
        })
        .or_else(|| weekday(sentence, today, language))
        .or_else(|| week(sentence, today, language))
}

/// The first of next week, or the weekend.
fn week(sentence: &Sentence<'_>, today: Date, language: &Language) -> Option<Date> {
    if language.has(sentence, &language.next_week) {
        return Some(today.next_occurrence(Weekday::Monday));
    }
    language.has(sentence, &language.weekend).then(|| next_or_today(today, Weekday::Saturday))
}

fn next_or_today(today: Date, weekday: Weekday) -> Date {
    if today.weekday() == weekday { today } else { today.next_occurrence(weekday) }
}

fn weekday(sentence: &Sentence<'_>, today: Date, language: &Language) -> Option<Date> {
    let number = sentence.words.iter().find_map(|word| {
        language.weekdays.iter().find(|(name, _)| language.is_word(&word.text, name)).map(|(_, number)| *number)
    })?;
    let next = today.next_occurrence(Weekday::Monday.nth_next(number - 1));
    // "Friday next week": the week's own Friday.
    if language.has(sentence, &language.next_week) {
        return today.next_occurrence(Weekday::Monday).checked_add(Duration::days((number - 1).into()));
    }
    Some(next)
}

/// `24 December`, `December 24th`, `24.12.`, `24/12/2026`, `2026-12-24`, `the 15th`.
fn written_day(sentence: &Sentence<'_>, today: Date, language: &Language) -> Option<Date> {
    let words = &sentence.words;
    for (at, word) in words.iter().enumerate() {
        let parts: Vec<&str> = word.text.split(['.', '/', '-']).filter(|part| !part.is_empty()).collect();
        let numbers: Vec<i32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
        let is_date = numbers.len() == parts.len() && (2..=3).contains(&numbers.len());
        if is_date && !(word.text.contains(',') || word.text.contains(':')) && has_date_signs(sentence, at) {
            let found = match numbers[..] {
                [year, month, day] if year > 31 => on(year, month, day),
                [day, month, year] => on(if year < 100 { 2000 + year } else { year }, month, day),
                [day, month] => next(today, month, day),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
        let month =
            language.months.iter().find(|(name, _)| language.is_word(&word.text, name)).map(|(_, number)| *number);
        if let Some(month) = month {
            let skips =
                |at: usize| words.get(at).filter(|word| !matches!(&*word.text, "de" | "of" | "di" | "the")).map(|_| at);
            let before = at.checked_sub(1).and_then(|one| skips(one).or_else(|| one.checked_sub(1)));
            let day = before.and_then(|at| ordinal(&words[at].text));
            let day = day.or_else(|| ordinal(&words.get(skips(at + 1).unwrap_or(at + 2))?.text));
            if let Some(found) = day.and_then(|day| next(today, month.into(), day)) {
                return Some(found);
            }
        }
    }
    // "by the 15th", "bis zum 15."
    words.iter().enumerate().find_map(|(at, word)| {
        let is_ordinal = word.text.len() > 2 && ordinal(&word.text).is_some() && word.text.parse::<i32>().is_err();
        let has_point =
            sentence.text[word.range.end..].starts_with('.') && at + 1 < words.len() && word.text.len() <= 2;
        let is_named = is_ordinal || has_point && language.oclock.contains(&"uhr");
        let day = ordinal(&word.text).filter(|_| is_named)?;
        let this = on(today.year(), i32::from(u8::from(today.month())), day).filter(|found| *found >= today);
        this.or_else(|| {
            let following = today.month().next();
            let year = if following == Month::January { today.year() + 1 } else { today.year() };
            on(year, i32::from(u8::from(following)), day)
        })
    })
}

/// A number with a point or a slash is a date only if it looks like one: `24.12.`, `24/12`, and `24.12` after "on".
fn has_date_signs(sentence: &Sentence<'_>, at: usize) -> bool {
    let word = &sentence.words[at];
    let parts = word.text.split(['.', '/', '-']).filter(|part| !part.is_empty()).count();
    let ends_with_point = sentence.text[word.range.end..].starts_with('.');
    let before = at.checked_sub(1).map(|at| sentence.words[at].text.as_str()).unwrap_or_default();
    parts == 3
        || word.text.contains('/')
        || word.text.contains('.')
            && (ends_with_point
                || matches!(
                    before,
                    "am" | "zum"
                        | "vom"
                        | "bis"
                        | "den"
                        | "le"
                        | "el"
                        | "il"
                        | "al"
                        | "dia"
                        | "dzień"
                        | "dnia"
                        | "do"
                        | "op"
                        | "entro"
                        | "até"
                ))
}

fn ordinal(text: &str) -> Option<i32> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let rest = &text[digits.len()..];
    let fits = matches!(rest, "" | "." | "st" | "nd" | "rd" | "th" | "er" | "e" | "º" | "°" | "ª" | "de" | "ste");
    digits.parse().ok().filter(|day| fits && (1..=31).contains(day))
}

fn on(year: i32, month: i32, day: i32) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(day).ok()?)
        .ok()
        .filter(|date| (1970..=2200).contains(&date.year()))
}

/// The next such day, today included. A 29 February waits for its year.
fn next(today: Date, month: i32, day: i32) -> Option<Date> {
    (0..=8).find_map(|years| on(today.year() + years, month, day).filter(|found| *found >= today))
}

/// `in 3 days`, `binnen zwei Wochen`.
fn counted_day(sentence: &Sentence<'_>, today: Date, language: &Language) -> Option<Date> {
    let (number, unit) = counted(sentence, language)?;
    let (_, days) = language.units.iter().find(|(name, _)| *name == unit)?;
    (*days > 0).then(|| today.checked_add(Duration::days(number.checked_mul(*days)?))).flatten()
}

/// `in 2 hours`: units of 0 days are hours.
fn hours(sentence: &Sentence<'_>, sent_at: OffsetDateTime, language: &Language) -> Option<Due> {
    let (number, unit) = counted(sentence, language)?;
    let (_, days) = language.units.iter().find(|(name, _)| *name == unit)?;
    let at = (*days == 0).then(|| sent_at.checked_add(Duration::hours(number))).flatten()?;
    Some(Due { date: at.date(), time: Time::from_hms(at.hour(), at.minute(), 0).ok() })
}

fn counted<'a>(sentence: &'a Sentence<'_>, language: &Language) -> Option<(i64, &'a str)> {
    sentence.words.windows(3).find_map(|words| {
        let [before, number, unit] = words else { return None };
        let is_within = language.within.iter().any(|known| language.is_word(&before.text, known));
        let number = number
            .text
            .parse()
            .ok()
            .or_else(|| small_number(&number.text))
            .filter(|number| (0..=366).contains(number))?;
        let known = language.units.iter().any(|(name, _)| *name == unit.text);
        (is_within && known).then_some((number, unit.text.as_str()))
    })
}

/// One to five in all languages.
fn small_number(text: &str) -> Option<i64> {
    const NUMBERS: [&str; 5] = [
        "a an one ein eine einem einer un una une uno een jeden jedną um uma",
        "two zwei dos deux due twee dwa dwie dois duas couple",
        "three drei tres trois tre drie trzy três",
        "four vier cuatro quatre quattro cztery quatro",
        "five fünf cinco cinq cinque vijf pięć",
    ];
    NUMBERS.iter().position(|words| words.split(' ').any(|word| word == text)).and_then(|at| i64::try_from(at + 1).ok())
}

/// The time of day: `15:00`, `3pm`, `at 3`, `15 Uhr`, `15h30`, `half past three`.
fn clock(sentence: &Sentence<'_>, language: &Language) -> Option<Time> {
    if language.script == Script::Japanese {
        return japanese_clock(&sentence.plain);
    }
    let words = &sentence.words;
    let is_after = |phrase: &Phrase, at: usize| {
        at.checked_sub(phrase.len()).is_some_and(|begin| language.matches_at(sentence, phrase, begin) == Some(at))
    };
    for (at, word) in words.iter().enumerate() {
        let half = at.checked_sub(1).is_some_and(|before| language.half.0.contains(&&*words[before].text));
        let next = words.get(at + 1).map(|word| word.text.as_str()).unwrap_or_default();
        let has_oclock = language.oclock.contains(&next);
        let has_at = language.at.iter().any(|phrase| is_after(phrase, at));
        let is_month = |at: Option<usize>| {
            let word = at.and_then(|at| words.get(at));
            word.is_some_and(|word| language.months.iter().any(|(name, _)| language.is_word(&word.text, name)))
        };
        if is_month(Some(at + 1)) || is_month(at.checked_sub(1)) {
            continue;
        }
        let Some((hour, minute, is_sure, meridiem)) = hour(&word.text, language) else { continue };
        let (meridiem, is_meridiem) = match (meridiem, next) {
            (Some(after), _) => (Some(after), true),
            (None, "pm" | "p") => (Some(true), true),
            (None, "am" | "a") if language.oclock.contains(&"o'clock") => (Some(false), true),
            (None, _) => (None, false),
        };
        if !(is_sure || has_oclock || is_meridiem || half || has_at && !is_counted(words, at, language)) {
            continue;
        }
        let (mut hour, mut minute) = (hour, minute);
        // "14 Uhr 30"
        if has_oclock
            && minute == 0
            && let Some(more) =
                words.get(at + 2).and_then(|word| word.text.parse::<u8>().ok()).filter(|more| *more < 60)
            && words[at + 2].text.len() == 2
        {
            minute = more;
        }
        if half {
            minute = 30;
            hour = if language.half.1 < 0 { hour.checked_sub(1).unwrap_or(11) } else { hour };
        }
        let is_late = language.has(sentence, &language.afternoon);
        // Who says "at 3" of a day's work does not mean the night.
        let is_afternoon = meridiem.unwrap_or(is_late || !is_sure && (1..=6).contains(&hour) && minute % 5 == 0);
        if is_afternoon && hour < 12 {
            hour += 12;
        } else if meridiem == Some(false) && hour == 12 {
            hour = 0;
        }
        return Time::from_hms(hour, minute, 0).ok();
    }
    None
}

/// `3 Äpfel` after "um" is no time; a unit or another noun follows that is no day.
fn is_counted(words: &[crate::text::Word], at: usize, language: &Language) -> bool {
    let next = words.get(at + 1).map(|word| word.text.as_str()).unwrap_or_default();
    language.units.iter().any(|(unit, _)| *unit == next) || matches!(next, "€" | "$" | "£" | "euro" | "eur" | "%")
}

/// Hour and minute of a word, whether it can be nothing else, and whether it says morning or afternoon.
fn hour(text: &str, language: &Language) -> Option<(u8, u8, bool, Option<bool>)> {
    let (text, meridiem) = match (text.strip_suffix("pm"), text.strip_suffix("am")) {
        (Some(rest), _) => (rest, Some(true)),
        (_, Some(rest)) => (rest, Some(false)),
        _ => (text, None),
    };
    let (text, has_h) = match text.strip_suffix('h') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let in_day = |hour: u8, minute: u8| hour < 24 && minute < 60;
    if let Some((hours, minutes)) = text.split_once([':', 'h', '.']) {
        let is_two = minutes.len() == 2 && (1..=2).contains(&hours.len());
        let (hour, minute) = (hours.parse().ok()?, minutes.parse().ok()?);
        let is_point = text.contains('.');
        return (is_two && in_day(hour, minute)).then_some((hour, minute, !is_point, meridiem));
    }
    if let Ok(hour) = text.parse::<u8>() {
        return (text.len() <= 2 && in_day(hour, 0)).then_some((hour, 0, has_h, meridiem));
    }
    let named = language.half.0.first().and(hour_name(text)?.into());
    named.map(|hour| (hour, 0, false, meridiem))
}

fn hour_name(text: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "one eins una une un één",
        "two zwei dos deux due twee",
        "three drei tres trois tre drie",
        "four vier cuatro quatre quattro",
        "five fünf cinco cinq cinque vijf",
        "six sechs seis sei zes",
        "seven sieben siete sept sette zeven",
        "eight acht ocho huit otto",
        "nine neun nueve neuf nove negen",
        "ten zehn diez dix dieci tien",
        "eleven elf once onze undici",
        "twelve zwölf doce douze dodici twaalf noon midi mediodía mittag",
    ];
    let at = NAMES.iter().position(|names| names.split(' ').any(|name| name == text))?;
    u8::try_from(at + 1).ok()
}

fn japanese_day(sentence: &Sentence<'_>, today: Date, language: &Language) -> Option<Date> {
    let text = &sentence.plain;
    if let Some(month) = number_before(text, "月")
        && let Some(day) = text.split_once('月').and_then(|(_, rest)| number_before(rest, "日"))
    {
        return next(today, month, day);
    }
    if let Some((_, name)) = language
        .days
        .iter()
        .filter(|(phrase, _)| text.contains(&phrase[0]))
        .map(|(phrase, days)| (phrase[0].len(), days))
        .max_by_key(|(length, _)| *length)
    {
        return today.checked_add(Duration::days(*name));
    }
    for (sign, days) in [("日後", 1), ("日以内", 1), ("週間後", 7), ("週間以内", 7)] {
        if let Some(number) = number_before(text, sign) {
            return today.checked_add(Duration::days(i64::from(number) * days));
        }
    }
    if let Some((_, number)) = language.weekdays.iter().find(|(name, _)| text.contains(name)) {
        let monday = today.next_occurrence(Weekday::Monday);
        let own = today.next_occurrence(Weekday::Monday.nth_next(number - 1));
        let is_next_week = language.next_week.iter().any(|phrase| text.contains(&phrase[0]));
        return if is_next_week { monday.checked_add(Duration::days((number - 1).into())) } else { Some(own) };
    }
    if let Some(day) = number_before(text, "日").filter(|_| !text.contains("日間")) {
        return (0..=2).find_map(|months| {
            let first = today.replace_day(1).ok()?.checked_add(Duration::days(31 * months))?;
            on(first.year(), i32::from(u8::from(first.month())), day).filter(|found| *found >= today)
        });
    }
    week(sentence, today, language)
}

/// The number that is written right before a sign.
fn number_before(text: &str, sign: &str) -> Option<i32> {
    text.match_indices(sign).find_map(|(at, _)| {
        let digits: String = text[..at].chars().rev().take_while(char::is_ascii_digit).take(4).collect();
        digits.chars().rev().collect::<String>().parse().ok()
    })
}

fn japanese_clock(text: &str) -> Option<Time> {
    if let Some((hour, minute)) = text.split_whitespace().chain([text]).find_map(colon_time) {
        return Time::from_hms(hour, minute, 0).ok();
    }
    let mut hour = u8::try_from(number_before(text, "時").filter(|_| !text.contains("時間"))?).ok()?;
    let (_, rest) = text.split_once('時')?;
    let minute = if rest.starts_with('半') { 30 } else { number_before(rest, "分").unwrap_or(0) };
    let is_late = ["午後", "夜", "夕方"].iter().any(|word| text.contains(word));
    let is_early = ["午前", "朝"].iter().any(|word| text.contains(word));
    if hour < 12 && (is_late || !is_early && (1..=6).contains(&hour)) {
        hour += 12;
    }
    Time::from_hms(hour, u8::try_from(minute).ok()?, 0).ok()
}

fn colon_time(text: &str) -> Option<(u8, u8)> {
    let at = text.find(':')?;
    let hours: String = text[..at].chars().rev().take_while(char::is_ascii_digit).take(2).collect();
    let hour = hours.chars().rev().collect::<String>().parse().ok().filter(|hour| *hour < 24)?;
    let minutes: String = text[at + 1..].chars().take_while(char::is_ascii_digit).collect();
    let minute = minutes.parse().ok().filter(|minute| *minute < 60 && minutes.len() == 2)?;
    Some((hour, minute))
}
