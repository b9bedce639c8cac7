//! Wraps the text part's lines so that they can be quoted (RFC 5322, 2.1.1; RFC 3676, 4.1).

use textwrap::WordSeparator::{AsciiSpace, Custom, UnicodeBreakProperties};
use textwrap::core::Word;
use textwrap::{Options, WordSplitter, WrapAlgorithm};

/// Columns of a line; a Chinese or Japanese character takes two.
const COLUMNS: usize = 76;

/// Breaks the text into lines of at most 76 columns. Text without a place to break, such as a link, stays whole.
pub fn wrap(text: &str) -> String {
    let options = Options::new(COLUMNS)
        .break_words(false)
        .word_separator(Custom(words))
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::fill(text.trim_end(), options)
}

/// Splits a line where Unicode allows a break (UAX 14), but not in links, where that is after each slash.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let separator = |text: &str| if text.contains("://") { AsciiSpace } else { UnicodeBreakProperties };
    Box::new(line.split_inclusive(' ').flat_map(move |text| separator(text).find_words(text)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use textwrap::core::display_width;

    use super::*;

    #[test]
    fn lines_break_at_spaces_and_links_stay_whole() {
        let link = format!("https://intake.example/verify/{}", "x".repeat(60));
        let text = format!("{}\n\n{link}\n\nend", "word ".repeat(40).trim_end());
        let wrapped = wrap(&text);
        assert!(wrapped.lines().any(|line| line == link));
        assert!(
            wrapped.lines().filter(|line| !line.contains("://")).all(|line| display_width(line) <= COLUMNS),
            "{wrapped}"
        );
        assert_eq!(wrapped.lines().next().map(display_width), Some(74));
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
