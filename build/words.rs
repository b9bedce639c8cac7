//! The words of the widget and of the members' chat: of each language's file the messages named `widget-…` or `chat-…`,
//! as a script of a few kilobytes, and the types of all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};

/// The messages of a file by their names.
type Messages = BTreeMap<String, Pattern<String>>;

fn read(source: &str) -> Messages {
    let resource = fluent_syntax::parser::parse(source.to_owned());
    let resource = resource.unwrap_or_else(|(_, errors)| panic!("a language's file: {errors:?}"));
    let messages = resource.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some((message.id.name, message.value?)),
        _ => None,
    });
    messages.collect()
}

/// `widget-go-on` of `widget-` is `goOn`.
fn name(key: &str, prefix: &str) -> Option<String> {
    let mut words = key.strip_prefix(prefix)?.split('-');
    let mut name = words.next()?.to_owned();
    for word in words {
        let (first, rest) = word.split_at(1);
        name += &first.to_uppercase();
        name += rest;
    }
    Some(name)
}

/// The script of a language, for messages whose names begin so. A pattern is a text, or a list of texts, `["variable"]`
/// and `{"variable": {form: pattern}}` with the default form at the end; static/widget/i18n.js reads it.
pub fn script(source: &str, prefix: &str) -> String {
    let messages = read(source);
    let mut script = "anteroomWords={".to_owned();
    for (key, pattern) in &messages {
        if let Some(name) = name(key, prefix) {
            write!(script, "{name}:{},", value(&messages, pattern)).expect("memory does not fail");
        }
    }
    script + "}"
}

/// What `static/embed.js` says when nothing else loads: for each language its tag and four texts.
pub fn embedded(sources: &[(String, String)]) -> String {
    let languages = sources.iter().map(|(tag, source)| {
        let messages = read(source);
        let texts = ["widget-close", "frame-failed", "widget-retry", "frame-new-tab"];
        let texts = texts.map(|key| value(&messages, &messages[key]));
        format!("{tag}|{}", texts.join("|").replace('"', ""))
    });
    quoted(&languages.collect::<Vec<_>>().join("|"))
}

fn value(messages: &Messages, pattern: &Pattern<String>) -> String {
    let parts = parts(messages, pattern);
    match parts.as_slice() {
        [] => "\"\"".to_owned(),
        [text] if text.starts_with('"') => text.clone(),
        _ => format!("[{}]", parts.join(",")),
    }
}

fn parts(messages: &Messages, pattern: &Pattern<String>) -> Vec<String> {
    let parts = pattern.elements.iter().flat_map(|element| match element {
        PatternElement::TextElement { value } => vec![quoted(value)],
        PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
            InlineExpression::VariableReference { id } => vec![format!("[{}]", quoted(&id.name))],
            InlineExpression::MessageReference { id, attribute: None } => parts(messages, &messages[&id.name]),
            other => panic!("the widget cannot read {other:?}"),
        },
        PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
            let InlineExpression::VariableReference { id } = selector else { panic!("{selector:?} cannot choose") };
            let mut forms: Vec<_> = variants.iter().collect();
            forms.sort_by_key(|variant| variant.default);
            let forms = forms.into_iter().map(|variant| {
                let key = match &variant.key {
                    VariantKey::Identifier { name } => name,
                    VariantKey::NumberLiteral { value } => value,
                };
                format!("{key}:{}", value(messages, &variant.value))
            });
            vec![format!("{{{}:{{{}}}}}", id.name, forms.collect::<Vec<_>>().join(","))]
        }
    });
    parts.collect()
}

/// As JSON and JavaScript write it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// What a message is filled with, and whether that is counted.
fn variables(messages: &Messages, pattern: &Pattern<String>, found: &mut BTreeMap<String, bool>) {
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                if let InlineExpression::VariableReference { id } = selector {
                    found.insert(id.name.clone(), true);
                }
                for variant in variants {
                    variables(messages, &variant.value, found);
                }
            }
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => {
                found.entry(id.name.clone()).or_default();
            }
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::MessageReference { id, .. }),
            } => {
                variables(messages, &messages[&id.name], found);
            }
            _ => {}
        }
    }
}

/// The types of the words, from English: `messages.d.ts` beside the scripts that use them.
pub fn types(source: &str, prefix: &str, interface: &str) -> String {
    let messages = read(source);
    let mut text = "// Made from locales/en.ftl; `cargo nextest run words` says when it must be made again.\n\n\
                    interface INTERFACE {\n  /** BCP 47, and the same for Intl. */\n  lang: string;\n  intl: string;\n"
        .replace("INTERFACE", interface);
    for (key, pattern) in &messages {
        let Some(name) = name(key, prefix) else { continue };
        let mut found = BTreeMap::new();
        variables(&messages, pattern, &mut found);
        let kind = |counted| if counted { "number" } else { "string | number" };
        let fields: BTreeSet<String> =
            found.into_iter().map(|(name, counted)| format!("{name}: {}", kind(counted))).collect();
        let fields: Vec<String> = fields.into_iter().collect();
        let line = match fields.as_slice() {
            [] => format!("  {name}: string;\n"),
            fields => format!("  {name}: (values: {{ {} }}) => string;\n", fields.join("; ")),
        };
        text += &line;
    }
    text + "}\n"
}
