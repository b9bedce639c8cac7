//! Leaves out what a model thinks aloud: `<think>…</think>`, also when the marks are cut by chunks.

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";

/// Passes on text outside the marks.
#[derive(Debug, Default)]
pub struct Thoughts {
    is_thinking: bool,
    /// The begin of what may become a mark.
    held: String,
    has_text: bool,
}

impl Thoughts {
    /// Takes the next text and returns what is to be shown of it, without white space in front of the whole answer.
    pub fn push(&mut self, text: &str) -> String {
        self.held.push_str(text);
        let mut shown = String::new();
        loop {
            let mark = if self.is_thinking { CLOSE } else { OPEN };
            let found = self.held.find(mark);
            let end = found.unwrap_or_else(|| self.held.len() - overlap(&self.held, mark));
            if !self.is_thinking {
                let text = self.held[..end].to_owned();
                self.show(&text, &mut shown);
            }
            self.held.drain(..end + found.map_or(0, |_| mark.len()));
            if found.is_none() {
                return shown;
            }
            self.is_thinking = !self.is_thinking;
        }
    }

    /// Returns what was held back at the end of the answer.
    pub fn finish(&mut self) -> String {
        let (held, mut shown) = (std::mem::take(&mut self.held), String::new());
        if !self.is_thinking {
            self.show(&held, &mut shown);
        }
        shown
    }

    fn show(&mut self, text: &str, shown: &mut String) {
        let text = if self.has_text { text } else { text.trim_start() };
        self.has_text |= !text.is_empty();
        shown.push_str(text);
    }
}

/// How many bytes at the end of the text are the begin of the mark.
fn overlap(text: &str, mark: &str) -> usize {
    (1..mark.len()).rev().find(|length| text.ends_with(&mark[..*length])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(chunks: &[&str]) -> String {
        let mut thoughts = Thoughts::default();
        let mut text: String = chunks.iter().map(|chunk| thoughts.push(chunk)).collect();
        text.push_str(&thoughts.finish());
        text
    }

    #[test]
    fn thoughts_are_left_out() {
        assert_eq!(shown(&["<think>hm</think>\n\nYes."]), "Yes.");
        assert_eq!(shown(&["<th", "ink>h<m</thi", "nk", ">", " Yes", "."]), "Yes.");
        assert_eq!(shown(&["One <think>two</think>three"]), "One three");
        assert_eq!(shown(&["Never <think>ends"]), "Never ");
        assert_eq!(shown(&["a < b <thin"]), "a < b <thin");
        assert_eq!(shown(&["\n ", " a "]), "a ");
        assert_eq!(shown(&["<think>", "</think>"]), "");
    }

    proptest! {
        #[test]
        fn how_it_is_cut_does_not_matter(parts in prop::collection::vec("<think>|</think>|<|th|é| |a", 0..14), size in 1..5_usize) {
            let text = parts.concat();
            let letters: Vec<char> = text.chars().collect();
            let chunks: Vec<String> = letters.chunks(size).map(|chunk| chunk.iter().collect()).collect();
            let cut = shown(&chunks.iter().map(String::as_str).collect::<Vec<_>>());
            prop_assert_eq!(&cut, &shown(&[&text]));
            prop_assert!(!cut.contains(OPEN));
        }
    }
}
