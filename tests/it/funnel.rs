//! Anonymous counts of how far visitors come.
//!
//! In the tests' names `gdpr_art_…` is an article in docs/privacy.md.

use serde_json::{Value, json};

use crate::support::{App, Visitor, files};

/// What has been counted today, and is in the database: opened, named, files, contact, verified.
async fn counted(app: &App) -> String {
    app.running.context.funnel.flush(&app.running.context.pool).await.expect("a write");
    let sums =
        "SELECT concat_ws(' ', sum(opened), sum(named), sum(files), sum(contact), sum(verified)) FROM funnel_daily";
    app.text(sums).await
}

async fn answer(visitor: &Visitor, step: &str, input: Value) {
    visitor.call("POST", "/intake", json!({ "step": step, "input": input })).await.ok(200);
}

#[tokio::test]
async fn each_visitor_counts_once_at_each_step() {
    let app = App::start().await;
    let (ann, bob) = (app.visitor(), app.visitor());
    for visitor in [&ann, &bob] {
        // A reload asks again, and a visitor may go back to the name.
        for _ in 0..2 {
            answer(visitor, "start", Value::Null).await;
            answer(&visitor.another_page(), "name", json!("Ann")).await;
        }
    }
    ann.call("POST", "/intake", json!({ "step": "name", "input": "" })).await.ok(422);
    assert_eq!(counted(&app).await, "2 2 0 0 0");
    // A first file is the first, also when it is removed and sent again; one that is refused is none.
    ann.upload("bad.exe", b"MZ").await.ok(415);
    let file = ann.upload_pdf().await;
    ann.call("DELETE", &format!("/files/{file}"), Value::Null).await.ok(204);
    ann.upload_all(&[("a.pdf", &files::pdf(10)), ("b.pdf", &files::pdf(10))]).await.ok(201);
    assert_eq!(counted(&app).await, "2 2 1 0 0");
    // A correction is no second contact, and a second click no second confirmation.
    ann.contact("ann@example.org").await.ok(202);
    ann.contact("ann@example.net").await.ok(202);
    let link = app.link_to("ann@example.net", 1).await;
    for _ in 0..2 {
        app.client.post(&link).await.ok(200);
    }
    assert_eq!(counted(&app).await, "2 2 1 1 1");
    // A client that names no session cannot be known again.
    for _ in 0..2 {
        app.client
            .send("POST", "/api/v1/intake", &[("content-type", "application/json")], r#"{"step":"start"}"#)
            .await
            .ok(200);
    }
    assert_eq!(counted(&app).await, "4 2 1 1 1");
}

#[tokio::test]
async fn gdpr_art_05_the_counts_identify_no_one() {
    let app = App::start().await;
    app.complete("zoe@example.org").await;
    assert_eq!(counted(&app).await, "0 0 1 1 1");
    let columns = "SELECT string_agg(column_name || ' ' || data_type, ', ' ORDER BY ordinal_position)
                   FROM information_schema.columns WHERE table_name = 'funnel_daily'";
    assert_eq!(
        app.text(columns).await,
        "day date, opened bigint, named bigint, files bigint, contact bigint, verified bigint"
    );
    // Counting is no write of the call: many visitors, one row, and no more than one for each look.
    app.log_statements().await;
    for _ in 0..20 {
        answer(&app.visitor(), "start", Value::Null).await;
    }
    assert_eq!(counted(&app).await, "20 0 1 1 1");
    let written = app.statements("INSERT INTO funnel_daily").await.len();
    assert!((1..=3).contains(&written), "{written}");
}

#[tokio::test]
async fn a_stop_loses_no_count_and_unwritten_counts_wait() {
    let app = App::start().await;
    answer(&app.visitor(), "start", Value::Null).await;
    app.sql("ALTER TABLE funnel_daily RENAME TO away").await;
    let (funnel, pool) = (app.running.context.funnel.clone(), app.running.context.pool.clone());
    funnel.flush(&pool).await.expect_err("a table that is away");
    answer(&app.visitor(), "start", Value::Null).await;
    app.sql("ALTER TABLE away RENAME TO funnel_daily").await;
    assert_eq!(counted(&app).await, "2 0 0 0 0");
    assert_eq!(app.number("SELECT count(*) FROM funnel_daily").await, 1);
}
