//! Answers from the operator's documents, with and without a model.

use std::fs;
use std::path::Path;

use anteroom::assistant::Assistant;
use tempfile::TempDir;

use crate::support::model::{ModelServer, Outcome, Script, ask};
use crate::support::{App, until};

/// A folder with these documents.
fn documents(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

const OPENING: &str = "# Opening hours\n\n## Office\n\nThe office is open from Monday to Friday, 9:00 to 17:00.\n\n\
                       ## Canteen\n\nThe canteen serves lunch until two o'clock.\n";
const LEAVE: &str = "# Parental leave\n\nTell your manager seven weeks before you go on leave.\n";

async fn app(folder: &Path) -> (App, Assistant) {
    let app = App::start_with(&[&format!("--knowledge-dir={}", folder.display())]).await;
    let assistant = app.running.context.assistant.clone();
    (app, assistant)
}

#[tokio::test]
async fn a_question_is_answered_by_quoting_the_best_passage_with_its_source() {
    let folder = documents(&[("opening.md", OPENING), ("work/leave.md", LEAVE)]);
    let (app, assistant) = app(folder.path()).await;
    let answer = ask(&assistant, &["When is the office opened on Mondays?"]).await;
    let expected =
        "**Office**\n\nThe office is open from Monday to Friday, 9:00 to 17:00.\n\nSource: Opening hours (opening.md)";
    assert_eq!(answer.text, expected);
    assert_eq!((answer.sources, answer.failure), (vec!["Opening hours (opening.md)".to_owned()], None));
    assert_eq!(answer.end.expect("an end").finish, "stop");
    // Letters that are wrong.
    let mistyped = ask(&assistant, &["wann is parentall leeve"]).await;
    assert!(mistyped.text.ends_with("Source: Parental leave (work/leave.md)"), "{mistyped:?}");
    let nothing = ask(&assistant, &["What is the capital of Mongolia?"]).await;
    assert!(nothing.text.starts_with("I found nothing about this") && nothing.sources.is_empty(), "{nothing:?}");
    // What PostgreSQL's query language would read as more than words.
    for odd in ["' & | ! <-> ( :* \\", "office' | 'leave & !x", "\0\u{feff}", ""] {
        assert_eq!(ask(&assistant, &[odd]).await.failure, None, "{odd:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn each_document_is_searched_in_its_language() {
    let folder = documents(&[
        ("hours.de.md", "# Öffnungszeiten\n\nDas Büro ist montags von 9 bis 17 Uhr geöffnet.\n"),
        ("fr/horaires.md", "# Horaires\n\nLe bureau est ouvert le lundi de 9 h à 17 h.\n"),
        ("godziny.txt", "Biuro jest otwarte w poniedziałki od 9 do 17 i nie ma przerwy.\n"),
        ("ja.txt", "営業時間は月曜日の九時から五時までです。\n"),
        ("saaat.ar.txt", "ساعات العمل في المكتب من التاسعة إلى الخامسة.\n"),
    ]);
    let (app, assistant) = app(folder.path()).await;
    for (question, source) in [
        ("Wann öffnet das Büro?", "Quelle: Öffnungszeiten (hours.de.md)"),
        ("Quand ouvrent les bureaux ?", "Source : Horaires (fr/horaires.md)"),
        ("Kiedy jest otwarte biuro?", "Źródło: Godziny (godziny.txt)"),
        ("営業時間は何時ですか", "出典：Ja (ja.txt)"),
        ("ما هي ساعات العمل؟", "المصدر: \u{2068}Saaat (saaat.ar.txt)\u{2069}"),
        ("Was kostet die Hauptstadt der Mongolei?", "die Menschen dieser Website."),
    ] {
        let answer = ask(&assistant, &[question]).await;
        assert!(answer.text.ends_with(source), "{question}: {answer:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn changed_files_are_read_again_and_removed_ones_go() {
    let folder = documents(&[("opening.md", OPENING), ("leave.md", LEAVE)]);
    let (app, assistant) = app(folder.path()).await;
    let about = async |question: &str| ask(&assistant, &[question]).await.text;
    assert!(about("When is the office open?").await.contains("9:00 to 17:00"));
    fs::write(folder.path().join("opening.md"), OPENING.replace("17:00", "18:30")).expect("a file");
    fs::remove_file(folder.path().join("leave.md")).expect("a file to remove");
    fs::write(folder.path().join("new.txt"), "The bicycle shed is behind the house.").expect("a file");
    fs::write(folder.path().join("latin1.txt"), b"The caf\xe9 is closed.").expect("a file");
    assistant.clone().refresh().await;
    assert!(about("When is the office open?").await.contains("9:00 to 18:30"));
    assert!(about("How long before parental leave?").await.starts_with("I found nothing"));
    assert!(about("Where is the bicycle shed?").await.contains("behind the house"));
    let (said, faults) = assistant.look_at_documents().await.expect("a folder").expect("documents");
    assert_eq!(said, "2 files with 3 passages");
    assert_eq!(faults, ["latin1.txt is no UTF-8 at byte 7: save it as UTF-8"]);

    // Rows that no instance renews are deleted, and an instance whose rows are gone stores them again.
    let names = "SELECT string_agg(name, ' ' ORDER BY name) FROM knowledge_files";
    assert_eq!(app.text(names).await, "leave.md new.txt opening.md opening.md");
    app.sql("UPDATE knowledge_files SET used_at = now() - interval '61 minutes'").await;
    let other = Assistant::from_options(
        &crate::support::config(folder.path(), &[&format!("--knowledge-dir={}", folder.path().display())]),
        anteroom::platform::outgoing::Outgoing::default(),
        app.running.context.pool.clone(),
    );
    let other = other.expect("an assistant");
    other.refresh().await;
    assert_eq!(app.text(names).await, "new.txt opening.md");
    app.stop().await;
}

#[tokio::test]
async fn instances_with_different_documents_do_not_disturb_each_other() {
    let (one, two) =
        (documents(&[("a.md", "The door code is blue.")]), documents(&[("a.md", "The door code is green.")]));
    let (app, first) = app(one.path()).await;
    let options = [&*format!("--knowledge-dir={}", two.path().display())];
    let config = crate::support::config(two.path(), &options);
    let pool = app.running.context.pool.clone();
    let second = Assistant::from_options(&config, anteroom::platform::outgoing::Outgoing::default(), pool);
    let second = second.expect("an assistant");
    for _ in 0..2 {
        assert!(ask(&first, &["door code"]).await.text.contains("blue"));
        assert!(ask(&second, &["door code"]).await.text.contains("green"));
        first.clone().refresh().await;
    }
    app.stop().await;
}

#[tokio::test]
async fn a_model_gets_the_passages_and_the_answer_names_them() {
    let folder = documents(&[("opening.md", OPENING), ("leave.md", LEAVE)]);
    let server = ModelServer::start([
        Script::text("Until five."),
        Script::text("Until five, says Opening hours (opening.md)."),
        Script::text("Hello."),
    ])
    .await;
    let app = App::start_with(&[
        &format!("--knowledge-dir={}", folder.path().display()),
        &format!("--llm-url={}", server.url()),
        "--llm-model=m",
    ])
    .await;
    let assistant = app.running.context.assistant.clone();
    let answer = ask(&assistant, &["When is the office open?"]).await;
    let opening = "Opening hours (opening.md)".to_owned();
    let said = "Until five.\n\nSource: Opening hours (opening.md)";
    assert_eq!((&*answer.text, &*answer.sources), (said, std::slice::from_ref(&opening)));
    // A model that names it as it is told is left alone.
    let answer = ask(&assistant, &["When is the office open?"]).await;
    assert_eq!((&*answer.text, answer.sources), ("Until five, says Opening hours (opening.md).", vec![opening]));
    let requests = server.requests();
    let passage = r#"{"heading":"Office","source":"Opening hours (opening.md)","text":"The office is open from"#;
    assert!(requests[0].instructions().contains(passage), "{}", requests[0].instructions());
    assert!(!requests[0].instructions().contains("seven weeks"));
    let greeting = Outcome { sources: vec![], ..ask(&assistant, &["Hello"]).await };
    assert_eq!(greeting.text, "Hello.");
    app.stop().await;
}

#[tokio::test]
async fn without_options_the_demo_pages_company_answers_but_not_in_production_and_not_beside_a_model() {
    let app = App::start().await;
    let assistant = app.running.context.assistant.clone();
    let answer = ask(&assistant, &["What are your opening hours?"]).await;
    assert!(answer.text.contains("Monday to Thursday, 9:00 to 17:00"), "{answer:?}");
    assert_eq!(answer.sources, ["Opening hours (opening-hours.md)"]);
    let german = ask(&assistant, &["Was kostet die erste Beratung?"]).await;
    assert!(
        german.text.contains("kostet nichts") && german.text.contains("Quelle: Kosten (kosten.de.md)"),
        "{german:?}"
    );

    let pool = app.running.context.pool.clone();
    let config = crate::support::config(Path::new("/nowhere"), &["--production"]);
    let outgoing = anteroom::platform::outgoing::Outgoing::default();
    let production = Assistant::from_options(&config, outgoing, pool).expect("an assistant");
    assert!(ask(&production, &["What are your opening hours?"]).await.text.starts_with("I found nothing"));
    app.stop().await;
}

#[tokio::test]
async fn the_background_work_reads_the_folder_before_any_question() {
    let folder = documents(&[("opening.md", OPENING)]);
    let app = App::start_with_workers(&[&format!("--knowledge-dir={}", folder.path().display())]).await;
    let count = "SELECT count(*) FROM knowledge_passages";
    until("the passages", async || (app.number(count).await == 2).then_some(())).await;
    app.stop().await;
}
