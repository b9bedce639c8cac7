//! Rectification (GDPR article 16) of name and address; a changed address is verified again.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{lock, queries};
use crate::audit::{self, Action};
use crate::auth::{Permission, Requester};
use crate::error::{Error, Kind};
use crate::intake::sessions::{self, AppContext};
use crate::intake::verification;
use crate::intake::{check_email, check_name};
use crate::platform::i18n::Language;
use crate::platform::ids::SessionId;
use crate::platform::{db, jobs};

/// What to correct; omitted fields stay as they are
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rectification {
    pub name: Option<String>,
    /// A changed address gets a mail with a link; until the link is used the session is pending
    pub email: Option<String>,
}

/// Corrects a person's data. The audit log records which fields, not their values. Returns whether the address changed.
/// Errors in fields are in the language of `words`.
pub async fn rectify(
    context: &AppContext,
    by: Requester<'_>,
    words: &Language,
    id: SessionId,
    change: Rectification,
) -> Result<bool, Error> {
    by.must_within_reach(Permission::Rectify)?;
    let mut faults = BTreeMap::new();
    let name = change.name.map(|name| check_name(words, &name)).transpose();
    let name = name.map_err(|fault| faults.insert("name", fault)).unwrap_or_default();
    let email = change.email.map(|email| check_email(words, &email)).transpose();
    let email = email.map_err(|fault| faults.insert("email", fault)).unwrap_or_default();
    if !faults.is_empty() {
        return Err(Error::fields(faults));
    }
    let email = email.map(|email| email.to_string());
    let mut tx = db::begin(&context.pool).await?;
    lock(&mut tx, by, id).await?;
    let before = sessions::contact(&mut tx, id).await?.ok_or(Kind::NotFound)?;
    // A name that the address may not see counts as changed even if the same one is entered.
    let name = name.filter(|name| *name != before.name || !before.name_is_seen);
    let email = email.filter(|email| *email != before.email);
    if name.is_none() && email.is_none() {
        return Ok(false);
    }
    queries::rectify(&mut tx, id, name.as_deref(), email.as_deref()).await?;
    if let Some(email) = email.clone() {
        let mails = verification::address_changed(&mut tx, context, by.network(), id, before.email, email).await?;
        jobs::enqueue_mails(&mut tx, &context.mail_limits, &mails).await?;
        db::notify_session(&mut tx, id).await?;
    }
    let detail = serde_json::json!({ "name": name.is_some(), "email": email.is_some() });
    audit::record(&mut tx, by.actor(), Action::SessionRectified, id, detail).await?;
    tx.commit().await?;
    Ok(email.is_some())
}
