//! Where PostgreSQL's own programs are.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{is_program, on_path};

/// The two programs that we need, of one version.
pub struct Programs {
    pub initdb: PathBuf,
    pub postgres: PathBuf,
}

impl Programs {
    /// Looks on PATH, where `pg_config` says, and where Debian keeps them (the newest version first).
    pub fn find() -> Option<Self> {
        let beside_initdb =
            on_path(OsStr::new("initdb")).and_then(|initdb| initdb.canonicalize().ok()?.parent().map(Path::to_owned));
        let configured = Command::new("pg_config").arg("--bindir").output().ok();
        let configured = configured.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
        let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        debian.sort_by_key(|path| version(path));
        let debian = debian.into_iter().rev().map(|path| path.join("bin"));
        beside_initdb.into_iter().chain(configured).chain(debian).find_map(|folder| Self::inside(&folder))
    }

    fn inside(folder: &Path) -> Option<Self> {
        let programs = Self { initdb: folder.join("initdb"), postgres: folder.join("postgres") };
        (is_program(&programs.initdb) && is_program(&programs.postgres)).then_some(programs)
    }
}

fn version(folder: &Path) -> u32 {
    folder.file_name().and_then(|name| name.to_str()?.parse().ok()).unwrap_or(0)
}
