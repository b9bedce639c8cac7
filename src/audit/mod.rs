//! The append-only trail: what happened to which session, and who did it, never what it was about.

use std::borrow::Cow;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::ids::SessionId;

pub mod chain;
mod store;

/// What can happen.
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
}

impl Action {
    /// As the trail writes it.
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
        }
    }
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    Visitor,
    /// A rule of the operator's, such as a retention time.
    System,
    /// Whoever may run the program's commands.
    Operator,
    /// A person of the staff.
    Staff(Uuid),
    /// Somebody who could not say who they are.
    Nobody,
    /// The record of erasures, when a restored copy had forgotten them.
    Ledger,
}

impl Actor {
    /// As the trail and receipts write it.
    pub fn name(self) -> Cow<'static, str> {
        match self {
            Self::Visitor => "visitor".into(),
            Self::System => "system".into(),
            Self::Operator => "operator".into(),
            Self::Staff(id) => format!("staff:{id}").into(),
            Self::Nobody => "nobody".into(),
            Self::Ledger => "ledger".into(),
        }
    }
}

/// Adds a line in the caller's transaction: it stands if and only if the thing happened.
pub async fn record(
    conn: &mut PgConnection,
    actor: Actor,
    action: Action,
    session: impl Into<Option<SessionId>>,
    detail: serde_json::Value,
) -> sqlx::Result<()> {
    store::insert(conn, &actor.name(), action.as_str(), session.into(), detail).await
}
