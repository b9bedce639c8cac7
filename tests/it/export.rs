//! The copy of everything that staff hand to a person: its content, and that other programs can read it.
//!
//! In the tests' names `s18_…` is promise 18 in docs/security.md.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anteroom::auth::staff::Role::{Privacy, Viewer};
use serde_json::{Value, json};

use crate::support::archive::{Read, read};
use crate::support::client::{CONSENT_VERSION, new_id};
use crate::support::staff::Colleague;
use crate::support::{App, Visitor, files};

async fn export(colleague: &Colleague<'_>, visitor: &Visitor) -> Read {
    let answer = colleague.get(&format!("/sessions/{}/export", visitor.session)).await.ok(200);
    assert_eq!(answer.header("content-length"), answer.body.len().to_string());
    read(&answer.body)
}

#[tokio::test]
async fn s23_a_person_gets_a_copy_of_everything() {
    let app = App::start().await;
    let (paper, scan) = (files::pdf(3_000_000), files::pdf(100));
    let visitor = app.complete_with("zoe@example.org", &[("paper.pdf", &paper), ("Grüße 王.pdf", &scan)]).await;
    app.complete("bob@example.org").await;
    let privacy = app.colleague(Privacy).await;
    let path = format!("/sessions/{}/export", visitor.session);
    let answer = privacy.get(&path).await.ok(200);
    assert_eq!(answer.header("content-type"), "application/zip");
    let disposition = answer.header("content-disposition");
    assert!(
        disposition.starts_with("attachment; filename*=UTF-8''anteroom-") && disposition.strip_suffix(".zip").is_some()
    );
    assert!(!disposition.contains(&visitor.session[..8]), "{disposition}");
    let of_security = ["content-security-policy", "cache-control", "x-content-type-options"];
    assert_eq!(of_security.map(|name| answer.header(name)), ["sandbox; default-src 'none'", "no-store", "nosniff"]);

    let read = read(&answer.body);
    assert_eq!(
        read.names,
        ["index.html", "data.json", "data.csv", "files/01-Grüße 王.pdf", "files/02-paper.pdf", "manifest.json"]
    );
    assert_eq!((&read.bytes["files/02-paper.pdf"], &read.bytes["files/01-Grüße 王.pdf"]), (&paper, &scan));
    let data = read.json("data.json");
    assert_eq!(data["schema"], "anteroom-export/1");
    let session = &data["session"];
    assert_eq!((&session["id"], &session["email"]), (&json!(visitor.session), &json!("zoe@example.org")));
    assert_eq!((&session["name"], &session["state"]), (&json!("Zoë Visitor"), &json!("complete")));
    assert_eq!(data["files"][0]["name"], "Grüße 王.pdf");
    assert_eq!(
        (&data["files"][0]["path"], &data["files"][0]["object"]),
        (&json!("files/01-Grüße 王.pdf"), &json!("present"))
    );
    let link = &data["verifications"][0];
    assert!(
        link["sent_at"].is_string()
            && link["used_at"].is_string()
            && link.as_object().map(serde_json::Map::len) == Some(3)
    );
    let trail = data["trail"]
        .as_array()
        .expect("a trail")
        .iter()
        .map(|event| (event["action"].as_str(), event["actor"].as_str()));
    assert_eq!(
        trail.collect::<Vec<_>>(),
        [
            (Some("session.pending"), Some("visitor")),
            (Some("session.verified"), Some("visitor")),
            (Some("staff.exported"), Some("staff"))
        ]
    );
    for part in ["purposes", "retention", "rights"] {
        assert!(data[part].as_array().is_some_and(|lines| lines.len() > 2), "{part}");
    }
}

#[tokio::test]
async fn s23_a_copy_has_the_consents_word_by_word_and_no_other_person() {
    let app = App::start().await;
    let visitor = app.complete_with("zoe@example.org", &[("Grüße.pdf", &files::pdf(100))]).await;
    app.complete("bob@example.org").await;
    let read = export(&app.colleague(Privacy).await, &visitor).await;
    let data = read.json("data.json");
    let wording = app.client.get("/api/v1/consent").await.ok(200).json();
    for (consent, purpose, given) in [(0, "personal_data", true), (1, "ai_training", false)] {
        let consent = &data["consents"][consent];
        assert_eq!((&consent["purpose"], &consent["given"]), (&json!(purpose), &json!(given)));
        assert_eq!(
            (&consent["text"], &consent["text_sha256"]),
            (&wording[purpose]["text"], &wording[purpose]["sha256"])
        );
        assert_eq!((&consent["text_version"], &consent["ip_address"]), (&json!(CONSENT_VERSION), &json!("127.0.0.1")));
    }
    // No one else is in it: no other visitor, no member of staff, no token.
    let staff = app.text("SELECT string_agg(id::text || ' ' || email, ' ') FROM staff").await;
    let token = app.text("SELECT encode(token_sha256, 'hex') FROM verifications LIMIT 1").await;
    for name in ["index.html", "data.json", "data.csv"] {
        let text = read.text(name);
        assert!(text.contains("zoe@example.org") && text.contains("Zoë Visitor") && text.contains("Grüße"), "{name}");
        for other in staff.split(' ').chain(["bob@example.org", &token]) {
            assert!(!text.contains(other), "{other} is in {name}");
        }
    }
}

#[tokio::test]
async fn s23_the_page_of_a_copy_needs_nothing_from_elsewhere() {
    let app = App::start().await;
    let visitor = app.complete_with("zoe@example.org", &[("a&b #1%.pdf", &files::pdf(100))]).await;
    let id = &visitor.session;
    app.sql(&format!("UPDATE sessions SET name = '<script>alert(1)</script>' WHERE id = '{id}'")).await;
    let read = export(&app.colleague(Privacy).await, &visitor).await;
    let page = read.text("index.html");
    assert!(!page.contains("<script") && !page.contains("http:") && !page.contains("https:") && !page.contains("//"));
    assert!(page.contains("default-src 'none'") && page.contains("&#60;script"), "{page}");
    assert!(page.contains("href=\"files/01-a%26b%20%231%25.pdf\""), "{page}");
    assert_eq!(read.of_files(), ["files/01-a&b #1%.pdf"]);
}

#[tokio::test]
async fn the_document_describes_every_field() {
    fn fields(value: &Value, found: &mut HashSet<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(name, value)| {
                found.insert(name.clone());
                fields(value, found);
            }),
            Value::Array(items) => items.iter().for_each(|item| fields(item, found)),
            _ => {}
        }
    }
    let app = App::start().await;
    let visitor = app.complete_with("zoe@example.org", &[("a.pdf", &files::pdf(100))]).await;
    let id = &visitor.session;
    app.sql(&format!("INSERT INTO jobs (id, job, session_id, dead) VALUES (gen_random_uuid(), '{{}}', '{id}', true)"))
        .await;
    app.sql("UPDATE files SET size = 99").await;
    let read = export(&app.colleague(Privacy).await, &visitor).await;
    let mut found = HashSet::new();
    let mut data = read.json("data.json");
    // What a line of the trail says in particular is described with the actions, not here.
    data["trail"].as_array_mut().expect("a trail").iter_mut().for_each(|event| event["detail"] = json!({}));
    fields(&data, &mut found);
    fields(&read.json("manifest.json"), &mut found);
    let document =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/export.md")).expect("docs/export.md");
    let untold: Vec<_> = found.iter().filter(|name| !document.contains(&format!("`{name}`"))).collect();
    assert!(found.len() > 40 && untold.is_empty(), "docs/export.md does not speak of {untold:?}");
}

/// The names of docs/security.md's list: they all unpack next to each other, below `files/`.
#[tokio::test]
async fn s21_hostile_names_unpack_side_by_side() {
    let app = App::start().await;
    let visitor = app.complete_with("zoe@example.org", &[("a.pdf", &files::pdf(100))]).await;
    let id = &visitor.session;
    let long = "ä".repeat(126) + ".pdf";
    let names = [
        "../../x",
        "..\\x",
        "/etc/passwd",
        "a\r\nb: c",
        &long,
        "invoice\u{202e}fdp.exe",
        "caf\u{e9}.pdf",
        "cafe\u{301}.pdf",
        "CAF\u{c9}.PDF",
        "CON",
        "nul.txt",
        "...",
        "a\";filename=b",
        "=HYPERLINK(\"http://evil\")",
        "<script>",
        "{{7*7}}",
        "a.pdf",
        "data.json",
        "manifest.json",
    ];
    for name in names {
        let file = new_id();
        app.put_object(id, &file).await;
        let quoted = name.replace('\'', "''");
        app.sql(&format!(
            "INSERT INTO files (id, session_id, name, size, content_type) VALUES ('{file}', '{id}', '{quoted}', 5, 'x/y')"
        ))
        .await;
    }
    let read = export(&app.colleague(Privacy).await, &visitor).await;
    let given = read.of_files();
    assert_eq!(given.len(), names.len() + 1);
    let harmless = |name: &&str| {
        let name = name.strip_prefix("files/").unwrap_or_default();
        name.split_once('-')
            .is_some_and(|(number, _)| number.len() == 2 && number.chars().all(|sign| sign.is_ascii_digit()))
            && !name.contains(['/', '\\', ':', '"', '<', '>', '\r', '\n', '\u{202e}'])
            && !name.ends_with(['.', ' '])
            && name.len() < 200
    };
    assert!(given.iter().all(harmless), "{given:?}");
    // The document still says what the visitor called them.
    let data = read.json("data.json");
    let told: HashSet<&str> =
        data["files"].as_array().expect("files").iter().filter_map(|file| file["name"].as_str()).collect();
    assert!(names.iter().all(|name| told.contains(name)));
}

#[tokio::test]
async fn s21_no_cell_of_the_table_is_a_formula() {
    let app = App::start().await;
    let visitor = app.complete_with("zoe@example.org", &[("a.pdf", &files::pdf(100))]).await;
    let id = &visitor.session;
    app.sql(&format!("UPDATE sessions SET name = '=HYPERLINK(\"http://evil\",\"a\")' WHERE id = '{id}'")).await;
    app.sql(&format!("UPDATE files SET name = '+1-2@3.pdf' WHERE session_id = '{id}'")).await;
    let read = export(&app.colleague(Privacy).await, &visitor).await;
    let program = "import csv, json, sys\n\
                   print(json.dumps(list(csv.reader(sys.stdin, strict=True))))";
    let mut python = Command::new("python3");
    let mut python = python
        .args(["-X", "utf8", "-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    python.stdin.take().expect("its input").write_all(&read.bytes["data.csv"]).expect("bytes that are read");
    let rows = python.wait_with_output().expect("an end").stdout;
    let rows: Vec<Vec<String>> = serde_json::from_slice(&rows).expect("rows");
    assert!(rows.len() > 50 && rows.iter().all(|row| row.len() == 4), "{rows:?}");
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{rows:?}");
    let value =
        |part: &str, field: &str| rows.iter().find(|row| row[0] == part && row[2] == field).map(|row| row[3].as_str());
    assert_eq!(value("session", "name"), Some("'=HYPERLINK(\"http://evil\",\"a\")"));
    assert_eq!(value("files", "name"), Some("'+1-2@3.pdf"));
}

#[tokio::test]
async fn a_missing_object_is_reported_and_never_dropped() {
    let app = App::start().await;
    let visitor = app
        .complete_with(
            "zoe@example.org",
            &[("1.pdf", &files::pdf(100)), ("2.pdf", &files::pdf(200)), ("3.pdf", &files::pdf(300))],
        )
        .await;
    let keys = app.text("SELECT string_agg(session_id || '/' || id, ' ' ORDER BY size) FROM files").await;
    let keys: Vec<&str> = keys.split(' ').collect();
    let objects = app.folder.path().join("objects/anteroom");
    std::fs::remove_file(objects.join(keys[0])).expect("an object");
    std::fs::write(objects.join(keys[1]), b"short").expect("an object");
    let read = export(&app.colleague(Privacy).await, &visitor).await;
    assert_eq!(read.of_files(), ["files/02-2.pdf", "files/03-3.pdf"]);
    assert_eq!(read.bytes["files/02-2.pdf"], b"short");
    let data = read.json("data.json");
    let told = [0, 1, 2]
        .map(|at| (&data["files"][at]["object"], &data["files"][at]["path"], &data["files"][at]["size_in_bucket"]));
    assert_eq!(
        told,
        [
            (&json!("missing"), &Value::Null, &Value::Null),
            (&json!("size-differs"), &json!("files/02-2.pdf"), &json!(5)),
            (&json!("present"), &json!("files/03-3.pdf"), &Value::Null),
        ]
    );
    let manifest = read.json("manifest.json");
    assert_eq!(manifest["missing"], json!([{ "id": data["files"][0]["id"], "name": "1.pdf", "size": 100 }]));
    assert_eq!(manifest["size_differs"][0]["entry"], "files/02-2.pdf");
    let page = read.text("index.html");
    assert!(
        page.contains("One file is missing.")
            && page.contains("Missing from the store")
            && page.contains("The store has 5 bytes")
    );
}

#[tokio::test]
async fn s18_exporting_needs_its_permission_and_is_in_the_trail() {
    let app = App::start().await;
    let (visitor, _) = app.complete("zoe@example.org").await;
    let (privacy, viewer) = (app.colleague(Privacy).await, app.colleague(Viewer).await);
    let path = format!("/sessions/{}/export", visitor.session);
    let nobodys = format!("/sessions/{}/export", new_id());
    viewer.get(&path).await.refused(403, "forbidden");
    viewer.get(&nobodys).await.refused(403, "forbidden");
    viewer.get(&format!("/exports/{}", new_id())).await.refused(403, "forbidden");
    privacy.get(&nobodys).await.refused(404, "not-found");
    privacy.get("/sessions/x/export").await.refused(404, "not-found");
    privacy.get(&format!("{path}?progress=x")).await.refused(422, "invalid-input");
    privacy.get(&format!("{path}?what=1")).await.refused(400, "invalid-request");
    for call in [path.clone(), format!("/exports/{}", new_id())] {
        app.client.get(&format!("/api/v1/admin{call}")).await.refused(401, "not-signed-in");
    }
    // An open visit has nothing that could be exported.
    let open = app.visitor();
    open.upload_pdf().await;
    privacy.get(&format!("/sessions/{}/export", open.session)).await.refused(404, "not-found");
    assert_eq!(app.number("SELECT count(*) FROM audit WHERE action = 'staff.exported'").await, 0);
    privacy.get(&path).await.ok(200);
    let line =
        app.text("SELECT actor || ' ' || session_id || ' ' || detail FROM audit WHERE action = 'staff.exported'").await;
    let person = app.text("SELECT id::text FROM staff WHERE role = 'privacy'").await;
    assert_eq!(line, format!("staff:{person} {} {{\"files\": 1}}", visitor.session));
}
