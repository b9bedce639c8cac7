//! Answers without a model: the documents' own words, or that they say nothing.

use super::knowledge::{Passage, asked_in};
use super::{End, Piece};
use crate::platform::i18n;

/// The most passages that are quoted.
const MOST: usize = 2;

/// The pieces of an answer from passages and how well they fit, the best first.
pub fn quote(question: &str, found: &[(Passage, f64)]) -> Vec<Piece> {
    let language = i18n::choose(asked_in(question), None);
    let best = found.first().map_or(0.0, |(_, share)| *share);
    let quoted: Vec<&Passage> =
        found.iter().filter(|(_, share)| *share >= best).take(MOST).map(|(passage, _)| passage).collect();
    let mut pieces = Vec::new();
    for passage in &quoted {
        if !passage.heading.is_empty() {
            pieces.push(Piece::Text(format!("**{}**\n\n", passage.heading)));
        }
        pieces.extend(passage.text.split_inclusive("\n\n").map(|paragraph| Piece::Text(paragraph.to_owned())));
        pieces.push(Piece::Text("\n\n".to_owned()));
    }
    let sources = sources(quoted.into_iter());
    pieces.push(Piece::Text(if sources.is_empty() {
        language.text("assistant-nothing")
    } else {
        language.with("assistant-source", "source", &sources.join("; "))
    }));
    pieces.extend(sources.into_iter().map(|title| Piece::Source { title }));
    pieces.push(Piece::End(End { finish: "stop", ..End::default() }));
    pieces
}

/// The sources of passages, each once.
pub fn sources<'a>(passages: impl Iterator<Item = &'a Passage>) -> Vec<String> {
    let mut sources: Vec<String> = Vec::new();
    for source in passages.map(Passage::source) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(title: &str, heading: &str, text: &str) -> Passage {
        Passage { title: title.into(), file: format!("{title}.md"), heading: heading.into(), text: text.into() }
    }

    fn text(pieces: &[Piece]) -> String {
        let texts = pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn the_best_passages_are_quoted_and_their_sources_named_last() {
        let found = [
            (passage("Fees", "First visit", "Free.\n\nReally."), 1.0),
            (passage("Fees", "", "Later."), 1.0),
            (passage("Other", "", "Less."), 0.5),
        ];
        let pieces = quote("What does it cost?", &found);
        assert_eq!(text(&pieces), "**First visit**\n\nFree.\n\nReally.\n\nLater.\n\nSource: Fees (Fees.md)");
        let end = &pieces[pieces.len() - 2..];
        assert_eq!(end[0], Piece::Source { title: "Fees (Fees.md)".into() });
        assert_eq!(end[1], Piece::End(End { finish: "stop", ..End::default() }));
    }

    #[test]
    fn nothing_is_said_in_the_askers_language() {
        for (question, begin) in
            [("What is that?", "I found nothing"), ("Was ist das?", "Dazu habe ich"), ("???", "I found nothing")]
        {
            let pieces = quote(question, &[]);
            assert!(text(&pieces).starts_with(begin), "{pieces:?}");
            assert_eq!(pieces.len(), 2);
        }
    }
}
