//! Boards that others may read: the member of a number, if there is one or will be. Read-only, and never the messages.

use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::actions::{Action, ActionStatus};
use super::{Caller, Messenger};
use crate::auth::members::{self, MemberId};
use crate::auth::phones::Phone;
use crate::error::{Error, Kind};
use crate::platform::db;
use crate::platform::http::cursor::Cursor;
use crate::platform::ids::new_uuid;

mod queries;

/// The most that one member may have.
const MOST: i64 = 20;

/// A board that may be read
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Share {
    pub id: Uuid,
    /// The other side's
    pub phone_number: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
}

impl Messenger {
    /// Who may read a member's board.
    pub async fn shares_of(&self, member: MemberId) -> Result<Vec<Share>, Error> {
        Ok(queries::list_of(&mut *self.0.pool.acquire().await?, member).await?)
    }

    /// Whose boards the member of a number may read.
    pub async fn shares_for(&self, phone: &Phone) -> Result<Vec<Share>, Error> {
        Ok(queries::list_for(&mut *self.0.pool.acquire().await?, phone).await?)
    }

    /// Lets the member of a number read; the same number once.
    pub async fn share(&self, caller: &Caller, phone: &Phone) -> Result<Share, Error> {
        let mut tx = db::begin(&self.0.pool).await?;
        let member = members::store(&mut tx, &caller.identity).await?.id;
        let made = queries::insert(&mut tx, new_uuid(), member, phone).await?;
        let made = made.ok_or_else(|| {
            Error::field("phoneNumber", format!("At most {MOST} may read your actions. End one of them first."))
        })?;
        tx.commit().await?;
        Ok(made)
    }

    /// Ends a share of this member, or one that this number was given.
    pub async fn end_share(&self, member: Option<MemberId>, phone: Option<&Phone>, id: Uuid) -> Result<(), Error> {
        let ended = queries::delete(&mut *self.0.pool.acquire().await?, member, phone, id).await?;
        if ended { Ok(()) } else { Err(Kind::NotFound.into()) }
    }

    /// The actions of a board that this number may read.
    pub async fn shared_actions(
        &self,
        phone: &Phone,
        id: Uuid,
        status: Option<ActionStatus>,
        after: Option<Cursor>,
    ) -> Result<(Vec<Action>, Option<String>), Error> {
        let mut conn = self.0.pool.acquire().await?;
        let owner = queries::find_owner(&mut conn, phone, id).await?.ok_or(Kind::NotFound)?;
        let (_, member) = members::find_by_id(&mut conn, owner).await?.ok_or(Kind::NotFound)?;
        drop(conn);
        self.actions(member.id, status, after).await
    }
}
