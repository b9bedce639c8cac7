//! What `anteroom` and the programs that speak a messenger's protocol share. They meet only in PostgreSQL (tables
//! `messenger_*`): the one writes what is wanted, the other what is. Nothing here knows a protocol.

mod letters;
mod rows;
mod seal;
mod seat;
mod states;
mod supervisor;

pub use letters::{Incoming, Media, Outgoing, To, external_name};
pub use rows::{Owned, Row, RowsError, SealedRows};
pub use seal::{MasterKey, SealedBy, SessionKey};
pub use seat::{Admission, Ended, Messenger, Seat, ToSend};
pub use states::{Desired, Status};
pub use supervisor::{Rules, Supervisor};

/// PostgreSQL's channels; each message is the id of a session, but of [`CHANGES`](channels::CHANGES).
pub mod channels {
    /// What a member wants of a session has changed, or its owner has let go of it. For connectors.
    pub const WANTED: &str = "messenger_wanted";
    /// A session's status or code has changed, or an action: the id of the member, or of the sign-in that waits. For
    /// `anteroom`.
    pub const CHANGES: &str = "messenger_changes";
    /// A message has come. For `anteroom`.
    pub const INBOX: &str = "messenger_inbox";
    /// There is something to send. For connectors.
    pub const OUTBOX: &str = "messenger_outbox";
}

/// A random id.
#[expect(clippy::disallowed_methods, reason = "this is the place of this crate's random ids")]
fn new_uuid() -> uuid::Uuid {
    uuid::Uuid::new_v4()
}
