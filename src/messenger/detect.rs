//! Finds actions in messages that have come. Each message is looked at once: its actions are stored in the transaction that
//! deletes its words. The rules decide where no model is asked; a model may only choose among the message's sentences.

use std::collections::HashMap;
use std::time::Duration;

use ::actions::{Author, Found, Message};
use ::messenger::{Incoming, MasterKey, SealedBy, channels};
use sqlx::PgConnection;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::actions::{self, ActionKind, Due};
use super::{Messenger, queries};
use crate::assistant::Assistant;
use crate::platform::ids::new_uuid;
use crate::platform::{db, events};

/// Messages that are claimed at once.
const BATCH: i64 = 20;

/// How long a claim lasts: longer than a model may take for a batch.
const CLAIM: Duration = Duration::from_secs(900);

/// How long a model may take for a message; then the rules decide.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often it is looked for messages that no one told of.
const POLL: Duration = Duration::from_secs(10);

/// A message that is looked at.
pub(super) struct Claimed {
    pub id: Uuid,
    pub session: Uuid,
    pub member: Uuid,
    pub data_key: Vec<u8>,
    pub external: Vec<u8>,
    pub sealed: Vec<u8>,
}

impl Messenger {
    /// Looks at messages as they come, until `stop`.
    pub async fn detect(self, assistant: Assistant, stop: CancellationToken) {
        if !self.is_on() {
            return;
        }
        let come = Notify::new();
        let listening = events::listen(&self.0.pool, channels::INBOX, &stop, |_| come.notify_one());
        let looking = async {
            loop {
                match self.detect_waiting(&assistant).await {
                    Ok(0) => drop(tokio::time::timeout(POLL, come.notified()).await),
                    Ok(_) => {}
                    Err(error) => {
                        tracing::warn!(%error, "cannot look for actions in messages; trying again");
                        tokio::time::sleep(POLL).await;
                    }
                }
            }
        };
        tokio::select! {
            () = listening => {}
            () = looking => {}
            () = stop.cancelled() => {}
        }
    }

    /// Looks at messages that wait; returns how many.
    pub async fn detect_waiting(&self, assistant: &Assistant) -> sqlx::Result<usize> {
        let pool = self.0.pool.clone();
        let claimed =
            db::to_end(async move { queries::claim_messages(&mut *pool.acquire().await?, BATCH, CLAIM).await }).await?;
        let count = claimed.len();
        for message in claimed {
            let (found, found_by) = if let Some(incoming) = open(&self.0.master, &message) {
                self.look_at(assistant, &incoming).await
            } else {
                tracing::warn!("a message cannot be opened: SECRET_KEY is another than when it came");
                (None, "rules")
            };
            let messenger = self.clone();
            db::to_end(async move { messenger.store(&message, found.as_ref(), found_by).await }).await?;
        }
        Ok(count)
    }

    async fn look_at(&self, assistant: &Assistant, incoming: &Incoming) -> (Option<Finds>, &'static str) {
        let is_note = incoming.is_own && !incoming.is_group && who(&incoming.chat) == who(&incoming.sender);
        let author = match (incoming.is_own, is_note) {
            (_, true) => Author::Note,
            (true, false) => Author::Member,
            (false, false) => Author::Other,
        };
        let message = Message { text: &incoming.text, author, sent_at: self.local(incoming.sent_at) };
        let (found, found_by) = match self.ask_model(assistant, &message).await {
            Some(found) => (found, "model"),
            None => (::actions::find(&message), "rules"),
        };
        metrics::counter!("anteroom_messages_read_total", "by" => found_by).increment(1);
        (Some(Finds { text: incoming.text.clone(), found }), found_by)
    }

    /// What the model chooses; `None` without a model, or if it fails in any way.
    async fn ask_model(&self, assistant: &Assistant, message: &Message<'_>) -> Option<Vec<Found>> {
        let sentences = ::actions::sentences(message.text);
        let schema = ::actions::schema(sentences.len());
        let (system, user) = ::actions::prompt(message);
        let answer = tokio::time::timeout(PATIENCE, assistant.choose(&system, &user, &schema)).await;
        let answer = match answer {
            Ok(None) => return None,
            Ok(Some(Ok(answer))) => answer,
            Ok(Some(Err(error))) => {
                tracing::warn!(%error, "the model does not look for actions: the rules do");
                return None;
            }
            Err(_) => {
                tracing::warn!("the model is too slow to look for actions: the rules do");
                return None;
            }
        };
        match ::actions::choose(message, &answer) {
            Ok(chosen) => {
                metrics::counter!("anteroom_actions_invented_total").increment(chosen.invented);
                Some(chosen.found)
            }
            Err(error) => {
                tracing::warn!(%error, "the model's choice cannot be read: the rules look for actions");
                None
            }
        }
    }

    /// Stores what was found, and deletes the message's words. A message that is gone, or whose member is, leaves nothing.
    async fn store(&self, message: &Claimed, finds: Option<&Finds>, found_by: &'static str) -> sqlx::Result<()> {
        let mut tx = db::begin(&self.0.pool).await?;
        if !queries::lock_member_of(&mut tx, message.session, message.member).await? {
            return Ok(());
        }
        if !queries::end_message(&mut tx, message.id).await? {
            return Ok(());
        }
        if let Some(finds) = finds {
            store_all(&mut tx, message, finds, found_by).await?;
        }
        tx.commit().await
    }
}

/// A message's words, and what was found in them.
struct Finds {
    text: String,
    found: Vec<Found>,
}

async fn store_all(
    conn: &mut PgConnection,
    message: &Claimed,
    finds: &Finds,
    found_by: &'static str,
) -> sqlx::Result<()> {
    let mut kinds: HashMap<&'static str, u64> = HashMap::new();
    for found in &finds.found {
        let title = finds.text[found.title.clone()].trim();
        let shortened = title.char_indices().nth(actions::LONGEST_TITLE).map_or(title, |(end, _)| &title[..end]);
        let new = actions::New {
            id: new_uuid(),
            session: message.session,
            message: &message.external,
            quote_from: i32::try_from(found.quote.start).unwrap_or(i32::MAX),
            quote: finds.text[found.quote.clone()].trim(),
            title: shortened,
            kind: kind(found.kind),
            due: found.due.map(|due| Due { on: due.date, at: due.time }),
            found_by,
        };
        if actions::insert(conn, message.member, &new).await? {
            *kinds.entry(new.kind.into()).or_default() += 1;
        }
    }
    for (kind, count) in kinds {
        metrics::counter!("anteroom_actions_found_total", "kind" => kind).increment(count);
    }
    Ok(())
}

fn kind(found: ::actions::Kind) -> ActionKind {
    match found {
        ::actions::Kind::Task => ActionKind::Task,
        ::actions::Kind::Meeting => ActionKind::Meeting,
        ::actions::Kind::Payment => ActionKind::Payment,
        ::actions::Kind::Call => ActionKind::Call,
        ::actions::Kind::Purchase => ActionKind::Purchase,
    }
}

fn open(master: &MasterKey, message: &Claimed) -> Option<Incoming> {
    let key = master.open(message.session, &message.data_key)?;
    let plain = key.open(SealedBy::Inbox(&message.external), &message.sealed)?;
    serde_json::from_slice(&plain).ok()
}

/// The account of an address, without its device.
fn who(address: &str) -> &str {
    address.split([':', '@']).next().unwrap_or_default()
}
