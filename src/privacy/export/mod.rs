//! The copy of everything (GDPR articles 15 and 20): a ZIP archive that is created while it is sent, in constant
//! memory, and whose length is known before its first byte. `docs/export.md` describes its contents.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{Stream, unfold};
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use time::macros::format_description;
use uuid::Uuid;

use crate::audit::{self, Action};
use crate::auth::{Permission, Requester};
use crate::config::Timings;
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::i18n::{self, Language};
use crate::platform::ids::SessionId;
use crate::platform::object_store::{Key, ObjectStore};
use crate::platform::{clock, db};

mod archive;
mod csv;
pub mod document;
mod manifest;
mod names;
mod page;
pub mod progress;
pub(in crate::privacy) mod queries;
mod zip;

use archive::{Archive, Part, Source};
use document::{Document, Event, Purpose, SCHEMA, Standing};
use progress::Counter;

use super::retention::table;
use super::{Reader, rights};

/// What a person may ask for, as the notice says it.
const RIGHTS: [&str; 4] =
    ["privacy-right-see", "privacy-right-correct", "privacy-right-withdraw", "privacy-right-complain"];

/// What an export is made from.
#[derive(Clone, Copy)]
pub struct ExportSource<'a> {
    pub pool: &'a PgPool,
    pub store: &'a ObjectStore,
    pub timings: &'a Timings,
}

impl<'a> From<&'a AppContext> for ExportSource<'a> {
    fn from(context: &'a AppContext) -> Self {
        Self { pool: &context.pool, store: &context.store, timings: &context.timings }
    }
}

/// An archive that is ready to be sent.
pub struct Export {
    /// For the download; contains no name
    pub file_name: String,
    /// The archive's exact length
    pub length: u64,
    /// Files whose object is not in the bucket
    pub missing: usize,
    archive: Archive,
    counter: Option<Counter>,
}

impl Export {
    /// Returns the bytes as a stream. Logs a failure here, once, because it cannot be reported any more: the client
    /// sees only that fewer bytes came than announced.
    pub fn into_stream(self, request_id: Arc<str>) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
        unfold((self.archive, self.counter), move |(mut archive, counter)| {
            let request_id = Arc::clone(&request_id);
            async move {
                let next = archive.next().await?;
                match &next {
                    Ok(bytes) => counter.iter().for_each(|counter| counter.add(bytes.len())),
                    Err(cause) => tracing::error!(%request_id, %cause, "an export broke off"),
                }
                Some((next, (archive, counter)))
            }
        })
    }

    /// Returns the next bytes, for callers that write them to a file.
    pub async fn next(&mut self) -> Option<io::Result<Bytes>> {
        self.archive.next().await
    }
}

/// Reads all that is kept and records the export in the audit log; the bytes are produced on demand. 404 if there is no
/// such person. The copy is in the language in which the contact was given. Its progress is reported to the staff member
/// who asks, under `watched` if given.
pub async fn open(
    from: ExportSource<'_>,
    by: Requester<'_>,
    id: SessionId,
    watched: Option<Uuid>,
) -> Result<Export, Error> {
    by.must_within_reach(Permission::Export)?;
    let mut conn = from.pool.acquire().await?;
    rights::must_exist(&mut conn, by, id).await?;
    rights::must_be_readable(&mut conn, by, id).await?;
    drop(conn);
    let mut export = make(from, by, &[id], None).await?;
    if let Some(watched) = watched {
        export.counter = Some(progress::begin(from.pool, by, watched, export.length).await?);
    }
    Ok(export)
}

/// The same for all sessions of an address, each in its own folder, in the language that the person reads now, if it is
/// known.
pub async fn open_all(
    from: ExportSource<'_>,
    by: Requester<'_>,
    address: &str,
    words: Option<&'static Language>,
) -> Result<Export, Error> {
    by.must_for(Permission::Export, address)?;
    let mut conn = from.pool.acquire().await?;
    let ids = rights::list_by_address(&mut conn, address).await?;
    for id in &ids {
        rights::must_be_readable(&mut conn, by, *id).await?;
    }
    drop(conn);
    make(from, by, &ids, words).await
}

async fn make(
    from: ExportSource<'_>,
    by: Requester<'_>,
    ids: &[SessionId],
    words: Option<&'static Language>,
) -> Result<Export, Error> {
    let first = *ids.first().ok_or(Kind::NotFound)?;
    let mut documents = db::in_time(read(from, by, ids, words)).await?;
    let mut entries = Vec::new();
    for (number, (document, id)) in (1..).zip(documents.iter_mut().zip(ids)) {
        // Read after the rows: their objects were stored before them, so whatever is absent now is missing.
        let sizes = from.store.sizes(*id).await?.into_iter().collect();
        let present = compare(document, &sizes);
        if ids.len() > 1 {
            document.folder = format!("visit-{}/", i32::to_string(&number));
        }
        entries.extend(parts(document, *id, present)?);
    }
    let exported_at = documents[0].exported_at;
    let manifest = manifest::Manifest::new(&documents, &entries);
    entries.push(Part {
        name: "manifest.json".to_owned(),
        modified: exported_at,
        size: manifest.length(),
        source: Source::Manifest(manifest),
    });
    let files = documents.iter().flat_map(|document| &document.files);
    let missing = files.filter(|file| file.object == Standing::Missing).count();
    let archive = Archive::new(entries, from.store.clone());
    Ok(Export { file_name: file_name(first, exported_at), length: archive.length(), missing, archive, counter: None })
}

/// Reads all rows as of one moment, including this export's audit entry, and commits before any of it is returned.
async fn read(
    from: ExportSource<'_>,
    by: Requester<'_>,
    ids: &[SessionId],
    words: Option<&'static Language>,
) -> Result<Vec<Document>, Error> {
    let mut tx = db::begin_with(from.pool, "BEGIN ISOLATION LEVEL REPEATABLE READ").await?;
    let mut documents = Vec::with_capacity(ids.len());
    for id in ids {
        documents.push(read_rows(&mut tx, from.timings, by, *id, words).await?);
    }
    tx.commit().await?;
    Ok(documents)
}

async fn read_rows(
    conn: &mut PgConnection,
    timings: &Timings,
    by: Requester<'_>,
    id: SessionId,
    words: Option<&'static Language>,
) -> Result<Document, Error> {
    let (action, reader) = match by.address() {
        Some(_) => (Action::PrivacyExported, Reader::Address),
        None => (Action::StaffExported, Reader::Company),
    };
    let session = queries::find_session(conn, id, reader).await?.ok_or(Kind::NotFound)?;
    let words = words.unwrap_or_else(|| i18n::choose(Some(&session.locale), None));
    let files = queries::list_files(conn, id, reader).await?;
    audit::record(conn, by.actor(), action, id, serde_json::json!({ "files": files.len() })).await?;
    let mut trail = queries::list_trail(conn, id, reader).await?;
    if session.withheld {
        // The number and ids of files that staff took reveal files that this address may not see.
        trail.iter_mut().for_each(Event::leave_out_files);
    }
    Ok(Document {
        schema: SCHEMA,
        folder: String::new(),
        exported_at: clock::now(),
        language: words.tag(),
        files,
        consents: queries::list_consents(conn, id, reader).await?,
        verifications: queries::list_verifications(conn, id).await?,
        address_changes: queries::list_address_changes(conn, id, reader).await?,
        pending_work: queries::list_work(conn, id, reader).await?,
        requests: queries::list_requests(conn, id, reader).await?,
        trail,
        purposes: Purpose::of(&session, words),
        retention: table::rows(timings, words, true),
        rights: RIGHTS.map(|right| words.text(right)).to_vec(),
        session,
    })
}

/// Records the state of each file's object in the document. Returns the objects to read, with their sizes.
fn compare(document: &mut Document, sizes: &HashMap<Uuid, u64>) -> Vec<(Uuid, u64)> {
    let count = document.files.len();
    let mut present = Vec::with_capacity(count);
    for (number, file) in (1..).zip(&mut document.files) {
        let Some(size) = sizes.get(&file.id).copied() else {
            continue;
        };
        file.path = Some(names::path(number, count, &file.name));
        file.object = if size == file.size { Standing::Present } else { Standing::SizeDiffers };
        file.size_in_bucket = (size != file.size).then_some(size);
        present.push((file.id, size));
    }
    present
}

/// Returns a session's entries in the archive, in order. The manifest comes after them, because it contains their
/// hashes.
fn parts(document: &Document, session: SessionId, present: Vec<(Uuid, u64)>) -> Result<Vec<Part>, Error> {
    let folder = &document.folder;
    let broken = |error| Error::caused(Kind::Internal, error);
    let json = serde_json::to_vec_pretty(document).map_err(broken)?;
    let csv = csv::render(&serde_json::to_value(document).map_err(broken)?);
    let csv = csv.map_err(|error| Error::caused(Kind::Internal, error))?;
    let page = page::render(document).map_err(|error| Error::caused(Kind::Internal, error))?;
    let made = |name: &str, bytes: Vec<u8>| Part {
        name: format!("{folder}{name}"),
        modified: document.exported_at,
        size: bytes.len() as u64,
        source: Source::Made(Bytes::from(bytes)),
    };
    let mut parts = vec![made("index.html", page.into_bytes()), made("data.json", json), made("data.csv", csv)];
    let readable = document.files.iter().filter_map(|file| Some((file, file.path.clone()?)));
    for ((file, name), (id, size)) in readable.zip(present) {
        let source = Source::Object(Key { session, file: id });
        parts.push(Part { name: format!("{folder}{name}"), modified: file.created_at, size, source });
    }
    Ok(parts)
}

fn file_name(id: SessionId, at: OffsetDateTime) -> String {
    let day = at.format(format_description!("[year]-[month]-[day]")).unwrap_or_default();
    format!("anteroom-{}-{day}.zip", id.tag())
}
