//! Files are scanned while they stream: an infected file leaves nothing, and an unscanned one is not clean.
//!
//! In the tests' names `s08_…` is promise 8 in docs/security.md.

use crate::support::clamd::{Clamd, Stub, eicar, infected};
use crate::support::client::{Answer, Visitor};
use crate::support::wire::Framing::{Chunked, Length};
use crate::support::wire::{SlowUpload, WAYS, send};
use crate::support::{App, files, process, until};

/// With this scanner.
async fn scanned_by(url: &str, args: &[&str]) -> App {
    let url = format!("--clamd-url={url}");
    App::start_with(&[&[&*url], args].concat()).await
}

/// Nothing of the file is anywhere, and nothing is left to be done about it.
async fn nothing_at_all(app: &App, visitor: &Visitor, what: &str) {
    app.nothing_left(visitor, what).await;
    assert_eq!((app.uploads(visitor, "cut").await, app.open_multiparts()), (0, 0), "{what}");
}

fn refused_unscanned(answer: &Answer) {
    let problem = answer.refused(503, "unavailable");
    assert_ne!(answer.header("retry-after"), "", "{problem}");
    assert!(problem["detail"].as_str().is_some_and(|text| text.contains("paper.pdf")), "{problem}");
}

/// How many scans have ended so.
async fn scans(app: &App, outcome: &str) -> u32 {
    let count = app.client.metric(&format!("anteroom_scans_total{{outcome=\"{outcome}\"}}")).await;
    count.to_string().parse().expect("a whole number")
}

#[tokio::test]
async fn s08_an_infected_file_is_refused_and_leaves_nothing() {
    let clamd = Clamd::start().await;
    let app = scanned_by(&clamd.url(), &["--max-files=1"]).await;
    let visitor = app.visitor();
    let mut found = 0;
    for (way, size, framing) in WAYS {
        let mut early = eicar();
        early.resize(size, b'\n');
        let mut middle = infected(b"Dear all,\n", size / 2);
        middle.resize(size, b'x');
        for (name, bytes) in [
            ("early.txt", early),
            ("middle.txt", middle),
            ("late.txt", infected(b"Dear all,\n", size)),
            ("late.pdf", infected(&files::pdf(size / 2), size)),
        ] {
            let answer = send(&visitor, name, &bytes, framing).await;
            let problem = answer.refused(422, "file-refused");
            let detail = problem["detail"].as_str().expect("a sentence");
            assert!(detail.contains(name) && detail.contains("clean copy"), "{way}: {detail}");
            nothing_at_all(&app, &visitor, &format!("{name}, {way}")).await;
            found += 1;
        }
    }
    assert_eq!((scans(&app, "infected").await, scans(&app, "clean").await), (found, 0));
    // Neither has any of it used the quota up.
    visitor.upload_pdf().await;
}

#[tokio::test]
async fn of_a_form_with_one_infected_file_nothing_is_kept() {
    let clamd = Clamd::start().await;
    let app = scanned_by(&clamd.url(), &[]).await;
    let pdf = files::pdf(300_000);
    let bad = infected(b"Dear all,\n", 1000);
    let nine = [("a.pdf", &*pdf); 9];
    for framing in [Length, Chunked] {
        let visitor = app.visitor();
        let form = [&nine[..], &[("bad.txt", &*bad)], &nine[..]].concat();
        let problem = SlowUpload::begin(&visitor, &form, framing).await.finish().await.refused(422, "file-refused");
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains("“bad.txt”")), "{problem}");
        nothing_at_all(&app, &visitor, "a form with one infected file").await;
        SlowUpload::begin(&visitor, &nine, framing).await.finish().await.ok(201);
        assert_eq!(app.keys_of(&visitor).len(), 9);
    }
}

#[tokio::test]
async fn clean_files_arrive_as_they_are() {
    let clamd = Clamd::start().await;
    let mut clean = 0;
    for url in [clamd.url(), clamd.tcp_url()] {
        let app = scanned_by(&url, &[]).await;
        for (way, size, framing) in
            WAYS.into_iter().chain([("parts", 25_000_000, Chunked), ("passed", 25_000_001, Length)])
        {
            let visitor = app.visitor();
            // Almost what the scanner looks for.
            let bytes = [files::pdf(size), eicar()[1..].to_vec()].concat();
            send(&visitor, "paper.pdf", &bytes, framing).await.ok(201);
            assert!(app.object(&app.keys_of(&visitor)[0]) == bytes, "{way}, {url}");
            clean += 1;
        }
        assert_eq!((scans(&app, "clean").await, app.unfinished().len()), (clean, 0));
        let ready = app.client.get("/health/ready").await.ok(200).json();
        assert_eq!(ready, serde_json::json!({"database": true, "bucket": true, "scanner": true}));
    }
}

#[tokio::test]
async fn a_file_is_scanned_while_it_streams_and_exists_only_after_the_verdict() {
    let size = 20_000_000;
    for (framing, clean) in [(Length, true), (Chunked, true), (Length, false), (Chunked, false)] {
        let scanner = Stub::start().await;
        let app = scanned_by(scanner.url(), &[]).await;
        let visitor = app.visitor();
        let bytes = files::pdf(size);
        let mut upload = SlowUpload::begin(&visitor, &[("paper.pdf", &bytes)], framing).await;
        assert!(upload.send_to(size * 3 / 4).await);
        until("the scanner and the store to have had some", async || {
            (scanner.taken() > 8_000_000 && app.half_done_bytes() > 8_000_000).then_some(())
        })
        .await;
        let finishing = tokio::spawn(upload.finish());
        until("the scanner to have had all", async || (scanner.taken() > size as u64).then_some(())).await;
        if framing == Chunked {
            until("the store to have had all", async || (app.half_done_bytes() >= size as u64).then_some(())).await;
        }
        assert!(app.keys_of(&visitor).is_empty() && !finishing.is_finished(), "{framing:?}");
        if clean {
            scanner.says(b"stream: OK\0");
            finishing.await.expect("an answer").ok(201);
            assert!(app.object(&app.keys_of(&visitor)[0]) == bytes, "{framing:?}");
        } else {
            scanner.says(b"stream: Late FOUND\0");
            finishing.await.expect("an answer").refused(422, "file-refused");
            nothing_at_all(&app, &visitor, "a late finding").await;
        }
    }
}

#[tokio::test]
async fn what_the_scanner_finds_too_long_is_not_clean() {
    let clamd = Clamd::start_with("StreamMaxLength 500K").await;
    let closed = scanned_by(&clamd.url(), &[]).await;
    let open = scanned_by(&clamd.tcp_url(), &["--scan-fail=open"]).await;
    for (way, size, framing) in WAYS {
        let (visitor, other) = (closed.visitor(), open.visitor());
        let bytes = files::pdf(size);
        let answer = send(&visitor, "paper.pdf", &bytes, framing).await;
        send(&other, "paper.pdf", &bytes, framing).await.ok(201);
        assert!(open.object(&open.keys_of(&other)[0]) == bytes, "{way}");
        if size < 500_000 {
            answer.ok(201);
            continue;
        }
        refused_unscanned(&answer);
        nothing_at_all(&closed, &visitor, way).await;
    }
    let outcomes = ["clean", "unscanned-refused", "unscanned-accepted"];
    for (outcome, count) in outcomes.into_iter().zip([4, 3, 3]) {
        assert_eq!(scans(&closed, outcome).await, count, "{outcome}");
    }
}

#[tokio::test]
async fn what_the_scanner_says_besides_is_not_clean() {
    let scanner = Stub::start().await;
    let app = scanned_by(scanner.url(), &[]).await;
    let visitor = app.visitor();
    for (way, size, framing) in WAYS {
        for answer in [&b""[..], b"stream: OK", b"OK\0", b"stream: BOOK\0", b"HTTP/1.1 200 OK\r\n\r\n", &[b'x'; 5000]] {
            scanner.says(answer);
            refused_unscanned(&send(&visitor, "paper.pdf", &files::pdf(size), framing).await);
            nothing_at_all(&app, &visitor, way).await;
        }
        scanner.says(b"stream: OK\0");
        send(&app.visitor(), "paper.pdf", &files::pdf(size), framing).await.ok(201);
    }
}

#[tokio::test]
async fn a_scanner_that_dies_in_the_middle_leaves_nothing() {
    for (size, framing) in [(20_000_000, Length), (20_000_000, Chunked)] {
        let clamd = Clamd::start().await;
        let app = scanned_by(&clamd.url(), &[]).await;
        let open = scanned_by(&clamd.url(), &["--scan-fail=open"]).await;
        let (visitor, other) = (app.visitor(), open.visitor());
        let bytes = files::pdf(size);
        let mut upload = SlowUpload::begin(&visitor, &[("paper.pdf", &bytes)], framing).await;
        let mut accepted = SlowUpload::begin(&other, &[("paper.pdf", &bytes)], framing).await;
        assert!(upload.send_to(size / 2).await && accepted.send_to(size / 2).await);
        app.receiving(&visitor, 1).await;
        open.receiving(&other, 1).await;
        clamd.signal("KILL");
        refused_unscanned(&upload.finish().await);
        nothing_at_all(&app, &visitor, "an upload whose scanner died").await;
        accepted.finish().await.ok(201);
        assert!(open.object(&open.keys_of(&other)[0]) == bytes, "{framing:?}");
    }
}

#[tokio::test]
async fn a_scanner_that_stalls_blocks_no_upload_for_ever() {
    let clamd = Clamd::start().await;
    let app = scanned_by(&clamd.url(), &[]).await;
    let ways = [("passed through", 30_000_000, Length), ("in parts", 30_000_000, Chunked), ("small", 100_000, Length)];
    let mut stalled = Vec::new();
    for (way, size, framing) in ways {
        let visitor = app.visitor();
        let mut upload = SlowUpload::begin(&visitor, &[("paper.pdf", &files::pdf(size))], framing).await;
        assert!(upload.send_to(size / 10).await);
        stalled.push((way, visitor, upload));
    }
    app.receiving(&stalled[0].1, 1).await;
    clamd.signal("STOP");
    let answers: Vec<_> =
        stalled.into_iter().map(|(way, visitor, upload)| (way, visitor, tokio::spawn(upload.finish()))).collect();
    // The slower of the two sets the pace, so little waits in memory or in the store.
    app.receiving(&answers[2].1, 1).await;
    assert!(app.half_done_bytes() < 20_000_000, "{}", app.half_done_bytes());
    for (way, visitor, answer) in answers {
        refused_unscanned(&answer.await.expect("an answer"));
        nothing_at_all(&app, &visitor, way).await;
    }
    clamd.signal("CONT");
    for (_, size, framing) in ways {
        send(&app.visitor(), "paper.pdf", &files::pdf(size), framing).await.ok(201);
    }
}

#[tokio::test]
async fn without_its_scanner_a_server_refuses_files_unless_told_otherwise() {
    let nowhere = tempfile::tempdir().expect("a folder");
    let url = format!("unix://{}/socket", nowhere.path().display());
    let closed = scanned_by(&url, &[]).await;
    let open = scanned_by(&url, &["--scan-fail=open"]).await;
    let visitor = closed.visitor();
    for (way, size, framing) in WAYS {
        refused_unscanned(&send(&visitor, "paper.pdf", &files::pdf(size), framing).await);
        nothing_at_all(&closed, &visitor, way).await;
        let other = open.visitor();
        send(&other, "paper.pdf", &files::pdf(size), framing).await.ok(201);
        assert!(open.object(&open.keys_of(&other)[0]) == files::pdf(size), "{way}");
    }
    assert_eq!(scans(&closed, "unscanned-refused").await, 5);
    assert_eq!(scans(&open, "unscanned-accepted").await, 5);
    let ready = serde_json::json!({"database": true, "bucket": true, "scanner": false});
    assert_eq!(closed.client.get("/health/ready").await.ok(503).json(), ready);
    assert_eq!(open.client.get("/health/ready").await.ok(200).json(), ready);
}

#[tokio::test]
async fn a_cut_connection_breaks_the_scan_off() {
    let scanner = Stub::start().await;
    scanner.says(b"stream: OK\0");
    let app = scanned_by(scanner.url(), &[]).await;
    let visitor = app.visitor();
    for (way, size, framing) in WAYS {
        let upload = SlowUpload::begin(&visitor, &[("paper.pdf", &files::pdf(size))], framing).await;
        let end = upload.body.len() - 3;
        upload.cut_at(end).await;
        app.nothing_left(&visitor, way).await;
    }
    assert_eq!(scans(&app, "clean").await, 0);
}

#[tokio::test]
async fn the_log_reports_a_finding_without_naming_anyone() {
    let clamd = Clamd::start().await;
    let folder = crate::support::template::prepared_folder();
    let mut command = process::command(folder.path());
    command.env("CLAMD_URL", clamd.url());
    let program = process::Program::start(command);
    let visitor = Visitor::new(program.client());
    let bytes = infected(b"Dear all,\n", 9_000_000);
    send(&visitor, "Zoe Visitor.txt", &bytes, Length).await.refused(422, "file-refused");
    let log = until("a line about it", async || Some(program.log()).filter(|log| log.contains("Eicar-Test"))).await;
    let id = anteroom::platform::ids::SessionId::parse(&visitor.session).expect("our own id");
    assert!(log.contains(&id.tag()), "{log}");
    assert!(!log.contains("Zoe") && !log.contains(&visitor.session) && !log.contains(".txt"), "{log}");
}
