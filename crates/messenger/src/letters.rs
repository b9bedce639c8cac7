//! What lies sealed in `messenger_inbox` and `messenger_outbox`.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::seal::SessionKey;

/// A message that has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// The messenger's own address of the chat.
    pub chat: String,
    /// The messenger's own address of who wrote it.
    pub sender: String,
    /// What the sender calls themselves, if they say so.
    pub sender_name: Option<String>,
    /// The member wrote it, on the phone.
    pub is_own: bool,
    pub is_group: bool,
    /// The message, or the caption of a picture; empty if there is neither.
    pub text: String,
    /// What came with it or instead of it; it is not fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<Media>,
    #[serde(with = "time::serde::rfc3339")]
    pub sent_at: OffsetDateTime,
}

/// What a message holds that is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Media {
    Picture,
    Video,
    /// A recording of the sender's voice.
    Voice,
    Audio,
    Document,
    Sticker,
    Contact,
    Location,
    /// What a newer connector knows.
    #[serde(other)]
    Other,
}

/// To whom a message goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum To {
    /// The member's own chat ("message yourself").
    Own,
    /// An address as [`Incoming::chat`] has it.
    Chat(String),
}

/// A message to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    pub to: To,
    pub text: String,
}

/// Returns the name of a message in `messenger_inbox.external`, so that each is taken once.
pub fn external_name(key: &SessionKey, chat: &str, sender: &str, id: &str) -> [u8; 32] {
    key.hash("message", format!("{chat}\n{sender}\n{id}").as_bytes())
}
