//! The golden corpus: messages in ten languages with what a person would take for their actions. The rules find at least 7
//! of 10 in each language, and of what they find at least 9 of 10 are actions.

#![allow(clippy::print_stdout, reason = "the figures are to be read")]

use std::fs;
use std::path::{Path, PathBuf};

use actions::{Author, Kind, Message, find};
use time::macros::datetime;

struct Expected {
    kind: String,
    quote: String,
    due: String,
}

struct Case {
    author: Author,
    text: String,
    expected: Vec<Expected>,
}

fn read(path: &Path) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in fs::read_to_string(path).expect("a corpus").lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with('#') {
            continue;
        }
        if let Some(line) = line.strip_prefix("> ") {
            let [kind, quote, due] = line.split(" | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
            let case = cases.last_mut().expect("a message");
            let quote = if quote == "*" { case.text.clone() } else { quote.replace("\\n", "\n") };
            assert!(case.text.contains(&quote), "{quote} is not in {}", case.text);
            case.expected.push(Expected { kind: kind.to_owned(), quote, due: due.to_owned() });
            continue;
        }
        let (author, text) = line.split_once(": ").unwrap_or_else(|| panic!("{line}"));
        let author = match author {
            "other" => Author::Other,
            "member" => Author::Member,
            "note" => Author::Note,
            other => panic!("{other}"),
        };
        cases.push(Case { author, text: text.replace("\\n", "\n"), expected: Vec::new() });
    }
    cases
}

#[derive(Default)]
struct Score {
    messages: usize,
    expected: usize,
    found: usize,
    right: usize,
    kinds: usize,
    dues: usize,
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn score(path: &Path) -> Score {
    let mut score = Score::default();
    for case in read(path) {
        let message = Message { text: &case.text, author: case.author, sent_at: datetime!(2026-12-01 10:00 UTC) };
        let found = find(&message);
        score.messages += 1;
        score.expected += case.expected.len();
        score.found += found.len();
        let mut left: Vec<_> = found.iter().collect();
        for expected in &case.expected {
            let begin = case.text.find(&expected.quote).expect("a quote");
            let end = begin + expected.quote.len();
            let Some(at) = left.iter().position(|found| found.quote.start < end && begin < found.quote.end) else {
                println!("  missed: {:?} {}", case.author, case.text);
                continue;
            };
            let found = left.remove(at);
            score.right += 1;
            let kind = match found.kind {
                Kind::Task => "task",
                Kind::Meeting => "meeting",
                Kind::Payment => "payment",
                Kind::Call => "call",
                Kind::Purchase => "purchase",
            };
            let due = found.due.map_or_else(
                || "-".to_owned(),
                |due| {
                    let time = due.time.map(|time| format!("T{:02}:{:02}", time.hour(), time.minute()));
                    format!("{}{}", due.date, time.unwrap_or_default())
                },
            );
            score.kinds += usize::from(kind == expected.kind);
            score.dues += usize::from(due == expected.due);
            if kind != expected.kind || due != expected.due {
                println!("  other: {} is {kind}, {due}, not {}, {}", expected.quote, expected.kind, expected.due);
            }
        }
        for found in left {
            println!("  wrong: {:?} {}", case.author, &case.text[found.quote.clone()]);
        }
    }
    score
}

fn corpora(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut all: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path()).collect();
    all.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    all.sort();
    all
}

fn check(folder: &str) {
    let mut faults = Vec::new();
    for path in corpora(folder) {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let score = score(&path);
        let (precision, recall) = (share(score.right, score.found), share(score.right, score.expected));
        let line = format!(
            "{folder} {name}: {} messages, {} actions; precision {precision:.2}, recall {recall:.2}; of these right kind {:.2}, \
             right due {:.2}",
            score.messages,
            score.expected,
            share(score.kinds, score.right),
            share(score.dues, score.right)
        );
        println!("{line}");
        if score.messages < 40 || precision < 0.9 || recall < 0.7 {
            faults.push(line);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_rules_find_what_a_person_would() {
    assert_eq!(corpora("corpus").len(), 10);
    check("corpus");
}

/// Written by others, who have not seen the rules.
#[test]
fn the_rules_find_what_a_person_would_in_messages_of_others() {
    assert_eq!(corpora("corpus/held-out").len(), 10);
    check("corpus/held-out");
}
