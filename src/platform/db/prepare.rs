//! What must be true of a database before it is used, and the migrations that bring it there.

use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Connection as _, PgConnection, PgPool, Row as _};

use super::{in_time, silent};

static MIGRATOR: Migrator = sqlx::migrate!("./migrations");

/// The oldest PostgreSQL that this program was run on, as `server_version_num` counts.
const LOWEST_VERSION: i32 = 120_000;

/// How long a migration waits for a lock. Everyone who reads the table waits behind it, so it must not be long.
const LOCK_TIMEOUT: &str = "SET lock_timeout = '3s'";

/// The pause before a migration that got no lock is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// How often a migration that takes long is asked what it waits for.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How often two connections are compared to find a pooler.
const COMPARISONS: usize = 5;

/// Why a database cannot be used; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    #[error(transparent)]
    Away(#[from] sqlx::Error),
    #[error(
        "the database's encoding is {0}, which cannot hold every name: create it with \
         `CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0`"
    )]
    Encoding(String),
    #[error("PostgreSQL {0} is too old: version 12 or newer is needed")]
    Version(String),
    #[error(
        "DATABASE_URL leads through a pooler in transaction mode, which mixes up connections: use a direct connection \
         or the pooler's session mode"
    )]
    Pooler,
    #[error(
        "the database's user may not create tables: `GRANT CREATE ON SCHEMA {schema} TO {user}` lets it, and a schema \
         of its own is better still"
    )]
    MayNotCreate { schema: String, user: String },
    #[error("the database's schema cannot be brought up to date: {0}")]
    Migrate(MigrateError),
}

/// Checks that the database answers and can be written to.
pub async fn ping(pool: &PgPool) -> sqlx::Result<()> {
    match pool.acquire().await {
        Ok(mut conn) => must_be_writable(&mut conn).await,
        // The pool tries again until its time is over, and then says only that. One more try shows the cause, such as
        // too many connections.
        Err(sqlx::Error::PoolTimedOut) => {
            let alone = async { PgConnection::connect_with(&pool.connect_options()).await?.close().await };
            tokio::time::timeout(Duration::from_secs(3), alone).await.map_err(|_| silent())??;
            Err(sqlx::Error::PoolTimedOut)
        }
        Err(error) => Err(error),
    }
}

/// A standby answers, and so does a server whose operator or host has made it read-only because its disk is full.
pub(super) async fn must_be_writable(conn: &mut PgConnection) -> sqlx::Result<()> {
    let row = sqlx::raw_sql("SELECT current_setting('transaction_read_only') = 'off'").fetch_one(conn).await?;
    if row.try_get(0)? {
        return Ok(());
    }
    let words = "it is read-only: a standby, or its disk is full";
    Err(sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::ReadOnlyFilesystem, words)))
}

/// Checks the database and brings its schema up to date; safe to run from several instances at once.
pub async fn prepare(pool: &PgPool) -> Result<(), PrepareError> {
    check(pool).await?;
    loop {
        match migrate(pool).await {
            Err(error) if is_about_locks(&error) => {
                tracing::warn!("the update of the database's schema got no lock in 3 s; it is tried again");
                tokio::time::sleep(AGAIN).await;
            }
            done => return done.map_err(PrepareError::Migrate),
        }
    }
}

/// Checks that the database is one that can be used, without changing it.
pub async fn check(pool: &PgPool) -> Result<(), PrepareError> {
    in_time(async {
        ping(pool).await?;
        check_settings(pool).await
    })
    .await
}

async fn check_settings(pool: &PgPool) -> Result<(), PrepareError> {
    let mut conn = pool.acquire().await?;
    let row = sqlx::raw_sql(
        "SELECT current_setting('server_encoding'), current_setting('server_version_num')::int,
                current_setting('server_version'), coalesce(current_schema(), 'public'), current_user::text,
                coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)",
    );
    let row = row.fetch_one(&mut *conn).await?;
    let encoding: String = row.try_get(0)?;
    if encoding != "UTF8" {
        return Err(PrepareError::Encoding(encoding));
    }
    if row.try_get::<i32, _>(1)? < LOWEST_VERSION {
        return Err(PrepareError::Version(row.try_get(2)?));
    }
    if !row.try_get(5)? {
        return Err(PrepareError::MayNotCreate { schema: row.try_get(3)?, user: row.try_get(4)? });
    }
    for _ in 0..COMPARISONS {
        // While both are open, each has a server process of its own. A pooler in transaction mode lends the one that
        // was used last.
        let mut other = pool.acquire().await?;
        if pid(&mut conn).await? == pid(&mut other).await? {
            return Err(PrepareError::Pooler);
        }
    }
    Ok(())
}

async fn pid(conn: &mut PgConnection) -> sqlx::Result<i32> {
    sqlx::raw_sql("SELECT pg_backend_pid()").fetch_one(conn).await?.try_get(0)
}

/// 55P03: a lock was not available in time. 40P01: a deadlock, as with a dump that takes the tables in another order.
fn is_about_locks(error: &MigrateError) -> bool {
    let (MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _)) = error else {
        return false;
    };
    matches!(cause.as_database_error().and_then(sqlx::error::DatabaseError::code).as_deref(), Some("55P03" | "40P01"))
}

/// Each migration is a transaction. The limit also holds for sqlx's own lock, which another instance may hold, or the
/// dead connection of one whose machine is lost.
async fn migrate(pool: &PgPool) -> Result<(), MigrateError> {
    let mut conn = pool.acquire().await?;
    // Without the usual limit for statements: a migration may take long.
    sqlx::raw_sql("SET statement_timeout = 0").execute(&mut *conn).await?;
    sqlx::raw_sql(LOCK_TIMEOUT).execute(&mut *conn).await?;
    let pid = pid(&mut conn).await?;
    let done = tokio::select! {
        done = MIGRATOR.run(&mut *conn) => done,
        () = tell_what_blocks(pool, pid) => Ok(()),
    };
    if done.is_err() {
        // It may still hold sqlx's lock.
        conn.close_on_drop();
        return done;
    }
    sqlx::raw_sql("RESET statement_timeout").execute(&mut *conn).await?;
    sqlx::raw_sql("RESET lock_timeout").execute(&mut *conn).await?;
    Ok(())
}

/// Logs what the migration waits for, for ever. Statements of others are not shown, because they may name people.
async fn tell_what_blocks(pool: &PgPool, pid: i32) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let Ok(mut conn) = pool.acquire().await else {
            continue;
        };
        let asked = sqlx::query(
            "SELECT pid, application_name, coalesce(client_addr::text, 'this machine'), state,
                    coalesce(extract(epoch FROM now() - xact_start), 0)::int8
             FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids($1))",
        );
        let blocking = asked.bind(pid).fetch_all(&mut *conn).await.unwrap_or_default();
        for row in blocking {
            tracing::warn!(
                pid = row.try_get::<i32, _>(0).unwrap_or_default(),
                application = row.try_get::<String, _>(1).unwrap_or_default(),
                address = row.try_get::<String, _>(2).unwrap_or_default(),
                state = row.try_get::<String, _>(3).unwrap_or_default(),
                seconds = row.try_get::<i64, _>(4).unwrap_or_default(),
                "the update of the database's schema waits for another connection; SELECT * FROM pg_stat_activity \
                 shows what it does, SELECT pg_terminate_backend(pid) ends it"
            );
        }
    }
}
