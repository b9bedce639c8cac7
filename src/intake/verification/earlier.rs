//! When a session's address changes, the earlier address is told by mail and may agree there that the new one sees what
//! was given before. Until then it does not: the new address may be a stranger's, by mistake or by intent.

use std::net::IpAddr;
use std::time::Duration;

use askama::Template;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Found, SendVerificationMail, mail_of, queries};
use crate::audit::{self, Action, Actor};
use crate::auth::token::Token;
use crate::error::Error;
use crate::intake::sessions::{self, AppContext, Letter, MailContext};
use crate::platform::db;
use crate::platform::i18n::{self, Language};
use crate::platform::ids::{SessionId, new_uuid};
use crate::platform::jobs::{self, Job, JobError, Mail, Queued};

/// A change of address, for the mail to the earlier one.
pub struct Change {
    pub id: Uuid,
    pub earlier: String,
    pub expires_at: OffsetDateTime,
}

/// How often an address may be changed with only the session's id: each change is remembered as long as the session.
const MAX_CHANGES: i64 = 20;

/// Whether the visitor may give the session yet another address.
pub async fn may_change_again(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<bool> {
    Ok(queries::count_changes(conn, id).await? < MAX_CHANGES)
}

/// Handles a changed address. Links mailed to the earlier one stop working. Returns the mails to enqueue: a new link
/// for the new address, and a notice to the earlier one. The caller holds the session's lock.
pub async fn address_changed(
    conn: &mut PgConnection,
    context: &AppContext,
    network: Option<IpAddr>,
    id: SessionId,
    earlier: String,
    new: String,
) -> sqlx::Result<Vec<Mail>> {
    let is_same_mailbox = queries::are_same(conn, &earlier, &new).await?;
    // The first correction is mailed at once, because most fix a typo. Later ones send one mail per cool-down, to the
    // latest address.
    let is_first_slip = !is_same_mailbox && queries::count_changes(conn, id).await? == 0;
    let delay = if is_first_slip {
        Duration::ZERO
    } else {
        queries::find_next_mail(conn, id, context.timings.resend_cooldown).await?
    };
    sessions::mail_requested(conn, id, delay).await?;
    let was_put_off = jobs::replace(conn, id, SendVerificationMail::KIND).await?;
    let mut mails = vec![mail_of(id, new, network, delay)];
    // A different spelling of the same mailbox changes nothing: its links stay valid.
    if !is_same_mailbox {
        let had_links = queries::delete_by_session(conn, id).await?;
        let change = new_uuid();
        queries::insert_change(conn, change, id, &earlier, context.timings.verify_ttl).await?;
        // An address whose mail was delayed until now never received one, so there is nothing to tell it.
        if had_links || !was_put_off {
            let job = Queued::new(&SendAddressChangedMail { session: id.uuid(), change });
            mails.push(Mail { job, to: earlier, network, delay: Duration::ZERO, is_notice: true });
        }
    }
    Ok(mails)
}

/// The earlier address lets the present one see what it saw. Again does no harm. `false`: the link does not work.
pub async fn agree(pool: &PgPool, link: &Found) -> Result<bool, Error> {
    let (session, hash) = (link.session, &link.token_sha256);
    let mut tx = db::begin(pool).await?;
    db::lock_session(&mut tx, session).await?;
    // The address may have changed again while we waited: that voids the link.
    if queries::find_change_by_token(&mut tx, hash).await?.is_none() {
        return Ok(false);
    }
    if queries::mark_agreed(&mut tx, hash).await? {
        audit::record(&mut tx, Actor::SelfService, Action::AddressAgreed, session, serde_json::json!({})).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Deletes earlier addresses whose links have expired. Given agreements stay.
pub async fn forget_lapsed(pool: &PgPool) -> sqlx::Result<()> {
    queries::blank_lapsed_changes(&mut *pool.acquire().await?).await
}

#[derive(Template)]
#[template(path = "mail/changed.txt", escape = "none")]
struct Text<'a> {
    words: &'static Language,
    /// `None` if the address has changed again since
    url: Option<&'a str>,
    valid_until: &'a str,
    site: &'a str,
}

#[derive(Template)]
#[template(path = "mail/changed.html")]
struct Html<'a> {
    words: &'static Language,
    letter: Text<'a>,
}

/// Tells a session's earlier address of the change, with a link to agree that the new one sees what was given before. A
/// retry mints another token, and only the last works.
#[derive(Serialize, Deserialize)]
pub struct SendAddressChangedMail {
    session: Uuid,
    change: Uuid,
}

impl Job for SendAddressChangedMail {
    type Context = MailContext;
    const KIND: &'static str = "address_changed_mail";

    fn session(&self) -> Option<Uuid> {
        Some(self.session)
    }

    async fn run(self, id: Uuid, context: MailContext) -> Result<(), JobError> {
        let session = SessionId::from_uuid(self.session);
        let mut tx = db::begin(&context.app.pool).await?;
        db::lock_session(&mut tx, session).await?;
        let contact = sessions::contact(&mut tx, session).await?;
        // Nothing to do if the session was erased meanwhile or the earlier address is already forgotten.
        let (Some(contact), Some(change)) = (contact, queries::find_change(&mut tx, self.change).await?) else {
            return Ok(());
        };
        let token = Token::random();
        let is_latest = queries::mint_for_change(&mut tx, change.id, &token.sha256()).await?;
        tx.commit().await?;
        let url = is_latest.then(|| format!("{}/verify/earlier/{}", context.public_url, token.reveal()));
        let words = i18n::choose(Some(&contact.locale), None);
        let valid_until = words.moment(change.expires_at);
        let text = Text { words, url: url.as_deref(), valid_until: &valid_until, site: context.site() };
        let letter = Letter {
            language: words,
            subject: "mail-changed-subject",
            text: text.render(),
            html: Html { words, letter: text }.render(),
        };
        context.send(id, &change.earlier, letter).await
    }
}
