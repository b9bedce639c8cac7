//! Mails and pages in the visitor's language.

use serde_json::json;

use anteroom::platform::i18n;

use crate::support::client::contact;
use crate::support::{App, link_in};

/// The lines without a link.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.contains("://"))
}

#[tokio::test]
async fn a_mail_and_its_pages_speak_the_language_of_the_contact() {
    let app = App::start().await;
    let site = app.running.public_url.trim_start_matches("http://");
    for language in i18n::all() {
        let address = format!("{}@example.org", language.tag());
        let mut body = contact(&address);
        body["locale"] = json!(language.tag());
        body["name"] = json!("Zoë (2)");
        app.visitor().call("PUT", "/contact", body).await.ok(202);
        let mail = app.mail_to(&address, 1).await;
        let html = mail.html.as_ref().expect("an HTML part");
        assert_eq!(mail.subject, language.with("mail-subject", "site", site));
        // The address is not confirmed, so the mail is not a way to send a stranger a sentence.
        assert!(mail.text.starts_with(&language.text("mail-hello")), "{}", mail.text);
        assert!(!mail.text.contains("Zoë") && !html.contains("Zoë"), "{}", mail.text);
        let root = format!("<html lang=\"{}\" dir=\"{}\">", language.tag(), language.dir());
        assert!(html.contains(&root) && html.contains(&language.text("mail-button")), "{html}");
        let wide = prose(&mail.text).find(|line| textwrap::core::display_width(line) > 76);
        assert_eq!(wide, None);

        // The browser that opens the mail may prefer another language.
        let other = if language.tag() == "fr" { "pl" } else { "fr" };
        let link = link_in(&mail.text);
        let page = app.client.send("GET", &link, &[("accept-language", other)], "").await.ok(200);
        assert_eq!((page.header("content-language"), page.header("vary")), (language.tag(), "accept-language"));
        assert!(page.text().contains(&root) && page.text().contains(&language.text("page-confirm-title")));
        let decline = format!("{link}/decline");
        let page = app.client.send("POST", &decline, &[("accept-language", other)], "").await.ok(200);
        assert!(page.text().contains(&language.text("page-declined-title")), "{}", page.text());
        // Now nothing is known of them.
        let page = app.client.send("GET", &link, &[("accept-language", other)], "").await.ok(410);
        assert_eq!(page.header("content-language"), other);
    }
}

#[tokio::test]
async fn pages_speak_the_language_that_is_asked_for() {
    let app = App::start().await;
    let german = i18n::choose(Some("de"), None);
    let ask =
        async |path: &str, accepted: &str| app.client.send("GET", path, &[("accept-language", accepted)], "").await;
    for (path, accepted, tag) in [
        ("/", "de-AT,en;q=0.5", "de"),
        ("/privacy", "ja", "ja"),
        ("/privacy?lang=ar", "ja", "ar"),
        ("/privacy?lang=xx", "nl", "nl"),
        ("/privacy?lang=a&lang=b", "pl", "pl"),
        ("/widget?lang=pt-BR", "en", "pt"),
        ("/widget?lang=", "it", "it"),
        ("/widget", "sv", "en"),
    ] {
        let page = ask(path, accepted).await.ok(200);
        assert_eq!((page.header("content-language"), page.header("vary")), (tag, "accept-language"), "{path}");
        let dir = if tag == "ar" { "rtl" } else { "ltr" };
        assert!(page.text().contains(&format!("<html lang=\"{tag}\" dir=\"{dir}\">")), "{path}");
    }
    let missing = ask("/no-such-page", "de").await.ok(404).text();
    assert!(missing.contains(&german.text("page-error-missing")) && missing.contains("lang=\"de\""), "{missing}");
    // What only staff and programs read stays English.
    for path in ["/docs", "/problems/not-found", "/dev/mail"] {
        assert!(ask(path, "de").await.ok(200).text().contains("<html lang=\"en\" dir=\"ltr\">"), "{path}");
    }
}

#[tokio::test]
async fn a_refusal_speaks_the_language_that_the_call_accepts() {
    let app = App::start().await;
    let visitor = app.visitor();
    let body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.exe\"\r\n\r\nMZ\r\n--b--\r\n";
    let refuse = async |language: &str| {
        let form = "multipart/form-data; boundary=b";
        let headers = [("x-session-id", &*visitor.session), ("content-type", form), ("accept-language", language)];
        let answer = app.client.send("POST", "/api/v1/files", &headers, body).await;
        assert_eq!(answer.header("content-language"), language);
        answer.refused(415, "file-type-refused")["detail"].as_str().expect("a sentence").to_owned()
    };
    let english = refuse("en").await;
    assert!(english.starts_with("“a.exe” is of a type that we cannot take. We take .pdf, .docx, "), "{english}");
    assert!(english.ends_with(" other types."), "{english}");
    assert!(refuse("de").await.starts_with("„a.exe“ ist von einer Art"));
    assert!(refuse("ar").await.starts_with("«\u{2068}a.exe\u{2069}»"));
    // Without the header English, and what programs read is English always.
    visitor.call("PUT", "/session", json!({"x": 1})).await.refused(422, "invalid-input");
    let gone = app.client.send("PUT", "/api/v1/session", &[("accept-language", "de")], "{").await;
    assert_eq!(gone.refused(400, "invalid-session-id")["title"], "Invalid session id");
}

#[test]
fn the_mail_wears_the_design_tokens() {
    let read = |path: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        std::fs::read_to_string(path).expect("a file of the project")
    };
    // `#fff` in the sheet is `#ffffff` in the mail: some mail programs know only the long form.
    let tokens = read("static/tokens.css").replace("#fff,", "#ffffff,");
    let mail = ["frame", "verification", "privacy"].map(|name| read(&format!("templates/mail/{name}.html"))).concat();
    let colours: Vec<&str> = mail.split('#').skip(1).map(|rest| &rest[..6]).collect();
    assert!(colours.len() > 10);
    for colour in colours {
        assert!(tokens.contains(&format!("#{colour}")), "#{colour} is no token");
    }
}
