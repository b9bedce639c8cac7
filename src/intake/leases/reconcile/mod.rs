//! Compares the bucket with the tables: an object without an owner is adopted, never deleted on sight; a kept file
//! without an object is reported.
//!
//! A bucket whose epoch is ahead of the database's means that an old backup was restored. The tables then lack whatever
//! happened since, and nothing is adopted until an operator accepts the backup.

use std::collections::HashMap;
use std::time::Duration;

use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use super::Sweeper;
use crate::platform::db;
use crate::platform::object_store::{Key, ObjectError, ObjectStore};

mod missing;
mod queries;

use missing::Missing;

/// Where the bucket keeps its epoch. It is not a file's key, so listings skip it.
const MARKER: &str = ".anteroom/epoch";

/// The marker's metadata: the transaction that raised the epoch, and when its database server started.
const TRANSACTION: &str = "transaction";
const SERVER: &str = "server";

/// How long a turn lasts without an extension before another instance may begin one. Each listed page extends it.
const TURN: Duration = Duration::from_secs(600);

/// How long a visitor waits until the bucket is marked.
const PATIENCE: Duration = Duration::from_secs(3);

/// The pause between the two listings that must both show an orphan.
const BETWEEN_LISTINGS: Duration = Duration::from_secs(2);

/// The result of a turn.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Another instance is reconciling.
    NotOurTurn,
    /// The program is stopping; the next turn starts again.
    Stopped,
    /// Compared: this many orphans were adopted, and this many files of kept sessions have no object.
    Compared { adopted: usize, missing: usize },
    /// The database is older than the bucket: nothing was touched.
    RestoredBackup { bucket: i64, database: i64 },
}

/// The epoch, and the server it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Database {
    pub epoch: i64,
    /// When the server started; differs after a restart, a failover or a restore of its files.
    pub server: String,
}

/// Why a turn failed. The next one tries again.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Store(#[from] ObjectError),
}

/// Which transaction raised the epoch, on which server. Stored beside the epoch in the bucket: if the database turns
/// out to be behind, this shows whether it undid that transaction or is an old copy.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Raise {
    transaction: i64,
    server: String,
}

impl Sweeper {
    /// Returns the database's epoch unless the bucket's is ahead of it.
    pub(super) async fn compare_epochs(&self) -> Result<Option<Database>, ReconcileError> {
        let bucket = repaired_epoch(&self.pool, &self.store).await?;
        let database = self.database().await?;
        Ok((bucket <= database.epoch).then_some(database))
    }

    pub(super) async fn database(&self) -> sqlx::Result<Database> {
        db::in_time(async { queries::find_database(&mut *self.pool.acquire().await?).await }).await
    }

    /// Raises the epoch in the bucket after storing something that older copies of the database lack, so that a
    /// restored copy is recognized as outdated. If that fails now, the next call does it.
    ///
    /// Does not wait for a slow store: after a while the call continues in the background.
    pub async fn outdate_copies(&self) {
        let sweeper = self.clone();
        let marking = tokio::spawn(async move { sweeper.mark_bucket().await });
        drop(tokio::time::timeout(PATIENCE, marking).await);
    }

    async fn mark_bucket(&self) {
        match raise_epoch(&self.pool, &self.store, false).await {
            Ok(None) => {}
            Ok(Some(_)) => tracing::debug!("the bucket is not marked until the restored backup is accepted"),
            Err(error) => tracing::warn!(%error, "cannot mark the bucket; the next contact or comparison will"),
        }
    }

    /// One turn: the epoch, then two listings, then adoption. With `accept`, a restored backup is taken as the truth
    /// from now on. A turn that `stop` ends early is still released, or the next start would have to wait until it
    /// expires.
    pub async fn reconcile(&self, accept: bool, stop: &CancellationToken) -> Result<Outcome, ReconcileError> {
        if !db::in_time(async { queries::claim_turn(&mut *self.pool.acquire().await?, TURN).await }).await? {
            return Ok(Outcome::NotOurTurn);
        }
        let outcome = self.take_turn(accept, stop).await;
        db::in_time(async { queries::release_turn(&mut *self.pool.acquire().await?).await }).await?;
        outcome
    }

    async fn take_turn(&self, accept: bool, stop: &CancellationToken) -> Result<Outcome, ReconcileError> {
        if let Some(restored) = raise_epoch(&self.pool, &self.store, accept).await? {
            return Ok(restored);
        }
        stop.run_until_cancelled(self.compare()).await.unwrap_or(Ok(Outcome::Stopped))
    }

    async fn compare(&self) -> Result<Outcome, ReconcileError> {
        self.store.learn_listing().await;
        self.abort_unowned_uploads().await?;
        let mut missing = Missing::default();
        let suspects = self.list_orphans(Some(&mut missing)).await?;
        let missing = self.report_missing(&missing);
        let adopted = if suspects.is_empty() { 0 } else { self.adopt_orphans(suspects).await? };
        Ok(Outcome::Compared { adopted, missing })
    }

    async fn adopt_orphans(&self, suspects: Vec<Key>) -> Result<usize, ReconcileError> {
        tokio::time::sleep(BETWEEN_LISTINGS).await;
        let again = self.list_orphans(None).await?;
        let orphans: Vec<Key> = suspects.into_iter().filter(|key| again.binary_search(key).is_ok()).collect();
        for key in &orphans {
            let mut tx = db::begin(&self.pool).await?;
            db::lock_session(&mut tx, key.session).await?;
            // Check under the lock: a session may have claimed it since the listing.
            if !queries::list_unowned(&mut tx, std::slice::from_ref(key)).await?.is_empty() {
                queries::adopt(&mut tx, *key, self.timings.adopt_grace, self.timings.open_max).await?;
                metrics::counter!("anteroom_orphans_adopted_total").increment(1);
                tracing::warn!(session = key.session.tag(), "adopted an object without an owner");
            }
            tx.commit().await?;
        }
        Ok(orphans.len())
    }

    /// Returns all keys without an owner, in order, and finds the files without an object. Reads the bucket page by page
    /// and keeps only these in memory.
    async fn list_orphans(&self, mut missing: Option<&mut Missing>) -> Result<Vec<Key>, ReconcileError> {
        let mut orphans = Vec::new();
        let mut after = None;
        loop {
            let (keys, next) = self.store.list(after).await?;
            let unowned = async {
                let mut conn = self.pool.acquire().await?;
                queries::extend_turn(&mut conn, TURN).await?;
                queries::list_unowned(&mut conn, &keys).await
            };
            orphans.extend(db::in_time(unowned).await?);
            if let Some(missing) = &mut missing {
                self.find_missing(missing, &keys, next.is_none()).await?;
            }
            match next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        orphans.sort_unstable();
        Ok(orphans)
    }

    /// A multipart upload without a row in `uploads` has no server behind it: the row is committed before the upload is
    /// opened and deleted after it.
    async fn abort_unowned_uploads(&self) -> Result<(), ReconcileError> {
        let keys = self.store.keys_with_open_uploads().await?;
        let mut conn = self.pool.acquire().await?;
        for key in queries::list_unowned(&mut conn, &keys).await? {
            self.store.abort_uploads(key).await?;
        }
        Ok(())
    }
}

/// Returns the bucket's epoch, or 0 if it was never raised, and which transaction raised it.
async fn bucket_epoch(objects: &ObjectStore) -> Result<(i64, Option<Raise>), ReconcileError> {
    let (bytes, metadata) = match objects.read_marked(MARKER).await {
        Ok(marked) => marked,
        Err(ObjectError::NotFound) => return Ok((0, None)),
        Err(error) => return Err(error.into()),
    };
    let epoch = std::str::from_utf8(&bytes).ok().and_then(|text| text.trim().parse().ok());
    // An unreadable marker must not be taken for a bucket without an epoch.
    let epoch =
        epoch.ok_or_else(|| ObjectError::Unavailable(format!("the object {MARKER} does not contain a number")))?;
    let raise = || {
        let transaction = metadata.get(TRANSACTION)?.parse().ok()?;
        Some(Raise { transaction, server: metadata.get(SERVER)?.clone() })
    };
    Ok((epoch, raise()))
}

/// Returns the bucket's epoch. If it is ahead only because the database undid the transaction that raised it, the
/// database is not an old copy, and its epoch is raised to match.
async fn repaired_epoch(pool: &PgPool, objects: &ObjectStore) -> Result<i64, ReconcileError> {
    let (bucket, raise) = bucket_epoch(objects).await?;
    if bucket <= find_epoch(pool).await? {
        return Ok(bucket);
    }
    let Some(raise) = raise else {
        return Ok(bucket);
    };
    let ended = db::in_time(async { queries::find_end_of(&mut *pool.acquire().await?, &raise).await }).await?;
    if ended.as_deref() == Some("aborted") {
        let (epoch, _) = db::in_time(raise_in_database(pool, bucket)).await?;
        tracing::warn!(bucket, epoch, "the database had undone its last epoch increment; it was raised again");
    }
    Ok(bucket)
}

async fn find_epoch(pool: &PgPool) -> sqlx::Result<i64> {
    db::in_time(async { queries::find_epoch(&mut *pool.acquire().await?).await }).await
}

/// Returns after the commit: the bucket must never get an epoch that the database does not keep.
async fn raise_in_database(pool: &PgPool, at_least: i64) -> sqlx::Result<(i64, Raise)> {
    let mut tx = db::begin(pool).await?;
    let raised = queries::raise_epoch(&mut tx, at_least).await?;
    tx.commit().await?;
    Ok(raised)
}

/// Raises the epoch in the database first, then in the bucket: after a crash in between the database is ahead, which is
/// harmless. Runs in its own task: if it were cancelled between the write to the bucket and the check after it, it
/// could leave an earlier epoch there than another instance had written.
pub(super) async fn raise_epoch(
    pool: &PgPool,
    objects: &ObjectStore,
    accept: bool,
) -> Result<Option<Outcome>, ReconcileError> {
    let (pool, objects) = (pool.clone(), objects.clone());
    let raising = tokio::spawn(async move { raise_everywhere(&pool, &objects, accept).await });
    raising.await.unwrap_or_else(|_| Err(sqlx::Error::WorkerCrashed.into()))
}

async fn raise_everywhere(
    pool: &PgPool,
    objects: &ObjectStore,
    accept: bool,
) -> Result<Option<Outcome>, ReconcileError> {
    let bucket = repaired_epoch(pool, objects).await?;
    let database = find_epoch(pool).await?;
    let restored = bucket > database && !accept;
    metrics::gauge!("anteroom_restored_backup").set(if restored { 1.0 } else { 0.0 });
    if restored {
        return Ok(Some(Outcome::RestoredBackup { bucket, database }));
    }
    let (mut epoch, Raise { transaction, server }) = db::in_time(raise_in_database(pool, bucket)).await?;
    let mut metadata = HashMap::from([(TRANSACTION.into(), transaction.to_string()), (SERVER.into(), server)]);
    loop {
        objects.write_marked(MARKER, epoch.to_string().into_bytes(), std::mem::take(&mut metadata)).await?;
        // Another instance may have written a later one just before. The transaction that raised it is not known here.
        let latest = find_epoch(pool).await?;
        if latest <= epoch {
            return Ok(None);
        }
        epoch = latest;
    }
}
