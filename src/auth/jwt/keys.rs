//! An issuer's public keys (JWK Set, RFC 7517): read with tolerance for what we do not know, and without any for what we
//! do.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use serde_json::Value;

use crate::config::JwtAlgorithm;

/// The most keys of one set; issuers publish two or three.
const MAX_KEYS: usize = 100;

/// The longest name of a key.
pub const LONGEST_KEY_ID: usize = 256;

/// Bytes of an RSA key's modulus: 2,048 to 8,192 bits.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=1024;

/// The usable keys of an issuer.
#[derive(Clone, Debug, Default)]
pub struct KeySet(Vec<Key>);

#[derive(Clone)]
struct Key {
    id: Option<String>,
    /// For which signatures it may be used.
    algorithms: Vec<JwtAlgorithm>,
    verifier: DecodingKey,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {:?}", self.id, self.algorithms)
    }
}

impl KeySet {
    /// Reads a key set. Keys that we cannot use are left out: those of other kinds, for encryption, too small, or
    /// malformed. An error if none is left.
    pub fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        let set: Value = serde_json::from_slice(bytes).map_err(|_| "it is no JSON")?;
        let keys = set.get("keys").and_then(Value::as_array).ok_or("it has no list of keys")?;
        if keys.len() > MAX_KEYS {
            return Err("it has more than 100 keys");
        }
        let usable: Vec<Key> = keys.iter().filter_map(read_key).collect();
        if usable.is_empty() { Err("it has no key that we can use") } else { Ok(Self(usable)) }
    }

    /// The keys that may have made a signature: those of that name, or if the token names none, the only one that fits.
    pub fn candidates(&self, id: Option<&str>, algorithm: JwtAlgorithm) -> Vec<&DecodingKey> {
        let fit = self.0.iter().filter(|key| key.algorithms.contains(&algorithm));
        let mut found: Vec<_> =
            fit.filter(|key| id.is_none() || key.id.as_deref() == id).map(|key| &key.verifier).collect();
        if id.is_none() && found.len() > 1 {
            found.clear();
        }
        found
    }

    /// How many of them there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

fn read_key(jwk: &Value) -> Option<Key> {
    let text = |name: &str| match jwk.get(name) {
        None => Some(None),
        Some(Value::String(text)) => Some(Some(text.as_str())),
        Some(_) => None,
    };
    let id = text("kid")?.filter(|id| id.len() <= LONGEST_KEY_ID).map(str::to_owned);
    if text("use")?.is_some_and(|purpose| purpose != "sig") {
        return None;
    }
    let is_for_checks = |all: &Vec<Value>| all.iter().any(|one| one == "verify");
    if jwk.get("key_ops").is_some_and(|all| !all.as_array().is_some_and(is_for_checks)) {
        return None;
    }
    // A shared secret ("oct") has no place among public keys.
    let (mut algorithms, verifier) = match (text("kty")??, text("crv")?) {
        ("RSA", _) => {
            let (modulus, exponent) = (decode(text("n")??)?, decode(text("e")??)?);
            let significant = modulus.iter().skip_while(|byte| **byte == 0).count();
            if !RSA_BYTES.contains(&significant) {
                return None;
            }
            let verifier = DecodingKey::from_rsa_raw_components(&modulus, &exponent);
            (vec![JwtAlgorithm::Rs256, JwtAlgorithm::Ps256], verifier)
        }
        ("EC", Some("P-256")) => {
            let (x, y) = (text("x")??, text("y")??);
            if decode(x)?.len() != 32 || decode(y)?.len() != 32 {
                return None;
            }
            (vec![JwtAlgorithm::Es256], DecodingKey::from_ec_components(x, y).ok()?)
        }
        ("OKP", Some("Ed25519")) => {
            let x = text("x")??;
            if decode(x)?.len() != 32 {
                return None;
            }
            (vec![JwtAlgorithm::EdDsa], DecodingKey::from_ed_components(x).ok()?)
        }
        _ => return None,
    };
    if let Some(name) = text("alg")? {
        let only = super::check::algorithm(name)?;
        algorithms.retain(|algorithm| *algorithm == only);
    }
    (!algorithms.is_empty()).then_some(Key { id, algorithms, verifier })
}

fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rsa(bytes: usize) -> String {
        URL_SAFE_NO_PAD.encode(vec![0xc3; bytes])
    }

    fn ec(id: &str) -> Value {
        json!({ "kty": "EC", "crv": "P-256", "kid": id, "x": URL_SAFE_NO_PAD.encode([1; 32]),
                "y": URL_SAFE_NO_PAD.encode([2; 32]) })
    }

    fn read(keys: &[Value]) -> Result<KeySet, &'static str> {
        KeySet::read(json!({ "keys": keys }).to_string().as_bytes())
    }

    #[test]
    fn keys_that_cannot_be_used_do_not_lose_the_others() {
        let odd = [
            json!(null),
            json!("text"),
            json!({}),
            json!({ "kty": 1 }),
            json!({ "kty": "oct", "k": rsa(32), "alg": "HS256" }),
            json!({ "kty": "EC", "crv": "secp256k1", "x": rsa(32), "y": rsa(32) }),
            json!({ "kty": "EC", "crv": "P-256", "x": rsa(32), "y": rsa(31) }),
            json!({ "kty": "OKP", "crv": "X25519", "x": rsa(32) }),
            json!({ "kty": "AKP", "alg": "ML-DSA-44", "pub": "x" }),
            json!({ "kty": "RSA", "n": rsa(128), "e": "AQAB" }),
            json!({ "kty": "RSA", "n": rsa(2048), "e": "AQAB" }),
            json!({ "kty": "RSA", "n": rsa(256), "e": "AQAB", "use": "enc" }),
            json!({ "kty": "RSA", "n": rsa(256), "e": "AQAB", "alg": "RSA-OAEP" }),
            json!({ "kty": "RSA", "n": rsa(256), "e": "AQAB", "alg": "ES256" }),
            json!({ "kty": "RSA", "n": rsa(256), "e": "AQAB", "key_ops": ["encrypt"] }),
            json!({ "kty": "RSA", "n": rsa(256), "e": "AQAB", "kid": 7 }),
            json!({ "kty": "RSA", "n": format!("{}=", rsa(256)), "e": "AQAB" }),
        ];
        for key in &odd {
            assert!(read(std::slice::from_ref(key)).is_err(), "{key}");
        }
        assert_eq!(read(&[&odd[..], &[ec("a")]].concat()).expect("one key").count(), 1);
        // Entra publishes keys without `alg`.
        let key = read(&[json!({ "kty": "RSA", "n": rsa(256), "e": "AQAB", "use": "sig" })]).expect("a key");
        assert_eq!(key.candidates(None, JwtAlgorithm::Rs256).len(), 1);
        assert_eq!(key.candidates(None, JwtAlgorithm::Ps256).len(), 1);
        assert_eq!(key.candidates(None, JwtAlgorithm::Es256).len(), 0);
        for bad in ["", "null", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":[]}"#, "<html>"] {
            assert!(KeySet::read(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(read(&vec![ec("a"); MAX_KEYS + 1]).is_err());
    }

    #[test]
    fn a_token_that_names_no_key_is_checked_by_the_only_one() {
        let both = read(&[ec("a"), ec("b")]).expect("two keys");
        let count = |id| both.candidates(id, JwtAlgorithm::Es256).len();
        assert_eq!((count(Some("a")), count(Some("c")), count(None)), (1, 0, 0));
    }
}
