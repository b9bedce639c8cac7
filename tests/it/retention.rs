//! How long data is kept: each table has its purpose, ground and time, and what has expired is erased.
//! `docs/privacy.md` names each of these tests.

use std::collections::BTreeSet;

use anteroom::auth::staff::Role::Privacy;
use anteroom::platform::i18n;
use anteroom::privacy::retention;
use anteroom::privacy::retention::table::{KINDS, rows};

use crate::support::{App, until};

#[tokio::test]
async fn gdpr_art_05_no_table_is_without_purpose_ground_and_time() {
    let app = App::start().await;
    let tables = "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public'";
    let tables = app.text(tables).await;
    // The schema's own record of itself.
    let there: BTreeSet<_> = tables.split(' ').filter(|name| *name != "_sqlx_migrations").collect();
    let told: BTreeSet<_> = KINDS.iter().flat_map(|kind| kind.tables).copied().collect();
    let forgotten: Vec<_> = there.difference(&told).collect();
    assert!(forgotten.is_empty(), "not in src/privacy/retention/table.rs: {forgotten:?}");
    let invented: Vec<_> = told.difference(&there).collect();
    assert!(invented.is_empty(), "in src/privacy/retention/table.rs alone: {invented:?}");
    // Every internet address has its time.
    let addresses = "SELECT string_agg(table_name || '.' || column_name, ' ' ORDER BY table_name)
                     FROM information_schema.columns WHERE table_schema = 'public' AND data_type IN ('inet', 'cidr')";
    assert_eq!(
        app.text(addresses).await,
        "consents.ip_address member_sessions.ip_address messenger_sign_ins.ip_address sessions.ip_address staff_logins.ip_address"
    );
}

/// One turn of the worker, also soon after another.
async fn turn(app: &App) -> retention::Ended {
    app.sql("UPDATE sweeps SET retaining_until = NULL").await;
    retention::turn(&app.running.context).await.expect("a turn").expect("our turn")
}

#[tokio::test]
async fn gdpr_art_05_expired_data_is_erased() {
    let app = App::start_with(&[
        "--pending-retention=7d",
        "--complete-retention=100d",
        "--ip-retention=14d",
        "--request-retention=60d",
        "--receipt-retention=90d",
    ])
    .await;
    let privacy = app.colleague(Privacy).await;
    let (young, _) = app.pending("young@example.org").await;
    let (unconfirmed, _) = app.pending("unconfirmed@example.org").await;
    let (kept, _) = app.complete("kept@example.org").await;
    let (old, _) = app.complete("old@example.org").await;
    let ids = [&unconfirmed.session, &kept.session, &old.session].map(|id| format!("'{id}'")).join(",");
    app.sql(&format!("UPDATE sessions SET created_at = now() - interval '20 days' WHERE id IN ({ids})")).await;
    let age = |visitor: &str, column: &str, days: i32| {
        format!("UPDATE sessions SET {column} = now() - interval '{days} days' WHERE id = '{visitor}'")
    };
    app.sql(&age(&unconfirmed.session, "updated_at", 8)).await;
    app.sql(&age(&kept.session, "completed_at", 99)).await;
    app.sql(&age(&old.session, "completed_at", 101)).await;
    // Evidence does not let itself be aged.
    app.sql(&format!(
        "ALTER TABLE consents DISABLE TRIGGER USER;
         UPDATE consents SET decided_at = now() - interval '20 days' WHERE session_id IN ({ids});
         ALTER TABLE consents ENABLE TRIGGER USER"
    ))
    .await;
    app.sql(
        "INSERT INTO requests (id, kind, subject, received_on, due_on, told_on, extended_at, extension_reason, closed_at, outcome, outcome_reason)
         SELECT gen_random_uuid(), 'access', 'who ' || days, current_date - 200, current_date - 100, current_date - 190, now(), 'why',
                now() - days * interval '1 day', 'refused', 'because' FROM unnest(ARRAY[59, 61]) AS days",
    )
    .await;
    app.sql(
        "INSERT INTO erasures (id, session_sha256, requested_at, requested_by, finished_at, rows_deleted, files)
         SELECT gen_random_uuid(), sha256(days::text::bytea), now() - days * interval '1 day', 'operator',
                CASE WHEN days <> 200 THEN now() - days * interval '1 day' END, 1, 1 FROM unnest(ARRAY[89, 91, 200]) AS days",
    )
    .await;
    let ended = turn(&app).await;
    assert_eq!((ended.sessions, ended.requests, ended.receipts, ended.lines), (2, 1, 1, 0));
    assert_eq!(
        app.text("SELECT string_agg(email, ' ' ORDER BY email) FROM sessions").await,
        "kept@example.org young@example.org"
    );
    // Of what stays only the young has its address, and its consents theirs; all else of the evidence is as it was.
    for table in ["sessions", "consents"] {
        let with =
            format!("SELECT string_agg(DISTINCT host(ip_address), ' ') FROM {table} WHERE ip_address IS NOT NULL");
        assert_eq!(app.text(&with).await, "127.0.0.1", "{table}");
    }
    let blank = format!(
        "SELECT count(*) FROM consents WHERE session_id = '{}' AND ip_address IS NULL AND given IS NOT NULL",
        kept.session
    );
    assert_eq!(app.number(&blank).await, 2);
    assert_eq!(
        app.number(&format!("SELECT count(*) FROM sessions WHERE id = '{}' AND ip_address IS NULL", kept.session))
            .await,
        1
    );
    assert_eq!(
        app.number(&format!("SELECT count(*) FROM sessions WHERE id = '{}' AND ip_address IS NOT NULL", young.session))
            .await,
        1
    );
    // A blanked request keeps what it was and how it ended.
    assert_eq!(app.text("SELECT string_agg(coalesce(subject, '-') || outcome || coalesce(outcome_reason, '-') || coalesce(extension_reason, '-'), ' ' ORDER BY closed_at) FROM requests").await, "-refused-- who 59refusedbecausewhy");
    // Receipts like any other: the two erasures of this turn, the young one, and the one that is not finished.
    assert_eq!(
        app.text("SELECT string_agg(requested_by, ' ' ORDER BY requested_at) FROM erasures").await,
        "operator operator system system"
    );
    let finished = "SELECT count(*) FROM erasures WHERE requested_by = 'system' AND finished_at IS NOT NULL";
    until("the objects' end", async || {
        app.sweep().await;
        (app.number(finished).await == 2).then_some(())
    })
    .await;
    assert!(app.keys_of(&old).is_empty() && app.keys_of(&kept).len() == 1);
    let trail = "SELECT string_agg(detail::text, ' ' ORDER BY id) FROM audit WHERE action = 'retention.applied'";
    let lines = app.text(trail).await;
    assert_eq!(lines, r#"{"addresses": 3} {"requests": 1} {"receipts": 1}"#);
    // Nothing is left to do, and nothing more is reported.
    assert_eq!(turn(&app).await, retention::Ended::default());
    assert_eq!(app.text(trail).await, lines);
    privacy.get(&format!("/sessions/{}", kept.session)).await.ok(200);
}

#[tokio::test]
async fn gdpr_art_05_without_options_what_was_confirmed_is_kept() {
    let app = App::start_with(&[]).await;
    let (complete, _) = app.complete("zoe@example.org").await;
    for (email, days) in [("young@example.org", 6), ("old@example.org", 8)] {
        app.pending(email).await;
        let aged = format!("UPDATE sessions SET updated_at = now() - interval '{days} days' WHERE email = '{email}'");
        app.sql(&aged).await;
    }
    assert_eq!(turn(&app).await.sessions, 1, "what was never confirmed goes after a week");
    app.sql("DELETE FROM sessions WHERE state = 'pending'").await;
    app.sql("UPDATE sessions SET created_at = now() - interval '20 years', completed_at = now() - interval '20 years', updated_at = now() - interval '20 years'").await;
    assert_eq!(turn(&app).await, retention::Ended::default());
    assert_eq!(app.number("SELECT count(*) FROM sessions WHERE ip_address IS NOT NULL").await, 1);
    assert_eq!(app.keys_of(&complete).len(), 1);
}

#[tokio::test]
async fn one_instance_at_a_time_erases_expired_data() {
    let app = App::start_with(&["--pending-retention=7d"]).await;
    app.sql("UPDATE sweeps SET retaining_until = now() + interval '1 hour'").await;
    app.pending("zoe@example.org").await;
    app.sql("UPDATE sessions SET updated_at = now() - interval '8 days'").await;
    assert_eq!(retention::turn(&app.running.context).await.expect("a turn"), None);
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, 1);
    // An instance that died at it sends nothing more, and another goes on.
    app.sql("UPDATE sweeps SET retaining_until = now() - interval '1 second'").await;
    assert_eq!(turn(&app).await.sessions, 1);
}

#[tokio::test]
async fn what_a_turn_has_ended_is_in_the_trail_also_if_the_turn_breaks_off() {
    let app = App::start_with(&["--ip-retention=14d", "--receipt-retention=90d"]).await;
    app.complete("zoe@example.org").await;
    app.sql(
        "UPDATE sessions SET created_at = now() - interval '20 days';
         INSERT INTO erasures (id, session_sha256, requested_at, requested_by, finished_at, rows_deleted, files)
         SELECT gen_random_uuid(), sha256('x'), now() - interval '91 days', 'operator', now() - interval '91 days', 1, 1;
         CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''not now''; END';
         CREATE TRIGGER refuse BEFORE DELETE ON erasures FOR EACH ROW EXECUTE FUNCTION refuse()",
    )
    .await;
    retention::turn(&app.running.context).await.expect_err("a turn that breaks off");
    assert_eq!(app.number("SELECT count(*) FROM sessions WHERE ip_address IS NOT NULL").await, 0);
    let trail = "SELECT coalesce(string_agg(detail::text, ' '), '') FROM audit WHERE action = 'retention.applied'";
    assert_eq!(app.text(trail).await, r#"{"addresses": 1}"#);
}

#[tokio::test]
async fn one_turn_erases_more_than_one_batch() {
    let app = App::start_with(&["--request-retention=60d"]).await;
    app.sql(
        "INSERT INTO requests (id, kind, subject, received_on, due_on, closed_at, outcome)
         SELECT gen_random_uuid(), 'access', 'n', current_date - 200, current_date - 100, now() - interval '61 days', 'done'
         FROM generate_series(1, 1201)",
    )
    .await;
    assert_eq!(turn(&app).await.requests, 1201);
    assert_eq!(app.number("SELECT count(*) FROM requests WHERE subject IS NOT NULL").await, 0);
}

#[tokio::test]
async fn gdpr_art_13_the_notice_says_what_is_kept_why_and_for_how_long() {
    let app = App::start_with(&["--complete-retention=400d", "--ip-retention=14d"]).await;
    for language in i18n::all() {
        let page = app.client.get(&format!("/privacy?lang={}", language.tag())).await.ok(200).text();
        for row in rows(&app.running.context.timings, language, true) {
            for said in [row.what, row.purpose, row.basis, row.how_long] {
                assert!(page.contains(&said), "{language:?}: {said}");
            }
        }
    }
    let page = app.client.get("/privacy").await.ok(200).text();
    assert!(
        page.contains("400 days after the confirmation") && page.contains("14 days after it was recorded"),
        "{page}"
    );
    assert!(!page.contains("Sign-ins of staff"), "{page}");
}

#[tokio::test]
async fn what_is_restricted_outlives_its_time() {
    let app = App::start_with(&["--complete-retention=100d", "--ip-retention=14d"]).await;
    app.complete("zoe@example.org").await;
    app.sql(
        "UPDATE sessions SET created_at = now() - interval '1 year', completed_at = now() - interval '1 year',
             restricted_at = now(), restricted_by = 'operator', restriction_reason = 'claims'",
    )
    .await;
    assert_eq!(turn(&app).await, retention::Ended::default());
    assert_eq!(app.number("SELECT count(*) FROM sessions WHERE ip_address IS NOT NULL").await, 1);
    app.sql("UPDATE sessions SET restricted_at = NULL, restricted_by = NULL, restriction_reason = NULL").await;
    assert_eq!(turn(&app).await.sessions, 1);
}
