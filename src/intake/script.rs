//! The scripted conversation: a pure, stateless function. The browser sends the step along.

use lettre::Address;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::platform::address;
use crate::platform::i18n::{Language, Value as Filling};

/// The current step of the conversation: what the visitor answers with this call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    Start,
    Name,
    Files,
    Email,
    Consent,
    Inbox,
    Done,
}

/// What the next answer should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Text,
    Files,
    Email,
    Consent,
    Inbox,
    Done,
}

/// The bot's turn.
#[derive(Debug, PartialEq, Eq)]
pub struct Turn {
    pub says: Vec<String>,
    pub next: Step,
    pub expects: Kind,
}

/// What the conversation says about files.
pub struct Rules {
    /// The largest file, in bytes.
    pub max_file: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileCount {
    #[serde(deserialize_with = "whole_number")]
    count: u32,
}

/// JSON has one kind of number: 3.0 is as whole as 3.
fn whole_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if number.fract() != 0.0 || !(0.0..=f64::from(u32::MAX)).contains(&number) {
        return Err(D::Error::custom("expected a whole number"));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was just checked")]
    Ok(number as u32)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decisions {
    personal_data: bool,
    #[expect(dead_code, reason = "optional for the visitor; the contact stores it")]
    ai_training: bool,
}

/// Takes one answer. If it is not valid, `Err` contains what the bot says about it.
pub fn answer(words: &Language, rules: &Rules, step: Step, input: Option<&Value>) -> Result<Turn, String> {
    match step {
        Step::Start => start(words, input),
        Step::Name => {
            let name = check_name(words, text(input))?;
            let ask = words.with("bot-ask-files", "size", Filling::Size(rules.max_file));
            Ok(turn([words.with("bot-thanks", "name", &name), ask], Step::Files, Kind::Files))
        }
        Step::Files => {
            let count = parse::<FileCount>(input).ok_or_else(|| words.text("bot-files-count"))?.count;
            let heard = words.with("bot-files-heard", "count", u64::from(count));
            Ok(turn([heard, words.text("bot-ask-email")], Step::Email, Kind::Email))
        }
        Step::Email => {
            check_email(words, text(input))?;
            Ok(turn([words.text("bot-ask-consent")], Step::Consent, Kind::Consent))
        }
        Step::Consent => match parse::<Decisions>(input) {
            Some(decisions) if decisions.personal_data => {
                Ok(turn([words.text("bot-ask-inbox")], Step::Inbox, Kind::Inbox))
            }
            _ => Err(words.text("bot-consent-needed")),
        },
        Step::Inbox | Step::Done => Ok(turn([words.text("bot-done")], Step::Done, Kind::Done)),
    }
}

fn start(words: &Language, input: Option<&Value>) -> Result<Turn, String> {
    if input.is_some_and(|input| !input.is_null()) {
        // Only programs do this, so the text is not translated.
        return Err("The conversation starts without an answer.".to_owned());
    }
    Ok(greeting(words))
}

/// Returns the first turn.
pub fn greeting(words: &Language) -> Turn {
    let says = [words.text("bot-greeting"), words.text("bot-promise"), words.text("bot-ask-name")];
    turn(says, Step::Name, Kind::Text)
}

fn turn<const N: usize>(says: [String; N], next: Step, expects: Kind) -> Turn {
    Turn { says: says.into(), next, expects }
}

fn text(input: Option<&Value>) -> &str {
    input.and_then(Value::as_str).unwrap_or_default()
}

fn parse<T: serde::de::DeserializeOwned>(input: Option<&Value>) -> Option<T> {
    serde_json::from_value(input?.clone()).ok()
}

/// Checks a name: 1 to 100 characters of any script. Refuses control characters, which could forge a mail header.
pub fn check_name(words: &Language, raw: &str) -> Result<String, String> {
    if raw.chars().any(char::is_control) {
        return Err(words.text("bot-name-strange"));
    }
    let name = address::composed(raw.trim());
    if name.chars().all(|character| character.is_whitespace() || address::is_invisible(character)) {
        return Err(words.text("bot-name-missing"));
    }
    if name.chars().count() > 100 {
        return Err(words.text("bot-name-too-long"));
    }
    Ok(name)
}

/// Checks an address that mail can be sent to: RFC 5321's lengths, a domain with a dot in lower-case ASCII, nothing
/// around it.
pub fn check_email(words: &Language, raw: &str) -> Result<Address, String> {
    let email = address::fold(raw);
    if email.is_empty() {
        return Err(words.text("bot-email-missing"));
    }
    let wrong = || words.text("bot-email-wrong");
    if email.len() > 254 || raw.contains(char::is_control) || email.contains(char::is_whitespace) {
        return Err(wrong());
    }
    let address: Address = email.parse().map_err(|_| wrong())?;
    // One spelling per domain, or limits could be evaded: IDNA maps variants that only look different to the same,
    // writes lookalikes as xn--, and recognizes an IP address however it is written.
    let address = address::with_ascii_domain(&address).ok_or_else(wrong)?;
    if !address.domain().contains('.') || address.user().starts_with('"') {
        return Err(wrong());
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::platform::i18n::english;

    const RULES: Rules = Rules { max_file: 100 << 20 };

    fn next(step: Step, input: &Value) -> Result<Step, String> {
        answer(english(), &RULES, step, Some(input)).map(|turn| turn.next)
    }

    #[test]
    fn the_whole_conversation() {
        assert_eq!(answer(english(), &RULES, Step::Start, None).map(|turn| turn.next), Ok(Step::Name));
        for (step, input, then) in [
            (Step::Name, json!("Zoë 王"), Step::Files),
            (Step::Files, json!({"count": 2}), Step::Email),
            (Step::Files, json!({"count": 0}), Step::Email),
            (Step::Files, json!({"count": 3.0}), Step::Email),
            (Step::Email, json!("zoe@example.org"), Step::Consent),
            (Step::Consent, json!({"personal_data": true, "ai_training": false}), Step::Inbox),
            (Step::Inbox, Value::Null, Step::Done),
            (Step::Done, Value::Null, Step::Done),
        ] {
            assert_eq!(next(step, &input), Ok(then), "{step:?} {input}");
        }
    }

    #[test]
    fn an_address_is_taken_as_keyboards_and_pages_write_it() {
        for (typed, taken) in [
            ("ｚｏｅ@ｅｘａｍｐｌｅ．ｏｒｇ", "zoe@example.org"),
            ("ｚｏｅ＠ｅｘａｍｐｌｅ．ｏｒｇ", "zoe@example.org"),
            ("zoe@example。org", "zoe@example.org"),
            ("zoe\u{200b}@example.org\u{feff}", "zoe@example.org"),
            ("\u{202a}zoe@example.org\u{202c}", "zoe@example.org"),
            ("\u{3000}zoe@example.org\u{a0}", "zoe@example.org"),
            ("ｚｏｅ@bücher.example", "zoe@xn--bcher-kva.example"),
            ("zoe\u{308}@example.org", "zo\u{eb}@example.org"),
        ] {
            assert_eq!(
                check_email(english(), typed).map(|address| address.to_string()).as_deref(),
                Ok(taken),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_name_is_composed_and_has_something_to_see() {
        assert_eq!(check_name(english(), "Mu\u{308}ller").as_deref(), Ok("M\u{fc}ller"));
        // In Persian a zero-width non-joiner is part of the spelling.
        assert_eq!(
            check_name(english(), "\u{646}\u{6cc}\u{200c}\u{627}").as_deref(),
            Ok("\u{646}\u{6cc}\u{200c}\u{627}")
        );
        assert!(check_name(english(), "\u{200b}\u{feff} ").is_err());
    }

    #[test]
    fn invalid_answers_are_asked_again() {
        for (step, input) in [
            (Step::Start, json!("hi")),
            (Step::Name, json!("")),
            (Step::Name, json!("   ")),
            (Step::Name, json!(7)),
            (Step::Name, json!("a\r\nBcc: b")),
            (Step::Name, json!("x".repeat(101))),
            (Step::Files, json!({"count": -1})),
            (Step::Files, json!({"count": 0.5})),
            (Step::Files, json!({"count": 4_294_967_296_u64})),
            (Step::Files, json!({"count": 1, "x": 1})),
            (Step::Files, json!("two")),
            (Step::Email, json!("a@b@c.de")),
            (Step::Email, json!("a b@c.de")),
            (Step::Email, json!("a@c")),
            (Step::Email, json!("a@c.de%0d%0aBcc:x@y.de,")),
            (Step::Email, json!("a@c.de\r\nBcc: x@y.de")),
            (Step::Email, json!(format!("{}@example.org", "a".repeat(250)))),
            (Step::Consent, json!({"personal_data": false, "ai_training": true})),
            (Step::Consent, json!({"personal_data": true})),
        ] {
            assert!(next(step, &input).is_err_and(|words| !words.is_empty()), "{step:?} {input}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(raw in any::<String>()) {
            for step in [Step::Name, Step::Email] {
                let turn = answer(english(), &RULES, step, Some(&json!(raw)));
                prop_assert!(turn.is_ok_and(|turn| !turn.says.is_empty()) || raw.chars().count() < 10_000);
            }
        }

        #[test]
        fn an_accepted_address_is_one_line(raw in "[a-z@.\\r\\n ,<>\"]{1,30}") {
            if let Ok(address) = check_email(english(), &raw) {
                let text = address.to_string();
                prop_assert!(!text.contains(['\r', '\n', ' ', '<', '>']));
            }
        }
    }
}
