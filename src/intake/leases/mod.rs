//! The obligation to delete: committed before the first byte goes to the object store, cancelled only by a contact, and
//! fulfilled by the sweeper whatever crashes. See `docs/abandonment.md`.
//!
//! The functions here take a connection and expect the caller to hold the session's lock
//! ([`crate::platform::db::lock_session`]) in a transaction, unless they say otherwise.

use std::collections::HashSet;
use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::config::Timings;
use crate::platform::db;
use crate::platform::ids::{PageId, SessionId};
use crate::platform::object_store::Key;

mod allowance;
mod queries;
pub mod reconcile;
mod sweep;

pub use allowance::UploadLimits;
pub use sweep::Sweeper;

/// A running upload reports progress at least this often (see [`UPLOAD_PROGRESS`]); after that its server counts as
/// dead.
pub const UPLOAD_ALIVE: Duration = Duration::from_secs(30);

/// How often a running upload records its progress.
pub const UPLOAD_PROGRESS: Duration = Duration::from_secs(5);

/// The state of a session's lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No lease: nothing was uploaded, or the contact released it.
    None,
    /// Files wait for a contact.
    Live,
    /// Purging or tombstone: the id is dead.
    Gone,
}

impl Standing {
    /// From the lease's state in the database, `None` if there is no lease.
    pub fn of(state: Option<&str>) -> Self {
        match state {
            None => Self::None,
            Some("live") => Self::Live,
            Some(_) => Self::Gone,
        }
    }
}

/// Why a session's objects are deleted, as the database writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase", const_into_str)]
pub enum Reason {
    Abandoned,
    Discarded,
    Declined,
    Erased,
    /// Adopted by reconcile and not claimed since.
    Adopted,
}

/// How much of its quota a session uses, reserved bytes included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    pub files: u64,
    pub bytes: u64,
}

/// A session's uploads that wait for its contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingUpload {
    /// Whether an upload is running on a live instance.
    pub is_receiving: bool,
    /// The ids of the stored files, in order.
    pub stored: Vec<Uuid>,
}

/// A purge that this worker has claimed.
#[derive(Clone, Debug)]
struct Claim {
    session: SessionId,
    /// Files to delete; there may be more in the store.
    keys: Vec<Uuid>,
    /// A multipart upload may have been started.
    has_parts: bool,
    of: PurgeKind,
    reason: String,
    attempts: i32,
    overdue: bool,
}

/// What a purge deletes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PurgeKind {
    /// A session that has ended.
    Session,
    /// A stored person, whose erasure receipt is still open.
    Person,
    /// An expired tombstone: one last check before the id is forgotten.
    Tombstone,
}

/// Returns the state of the session's lease. Needs no lock where the answer is only informative.
pub async fn standing(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Standing> {
    queries::find_standing(conn, id).await
}

/// Creates the lease before the first byte is stored, notes the page that uploads, and reserves the uploads' bytes
/// where every instance sees them. `sessions` has one page per session and whether its upload is multipart; each
/// session may have any number of `uploads`.
pub async fn begin(
    conn: &mut PgConnection,
    sessions: &[(SessionId, PageId, bool)],
    uploads: &[(Key, u64)],
    timings: &Timings,
) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = sessions.iter().map(|(id, ..)| id.uuid()).collect();
    let pages: Vec<Uuid> = sessions.iter().map(|(_, page, _)| page.uuid()).collect();
    let (keys, bytes): (Vec<_>, Vec<_>) = uploads.iter().map(|(key, bytes)| (*key, signed(*bytes))).unzip();
    let deadline = timings.visible_ttl.max(UPLOAD_ALIVE);
    let new = queries::insert_live(conn, &ids, timings.open_max, deadline).await?;
    let in_parts: Vec<Uuid> = sessions.iter().filter(|(.., in_parts)| *in_parts).map(|(id, ..)| id.uuid()).collect();
    if !in_parts.is_empty() {
        queries::mark_in_parts(conn, &in_parts).await?;
    }
    queries::note_pages(conn, &ids, &pages, &new, timings.visible_ttl).await?;
    queries::insert_uploads(conn, &keys, &bytes).await?;
    // New leases already have their deadline.
    let old: Vec<Uuid> = ids.into_iter().filter(|id| !new.contains(id)).collect();
    if old.is_empty() { Ok(()) } else { queries::move_deadlines(conn, &old).await }
}

/// Returns how much of their quotas the sessions use, in the order of `ids`.
pub async fn usage(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<Usage>> {
    queries::list_usage(conn, ids).await
}

/// Reserves more bytes for a running upload. Returns `false` if it was cut off and must stop.
pub async fn reserve(conn: &mut PgConnection, key: Key, bytes: u64) -> sqlx::Result<bool> {
    queries::set_bytes(conn, key, signed(bytes)).await
}

/// Records that an upload is still running. Returns `false` if it was cut off and must stop.
pub async fn progress(conn: &mut PgConnection, key: Key) -> sqlx::Result<bool> {
    let is_running = queries::touch_upload(conn, key).await?;
    if is_running {
        queries::move_deadlines(conn, &[key.session.uuid()]).await?;
    }
    Ok(is_running)
}

/// Returns the files whose uploads are still running. The others were cut off meanwhile, and their objects must be
/// deleted.
pub async fn receiving(conn: &mut PgConnection, files: &[Uuid]) -> sqlx::Result<HashSet<Uuid>> {
    queries::list_receiving(conn, files).await
}

/// Marks uploads as stored once their objects are complete. Returns the sessions for which this is the first file ever,
/// even if it was removed since; each session is returned only once.
pub async fn store_uploads(conn: &mut PgConnection, uploads: &[(Key, u64)]) -> sqlx::Result<HashSet<Uuid>> {
    let (files, bytes): (Vec<_>, Vec<_>) = uploads.iter().map(|(key, bytes)| (key.file, signed(*bytes))).unzip();
    let ids: Vec<Uuid> = uploads.iter().map(|(key, _)| key.session.uuid()).collect();
    queries::mark_stored(conn, &files, &bytes).await?;
    queries::move_deadlines(conn, &ids).await?;
    queries::mark_sent(conn, &ids).await
}

/// Forgets an upload whose object never existed or became a file. Returns `false` if something else ended it first.
pub async fn forget_upload(conn: &mut PgConnection, key: Key) -> sqlx::Result<bool> {
    let forgotten = queries::delete_upload(conn, key).await?;
    queries::move_deadlines(conn, &[key.session.uuid()]).await?;
    Ok(forgotten)
}

/// Schedules the deletion of the file's key: now and, if `late` is above zero, once more after that time. Returns
/// `false` if the session has no such upload.
pub async fn cut_upload(conn: &mut PgConnection, id: SessionId, file: Uuid, late: Duration) -> sqlx::Result<bool> {
    let cut = queries::mark_cut(conn, id, file, late).await?;
    queries::move_deadlines(conn, &[id.uuid()]).await?;
    Ok(cut)
}

/// Returns the session's stored files, ordered by id, with their acknowledged sizes.
pub async fn stored(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Vec<(Uuid, u64)>> {
    queries::list_stored(conn, id).await
}

/// Returns the sessions' pending uploads, in the order of `ids`.
pub async fn pending_uploads(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<PendingUpload>> {
    queries::list_pending_uploads(conn, ids).await
}

/// Removes the obligations to delete: the contacts were given.
pub async fn release(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<()> {
    queries::delete_live(conn, ids).await
}

/// Extends the deadlines of visible pages, each by its own duration. The leases must be live.
pub async fn touch(conn: &mut PgConnection, seen: &[(SessionId, PageId, Duration)]) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = seen.iter().map(|(id, ..)| id.uuid()).collect();
    let pages: Vec<Uuid> = seen.iter().map(|(_, page, _)| page.uuid()).collect();
    let ttls: Vec<f64> = seen.iter().map(|(.., ttl)| ttl.as_secs_f64()).collect();
    queries::touch_pages(conn, &ids, &pages, &ttls).await?;
    queries::move_deadlines(conn, &ids).await
}

/// Notes that a page was left. Writes nothing without a lease.
pub async fn leave(conn: &mut PgConnection, id: SessionId, page: PageId, grace: Duration) -> sqlx::Result<()> {
    queries::mark_page_left(conn, id, page, grace).await?;
    queries::move_deadlines(conn, &[id.uuid()]).await
}

/// Starts deleting the session's objects and its uploads. `files` are those that were kept with it; its row is already
/// deleted.
pub async fn begin_purge(
    conn: &mut PgConnection,
    id: SessionId,
    files: &[Uuid],
    reason: Reason,
    timings: &Timings,
) -> sqlx::Result<()> {
    begin_purges(conn, &[(id, reason)], files, timings).await
}

/// The same for several sessions; only a single one may have kept files.
async fn begin_purges(
    conn: &mut PgConnection,
    due: &[(SessionId, Reason)],
    files: &[Uuid],
    timings: &Timings,
) -> sqlx::Result<()> {
    let (ids, reasons): (Vec<_>, Vec<_>) = due.iter().map(|(id, reason)| (id.uuid(), reason.into_str())).unzip();
    queries::mark_purging(conn, &ids, &reasons, files, timings.tombstone).await?;
    db::notify_sessions(conn, &ids).await
}

/// Marks an id as dead under which nothing was ever stored.
pub async fn tombstone(conn: &mut PgConnection, id: SessionId, timings: &Timings) -> sqlx::Result<()> {
    queries::insert_tombstone(conn, id, timings.tombstone).await?;
    db::notify_session(conn, id).await
}

/// Byte counts are far below `i64::MAX`, and the quota refuses larger ones anyway.
fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
