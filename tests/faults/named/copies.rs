//! A database that is reset to an old copy of itself: real files, really put back.

use std::path::{Path, PathBuf};
use std::process::Command;

use embedded_postgres::Postgres;

use super::{Site, at};
use crate::support::client::Visitor;
use crate::support::until;

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(copied.is_ok_and(|status| status.success()), "cannot copy {}", from.display());
}

impl Site {
    /// PostgreSQL's folder while it is stopped; it runs again afterwards.
    async fn with_database_stopped(&mut self, work: impl FnOnce(&Path, PathBuf)) {
        drop(self.postgres.take());
        work(&self.folder.path().join("postgres"), self.folder.path().join("copy"));
        self.postgres = Some(Postgres::start(self.folder.path()).expect("a private PostgreSQL"));
        until("the database", async || sqlx::query("SELECT 1").execute(&self.pool).await.ok()).await;
    }

    async fn make_copy(&mut self) {
        self.with_database_stopped(|data, aside| copy(data, &aside)).await;
    }

    async fn put_copy_back(&mut self) {
        self.with_database_stopped(|data, aside| {
            std::fs::remove_dir_all(data).expect("the newer data");
            copy(&aside, data);
        })
        .await;
    }

    /// Waits until any instance has looked this many more times for what is due.
    async fn looks(&self, program: &crate::support::process::Program) {
        // A mark that only a program's own loop reaches: it asks the database at each of its looks.
        let said = || program.log().matches("nothing is swept until the restored backup is accepted").count();
        let before = said();
        until("more looks", async || (said() >= before + 3).then_some(())).await;
    }
}

/// The visitor is accepted, or comes back as soon as the database has.
async fn contact(visitor: &Visitor, email: &str) {
    until("a contact", async || (visitor.contact(email).await.status == 202).then_some(())).await;
}

/// A site whose database is about to forget: `[who was there before, who came after]`, each with files and a
/// contact that the copy does not know, and one whom it does.
async fn forgetful(site: &mut Site, program: &crate::support::process::Program) -> [Visitor; 3] {
    let visitors @ [known, before, after] = &[(); 3].map(|()| Visitor::new(program.client()));
    site.compared().await;
    known.upload_pdf().await;
    contact(known, "known@example.org").await;
    before.upload_pdf().await;
    site.make_copy().await;
    // Only a few sessions, and no comparison since.
    contact(before, "before@example.org").await;
    after.upload_pdf().await;
    contact(after, "after@example.org").await;
    assert_eq!(site.keys().len(), 3);
    visitors.clone()
}

/// Everything that the copy believes to be long over, it may want to delete.
async fn long_after(site: &Site) {
    site.sql("UPDATE sweeps SET swept_at = now()").await;
    site.age("1 day").await;
}

/// Nothing is deleted, and the visits go on.
async fn nothing_goes(site: &Site, program: &crate::support::process::Program) {
    let is_deletion = |call: &str| call.starts_with("DELETE ") || call.starts_with("POST ") && call.contains("delete");
    let (keys, deletions) = (site.keys(), site.s3.calls(is_deletion).len());
    for _ in 0..2 {
        long_after(site).await;
        site.looks(program).await;
    }
    assert_eq!((site.keys(), site.s3.calls(is_deletion).len()), (keys.clone(), deletions));
    assert_eq!(site.number("SELECT count(*) FROM leases WHERE state <> 'live' OR reason = 'adopted'").await, 0);
    assert!(program.client().metric("anteroom_restored_backup").await > 0.5);
    site.told("restored-backup").await;
    assert!(program.log().contains("an old backup was restored"), "{}", program.log());
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    contact(&visitor, "new@example.org").await;
    program.client().post(&site.link_to("new@example.org").await).await.ok(200);
    site.looks(program).await;
    assert_eq!(site.keys().len(), keys.len() + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_copy_of_the_database_at_a_start_deletes_nothing() {
    let mut site = Site::start().await;
    let program = site.program();
    let [known, before, after] = forgetful(&mut site, &program).await;
    program.kill();
    site.put_copy_back().await;
    assert_eq!(site.number("SELECT count(*) FROM sessions").await, 1);
    long_after(&site).await;
    let program = site.program_with(&[("RUST_LOG", "info,anteroom=debug")]);
    nothing_goes(&site, &program).await;
    // The operator looks at it, rescues what they want, and accepts the database as it is.
    let accepted = site.command().args(["reconcile", "--accept"]).output().expect("an answer");
    let words = String::from_utf8_lossy(&accepted.stdout).into_owned();
    assert!(accepted.status.success() && words.contains("1 objects without an owner were adopted"), "{words}");
    long_after(&site).await;
    for visitor in [&before, &after] {
        site.no_keys_of(visitor).await;
    }
    assert_eq!((site.keys_of(&known).len(), site.keys().len()), (1, 2));
    assert_eq!(at(&program, &known).open().await.ok(200).json()["state"], "pending");
    until("a gauge", async || (program.client().metric("anteroom_restored_backup").await < 0.5).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_copy_of_the_database_under_a_running_program_deletes_nothing() {
    let mut site = Site::start().await;
    let program = site.program_with(&[("RUST_LOG", "info,anteroom=debug")]);
    forgetful(&mut site, &program).await;
    site.put_copy_back().await;
    nothing_goes(&site, &program).await;
}
