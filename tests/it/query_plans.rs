//! The pool switches sequential scans off, so that no plan cached while a table was small scans all of it later. A
//! statement that no index serves would then be planned as if it were the most expensive of all: here its author is told.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use crate::support::App;

/// Statements that read a whole table on purpose, by a part of their text, with the reason.
const READ_ALL: &[(&str, &str)] = &[
    ("FROM audit_checkpoints", "a row for each time that old lines were cut off"),
    ("FROM jobs", "all that waits, counted every ten seconds"),
    ("UPDATE jobs SET dead = false", "by hand, after an outage"),
    ("UPDATE lease_pages SET deadline = greatest", "all open pages, after an outage"),
    ("DELETE FROM privacy_links", "a day's links"),
    ("DELETE FROM privacy_sign_ins", "half an hour's sign-ins"),
    ("FROM uploads WHERE state <> 'cut'", "all that waits for a contact, measured twice a minute"),
    ("FROM staff WHERE role = 'admin'", "a company's staff"),
    ("DELETE FROM staff_logins", "the staff's sign-ins"),
    ("sweeps", "one row"),
    ("DELETE FROM messenger_sessions WHERE sign_in_id IN", "all sessions, once a minute"),
    ("DELETE FROM messenger_outbox WHERE expires_at", "letters of five minutes"),
    ("LEFT JOIN messenger_sessions ON status", "all sessions, counted once a minute"),
    ("left(id::text, 8) AS \"tag!\"", "all sessions, for the desk's page"),
];

/// The tables that a plan scans from beginning to end.
fn scanned(plan: &Value, tables: &mut BTreeSet<String>) {
    if plan["Node Type"] == "Seq Scan"
        && let Some(table) = plan["Relation Name"].as_str()
    {
        tables.insert(table.to_owned());
    }
    for child in plan["Plans"].as_array().into_iter().flatten() {
        scanned(child, tables);
    }
}

/// How PostgreSQL carries a statement out whatever its parameters are.
async fn generic_plan(conn: &mut PgConnection, statement: &str, parameters: usize) -> Value {
    let prepare = format!("DEALLOCATE ALL; SET plan_cache_mode = force_generic_plan; PREPARE explained AS {statement}");
    sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut *conn).await.expect("a statement that can be prepared");
    let values = if parameters == 0 { String::new() } else { format!("({})", vec!["NULL"; parameters].join(", ")) };
    let explain = AssertSqlSafe(format!("EXPLAIN (FORMAT JSON) EXECUTE explained{values}"));
    let row = sqlx::raw_sql(explain).fetch_one(conn).await.expect("a plan");
    serde_json::from_str(row.get_unchecked::<&str, _>(0)).expect("a plan in JSON")
}

#[tokio::test]
async fn every_statement_is_served_by_an_index_or_says_why_not() {
    let app = App::start().await;
    let mut conn = app.running.context.pool.acquire().await.expect("a connection");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".sqlx");
    let (mut count, mut unserved, mut used) = (0, Vec::new(), BTreeSet::new());
    for entry in std::fs::read_dir(folder).expect("the query data").flatten() {
        let data = std::fs::read(entry.path()).expect("query data");
        let data: Value = serde_json::from_slice(&data).expect("JSON");
        let statement = data["query"].as_str().expect("a statement");
        let verb = statement.split_whitespace().next().unwrap_or_default().to_uppercase();
        if !["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&&*verb) {
            continue;
        }
        count += 1;
        let parameters = data["describe"]["parameters"]["Left"].as_array().map_or(0, Vec::len);
        let plan = generic_plan(&mut conn, statement, parameters).await;
        let mut tables = BTreeSet::new();
        scanned(&plan[0]["Plan"], &mut tables);
        if tables.is_empty() {
            continue;
        }
        let one_line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        match READ_ALL.iter().find(|(part, _)| one_line.contains(part)) {
            Some((part, _)) => drop(used.insert(*part)),
            None => unserved.push(format!("{tables:?}: {one_line}")),
        }
    }
    assert!(count > 150, "{count} statements");
    unserved.sort();
    assert!(unserved.is_empty(), "no index serves these: add one, or give a reason here\n{}", unserved.join("\n"));
    let unused: Vec<_> = READ_ALL.iter().filter(|(part, _)| !used.contains(part)).collect();
    assert!(unused.is_empty(), "not needed any more: {unused:?}");
}
