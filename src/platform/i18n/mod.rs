//! All texts for people, in every language: `locales/*.ftl` (Fluent), compiled in and parsed once. docs/languages.md
//! tells how to add a language.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

mod choose;
mod format;

pub use choose::choose;

/// Each language's BCP 47 tag and its texts, in the order in which pages list them.
const SOURCES: [(&str, &str); 10] = [
    ("en", include_str!("../../../locales/en.ftl")),
    ("de", include_str!("../../../locales/de.ftl")),
    ("fr", include_str!("../../../locales/fr.ftl")),
    ("es", include_str!("../../../locales/es.ftl")),
    ("pt", include_str!("../../../locales/pt.ftl")),
    ("it", include_str!("../../../locales/it.ftl")),
    ("nl", include_str!("../../../locales/nl.ftl")),
    ("pl", include_str!("../../../locales/pl.ftl")),
    ("ar", include_str!("../../../locales/ar.ftl")),
    ("ja", include_str!("../../../locales/ja.ftl")),
];

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 1] = ["ar"];

static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| SOURCES.iter().map(|(tag, source)| Language::read(tag, source)).collect());

/// A language and its texts.
pub struct Language {
    tag: &'static str,
    bundle: FluentBundle<FluentResource>,
}

/// A value to insert into a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Number(u64),
    /// A number of bytes, shown in the language's units.
    Size(u64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

/// All languages, English first.
pub fn all() -> &'static [Language] {
    &LANGUAGES
}

/// English: the reference, and the fallback for languages that we do not have.
pub fn english() -> &'static Language {
    &LANGUAGES[0]
}

impl std::fmt::Debug for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.tag)
    }
}

impl Language {
    fn read(tag: &'static str, source: &str) -> Self {
        // Tests parse every file. Should one have a mistake all the same, use the sentences that could be parsed.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let id: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // `isolated` sets the marks, only where directions meet.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { tag, bundle }
    }

    /// The BCP 47 tag, for `lang`.
    pub const fn tag(&self) -> &'static str {
        self.tag
    }

    /// The direction, for `dir`.
    pub fn dir(&self) -> &'static str {
        if self.is_right_to_left() { "rtl" } else { "ltr" }
    }

    pub fn is_right_to_left(&self) -> bool {
        RIGHT_TO_LEFT.contains(&self.tag)
    }

    /// The language's own name for itself.
    pub fn name(&self) -> String {
        self.text("language-name")
    }

    /// Returns a sentence.
    pub fn text(&self, key: &str) -> String {
        self.text_with(key, &[])
    }

    /// Returns a sentence with one value, for templates.
    pub fn with(&self, key: &str, name: &'static str, value: impl Into<Value>) -> String {
        self.text_with(key, &[(name, value.into())])
    }

    /// Returns a sentence with its values.
    pub fn text_with(&self, key: &str, values: &[(&'static str, Value)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            match value {
                Value::Text(text) => args.set(*name, self.isolated(text)),
                Value::Number(number) => args.set(*name, *number),
                Value::Size(bytes) => args.set(*name, self.size(*bytes)),
            }
        }
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        let Some(pattern) = pattern else {
            debug_assert!(false, "{} has no {key}", self.tag);
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{} {key}: {errors:?}", self.tag);
        text
    }

    /// Wraps text that runs against the sentence's direction in FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX
    /// 9). Otherwise brackets and numbers next to it would change places with it.
    fn isolated<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let against = if self.is_right_to_left() { char::is_alphabetic } else { runs_left };
        let meets = text.chars().any(|character| against(character) && runs_left(character) != self.is_right_to_left());
        if meets { Cow::Owned(format!("\u{2068}{text}\u{2069}")) } else { Cow::Borrowed(text) }
    }
}

/// Whether a character is in a block of a script written from right to left.
fn runs_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_kept_apart_where_they_meet() {
        let arabic = choose(Some("ar"), None);
        let english = english();
        let thanks = |language: &Language, name: &str| language.with("bot-thanks", "name", name);
        assert_eq!(thanks(english, "Zoë"), "Thank you, Zoë.");
        assert_eq!(thanks(english, "זואי"), "Thank you, \u{2068}זואי\u{2069}.");
        assert!(thanks(arabic, "Zoë (2)").contains("\u{2068}Zoë (2)\u{2069}"));
        assert!(!thanks(arabic, "زوي").contains('\u{2068}'));
        assert_eq!((arabic.dir(), english.dir()), ("rtl", "ltr"));
    }

    #[test]
    fn english_is_first() {
        assert_eq!(english().tag(), "en");
        assert_eq!(all().len(), SOURCES.len());
    }
}
