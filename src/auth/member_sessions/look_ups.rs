//! Look-ups of tokens that share a statement. A round trip costs the database and us more than finding a row does, so
//! look-ups that are asked for while others are under way are made together by the next statement. A single one is not
//! delayed, and each is answered by a statement that began after it was asked for: a session that has ended by then is
//! not found.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sqlx::PgPool;
use tokio::sync::oneshot;

use super::{MemberSession, queries};
use crate::platform::db;

/// The most look-ups in one statement.
const MAX_BATCH: usize = 64;

/// Start another worker above this queue length. Two small statements cost more than one for all that wait.
const ANOTHER_WORKER_AT: usize = 16;

/// The most workers at once, each with one connection: a connection that falls silent must not stop every check.
const MAX_WORKERS: usize = 4;

/// The most statements over a connection before it is returned.
const MAX_STATEMENTS: usize = 32;

type Sha256 = [u8; 32];
type Found = sqlx::Result<Option<MemberSession>>;

/// Finds sessions by the hashes of their tokens. Cheap to clone.
#[derive(Clone)]
pub struct LookUps(Arc<Inner>);

struct Inner {
    pool: PgPool,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    workers: usize,
}

struct Waiting {
    token_sha256: Sha256,
    answer: oneshot::Sender<Found>,
}

impl LookUps {
    pub fn new(pool: PgPool) -> Self {
        Self(Arc::new(Inner { pool, queue: Mutex::default() }))
    }

    /// The session of a token; `None` if it has ended.
    pub async fn find(&self, token_sha256: Sha256) -> Found {
        let (answer, answered) = oneshot::channel();
        if self.0.join(Waiting { token_sha256, answer }) {
            tokio::spawn(Worker(Arc::clone(&self.0)).work());
        }
        answered.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
    }
}

impl Inner {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues a look-up. Returns whether to start another worker.
    fn join(&self, waiting: Waiting) -> bool {
        let mut queue = self.queue();
        queue.waiting.push(waiting);
        let room = queue.workers == 0 || queue.workers < MAX_WORKERS && queue.waiting.len() > ANOTHER_WORKER_AT;
        queue.workers += usize::from(room);
        room
    }

    /// Whether anything waits. If not, the worker has ended.
    fn has_work(&self) -> bool {
        let mut queue = self.queue();
        let has_work = !queue.waiting.is_empty();
        queue.workers -= usize::from(!has_work);
        has_work
    }

    /// Makes look-ups over one connection until nothing waits. To lend a connection costs more than a statement, so it
    /// is kept for a while; it must be returned from time to time, because only then the pool sees whether it still
    /// leads to the primary.
    async fn stint(&self) {
        let mut conn = match db::in_time(self.pool.acquire()).await {
            Ok(conn) => conn,
            Err(error) => return fail(self.take(usize::MAX), error),
        };
        for _ in 0..MAX_STATEMENTS {
            let batch = self.take(MAX_BATCH);
            if batch.is_empty() {
                return;
            }
            let hashes: Vec<&[u8]> = batch.iter().map(|one| &one.token_sha256[..]).collect();
            match db::in_time(queries::find_by_tokens(&mut conn, &hashes)).await {
                Ok(found) => {
                    let found: HashMap<Vec<u8>, MemberSession> = found.into_iter().collect();
                    for Waiting { token_sha256, answer } in batch {
                        drop(answer.send(Ok(found.get(&token_sha256[..]).cloned())));
                    }
                }
                Err(error) => return fail(batch, error),
            }
        }
    }

    /// Takes the oldest that wait, at most this many. A caller that is gone needs no answer.
    fn take(&self, most: usize) -> Vec<Waiting> {
        let mut queue = self.queue();
        queue.waiting.retain(|one| !one.answer.is_closed());
        let count = queue.waiting.len().min(most);
        queue.waiting.drain(..count).collect()
    }
}

/// A task that makes look-ups until the queue is empty.
struct Worker(Arc<Inner>);

impl Worker {
    async fn work(self) {
        while self.0.has_work() {
            self.0.stint().await;
        }
    }
}

impl Drop for Worker {
    /// After a panic the callers get an error, and the next one starts another worker.
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut queue = self.0.queue();
            queue.workers -= 1;
            queue.waiting.clear();
        }
    }
}

/// Answers all with this error.
fn fail(batch: Vec<Waiting>, error: sqlx::Error) {
    let mut answers = batch.into_iter().map(|one| one.answer);
    let last = answers.next_back();
    answers.for_each(|answer| drop(answer.send(Err(db::group_commit::same(&error)))));
    if let Some(last) = last {
        drop(last.send(Err(error)));
    }
}
