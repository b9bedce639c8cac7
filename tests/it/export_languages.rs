//! The language of the copy: the person's, in every sentence, and the same times as the notice says.

use anteroom::auth::staff::Role::Privacy;
use anteroom::platform::i18n;
use serde_json::json;

use crate::support::archive::{Read, read};
use crate::support::client::contact;
use crate::support::{App, Visitor, files};

/// A session with files, whose contact was given in this language.
async fn given_in(app: &App, language: &str) -> Visitor {
    let visitor = app.visitor();
    for (name, size) in [("lost.pdf", 100), ("short.pdf", 200), ("photo of the letter.pdf", 1_500_000)] {
        visitor.upload(name, &files::pdf(size)).await.ok(201);
    }
    let mut contact = contact("zoe@example.org");
    contact["locale"] = json!(language);
    visitor.call("PUT", "/contact", contact).await.ok(202);
    app.jobs_done().await;
    visitor
}

async fn export(app: &App, visitor: &Visitor) -> Read {
    let path = format!("/sessions/{}/export", visitor.session);
    read(&app.colleague(Privacy).await.get(&path).await.ok(200).body)
}

/// The table of what is kept, out of a page.
fn table(page: &str) -> &str {
    let from = page.find("<table class=\"kept\"").expect("the table");
    &page[from..from + page[from..].find("</table>").expect("its end")]
}

/// What a page shows between its tags: sentences, not single words.
fn sentences(page: &str) -> impl Iterator<Item = &str> {
    let body = &page[page.find("<body>").expect("a body")..];
    let texts = body.split('<').filter_map(|rest| rest.split_once('>')).map(|(_, text)| text.trim());
    texts.filter(|text| text.chars().count() > 20 && text.contains(' '))
}

#[tokio::test]
async fn s23_the_copy_says_the_same_times_as_the_notice() {
    let options =
        ["--pending-retention=30d", "--complete-retention=2years", "--ip-retention=90d", "--audit-retention=6months"];
    for (language, times) in [
        ("en", ["30 days after", "2 years after", "90 days after", "6 months after"]),
        ("de", ["30 Tage ab", "2 Jahre ab", "90 Tage ab", "6 Monate ab"]),
        ("ar", ["30 يومًا", "سنتين", "90 يومًا", "6 أشهر"]),
    ] {
        let app = App::start_with(&options).await;
        let visitor = given_in(&app, language).await;
        let notice = app.client.get(&format!("/privacy?lang={language}")).await.ok(200).text();
        let copy = export(&app, &visitor).await;
        assert_eq!(table(copy.text("index.html")), table(&notice));
        let data = copy.json("data.json");
        assert_eq!(data["language"], language);
        let rows = data["retention"].as_array().expect("rows");
        assert_eq!(rows.len(), table(&notice).matches("<tr").count() - 1);
        for row in rows {
            for (name, text) in row.as_object().expect("a row") {
                let text = text.as_str().expect("a text");
                assert!(table(&notice).contains(&format!(">{text}</t")), "{name}: {text}");
            }
        }
        let how_long =
            |time: &&str| rows.iter().any(|row| row["how_long"].as_str().is_some_and(|it| it.contains(time)));
        assert!(times.iter().all(how_long), "{rows:?}");
        for right in data["rights"].as_array().expect("rights") {
            assert!(notice.contains(right.as_str().expect("a right")), "{right}");
        }
    }
}

#[tokio::test]
async fn s23_the_page_of_a_copy_is_in_the_persons_language_as_a_whole() {
    let app = App::start().await;
    let visitor = given_in(&app, "en").await;
    let id = &visitor.session;
    let lost = app.text("SELECT session_id || '/' || id FROM files WHERE name = 'lost.pdf'").await;
    std::fs::remove_file(app.folder.path().join("objects/anteroom").join(lost)).expect("an object");
    app.sql("UPDATE files SET size = size + 1 WHERE name = 'short.pdf'").await;
    // Everything that can happen to a session has happened to it.
    app.sql(&format!(
        "UPDATE sessions SET restricted_at = now(), restricted_by = 'staff:1', restriction_reason = 'claims'
         WHERE id = '{id}'"
    ))
    .await;
    app.sql(&format!(
        "INSERT INTO verifications (token_sha256, session_id, expires_at, used_at)
         VALUES (sha256('x'), '{id}', now(), now())"
    ))
    .await;
    app.sql(&format!(
        "INSERT INTO jobs (id, job, session_id, dead)
         VALUES (gen_random_uuid(), '{{\"kind\": \"verification_mail\", \"session\": \"{id}\"}}', '{id}', true)"
    ))
    .await;
    // One of the decisions is older than the table of wordings.
    app.sql("ALTER TABLE consents DROP CONSTRAINT consents_text_kept").await;
    app.sql(
        "INSERT INTO consents (session_id, purpose, given, text_version, text_sha256, locale)
         SELECT session_id, purpose, false, text_version, encode(sha256('x'), 'hex'), locale FROM consents WHERE given",
    )
    .await;
    app.sql(
        "INSERT INTO requests (id, kind, subject, email, received_on, due_on, extended_at, told_on, closed_at, outcome)
         SELECT gen_random_uuid(), kind, 'Zoe', 'zoe@example.org', '2026-04-01', '2026-05-01',
                CASE kind WHEN 'access' THEN now() END, CASE kind WHEN 'access' THEN date '2026-04-20' END,
                CASE WHEN outcome <> '' THEN now() END, nullif(outcome, '')
         FROM (VALUES ('access', ''), ('rectification', 'done'), ('erasure', 'refused'), ('restriction', 'not_identified'),
                      ('objection', ''), ('portability', 'done'), ('withdrawal', 'done')) AS asked (kind, outcome)",
    )
    .await;
    let actors = ["visitor", "visitor:self-service", "staff:1", "operator", "system", "nobody"];
    let actions = [
        "session.pending",
        "session.corrected",
        "session.verified",
        "session.rectified",
        "session.address_agreed",
        "session.restricted",
        "session.unrestricted",
        "staff.read",
        "staff.downloaded",
        "staff.exported",
        "privacy.link_sent",
        "privacy.signed_in",
        "privacy.exported",
        "consent.withdrawn",
    ];
    for (actor, action) in actors.iter().cycle().zip(actions) {
        app.sql(&format!("INSERT INTO audit (actor, action, session_id) VALUES ('{actor}', '{action}', '{id}')")).await;
    }

    let english = export(&app, &visitor).await.text("index.html").to_owned();
    let agreed = ["consent-personal-data", "consent-ai-training"].map(|key| i18n::english().text(key));
    let own: Vec<&str> = sentences(&english)
        // A consent is quoted in the language it was given in; file names and checksums belong to no language.
        .filter(|text| !agreed.iter().any(|words| words == text) && !text.starts_with("SHA-256 "))
        .filter(|text| *text != "photo of the letter.pdf")
        .collect();
    assert!(own.len() > 60, "{own:#?}");
    for language in i18n::all() {
        app.sql(&format!("UPDATE sessions SET locale = '{}' WHERE id = '{id}'", language.tag())).await;
        let copy = export(&app, &visitor).await;
        let page = copy.text("index.html");
        assert!(page.contains(&format!("<html lang=\"{}\" dir=\"{}\">", language.tag(), language.dir())), "{page}");
        let raw: Vec<_> = actions.iter().chain(&actors[1..2]).filter(|term| page.contains(**term)).collect();
        assert!(raw.is_empty(), "{language:?}: {raw:?}");
        if language.tag() != "en" {
            let left: Vec<_> = own.iter().filter(|text| page.contains(**text)).collect();
            assert!(left.is_empty(), "{language:?} has English left: {left:#?}");
        }
        // What programs read is the same in every language.
        let begins = copy.text("data.csv").starts_with("part,item,field,value\r\n");
        assert!(begins && copy.json("data.json")["session"]["name"] == "Zoë Visitor");
        assert_eq!(copy.names.first().map(String::as_str), Some("index.html"));
    }
}

#[tokio::test]
async fn s23_a_persons_own_copy_is_in_the_language_of_the_page_that_offers_it() {
    let app = App::start().await;
    given_in(&app, "de").await;
    let person = app.person("zoe@example.org").await;
    let page = person.get("/privacy/data?lang=fr").await.ok(200).text();
    let link = page.split('"').find(|text| text.starts_with("/privacy/data/copy")).expect("a link");
    let copy = read(&person.get(link).await.ok(200).body);
    assert!(copy.text("index.html").contains("<html lang=\"fr\" dir=\"ltr\">"));
    assert_eq!(
        (&copy.json("data.json")["language"], &copy.json("data.json")["session"]["locale"]),
        (&json!("fr"), &json!("de"))
    );
}
