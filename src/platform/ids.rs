//! Identifiers. They are parsed once at the edge, so a value of these types is always valid.

use std::borrow::Cow;
use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use sha2::{Digest as _, Sha256};
use uuid::{Uuid, Variant};

/// The id of a visitor's session: a UUID v4 (RFC 9562) that the browser made.
///
/// Logs show it only as [`SessionId::tag`], never whole: knowing it is enough to add to an open session or discard it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub struct SessionId(#[serde(deserialize_with = "canonical_v4")] Uuid);

/// The text was not a canonical lower-case UUID v4.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a canonical lower-case UUID v4")]
pub struct NotCanonical;

fn parse_canonical_v4(text: &str) -> Result<Uuid, NotCanonical> {
    let id = Uuid::try_parse(text).map_err(|_| NotCanonical)?;
    // try_parse also takes braces, `urn:uuid:`, upper case and the 32-digit form: only the text that we
    // would print ourselves is canonical.
    let mut canonical = [0; uuid::fmt::Hyphenated::LENGTH];
    let same = id.hyphenated().encode_lower(&mut canonical) == text;
    let v4 = id.get_version_num() == 4 && id.get_variant() == Variant::RFC4122;
    if same && v4 { Ok(id) } else { Err(NotCanonical) }
}

/// As [`parse_canonical_v4`], for ids in paths.
fn canonical_v4<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
    let text = Cow::<'de, str>::deserialize(deserializer)?;
    parse_canonical_v4(&text).map_err(D::Error::custom)
}

impl SessionId {
    /// Parses the header's text. Nil, max, other versions, upper case and braces are refused.
    pub fn parse(text: &str) -> Result<Self, NotCanonical> {
        parse_canonical_v4(text).map(Self)
    }

    /// For ids that come from our own database or object keys.
    pub fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }

    /// The UUID, for SQL parameters and object keys.
    pub fn uuid(self) -> Uuid {
        self.0
    }

    /// What logs may show: the first 8 characters of the id's SHA-256.
    pub fn tag(self) -> String {
        self.sha256_hex()[..8].to_owned()
    }

    /// SHA-256 of the id's canonical text in hex: lets a page recognise its own session without naming it.
    pub fn sha256_hex(self) -> String {
        hex::encode(Sha256::digest(self.0.hyphenated().to_string()))
    }
}

/// The id of a file, in the same canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct FileId(#[serde(deserialize_with = "canonical_v4")] Uuid);

impl FileId {
    /// The UUID, for SQL parameters.
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "session#{}", self.tag())
    }
}

/// The id of one page load; optional in calls. Clients that send none get [`PageId::NONE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageId(Uuid);

impl PageId {
    /// The page of a client that sends no page id.
    pub const NONE: Self = Self(Uuid::nil());

    /// Parses the header's text, under the same rules as a session id.
    pub fn parse(text: &str) -> Result<Self, NotCanonical> {
        parse_canonical_v4(text).map(Self)
    }

    /// The UUID, for SQL parameters.
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

/// A new random UUID v4 for files, jobs and requests.
#[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids")]
pub fn new_uuid() -> Uuid {
    Uuid::new_v4()
}

/// Random bytes for tokens and shared secrets, from a cryptographic generator.
#[expect(clippy::disallowed_methods, reason = "this is the one place that makes secrets")]
pub fn random_bytes<const COUNT: usize>() -> [u8; COUNT] {
    std::array::from_fn(|_| rand::random())
}

/// Random text that a person can copy: letters and digits without those that look alike, 5 bits each.
pub fn random_text(length: usize) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letter = || char::from(LETTERS[usize::from(random_bytes::<1>()[0] % 32)]);
    std::iter::repeat_with(letter).take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_canonical_v4_is_a_session_id() {
        let good = "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071";
        assert!(SessionId::parse(good).is_ok());
        for bad in [
            "",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "3F8A2C1E-9B4D-4E6F-8A1B-2C3D4E5F6071",
            "{3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071}",
            "urn:uuid:3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071",
            "3f8a2c1e9b4d4e6f8a1b2c3d4e5f6071",
            "3f8a2c1e-9b4d-1e6f-8a1b-2c3d4e5f6071",
            "019a2c1e-9b4d-7e6f-8a1b-2c3d4e5f6071",
            "3f8a2c1e-9b4d-4e6f-ca1b-2c3d4e5f6071",
            "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071/",
            " 3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071",
            "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f607%2e",
        ] {
            assert_eq!(SessionId::parse(bad), Err(NotCanonical), "{bad:?}");
        }
    }

    #[test]
    fn a_session_id_is_never_shown_whole() {
        let id = SessionId::parse("3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071").expect("canonical");
        assert!(!format!("{id:?}").contains("3f8a2c1e"));
        assert_eq!(id.tag().len(), 8);
    }
}
