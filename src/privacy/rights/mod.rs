//! What a person may have done to their data (GDPR articles 7(3), 16, 17, 18, 21), by staff or by themselves through
//! the mailed link.

use std::net::IpAddr;

use sqlx::PgConnection;

use crate::audit::Actor;
use crate::error::{Error, Kind};
use crate::platform::db;
use crate::platform::ids::SessionId;

mod erase;
mod queries;
mod rectify;
mod restrict;
mod withdraw;

pub use erase::{erase, erase_all};
pub use queries::{count_by_address, list_by_address};
pub use rectify::{Rectification, rectify};
pub use restrict::{Reason, Restriction, lift, must_be_readable, restrict};
pub use withdraw::{withdraw_all, withdraw_training};

/// Who makes a change.
#[derive(Clone, Copy, Debug)]
pub struct Requester<'a> {
    pub actor: Actor,
    /// If set, only sessions with this address may be changed: a person acts on their own data.
    pub address: Option<&'a str>,
    /// The network that counts for the mail limits.
    pub network: Option<IpAddr>,
}

impl Requester<'static> {
    /// A staff member, who may act on any session.
    pub fn staff(actor: Actor) -> Self {
        Self { actor, address: None, network: None }
    }
}

impl<'a> Requester<'a> {
    /// The person who reads the mails of this address.
    pub fn person(address: &'a str) -> Self {
        Self { actor: Actor::SelfService, address: Some(address), network: None }
    }

    /// The same, with requests from this network.
    #[must_use]
    pub fn from(self, network: IpAddr) -> Self {
        Self { network: Some(network), ..self }
    }

    /// Takes the session's lock. 404 if there is no such session, or it has another address.
    async fn lock(&self, conn: &mut PgConnection, id: SessionId) -> Result<(), Error> {
        db::lock_session(conn, id).await?;
        if queries::exists(conn, id, self.address).await? { Ok(()) } else { Err(Kind::NotFound.into()) }
    }
}
