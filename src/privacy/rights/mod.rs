//! What a person may have done to their data (GDPR articles 7(3), 16, 17, 18, 21), whoever does it: staff, or the
//! person by the mailed link.

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

pub use erase::erase_all;
pub use queries::{count_by_address, list_by_address};
pub use rectify::{Rectification, rectify};
pub use restrict::{Reason, Restriction, lift, must_be_readable, restrict};
pub use withdraw::{withdraw_all, withdraw_training};

/// Who acts.
#[derive(Clone, Copy, Debug)]
pub struct Requester<'a> {
    pub actor: Actor,
    /// The person acts on what is kept under their address, and on nothing else.
    pub address: Option<&'a str>,
    /// From where the person asks for mails.
    pub network: Option<IpAddr>,
}

impl Requester<'static> {
    /// Staff may act on any session.
    pub fn staff(actor: Actor) -> Self {
        Self { actor, address: None, network: None }
    }
}

impl<'a> Requester<'a> {
    /// The person who reads the mails of this address.
    pub fn person(address: &'a str) -> Self {
        Self { actor: Actor::SelfService, address: Some(address), network: None }
    }

    /// The same, asking from this network.
    #[must_use]
    pub fn from(self, network: IpAddr) -> Self {
        Self { network: Some(network), ..self }
    }

    /// Takes the session's lock; 404 where no such person stands, or one with another address.
    async fn lock(&self, conn: &mut PgConnection, id: SessionId) -> Result<(), Error> {
        db::lock_session(conn, id).await?;
        if queries::stands(conn, id, self.address).await? { Ok(()) } else { Err(Kind::NotFound.into()) }
    }
}
