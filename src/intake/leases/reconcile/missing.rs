//! Files of kept sessions whose object is gone: someone has deleted it, or the bucket was restored from an older copy.

use std::collections::{BTreeMap, HashSet};

use uuid::Uuid;

use super::{ReconcileError, TURN, queries};
use crate::intake::leases::Sweeper;
use crate::platform::db;
use crate::platform::ids::SessionId;
use crate::platform::object_store::{Key, ObjectError};

/// Rows that are read at once.
const BATCH: i64 = 1000;

/// Sessions that one comparison logs.
const MAX_LOGGED: usize = 100;

/// What was found so far.
pub(super) struct Missing {
    /// The last file that was compared.
    after: Key,
    /// Files by session.
    found: BTreeMap<Uuid, usize>,
}

impl Default for Missing {
    fn default() -> Self {
        Self { after: Key { session: SessionId::from_uuid(Uuid::nil()), file: Uuid::nil() }, found: BTreeMap::new() }
    }
}

impl Sweeper {
    /// Compares the files up to the last key of this page of the bucket with its keys, or all others after the last
    /// page. Pages come in the order of their keys.
    pub(super) async fn find_missing(
        &self,
        missing: &mut Missing,
        page: &[Key],
        is_last: bool,
    ) -> Result<(), ReconcileError> {
        let listed: HashSet<&Key> = page.iter().collect();
        let end = if is_last { None } else { page.last().copied() };
        if !is_last && end.is_none_or(|end| end <= missing.after) {
            return Ok(());
        }
        loop {
            let files = async {
                let mut conn = self.pool.acquire().await?;
                queries::extend_turn(&mut conn, TURN).await?;
                queries::list_files(&mut conn, missing.after, end, BATCH).await
            };
            let files = db::in_time(files).await?;
            for key in files.iter().filter(|key| !listed.contains(key)) {
                if self.is_missing(*key).await? {
                    *missing.found.entry(key.session.uuid()).or_default() += 1;
                }
            }
            let is_whole = i64::try_from(files.len()).is_ok_and(|count| count < BATCH);
            match (files.last(), end) {
                (_, Some(end)) if is_whole => missing.after = end,
                (Some(last), _) => missing.after = *last,
                (None, _) => {}
            }
            if is_whole {
                return Ok(());
            }
        }
    }

    /// The page may be older than the file: ask the store, and then the database again, because an erasure deletes rows
    /// before it deletes objects.
    async fn is_missing(&self, key: Key) -> Result<bool, ReconcileError> {
        match self.store.head(key).await {
            Ok(_) => Ok(false),
            Err(ObjectError::NotFound) => {
                let known = async { queries::has_file(&mut *self.pool.acquire().await?, key).await };
                Ok(db::in_time(known).await?)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Logs what is missing and tells the administrator; returns how many files.
    pub(super) fn report_missing(&self, missing: &Missing) -> usize {
        let count: usize = missing.found.values().sum();
        #[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
        metrics::gauge!("anteroom_files_missing").set(count as f64);
        for (session, count) in missing.found.iter().take(MAX_LOGGED) {
            let session = SessionId::from_uuid(*session);
            tracing::error!(session = session.tag(), count, "files of a kept session are missing from the bucket");
        }
        if count > 0 {
            tracing::error!(
                count,
                sessions = missing.found.len(),
                "files are missing from the bucket: restore them from a backup of the bucket, or tell those people"
            );
            self.notices.report("files-missing", None);
        }
        count
    }
}
