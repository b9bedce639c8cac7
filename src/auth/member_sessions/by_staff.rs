//! What staff do with members' sessions: find a user's, and end one or all. The audit log records each look and each
//! end, but not whose sessions they were: the site's id of a user is personal data.

use std::net::IpAddr;

use serde::Serialize;
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Counted, MemberSessions, check_user_id, queries};
use crate::audit::{self, Action};
use crate::auth::{Permission, Requester};
use crate::error::{Error, Kind};
use crate::platform::db;

/// A member's session as staff see it: without its token, and without the metadata of the site's backend
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MemberSessionSeen {
    pub id: Uuid,
    /// The User-Agent of the call that created it
    pub client: String,
    /// The address of that call; for IPv6 its /64
    #[schema(value_type = Option<String>)]
    pub network: Option<IpAddr>,
    pub role: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub last_activity: OffsetDateTime,
    /// Without a call until then it ends
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
    /// Its absolute end
    #[serde(with = "time::serde::rfc3339")]
    pub ends_at: OffsetDateTime,
}

impl MemberSessions {
    /// A user's sessions, newest first.
    pub async fn read_by(&self, by: Requester<'_>, user_id: &str) -> Result<Vec<MemberSessionSeen>, Error> {
        self.check(by, Permission::ReadMemberSessions)?;
        check_user_id(user_id)?;
        let mut tx = db::begin(&self.pool).await?;
        let found = queries::list_seen_of(&mut tx, user_id).await?;
        let detail = json!({ "listed": found.len() });
        audit::record(&mut tx, by.actor(), Action::MemberSessionsRead, None, detail).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// Ends a session; 404 if it has ended before.
    pub async fn end_by(&self, by: Requester<'_>, id: Uuid) -> Result<(), Error> {
        self.check(by, Permission::EndMemberSessions)?;
        let mut tx = db::begin(&self.pool).await?;
        if !queries::delete(&mut tx, id).await? {
            return Err(Kind::NotFound.into());
        }
        let detail = json!({ "ended": 1, "member_session": id });
        audit::record(&mut tx, by.actor(), Action::MemberSessionsEnded, None, detail).await?;
        tx.commit().await?;
        self.count(Counted::Revoked, 1);
        Ok(())
    }

    /// Ends all sessions of a user, and returns how many.
    pub async fn end_all_by(&self, by: Requester<'_>, user_id: &str) -> Result<u64, Error> {
        self.check(by, Permission::EndMemberSessions)?;
        check_user_id(user_id)?;
        let mut tx = db::begin(&self.pool).await?;
        let ended = queries::delete_of(&mut tx, user_id).await?;
        audit::record(&mut tx, by.actor(), Action::MemberSessionsEnded, None, json!({ "ended": ended })).await?;
        tx.commit().await?;
        self.count(Counted::Revoked, ended);
        Ok(ended)
    }

    fn check(&self, by: Requester<'_>, permission: Permission) -> Result<(), Error> {
        by.must(permission)?;
        if self.is_on() { Ok(()) } else { Err(Kind::NotEnabled.into()) }
    }
}
