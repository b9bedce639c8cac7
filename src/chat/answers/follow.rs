//! Following an answer: from this instance's memory while it runs here, else from the database.

use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::watch;
use tokio::time::sleep;
use uuid::Uuid;

use super::{Finished, Heard, LOOK_EVERY, Progress, queries};
use crate::chat::{Chat, State};
use crate::platform::db;

impl Chat {
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
                    // No one writes any more: never seen.
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
                            let finished = Finished {
                                state: seen.state,
                                finish,
                                retry_after: None,
                                is_trimmed: seen.is_trimmed,
                                prompt_tokens: seen.prompt_tokens,
                                answer_tokens: seen.answer_tokens,
                            };
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
