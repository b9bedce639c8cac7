//! Restriction of a member (GDPR article 18): what is kept stays, beyond its time too, and otherwise it is left alone. The
//! assistant answers no more questions, and only staff who answer requests may read it; it can still be erased.

use serde_json::json;
use sqlx::{PgConnection, PgPool};

use super::queries;
use crate::audit::{self, Action, Actor};
use crate::auth::members::{self, Identity};
use crate::auth::{Permission, Requester};
use crate::error::{Error, Kind};
use crate::platform::db;
use crate::platform::ids::SessionId;
use crate::privacy::restriction::{Reason, Restriction};

/// The restriction of the member who asks, if there is one.
pub async fn find_own(pool: &PgPool, identity: &Identity) -> Result<Option<Restriction>, Error> {
    let mut conn = pool.acquire().await?;
    let member = members::find(&mut conn, identity).await?.ok_or(Kind::NotFound)?;
    Ok(queries::find_restriction(&mut conn, SessionId::from_uuid(member.id.uuid())).await?)
}

/// Restricts the use of what is kept of the member who asks, if it is not restricted already.
pub async fn restrict_own(pool: &PgPool, identity: &Identity, reason: Reason) -> Result<(), Error> {
    let mut tx = db::begin(pool).await?;
    // Only staff may change a restriction that staff set.
    if let (id, None) = lock_own(&mut tx, identity).await? {
        mark(&mut tx, Actor::Member, id, Some(reason)).await?;
    }
    Ok(tx.commit().await?)
}

/// Lifts the restriction that the member has set.
pub async fn lift_own(pool: &PgPool, identity: &Identity) -> Result<(), Error> {
    let mut tx = db::begin(pool).await?;
    let (id, restriction) = lock_own(&mut tx, identity).await?;
    let Some(restriction) = restriction else {
        return Ok(());
    };
    if !restriction.is_own() {
        return Err(Error::words(Kind::Forbidden, "privacy-restricted-by-us", []));
    }
    mark(&mut tx, Actor::Member, id, None).await?;
    Ok(tx.commit().await?)
}

/// Locks the member who asks; 404 if nothing is kept.
async fn lock_own(conn: &mut PgConnection, identity: &Identity) -> Result<(SessionId, Option<Restriction>), Error> {
    let member = members::find(conn, identity).await?.ok_or(Kind::NotFound)?;
    let id = SessionId::from_uuid(member.id.uuid());
    Ok((id, queries::lock_restriction(conn, id).await?.ok_or(Kind::NotFound)?))
}

/// Restricts a member as they ask of staff, changes the reason, or lifts the restriction, of which staff tell the member
/// before (article 18(3)).
pub async fn set_for(pool: &PgPool, by: Requester<'_>, id: SessionId, reason: Option<Reason>) -> Result<(), Error> {
    by.must(Permission::Restrict)?;
    let mut tx = db::begin(pool).await?;
    let before = queries::lock_restriction(&mut tx, id).await?.ok_or(Kind::NotFound)?;
    if before.is_some() || reason.is_some() {
        mark(&mut tx, by.actor(), id, reason).await?;
    }
    Ok(tx.commit().await?)
}

async fn mark(conn: &mut PgConnection, actor: Actor, id: SessionId, reason: Option<Reason>) -> sqlx::Result<()> {
    let word = reason.map(|reason| reason.into_str());
    queries::set_restriction(conn, id, word.map(|word| (word, actor.name()))).await?;
    let (action, detail) = match word {
        Some(word) => (Action::MemberRestricted, json!({ "reason": word })),
        None => (Action::MemberUnrestricted, json!({})),
    };
    audit::record(conn, actor, action, id, detail).await
}

/// Fails for a restricted member unless the requester may read one.
pub async fn must_be_readable(conn: &mut PgConnection, by: Requester<'_>, id: SessionId) -> Result<(), Error> {
    if by.may(Permission::ReadRestricted) || queries::find_restriction(conn, id).await?.is_none() {
        return Ok(());
    }
    let detail = "The use of this member's data is restricted (GDPR article 18). Only colleagues who answer privacy \
                  requests may read it.";
    Err(Error::new(Kind::Forbidden, detail))
}
