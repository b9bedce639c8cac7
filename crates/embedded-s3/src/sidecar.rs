//! What S3 stores about an object besides its bytes: a JSON file in the hidden area.
//!
//! Bytes and sidecar are two files and cannot be renamed together, so a sidecar says which file it describes. It is put
//! in place first and also contains the record that it replaces: between the two renames, and after a crash there, the
//! old file still finds its own record.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::{self, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use s3s::dto::Timestamp;
use serde::{Deserialize, Serialize};

use super::checksums::Checksums;
use super::errors::absent;

/// Distinguishes files that had the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub size: u64,
    seconds: i64,
    nanoseconds: i64,
    inode: u64,
}

impl Stamp {
    pub fn of(metadata: &Metadata) -> Self {
        Self {
            size: metadata.len(),
            seconds: metadata.mtime(),
            nanoseconds: metadata.mtime_nsec(),
            inode: metadata.ino(),
        }
    }

    fn same_time(self, other: Self) -> bool {
        Self { inode: 0, ..self } == Self { inode: 0, ..other }
    }
}

/// The headers that are returned with the object.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Headers {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_disposition: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_encoding: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
    /// `x-amz-meta-*` without the prefix.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

/// One object's record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    stamp: Option<Stamp>,
    /// Without quotes.
    pub etag: String,
    pub checksums: Checksums,
    /// The checksums are of the parts' checksums, not of the whole.
    #[serde(default)]
    pub composite: bool,
    #[serde(flatten)]
    pub headers: Headers,
}

impl Record {
    pub fn new(etag: String, checksums: Checksums, headers: Headers) -> Self {
        Self { stamp: None, etag, checksums, composite: false, headers }
    }

    /// For a file that was put into the folder by hand: an `ETag` that changes with it. The `-0` keeps clients from
    /// taking it for an MD5.
    fn unknown(stamp: Stamp) -> Self {
        let etag = format!("{:016x}{:08x}{:08x}-0", stamp.size, stamp.seconds, stamp.nanoseconds);
        Self::new(etag, Checksums::new(), Headers::default())
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Sidecar {
    current: Record,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Record>,
}

impl Sidecar {
    /// Returns the record of the file with this stamp. Copies (a restored backup) have another inode, perhaps another
    /// time: they are matched by what is left.
    fn of(self, stamp: Stamp) -> Option<Record> {
        let fits: [fn(Stamp, Stamp) -> bool; 3] = [|a, b| a == b, Stamp::same_time, |a, b| a.size == b.size];
        let mut records = vec![self.current];
        records.extend(self.previous);
        let found = fits
            .iter()
            .find_map(|fits| records.iter().position(|record| record.stamp.is_some_and(|known| fits(known, stamp))))?;
        Some(records.swap_remove(found))
    }
}

/// Returns the record of the file with this stamp, or a generated one.
pub fn read(path: &Path, stamp: Stamp) -> io::Result<Record> {
    let known = absent(fs::read(path))?.and_then(|json| serde_json::from_slice::<Sidecar>(&json).ok());
    Ok(known.and_then(|sidecar| sidecar.of(stamp)).unwrap_or_else(|| Record::unknown(stamp)))
}

/// Writes a sidecar for the file with this stamp to `path`, which must not exist.
pub fn write(
    path: &Path,
    stamp: Stamp,
    mut current: Record,
    previous: Option<Record>,
    durable: bool,
) -> io::Result<()> {
    current.stamp = Some(stamp);
    // A generated record has no stamp and can be generated again.
    let previous = previous.filter(|record| record.stamp.is_some());
    let mut file = fs::File::create_new(path)?;
    file.write_all(&serde_json::to_vec(&Sidecar { current, previous })?)?;
    if durable { file.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_finds_its_own_record() {
        let stamp = |size, seconds, inode| Stamp { size, seconds, nanoseconds: 0, inode };
        let record = |etag: &str, stamp| {
            let mut record = Record::new(etag.to_owned(), Checksums::new(), Headers::default());
            record.stamp = Some(stamp);
            record
        };
        for (asked, found) in [
            (stamp(5, 20, 2), Some("new")),
            (stamp(5, 10, 1), Some("old")),
            (stamp(5, 10, 9), Some("old")), // copied with its time
            (stamp(5, 99, 9), Some("new")), // copied without
            (stamp(6, 20, 2), None),
        ] {
            let current = record("new", stamp(5, 20, 2));
            let sidecar = Sidecar { current, previous: Some(record("old", stamp(5, 10, 1))) };
            assert_eq!(sidecar.of(asked).map(|record| record.etag).as_deref(), found, "{asked:?}");
        }
    }
}
