//! Named faults: each breaks one thing at one moment and says what must happen then. The table in `docs/abandonment.md`
//! lists them.

mod authorities;
mod checks;
mod copies;
mod credentials;
mod database;
mod erasures;
mod exports;
mod mail_server;
mod mails;
mod objects;
mod outages;
mod overload;
mod proxies;
mod purges;
mod silence;
mod stores;
mod uploads;
mod versions;

use std::process::Command;

use embedded_postgres::Postgres;
use sqlx::PgPool;
use tempfile::TempDir;

use crate::s3_front::{BUCKET, S3Front};
use crate::smtp::MailSink;
use crate::support::client::Visitor;
use crate::support::process::{Program, bucket, command};
use crate::support::{keys_below, link_in, sql, template, unfinished_below, until};

/// The parts behind the program: they live on when it is killed.
pub struct Site {
    pub folder: TempDir,
    pub s3: S3Front,
    pub mails: MailSink,
    pub pool: PgPool,
    /// `DATABASE_URL`.
    pub database: String,
    // Last: it ends after all its clients.
    pub postgres: Option<Postgres>,
}

impl Site {
    pub async fn start() -> Self {
        let folder = template::prepared_folder();
        let postgres = Postgres::start(folder.path()).expect("a private PostgreSQL");
        let pool = anteroom::platform::db::pool(postgres.options());
        let socket = folder.path().canonicalize().expect("a folder").join("run");
        let database = format!("postgres:///postgres?user=anteroom&host={}", socket.display());
        let s3 = S3Front::start(folder.path()).await;
        Self { s3, mails: MailSink::start().await, pool, database, postgres: Some(postgres), folder }
    }

    /// The command that starts the program on these parts; it looks for what is due each second.
    pub fn command(&self) -> Command {
        let mut start = command(&self.folder.path().join("unused"));
        start
            .env("DATABASE_URL", &self.database)
            .envs(bucket(BUCKET, &self.s3.endpoint(), &self.s3.access_key, &self.s3.secret_key))
            .env("SMTP_URL", self.mails.url())
            .env("ADMIN_EMAIL", "admin@example.org")
            .env("RATE_LIMIT", "off")
            .env("SWEEP_EVERY", "1s");
        start
    }

    pub fn program(&self) -> Program {
        Program::start(self.command())
    }

    pub fn program_with(&self, options: &[(&str, &str)]) -> Program {
        let mut start = self.command();
        start.envs(options.iter().copied());
        Program::start(start)
    }

    pub async fn sql(&self, statement: &str) {
        sql::sql(&self.pool, statement).await;
    }

    pub async fn number(&self, query: &str) -> i64 {
        sql::number(&self.pool, query).await
    }

    pub async fn text(&self, query: &str) -> String {
        sql::text(&self.pool, query).await
    }

    /// The texts that a query returns, in order.
    pub async fn texts(&self, query: &str) -> Vec<String> {
        sql::texts(&self.pool, query).await
    }

    /// Waits until a query returns this number.
    pub async fn counts(&self, query: &str, wanted: i64) {
        until(&format!("{wanted} from {query}"), async || (self.number(query).await == wanted).then_some(())).await;
    }

    /// Lets this much time pass for leases, uploads and jobs.
    pub async fn age(&self, span: &str) {
        let ago = |columns: &[&str]| {
            let columns = columns.iter().map(|column| format!("{column} = {column} - interval '{span}'"));
            columns.collect::<Vec<_>>().join(", ")
        };
        self.sql(&format!(
            "UPDATE lease_pages SET {}; UPDATE uploads SET {}; UPDATE jobs SET {}; UPDATE leases SET {}",
            ago(&["deadline"]),
            ago(&["alive_until", "next_try"]),
            ago(&["run_at", "claimed_until"]),
            ago(&["deadline", "hard_deadline", "claimed_until", "purging_since"]),
        ))
        .await;
    }

    /// The state of the session's lease, or `none`.
    pub async fn lease(&self, visitor: &Visitor) -> String {
        sql::lease(&self.pool, &visitor.session).await
    }

    pub async fn lease_is(&self, visitor: &Visitor, state: &str) {
        until(&format!("a lease that is {state}"), async || (self.lease(visitor).await == state).then_some(())).await;
    }

    /// The session's upload rows in this state.
    pub async fn uploads(&self, visitor: &Visitor, state: &str) -> i64 {
        let session = &visitor.session;
        self.number(&format!("SELECT count(*) FROM uploads WHERE session_id = '{session}' AND state = '{state}'")).await
    }

    /// All keys of ours in the bucket, in order.
    pub fn keys(&self) -> Vec<String> {
        keys_below(&self.folder.path().join("objects").join(BUCKET))
    }

    pub fn keys_of(&self, visitor: &Visitor) -> Vec<String> {
        self.keys().into_iter().filter(|key| key.starts_with(&visitor.session)).collect()
    }

    pub async fn no_keys_of(&self, visitor: &Visitor) {
        until("an empty prefix", async || self.keys_of(visitor).is_empty().then_some(())).await;
    }

    /// Waits until no write is half-done in the store, and no multipart upload open.
    pub async fn nothing_unfinished(&self) {
        let objects = self.folder.path().join("objects");
        until("no half-done write", async || unfinished_below(&objects).is_empty().then_some(())).await;
    }

    /// Waits until the comparison at the start is over, which writes to the store.
    pub async fn compared(&self) {
        sql::compared(&self.pool).await;
    }

    /// Waits until the administrator has been told of this kind of error.
    pub async fn told(&self, kind: &str) {
        until(&format!("a notice of {kind}"), async || {
            self.mails.mails_to("admin@example.org").iter().any(|mail| mail.subject.contains(kind)).then_some(())
        })
        .await;
    }

    /// The path of the link in the only mail to this address.
    pub async fn link_to(&self, address: &str) -> String {
        link_in(&self.mails.mail_to(address, 1).await[0].text)
    }
}

/// The same visitor, now at another instance.
pub fn at(program: &Program, visitor: &Visitor) -> Visitor {
    Visitor { client: program.client(), ..visitor.clone() }
}
