//! An upload's row in the database: reserved before the first byte, kept alive while bytes move, ended
//! under the session's lock.

use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use super::Uploads;
use super::multipart::body_reader::{Moved, SILENCE, cut};
use super::multipart::receive::Sender;
use super::quota_batch::{Beginning, Ending, Finished, cut_off, session_full};
use crate::error::{Error, Kind};
use crate::intake::funnel::Stage;
use crate::intake::leases::{self, UPLOAD_PROGRESS};
use crate::intake::sessions::{self, File, State};
use crate::platform::db;
use crate::platform::i18n::Value;
use crate::platform::ids::SessionId;
use crate::platform::object_store::{Key, ObjectError};

/// How often the end of a failed upload is noted again while the database is away. After that the row's
/// own time lapses, and the sweeper does it.
const NOTE_ATTEMPTS: u32 = 5;

/// What a failed upload may have left in the object store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remains {
    /// The last bytes were never sent: the object cannot exist.
    Nothing,
    /// It may exist, or appear later.
    Perhaps,
}

/// Why an upload failed, and with what left.
#[derive(Debug)]
pub struct Failure {
    pub error: Error,
    pub remains: Remains,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, remains: Remains::Nothing }
    }
}

impl From<ObjectError> for Failure {
    fn from(error: ObjectError) -> Self {
        match error {
            ObjectError::Cut => Self { error: cut(), remains: Remains::Nothing },
            other => Self { error: other.into(), remains: Remains::Perhaps },
        }
    }
}

/// The keys of one form all belong to one session.
async fn lock_of(conn: &mut sqlx::PgConnection, keys: &[Key]) -> sqlx::Result<()> {
    match keys.first() {
        Some(key) => db::lock_session(conn, key.session).await,
        None => Ok(()),
    }
}

impl Uploads {
    /// Commits lease, page and upload rows, or refuses. Nothing has gone to the object store before.
    pub async fn begin(&self, sender: Sender, sizes: Vec<u64>, in_parts: bool) -> Result<Vec<Key>, Error> {
        let Sender { session, page } = sender;
        self.begins.submit(Beginning { session, page, sizes, in_parts }).await
    }

    /// A file larger than we take.
    pub fn too_large(&self, name: &str) -> Error {
        let size = Value::Size(self.context.limits.max_file_bytes.as_u64());
        Error::words(Kind::FileTooLarge, "problem-too-large", [("name", name.into()), ("size", size)])
    }

    /// Reserves more for an upload whose length is not known: `bytes` instead of `held`.
    pub async fn grow(&self, key: Key, held: u64, bytes: u64) -> Result<(), Error> {
        let mut tx = db::begin(&self.context.pool).await?;
        db::lock_session(&mut tx, key.session).await?;
        let used = leases::usage(&mut tx, &[key.session.uuid()]).await?.iter().map(|usage| usage.bytes).sum::<u64>();
        if used.saturating_sub(held).saturating_add(bytes) > self.context.limits.max_session_bytes.as_u64() {
            return Err(session_full(&self.context.limits));
        }
        if !leases::reserve(&mut tx, key, bytes).await? {
            return Err(cut_off(sessions::state(&mut tx, key.session).await?));
        }
        Ok(tx.commit().await?)
    }

    /// Runs `work` while the rows are kept alive. Ends early when the session was purged meanwhile, or when
    /// nothing has moved for a while.
    pub async fn while_alive<T>(
        &self,
        keys: &[Key],
        moved: Option<&Moved>,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        tokio::select! {
            done = work => done,
            error = self.watch(keys, moved) => Err(Failure { error, remains: Remains::Perhaps }),
        }
    }

    async fn watch(&self, keys: &[Key], moved: Option<&Moved>) -> Error {
        let mut ticks = tokio::time::interval_at(Instant::now() + UPLOAD_PROGRESS, UPLOAD_PROGRESS);
        let mut seen = (0, Instant::now());
        loop {
            ticks.tick().await;
            if let Some(moved) = moved {
                if moved.mark() != seen.0 {
                    seen = (moved.mark(), Instant::now());
                } else if seen.1.elapsed() >= SILENCE {
                    return moved.silence();
                }
            }
            match db::in_time(self.keep_alive(keys)).await {
                Ok(None) => {}
                Ok(Some(refusal)) => return refusal,
                // The rows live for several of these; only the end must be able to commit.
                Err(error) => tracing::warn!(%error, "cannot note an upload's progress; going on"),
            }
        }
    }

    /// `Some`: an upload was cut off, and why.
    async fn keep_alive(&self, keys: &[Key]) -> sqlx::Result<Option<Error>> {
        let mut tx = db::begin(&self.context.pool).await?;
        lock_of(&mut tx, keys).await?;
        for key in keys {
            if !leases::progress(&mut tx, *key).await? {
                return Ok(Some(cut_off(sessions::state(&mut tx, key.session).await?)));
            }
        }
        tx.commit().await?;
        Ok(None)
    }

    /// The objects are whole: their rows say so, or the objects go.
    pub async fn end_well(&self, session: SessionId, files: &[File]) -> Result<(), Error> {
        let Finished { state, first } = self.ends.submit(Ending { session, files: files.to_vec() }).await?;
        if first {
            self.context.funnel.count(Stage::Files);
        }
        if state != State::Open {
            self.context.sweeper.outdate_copies().await;
        }
        Ok(())
    }

    /// The upload failed: its rows go, and whatever of it may stand in the object store. Gives a better
    /// reason where somebody else had ended it already.
    pub async fn end_badly(&self, keys: &[Key], remains: Remains) -> Option<Error> {
        let mut attempt = 1;
        let noted = loop {
            match db::in_time(self.note_failure(keys, remains)).await {
                Ok(noted) => break noted,
                Err(error) if attempt == NOTE_ATTEMPTS => {
                    tracing::warn!(%error, "cannot note a failed upload; the sweeper will find it");
                    return None;
                }
                Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
            }
            attempt += 1;
        };
        if remains == Remains::Perhaps {
            for key in noted.doomed {
                // At once where possible; the sweeper looks again for what arrives late.
                drop(self.context.store.purge_file(key).await);
            }
            self.context.sweeper.wake();
        }
        noted.reason
    }

    /// The visitor removes a file: the obligation is committed first, then the object goes.
    pub async fn delete(&self, session: SessionId, file: Uuid) -> Result<(), Error> {
        let mut tx = db::begin(&self.context.pool).await?;
        db::lock_session(&mut tx, session).await?;
        sessions::state(&mut tx, session).await?.must_be_open()?;
        // Nothing can be on its way to the key of a stored file: no second look is needed.
        if !leases::stored(&mut tx, session).await?.iter().any(|(stored, _)| *stored == file) {
            return Err(Kind::NotFound.into());
        }
        leases::cut_upload(&mut tx, session, file, Duration::ZERO).await?;
        tx.commit().await?;
        self.context.sweeper.wake();
        Ok(())
    }

    async fn note_failure(&self, keys: &[Key], remains: Remains) -> sqlx::Result<Noted> {
        let mut tx = db::begin(&self.context.pool).await?;
        lock_of(&mut tx, keys).await?;
        let mut noted = Noted { doomed: Vec::new(), reason: None };
        for key in keys {
            let stood = match remains {
                Remains::Nothing => leases::forget_upload(&mut tx, *key).await?,
                Remains::Perhaps => {
                    let late = self.context.timings.tombstone;
                    leases::cut_upload(&mut tx, key.session, key.file, late).await?
                }
            };
            if !stood {
                noted.reason = Some(cut_off(sessions::state(&mut tx, key.session).await?));
            }
            // A commit whose answer was lost counts as failed here, and a contact may have built on it.
            if !sessions::kept_files(&mut tx, key.session).await?.contains(&key.file) {
                noted.doomed.push(*key);
            }
        }
        tx.commit().await?;
        Ok(noted)
    }
}

/// What the end of a failed upload found.
struct Noted {
    /// The keys that nobody may keep.
    doomed: Vec<Key>,
    /// Why the upload's row was gone before.
    reason: Option<Error>,
}
