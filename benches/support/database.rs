//! A PostgreSQL of the bench's own, started by the product's own code with the product's own settings, and the
//! product's own schema in it: whatever is measured before it finds the same database.

use std::path::PathBuf;
use std::time::Duration;

use anteroom::db::migrate;
use anteroom::embedded::postgres::Postgres;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, PgPool};

use super::Result;
use super::contestants::Folder;
use super::process::Cpu;

/// The database that the others are copied from: migrated, empty.
const PREPARED: &str = "prepared";

/// A server and the prepared database. Start it from the main thread, on which its life hangs.
pub struct Database {
    // Before its folder, so that it has stopped when the folder goes.
    postgres: Postgres,
    made: std::cell::Cell<u32>,
    _folder: Folder,
}

/// A database with the product's schema, like every other one of its kind until somebody writes to it.
pub struct Copy {
    /// For the bench's own questions.
    pub pool: PgPool,
    name: String,
    socket: PathBuf,
}

impl Database {
    pub async fn start() -> Result<Self> {
        let folder = Folder::new()?;
        let postgres = Postgres::start(&folder.0)?;
        let database = Self { postgres, made: std::cell::Cell::default(), _folder: folder };
        database.execute(&format!("CREATE DATABASE {PREPARED}")).await?;
        let prepared = pool(database.options(PREPARED));
        migrate(&prepared).await?;
        prepared.close().await;
        Ok(database)
    }

    /// A database that nobody has touched. What the one before has left to write is written now, not while
    /// the next is measured.
    pub async fn copy(&self) -> Result<Copy> {
        self.made.set(self.made.get() + 1);
        let name = format!("bench_{}", self.made.get());
        self.execute(&format!("CREATE DATABASE {name} TEMPLATE {PREPARED}")).await?;
        self.execute("CHECKPOINT").await?;
        let options = self.options(&name);
        let socket = options.get_socket().cloned().ok_or("the database has no socket")?;
        Ok(Copy { pool: pool(options), name, socket })
    }

    /// Forgets a copy that has been used.
    pub async fn drop_copy(&self, copy: Copy) -> Result<()> {
        copy.pool.close().await;
        self.execute(&format!("DROP DATABASE {} WITH (FORCE)", copy.name)).await
    }

    /// Of the server and all its processes.
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

    /// One number that a statement answers with.
    pub async fn count(&self, statement: &'static str) -> Result<i64> {
        Ok(sqlx::query_scalar(statement).fetch_one(&self.pool).await?)
    }
}

fn pool(options: PgConnectOptions) -> PgPool {
    PgPoolOptions::new().max_connections(2).connect_lazy_with(options)
}
