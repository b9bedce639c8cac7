//! The obligation to delete: committed before the first byte goes to the object store, taken back only by
//! a contact, fulfilled by the sweeper whatever crashes. `docs/abandonment.md` tells the whole story.
//!
//! The functions here take a connection and trust that the caller holds the session's lock
//! ([`crate::platform::db::lock_session`]) in a transaction, except where they say otherwise.

use std::collections::HashSet;
use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::config::Timings;
use crate::platform::db;
use crate::platform::ids::{PageId, SessionId};
use crate::platform::object_store::Key;

mod queries;
pub mod reconcile;
mod sweep;

pub use sweep::Sweeper;

/// A running upload says so at least this often (see [`UPLOAD_PROGRESS`]); then its server is dead.
pub const UPLOAD_ALIVE: Duration = Duration::from_secs(30);

/// How often a running upload writes that it lives.
pub const UPLOAD_PROGRESS: Duration = Duration::from_secs(5);

/// How a session stands with its lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No lease: nothing was uploaded, or the contact took it away.
    None,
    /// Files wait for a contact.
    Live,
    /// Purging or tombstone: the id is dead.
    Gone,
}

impl Standing {
    /// Of a lease in this state, or of none.
    pub fn of(state: Option<&str>) -> Self {
        match state {
            None => Self::None,
            Some("live") => Self::Live,
            Some(_) => Self::Gone,
        }
    }
}

/// Why a session's objects go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Abandoned,
    Discarded,
    Declined,
    Erased,
    /// Taken on by reconcile and claimed by nobody.
    Adopted,
}

impl Reason {
    /// As the database writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Abandoned => "abandoned",
            Self::Discarded => "discarded",
            Self::Declined => "declined",
            Self::Erased => "erased",
            Self::Adopted => "adopted",
        }
    }
}

/// What a session's uploads hold of its quota, reserved bytes included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    pub files: u64,
    pub bytes: u64,
}

/// What waits in a session for its contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingUpload {
    /// An upload runs on some living instance.
    pub is_receiving: bool,
    /// The ids of the stored files, in order.
    pub stored: Vec<Uuid>,
}

/// A purge that this worker may do.
#[derive(Clone, Debug)]
struct Claim {
    session: SessionId,
    /// Files that are to go; there may be more in the store.
    keys: Vec<Uuid>,
    /// An upload in parts may have been begun.
    has_parts: bool,
    of: PurgeKind,
    reason: String,
    attempts: i32,
    overdue: bool,
}

/// Of what a purge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PurgeKind {
    /// A session that has ended.
    Session,
    /// A stored person, whose receipt waits.
    Person,
    /// A tombstone that has run out: one more look before the id is forgotten.
    Tombstone,
}

/// How the session stands; needs no lock where the answer only informs.
pub async fn standing(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Standing> {
    queries::find_standing(conn, id).await
}

/// Makes sure that a lease stands before the first byte does, with the page that uploads; and reserves the uploads'
/// bytes and shows them to every instance. Each session has one page here, the word whether its upload comes in
/// parts, and any number of uploads.
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
    // A new one has its deadline.
    let old: Vec<Uuid> = ids.into_iter().filter(|id| !new.contains(id)).collect();
    if old.is_empty() { Ok(()) } else { queries::move_deadlines(conn, &old).await }
}

/// What the sessions' uploads hold of their quotas, in the order of `ids`.
pub async fn usage(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<Usage>> {
    queries::list_usage(conn, ids).await
}

/// A running upload reserves more bytes. `false`: it was cut off, and must stop.
pub async fn reserve(conn: &mut PgConnection, key: Key, bytes: u64) -> sqlx::Result<bool> {
    queries::set_bytes(conn, key, signed(bytes)).await
}

/// A running upload says that it lives. `false`: it was cut off, and must stop.
pub async fn progress(conn: &mut PgConnection, key: Key) -> sqlx::Result<bool> {
    let stands = queries::touch_upload(conn, key).await?;
    if stands {
        queries::move_deadlines(conn, &[key.session.uuid()]).await?;
    }
    Ok(stands)
}

/// Those of the files whose uploads still stand: the others were cut off meanwhile, and their objects must go.
pub async fn receiving(conn: &mut PgConnection, files: &[Uuid]) -> sqlx::Result<HashSet<Uuid>> {
    queries::list_receiving(conn, files).await
}

/// The objects are whole, and their uploads stand. Gives the sessions of which this is the first file ever,
/// whatever was removed since; says so once.
pub async fn store_uploads(conn: &mut PgConnection, uploads: &[(Key, u64)]) -> sqlx::Result<HashSet<Uuid>> {
    let (files, bytes): (Vec<_>, Vec<_>) = uploads.iter().map(|(key, bytes)| (key.file, signed(*bytes))).unzip();
    let ids: Vec<Uuid> = uploads.iter().map(|(key, _)| key.session.uuid()).collect();
    queries::mark_stored(conn, &files, &bytes).await?;
    queries::move_deadlines(conn, &ids).await?;
    queries::mark_sent(conn, &ids).await
}

/// Forgets an upload whose object never existed or became a file. `false`: somebody else ended it first.
pub async fn forget_upload(conn: &mut PgConnection, key: Key) -> sqlx::Result<bool> {
    let forgotten = queries::delete_upload(conn, key).await?;
    queries::move_deadlines(conn, &[key.session.uuid()]).await?;
    Ok(forgotten)
}

/// Obliges the sweeper to delete the file's key: now and, for `late` above zero, once more then.
/// `false`: the session has no such upload.
pub async fn cut_upload(conn: &mut PgConnection, id: SessionId, file: Uuid, late: Duration) -> sqlx::Result<bool> {
    let cut = queries::mark_cut(conn, id, file, late).await?;
    queries::move_deadlines(conn, &[id.uuid()]).await?;
    Ok(cut)
}

/// The session's stored files, in the order of their ids, with the bytes that were acknowledged.
pub async fn stored(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Vec<(Uuid, u64)>> {
    queries::list_stored(conn, id).await
}

/// What waits in the sessions, in the order of `ids`.
pub async fn pending_uploads(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<PendingUpload>> {
    queries::list_holdings(conn, ids).await
}

/// Contacts take the obligations away.
pub async fn release(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<()> {
    queries::delete_live(conn, ids).await
}

/// Pages show their sessions, each for as long as it says. The leases are live.
pub async fn touch(conn: &mut PgConnection, seen: &[(SessionId, PageId, Duration)]) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = seen.iter().map(|(id, ..)| id.uuid()).collect();
    let pages: Vec<Uuid> = seen.iter().map(|(_, page, _)| page.uuid()).collect();
    let ttls: Vec<f64> = seen.iter().map(|(.., ttl)| ttl.as_secs_f64()).collect();
    queries::touch_pages(conn, &ids, &pages, &ttls).await?;
    queries::move_deadlines(conn, &ids).await
}

/// A page says that it goes. Without a lease nothing is written.
pub async fn leave(conn: &mut PgConnection, id: SessionId, page: PageId, grace: Duration) -> sqlx::Result<()> {
    queries::mark_page_left(conn, id, page, grace).await?;
    queries::move_deadlines(conn, &[id.uuid()]).await
}

/// The session's objects are to go, and its uploads with them. `files` are those that were kept with it; its row is
/// gone.
pub async fn begin_purge(
    conn: &mut PgConnection,
    id: SessionId,
    files: &[Uuid],
    reason: Reason,
    timings: &Timings,
) -> sqlx::Result<()> {
    begin_purges(conn, &[(id, reason)], files, timings).await
}

/// The same of several sessions, of which only a single one can have kept files.
async fn begin_purges(
    conn: &mut PgConnection,
    due: &[(SessionId, Reason)],
    files: &[Uuid],
    timings: &Timings,
) -> sqlx::Result<()> {
    let (ids, reasons): (Vec<_>, Vec<_>) = due.iter().map(|(id, reason)| (id.uuid(), reason.as_str())).unzip();
    queries::mark_purging(conn, &ids, &reasons, files, timings.tombstone).await?;
    db::notify_sessions(conn, &ids).await
}

/// Kills an id under which nothing was ever stored.
pub async fn tombstone(conn: &mut PgConnection, id: SessionId, timings: &Timings) -> sqlx::Result<()> {
    queries::insert_tombstone(conn, id, timings.tombstone).await?;
    db::notify_session(conn, id).await
}

/// Byte counts are far below `i64::MAX`; what is not would be refused by quota anyway.
fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
