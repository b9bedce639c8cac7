//! Object names: which keys this store accepts, so that none of them leaves its bucket.

use std::path::{Path, PathBuf};

use s3s::{S3Result, s3_error};

/// AWS's limit for a whole key, in bytes.
const MAX_KEY: usize = 1024;
/// A segment is a file name, and file systems stop at 255 bytes.
const MAX_SEGMENT: usize = 255;

/// A checked bucket and key: joined to a folder they stay inside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectName {
    bucket: String,
    key: String,
}

impl ObjectName {
    /// Refuses keys that no file name can represent (`InvalidArgument`, `KeyTooLongError`).
    pub fn parse(bucket: &str, key: &str) -> S3Result<Self> {
        check_bucket(bucket)?;
        check_key(key)?;
        Ok(Self { bucket: bucket.to_owned(), key: key.to_owned() })
    }

    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    pub fn key(&self) -> &str {
        &self.key
    }

    /// The file of this object below `folder`.
    pub fn below(&self, folder: &Path) -> PathBuf {
        let mut path = folder.join(&self.bucket);
        path.extend(self.key.split('/'));
        path
    }
}

/// AWS's naming rules; they also keep the hidden area (it starts with a dot) out of reach.
pub fn check_bucket(bucket: &str) -> S3Result<()> {
    if s3s::path::check_bucket_name(bucket) {
        Ok(())
    } else {
        Err(s3_error!(InvalidBucketName, "The specified bucket is not valid."))
    }
}

fn check_key(key: &str) -> S3Result<()> {
    if key.len() > MAX_KEY || key.split('/').any(|segment| segment.len() > MAX_SEGMENT) {
        return Err(s3_error!(
            KeyTooLongError,
            "A key may have {MAX_KEY} bytes, and {MAX_SEGMENT} between two slashes."
        ));
    }
    if key.split('/').all(is_segment) {
        Ok(())
    } else {
        Err(s3_error!(
            InvalidArgument,
            "This store takes no key with an empty, '.' or '..' segment or with control characters."
        ))
    }
}

/// Whether a file of this name can be part of a key. Names that XML 1.0 cannot represent are refused as well: such a
/// key could be stored, but no listing could name it.
pub fn is_segment(name: &str) -> bool {
    !matches!(name, "" | "." | "..")
        && name.len() <= MAX_SEGMENT
        && !name.chars().any(|c| c.is_control() || matches!(c, '/' | '\u{FFFE}' | '\u{FFFF}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_inside() {
        for key in ["a", "a/b", "ü/日本", "...", "a b/+&=", ".anteroom/x", "c:\\x"] {
            let name = ObjectName::parse("bucket", key).unwrap_or_else(|e| panic!("{key}: {e}"));
            assert_eq!(name.below(Path::new("/r")), Path::new("/r/bucket").join(key));
        }
        for key in ["", "/a", "a/", "a//b", ".", "..", "../b", "a/../../b", "a/./b", "a\0", "a\n", "\u{FFFF}"] {
            assert!(ObjectName::parse("bucket", key).is_err(), "{key:?}");
        }
        for bucket in ["", "..", ".anteroom", "a/b", "Bucket", "x"] {
            assert!(ObjectName::parse(bucket, "a").is_err(), "{bucket:?}");
        }
        assert!(ObjectName::parse("bucket", &"k".repeat(256)).is_err());
        assert!(ObjectName::parse("bucket", &"k/".repeat(513)).is_err());
    }
}
