//! Files on their way in, in every form that the server accepts, and the objects that they become.
//!
//! In the tests' names `s02_…` is promise 2 in docs/security.md.

use serde_json::{Value, json};

use crate::support::client::{Answer, Visitor};
use crate::support::fate::first_id;
use crate::support::wire::Framing::{self, Chunked, Length};
use crate::support::wire::{SlowUpload, WAYS, send, send_form};
use crate::support::{App, files, until};

const MIB: usize = 1024 * 1024;

/// A PDF full of boundaries that are not quite ours, one of them at its very end.
fn decoyed(size: usize) -> Vec<u8> {
    let mut bytes = files::pdf(size);
    let decoy = format!("\r\n--{}", &files::BOUNDARY[..files::BOUNDARY.len() - 1]).into_bytes();
    let mut put = |end: usize, with: u8| {
        if end > decoy.len() + 100 {
            bytes[end - decoy.len()..end].copy_from_slice(&decoy);
            if let Some(next) = bytes.get_mut(end) {
                *next = with;
            }
        }
    };
    let step = 65_521;
    (1..size / step).for_each(|count| put(count * step, b'-'));
    put(size, 0);
    bytes
}

/// What a form weighs besides its one file's bytes.
fn overhead(name: &str) -> usize {
    files::form(&[(name, b"")]).1.len()
}

/// Sends a file and compares the stored object with what was sent.
async fn keeps(app: &App, size: usize, framing: Framing) {
    let visitor = app.visitor();
    let bytes = decoyed(size);
    let answer = send(&visitor, "paper.pdf", &bytes, framing).await.ok(201);
    let file = answer.json()["files"][0].clone();
    assert_eq!((&file["size"], &file["name"]), (&json!(size), &json!("paper.pdf")), "{framing:?}");
    let key = format!("{}/{}", visitor.session, first_id(&answer));
    assert_eq!(app.keys_of(&visitor), [&*key]);
    assert!(app.object(&key) == bytes, "{size} bytes, {framing:?}: the object differs from what was sent");
    assert_eq!(visitor.files().await.ok(200).json(), json!({ "files": [file] }));
    std::fs::remove_dir_all(app.folder.path().join("objects/anteroom").join(&visitor.session)).expect("space");
}

#[tokio::test]
async fn bytes_of_any_length_are_kept() {
    let app = App::start().await;
    let overhead = overhead("paper.pdf");
    // Around the edges between small, buffered and passed through.
    for form in [256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 9 * MIB] {
        keeps(&app, form - overhead, Length).await;
    }
    for size in [9, 4095, 4096, 4097, 1_000_000, 33_333_333] {
        keeps(&app, size, Length).await;
    }
    assert!(app.unfinished().is_empty());
}

#[tokio::test]
async fn chunked_bytes_of_any_length_are_kept() {
    let app = App::start().await;
    let (name, closing) = ("paper.pdf", format!("\r\n--{}--\r\n", files::BOUNDARY).len());
    let head = overhead(name) - closing;
    for size in [9, 100_000, 1_000_000] {
        keeps(&app, size, Chunked).await;
    }
    // The closing boundary before, across and behind the edge of the first and the second buffer.
    let edges = [8 * MIB - head, 16 * MIB - head, 16 * MIB - head - closing + 5];
    for (edge, before) in edges.into_iter().zip([[closing + 1, closing, 2], [closing, 3, 1], [closing, 9, 1]]) {
        for before in before {
            keeps(&app, edge - before, Chunked).await;
        }
        keeps(&app, edge, Chunked).await;
    }
    assert!(app.unfinished().is_empty());
}

#[tokio::test]
async fn s07_the_server_decides_a_files_type_and_key() {
    let app = App::start().await;
    for (way, size, framing) in WAYS {
        let visitor = app.visitor();
        let answer = send(&visitor, "Grüße \"1\" & 100%.PDF", &files::pdf(size), framing).await;
        // The quote ends the name in this form, so it is written as browsers do.
        answer.refused(400, "invalid-request");
        let answer = send(&visitor, "Grüße %221%22 & 100%.PDF", &files::pdf(size), framing).await.ok(201);
        assert_eq!(answer.json()["files"][0]["name"], "Grüße \"1\" & 100%.PDF", "{way}");
        assert_eq!(answer.json()["files"][0]["content_type"], "application/pdf", "{way}");
        let kept = app.sidecar(&app.keys_of(&visitor)[0]);
        let name = "Gr%C3%BC%C3%9Fe%20%221%22%20%26%20100%25.PDF";
        assert_eq!(kept["content_type"], "application/pdf", "{way}");
        assert_eq!(kept["content_disposition"], format!("attachment; filename*=UTF-8''{name}"), "{way}");
        assert_eq!(kept["metadata"], json!({ "name": name }), "{way}");
        assert_eq!(kept["content_encoding"], Value::Null, "{way}");
    }
    let visitor = app.visitor();
    visitor.upload("notes.md", "# Grüße\n".as_bytes()).await.ok(201);
    assert_eq!(visitor.files().await.json()["files"][0]["content_type"], "text/markdown");
}

#[tokio::test]
async fn all_files_of_a_form_are_kept_or_none() {
    let app = App::start().await;
    for (size, framing) in [(40_000, Length), (1_500_000, Length), (1_500_000, Chunked)] {
        let visitor = app.visitor();
        let (one, two, three) = (files::pdf(size), files::pdf(size + 1), b"three".to_vec());
        let mut upload = SlowUpload::begin(
            &visitor,
            &[("b.pdf", &one), ("a.pdf", &two), ("b.pdf", &one), ("c.txt", &three)],
            framing,
        )
        .await;
        let half = upload.body.len() / 2;
        assert!(upload.send_to(half).await);
        let sent = upload.finish().await.ok(201).json();
        let files = sent["files"].as_array().expect("files");
        let names: Vec<_> = files.iter().map(|file| (file["name"].as_str(), file["size"].as_u64())).collect();
        let (size, more) = (Some(size as u64), Some(size as u64 + 1));
        let expected = [(Some("b.pdf"), size), (Some("a.pdf"), more), (Some("b.pdf"), size), (Some("c.txt"), Some(5))];
        assert_eq!(names, expected);
        for (file, bytes) in files.iter().zip([&one, &two, &one, &three]) {
            let key = format!("{}/{}", visitor.session, file["id"].as_str().expect("an id"));
            assert!(&app.object(&key) == bytes, "{file}");
        }

        let other = app.visitor();
        let bad = [("a.pdf", &*one), ("b.pdf", b"<html>"), ("c.pdf", &*two)];
        SlowUpload::begin(&other, &bad, framing).await.finish().await.refused(415, "file-type-refused");
        let empty = [("a.pdf", &*one), ("b.pdf", b"")];
        SlowUpload::begin(&other, &empty, framing).await.finish().await.refused(422, "empty-file");
        app.nothing_left(&other, "a form with one bad file").await;
    }
}

/// Sends a small PDF with this Content-Disposition.
async fn disposed(visitor: &Visitor, parameters: &str) -> Answer {
    let part = files::part(&format!("form-data; name=\"file\"; {parameters}"), &files::pdf(100));
    let body = [part, format!("--{}--\r\n", files::BOUNDARY).into_bytes()].concat();
    send_form(visitor, &files::form_type(), body, Length).await
}

#[tokio::test]
async fn s07_hostile_names_are_cleaned() {
    let app = App::start_with(&["--max-files=100"]).await;
    let visitor = app.visitor();
    let (long, cut) = (format!("{}.pdf", "ü".repeat(150)), format!("{}.pdf", "ü".repeat(125)));
    for (sent, kept) in [
        ("../../etc/x.pdf", "x.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("C:\\Users\\Zoë\\Meine Datei.pdf", "Meine Datei.pdf"),
        ("/x.pdf", "x.pdf"),
        ("x.pdf\\", "x.pdf"),
        ("x\u{61c}.pdf", "x.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("a%0D%0AX-Evil: 1.pdf", "aX-Evil: 1.pdf"),
        ("a\tb\u{7f}\u{9f}.pdf", "ab.pdf"),
        ("evil\u{202e}fdp.exe.pdf", "evilfdp.exe.pdf"),
        (&long, &cut),
        ("CON.pdf", "CON.pdf"),
        (".pdf", ".pdf"),
        (" spaced .pdf", "spaced .pdf"),
        ("日本語 🎉.pdf", "日本語 🎉.pdf"),
        ("é.pdf", "é.pdf"),
        ("e\u{301}.pdf", "e\u{301}.pdf"),
        ("a\\\"b.pdf", "a\"b.pdf"),
        ("{{7*7}}<script>'.pdf", "{{7*7}}<script>'.pdf"),
        ("=HYPERLINK(x).pdf", "=HYPERLINK(x).pdf"),
        ("a;filename=b.exe;.pdf", "a;filename=b.exe;.pdf"),
        ("%2e%2e%2fx.pdf", "%2e%2e%2fx.pdf"),
    ] {
        let answer = disposed(&visitor, &format!("filename=\"{sent}\"")).await.ok(201);
        assert_eq!(answer.json()["files"][0]["name"], kept, "{sent:?}");
        let key = format!("{}/{}", visitor.session, first_id(&answer));
        assert_eq!(app.object(&key).len(), 100);
        let listed = visitor.files().await.ok(200).json();
        let listed = listed["files"].as_array().expect("files").iter().find(|file| file["id"] == first_id(&answer));
        assert_eq!(listed.expect("it is listed")["name"], kept, "{sent:?}");
    }
    assert_eq!(app.keys().len(), 22, "{:?}", app.keys());

    // Of two names one counts, and it is the one that is checked.
    let other = app.visitor();
    let both = disposed(&other, "filename=\"good.pdf\"; filename*=UTF-8''evil.exe").await;
    both.refused(415, "file-type-refused");
    let both = disposed(&visitor, "filename=\"evil.exe\"; filename*=UTF-8''..%2Fgood%0D.pdf").await.ok(201);
    assert_eq!(both.json()["files"][0]["name"], "good.pdf");
    let twice = "filename*=UTF-8''a.pdf; filename*=UTF-8''b.pdf";
    for refused in ["filename=\"a.pdf\";filename=b.pdf", twice, "filename=\"a\".pdf\"", "x=y"] {
        let answer = disposed(&other, refused).await;
        assert!([400, 422].contains(&answer.status.as_u16()), "{refused}: {}", answer.status);
    }
    // A line break as such ends the header: no header of the visitor's becomes ours.
    disposed(&other, "filename=\"a\r\nContent-Disposition: b.pdf\"").await.refused(400, "invalid-request");
    let nameless = disposed(&visitor, "filename=\"\"").await.ok(201);
    assert_eq!(nameless.json()["files"][0]["name"], "file.pdf");
    app.nothing_left(&other, "names that cannot be read").await;
}

#[tokio::test]
async fn s02_a_file_is_deleted_by_its_own_session_only() {
    let app = App::start_with(&["--max-files=2"]).await;
    let (visitor, other) = (app.visitor(), app.visitor());
    let (kept, gone) = (visitor.upload_pdf().await, visitor.upload_pdf().await);
    other.upload_pdf().await;
    let delete = async |visitor: &Visitor, id: &str| visitor.call("DELETE", &format!("/files/{id}"), Value::Null).await;
    delete(&other, &gone).await.refused(404, "not-found");
    let nonsense = ["x", "..%2f..%2fx", "00000000-0000-0000-0000-000000000000", &gone.to_uppercase(), &visitor.session];
    for id in nonsense {
        delete(&visitor, id).await.refused(404, "not-found");
    }
    assert_eq!(app.keys_of(&visitor).len(), 2);
    visitor.upload("third.pdf", &files::pdf(9)).await.refused(413, "quota-exceeded");

    delete(&visitor, &gone).await.ok(204);
    // It is gone from the list and the quota at once, from the bucket with the next sweep.
    assert_eq!(visitor.files().await.json()["files"].as_array().map(Vec::len), Some(1));
    delete(&visitor, &gone).await.refused(404, "not-found");
    let third = first_id(&visitor.upload("third.pdf", &files::pdf(9)).await.ok(201));
    app.sweep().await;
    let mut expected = [&kept, &third].map(|id| format!("{}/{id}", visitor.session));
    expected.sort();
    until("the file to go", async || (app.keys_of(&visitor) == expected).then_some(())).await;
    until("the row to go", async || (app.uploads(&visitor, "cut").await == 0).then_some(())).await;

    visitor.contact("zoe@example.org").await.ok(202);
    delete(&visitor, &kept).await.refused(409, "session-pending");
    visitor.files().await.refused(409, "session-pending");
    other.discard().await.ok(204);
    other.files().await.refused(410, "session-gone");
    delete(&other, &kept).await.refused(410, "session-gone");
    app.sweep().await;
    assert_eq!(app.keys_of(&visitor), expected);
}

/// Begins uploads of buffered size, each from a network of its own, until one shows by its row that no buffer was left
/// for it.
async fn exhaust_pool(app: &App) -> Vec<(Visitor, SlowUpload)> {
    let mut slow = Vec::new();
    let bytes = files::pdf(MIB);
    for number in 0..5 {
        let visitor = app.visitor();
        let (content_type, body) = files::form(&[("slow.pdf", &bytes)]);
        let head = format!("Content-Length: {}\r\nX-Forwarded-For: 203.0.113.{number}", body.len());
        let mut upload = SlowUpload::begin_saying(&visitor, &content_type, body, &head, Length).await;
        assert!(upload.send_to(100_000).await);
        slow.push((visitor, upload));
    }
    until("an upload that passes through", async || {
        (app.number("SELECT count(*) FROM uploads WHERE state = 'receiving'").await > 0).then_some(())
    })
    .await;
    slow
}

#[tokio::test]
async fn without_a_spare_buffer_a_file_passes_through() {
    let app = App::start_with(&["--trusted-proxies=127.0.0.1"]).await;
    let slow = exhaust_pool(&app).await;
    assert_eq!(app.number("SELECT count(*) FROM uploads").await, 1, "the others wait in their buffers");
    keeps(&app, 1_000_000, Length).await;
    // Chunked bodies cannot do without a buffer; half of the pool is theirs.
    keeps(&app, 9_000_000, Chunked).await;
    for (visitor, upload) in slow {
        upload.finish().await.ok(201);
        assert!(app.object(&app.keys_of(&visitor)[0]) == files::pdf(MIB));
    }
}

#[tokio::test]
async fn without_a_spare_buffer_a_form_of_several_files_is_asked_to_come_back() {
    let app = App::start_with(&["--trusted-proxies=127.0.0.1"]).await;
    let slow = exhaust_pool(&app).await;
    let visitor = app.visitor();
    let (one, two) = (files::pdf(400_000), files::pdf(500_000));
    let both: [(&str, &[u8]); 2] = [("one.pdf", &one), ("two.pdf", &two)];
    // The contract takes this form, so it must not be called wrong for want of memory.
    let answer = visitor.upload_all(&both).await;
    answer.refused(503, "unavailable");
    assert_ne!(answer.header("retry-after"), "");
    app.nothing_left(&visitor, "a form for which there was no buffer").await;
    drop(slow);
    until("a buffer", async || (visitor.upload_all(&both).await.status == 201).then_some(())).await;
    assert_eq!(app.keys_of(&visitor).len(), 2);
}
