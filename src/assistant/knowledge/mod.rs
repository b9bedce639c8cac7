//! What the assistant knows: the operator's documents, cut into passages and searched by PostgreSQL.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use sqlx::PgPool;
use tokio::sync::Mutex;
use tokio::time::Instant;
use uuid::Uuid;

use crate::platform::db;

mod folder;
mod language;
mod passages;
mod queries;

use folder::{Entry, Scan, Stamp};
use language::Known;
use queries::{Found, NewPassages};

/// How often the folder is looked at.
pub const EVERY: Duration = Duration::from_secs(15);

/// How often the rows of what we have are renewed; without that they are deleted after an hour.
const RENEW_EVERY: Duration = Duration::from_secs(600);

/// A change of how documents are cut or searched makes new rows.
const FORMAT: u8 = 1;

/// The most passages of all documents together.
const MAX_PASSAGES: usize = 50_000;

/// The shortest word that is looked for by its letters.
const SHORTEST_ALIKE: usize = 5;

/// The documents of the demo page's company.
const MADE_UP: [(&str, &str); 7] = [
    ("appointments.md", include_str!("../../../templates/assistant/made_up/appointments.md")),
    ("costs.md", include_str!("../../../templates/assistant/made_up/costs.md")),
    ("kosten.de.md", include_str!("../../../templates/assistant/made_up/kosten.de.md")),
    ("opening-hours.md", include_str!("../../../templates/assistant/made_up/opening-hours.md")),
    ("oeffnungszeiten.de.md", include_str!("../../../templates/assistant/made_up/oeffnungszeiten.de.md")),
    ("papers.md", include_str!("../../../templates/assistant/made_up/papers.md")),
    ("what-we-do.md", include_str!("../../../templates/assistant/made_up/what-we-do.md")),
];

/// A passage that may answer a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    pub title: String,
    pub file: String,
    pub heading: String,
    pub text: String,
}

impl Passage {
    /// The document's title and file.
    pub fn source(&self) -> String {
        format!("{} ({})", self.title, self.file)
    }
}

/// Where the documents are.
#[derive(Clone, Debug)]
pub enum Place {
    Nowhere,
    /// The demo page's company.
    MadeUp,
    Folder(PathBuf),
}

/// The documents and where they are searched. Cheap to clone.
#[derive(Clone)]
pub struct Knowledge(Arc<Inner>);

struct Inner {
    pool: PgPool,
    place: Place,
    /// Held while documents are read.
    loaded: Mutex<Loaded>,
    /// What is searched meanwhile; `None` before the first time.
    searched: RwLock<Option<Arc<Searched>>>,
}

/// The documents that are searched, and the text search configurations of their languages.
#[derive(Default)]
struct Searched {
    ids: Vec<Uuid>,
    configs: Vec<String>,
}

/// What was read last.
#[derive(Default)]
struct Loaded {
    files: HashMap<String, FileState>,
    faults: Vec<String>,
    renewed_at: Option<Instant>,
}

#[derive(Clone)]
struct FileState {
    stamp: Option<Stamp>,
    id: Uuid,
    config: &'static str,
    passages: usize,
}

/// Why the documents cannot be read or searched.
#[derive(Debug, thiserror::Error)]
pub enum KnowledgeError {
    #[error("KNOWLEDGE_DIR cannot be read: {0}")]
    Folder(std::io::Error),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl Knowledge {
    pub fn new(place: Place, pool: PgPool) -> Self {
        Self(Arc::new(Inner { pool, place, loaded: Mutex::default(), searched: RwLock::default() }))
    }

    /// Reads what has changed in the folder. The company of the demo page is read when it is first asked for.
    pub async fn refresh(&self) {
        let mut loaded = self.0.loaded.lock().await;
        if (loaded.renewed_at.is_some() || matches!(self.0.place, Place::Folder(_)))
            && let Err(error) = self.load(&mut loaded).await
        {
            tracing::warn!(%error, "cannot read the documents for answers; trying again later");
        }
    }

    /// Finds the passages that fit a question best, with the share of its words that each has.
    pub async fn find(&self, question: &str, limit: u8) -> Result<Vec<(Passage, f64)>, KnowledgeError> {
        if matches!(self.0.place, Place::Nowhere) {
            return Ok(Vec::new());
        }
        if self.searched().is_none() {
            let mut loaded = self.0.loaded.lock().await;
            if self.searched().is_none() {
                self.load(&mut loaded).await?;
            }
        }
        let searched = self.searched().unwrap_or_default();
        let Searched { ids, configs } = &*searched;
        let keywords = language::keywords(question, language::guess(question));
        if ids.is_empty() || keywords.is_empty() {
            return Ok(Vec::new());
        }
        let search = async {
            let mut conn = self.0.pool.acquire().await?;
            let found = queries::find_by_words(&mut conn, ids, configs, &keywords.join(" "), limit.into()).await?;
            let alike: Vec<String> =
                keywords.into_iter().filter(|word| word.chars().count() >= SHORTEST_ALIKE).collect();
            if !found.is_empty() || alike.is_empty() {
                return Ok(found);
            }
            queries::find_by_letters(&mut conn, ids, &alike, limit.into()).await
        };
        let found: Vec<Found> = db::in_time::<_, sqlx::Error>(search).await?;
        let passage = |found: Found| {
            let passage = Passage { title: found.title, file: found.file, heading: found.heading, text: found.body };
            (passage, found.share)
        };
        Ok(found.into_iter().map(passage).collect())
    }

    /// Looks at the documents without storing them, for `anteroom check`: a sentence, and one for each fault. `None` if
    /// there is no folder.
    pub async fn look(&self) -> Result<Option<(String, Vec<String>)>, KnowledgeError> {
        if !matches!(self.0.place, Place::Folder(_)) {
            return Ok(None);
        }
        let scan = self.scan(HashMap::new()).await.map_err(KnowledgeError::Folder)?;
        let parts = |entry: &Entry| passages::split(&entry.name, entry.text.as_deref().unwrap_or_default()).parts.len();
        let passages: usize = scan.entries.iter().map(parts).sum();
        Ok(Some((format!("{} files with {passages} passages", scan.entries.len()), scan.faults)))
    }

    fn searched(&self) -> Option<Arc<Searched>> {
        self.0.searched.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn scan(&self, known: HashMap<String, Stamp>) -> std::io::Result<Scan> {
        let Place::Folder(root) = self.0.place.clone() else {
            return Ok(Scan::default());
        };
        tokio::task::spawn_blocking(move || folder::scan(&root, &known)).await.unwrap_or_else(|error| Err(error.into()))
    }

    async fn load(&self, loaded: &mut Loaded) -> Result<(), KnowledgeError> {
        let renewed = loaded.renewed_at.is_some_and(|at| at.elapsed() < RENEW_EVERY);
        if !renewed && !self.renew(loaded).await? {
            // Rows of ours are gone: everything is stored again.
            loaded.files.clear();
        }
        let files = match self.0.place {
            Place::Nowhere => HashMap::new(),
            Place::MadeUp => self.made_up(&loaded.files).await?,
            Place::Folder(_) => self.folder(loaded).await?,
        };
        let mut configs: Vec<String> = files.values().map(|file| file.config.to_owned()).collect();
        configs.sort_unstable();
        configs.dedup();
        let searched = Searched { ids: files.values().map(|file| file.id).collect(), configs };
        *self.0.searched.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(searched));
        loaded.files = files;
        if !renewed {
            loaded.renewed_at = Some(Instant::now());
        }
        Ok(())
    }

    /// Keeps our rows from being deleted, and deletes those that no instance has. Returns false if some of ours are gone.
    async fn renew(&self, loaded: &Loaded) -> sqlx::Result<bool> {
        let ids: Vec<Uuid> = loaded.files.values().map(|file| file.id).collect();
        let pool = self.0.pool.clone();
        db::to_end(async move {
            let mut conn = pool.acquire().await?;
            let there = queries::mark_used(&mut conn, &ids).await?;
            queries::delete_unused(&mut conn).await?;
            Ok(usize::try_from(there).is_ok_and(|there| there >= ids.len()))
        })
        .await
    }

    async fn made_up(&self, known: &HashMap<String, FileState>) -> sqlx::Result<HashMap<String, FileState>> {
        let mut files = known.clone();
        for (name, text) in MADE_UP {
            if !files.contains_key(name) {
                files.insert(name.to_owned(), self.store(name, text, None).await?);
            }
        }
        Ok(files)
    }

    async fn folder(&self, loaded: &mut Loaded) -> Result<HashMap<String, FileState>, KnowledgeError> {
        let stamps = loaded.files.iter().filter_map(|(name, file)| Some((name.clone(), file.stamp?)));
        let Scan { entries, mut faults } = self.scan(stamps.collect()).await.map_err(KnowledgeError::Folder)?;
        let (mut files, mut count, mut changed) = (HashMap::new(), 0, 0);
        let gone = loaded.files.keys().filter(|name| !entries.iter().any(|entry| entry.name == **name)).count();
        for Entry { name, stamp, text } in entries {
            let file = match (text, loaded.files.get(&name)) {
                (None, Some(file)) => file.clone(),
                (text, _) => {
                    let text = text.unwrap_or_default();
                    if count + passages::split(&name, &text).parts.len() > MAX_PASSAGES {
                        faults.push(format!("{name} would make more than {MAX_PASSAGES} passages and is left out"));
                        continue;
                    }
                    changed += 1;
                    self.store(&name, &text, Some(stamp)).await?
                }
            };
            count += file.passages;
            files.insert(name, file);
        }
        if changed + gone > 0 {
            tracing::info!(files = files.len(), passages = count, changed, gone, "read the documents for answers");
        }
        if faults != loaded.faults {
            for fault in &faults {
                tracing::warn!("KNOWLEDGE_DIR: {fault}");
            }
            loaded.faults = faults;
        }
        Ok(files)
    }

    /// Stores a document unless it is there; another instance may have done so.
    async fn store(&self, name: &str, text: &str, stamp: Option<Stamp>) -> sqlx::Result<FileState> {
        let document = passages::split(name, text);
        let config = language_of(name, text).map_or("simple", |known| known.config);
        let id = id_of(name, config, text);
        let file = FileState { stamp, id, config, passages: document.parts.len() };
        let (name, pool) = (name.to_owned(), self.0.pool.clone());
        db::to_end(async move {
            let mut tx = db::begin(&pool).await?;
            if queries::insert_file(&mut tx, id, &name).await? {
                let words = |text: &str| language::words(text).join(" ");
                let headings: Vec<String> = document.parts.iter().map(|part| part.heading.clone()).collect();
                let new = NewPassages {
                    file_id: id,
                    title: &document.title,
                    config,
                    heading_words: &headings
                        .iter()
                        .map(|heading| words(&format!("{} {heading}", document.title)))
                        .collect::<Vec<_>>(),
                    body_words: &document.parts.iter().map(|part| words(&part.text)).collect::<Vec<_>>(),
                    bodies: &document.parts.iter().map(|part| part.text.clone()).collect::<Vec<_>>(),
                    headings: &headings,
                };
                queries::insert_passages(&mut tx, &new).await?;
            }
            tx.commit().await
        })
        .await?;
        Ok(file)
    }
}

/// The language that a question is asked in, as a BCP 47 tag.
pub fn asked_in(question: &str) -> Option<&'static str> {
    language::guess(question).map(|known| known.tag)
}

/// By the name (`opening.de.md`, `de/opening.md`), or by the text.
fn language_of(name: &str, text: &str) -> Option<&'static Known> {
    let (folders, file) = name.rsplit_once('/').unwrap_or(("", name));
    let by_ending = file.split('.').rev().skip(1).take(file.matches('.').count().saturating_sub(1));
    by_ending.chain(folders.rsplit('/')).find_map(language::tagged).or_else(|| language::guess(text))
}

fn id_of(name: &str, config: &str, text: &str) -> Uuid {
    let mut hash = Sha256::new();
    hash.update([FORMAT]);
    for part in [name, config, text] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_say_the_language() {
        let of = |name: &str, text: &str| language_of(name, text).map(|known| known.tag);
        assert_eq!(of("opening.de.md", "The office is open."), Some("de"));
        assert_eq!(of("de/opening.md", "The office is open."), Some("de"));
        assert_eq!(of("a/FR/b/opening.md", "The office is open."), Some("fr"));
        assert_eq!(of("de.md", "The office is open."), Some("en"));
        assert_eq!(of("opening.md", "Wir haben von 9 bis 17 Uhr geöffnet und sind für Sie da."), Some("de"));
        assert_eq!(of("opening.md", "12345"), None);
    }

    #[test]
    fn an_id_is_of_all_its_parts() {
        let ids = [id_of("a", "b", "c"), id_of("ab", "", "c"), id_of("a", "b", "d"), id_of("a", "bc", "")];
        assert!((1..ids.len()).all(|at| !ids[..at].contains(&ids[at])));
        assert_eq!(id_of("a", "b", "c"), ids[0]);
    }
}
