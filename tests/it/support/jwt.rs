//! Tokens as a site signs them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

/// A token with this head, signed with HMAC where there is a key.
pub fn sign(head: &Value, claims: &Value, key: Option<&[u8]>) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(head), part(claims));
    let signature = key.map_or_else(Vec::new, |key| {
        let hmac = Hmac::<Sha256>::new_from_slice(key).expect("a key").chain_update(&signed);
        hmac.finalize().into_bytes().to_vec()
    });
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// A token of a site with this secret, good for an hour unless it says otherwise.
pub fn signed(claims: &Value, secret: &[u8]) -> String {
    let mut claims = claims.clone();
    if claims["exp"].is_null() {
        claims["exp"] = (anteroom::platform::clock::now().unix_timestamp() + 3600).into();
    }
    sign(&json!({ "alg": "HS256", "typ": "JWT" }), &claims, Some(secret))
}
