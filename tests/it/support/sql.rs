//! Single statements on a test's database.

use sqlx::{AssertSqlSafe, PgPool};

/// Runs a statement, such as one that ages rows; gives the rows it touched.
pub async fn sql(pool: &PgPool, statement: &str) -> u64 {
    let statement = AssertSqlSafe(statement.to_owned());
    sqlx::raw_sql(statement).execute(pool).await.expect("a statement that runs").rows_affected()
}

/// The single number that a query gives.
pub async fn number(pool: &PgPool, query: &str) -> i64 {
    let query = AssertSqlSafe(query.to_owned());
    sqlx::query_scalar(query).fetch_one(pool).await.expect("a query that gives a number")
}

/// The single text that a query gives.
pub async fn text(pool: &PgPool, query: &str) -> String {
    let query = AssertSqlSafe(query.to_owned());
    sqlx::query_scalar(query).fetch_one(pool).await.expect("a query that gives a text")
}

/// The texts that a query gives, in order.
pub async fn texts(pool: &PgPool, query: &str) -> Vec<String> {
    let query = AssertSqlSafe(query.to_owned());
    sqlx::query_scalar(query).fetch_all(pool).await.expect("a query that gives texts")
}

/// Waits until a started instance has compared bucket and database, which writes to the store.
pub async fn compared(pool: &PgPool) {
    let done = "SELECT count(*) FROM sweeps WHERE reconciled_at IS NOT NULL AND reconciling_until IS NULL";
    super::until("the comparison at the start", async || (number(pool, done).await == 1).then_some(())).await;
}

/// The state of a session's lease, or `none`.
pub async fn lease(pool: &PgPool, session: &str) -> String {
    text(pool, &format!("SELECT coalesce((SELECT state FROM leases WHERE session_id = '{session}'), 'none')")).await
}
