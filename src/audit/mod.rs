//! The append-only trail: what happened to which session, and who did it, never what it was about.

use sqlx::PgConnection;

use crate::ids::SessionId;

mod store;

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    SessionPending,
    SessionCorrected,
    SessionVerified,
    SessionErased,
}

impl Action {
    /// As the trail writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SessionPending => "session.pending",
            Self::SessionCorrected => "session.corrected",
            Self::SessionVerified => "session.verified",
            Self::SessionErased => "session.erased",
        }
    }
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    Visitor,
    /// A rule of the operator's, such as a retention time.
    System,
}

impl Actor {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::System => "system",
        }
    }
}

/// Adds a line in the caller's transaction: it stands if and only if the thing happened.
pub async fn record(
    conn: &mut PgConnection,
    actor: Actor,
    action: Action,
    session: SessionId,
    detail: serde_json::Value,
) -> sqlx::Result<()> {
    store::insert(conn, actor.as_str(), action.as_str(), session, detail).await
}
