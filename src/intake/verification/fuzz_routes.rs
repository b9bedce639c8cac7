//! A property that must hold for any bytes in a link. `fuzz/` runs it for long, the test briefly.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, Uri};
use axum::routing::get;
use futures_util::FutureExt as _;
use tower::ServiceExt as _;

use crate::auth::token::Token;
use crate::platform::http::Path;

/// `/verify/{token}`: the route accepts only our tokens, each in only one spelling.
pub fn link_token(bytes: &[u8]) {
    let path = [b"/verify/", bytes].concat();
    let Ok(uri) = Uri::try_from(path) else {
        return;
    };
    let written = uri.path().trim_start_matches("/verify/").to_owned();
    let router: Router = Router::new().route("/verify/{token}", get(token_of));
    let request = Request::get(uri).body(Body::empty()).expect("a request");
    let response = router.oneshot(request).now_or_never().expect("nothing to wait for").expect("an answer");
    assert!([StatusCode::OK, StatusCode::GONE, StatusCode::NOT_FOUND].contains(&response.status()), "{written}");
    let segment = percent_encoding::percent_decode_str(&written).decode_utf8().ok().filter(|_| !written.contains('/'));
    let expected = segment.filter(|text| is_token(text));
    assert_eq!(response.status() == StatusCode::OK, expected.is_some(), "{written}");
    if let Some(text) = expected {
        let token = Token::parse(&text).expect("just parsed");
        assert_eq!(token.reveal(), text);
        assert_eq!(token.sha256(), <[u8; 32]>::from(<sha2::Sha256 as sha2::Digest>::digest(text.as_bytes())));
    }
}

async fn token_of(Path(token): Path<String>) -> (StatusCode, String) {
    Token::parse(&token).map_or((StatusCode::GONE, String::new()), |token| (StatusCode::OK, token.reveal().to_owned()))
}

/// 43 letters of base64url, of which the last carries four bits and two zeros.
fn is_token(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    text.len() == 43 && text.bytes().all(letter) && text.ends_with(|last| "AEIMQUYcgkosw048".contains(last))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::platform::http::fuzz::each_seed;

    #[test]
    fn the_seeds_hold() {
        each_seed("link_token", link_token);
    }

    proptest! {
        #[test]
        fn only_one_way_to_write_a_token(text in "[A-Za-z0-9_-]{42}[A-Za-z0-9_%/.?-]{0,3}") {
            link_token(text.as_bytes());
        }
    }
}
