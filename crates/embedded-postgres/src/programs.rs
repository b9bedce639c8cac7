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
    /// Looks on PATH, where `pg_config` says, and where Debian keeps them (the newest version first). Data that exists
    /// can be used by programs of its own major version only.
    pub fn find(version: Option<&str>) -> Option<Self> {
        let beside_initdb =
            on_path(OsStr::new("initdb")).and_then(|initdb| initdb.canonicalize().ok()?.parent().map(Path::to_owned));
        let configured = Command::new("pg_config").arg("--bindir").output().ok();
        let configured = configured.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
        let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        debian.sort_by_key(|path| folder_version(path));
        let debian = debian.into_iter().rev().map(|path| path.join("bin"));
        beside_initdb.into_iter().chain(configured).chain(debian).find_map(|folder| Self::inside(&folder, version))
    }

    fn inside(folder: &Path, version: Option<&str>) -> Option<Self> {
        let programs = Self { initdb: folder.join("initdb"), postgres: folder.join("postgres") };
        let found = is_program(&programs.initdb) && is_program(&programs.postgres);
        (found && version.is_none_or(|version| programs.are_of(version))).then_some(programs)
    }

    /// `postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)`, and before version 10 `9.6.24`.
    fn are_of(&self, version: &str) -> bool {
        let said = Command::new(&self.postgres).arg("--version").output();
        let said = said.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
        let number = said.split_once("(PostgreSQL) ").map_or("", |(_, rest)| rest.trim_start());
        number.strip_prefix(version).is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
    }
}

fn folder_version(folder: &Path) -> u32 {
    folder.file_name().and_then(|name| name.to_str()?.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn programs_are_of_the_version_that_the_data_needs() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["initdb", "postgres"] {
            let program = folder.path().join(name);
            std::fs::write(&program, "#!/bin/sh\necho 'postgres (PostgreSQL) 17.2 (Debian 17.2-1.pgdg120+1)'\n")
                .expect("a program");
            std::fs::set_permissions(&program, Permissions::from_mode(0o700)).expect("it can be run");
        }
        for (version, fits) in [(None, true), (Some("17"), true), (Some("1"), false), (Some("15"), false)] {
            assert_eq!(Programs::inside(folder.path(), version).is_some(), fits, "{version:?}");
        }
    }
}
