//! A whole Anteroom for one test: a private PostgreSQL, the embedded object store and captured mail in a
//! folder of its own, on a free port.
#![allow(dead_code, reason = "a kit: tests come and go, and use of it what they need")]

pub mod archive;
pub mod clamd;
pub mod client;
pub mod cluster;
pub mod connector;
pub mod desk;
pub mod events;
pub mod fate;
pub mod files;
pub mod jwt;
pub mod launch;
pub mod member;
pub mod model;
pub mod person;
pub mod process;
pub mod servers;
pub mod sql;
pub mod staff;
mod state;
pub mod talker;
pub mod template;
pub mod wire;

use std::path::PathBuf;
use std::time::Duration;

use anteroom::app::Running;
use anteroom::cli::Cli;
use anteroom::config::Config;
use anteroom::platform::mail::CapturedMail;
use embedded_postgres::Postgres;
use sqlx::Connection as _;
use tempfile::TempDir;

pub use client::{Client, Visitor};

/// Nothing that a test awaits takes this long unless it never comes.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server and everything behind it.
pub struct App {
    pub running: Box<Running>,
    pub client: Client,
    pub folder: TempDir,
    // After `running`: the server stops before its database.
    postgres: Postgres,
}

/// Options as on the command line; rate limits are off unless a test turns them on.
pub fn config(folder: &std::path::Path, args: &[&str]) -> Config {
    let data_dir = format!("--data-dir={}", folder.display());
    let base = ["anteroom", "--listen=127.0.0.1:0", "--rate-limit=off", &data_dir];
    let given = args.iter().map(|arg| arg.split('=').next().unwrap_or_default()).collect::<Vec<_>>();
    let base = base.into_iter().filter(|arg| !given.contains(&arg.split('=').next().unwrap_or_default()));
    Cli::from_flags(base.chain(args.iter().copied())).expect("options that parse").config
}

impl App {
    /// With the defaults.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With these options besides. No background work runs until the test asks for it: [`App::run_jobs`],
    /// [`App::sweep`], [`App::sealed`].
    pub async fn start_with(args: &[&str]) -> Self {
        let (config, postgres, folder) = Box::pin(prepare(args)).await;
        let running = Box::pin(Running::start_without_workers(&config, postgres.options())).await;
        Self::over(running.expect("a server that starts"), folder, postgres)
    }

    /// With the background work, for tests that are about it.
    pub async fn start_with_workers(args: &[&str]) -> Self {
        let (config, postgres, folder) = Box::pin(prepare(args)).await;
        let running = Box::pin(Running::start(&config, postgres.options())).await;
        Self::over(running.expect("a server that starts"), folder, postgres)
    }

    fn over(running: Running, folder: TempDir, postgres: Postgres) -> Self {
        let client = Client::new(running.address);
        Self { running: Box::new(running), client, folder, postgres }
    }

    /// Runs the jobs that are due, until none is.
    pub async fn run_jobs(&self) {
        self.running.run_jobs().await.expect("a look for jobs");
    }

    /// A visitor with a new session in a new page.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.client.clone())
    }

    /// Stops in order, as on SIGTERM.
    pub async fn stop(self) {
        Box::pin(self.running.shutdown()).await;
    }

    /// Stops in the same way, and returns the database as the server has left it.
    pub async fn stop_server(self) -> (sqlx::PgConnection, Postgres, TempDir) {
        Box::pin(self.running.shutdown()).await;
        let database = sqlx::PgConnection::connect_with(&self.postgres.options()).await.expect("a database");
        (database, self.postgres, self.folder)
    }

    /// Runs a statement on the test's database, such as one that ages rows; gives the rows it touched.
    pub async fn sql(&self, statement: &str) -> u64 {
        sql::sql(&self.running.context.pool, statement).await
    }

    /// The single number that a query gives.
    pub async fn number(&self, query: &str) -> i64 {
        sql::number(&self.running.context.pool, query).await
    }

    /// The texts that a query gives.
    pub async fn texts(&self, query: &str) -> Vec<String> {
        sql::texts(&self.running.context.pool, query).await
    }

    /// The single text that a query gives.
    pub async fn text(&self, query: &str) -> String {
        sql::text(&self.running.context.pool, query).await
    }

    /// Everything that any table holds, as one text, for looking for what must not be there.
    pub async fn dump(&self) -> String {
        let mut all = String::new();
        let pool = &self.running.context.pool;
        for table in sql::texts(pool, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'").await {
            let rows = format!("SELECT coalesce(string_agg(t::text, chr(10)), '') FROM {table} t");
            let rows = sql::text(pool, &rows).await;
            all.extend([&*table, ": ", &rows, "\n"]);
        }
        all
    }

    /// Looks for what is due and does it, until nothing is left to do.
    pub async fn sweep(&self) {
        while self.running.context.sweeper.sweep_once().await.expect("a sweep") > 0 {}
    }

    /// The keys in the bucket, in order.
    pub fn keys(&self) -> Vec<String> {
        keys_below(&self.folder.path().join("objects/anteroom"))
    }

    /// What uploads have left half-done in the object store.
    pub fn unfinished(&self) -> Vec<PathBuf> {
        unfinished_below(&self.folder.path().join("objects"))
    }

    /// The bytes of an object.
    pub fn object(&self, key: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join("objects/anteroom").join(key)).expect("an object")
    }

    /// The mails so far, the newest first.
    pub async fn mails(&self) -> Vec<CapturedMail> {
        self.running.mailer.outbox().expect("captured mail").list().await.expect("mails")
    }

    /// Sends what is due, and waits for this many mails to the address; returns the newest.
    pub async fn mail_to(&self, address: &str, count: usize) -> CapturedMail {
        until("a mail", async || {
            // A test may have stopped the database: then this is about a mail that comes without a job.
            drop(self.running.run_jobs().await);
            let mails = self.mails().await;
            let mut to_address = mails.into_iter().filter(|mail| mail.to == address).collect::<Vec<_>>();
            (to_address.len() >= count).then(|| to_address.remove(0))
        })
        .await
    }

    /// Waits for the mail to this address and gives its link's path.
    pub async fn link_to(&self, address: &str, count: usize) -> String {
        let mail = self.mail_to(address, count).await;
        link_in(&mail.text)
    }
}

async fn prepare(args: &[&str]) -> (Config, Postgres, TempDir) {
    let folder = template::prepared_folder();
    let postgres = Postgres::start(folder.path()).expect("a private PostgreSQL");
    just_swept(&postgres).await;
    let config = config(folder.path(), args);
    // Shown with a test that fails.
    anteroom::platform::telemetry::init(&config.logs);
    (config, postgres, folder)
}

/// The template was made long ago: its copy must not look as if no sweep had run since, or the amnesty after
/// an outage would come in the middle of a test.
async fn just_swept(postgres: &Postgres) {
    let mut conn = sqlx::PgConnection::connect_with(&postgres.options()).await.expect("a connection");
    sqlx::raw_sql("UPDATE sweeps SET swept_at = now()").execute(&mut conn).await.expect("a statement that runs");
    conn.close().await.expect("an end");
}

/// The path of the confirming link in a mail's text.
pub fn link_in(text: &str) -> String {
    let line = text.lines().find(|line| line.contains("/verify/") && !line.contains("/decline")).expect("a link");
    let path = line.find("/verify/").expect("a path");
    line[path..].trim().to_owned()
}

/// Asks again until there is an answer.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.unwrap_or_else(|_| panic!("waited in vain for {what}"))
}

/// The keys of ours in a bucket's folder, in order.
pub fn keys_below(bucket: &std::path::Path) -> Vec<String> {
    let mut keys: Vec<String> = walk(bucket)
        .into_iter()
        .filter_map(|path| Some(path.strip_prefix(bucket).ok()?.to_str()?.to_owned()))
        .filter(|key| !key.starts_with(".anteroom"))
        .collect();
    keys.sort();
    keys
}

/// What uploads have left half-done in an object store's folder.
pub fn unfinished_below(objects: &std::path::Path) -> Vec<PathBuf> {
    let hidden = objects.join(".anteroom");
    [walk(&hidden.join("tmp")), walk(&hidden.join("uploads"))].concat()
}

/// All files below a folder, which others may change meanwhile.
pub fn walk(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}
