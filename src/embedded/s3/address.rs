//! Where a running server is, for the commands that work beside it: in a file that only its owner reads.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// How to reach a server.
#[derive(Clone, Serialize, Deserialize)]
pub struct Address {
    pub endpoint: String,
    pub access_key: String,
    pub secret_key: String,
}

fn file(root: &Path) -> PathBuf {
    root.join(".anteroom/address.json")
}

impl Address {
    /// Leaves it for others; whoever reads finds all of it.
    pub fn write(&self, root: &Path) -> io::Result<()> {
        let making = root.join(".anteroom/address.new");
        drop(fs::remove_file(&making));
        let mut new = File::options().write(true).create_new(true).mode(0o600).open(&making)?;
        new.write_all(&serde_json::to_vec(self)?)?;
        fs::rename(making, file(root))
    }

    /// The one that was left there, perhaps by a server that was killed since.
    pub fn read(root: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(file(root)).ok()?).ok()
    }

    /// In order, at the server's end.
    pub fn remove(root: &Path) {
        drop(fs::remove_file(file(root)));
    }
}
