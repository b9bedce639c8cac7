//! What is to be answered: a new question, one sent again, one in place of another, or the last one once more.

use serde_json::{Map, Value};
use sqlx::PgConnection;
use uuid::Uuid;

use super::queries::{self, Message, NewMessage, Opened};
use super::{MAX_BRANCH, MAX_READ, is_shown};
use crate::assistant::{self, Question, Role};
use crate::auth::members::MemberId;
use crate::error::{Error, Kind};
use crate::platform::ids::new_uuid;

/// The longest message, in bytes.
const MAX_MESSAGE: usize = 32 * 1024;

/// The longest name that a client may give to a conversation or a message.
pub const LONGEST_KEY: usize = 255;

/// What a member sends.
#[derive(Clone, Debug)]
pub enum Turn {
    Ask {
        text: String,
        /// The client's name for the question: sent again, it is the same question.
        key: Option<String>,
        /// A question that this one replaces, by its id or the client's name for it.
        instead_of: Option<String>,
    },
    /// Another answer to the question that this answer answered; without one, to the last question.
    AnswerAgain { answer: Option<String> },
}

/// What is to be answered, and where it belongs.
pub struct Asked {
    pub text: String,
    key: Option<String>,
    /// The stored question, if it is not a new one.
    pub question: Option<Uuid>,
    /// What comes before the question.
    pub parent: Option<Uuid>,
    /// The answer that an earlier try of the same question has begun.
    pub earlier: Option<Uuid>,
}

impl Asked {
    pub async fn of(conn: &mut PgConnection, member: MemberId, opened: &Opened, turn: Turn) -> Result<Self, Error> {
        match turn {
            Turn::AnswerAgain { answer } => {
                let last = queries::branch(conn, opened.id, opened.leaf, MAX_BRANCH, MAX_READ).await?;
                let is_meant = |message: &&Message| match &answer {
                    Some(answer) => message.id.to_string() == *answer,
                    None => message.role == "assistant",
                };
                // The client may know the running answer, or one that has failed, by its id only.
                let from = last.iter().find(is_meant).map_or(opened.leaf, |message| Some(message.id));
                let mut branch = queries::branch(conn, opened.id, from, MAX_BRANCH, MAX_READ).await?.into_iter();
                let asked = branch.find(|message| message.role == "user").ok_or_else(|| {
                    Error::new(Kind::InvalidInput, "There is no question to answer again. Send a message first.")
                })?;
                Ok(Self {
                    text: asked.content,
                    key: None,
                    question: Some(asked.id),
                    parent: asked.parent,
                    earlier: None,
                })
            }
            Turn::Ask { text, key, instead_of } => {
                if let Some(sent) = match &key {
                    Some(key) => queries::find_sent(conn, opened.id, key).await?,
                    None => None,
                } {
                    if sent.content != text {
                        return Err(Kind::MessageDiffers.into());
                    }
                    // One of which nothing came is tried again, unless the conversation has gone on.
                    let earlier = sent.answer.filter(|answer| !sent.is_void || opened.leaf != Some(*answer));
                    return Ok(Self { text, key, question: Some(sent.id), parent: sent.parent, earlier });
                }
                let parent = match instead_of {
                    None => opened.leaf,
                    Some(name) => {
                        // Clients name their messages by UUIDs, too.
                        let sent = queries::find_sent(conn, opened.id, &name).await?;
                        let id = sent.map(|sent| sent.id).or_else(|| Uuid::try_parse(&name).ok());
                        let replaced = match id {
                            Some(id) => queries::find_message(conn, member, opened.id, id).await?,
                            None => None,
                        };
                        replaced.filter(|message| message.role == "user").ok_or(Kind::NotFound)?.parent
                    }
                };
                Ok(Self { text, key, question: None, parent, earlier: None })
            }
        }
    }

    /// Stores the question, and returns its id.
    pub async fn store(&self, conn: &mut PgConnection, conversation: Uuid) -> sqlx::Result<Uuid> {
        let id = new_uuid();
        let new = NewMessage {
            id,
            conversation,
            parent: self.parent,
            role: "user",
            content: &self.text,
            client_key: self.key.as_deref(),
            promise: None,
        };
        queries::insert_message(conn, new).await?;
        Ok(id)
    }
}

/// What the assistant is asked: the branch before the question, and the question.
pub fn question(newest_first: Vec<Message>, text: &str, profile: Map<String, Value>) -> Question {
    let as_asked = |message: Message| assistant::Message {
        role: if message.role == "user" { Role::Member } else { Role::Assistant },
        text: message.content,
    };
    let mut messages: Vec<_> = newest_first.into_iter().rev().filter(is_shown).map(as_asked).collect();
    messages.push(assistant::Message { role: Role::Member, text: text.to_owned() });
    Question { messages, profile }
}

pub fn check_text(text: &str) -> Result<(), Error> {
    if text.trim().is_empty() {
        return Err(Error::field("message", "Write a message."));
    }
    if text.len() > MAX_MESSAGE {
        return Err(Kind::QuestionTooLong.into());
    }
    if text.contains('\0') {
        return Err(Error::field("message", "Leave out the character U+0000, which cannot be stored."));
    }
    Ok(())
}

pub fn check_key(field: &'static str, key: Option<&str>) -> Result<(), Error> {
    let is_fit = |key: &str| (1..=LONGEST_KEY).contains(&key.chars().count()) && !key.chars().any(char::is_control);
    if key.is_none_or(is_fit) {
        return Ok(());
    }
    Err(Error::field(field, format!("Expected 1 to {LONGEST_KEY} characters without control characters.")))
}
