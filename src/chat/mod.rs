//! Members' conversations with the assistant: kept on the server, so that they follow a member to every device, and
//! reached through the member alone.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use self::asked::{Asked, LONGEST_KEY, check_key, check_text};
use self::places::{find, open_or_make};
use crate::assistant::Assistant;
use crate::auth::members::{self, Identity, MemberId, Stored};
use crate::config::MemberOptions;
use crate::error::{Error, Kind};
use crate::platform::db;
use crate::platform::http::cursor::{self, Cursor};
use crate::platform::ids::new_uuid;

mod answers;
mod asked;
mod places;
mod queries;
pub mod routes;
mod title;

pub use answers::{Finished, Heard};
pub use asked::Turn;
pub use places::Place;
pub use queries::{Conversation, Hit, Message};

/// How often answers of instances that have ended are cut.
pub const CUT_EVERY: Duration = Duration::from_secs(5);

/// The longest title.
const LONGEST_TITLE: usize = 200;

/// The most messages that are read at once, for a client or for the model.
const MAX_BRANCH: i64 = 1000;

/// The most bytes of them that are read for the model, whose window decides, and for a client.
const MAX_ASKED: i64 = 1024 * 1024;
const MAX_READ: i64 = 4 * 1024 * 1024;

/// The most hits of a search.
const MAX_HITS: i64 = 50;

/// The state of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum State {
    Whole,
    Running,
    /// By the member.
    Stopped,
    /// Its instance ended, or it took too long.
    Cut,
    /// The model failed.
    Failed,
}

/// Members' conversations. Cheap to clone.
#[derive(Clone)]
pub struct Chat(Arc<Inner>);

struct Inner {
    pool: PgPool,
    assistant: Assistant,
    /// Messages that a member may send in an hour; `None` without limits.
    hourly: Option<i32>,
    greeting: Option<String>,
    /// Answers that run on this instance.
    running: Mutex<answers::RunningAnswers>,
}

/// An answer that has begun, or that was begun by an earlier try.
#[derive(Clone, Copy, Debug)]
pub struct Begun {
    pub conversation: Uuid,
    pub answer: Uuid,
}

impl Chat {
    /// With a limit of messages only where calls are limited at all.
    pub fn new(pool: PgPool, assistant: Assistant, options: &MemberOptions, limited: bool) -> Self {
        let most = i32::try_from(options.chat_messages_per_hour).unwrap_or(i32::MAX);
        let (hourly, greeting) = (limited.then_some(most), options.chat_greeting.clone());
        Self(Arc::new(Inner { pool, assistant, hourly, greeting, running: Mutex::default() }))
    }

    /// Starts a conversation with a greeting, and returns its id.
    pub async fn start(&self, identity: &Identity, greeting: &str) -> Result<Uuid, Error> {
        let (conversation, message) = (new_uuid(), new_uuid());
        let mut tx = db::begin(&self.0.pool).await?;
        let member = members::store(&mut tx, identity).await?;
        may_be_used(&member)?;
        self.count(&mut tx, member.id).await?;
        queries::insert(&mut tx, member.id, queries::New { id: conversation, ..Default::default() }).await?;
        let greeting = queries::NewMessage {
            id: message,
            conversation,
            parent: None,
            role: "assistant",
            content: greeting,
            client_key: None,
            promise: None,
        };
        queries::insert_message(&mut tx, greeting).await?;
        queries::show(&mut tx, conversation, message, None).await?;
        tx.commit().await?;
        Ok(conversation)
    }

    /// The greeting of the operator, if there is one.
    pub fn greeting(&self) -> Option<&str> {
        self.0.greeting.as_deref()
    }

    /// Stores a question and begins to answer it. Nothing is asked of the model before both are stored.
    pub async fn send(&self, identity: &Identity, place: Place, turn: Turn) -> Result<Begun, Error> {
        if let Turn::Ask { text, key, .. } = &turn {
            check_text(text)?;
            check_key("id", key.as_deref())?;
        }
        let mut tx = db::begin(&self.0.pool).await?;
        let member = members::store(&mut tx, identity).await?;
        may_be_used(&member)?;
        let opened = open_or_make(&mut tx, member.id, &place).await?;
        let conversation = opened.id;
        answers::queries::cut_lapsed_of(&mut tx, conversation).await?;
        let asked = Asked::of(&mut tx, member.id, &opened, turn).await?;
        if let Some(answer) = asked.earlier {
            tx.commit().await?;
            return Ok(Begun { conversation, answer });
        }
        if let Some(answer) = queries::running(&mut tx, conversation).await? {
            return Err(Error::from(Kind::AnswerRunning).about_answer(conversation, answer));
        }
        let before = queries::branch(&mut tx, conversation, asked.parent, MAX_BRANCH, MAX_ASKED).await?;
        let question = asked::question(before, &asked.text, member.profile);
        self.0.assistant.check(&question).map_err(|_| Kind::QuestionTooLong)?;
        self.count(&mut tx, member.id).await?;
        let answer = new_uuid();
        let asking = match asked.question {
            Some(id) => id,
            None => asked.store(&mut tx, conversation).await?,
        };
        let running = queries::NewMessage {
            id: answer,
            conversation,
            parent: Some(asking),
            role: "assistant",
            content: "",
            client_key: None,
            promise: Some(answers::PROMISE),
        };
        queries::insert_message(&mut tx, running).await?;
        let title = (!opened.has_title).then(|| title::of(&asked.text)).flatten();
        queries::show(&mut tx, conversation, answer, title.as_deref()).await?;
        tx.commit().await?;
        self.run(answer, question);
        Ok(Begun { conversation, answer })
    }

    async fn count(&self, conn: &mut PgConnection, member: MemberId) -> Result<(), Error> {
        let Some(most) = self.0.hourly else {
            return Ok(());
        };
        match queries::count_message(conn, member, most).await? {
            None => Ok(()),
            Some(seconds) => Err(Error::retry_after(Kind::RateLimited, u64::try_from(seconds).unwrap_or(1))),
        }
    }

    /// The member's conversations, newest first, and the cursor of the next page.
    pub async fn list(
        &self,
        identity: &Identity,
        before: Option<Cursor>,
    ) -> Result<(Vec<Conversation>, Option<String>), Error> {
        let mut conn = self.0.pool.acquire().await?;
        let Some(member) = members::find(&mut conn, identity).await? else {
            return Ok((Vec::new(), None));
        };
        let mut found = queries::list(&mut conn, member.id, before, cursor::PAGE + 1).await?;
        let next = cursor::end_page(&mut found, |last| Cursor::new(last.updated_at, last.id));
        Ok((found, next))
    }

    /// A conversation's shown messages that have ended, oldest first; of a long one the newest, or those before a message.
    pub async fn read(
        &self,
        identity: &Identity,
        place: &Place,
        before: Option<Uuid>,
    ) -> Result<(Option<Uuid>, Vec<Message>), Error> {
        let mut conn = self.0.pool.acquire().await?;
        let Some((member, opened)) = find(&mut conn, identity, place).await? else {
            return Ok((None, Vec::new()));
        };
        let from = match before {
            None => opened.leaf,
            Some(id) => queries::find_message(&mut conn, member, opened.id, id).await?.ok_or(Kind::NotFound)?.parent,
        };
        let mut messages = queries::branch(&mut conn, opened.id, from, MAX_BRANCH, MAX_READ).await?;
        messages.retain(is_shown);
        messages.reverse();
        Ok((Some(opened.id), messages))
    }

    /// A message of the member that has ended.
    pub async fn message(&self, identity: &Identity, conversation: Uuid, id: Uuid) -> Result<Message, Error> {
        let mut conn = self.0.pool.acquire().await?;
        let member = members::find(&mut conn, identity).await?.ok_or(Kind::NotFound)?;
        queries::find_message(&mut conn, member.id, conversation, id).await?.ok_or_else(|| Kind::NotFound.into())
    }

    /// The answer that runs in a conversation, if there is one.
    pub async fn running(&self, identity: &Identity, place: &Place) -> Result<Option<Begun>, Error> {
        let mut conn = self.0.pool.acquire().await?;
        let Some((_, opened)) = find(&mut conn, identity, place).await? else {
            return Ok(None);
        };
        answers::queries::cut_lapsed_of(&mut conn, opened.id).await?;
        let answer = queries::running(&mut conn, opened.id).await?;
        Ok(answer.map(|answer| Begun { conversation: opened.id, answer }))
    }

    /// Stops the running answer, on whichever instance it runs; only this one, if an answer is named.
    pub async fn stop(&self, identity: &Identity, place: &Place, answer: Option<Uuid>) -> Result<(), Error> {
        let mut conn = self.0.pool.acquire().await?;
        let Some((_, opened)) = find(&mut conn, identity, place).await? else {
            return Ok(());
        };
        if let Some(answer) = answers::queries::ask_to_stop(&mut conn, opened.id, answer).await? {
            self.stop_here(answer);
        }
        Ok(())
    }

    /// Gives a conversation another title.
    pub async fn rename(&self, identity: &Identity, place: &Place, title: &str) -> Result<Conversation, Error> {
        let title = title.trim();
        let length = title.chars().count();
        if length == 0 || length > LONGEST_TITLE || title.chars().any(char::is_control) {
            return Err(Error::field(
                "title",
                format!("Write a title of 1 to {LONGEST_TITLE} characters on one line."),
            ));
        }
        let mut conn = self.0.pool.acquire().await?;
        let (member, opened) = find(&mut conn, identity, place).await?.ok_or(Kind::NotFound)?;
        queries::rename(&mut conn, member, opened.id, title).await?.ok_or_else(|| Kind::NotFound.into())
    }

    /// Deletes a conversation. Its running answer stops, because it finds its row gone.
    pub async fn delete(&self, identity: &Identity, place: &Place) -> Result<(), Error> {
        let mut conn = self.0.pool.acquire().await?;
        let (member, opened) = find(&mut conn, identity, place).await?.ok_or(Kind::NotFound)?;
        let running = queries::running(&mut conn, opened.id).await?;
        if !queries::delete(&mut conn, member, opened.id).await? {
            return Err(Kind::NotFound.into());
        }
        if let Some(answer) = running {
            self.stop_here(answer);
        }
        Ok(())
    }

    /// Deletes all of the member's conversations.
    pub async fn delete_all(&self, identity: &Identity) -> Result<(), Error> {
        let mut conn = self.0.pool.acquire().await?;
        if let Some(member) = members::find(&mut conn, identity).await? {
            for answer in queries::delete_all(&mut conn, member.id).await? {
                self.stop_here(answer);
            }
        }
        Ok(())
    }

    /// Finds text in the member's messages, newest first.
    pub async fn search(&self, identity: &Identity, text: &str) -> Result<Vec<Hit>, Error> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST_KEY || text.contains('\0') {
            return Err(Error::field("q", format!("Search for 1 to {LONGEST_KEY} characters.")));
        }
        let mut conn = self.0.pool.acquire().await?;
        let Some(member) = members::find(&mut conn, identity).await? else {
            return Ok(Vec::new());
        };
        let found = queries::search(&mut conn, member.id, text, MAX_HITS).await?;
        Ok(found.into_iter().map(|(hit, content)| Hit { snippet: title::around(&content, text), ..hit }).collect())
    }

    /// Notes what the member thinks of an answer.
    pub async fn set_feedback(
        &self,
        identity: &Identity,
        place: &Place,
        message: Uuid,
        value: Option<i16>,
        note: Option<&str>,
    ) -> Result<(), Error> {
        let mut conn = self.0.pool.acquire().await?;
        let (member, opened) = find(&mut conn, identity, place).await?.ok_or(Kind::NotFound)?;
        let found = queries::find_message(&mut conn, member, opened.id, message).await?;
        found.filter(|message| message.role == "assistant").ok_or(Kind::NotFound)?;
        Ok(queries::set_feedback(&mut conn, message, value, note).await?)
    }

    /// Cuts answers of instances that have ended.
    pub async fn cut_lapsed(self) {
        if let Err(error) =
            db::in_time(async { answers::queries::cut_lapsed(&mut *self.0.pool.acquire().await?).await }).await
        {
            tracing::warn!(%error, "cannot cut answers of instances that have ended; trying again later");
        }
    }

    /// Ignores poisoning: no change can be left half-done.
    fn running_here(&self) -> MutexGuard<'_, answers::RunningAnswers> {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Deletes conversations that were last used longer ago; returns how many.
pub async fn delete_overstayed(conn: &mut PgConnection, kept: Duration, limit: i64) -> sqlx::Result<u64> {
    queries::delete_overstayed(conn, kept, limit).await
}

/// Deletes counts of hours that are over.
pub async fn forget_hours(pool: &PgPool) -> sqlx::Result<()> {
    queries::delete_hours(&mut *pool.acquire().await?).await
}

/// A question would have what is kept read by the model.
fn may_be_used(member: &Stored) -> Result<(), Error> {
    if member.is_restricted {
        return Err(Error::words(Kind::Forbidden, "assistant-restricted", []));
    }
    Ok(())
}

/// An answer of which nothing came shows nothing.
fn is_shown(message: &Message) -> bool {
    message.state == State::Whole || !message.content.is_empty()
}
