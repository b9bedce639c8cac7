//! The connection pool, migrations, and the lock that guards a session's fate.

use std::collections::HashSet;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::{PgConnection, PgPool, Postgres, Row as _, Transaction};

use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::platform::ids::SessionId;

pub mod group_commit;

/// How long a request waits for a connection before it is told that the service is unavailable.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);

/// Few connections lose group commit, many only queue inside PostgreSQL.
const MAX_CONNECTIONS: u32 = 16;

/// Statements take 15 s at most and connections 3 s to get: who has waited for longer waits for a machine that
/// is lost. TCP would take a quarter of an hour to notice, or for ever.
const ANSWER: Duration = Duration::from_secs(20);

static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

/// Connects lazily: a database that is away at start makes calls fail, not the process.
pub fn pool(options: PgConnectOptions) -> PgPool {
    let options = options
        // A statement that hangs on a lock or a broken disk must not hold a connection for ever.
        .options([("statement_timeout", "15s"), ("idle_in_transaction_session_timeout", "15s")])
        // Every statement here has an index to go by. A plan that was made while a table was small, and kept, would
        // read all of it when it has grown; and compiling what is estimated so dear would cost more than it saves.
        .options([("enable_seqscan", "off"), ("jit", "off")])
        .application_name("anteroom");
    PgPoolOptions::new()
        .max_connections(MAX_CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .after_release(|conn, _| Box::pin(may_be_reused(conn)))
        .connect_lazy_with(options)
}

/// How long a returned connection may take to answer before it is closed instead of reused.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(5);

/// Whether a returned connection is outside any transaction. One that is inside would undo the statements of the
/// next caller, who believes that each of them has committed. Only a fault of ours or of sqlx leaves one there
/// ([`begin`] prevents the known one), so it is reported, and the connection is closed.
async fn may_be_reused(conn: &mut PgConnection) -> sqlx::Result<bool> {
    // Outside a transaction block, a simple query is a transaction of its own, and both times are its start. Inside
    // a failed one the query is refused.
    let asked = sqlx::raw_sql("SELECT now() = statement_timestamp()").fetch_one(conn);
    match tokio::time::timeout(RELEASE_TIMEOUT, asked).await {
        Ok(Ok(row)) if row.try_get::<bool, _>(0)? => Ok(true),
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

/// Begins a transaction; dropping it rolls it back. The only way to begin one: sqlx 0.9 counts a transaction when
/// the answer to BEGIN has come, so a `begin` that is dropped before leaves an open transaction in the pool
/// (launchbadge/sqlx#4393). Here BEGIN runs in a task of its own, which always ends, and a transaction whose
/// caller is gone is rolled back.
pub async fn begin(pool: &PgPool) -> sqlx::Result<Transaction<'static, Postgres>> {
    begin_with(pool, "BEGIN").await
}

/// The same with a `BEGIN` that says more, such as the isolation level.
pub async fn begin_with(pool: &PgPool, statement: &'static str) -> sqlx::Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    #[expect(clippy::disallowed_methods, reason = "the task is not cut off")]
    to_end(async move { pool.begin_with(statement).await }).await
}

/// Runs work on the database to its end, also when the caller is dropped meanwhile. Only silence cuts it off: its
/// connection is closed then (see [`may_be_reused`]).
pub async fn to_end<T: Send + 'static>(
    work: impl Future<Output = sqlx::Result<T>> + Send + 'static,
) -> sqlx::Result<T> {
    tokio::spawn(in_time(work)).await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

/// Brings the schema up to date; safe to run from several instances at once.
pub async fn migrate(pool: &PgPool) -> Result<(), sqlx::migrate::MigrateError> {
    // Without the time limit of everyday statements: a migration takes its time, and other instances wait for it.
    let mut conn = pool.acquire().await?;
    sqlx::query("SET statement_timeout = 0").execute(&mut *conn).await?;
    if let Err(error) = MIGRATOR.run(&mut *conn).await {
        conn.close_on_drop();
        return Err(error);
    }
    sqlx::query("RESET statement_timeout").execute(&mut *conn).await?;
    Ok(())
}

/// Gives up on work in the database that gets no answer at all. It may have been done all the same.
pub async fn in_time<T, E: From<sqlx::Error>>(work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    tokio::time::timeout(ANSWER, Box::pin(work)).await.unwrap_or_else(|_| Err(silent().into()))
}

fn silent() -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, "the database fell silent"))
}

/// Answers whether the database does.
pub async fn ping(pool: &PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT 1").execute(pool).await.map(drop)
}

/// How long until a lost connection for notifications is tried again.
const LISTEN_AGAIN: Duration = Duration::from_secs(1);

/// Listens on a channel until `stop`. `heard` gets each notification's payload, and `None` whenever a
/// connection was made anew: what was said in between is lost.
pub async fn listen(pool: &PgPool, channel: &str, stop: &CancellationToken, heard: impl Fn(Option<&str>)) {
    let listening = async {
        loop {
            if let Ok(listener) = in_time(subscribe(pool, channel)).await {
                heard(None);
                drop(hear(listener, &heard).await);
            }
            tokio::time::sleep(LISTEN_AGAIN).await;
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = listening => {}
    }
}

async fn subscribe(pool: &PgPool, channel: &str) -> sqlx::Result<PgListener> {
    // A pool of its own: a dropped listener waits for a silent server without a limit, and holds its place meanwhile.
    let alone = PgPoolOptions::new().max_connections(1).acquire_timeout(ACQUIRE_TIMEOUT);
    let alone = alone.connect_lazy_with((*pool.connect_options()).clone());
    let mut listener = PgListener::connect_with(&alone).await?;
    listener.listen(channel).await?;
    Ok(listener)
}

/// Hears until the connection breaks. One that is silent is asked whether it is still there.
async fn hear(mut listener: PgListener, heard: &impl Fn(Option<&str>)) -> sqlx::Result<()> {
    loop {
        match tokio::time::timeout(ANSWER, listener.try_recv()).await {
            // None tells of a lost connection, which recv has already replaced.
            Ok(notification) => heard(notification?.as_ref().map(sqlx::postgres::PgNotification::payload)),
            Err(_) => in_time(sqlx::query("SELECT 1").execute(&mut listener)).await.map(drop)?,
        }
    }
}

/// The channel that tells of sessions; a payload is a session's id. It reaches connected servers only,
/// never a log.
pub const SESSION_CHANGES: &str = "sessions";

/// Tells every instance that the session's state has changed, once the transaction commits.
pub async fn notify_session(conn: &mut PgConnection, id: SessionId) -> Result<(), sqlx::Error> {
    notify_sessions(conn, &[id.uuid()]).await
}

/// The same of several sessions.
pub async fn notify_sessions(conn: &mut PgConnection, ids: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!("SELECT pg_notify($1, id::text) FROM unnest($2::uuid[]) AS changed (id)", SESSION_CHANGES, ids)
        .execute(conn)
        .await
        .map(drop)
}

/// Takes the session's lock until the transaction ends. Every change of a session's fate takes it first
/// and looks again after it, also where no row exists yet (see `docs/abandonment.md`).
pub async fn lock_session(conn: &mut PgConnection, id: SessionId) -> Result<(), sqlx::Error> {
    sqlx::query!("SELECT FROM lock_session($1)", id.uuid()).execute(conn).await.map(drop)
}

/// Takes the locks of those sessions that nobody holds, without waiting, and gives these.
pub async fn try_lock_sessions(conn: &mut PgConnection, ids: &[Uuid]) -> Result<HashSet<Uuid>, sqlx::Error> {
    let free = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM unnest($1::uuid[]) AS wanted (id)
           WHERE pg_try_advisory_xact_lock(hashtextextended(id::text, 0))"#,
        ids
    );
    Ok(free.fetch_all(conn).await?.into_iter().collect())
}

/// An `ILIKE` pattern for what holds this text; its own signs mean themselves.
pub fn containing(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
