//! The database role of its own that the connector may have.

use messenger::{Outgoing, To};
use rustix::process::Signal;
use sqlx::PgPool;

use crate::lab::{Lab, Rules};
use crate::program::Program;

const ADA: &str = "+4915100000001";
const BEN: &str = "+4915100000002";

/// The statements in the connector's README.
fn grants() -> &'static str {
    let readme = include_str!("../../../whatsapp/README.md");
    let (_, rest) = readme.split_once("```sql\n").expect("statements");
    rest.split_once("```").expect("their end").0
}

#[tokio::test]
async fn the_rights_that_the_readme_names_are_enough_and_reach_nothing_else() {
    let lab = Lab::without_connector(Rules::default()).await;
    lab.run(&format!("CREATE ROLE connector LOGIN; {}", grants())).await;
    let program = Program::start(&lab, "connector", "20s").await;

    let session = lab.pair(ADA).await;
    lab.phones.send(BEN, ADA, "please call").await.expect("a message");
    lab.until_count("SELECT count(*) FROM messenger_inbox", 1).await;
    lab.enqueue(session, &Outgoing { to: To::Own, text: "Your code is 1234".to_owned() }).await;
    lab.until_heard(ADA, "Your code is 1234").await;
    lab.until_count("SELECT count(*) FROM messenger_outbox", 0).await;
    lab.run("UPDATE messenger_sessions SET desired = 'forgotten'").await;
    lab.until_count("SELECT count(*) FROM messenger_sessions", 0).await;
    program.end(Signal::TERM).await;

    let reached = "SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), '') FROM pg_class
                   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
                     AND (has_any_column_privilege('connector', oid, 'SELECT, INSERT, UPDATE')
                          OR has_table_privilege('connector', oid, 'DELETE, TRUNCATE'))";
    assert_eq!(lab.text(reached).await, "messenger_inbox messenger_keys messenger_outbox messenger_sessions");
    // What runs with its owner's rights is the one function that decides whose an account is.
    let functions = "SELECT coalesce(string_agg(proname, ' '), '') FROM pg_proc
                     WHERE pronamespace = 'public'::regnamespace AND prosecdef
                       AND has_function_privilege('connector', oid, 'EXECUTE')";
    assert_eq!(lab.text(functions).await, "admit_messenger_account");
    let pool = PgPool::connect(&lab.database_url("connector")).await.expect("a connection");
    for statement in ["SELECT FROM members", "SELECT FROM messenger_sign_ins", "CREATE TABLE mine (id int)"] {
        let refused = sqlx::query(statement).execute(&pool).await.expect_err(statement);
        assert!(refused.to_string().contains("permission denied"), "{statement}: {refused}");
    }
}
