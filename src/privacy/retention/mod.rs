//! Deletes expired data. One instance at a time runs every minute and works in batches, so that the first run over
//! years of data does not block others. Sessions are erased as by hand: with receipt, ledger and audit entry.

use std::time::Duration;

use sqlx::PgPool;
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

use crate::audit::{self, Action, Actor, truncate};
use crate::auth::staff;
use crate::chat;
use crate::config::Retention;
use crate::erasures;
use crate::intake::sessions;
use crate::intake::sessions::{AppContext, Overstayed};
use crate::messenger;
use crate::platform::db;
use crate::privacy::{members, requests};

mod queries;
pub mod table;

/// The pause between turns.
pub const EVERY: Duration = Duration::from_secs(60);

/// No other instance runs for this long after one has; a little less than a round, because the instances' clocks drift.
const PAUSE: Duration = Duration::from_secs(50);

/// A run without news for this long is given up, and another instance takes over.
const CLAIM: Duration = Duration::from_secs(60);

/// Rows of one batch.
pub const BATCH: i64 = 500;

/// How much a run has deleted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ended {
    pub sessions: u64,
    pub addresses: u64,
    pub requests: u64,
    pub receipts: u64,
    pub lines: u64,
    pub members: u64,
    pub conversations: u64,
    pub actions: u64,
}

/// One run, cut short by `stop`: its claim expires, and the next run continues.
pub async fn turn_until(context: AppContext, stop: CancellationToken) {
    if let Some(Err(error)) = stop.run_until_cancelled(turn(&context)).await {
        tracing::warn!(%error, "cannot delete expired data; trying again");
    }
}

/// One run, until nothing is left to delete. Returns `None` if another instance is running or has just run.
pub async fn turn(context: &AppContext) -> sqlx::Result<Option<Ended>> {
    let claimed = db::in_time(async { queries::claim(&mut *context.pool.acquire().await?, CLAIM).await });
    if !claimed.await? {
        return Ok(None);
    }
    let ended = end_all(context).await?;
    db::in_time(async { queries::end(&mut *context.pool.acquire().await?, PAUSE).await }).await?;
    Ok(Some(ended))
}

/// Returns when the last run ended.
pub async fn last(pool: &PgPool) -> sqlx::Result<Option<OffsetDateTime>> {
    queries::find_last(&mut *pool.acquire().await?).await
}

/// What a retention option applies to.
#[derive(Clone, Copy)]
enum Rule {
    Session(Overstayed),
    Rows(Rows),
    Lines,
    Members,
}

/// Data that is blanked in rows, or deleted with them.
#[derive(Clone, Copy)]
enum Rows {
    Addresses,
    Requests,
    Receipts,
    Conversations,
    Actions,
}

async fn end_all(context: &AppContext) -> sqlx::Result<Ended> {
    let kept = &context.timings.kept;
    let ended = Ended {
        sessions: end(context, Rule::Session(Overstayed::Pending), kept.pending_retention).await?
            + end(context, Rule::Session(Overstayed::Complete), kept.complete_retention).await?,
        addresses: end(context, Rule::Rows(Rows::Addresses), kept.ip_retention).await?,
        requests: end(context, Rule::Rows(Rows::Requests), kept.request_retention).await?,
        receipts: end(context, Rule::Rows(Rows::Receipts), kept.receipt_retention).await?,
        lines: end(context, Rule::Lines, kept.audit_retention).await?,
        members: end(context, Rule::Members, kept.member_retention).await?,
        conversations: end(context, Rule::Rows(Rows::Conversations), kept.conversation_retention).await?,
        actions: end(context, Rule::Rows(Rows::Actions), kept.action_retention).await?,
    };
    // These have a fixed lifetime, which no option changes.
    db::in_time(staff::forget_lapsed(&context.pool)).await?;
    db::in_time(chat::forget_hours(&context.pool)).await?;
    Ok(ended)
}

/// Works in batches until one finds nothing. Each renews the claim.
async fn end(context: &AppContext, rule: Rule, Retention(kept): Retention) -> sqlx::Result<u64> {
    let Some(kept) = kept else {
        return Ok(0);
    };
    let mut all = 0;
    loop {
        let count = batch(context, rule, kept, all > 0).await?;
        if count == 0 {
            return Ok(all);
        }
        all += count;
        db::in_time(async { queries::renew(&mut *context.pool.acquire().await?, CLAIM).await }).await?;
    }
}

/// `on`: this run has already deleted some.
async fn batch(context: &AppContext, rule: Rule, kept: Duration, on: bool) -> sqlx::Result<u64> {
    match rule {
        Rule::Session(which) => context.erase_overstayed(which, kept, BATCH).await,
        Rule::Rows(rows) => db::in_time(end_rows(&context.pool, rows, kept)).await,
        Rule::Members => members::erase_overstayed(context, kept, BATCH).await,
        Rule::Lines => db::in_time(truncate::truncate(&context.pool, kept, on))
            .await
            .map(|lines| u64::try_from(lines).unwrap_or_default()),
    }
}

/// Deletes one batch of rows, with its audit entry in the same transaction. Erased sessions and truncated audit entries
/// have their own entries.
async fn end_rows(pool: &PgPool, rows: Rows, kept: Duration) -> sqlx::Result<u64> {
    let mut tx = db::begin(pool).await?;
    let (what, count) = match rows {
        Rows::Addresses => ("addresses", sessions::blank_addresses(&mut tx, kept, BATCH).await?),
        Rows::Requests => ("requests", requests::blank(&mut tx, kept, BATCH).await?),
        Rows::Conversations => ("conversations", chat::delete_overstayed(&mut tx, kept, BATCH).await?),
        Rows::Actions => ("actions", messenger::actions::delete_overstayed(&mut tx, kept, BATCH).await?),
        Rows::Receipts => ("receipts", erasures::forget_old(&mut tx, kept, BATCH).await?),
    };
    if count > 0 {
        let detail = serde_json::json!({ what: count });
        audit::record(&mut tx, Actor::System, Action::RetentionApplied, None, detail).await?;
    }
    tx.commit().await?;
    Ok(count)
}
