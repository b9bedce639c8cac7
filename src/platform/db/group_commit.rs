//! Group commit: many callers' changes in one transaction. A statement costs a round trip and a commit a disk flush,
//! however many sessions they concern. So changes that arrive while a transaction runs are queued, and the next
//! transaction makes all of them. A single caller is not delayed.
//!
//! Callers do not hold each other up: a session whose lock is taken, and every change of a batch that the database
//! refuses, gets its own transaction.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::{begin, in_time, lock_session, try_lock_sessions};
use crate::platform::ids::SessionId;

/// Start a second worker above this queue length.
const SECOND_WORKER_AT: usize = 16;

/// A kind of change that can be made for many sessions at once.
pub trait BatchOp: Send + Sync + 'static {
    /// One caller's request.
    type Item: Send + Sync + 'static;
    type Output: Send + 'static;
    type Error: From<sqlx::Error> + Send + 'static;

    /// The most changes in one transaction.
    const MAX_BATCH: usize = 64;
    /// The most workers at once, each with one transaction. A second one starts only above `SECOND_WORKER_AT`: a
    /// transaction for two changes costs little less than one for twenty.
    const LANES: usize = 2;
    /// How long a worker waits for more changes before each transaction.
    const PAUSE: Duration = Duration::ZERO;

    /// The session that the change concerns.
    fn session(item: &Self::Item) -> SessionId;

    /// Makes the changes and returns one outcome each, in their order. The locks of all sessions are held, and each
    /// session occurs once. A refused change must have written nothing; a database error rolls back all changes.
    fn apply(
        &self,
        conn: &mut PgConnection,
        items: &[Self::Item],
    ) -> impl Future<Output = sqlx::Result<Vec<Result<Self::Output, Self::Error>>>> + Send;

    /// Whether this outcome has written anything. If none has, there is nothing to commit.
    fn has_written(_: &Self::Output) -> bool {
        true
    }

    /// The error for a connection that broke during the commit: it is unknown whether the commit succeeded.
    fn unsure(error: sqlx::Error) -> Self::Error {
        error.into()
    }
}

/// Collects changes and makes them in batches. Cheap to clone.
pub struct Batcher<C: BatchOp>(Arc<Inner<C>>);

struct Inner<C: BatchOp> {
    pool: PgPool,
    change: C,
    queue: Mutex<Queue<C>>,
}

struct Queue<C: BatchOp> {
    waiting: VecDeque<Waiting<C>>,
    workers: usize,
}

struct Waiting<C: BatchOp> {
    item: C::Item,
    answer: oneshot::Sender<Result<C::Output, C::Error>>,
}

impl<C: BatchOp> Clone for Batcher<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<C: BatchOp> Batcher<C> {
    pub fn new(pool: PgPool, change: C) -> Self {
        let queue = Mutex::new(Queue { waiting: VecDeque::new(), workers: 0 });
        Self(Arc::new(Inner { pool, change, queue }))
    }

    /// Makes one change, even if the caller is dropped meanwhile.
    pub async fn submit(&self, item: C::Item) -> Result<C::Output, C::Error> {
        let (answer, answered) = oneshot::channel();
        if self.0.join(Waiting { item, answer }) {
            tokio::spawn(Arc::clone(&self.0).work());
        }
        answered.await.unwrap_or_else(|_| Err(sqlx::Error::WorkerCrashed.into()))
    }
}

impl<C: BatchOp> Inner<C> {
    fn queue(&self) -> MutexGuard<'_, Queue<C>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues a change. Returns whether to start another worker.
    fn join(&self, waiting: Waiting<C>) -> bool {
        let mut queue = self.queue();
        queue.waiting.push_back(waiting);
        let room = queue.workers == 0 || queue.workers < C::LANES && queue.waiting.len() > SECOND_WORKER_AT;
        queue.workers += usize::from(room);
        room
    }

    /// A worker: runs until the queue is empty.
    async fn work(self: Arc<Self>) {
        loop {
            if !C::PAUSE.is_zero() {
                tokio::time::sleep(C::PAUSE).await;
            }
            let Some(batch) = self.next() else { return };
            // In its own task: a panic ends the batch, whose callers get an error, but not the worker.
            drop(tokio::spawn(Arc::clone(&self).run(batch)).await);
        }
    }

    /// Returns the next batch, each session once. `None` means that the worker has ended.
    fn next(&self) -> Option<Vec<Waiting<C>>> {
        let mut queue = self.queue();
        let (mut batch, mut later) = (Vec::new(), VecDeque::new());
        let mut sessions = HashSet::new();
        while batch.len() < C::MAX_BATCH
            && let Some(waiting) = queue.waiting.pop_front()
        {
            if sessions.insert(C::session(&waiting.item).uuid()) {
                batch.push(waiting);
            } else {
                later.push_back(waiting);
            }
        }
        later.append(&mut queue.waiting);
        queue.waiting = later;
        if batch.is_empty() {
            queue.workers -= 1;
            return None;
        }
        Some(batch)
    }

    async fn run(self: Arc<Self>, batch: Vec<Waiting<C>>) {
        let (items, answers): (Vec<_>, Vec<_>) = batch.into_iter().map(|one| (one.item, one.answer)).unzip();
        let ids: Vec<Uuid> = items.iter().map(|item| C::session(item).uuid()).collect();
        let begun = in_time(async {
            let mut tx = begin(&self.pool).await?;
            let free = try_lock_sessions(&mut tx, &ids).await?;
            Ok::<_, sqlx::Error>((tx, free))
        });
        let (mut tx, free) = match begun.await {
            Ok(begun) => begun,
            Err(error) => return answers.into_iter().for_each(|answer| drop(answer.send(Err(same(&error).into())))),
        };
        let (mut together, mut waiting) = ((Vec::new(), Vec::new()), Vec::new());
        for (item, answer) in items.into_iter().zip(answers) {
            if free.contains(&C::session(&item).uuid()) {
                together.0.push(item);
                together.1.push(answer);
            } else {
                waiting.push(Waiting { item, answer });
            }
        }
        self.each_alone(waiting);
        let (items, answers) = together;
        if items.is_empty() {
            return;
        }
        match in_time(self.change.apply(&mut tx, &items)).await {
            Ok(outcomes) => match in_time(conclude(tx, has_written::<C>(&outcomes))).await {
                Ok(()) => answers.into_iter().zip(outcomes).for_each(|(answer, outcome)| drop(answer.send(outcome))),
                Err(error) => answers.into_iter().for_each(|answer| drop(answer.send(Err(C::unsure(same(&error)))))),
            },
            // One change may be at fault: run each alone, so that the others still succeed.
            Err(sqlx::Error::Database(_)) if items.len() > 1 => {
                drop(tx);
                self.each_alone(items.into_iter().zip(answers).map(|(item, answer)| Waiting { item, answer }));
            }
            Err(error) => {
                let mut answers = answers.into_iter();
                let last = answers.next_back();
                answers.for_each(|answer| drop(answer.send(Err(same(&error).into()))));
                last.map(|answer| answer.send(Err(error.into())));
            }
        }
    }

    fn each_alone(self: &Arc<Self>, waiting: impl IntoIterator<Item = Waiting<C>>) {
        for Waiting { item, answer } in waiting {
            let inner = Arc::clone(self);
            tokio::spawn(async move { drop(answer.send(inner.alone(item).await)) });
        }
    }

    /// Makes one change in its own transaction, waiting for the session's lock.
    async fn alone(&self, item: C::Item) -> Result<C::Output, C::Error> {
        let applied = in_time(async {
            let mut tx = begin(&self.pool).await?;
            lock_session(&mut tx, C::session(&item)).await?;
            let outcomes = self.change.apply(&mut tx, std::slice::from_ref(&item)).await?;
            Ok::<_, sqlx::Error>((tx, outcomes))
        });
        let (tx, mut outcomes) = applied.await?;
        in_time(conclude(tx, has_written::<C>(&outcomes))).await.map_err(C::unsure)?;
        outcomes.pop().unwrap_or_else(|| Err(sqlx::Error::RowNotFound.into()))
    }
}

fn has_written<C: BatchOp>(outcomes: &[Result<C::Output, C::Error>]) -> bool {
    outcomes.iter().flatten().any(C::has_written)
}

async fn conclude(tx: Transaction<'_, Postgres>, has_written: bool) -> sqlx::Result<()> {
    if has_written {
        return tx.commit().await;
    }
    drop(tx.rollback().await);
    Ok(())
}

/// Copies a failure of the database for one more caller.
pub fn same(error: &sqlx::Error) -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::other(error.to_string()))
}
