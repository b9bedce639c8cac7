//! All parts that a visit needs, each behind a proxy: a PostgreSQL, an object store and a mail server that outlive the
//! program, and one to three instances of the program itself.
#![allow(dead_code, reason = "a kit: tests come and go, and use of it what they need")]

mod tests;

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use embedded_s3::{EmbeddedS3, Options};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, PgPool};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::proxy::Proxy;
use crate::smtp::MailSink;
use crate::support::process::{Program, bucket, command};
use crate::support::servers::PostgresServer;
use crate::support::{keys_below, sql, unfinished_below};

const BUCKET: &str = "intake";

/// A PostgreSQL server for many worlds, each with its own database, copied from a migrated one.
pub struct Ground {
    server: PostgresServer,
    admin: PgPool,
    count: AtomicUsize,
}

impl Ground {
    pub async fn start() -> Self {
        let server = PostgresServer::start_migrated().await;
        let admin = PgPool::connect(server.url()).await.expect("a connection");
        let quick = "ALTER SYSTEM SET synchronous_commit = off";
        let prefix = "ALTER SYSTEM SET log_line_prefix = '%m [%p] %d '";
        for statement in [quick, prefix, "SELECT pg_reload_conf()", "CREATE DATABASE template_lab"] {
            sqlx::raw_sql(statement).execute(&admin).await.expect("a statement that runs");
        }
        let pool = anteroom::platform::db::pool(options(server.url(), "template_lab"));
        anteroom::platform::db::prepare(&pool).await.expect("migrations that run");
        pool.close().await;
        Self { server, admin, count: AtomicUsize::new(0) }
    }

    /// A fresh database; returns its address and a pool without a proxy in front.
    async fn database(&self) -> (String, PgPool) {
        let name = format!("lab{}", self.count.fetch_add(1, Ordering::Relaxed));
        let statement = AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE template_lab"));
        sqlx::raw_sql(statement).execute(&self.admin).await.expect("a database");
        let pool = PgPoolOptions::new().max_connections(3).connect_with(options(self.server.url(), &name)).await;
        (name, pool.expect("a connection"))
    }

    /// What PostgreSQL has logged, for all worlds.
    pub fn log(&self) -> String {
        self.server.log()
    }

    /// What it has logged for this database.
    pub fn log_of(&self, database: &str) -> impl Iterator<Item = String> {
        let name = format!("] {database} ");
        let lines: Vec<String> = self.log().lines().filter(|line| line.contains(&name)).map(str::to_owned).collect();
        lines.into_iter()
    }
}

fn options(url: &str, database: &str) -> PgConnectOptions {
    url.parse::<PgConnectOptions>().expect("an address").database(database)
}

/// One instance of the program, running or dead, and the proxies between it and its parts.
pub struct Instance {
    pub postgres: Proxy,
    pub s3: Proxy,
    pub smtp: Proxy,
    pub program: Option<Program>,
    data: TempDir,
    /// What earlier lives of it logged.
    past: String,
}

/// The parts, and the instances in front of them.
pub struct World {
    /// Straight to the database: what the test asks is not what is tested.
    pub pool: PgPool,
    pub mail: MailSink,
    pub instances: Vec<Instance>,
    folder: TempDir,
    database: Url,
    keys: (String, String),
    options: Vec<(String, String)>,
    s3: Option<EmbeddedS3>,
    stop_s3: CancellationToken,
}

impl World {
    /// With this many instances, not yet started, and these extra environment variables.
    pub async fn build(ground: &Ground, instances: usize, environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (name, pool) = ground.database().await;
        let stop_s3 = CancellationToken::new();
        let mut options = Options::new(folder.path(), BUCKET);
        options.durable = false;
        let s3 = EmbeddedS3::start_with(options, stop_s3.clone()).await.expect("an object store");
        let mail = MailSink::start().await;
        let mut database = Url::parse(ground.server.url()).expect("an address");
        database.set_path(&name);
        let postgres = format!("127.0.0.1:{}", database.port().expect("a port")).parse().expect("an address");
        let store = s3.endpoint().trim_start_matches("http://").parse().expect("an address");
        let mut all = Vec::new();
        for _ in 0..instances {
            all.push(Instance {
                postgres: Proxy::start(postgres).await,
                s3: Proxy::start(store).await,
                smtp: Proxy::start(mail.address()).await,
                program: None,
                data: tempfile::tempdir().expect("a folder"),
                past: String::new(),
            });
        }
        let keys = (s3.access_key().to_owned(), s3.secret_key().to_owned());
        let options = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { pool, mail, instances: all, folder, database, keys, options, s3: Some(s3), stop_s3 }
    }

    /// The same, with all instances running.
    pub async fn start(ground: &Ground, instances: usize, environment: &[(&str, &str)]) -> Self {
        let mut world = Self::build(ground, instances, environment).await;
        for at in 0..instances {
            world.launch(at);
        }
        world
    }

    /// The program's command for this instance.
    pub fn command(&self, at: usize) -> Command {
        let instance = &self.instances[at];
        let mut database = self.database.clone();
        database.set_port(Some(instance.postgres.address.port())).expect("a port");
        let mut start = command(instance.data.path());
        start
            .env("DATABASE_URL", database.as_str())
            .envs(bucket(BUCKET, &format!("http://{}", instance.s3.address), &self.keys.0, &self.keys.1))
            .env("SMTP_URL", format!("smtp://{}", instance.smtp.address))
            .env("PUBLIC_URL", "http://intake.example")
            .env("SECRET_KEY", "the same for all who share a bucket")
            .env("RATE_LIMIT", "off")
            .envs(self.options.iter().map(|(name, value)| (name, value)));
        start
    }

    /// Starts an instance and waits until it listens. Its database and store must be reachable.
    pub fn launch(&mut self, at: usize) {
        let start = self.command(at);
        // The proxies of this process must go on while this thread waits for the banner.
        let program = tokio::task::block_in_place(|| Program::start(start));
        self.instances[at].program = Some(program);
    }

    /// SIGKILL.
    pub fn kill(&mut self, at: usize) {
        let instance = &mut self.instances[at];
        if let Some(program) = instance.program.take() {
            let log = tokio::task::block_in_place(|| program.kill());
            instance.past += &log;
        }
    }

    /// What all instances have logged, in all their lives.
    pub fn log(&self) -> String {
        let logs = self.instances.iter().enumerate().map(|(at, instance)| {
            let now = instance.program.as_ref().map(Program::log).unwrap_or_default();
            format!("--- instance {at}\n{}{now}", instance.past)
        });
        logs.collect()
    }

    /// Runs a statement, such as one that ages rows.
    pub async fn sql(&self, statement: &str) -> u64 {
        sql::sql(&self.pool, statement).await
    }

    /// The single number that a query returns.
    pub async fn number(&self, query: &str) -> i64 {
        sql::number(&self.pool, query).await
    }

    /// The texts that a query returns, in order.
    pub async fn texts(&self, query: &str) -> Vec<String> {
        sql::texts(&self.pool, query).await
    }

    /// Where the objects are: `KEY` below it.
    pub fn bucket(&self) -> PathBuf {
        self.folder.path().join(BUCKET)
    }

    /// The store's own folder: half-done writes, multipart uploads, metadata.
    pub fn hidden(&self) -> PathBuf {
        self.folder.path().join(".anteroom")
    }

    /// The visitors' keys in the bucket.
    pub fn keys(&self) -> Vec<String> {
        keys_below(&self.bucket())
    }

    /// Half-done writes and open multipart uploads.
    pub fn unfinished(&self) -> Vec<PathBuf> {
        unfinished_below(self.folder.path())
    }

    /// Ends all of it in order.
    pub async fn end(mut self) {
        for at in 0..self.instances.len() {
            self.kill(at);
        }
        self.instances.clear();
        self.pool.close().await;
        self.stop_s3.cancel();
        if let Some(s3) = self.s3.take() {
            s3.stopped().await;
        }
    }

    /// Waits until every instance has compared bucket and database, which writes to the store.
    pub async fn compared(&self) {
        sql::compared(&self.pool).await;
    }
}
