//! The append-only audit trail: what happened to which session and who did it, never its content.

use std::borrow::Cow;

use serde::Serialize;
use sqlx::PgConnection;
use strum::{IntoStaticStr, VariantArray};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::platform::ids::SessionId;

pub mod chain;
mod queries;
pub mod truncate;

/// What can be recorded, by its name in the trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(const_into_str)]
pub enum Action {
    #[strum(serialize = "session.pending")]
    SessionPending,
    #[strum(serialize = "session.corrected")]
    SessionCorrected,
    #[strum(serialize = "session.verified")]
    SessionVerified,
    #[strum(serialize = "session.erased")]
    SessionErased,
    #[strum(serialize = "session.rectified")]
    SessionRectified,
    #[strum(serialize = "staff.listed")]
    StaffListed,
    #[strum(serialize = "staff.read")]
    StaffRead,
    #[strum(serialize = "staff.downloaded")]
    StaffDownloaded,
    #[strum(serialize = "staff.exported")]
    StaffExported,
    #[strum(serialize = "staff.added")]
    StaffAdded,
    #[strum(serialize = "staff.reset")]
    StaffReset,
    #[strum(serialize = "staff.disabled")]
    StaffDisabled,
    #[strum(serialize = "staff.changed")]
    StaffChanged,
    #[strum(serialize = "staff.signed_in")]
    StaffSignedIn,
    #[strum(serialize = "staff.sign_in_refused")]
    StaffSignInRefused,
    #[strum(serialize = "staff.signed_out")]
    StaffSignedOut,
    #[strum(serialize = "staff.retried")]
    StaffRetried,
    #[strum(serialize = "trail.searched")]
    TrailSearched,
    #[strum(serialize = "request.entered")]
    RequestEntered,
    #[strum(serialize = "request.read")]
    RequestRead,
    #[strum(serialize = "request.listed")]
    RequestsListed,
    #[strum(serialize = "request.extended")]
    RequestExtended,
    #[strum(serialize = "request.closed")]
    RequestClosed,
    #[strum(serialize = "retention.applied")]
    RetentionApplied,
    #[strum(serialize = "trail.cut")]
    TrailCut,
    #[strum(serialize = "privacy.link_sent")]
    PrivacyLinkSent,
    #[strum(serialize = "privacy.signed_in")]
    PrivacySignedIn,
    #[strum(serialize = "privacy.exported")]
    PrivacyExported,
    #[strum(serialize = "consent.withdrawn")]
    ConsentWithdrawn,
    #[strum(serialize = "session.restricted")]
    SessionRestricted,
    #[strum(serialize = "session.unrestricted")]
    SessionUnrestricted,
    #[strum(serialize = "training.listed")]
    TrainingListed,
    #[strum(serialize = "session.address_agreed")]
    AddressAgreed,
    #[strum(serialize = "member_sessions.read")]
    MemberSessionsRead,
    #[strum(serialize = "member_sessions.ended")]
    MemberSessionsEnded,
    #[strum(serialize = "member.read")]
    MemberRead,
    #[strum(serialize = "member.conversation_read")]
    ConversationRead,
    #[strum(serialize = "member.exported")]
    MemberExported,
    #[strum(serialize = "member.erased")]
    MemberErased,
    #[strum(serialize = "member.restricted")]
    MemberRestricted,
    #[strum(serialize = "member.unrestricted")]
    MemberUnrestricted,
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    Visitor,
    /// A member, by their sign-in at the site.
    Member,
    /// The person, through a link mailed to their address.
    SelfService,
    /// A rule of the operator's, such as a retention time.
    System,
    /// A user of the command line.
    Operator,
    /// A staff member.
    Staff(Uuid),
    /// Someone who could not be authenticated.
    Nobody,
    /// The ledger of erasures, replayed on a restored database.
    Ledger,
}

impl Actor {
    /// Its name in the trail and in receipts.
    pub fn name(self) -> Cow<'static, str> {
        match self {
            Self::Visitor => "visitor".into(),
            Self::Member => "member".into(),
            Self::SelfService => "visitor:self-service".into(),
            Self::System => "system".into(),
            Self::Operator => "operator".into(),
            Self::Staff(id) => format!("staff:{id}").into(),
            Self::Nobody => "nobody".into(),
            Self::Ledger => "ledger".into(),
        }
    }
}

/// What to search the trail for; `None` matches everything.
#[derive(Debug, Default)]
pub struct Sought {
    pub session: Option<Uuid>,
    /// An [`Actor::name`].
    pub actor: Option<String>,
    /// An [`Action::into_str`].
    pub action: Option<String>,
    pub from: Option<OffsetDateTime>,
    pub to: Option<OffsetDateTime>,
    /// Time and number of the last line seen.
    pub after: Option<(OffsetDateTime, i64)>,
}

/// A line of the trail
#[derive(Debug, Serialize, utoipa::ToSchema, sqlx::FromRow)]
pub struct Entry {
    pub id: i64,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// `visitor`, `visitor:self-service`, `system`, `operator`, `ledger`, `staff:<id>` or `nobody`
    pub actor: String,
    pub action: String,
    pub session_id: Option<Uuid>,
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
    /// Its place in the chain; null until it is sealed, which takes seconds
    pub seal: Option<i64>,
}

/// Returns the newest lines first, after the last one seen.
pub async fn search(conn: &mut PgConnection, sought: &Sought, limit: i64) -> sqlx::Result<Vec<Entry>> {
    queries::search(conn, sought, limit).await
}

/// Whether there is a line with this number.
pub async fn exists(conn: &mut PgConnection, id: i64) -> sqlx::Result<bool> {
    queries::exists(conn, id).await
}

/// Adds a line in the caller's transaction: it exists if and only if the action happened.
pub async fn record(
    conn: &mut PgConnection,
    actor: Actor,
    action: Action,
    session: impl Into<Option<SessionId>>,
    detail: serde_json::Value,
) -> sqlx::Result<()> {
    queries::insert(conn, &actor.name(), action.into_str(), &[session.into().map(SessionId::uuid)], &[detail]).await
}

/// Adds a line for each session to which the same thing happened.
pub async fn record_all(
    conn: &mut PgConnection,
    actor: Actor,
    action: Action,
    lines: &[(SessionId, serde_json::Value)],
) -> sqlx::Result<()> {
    let (ids, details): (Vec<_>, Vec<_>) = lines.iter().map(|(id, detail)| (Some(id.uuid()), detail.clone())).unzip();
    queries::insert(conn, &actor.name(), action.into_str(), &ids, &details).await
}
