//! Restriction (GDPR article 18): the data is kept and otherwise left alone. It is not used for training, and only
//! staff who answer requests may read it; it can still be erased.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use strum::{EnumString, IntoStaticStr};
use time::OffsetDateTime;

use super::{lock, queries};
use crate::audit::{self, Action};
use crate::auth::{Permission, Requester};
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::db;
use crate::platform::i18n::Language;
use crate::platform::ids::SessionId;

/// Why a session is restricted, as article 18(1) lists it
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", const_into_str)]
pub enum Reason {
    /// (a): the person contests that the data is accurate
    Accuracy,
    /// (b): the use is unlawful, and the person wants no erasure
    Unlawful,
    /// (c): the person needs the data for legal claims
    Claims,
    /// (d): the person objects to the use (article 21)
    Objection,
}

/// Who restricted a session, when and why
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Restriction {
    /// `accuracy`, `unlawful`, `claims` or `objection`
    pub reason: String,
    #[serde(with = "time::serde::rfc3339")]
    pub since: OffsetDateTime,
    /// `visitor` (the person) or `staff`
    pub by: String,
}

impl Restriction {
    /// From a session's columns. Which staff member it was is only in the audit log.
    pub fn of(since: Option<OffsetDateTime>, by: Option<String>, reason: Option<String>) -> Option<Self> {
        let by = by?.split(':').next().unwrap_or_default().to_owned();
        Some(Self { reason: reason?, since: since?, by })
    }

    /// Returns the reason and since when, as shown to the person.
    pub fn words(&self, words: &Language) -> String {
        let reason = words.text(match self.reason.as_str() {
            "accuracy" => "privacy-restricted-accuracy",
            "unlawful" => "privacy-restricted-unlawful",
            "claims" => "privacy-restricted-claims",
            _ => "privacy-restricted-objection",
        });
        format!("{reason} {}", words.with("privacy-restricted-since", "at", &words.date(self.since)))
    }

    /// Whether the person set it, and so may lift it.
    pub fn is_own(&self) -> bool {
        self.by == "visitor"
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_read_back() {
        assert_eq!(Reason::Claims.into_str().parse(), Ok(Reason::Claims));
        assert!("because".parse::<Reason>().is_err());
    }
}
