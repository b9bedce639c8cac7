//! Before the first request: ensures one server per folder, and cleans up after a crash.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use super::errors::absent;

/// Creates the folders, takes the folder's lock and cleans up. Returns the canonical root and the lock's file, which
/// must live as long as the server. Blocks.
pub fn prepare(root: &Path, bucket: &str) -> io::Result<(PathBuf, File)> {
    if !s3s::path::check_bucket_name(bucket) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{bucket:?} is not a valid bucket name")));
    }
    // The objects are visitors' files: other users of this machine must not read them.
    DirBuilder::new().recursive(true).mode(0o700).create(root)?;
    let root = fs::canonicalize(root)?;
    let hidden = root.join(".anteroom");
    for folder in [hidden.join("tmp"), hidden.join("meta"), hidden.join("uploads"), root.join(bucket)] {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let lock = File::options().create(true).append(true).open(hidden.join("lock"))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let message = format!("another process serves the objects in {}", root.display());
            return Err(io::Error::new(io::ErrorKind::ResourceBusy, message));
        }
        Err(TryLockError::Error(error)) => return Err(error),
    }
    tidy(&root, &hidden)?;
    Ok((root, lock))
}

/// For processes that only read, beside a running server or none: changes nothing and takes no lock. Returns the
/// canonical root. Blocks.
pub fn look(root: &Path, bucket: &str) -> io::Result<PathBuf> {
    let root = fs::canonicalize(root)?;
    fs::metadata(root.join(bucket))?;
    Ok(root)
}

/// Cleans up. Only while no server runs: a running one's files look just like a dead one's.
fn tidy(root: &Path, hidden: &Path) -> io::Result<()> {
    for entry in fs::read_dir(hidden.join("tmp"))? {
        remove(&entry?.path())?;
    }
    for entry in fs::read_dir(hidden.join("uploads"))? {
        let upload = entry?.path();
        if !upload.join("upload.json").is_file() {
            remove(&upload)?;
        }
    }
    for bucket in fs::read_dir(hidden.join("meta"))? {
        let bucket = bucket?;
        remove_orphans(&bucket.path(), &root.join(bucket.file_name()))?;
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

/// Removes sidecars whose object is gone (they contain a visitor's file name), and empty folders.
fn remove_orphans(sidecars: &Path, objects: &Path) -> io::Result<()> {
    for entry in fs::read_dir(sidecars)? {
        let entry = entry?;
        let object = objects.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            remove_orphans(&entry.path(), &object)?;
            // Fails if something is left, as intended.
            let _ = fs::remove_dir(entry.path());
        } else if !absent(fs::symlink_metadata(&object))?.is_some_and(|metadata| metadata.is_file()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
