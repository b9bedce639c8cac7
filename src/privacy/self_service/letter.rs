//! The mail with the way in. The token is made just before it is sent; a retry makes another, and both work.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use lettre::Address;
use uuid::Uuid;

use super::{LINK, record_all, store};
use crate::audit::{Action, Actor};
use crate::db;
use crate::ids::{LinkToken, SessionId};
use crate::jobs::{Asked, JobError};
use crate::mail::{self, Mailer, Outgoing};
use crate::privacy::rights;
use crate::sessions::{self, Contact, Parts};
use crate::words::{self, Language};

#[derive(Template)]
#[template(path = "mail/privacy.txt", escape = "none")]
struct Text<'a> {
    words: &'static Language,
    url: &'a str,
    site: &'a str,
}

#[derive(Template)]
#[template(path = "mail/privacy.html")]
struct Html<'a> {
    words: &'static Language,
    letter: Text<'a>,
}

/// What the limits count. Anybody can give an address with another tag, which reaches the same mailbox: that must not use
/// up what an address needs that was confirmed.
const CONFIRMED: &str = "privacy_mail";
const UNCONFIRMED: &str = "privacy_mail_unconfirmed";

/// Mints the ways in and mails them.
#[derive(Clone)]
pub struct Letters {
    parts: Parts,
    mailer: Mailer,
    public_url: Arc<str>,
}

impl Letters {
    /// Over these parts.
    pub fn new(parts: &Parts, mailer: &Mailer, public_url: &str) -> Self {
        Self { parts: parts.clone(), mailer: mailer.clone(), public_url: public_url.into() }
    }

    /// The job. Where nobody is known, there is nobody to write to. It speaks the language in which it was asked for;
    /// where that is not known, the one in which the contact was given.
    pub async fn send(&self, job: Uuid, session: Option<SessionId>, asked: Option<&str>) -> Result<(), JobError> {
        let Some(session) = session else {
            return Ok(());
        };
        let Some((contact, token)) = self.mint(job, session).await? else {
            return Ok(());
        };
        let words = words::choose(asked.or(Some(&contact.locale)), None);
        let to: Address = contact.email.parse().map_err(|_| JobError::Dead("the address cannot be read".to_owned()))?;
        let mail = self.compose(job, to, words, &token)?;
        Ok(self.mailer.send(mail).await?)
    }

    /// A new token for the session's address as it is now; none where there is no such session any more, or where
    /// a link has just been mailed.
    async fn mint(&self, job: Uuid, session: SessionId) -> sqlx::Result<Option<(Contact, LinkToken)>> {
        let mut tx = db::begin(&self.parts.pool).await?;
        let Some(contact) = sessions::contact(&mut tx, session).await? else {
            return Ok(None);
        };
        let address = &contact.email;
        store::lock_address(&mut tx, address).await?;
        let sessions = rights::list_by_address(&mut tx, address).await?;
        let (by_another, by_this) =
            store::find_mailed(&mut tx, address, job, self.parts.timings.resend_cooldown).await?;
        // Erased while we waited for the lock; or the same person pressed twice.
        if sessions.is_empty() || by_another {
            return Ok(None);
        }
        let token = LinkToken::random();
        store::insert_link(&mut tx, &token.sha256(), address, job, LINK).await?;
        if !by_this {
            // Asked here and not when the link was asked for: the answer there must not tell whether an address is known.
            let purpose = if store::has_confirmed(&mut tx, address).await? { CONFIRMED } else { UNCONFIRMED };
            let asked = Asked { purpose, to: address, network: None };
            if self.parts.mail_limits.admit(&mut tx, &[asked]).await? != [Some(Duration::ZERO)] {
                metrics::counter!("anteroom_mails_refused_total").increment(1);
                tracing::warn!("a link is not sent: its mailbox has had too many");
                return Ok(None);
            }
            // Anybody can ask for it.
            record_all(&mut tx, Actor::Nobody, Action::PrivacyLinkSent, &sessions).await?;
        }
        tx.commit().await?;
        Ok(Some((contact, token)))
    }

    fn compose(
        &self,
        job: Uuid,
        to: Address,
        words: &'static Language,
        token: &LinkToken,
    ) -> Result<Outgoing, JobError> {
        let url = format!("{}/privacy/link/{}?lang={}", self.public_url, token.reveal(), words.tag());
        let site = self.public_url.split("://").last().unwrap_or_default();
        let text = Text { words, url: &url, site };
        let failed = |error: askama::Error| JobError::Dead(format!("the mail cannot be rendered: {error}"));
        Ok(Outgoing {
            to,
            language: words.tag(),
            subject: words.with("mail-own-subject", "site", site),
            text: mail::wrap(&text.render().map_err(failed)?),
            html: Some(Html { words, letter: text }.render().map_err(failed)?),
            message_id: self.mailer.message_id(job),
        })
    }
}
