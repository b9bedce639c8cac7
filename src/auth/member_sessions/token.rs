//! The token of a member's session: `ms_` and 43 characters. A visitor's session id is a UUID, and the tokens of other
//! sign-ins have no prefix, so no one can be taken for the other.

use crate::auth::token::Token;

const PREFIX: &str = "ms_";

/// Draws a new token.
pub fn random() -> Token {
    Token::random_with(PREFIX)
}

/// `None` if the text cannot be one of our tokens.
pub fn parse(text: &str) -> Option<Token> {
    Token::parse_with(PREFIX, text)
}

/// Whether the text claims to be a member's token; it may be malformed.
pub fn is_meant(text: &str) -> bool {
    text.starts_with(PREFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_a_visitors_id_nor_another_sign_in() {
        let token = random();
        assert_eq!(token.reveal().len(), 46);
        assert_eq!(parse(token.reveal()).expect("ours").sha256(), token.sha256());
        let bare = &token.reveal()[3..];
        let others =
            ["", "ms_", "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071", bare, &format!("MS_{bare}"), &format!("ms_{bare}A")];
        for other in others {
            assert!(parse(other).is_none(), "{other}");
        }
    }
}
