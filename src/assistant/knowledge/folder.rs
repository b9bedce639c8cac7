//! Reads the operator's folder of documents.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::passages::has_ending;

/// The most bytes of a file, the most files, and the most folders inside each other.
pub const MAX_FILE: u64 = 1024 * 1024;
pub const MAX_FILES: usize = 2000;
const MAX_DEPTH: usize = 16;

const ENDINGS: [&str; 3] = ["md", "markdown", "txt"];

/// By which we see that a file has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    seconds: i64,
    nanoseconds: i64,
    number: u64,
}

impl From<&Metadata> for Stamp {
    fn from(metadata: &Metadata) -> Self {
        Self {
            length: metadata.len(),
            seconds: metadata.mtime(),
            nanoseconds: metadata.mtime_nsec(),
            number: metadata.ino(),
        }
    }
}

/// A file of the folder; its name is the path inside, with slashes.
#[derive(Debug)]
pub struct Entry {
    pub name: String,
    pub stamp: Stamp,
    /// `None` if it has not changed.
    pub text: Option<String>,
}

/// What is in a folder, and a sentence for each file that cannot be used.
#[derive(Debug, Default)]
pub struct Scan {
    pub entries: Vec<Entry>,
    pub faults: Vec<String>,
}

/// Looks at all files, and reads those whose stamp is not the known one.
pub fn scan(root: &Path, known: &HashMap<String, Stamp>) -> io::Result<Scan> {
    let root = root.canonicalize()?;
    let (mut scan, mut seen) = (Scan::default(), HashSet::from([root.clone()]));
    let mut folders = vec![(root.clone(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if depth == 0 => return Err(error),
            Err(error) => {
                scan.faults.push(format!("{prefix} cannot be read: {error}"));
                continue;
            }
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let file_name = path.file_name().unwrap_or_default().to_string_lossy();
            if file_name.starts_with('.') {
                continue;
            }
            let name = format!("{prefix}{file_name}");
            // Where a link leads; a broken one leads nowhere.
            let Ok(real) = path.canonicalize() else { continue };
            let Ok(metadata) = real.metadata() else { continue };
            if metadata.is_dir() {
                let is_inside = real.starts_with(&root);
                if is_inside && depth < MAX_DEPTH && seen.insert(real.clone()) {
                    folders.push((real, format!("{name}/"), depth + 1));
                } else if !is_inside {
                    scan.faults.push(format!("{name} leads out of the folder and is left out"));
                }
                continue;
            }
            if !metadata.is_file() || !has_ending(&name, &ENDINGS) {
                continue;
            }
            if !real.starts_with(&root) {
                scan.faults.push(format!("{name} leads out of the folder and is left out"));
                continue;
            }
            if scan.entries.len() == MAX_FILES {
                scan.faults.push(format!("there are more than {MAX_FILES} files: the rest is left out"));
                return Ok(scan);
            }
            let stamp = Stamp::from(&metadata);
            if known.get(&name) == Some(&stamp) {
                scan.entries.push(Entry { name, stamp, text: None });
                continue;
            }
            match read(&real) {
                Ok(text) => scan.entries.push(Entry { name, stamp, text: Some(text) }),
                Err(fault) => scan.faults.push(format!("{name} {fault}")),
            }
        }
    }
    Ok(scan)
}

fn read(path: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| format!("cannot be read: {error}"))?;
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() > usize::try_from(MAX_FILE).unwrap_or(usize::MAX) {
        return Err("is larger than 1 MiB and is left out".to_owned());
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| format!("is no UTF-8 at byte {}: save it as UTF-8", error.utf8_error().valid_up_to()))?;
    // PostgreSQL's texts cannot hold it.
    Ok(text.replace('\0', " "))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn names(scan: &Scan) -> Vec<&str> {
        scan.entries.iter().map(|entry| &*entry.name).collect()
    }

    #[test]
    fn documents_are_found_and_nothing_outside() {
        let (inside, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let at = |name: &str| inside.path().join(name);
        fs::create_dir_all(at("de/deep")).expect("folders");
        fs::create_dir_all(at(".git")).expect("a folder");
        for name in ["b.txt", "a.MD", "de/c.markdown", "de/deep/d.md", "no.pdf", ".git/e.md", ".f.md"] {
            fs::write(at(name), name).expect("a file");
        }
        fs::write(outside.path().join("secret.md"), "secret").expect("a file");
        symlink(outside.path().join("secret.md"), at("link.md")).expect("a link");
        symlink(outside.path(), at("folder")).expect("a link");
        symlink(at("b.txt"), at("same.txt")).expect("a link");
        symlink(at("de"), at("de/deep/round")).expect("a link");
        symlink("nowhere.md", at("broken.md")).expect("a link");
        fs::write(at("latin1.txt"), b"caf\xe9").expect("a file");
        fs::write(at("large.md"), vec![b'x'; 1024 * 1024 + 1]).expect("a file");
        fs::write(at("fits.md"), vec![b'x'; 1024 * 1024]).expect("a file");
        fs::write(at("nul.txt"), "a\0b").expect("a file");

        let first = scan(inside.path(), &HashMap::new()).expect("a folder");
        let expected = ["a.MD", "b.txt", "fits.md", "nul.txt", "same.txt", "de/c.markdown", "de/deep/d.md"];
        assert_eq!(names(&first), expected);
        assert_eq!(first.entries[3].text.as_deref(), Some("a b"));
        let faults = [
            "folder leads out of the folder and is left out",
            "large.md is larger than 1 MiB and is left out",
            "latin1.txt is no UTF-8 at byte 3: save it as UTF-8",
            "link.md leads out of the folder and is left out",
        ];
        assert_eq!(first.faults, faults);

        let known = first.entries.into_iter().map(|entry| (entry.name, entry.stamp)).collect();
        fs::write(at("b.txt"), "longer than before").expect("a file");
        fs::remove_file(at("a.MD")).expect("a file to remove");
        let second = scan(inside.path(), &known).expect("a folder");
        let changed: Vec<_> =
            second.entries.iter().filter(|entry| entry.text.is_some()).map(|entry| &*entry.name).collect();
        assert_eq!((changed, names(&second).contains(&"a.MD")), (vec!["b.txt", "same.txt"], false));
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        assert!(scan(Path::new("/nowhere/at/all"), &HashMap::new()).is_err());
    }
}
