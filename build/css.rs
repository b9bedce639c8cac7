//! Style sheets: `@import` of a neighbour is replaced by it, and what only people read goes.

use std::fs;
use std::path::Path;

/// The sheet at `path` with all that it imports by a relative path.
pub fn bundle(path: &Path) -> String {
    squeeze(&whole(path))
}

fn whole(path: &Path) -> String {
    let source = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    for line in source.lines() {
        match line.strip_prefix("@import \"").and_then(|rest| rest.strip_suffix("\";")) {
            Some(name) => text += &whole(&path.with_file_name(name)),
            None => text += line,
        }
        text.push('\n');
    }
    text
}

/// Without comments and the spaces that mean nothing. A space before a colon, around `+` and around brackets may
/// mean something (`a :hover`, `calc(1px + 2px)`), so it stays.
pub fn squeeze(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source.chars().peekable();
    let mut space = false;
    while let Some(letter) = rest.next() {
        if letter == '/' && rest.peek() == Some(&'*') {
            let mut last = ' ';
            rest.next();
            for next in rest.by_ref() {
                if last == '*' && next == '/' {
                    break;
                }
                last = next;
            }
            continue;
        }
        if letter.is_whitespace() {
            space = true;
            continue;
        }
        let tight = |letter: char| "{};,>!".contains(letter);
        let after_nothing = out.ends_with(|last| tight(last) || last == ':') || out.is_empty();
        if space && !tight(letter) && !after_nothing {
            out.push(' ');
        }
        space = false;
        if letter == '}' && out.ends_with(';') {
            out.pop();
        }
        out.push(letter);
        if letter == '"' || letter == '\'' {
            while let Some(next) = rest.next() {
                out.push(next);
                match next {
                    '\\' => out.extend(rest.next()),
                    quote if quote == letter => break,
                    _ => {}
                }
            }
        }
    }
    out
}
