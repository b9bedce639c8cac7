//! The consents' wording. What was agreed to is recorded by version and hash (GDPR article 7(1)), so a
//! changed word makes a new version.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::words::{self, Words};
use crate::ids::hex;

/// Raise it with every change of a consent's text, in any language.
pub const VERSION: &str = "2026-11-20";

/// Wordings that visitors once agreed to. A changed text leaves its old one here, so that who asks for a copy
/// of what is kept can still read what it was.
const FORMER: &[&str] = &[];

/// Both texts as the visitor sees them
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Consents {
    /// Name it in the contact
    pub version: &'static str,
    pub personal_data: Text,
    pub ai_training: Text,
}

/// One sentence and its fingerprint
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Text {
    pub text: &'static str,
    /// SHA-256 of the text in UTF-8, hex
    pub sha256: String,
}

impl Text {
    fn of(text: &'static str) -> Self {
        Self { text, sha256: hex(&Sha256::digest(text)) }
    }
}

/// The texts in one language.
pub fn texts(words: &Words) -> Consents {
    Consents {
        version: VERSION,
        personal_data: Text::of(words.consent_personal_data),
        ai_training: Text::of(words.consent_ai_training),
    }
}

/// The sentence with this hash, in whatever language and version it was.
pub fn wording(sha256: &str) -> Option<&'static str> {
    let current = words::ALL.iter().flat_map(|words| [words.consent_personal_data, words.consent_ai_training]);
    current.chain(FORMER.iter().copied()).find(|text| hex(&Sha256::digest(text)) == sha256)
}

#[cfg(test)]
mod tests {
    use super::super::words::ENGLISH;
    use super::*;

    #[test]
    fn a_wording_is_found_by_its_hash() {
        let consents = texts(&ENGLISH);
        assert_eq!(wording(&consents.ai_training.sha256), Some(consents.ai_training.text));
        assert_eq!(wording(&"0".repeat(64)), None);
    }

    /// A change of wording must change the version: this fails until both are set, and
    /// the old text is in [`FORMER`].
    #[test]
    fn the_wording_belongs_to_its_version() {
        let consents = texts(&ENGLISH);
        let fingerprint = format!("{} {} {}", VERSION, consents.personal_data.sha256, consents.ai_training.sha256);
        insta::assert_snapshot!(fingerprint, @"2026-11-20 328fb22f8f4f7108f813950eac071e81089e7d24359bd30e4ee94277ba94d770 17415ada69f13af8dd8e4f0e77bcbd19177f7872919cbd12d2995a21ba83881c");
    }
}
