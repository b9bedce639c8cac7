//! Self-service (GDPR articles 7(3), 12 to 21): a person who reads the mails of an address may see, copy, correct,
//! restrict and erase what is kept under it. A mailed link opens a short sign-in.
//!
//! Asking for a link reveals nothing about an address and does the same work for all: the job that it enqueues finds
//! out whether there is someone to write to. Nothing is kept of an unknown address, not even that it was asked for.

use std::time::Duration;

use sqlx::{PgConnection, PgPool};

use crate::audit::{self, Action, Actor};
use crate::auth::Requester;
use crate::auth::session::{self, Rules};
use crate::auth::token::Token;
use crate::error::{Error, Kind};
use crate::intake::check_email;
use crate::platform::db;
use crate::platform::http::ClientIp;
use crate::platform::i18n::Language;
use crate::platform::ids::SessionId;
use crate::platform::jobs::{self, Queued};

mod data;
pub mod data_pages;
pub mod erase_routes;
mod letter;
mod queries;
pub mod routes;

pub use letter::SendPrivacyLink;

/// How long a mailed link works.
const LINK: Duration = Duration::from_secs(3600);

/// How long a sign-in lasts.
const SIGN_IN: Duration = Duration::from_secs(30 * 60);

/// Requests do not extend it, so it ends by both rules at once.
const RULES: Rules = Rules { idle: SIGN_IN, absolute: SIGN_IN, at_once: None };

/// A person who has proved to receive the mails of this address.
#[derive(Clone)]
pub struct Person {
    /// Lower case
    pub address: String,
    token_sha256: [u8; 32],
    client: ClientIp,
}

impl Person {
    /// Who asks, for the acts.
    fn requester(&self) -> Requester<'_> {
        Requester::Person { address: &self.address, client: self.client }
    }
}

/// Requests a link, which is mailed in this language. Response and work are the same whether the address is known or
/// not.
pub async fn ask(pool: &PgPool, words: &Language, address: &str) -> Result<(), Error> {
    let address = check_email(words, address).map_err(|fault| Error::field("email", fault))?.to_string();
    let mut tx = db::begin(pool).await?;
    let session = queries::find_newest(&mut tx, &address).await?;
    let job = SendPrivacyLink { session, locale: Some(words.tag().to_owned()) };
    jobs::enqueue(&mut tx, &Queued::new(&job)).await?;
    Ok(tx.commit().await?)
}

/// Whether a link still works; checking does not use it up.
pub async fn works(pool: &PgPool, token: &str) -> Result<bool, Error> {
    let Some(token) = Token::copied(token) else {
        return Ok(false);
    };
    Ok(queries::find_link(&mut *pool.acquire().await?, &token.sha256()).await?.is_some())
}

/// Uses a link, once. Returns the token of the new sign-in; `None` if the link does not work.
pub async fn enter(pool: &PgPool, token: &str) -> Result<Option<Token>, Error> {
    let Some(token) = Token::copied(token) else {
        return Ok(None);
    };
    let hash = token.sha256();
    let mut tx = db::begin(pool).await?;
    let Some(address) = queries::find_link(&mut tx, &hash).await? else {
        return Ok(None);
    };
    queries::lock_address(&mut tx, &address).await?;
    // Of simultaneous clicks one succeeds; and the last session may have been deleted meanwhile.
    let sessions = super::rights::list_by_address(&mut tx, &address).await?;
    if sessions.is_empty() || !queries::mark_used(&mut tx, &hash).await? {
        return Ok(None);
    }
    let sign_in = Token::random();
    queries::insert_sign_in(&mut tx, &sign_in.sha256(), &address, RULES.absolute).await?;
    record_all(&mut tx, Actor::SelfService, Action::PrivacySignedIn, &sessions).await?;
    tx.commit().await?;
    Ok(Some(sign_in))
}

/// Returns the person signed in with this token; 401 if there is no such sign-in.
pub async fn validate(pool: &PgPool, token: &str, client: ClientIp) -> Result<Person, Error> {
    let (address, token_sha256) = session::validate(pool, token, queries::find_sign_in).await?;
    Ok(Person { address, token_sha256, client })
}

/// Ends the sign-in.
pub async fn revoke(pool: &PgPool, person: &Person) -> Result<(), Error> {
    Ok(queries::delete_sign_in(&mut *pool.acquire().await?, &person.token_sha256).await?)
}

/// Deletes expired links and sign-ins, and with them the addresses in them.
pub async fn forget_lapsed(pool: &PgPool) -> sqlx::Result<()> {
    queries::delete_lapsed(&mut *pool.acquire().await?).await
}

async fn record_all(conn: &mut PgConnection, actor: Actor, action: Action, sessions: &[SessionId]) -> sqlx::Result<()> {
    for session in sessions {
        audit::record(conn, actor, action, *session, serde_json::json!({})).await?;
    }
    Ok(())
}

/// Finds the address's session by its tag: the id itself never appears in an address bar.
async fn session_of(conn: &mut PgConnection, person: &Person, tag: &str) -> Result<SessionId, Error> {
    let sessions = super::rights::list_by_address(conn, &person.address).await?;
    sessions.into_iter().find(|id| id.tag() == tag).ok_or_else(|| Kind::NotFound.into())
}

/// The same without an open transaction.
pub async fn find_session(pool: &PgPool, person: &Person, tag: &str) -> Result<SessionId, Error> {
    db::in_time(async { session_of(&mut *pool.acquire().await?, person, tag).await }).await
}
