//! What is wrong between us and the mail server, each cause in its own words.

use std::time::{Duration, Instant};

use tokio::net::TcpListener;

use super::Site;
use crate::authority::Authority;
use crate::smtp::{Deed, MailSink, Stage, Tls};
use crate::support::client::Visitor;

/// `anteroom check` with these options; returns whether all is in order, and what it says.
pub async fn check(site: &Site, options: &[(&str, &str)]) -> (bool, String) {
    let mut command = site.command();
    command.arg("check").envs(options.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("a task").expect("an answer");
    (output.status.success(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

/// The same with this `SMTP_URL`, for a fault.
async fn fault(site: &Site, url: &str) -> String {
    let (is_fine, said) = check(site, &[("SMTP_URL", url)]).await;
    assert!(!is_fine, "{url}: {said}");
    said
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_cause_of_mail_that_never_goes_has_its_own_words() {
    let site = Site::start().await;
    let address = site.mails.address();
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    for (url, words) in [
        ("smtp://mail.invalid:25".to_owned(), "DNS knows no address of the mail server"),
        (format!("smtp://{free}"), "refused the connection: check that it runs"),
        (format!("smtps://{address}"), "does not speak TLS on this port"),
        (format!("smtp://{address}?tls=required"), "does not offer STARTTLS"),
        (format!("smtp://me:secret@{address}"), "offers no sign-in that we know"),
    ] {
        let said = fault(&site, &url).await;
        assert!(said.contains(words), "{url}: {said}");
    }
    for (stage, answer, words) in [
        (Stage::Greeting, "", "hung up at the greeting"),
        (Stage::Greeting, "554 5.7.1 go away", "refused with 554 5.7.1 at the greeting (“5.7.1 go away”)"),
        (Stage::Greeting, "SSH-2.0-OpenSSH", "what answers at the greeting is no mail server"),
        (Stage::Hello, "504 5.5.2 need a full name", "we said EHLO [127.0.0.1]; set SMTP_HELLO"),
        (Stage::Hello, "421 4.7.0 try later", "answered 421 4.7.0 at the greeting"),
        (Stage::Hello, "250-sink\r\n250 AUTH XOAUTH2", "offers no sign-in that we know"),
        (Stage::SignIn, "535 5.7.8 no", "refused with 535 5.7.8 at our sign-in (“5.7.8 no”): our sign-in failed"),
    ] {
        let offered = site.mails.at(1, stage, if answer.is_empty() { Deed::HangUp } else { Deed::Refusal(answer) });
        if stage == Stage::SignIn {
            site.mails.at(1, Stage::Hello, Deed::Refusal("250-sink\r\n250 AUTH PLAIN"));
        }
        let said = fault(&site, &format!("smtp://me:secret@{address}")).await;
        assert!(said.contains(words), "{answer}: {said}");
        assert_eq!(offered.count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn we_greet_with_the_host_of_public_url_or_as_told() {
    let site = Site::start().await;
    for (options, hello) in [
        (&[][..], "[127.0.0.1]"),
        (&[("PUBLIC_URL", "https://intake.example.org")], "intake.example.org"),
        (&[("PUBLIC_URL", "https://bücher.example")], "xn--bcher-kva.example"),
        (&[("PUBLIC_URL", "https://intake.example.org"), ("SMTP_HELLO", "mx7.example.net")], "mx7.example.net"),
    ] {
        let (is_fine, said) = check(&site, options).await;
        assert!(is_fine, "{said}");
        assert_eq!(site.mails.hellos().last().map(String::as_str), Some(hello), "{options:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sender_at_an_idn_sends_mail() {
    let site = Site::start().await;
    let program = site.program_with(&[("MAIL_FROM", "Büro <post@bücher.example>")]);
    Visitor::new(program.client()).contact("zoe@example.org").await.ok(202);
    let mails = site.mails.mail_to("zoe@example.org", 1).await;
    assert!(mails[0].message_id.ends_with("@xn--bcher-kva.example"), "{mails:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_mail_server_holds_up_neither_check_nor_a_stop() {
    let site = Site::start().await;
    site.mails.at(usize::MAX, Stage::Greeting, Deed::Silence);
    let checking = check(&site, &[]);
    let stopping = async {
        let mut program = site.program();
        // A mail, the check at the start and a notice would wait.
        let began = site.mails.at(usize::MAX, Stage::Greeting, Deed::Silence);
        Visitor::new(program.client()).contact("zoe@example.org").await.ok(202);
        drop(began);
        site.counts("SELECT count(*) FROM jobs WHERE claimed_until IS NOT NULL", 1).await;
        let asked = Instant::now();
        program.signal("TERM");
        let ended = tokio::task::spawn_blocking(move || program.wait()).await.expect("an end");
        assert!(ended.success() && asked.elapsed() < Duration::from_secs(4), "{ended} after {:?}", asked.elapsed());
        // The next start need not wait for the claim.
        assert_eq!(site.text("SELECT last_error FROM jobs").await, "we stopped at the greeting");
    };
    let began = Instant::now();
    let ((is_fine, said), ()) = tokio::join!(checking, stopping);
    assert!(!is_fine && said.contains("the mail server fell silent at the greeting"), "{said}");
    assert!(began.elapsed() < Duration::from_secs(45), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_a_certificate_is_named() {
    let site = Site::start().await;
    let authority = Authority::new(site.folder.path());
    let file = site.folder.path().join("authority.pem");
    let trusted = ("SSL_CERT_FILE", file.to_str().expect("a path"));
    for (host, until, trusts, words) in [
        ("127.0.0.1", 2100, false, "comes from an authority that this machine does not know"),
        ("127.0.0.1", 2001, true, "has expired"),
        ("mail.example.org", 2100, true, "is for another host name"),
    ] {
        for starttls in [false, true] {
            let acceptor = authority.acceptor(host, until);
            let tls = if starttls { Tls::Upgrade(acceptor) } else { Tls::Wrapper(acceptor) };
            let address = MailSink::start_with(tls).await.address();
            let url = if starttls { format!("smtp://{address}?tls=required") } else { format!("smtps://{address}") };
            let url = ("SMTP_URL", &*url);
            let (is_fine, said) = if trusts { check(&site, &[url, trusted]).await } else { check(&site, &[url]).await };
            assert!(!is_fine && said.contains(words), "{host}, {url:?}: {said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_walks_the_dialogue_to_the_recipient_and_sends_nothing() {
    let site = Site::start().await;
    let (is_fine, said) = check(&site, &[]).await;
    assert!(is_fine, "{said}");
    for (stage, answer, words) in [
        (Stage::Sender, "553 5.1.8 unknown", "when we named the sender (MAIL FROM) (“5.1.8 unknown”): check MAIL_FROM"),
        (
            Stage::Recipient,
            "554 5.7.1 Relay access denied",
            "when we named the recipient (RCPT TO) (“5.7.1 Relay access",
        ),
        (Stage::Recipient, "550 5.1.1 no such user", "it does not take mail for this address. Check ADMIN_EMAIL"),
    ] {
        let refused = site.mails.at(1, stage, Deed::Refusal(answer));
        let (is_fine, said) = check(&site, &[("ADMIN_EMAIL", "ops@example.org")]).await;
        assert!(!is_fine && said.contains(words) && refused.count() == 1, "{answer}: {said}");
    }
    // Without an administrator we write to our own sender, who may have no mailbox.
    site.mails.at(1, Stage::Recipient, Deed::Refusal("550 5.1.1 no such user"));
    let (is_fine, said) = check(&site, &[("ADMIN_EMAIL", "")]).await;
    assert!(is_fine, "{said}");
    // The server cannot take a sender like this.
    let (is_fine, said) = check(&site, &[("MAIL_FROM", "büro@example.org")]).await;
    assert!(!is_fine && said.contains("change MAIL_FROM before its @"), "{said}");
    assert_eq!(site.mails.mails().len(), 0);
}
