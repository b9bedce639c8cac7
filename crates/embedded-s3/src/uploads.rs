//! Multipart uploads on disk: one folder each; a part is a file and a sidecar, like an object.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

use s3s::{S3Error, S3Result, s3_error};
use serde::{Deserialize, Serialize};

use super::checksums::{Algorithm, Checksums, combined, composite, etag_of_parts};
use super::errors::{absent, internal};
use super::folder::{Condition, Folder, Found, Place};
use super::keys::ObjectName;
use super::receive::{Received, TempFile};
use super::sidecar::{Headers, Record};

/// AWS's limits.
const MIN_PART: u64 = 5 << 20;
pub const MAX_PARTS: i32 = 10_000;

/// What the client declared when it created the upload.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Announced {
    pub bucket: String,
    pub key: String,
    pub algorithm: Option<Algorithm>,
    /// Whether the checksum is one of the parts' checksums.
    pub composite: bool,
    pub headers: Headers,
}

/// An open upload.
pub struct Open {
    pub id: String,
    pub initiated: SystemTime,
    pub announced: Announced,
}

/// A part as named by the client that completes the upload.
pub struct Named {
    pub number: i32,
    pub etag: String,
    pub checksums: Checksums,
}

fn no_such_upload() -> S3Error {
    s3_error!(NoSuchUpload, "The specified upload does not exist. It may have been aborted or completed.")
}

impl Folder {
    pub fn create_upload(&self, announced: &Announced) -> S3Result<String> {
        self.bucket(&announced.bucket)?;
        let id = crate::random_name();
        let write = || -> io::Result<()> {
            let file = TempFile::new(&self.hidden("tmp"));
            fs::write(file.path(), serde_json::to_vec(announced)?)?;
            self.settle(file, &self.hidden("uploads").join(&id).join("upload.json"))
        };
        write().map_err(internal("create an upload"))?;
        Ok(id)
    }

    /// Returns the upload, or `NoSuchUpload`, also if it belongs to another object.
    pub fn upload(&self, name: &ObjectName, id: &str) -> S3Result<Open> {
        self.bucket(name.bucket())?;
        let open = self.open_upload(id).map_err(internal("read an upload"))?;
        open.filter(|open| open.announced.bucket == name.bucket() && open.announced.key == name.key())
            .ok_or_else(no_such_upload)
    }

    fn open_upload(&self, id: &str) -> io::Result<Option<Open>> {
        // Ids are ours: 32 hexadecimal digits, and never a path.
        if id.len() != 32 || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(None);
        }
        let path = self.hidden("uploads").join(id).join("upload.json");
        let Some(json) = absent(fs::read(&path))? else {
            return Ok(None);
        };
        let initiated = fs::metadata(&path)?.modified()?;
        Ok(Some(Open { id: id.to_owned(), initiated, announced: serde_json::from_slice(&json)? }))
    }

    /// All open uploads of a bucket, by key and age.
    pub fn uploads(&self, bucket: &str, prefix: &str) -> S3Result<Vec<Open>> {
        self.bucket(bucket)?;
        let read = || -> io::Result<Vec<Open>> {
            let mut found = Vec::new();
            for entry in fs::read_dir(self.hidden("uploads"))? {
                // Skip uploads that were removed meanwhile, or that a crash left without this file.
                let open = entry?.file_name().to_str().and_then(|id| self.open_upload(id).ok().flatten());
                found.extend(
                    open.filter(|open| open.announced.bucket == bucket && open.announced.key.starts_with(prefix)),
                );
            }
            Ok(found)
        };
        let mut found = read().map_err(internal("list uploads"))?;
        found.sort_by(|a, b| (&a.announced.key, a.initiated, &a.id).cmp(&(&b.announced.key, b.initiated, &b.id)));
        Ok(found)
    }

    fn part(&self, id: &str, number: i32) -> Place {
        let data = self.hidden("uploads").join(id).join(format!("{number:05}"));
        Place { sidecar: data.with_extension("json"), data }
    }

    /// Stores a received part; a later one with the same number replaces it.
    pub fn add_part(&self, name: &ObjectName, id: &str, number: i32, part: Received) -> S3Result<()> {
        let _open = self.uploads.read(id.as_ref());
        self.upload(name, id)?;
        let record = Record::new(part.digests.etag(), part.digests.sums, Headers::default());
        self.commit(&self.part(id, number), part.file, record, &Condition::default())
    }

    /// Returns the parts after `marker`, by number.
    pub fn parts(&self, name: &ObjectName, id: &str, marker: i32) -> S3Result<Vec<(i32, Found)>> {
        let _open = self.uploads.read(id.as_ref());
        self.upload(name, id)?;
        let read = || -> io::Result<Vec<(i32, Found)>> {
            let mut parts = Vec::new();
            for entry in fs::read_dir(self.hidden("uploads").join(id))? {
                let name = entry?.file_name();
                let Some(number) = name.to_str().and_then(|name| name.parse().ok()) else {
                    continue;
                };
                if number > marker
                    && let Some(found) = self.part(id, number).look()?
                {
                    parts.push((number, found));
                }
            }
            parts.sort_unstable_by_key(|(number, _)| *number);
            Ok(parts)
        };
        read().map_err(internal("list parts"))
    }

    /// Joins the parts into the object and closes the upload.
    pub fn complete(
        &self,
        name: &ObjectName,
        id: &str,
        named: &[Named],
        expected: &Checksums,
        size: Option<u64>,
        condition: &Condition,
    ) -> S3Result<Record> {
        let _closing = self.uploads.write(id.as_ref());
        let open = self.upload(name, id)?;
        let parts = self.check_parts(id, named)?;
        if size.is_some_and(|size| size != parts.iter().map(|(_, part)| part.size).sum::<u64>()) {
            return Err(s3_error!(InvalidRequest, "x-amz-mp-object-size does not match the parts."));
        }
        let record = record_of(&open.announced, &parts);
        for (algorithm, sum) in expected {
            if record.checksums.get(algorithm) != Some(sum) {
                return Err(s3_error!(
                    BadDigest,
                    "The {} you specified did not match the calculated checksum.",
                    algorithm.into_str()
                ));
            }
        }
        let whole = TempFile::new(&self.hidden("tmp"));
        let join = || -> io::Result<()> {
            let mut file = File::create_new(whole.path())?;
            for (place, _) in &parts {
                // Between two files, Linux copies without passing the bytes through this process.
                io::copy(&mut File::open(&place.data)?, &mut file)?;
            }
            Ok(())
        };
        join().map_err(internal("join the parts"))?;
        self.commit(&self.place(name), whole, record.clone(), condition)?;
        self.remove_upload(id)?;
        Ok(record)
    }

    fn check_parts(&self, id: &str, named: &[Named]) -> S3Result<Vec<(Place, Found)>> {
        if named.is_empty() {
            return Err(s3_error!(MalformedXML, "You must specify at least one part"));
        }
        if !named.is_sorted_by(|a, b| a.number < b.number) {
            return Err(s3_error!(InvalidPartOrder, "The parts must be in ascending order by their numbers."));
        }
        let mut parts = Vec::with_capacity(named.len());
        for (index, named_part) in named.iter().enumerate() {
            let place = self.part(id, named_part.number);
            let part = place.look().map_err(internal("read a part"))?;
            let part = part.filter(|part| {
                part.record.etag == named_part.etag
                    && named_part
                        .checksums
                        .iter()
                        .all(|(algorithm, sum)| part.record.checksums.get(algorithm) == Some(sum))
            });
            let part = part.ok_or_else(|| {
                s3_error!(InvalidPart, "Part {} was not found, or its ETag or checksum is another.", named_part.number)
            })?;
            if part.size < MIN_PART && index + 1 < named.len() {
                return Err(s3_error!(EntityTooSmall, "Part {} is smaller than {MIN_PART} bytes.", named_part.number));
            }
            parts.push((place, part));
        }
        Ok(parts)
    }

    pub fn abort(&self, name: &ObjectName, id: &str) -> S3Result<()> {
        let _closing = self.uploads.write(id.as_ref());
        self.upload(name, id)?;
        self.remove_upload(id)
    }

    /// Removes the upload at once, then its files.
    fn remove_upload(&self, id: &str) -> S3Result<()> {
        let away: PathBuf = self.hidden("tmp").join(format!("upload-{id}"));
        let uploads = self.hidden("uploads");
        fs::rename(uploads.join(id), &away)
            .and_then(|()| fs::remove_dir_all(&away))
            .map_err(internal("remove an upload"))?;
        self.flush(&[uploads].into())
    }
}

/// `ETag` and checksums as AWS makes them: CRC-64/NVME of the whole, unless the upload was
/// created with another algorithm or for a composite.
fn record_of(announced: &Announced, parts: &[(Place, Found)]) -> Record {
    let etag = etag_of_parts(parts.iter().map(|(_, part)| part.record.etag.as_str()));
    let sums = |algorithm: Algorithm| -> Vec<(u64, Option<&String>)> {
        parts.iter().map(|(_, part)| (part.size, part.record.checksums.get(&algorithm))).collect()
    };
    let mut record = Record::new(etag, Checksums::new(), announced.headers.clone());
    match announced.algorithm {
        Some(algorithm) if announced.composite => {
            record.composite = true;
            record.checksums.extend(composite(algorithm, &sums(algorithm)).map(|sum| (algorithm, sum)));
        }
        algorithm => {
            for algorithm in [Some(Algorithm::Crc64Nvme), algorithm].into_iter().flatten() {
                record.checksums.extend(combined(algorithm, &sums(algorithm)).map(|sum| (algorithm, sum)));
            }
        }
    }
    record
}
