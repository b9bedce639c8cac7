//! Databases that cannot be used, or cannot for a while, and starts that wait for one.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command};
use std::time::Duration;

use sqlx::{Connection as _, PgConnection};

use crate::support::client::{Client, Visitor};
use crate::support::launch::free_ports;
use crate::support::process::{Program, command};
use crate::support::servers::{PgBouncer, PostgresServer};
use crate::support::until;

/// The program on this database.
fn on(url: &str, folder: &tempfile::TempDir) -> Command {
    let mut command = command(folder.path());
    command.env("DATABASE_URL", url);
    command
}

/// What `anteroom check` and a start say about a database that cannot be used.
fn refusals(url: &str) -> [String; 2] {
    ["check", "serve"].map(|name| {
        let folder = tempfile::tempdir().expect("a folder");
        let refused = on(url, &folder).arg(name).output().expect("an answer");
        assert_eq!(refused.status.code(), Some(1), "{name}: {}", String::from_utf8_lossy(&refused.stdout));
        String::from_utf8_lossy(&refused.stderr).lines().last().unwrap_or_default().to_owned()
    })
}

async fn run(url: &str, statements: &str) -> PgConnection {
    let mut conn = PgConnection::connect(url).await.expect("a connection");
    sqlx::raw_sql(sqlx::AssertSqlSafe(statements)).execute(&mut conn).await.expect("statements that run");
    conn
}

#[tokio::test]
async fn a_pooler_in_transaction_mode_is_refused_and_one_in_session_mode_is_not() {
    let server = PostgresServer::start_migrated().await;
    let pooler = PgBouncer::start(&server, "transaction").await;
    for words in refusals(pooler.url()) {
        assert!(words.contains("pooler in transaction mode") && words.contains("session mode"), "{words}");
    }
    let pooler = PgBouncer::start(&server, "session").await;
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::start(on(pooler.url(), &folder));
    Visitor::new(program.client()).upload_pdf().await;
}

#[tokio::test]
async fn a_database_that_cannot_hold_every_name_is_refused() {
    let server = PostgresServer::start_migrated().await;
    run(server.url(), "CREATE DATABASE old ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0").await;
    for words in refusals(&server.url().replace("/postgres", "/old")) {
        assert!(words.contains("encoding is LATIN1") && words.contains("ENCODING 'UTF8'"), "{words}");
    }
}

#[tokio::test]
async fn a_user_that_may_not_create_tables_is_told_what_to_grant() {
    let server = PostgresServer::start_migrated().await;
    run(server.url(), "CREATE ROLE guest LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC").await;
    for words in refusals(&server.url().replace("anteroom:none", "guest")) {
        assert!(words.contains("GRANT CREATE ON SCHEMA public TO guest"), "{words}");
    }
}

#[tokio::test]
async fn the_cause_is_named_if_no_connection_is_left() {
    let server = PostgresServer::start_migrated().await;
    run(server.url(), "CREATE ROLE guest LOGIN CONNECTION LIMIT 0; GRANT CREATE ON SCHEMA public TO guest").await;
    let folder = tempfile::tempdir().expect("a folder");
    let refused =
        on(&server.url().replace("anteroom:none", "guest"), &folder).arg("check").output().expect("an answer");
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("too many connections"), "{words}");
}

/// A switchover leaves connections to what is a standby now.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_becomes_read_only_is_away_until_it_can_be_written_again() {
    let server = PostgresServer::start_migrated().await;
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::start(on(server.url(), &folder));
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;

    let turn = async |state: &str| {
        let set = format!("ALTER SYSTEM SET default_transaction_read_only = {state}");
        run(server.url(), &set).await;
        run(server.url(), "SELECT pg_reload_conf()").await;
        until("the setting", async || {
            let mut conn = PgConnection::connect(server.url()).await.ok()?;
            let now: String =
                sqlx::query_scalar("SHOW default_transaction_read_only").fetch_one(&mut conn).await.ok()?;
            (now == state).then_some(())
        })
        .await;
    };
    turn("on").await;
    let refused = visitor.contact("zoe@example.org").await;
    refused.refused(503, "unavailable");
    until("not ready", async || (program.client().get("/health/ready").await.status == 503).then_some(())).await;
    // Its connections are closed as they are used, and new ones refused.
    until("no connection in the pool", async || {
        drop(visitor.open().await);
        let mut conn = PgConnection::connect(server.url()).await.ok()?;
        let asked = "SELECT count(*) FROM pg_stat_activity
                     WHERE application_name = 'anteroom' AND query LIKE 'SELECT now() = statement_timestamp()%'";
        let left: i64 = sqlx::query_scalar(asked).fetch_one(&mut conn).await.ok()?;
        (left == 0).then_some(())
    })
    .await;
    turn("off").await;
    until("ready", async || (program.client().get("/health/ready").await.status == 200).then_some(())).await;
    visitor.contact("zoe@example.org").await.ok(202);
}

/// A program that is starting.
struct Starting {
    child: Child,
    folder: tempfile::TempDir,
    client: Client,
}

impl Starting {
    fn on(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str| File::create(folder.path().join(name)).expect("a file");
        let [port] = free_ports();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let mut command = on(url, &folder);
        command.env("LISTEN", address.to_string()).stdout(file("banner")).stderr(file("log"));
        Self { child: command.spawn().expect("the program"), folder, client: Client::new(address) }
    }

    /// It answers that it is alive, and asks everyone to wait.
    async fn asks_to_wait(&self) {
        assert_eq!(self.client.get("/health/live").await.ok(200).text(), "ok");
        for path in ["/health/ready", "/", "/api/v1/consent", "/widget"] {
            let answer = self.client.get(path).await;
            answer.refused(503, "unavailable");
            assert_eq!((answer.header("retry-after"), answer.header("cache-control")), ("1", "no-store"), "{path}");
        }
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).expect("a file")
    }

    /// Asks it to stop, and waits for that.
    async fn stops(&mut self) {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()));
        let ended = async || self.child.try_wait().expect("a status");
        // It took as long as the database's own limits: half a minute.
        let code = tokio::time::timeout(Duration::from_secs(10), until("its end", ended)).await;
        assert_eq!(code.expect("an end before any other limit").code(), Some(0));
    }
}

impl Drop for Starting {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[tokio::test]
async fn a_start_that_waits_for_a_lock_says_who_has_it_and_can_be_ended() {
    let server = PostgresServer::start_migrated().await;
    let mut dump = run(server.url(), "BEGIN; LOCK TABLE _sqlx_migrations IN ACCESS EXCLUSIVE MODE").await;
    let pid: i32 = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut dump).await.expect("a process id");
    let (mut first, mut second) = (Starting::on(server.url()), Starting::on(server.url()));
    for start in [&first, &second] {
        until("what it waits for", async || {
            let log = start.read("log");
            let named = log.contains("waits for another connection") && log.contains("pg_terminate_backend(pid)");
            (named && log.contains("it is tried again")).then_some(())
        })
        .await;
    }
    // One of them waits for the dump, and the other one for it or for the dump too.
    let logs = first.read("log") + &second.read("log");
    assert!(logs.contains(&format!("pid={pid}")), "{logs}");
    first.stops().await;
    second.asks_to_wait().await;
    drop(dump);
    until("its start", async || second.read("banner").contains("is open at").then_some(())).await;
    second.client.get("/health/ready").await.ok(200);
    second.stops().await;
}

#[tokio::test]
async fn a_start_that_waits_for_a_silent_or_absent_database_can_be_ended() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = silent.local_addr().expect("an address").port();
    let absent = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    for port in [port, absent] {
        let mut starting = Starting::on(&format!("postgres://a@127.0.0.1:{port}/x"));
        until("its first try", async || starting.read("log").contains("does not answer yet").then_some(())).await;
        starting.asks_to_wait().await;
        starting.stops().await;
    }
}
