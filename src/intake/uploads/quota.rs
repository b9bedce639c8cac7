//! An upload's row in the database: reserved before the first byte, kept alive while bytes move, and ended under the
//! session's lock.

use std::net::IpAddr;
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

/// How often we try to record a failed upload while the database is unavailable. After that the row expires, and the
/// sweeper handles it.
const NOTE_ATTEMPTS: u32 = 5;

/// What a failed upload may have left in the object store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remains {
    /// The last bytes were never sent: the object cannot exist.
    Nothing,
    /// It may exist, or appear later.
    Perhaps,
}

/// Why an upload failed, and what it may have left behind.
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

/// Locks the session of the keys. All keys of a form belong to one session.
async fn lock_of(conn: &mut sqlx::PgConnection, keys: &[Key]) -> sqlx::Result<()> {
    match keys.first() {
        Some(key) => db::lock_session(conn, key.session).await,
        None => Ok(()),
    }
}

impl Uploads {
    /// Commits lease, page and upload rows, or refuses, before anything is sent to the object store.
    pub async fn begin(&self, sender: Sender, sizes: Vec<u64>, in_parts: bool) -> Result<Vec<Key>, Error> {
        let Sender { session, page, network } = sender;
        self.begins.submit(Beginning { session, page, network, sizes, in_parts }).await
    }

    /// The error for a file above the size limit.
    pub fn too_large(&self, name: &str) -> Error {
        let size = Value::Size(self.context.limits.max_file_bytes.as_u64());
        Error::words(Kind::FileTooLarge, "problem-too-large", [("name", name.into()), ("size", size)])
    }

    /// Reserves more for an upload of unknown length: `bytes` instead of `held`.
    pub async fn grow(&self, network: IpAddr, key: Key, held: u64, bytes: u64) -> Result<(), Error> {
        let mut tx = db::begin(&self.context.pool).await?;
        db::lock_session(&mut tx, key.session).await?;
        let used = leases::usage(&mut tx, &[key.session.uuid()]).await?.iter().map(|usage| usage.bytes).sum::<u64>();
        if used.saturating_sub(held).saturating_add(bytes) > self.context.limits.max_session_bytes.as_u64() {
            return Err(session_full(&self.context.limits));
        }
        let asked = [(network, bytes.saturating_sub(held))];
        self.context.upload_limits.admit(&mut tx, &asked).await?.into_iter().collect::<Result<(), Error>>()?;
        if !leases::reserve(&mut tx, key, bytes).await? {
            return Err(cut_off(sessions::state(&mut tx, key.session).await?));
        }
        Ok(tx.commit().await?)
    }

    /// Runs `work` while keeping the rows alive. Ends early if the session is purged meanwhile, or if nothing moves for
    /// a while.
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
                // The rows outlive several missed updates; only the last commit must succeed.
                Err(error) => tracing::warn!(%error, "cannot record an upload's progress; continuing"),
            }
        }
    }

    /// Returns the reason if an upload was cut off.
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

    /// Marks the objects as complete in their rows; if that fails, the objects are deleted.
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

    /// Deletes a failed upload's rows and whatever it may have left in the object store. Returns a better reason if the
    /// upload had already been ended by something else.
    pub async fn end_badly(&self, keys: &[Key], remains: Remains) -> Option<Error> {
        let mut attempt = 1;
        let noted = loop {
            match db::in_time(self.note_failure(keys, remains)).await {
                Ok(noted) => break noted,
                Err(error) if attempt == NOTE_ATTEMPTS => {
                    tracing::warn!(%error, "cannot record a failed upload; the sweeper will find it");
                    return None;
                }
                Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
            }
            attempt += 1;
        };
        if remains == Remains::Perhaps {
            for key in noted.to_delete {
                // Delete now if possible; the sweeper checks again for late writes.
                drop(self.context.store.purge_file(key).await);
            }
            self.context.sweeper.wake();
        }
        noted.reason
    }

    /// Deletes a file for the visitor: the obligation is committed first, then the object is deleted.
    pub async fn delete(&self, session: SessionId, file: Uuid) -> Result<(), Error> {
        let mut tx = db::begin(&self.context.pool).await?;
        db::lock_session(&mut tx, session).await?;
        sessions::state(&mut tx, session).await?.must_be_open()?;
        // A stored file has no PUT in flight, so deleting it needs no second check.
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
        let mut noted = Noted { to_delete: Vec::new(), reason: None };
        for key in keys {
            let was_running = match remains {
                Remains::Nothing => leases::forget_upload(&mut tx, *key).await?,
                Remains::Perhaps => {
                    let late = self.context.timings.tombstone;
                    leases::cut_upload(&mut tx, key.session, key.file, late).await?
                }
            };
            if !was_running {
                noted.reason = Some(cut_off(sessions::state(&mut tx, key.session).await?));
            }
            // A commit whose response was lost counts as failed here, but a contact may rely on it.
            if !sessions::kept_files(&mut tx, key.session).await?.contains(&key.file) {
                noted.to_delete.push(*key);
            }
        }
        tx.commit().await?;
        Ok(noted)
    }
}

/// The result of recording a failed upload.
struct Noted {
    /// The keys to delete.
    to_delete: Vec<Key>,
    /// Why the upload's row was already gone.
    reason: Option<Error>,
}
