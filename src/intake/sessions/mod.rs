//! The visitor's session. `open` means that the database knows nothing about the visitor; a row exists
//! from the contact on.

use std::time::Duration;

use heartbeats::Beat;
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::audit::{self, Action, Actor};
use crate::config::Timings;
use crate::erasures;
use crate::error::{Error, Kind};
use crate::intake::leases::{self, Reason, Standing};
use crate::platform::ids::{PageId, SessionId};
use crate::platform::object_store::{Key, ObjectError};
use crate::platform::{db, jobs};

mod context;
mod events;
mod heartbeats;
mod mailing;
mod queries;
mod retention;
pub mod routes;

pub use context::{AppContext, Services};
pub use events::Watchers;
pub use heartbeats::Heartbeats;
pub use mailing::{Letter, MailContext};
pub use queries::{NewSession, blank_addresses, list_all};
pub use retention::Overstayed;

/// The state of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::IntoStaticStr, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", const_into_str)]
pub enum State {
    /// Nothing about the visitor is in the database
    Open,
    /// The contact is stored and a link was sent
    Pending,
    /// The link was used
    Complete,
    /// Abandoned, discarded or erased: the id is dead
    #[serde(skip)]
    Gone,
}

impl State {
    /// Returns an error unless the session is open.
    pub fn must_be_open(self) -> Result<(), Error> {
        match self {
            Self::Open => Ok(()),
            Self::Pending => Err(Kind::SessionPending.into()),
            Self::Complete => Err(Kind::SessionComplete.into()),
            Self::Gone => Err(Kind::SessionGone.into()),
        }
    }
}

/// A file as the visitor sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct File {
    /// The server's id of the file
    pub id: Uuid,
    /// The visitor's name for it, without directories
    #[schema(example = "passport.pdf")]
    pub name: String,
    /// Bytes
    pub size: u64,
    /// Determined by extension and content, never by what the browser said
    pub content_type: String,
    /// CRC-64/NVME, base64
    #[serde(skip)]
    pub checksum: Option<String>,
}

/// A person's data for the mail job and the pages behind links.
pub struct Contact {
    pub state: State,
    pub name: String,
    /// Whether the address may see the name: not if it was given under an earlier address
    pub name_is_seen: bool,
    pub email: String,
    /// The language in which the contact was given
    pub locale: String,
}

/// Returns the session's state. Under the lock it is valid until the transaction ends.
pub async fn state(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<State> {
    find_state(conn, id).await.map(|(state, _)| state)
}

/// The same for several sessions, in the order of `ids`.
pub async fn states(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<State>> {
    Ok(states_with_files(conn, ids).await?.into_iter().map(|(state, _)| state).collect())
}

/// The same, and whether files wait in the session.
async fn states_with_files(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<(State, bool)>> {
    Ok(queries::list_standings(conn, ids).await?.into_iter().map(judge).collect())
}

async fn find_state(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<(State, bool)> {
    Ok(states_with_files(conn, &[id.uuid()]).await?.pop().unwrap_or((State::Open, false)))
}

fn judge(standing: (Option<State>, Standing)) -> (State, bool) {
    match standing {
        (Some(state), _) => (state, false),
        (None, Standing::Live) => (State::Open, true),
        (None, Standing::None) => (State::Open, false),
        (None, Standing::Gone) => (State::Gone, false),
    }
}

/// Returns the contact of a pending or complete session.
pub async fn contact(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Option<Contact>> {
    queries::find_contact(conn, id).await
}

/// Stores the contacts. The caller holds the locks and has released the leases.
pub async fn insert(conn: &mut PgConnection, new: &[NewSession<'_>]) -> sqlx::Result<()> {
    queries::insert(conn, new).await?;
    let ids: Vec<Uuid> = new.iter().map(|new| new.id.uuid()).collect();
    db::notify_sessions(conn, &ids).await
}

/// Corrects name, address and consents of a pending session.
pub async fn correct(conn: &mut PgConnection, new: &NewSession<'_>) -> sqlx::Result<()> {
    queries::update(conn, new).await
}

/// Records that a mail is requested, to be sent after this delay; the cool-down counts from then. An earlier refusal is
/// over.
pub async fn mail_requested(conn: &mut PgConnection, id: SessionId, delay: Duration) -> sqlx::Result<()> {
    queries::mark_mail_requested(conn, id, delay).await?;
    db::notify_session(conn, id).await
}

/// Records that the mail server refused this address of a pending session, and tells its pages. The caller holds the
/// session's lock.
pub async fn mail_refused(conn: &mut PgConnection, id: SessionId, email: &str) -> sqlx::Result<()> {
    if queries::mark_mail_refused(conn, id, email).await? {
        db::notify_session(conn, id).await?;
    }
    Ok(())
}

/// A session as its pages see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub state: State,
    /// The mail server refused the address.
    pub mail_refused: bool,
}

/// Returns the session as its pages see it.
async fn seen(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Seen> {
    let state = state(conn, id).await?;
    Ok(Seen { state, mail_refused: state == State::Pending && queries::is_mail_refused(conn, id).await? })
}

/// Marks a pending session as complete. Returns `false` if it was not pending.
pub async fn complete(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<bool> {
    let completed = queries::mark_complete(conn, id).await?;
    if completed {
        db::notify_session(conn, id).await?;
    }
    Ok(completed)
}

/// Keeps files with their sessions.
pub async fn add_files(conn: &mut PgConnection, files: &[(SessionId, &File)]) -> sqlx::Result<()> {
    queries::insert_files(conn, files).await
}

/// Returns the ids of the session's kept files, in order.
pub async fn kept_files(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Vec<Uuid>> {
    queries::list_file_ids(conn, id).await
}

/// Deletes the person's data at once and schedules the deletion of the objects, in one transaction whose lock the
/// caller holds. Returns the receipt's id. Decline, discard, staff, operators and retention all use this, so that none
/// of them can forget the receipt, and with it the ledger's entry.
pub async fn erase(
    conn: &mut PgConnection,
    id: SessionId,
    actor: Actor,
    reason: Reason,
    timings: &Timings,
) -> sqlx::Result<Uuid> {
    // First, because it counts what will be deleted; the purge proves that these files were.
    let receipt = erasures::begin(conn, id, actor).await?;
    let files = kept_files(conn, id).await?;
    jobs::forget_session(conn, id).await?;
    // Consents, files, verifications and earlier addresses are deleted with it; triggers delete self-service links of an
    // address that has no other session, and blank its requests.
    queries::delete(conn, id).await?;
    leases::begin_purge(conn, id, &files, reason, timings).await?;
    let detail = serde_json::json!({ "reason": reason.into_str() });
    audit::record(conn, actor, Action::SessionErased, id, detail).await?;
    Ok(receipt)
}

impl AppContext {
    /// Returns the files of an open session, as the object store describes them.
    pub async fn open_files(&self, id: SessionId) -> Result<Vec<File>, Error> {
        Ok(self.check_files(id).await?.0)
    }

    /// The same, and the ids of files that are missing from the object store or have another size than acknowledged.
    pub async fn check_files(&self, id: SessionId) -> Result<(Vec<File>, Vec<Uuid>), Error> {
        let mut conn = self.pool.acquire().await?;
        let stored = leases::stored(&mut conn, id).await?;
        drop(conn);
        let heads = stored.iter().map(|(file, _)| self.head(Key { session: id, file: *file }));
        let found = futures_util::future::try_join_all(heads).await?;
        let (mut files, mut missing) = (Vec::new(), Vec::new());
        for ((file, bytes), found) in stored.into_iter().zip(found) {
            match found {
                Some(found) if found.size == bytes => files.push(found),
                Some(found) => {
                    let (session, held) = (id.tag(), found.size);
                    tracing::error!(session, held, acknowledged = bytes, "a file in the bucket has another size");
                    missing.push(file);
                }
                None => missing.push(file),
            }
        }
        Ok((files, missing))
    }

    async fn head(&self, key: Key) -> Result<Option<File>, Error> {
        match self.store.head(key).await {
            Ok(info) => Ok(Some(File {
                id: key.file,
                name: info.name,
                size: info.size,
                content_type: info.content_type,
                checksum: info.checksum,
            })),
            // Its row still exists, so it was deleted from outside, or is being deleted right now.
            Err(ObjectError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens or resumes a session that a page shows. Stores nothing without a lease.
    async fn open(&self, id: SessionId, page: PageId) -> Result<(State, bool), Error> {
        let mut conn = self.pool.acquire().await?;
        let (state, resumed) = find_state(&mut conn, id).await?;
        if state == State::Gone {
            return Err(Kind::SessionGone.into());
        }
        drop(conn);
        if resumed {
            self.touch(id, page, true).await?;
        }
        Ok((state, resumed))
    }

    /// The same with its files. A contact in another tab may take them meanwhile, so the state is read again
    /// afterwards: an open session never seems to have lost its files.
    async fn open_with_files(&self, id: SessionId, page: PageId) -> Result<(Seen, bool, Vec<File>), Error> {
        let (before, resumed) = self.open(id, page).await?;
        let files = if resumed { self.open_files(id).await? } else { Vec::new() };
        let now = match before {
            State::Open if !resumed => Seen { state: before, mail_refused: false },
            _ => seen(&mut *self.pool.acquire().await?, id).await?,
        };
        match now.state {
            State::Open => Ok((now, resumed, files)),
            State::Gone => Err(Kind::SessionGone.into()),
            _ => Ok((now, false, Vec::new())),
        }
    }

    /// Records a page's heartbeat. Writes nothing without a lease.
    async fn heartbeat(&self, id: SessionId, page: PageId, visible: bool) -> Result<(), Error> {
        self.heartbeats.submit(Beat { session: id, page, ttl: self.ttl(visible) }).await.map(drop)
    }

    fn ttl(&self, visible: bool) -> Duration {
        if visible { self.timings.visible_ttl } else { self.timings.hidden_ttl }
    }

    async fn touch(&self, id: SessionId, page: PageId, visible: bool) -> Result<(), Error> {
        let mut tx = db::begin(&self.pool).await?;
        db::lock_session(&mut tx, id).await?;
        match leases::standing(&mut tx, id).await? {
            Standing::Gone => return Err(Kind::SessionGone.into()),
            Standing::Live => leases::touch(&mut tx, &[(id, page, self.ttl(visible))]).await?,
            Standing::None => {}
        }
        Ok(tx.commit().await?)
    }

    /// Notes that a page was left. Only its own deadline moves: another tab may still show the session.
    async fn leave(&self, id: SessionId, page: PageId) -> Result<(), Error> {
        let mut tx = db::begin(&self.pool).await?;
        db::lock_session(&mut tx, id).await?;
        leases::leave(&mut tx, id, page, self.timings.leave_grace).await?;
        tx.commit().await?;
        if self.timings.leave_grace.is_zero() {
            self.sweeper.wake();
        }
        Ok(())
    }

    /// Deletes everything of the session now, at the visitor's request.
    async fn discard(&self, id: SessionId) -> Result<(), Error> {
        let mut tx = db::begin(&self.pool).await?;
        db::lock_session(&mut tx, id).await?;
        match state(&mut tx, id).await? {
            State::Complete => return Err(Kind::SessionComplete.into()),
            State::Gone => return Ok(()),
            State::Pending => {
                erase(&mut tx, id, Actor::Visitor, Reason::Discarded, &self.timings).await?;
            }
            State::Open if leases::standing(&mut tx, id).await? == Standing::Live => {
                leases::begin_purge(&mut tx, id, &[], Reason::Discarded, &self.timings).await?;
            }
            State::Open => leases::tombstone(&mut tx, id, &self.timings).await?,
        }
        tx.commit().await?;
        self.sweeper.wake();
        Ok(())
    }
}
