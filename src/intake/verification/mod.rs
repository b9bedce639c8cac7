//! The one-time link that proves the address is the visitor's. Opening it changes nothing, because mail scanners open
//! links; only the button's POST does, once.

use std::net::IpAddr;
use std::time::Duration;

use askama::Template;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::audit::{self, Action, Actor};
use crate::auth::token::Token;
use crate::error::{Error, Kind};
use crate::intake::funnel::Stage;
use crate::intake::leases::Reason;
use crate::intake::sessions::{self, AppContext, Letter, MailContext, State};
use crate::platform::db;
use crate::platform::http::ClientIp;
use crate::platform::i18n::{self, Language};
use crate::platform::ids::SessionId;
use crate::platform::jobs::{self, Job, JobError, Mail, Queued};

mod earlier;
#[cfg(any(test, fuzzing))]
pub mod fuzz_routes;
mod queries;
pub mod routes;

pub use earlier::{SendAddressChangedMail, address_changed, forget_lapsed, may_change_again};

/// The result of a click.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// This click completed the session.
    Confirmed,
    /// An earlier click had completed it.
    AlreadyConfirmed,
    /// Everything of the pending session is being deleted.
    Declined,
    /// The session is complete, so it cannot be declined by link.
    TooLate,
    /// Expired, voided by a change of address, or unknown.
    Gone,
}

/// A link that works, and what its page needs to know.
pub struct Found {
    token_sha256: [u8; 32],
    pub session: SessionId,
    pub state: State,
    /// The language in which the contact was given.
    pub locale: String,
}

/// Returns the session of a link, for its page; `None` if the link does not work. `find` is the query for this kind of
/// link.
async fn find(
    pool: &PgPool,
    token: &str,
    find: impl AsyncFnOnce(&mut PgConnection, &[u8; 32]) -> sqlx::Result<Option<SessionId>>,
) -> Result<Option<Found>, Error> {
    let Some(token) = Token::copied(token) else {
        return Ok(None);
    };
    let (mut conn, token_sha256) = (pool.acquire().await?, token.sha256());
    let Some(session) = find(&mut conn, &token_sha256).await? else {
        return Ok(None);
    };
    let contact = sessions::contact(&mut conn, session).await?;
    Ok(contact.map(|contact| Found { token_sha256, session, state: contact.state, locale: contact.locale }))
}

/// The button's POST. Of any number at once, one confirms.
pub async fn confirm(context: &AppContext, link: &Found) -> Result<Outcome, Error> {
    let (session, hash) = (link.session, &link.token_sha256);
    let mut tx = db::begin(&context.pool).await?;
    db::lock_session(&mut tx, session).await?;
    // Erased, or voided, while we waited for the lock.
    if queries::find(&mut tx, hash).await?.is_none() {
        return Ok(Outcome::Gone);
    }
    if !sessions::complete(&mut tx, session).await? {
        return Ok(Outcome::AlreadyConfirmed);
    }
    queries::mark_used(&mut tx, hash).await?;
    if let Some((ip, bytes)) = queries::find_sent(&mut tx, session).await? {
        context.upload_limits.give_back(&mut tx, ip, bytes).await?;
    }
    audit::record(&mut tx, Actor::Visitor, Action::SessionVerified, session, serde_json::json!({})).await?;
    tx.commit().await?;
    context.funnel.count(Stage::Verified);
    Ok(Outcome::Confirmed)
}

/// "This wasn't me": the owner of the address wants nothing stored under it.
pub async fn decline(context: &AppContext, link: &Found) -> Result<Outcome, Error> {
    let session = link.session;
    let mut tx = db::begin(&context.pool).await?;
    db::lock_session(&mut tx, session).await?;
    if queries::find(&mut tx, &link.token_sha256).await?.is_none() {
        return Ok(Outcome::Gone);
    }
    if sessions::state(&mut tx, session).await? != State::Pending {
        return Ok(Outcome::TooLate);
    }
    sessions::erase(&mut tx, session, Actor::Visitor, Reason::Declined, &context.timings).await?;
    tx.commit().await?;
    context.sweeper.wake();
    Ok(Outcome::Declined)
}

/// Sends the mail again, at most once per cool-down.
pub async fn resend(context: &AppContext, client: ClientIp, id: SessionId) -> Result<(), Error> {
    let mut tx = db::begin(&context.pool).await?;
    db::lock_session(&mut tx, id).await?;
    match sessions::state(&mut tx, id).await? {
        State::Open => return Err(Kind::ContactMissing.into()),
        State::Complete => return Err(Kind::SessionComplete.into()),
        State::Gone => return Err(Kind::SessionGone.into()),
        State::Pending => {}
    }
    if let Some(left) = queries::find_cool_down(&mut tx, id, context.timings.resend_cooldown).await? {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few positive seconds")]
        return Err(Error::retry_after(Kind::RateLimited, left.ceil() as u64));
    }
    sessions::mail_requested(&mut tx, id, Duration::ZERO).await?;
    // If one is queued or has failed, send that one now.
    let is_queued = jobs::hurry(&mut tx, id, SendVerificationMail::KIND).await?;
    if !is_queued && let Some(contact) = sessions::contact(&mut tx, id).await? {
        jobs::replace(&mut tx, id, SendVerificationMail::KIND).await?;
        let mail = mail_of(id, contact.email, Some(client.bucket()), Duration::ZERO);
        jobs::enqueue_mails(&mut tx, &context.mail_limits, &[mail]).await?;
    }
    Ok(tx.commit().await?)
}

/// Returns the mail job that sends a link to the session's address.
pub fn mail_of(id: SessionId, to: String, network: Option<IpAddr>, delay: Duration) -> Mail {
    Mail { job: Queued::new(&SendVerificationMail { session: id.uuid() }), to, network, delay, is_notice: false }
}

#[derive(Template)]
#[template(path = "mail/verification.txt", escape = "none")]
struct Text<'a> {
    words: &'static Language,
    confirm_url: &'a str,
    decline_url: &'a str,
    valid_until: &'a str,
    site: &'a str,
}

#[derive(Template)]
#[template(path = "mail/verification.html")]
struct Html<'a> {
    words: &'static Language,
    letter: Text<'a>,
}

/// Creates a link and mails it to the session's present address. A retry creates another; both work.
///
/// The mail does not contain the name: until the address is confirmed it may be a stranger's, and the name a sentence
/// that a third person wants to reach them.
#[derive(Serialize, Deserialize)]
pub struct SendVerificationMail {
    session: Uuid,
}

impl Job for SendVerificationMail {
    type Context = MailContext;
    const KIND: &'static str = "verification_mail";

    fn session(&self) -> Option<Uuid> {
        Some(self.session)
    }

    async fn run(self, id: Uuid, context: MailContext) -> Result<(), JobError> {
        let (app, session) = (&context.app, SessionId::from_uuid(self.session));
        let mut tx = db::begin(&app.pool).await?;
        db::lock_session(&mut tx, session).await?;
        // Replaced by another job, perhaps for another address; the mail limits were checked for that one.
        if !jobs::exists(&mut tx, id).await? {
            return Ok(());
        }
        let contact = sessions::contact(&mut tx, session).await?;
        // Nothing to do if erased or confirmed meanwhile.
        let Some(contact) = contact.filter(|contact| contact.state == State::Pending) else {
            return Ok(());
        };
        let token = Token::random();
        let expires_at = queries::insert(&mut tx, session, &token.sha256(), app.timings.verify_ttl).await?;
        tx.commit().await?;
        let confirm_url = format!("{}/verify/{}", context.public_url, token.reveal());
        let words = i18n::choose(Some(&contact.locale), None);
        let text = Text {
            words,
            confirm_url: &confirm_url,
            decline_url: &format!("{confirm_url}/decline"),
            valid_until: &words.moment(expires_at),
            site: context.site(),
        };
        let letter = Letter {
            language: words,
            subject: "mail-subject",
            text: text.render(),
            html: Html { words, letter: text }.render(),
        };
        let sent = context.send(id, &contact.email, letter).await;
        if let Err(JobError::Refused(_)) = &sent {
            let mut tx = db::begin(&app.pool).await?;
            db::lock_session(&mut tx, session).await?;
            sessions::mail_refused(&mut tx, session, &contact.email).await?;
            tx.commit().await?;
        }
        sent
    }
}
