//! The words that both programs write into `messenger_sessions`.

use strum::{Display, EnumString, IntoStaticStr};

/// What is wanted of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Desired {
    Running,
    /// Nothing is connected, the pairing is kept, and the next call of the member wakes it.
    Asleep,
    /// As asleep, until the member starts it.
    Stopped,
    /// Logged out at the messenger, then the keys are shredded.
    Forgotten,
}

/// What a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Status {
    Stopped,
    Starting,
    /// Waits for the phone to scan the QR code.
    Pairing,
    Online,
    /// Is not connected, and tries to be.
    Offline,
    Asleep,
    /// The phone has ended the link.
    LoggedOut,
    /// Another program uses the same link.
    Replaced,
    /// The messenger has shut the account out for a time.
    Banned,
    /// Ten tries in a row have failed.
    Failed,
    /// Another number's phone has scanned the QR code; nothing is kept.
    OtherNumber,
}
