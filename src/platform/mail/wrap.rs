//! Wraps the text part's lines so that they can be quoted (RFC 5322, 2.1.1; RFC 3676, 4.1).

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Columns of a line; a Chinese or Japanese character takes two.
const COLUMNS: usize = 76;

/// Breaks the text into lines of at most 76 columns. Text without a place to break, such as a link, stays whole.
pub fn wrap(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(wrap_line).collect();
    lines.join("\n")
}

fn wrap_line(line: &str) -> String {
    let (mut text, mut column) = (String::with_capacity(line.len() + 8), 0);
    for piece in pieces(line) {
        if column > 0 && column + piece.trim_end().width() > COLUMNS {
            text.truncate(text.trim_end().len());
            text.push('\n');
            column = 0;
        }
        text.push_str(piece);
        column += piece.width();
    }
    text.truncate(text.trim_end().len());
    text
}

/// The pieces that a line may be broken between: words with the spaces after them, and in scripts without spaces each
/// character with the punctuation that must not begin a line.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, character) in line.char_indices() {
        let may = before.is_some_and(|before| {
            let after_space = before == ' ' && character != ' ';
            let between = is_wide(before) && !opens(before) || is_wide(character) && before != ' ' && !opens(before);
            after_space || between && character != ' ' && !closes(character)
        });
        if may {
            pieces.push(&line[start..at]);
            start = at;
        }
        before = Some(character);
    }
    pieces.push(&line[start..]);
    pieces
}

fn is_wide(character: char) -> bool {
    character.width() == Some(2)
}

fn opens(character: char) -> bool {
    matches!(character, '「' | '『' | '（' | '【' | '〈' | '《' | '“' | '\u{2066}'..='\u{2068}')
}

/// Whether a character must not begin a line: closing punctuation, and small letters and signs that belong to what is
/// before them.
fn closes(character: char) -> bool {
    let small = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮー々";
    small.contains(character) || "、。，．：；？！」』）】〉》”…,.:;?!)\u{2069}".contains(character)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_break_at_spaces_and_links_stay_whole() {
        let link = format!("https://intake.example/verify/{}", "x".repeat(60));
        let text = format!("{}\n\n{link}\n\nend", "word ".repeat(40).trim_end());
        let wrapped = wrap(&text);
        assert!(wrapped.lines().any(|line| line == link));
        assert!(wrapped.lines().filter(|line| !line.contains("://")).all(|line| line.width() <= 76), "{wrapped}");
        assert_eq!(wrapped.lines().next().map(str::width), Some(74));
        assert_eq!(wrapped.matches("word").count(), 40);
    }

    #[test]
    fn japanese_breaks_anywhere_but_before_a_full_stop() {
        let wrapped = wrap(&("確認".repeat(19) + "。次の文です。"));
        let lines: Vec<&str> = wrapped.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[1].starts_with("認。次"), "{wrapped}");
    }

    proptest! {
        #[test]
        fn nothing_but_spaces_is_lost(text in "[a-zäé 、。「」確認っー.]{0,300}") {
            let bare = |text: &str| text.replace([' ', '\n'], "");
            prop_assert_eq!(bare(&wrap(&text)), bare(&text));
        }
    }
}
