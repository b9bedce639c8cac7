//! What staff do at a person's request (GDPR articles 7(3), 16, 18): correct, restrict, lift, withdraw a consent.

use uuid::Uuid;

use crate::auth::Permission;
use crate::auth::staff::SignedIn;
use crate::error::Error;
use crate::intake::sessions::AppContext;
use crate::platform::i18n;
use crate::platform::ids::SessionId;
use crate::privacy::rights::{self, Reason, Rectification, Requester};

/// Corrects a person's data.
pub async fn rectify(context: &AppContext, who: &SignedIn, id: SessionId, change: Rectification) -> Result<(), Error> {
    who.must(Permission::Rectify)?;
    rights::rectify(context, Requester::staff(who.actor()), i18n::english(), id, change).await.map(drop)
}

/// Restricts a session.
pub async fn restrict(context: &AppContext, who: &SignedIn, id: SessionId, reason: Reason) -> Result<(), Error> {
    who.must(Permission::Restrict)?;
    rights::restrict(context, Requester::staff(who.actor()), id, reason).await
}

/// Lifts a restriction.
pub async fn lift(context: &AppContext, who: &SignedIn, id: SessionId) -> Result<(), Error> {
    who.must(Permission::Restrict)?;
    rights::lift(context, Requester::staff(who.actor()), id).await
}

/// Withdraws the consent to training.
pub async fn withdraw_training(context: &AppContext, who: &SignedIn, id: SessionId) -> Result<(), Error> {
    who.must(Permission::Withdraw)?;
    rights::withdraw_training(context, Requester::staff(who.actor()), id, None).await
}

/// Withdraws the consent without which nothing may be kept, which erases the session. Returns the receipt's id.
pub async fn withdraw_all(context: &AppContext, who: &SignedIn, id: SessionId) -> Result<Uuid, Error> {
    who.must(Permission::Withdraw)?;
    who.must(Permission::Erase)?;
    rights::withdraw_all(context, Requester::staff(who.actor()), id).await
}

/// Returns an error for a restricted session unless the staff member may read one.
pub async fn must_be_readable(conn: &mut sqlx::PgConnection, who: &SignedIn, id: SessionId) -> Result<(), Error> {
    rights::must_be_readable(conn, id, who.role.may(Permission::ReadRestricted)).await
}
