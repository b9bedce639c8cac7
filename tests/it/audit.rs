//! The trail's chain: sealing delays no caller, and a forged line is found.
//!
//! In the tests' names `s19_…` is promise 19 in docs/security.md and `gdpr_art_…` is an article in docs/privacy.md.

use anteroom::audit::chain::{self, Verdict};
use anteroom::audit::truncate;

use crate::support::process::command;
use crate::support::{App, until};

async fn verdict(app: &App) -> Verdict {
    chain::verify(&app.running.context.pool, &[app.key()]).await.expect("a verdict")
}

/// What `anteroom audit verify` says beside the server: whether it succeeded, its words and its complaints.
async fn verify(app: &App) -> (bool, String, String) {
    let mut program = command(app.folder.path());
    program.args(["audit", "verify"]);
    let ran = tokio::task::spawn_blocking(move || program.output()).await.expect("a task").expect("the program");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (ran.status.success(), text(ran.stdout), text(ran.stderr))
}

#[tokio::test]
async fn s19_the_trail_is_sealed_by_itself() {
    let app = App::start_with_workers(&[]).await;
    assert_eq!(verdict(&app).await, Verdict::Sound { lines: 0, plain: 0, cut: 0, head: "0".repeat(64), unsealed: 0 });
    app.complete("zoe@example.org").await;
    until("the worker's seal", async || {
        (app.number("SELECT count(*) FROM audit WHERE hash IS NULL").await == 0).then_some(())
    })
    .await;
    let (done, said, complaints) = verify(&app).await;
    assert!(done && said.starts_with("The trail is sound: 2 lines.\n"), "{said}{complaints}");
    assert_eq!(said.lines().last().map(str::len), Some(64));
}

#[tokio::test]
async fn s19_the_first_broken_line_is_named() {
    let app = App::start().await;
    for name in ["ann", "bob", "cid"] {
        app.complete(&format!("{name}@example.org")).await;
    }
    app.sealed().await;
    app.sql("CREATE TABLE copy AS SELECT * FROM audit ORDER BY id").await;
    // An attacker who may do anything to the database.
    app.sql("ALTER TABLE audit DISABLE TRIGGER USER").await;
    let third = app.number("SELECT id FROM audit WHERE seal = 3").await;
    let resealed = "UPDATE audit SET detail = '{}', hash = sha256('x') WHERE seal = 3";
    for (forgery, seal, why) in [
        ("UPDATE audit SET detail = '{\"files\": 9}' WHERE seal = 3", 3, "its content is not what was sealed"),
        ("UPDATE audit SET at = at + interval '1 microsecond' WHERE seal = 3", 3, "its content is not what was sealed"),
        ("UPDATE audit SET session_id = NULL WHERE seal = 3", 3, "its content is not what was sealed"),
        (resealed, 3, "its content is not what was sealed"),
        ("DELETE FROM audit WHERE seal = 3", 3, "the line is missing"),
        ("DELETE FROM audit WHERE seal = 1", 1, "the line is missing"),
        (
            "UPDATE audit SET seal = seal + 100 WHERE seal IN (3, 4);
             UPDATE audit SET seal = CASE seal WHEN 103 THEN 4 ELSE 3 END WHERE seal > 100",
            3,
            "it does not follow the line before it",
        ),
    ] {
        app.sql(forgery).await;
        match verdict(&app).await {
            Verdict::Broken { seal: at, why: words, .. } => assert_eq!((at, words), (seal, why), "{forgery}"),
            sound @ Verdict::Sound { .. } => panic!("{forgery}: {sound:?}"),
        }
        let (done, _, complaint) = verify(&app).await;
        assert!(!done && complaint.contains(&format!("the trail is broken at line {seal}")), "{complaint}");
        if seal == 3 && !why.contains("missing") && !forgery.contains("CASE") {
            assert!(complaint.contains(&format!("(id {third})")), "{complaint}");
        }
        app.sql("DELETE FROM audit; INSERT INTO audit OVERRIDING SYSTEM VALUE SELECT * FROM copy").await;
    }
    assert!(matches!(verdict(&app).await, Verdict::Sound { lines: 6, unsealed: 0, .. }));
}

#[tokio::test]
async fn s19_late_commits_and_simultaneous_sealing_do_no_harm() {
    let app = App::start().await;
    let pool = &app.running.context.pool;
    let mut late = anteroom::platform::db::begin(pool).await.expect("a transaction");
    let line = "INSERT INTO audit (actor, action) VALUES ('visitor', 'session.pending')";
    sqlx::raw_sql(line).execute(&mut *late).await.expect("a line");
    for _ in 0..50 {
        app.sql(line).await;
    }
    let key = app.key();
    let sealing = (0..6).map(|_| chain::seal(pool, &key));
    for sealed in futures_util::future::join_all(sealing).await {
        sealed.expect("a sealing");
    }
    app.sealed().await;
    late.commit().await.expect("a commit");
    app.sealed().await;
    assert!(matches!(verdict(&app).await, Verdict::Sound { lines: 51, unsealed: 0, .. }));
    // The one with the smallest id was sealed last.
    assert_eq!(app.number("SELECT seal FROM audit ORDER BY id LIMIT 1").await, 51);
}

/// Seals the lines from this place on again, as someone can who may do anything to the database but has no key.
async fn reseal_plain(app: &App, from: i64) {
    app.sql(&format!(
        "ALTER TABLE audit DISABLE TRIGGER USER;
         DO $$
         DECLARE
             line record;
             head bytea := coalesce((SELECT hash FROM audit WHERE seal = {from} - 1), decode(repeat('00', 32), 'hex'));
             input bytea;
         BEGIN
             FOR line IN SELECT * FROM audit WHERE seal >= {from} ORDER BY seal LOOP
                 input := int8send(32) || head || int8send(8) || int8send(line.id)
                     || int8send(8) || int8send((extract(epoch FROM line.at) * 1000000)::bigint)
                     || int8send(octet_length(line.actor)) || line.actor::bytea
                     || int8send(octet_length(line.action)) || line.action::bytea
                     || coalesce(int8send(16) || uuid_send(line.session_id), int8send(0))
                     || int8send(octet_length(line.detail::text)) || convert_to(line.detail::text, 'UTF8');
                 UPDATE audit SET previous_hash = head, hash = sha256(input), keyed = false WHERE id = line.id;
                 head := sha256(input);
             END LOOP;
         END $$;
         ALTER TABLE audit ENABLE TRIGGER USER"
    ))
    .await;
}

#[tokio::test]
async fn s19_a_chain_that_was_sealed_again_without_the_key_is_found() {
    let app = App::start().await;
    for name in ["ann", "bob", "cid"] {
        app.complete(&format!("{name}@example.org")).await;
    }
    app.sealed().await;
    assert!(matches!(verdict(&app).await, Verdict::Sound { lines: 6, plain: 0, .. }));
    app.sql(
        "ALTER TABLE audit DISABLE TRIGGER USER; UPDATE audit SET detail = '{}' WHERE seal = 3;
         ALTER TABLE audit ENABLE TRIGGER USER",
    )
    .await;
    reseal_plain(&app, 3).await;
    let Verdict::Broken { seal: 3, why, .. } = verdict(&app).await else { panic!("a broken trail") };
    assert_eq!(why, "its content is not what was sealed");
    // Sealing all of it again cannot be told from an old version's work, but for the number of such lines.
    reseal_plain(&app, 1).await;
    assert!(matches!(verdict(&app).await, Verdict::Sound { lines: 6, plain: 6, .. }));
    let (done, said, _) = verify(&app).await;
    assert!(done && said.contains("The first 6 were sealed without a key"), "{said}");
    // A server of the version before cannot seal beside this one.
    app.complete("dan@example.org").await;
    app.refused_sql("UPDATE audit SET seal = 7, previous_hash = sha256('x'), hash = sha256('y') WHERE seal IS NULL")
        .await;
    app.sealed().await;
    assert!(matches!(verdict(&app).await, Verdict::Sound { lines: 8, plain: 6, .. }));
}

#[tokio::test]
async fn s19_a_changed_key_needs_the_earlier_one_too() {
    let app = App::start().await;
    let pool = &app.running.context.pool;
    let Ok(earlier) = "an earlier key, which is long enough".parse();
    app.complete("ann@example.org").await;
    assert_eq!(chain::seal(pool, &earlier).await.expect("a sealing"), 2);
    app.complete("bob@example.org").await;
    app.sealed().await;
    assert!(matches!(verdict(&app).await, Verdict::Broken { seal: 1, .. }));
    let both = [earlier, app.key()];
    assert!(matches!(chain::verify(pool, &both).await, Ok(Verdict::Sound { lines: 4, plain: 0, .. })));
    let [earlier, key] = both;
    assert!(matches!(chain::verify(pool, &[key, earlier]).await, Ok(Verdict::Broken { seal: 3, .. })));
}

/// The oldest lines, made this many days old; evidence cannot be aged by UPDATE.
async fn age(app: &App, lines: i64, days: i32) {
    app.sql(&format!(
        "ALTER TABLE audit DISABLE TRIGGER USER;
         UPDATE audit SET at = now() - interval '{days} days', hash = NULL, previous_hash = NULL, seal = NULL WHERE id <= {lines};
         UPDATE audit SET hash = NULL, previous_hash = NULL, seal = NULL;
         ALTER TABLE audit ENABLE TRIGGER USER"
    ))
    .await;
    app.sealed().await;
}

const KEPT: std::time::Duration = std::time::Duration::from_hours(400 * 24);

#[tokio::test]
async fn gdpr_art_05_the_trail_is_cut_at_its_beginning_and_still_proves_itself() {
    let app = App::start().await;
    let pool = &app.running.context.pool;
    for name in ["ann", "bob", "cid"] {
        app.complete(&format!("{name}@example.org")).await;
    }
    age(&app, 4, 401).await;
    let Verdict::Sound { lines: 6, cut: 0, head, .. } = verdict(&app).await else { panic!("six sound lines") };
    assert_eq!(truncate::truncate(pool, KEPT, false).await.expect("a cut"), 4);
    app.sealed().await;
    // Two lines, and the one that reports the cut; the chain goes on from the same head.
    let Verdict::Sound { lines: 3, cut: 4, .. } = verdict(&app).await else { panic!("three sound lines") };
    let follows = app.text("SELECT encode(previous_hash, 'hex') FROM audit WHERE action = 'trail.cut'").await;
    assert_eq!(follows, head);
    let told =
        app.text("SELECT detail ->> 'lines' || ' ' || (detail ->> 'seal') FROM audit WHERE action = 'trail.cut'").await;
    assert_eq!(told, "4 4");
    let (done, said, complaints) = verify(&app).await;
    assert!(
        done && said.starts_with("The trail is sound: 3 lines, after 4 that have expired.\n"),
        "{said}{complaints}"
    );
    // Once a day, unless there is more of the same turn; a line that is too young ends it.
    assert_eq!(truncate::truncate(pool, KEPT, false).await.expect("a cut"), 0);
    assert_eq!(truncate::truncate(pool, KEPT, true).await.expect("a cut"), 0);
    // What is left is as append-only as before, and so is the checkpoint.
    for statement in [
        "DELETE FROM audit",
        "UPDATE audit_checkpoints SET seal = 6",
        "DELETE FROM audit_checkpoints",
        "TRUNCATE audit_checkpoints",
        "INSERT INTO audit_checkpoints (seal, hash) VALUES (6, sha256('x'))",
        "INSERT INTO audit_checkpoints (seal, hash) VALUES (99, sha256('x'))",
    ] {
        app.refused_sql(statement).await;
    }
}

#[tokio::test]
async fn s19_a_cut_without_its_line_is_a_broken_trail() {
    let app = App::start().await;
    for name in ["ann", "bob", "cid"] {
        app.complete(&format!("{name}@example.org")).await;
    }
    app.sealed().await;
    // An attacker with the database's password, who cuts in the same way.
    app.sql("INSERT INTO audit_checkpoints (seal, hash) SELECT seal, hash FROM audit WHERE seal = 3").await;
    app.sql("DELETE FROM audit WHERE seal <= 3").await;
    let Verdict::Broken { seal: 3, id: None, why } = verdict(&app).await else { panic!("a broken trail") };
    assert!(why.contains("does not tell of it"), "{why}");
}

#[tokio::test]
async fn a_trail_that_has_expired_whole_goes_on_from_its_end() {
    let app = App::start().await;
    app.complete("ann@example.org").await;
    age(&app, 1000, 500).await;
    let pool = &app.running.context.pool;
    assert_eq!(truncate::truncate(pool, KEPT, false).await.expect("a cut"), 2);
    app.sealed().await;
    app.complete("bob@example.org").await;
    app.sealed().await;
    assert!(matches!(verdict(&app).await, Verdict::Sound { lines: 3, cut: 2, unsealed: 0, .. }));
    assert_eq!(app.number("SELECT max(seal) FROM audit").await, 5);
}
