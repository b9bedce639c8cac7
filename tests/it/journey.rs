//! A whole visit, as the widget drives it.

use serde_json::json;

use crate::support::{App, files};

#[tokio::test]
async fn a_visitor_sends_files_and_confirms() {
    let app = App::start().await;
    let visitor = app.visitor();
    let opened = visitor.open().await.ok(200).json();
    assert_eq!((&opened["state"], &opened["resumed"], &opened["files"]), (&json!("open"), &json!(false), &json!([])));
    assert_eq!(opened["limits"]["accept"][0], ".pdf");
    assert_eq!(app.number("SELECT count(*) FROM leases").await, 0);

    let pdf = files::pdf(300_000);
    let sent = visitor.upload("Grüße 1.pdf", &pdf).await.ok(201).json();
    let id = sent["files"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(
        sent["files"][0],
        json!({"id": id, "name": "Grüße 1.pdf", "size": 300_000, "content_type": "application/pdf"})
    );
    let key = format!("{}/{id}", visitor.session);
    assert_eq!(app.object(&key), pdf);
    assert_eq!(visitor.files().await.ok(200).json(), sent);
    assert_eq!(visitor.another_page().open().await.ok(200).json()["resumed"], true);

    visitor.contact("zoe@example.org").await.ok(202);
    assert_eq!(visitor.open().await.ok(200).json()["state"], "pending");
    assert_eq!(visitor.open().await.ok(200).json()["files"], json!([]));
    let link = app.link_to("zoe@example.org", 1).await;
    for _ in 0..3 {
        assert!(app.client.get(&link).await.ok(200).text().contains("<form method=\"post\""));
    }
    assert_eq!(visitor.open().await.ok(200).json()["state"], "pending");
    app.client.post(&link).await.ok(200);
    assert_eq!(visitor.open().await.ok(200).json()["state"], "complete");
    assert!(app.client.post(&link).await.ok(200).text().contains("Already confirmed"));

    app.sweep().await;
    assert_eq!(app.keys(), [key]);
    assert_eq!(app.number("SELECT count(*) FROM jobs").await, 0);
    let stored = "SELECT name || ' ' || email || ' ' || state FROM sessions";
    assert_eq!(app.text(stored).await, "Zoë Visitor zoe@example.org complete");
    let consents = "SELECT string_agg(purpose || '=' || given, ' ' ORDER BY purpose) FROM consents";
    assert_eq!(app.text(consents).await, "ai_training=false personal_data=true");
    app.stop().await;
}
