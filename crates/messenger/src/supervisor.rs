//! Runs the sessions that members want and no other process runs. Each has a lease and an epoch, so that two processes
//! never run one, and a paused process cannot write over its successor. A session that fails or panics is tried again
//! alone, later each time; the others do not notice.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::Notify;
use tokio::task::{Id, JoinSet};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::rows::Owned;
use crate::seal::MasterKey;
use crate::seat::{Ended, Messenger, Seat};
use crate::{channels, new_uuid};

/// A session that has failed ten times in a row is not tried again until its member asks.
const MOST_FAILURES: i32 = 10;

/// The longest pause before a failed session is tried again.
const LONGEST_PAUSE: i32 = 300;

/// How long sessions have to end when the process is told to.
const FAREWELL: Duration = Duration::from_secs(20);

/// How long a link may take to be ended at the messenger before its keys go anyway.
const FORGETTING: Duration = Duration::from_secs(30);

/// How sessions are run.
#[derive(Clone, Debug)]
pub struct Rules {
    /// How long a process that falls silent keeps its sessions.
    pub lease: Duration,
    /// Without a call of the member for this long a session sleeps; `None`: never.
    pub idle: Option<Duration>,
    /// How often a sleeping one is connected to read what waits.
    pub wake_every: Duration,
    /// The most sessions of this process.
    pub most: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            lease: Duration::from_secs(20),
            idle: Some(Duration::from_secs(3600)),
            wake_every: Duration::from_secs(24 * 3600),
            most: 1000,
        }
    }
}

/// Runs sessions of one messenger, in this process.
pub struct Supervisor<M> {
    pub pool: PgPool,
    pub master: MasterKey,
    pub messenger: Arc<M>,
    pub rules: Rules,
}

/// What is done with a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Run,
    /// Read what has waited, then sleep on.
    Wake,
    Forget,
}

/// A session that runs here.
struct Running {
    session: Uuid,
    epoch: i64,
    task: Task,
    stop: CancellationToken,
    woken: Arc<Notify>,
}

/// A claimed session.
#[derive(sqlx::FromRow)]
struct Claimed {
    id: Uuid,
    epoch: i64,
    data_key: Vec<u8>,
    wanted_phone: Option<String>,
    is_paired: bool,
    desired: String,
}

impl<M: Messenger> Supervisor<M> {
    /// Runs until `stop`; then all sessions end in order, and other processes take them over at once.
    pub async fn run(self, stop: CancellationToken) {
        let owner = new_uuid();
        let mut tasks: JoinSet<Ended> = JoinSet::new();
        let mut running: HashMap<Id, Running> = HashMap::new();
        let mut listener: Option<PgListener> = None;
        let beat = self.rules.lease / 4;
        let mut due = Instant::now();
        loop {
            if listener.is_none() {
                listener = self.listen().await.ok();
            }
            let heard = async {
                match &mut listener {
                    Some(listening) => {
                        listening.recv().await.ok().map(|one| (one.channel().to_owned(), one.payload().to_owned()))
                    }
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = stop.cancelled() => break,
                () = sleep_until(due) => {}
                Some(ended) = tasks.join_next_with_id() => {
                    self.note_end(owner, &mut running, ended).await;
                    // Something else may take the place.
                    due = Instant::now();
                    continue;
                }
                heard = heard => match heard {
                    None => listener = None,
                    Some((channel, session)) => {
                        let meant = running.values().filter(|one| one.session.to_string() == session);
                        meant.for_each(|one| one.woken.notify_one());
                        if channel == channels::OUTBOX {
                            continue;
                        }
                    }
                },
            }
            due = Instant::now() + beat;
            if let Err(error) = self.turn(owner, &mut tasks, &mut running).await {
                tracing::warn!(%error, "cannot look after messenger sessions; trying again");
            }
        }
        for one in running.values() {
            one.stop.cancel();
        }
        let farewell = async {
            while let Some(ended) = tasks.join_next_with_id().await {
                self.note_end(owner, &mut running, ended).await;
            }
        };
        if timeout(FAREWELL, farewell).await.is_err() {
            tasks.shutdown().await;
        }
    }

    async fn listen(&self) -> sqlx::Result<PgListener> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.listen_all([channels::WANTED, channels::OUTBOX]).await?;
        Ok(listener)
    }

    async fn turn(
        &self,
        owner: Uuid,
        tasks: &mut JoinSet<Ended>,
        running: &mut HashMap<Id, Running>,
    ) -> sqlx::Result<()> {
        self.renew(owner, running).await?;
        self.send_to_sleep(owner).await?;
        self.stop_unwanted(owner, running).await?;
        let room = self.rules.most.saturating_sub(running.len());
        for claimed in self.claim(owner, room).await? {
            self.start(claimed, tasks, running);
        }
        Ok(())
    }

    /// Keeps the sessions of this process. One that another has taken, or that is gone, ends at once.
    async fn renew(&self, owner: Uuid, running: &HashMap<Id, Running>) -> sqlx::Result<()> {
        let ids: Vec<Uuid> = running.values().map(|one| one.session).collect();
        let epochs: Vec<i64> = running.values().map(|one| one.epoch).collect();
        let kept: Vec<Uuid> = sqlx::query_scalar(
            "UPDATE messenger_sessions SET owned_until = clock_timestamp() + make_interval(secs => $4)
             FROM unnest($2::uuid[], $3::bigint[]) AS mine (id, epoch)
             WHERE messenger_sessions.id = mine.id AND messenger_sessions.epoch = mine.epoch AND owner = $1
               AND owned_until > clock_timestamp()
             RETURNING messenger_sessions.id",
        )
        .bind(owner)
        .bind(ids)
        .bind(epochs)
        .bind(self.rules.lease.as_secs_f64())
        .fetch_all(&self.pool)
        .await?;
        for one in running.values().filter(|one| !kept.contains(&one.session)) {
            one.stop.cancel();
        }
        Ok(())
    }

    /// Sessions whose member has not been here for long.
    async fn send_to_sleep(&self, owner: Uuid) -> sqlx::Result<()> {
        let Some(idle) = self.rules.idle else { return Ok(()) };
        sqlx::query(
            "UPDATE messenger_sessions SET desired = 'asleep'
             WHERE owner = $1 AND desired = 'running' AND account IS NOT NULL
               AND active_at < now() - make_interval(secs => $2)",
        )
        .bind(owner)
        .bind(idle.as_secs_f64())
        .execute(&self.pool)
        .await
        .map(drop)
    }

    /// Ends what is no longer wanted, and what is to begin anew.
    async fn stop_unwanted(&self, owner: Uuid, running: &HashMap<Id, Running>) -> sqlx::Result<()> {
        let changed: Vec<(Uuid, bool)> = sqlx::query_as(
            "SELECT id, desired = 'asleep' AND NOT restart_asked FROM messenger_sessions
             WHERE owner = $1 AND (desired <> 'running' OR restart_asked)",
        )
        .bind(owner)
        .fetch_all(&self.pool)
        .await?;
        for (session, sleeps) in changed {
            let unwanted = running.values().find(|one| one.session == session).filter(|one| match one.task {
                Task::Run => true,
                Task::Wake => !sleeps,
                Task::Forget => false,
            });
            if let Some(one) = unwanted {
                one.stop.cancel();
            }
        }
        Ok(())
    }

    /// Takes sessions that are wanted and that no process runs.
    async fn claim(&self, owner: Uuid, most: usize) -> sqlx::Result<Vec<Claimed>> {
        sqlx::query_as(
            "UPDATE messenger_sessions
             SET owner = $1, epoch = epoch + 1, owned_until = clock_timestamp() + make_interval(secs => $2),
                 restarts = restarts + restart_asked::int, restart_asked = false
             WHERE id IN (
                 SELECT id FROM messenger_sessions
                 WHERE (owner IS NULL OR owned_until < clock_timestamp()) AND next_try <= now()
                   AND (desired IN ('running', 'forgotten')
                        OR desired = 'asleep' AND account IS NOT NULL
                           AND coalesce(online_at, since) < now() - make_interval(secs => $3))
                 ORDER BY next_try LIMIT $4 FOR UPDATE SKIP LOCKED)
             RETURNING id, epoch, data_key, wanted_phone, account IS NOT NULL AS is_paired, desired",
        )
        .bind(owner)
        .bind(self.rules.lease.as_secs_f64())
        .bind(self.rules.wake_every.as_secs_f64())
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&self.pool)
        .await
    }

    fn start(&self, claimed: Claimed, tasks: &mut JoinSet<Ended>, running: &mut HashMap<Id, Running>) {
        let (stop, woken) = (CancellationToken::new(), Arc::new(Notify::new()));
        let messenger = Arc::clone(&self.messenger);
        let key = self.master.open(claimed.id, &claimed.data_key);
        let seat = key.map(|key| Seat {
            owned: Owned { pool: self.pool.clone(), session: claimed.id, epoch: claimed.epoch, key },
            wanted_phone: claimed.wanted_phone,
            is_paired: claimed.is_paired,
            is_wake: claimed.desired == "asleep",
            stop: stop.clone(),
            woken: Arc::clone(&woken),
        });
        let doing = match claimed.desired.as_str() {
            "forgotten" => Task::Forget,
            "asleep" => Task::Wake,
            _ => Task::Run,
        };
        let task = tasks.spawn(async move {
            match (seat, doing) {
                (None, Task::Forget) => Ended::Forgotten,
                (None, _) => Ended::Failed("SECRET_KEY is another than when this session was made"),
                (Some(seat), Task::Forget) => {
                    if seat.is_paired {
                        drop(timeout(FORGETTING, messenger.forget(seat)).await);
                    }
                    Ended::Forgotten
                }
                (Some(seat), _) => messenger.run(seat).await,
            }
        });
        running.insert(task.id(), Running { session: claimed.id, epoch: claimed.epoch, task: doing, stop, woken });
    }

    async fn note_end(
        &self,
        owner: Uuid,
        running: &mut HashMap<Id, Running>,
        ended: Result<(Id, Ended), tokio::task::JoinError>,
    ) {
        let (id, ended) = match ended {
            Ok((id, ended)) => (id, ended),
            // Its panic touches no other session.
            Err(error) => (error.id(), Ended::Failed("the program failed")),
        };
        let Some(one) = running.remove(&id) else { return };
        tracing::info!(session = %one.session, ?ended, "a messenger session has ended");
        if let Err(error) = self.store_end(owner, &one, &ended).await {
            // Its lease lapses, and then it is taken up as after a crash.
            tracing::warn!(%error, "cannot store how a messenger session ended");
        }
    }

    async fn store_end(&self, owner: Uuid, one: &Running, ended: &Ended) -> sqlx::Result<()> {
        if *ended == Ended::Forgotten {
            // Its keys go with it, and without its data key a backup of them tells nothing.
            let gone = "DELETE FROM messenger_sessions WHERE id = $1 AND epoch = $2 AND owner = $3";
            let gone = sqlx::query(gone).bind(one.session).bind(one.epoch).bind(owner);
            return gone.execute(&self.pool).await.map(drop);
        }
        let is_unlinked = matches!(ended, Ended::LoggedOut | Ended::NotAdmitted);
        if is_unlinked {
            let keys = sqlx::query("DELETE FROM messenger_keys WHERE session_id = $1").bind(one.session);
            keys.execute(&self.pool).await?;
        }
        let (status, desired, detail, pause) = match ended {
            Ended::Stopped | Ended::Forgotten => (None, None, None, 0.0),
            Ended::NotPaired => (Some("stopped"), Some("stopped"), Some("no one has scanned the code"), 0.0),
            Ended::NotAdmitted => (Some("other-number"), Some("stopped"), None, 0.0),
            Ended::LoggedOut => (Some("logged-out"), Some("stopped"), None, 0.0),
            Ended::Replaced => (Some("replaced"), Some("stopped"), None, 0.0),
            Ended::Banned(lasts) => (Some("banned"), None, None, lasts.as_secs_f64()),
            Ended::Failed(why) => (None, None, Some(*why), 0.0),
        };
        sqlx::query(
            "UPDATE messenger_sessions
             SET failures = failures + $4::int,
                 status = CASE WHEN $4 AND failures + 1 >= $5 THEN 'failed'
                               WHEN $4 THEN 'offline'
                               WHEN $6::text IS NOT NULL THEN $6
                               WHEN desired = 'asleep' THEN 'asleep'
                               WHEN desired = 'running' THEN 'offline'
                               ELSE 'stopped' END,
                 desired = CASE WHEN $4 AND failures + 1 >= $5 AND desired = 'running' THEN 'stopped'
                                ELSE coalesce($7, desired) END,
                 detail = $8,
                 next_try = now() + make_interval(secs => CASE WHEN $4 THEN least($9, 2 ^ least(failures, 20)) ELSE $10 END),
                 account = CASE WHEN $11 THEN NULL ELSE account END,
                 paired_at = CASE WHEN $11 THEN NULL ELSE paired_at END,
                 since = now(), qr_sealed = NULL, qr_until = NULL, pair_code_asked = false, pair_code_sealed = NULL,
                 pair_code_until = NULL, owner = NULL, owned_until = NULL
             WHERE id = $1 AND epoch = $2 AND owner = $3",
        )
        .bind(one.session)
        .bind(one.epoch)
        .bind(owner)
        .bind(matches!(ended, Ended::Failed(_)))
        .bind(MOST_FAILURES)
        .bind(status)
        .bind(desired)
        .bind(detail)
        .bind(f64::from(LONGEST_PAUSE))
        .bind(pause)
        .bind(is_unlinked)
        .execute(&self.pool)
        .await
        .map(drop)
    }
}
