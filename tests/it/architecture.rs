//! The direction of dependencies, read from the `use` lines and paths of `src/`; and the documents' names of tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the top to the bottom; each may use those in later rows, never those in its own or an earlier one.
const LAYERS: &[&[&str]] = &[
    &["main"],
    &["cli"],
    &["app"],
    &["admin::pages"],
    &["admin::api"],
    &["admin"],
    &["privacy::self_service"],
    &["privacy::export"],
    &["privacy::retention", "privacy::rights", "privacy::training"],
    &["privacy", "privacy::requests"],
    &["chat"],
    &["messenger"],
    &["intake"],
    &["intake::verification"],
    &["intake::uploads"],
    &["intake::sessions"],
    &["intake::leases"],
    &["intake::funnel"],
    &["intake::file_types"],
    &["assistant"],
    &["erasures"],
    &["auth::members"],
    &["auth::member_sessions"],
    &["auth::lookup"],
    &["auth::jwt", "auth::phones", "auth::staff"],
    &["auth"],
    &["audit"],
    &["platform::http", "platform::jobs", "platform::object_store"],
    &["platform::events"],
    &["error", "platform::alerts"],
    &[
        "platform::db",
        "platform::i18n",
        "platform::mail",
        "platform::outgoing",
        "platform::qr",
        "platform::telemetry",
        "platform::virus_scan",
    ],
    &["config"],
    &["platform::address", "platform::clock", "platform::ids", "platform::networks"],
    // Only names its rooms.
    &["platform"],
];

fn sources() -> Vec<PathBuf> {
    below("src")
}

/// All Rust files below a folder of the project.
fn below(folder: &str) -> Vec<PathBuf> {
    files_below(folder, "rs")
}

fn files_below(folder: &str, wanted: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, wanted: &str, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of sources").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, wanted, files);
            } else if path.extension().is_some_and(|extension| extension == wanted) {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), wanted, &mut files);
    files
}

/// The code of a file without comments and without its tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn relative(path: &Path) -> String {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    path.strip_prefix(src).expect("below src").to_string_lossy().into_owned()
}

/// The module of a file, such as `["intake", "contact"]`.
fn module(path: &Path) -> Vec<String> {
    let relative = relative(path);
    let parts = relative.trim_end_matches(".rs").split('/').filter(|part| *part != "mod");
    parts.map(str::to_owned).collect()
}

/// The room that a path leads into: the longest name of the table that it begins with.
fn room(path: &[String]) -> Option<&'static str> {
    let begins = |name: &&&str| {
        let parts: Vec<&str> = name.split("::").collect();
        path.len() >= parts.len() && parts.iter().zip(path).all(|(part, own)| part == own)
    };
    LAYERS.iter().flat_map(|layer| layer.iter()).filter(begins).max_by_key(|name| name.len()).copied()
}

/// The paths that a text names after `crate::` or `super::`, also in braces, as modules from the root.
fn used(code: &str, own: &[String]) -> Vec<Vec<String>> {
    let parent = &own[..own.len().saturating_sub(1)];
    let above = &parent[..parent.len().saturating_sub(1)];
    let mut paths = Vec::new();
    for (begin, prefix) in [("crate::", &[][..]), ("super::super::", above), ("super::", parent)] {
        for (at, _) in code.match_indices(begin) {
            let is_longer =
                code[..at].ends_with("::") || (begin == "super::" && code[at..].starts_with("super::super"));
            if !is_longer {
                collect(&code[at + begin.len()..], prefix, &mut paths);
            }
        }
    }
    paths
}

/// Reads one path, or the paths of a group.
fn collect(text: &str, prefix: &[String], paths: &mut Vec<Vec<String>>) {
    let Some(group) = text.strip_prefix('{') else {
        let name: String = text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let path = if name == "self" { prefix.to_vec() } else { [prefix, std::slice::from_ref(&name)].concat() };
        match text[name.len()..].strip_prefix("::") {
            Some(rest) => collect(rest, &path, paths),
            None => paths.push(path),
        }
        return;
    };
    let (mut depth, mut is_next) = (0, true);
    for (at, character) in group.char_indices() {
        match character {
            '}' if depth == 0 => return,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => is_next = true,
            other if is_next && !other.is_whitespace() => {
                is_next = false;
                collect(&group[at..], prefix, paths);
            }
            _ => {}
        }
    }
}

#[test]
fn paths_are_read_as_the_compiler_does() {
    let own: Vec<String> = ["intake", "uploads", "quota"].map(str::to_owned).to_vec();
    let code = "use crate::platform::{db, http::{self, rate}};\nuse super::policy;\nsuper::super::sessions::find()";
    let paths: Vec<String> = used(code, &own).iter().map(|path| path.join("::")).collect();
    let expected =
        ["platform::db", "platform::http", "platform::http::rate", "intake::sessions::find", "intake::uploads::policy"];
    assert_eq!(paths, expected);
}

#[test]
fn dependencies_run_one_way() {
    let layer = |room: &str| LAYERS.iter().position(|layer| layer.contains(&room));
    let mut breaches = BTreeSet::new();
    for path in sources() {
        let own = module(&path);
        if own == ["lib"] {
            continue;
        }
        let from = room(&own).unwrap_or_else(|| panic!("{} has no layer: give it one", path.display()));
        for name in used(&code(&path), &own) {
            let to = room(&name).unwrap_or_else(|| panic!("{name:?}, used by {}, has no layer", path.display()));
            if to != from && layer(to) <= layer(from) {
                breaches.insert(format!("{} uses {}", relative(&path), name.join("::")));
            }
        }
    }
    assert!(breaches.is_empty(), "{breaches:#?}");
}

/// Which files may name something.
fn only_in(needle: &str, may: impl Fn(&str) -> bool) {
    let outside: Vec<String> = sources()
        .into_iter()
        .filter(|path| !may(&relative(path)) && code(path).contains(needle))
        .map(|path| relative(&path))
        .collect();
    assert!(outside.is_empty(), "{needle} is named in {outside:?}");
}

#[test]
fn only_fronts_name_axum() {
    let fronts = ["app/", "admin/api/", "admin/pages/", "platform/http/", "error/"];
    let is_front = |path: &str| fronts.iter().any(|front| path.starts_with(front));
    let is_of_feature = |path: &str| {
        ["routes.rs", "_pages.rs", "/extract.rs"].iter().any(|end| path.ends_with(end)) || path.contains("/routes/")
    };
    only_in("axum::", |path| is_front(path) || is_of_feature(path));
}

#[test]
fn only_queries_hold_sql() {
    only_in("sqlx::query", |path| path.ends_with("queries.rs") || path.starts_with("platform/db/"));
}

#[test]
fn only_the_object_store_names_s3() {
    only_in("aws_sdk_s3", |path| path.starts_with("platform/object_store/"));
}

#[test]
fn only_the_command_line_reads_the_environment() {
    only_in("env::var", |path| path == "cli/options.rs" || path == "config/mod.rs");
}

#[test]
fn a_file_is_one_idea() {
    let crates = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("crates")).expect("the crates").flatten();
    let of_crates = crates.flat_map(|krate| below(&format!("crates/{}/src", krate.file_name().to_string_lossy())));
    let long: Vec<PathBuf> = sources()
        .into_iter()
        .chain(of_crates)
        .filter(|path| fs::read_to_string(path).is_ok_and(|text| text.lines().count() > 400))
        .collect();
    assert!(long.is_empty(), "past 400 lines: {long:?}");
}

/// The tests that begin with a requirement's number, such as `s05_…`, and journeys such as "s26 before …".
fn tests_of(number: u32) -> Vec<String> {
    let begin = format!("fn s{number:02}_");
    let mut names = Vec::new();
    for path in below("src").into_iter().chain(below("tests")) {
        let code = fs::read_to_string(path).expect("a source file");
        let lines: Vec<&str> = code.lines().map(str::trim).collect();
        for pair in lines.windows(2) {
            let is_test = pair[0] == "#[test]" || pair[0].starts_with("#[tokio::test");
            if is_test && let Some(at) = pair[1].find(&begin) {
                let name = pair[1][at + "fn ".len()..].split('(').next().unwrap_or_default();
                names.push(name.to_owned());
            }
        }
    }
    let begin = format!("journey(\"s{number:02} ");
    for path in files_below("tests/browser", "mjs") {
        let code = fs::read_to_string(path).expect("a file of journeys");
        let titles = code.split(&begin).skip(1).filter_map(|rest| rest.split('"').next());
        names.extend(titles.map(|title| format!("s{number:02}_{}", title.replace(' ', "_"))));
    }
    names
}

#[test]
fn every_requirement_has_a_test_and_a_line() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/security.md");
    let document = fs::read_to_string(document).expect("docs/security.md");
    for number in 1..=26 {
        assert!(!tests_of(number).is_empty(), "no test begins with s{number:02}_");
        let line = document.lines().find(|line| line.starts_with(&format!("| {number} |")));
        assert!(line.is_some_and(|line| line.contains(&format!("`s{number:02}_"))), "docs/security.md: {line:?}");
    }
    // What the page names is there.
    for name in document.split('`').filter(|text| text.starts_with('s') && text.get(3..4) == Some("_")) {
        let number = name[1..3].parse().expect("a number");
        assert!(
            tests_of(number).iter().any(|test| test.starts_with(name.trim_end_matches('…'))),
            "{name} is not there"
        );
    }
}

/// The names of the tests that a document's table names under a heading, as `file::test`.
fn tests_named_in(document: &str, heading: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(document)).expect("a document");
    let section = text.split(&format!("\n## {heading}\n")).nth(1).expect("the heading");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(2);
    let last = |row: &str| row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default().to_owned();
    rows.map(last)
        .flat_map(|cell| cell.split(", ").map(|name| name.trim_matches('`').to_owned()).collect::<Vec<_>>())
        .collect()
}

#[test]
fn every_fault_in_the_document_has_its_test() {
    let names = tests_named_in("docs/abandonment.md", "Faults and their tests");
    assert!(names.len() > 25, "{names:?}");
    let files = [below("tests/it"), below("tests/faults/named")].concat();
    let exists = |name: &str| {
        let (module, test) = name.split_once("::").expect("a module and a test");
        let mut of_module = files.iter().filter(|path| path.file_stem().is_some_and(|stem| stem == module));
        of_module.any(|path| fs::read_to_string(path).is_ok_and(|text| text.contains(&format!("fn {test}()"))))
    };
    let missing: Vec<_> = names.iter().filter(|name| !exists(name)).collect();
    assert!(missing.is_empty(), "no such test: {missing:#?}");
}

#[test]
fn every_named_fault_is_in_the_document() {
    let names = tests_named_in("docs/abandonment.md", "Faults and their tests");
    for path in below("tests/faults/named") {
        let text = fs::read_to_string(&path).expect("a file of tests");
        let module = path.file_stem().expect("a name").to_string_lossy().into_owned();
        for test in text.split("::test(").skip(1).filter_map(|rest| rest.split("async fn ").nth(1)?.split('(').next()) {
            assert!(names.contains(&format!("{module}::{test}")), "{module}::{test} is not in docs/abandonment.md");
        }
    }
}

/// Every test of ours by its name: functions in `tests/it`, and what journeys in `tests/browser` begin with.
fn gdpr_tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let browser = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let journeys = fs::read_dir(browser).expect("the journeys").flatten().map(|entry| entry.path());
    let journeys = journeys.filter(|path| path.to_string_lossy().ends_with(".test.mjs"));
    for path in below("tests/it").into_iter().chain(below("src")).chain(journeys) {
        let text = fs::read_to_string(&path).expect("a file of tests");
        let begins = if path.extension().is_some_and(|extension| extension == "mjs") { "journey(" } else { "fn " };
        for (at, _) in text.match_indices(begins) {
            let rest = text[at + begins.len()..].trim_start_matches(['"', '`']);
            let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if name.starts_with("gdpr_art_") {
                names.insert(name);
            }
        }
    }
    names
}

#[test]
fn every_article_in_the_document_has_its_tests() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/privacy.md");
    let document = fs::read_to_string(document).expect("docs/privacy.md");
    let there = gdpr_tests();
    // Article, what the product does, tested by, what the operator still does.
    let rows: Vec<Vec<&str>> = document
        .lines()
        .filter(|line| line.starts_with("| ") && line.matches(" | ").count() == 3 && line.contains("gdpr_art_"))
        .map(|line| line.trim_matches(['|', ' ']).split(" | ").collect())
        .collect();
    assert!(rows.len() >= 8, "{rows:?}");
    for row in rows {
        let tests: Vec<&str> = row[2].split('`').filter(|text| text.starts_with("gdpr_art_")).collect();
        let article: String = row[0].chars().take_while(char::is_ascii_digit).collect();
        let own = format!("gdpr_art_{article:0>2}_");
        assert!(tests.iter().any(|test| test.starts_with(&own)), "article {article} has no test of its own: {tests:?}");
        let missing: Vec<_> = tests.iter().filter(|test| !there.contains(**test)).collect();
        assert!(missing.is_empty(), "no such test: {missing:?}");
    }
    // And the other way round: what walks an article is in the document.
    let unsaid: Vec<_> = there.iter().filter(|name| !document.contains(&format!("`{name}`"))).collect();
    assert!(unsaid.is_empty(), "not in docs/privacy.md: {unsaid:?}");
}

/// What a package of the workspace is built of, with the features, as `cargo tree` prints it.
fn tree(package: &str) -> String {
    let mut cargo = std::process::Command::new(env!("CARGO"));
    cargo.args([
        "tree",
        "--offline",
        "--locked",
        "--package",
        package,
        "--edges",
        "normal,build,features",
        "--prefix",
        "none",
        "--format",
        "{p} {f}",
    ]);
    let found = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo");
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    String::from_utf8(found.stdout).expect("text")
}

/// Files of wacore-libsignal are under the AGPL, so what contains it is a program of its own.
#[test]
fn the_program_contains_no_code_of_the_messengers_connector() {
    let ours = tree("anteroom");
    // The name comes first; after it there may be a folder, which is called as it likes.
    let mut names = ours.lines().filter_map(|line| line.split(' ').next());
    let foreign = |package: &&str| ["wacore", "waproto", "whatsapp"].iter().any(|name| package.contains(name));
    assert_eq!(names.find(foreign), None);
    let connector = tree("anteroom-whatsapp");
    assert!(connector.contains("wacore-libsignal"), "{connector}");
    // With it any server would be believed; it is for the simulated one.
    assert!(!connector.contains("danger-skip-cert-chain-verify"), "the connector would believe any server");
    assert!(tree("anteroom-whatsapp-simulated").contains("danger-skip-cert-chain-verify"));
}
