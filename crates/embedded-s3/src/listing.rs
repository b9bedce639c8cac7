//! Lists keys in the order of their bytes, as S3 does, from unordered folders.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use s3s::{S3Result, s3_error};

use super::errors::{absent, internal};
use super::folder::{Folder, Found};
use super::keys::{ObjectName, is_segment};

/// S3's limit of entries per page.
pub const MAX_PAGE: usize = 1000;

/// Where a listing continues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    Start,
    /// Keys greater than this one.
    Key(String),
    /// Keys greater than all that begin with this.
    Prefix(String),
}

impl After {
    /// Continuation tokens are opaque to clients.
    pub fn to_token(&self) -> String {
        let (kind, text) = match self {
            Self::Start => ("s", ""),
            Self::Key(key) => ("k", key.as_str()),
            Self::Prefix(prefix) => ("p", prefix.as_str()),
        };
        BASE64.encode(format!("{kind}{text}"))
    }

    pub fn from_token(token: &str) -> S3Result<Self> {
        let text = BASE64.decode(token).ok().and_then(|raw| String::from_utf8(raw).ok()).unwrap_or_default();
        match text.split_at_checked(1) {
            Some(("s", "")) => Ok(Self::Start),
            Some(("k", key)) => Ok(Self::Key(key.to_owned())),
            Some(("p", prefix)) => Ok(Self::Prefix(prefix.to_owned())),
            _ => Err(s3_error!(InvalidArgument, "The continuation token provided is incorrect")),
        }
    }

    /// A marker is a key, or the common prefix that ended the last page.
    pub fn from_marker(marker: Option<String>, delimiter: Option<&str>) -> Self {
        match marker {
            None => Self::Start,
            Some(prefix) if delimiter.is_some_and(|delimiter| prefix.ends_with(delimiter)) => Self::Prefix(prefix),
            Some(key) => Self::Key(key),
        }
    }

    fn admits(&self, key: &str) -> bool {
        match self {
            Self::Start => true,
            Self::Key(last) => key > last.as_str(),
            Self::Prefix(last) => key > last.as_str() && !key.starts_with(last),
        }
    }

    /// Whether a key that begins with `folder` can still be admitted.
    fn admits_in(&self, folder: &str) -> bool {
        match self {
            Self::Start => true,
            Self::Key(last) => folder > last.as_str() || last.starts_with(folder),
            Self::Prefix(last) => !folder.starts_with(last) && (folder > last.as_str() || last.starts_with(folder)),
        }
    }
}

/// What to list.
pub struct Query {
    pub bucket: String,
    pub prefix: String,
    pub delimiter: Option<String>,
    pub after: After,
    pub limit: usize,
}

/// One page.
#[derive(Default)]
pub struct Page {
    pub objects: Vec<(String, Found)>,
    pub prefixes: Vec<String>,
    /// Where the next page starts, if there is one.
    pub next: Option<After>,
}

impl Query {
    /// Checks the client's `max-keys`.
    pub fn limit(max: Option<i32>) -> S3Result<usize> {
        let max = usize::try_from(max.unwrap_or(1000));
        max.map(|max| max.min(MAX_PAGE)).map_err(|_| s3_error!(InvalidArgument, "max-keys must not be negative"))
    }

    /// Reads one page; blocks.
    pub fn run(self, folder: &Folder) -> S3Result<Page> {
        let bucket = folder.bucket(&self.bucket)?;
        let mut page = Page::default();
        let delimiter = self.delimiter.filter(|delimiter| !delimiter.is_empty());
        let mut last = After::Start;
        let mut walk = Walk::new(bucket, self.prefix, self.after);
        while self.limit > 0
            && let Some(key) = walk.next().map_err(internal("list a bucket"))?
        {
            let rest = &key[walk.prefix.len()..];
            let common = delimiter.as_ref().and_then(|delimiter| {
                let end = rest.find(delimiter.as_str())? + delimiter.len();
                Some(key[..walk.prefix.len() + end].to_owned())
            });
            let found = if common.is_some() {
                None
            } else {
                let name = ObjectName::parse(&self.bucket, &key)?;
                match folder.place(&name).look().map_err(internal("list a bucket"))? {
                    Some(found) => Some(found),
                    None => continue, // deleted since the folder was read
                }
            };
            if page.objects.len() + page.prefixes.len() == self.limit {
                page.next = Some(last);
                break;
            }
            if let Some(common) = common {
                last = After::Prefix(common.clone());
                walk.after = last.clone();
                page.prefixes.push(common);
            } else if let Some(found) = found {
                last = After::Key(key.clone());
                page.objects.push((key, found));
            }
        }
        Ok(page)
    }
}

/// Walks the folders depth first, each sorted as its keys are: a folder sorts by its name with the slash.
struct Walk {
    bucket: PathBuf,
    prefix: String,
    after: After,
    stack: Vec<(String, std::vec::IntoIter<String>)>,
}

impl Walk {
    fn new(bucket: PathBuf, prefix: String, after: After) -> Self {
        // All keys are below the folder that the prefix names.
        let top = prefix.rfind('/').map_or("", |slash| &prefix[..=slash]);
        let possible = top.split_terminator('/').all(is_segment);
        let stack = if possible { vec![(String::new(), vec![top.to_owned()].into_iter())] } else { Vec::new() };
        Self { bucket, prefix, after, stack }
    }

    fn next(&mut self) -> io::Result<Option<String>> {
        while let Some((folder, names)) = self.stack.last_mut() {
            let Some(name) = names.next() else {
                self.stack.pop();
                continue;
            };
            let key = format!("{folder}{name}");
            if key.is_empty() || key.ends_with('/') {
                let related = key.starts_with(&self.prefix) || self.prefix.starts_with(&key);
                if related && self.after.admits_in(&key) {
                    let names = names_in(&self.bucket.join(&key))?;
                    self.stack.push((key, names.into_iter()));
                }
            } else if key.starts_with(&self.prefix) && self.after.admits(&key) {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }
}

/// Returns files by name and folders with a slash, sorted. Links, and names that cannot be part of a key, are left out.
fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let real = absent(fs::canonicalize(folder))?;
    if real.is_none_or(|real| real != folder) {
        return Ok(names);
    }
    let Some(entries) = absent(fs::read_dir(folder))? else {
        return Ok(names);
    };
    for entry in entries {
        let entry = entry?;
        let (Ok(kind), Ok(mut name)) = (entry.file_type(), entry.file_name().into_string()) else {
            continue;
        };
        if !is_segment(&name) || !(kind.is_dir() || kind.is_file()) {
            continue;
        }
        if kind.is_dir() {
            name.push('/');
        }
        names.push(name);
    }
    names.sort_unstable();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_back() {
        for after in [After::Start, After::Key("a/ü".to_owned()), After::Prefix("a/".to_owned())] {
            assert_eq!(After::from_token(&after.to_token()).ok(), Some(after));
        }
        for bad in ["", "!", "eHg", "../.."] {
            assert!(After::from_token(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn folders_before_the_marker_are_skipped() {
        let after = After::Key("b/c".to_owned());
        assert_eq!(
            ["a/", "b/", "b/c/", "b/b/", "c/"].map(|folder| after.admits_in(folder)),
            [false, true, true, false, true]
        );
        let after = After::Prefix("b/".to_owned());
        assert_eq!(["a/", "b/", "b/c/", "c/"].map(|folder| after.admits_in(folder)), [false, false, false, true]);
    }
}
