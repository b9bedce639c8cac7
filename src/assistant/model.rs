//! Answers of a language model: a slot, what fits into the window, and the stream of its answer.

use std::collections::VecDeque;
use std::sync::Arc;

use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::knowledge::{Passage, asked_in};
use super::prompt::Prompt;
use super::quote::sources;
use super::upstream::{Reading, Refusal, Upstream};
use super::window::{Fitted, Window, fit, guess};
use super::{Answer, Failure, Message, Piece, Question, Role, TooLong};
use crate::platform::i18n::{self, Language};

/// After this time another try makes sense if all slots are taken.
const RETRY_AFTER: u64 = 10;

/// Passages may have this part of the window.
const PASSAGES_SHARE: u64 = 3;

/// The most tokens of a choice.
const MAX_CHOICE: u64 = 512;

/// The model and what it is told.
pub struct Model {
    pub upstream: Upstream,
    pub window: Window,
    pub prompt: Prompt,
    pub slots: Arc<Semaphore>,
}

/// What is sent.
struct Prepared {
    messages: Vec<Value>,
    fitted: Fitted,
    /// How many of the passages go along.
    passages: usize,
}

impl Model {
    /// Whether the last message fits alone.
    pub fn check(&self, question: &Question) -> Result<(), TooLong> {
        let system = self.prompt.fill(&question.profile, &[]);
        let last = question.messages.last().map(std::slice::from_ref).unwrap_or_default();
        if fit(system.len(), last, self.window.room()).is_too_long { Err(TooLong) } else { Ok(()) }
    }

    /// Asks, and returns once the first piece has come: what fails before is a failure of the call.
    pub async fn answer(self: &Arc<Self>, question: &Question, passages: &[Passage]) -> Result<Answer, Failure> {
        let slot = timeout(self.upstream.patience.slot, Arc::clone(&self.slots).acquire_owned()).await;
        let Ok(Ok(slot)) = slot else {
            return Err(Failure::Busy { retry_after: RETRY_AFTER });
        };
        let (mut is_again, mut opened) = (false, None);
        while opened.is_none() {
            let prepared = self.prepare(question, passages);
            match self.open(&prepared.messages).await {
                Ok((reading, first)) => opened = Some((reading, first, prepared)),
                Err(Refusal::TooLong { counted, context }) if !is_again => {
                    self.window.refused(prepared.fitted.guess, counted, context);
                    is_again = true;
                }
                Err(refusal) => return Err(failure(refusal)),
            }
        }
        let Some((reading, first, prepared)) = opened else {
            return Err(Failure::Failed("no answer".to_owned()));
        };
        let mut answering = Answering {
            ready: VecDeque::new(),
            reading,
            text: String::new(),
            asked_in: i18n::choose(asked_in(question.messages.last().map_or("", |message| &message.text)), None),
            model: Arc::clone(self),
            fitted: prepared.fitted,
            sources: sources(passages[..prepared.passages].iter()),
            _slot: slot,
        };
        if let Some(first) = first {
            answering.take(first);
        }
        let pieces = stream::unfold(Some(answering), |answering| async {
            let mut answering = answering?;
            match answering.next().await {
                Ok(piece) => piece.map(|piece| (Ok(piece), Some(answering))),
                Err(refusal) => Some((Err(failure(refusal)), None)),
            }
        });
        Ok(pieces.boxed())
    }

    /// Asks for JSON that fits a schema, and returns the whole answer.
    pub async fn choose(&self, system: &str, user: &str, schema: &Value) -> Result<String, Failure> {
        let slot = timeout(self.upstream.patience.slot, Arc::clone(&self.slots).acquire_owned()).await;
        let Ok(Ok(_slot)) = slot else {
            return Err(Failure::Busy { retry_after: RETRY_AFTER });
        };
        let messages = [json!({ "role": "system", "content": system }), json!({ "role": "user", "content": user })];
        let asked = self.upstream.ask_for(&messages, MAX_CHOICE, Some(schema)).await;
        let mut reading = asked.map_err(failure)?;
        let mut text = String::new();
        while let Some(piece) = reading.next().await.map_err(failure)? {
            match piece {
                Piece::Text(more) => text.push_str(&more),
                Piece::Source { .. } => {}
                Piece::End(_) => break,
            }
        }
        Ok(text)
    }

    async fn open(&self, messages: &[Value]) -> Result<(Reading, Option<Piece>), Refusal> {
        let mut reading = self.upstream.ask(messages, self.window.max_answer()).await?;
        let first = reading.next().await?;
        Ok((reading, first))
    }

    fn prepare(&self, question: &Question, passages: &[Passage]) -> Prepared {
        let room = self.window.room();
        let last = question.messages.last().map_or(0, |message| guess(message.text.len()));
        let plain = self.prompt.fill(&question.profile, &[]);
        let mut system = plain.clone();
        let mut given = 0;
        for count in 1..=passages.len() {
            let longer = self.prompt.fill(&question.profile, &passages[..count]);
            let is_within_share = guess(longer.len()) <= guess(plain.len()) + room / PASSAGES_SHARE;
            if !is_within_share || guess(longer.len()) + last > room {
                break;
            }
            (system, given) = (longer, count);
        }
        let fitted = fit(system.len(), &question.messages, room);
        let mut messages = vec![json!({ "role": "system", "content": system })];
        messages.extend(in_turns(&question.messages[fitted.from..]));
        Prepared { messages, fitted, passages: given }
    }
}

/// Messages as the API wants them. Some models' templates fail unless roles take turns, but a question whose answer
/// failed is followed by another question.
fn in_turns(messages: &[Message]) -> Vec<Value> {
    let mut turns: Vec<(Role, String)> = Vec::new();
    for message in messages.iter().filter(|message| !message.text.is_empty()) {
        match turns.last_mut() {
            Some((role, text)) if *role == message.role => text.extend(["\n\n", &message.text]),
            _ => turns.push((message.role, message.text.clone())),
        }
    }
    let name = |role| match role {
        Role::Member => "user",
        Role::Assistant => "assistant",
    };
    turns.into_iter().map(|(role, text)| json!({ "role": name(role), "content": text })).collect()
}

/// An answer on its way. Dropping it closes the connection and frees the slot.
struct Answering {
    ready: VecDeque<Piece>,
    reading: Reading,
    model: Arc<Model>,
    fitted: Fitted,
    /// What has come.
    text: String,
    asked_in: &'static Language,
    /// Of the passages that were sent along.
    sources: Vec<String>,
    _slot: OwnedSemaphorePermit,
}

impl Answering {
    async fn next(&mut self) -> Result<Option<Piece>, Refusal> {
        if self.ready.is_empty()
            && let Some(piece) = self.reading.next().await?
        {
            self.take(piece);
        }
        Ok(self.ready.pop_front())
    }

    fn take(&mut self, piece: Piece) {
        let mut end = match piece {
            Piece::End(end) => end,
            Piece::Text(text) => {
                self.text.push_str(&text);
                return self.ready.push_back(Piece::Text(text));
            }
            source @ Piece::Source { .. } => return self.ready.push_back(source),
        };
        if self.text.is_empty() {
            // Only a filter ends an answer before its first word.
            self.ready.push_back(Piece::Text(self.asked_in.text("assistant-filtered")));
        } else if !self.sources.is_empty() {
            // Models are told to name what they rest on, and often do not.
            if !self.sources.iter().any(|source| self.text.contains(source.as_str())) {
                let named = self.asked_in.with("assistant-source", "source", &self.sources.join("; "));
                self.ready.push_back(Piece::Text(format!("\n\n{named}")));
            }
            self.ready.extend(self.sources.drain(..).map(|title| Piece::Source { title }));
        }
        if let Some(counted) = end.prompt_tokens.and_then(|count| u64::try_from(count).ok()) {
            self.model.window.learn(self.fitted.guess, counted);
        }
        end.is_trimmed = self.fitted.is_trimmed;
        if end.model.is_none() {
            end.model = Some(self.model.upstream.model.clone());
        }
        self.ready.push_back(Piece::End(end));
    }
}

/// What the conversation is told.
fn failure(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::TooLong { .. } => Failure::Failed("the conversation does not fit into the model's window".to_owned()),
        Refusal::Unfit(_, failure) | Refusal::Final(failure) => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_take_turns() {
        let message = |role, text: &str| Message { role, text: text.to_owned() };
        let messages = [
            message(Role::Member, "one"),
            message(Role::Assistant, ""),
            message(Role::Member, "two"),
            message(Role::Assistant, "answer"),
            message(Role::Member, "three"),
        ];
        let turns = in_turns(&messages);
        let expected = [
            json!({ "role": "user", "content": "one\n\ntwo" }),
            json!({ "role": "assistant", "content": "answer" }),
            json!({ "role": "user", "content": "three" }),
        ];
        assert_eq!(turns, expected);
    }
}
