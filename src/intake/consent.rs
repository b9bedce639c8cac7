//! The consents' wording. What was agreed to is recorded by version and hash (GDPR article 7(1)), so a
//! changed word makes a new version; the database keeps each text with the first decision about it.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::words::Words;
use crate::ids::hex;

/// Raise it with every change of a consent's text, in any language.
pub const VERSION: &str = "2026-11-20";

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

#[cfg(test)]
mod tests {
    use super::super::words::ENGLISH;
    use super::*;

    /// A change of wording must change the version: this fails until both are set.
    #[test]
    fn the_wording_belongs_to_its_version() {
        let consents = texts(&ENGLISH);
        let fingerprint = format!("{} {} {}", VERSION, consents.personal_data.sha256, consents.ai_training.sha256);
        insta::assert_snapshot!(fingerprint, @"2026-11-20 328fb22f8f4f7108f813950eac071e81089e7d24359bd30e4ee94277ba94d770 17415ada69f13af8dd8e4f0e77bcbd19177f7872919cbd12d2995a21ba83881c");
    }
}
