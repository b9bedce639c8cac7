//! The folder: where files are, and how an object appears and disappears as a whole.
//!
//! ```text
//! ROOT/BUCKET/KEY                  the object
//! ROOT/.anteroom/meta/BUCKET/KEY   its sidecar
//! ROOT/.anteroom/tmp/              what is being received; emptied at start
//! ROOT/.anteroom/uploads/ID/       an open multipart upload
//! ROOT/.anteroom/lock              held while a server runs
//! ```

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::fs::{self, File};
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::SystemTime;

use s3s::dto::ETagCondition;
use s3s::{S3Error, S3Result, s3_error};
use tokio::sync::oneshot;

use super::errors::{absent, internal};
use super::keys::{ObjectName, check_bucket};
use super::receive::TempFile;
use super::sidecar::{self, Record, Stamp};

/// The S3 folder and its locks. All methods block.
pub struct Folder {
    root: PathBuf,
    durable: bool,
    /// One writer per key; readers see file and sidecar of the same put.
    pub keys: Stripes,
    /// Completing or aborting an upload excludes its parts.
    pub uploads: Stripes,
    /// Read: making folders and moving a file in. Write: removing folders that look empty.
    tree: RwLock<()>,
    /// Dropped with the folder, so that the server can wait for the last commit.
    _alive: oneshot::Sender<Infallible>,
}

/// A file and its sidecar.
#[derive(Debug, Clone)]
pub struct Place {
    pub data: PathBuf,
    pub sidecar: PathBuf,
}

impl Place {
    /// Returns what is here, if it is an object.
    pub fn look(&self) -> io::Result<Option<Found>> {
        match absent(fs::symlink_metadata(&self.data))? {
            Some(metadata) if metadata.is_file() => self.describe(&metadata).map(Some),
            _ => Ok(None),
        }
    }

    fn describe(&self, metadata: &fs::Metadata) -> io::Result<Found> {
        let stamp = Stamp::of(metadata);
        let record = sidecar::read(&self.sidecar, stamp)?;
        Ok(Found { size: stamp.size, modified: metadata.modified()?, record })
    }
}

/// An object at rest.
#[derive(Debug)]
pub struct Found {
    pub size: u64,
    pub modified: SystemTime,
    pub record: Record,
}

/// `If-Match` and `If-None-Match` of a write.
#[derive(Debug, Default)]
pub struct Condition {
    pub matches: Option<ETagCondition>,
    pub none_match: Option<ETagCondition>,
}

impl Condition {
    fn check(&self, found: Option<&Found>) -> S3Result<()> {
        let is = |condition: &ETagCondition, found: &Found| {
            condition.as_etag().is_none_or(|etag| etag.value() == found.record.etag)
        };
        match (&self.matches, found) {
            (Some(_), None) => return Err(no_such_key()),
            (Some(condition), Some(found)) if !is(condition, found) => return Err(precondition()),
            _ => {}
        }
        match (&self.none_match, found) {
            (Some(condition), Some(found)) if is(condition, found) => Err(precondition()),
            _ => Ok(()),
        }
    }
}

pub fn no_such_key() -> S3Error {
    s3_error!(NoSuchKey, "The specified key does not exist.")
}

pub fn precondition() -> S3Error {
    s3_error!(PreconditionFailed, "At least one of the pre-conditions you specified did not hold")
}

impl Folder {
    /// `root` must exist and be canonical, so that a path through a symbolic link differs from its canonical form. The
    /// receiver ends when the folder is no longer used.
    pub fn new(root: PathBuf, durable: bool) -> (Self, oneshot::Receiver<Infallible>) {
        let (alive, gone) = oneshot::channel();
        let (keys, uploads) = (Stripes::new(), Stripes::new());
        (Self { root, durable, keys, uploads, tree: RwLock::new(()), _alive: alive }, gone)
    }

    /// Writes a small file and removes it again.
    pub fn try_write(&self) -> S3Result<()> {
        let file = TempFile::new(&self.hidden("tmp"));
        fs::write(file.path(), [0; 4096]).map_err(internal("write to its folder"))
    }

    pub fn hidden(&self, name: &str) -> PathBuf {
        self.root.join(".anteroom").join(name)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn place(&self, name: &ObjectName) -> Place {
        Place { data: name.below(&self.root), sidecar: name.below(&self.hidden("meta")) }
    }

    /// The bucket's folder, or `NoSuchBucket`.
    pub fn bucket(&self, bucket: &str) -> S3Result<PathBuf> {
        check_bucket(bucket)?;
        let path = self.root.join(bucket);
        match absent(fs::symlink_metadata(&path)).map_err(internal("look at a bucket"))? {
            Some(metadata) if metadata.is_dir() => Ok(path),
            _ => Err(s3_error!(NoSuchBucket, "The specified bucket does not exist")),
        }
    }

    /// The object and its file, or `NoSuchKey`.
    pub fn find(&self, name: &ObjectName) -> S3Result<(Found, File)> {
        self.bucket(name.bucket())?;
        let place = self.place(name);
        let _reading = self.keys.read(&place.data);
        let open = || -> io::Result<Option<(Found, File)>> {
            if !is_plain(&place.data)? {
                return Ok(None);
            }
            let Some(file) = absent(File::open(&place.data))? else {
                return Ok(None);
            };
            Ok(Some((place.describe(&file.metadata()?)?, file)))
        };
        open().map_err(internal("read an object"))?.ok_or_else(no_such_key)
    }

    /// Moves a received file and its record into place: after a crash there is the complete old object or the complete
    /// new one.
    pub fn commit(&self, place: &Place, file: TempFile, record: Record, condition: &Condition) -> S3Result<()> {
        let failed = internal("store an object");
        let stamp = File::open(file.path())
            .and_then(|file| if self.durable { file.sync_all().and(file.metadata()) } else { file.metadata() })
            .map(|metadata| Stamp::of(&metadata))
            .map_err(&failed)?;
        let _writing = self.keys.write(&place.data);
        let found = place.look().map_err(&failed)?;
        condition.check(found.as_ref())?;
        self.make_way(place)?;
        let is_new = found.is_none();
        let side = TempFile::new(&self.hidden("tmp"));
        sidecar::write(side.path(), stamp, record, found.map(|found| found.record), self.durable).map_err(&failed)?;
        self.settle(side, &place.sidecar).map_err(&failed)?;
        self.settle(file, &place.data).map_err(|error| {
            // Even if it was moved and only the flush failed: the client is told that there is no object.
            if is_new {
                let _ = fs::remove_file(&place.data);
                let _ = fs::remove_file(&place.sidecar);
            }
            failed(error)
        })
    }

    /// Removes an object and the folders that become empty; returns whether it existed. Adds the folders to flush to
    /// `touched`.
    pub fn delete(&self, name: &ObjectName, condition: &Condition, touched: &mut BTreeSet<PathBuf>) -> S3Result<bool> {
        let failed = internal("delete an object");
        let place = self.place(name);
        let _writing = self.keys.write(&place.data);
        if condition.matches.is_some() {
            condition.check(place.look().map_err(&failed)?.as_ref())?;
        }
        let plain = is_plain(&place.data).map_err(&failed)?;
        let existed = plain && absent(fs::remove_file(&place.data)).map_err(&failed)?.is_some();
        absent(fs::remove_file(&place.sidecar)).map_err(&failed)?;
        for (path, top) in [(&place.data, self.root.join(name.bucket())), (&place.sidecar, self.hidden("meta"))] {
            if existed {
                self.prune(path, &top);
            }
            // Even if it was gone already: its earlier removal may not have been flushed.
            let mut above = path.ancestors().skip(1).take_while(|folder| folder.starts_with(&top));
            touched.extend(above.find(|folder| is_real_dir(folder)).map(Path::to_owned));
        }
        Ok(existed)
    }

    /// Makes removals durable.
    pub fn flush(&self, touched: &BTreeSet<PathBuf>) -> S3Result<()> {
        for folder in touched.iter().filter(|_| self.durable) {
            // A folder that was removed meanwhile took its entries along.
            absent(File::open(folder).and_then(|folder| folder.sync_all())).map_err(internal("flush a folder"))?;
        }
        Ok(())
    }

    /// Creates the folders for `to`, moves `file` there, and makes that durable.
    pub fn settle(&self, file: TempFile, to: &Path) -> io::Result<()> {
        let parent = to.parent().unwrap_or(&self.root);
        let mut first_new = None;
        {
            let _moving = self.tree.read().unwrap_or_else(PoisonError::into_inner);
            for folder in parent.ancestors().take_while(|folder| !folder.exists()) {
                first_new = Some(folder.to_owned());
            }
            fs::create_dir_all(parent)?;
            if !is_real_dir(parent) {
                return Err(io::Error::other("a symbolic link leads out of the folder"));
            }
            fs::rename(file.path(), to)?;
            file.moved();
        }
        let up_to = first_new.as_deref().and_then(Path::parent).unwrap_or(parent);
        let folders = parent.ancestors().take_while(|folder| folder.starts_with(up_to));
        self.flush(&folders.map(Path::to_owned).collect()).map_err(io::Error::other)
    }

    /// Removes an empty folder that is in the way. Fails if it is not empty, because then the key is the beginning of
    /// other keys, or if a file is in the way, because then another key is the beginning of this one.
    fn make_way(&self, place: &Place) -> S3Result<()> {
        let _removing = self.tree.write().unwrap_or_else(PoisonError::into_inner);
        for path in [&place.data, &place.sidecar] {
            let above = path.ancestors().skip(1).find(|folder| fs::symlink_metadata(folder).is_ok());
            let free = above.is_some_and(is_real_dir) && (!is_real_dir(path) || fs::remove_dir(path).is_ok());
            if !free {
                return Err(s3_error!(InvalidArgument, "In this store no key can be the folder of another key."));
            }
        }
        Ok(())
    }

    /// Removes the empty folders between `top` and `path`.
    fn prune(&self, path: &Path, top: &Path) {
        let _removing = self.tree.write().unwrap_or_else(PoisonError::into_inner);
        let between = path.ancestors().skip(1).take_while(|folder| *folder != top && folder.starts_with(top));
        for folder in between.filter(|folder| folder.is_dir()) {
            if fs::remove_dir(folder).is_err() {
                return;
            }
        }
    }
}

/// Whether this is a file that no symbolic link leads to: an operator's link could lead anywhere.
fn is_plain(path: &Path) -> io::Result<bool> {
    let real = absent(fs::canonicalize(path))?;
    Ok(real.is_some_and(|real| real == path) && path.is_file())
}

/// Whether this is a folder that no symbolic link leads to.
fn is_real_dir(path: &Path) -> bool {
    path.is_dir() && fs::canonicalize(path).is_ok_and(|real| real == path)
}

/// A fixed number of locks, shared by many names.
pub struct Stripes {
    locks: Vec<RwLock<()>>,
    hash: RandomState,
}

impl Stripes {
    fn new() -> Self {
        Self { locks: (0..64).map(|_| RwLock::new(())).collect(), hash: RandomState::new() }
    }

    pub fn read(&self, name: &Path) -> RwLockReadGuard<'_, ()> {
        self.lock(name).read().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn write(&self, name: &Path) -> RwLockWriteGuard<'_, ()> {
        self.lock(name).write().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self, name: &Path) -> &RwLock<()> {
        let hash = usize::try_from(self.hash.hash_one(name) % 64).unwrap_or(0);
        &self.locks[hash]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removal_that_was_not_flushed_is_flushed_when_it_is_asked_for_again() {
        let root = tempfile::tempdir().expect("a folder");
        let (folder, _alive) = Folder::new(root.path().canonicalize().expect("a folder"), true);
        let name = ObjectName::parse("objects", "kept/gone").expect("a name");
        let parent = folder.place(&name).data.parent().expect("a folder").to_owned();
        fs::create_dir_all(&parent).expect("a folder");
        for file in ["gone", "other"] {
            fs::write(parent.join(file), file).expect("a file");
        }
        for existed in [true, false] {
            let mut touched = BTreeSet::new();
            assert_eq!(folder.delete(&name, &Condition::default(), &mut touched).expect("a removal"), existed);
            assert!(touched.contains(&parent), "{touched:?}");
        }
    }
}
