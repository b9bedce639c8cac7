//! `locales/*.ftl` compared with each other, with the languages' grammar, and with the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast;
use fluent_syntax::parser;
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use strum::VariantArray as _;

use anteroom::error::Kind;
use anteroom::platform::i18n;

/// What makes the widget's words when the program is built.
#[path = "../../build/words.rs"]
mod widget;

type Resource = ast::Resource<String>;

/// A message's pattern, and what it asks to be filled with.
struct Messages(BTreeMap<String, ast::Pattern<String>>);

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn source(tag: &str) -> String {
    fs::read_to_string(root().join(format!("locales/{tag}.ftl"))).expect("a language's file")
}

/// The languages that have a file.
fn tags() -> Vec<String> {
    let files = fs::read_dir(root().join("locales")).expect("the languages").flatten();
    let name = |path: PathBuf| path.file_stem().expect("a name").to_string_lossy().into_owned();
    let mut tags: Vec<String> = files.map(|file| name(file.path())).collect();
    tags.sort_unstable();
    tags
}

impl Messages {
    fn of(tag: &str) -> Self {
        let resource: Resource = parser::parse(source(tag)).unwrap_or_else(|(_, errors)| panic!("{tag}: {errors:?}"));
        let mut messages = BTreeMap::new();
        for entry in resource.body {
            if let ast::Entry::Message(message) = entry {
                assert!(message.attributes.is_empty(), "{tag}: attributes are never read");
                let twice = messages.insert(message.id.name.clone(), message.value.expect("a value"));
                assert!(twice.is_none(), "{tag} has {} twice", message.id.name);
            }
        }
        Self(messages)
    }

    /// The variables of a message, also of those that it takes in.
    fn variables(&self, key: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        walk(&self.0[key], &mut |expression| match expression {
            ast::InlineExpression::VariableReference { id } => _ = found.insert(id.name.clone()),
            ast::InlineExpression::MessageReference { id, .. } => found.extend(self.variables(&id.name)),
            other => panic!("{key}: words are variables and messages, nothing else: {other:?}"),
        });
        found
    }

    fn references(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for pattern in self.0.values() {
            walk(pattern, &mut |expression| {
                if let ast::InlineExpression::MessageReference { id, .. } = expression {
                    found.insert(id.name.clone());
                }
            });
        }
        found
    }
}

fn walk(pattern: &ast::Pattern<String>, see: &mut impl FnMut(&ast::InlineExpression<String>)) {
    for element in &pattern.elements {
        let ast::PatternElement::Placeable { expression } = element else { continue };
        match expression {
            ast::Expression::Inline(inline) => see(inline),
            ast::Expression::Select { selector, variants } => {
                see(selector);
                for variant in variants {
                    walk(&variant.value, see);
                }
            }
        }
    }
}

/// The choices of a pattern: what chooses, and the keys there are.
fn selects(pattern: &ast::Pattern<String>) -> Vec<(String, BTreeSet<String>)> {
    let mut found = Vec::new();
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression: ast::Expression::Select { selector, variants } } = element {
            let ast::InlineExpression::VariableReference { id } = selector else { panic!("{selector:?} chooses") };
            let keys = variants.iter().map(|variant| match &variant.key {
                ast::VariantKey::Identifier { name } => name.clone(),
                ast::VariantKey::NumberLiteral { value } => value.clone(),
            });
            found.push((id.name.clone(), keys.collect()));
            found.extend(variants.iter().flat_map(|variant| selects(&variant.value)));
        }
    }
    found
}

#[test]
fn every_language_has_the_messages_and_variables_of_english() {
    let english = Messages::of("en");
    let known: BTreeSet<String> = i18n::all().iter().map(|language| language.tag().to_owned()).collect();
    assert_eq!(known, tags().into_iter().collect(), "src/platform/i18n names the files of locales/");
    for tag in tags() {
        let own = Messages::of(&tag);
        let missing: Vec<_> = english.0.keys().filter(|key| !own.0.contains_key(*key)).collect();
        let alien: Vec<_> = own.0.keys().filter(|key| !english.0.contains_key(*key)).collect();
        assert!(missing.is_empty() && alien.is_empty(), "{tag} misses {missing:?} and alone has {alien:?}");
        for key in english.0.keys() {
            assert_eq!(own.variables(key), english.variables(key), "{tag}: {key}");
        }
    }
}

#[test]
fn every_number_has_the_form_that_its_language_asks_for() {
    let english = Messages::of("en");
    for tag in tags() {
        let own = Messages::of(&tag);
        let rules = PluralRules::create(
            tag.parse::<unic_langid::LanguageIdentifier>().expect("a tag"),
            PluralRuleType::CARDINAL,
        )
        .expect("its rules");
        for (key, pattern) in &own.0 {
            let counted = |keys: &BTreeSet<String>| keys.iter().any(|key| key.parse::<u32>().is_err());
            for (variable, forms) in selects(pattern).into_iter().filter(|(_, forms)| counted(forms)) {
                for number in 0..=200_u32 {
                    let category = match rules.select(number).expect("a category") {
                        PluralCategory::ZERO => "zero",
                        PluralCategory::ONE => "one",
                        PluralCategory::TWO => "two",
                        PluralCategory::FEW => "few",
                        PluralCategory::MANY => "many",
                        PluralCategory::OTHER => "other",
                    };
                    let there = forms.contains(category) || forms.contains(&number.to_string());
                    assert!(there, "{tag}: {key} has no [{category}], as of {variable} = {number}");
                }
            }
            // Where English counts, a language with several forms must count too.
            let counts = |pattern: &ast::Pattern<String>| selects(pattern).iter().any(|(_, forms)| counted(forms));
            let one_form = (0..=200_u32).all(|number| rules.select(number) == Ok(PluralCategory::OTHER));
            assert!(one_form || counts(pattern) || !counts(&english.0[key]), "{tag}: {key} does not count");
        }
    }
}

#[test]
fn the_words_keep_to_the_house_style() {
    for tag in tags() {
        for line in source(&tag).lines().filter(|line| !line.starts_with('#')) {
            assert!(!line.contains(['!', '！', '¡', '\'']), "{tag}: {line}");
            assert!(!line.contains("  ") || line.starts_with(' '), "{tag}: {line}");
            assert!(tag == "en" || !line.contains('…'), "{tag}: {line}");
        }
    }
    // The contract gives this one word for word.
    assert_eq!(i18n::english().text("problem-internal"), anteroom::error::INTERNAL);
}

#[test]
fn a_sentence_quotes_the_buttons_own_text() {
    for language in i18n::all() {
        for (sentence, button) in [("privacy-before-text", "widget-leave"), ("page-gone-again", "widget-again")] {
            let values = if sentence == "privacy-before-text" { vec![("within", "x".into())] } else { Vec::new() };
            let text = language.text_with(sentence, &values);
            assert!(text.contains(&language.text(button)), "{language:?}: {text}");
        }
    }
}

fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() { walk(&entry.path(), files) } else { files.push(entry.path()) }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.retain(|path| endings.iter().any(|ending| path.extension().is_some_and(|own| own == *ending)));
    found
}

/// `goOn` is `widget-go-on`.
fn key_of(prefix: &str, name: &str) -> String {
    let mut key = prefix.to_owned();
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            key.push('-');
        }
        key.push(character.to_ascii_lowercase());
    }
    key
}

fn names_after<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = String> + 'a {
    text.split(mark).skip(1).map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).collect())
}

/// Every key that code and templates name.
fn named() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let all = [files("src", &["rs"]), files("build", &["rs"]), files("templates", &["html", "txt"])].concat();
    for path in all {
        let text = fs::read_to_string(&path).expect("a source file");
        // Between quotation marks, where a key is: two words or more.
        for literal in text.split('"') {
            let is_key = literal.trim_end_matches('-').contains('-')
                && literal.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            let group = literal.split('-').next().unwrap_or_default();
            let groups = [
                "bot",
                "consent",
                "copy",
                "problem",
                "size",
                "duration",
                "date",
                "mail",
                "page",
                "privacy",
                "demo",
                "access",
                "frame",
                "kept",
                "widget",
                "chat",
                "assistant",
                "messenger",
            ];
            if is_key && (groups.contains(&group) || ["language-name", "decimal-mark"].contains(&literal)) {
                keys.insert(literal.to_owned());
            }
        }
    }
    // Named by what the server says.
    let messenger = fs::read_to_string(root().join("locales/en.ftl")).expect("the English words");
    let of_server = |key: &&str| key.starts_with("messenger-state-") || key.starts_with("messenger-kind-");
    keys.extend(messenger.lines().filter_map(|line| line.split(" = ").next()).filter(of_server).map(str::to_owned));
    for (page, prefix) in [("static/widget", "widget-"), ("static/chat", "chat-")] {
        for path in files(page, &["js"]) {
            let text = fs::read_to_string(&path).expect("a script");
            keys.extend(
                names_after(&text, "words.")
                    .filter(|name| !["lang", "intl"].contains(&name.as_str()))
                    .map(|name| key_of(prefix, &name)),
            );
        }
    }
    keys
}

#[test]
fn what_code_and_templates_say_is_there_and_all_that_is_there_is_said() {
    let english = Messages::of("en");
    let slugs = Kind::VARIANTS.iter().map(|kind| format!("problem-{}", kind.slug()));
    let (named, referred) = (named(), english.references());
    let unknown: Vec<_> = named.iter().filter(|key| !english.0.contains_key(*key)).collect();
    assert!(unknown.is_empty(), "named and not there: {unknown:?}");
    let slugs: BTreeSet<String> = slugs.collect();
    let idle = |key: &&String| !named.contains(*key) && !referred.contains(*key) && !slugs.contains(*key);
    let idle: Vec<_> = english.0.keys().filter(idle).collect();
    assert!(idle.is_empty(), "there and named nowhere: {idle:?}");
}

#[test]
fn the_pages_words_and_their_types_are_those_of_english() {
    for (page, prefix, interface) in [("widget", "widget-", "Words"), ("chat", "chat-", "ChatWords")] {
        let types = widget::types(&source("en"), prefix, interface);
        let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{page}.d.ts"));
        fs::write(&made, &types).expect("a file in cargo's folder for tests");
        let place = format!("static/{page}/messages.d.ts");
        let kept = fs::read_to_string(root().join(&place)).unwrap_or_default();
        assert!(kept == types, "en.ftl has changed: cp {} {place}", made.display());
        for tag in tags() {
            let script = widget::script(&source(&tag), prefix);
            for line in types.lines().filter(|line| line.starts_with("  ") && !line.starts_with("  /")) {
                let name = line.trim().split(':').next().unwrap_or_default();
                assert!(["lang", "intl"].contains(&name) || script.contains(&format!("{name}:")), "{tag} lacks {name}");
            }
        }
    }
}

#[test]
fn what_embed_js_says_itself_is_there_in_every_language() {
    let sources: Vec<_> = tags().into_iter().map(|tag| (tag.clone(), source(&tag))).collect();
    let text = widget::embedded(&sources);
    let texts: Vec<_> = text.trim_matches('"').split('|').collect();
    let own: Vec<_> = i18n::all().iter().map(i18n::Language::tag).collect();
    assert_eq!(texts.len(), 5 * own.len(), "a tag and four texts for each language: {text}");
    for texts in texts.chunks(5) {
        let language = i18n::choose(Some(texts[0]), None);
        let keys = ["widget-close", "frame-failed", "widget-retry", "frame-new-tab"];
        assert_eq!(texts[1..], keys.map(|key| language.text(key)), "{}", texts[0]);
        // embed.js finds its language by the first two letters.
        assert!(texts[0].len() == 2 && own.contains(&texts[0]), "{}", texts[0]);
    }
}
