//! Members: the host site's own users. Whom a request comes from is proved by a token of the site or by a session of ours;
//! what a member has here is found by a [`MemberId`], which comes from nowhere else.

use std::sync::Arc;

use hyper::header::ORIGIN;
use hyper::http::request::Parts;
use serde_json::{Map, Value};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::auth::lookup::Lookup;
use crate::auth::phones::{self, Phone};
use crate::config::{Config, Switch};
use crate::error::{Error, Kind};
use crate::platform::http::origin::{Sender, Site};
use crate::platform::ids::new_uuid;

mod extract;
mod queries;

pub use extract::Member;

/// The id of a stored member. Only this module makes one, for the member who calls or whom the operator has found.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MemberId(Uuid);

impl MemberId {
    /// For SQL parameters and answers.
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

impl std::fmt::Debug for MemberId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MemberId(…)")
    }
}

/// Who a member is.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// The configured issuer, or ''.
    pub issuer: String,
    /// The user's id at the site.
    pub subject: String,
    /// What the token or the session says besides.
    pub profile: Map<String, Value>,
}

impl Identity {
    /// Of who has proved a telephone number.
    pub fn of_phone(phone: &Phone) -> Self {
        Self { issuer: phones::ISSUER.to_owned(), subject: phone.as_str().to_owned(), profile: Map::new() }
    }
}

/// A stored member.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: MemberId,
    pub profile: Map<String, Value>,
    pub created_at: OffsetDateTime,
    /// What is kept is left alone (GDPR article 18).
    pub is_restricted: bool,
}

/// How requests show who they come from. Cheap to clone.
#[derive(Clone)]
pub struct Members {
    issuer: Arc<str>,
    /// Reads what only the site can read.
    lookup: Lookup,
    /// Sites whose pages may act for a member who is signed in by a cookie.
    origins: Arc<[String]>,
    /// Programs on this machine may name the member in a header; for trying out.
    trusts_header: bool,
}

impl Members {
    pub fn new(config: &Config) -> Self {
        Self {
            issuer: config.members.issuer().unwrap_or_default().into(),
            lookup: Lookup::new(&config.members),
            origins: config.web.embed_origins.iter().map(|url| url.origin().ascii_serialization()).collect(),
            trusts_header: config.members.members_trust_user_header == Switch::On && !config.production,
        }
    }

    /// The issuer of all our members.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// A browser sends cookies with the requests of any page, so that changes must come from a page that we know.
    fn check_sender(&self, parts: &Parts, site: &Site) -> Result<(), Error> {
        if parts.method.is_safe() || Sender::of(&parts.headers, site) == Sender::Ours {
            return Ok(());
        }
        let origin = parts.headers.get(ORIGIN).and_then(|value| value.to_str().ok());
        if origin.is_some_and(|origin| self.origins.iter().any(|known| known == origin)) {
            return Ok(());
        }
        Err(Error::new(
            Kind::Forbidden,
            "A sign-in by cookie acts only for pages of PUBLIC_URL and EMBED_ORIGINS. Name the page's origin there.",
        ))
    }

    fn identity(&self, subject: String, profile: Map<String, Value>) -> Identity {
        Identity { issuer: self.issuer.to_string(), subject, profile }
    }
}

/// Stores the member if it is the first time, notes the visit, and holds a lock on the member until the transaction ends,
/// so that what one member does follows each other. What the token says now replaces what it said before.
pub async fn store(conn: &mut PgConnection, identity: &Identity) -> sqlx::Result<Stored> {
    queries::upsert(conn, new_uuid(), identity).await
}

/// Returns the stored member; `None` if nothing was ever stored.
pub async fn find(conn: &mut PgConnection, identity: &Identity) -> sqlx::Result<Option<Stored>> {
    queries::find(conn, &identity.issuer, &identity.subject).await
}

/// Returns a member whom staff or the operator have found, with their row.
pub async fn find_by_id(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<(Identity, Stored)>> {
    queries::find_by_id(conn, id).await
}
