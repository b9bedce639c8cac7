//! Encrypts search terms for the address bar with a key that only this sign-in has, so that neither a proxy's log nor
//! the browser's history reveals the names that staff searched for.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Separates this key from other uses of the token, which grants much more.
const PURPOSE: &[u8] = b"anteroom search ";

fn key(token: &str) -> Option<RandomizedNonceKey> {
    let bytes = Sha256::new().chain_update(PURPOSE).chain_update(token).finalize();
    RandomizedNonceKey::new(&AES_256_GCM, &bytes).ok()
}

/// Returns nonce and AES-256-GCM of the text as base64url.
pub fn seal(token: &str, text: &str) -> Option<String> {
    let mut sealed = text.as_bytes().to_vec();
    let nonce = key(token)?.seal_in_place_append_tag(Aad::empty(), &mut sealed).ok()?;
    Some(URL_SAFE_NO_PAD.encode([&nonce.as_ref()[..], &sealed].concat()))
}

/// Decrypts the result of [`seal`] with the same token; `None` with another.
pub fn open(token: &str, text: &str) -> Option<String> {
    let mut bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let plain = key(token)?.open_in_place(nonce, Aad::empty(), sealed).ok()?;
    String::from_utf8(plain.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s03_words_are_read_by_the_sign_in_that_sealed_them_only() {
        let sealed = seal("mine", "zoe@example.org").expect("a sealed text");
        assert_eq!(open("mine", &sealed).as_deref(), Some("zoe@example.org"));
        assert_ne!(seal("mine", "zoe@example.org").expect("another"), sealed);
        assert_eq!(open("theirs", &sealed), None);
        let mut forged = URL_SAFE_NO_PAD.decode(&sealed).expect("base64");
        forged[NONCE_LEN] ^= 1;
        for bad in ["", "x", "AAAA", &sealed[1..], &URL_SAFE_NO_PAD.encode(forged)] {
            assert_eq!(open("mine", bad), None, "{bad}");
        }
    }
}
