//! Mails that are captured as files can be read on this machine only, and no visitor gets them.
//!
//! In the tests' names `s27_…` is promise 27 in docs/security.md.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::support::client::{Client, Visitor};
use crate::support::cluster::Nginx;
use crate::support::process::{Program, command, command_of};
use crate::support::template::prepared_folder;
use crate::support::{App, template, until};

/// Whether a caller with these headers is shown the mails; the demo page must say the same.
async fn is_shown(client: &Client, headers: &[(&str, &str)]) -> bool {
    let status = client.send("GET", "/dev/mail", headers, "").await.status.as_u16();
    assert!(matches!(status, 200 | 404), "{status}");
    let demo = client.send("GET", "/", headers, "").await.ok(200).text();
    assert_eq!(demo.contains("href=\"/dev/mail\""), status == 200, "the demo page says otherwise");
    status == 200
}

#[tokio::test]
async fn s27_only_a_caller_of_this_machine_reads_captured_mails() {
    let app = App::start().await;
    let link = app.pending("zoe@example.org").await.1;
    let name = app.mails().await.remove(0).name;
    let mail = format!("/dev/mail/{name}");
    assert!(app.client.get(&mail).await.ok(200).text().contains(&link));
    assert!(is_shown(&app.client, &[]).await && is_shown(&app.client, &[("host", "localhost:8080")]).await);
    for elsewhere in [
        // The name of another site that resolves to this machine.
        ("host", "evil.example:8080"),
        ("x-forwarded-for", "192.0.2.1"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "for=192.0.2.1"),
        ("x-real-ip", "192.0.2.1"),
        ("cf-connecting-ip", "192.0.2.1"),
        ("via", "1.1 proxy"),
    ] {
        assert!(!is_shown(&app.client, &[elsewhere]).await, "{elsewhere:?}");
        for path in [&mail, &format!("{mail}/html")] {
            app.client.send("GET", path, &[elsewhere], "").await.ok(404);
        }
    }
}

#[tokio::test]
async fn s27_no_proxy_on_this_machine_shows_captured_mails() {
    let app = App::start().await;
    assert!(is_shown(&app.client, &[]).await);
    // None of these tells for whom it calls.
    for (directives, host) in [
        ("", "intake.example.org"),
        ("proxy_set_header Host $http_host;", "intake.example.org"),
        ("proxy_set_header Host $http_host; proxy_http_version 1.1;", "intake.example.org"),
        // The caller chooses a name, too.
        ("proxy_set_header Host $http_host;", "localhost"),
    ] {
        let nginx = Nginx::before(app.running.address, directives).await;
        assert!(!is_shown(&nginx.client, &[("host", host)]).await, "{directives} {host}");
    }
}

#[tokio::test]
async fn a_start_warns_if_visitors_get_no_mail() {
    let warning = "NO MAIL IS SENT: SMTP_URL is not set";
    for (options, is_local) in [
        (&[][..], true),
        (&[("PUBLIC_URL", "http://localhost:8080")], true),
        (&[("PUBLIC_URL", "https://intake.example.org")], false),
        (&[("TRUSTED_PROXIES", "127.0.0.1/32")], false),
        (&[("LISTEN", "0.0.0.0:0")], false),
    ] {
        let folder = prepared_folder();
        template::copy_into(folder.path());
        let mut start = command(folder.path());
        start.envs(options.iter().copied());
        let program = Program::start(start);
        assert_eq!(program.banner.contains("/dev/mail"), is_local, "{}", program.banner);
        assert_eq!(is_shown(&program.client(), &[]).await, is_local, "{options:?}");
        let log = program.kill();
        assert_eq!(log.contains(warning), !is_local, "{options:?}: {log}");
    }
}

/// Files and folders that other users of the machine may read. The socket's folder keeps them from the socket.
fn open_to_others(folder: &Path) -> String {
    let found = Command::new("find").arg(folder).args(["!", "-type", "s", "-perm", "/077"]).output().expect("find");
    assert!(found.status.success());
    String::from_utf8(found.stdout).expect("paths that are text")
}

#[tokio::test]
async fn s27_other_users_of_the_machine_read_nothing_below_the_data_folder() {
    let folder = prepared_folder();
    let data = folder.path().join("data");
    for made_by_an_earlier_version in [false, true] {
        if made_by_an_earlier_version {
            let mail = data.join("mail");
            fs::write(mail.join("1-a.eml"), "To: zoe@example.org\r\n\r\n").expect("a mail");
            for (path, mode) in [(&mail, 0o755), (&mail.join("1-a.eml"), 0o644), (&data.join("postgres.log"), 0o644)] {
                fs::set_permissions(path, Permissions::from_mode(mode)).expect("a mode");
            }
        }
        // With any umask of the operator's shell.
        let mut start = command_of(Path::new("sh"), &data);
        start.args(["-c", "umask 000; exec \"$0\"", env!("CARGO_BIN_EXE_anteroom")]);
        let mut program = Program::start(start);
        let visitor = Visitor::new(program.client());
        visitor.upload_pdf().await;
        visitor.contact("zoe@example.org").await.ok(202);
        until("a mail", async || program.client().get("/dev/mail").await.text().contains("zoe@").then_some(())).await;
        assert_eq!(open_to_others(&data), "");
        program.signal("TERM");
        program.wait();
    }
}

#[tokio::test]
async fn a_mail_with_a_name_too_long_for_a_file_is_not_there() {
    let app = App::start().await;
    app.pending("zoe@example.org").await;
    let path = format!("/dev/mail/{}", "a".repeat(300));
    app.client.get(&path).await.ok(404);
    app.client.get(&format!("{path}/html")).await.ok(404);
}
