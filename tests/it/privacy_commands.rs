//! `anteroom privacy …` beside a running server and without one; with embedded and with external parts.
//!
//! In the tests' names `s23_…` is promise 23 in docs/security.md.

use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};

use serde_json::json;

use crate::support::client::{Visitor, new_id};
use crate::support::member;
use crate::support::process::{Program, bucket, command};
use crate::support::servers::{LocalStack, PostgresServer};
use crate::support::talker::Talker;
use crate::support::template::prepared_folder;
use crate::support::{App, files, until};

/// What a command said and how it ended; no terminal is there.
fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder).arg("privacy").args(args).output().expect("the program")
}

fn said(output: &Output) -> (bool, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

#[track_caller]
fn did(output: &Output) -> String {
    let (success, stdout, stderr) = said(output);
    assert!(success, "{stdout}{stderr}");
    stdout
}

#[track_caller]
fn refused(output: &Output, words: &str) {
    let (success, stdout, stderr) = said(output);
    assert!(!success && stdout.is_empty() && stderr.contains(words), "{stdout}{stderr}");
}

/// The names in an archive, once Python has checked each entry's sum.
fn names(archive: &Path) -> String {
    let program =
        "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(*z.namelist())";
    did(&Command::new("python3").args(["-c", program]).arg(archive).output().expect("python3")).trim().to_owned()
}

const NAMES: &str = "index.html data.json data.csv files/01-paper.pdf manifest.json";

#[tokio::test]
async fn s23_the_command_line_finds_and_exports_beside_a_running_server() {
    let app = App::start().await;
    let (visitor, _) = app.complete("zoe@example.org").await;
    let (other, _) = app.complete("bob@example.org").await;
    let (folder, id) = (app.folder.path(), &*visitor.session);
    let found = did(&run(folder, &["find", "--text", "ZOE@"]));
    let lines: Vec<&str> = found.lines().collect();
    assert!(lines.len() == 2 && lines[0].starts_with("id ") && lines[1].starts_with(id), "{found}");
    assert!(lines[1].contains("complete") && lines[1].contains("zoe@example.org") && lines[1].ends_with("Zoë Visitor"));
    assert!(did(&run(folder, &["find", "--text", &other.session])).contains("bob@example.org"));
    assert!(lines[1].contains("as agreed"), "{found}");
    let restrict =
        "UPDATE sessions SET restricted_at = now(), restricted_by = 'operator', restriction_reason = 'claims'";
    app.sql(&format!("{restrict} WHERE id = '{}'", other.session)).await;
    assert!(did(&run(folder, &["find", "--text", &other.session])).contains("restricted"));
    assert_eq!(did(&run(folder, &["find", "--text", "nobody"])), "No session was found.\n");
    refused(&run(folder, &["find", "--text", "zo"]), "3 letters");

    let work = tempfile::tempdir().expect("a folder");
    let file = work.path().join("copy.zip");
    let out = file.to_str().expect("a path");
    let words = did(&run(folder, &["export", "--id", id, "--out", out]));
    assert!(words.contains("copy.zip holds"), "{words}");
    assert_eq!(names(&file), NAMES);
    assert_eq!(file.metadata().expect("a file").permissions().mode() & 0o777, 0o600);
    // Never over something, and nothing half-done is left beside it.
    let before = std::fs::read(&file).expect("an archive");
    refused(&run(folder, &["export", "--id", id, "--out", out]), "exists already");
    assert_eq!(std::fs::read(&file).expect("an archive"), before);
    refused(
        &run(folder, &["export", "--id", &new_id(), "--out", &format!("{out}2")]),
        "nothing is stored under this id",
    );
    refused(&run(folder, &["export", "--id", "zoe", "--out", &format!("{out}2")]), "not an id");
    refused(&run(folder, &["export", "--id", id, "--out", "/nowhere/copy.zip"]), "cannot be written");
    assert_eq!(std::fs::read_dir(work.path()).expect("a folder").count(), 1);

    let piped = work.path().join("piped.zip");
    std::fs::write(&piped, run(folder, &["export", "--id", id, "--out", "-"]).stdout).expect("a file");
    assert_eq!(names(&piped), NAMES);
    let trail = "SELECT string_agg(action || ' ' || coalesce(session_id::text, '-'), ', ' ORDER BY id) FROM audit WHERE actor = 'operator'";
    let trail = app.text(trail).await;
    let exported = format!("staff.exported {id}");
    assert_eq!(
        trail,
        format!("staff.listed -, staff.listed -, staff.listed -, staff.listed -, {exported}, {exported}")
    );
    // The server's own object store has not noticed.
    visitor.client.get("/health/ready").await.ok(200);
    app.visitor().upload("more.pdf", &files::pdf(100)).await.ok(201);
}

#[tokio::test]
async fn s24_the_command_line_erases_and_the_server_finishes() {
    let app = App::start().await;
    let (visitor, _) = app.complete("zoe@example.org").await;
    let (folder, id) = (app.folder.path(), &*visitor.session);
    refused(&run(folder, &["erase", "--id", id]), "--yes");
    refused(&run(folder, &["erase", "--id", &new_id(), "--yes"]), "nothing is stored under this id");
    assert_eq!(app.keys_of(&visitor).len(), 1);
    let words = did(&run(folder, &["erase", "--id", id, "--yes"]));
    assert!(words.contains("if a server runs"), "{words}");
    let receipt = words.lines().last().expect("a receipt").to_owned();
    app.buried(&visitor).await;
    let finished = format!(
        "SELECT count(*) FROM erasures WHERE id = '{receipt}' AND finished_at IS NOT NULL AND requested_by = 'operator'"
    );
    assert_eq!(app.number(&finished).await, 1);
    refused(&run(folder, &["erase", "--id", id, "--yes"]), "nothing is stored under this id");
    assert_eq!(app.text("SELECT actor FROM audit WHERE action = 'session.erased'").await, "operator");
}

/// A user at a terminal is asked to confirm.
#[tokio::test]
async fn s24_an_erasure_at_a_terminal_is_asked_for() {
    let app = App::start().await;
    let (visitor, _) = app.complete("zoe@example.org").await;
    for (answer, erased) in [("no", 0), ("", 0), ("yes", 1)] {
        // Python brings the terminal.
        let program = "import os, pty, sys\n\
            pid, terminal = pty.fork()\n\
            if pid == 0: os.execv(sys.argv[1], sys.argv[1:-1])\n\
            seen = b''\n\
            while b'Type yes: ' not in seen: seen += os.read(terminal, 1000)\n\
            os.write(terminal, sys.argv[-1].encode() + b'\\n')\n\
            try:\n\
            \x20   while os.read(terminal, 1000): pass\n\
            except OSError: pass\n\
            os.waitpid(pid, 0)";
        let mut asked = Command::new("python3");
        asked.args([
            "-c",
            program,
            env!("CARGO_BIN_EXE_anteroom"),
            "privacy",
            "erase",
            "--id",
            &visitor.session,
            answer,
        ]);
        asked.env("DATA_DIR", app.folder.path());
        assert!(asked.output().expect("python3").status.success());
        assert_eq!(app.number("SELECT count(*) FROM erasures").await, erased, "after {answer:?}");
    }
}

#[tokio::test]
async fn the_privacy_commands_work_without_a_server() {
    let folder = prepared_folder();
    let program = Program::start(command(folder.path()));
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    visitor.contact("zoe@example.org").await.ok(202);
    let mut program = program;
    program.signal("TERM");
    assert_eq!(program.wait().code(), Some(0));
    assert!(did(&run(folder.path(), &["find", "--text", "zoe"])).contains(&visitor.session));
    let file = folder.path().join("copy.zip");
    did(&run(folder.path(), &["export", "--id", &visitor.session, "--out", file.to_str().expect("a path")]));
    assert_eq!(names(&file), NAMES);
    did(&run(folder.path(), &["erase", "--id", &visitor.session, "--yes"]));
    let bucket = folder.path().join("objects/anteroom");
    assert_eq!(crate::support::keys_below(&bucket).len(), 1);
    // The next server finds the obligation.
    let _program = Program::start(command(folder.path()));
    until("an empty bucket", async || crate::support::keys_below(&bucket).is_empty().then_some(())).await;
}

#[tokio::test]
async fn localstack_and_postgresql_give_an_export_on_the_command_line() {
    let (s3, postgres) = tokio::join!(LocalStack::start(), PostgresServer::start());
    let folder = tempfile::tempdir().expect("a folder");
    let with_parts = |mut command: Command| {
        command.env("DATABASE_URL", postgres.url()).envs(bucket("intake", s3.endpoint(), "test", "test"));
        command
    };
    let client = Client::from_conf(
        aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url(s3.endpoint())
            .region(Region::from_static("us-east-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
            .force_path_style(true)
            .build(),
    );
    client.create_bucket().bucket("intake").send().await.expect("a bucket");
    let program = Program::start(with_parts(command(folder.path())));
    let visitor = Visitor::new(program.client());
    visitor.upload("paper.pdf", &files::pdf(9_000_000)).await.ok(201);
    visitor.contact("zoe@example.org").await.ok(202);
    let mut child = with_parts(command(folder.path()))
        .args(["privacy", "export", "--id", &visitor.session, "--out", "-"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut archive = Vec::new();
    child.stdout.take().expect("its stdout").read_to_end(&mut archive).expect("bytes");
    assert!(child.wait().expect("an end").success());
    let file = folder.path().join("copy.zip");
    std::fs::write(&file, archive).expect("a file");
    assert_eq!(names(&file), NAMES);
}

#[tokio::test]
async fn s23_the_command_line_finds_copies_and_erases_a_member() {
    let model = Talker::start().await;
    let app = member::start(&model, &[]).await;
    let (ada, bob) = (member::member(&app, "ada-4711"), member::member(&app, "bob"));
    for member in [&ada, &bob] {
        member
            .call("POST", "/api/chat/send", json!({ "message": format!("a secret of {}", member.name) }))
            .await
            .ok(200);
    }
    let folder = app.folder.path();
    let found = did(&run(folder, &["find", "--text", "ADA-47"]));
    assert!(found.starts_with("No session was found.\n\nid "), "{found}");
    let line = found.lines().last().expect("a line");
    assert!(line.contains("  ada-4711  ") && !found.contains("bob"), "{found}");
    let id = line.split(' ').next().expect("an id");
    assert!(did(&run(folder, &["find", "--text", id])).contains("ada-4711"));
    let file = folder.join("copy.json");
    did(&run(folder, &["export", "--id", id, "--out", file.to_str().expect("a path")]));
    let copy: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).expect("a file")).expect("JSON");
    assert_eq!(
        (&copy["subject"], &copy["conversations"][0]["messages"][0]["content"]),
        (&json!("ada-4711"), &json!("a secret of ada-4711"))
    );
    let piped = did(&run(folder, &["export", "--id", id, "--out", "-"]));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&piped).expect("JSON")["id"], id);
    refused(&run(folder, &["export", "--id", id, "--out", file.to_str().expect("a path")]), "exists already");
    let receipt = did(&run(folder, &["erase", "--id", id, "--yes"]));
    let receipt = receipt.trim().lines().last().expect("a receipt");
    app.sweep().await;
    assert_eq!(
        app.number(&format!("SELECT count(*) FROM erasures WHERE id = '{receipt}' AND finished_at IS NOT NULL")).await,
        1
    );
    assert!(!app.dump().await.contains("secret of ada") && app.dump().await.contains("secret of bob"));
    assert_eq!(did(&run(folder, &["find", "--text", "ada-4711"])).trim(), "No session was found.");
    refused(&run(folder, &["erase", "--id", id, "--yes"]), "nothing is stored under this id");
    let trail = app.texts("SELECT action FROM audit WHERE action LIKE 'member.%' ORDER BY id").await;
    assert_eq!(trail, ["member.exported", "member.exported", "member.erased"]);
}
