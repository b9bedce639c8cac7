//! Restriction (GDPR article 18): the data is kept and otherwise left alone. It is not used for training, and only
//! staff who answer requests may read it; it can still be erased.

use sqlx::PgConnection;

use super::{lock, queries};
use crate::audit::{self, Action};
use crate::auth::{Permission, Requester};
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::db;
use crate::platform::ids::SessionId;
use crate::privacy::restriction::Reason;

/// Restricts a session, or changes the reason of its restriction.
pub async fn restrict(context: &AppContext, by: Requester<'_>, id: SessionId, reason: Reason) -> Result<(), Error> {
    by.must_within_reach(Permission::Restrict)?;
    let mut tx = db::begin(&context.pool).await?;
    lock(&mut tx, by, id).await?;
    // Only staff may change or lift a restriction that staff set.
    if by.address().is_some() && queries::find_restriction(&mut tx, id).await?.is_some() {
        return Ok(());
    }
    queries::mark_restricted(&mut tx, id, &by.actor().name(), reason.into_str()).await?;
    let detail = serde_json::json!({ "reason": reason.into_str() });
    audit::record(&mut tx, by.actor(), Action::SessionRestricted, id, detail).await?;
    Ok(tx.commit().await?)
}

/// Lifts a restriction. A person may lift only their own; staff tell the person before they lift one (article 18(3)).
pub async fn lift(context: &AppContext, by: Requester<'_>, id: SessionId) -> Result<(), Error> {
    by.must_within_reach(Permission::Restrict)?;
    let mut tx = db::begin(&context.pool).await?;
    lock(&mut tx, by, id).await?;
    let Some(restriction) = queries::find_restriction(&mut tx, id).await? else {
        return Ok(());
    };
    let is_ours_to_lift =
        by.address().is_some() && (!restriction.is_own() || !queries::is_restriction_seen(&mut tx, id).await?);
    if is_ours_to_lift {
        return Err(Error::words(Kind::Forbidden, "privacy-restricted-by-us", []));
    }
    queries::mark_unrestricted(&mut tx, id).await?;
    audit::record(&mut tx, by.actor(), Action::SessionUnrestricted, id, serde_json::json!({})).await?;
    Ok(tx.commit().await?)
}

/// Returns an error for a restricted session unless the requester may read one.
pub async fn must_be_readable(conn: &mut PgConnection, by: Requester<'_>, id: SessionId) -> Result<(), Error> {
    if by.may_within_reach(Permission::ReadRestricted) || queries::find_restriction(conn, id).await?.is_none() {
        return Ok(());
    }
    let detail = "The use of this session is restricted (GDPR article 18). Only colleagues who answer privacy requests \
                  may read it.";
    Err(Error::new(Kind::Forbidden, detail))
}
