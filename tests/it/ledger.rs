//! Receipts and the ledger of erasures, for every kind of erasure and every restored copy of the database.
//!
//! In the tests' names `s24_…` is promise 24 in docs/security.md.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anteroom::auth::staff::Role::Privacy;
use anteroom::config::SecretKey;
use anteroom::intake::sessions::Overstayed;
use anteroom::platform::ids::SessionId;
use anteroom::platform::object_store::ObjectError;
use anteroom::privacy::Replayed;
use embedded_postgres::Postgres;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::support::process::{Program, command};
use crate::support::{App, Visitor, template, until};

/// Where the embedded store keeps the entries.
const ENTRIES: &str = "objects/anteroom/.anteroom/erased";

/// The names of the ledger's entries, in order.
fn entries(data: &Path) -> Vec<String> {
    let files = std::fs::read_dir(data.join(ENTRIES)).into_iter().flatten().flatten();
    let mut names: Vec<_> = files.map(|file| file.file_name().into_string().expect("a name")).collect();
    names.sort();
    names
}

/// The names of these visitors' entries, in order.
fn entries_of(app: &App, visitors: &[&Visitor]) -> Vec<String> {
    let id = |visitor: &Visitor| SessionId::parse(&visitor.session).expect("an id");
    let mut names: Vec<_> = visitors.iter().map(|visitor| hex::encode(app.ledger().hash_of(id(visitor)))).collect();
    names.sort();
    names
}

async fn pending(app: &App, email: &str) -> Visitor {
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    visitor.contact(email).await.ok(202);
    visitor
}

/// Waits until no receipt is open.
async fn finished(app: &App) {
    until("finished receipts", async || {
        app.sweep().await;
        (app.number("SELECT count(*) FROM erasures WHERE finished_at IS NULL").await == 0).then_some(())
    })
    .await;
}

/// A command beside a running server; returns whether it succeeded, and all that it said.
async fn run(data: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> (bool, String) {
    let mut program = command(data);
    program.args(arguments).envs(environment.iter().copied());
    let ran = tokio::task::spawn_blocking(move || program.output()).await.expect("a task").expect("the program");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (ran.status.success(), text(&ran.stdout) + &text(&ran.stderr))
}

#[tokio::test]
async fn s24_every_kind_of_erasure_has_its_receipt_and_its_entry() {
    let app = App::start().await;
    let colleague = app.colleague(Privacy).await;
    let by_staff = pending(&app, "staff@example.org").await;
    let (declined, link) = app.pending("decline@example.org").await;
    let discarded = pending(&app, "discard@example.org").await;
    let lapsed = pending(&app, "lapsed@example.org").await;
    let kept = pending(&app, "kept@example.org").await;
    // A visitor who never gave a contact is no erasure, however they leave.
    let [left, gone, empty] = [(); 3].map(|()| app.visitor());
    left.upload_pdf().await;
    gone.upload_pdf().await;
    gone.discard().await.ok(204);
    empty.discard().await.ok(204);
    left.leave().await.ok(204);
    app.age("31 seconds").await;

    colleague.call("DELETE", &format!("/sessions/{}", by_staff.session), Value::Null).await.ok(202);
    app.client.post(&format!("{link}/decline")).await.ok(200);
    discarded.discard().await.ok(204);
    app.sql(&format!("UPDATE sessions SET updated_at = now() - interval '8 days' WHERE id = '{}'", lapsed.session))
        .await;
    app.running.context.erase_overstayed(Overstayed::Pending, Duration::from_hours(7 * 24), 500).await.expect("a look");
    finished(&app).await;
    app.swept(&left, "tombstone").await;

    let who = "SELECT string_agg(split_part(requested_by, ':', 1), ' ' ORDER BY requested_at) FROM erasures";
    assert_eq!(app.text(who).await, "staff visitor visitor system");
    // Session, two consents, link and file; the mail's job where it was not sent yet.
    let whole = "SELECT count(*) FROM erasures WHERE rows_deleted BETWEEN 5 AND 6 AND files = 1 AND objects >= 1";
    assert_eq!(app.number(whole).await, 4);
    let erased = [&by_staff, &declined, &discarded, &lapsed];
    assert_eq!(entries(app.folder.path()), entries_of(&app, &erased));
    // The objects that are left name no one, and are no one's file.
    let receipts = app.text("SELECT string_agg(erasures::text, ' ') FROM erasures").await;
    for visitor in erased {
        assert!(!receipts.contains(&visitor.session));
        let search =
            Command::new("grep").args(["-rl", &visitor.session]).arg(app.folder.path().join("objects")).output();
        assert_eq!(String::from_utf8_lossy(&search.expect("grep").stdout), "");
    }
    assert_eq!(app.keys(), app.keys_of(&kept));
    let body = std::fs::read_to_string(app.folder.path().join(ENTRIES).join(&entries(app.folder.path())[0]));
    assert_eq!(body.expect("an entry"), format!("{{\"erased\":\"{}\"}}", anteroom::platform::clock::now().date()));
    app.running.context.sweeper.reconcile(false, &CancellationToken::new()).await.expect("a comparison");
    assert_eq!(entries(app.folder.path()).len(), 4, "no comparison touches the ledger");
}

#[tokio::test]
async fn s24_a_receipt_waits_for_the_ledger() {
    let app = App::start().await;
    let visitor = pending(&app, "zoe@example.org").await;
    // The entries' folder cannot be made where a file is.
    let entries_folder = app.folder.path().join(ENTRIES);
    std::fs::write(&entries_folder, "in the way").expect("a file");
    visitor.discard().await.ok(204);
    app.sweep().await;
    assert_eq!(app.keys_of(&visitor), [""; 0]);
    assert!(app.client.metric("anteroom_purge_failures_total").await >= 1.0);
    assert_eq!(app.lease(&visitor).await, "purging", "not done without the entry");
    let counted = async || app.text("SELECT files || ' ' || objects FROM erasures").await;
    assert_eq!(counted().await, "1 1");
    assert_eq!(app.number("SELECT count(*) FROM erasures WHERE finished_at IS NOT NULL").await, 0);
    std::fs::remove_file(&entries_folder).expect("the file in the way");
    app.age("2 minutes").await;
    app.swept(&visitor, "tombstone").await;
    finished(&app).await;
    assert_eq!(entries(app.folder.path()), entries_of(&app, &[&visitor]));
    assert_eq!(counted().await, "1 1", "the second try finds nothing, and adds nothing");
}

#[tokio::test]
async fn s24_an_erasure_outdates_every_copy_from_before_it() {
    let app = App::start_with(&["--reconcile-every=1d"]).await;
    app.compared().await;
    let (erased, left) = (pending(&app, "zoe@example.org").await, app.visitor());
    left.upload_pdf().await;
    let marker = app.folder.path().join("objects/anteroom/.anteroom/epoch");
    let bucket = || std::fs::read_to_string(&marker).expect("a marker").parse::<i64>().expect("a number");
    let copy = app.number("SELECT epoch FROM sweeps").await;
    // A visitor who never became a person leaves no mark.
    left.discard().await.ok(204);
    app.swept(&left, "tombstone").await;
    assert_eq!(bucket(), copy);
    erased.discard().await.ok(204);
    finished(&app).await;
    assert!(bucket() > copy, "nothing but the erasure has happened since the copy");
    app.sql(&format!("UPDATE sweeps SET epoch = {copy}")).await;
    let outcome = app.running.context.sweeper.reconcile(false, &CancellationToken::new()).await.expect("a comparison");
    assert!(matches!(outcome, anteroom::intake::leases::reconcile::Outcome::RestoredBackup { .. }), "{outcome:?}");
}

/// Puts a copy of the database's rows aside, as a backup would have them.
const COPY: &str = "CREATE TABLE old_sessions AS SELECT * FROM sessions; CREATE TABLE old_files AS SELECT * FROM files";
const PUT_BACK: &str = "DELETE FROM leases WHERE session_id IN (SELECT id FROM old_sessions);
    INSERT INTO sessions SELECT * FROM old_sessions ON CONFLICT DO NOTHING;
    INSERT INTO files SELECT * FROM old_files ON CONFLICT DO NOTHING";

async fn replay(app: &App) -> Replayed {
    let parts = &app.running.context;
    anteroom::privacy::replay(&parts.pool, &app.ledger(), &parts.timings).await.expect("a replay")
}

#[tokio::test]
async fn a_ledger_of_several_pages_is_compared_with_every_session() {
    let app = App::start().await;
    let (first, second, kept) = (
        pending(&app, "first@example.org").await,
        pending(&app, "second@example.org").await,
        pending(&app, "kept@example.org").await,
    );
    app.sql(COPY).await;
    assert_eq!(replay(&app).await, Replayed { entries: 0, erased: 0 });
    first.discard().await.ok(204);
    second.discard().await.ok(204);
    finished(&app).await;
    // Others, around them; and objects that are not ours.
    for number in 0..2500_u32 {
        let name = format!("{:064x}", u128::from(number) << 100);
        std::fs::write(app.folder.path().join(ENTRIES).join(name), "{}").expect("an entry");
    }
    std::fs::write(app.folder.path().join(ENTRIES).join("readme.txt"), "not ours").expect("a file");
    // More sessions than one batch.
    app.sql(
        "INSERT INTO sessions (id, name, email, state, consent_personal_data, consent_ai_training, locale)
         SELECT gen_random_uuid(), 'Ann', 'ann' || n || '@example.org', 'pending', true, false, 'en'
         FROM generate_series(1, 6000) AS n",
    )
    .await;
    app.sql(PUT_BACK).await;
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, 6003);
    assert_eq!(replay(&app).await, Replayed { entries: 2502, erased: 2 });
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, 6001);
    for visitor in [&first, &second] {
        visitor.open().await.refused(410, "session-gone");
    }
    assert_eq!(kept.open().await.ok(200).json()["state"], "pending");
    assert_eq!(replay(&app).await, Replayed { entries: 2502, erased: 0 });
    finished(&app).await;
    let by_ledger = "SELECT count(*) FROM erasures WHERE requested_by = 'ledger' AND finished_at IS NOT NULL";
    assert_eq!(app.number(by_ledger).await, 2);
    let line = "SELECT count(*) FROM audit WHERE actor = 'ledger' AND action = 'session.erased'";
    assert_eq!(app.number(line).await, 2);
    assert_eq!(app.keys(), app.keys_of(&kept));
}

#[tokio::test]
async fn a_replay_spares_a_later_visit_under_an_erased_id() {
    let app = App::start().await;
    let visitor = pending(&app, "zoe@example.org").await;
    visitor.discard().await.ok(204);
    finished(&app).await;
    app.age("16 minutes").await;
    app.swept(&visitor, "none").await;
    // The entry is as old as the tombstone was.
    let entry = std::fs::File::open(app.folder.path().join(ENTRIES).join(&entries(app.folder.path())[0]));
    let then = std::time::SystemTime::from(anteroom::platform::clock::now()) - Duration::from_mins(16);
    entry.expect("an entry").set_modified(then).expect("an older entry");
    visitor.contact("zoe@example.org").await.ok(202);
    assert_eq!(replay(&app).await, Replayed { entries: 1, erased: 0 });
    app.sql("UPDATE sessions SET created_at = now() - interval '17 minutes'").await;
    assert_eq!(replay(&app).await, Replayed { entries: 1, erased: 1 });
}

#[tokio::test]
async fn another_key_is_refused_with_a_reason() {
    let app = App::start().await;
    let visitor = pending(&app, "zoe@example.org").await;
    app.sql(COPY).await;
    visitor.discard().await.ok(204);
    finished(&app).await;
    app.sql(PUT_BACK).await;
    let data = app.folder.path();
    let other = [("SECRET_KEY", "another key, and long enough to be one")];
    let words = "SECRET_KEY is not the key of the ledger of erasures in this bucket";
    let (done, said) = run(data, &["privacy", "replay"], &other).await;
    assert!(!done && said.contains(words), "{said}");
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, 1);
    // A replay without the proof of the key says so too, and not that there is no one to erase.
    let proof = data.join("objects/anteroom/.anteroom/ledger-key");
    let kept = std::fs::read(&proof).expect("a proof");
    assert!(kept.len() == 64 && !kept.windows(5).any(|bytes| bytes == b"other"));
    std::fs::remove_file(&proof).expect("a proof");
    let (done, said) = run(data, &["privacy", "replay"], &other).await;
    assert!(!done && said.contains(".anteroom/ledger-key is gone"), "{said}");
    std::fs::write(&proof, kept).expect("a proof");
    let (done, said) = run(data, &["privacy", "replay"], &[]).await;
    assert!(
        done && said.starts_with(
            "Erasures in the ledger: 1. Sessions and members that the database still knew, now erased: 1."
        ),
        "{said}"
    );
    // A server with another key does not start, and says why.
    let ledger = anteroom::erasures::Ledger::new(
        app.running.context.store.clone(),
        &other[0].1.parse::<SecretKey>().expect("a key"),
    );
    assert!(ledger.begin().await.expect_err("another key").to_string().starts_with(words));
    assert!(matches!(app.running.context.store.read_small("nothing").await, Err(ObjectError::NotFound)));
}

/// The program, stopped in order; returns its log.
fn stop(mut program: Program) -> String {
    program.signal("TERM");
    program.wait();
    program.log()
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(copied.is_ok_and(|status| status.success()), "cannot copy {}", from.display());
}

/// The single number that a query returns, asked beside the running program.
async fn number(data: &Path, query: &str) -> i64 {
    let pool = sqlx::PgPool::connect_with(Postgres::running(data).expect("a database")).await.expect("a connection");
    let found = sqlx::query_scalar(sqlx::AssertSqlSafe(query.to_owned())).fetch_one(&pool).await;
    pool.close().await;
    found.expect("a query that gives a number")
}

#[tokio::test]
async fn s24_a_restored_copy_brings_no_one_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    template::copy_into(data);
    let start = || {
        let mut start = command(data);
        start.env("SWEEP_EVERY", "1s").env("RATE_LIMIT", "off");
        Program::start(start)
    };
    let program = start();
    let mut visitors = ["first@example.org", "second@example.org", "kept@example.org"]
        .map(|email| (email, Visitor::new(program.client())));
    for (email, visitor) in &visitors {
        visitor.upload_pdf().await;
        visitor.contact(email).await.ok(202);
    }
    stop(program);
    copy(&data.join("postgres"), &data.join("copy"));

    let program = start();
    for (_, visitor) in &mut visitors {
        visitor.client = program.client();
    }
    let [(_, first), (_, second), (_, kept)] = &visitors;
    first.discard().await.ok(204);
    second.discard().await.ok(204);
    let running = "SELECT count(*) FROM erasures WHERE finished_at IS NULL";
    until("finished receipts", async || (number(data, running).await == 0).then_some(())).await;
    assert_eq!(entries(data).len(), 2);
    stop(program);

    // The machine is lost, and the copy is all there is.
    let put_back = || {
        std::fs::remove_dir_all(data.join("postgres")).expect("the newer data");
        copy(&data.join("copy"), &data.join("postgres"));
    };
    put_back();
    let program = start();
    let at = |visitor: &Visitor, program: &Program| Visitor { client: program.client(), ..visitor.clone() };
    until("words about the copy", async || {
        let log = program.log();
        let told = log.find("`anteroom privacy replay`").zip(log.find("`anteroom reconcile --accept`"));
        told.is_some_and(|(replay, accept)| replay < accept).then_some(())
    })
    .await;
    assert_eq!(at(first, &program).open().await.ok(200).json()["state"], "pending", "the copy knows them again");
    let (done, said) = run(data, &["privacy", "replay"], &[]).await;
    assert!(done && said.contains("in the ledger: 2.") && said.contains("now erased: 2."), "{said}");
    let (done, said) = run(data, &["privacy", "replay"], &[]).await;
    assert!(done && said.contains("in the ledger: 2.") && said.contains("now erased: 0."), "{said}");
    for visitor in [first, second] {
        at(visitor, &program).open().await.refused(410, "session-gone");
    }
    assert_eq!(at(kept, &program).open().await.ok(200).json()["state"], "pending");
    assert_eq!(number(data, running).await, 2, "nothing is swept before it is accepted");
    // The embedded parts serve one at a time.
    assert!(!stop(program).contains(&first.session));
    let (done, said) = run(data, &["reconcile", "--accept"], &[]).await;
    assert!(done && said.contains("now erased: 0.") && said.contains("Compared."), "{said}");
    let program = start();
    until("finished receipts", async || (number(data, running).await == 0).then_some(())).await;
    assert_eq!(number(data, "SELECT count(*) FROM erasures WHERE requested_by = 'ledger'").await, 2);
    assert_eq!(number(data, "SELECT count(*) FROM sessions").await, 1);
    stop(program);

    // Accepting at once, while nothing runs, replays too.
    put_back();
    let (done, said) = run(data, &["reconcile"], &[]).await;
    assert!(!done && said.contains("Run `anteroom privacy replay`"), "{said}");
    let (done, said) = run(data, &["reconcile", "--accept"], &[]).await;
    assert!(
        done && said.contains("in the ledger: 2.") && said.contains("now erased: 2.") && said.contains("Compared."),
        "{said}"
    );
    let program = start();
    at(second, &program).open().await.refused(410, "session-gone");
    until("finished receipts", async || (number(data, running).await == 0).then_some(())).await;
    assert_eq!(number(data, "SELECT count(*) FROM sessions").await, 1);
}
