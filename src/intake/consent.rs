//! The consents' wording. A consent is recorded with the version and hash of its text (GDPR article 7(1)), so a change
//! of wording needs a new version; the database keeps each text with the first decision about it.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::platform::i18n::Language;

/// Change it with every change of a consent's text, in any language. A new language needs no new version, because no
/// visitor has agreed to its texts yet.
pub const VERSION: &str = "2026-11-20";

/// Both texts as the visitor sees them
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Consents {
    /// To be sent with the contact
    pub version: &'static str,
    pub personal_data: Text,
    pub ai_training: Text,
}

/// One sentence and its hash
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Text {
    pub text: String,
    /// SHA-256 of the text in UTF-8, hex
    pub sha256: String,
}

impl Text {
    fn of(text: String) -> Self {
        let sha256 = hex::encode(Sha256::digest(&text));
        Self { text, sha256 }
    }
}

/// Returns the texts in one language.
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
    use crate::platform::i18n;

    /// A change of wording, in any language, must change the version: this fails until both are set.
    #[test]
    fn the_wording_belongs_to_its_version() {
        let line = |language: &Language| {
            let Consents { version, personal_data, ai_training } = texts(language);
            format!("{version} {} {} {}", language.tag(), &personal_data.sha256[..32], &ai_training.sha256[..32])
        };
        let fingerprints: Vec<String> = i18n::all().iter().map(line).collect();
        insta::assert_snapshot!(fingerprints.join("\n"), @r"
        2026-11-20 en 328fb22f8f4f7108f813950eac071e81 17415ada69f13af8dd8e4f0e77bcbd19
        2026-11-20 de d8e5f73f8071de7385d5603ab99ca88e e68b3052cf4a82e3443ec5657463c1eb
        2026-11-20 fr 986b849f22a16d79e0ce22bb8c6bd534 8cda9a1806e219deef8713eccf75155d
        2026-11-20 es 0df97421a0facf81d2debf124970113a 3dd25d87dcbc8f409a6ea80cb43c52d8
        2026-11-20 pt fde2650f04cdbc2fa103756c57816e9c e1ff3f3b63c2a5de9742793e5cd4fb2d
        2026-11-20 it b185b5a77cfae4409d9299aff163bab2 3ccee47016f649ef0fc16d8a689de524
        2026-11-20 nl d9624415b1836170d7eb43b565fa6e2e cb0ca66d42f2de81e1a57cf668783a3b
        2026-11-20 pl 336b9ad5729bc44b90c22b572376eab6 bc1c48451d09d44d744b1933b8f3a54b
        2026-11-20 ar b8f1f813dd5b67cbab0a26ea37eeb93a 86ef5120c22e4717d97d73ee30a63740
        2026-11-20 ja d130fd882694d762f3e32dc2b06cf118 ce412b7f9d98677e64018eae09052091
        ");
    }
}
