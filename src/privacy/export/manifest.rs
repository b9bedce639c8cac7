//! `manifest.json`: name, size and SHA-256 of each entry before it, and what is missing. Hashes have a fixed length, so
//! its length is known before any of them.

use bytes::Bytes;
use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::archive::Part;
use super::document::{Document, File, Standing};

/// The version of the manifest's format.
const SCHEMA: &str = "anteroom-export-manifest/1";

/// A SHA-256.
pub type Sum = [u8; 32];

/// The manifest's contents except the hashes, which are known later.
#[derive(Clone, Debug)]
pub struct Manifest {
    exported_at: OffsetDateTime,
    /// Names and sizes, in the order of the archive.
    entries: Vec<(String, u64)>,
    missing: Vec<File>,
    differing: Vec<File>,
}

#[derive(Serialize)]
struct Written<'a> {
    schema: &'static str,
    #[serde(with = "time::serde::rfc3339")]
    exported_at: OffsetDateTime,
    entries: Vec<Entry<'a>>,
    missing: Vec<Absent<'a>>,
    size_differs: Vec<Differing<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    size: u64,
    sha256: String,
}

/// A file whose object is missing from the bucket.
#[derive(Serialize)]
struct Absent<'a> {
    id: Uuid,
    name: &'a str,
    size: u64,
}

/// A file whose object has another size than when it was received.
#[derive(Serialize)]
struct Differing<'a> {
    id: Uuid,
    entry: &'a str,
    size: u64,
    size_in_bucket: u64,
}

impl Manifest {
    /// Creates the manifest of an archive with these parts; there is at least one document.
    pub fn new(documents: &[Document], parts: &[Part]) -> Self {
        let files = |document: &Document| {
            let place = |file: &File| {
                let path = file.path.as_ref().map(|path| format!("{}{path}", document.folder));
                File { path, ..file.clone() }
            };
            document.files.iter().map(place).collect::<Vec<_>>()
        };
        let files: Vec<File> = documents.iter().flat_map(files).collect();
        let of = |standing| files.iter().filter(move |file| file.object == standing).cloned().collect();
        Self {
            exported_at: documents[0].exported_at,
            entries: parts.iter().map(|part| (part.name.clone(), part.size)).collect(),
            missing: of(Standing::Missing),
            differing: of(Standing::SizeDiffers),
        }
    }

    /// Renders it with the hashes of all entries, in order.
    pub fn render(&self, sums: &[Sum]) -> Bytes {
        let entries = self.entries.iter().zip(sums).map(|((name, size), sum)| Entry {
            name,
            size: *size,
            sha256: hex::encode(sum),
        });
        let written = Written {
            schema: SCHEMA,
            exported_at: self.exported_at,
            entries: entries.collect(),
            missing: self
                .missing
                .iter()
                .map(|file| Absent { id: file.id, name: &file.name, size: file.size })
                .collect(),
            size_differs: self.differing.iter().map(differing).collect(),
        };
        // Only strings and numbers, which always serialize.
        serde_json::to_vec_pretty(&written).unwrap_or_default().into()
    }

    /// Returns the length of the rendered manifest.
    pub fn length(&self) -> u64 {
        self.render(&vec![Sum::default(); self.entries.len()]).len() as u64
    }
}

fn differing(file: &File) -> Differing<'_> {
    Differing {
        id: file.id,
        entry: file.path.as_deref().unwrap_or_default(),
        size: file.size,
        size_in_bucket: file.size_in_bucket.unwrap_or_default(),
    }
}
