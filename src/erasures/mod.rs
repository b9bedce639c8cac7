//! Receipts of erasures: they record that, when and how much was erased, and outlive the data without identifying it.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::audit::Actor;
use crate::auth::{Permission, Requester};
use crate::error::{Error, Kind};
use crate::platform::ids::{SessionId, new_uuid};
use crate::platform::object_store::Purged;

mod ledger;
mod queries;

pub use ledger::{Entry, Ledger, LedgerError};

/// A receipt
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Receipt {
    pub id: Uuid,
    #[serde(with = "time::serde::rfc3339")]
    pub requested_at: OffsetDateTime,
    /// Who asked: `staff:<id>`, `visitor`, `visitor:self-service`, `operator`, `system` (a retention time) or `ledger` (after a restore)
    pub requested_by: String,
    /// When the object store was found to be empty; null while the deletion goes on
    #[serde(with = "time::serde::rfc3339::option")]
    pub finished_at: Option<OffsetDateTime>,
    /// Rows with data of the person
    pub rows_deleted: i32,
    /// Files that the person had sent
    pub files: i32,
    /// Objects that were seen and whose deletion the store acknowledged, versions and delete markers too
    pub objects: i64,
    /// Files beyond these objects: deleted earlier, or by an attempt that was interrupted. The store has none of them
    pub files_not_found: i64,
    /// Unfinished uploads that were aborted
    pub uploads: i64,
}

/// The session's hash in receipts.
fn hash_of(session: SessionId) -> Vec<u8> {
    Sha256::digest(session.uuid().as_bytes()).to_vec()
}

/// Adds the receipt in the transaction that deletes the person's rows, before they are deleted; returns its id.
pub async fn begin(conn: &mut PgConnection, session: SessionId, actor: Actor) -> sqlx::Result<Uuid> {
    let id = new_uuid();
    queries::insert(conn, id, session, &hash_of(session), &actor.name()).await?;
    Ok(id)
}

/// The same for a member, whose rows are counted by the caller. Members have random ids as sessions do, and a prefix of
/// the bucket of their own.
pub async fn begin_of_member(
    conn: &mut PgConnection,
    member: SessionId,
    actor: Actor,
    rows: i32,
) -> sqlx::Result<Uuid> {
    let id = new_uuid();
    queries::insert_counted(conn, id, &hash_of(member), &actor.name(), rows).await?;
    Ok(id)
}

/// Returns the sessions that are a stored person's unfinished erasure; abandoned sessions have no receipt.
pub async fn running(conn: &mut PgConnection, sessions: &[SessionId]) -> sqlx::Result<HashSet<SessionId>> {
    let mut hashes: HashMap<Vec<u8>, SessionId> = sessions.iter().map(|id| (hash_of(*id), *id)).collect();
    let wanted: Vec<Vec<u8>> = hashes.keys().cloned().collect();
    let running = queries::list_running(conn, &wanted).await?;
    Ok(running.iter().filter_map(|hash| hashes.remove(hash)).collect())
}

/// Adds what a failed attempt has deleted.
pub async fn count(conn: &mut PgConnection, session: SessionId, purged: Purged) -> sqlx::Result<()> {
    queries::add(conn, &hash_of(session), purged).await
}

/// Finishes the receipt: the session's prefix is empty. Returns how many files the person had beyond the objects that
/// were deleted.
pub async fn finish(conn: &mut PgConnection, session: SessionId, purged: Purged) -> sqlx::Result<i64> {
    let hash = hash_of(session);
    queries::add(conn, &hash, purged).await?;
    queries::mark_finished(conn, &hash).await
}

/// Returns a receipt to staff.
pub async fn read(pool: &PgPool, by: Requester<'_>, id: Uuid) -> Result<Receipt, Error> {
    by.must(Permission::Erase)?;
    find(&mut *pool.acquire().await?, id).await?.ok_or_else(|| Kind::NotFound.into())
}

/// Returns a receipt to anyone who has its id: it contains no name, and 122 bits cannot be guessed.
pub async fn find(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Receipt>> {
    queries::find(conn, id).await
}

/// Returns the newest receipts since a moment.
pub async fn list_since(conn: &mut PgConnection, since: OffsetDateTime, limit: i64) -> sqlx::Result<Vec<Receipt>> {
    queries::list_since(conn, since, limit).await
}

/// Deletes the oldest receipts of erasures that were finished longer ago; returns how many.
pub async fn forget_old(conn: &mut PgConnection, kept: Duration, limit: i64) -> sqlx::Result<u64> {
    queries::delete_old(conn, kept, limit).await
}
