//! What staff and the operator do with members: find, look, read, copy, erase. The audit log records each look.

use std::io;

use bytes::Bytes;
use futures_util::Stream;
use serde_json::json;
use sqlx::PgPool;
use time::OffsetDateTime;
use uuid::Uuid;

use super::restrict::must_be_readable;
use super::{copy, erase_stored, queries};
use crate::audit::{self, Action};
use crate::auth::members::{self, Identity};
use crate::auth::{Permission, Requester};
use crate::config::Timings;
use crate::error::{Error, Kind};
use crate::platform::db;
use crate::platform::ids::SessionId;
use crate::privacy::MOST_FOUND;
use crate::privacy::restriction::Restriction;

/// A short summary of a member
#[derive(Debug)]
pub struct FoundMember {
    pub id: Uuid,
    /// The user's id at the site
    pub subject: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub created_at: OffsetDateTime,
    pub seen_at: OffsetDateTime,
    pub conversations: i64,
    /// GDPR article 18
    pub restricted: bool,
}

/// A member as staff see one.
#[derive(Debug)]
pub struct SeenMember {
    pub id: Uuid,
    /// What the site says of the user; nothing if the use is restricted and the requester may not read it.
    pub profile: serde_json::Value,
    pub restriction: Option<Restriction>,
    pub created_at: OffsetDateTime,
    pub seen_at: OffsetDateTime,
    pub conversations: i64,
    pub messages: i64,
}

/// A conversation in a list.
#[derive(Debug)]
pub struct SeenConversation {
    pub id: Uuid,
    pub title: Option<String>,
    pub updated_at: OffsetDateTime,
    pub messages: i64,
}

/// A message that staff read; all versions, not only those that are shown to the member.
#[derive(Debug)]
pub struct SeenMessage {
    pub role: String,
    pub content: String,
    pub state: String,
    pub created_at: OffsetDateTime,
}

/// The member with this id at the site; `None` if nothing is kept.
pub async fn look(pool: &PgPool, by: Requester<'_>, issuer: &str, subject: &str) -> Result<Option<SeenMember>, Error> {
    by.must(Permission::ReadMemberSessions)?;
    let mut tx = db::begin(pool).await?;
    let mut found = queries::find_seen(&mut tx, issuer, subject).await?;
    if let Some(found) = &mut found {
        if found.restriction.is_some() && !by.may(Permission::ReadRestricted) {
            found.profile = json!({});
        }
        audit::record(&mut tx, by.actor(), Action::MemberRead, SessionId::from_uuid(found.id), json!({})).await?;
    }
    tx.commit().await?;
    Ok(found)
}

/// The id of the member with this id at the site, for an act that the trail names itself; 404 if nothing is kept.
pub async fn find_id(pool: &PgPool, by: Requester<'_>, issuer: &str, subject: &str) -> Result<SessionId, Error> {
    by.must(Permission::ReadMemberSessions)?;
    let identity = Identity { issuer: issuer.to_owned(), subject: subject.to_owned(), profile: serde_json::Map::new() };
    let found = members::find(&mut *pool.acquire().await?, &identity).await?.ok_or(Kind::NotFound)?;
    Ok(SessionId::from_uuid(found.id.uuid()))
}

/// The newest conversations of a member, and the messages of one of them, oldest first.
#[derive(Debug)]
pub struct Conversations {
    pub list: Vec<SeenConversation>,
    pub open: Option<Vec<SeenMessage>>,
}

/// Reads a member's conversations; 404 if the one to open is another's.
pub async fn read_conversations(
    pool: &PgPool,
    by: Requester<'_>,
    member: SessionId,
    open: Option<Uuid>,
) -> Result<Conversations, Error> {
    by.must(Permission::ReadConversations)?;
    let mut tx = db::begin(pool).await?;
    must_be_readable(&mut tx, by, member).await?;
    let list = queries::list_conversations(&mut tx, member.uuid(), MOST_FOUND).await?;
    let (action, detail) = match open {
        None => (Action::MemberRead, json!({})),
        Some(id) => (Action::ConversationRead, json!({ "conversation": id })),
    };
    let open = match open {
        None => None,
        Some(id) => {
            let found = queries::read_conversation(&mut tx, member.uuid(), id, MOST_READ).await?;
            if found.is_empty() {
                return Err(Kind::NotFound.into());
            }
            Some(found)
        }
    };
    audit::record(&mut tx, by.actor(), action, member, detail).await?;
    tx.commit().await?;
    Ok(Conversations { list, open })
}

/// The newest messages that a page shows; the copy has all.
pub const MOST_READ: i64 = 500;

/// A copy of all that is kept of a member, for staff who answer a request; `None` if there is no such member.
pub async fn copy_for(
    pool: &PgPool,
    by: Requester<'_>,
    id: SessionId,
) -> Result<Option<impl Stream<Item = io::Result<Bytes>> + Send + use<>>, Error> {
    by.must(Permission::Export)?;
    let mut conn = pool.acquire().await?;
    let Some((identity, member)) = members::find_by_id(&mut conn, id.uuid()).await? else {
        return Ok(None);
    };
    must_be_readable(&mut conn, by, id).await?;
    audit::record(&mut conn, by.actor(), Action::MemberExported, id, json!({})).await?;
    Ok(Some(copy::stream(pool.clone(), identity, member)))
}

/// Erases a member as staff or the operator decide; `None` if there is no such member. Returns the receipt's id.
pub async fn erase_for(
    pool: &PgPool,
    timings: &Timings,
    by: Requester<'_>,
    id: SessionId,
) -> Result<Option<Uuid>, Error> {
    by.must(Permission::Erase)?;
    let mut tx = db::begin(pool).await?;
    let receipt = erase_stored(&mut tx, id, by.actor(), timings).await?;
    tx.commit().await?;
    Ok(receipt)
}
