//! The append-only audit trail: what happened to which session and who did it, never its content.

use std::borrow::Cow;

use serde::Serialize;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::platform::ids::SessionId;

pub mod chain;
mod queries;
pub mod truncate;

/// What can be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    SessionPending,
    SessionCorrected,
    SessionVerified,
    SessionErased,
    SessionRectified,
    StaffListed,
    StaffRead,
    StaffDownloaded,
    StaffExported,
    StaffAdded,
    StaffReset,
    StaffDisabled,
    StaffChanged,
    StaffSignedIn,
    StaffSignInRefused,
    StaffSignedOut,
    StaffRetried,
    TrailSearched,
    RequestEntered,
    RequestRead,
    RequestsListed,
    RequestExtended,
    RequestClosed,
    RetentionApplied,
    TrailCut,
    PrivacyLinkSent,
    PrivacySignedIn,
    PrivacyExported,
    ConsentWithdrawn,
    SessionRestricted,
    SessionUnrestricted,
    TrainingListed,
    AddressAgreed,
}

impl Action {
    /// All actions, for the search.
    pub const ALL: [Self; 33] = [
        Self::SessionPending,
        Self::SessionCorrected,
        Self::SessionVerified,
        Self::SessionErased,
        Self::SessionRectified,
        Self::StaffListed,
        Self::StaffRead,
        Self::StaffDownloaded,
        Self::StaffExported,
        Self::StaffAdded,
        Self::StaffReset,
        Self::StaffDisabled,
        Self::StaffChanged,
        Self::StaffSignedIn,
        Self::StaffSignInRefused,
        Self::StaffSignedOut,
        Self::StaffRetried,
        Self::TrailSearched,
        Self::RequestEntered,
        Self::RequestRead,
        Self::RequestsListed,
        Self::RequestExtended,
        Self::RequestClosed,
        Self::RetentionApplied,
        Self::TrailCut,
        Self::PrivacyLinkSent,
        Self::PrivacySignedIn,
        Self::PrivacyExported,
        Self::ConsentWithdrawn,
        Self::SessionRestricted,
        Self::SessionUnrestricted,
        Self::TrainingListed,
        Self::AddressAgreed,
    ];

    /// Its name in the trail.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SessionPending => "session.pending",
            Self::SessionCorrected => "session.corrected",
            Self::SessionVerified => "session.verified",
            Self::SessionErased => "session.erased",
            Self::SessionRectified => "session.rectified",
            Self::StaffListed => "staff.listed",
            Self::StaffRead => "staff.read",
            Self::StaffDownloaded => "staff.downloaded",
            Self::StaffExported => "staff.exported",
            Self::StaffAdded => "staff.added",
            Self::StaffReset => "staff.reset",
            Self::StaffDisabled => "staff.disabled",
            Self::StaffChanged => "staff.changed",
            Self::StaffSignedIn => "staff.signed_in",
            Self::StaffSignInRefused => "staff.sign_in_refused",
            Self::StaffSignedOut => "staff.signed_out",
            Self::StaffRetried => "staff.retried",
            Self::TrailSearched => "trail.searched",
            Self::RequestEntered => "request.entered",
            Self::RequestRead => "request.read",
            Self::RequestsListed => "request.listed",
            Self::RequestExtended => "request.extended",
            Self::RequestClosed => "request.closed",
            Self::RetentionApplied => "retention.applied",
            Self::TrailCut => "trail.cut",
            Self::PrivacyLinkSent => "privacy.link_sent",
            Self::PrivacySignedIn => "privacy.signed_in",
            Self::PrivacyExported => "privacy.exported",
            Self::ConsentWithdrawn => "consent.withdrawn",
            Self::SessionRestricted => "session.restricted",
            Self::SessionUnrestricted => "session.unrestricted",
            Self::TrainingListed => "training.listed",
            Self::AddressAgreed => "session.address_agreed",
        }
    }
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    Visitor,
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
    /// An [`Action::as_str`].
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
    /// `visitor`, `visitor:self-service`, `system`, `operator`, `staff:<id>` or `nobody`
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
    queries::insert(conn, &actor.name(), action.as_str(), &[session.into().map(SessionId::uuid)], &[detail]).await
}

/// Adds a line for each session to which the same thing happened.
pub async fn record_all(
    conn: &mut PgConnection,
    actor: Actor,
    action: Action,
    lines: &[(SessionId, serde_json::Value)],
) -> sqlx::Result<()> {
    let (ids, details): (Vec<_>, Vec<_>) = lines.iter().map(|(id, detail)| (Some(id.uuid()), detail.clone())).unzip();
    queries::insert(conn, &actor.name(), action.as_str(), &ids, &details).await
}
