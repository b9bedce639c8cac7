//! The mail with the sign-in link. The token is made just before it is sent; a retry makes another, and both work.

use std::time::Duration;

use askama::Template;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{LINK, queries, record_all};
use crate::audit::{Action, Actor};
use crate::auth::token::Token;
use crate::intake::sessions::{self, AppContext, Contact, Letter, MailContext};
use crate::platform::db;
use crate::platform::i18n::{self, Language};
use crate::platform::ids::SessionId;
use crate::platform::jobs::{Job, JobError, MailRequest};
use crate::privacy::rights;

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

/// The purposes that the mail limits count separately. Anyone can give an address with another +tag that reaches the
/// same mailbox; that must not use up the allowance of a confirmed address.
const CONFIRMED: &str = "privacy_mail";
const UNCONFIRMED: &str = "privacy_mail_unconfirmed";

/// Creates a self-service link and mails it to the session's address. `session` is `None` for an unknown address, so
/// that asking costs the same for all.
#[derive(Serialize, Deserialize)]
pub struct SendPrivacyLink {
    pub session: Option<Uuid>,
    /// The language in which it was asked for; `None` from older instances. Then the mail is in the contact's language.
    #[serde(default)]
    pub locale: Option<String>,
}

impl Job for SendPrivacyLink {
    type Context = MailContext;
    const KIND: &'static str = "privacy_mail";

    fn session(&self) -> Option<Uuid> {
        self.session
    }

    async fn run(self, id: Uuid, context: MailContext) -> Result<(), JobError> {
        let Some(session) = self.session.map(SessionId::from_uuid) else {
            return Ok(());
        };
        let Some((contact, token)) = mint(&context.app, id, session).await? else {
            return Ok(());
        };
        let words = i18n::choose(self.locale.as_deref().or(Some(&contact.locale)), None);
        let url = format!("{}/privacy/link/{}?lang={}", context.public_url, token.reveal(), words.tag());
        let text = Text { words, url: &url, site: context.site() };
        let letter = Letter {
            language: words,
            subject: "mail-own-subject",
            text: text.render(),
            html: Html { words, letter: text }.render(),
        };
        context.send(id, &contact.email, letter).await
    }
}

/// Creates a token for the session's present address. Returns `None` if the session does not exist any more, or a link
/// was just mailed.
async fn mint(context: &AppContext, job: Uuid, session: SessionId) -> sqlx::Result<Option<(Contact, Token)>> {
    let mut tx = db::begin(&context.pool).await?;
    let Some(contact) = sessions::contact(&mut tx, session).await? else {
        return Ok(None);
    };
    let address = &contact.email;
    queries::lock_address(&mut tx, address).await?;
    let sessions = rights::list_by_address(&mut tx, address).await?;
    let (by_another, by_this) = queries::find_mailed(&mut tx, address, job, context.timings.resend_cooldown).await?;
    // The session was erased while we waited for the lock, or the person asked twice.
    if sessions.is_empty() || by_another {
        return Ok(None);
    }
    let token = Token::random();
    queries::insert_link(&mut tx, &token.sha256(), address, job, LINK).await?;
    if !by_this {
        // Checked here and not when the link is requested: that response must not reveal whether an address is known.
        let purpose = if queries::has_confirmed(&mut tx, address).await? { CONFIRMED } else { UNCONFIRMED };
        let asked = MailRequest { purpose, to: address, network: None, is_notice: false };
        if context.mail_limits.admit(&mut tx, &[asked]).await? != [Some(Duration::ZERO)] {
            metrics::counter!("anteroom_mails_refused_total").increment(1);
            tracing::warn!("a link is not sent: its mailbox got too many");
            return Ok(None);
        }
        // Anyone can request it, so the actor is unknown.
        record_all(&mut tx, Actor::Nobody, Action::PrivacyLinkSent, &sessions).await?;
    }
    tx.commit().await?;
    Ok(Some((contact, token)))
}
