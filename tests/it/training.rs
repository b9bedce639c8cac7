//! The list of files that may be used for training: exact and complete over many pages, and visibly broken if it
//! breaks.

use anteroom::auth::staff::Role::Privacy;
use embedded_postgres::Postgres;
use sqlx::PgPool;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::process::{Program, command};
use crate::support::sql::{sql, text};
use crate::support::template::prepared_folder;
use crate::support::{App, until};

/// Sessions of which every third may be used, each with two files; of the others each lacks something: a confirmation, a
/// consent, its evidence, or its freedom.
const MANY: &str = "
    INSERT INTO sessions (id, name, email, state, completed_at, consent_personal_data, consent_ai_training, locale,
                          restricted_at, restricted_by, restriction_reason)
    SELECT gen_random_uuid(), 'N' || n, 'n' || n || '@example.org', CASE n % 12 WHEN 1 THEN 'pending' ELSE 'complete' END,
           CASE n % 12 WHEN 1 THEN NULL ELSE now() END, true, n % 12 <> 2, 'en',
           CASE n % 12 WHEN 4 THEN now() END, CASE n % 12 WHEN 4 THEN 'operator' END, CASE n % 12 WHEN 4 THEN 'claims' END
    FROM generate_series(1, 9000) AS n WHERE n % 12 IN (0, 1, 2, 3, 4, 5, 6, 8, 9);
    INSERT INTO consents (session_id, purpose, given, text_version, text_sha256, locale)
    SELECT sessions.id, 'ai_training', given, version, sha256, 'en'
    FROM sessions, consent_texts, (VALUES (1, true), (2, false)) AS decided (at, given)
    WHERE consent_texts.purpose = 'ai_training' AND consent_texts.locale = 'en'
      AND CASE substr(name, 2)::int % 12 WHEN 5 THEN false WHEN 8 THEN true ELSE at = 1 END ORDER BY sessions.id, at;
    INSERT INTO files (id, session_id, name, size, content_type)
    SELECT gen_random_uuid(), sessions.id, 'paper.pdf', 100, 'application/pdf' FROM sessions, generate_series(1, 2);
    ANALYZE";

/// The keys that belong on the list, in its order.
const KEYS: &str = "
    SELECT string_agg(session_id || '/' || files.id, E'\n' ORDER BY session_id, files.id)
    FROM files JOIN sessions ON sessions.id = session_id WHERE substr(sessions.name, 2)::int % 3 = 0";

fn keys(lines: &str) -> String {
    let key = |line: &str| line.split('"').nth(3).expect("a key").to_owned();
    lines.lines().map(key).collect::<Vec<_>>().join("\n")
}

/// Fifteen pages: from the sixth on the database plans for any place in the list.
#[tokio::test]
async fn the_list_for_training_is_whole_exact_and_in_order_over_many_pages() {
    let app = App::start().await;
    app.sql(MANY).await;
    let privacy = app.colleague(Privacy).await;
    let lines = privacy.get("/training-manifest").await.ok(200).text();
    assert_eq!(lines.lines().count(), 6000);
    assert!(keys(&lines) == app.text(KEYS).await, "the list differs from what may be used");
    let trail = "SELECT count(*) FROM audit WHERE action = 'training.listed' AND actor LIKE 'staff:%'";
    assert_eq!(app.number(trail).await, 1);
    // A small table is rightly read as a whole: let the database believe in a million rows.
    app.sql(
        "UPDATE pg_class SET reltuples = reltuples * 200
         WHERE oid IN ('sessions'::regclass, 'files'::regclass, 'consents'::regclass, 'sessions_for_training'::regclass,
                       'files_by_session'::regclass, 'consents_by_session'::regclass)",
    )
    .await;
    let source = include_str!("../../src/privacy/training/queries.rs");
    let statement = source.split("r#\"").nth(1).and_then(|rest| rest.split("\"#").next()).expect("the statement");
    let plan = app.plan_for_any(statement, "'80000000-0000-0000-0000-000000000000'").await;
    assert!(plan.contains("sessions_for_training") && !plan.contains("Seq Scan"), "{plan}");
}

impl App {
    /// The plan that the database would use for any parameter.
    async fn plan_for_any(&self, statement: &str, parameter: &str) -> String {
        let mut conn = self.running.context.pool.acquire().await.expect("a connection");
        let prepare = format!("SET plan_cache_mode = force_generic_plan; PREPARE asked (uuid) AS {statement}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(prepare)).execute(&mut *conn).await.expect("a statement");
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN EXECUTE asked ({parameter})"));
        let lines: Vec<String> = sqlx::query_scalar(explain).fetch_all(&mut *conn).await.expect("a plan");
        lines.join("\n")
    }
}

/// The program itself, so that its log can be read, with a list that is longer than what connections buffer.
struct Listed {
    program: Program,
    pool: PgPool,
    token: String,
    _folder: tempfile::TempDir,
}

impl Listed {
    async fn start() -> Self {
        let folder = prepared_folder();
        let program = Program::start(command(folder.path()));
        let token = program.sign_in(folder.path(), "privacy").await;
        let pool = anteroom::platform::db::pool(Postgres::running(folder.path()).expect("its database"));
        sql(&pool, MANY).await;
        let more = "INSERT INTO files (id, session_id, name, size, content_type)
                    SELECT gen_random_uuid(), sessions.id, 'paper.pdf', 100, 'application/pdf'
                    FROM sessions, generate_series(1, 18) WHERE substr(name, 2)::int % 3 = 0";
        sql(&pool, more).await;
        Self { program, pool, token, _folder: folder }
    }

    async fn ask(&self, version: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.program.address).await.expect("a connection");
        let head = format!(
            "GET /api/v1/admin/training-manifest HTTP/{version}\r\nHost: a.example\r\nAuthorization: Bearer {}\r\n\r\n",
            self.token
        );
        stream.write_all(head.as_bytes()).await.expect("a request");
        stream
    }
}

/// The request's id, out of an answer's head.
fn request_of(answer: &str) -> &str {
    &answer.split("x-request-id: ").nth(1).expect("an id")[..36]
}

#[tokio::test]
async fn a_list_for_training_that_breaks_off_is_seen_to_be_broken_and_logged_once() {
    let listed = Listed::start().await;
    let expected = text(&listed.pool, KEYS).await;
    let mut answer = vec![0; 1000];
    let mut stream = listed.ask("1.1").await;
    stream.read_exact(&mut answer).await.expect("a beginning");
    // Some pages are on their way to a reader that takes nothing; the next one cannot be read.
    sql(&listed.pool, "ALTER TABLE files RENAME TO mislaid").await;
    drop(stream.read_to_end(&mut answer).await);
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("transfer-encoding: chunked"), "{head}");
    // What came is the list's beginning, and no last chunk (RFC 9112, 8: the message is incomplete).
    let lines: Vec<&str> = body.lines().filter(|line| line.starts_with('{') && line.ends_with('}')).collect();
    assert!(!lines.is_empty() && lines.len() < expected.lines().count(), "{}", lines.len());
    assert!(lines.iter().zip(expected.lines()).all(|(line, key)| line.contains(key)));
    assert!(!body.ends_with("0\r\n\r\n"));
    let log = listed.program.kill();
    let told: Vec<&str> = log.lines().filter(|line| line.contains("list of what may be used")).collect();
    assert!(told.len() == 1 && told[0].contains("ERROR") && told[0].contains("broke off"), "{log}");
    assert!(told[0].contains(request_of(head)) && told[0].contains("does not exist"), "{log}");
    assert!(!log.contains("example.org"), "{log}");
}

#[tokio::test]
async fn a_reader_that_leaves_a_list_for_training_is_logged_too() {
    let listed = Listed::start().await;
    let mut beginning = vec![0; 1000];
    let mut stream = listed.ask("1.1").await;
    stream.read_exact(&mut beginning).await.expect("a beginning");
    drop(stream);
    let beginning = String::from_utf8_lossy(&beginning).into_owned();
    let line = until("a line of the log", async || {
        let log = listed.program.log();
        log.lines().find(|line| line.contains("was left before its end")).map(str::to_owned)
    })
    .await;
    assert!(line.contains(request_of(&beginning)) && line.contains("WARN"), "{line}");
}

/// A body that ends with its connection cannot be told from one that broke off.
#[tokio::test]
async fn no_list_for_training_is_sent_over_http_1_0() {
    let listed = Listed::start().await;
    let mut answer = String::new();
    listed.ask("1.0").await.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.0 400") && answer.contains("invalid-request"), "{answer}");
}
