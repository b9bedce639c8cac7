//! The bench's own PostgreSQL, started by the product's code with the product's settings and schema, so that every
//! measurement finds the same database.

use std::path::PathBuf;
use std::time::Duration;

use anteroom::platform::db::prepare;
use embedded_postgres::Postgres;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, PgPool};

use super::Result;
use super::contestants::Folder;
use super::process::Cpu;

/// The database that others are copied from: migrated and empty.
const PREPARED: &str = "prepared";

/// What has been written to a database since it was created.
#[derive(sqlx::FromRow)]
pub struct Written {
    /// Transactions, including read-only ones.
    pub commits: f64,
    /// Rows inserted, updated and deleted.
    pub rows: f64,
    /// Bytes of the server's write-ahead log.
    pub log: f64,
}

impl Written {
    pub fn since(&self, before: &Self) -> Self {
        Self { commits: self.commits - before.commits, rows: self.rows - before.rows, log: self.log - before.log }
    }
}

/// A server and the prepared database. Start it from the main thread: it ends with the thread that starts it.
pub struct Database {
    // Declared before its folder, so that it stops before the folder is removed.
    postgres: Postgres,
    made: std::cell::Cell<u32>,
    folder: Folder,
}

/// A database with the product's schema, identical to every other copy until it is written to.
pub struct Copy {
    /// For the bench's own queries.
    pub pool: PgPool,
    name: String,
    socket: PathBuf,
}

impl Database {
    pub async fn start() -> Result<Self> {
        let folder = Folder::new()?;
        let postgres = Postgres::start(&folder.0)?;
        let database = Self { postgres, made: std::cell::Cell::default(), folder };
        database.execute(&format!("CREATE DATABASE {PREPARED}")).await?;
        let prepared = pool(database.options(PREPARED));
        prepare(&prepared).await?;
        prepared.close().await;
        Ok(database)
    }

    /// Returns a fresh database. Pending writes of the one before are flushed now, not while the next is measured.
    pub async fn copy(&self) -> Result<Copy> {
        self.made.set(self.made.get() + 1);
        let name = format!("bench_{}", self.made.get());
        self.execute(&format!("CREATE DATABASE {name} TEMPLATE {PREPARED}")).await?;
        self.execute("CHECKPOINT").await?;
        let options = self.options(&name);
        let socket = options.get_socket().cloned().ok_or("the database has no socket")?;
        Ok(Copy { pool: pool(options), name, socket })
    }

    /// Drops a used copy.
    pub async fn drop_copy(&self, copy: Copy) -> Result<()> {
        copy.pool.close().await;
        self.execute(&format!("DROP DATABASE {} WITH (FORCE)", copy.name)).await
    }

    /// Turns PostgreSQL's durability on, as by default, or off while a million rows are inserted, which need not
    /// survive a crash.
    pub async fn safe(&self, safe: bool) -> Result<()> {
        let settings = [("fsync", "off"), ("full_page_writes", "off"), ("max_wal_size", "'16GB'")];
        for (name, value) in settings {
            let change = if safe { format!("RESET {name}") } else { format!("SET {name} = {value}") };
            self.execute(&format!("ALTER SYSTEM {change}")).await?;
        }
        self.execute("SELECT pg_reload_conf()").await?;
        // The checkpoint ends when everything is on disk.
        if safe { self.execute("CHECKPOINT").await } else { Ok(()) }
    }

    /// From the next connection on, PostgreSQL logs the plan of each statement on the copy, or stops doing so.
    pub async fn explain(&self, copy: &Copy, on: bool) -> Result<()> {
        let name = &copy.name;
        let statements = if on {
            format!(
                "ALTER DATABASE {name} SET session_preload_libraries = 'auto_explain';
                 ALTER DATABASE {name} SET auto_explain.log_min_duration = 0;
                 ALTER DATABASE {name} SET auto_explain.log_analyze = on"
            )
        } else {
            format!("ALTER DATABASE {name} RESET ALL")
        };
        // Separately: together they would be one transaction, in which the parameter is unknown.
        for statement in statements.split(";\n") {
            self.execute(&format!("LOAD 'auto_explain'; {statement}")).await?;
        }
        Ok(())
    }

    /// Returns the last logged plan of a statement that contains all these texts, as Markdown.
    pub fn plan(&self, holds: &[&str]) -> Result<String> {
        let log = std::fs::read_to_string(self.folder.0.join("postgres.log"))?;
        let plans = log.split("LOG:  duration: ").skip(1).filter(|plan| holds.iter().all(|text| plan.contains(text)));
        let Some(plan) = plans.last() else { return Ok("(none was written down)".to_owned()) };
        // Its first line is the duration; the rest is indented with tabs.
        let lines = plan.lines().enumerate().take_while(|(at, line)| *at == 0 || line.starts_with('\t'));
        let lines: Vec<&str> = lines.map(|(_, line)| line.strip_prefix('\t').unwrap_or(line)).collect();
        Ok(format!("```text\n{}\n```", lines.join("\n")))
    }

    /// CPU time of the server and all its processes.
    pub fn cpu(&self) -> Result<Duration> {
        let cpu = Cpu::of(self.postgres.pid())?.ok_or("PostgreSQL has ended")?;
        Ok(cpu.all())
    }

    fn options(&self, name: &str) -> PgConnectOptions {
        self.postgres.options().database(name)
    }

    async fn execute(&self, statement: &str) -> Result<()> {
        let pool = pool(self.postgres.options());
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&pool).await?;
        pool.close().await;
        Ok(())
    }
}

impl Copy {
    /// For `DATABASE_URL`.
    pub fn url(&self) -> String {
        let Self { name, socket, .. } = self;
        format!("postgres://anteroom@localhost/{name}?host={}", socket.display())
    }

    /// The same for clients that read libpq's variables.
    pub fn variables(&self) -> [(&'static str, String); 3] {
        let socket = self.socket.display().to_string();
        [("PGHOST", socket), ("PGUSER", "anteroom".to_owned()), ("PGDATABASE", self.name.clone())]
    }

    /// Runs statements without triggers and references, for rows by the thousand.
    pub async fn seed(&self, statements: &str) -> Result<()> {
        let mut tx = self.pool.begin().await?;
        sqlx::raw_sql("SET LOCAL session_replication_role = replica").execute(&mut *tx).await?;
        sqlx::raw_sql(AssertSqlSafe(statements)).execute(&mut *tx).await?;
        Ok(tx.commit().await?)
    }

    pub async fn written(&self) -> Result<Written> {
        let written = sqlx::query_as(
            "SELECT xact_commit::float8 AS commits, (tup_inserted + tup_updated + tup_deleted)::float8 AS rows,
                    (pg_current_wal_lsn() - '0/0')::float8 AS log
             FROM pg_stat_database WHERE datname = current_database()",
        );
        Ok(written.fetch_one(&self.pool).await?)
    }

    /// Returns the single number that a statement selects.
    pub async fn count(&self, statement: &'static str) -> Result<i64> {
        Ok(sqlx::query_scalar(statement).fetch_one(&self.pool).await?)
    }
}

fn pool(options: PgConnectOptions) -> PgPool {
    PgPoolOptions::new().max_connections(2).connect_lazy_with(options)
}
