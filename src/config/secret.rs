//! The key that hides from outsiders, for example, whom an entry in the ledger of erasures is about.

use std::convert::Infallible;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::platform::ids::{new_uuid, random_bytes};

/// The fewest characters of a key: 32 bytes in base64 have 44, in hexadecimal 64.
pub const SHORTEST: usize = 32;

/// The file of a generated key.
const FILE: &str = "secret-key";

/// `SECRET_KEY`. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(String);

impl SecretKey {
    /// Returns the hash for one purpose; the text of the purpose comes before what is hashed.
    pub fn hash_for(&self, purpose: &str) -> KeyedHash {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length (RFC 2104)")]
        let hmac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("a key of any length");
        KeyedHash(hmac.chain_update(purpose))
    }

    /// The key's text, for the keys of messenger sessions: anteroom-whatsapp makes them of it too.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether the key has enough characters.
    pub fn is_long_enough(&self) -> bool {
        self.0.chars().count() >= SHORTEST
    }

    /// Returns this folder's key. The first call generates it, readable by its owner only.
    pub fn of_folder(folder: &Path) -> io::Result<Self> {
        let file = folder.join(FILE);
        if !file.exists() {
            fs::create_dir_all(folder)?;
            make(folder, &file)?;
        }
        let Ok(key) = fs::read_to_string(&file)?.parse::<Self>();
        if key.is_long_enough() {
            Ok(key)
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidData, format!("{} contains no key", file.display())))
        }
    }
}

/// A hash that only those who have the key can compute (HMAC-SHA-256, RFC 2104), so that what it hides cannot be guessed
/// from the database or the bucket alone. Cheap to clone.
#[derive(Clone)]
pub struct KeyedHash(Hmac<Sha256>);

impl KeyedHash {
    pub fn of(&self, bytes: impl AsRef<[u8]>) -> [u8; 32] {
        self.0.clone().chain_update(bytes).finalize().into_bytes().into()
    }
}

/// Writes a key atomically. If two processes do so at once, both use the first one's.
fn make(folder: &Path, file: &Path) -> io::Result<()> {
    let making = folder.join(format!("{FILE}.{}", new_uuid().simple()));
    let written = || {
        let mut new = File::options().write(true).create_new(true).mode(0o600).open(&making)?;
        writeln!(new, "{}", STANDARD.encode(random_bytes::<32>()))?;
        new.sync_all()?;
        match fs::hard_link(&making, file) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => File::open(folder)?.sync_all(),
        }
    };
    let made = written();
    drop(fs::remove_file(&making));
    made
}

impl FromStr for SecretKey {
    type Err = Infallible;

    /// Ignores spaces and line breaks around the key.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.trim().to_owned()))
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_folder_keeps_one_key_for_all_who_come_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let inside = folder.path().join("data");
        let keys: Vec<SecretKey> = std::thread::scope(|scope| {
            let makers: Vec<_> = (0..8).map(|_| scope.spawn(|| SecretKey::of_folder(&inside))).collect();
            makers.into_iter().map(|maker| maker.join().expect("a thread").expect("a key")).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0] && key.0.len() == 44));
        let left: Vec<_> = fs::read_dir(&inside).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
        assert_eq!(left, ["secret-key"]);
        let mode = fs::metadata(inside.join(FILE)).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_file_without_a_key_is_no_key() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(FILE), "\n").expect("a file");
        assert!(SecretKey::of_folder(folder.path()).is_err());
    }

    #[test]
    fn nothing_prints_it() {
        let Ok(key) = " a key that is long enough, surely \n".parse::<SecretKey>();
        assert_eq!((&*key.0, format!("{key:?}")), ("a key that is long enough, surely", "SecretKey(…)".into()));
    }
}
