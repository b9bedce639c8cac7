//! The consents' wording. What was agreed to is recorded by version and hash (GDPR article 7(1)), so a
//! changed word makes a new version.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::ids::hex;
use crate::words::Language;

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
    pub text: String,
    /// SHA-256 of the text in UTF-8, hex
    pub sha256: String,
}

impl Text {
    fn of(text: String) -> Self {
        let sha256 = hex(&Sha256::digest(&text));
        Self { text, sha256 }
    }
}

/// The texts in one language.
pub fn texts(words: &Language) -> Consents {
    Consents {
        version: VERSION,
        personal_data: Text::of(words.text("consent-personal-data")),
        ai_training: Text::of(words.text("consent-ai-training")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    /// A change of wording, in any language, must change the version: this fails until both are set.
    #[test]
    fn the_wording_belongs_to_its_version() {
        let line = |language: &Language| {
            let Consents { version, personal_data, ai_training } = texts(language);
            format!("{version} {} {} {}", language.tag(), &personal_data.sha256[..32], &ai_training.sha256[..32])
        };
        let fingerprints: Vec<String> = words::all().iter().map(line).collect();
        insta::assert_snapshot!(fingerprints.join("\n"), @"");
    }
}
