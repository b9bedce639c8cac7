//! The secret of a sign-in or of a mailed link: 256 random bits as base64url, 43 characters, perhaps after a prefix that
//! tells its kind. Only its hash is stored.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::platform::ids::random_bytes;

/// A secret token. To know its text is to have what it grants, so only [`Token::reveal`] shows it.
pub struct Token(String);

impl Token {
    /// Draws a new token.
    pub fn random() -> Self {
        Self::random_with("")
    }

    /// The same, beginning with this prefix.
    pub fn random_with(prefix: &str) -> Self {
        Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(random_bytes::<32>())))
    }

    /// Parses the text of a cookie, a header or a link's last segment; `None` if it cannot be one of our tokens.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_with("", text)
    }

    /// The same for a token that begins with this prefix.
    pub fn parse_with(prefix: &str, text: &str) -> Option<Self> {
        let whole = URL_SAFE_NO_PAD.decode(text.strip_prefix(prefix)?).is_ok_and(|bytes| bytes.len() == 32);
        whole.then(|| Self(text.to_owned()))
    }

    /// Parses a copied link's last segment, perhaps with what came after it, such as a full stop or a bracket.
    pub fn copied(text: &str) -> Option<Self> {
        Self::parse(text.trim_end_matches(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-' && sign != '_'))
    }

    /// The text for the cookie, the response or the link, and nowhere else.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The hash that the database stores, of the whole text.
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_43_characters_and_parses_back() {
        let token = Token::random();
        assert_eq!(token.reveal().len(), 43);
        let parsed = Token::parse(token.reveal()).expect("our own token");
        assert_eq!(parsed.sha256(), token.sha256());
        for behind in [".", ")", ">", ").", "\u{201d}", "\u{3002}", " ", "\u{200b}", "/"] {
            let copied = Token::copied(&format!("{}{behind}", token.reveal())).expect("a token");
            assert_eq!(copied.sha256(), token.sha256(), "{behind:?}");
        }
        assert!(Token::copied(&format!(".{}", token.reveal())).is_none());
        assert!(Token::parse(&token.reveal()[..42]).is_none());
        assert!(Token::parse("%2e%2e%2f").is_none());
    }

    #[test]
    fn a_prefix_tells_one_kind_from_another() {
        let (plain, member) = (Token::random(), Token::random_with("ms_"));
        assert_eq!(member.reveal().len(), "ms_".len() + 43);
        let parsed = Token::parse_with("ms_", member.reveal()).expect("our own token");
        assert_eq!(parsed.sha256(), member.sha256());
        assert!(Token::parse(member.reveal()).is_none() && Token::parse_with("ms_", plain.reveal()).is_none());
        // Without its prefix it has another hash.
        assert_ne!(Token::parse(&member.reveal()[3..]).expect("43 characters").sha256(), member.sha256());
    }

    #[test]
    fn a_token_is_not_shown_by_accident() {
        assert_eq!(format!("{:?}", Token::random()), "Token(…)");
    }
}
