//! Cuts a document into passages: at its headings, and long sections between paragraphs.

/// The most characters of a passage.
pub const MAX_PASSAGE: usize = 1500;

/// A document in parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Document {
    pub title: String,
    pub parts: Vec<Part>,
}

/// A part of a document: the headings above it, below the title, and its text.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    pub heading: String,
    pub text: String,
}

/// Splits a file; the ending of its name says whether headings are marked.
pub fn split(name: &str, text: &str) -> Document {
    let mut document = Document::default();
    if has_ending(name, &["md", "markdown"]) {
        markdown(text, &mut document);
    } else {
        add("", text, &mut document.parts);
    }
    if document.title.is_empty() {
        document.title = title_of(name);
    }
    document
}

/// Whether a file's name ends in one of these, in any case.
pub fn has_ending(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| endings.iter().any(|own| ending.eq_ignore_ascii_case(own)))
}

/// A file without a heading is called after its name: `opening-hours.de.md` becomes “Opening hours”.
fn title_of(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(file);
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(|| file.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

fn markdown(text: &str, document: &mut Document) {
    let mut headings: Vec<(usize, String)> = Vec::new();
    let (mut section, mut fence) = (String::new(), None);
    for line in without_front_matter(text).lines() {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, Some(_)) => fence = mark,
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let heading = if fence.is_none() { heading(line) } else { None };
        let Some((level, heading)) = heading else {
            section.push_str(line);
            section.push('\n');
            continue;
        };
        add(&path(&headings), &std::mem::take(&mut section), &mut document.parts);
        headings.retain(|(above, _)| *above < level);
        if level == 1 && document.title.is_empty() {
            heading.clone_into(&mut document.title);
        } else {
            headings.push((level, heading));
        }
    }
    add(&path(&headings), &section, &mut document.parts);
}

fn path(headings: &[(usize, String)]) -> String {
    headings.iter().map(|(_, heading)| heading.as_str()).collect::<Vec<_>>().join(" › ")
}

/// A heading's level and text (`CommonMark`, 4.2).
fn heading(line: &str) -> Option<(usize, String)> {
    let line = line.trim_start_matches(' ');
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let rest = &line[level..];
    let is_heading = (1..=6).contains(&level) && rest.starts_with([' ', '\t']);
    let text = rest.trim().trim_end_matches('#').trim_end();
    (is_heading && !text.is_empty()).then(|| (level, text.to_owned()))
}

/// Some programs put settings between two lines of dashes in front of the text.
fn without_front_matter(text: &str) -> &str {
    let rest = text.trim_start_matches('\u{feff}');
    let settings = rest.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    settings.map_or(rest, |(_, text)| text)
}

/// Adds a section as one part or more.
fn add(heading: &str, section: &str, parts: &mut Vec<Part>) {
    let mut text = String::new();
    let mut end = |text: &mut String| {
        if !text.is_empty() {
            parts.push(Part { heading: heading.to_owned(), text: std::mem::take(text) });
        }
    };
    for paragraph in paragraphs(section) {
        for piece in pieces(&paragraph) {
            if !text.is_empty() && text.chars().count() + piece.chars().count() + 2 > MAX_PASSAGE {
                end(&mut text);
            }
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(piece);
        }
    }
    end(&mut text);
}

/// What empty lines separate.
fn paragraphs(section: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in section.lines() {
        match paragraphs.last_mut() {
            Some(last) if !line.trim().is_empty() => {
                if !last.is_empty() {
                    last.push('\n');
                }
                last.push_str(line.trim_end());
            }
            _ => paragraphs.push(String::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// A long paragraph in pieces that end after a sentence, or at least a word.
fn pieces(paragraph: &str) -> Vec<&str> {
    let (mut pieces, mut rest) = (Vec::new(), paragraph);
    while let Some((limit, _)) = rest.char_indices().nth(MAX_PASSAGE) {
        let begin = &rest[..limit];
        let half = begin.floor_char_boundary(limit / 2);
        let sentence = begin.rfind(['.', '!', '?', '。', '\n']).filter(|at| *at > half);
        let end = sentence.or_else(|| begin.rfind(' ').filter(|at| *at > half));
        // After the sign, which may have several bytes.
        let end = end.map_or(limit, |at| at + begin[at..].chars().next().map_or(1, char::len_utf8));
        pieces.push(rest[..end].trim());
        rest = rest[end..].trim_start();
    }
    pieces.push(rest);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(document: &Document) -> Vec<(&str, &str)> {
        document.parts.iter().map(|part| (&*part.heading, &*part.text)).collect()
    }

    #[test]
    fn headings_make_passages() {
        let text = "---\nlayout: x\n---\n# Opening hours #\n\nWelcome.\n\n## Weekdays\nFrom 9.\n\nTo 17.\n### Friday\nTo 12.\n\
                    ## Weekend\n```\n# no heading\n```\n#hashtag\n####### seven\n## Empty\n";
        let document = split("opening.en.md", text);
        assert_eq!(document.title, "Opening hours");
        let expected = [
            ("", "Welcome."),
            ("Weekdays", "From 9.\n\nTo 17."),
            ("Weekdays › Friday", "To 12."),
            ("Weekend", "```\n# no heading\n```\n#hashtag\n####### seven"),
        ];
        assert_eq!(parts(&document), expected);
    }

    #[test]
    fn files_without_headings_are_called_after_their_name() {
        let document = split("a/opening-hours_2.de.txt", "# Text\r\n\r\nMore\r\n");
        assert_eq!((&*document.title, parts(&document)), ("Opening hours 2", vec![("", "# Text\n\nMore")]));
        assert_eq!(split("übersicht.md", "Text").title, "Übersicht");
        assert_eq!(split("empty.md", " \n\n"), Document { title: "Empty".into(), parts: vec![] });
    }

    #[test]
    fn long_sections_are_cut_between_paragraphs_and_sentences() {
        let paragraph = "One sentence of some words. ".repeat(30);
        let document = split("long.md", &format!("## Long\n{paragraph}\n\n{paragraph}\n\n{}", "é".repeat(4000)));
        let lengths: Vec<usize> = document.parts.iter().map(|part| part.text.chars().count()).collect();
        assert_eq!(lengths, [839, 839, 1500, 1500, 1000]);
        assert!(document.parts.iter().all(|part| part.heading == "Long"));
        let sentences = split("long.txt", &"A sentence. ".repeat(400));
        assert!(sentences.parts.iter().all(|part| part.text.ends_with('.')), "{sentences:?}");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_too_long(text in "(#{1,7} |a|é|。|\\. | |\n|\n\n|x{900}|```){0,40}") {
            let document = split("a.txt", &text);
            let letters = |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
            let all: String = document.parts.iter().map(|part| letters(&part.text)).collect();
            prop_assert_eq!(all, letters(&text));
            for part in document.parts.iter().chain(&split("a.md", &text).parts) {
                prop_assert!((1..=MAX_PASSAGE).contains(&part.text.chars().count()));
            }
        }
    }
}
