//! The two changes that each upload makes, batched for many uploads: reserving its lease and rows before the first
//! byte, and marking the object as complete. See [`crate::platform::db::group_commit`].

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::config::{Limits, Timings};
use crate::error::{Error, Kind};
use crate::intake::leases::{self, UploadLimits, Usage};
use crate::intake::sessions::{self, File, State};
use crate::platform::db::group_commit::BatchOp;
use crate::platform::i18n::Value;
use crate::platform::ids::{PageId, SessionId, new_uuid};
use crate::platform::object_store::Key;

/// Commits lease, page and upload rows before anything is sent to the object store.
pub struct ReserveUploads {
    pub limits: Arc<Limits>,
    pub timings: Arc<Timings>,
    pub upload_limits: UploadLimits,
}

/// A form's files, reserved together or not at all.
pub struct Beginning {
    pub session: SessionId,
    pub page: PageId,
    pub network: IpAddr,
    /// Bytes of each file.
    pub sizes: Vec<u64>,
    /// Whether the object is a multipart upload.
    pub in_parts: bool,
}

impl ReserveUploads {
    fn admit(&self, state: State, usage: Usage, sizes: &[u64]) -> Result<(), Error> {
        state.must_be_open()?;
        if usage.files + sizes.len() as u64 > u64::from(self.limits.max_files) {
            let count = Value::Number(self.limits.max_files.into());
            return Err(Error::words(Kind::QuotaExceeded, "problem-too-many-files", [("count", count)]));
        }
        if usage.bytes.saturating_add(sizes.iter().sum()) > self.limits.max_session_bytes.as_u64() {
            return Err(session_full(&self.limits));
        }
        Ok(())
    }
}

/// The error for a session at its size limit.
pub fn session_full(limits: &Limits) -> Error {
    let size = Value::Size(limits.max_session_bytes.as_u64());
    Error::words(Kind::QuotaExceeded, "problem-visit-full", [("size", size)])
}

impl BatchOp for ReserveUploads {
    type Item = Beginning;
    type Output = Vec<Key>;
    type Error = Error;

    fn session(item: &Beginning) -> SessionId {
        item.session
    }

    async fn apply(&self, conn: &mut PgConnection, items: &[Beginning]) -> sqlx::Result<Vec<Result<Vec<Key>, Error>>> {
        let ids: Vec<Uuid> = items.iter().map(|item| item.session.uuid()).collect();
        let states = sessions::states(conn, &ids).await?;
        let usages = leases::usage(conn, &ids).await?;
        let standings = items.iter().zip(states).zip(usages);
        let fits: Vec<_> = standings.map(|((item, state), usage)| self.admit(state, usage, &item.sizes)).collect();
        let asked = items.iter().zip(&fits).filter(|(_, fit)| fit.is_ok());
        let asked: Vec<_> = asked.map(|(item, _)| (item.network, item.sizes.iter().sum())).collect();
        let mut allowed = self.upload_limits.admit(conn, &asked).await?.into_iter();
        let (mut begun, mut uploads, mut outcomes) = (Vec::new(), Vec::new(), Vec::new());
        for (item, fit) in items.iter().zip(fits) {
            let admitted = fit.and_then(|()| allowed.next().unwrap_or(Ok(())));
            outcomes.push(admitted.map(|()| {
                let key = || Key { session: item.session, file: new_uuid() };
                let keys: Vec<Key> = item.sizes.iter().map(|_| key()).collect();
                begun.push((item.session, item.page, item.in_parts));
                uploads.extend(keys.iter().copied().zip(item.sizes.iter().copied()));
                keys
            }));
        }
        if !uploads.is_empty() {
            leases::begin(conn, &begun, &uploads, &self.timings).await?;
        }
        Ok(outcomes)
    }
}

/// Marks objects as complete in their rows.
pub struct FinishUploads;

/// A form's files, kept together or not at all.
pub struct Ending {
    pub session: SessionId,
    pub files: Vec<File>,
}

/// The session's state when its files were recorded.
pub struct Finished {
    pub state: State,
    /// Whether no file of this session was ever stored before.
    pub first: bool,
}

impl BatchOp for FinishUploads {
    type Item = Ending;
    type Output = Finished;
    type Error = Error;

    fn session(item: &Ending) -> SessionId {
        item.session
    }

    async fn apply(&self, conn: &mut PgConnection, items: &[Ending]) -> sqlx::Result<Vec<Result<Finished, Error>>> {
        let ids: Vec<Uuid> = items.iter().map(|item| item.session.uuid()).collect();
        let states = sessions::states(conn, &ids).await?;
        let files: Vec<Uuid> = items.iter().flat_map(|item| &item.files).map(|file| file.id).collect();
        let receiving = leases::receiving(conn, &files).await?;
        let (mut whole, mut outcomes) = (Vec::new(), Vec::new());
        for (item, state) in items.iter().zip(states) {
            let is_running = item.files.iter().all(|file| receiving.contains(&file.id));
            outcomes.push(match state {
                State::Open if is_running => {
                    whole.extend(item.files.iter().map(|file| (key_of(item, file), file.size)));
                    Ok(Finished { state, first: false })
                }
                // The contact took this upload for dead, but the visitor is told that it arrived, so it is kept.
                State::Pending | State::Complete if is_running => {
                    for file in &item.files {
                        leases::forget_upload(conn, key_of(item, file)).await?;
                        sessions::add_files(conn, &[(item.session, file)]).await?;
                    }
                    Ok(Finished { state, first: false })
                }
                _ => Err(cut_off(state)),
            });
        }
        let firsts = if whole.is_empty() { HashSet::new() } else { leases::store_uploads(conn, &whole).await? };
        for (item, outcome) in items.iter().zip(&mut outcomes) {
            if let Ok(ended) = outcome {
                ended.first = firsts.contains(&item.session.uuid());
            }
        }
        Ok(outcomes)
    }
}

fn key_of(item: &Ending, file: &File) -> Key {
    Key { session: item.session, file: file.id }
}

/// Returns why an upload's row is gone: its session ended, or its server was silent for so long that it was taken for
/// dead. The latter is no reason to give up the session.
pub fn cut_off(state: State) -> Error {
    match state {
        State::Gone => Kind::SessionGone.into(),
        _ => Error::caused(Kind::Unavailable, "the upload was taken for dead"),
    }
}
