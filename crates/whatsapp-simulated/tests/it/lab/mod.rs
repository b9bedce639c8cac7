//! A database with our tables, a made-up server with its telephones, and the connector over both, in this process.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anteroom_whatsapp::{WhatsAppWeb, Wire};
use anteroom_whatsapp_simulated::{Phones, Server};
use embedded_postgres::Postgres;
pub use messenger::Rules;
use messenger::{Incoming, MasterKey, Outgoing, Owned, SealedBy, SessionKey, Supervisor, channels};
use sqlx::postgres::{PgListener, PgPoolOptions};
use sqlx::{AssertSqlSafe, PgPool};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(60);

pub const SECRET: &str = "a secret key of thirty-two bytes";

pub struct Lab {
    pub pool: PgPool,
    pub server: Arc<Server>,
    pub phones: Phones,
    rules: Rules,
    running: std::sync::Mutex<Vec<(CancellationToken, JoinHandle<()>)>>,
    postgres: Postgres,
    _folder: tempfile::TempDir,
}

impl Lab {
    pub async fn start(rules: Rules) -> Self {
        let lab = Self::without_connector(rules).await;
        lab.second();
        lab
    }

    /// All but the connector.
    pub async fn without_connector(rules: Rules) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let postgres = Postgres::start(folder.path()).expect("PostgreSQL");
        let pool = PgPoolOptions::new().connect_with(postgres.options()).await.expect("a connection");
        let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
        let migrator = sqlx::migrate::Migrator::new(migrations).await.expect("migrations");
        migrator.run(&pool).await.expect("our tables");
        let server = Server::start().await.expect("a server");
        let phones = Phones::new(Arc::clone(&server)).expect("telephones");
        let running = std::sync::Mutex::default();
        Self { pool, server, phones, rules, running, postgres, _folder: folder }
    }

    /// The database's address for a role.
    pub fn database_url(&self, role: &str) -> String {
        let options = self.postgres.options();
        let socket = options.get_socket().expect("a socket").display().to_string();
        format!("postgres://{role}@localhost:{}/postgres?host={socket}", options.get_port())
    }

    /// The name of our own role.
    pub fn role(&self) -> String {
        self.postgres.options().get_username().to_owned()
    }

    /// Starts a connector, beside any that runs.
    pub fn second(&self) {
        let wire = Wire::to(&self.server.url).expect("an address");
        let supervisor = Supervisor {
            pool: self.pool.clone(),
            master: MasterKey::of_secret(SECRET.as_bytes()),
            messenger: Arc::new(WhatsAppWeb { wire, version: Some((2, 3000, 0)) }),
            rules: self.rules.clone(),
        };
        let stop = CancellationToken::new();
        let task = tokio::spawn(supervisor.run(stop.clone()));
        self.running.lock().expect("the list").push((stop, task));
    }

    /// Tells the first connector to end, as SIGTERM does, and waits for it.
    pub async fn stop_first(&self) {
        let (stop, task) = self.running.lock().expect("the list").remove(0);
        stop.cancel();
        timeout(PATIENCE, task).await.expect("an end").expect("no panic");
    }

    pub async fn stop(&self) {
        while !self.running.lock().expect("the list").is_empty() {
            self.stop_first().await;
        }
    }

    /// A sign-in by a number, with a session that waits to be paired; returns the session's id.
    pub async fn sign_in(&self, phone: &str) -> Uuid {
        let (sign_in, session) = (new_id(), new_id());
        let (_, data_key) = MasterKey::of_secret(SECRET.as_bytes()).make(session);
        sqlx::query(
            "INSERT INTO messenger_sign_ins (id, phone, expires_at, ends_at)
             VALUES ($1, $2, now() + interval '1 hour', now() + interval '1 day')",
        )
        .bind(sign_in)
        .bind(phone)
        .execute(&self.pool)
        .await
        .expect("a sign-in");
        sqlx::query(
            "INSERT INTO messenger_sessions (id, sign_in_id, wanted_phone, desired, data_key)
             VALUES ($1, $2, $3, 'running', $4)",
        )
        .bind(session)
        .bind(sign_in)
        .bind(phone)
        .bind(data_key)
        .execute(&self.pool)
        .await
        .expect("a session");
        session
    }

    /// Signs a number in and scans its code; returns the session once it is connected.
    pub async fn pair(&self, phone: &str) -> Uuid {
        let session = self.sign_in(phone).await;
        self.phones.scan(phone, &self.qr(session).await).await.expect("a scan");
        self.until(session, "status = 'online'").await;
        session
    }

    /// Signs a number in and links the session, without a telephone that is switched on.
    pub async fn link(&self, phone: &str) -> Uuid {
        let session = self.sign_in(phone).await;
        self.server.scan(&self.qr(session).await, phone.trim_start_matches('+')).expect("a scan");
        self.until(session, "status = 'online'").await;
        session
    }

    async fn key(&self, session: Uuid) -> SessionKey {
        let sealed: Vec<u8> = sqlx::query_scalar("SELECT data_key FROM messenger_sessions WHERE id = $1")
            .bind(session)
            .fetch_one(&self.pool)
            .await
            .expect("a data key");
        MasterKey::of_secret(SECRET.as_bytes()).open(session, &sealed).expect("our key")
    }

    /// What the process that owns a session now has in its hands.
    pub async fn owned(&self, session: Uuid) -> Owned {
        let epoch = sqlx::query_scalar("SELECT epoch FROM messenger_sessions WHERE id = $1")
            .bind(session)
            .fetch_one(&self.pool)
            .await
            .expect("an epoch");
        Owned { pool: self.pool.clone(), session, epoch, key: self.key(session).await }
    }

    /// The QR code that is shown.
    pub async fn qr(&self, session: Uuid) -> String {
        self.until(session, "qr_sealed IS NOT NULL").await;
        self.shown(session, "qr_sealed", SealedBy::QrCode).await
    }

    /// The code to type that is shown.
    pub async fn pair_code(&self, session: Uuid) -> String {
        self.until(session, "pair_code_sealed IS NOT NULL").await;
        self.shown(session, "pair_code_sealed", SealedBy::PairCode).await
    }

    async fn shown(&self, session: Uuid, column: &str, by: SealedBy<'_>) -> String {
        let query = format!("SELECT {column} FROM messenger_sessions WHERE id = $1");
        let sealed: Vec<u8> =
            sqlx::query_scalar(AssertSqlSafe(query)).bind(session).fetch_one(&self.pool).await.expect("a code");
        String::from_utf8(self.key(session).await.open(by, &sealed).expect("an open code")).expect("a text")
    }

    /// The messages of a session that can be opened, in the order of their arrival.
    pub async fn messages(&self, session: Uuid) -> Vec<Incoming> {
        let rows: Vec<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
            "SELECT external, sealed FROM messenger_inbox WHERE session_id = $1 ORDER BY received_at, sent_at",
        )
        .bind(session)
        .fetch_all(&self.pool)
        .await
        .expect("messages");
        let key = self.key(session).await;
        let open = |(name, sealed): (Vec<u8>, Vec<u8>)| key.open(SealedBy::Inbox(&name), &sealed);
        rows.into_iter().filter_map(open).map(|plain| serde_json::from_slice(&plain).expect("a message")).collect()
    }

    pub async fn enqueue(&self, session: Uuid, message: &Outgoing) {
        let id = new_id();
        let sealed = self.key(session).await.seal(SealedBy::Outbox(id), &serde_json::to_vec(message).expect("JSON"));
        sqlx::query(
            "INSERT INTO messenger_outbox (id, session_id, sealed, expires_at)
             VALUES ($1, $2, $3, now() + interval '10 minutes')",
        )
        .bind(id)
        .bind(session)
        .bind(sealed)
        .execute(&self.pool)
        .await
        .expect("a message to send");
    }

    pub async fn run(&self, statement: &str) {
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&self.pool).await.expect(statement);
    }

    pub async fn count(&self, query: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(query.to_owned())).fetch_one(&self.pool).await.expect(query)
    }

    pub async fn text(&self, query: &str) -> String {
        sqlx::query_scalar(AssertSqlSafe(query.to_owned())).fetch_one(&self.pool).await.expect(query)
    }

    /// Every row of our tables as text.
    pub async fn dump(&self) -> String {
        let mut all = String::new();
        for table in ["sessions", "keys", "inbox", "outbox", "sign_ins"] {
            all +=
                &self.text(&format!("SELECT coalesce(string_agg(t::text, '\n'), '') FROM messenger_{table} t")).await;
        }
        all
    }

    /// Waits until the session is like this.
    pub async fn until(&self, session: Uuid, condition: &str) {
        let query = format!("SELECT count(*) FROM messenger_sessions WHERE id = '{session}' AND {condition}");
        if !self.comes_true(&query, 1).await {
            let found = format!(
                "SELECT coalesce(string_agg((to_jsonb(t) - 'data_key')::text, ''), 'gone') FROM messenger_sessions t WHERE id = '{session}'"
            );
            panic!("never {condition}: {}", self.text(&found).await);
        }
    }

    pub async fn until_count(&self, query: &str, wanted: i64) {
        assert!(self.comes_true(query, wanted).await, "never {wanted}: {query}: {}", self.count(query).await);
    }

    /// Looks again after each change that is told of, and once a second for those that are not.
    async fn comes_true(&self, query: &str, wanted: i64) -> bool {
        let mut listener = PgListener::connect_with(&self.pool).await.expect("a listener");
        let all = [channels::CHANGES, channels::INBOX, channels::OUTBOX, channels::WANTED];
        listener.listen_all(all).await.expect("a channel");
        let looking = async {
            while self.count(query).await != wanted {
                drop(timeout(Duration::from_secs(1), listener.recv()).await);
            }
        };
        timeout(PATIENCE, looking).await.is_ok()
    }

    /// Waits for what happens outside the database.
    pub async fn until_true(&self, holds: impl AsyncFn(&Self) -> bool) {
        let looking = async {
            while !holds(self).await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, looking).await.expect("what was awaited");
    }

    /// Waits until a telephone has received this.
    pub async fn until_heard(&self, phone: &str, text: &str) {
        let hearing = async {
            while !self.phones.heard(phone).await.expect("a telephone").iter().any(|said| said.text == text) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, hearing).await.expect(text);
    }
}

#[expect(clippy::disallowed_methods, reason = "tests draw their ids here")]
fn new_id() -> Uuid {
    Uuid::new_v4()
}
