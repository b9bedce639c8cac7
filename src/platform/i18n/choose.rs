//! Which language to speak: what was asked for, then what the browser prefers, then English.

use super::{Language, all, english};

/// The most languages read from a header; a longer one is abuse.
const MAX_RANGES: usize = 32;

/// `explicit` is a BCP 47 tag; `accept_language` is the header (RFC 9110, 12.5.4). Both are looked up as RFC 4647,
/// 3.4 says: `de-AT-1996` is served by `de`.
pub fn choose(explicit: Option<&str>, accept_language: Option<&str>) -> &'static Language {
    let wished = ranges(accept_language.unwrap_or_default());
    explicit.into_iter().chain(wished).find_map(look_up).unwrap_or_else(english)
}

/// The language for a tag or a basic range; `None` for `*`, which asks for no particular one.
fn look_up(range: &str) -> Option<&'static Language> {
    let mut tag = range.trim().replace('_', "-");
    while !tag.is_empty() {
        if let Some(language) = all().iter().find(|language| language.tag().eq_ignore_ascii_case(&tag)) {
            return Some(language);
        }
        // A single letter introduces an extension, which means nothing without what followed it.
        let shorter = tag.rfind('-').map_or("", |at| &tag[..at]);
        tag = match shorter.as_bytes() {
            [rest @ .., b'-', _] => shorter[..rest.len()].to_owned(),
            _ => shorter.to_owned(),
        };
    }
    None
}

/// The header's ranges by weight; equal weights keep their order.
fn ranges(header: &str) -> Vec<&str> {
    let mut ranges: Vec<(u16, &str)> = header.split(',').take(MAX_RANGES).filter_map(weighed).collect();
    ranges.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    ranges.into_iter().map(|(_, range)| range).collect()
}

/// A range and its weight in thousandths; `None` if it is unreadable or has weight 0.
fn weighed(item: &str) -> Option<(u16, &str)> {
    let mut parts = item.split(';').map(str::trim);
    let range = parts.next()?;
    let weight = match parts.next() {
        None => 1000,
        Some(parameter) => thousandths(parameter.strip_prefix(['q', 'Q'])?.trim_start().strip_prefix('=')?.trim())?,
    };
    (weight > 0 && parts.next().is_none()).then_some((weight, range))
}

/// `0.8` is 800: one digit before the point, three after it at most.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 1 || rest.len() > 3 || !digits(whole) || !digits(rest) {
        return None;
    }
    let weight = whole.parse::<u16>().ok()? * 1000 + format!("{rest:0<3}").parse::<u16>().ok()?;
    (weight <= 1000).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_comes_first_then_the_browser_then_english() {
        for (explicit, header, tag) in [
            (None, None, "en"),
            (Some("de"), None, "de"),
            (Some("DE-at"), Some("fr"), "de"),
            (Some("pt_BR"), None, "pt"),
            (Some("ja-JP-u-ca-japanese"), None, "ja"),
            (Some("de-x-office"), None, "de"),
            (Some("xx"), Some("fr"), "fr"),
            (Some(""), Some("it;q=0.1"), "it"),
            (Some("\0"), None, "en"),
            (None, Some("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5"), "fr"),
            (None, Some("en;q=0.5, nl;q=0.501"), "nl"),
            (None, Some("sv, pl"), "pl"),
            (None, Some("es ; q = 0.3 , ar;Q=0.4"), "ar"),
            (None, Some("de;q=0, it;q=0.2"), "it"),
            (None, Some("de;q=0.0000, fr;q=2, es;q=x, it;x=1, nl;q=.9"), "en"),
            (None, Some("zh-Hant-TW, ja;q=0.3"), "ja"),
            (None, Some("*"), "en"),
            (None, Some("de-1996, en"), "de"),
            (None, Some("deu, en"), "en"),
        ] {
            assert_eq!(choose(explicit, header).tag(), tag, "{explicit:?} {header:?}");
        }
        let endless = "xx,".repeat(10_000) + "de";
        assert_eq!(choose(None, Some(&endless)).tag(), "en");
    }
}
