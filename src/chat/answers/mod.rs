//! The life of an answer. It runs in a task of its own: a member who leaves does not stop it, and who comes back, on
//! whichever instance, sees what has come so far and the rest. What has come is written twice a second; an instance that
//! falls silent has its answers cut by the others, with what was written.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::StreamExt as _;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use self::queries::{Ended, Written};
use super::{Chat, State};
use crate::assistant::{End, Failure, Piece, Question};
use crate::platform::db;

mod follow;
pub mod queries;

/// How long an instance may be silent about an answer before others cut it.
pub const PROMISE: Duration = Duration::from_secs(30);

/// How often what has come is written.
const WRITE_EVERY: Duration = Duration::from_millis(500);

/// How often the promise is renewed while nothing comes, and how soon a stop through another instance is seen.
const RENEW_EVERY: Duration = Duration::from_secs(1);

/// How often a member who watches from another instance is shown what was written.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How long the end of an answer is tried to be written; after that its promise lapses.
const END_PATIENCE: Duration = Duration::from_secs(20);

/// The longest answer, in bytes.
const MAX_ANSWER: usize = 256 * 1024;

/// The answers of this instance.
#[derive(Default)]
pub struct RunningAnswers {
    /// By their message's id.
    pub by_id: HashMap<Uuid, Arc<Running>>,
    /// Whether a task writes what has come of them.
    is_written: bool,
}

/// What has come of an answer so far.
#[derive(Default)]
struct Progress {
    text: String,
    sources: Vec<String>,
    /// Set once the end is stored.
    finished: Option<Finished>,
}

/// An answer that runs on this instance.
pub struct Running {
    progress: watch::Sender<Progress>,
    /// How much of the text is stored.
    written: AtomicUsize,
    /// Ends it before the model does, in this state.
    early: OnceLock<State>,
    stop: CancellationToken,
}

impl Running {
    /// Tells those who follow. First out of the map: a reader who comes now finds what is stored.
    fn finish(&self, chat: &Chat, id: Uuid, finished: Finished) {
        chat.running_here().by_id.remove(&id);
        self.progress.send_modify(|progress| progress.finished = Some(finished));
    }

    fn end_early(&self, state: State) {
        // The first cause counts.
        self.early.get_or_init(|| state);
        self.stop.cancel();
    }
}

/// Ends an answer whose task panicked, or its conversation would wait for it for ever.
struct Ends<'a> {
    chat: &'a Chat,
    id: Uuid,
    running: &'a Running,
}

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        if self.running.progress.borrow().finished.is_none() {
            self.running.finish(self.chat, self.id, Finished::cut());
        }
    }
}

/// Lets the next answer start another writer.
struct WriterEnds<'a>(&'a Chat);

impl Drop for WriterEnds<'_> {
    fn drop(&mut self) {
        self.0.running_here().is_written &= !std::thread::panicking();
    }
}

/// How much of an answer is stored, in bytes.
fn length(running: &Running) -> i32 {
    i32::try_from(running.written.load(Ordering::Relaxed)).unwrap_or(i32::MAX)
}

/// How an answer ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    pub state: State,
    /// `stop`, `length`, `content-filter` or `other`
    pub finish: String,
    /// Nothing has come, and another try makes sense after these seconds.
    pub retry_after: Option<u64>,
    pub is_trimmed: bool,
    pub prompt_tokens: Option<i32>,
    pub answer_tokens: Option<i32>,
}

/// What a member who follows an answer hears, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Text(String),
    /// The title of a document that the answer rests on.
    Source(String),
    Finished(Finished),
}

impl Chat {
    /// Begins to answer a question whose answer is stored as running.
    pub(super) fn run(&self, answer: Uuid, question: Question) {
        let running = Arc::new(Running {
            progress: watch::Sender::default(),
            written: AtomicUsize::new(0),
            early: OnceLock::new(),
            stop: CancellationToken::new(),
        });
        let needs_writer = {
            let mut all = self.running_here();
            all.by_id.insert(answer, running.clone());
            !std::mem::replace(&mut all.is_written, true)
        };
        let chat = self.clone();
        tokio::spawn(async move { chat.answer(answer, &running, question).await });
        if needs_writer {
            tokio::spawn(self.clone().write_until_idle());
        }
    }

    async fn answer(self, id: Uuid, running: &Running, question: Question) {
        let _ends = Ends { chat: &self, id, running };
        let asked = timeout(self.0.assistant.max_time(), self.collect(running, question));
        let came = running.stop.run_until_cancelled(asked).await;
        let early = running.early.get().copied().unwrap_or(State::Stopped);
        let (state, end, retry_after) = match came {
            None => (early, End::default(), None),
            Some(Err(_)) => (State::Cut, End::default(), None),
            Some(Ok(Ok(end))) => (State::Whole, end, None),
            Some(Ok(Err(Failure::Busy { retry_after }))) => (State::Failed, End::default(), Some(retry_after)),
            Some(Ok(Err(failure @ Failure::Failed(_)))) => {
                tracing::error!(%failure, "an answer failed");
                (State::Failed, End::default(), None)
            }
        };
        let is_stored = self.store_end(id, running, state, &end).await;
        let finish = if end.finish.is_empty() { "other" } else { end.finish };
        let finished = Finished {
            // Others have cut it, or its conversation is gone.
            state: if is_stored { state } else { State::Cut },
            finish: finish.to_owned(),
            retry_after,
            is_trimmed: end.is_trimmed,
            prompt_tokens: end.prompt_tokens,
            answer_tokens: end.answer_tokens,
        };
        running.finish(&self, id, finished);
        metrics::counter!("anteroom_answers_total", "state" => state.name()).increment(1);
    }

    async fn collect(&self, running: &Running, question: Question) -> Result<End, Failure> {
        let mut pieces = self.0.assistant.answer(question).await?;
        while let Some(piece) = pieces.next().await {
            match piece? {
                Piece::Text(text) => {
                    let mut is_full = false;
                    running.progress.send_modify(|progress| {
                        is_full = progress.text.len() + text.len() > MAX_ANSWER;
                        if !is_full {
                            // PostgreSQL cannot store it.
                            progress.text.extend(text.chars().filter(|sign| *sign != '\0'));
                        }
                    });
                    if is_full {
                        return Ok(End { finish: "length", ..End::default() });
                    }
                }
                Piece::Source { title } => running.progress.send_modify(|progress| progress.sources.push(title)),
                Piece::End(end) => return Ok(end),
            }
        }
        Err(Failure::Failed("the answer ended without its end".to_owned()))
    }

    /// Stores how an answer ended. Returns `false` if it was ended by others, is gone, or could not be stored.
    async fn store_end(&self, id: Uuid, running: &Running, state: State, end: &End) -> bool {
        let text = running.progress.borrow().text.clone();
        let ended = Ended {
            state,
            content: &text,
            finish: Some(end.finish).filter(|finish| !finish.is_empty()),
            model: end.model.as_deref(),
            prompt_tokens: end.prompt_tokens,
            answer_tokens: end.answer_tokens,
            is_trimmed: end.is_trimmed,
        };
        let began = Instant::now();
        loop {
            let stored =
                db::in_time(async { queries::end(&mut *self.0.pool.acquire().await?, id, &ended).await }).await;
            match stored {
                Ok(stored) => return stored,
                Err(error) if began.elapsed() >= END_PATIENCE => {
                    tracing::error!(%error, "the end of an answer cannot be stored; what was written of it stays");
                    return false;
                }
                Err(_) => sleep(WRITE_EVERY).await,
            }
        }
    }

    /// Writes what has come of all answers of this instance, in one statement, until none runs any more.
    async fn write_until_idle(self) {
        let _ends = WriterEnds(&self);
        let mut renewed: HashMap<Uuid, Instant> = HashMap::new();
        loop {
            sleep(WRITE_EVERY).await;
            let all: Vec<(Uuid, Arc<Running>)> = {
                let mut all = self.running_here();
                all.is_written = !all.by_id.is_empty();
                if !all.is_written {
                    return;
                }
                all.by_id.iter().map(|(id, running)| (*id, running.clone())).collect()
            };
            renewed.retain(|id, _| all.iter().any(|(other, _)| other == id));
            let mut due: Vec<_> = all
                .iter()
                .filter_map(|(id, running)| {
                    let progress = running.progress.borrow();
                    let new = progress.text[running.written.load(Ordering::Relaxed)..].to_owned();
                    let last = renewed.entry(*id).or_insert_with(Instant::now);
                    (!new.is_empty() || last.elapsed() >= RENEW_EVERY).then_some((*id, running, new))
                })
                .collect();
            if due.is_empty() {
                continue;
            }
            due.sort_unstable_by_key(|(id, ..)| *id);
            let ids: Vec<Uuid> = due.iter().map(|(id, ..)| *id).collect();
            let lengths: Vec<i32> = due.iter().map(|(_, running, _)| length(running)).collect();
            let texts: Vec<String> = due.iter().map(|(.., text)| text.clone()).collect();
            let written = db::in_time(async {
                queries::add_text(&mut *self.0.pool.acquire().await?, &ids, &lengths, &texts, PROMISE).await
            });
            match written.await {
                Ok(written) => {
                    let written: HashMap<Uuid, Written> = written.into_iter().map(|one| (one.id, one)).collect();
                    for (id, running, _) in due {
                        renewed.insert(id, Instant::now());
                        match written.get(&id) {
                            Some(stored) => {
                                let length = usize::try_from(stored.length).unwrap_or_default();
                                running.written.store(length, Ordering::Relaxed);
                                if stored.stop_asked {
                                    running.end_early(State::Stopped);
                                }
                            }
                            None => running.end_early(State::Cut),
                        }
                    }
                }
                Err(error) => tracing::warn!(%error, "cannot write what has come of answers; trying again"),
            }
        }
    }

    /// Stops an answer, if it runs on this instance.
    pub(super) fn stop_here(&self, answer: Uuid) {
        let running = self.running_here().by_id.get(&answer).cloned();
        if let Some(running) = running {
            running.end_early(State::Stopped);
        }
    }

    /// Lets answers finish, for this long at most; then they are cut with what has come.
    pub async fn drain(&self, patience: Duration) {
        let all: Vec<_> = self.running_here().by_id.values().cloned().collect();
        let finished = |running: Arc<Running>| async move {
            drop(running.progress.subscribe().wait_for(|progress| progress.finished.is_some()).await);
        };
        if timeout(patience, futures_util::future::join_all(all.iter().cloned().map(finished))).await.is_err() {
            for running in &all {
                running.end_early(State::Cut);
            }
            drop(timeout(END_PATIENCE, futures_util::future::join_all(all.into_iter().map(finished))).await);
        }
    }
}

impl Finished {
    pub(super) fn cut() -> Self {
        Self {
            state: State::Cut,
            finish: "other".to_owned(),
            retry_after: None,
            is_trimmed: false,
            prompt_tokens: None,
            answer_tokens: None,
        }
    }
}

impl State {
    const fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Cut => "cut",
            Self::Failed => "failed",
        }
    }
}
