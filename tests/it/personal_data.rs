//! An export or an erasure must not leave out anything about a person. The tests ask the database which tables refer to
//! one, so that a new table cannot be forgotten: they fail until it is in a list below or in the document.
//!
//! In the tests' names `s23_…` is promise 23 in docs/security.md.

use std::collections::BTreeSet;

use anteroom::auth::staff::Role::Privacy;
use anteroom::privacy::export::document::TABLES;
use serde_json::Value;

use crate::support::client::new_id;
use crate::support::{App, Visitor, until};

/// Tables that refer to sessions and are not in the copy that a person gets, each with its reason.
const NOT_EXPORTED: &[(&str, &str)] = &[
    ("leases", "an obligation to delete; exists only where no session does (invariant I4)"),
    ("lease_pages", "the tabs of such an obligation"),
    ("uploads", "an obligation to delete one key; byte counts and times, nothing of the person"),
    ("privacy_links", "ways in to self-service; a hash, times and the address, gone with its last session or an hour"),
    ("privacy_sign_ins", "the same once used, for half an hour; the trail says that it was"),
    ("erasures", "receipts; they speak of sessions that are gone, and know them by a hash"),
];

/// Columns of sessions that the copy does not have under their own name, each with its reason.
const OTHERWISE_EXPORTED: &[(&str, &str)] = &[
    ("given_at", "decides whether an address may see the IP address"),
    ("named_at", "decides whether an address may see the name"),
    ("restricted_at", "in `restriction`"),
    ("restricted_by", "in `restriction`"),
    ("restriction_reason", "in `restriction`"),
];

/// Tables in which operators describe people in their own words, each with its reason. Where no address links a row to
/// sessions, no export and no erasure finds it; a time of the options ends it.
const OF_THE_OPERATOR: &[(&str, &str)] =
    &[("requests", "who asked by mail or telephone; the proof of an answer, blanked after REQUEST_RETENTION")];

/// Tables in which something of an erased session may stay, each with its reason. Nothing in them may name the
/// person.
const AFTER_ERASURE: &[(&str, &str)] =
    &[("audit", "proof of what was done; append-only"), ("erasures", "the receipt; knows the session by a hash")];

impl App {
    /// What a query lists.
    async fn list(&self, query: &str) -> BTreeSet<String> {
        let all =
            self.text(&format!("SELECT coalesce(string_agg(name, ' '), '') FROM ({query}) AS found (name)")).await;
        all.split_whitespace().map(str::to_owned).collect()
    }

    /// Every table of ours.
    async fn tables(&self) -> BTreeSet<String> {
        self.list("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'").await
    }

    /// Tables that refer to sessions or to a person's address as the schema shows it: a foreign key, through others
    /// too, or a column's name. Sessions of a messenger are a member's: `messenger.rs` looks at what is left of those.
    async fn referring(&self) -> BTreeSet<String> {
        self.list(
            "WITH RECURSIVE referring (relation) AS (
                 SELECT 'sessions'::regclass::oid
                 UNION
                 SELECT conrelid FROM pg_constraint JOIN referring ON confrelid = relation WHERE contype = 'f')
             SELECT relname::text FROM pg_class JOIN referring ON oid = relation
             UNION
             SELECT table_name::text FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name NOT LIKE 'messenger%' AND (column_name LIKE '%session%' OR column_name LIKE '%visitor%'
                                            OR column_name = 'email' AND table_name <> 'staff')",
        )
        .await
    }

    /// Tables with a row that contains one of these texts in any column.
    async fn holding(&self, texts: &[&str]) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for table in self.tables().await {
            for text in texts {
                // Bytes are shown in hex, as a uuid among them would be without its lines.
                let bare = text.replace('-', "").to_lowercase();
                let query = format!(
                    "SELECT count(*) FROM {table} AS t WHERE position(lower('{text}') IN lower(t::text)) > 0
                        OR position('{bare}' IN replace(lower(t::text), '-', '')) > 0"
                );
                if self.number(&query).await > 0 {
                    found.insert(table.clone());
                }
            }
        }
        found
    }
}

/// What names this person, unlike anything else in the database.
const EMAIL: &str = "quillon.zephyrine@example.org";
const NAME: &str = "Quillon Zephyrine";
const FILE: &str = "quillon-passport.pdf";

/// A session that has left a row wherever one can: two consents, a file, a used link and one that is not, an earlier
/// address, a mail that waits, a mail that died, a file that was cut, a trail, an export with its progress,
/// a way in to self-service.
async fn a_full_life(app: &App) -> Visitor {
    let visitor = app.visitor();
    visitor.upload(FILE, &crate::support::files::pdf(100)).await.ok(201);
    let contact = serde_json::json!({ "name": NAME });
    let mut whole = crate::support::client::contact(EMAIL);
    whole.as_object_mut().expect("an object").extend(contact.as_object().expect("an object").clone());
    visitor.call("PUT", "/contact", whole).await.ok(202);
    app.client.post(&app.link_to(EMAIL, 1).await).await.ok(200);
    app.jobs_done().await;
    app.person(EMAIL).await.get("/privacy/data/copy").await.ok(200);
    let id = &visitor.session;
    for (dead, due) in [("true", "now()"), ("false", "now() + interval '1 day'")] {
        app.sql(&format!(
            "INSERT INTO jobs (id, job, session_id, dead, run_at)
             VALUES (gen_random_uuid(), '{{\"kind\": \"verification_mail\", \"session\": \"{id}\"}}', '{id}', {dead}, {due})"
        ))
        .await;
    }
    app.sql(&format!(
        "INSERT INTO verifications (token_sha256, session_id, expires_at) VALUES (sha256('x'), '{id}', now() + interval '1 day')"
    ))
    .await;
    app.sql(&format!(
        "INSERT INTO address_changes (id, session_id, earlier, changed_at, expires_at)
         VALUES (gen_random_uuid(), '{id}', '{EMAIL}', now(), now() + interval '1 day')"
    ))
    .await;
    app.sql(&format!(
        "INSERT INTO uploads (id, session_id, bytes, state, alive_until, next_try)
         VALUES (gen_random_uuid(), '{id}', 1, 'cut', now() + interval '1 day', now() + interval '1 day')"
    ))
    .await;
    app.sql(&format!(
        "INSERT INTO requests (id, kind, subject, received_on, due_on, email, closed_at, outcome)
         VALUES (gen_random_uuid(), 'erasure', '{NAME}, {EMAIL}', current_date, current_date + 30, NULL, NULL, NULL),
                (gen_random_uuid(), 'access', '{NAME}', current_date, current_date + 30, '{EMAIL}', now(), 'done')"
    ))
    .await;
    let privacy = app.colleague(Privacy).await;
    privacy.get(&format!("/sessions/{id}")).await.ok(200);
    privacy.get(&format!("/sessions/{id}/export?progress={}", new_id())).await.ok(200);
    visitor
}

fn names(list: &[(&str, &str)]) -> BTreeSet<String> {
    list.iter().map(|(table, _)| (*table).to_owned()).collect()
}

#[tokio::test]
async fn s23_an_export_speaks_of_every_table_that_refers_to_a_session() {
    let app = App::start().await;
    let visitor = a_full_life(&app).await;
    let id = &visitor.session;
    let mut known = names(NOT_EXPORTED);
    known.extend(TABLES.map(str::to_owned));
    let by_schema = app.referring().await;
    let by_rows = app.holding(&[id, EMAIL, NAME, FILE]).await;
    let aside = names(OF_THE_OPERATOR);
    let forgotten: Vec<_> =
        by_schema.union(&by_rows).filter(|table| !known.contains(*table) && !aside.contains(*table)).collect();
    assert!(forgotten.is_empty(), "in no export and on no list: {forgotten:?}");
    // The lists name nothing that is not there, and what is exported was looked at with rows in it.
    assert!(known.is_subset(&by_schema), "{known:?} {by_schema:?}");
    for table in TABLES {
        assert!(by_rows.contains(table), "the session has left nothing in {table}");
    }
    let page = app.colleague(Privacy).await.get(&format!("/sessions/{id}/export")).await.ok(200);
    let text = String::from_utf8_lossy(&page.body);
    let data = text.split("\"anteroom-export/1\"").nth(1).expect("data.json");
    for part in [
        "\"session\"",
        "\"files\"",
        "\"consents\"",
        "\"verifications\"",
        "\"address_changes\"",
        "\"pending_work\"",
        "\"requests\"",
        "\"trail\"",
    ] {
        assert!(data.contains(part), "{part}");
    }
    let columns = app
        .list("SELECT column_name::text FROM information_schema.columns WHERE table_name = 'sessions' AND table_schema = 'public'")
        .await;
    let left_out: BTreeSet<String> =
        columns.into_iter().filter(|column| !data.contains(&format!("\"{column}\":"))).collect();
    assert_eq!(left_out, names(OTHERWISE_EXPORTED), "columns of sessions that are in no copy");
}

#[tokio::test]
async fn s24_an_erasure_leaves_no_name_in_any_table() {
    let app = App::start().await;
    let visitor = a_full_life(&app).await;
    let id = &visitor.session;
    // If you add a table that refers to sessions, give it a row in `a_full_life`, so that its deletion is seen.
    let filled = app.holding(&[id, EMAIL]).await;
    let empty: Vec<_> = app.referring().await.into_iter().filter(|table| !filled.contains(table)).collect();
    assert_eq!(empty, ["erasures", "lease_pages", "leases"], "no row of the session is in these");
    let privacy = app.colleague(Privacy).await;
    privacy.call("DELETE", &format!("/sessions/{id}"), Value::Null).await.ok(202);
    // At once: a reader of the database now finds no one.
    assert_eq!(app.holding(&[EMAIL, NAME, FILE]).await, names(OF_THE_OPERATOR));
    // Of the requests only the one that no address links to the person.
    assert_eq!(app.text("SELECT string_agg(kind, ' ') FROM requests WHERE subject IS NOT NULL").await, "erasure");
    app.buried(&visitor).await;
    // The id itself stays dead for a while, then only in the trail.
    app.sql("UPDATE leases SET deadline = now() - interval '1 second'").await;
    app.sql("UPDATE uploads SET alive_until = now() - interval '1 second', next_try = now()").await;
    until("the tombstone's end", async || {
        app.sweep().await;
        (app.number("SELECT (SELECT count(*) FROM leases) + (SELECT count(*) FROM uploads)").await == 0).then_some(())
    })
    .await;
    let left = app.holding(&[id, EMAIL, NAME, FILE]).await;
    let may_stay = names(AFTER_ERASURE).union(&names(OF_THE_OPERATOR)).cloned().collect();
    assert!(left.is_subset(&may_stay), "something is left in {left:?}");
    assert!(app.number("SELECT count(*) FROM erasures WHERE finished_at IS NOT NULL").await == 1);
    assert_eq!(app.holding(&[EMAIL, NAME, FILE]).await, names(OF_THE_OPERATOR));
    assert!(app.keys_of(&visitor).is_empty() && app.unfinished().is_empty());
}
