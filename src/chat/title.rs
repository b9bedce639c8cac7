//! Titles of conversations, and the words around what a search has found.

/// The longest title that is made of a question.
const LONGEST: usize = 60;

/// Characters on each side of a hit.
const AROUND: usize = 60;

/// The first words of a question, on one line; `None` if it has none.
pub fn of(question: &str) -> Option<String> {
    let line = question.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|sign| !sign.is_control()).collect();
    if line.chars().count() <= LONGEST {
        return (!line.is_empty()).then_some(line);
    }
    let cut: String = line.chars().take(LONGEST).collect();
    // Scripts without spaces are cut anywhere.
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    Some(format!("{}…", words.trim_end_matches([',', ';', ':', '.', '-'])))
}

/// The text around the first place where this occurs, without case; the beginning if the two cases differ in length.
pub fn around(content: &str, sought: &str) -> String {
    let line: Vec<char> = content.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let lower = |text: &[char]| text.iter().flat_map(|sign| sign.to_lowercase()).collect::<String>();
    let sought: Vec<char> = sought.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let wanted = lower(&sought);
    let at = (0..line.len()).find(|at| line.get(*at..at + sought.len()).is_some_and(|part| lower(part) == wanted));
    let at = at.unwrap_or(0);
    let (from, to) = (at.saturating_sub(AROUND), (at + sought.len() + AROUND).min(line.len()));
    let (before, after) = (if from > 0 { "…" } else { "" }, if to < line.len() { "…" } else { "" });
    format!("{before}{}{after}", line[from..to].iter().collect::<String>().trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_words() {
        assert_eq!(of("  How do I\n reset my password? ").as_deref(), Some("How do I reset my password?"));
        let long = "I would like to know, how the third module of the safety training is scored, please";
        assert_eq!(of(long).as_deref(), Some("I would like to know, how the third module of the safety…"));
        let without_spaces = "安".repeat(80);
        assert_eq!(of(&without_spaces).map(|title| title.chars().count()), Some(61));
        assert_eq!((of(""), of(" \n\u{7}")), (None, None));
    }

    #[test]
    fn a_hit_is_shown_with_the_words_around_it() {
        let text = format!("{} Passwort ZURÜCKSETZEN {}", "a ".repeat(60), "b ".repeat(60));
        let found = around(&text, "zurücksetzen");
        assert!(found.starts_with('…') && found.ends_with('…') && found.contains("Passwort ZURÜCKSETZEN b"), "{found}");
        assert_eq!(around("short", "none"), "short");
        assert_eq!(around("İstanbul", "i"), "İstanbul");
    }
}
