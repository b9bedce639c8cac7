//! What a test does to time, to the parts behind a server, and what it looks at afterwards.

use std::path::PathBuf;

use anteroom::config::SecretKey;
use anteroom::erasures::Ledger;
use anteroom::intake::leases::Sweeper;
use anteroom::platform::alerts::Notices;
use anteroom::platform::object_store::{Checksum, Key, Multipart, NewObject};
use bytes::Bytes;
use embedded_postgres::Postgres;
use futures_util::{StreamExt as _, stream};
use tokio_util::sync::CancellationToken;

use super::client::Visitor;
use super::{App, sql, unfinished_below, until};

/// A key from a session and a file's id.
pub fn key(session: &str, file: &str) -> Key {
    Key::parse(&format!("{session}/{file}")).expect("a key of two ids")
}

/// The first file's id in an answer that tells of files.
pub fn first_id(answer: &super::client::Answer) -> String {
    answer.json()["files"][0]["id"].as_str().expect("an id").to_owned()
}

impl App {
    /// Lets this much time (as PostgreSQL reads it) pass for all leases, pages and uploads.
    pub async fn age(&self, span: &str) {
        let older = |columns: &[&str]| {
            let columns: Vec<_> =
                columns.iter().map(|column| format!("{column} = {column} - interval '{span}'")).collect();
            columns.join(", ")
        };
        self.sql(&format!("UPDATE lease_pages SET {}", older(&["deadline"]))).await;
        self.sql(&format!("UPDATE uploads SET {}", older(&["alive_until", "next_try"]))).await;
        let times = ["deadline", "hard_deadline", "claimed_until", "purging_since"];
        self.sql(&format!("UPDATE leases SET {}", older(&times))).await;
    }

    /// The state of the session's lease, or `none`.
    pub async fn lease(&self, visitor: &Visitor) -> String {
        sql::lease(&self.running.context.pool, &visitor.session).await
    }

    /// Seconds until the session's lease lapses.
    pub async fn lease_seconds(&self, visitor: &Visitor) -> i64 {
        let session = &visitor.session;
        self.number(&format!(
            "SELECT round(extract(epoch FROM deadline - now()))::bigint FROM leases WHERE session_id = '{session}'"
        ))
        .await
    }

    /// The session's upload rows in this state.
    pub async fn uploads(&self, visitor: &Visitor, state: &str) -> i64 {
        let session = &visitor.session;
        self.number(&format!("SELECT count(*) FROM uploads WHERE session_id = '{session}' AND state = '{state}'")).await
    }

    /// Waits until this many uploads of the session run.
    pub async fn receiving(&self, visitor: &Visitor, count: i64) {
        until("a running upload", async || (self.uploads(visitor, "receiving").await == count).then_some(())).await;
    }

    /// The session's keys in the bucket.
    pub fn keys_of(&self, visitor: &Visitor) -> Vec<String> {
        self.keys().into_iter().filter(|key| key.starts_with(&visitor.session)).collect()
    }

    /// Waits until a purge or tombstone that is due has been dealt with.
    pub async fn swept(&self, visitor: &Visitor, state: &str) {
        until(&format!("a lease that is {state}"), async || {
            self.sweep().await;
            (self.lease(visitor).await == state).then_some(())
        })
        .await;
    }

    /// Compares bucket and tables as at the start, which writes to the store.
    pub async fn compared(&self) {
        let sweeper = &self.running.context.sweeper;
        sweeper.reconcile(false, &CancellationToken::new()).await.expect("a comparison");
        sql::compared(&self.running.context.pool).await;
    }

    /// After a refusal or a cut nothing may be left: no object, no file of a half-done write, no row that
    /// holds quota.
    pub async fn nothing_left(&self, visitor: &Visitor, what: &str) {
        until(&format!("nothing to be left of: {what}"), async || {
            let held = self.uploads(visitor, "receiving").await + self.uploads(visitor, "stored").await;
            (held == 0 && self.keys_of(visitor).is_empty() && self.unfinished().is_empty()).then_some(())
        })
        .await;
    }

    /// What the store keeps beside an object's bytes.
    pub fn sidecar(&self, key: &str) -> serde_json::Value {
        let file = self.folder.path().join("objects/.anteroom/meta/anteroom").join(key);
        let text = std::fs::read(file).expect("a sidecar");
        serde_json::from_slice::<serde_json::Value>(&text).expect("JSON")["current"].clone()
    }

    /// Writes an object behind the server's back, as a crashed one might have.
    pub async fn put_object(&self, session: &str, file: &str) {
        let bytes = Bytes::from_static(b"%PDF-stray");
        let body = stream::iter([Ok(bytes.clone())]).boxed();
        let object = stray(session, file);
        self.running.context.store.put(&object, bytes.len() as u64, body).await.expect("an object");
    }

    /// Opens a multipart upload with one part behind the server's back.
    pub async fn open_multipart(&self, session: &str, file: &str) -> Multipart {
        let mut upload = self.running.context.store.multipart(&stray(session, file)).await.expect("an upload");
        let bytes = Bytes::from_static(b"%PDF-stray");
        upload.part(bytes.clone(), Checksum::of(&bytes)).await.expect("a part");
        upload
    }

    /// Stops the private PostgreSQL as an outage would.
    pub fn stop_database(&mut self) {
        self.postgres.stop();
    }

    pub fn start_database(&mut self) {
        self.postgres = Postgres::start(self.folder.path()).expect("a private PostgreSQL");
    }

    fn bucket(&self) -> PathBuf {
        self.folder.path().join("objects/anteroom")
    }

    /// Makes every call to the object store fail.
    pub fn take_bucket_away(&self) {
        std::fs::rename(self.bucket(), self.folder.path().join("away")).expect("a bucket to take away");
    }

    pub fn bring_bucket_back(&self) {
        std::fs::rename(self.folder.path().join("away"), self.bucket()).expect("a bucket to bring back");
    }

    /// Lets the store take in a session's objects and fail at the end: a file is where their folder would be.
    pub fn block_objects(&self, visitor: &Visitor) {
        std::fs::write(self.bucket().join(&visitor.session), "in the way").expect("a file in the way");
    }

    pub fn unblock_objects(&self, visitor: &Visitor) {
        std::fs::remove_file(self.bucket().join(&visitor.session)).expect("the file in the way");
    }

    /// The parts of multipart uploads that are open.
    pub fn open_multiparts(&self) -> usize {
        let folder = self.folder.path().join("objects/.anteroom/uploads");
        std::fs::read_dir(folder).map_or(0, Iterator::count)
    }

    /// What half-done writes have put down so far, in bytes.
    pub fn half_done_bytes(&self) -> u64 {
        let files = unfinished_below(&self.folder.path().join("objects"));
        files.iter().filter_map(|file| Some(file.metadata().ok()?.len())).sum()
    }

    /// The ledger of erasures, as another instance sees it.
    pub fn ledger(&self) -> Ledger {
        let key = SecretKey::of_folder(self.folder.path()).expect("a key");
        Ledger::new(self.running.context.store.clone(), &key)
    }

    /// The sweeper of another instance on the same database and store.
    pub fn another_sweeper(&self) -> Sweeper {
        let parts = &self.running.context;
        let pool = anteroom::platform::db::pool(self.postgres.options());
        Sweeper::new(pool, parts.store.clone(), parts.timings.clone(), self.ledger(), Notices::channel().0)
    }

    /// PostgreSQL's own log.
    pub fn database_log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(self.folder.path().join("postgres.log")).expect("a log")).into_owned()
    }
}

fn stray(session: &str, file: &str) -> NewObject {
    NewObject { key: key(session, file), content_type: "application/pdf", name: "stray.pdf".to_owned() }
}
