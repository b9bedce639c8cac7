//! The program as an operator meets it: start, stop, crash, start again, and what it says.
//!
//! In the tests' names `s03_…` is promise 3 in docs/security.md.

use std::os::unix::fs::{MetadataExt as _, chown};

use crate::support::client::{Visitor, read_raw};
use crate::support::process::{Program, command, command_of, processes_of};
use crate::support::template::prepared_folder;
use crate::support::until;

/// A visitor with one file, and a contact in the other session.
async fn leave_traces(program: &Program) -> Visitor {
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    let other = Visitor::new(program.client());
    other.upload_pdf().await;
    other.contact("kept@example.org").await.ok(202);
    visitor
}

async fn traces_stand(program: &Program, visitor: &Visitor) {
    let visitor = Visitor { client: program.client(), ..visitor.another_page() };
    let opened = visitor.open().await.ok(200).json();
    assert_eq!((opened["resumed"].as_bool(), opened["files"].as_array().map(Vec::len)), (Some(true), Some(1)));
}

#[tokio::test]
async fn a_second_start_keeps_the_data_after_a_stop_or_a_crash() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(command(folder.path()));
    assert!(program.banner.contains("embedded"), "{}", program.banner);
    let visitor = leave_traces(&program).await;
    for (signal, code) in [("TERM", Some(0)), ("INT", Some(0)), ("KILL", None)] {
        program.signal(signal);
        assert_eq!(program.wait().code(), code, "after {signal}");
        until("the end of all its processes", async || processes_of(folder.path()).is_empty().then_some(())).await;
        program = Program::start(command(folder.path()));
        traces_stand(&program, &visitor).await;
    }
}

/// Signs in with what a banner shows; returns the role.
async fn role_of(program: &Program, email: &str, password: &str) -> String {
    let body = serde_json::json!({ "email": email, "password": password }).to_string();
    let headers = [("content-type", "application/json")];
    let begun = program.client().send("POST", "/api/v1/staff/login", &headers, body).await.ok(200).json();
    let token = begun["token"].as_str().expect("a token").to_owned();
    let me = program.client().send_as(token, "/api/v1/staff/me").await.ok(200).json();
    me["role"].as_str().expect("a role").to_owned()
}

#[tokio::test]
async fn the_first_start_shows_an_account_once_and_no_log_does() {
    for (asked, email) in [("", "admin@localhost"), ("Ops <Ops@Example.org>", "ops@example.org")] {
        let folder = tempfile::tempdir().expect("a folder");
        let start = || {
            let mut start = command(folder.path());
            start.env("RUST_LOG", "anteroom=trace,info").env("ADMIN_EMAIL", asked);
            Program::start(start)
        };
        let mut program = start();
        let shown = format!("  first account {email}, password ");
        let line = program.banner.lines().find_map(|line| line.strip_prefix(&*shown)).expect("an account").to_owned();
        let password = line.strip_suffix(" (shown only now)").expect("a password");
        assert!(program.banner.contains(&format!("  staff         http://{}/admin\n", program.address)));
        assert_eq!(role_of(&program, email, password).await, "admin");
        program.signal("TERM");
        program.wait();
        assert!(!program.log().contains(password), "{}", program.log());

        let program = start();
        assert!(!program.banner.contains("first account"), "{}", program.banner);
        assert!(program.banner.contains("/admin\n"), "{}", program.banner);
        // If you missed it, you can have another made, beside the server.
        let reset = command(folder.path()).args(["staff", "reset", "--email", email]).output().expect("an answer");
        let said = String::from_utf8_lossy(&reset.stdout).into_owned();
        assert_eq!(role_of(&program, email, said.lines().last().expect("a password")).await, "admin");
    }
}

#[tokio::test]
async fn a_proxy_that_speaks_no_http_is_told_of_once() {
    let folder = prepared_folder();
    let program = Program::start(command(folder.path()));
    let heads: [&[u8]; 3] = [
        b"PROXY TCP4 192.0.2.1 127.0.0.1 4711 8080\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\x7f\0\0\x01\x7f\0\0\x01\0\x50\0\x51GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03",
    ];
    for head in heads {
        let answer = read_raw(program.client().raw(head).await).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    }
    program.client().get("/health/live").await.ok(200);
    let log = program.kill();
    assert_eq!(log.matches("PROXY protocol").count(), 1, "{log}");
    assert!(log.contains("127.0.0.1 sent something that is not HTTP"), "{log}");
}

#[tokio::test]
async fn nothing_shows_the_secret_key() {
    let folder = prepared_folder();
    let key = "sesame sesame sesame sesame sesame";
    let mut start = command(folder.path());
    start.env("RUST_LOG", "anteroom=trace,info").env("SECRET_KEY", key);
    let mut program = Program::start(start);
    let visitor = Visitor::new(program.client());
    visitor.contact("zoe@example.org").await.ok(202);
    visitor.discard().await.ok(204);
    until("its purge", async || program.log().contains("everything of the session is deleted").then_some(())).await;
    program.signal("TERM");
    program.wait();
    assert!(!folder.path().join("secret-key").exists(), "a chosen key needs no other");
    let help = command(folder.path()).env("SECRET_KEY", key).arg("--help").output().expect("help");
    let short = command(folder.path()).args(["--secret-key=sesame", "check"]).output().expect("an answer");
    let flags = crate::support::config(folder.path(), &[&format!("--secret-key={key}")]);
    for text in [
        program.log(),
        program.banner.clone(),
        String::from_utf8_lossy(&help.stdout).into_owned(),
        String::from_utf8_lossy(&short.stderr).into_owned(),
        format!("{flags:?}"),
    ] {
        assert!(!text.contains("sesame"), "{text}");
    }
    let search = std::process::Command::new("grep").args(["-rl", "sesame"]).arg(folder.path()).output();
    assert_eq!(String::from_utf8_lossy(&search.expect("grep").stdout), "");
}

#[tokio::test]
async fn an_ordinary_user_can_run_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut start = command(&folder.path().join("data"));
    if std::fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0) {
        use std::os::unix::process::CommandExt as _;
        // The program's own folder may be closed to others: run a copy.
        let copy = folder.path().join("anteroom");
        std::fs::copy(env!("CARGO_BIN_EXE_anteroom"), &copy).expect("a copy");
        chown(folder.path(), Some(65534), Some(65534)).expect("the folder is theirs");
        let mut other = command_of(&copy, &folder.path().join("data"));
        other.current_dir(folder.path()).env("HOME", folder.path());
        other.uid(65534).gid(65534);
        start = other;
    }
    let program = Program::start(start);
    let visitor = leave_traces(&program).await;
    traces_stand(&program, &visitor).await;
}

#[tokio::test]
async fn a_second_program_on_one_folder_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = Program::start(command(folder.path()));
    let second = command(folder.path()).output().expect("an answer");
    assert!(!second.status.success());
    let words = String::from_utf8_lossy(&second.stderr);
    assert!(words.contains("another Anteroom runs on"), "{words}");
    first.client().get("/health/ready").await.ok(200);
}

#[tokio::test]
async fn sigterm_lets_an_upload_finish() {
    use tokio::io::AsyncWriteExt as _;
    let folder = prepared_folder();
    let mut program = Program::start(command(folder.path()));
    let visitor = Visitor::new(program.client());
    let pdf = crate::support::files::pdf(9_000_000);
    let (content_type, body) = crate::support::files::form(&[("paper.pdf", &pdf)]);
    let head =
        visitor.upload_head(&content_type, &format!("Content-Length: {}\r\nX-File-Size: {}", body.len(), pdf.len()));
    let (first, rest) = body.split_at(body.len() / 2);
    let mut stream = visitor.client.raw(&[head.as_bytes(), first].concat()).await;
    // The upload runs once its lease exists.
    until("the upload", async || {
        visitor.another_page().open().await.json()["resumed"].as_bool().filter(|resumed| *resumed)
    })
    .await;
    program.signal("TERM");
    // It takes no new visitors any more.
    until("a closed door", async || tokio::net::TcpStream::connect(program.address).await.is_err().then_some(())).await;
    stream.write_all(rest).await.expect("the rest goes out");
    let answer = read_raw(stream).await;
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert_eq!(program.wait().code(), Some(0));
}

#[test]
fn help_names_every_option() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = command(folder.path()).arg("--help").output().expect("help");
    let help = String::from_utf8_lossy(&output.stdout);
    for option in [
        "DATABASE_URL",
        "S3_BUCKET",
        "SMTP_URL",
        "SMTP_HELLO",
        "MAIL_FROM",
        "PUBLIC_URL",
        "LISTEN",
        "DATA_DIR",
        "SECRET_KEY",
        "ADMIN_EMAIL",
        "TRUSTED_PROXIES",
        "EMBED_ORIGINS",
        "ACCEPT",
        "S3_PATH_STYLE",
        "S3_CHECKSUMS",
        "RATE_LIMIT",
        "RUST_LOG",
        "LOG_FORMAT",
        "LEAVE_GRACE",
        "VISIBLE_TTL",
        "HIDDEN_TTL",
        "HEARTBEAT",
        "SWEEP_EVERY",
        "TOMBSTONE",
        "RECONCILE_EVERY",
        "ADOPT_GRACE",
        "OPEN_MAX",
        "PENDING_RETENTION",
        "VERIFY_TTL",
        "RESEND_COOLDOWN",
        "MAX_FILE_BYTES",
        "MAX_FILES",
        "MAX_SESSION_BYTES",
        "MAX_NETWORK_BYTES",
        "MAX_UNCONFIRMED_BYTES",
        "--production",
        "AWS_ENDPOINT_URL",
    ] {
        assert!(help.contains(option), "{option} is missing");
    }
}

#[test]
fn wrong_options_are_refused_with_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    for (args, sentence) in [
        (&["--visible-ttl=10s"][..], "VISIBLE_TTL must be at least"),
        (&["--database-url=nonsense"], "DATABASE_URL cannot be read"),
        (&["--production"], "--production needs DATABASE_URL"),
        (&["--production"], "--production needs a SECRET_KEY"),
        (&["--secret-key=short"], "SECRET_KEY has fewer than 32 characters. Make one with `openssl rand -base64 32`."),
        (&["--smtp-url=nonsense"], "SMTP_URL cannot be read"),
        (&["--max-file-bytes=lots"], "--max-file-bytes"),
        (&["--listen=192.0.2.1:1"], "cannot listen on 192.0.2.1:1"),
    ] {
        let output = command(folder.path()).args(args).output().expect("an answer");
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && words.contains(sentence), "{args:?}: {words}");
    }
    assert_eq!(processes_of(folder.path()), [""; 0]);
}

#[test]
fn commands_do_their_one_thing() {
    let folder = tempfile::tempdir().expect("a folder");
    for (args, says) in
        [(&["migrate"][..], "up to date"), (&["check"], "in order"), (&["reconcile"], "0 objects without an owner")]
    {
        let output = command(folder.path()).args(args).output().expect("an answer");
        let words = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && words.contains(says),
            "{args:?}: {words} {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[tokio::test]
async fn s03_logs_name_no_one() {
    let folder = prepared_folder();
    let mut start = command(folder.path());
    start.env("RUST_LOG", "anteroom=trace,info").env("LOG_FORMAT", "json");
    let mut program = Program::start(start);
    let visitor = Visitor::new(program.client());
    visitor.upload("secret name.pdf", &crate::support::files::pdf(100)).await.ok(201);
    visitor.upload("refused name.exe", b"MZ").await.refused(415, "file-type-refused");
    visitor.contact("zoe@example.org").await.ok(202);
    visitor.contact("not an address").await.refused(422, "invalid-input");
    let client = program.client();
    let path = until("the link", async || {
        let page = client.get("/dev/mail").await.text();
        let name = page.split("/dev/mail/").nth(1)?.split('"').next()?.to_owned();
        Some(crate::support::link_in(&client.get(&format!("/dev/mail/{name}")).await.text().replace(['<', '"'], "\n")))
    })
    .await;
    client.post(&path).await.ok(200);
    client.get("/verify/nonsense").await.ok(410);
    let other = Visitor::new(program.client());
    other.upload_pdf().await;
    other.discard().await.ok(204);
    until("its purge", async || program.log().contains("everything of the session is deleted").then_some(())).await;
    program.signal("TERM");
    program.wait();

    let log = program.log();
    assert!(log.lines().count() > 10 && log.lines().all(|line| line.starts_with('{')), "{log}");
    let postgres = std::fs::read_to_string(folder.path().join("postgres.log")).expect("PostgreSQL's log");
    let token = path.trim_start_matches("/verify/");
    for secret in [
        "zoe@",
        "Zoë",
        "secret name",
        "refused name",
        "not an address",
        &*visitor.session,
        &*visitor.page,
        &*other.session,
        token,
    ] {
        assert!(!log.contains(secret) && !postgres.contains(secret), "{secret} is in a log");
    }
}

/// It shuts down by itself on a full disk, and the kernel may kill it when memory runs out.
#[tokio::test]
async fn a_private_postgresql_that_ends_is_started_again() {
    let folder = prepared_folder();
    let mut program = Program::start(command(folder.path()));
    let visitor = leave_traces(&program).await;
    let postmaster = || {
        let file = std::fs::read_to_string(folder.path().join("postgres/postmaster.pid")).unwrap_or_default();
        file.lines().next().map(str::to_owned)
    };
    let first = postmaster().expect("a process");
    for signal in ["-KILL", "-INT"] {
        let old = postmaster().expect("a process");
        let sent = std::process::Command::new("kill").args([signal, &old]).status();
        assert!(sent.is_ok_and(|status| status.success()));
        until("another PostgreSQL", async || postmaster().is_some_and(|now| now != old).then_some(())).await;
        until("an answer", async || (visitor.another_page().open().await.status == 200).then_some(())).await;
        traces_stand(&program, &visitor).await;
    }
    assert!(program.log().contains("the private PostgreSQL has ended; it is started again"), "{}", program.log());
    program.signal("TERM");
    assert_eq!(program.wait().code(), Some(0));
    assert!(processes_of(folder.path()).is_empty(), "{first}");
}

#[tokio::test]
async fn data_of_a_postgresql_that_is_not_installed_is_named() {
    let folder = prepared_folder();
    std::fs::write(folder.path().join("postgres/PG_VERSION"), "99\n").expect("a version");
    let refused = command(folder.path()).output().expect("an answer");
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1));
    assert!(words.contains("is of PostgreSQL 99") && words.contains("install the package postgresql-99"), "{words}");
}
