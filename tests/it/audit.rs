//! The trail's chain: sealed without anybody waiting, and what it shows of a forger.

use anteroom::audit::chain::{self, Verdict};

use crate::support::process::command;
use crate::support::{App, until};

async fn verdict(app: &App) -> Verdict {
    chain::verify(&app.running.parts.pool).await.expect("a verdict")
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
    let app = App::start().await;
    assert_eq!(verdict(&app).await, Verdict::Sound { lines: 0, head: "0".repeat(64), unsealed: 0 });
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
async fn s19_the_first_line_that_does_not_hold_is_named() {
    let app = App::start().await;
    for name in ["ann", "bob", "cid"] {
        app.complete(&format!("{name}@example.org")).await;
    }
    app.sealed().await;
    app.sql("CREATE TABLE copy AS SELECT * FROM audit ORDER BY id").await;
    // Somebody who may do anything to the database.
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
async fn s19_what_commits_late_and_who_seals_at_once_do_no_harm() {
    let app = App::start().await;
    let pool = &app.running.parts.pool;
    let mut late = pool.begin().await.expect("a transaction");
    let line = "INSERT INTO audit (actor, action) VALUES ('visitor', 'session.pending')";
    sqlx::raw_sql(line).execute(&mut *late).await.expect("a line");
    for _ in 0..50 {
        app.sql(line).await;
    }
    let sealing = (0..6).map(|_| chain::seal(pool));
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
