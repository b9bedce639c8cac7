//! Mails that could not be sent and that visitors wait for.

use crate::audit::{self, Action};
use crate::auth::Permission;
use crate::auth::staff::SignedIn;
use crate::error::Error;
use crate::intake::sessions::AppContext;
use crate::platform::db;
use crate::platform::jobs;

/// Returns how many there are.
pub async fn count_dead(context: &AppContext, who: &SignedIn) -> Result<i64, Error> {
    who.must(Permission::ReadSessions)?;
    Ok(jobs::count_dead(&mut *context.pool.acquire().await?).await?)
}

/// Tries all of them again. Returns how many.
pub async fn try_again(context: &AppContext, who: &SignedIn) -> Result<u64, Error> {
    who.must(Permission::Rectify)?;
    let mut tx = db::begin(&context.pool).await?;
    let count = jobs::revive(&mut tx).await?;
    audit::record(&mut tx, who.actor(), Action::StaffRetried, None, serde_json::json!({ "mails": count })).await?;
    tx.commit().await?;
    Ok(count)
}
