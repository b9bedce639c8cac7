//! The rights of the person (GDPR, chapter III and article 7), each tested from end to end as docs/privacy.md describes
//! it.

use std::io::Write as _;
use std::process::Command;

use anteroom::auth::staff::Role::{Privacy, Viewer};
use serde_json::{Value, json};

use crate::support::client::contact;
use crate::support::person::tag;
use crate::support::staff::Colleague;
use crate::support::{App, Visitor, files, until};

/// A confirmed session with a file, whose training was agreed to.
async fn trained(app: &App, email: &str) -> (Visitor, String) {
    let visitor = app.visitor();
    let file = visitor.upload_pdf().await;
    let mut contact = contact(email);
    contact["consent_ai_training"] = json!(true);
    visitor.call("PUT", "/contact", contact).await.ok(202);
    app.client.post(&app.link_to(email, 1).await).await.ok(200);
    app.jobs_done().await;
    (visitor, file)
}

/// The lines of the list of what may be used for training.
async fn manifest(colleague: &Colleague<'_>) -> Vec<Value> {
    let answer = colleague.get("/training-manifest").await.ok(200);
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    answer.text().lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn keys(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["key"].as_str().expect("a key")).collect()
}

/// What the trail says of a session, of actions with these beginnings.
async fn trail(app: &App, visitor: &Visitor, actor: &str) -> String {
    let session = &visitor.session;
    let query = format!(
        "SELECT coalesce(string_agg(action || ' ' || detail, ' | ' ORDER BY id), '') FROM audit
         WHERE session_id = '{session}' AND actor = '{actor}'"
    );
    app.text(&query).await
}

#[tokio::test]
async fn gdpr_art_07_a_consent_is_evidence_and_is_taken_back_as_easily_as_it_was_given() {
    let app = App::start().await;
    let (visitor, file) = trained(&app, "zoe@example.org").await;
    let (other, _) = trained(&app, "bob@example.org").await;
    let privacy = app.colleague(Privacy).await;
    let key = format!("{}/{file}", visitor.session);
    let lines = manifest(&privacy).await;
    let line = lines.iter().find(|line| line["key"] == key.as_str()).expect("the file");
    assert_eq!((lines.len(), &line["size"], &line["content_type"]), (2, &json!(100), &json!("application/pdf")));
    let of_the_bytes = app.text(&format!("SELECT checksum FROM files WHERE id = '{file}'")).await;
    assert_eq!(line["checksum"], of_the_bytes);

    // The whole wording is kept with the decision.
    let texts = app.client.get("/api/v1/consent").await.ok(200).json();
    let evidence = "SELECT text FROM consents JOIN consent_texts ON sha256 = text_sha256
                    WHERE consent_texts.purpose = 'ai_training' AND given LIMIT 1";
    assert_eq!(app.text(evidence).await, texts["ai_training"]["text"]);
    assert_eq!(
        (&line["consent_version"], &line["consent_sha256"]),
        (&texts["version"], &texts["ai_training"]["sha256"])
    );

    // One press.
    let person = app.person("zoe@example.org").await;
    let path = format!("/privacy/data/{}/training", tag(&visitor.session));
    assert_eq!(person.post(&path, "").await.ok(303).header("location"), "/privacy/data?did=training&lang=en");
    assert_eq!(keys(&manifest(&privacy).await).len(), 1);
    assert!(keys(&manifest(&privacy).await)[0].starts_with(&other.session));
    let decisions = format!(
        "SELECT string_agg(given::text || ' ' || text_version || ' ' || locale || ' ' || host(ip_address), ', ' ORDER BY id)
         FROM consents WHERE session_id = '{}' AND purpose = 'ai_training'",
        visitor.session
    );
    let version = texts["version"].as_str().expect("a version");
    assert_eq!(app.text(&decisions).await, format!("true {version} en 127.0.0.1, false {version} en 127.0.0.1"));
    // A second press changes nothing.
    person.post(&path, "").await.ok(303);
    assert!(app.text(&decisions).await.matches("false").count() == 1);
    let page = person.data().await;
    assert!(page.contains("Withdrawn") && !page.contains("No training with my files"), "{page}");

    // The other consent carries all of it: to withdraw it is to erase, and the page says so first.
    let path = format!("/privacy/data/{}/withdraw", tag(&visitor.session));
    assert!(person.get(&path).await.ok(200).text().contains("the visit is deleted"));
    person.post(&path, "").await.ok(422);
    assert!(person.post(&path, "sure=yes").await.ok(200).text().contains("Your receipt"));
    assert!(!app.dump().await.contains("zoe@example.org"));
    let done = trail(&app, &visitor, "visitor:self-service").await;
    assert_eq!(
        done,
        r#"privacy.signed_in {} | consent.withdrawn {"purpose": "ai_training"} | consent.withdrawn {"purpose": "personal_data"} | session.erased {"reason": "erased"}"#
    );
}

#[tokio::test]
async fn gdpr_art_07_staff_withdraw_a_consent_for_a_person_who_asks() {
    let app = App::start().await;
    let (visitor, _) = trained(&app, "zoe@example.org").await;
    let (viewer, privacy) = (app.colleague(Viewer).await, app.colleague(Privacy).await);
    let path = |purpose: &str| format!("/sessions/{}/consents/{purpose}", visitor.session);
    for purpose in ["ai_training", "personal_data"] {
        viewer.call("DELETE", &path(purpose), Value::Null).await.refused(403, "forbidden");
    }
    privacy.call("DELETE", &path("everything"), Value::Null).await.refused(404, "not-found");
    assert_eq!(manifest(&privacy).await.len(), 1);

    // It is off the list at once, with evidence, which does not pass off an address of ours as the person's.
    let read = privacy.call("DELETE", &path("ai_training"), Value::Null).await.ok(200).json();
    assert_eq!(read["consent_ai_training"], false);
    let newest = &read["consents"][0];
    let evidence = (&newest["purpose"], &newest["given"], &newest["ip_address"]);
    assert_eq!(evidence, (&json!("ai_training"), &json!(false), &Value::Null));
    assert!(manifest(&privacy).await.is_empty());
    // Once more changes nothing.
    let again = privacy.call("DELETE", &path("ai_training"), Value::Null).await.ok(200).json();
    assert_eq!(again["consents"].as_array().map(Vec::len), Some(3));

    // Its line of the trail proves the answer to the request.
    let line = app.number("SELECT id FROM audit WHERE action = 'consent.withdrawn'").await;
    let today = app.text("SELECT (now() AT TIME ZONE 'UTC')::date::text").await;
    let request = json!({ "kind": "withdrawal", "subject": "Zoe", "received_on": today });
    let request = privacy.call("POST", "/requests", request).await.ok(201).json();
    let request = format!("/requests/{}", request["id"].as_str().expect("an id"));
    let cookie = format!("__Host-anteroom={}", privacy.token);
    let page = app.client.send("GET", &format!("/admin{request}"), &[("cookie", &cookie)], "").await.ok(200).text();
    assert!(page.contains(&format!("value=\"line:{line}\"")) && page.contains("Withdrew a consent"), "{page}");
    let answer = json!({ "outcome": "done", "line": line });
    privacy.call("POST", &format!("{request}/closing"), answer).await.ok(200);

    // Without the other one nothing may be kept.
    let erasure = privacy.call("DELETE", &path("personal_data"), Value::Null).await.ok(202).json();
    privacy.get(&format!("/erasures/{}", erasure["erasure"].as_str().expect("an id"))).await.ok(200);
    privacy.call("DELETE", &path("personal_data"), Value::Null).await.refused(404, "not-found");
    privacy.call("DELETE", &path("ai_training"), Value::Null).await.refused(404, "not-found");
    app.buried(&visitor).await;
    assert!(!app.dump().await.contains("zoe@example.org"));
    let deeds = format!(
        "SELECT string_agg(action || ' ' || detail, ' | ' ORDER BY id) FROM audit
         WHERE session_id = '{}' AND actor LIKE 'staff:%' AND action <> 'staff.read'",
        visitor.session
    );
    assert_eq!(
        app.text(&deeds).await,
        r#"consent.withdrawn {"purpose": "ai_training"} | consent.withdrawn {"purpose": "personal_data"} | session.erased {"reason": "erased"}"#
    );
}

#[tokio::test]
async fn gdpr_art_07_the_desk_withdraws_with_a_button_and_says_what_the_other_consent_means() {
    let app = App::start().await;
    let (visitor, _) = trained(&app, "zoe@example.org").await;
    let session = format!("/admin/sessions/{}", visitor.session);
    let (viewer, desk) = (app.desk(Viewer).await, app.desk(Privacy).await);
    assert!(!viewer.get(&session).await.ok(200).text().contains("Withdraw a consent"));
    viewer.get(&format!("{session}/consents/personal_data")).await.ok(403);
    viewer.post(&format!("{session}/consents/ai_training"), "").await.ok(403);
    assert!(desk.get(&session).await.ok(200).text().contains("No training with the files"));
    let gone = desk.post(&format!("{session}/consents/ai_training"), "").await.ok(303);
    let page = desk.get(gone.header("location")).await.ok(200).text();
    assert!(page.contains("The consent to training is withdrawn") && !page.contains("No training with the files"));
    let path = format!("{session}/consents/personal_data");
    assert!(desk.get(&path).await.ok(200).text().contains("withdrawing it erases everything"));
    assert!(desk.post(&path, "").await.ok(422).text().contains("Tick the box"));
    let receipt = desk.post(&path, "sure=yes").await.ok(303);
    desk.get(receipt.header("location")).await.ok(200);
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, 0);
}

#[tokio::test]
async fn gdpr_art_15_a_person_sees_what_is_kept_and_takes_a_copy() {
    let app = App::start().await;
    let (visitor, _) = trained(&app, "zoe@example.org").await;
    app.complete("bob@example.org").await;
    let person = app.person("zoe@example.org").await;
    let page = person.data().await;
    for seen in ["Zoë Visitor", "zoe@example.org", "paper.pdf", "127.0.0.1", "Agreed", "I agree that my name"] {
        assert!(page.contains(seen), "{seen} is not in {page}");
    }
    assert!(!page.contains("bob@example.org") && !page.contains(&visitor.session));
    let copy = person.get("/privacy/data/copy").await.ok(200);
    assert_eq!(copy.header("content-length"), copy.body.len().to_string());
    let names = unpacked(&copy.body);
    assert_eq!(names, ["index.html", "data.json", "data.csv", "files/01-paper.pdf", "manifest.json"]);
    // What a copy has to come with: purposes, retention, rights (article 15(1)).
    let data: Value = serde_json::from_slice(&entry(&copy.body, "data.json")).expect("JSON");
    for part in ["purposes", "retention", "rights", "trail", "consents"] {
        assert!(data[part].as_array().is_some_and(|rows| !rows.is_empty()), "{part}");
    }
    let words = data["consents"].as_array().expect("consents").iter().all(|consent| consent["text"].is_string());
    assert!(words, "{data}");
    assert!(trail(&app, &visitor, "visitor:self-service").await.ends_with(r#"privacy.exported {"files": 1}"#));
}

#[tokio::test]
async fn gdpr_art_16_a_corrected_address_is_verified_again_and_the_old_one_is_out() {
    let app = App::start().await;
    let (visitor, _) = app.complete("zoe@example.org").await;
    let person = app.person("zoe@example.org").await;
    let path = format!("/privacy/data/{}/correct", tag(&visitor.session));
    assert!(person.get(&path).await.ok(200).text().contains("zoe@example.org"));
    assert!(person.post(&path, "name=+&email=nonsense").await.ok(422).text().contains("does not look like"));
    person.post(&path, "name=Zoe+Meier&email=zoe%40example.org").await.ok(303);
    assert!(person.data().await.contains("Zoe Meier"));

    let moved = person.post(&path, "name=Zoe+Meier&email=zoe%40example.net").await.ok(200);
    assert!(moved.text().contains("Confirm the new address") && moved.header("set-cookie").contains("Max-Age=0"));
    assert!(person.is_out().await);
    assert_eq!(visitor.open().await.ok(200).json()["state"], "pending");
    app.client.post(&app.link_to("zoe@example.net", 1).await).await.ok(200);
    assert_eq!(visitor.open().await.ok(200).json()["state"], "complete");
    // The earlier address stays for as long as it can agree to show what was given before, and only for that.
    app.jobs_done().await;
    let told = app.mails().await.into_iter().find(|mail| mail.text.contains("/verify/earlier/")).expect("a mail");
    assert_eq!(told.to, "zoe@example.org");
    let line = told.text.lines().find(|line| line.contains("/verify/earlier/")).expect("a link");
    app.client.post(&line[line.find("/verify/").expect("a path")..]).await.ok(200);
    app.sql("UPDATE address_changes SET expires_at = now() - interval '1 second'").await;
    anteroom::privacy::forget_lapsed(&app.running.context.pool).await.expect("a database");
    assert!(!app.dump().await.contains("zoe@example.org"));
    // The old address is now like any unknown one.
    let mails = app.mails().await.len();
    app.ask_for_link("zoe@example.org").await.ok(303);
    app.jobs_done().await;
    assert_eq!(app.mails().await.len(), mails);
    let person = app.person("zoe@example.net").await;
    assert!(person.data().await.contains("Zoe Meier"));
}

#[tokio::test]
async fn gdpr_art_17_a_person_erases_everything_and_gets_receipts() {
    let app = App::start().await;
    let (first, _) = app.complete("zoe@example.org").await;
    // The same person, in another spelling, who never confirmed.
    let second = app.visitor();
    second.upload_pdf().await;
    second.contact("Zoe@example.org").await.ok(202);
    app.jobs_done().await;
    let (other, _) = app.complete("bob@example.org").await;
    let person = app.person("zoe@example.org").await;
    let page = person.get("/privacy/data/erase").await.ok(200).text();
    assert!(page.contains("2 visits") && page.contains("2 files"), "{page}");
    person.post("/privacy/data/erase", "sure=perhaps").await.ok(422);
    let done = person.post("/privacy/data/erase", "sure=yes").await.ok(200);
    assert!(done.header("set-cookie").contains("Max-Age=0") && person.is_out().await);
    let text = done.text();
    let receipts: Vec<&str> =
        text.split("/privacy/receipts/").skip(1).map(|rest| rest.split('"').next().expect("a path")).collect();
    assert_eq!(receipts.len(), 2, "{text}");
    for receipt in receipts {
        until("the end of it", async || {
            app.sweep().await;
            let page = app.client.get(&format!("/privacy/receipts/{receipt}")).await.ok(200).text();
            page.contains("Everything is deleted").then_some(())
        })
        .await;
    }
    let dump = app.dump().await;
    assert!(!dump.to_lowercase().contains("zoe@example.org") && dump.contains("bob@example.org"), "{dump}");
    assert!(app.keys_of(&first).is_empty() && app.keys_of(&second).is_empty() && app.keys_of(&other).len() == 1);
    assert_eq!(app.number("SELECT count(*) FROM erasures WHERE requested_by = 'visitor:self-service'").await, 2);
}

#[tokio::test]
async fn gdpr_art_17_staff_erase_a_whole_address() {
    let app = App::start().await;
    app.complete("zoe@example.org").await;
    let (second, _) = app.complete("ZOE@example.org").await;
    let (other, _) = app.complete("bob@example.org").await;
    let privacy = app.colleague(Privacy).await;
    let address = json!({ "email": "zoe@EXAMPLE.org" });
    let viewer = app.colleague(Viewer).await;
    viewer.call("POST", "/erasures", address.clone()).await.refused(403, "forbidden");
    viewer.call("POST", "/exports", address.clone()).await.refused(403, "forbidden");
    let copy = privacy.call("POST", "/exports", address.clone()).await.ok(200);
    let names = unpacked(&copy.body);
    assert!(names.contains(&"visit-1/data.json".to_owned()) && names.contains(&"visit-2/index.html".to_owned()));
    assert_eq!((names.len(), names.last().map(String::as_str)), (9, Some("manifest.json")));
    let said: Value = serde_json::from_slice(&entry(&copy.body, "manifest.json")).expect("JSON");
    assert_eq!(said["entries"].as_array().map(Vec::len), Some(8));

    let begun = privacy.call("POST", "/erasures", address.clone()).await.ok(202).json();
    assert_eq!(begun["erasures"].as_array().map(Vec::len), Some(2));
    let receipt = format!("/erasures/{}", begun["erasures"][0].as_str().expect("an id"));
    privacy.get(&receipt).await.ok(200);
    privacy.call("POST", "/erasures", address.clone()).await.refused(404, "not-found");
    privacy.call("POST", "/exports", address).await.refused(404, "not-found");
    app.buried(&second).await;
    assert!(!app.dump().await.to_lowercase().contains("zoe@") && app.keys_of(&other).len() == 1);
}

#[tokio::test]
async fn gdpr_art_18_s25_a_restricted_session_is_kept_and_left_alone() {
    let app = App::start().await;
    let (visitor, file) = trained(&app, "zoe@example.org").await;
    let (viewer, privacy) = (app.colleague(Viewer).await, app.colleague(Privacy).await);
    let session = format!("/sessions/{}", visitor.session);
    assert_eq!(manifest(&privacy).await.len(), 1);
    let person = app.person("zoe@example.org").await;
    let path = format!("/privacy/data/{}/restriction", tag(&visitor.session));
    person.post(&path, "reason=because").await.ok(422);
    person.post(&path, "reason=accuracy").await.ok(303);
    assert!(person.data().await.contains("<strong>Restricted.</strong>"));

    // No training, no reads, no names in lists, for those who do not answer requests.
    assert!(manifest(&privacy).await.is_empty());
    let refused = viewer.get(&session).await.refused(403, "forbidden");
    assert!(refused["detail"].as_str().is_some_and(|text| text.contains("article 18")), "{refused}");
    viewer.get(&format!("{session}/files/{file}")).await.refused(403, "forbidden");
    let list = viewer.get("/sessions").await.ok(200).json();
    assert_eq!(
        (&list["sessions"][0]["restricted"], &list["sessions"][0]["name"], &list["sessions"][0]["email"]),
        (&json!(true), &json!(""), &json!(""))
    );
    assert!(viewer.get("/sessions?q=zoe").await.ok(200).json()["sessions"].as_array().is_some_and(Vec::is_empty));
    // Those who do read on, and see that it is restricted, by whom and why; so does the copy.
    let read = privacy.get(&session).await.ok(200).json();
    assert_eq!((&read["restriction"]["reason"], &read["restriction"]["by"]), (&json!("accuracy"), &json!("visitor")));
    assert_eq!(privacy.get("/sessions?q=zoe").await.ok(200).json()["sessions"][0]["restricted"], true);
    let copy = privacy.get(&format!("{session}/export")).await.ok(200);
    let data: Value = serde_json::from_slice(&entry(&copy.body, "data.json")).expect("JSON");
    assert_eq!(data["session"]["restriction"]["reason"], "accuracy");

    // The person lifts what the person set.
    person.post(&format!("{path}/lift"), "").await.ok(303);
    viewer.get(&session).await.ok(200);
    assert_eq!(manifest(&privacy).await.len(), 1);
    // Staff set one, and lift it: the person cannot.
    viewer
        .call("PUT", &format!("{session}/restriction"), json!({ "reason": "claims" }))
        .await
        .refused(403, "forbidden");
    privacy
        .call("PUT", &format!("{session}/restriction"), json!({ "reason": "x" }))
        .await
        .refused(422, "invalid-input");
    let read =
        privacy.call("PUT", &format!("{session}/restriction"), json!({ "reason": "claims" })).await.ok(200).json();
    assert_eq!(read["restriction"]["by"], "staff");
    assert!(person.post(&format!("{path}/lift"), "").await.ok(403).text().contains("We restricted this ourselves"));
    person.post(&path, "reason=accuracy").await.ok(303);
    assert_eq!(privacy.get(&session).await.ok(200).json()["restriction"]["reason"], "claims");
    privacy.call("DELETE", &format!("{session}/restriction"), Value::Null).await.ok(200);
    viewer.get(&session).await.ok(200);
    // Restricted or not, it can be erased.
    privacy.call("PUT", &format!("{session}/restriction"), json!({ "reason": "unlawful" })).await.ok(200);
    privacy.call("DELETE", &session, Value::Null).await.ok(202);
    let done = trail(&app, &visitor, "visitor:self-service").await;
    assert!(done.contains(r#"session.restricted {"reason": "accuracy"} | session.unrestricted {}"#), "{done}");
}

#[tokio::test]
async fn gdpr_art_19_the_trail_says_who_took_what_before_a_correction() {
    let app = App::start().await;
    let (visitor, file) = trained(&app, "zoe@example.org").await;
    let (viewer, privacy) = (app.colleague(Viewer).await, app.colleague(Privacy).await);
    let session = format!("/sessions/{}", visitor.session);
    viewer.get(&format!("{session}/files/{file}")).await.ok(200);
    privacy.get(&format!("{session}/export")).await.ok(200);
    privacy.call("PATCH", &session, json!({ "name": "Zoe Meier" })).await.ok(200);
    let lines = privacy.get(&format!("/audit?session={}", visitor.session)).await.ok(200).json();
    let lines = lines["lines"].as_array().expect("lines").clone();
    let by = async |action: &str| {
        let line = lines.iter().find(|line| line["action"] == action).expect("a line");
        let id = line["actor"].as_str().and_then(|actor| actor.strip_prefix("staff:")).expect("a member of staff");
        app.text(&format!("SELECT role FROM staff WHERE id = '{id}'")).await
    };
    assert_eq!((by("staff.downloaded").await, by("staff.exported").await), ("viewer".to_owned(), "privacy".to_owned()));
    let order = |action: &str| lines.iter().position(|line| line["action"] == action);
    assert!(
        order("session.rectified") < order("staff.exported") && order("staff.exported") < order("staff.downloaded")
    );
}

#[tokio::test]
async fn gdpr_art_22_answers_and_refusals_decide_nothing() {
    let app = App::start().await;
    // With files and without, agreeing to training and refusing it: the same way, and the same end.
    let (agreed, _) = trained(&app, "zoe@example.org").await;
    let bare = app.visitor();
    bare.contact("bob@example.org").await.ok(202);
    app.client.post(&app.link_to("bob@example.org", 1).await).await.ok(200);
    for visitor in [&agreed, &bare] {
        assert_eq!(visitor.open().await.ok(200).json()["state"], "complete");
    }
    let ends = "SELECT string_agg(DISTINCT state, ' ') FROM sessions";
    assert_eq!(app.text(ends).await, "complete");
    let deeds = "SELECT string_agg(DISTINCT action, ' ') FROM audit WHERE actor = 'system'";
    assert_eq!(app.text(&format!("SELECT coalesce(({deeds}), '-')")).await, "-");
}

#[tokio::test]
async fn gdpr_art_20_the_copy_can_be_read_by_another_program() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.upload("paper.pdf", &files::pdf(50_000)).await.ok(201);
    visitor.contact("zoe@example.org").await.ok(202);
    app.jobs_done().await;
    let (_, _) = app.complete("ZOE@example.org").await;
    let person = app.person("zoe@example.org").await;
    let copy = person.get("/privacy/data/copy").await.ok(200).body;
    let names = unpacked(&copy);
    assert_eq!(names.len(), 9, "{names:?}");
    // Both visits, in upper or lower case, and the bytes as they were sent.
    for folder in ["visit-1", "visit-2"] {
        let data: Value = serde_json::from_slice(&entry(&copy, &format!("{folder}/data.json"))).expect("JSON");
        assert_eq!((&data["schema"], &data["session"]["name"]), (&json!("anteroom-export/1"), &json!("Zoë Visitor")));
        let csv = String::from_utf8(entry(&copy, &format!("{folder}/data.csv"))).expect("text");
        assert!(csv.starts_with("part,item,field,value\r\n") && csv.contains("session,,name,Zoë Visitor"), "{csv}");
        let page = String::from_utf8(entry(&copy, &format!("{folder}/index.html"))).expect("text");
        assert!(page.contains("href=\"../manifest.json\""));
    }
    assert_eq!(entry(&copy, "visit-2/files/01-paper.pdf"), files::pdf(50_000));
}

#[tokio::test]
async fn gdpr_art_21_an_objection_ends_the_use() {
    let app = App::start().await;
    let (visitor, _) = trained(&app, "zoe@example.org").await;
    let (viewer, privacy) = (app.colleague(Viewer).await, app.colleague(Privacy).await);
    let person = app.person("zoe@example.org").await;
    // To training: withdrawn, for good.
    person.post(&format!("/privacy/data/{}/training", tag(&visitor.session)), "").await.ok(303);
    assert!(manifest(&privacy).await.is_empty());
    viewer.get(&format!("/sessions/{}", visitor.session)).await.ok(200);
    // To everything else: left alone until it is weighed.
    person.post(&format!("/privacy/data/{}/restriction", tag(&visitor.session)), "reason=objection").await.ok(303);
    viewer.get(&format!("/sessions/{}", visitor.session)).await.refused(403, "forbidden");
    let read = privacy.get(&format!("/sessions/{}", visitor.session)).await.ok(200).json();
    assert_eq!((&read["restriction"]["reason"], &read["consent_ai_training"]), (&json!("objection"), &json!(false)));
}

/// The names in an archive, which Info-ZIP finds sound.
fn unpacked(archive: &[u8]) -> Vec<String> {
    let (_folder, path) = kept(archive);
    assert!(Command::new("unzip").arg("-tqq").arg(&path).status().is_ok_and(|status| status.success()));
    let listed = Command::new("unzip").arg("-Z1").arg(&path).output().expect("unzip");
    String::from_utf8(listed.stdout).expect("names").lines().map(str::to_owned).collect()
}

/// The bytes of an entry.
fn entry(archive: &[u8], name: &str) -> Vec<u8> {
    let (_folder, path) = kept(archive);
    let read = Command::new("unzip").arg("-p").arg(&path).arg(name).output().expect("unzip");
    assert!(read.status.success(), "{name}");
    read.stdout
}

fn kept(archive: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("copy.zip");
    std::fs::File::create(&path).and_then(|mut file| file.write_all(archive)).expect("a file");
    (folder, path)
}
