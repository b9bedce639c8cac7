//! What has had its time goes by itself. One instance at a time looks every minute and works in batches, so that a first
//! look at years of data holds nobody up. Sessions are erased as by hand: with receipt, ledger and a line of the trail.

use std::time::Duration;

use sqlx::PgPool;
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

use crate::audit::{self, Action, Actor, truncate};
use crate::auth::staff;
use crate::config::Retention;
use crate::erasures;
use crate::intake::sessions;
use crate::intake::sessions::{AppContext, Overstayed};
use crate::platform::db;
use crate::privacy::requests;

mod queries;
pub mod table;

/// The pause between turns.
pub const EVERY: Duration = Duration::from_secs(60);

/// Nobody else looks so long after one has; a little less than a round, for clocks of different instances drift.
const PAUSE: Duration = Duration::from_secs(50);

/// A turn of which nothing is heard for so long is given up; another instance takes over.
const CLAIM: Duration = Duration::from_secs(60);

/// Rows of one batch.
pub const BATCH: i64 = 500;

/// What a turn has ended.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ended {
    pub sessions: u64,
    pub addresses: u64,
    pub requests: u64,
    pub receipts: u64,
    pub lines: u64,
}

/// One turn, cut short by `stop`: one that is left half-way lapses, and the next goes on with it.
pub async fn turn_until(context: AppContext, stop: CancellationToken) {
    if let Some(Err(error)) = stop.run_until_cancelled(turn(&context)).await {
        tracing::warn!(%error, "cannot end what has had its time; trying again");
    }
}

/// One turn, until nothing is left to end. `None`: it is another instance's.
pub async fn turn(context: &AppContext) -> sqlx::Result<Option<Ended>> {
    let claimed = db::in_time(async { queries::claim(&mut *context.pool.acquire().await?, CLAIM).await });
    if !claimed.await? {
        return Ok(None);
    }
    let ended = end_all(context).await?;
    db::in_time(async { queries::end(&mut *context.pool.acquire().await?, PAUSE).await }).await?;
    Ok(Some(ended))
}

/// When the last turn ended.
pub async fn last(pool: &PgPool) -> sqlx::Result<Option<OffsetDateTime>> {
    queries::find_last(&mut *pool.acquire().await?).await
}

/// What ends by an option.
#[derive(Clone, Copy)]
enum Rule {
    Session(Overstayed),
    Rows(Rows),
    Lines,
}

/// What goes out of rows, or with them.
#[derive(Clone, Copy)]
enum Rows {
    Addresses,
    Requests,
    Receipts,
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
    };
    // These have a time of their own, which no option moves.
    db::in_time(staff::forget_lapsed(&context.pool)).await?;
    Ok(ended)
}

/// Works in batches until one finds nothing. Each says that somebody is at it.
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

/// `on`: goes on with what this turn has begun.
async fn batch(context: &AppContext, rule: Rule, kept: Duration, on: bool) -> sqlx::Result<u64> {
    match rule {
        Rule::Session(which) => context.erase_overstayed(which, kept, BATCH).await,
        Rule::Rows(rows) => db::in_time(end_rows(&context.pool, rows, kept)).await,
        Rule::Lines => db::in_time(truncate::truncate(&context.pool, kept, on))
            .await
            .map(|lines| u64::try_from(lines).unwrap_or_default()),
    }
}

/// Ends rows of one batch, with its line of the trail in the same transaction. Erased sessions and cut lines have lines
/// of their own.
async fn end_rows(pool: &PgPool, rows: Rows, kept: Duration) -> sqlx::Result<u64> {
    let mut tx = db::begin(pool).await?;
    let (what, count) = match rows {
        Rows::Addresses => ("addresses", sessions::blank_addresses(&mut tx, kept, BATCH).await?),
        Rows::Requests => ("requests", requests::blank(&mut tx, kept, BATCH).await?),
        Rows::Receipts => ("receipts", erasures::forget_old(&mut tx, kept, BATCH).await?),
    };
    if count > 0 {
        let detail = serde_json::json!({ what: count });
        audit::record(&mut tx, Actor::System, Action::RetentionApplied, None, detail).await?;
    }
    tx.commit().await?;
    Ok(count)
}
