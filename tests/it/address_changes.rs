//! A new address does not see what an earlier one gave, whether the visit's id alone, staff or the person made the
//! change. The earlier address is told by mail, and can agree.
//!
//! In the tests' names `s02_…` is promise 2 in docs/security.md.

use anteroom::auth::staff::Role;
use serde_json::json;

use crate::support::archive;
use crate::support::client::{Visitor, contact};
use crate::support::person::{Person, tag};
use crate::support::{App, files, until};

const VICTIM: &str = "victim@example.org";
const OTHER: &str = "other@example.org";
const PASSPORT: &str = "passport-of-victim.pdf";
/// The victim's own network, behind a proxy that we trust.
const HOME: &str = "203.0.113.77";

/// A visit of the victim's, with a file, from home; its link is not used yet.
async fn visit(app: &App) -> Visitor {
    let visitor = app.visitor();
    visitor.upload(PASSPORT, &files::pdf(3000)).await.ok(201);
    give(app, &visitor, VICTIM, "Vic Timmins", HOME).await;
    app.link_to(VICTIM, 1).await;
    visitor
}

/// Gives a contact by the visit's id alone.
async fn give(app: &App, visitor: &Visitor, email: &str, name: &str, from: &str) {
    let mut body = contact(email);
    body["name"] = json!(name);
    let headers = [("x-session-id", &*visitor.session), ("x-forwarded-for", from)];
    app.client.send("PUT", "/api/v1/contact", &headers, body.to_string()).await.ok(202);
}

async fn start() -> App {
    App::start_with(&["--trusted-proxies=127.0.0.1"]).await
}

/// The link that the earlier address got, once there are this many mails; as a path.
async fn earlier_link(app: &App, address: &str, count: usize) -> String {
    until("a mail to the earlier address", async || {
        app.run_jobs().await;
        let mails = app.mails().await;
        let mut links = mails.iter().filter(|mail| mail.to == address).filter_map(|mail| {
            let line = mail.text.lines().find(|line| line.contains("/verify/earlier/"))?;
            Some(line[line.find("/verify/")?..].trim().to_owned())
        });
        let newest = links.next()?;
        (links.count() + 1 >= count).then_some(newest)
    })
    .await
}

/// All that a person gets to see and take, as one text.
async fn everything(person: &Person) -> String {
    let mut all = person.data().await;
    let copy = person.get("/privacy/data/copy").await.ok(200);
    let read = archive::read(&copy.body);
    for (name, bytes) in &read.bytes {
        all.extend([name, "\n", &String::from_utf8_lossy(bytes), "\n"]);
    }
    all
}

#[track_caller]
fn shows_nothing_of_before(all: &str) {
    for secret in [PASSPORT, "files/01-", HOME, VICTIM, "Vic Timmins"] {
        assert!(!all.contains(secret), "{secret} is shown");
    }
    assert!(all.contains("is not shown"), "and it does not say that something is left out");
}

#[track_caller]
fn shows_the_files(all: &str) {
    for known in [PASSPORT, "files/01-", HOME] {
        assert!(all.contains(known), "{known} is not shown");
    }
}

#[tokio::test]
async fn s02_an_address_given_by_the_id_alone_is_shown_nothing() {
    let app = start().await;
    let visitor = visit(&app).await;
    give(&app, &visitor, OTHER, "Mallory", "198.51.100.1").await;
    let confirm = app.link_to(OTHER, 1).await;
    let person = app.person(OTHER).await;
    let all = everything(&person).await;
    shows_nothing_of_before(&all);
    // What the new address gave itself is there.
    assert!(all.contains("Mallory") && all.contains("198.51.100.1"), "{all}");
    // Confirming it changes nothing of that.
    app.client.post(&confirm).await.ok(200);
    shows_nothing_of_before(&everything(&person).await);
    // The company sees all of it.
    let staff = app.colleague(Role::Admin).await;
    let export = staff.get(&format!("/sessions/{}/export", visitor.session)).await.ok(200);
    let export = archive::read(&export.body);
    assert_eq!(export.of_files().len(), 1);
    assert_eq!(export.json("data.json")["address_changes"][0]["earlier"], VICTIM);
    // The earlier address was told, without a word about the new one.
    let link = earlier_link(&app, VICTIM, 1).await;
    let told = app.mail_to(VICTIM, 2).await;
    let html = told.html.as_ref().expect("an HTML part");
    assert!(![&told.text, html].iter().any(|part| part.contains(OTHER) || part.contains("Mallory")), "{}", told.text);
    // And it may agree; looking at the page does not.
    for _ in 0..2 {
        let page = app.client.get(&link).await.ok(200);
        assert_eq!((page.header("referrer-policy"), page.header("cache-control")), ("no-referrer", "no-store"));
    }
    shows_nothing_of_before(&everything(&person).await);
    for _ in 0..2 {
        app.client.post(&link).await.ok(200);
    }
    shows_the_files(&everything(&person).await);
    assert_eq!(app.number("SELECT count(*) FROM audit WHERE action = 'session.address_agreed'").await, 1);
}

#[tokio::test]
async fn s02_staff_s_correction_shows_the_new_address_nothing_of_before() {
    let app = start().await;
    let visitor = visit(&app).await;
    app.client.post(&app.link_to(VICTIM, 1).await).await.ok(200);
    let staff = app.colleague(Role::Admin).await;
    let request = json!({ "kind": "access", "subject": "Vic Timmins by telephone", "email": VICTIM,
                          "received_on": "2026-11-20" });
    staff.call("POST", "/requests", request).await.ok(201);
    staff.call("PATCH", &format!("/sessions/{}", visitor.session), json!({ "email": OTHER })).await.ok(200);
    // The mail to an address that may be a stranger's does not name the person either.
    let mail = app.mail_to(OTHER, 1).await;
    assert!(!mail.text.contains("Vic"), "{}", mail.text);
    let person = app.person(OTHER).await;
    let all = everything(&person).await;
    shows_nothing_of_before(&all);
    // Nor does a visit that was always this address's show what followed it.
    app.visitor().contact(OTHER).await.ok(202);
    assert!(!everything(&person).await.contains("Timmins"));
    app.client.post(&earlier_link(&app, VICTIM, 1).await).await.ok(200);
    let all = everything(&person).await;
    shows_the_files(&all);
    assert!(all.contains("Vic Timmins"), "{all}");
}

#[tokio::test]
async fn s02_the_person_s_own_correction_shows_the_new_address_nothing_of_before() {
    let app = start().await;
    let visitor = visit(&app).await;
    let owner = app.person(VICTIM).await;
    shows_the_files(&everything(&owner).await);
    let path = format!("/privacy/data/{}/correct", tag(&visitor.session));
    let page = owner.post(&path, "name=Vic+Timmins&email=other%40example.org").await.ok(200).text();
    assert!(page.contains("Until you agree by the link"), "{page}");
    let person = app.person(OTHER).await;
    shows_nothing_of_before(&everything(&person).await);
    app.client.post(&earlier_link(&app, VICTIM, 1).await).await.ok(200);
    shows_the_files(&everything(&person).await);
}

#[tokio::test]
async fn s02_an_agreement_is_about_one_address_only() {
    let app = start().await;
    let visitor = visit(&app).await;
    give(&app, &visitor, OTHER, "Mallory", "198.51.100.1").await;
    let link = earlier_link(&app, VICTIM, 1).await;
    app.client.post(&link).await.ok(200);
    give(&app, &visitor, "third@example.org", "Trent", "198.51.100.2").await;
    let third = app.person("third@example.org").await;
    shows_nothing_of_before(&everything(&third).await);
    // The old link is void, and the second address can agree for its own time only.
    app.client.post(&link).await.ok(410);
    app.client.get(&link).await.ok(410);
    app.client.post(&earlier_link(&app, OTHER, 1).await).await.ok(200);
    let all = everything(&third).await;
    shows_nothing_of_before(&all);
    assert!(all.contains("198.51.100.1"), "{all}");
    // An address that comes back sees its own data again, but not what was given in between.
    give(&app, &visitor, VICTIM, "Vic Timmins", HOME).await;
    let owner = app.person(VICTIM).await;
    let all = everything(&owner).await;
    shows_the_files(&all);
    assert!(!all.contains("198.51.100.1") && !all.contains("198.51.100.2"), "{all}");
}

#[tokio::test]
async fn an_earlier_address_is_forgotten_with_its_link() {
    let app = start().await;
    let visitor = visit(&app).await;
    // Another spelling of the same mailbox is no other address.
    give(&app, &visitor, "Victim@example.org", "Vic Timmins", HOME).await;
    assert_eq!(app.number("SELECT count(*) FROM address_changes").await, 0);
    give(&app, &visitor, OTHER, "Mallory", "198.51.100.1").await;
    let link = earlier_link(&app, "Victim@example.org", 1).await;
    app.jobs_done().await;
    app.sql("UPDATE address_changes SET expires_at = now() - interval '1 second'").await;
    app.client.get(&link).await.ok(410);
    app.client.post(&link).await.ok(410);
    anteroom::privacy::forget_lapsed(&app.running.context.pool).await.expect("a database");
    assert_eq!(app.number("SELECT count(*) FROM address_changes WHERE earlier IS NULL").await, 1);
    shows_nothing_of_before(&everything(&app.person(OTHER).await).await);
    // All of it is deleted with the visit.
    visitor.discard().await.ok(204);
    assert_eq!(app.number("SELECT count(*) FROM address_changes").await, 0);
}
