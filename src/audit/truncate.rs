//! Cuts off the trail's expired lines. The chain then begins at a checkpoint with the hash of the last deleted line. A
//! line of the trail itself records the cut, and stays as long as its checkpoint is the newest. So verifying shows
//! that, when and how much was cut, and that nothing else is missing.

use std::time::Duration;

use sqlx::PgPool;

use super::{Action, Actor, queries, record};
use crate::platform::db;

/// Lines that one transaction cuts.
pub const BATCH: i64 = 5000;

/// Where the chain begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The place of the last line that was cut.
    pub seal: i64,
    /// Its hash, which the next line follows.
    pub hash: Vec<u8>,
}

/// Deletes the lines older than `kept`, in the order of the chain and never past a younger one; returns how many. One
/// instance at a time, and once a day, unless `on` continues an unfinished cut.
pub async fn truncate(pool: &PgPool, kept: Duration, on: bool) -> sqlx::Result<i64> {
    let mut tx = db::begin(pool).await?;
    if !queries::lock_chain(&mut tx).await? || !on && queries::was_cut_today(&mut tx).await? {
        return Ok(0);
    }
    let Some((seal, hash, lines)) = queries::find_last_old(&mut tx, kept, BATCH).await? else {
        return Ok(0);
    };
    queries::insert_checkpoint(&mut tx, seal, &hash).await?;
    queries::delete_until(&mut tx, seal).await?;
    let detail = serde_json::json!({ "lines": lines, "seal": seal, "hash": hex::encode(hash) });
    record(&mut tx, Actor::System, Action::TrailCut, None, detail).await?;
    tx.commit().await?;
    tracing::info!(lines, seal, "deleted the audit trail's expired lines");
    Ok(lines)
}
