//! The life of an answer. It runs in a task of its own: a member who leaves does not stop it, and who comes back, on
//! whichever instance, sees what has come so far and the rest. What has come is written twice a second; an instance that
//! falls silent has its answers cut by the others, with what was written.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::stream::unfold;
use futures_util::{Stream, StreamExt as _};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use self::queries::Ended;
use super::{Chat, State};
use crate::assistant::{End, Failure, Piece, Question};
use crate::platform::db;

pub mod queries;

/// How long an instance may be silent about an answer before others cut it.
pub const PROMISE: Duration = Duration::from_secs(30);

/// How often what has come is written.
const WRITE_EVERY: Duration = Duration::from_millis(500);

/// How often the promise is renewed while nothing comes.
const RENEW_EVERY: Duration = Duration::from_secs(5);

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
    fn end_early(&self, state: State) {
        // The first cause counts.
        self.early.get_or_init(|| state);
        self.stop.cancel();
    }
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
        // First out of the map: who comes now reads what is stored.
        self.running_here().by_id.remove(&id);
        running.progress.send_modify(|progress| progress.finished = Some(finished));
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
            let texts: Vec<String> = due.iter().map(|(.., text)| text.clone()).collect();
            let written = db::in_time(async {
                queries::add_text(&mut *self.0.pool.acquire().await?, &ids, &texts, PROMISE).await
            });
            match written.await {
                Ok(written) => {
                    let written: HashMap<Uuid, bool> = written.into_iter().collect();
                    for (id, running, text) in due {
                        running.written.fetch_add(text.len(), Ordering::Relaxed);
                        renewed.insert(id, Instant::now());
                        match written.get(&id) {
                            Some(true) => running.end_early(State::Stopped),
                            Some(false) => {}
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

    /// What a member hears of an answer: what has come so far, then the rest as it comes, and its end once it is stored.
    pub fn follow(&self, answer: Uuid) -> impl Stream<Item = Heard> + Send + use<> {
        let here = self.running_here().by_id.get(&answer).map(|running| running.progress.subscribe());
        let from = match here {
            Some(progress) => Source::Here(progress),
            None => Source::Stored(self.clone(), answer),
        };
        unfold(Some(Follower { from, position: 0, sources: 0, waiting: Vec::new() }), |follower| async move {
            let mut follower = follower?;
            loop {
                if let Some(heard) = follower.waiting.pop() {
                    let goes_on = !matches!(heard, Heard::Finished(_));
                    return Some((heard, goes_on.then_some(follower)));
                }
                follower.look().await;
            }
        })
    }
}

/// Where a follower finds what has come.
enum Source {
    Here(watch::Receiver<Progress>),
    /// On another instance, or ended: in the database.
    Stored(Chat, Uuid),
}

struct Follower {
    from: Source,
    position: usize,
    sources: usize,
    /// What is to be heard, last first.
    waiting: Vec<Heard>,
}

impl Follower {
    /// Waits for news.
    async fn look(&mut self) {
        match &mut self.from {
            Source::Here(progress) => {
                {
                    let now = progress.borrow_and_update();
                    self.waiting.extend(now.finished.clone().map(Heard::Finished));
                    let new = &now.text[self.position..];
                    if !new.is_empty() {
                        self.waiting.push(Heard::Text(new.to_owned()));
                    }
                    self.waiting.extend(now.sources[self.sources..].iter().cloned().map(Heard::Source));
                    (self.position, self.sources) = (now.text.len(), now.sources.len());
                }
                if self.waiting.is_empty() && progress.changed().await.is_err() {
                    // Its task is gone, which only a panic explains.
                    self.waiting.push(Heard::Finished(Finished::cut()));
                }
            }
            Source::Stored(chat, answer) => {
                let (pool, answer) = (chat.0.pool.clone(), *answer);
                // The stream is dropped when the member goes; the look still runs to its end.
                let seen = db::to_end(async move { queries::see(&mut *pool.acquire().await?, answer).await }).await;
                match seen {
                    Ok(None) => self.waiting.push(Heard::Finished(Finished::cut())),
                    Ok(Some(seen)) => {
                        if seen.state != State::Running {
                            let finish = seen.finish.unwrap_or_else(|| "other".to_owned());
                            let finished = Finished { state: seen.state, finish, ..Finished::cut() };
                            self.waiting.push(Heard::Finished(finished));
                        }
                        let new = seen.content.get(self.position..).unwrap_or_default();
                        if !new.is_empty() {
                            self.waiting.push(Heard::Text(new.to_owned()));
                            self.position += new.len();
                        }
                    }
                    // The database is away; the answer goes on.
                    Err(_) => {}
                }
                if self.waiting.is_empty() {
                    sleep(LOOK_EVERY).await;
                }
            }
        }
    }
}

impl Finished {
    fn cut() -> Self {
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
