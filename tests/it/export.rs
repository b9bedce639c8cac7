//! The copy of everything that staff hand to a person: what is in it, that others can read it, and what becomes
//! of it when something breaks.

use std::collections::{BTreeMap, HashSet};
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};

use anteroom::ids::hex;
use anteroom::staff::Role::{Admin, Privacy, Viewer};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::client::{CONSENT_VERSION, new_id};
use crate::support::process::{Program, command};
use crate::support::staff::Colleague;
use crate::support::{App, Visitor, files, keys_below, until};

/// An archive as Python reads it: each entry's bytes, in order.
struct Read {
    names: Vec<String>,
    bytes: BTreeMap<String, Vec<u8>>,
}

impl Read {
    fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&self.bytes[name]).expect("JSON")
    }

    fn text(&self, name: &str) -> &str {
        std::str::from_utf8(&self.bytes[name]).expect("UTF-8")
    }

    fn of_files(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).filter(|name| name.starts_with("files/")).collect()
    }
}

/// Opens it with Info-ZIP's `unzip -t` and Python's zipfile, and holds it to its manifest.
fn read(archive: &[u8]) -> Read {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("export.zip");
    std::fs::File::create(&path).and_then(|mut file| file.write_all(archive)).expect("a file");
    let tested = Command::new("unzip").arg("-t").arg(&path).output().expect("unzip");
    assert!(tested.status.success(), "{}", String::from_utf8_lossy(&tested.stdout));
    let names = unpack(&path, folder.path());
    let entry = |name: &String| std::fs::read(folder.path().join("out").join(name)).expect("an entry");
    let read = Read { bytes: names.iter().map(|name| (name.clone(), entry(name))).collect(), names };
    let manifest = read.json("manifest.json");
    assert_eq!(manifest["schema"], "anteroom-export-manifest/1");
    let said = manifest["entries"].as_array().expect("entries").iter().map(|entry| {
        let name = entry["name"].as_str().expect("a name");
        assert_eq!(entry["size"], read.bytes[name].len());
        assert_eq!(entry["sha256"], hex(&Sha256::digest(&read.bytes[name])), "{name}");
        name
    });
    let said: Vec<&str> = said.collect();
    // It speaks of all but itself, and comes last.
    let (last, others) = read.names.split_last().expect("entries");
    assert_eq!((said, last.as_str()), (others.iter().map(String::as_str).collect(), "manifest.json"));
    read
}

fn unpack(archive: &Path, folder: &Path) -> Vec<String> {
    let program = "import sys, json, zipfile\n\
                   z = zipfile.ZipFile(sys.argv[1])\n\
                   assert z.testzip() is None\n\
                   assert all(i.flag_bits & 0x800 and i.compress_type == 0 for i in z.infolist())\n\
                   z.extractall(sys.argv[2] + '/out')\n\
                   print(json.dumps(z.namelist()))";
    let mut python = Command::new("python3");
    let python =
        python.args(["-c", program]).arg(archive).arg(folder).stderr(Stdio::inherit()).output().expect("python3");
    assert!(python.status.success());
    serde_json::from_slice(&python.stdout).expect("names")
}

async fn export(colleague: &Colleague<'_>, visitor: &Visitor) -> Read {
    let answer = colleague.get(&format!("/sessions/{}/export", visitor.session)).await.ok(200);
    assert_eq!(answer.header("content-length"), answer.body.len().to_string());
    read(&answer.body)
}

/// A complete session with these files, which the visitor sent one by one.
async fn complete_with(app: &App, email: &str, named: &[(&str, &[u8])]) -> Visitor {
    let visitor = app.visitor();
    for (name, bytes) in named {
        visitor.upload(name, bytes).await.ok(201);
    }
    visitor.contact(email).await.ok(202);
    app.client.post(&app.link_to(email, 1).await).await.ok(200);
    app.jobs_done().await;
    visitor
}

#[tokio::test]
async fn s23_a_person_gets_a_copy_of_everything() {
    let app = App::start().await;
    let (paper, scan) = (files::pdf(3_000_000), files::pdf(100));
    let visitor = complete_with(&app, "zoe@example.org", &[("paper.pdf", &paper), ("Grüße 王.pdf", &scan)]).await;
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
    // The consents, word by word, and each of its evidence.
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
    // Nobody else is in it: not another visitor, nobody of the staff, no token.
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
    let visitor = complete_with(&app, "zoe@example.org", &[("a&b #1%.pdf", &files::pdf(100))]).await;
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
async fn the_document_tells_of_every_field() {
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
    let visitor = complete_with(&app, "zoe@example.org", &[("a.pdf", &files::pdf(100))]).await;
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

/// The names of docs/security.md's list: whatever they are, they unpack next to each other, below `files/`.
#[tokio::test]
async fn s21_hostile_names_unpack_side_by_side() {
    let app = App::start().await;
    let visitor = complete_with(&app, "zoe@example.org", &[("a.pdf", &files::pdf(100))]).await;
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
    let visitor = complete_with(&app, "zoe@example.org", &[("a.pdf", &files::pdf(100))]).await;
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
async fn a_missing_object_is_told_and_never_dropped() {
    let app = App::start().await;
    let visitor = complete_with(
        &app,
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
            && page.contains("Missing in the store")
            && page.contains("The store holds 5 bytes")
    );
}

#[tokio::test]
async fn s18_only_who_may_export_does_and_it_is_in_the_trail() {
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
    // An open visit holds nothing that could be exported.
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

/// A client that takes as much as it wants of an answer, and no more.
async fn ask(address: SocketAddr, token: &str, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let head = format!("GET /api/v1/admin{path} HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer {token}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("a request");
    stream
}

/// The announced length, and how many bytes came until the connection ended, after what was taken before.
async fn take_all(mut stream: TcpStream, mut answer: Vec<u8>) -> (usize, usize) {
    // An end in mid-body may be a reset.
    drop(stream.read_to_end(&mut answer).await);
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split('\r').next());
    (length.expect("a length").parse().expect("a number"), answer.len() - end)
}

/// Longer than what connections hold on the way.
const LONG: usize = 40_000_000;

/// The program itself, so that its log can be read.
#[tokio::test]
async fn an_object_that_ends_early_truncates_the_archive_and_is_logged_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::start(command(folder.path()));
    let (client, visitor) = (program.client(), Visitor::new(program.client()));
    visitor.upload("a.pdf", &files::pdf(LONG)).await.ok(201);
    visitor.contact("zoe@example.org").await.ok(202);
    let mut add = command(folder.path());
    let added =
        add.args(["staff", "add", "--email", "ann@example.org", "--role", "privacy"]).output().expect("an answer");
    let password = String::from_utf8(added.stdout).expect("text").trim().to_owned();
    let body = json!({ "email": "ann@example.org", "password": password }).to_string();
    let headers = [("content-type", "application/json")];
    let signed_in = client.send("POST", "/api/v1/staff/login", &headers, body).await.ok(200).json();
    let token = signed_in["token"].as_str().expect("a token");

    let id = new_id();
    let path = format!("/sessions/{}/export?progress={id}", visitor.session);
    let mut stream = ask(program.address, token, &path).await;
    let mut beginning = vec![0; 1000];
    stream.read_exact(&mut beginning).await.expect("a beginning");
    // The store loses the rest of what it is sending.
    let bucket = folder.path().join("objects/anteroom");
    let file = std::fs::File::options().write(true).open(bucket.join(&keys_below(&bucket)[0])).expect("an object");
    file.set_len(LONG as u64 / 2).expect("a shorter one");
    let request = String::from_utf8_lossy(&beginning).split("x-request-id: ").nth(1).expect("an id")[..36].to_owned();
    let (length, came) = take_all(stream, beginning).await;
    assert!(came < length, "{came} of {length}");
    let bearer = format!("Bearer {token}");
    let state = until("its end", async || {
        let headers = [("authorization", &*bearer)];
        let answer = client.send("GET", &format!("/api/v1/admin/exports/{id}"), &headers, "").await;
        let progress = answer.ok(200).json();
        (progress["state"] != "running").then_some(progress)
    })
    .await;
    assert_eq!(state["state"], "broken");
    let log = program.kill();
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("an export broke off")).collect();
    assert!(lines.len() == 1 && lines[0].contains(&request), "{log}");
    assert!(!log.contains(&visitor.session) && !log.contains("zoe@"), "{log}");
}

/// How far it came, once that is not `running` any more.
async fn ended(colleague: &Colleague<'_>, id: &str) -> Option<Value> {
    let progress = colleague.get(&format!("/exports/{id}")).await.ok(200).json();
    (progress["state"] != "running").then_some(progress)
}

#[tokio::test]
async fn a_page_sees_how_far_its_export_has_come() {
    let app = App::start().await;
    let visitor = complete_with(&app, "zoe@example.org", &[("a.pdf", &files::pdf(LONG))]).await;
    let (privacy, admin) = (app.colleague(Privacy).await, app.colleague(Admin).await);
    let id = new_id();
    let path = format!("/sessions/{}/export?progress={id}", visitor.session);
    privacy.get(&format!("/exports/{id}")).await.refused(404, "not-found");
    let mut stream = ask(app.client.address, &privacy.token, &path).await;
    stream.read_exact(&mut [0; 1000]).await.expect("a beginning");
    let running = until("some progress", async || {
        let progress = privacy.get(&format!("/exports/{id}")).await.ok(200).json();
        (progress["sent"].as_u64() > Some(0)).then_some(progress)
    })
    .await;
    // The client takes nothing more, so the most of it has not been sent.
    assert!(running["state"] == "running" && running["sent"].as_u64() < running["total"].as_u64(), "{running}");
    // It is nobody else's, and no second one runs under its id.
    admin.get(&format!("/exports/{id}")).await.refused(404, "not-found");
    privacy.get(&path).await.refused(422, "invalid-input");
    admin.get(&path).await.refused(422, "invalid-input");
    drop(stream);
    let broken = until("its end", async || ended(&privacy, &id).await).await;
    assert_eq!(broken["state"], "broken");
    // Once more under the same id, as a browser's "try again" does.
    let length = privacy.get(&path).await.ok(200).body.len();
    let complete = until("its end", async || ended(&privacy, &id).await).await;
    assert_eq!(complete, json!({ "total": length, "sent": length, "state": "complete" }));

    // One whose server died is broken, and an old one is forgotten.
    app.sql("UPDATE exports SET ended_at = NULL, complete = false, updated_at = now() - interval '61 seconds'").await;
    assert_eq!(privacy.get(&format!("/exports/{id}")).await.ok(200).json()["state"], "broken");
    let pool = &app.running.parts.pool;
    anteroom::privacy::export::progress::forget_old(pool).await.expect("a look");
    assert_eq!(app.number("SELECT count(*) FROM exports").await, 1);
    app.sql("UPDATE exports SET started_at = now() - interval '25 hours'").await;
    anteroom::privacy::export::progress::forget_old(pool).await.expect("a look");
    assert_eq!(app.number("SELECT count(*) FROM exports").await, 0);
}

#[tokio::test]
async fn an_export_holds_little_of_what_a_slow_client_does_not_take() {
    let app = App::start().await;
    let visitor = complete_with(&app, "zoe@example.org", &[("a.pdf", &files::pdf(LONG))]).await;
    let privacy = app.colleague(Privacy).await;
    let id = new_id();
    let _stream =
        ask(app.client.address, &privacy.token, &format!("/sessions/{}/export?progress={id}", visitor.session)).await;
    // It stands still once all that lies between is full: two looks in a row see the same.
    let mut before = 0;
    let sent = until("a standstill", async || {
        app.sql("SELECT pg_sleep(1.5)").await;
        let sent = app.number(&format!("SELECT coalesce(max(sent), 0) FROM exports WHERE id = '{id}'")).await;
        let stands = sent > 0 && sent == before;
        before = sent;
        stands.then_some(sent)
    })
    .await;
    // The system's own buffers for a connection over loopback are the most of it.
    assert!(sent < 12_000_000, "{sent} bytes are on their way to a client that takes none");
}
