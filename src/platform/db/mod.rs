//! The connection pool, migrations, and the lock that guards a session's lifecycle.

use std::collections::HashSet;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection as _, PgConnection, PgExecutor, PgPool, Postgres, Row as _, Transaction};
use uuid::Uuid;

use crate::config::DATABASE_CONNECTIONS;
use crate::platform::ids::SessionId;

pub mod group_commit;
mod prepare;

pub use prepare::{PrepareError, check, ping, prepare};

/// How long a request waits for a connection before it fails as unavailable.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);

/// Statements take at most 15 s and acquiring a connection 3 s, so a longer wait means that the database's machine is
/// lost. TCP would notice after a quarter of an hour, or never.
pub const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);

/// The pool of a command.
pub fn pool(options: PgConnectOptions) -> PgPool {
    pool_of(options, DATABASE_CONNECTIONS)
}

/// Connects lazily: if the database is down at start, calls fail but the process runs.
pub fn pool_of(options: PgConnectOptions, connections: u32) -> PgPool {
    let options = options
        // A statement that hangs on a lock or a broken disk must not occupy a connection for ever.
        .options([("statement_timeout", "15s"), ("idle_in_transaction_session_timeout", "15s")])
        // Every statement here can use an index, or has its reason in tests/it/query_plans.rs. A cached plan from when a
        // table was small would scan all of it once it has grown. JIT is off because compiling what is estimated so
        // expensive would cost more than it saves.
        .options([("enable_seqscan", "off"), ("jit", "off")])
        .application_name("anteroom");
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .after_connect(|conn, _| Box::pin(prepare::must_be_writable(conn)))
        // Each connection is looked at when it is returned. To ask it again before it is lent would cost each call a
        // round trip, so only one that has been idle is asked.
        .test_before_acquire(false)
        .before_acquire(|conn, meta| Box::pin(is_alive(conn, meta.idle_for)))
        .after_release(|conn, _| Box::pin(may_be_reused(conn)))
        .connect_lazy_with(options)
}

/// Trusts the system's certificate authorities, or those of `SSL_CERT_FILE`, as our other clients do; the driver itself
/// only knows its own list.
pub fn trust_system(options: PgConnectOptions) -> PgConnectOptions {
    let mut accepted = rustls::RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs().certs;
    // The driver refuses all of them for a single one that it cannot read.
    let usable = found.into_iter().filter(|certificate| accepted.add(certificate.clone()).is_ok());
    let pem = usable.map(|certificate| {
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", BASE64_STANDARD.encode(certificate))
    });
    options.ssl_root_cert_from_pem(pem.collect::<String>().into_bytes())
}

/// A connection that was returned so lately is lent without asking whether its server still answers.
const FRESH: Duration = Duration::from_secs(1);

/// Whether a connection that has been idle for this long still leads to a server.
async fn is_alive(conn: &mut PgConnection, idle: Duration) -> sqlx::Result<bool> {
    if idle >= FRESH {
        conn.ping().await?;
    }
    Ok(true)
}

/// How long a returned connection may take to answer before it is closed instead of reused.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(5);

/// Whether a returned connection may be lent again: not if its server has become read-only, as after a switchover, because
/// another connection may lead to the new primary; and not inside a transaction. Inside one, the next caller's
/// statements would be rolled back, although it believes each of them committed. Only a bug of ours or of sqlx causes
/// this ([`begin`] prevents the known one), so it is reported, and the connection is closed.
async fn may_be_reused(conn: &mut PgConnection) -> sqlx::Result<bool> {
    // Outside a transaction block, a simple query is its own transaction, so both times are equal. In a failed
    // transaction the query is refused.
    let asked = sqlx::raw_sql("SELECT now() = statement_timestamp(), current_setting('transaction_read_only') = 'off'");
    match tokio::time::timeout(RELEASE_TIMEOUT, asked.fetch_one(conn)).await {
        Ok(Ok(row)) if row.try_get::<bool, _>(0)? => row.try_get(1),
        Ok(Ok(_) | Err(sqlx::Error::Database(_))) => {
            tracing::error!(
                "a database connection was returned inside a transaction and is closed; please report this"
            );
            metrics::counter!("anteroom_open_transactions_returned_total").increment(1);
            Ok(false)
        }
        Ok(Err(broken)) => Err(broken),
        Err(_) => Err(silent()),
    }
}

/// Begins a transaction; dropping it rolls it back. The only way to begin one: sqlx 0.9 counts a transaction once BEGIN
/// is answered, so dropping sqlx's `begin` before that leaves an open transaction in the pool (launchbadge/sqlx#4393).
/// Here BEGIN runs in its own task, which always ends, and a transaction whose caller is gone is rolled back.
pub async fn begin(pool: &PgPool) -> sqlx::Result<Transaction<'static, Postgres>> {
    begin_with(pool, "BEGIN").await
}

/// The same with a longer `BEGIN`, such as one that sets the isolation level.
pub async fn begin_with(pool: &PgPool, statement: &'static str) -> sqlx::Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    #[expect(clippy::disallowed_methods, reason = "the task always runs to its end")]
    to_end(async move { pool.begin_with(statement).await }).await
}

/// Runs database work to its end, even if the caller is dropped meanwhile. It is cut off only if the database does not
/// answer; its connection is closed then (see [`may_be_reused`]).
pub async fn to_end<T: Send + 'static>(
    work: impl Future<Output = sqlx::Result<T>> + Send + 'static,
) -> sqlx::Result<T> {
    tokio::spawn(in_time(work)).await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

/// Gives up on database work that gets no answer. The work may have been done all the same.
pub async fn in_time<T, E: From<sqlx::Error>>(work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    tokio::time::timeout(ANSWER_TIMEOUT, Box::pin(work)).await.unwrap_or_else(|_| Err(silent().into()))
}

fn silent() -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, "the database fell silent"))
}

/// Checks that a connection still answers.
pub async fn probe(conn: impl PgExecutor<'_>) -> sqlx::Result<()> {
    sqlx::query("SELECT 1").execute(conn).await.map(drop)
}

/// The channel for changed sessions; a payload is a session's id. It reaches connected servers only, never a log.
pub const SESSION_CHANGES: &str = "sessions";

/// Tells every instance that the session's state has changed, once the transaction commits.
pub async fn notify_session(conn: &mut PgConnection, id: SessionId) -> Result<(), sqlx::Error> {
    notify_sessions(conn, &[id.uuid()]).await
}

/// The same for several sessions.
pub async fn notify_sessions(conn: &mut PgConnection, ids: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!("SELECT pg_notify($1, id::text) FROM unnest($2::uuid[]) AS changed (id)", SESSION_CHANGES, ids)
        .execute(conn)
        .await
        .map(drop)
}

/// Takes the session's lock until the transaction ends. Every change of a session's lifecycle takes it first and then
/// reads the state again, even where no row exists yet (see `docs/abandonment.md`).
pub async fn lock_session(conn: &mut PgConnection, id: SessionId) -> Result<(), sqlx::Error> {
    sqlx::query!("SELECT FROM lock_session($1)", id.uuid()).execute(conn).await.map(drop)
}

/// Takes the sessions' locks that are free, without waiting, and returns the ids of those sessions.
pub async fn try_lock_sessions(conn: &mut PgConnection, ids: &[Uuid]) -> Result<HashSet<Uuid>, sqlx::Error> {
    let free = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM unnest($1::uuid[]) AS wanted (id)
           WHERE pg_try_advisory_xact_lock(hashtextextended(id::text, 0))"#,
        ids
    );
    Ok(free.fetch_all(conn).await?.into_iter().collect())
}

/// An `ILIKE` pattern for values that contain this text; wildcards in it are escaped.
pub fn containing(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
