//! The check of a token, which looks at nothing but its arguments.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde::Deserialize;
use serde_json::{Map, Value};
use time::OffsetDateTime;

use crate::config::{Claims, JwtAlgorithm, MemberOptions};

use super::keys::{KeySet, LONGEST_KEY_ID};

/// The longest token.
const LONGEST: usize = 8 * 1024;

/// The longest subject.
const LONGEST_SUBJECT: usize = 255;

/// The longest text of a profile.
const LONGEST_TEXT: usize = 200;

/// Issuers of our own, which no token of the host may bear.
pub(super) const OUR_ISSUERS: [&str; 2] = ["phone", "anteroom"];

/// Supabase's keys for programs are tokens with the same signature, but name no user.
const ROLES_OF_PROGRAMS: [&str; 2] = ["anon", "service_role"];

/// What a token must be like.
pub struct Rules {
    secret: Option<DecodingKey>,
    issuer: Option<String>,
    audiences: Vec<String>,
    algorithms: Vec<JwtAlgorithm>,
    /// Seconds by which clocks may differ.
    leeway: f64,
    claims: Claims,
}

/// What a token proves.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// The user's id at the site.
    pub subject: String,
    /// What else we may know of the user.
    pub profile: Map<String, Value>,
}

/// Why a token is refused; for the log, without the token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the token is malformed: {0}")]
    Malformed(&'static str),
    /// The key set may be older than the key that the token names.
    #[error("no key is known that could have signed the token")]
    UnknownKey(Option<String>),
    #[error("the signature is wrong")]
    Signature,
    #[error("the token is not for us: {0}")]
    Claims(&'static str),
}

/// A JSON object without a name twice: readers differ in which of the two they take.
struct UniqueNames(Map<String, Value>);

impl<'de> Deserialize<'de> for UniqueNames {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = UniqueNames;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut access: A) -> Result<UniqueNames, A::Error> {
                let mut map = Map::new();
                while let Some((name, value)) = access.next_entry::<String, Value>()? {
                    if map.insert(name, value).is_some() {
                        return Err(serde::de::Error::custom("a name twice"));
                    }
                }
                Ok(UniqueNames(map))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

/// The name of a signature in a header or a key; `None` for others than ours.
pub(super) fn algorithm(name: &str) -> Option<JwtAlgorithm> {
    match name {
        "HS256" => Some(JwtAlgorithm::Hs256),
        "RS256" => Some(JwtAlgorithm::Rs256),
        "PS256" => Some(JwtAlgorithm::Ps256),
        "ES256" => Some(JwtAlgorithm::Es256),
        // The second is its name since RFC 9864.
        "EdDSA" | "Ed25519" => Some(JwtAlgorithm::EdDsa),
        _ => None,
    }
}

const fn of_library(algorithm: JwtAlgorithm) -> Algorithm {
    match algorithm {
        JwtAlgorithm::Hs256 => Algorithm::HS256,
        JwtAlgorithm::Rs256 => Algorithm::RS256,
        JwtAlgorithm::Ps256 => Algorithm::PS256,
        JwtAlgorithm::Es256 => Algorithm::ES256,
        JwtAlgorithm::EdDsa => Algorithm::EdDSA,
    }
}

impl Rules {
    pub fn new(options: &MemberOptions) -> Self {
        Self {
            secret: options
                .members_jwt_secret
                .as_ref()
                .and_then(|secret| DecodingKey::from_secret(secret.bytes()).ok()),
            issuer: options.issuer(),
            audiences: options.audiences(),
            algorithms: options.algorithms(),
            leeway: options.members_leeway.as_secs_f64(),
            claims: options.members_claims.clone(),
        }
    }

    /// Whether any token can be checked.
    pub fn takes_tokens(&self) -> bool {
        !self.algorithms.is_empty()
    }

    /// Checks a token and returns whom it proves. Looks at nothing but its arguments.
    pub fn check(&self, token: &str, keys: &KeySet, now: OffsetDateTime) -> Result<Verified, Refusal> {
        let Parts { header, claims, signature, signed } = Parts::of(token)?;
        let algorithm = self.algorithm(&header)?;
        let key_id = match header.get("kid") {
            None => None,
            Some(Value::String(id)) if id.len() <= LONGEST_KEY_ID => Some(id.as_str()),
            Some(_) => return Err(Refusal::Malformed("kid is no short text")),
        };
        // The secret is for HS256 alone and public keys for the rest, or a public key could pass for a secret. While a
        // site moves from one to the other, its tokens of HS256 may name a key, too.
        let candidates: Vec<&DecodingKey> = match algorithm {
            JwtAlgorithm::Hs256 => self.secret.iter().collect(),
            _ => keys.candidates(key_id, algorithm),
        };
        if candidates.is_empty() {
            return Err(Refusal::UnknownKey(key_id.map(str::to_owned)));
        }
        let is_signed = |key: &&DecodingKey| {
            crypto::verify(signature, signed.as_bytes(), key, of_library(algorithm)).unwrap_or(false)
        };
        if !candidates.iter().any(is_signed) {
            return Err(Refusal::Signature);
        }
        if claims.get("exp").is_none() {
            return Err(Refusal::Claims("it never expires (exp)"));
        }
        self.check_times(&claims, now)?;
        self.check_audience(&claims)?;
        self.check_issuer(&claims)?;
        if claims.get("role").and_then(Value::as_str).is_some_and(|role| ROLES_OF_PROGRAMS.contains(&role)) {
            return Err(Refusal::Claims("it is a program's key, not a user's token"));
        }
        user(&self.claims, &claims)
    }

    /// Checks what the issuer's server says of a token that only it can read (RFC 7662, 2.2), and returns whom it proves.
    /// It need not say when the token expires, nor who the issuer is.
    pub fn check_introspected(&self, answer: &Value, now: OffsetDateTime) -> Result<Verified, Refusal> {
        if answer.get("active") != Some(&Value::Bool(true)) {
            return Err(Refusal::Claims("it is not active"));
        }
        self.check_times(answer, now)?;
        self.check_audience(answer)?;
        if answer.get("iss").is_some() {
            self.check_issuer(answer)?;
        }
        user(&self.claims, answer)
    }

    fn algorithm(&self, header: &Map<String, Value>) -> Result<JwtAlgorithm, Refusal> {
        if header.contains_key("crit") {
            return Err(Refusal::Malformed("it demands an extension (crit)"));
        }
        let is_access_token = |text: &str| {
            let text = text.to_ascii_lowercase();
            matches!(text.strip_prefix("application/").unwrap_or(&text), "jwt" | "at+jwt")
        };
        match header.get("typ") {
            None => {}
            Some(Value::String(text)) if is_access_token(text) => {}
            Some(_) => return Err(Refusal::Malformed("typ is neither JWT nor at+jwt")),
        }
        let Some(Value::String(name)) = header.get("alg") else {
            return Err(Refusal::Malformed("alg is no text"));
        };
        let found = algorithm(name).filter(|algorithm| self.algorithms.contains(algorithm));
        found.ok_or(Refusal::Claims("its signature is of a kind that is not accepted"))
    }

    fn check_times(&self, claims: &Value, now: OffsetDateTime) -> Result<(), Refusal> {
        let time = |name: &str| match claims.get(name) {
            None => Ok(None),
            Some(Value::Number(seconds)) => Ok(seconds.as_f64().filter(|seconds| seconds.is_finite())),
            Some(_) => Err(Refusal::Malformed("a time is no number")),
        };
        #[expect(clippy::cast_precision_loss, reason = "seconds until the year 285,000,000 are exact")]
        let now = now.unix_timestamp() as f64;
        if time("exp")?.is_some_and(|expires| now >= expires + self.leeway) {
            return Err(Refusal::Claims("it has expired"));
        }
        if time("nbf")?.is_some_and(|begins| begins > now + self.leeway) {
            return Err(Refusal::Claims("it is not valid yet (nbf)"));
        }
        if time("iat")?.is_some_and(|issued| issued > now + self.leeway) {
            return Err(Refusal::Claims("it was issued in the future (iat)"));
        }
        Ok(())
    }

    fn check_audience(&self, claims: &Value) -> Result<(), Refusal> {
        let given: Vec<&str> = match claims.get("aud") {
            None if self.audiences.is_empty() => return Ok(()),
            None => return Err(Refusal::Claims("it names no audience (aud)")),
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(all)) => {
                all.iter().map(Value::as_str).collect::<Option<_>>().ok_or(Refusal::Malformed("aud holds no texts"))?
            }
            Some(_) => return Err(Refusal::Malformed("aud is neither a text nor a list")),
        };
        let is_ours = given.iter().any(|one| self.audiences.iter().any(|ours| ours == one));
        if is_ours { Ok(()) } else { Err(Refusal::Claims("it is for another audience (aud)")) }
    }

    /// Without a configured issuer, all that the configured keys sign are tokens of the same site.
    fn check_issuer(&self, claims: &Value) -> Result<(), Refusal> {
        let given = match claims.get("iss") {
            None => None,
            Some(Value::String(text)) => Some(text.as_str()),
            Some(_) => return Err(Refusal::Malformed("iss is no text")),
        };
        if self.issuer.is_some() && self.issuer.as_deref() != given {
            return Err(Refusal::Claims("it is of another issuer (iss)"));
        }
        if given.is_some_and(|issuer| OUR_ISSUERS.contains(&issuer)) {
            return Err(Refusal::Claims("its issuer is one of ours (iss)"));
        }
        Ok(())
    }
}

/// The parts of a token, decoded.
struct Parts<'a> {
    header: Map<String, Value>,
    /// An object.
    claims: Value,
    signature: &'a str,
    signed: &'a str,
}

impl<'a> Parts<'a> {
    fn of(token: &'a str) -> Result<Self, Refusal> {
        if token.len() > LONGEST {
            return Err(Refusal::Malformed("it has more than 8 KiB"));
        }
        let split = |text: &'a str| text.rsplit_once('.').ok_or(Refusal::Malformed("it has no three parts"));
        let (signed, signature) = split(token)?;
        let (header, claims) = split(signed)?;
        let bytes = |part: &str| {
            URL_SAFE_NO_PAD.decode(part).map_err(|_| Refusal::Malformed("a part is no base64url without padding"))
        };
        let object = |part: &str| {
            let parsed = serde_json::from_slice::<UniqueNames>(&bytes(part)?);
            parsed.map(|object| object.0).map_err(|_| Refusal::Malformed("a part is no JSON object with unique names"))
        };
        if bytes(signature)?.is_empty() {
            return Err(Refusal::Malformed("it is not signed"));
        }
        Ok(Self { header: object(header)?, claims: Value::Object(object(claims)?), signature, signed })
    }
}

/// Whom such claims name, and what they say besides.
pub fn user(names: &Claims, claims: &Value) -> Result<Verified, Refusal> {
    Ok(Verified { subject: subject(claims.pointer(&names.id))?, profile: profile(names, claims) })
}

/// The user's id: a text, or an integer as its decimal digits.
fn subject(claim: Option<&Value>) -> Result<String, Refusal> {
    let text = match claim {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) if number.is_i64() || number.is_u64() => number.to_string(),
        Some(_) => return Err(Refusal::Malformed("the user's id is neither a text nor an integer")),
        None => return Err(Refusal::Claims("it names no user")),
    };
    let is_fit = (1..=LONGEST_SUBJECT).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if is_fit {
        Ok(text)
    } else {
        Err(Refusal::Malformed("the user's id is empty, too long or has control characters"))
    }
}

/// What the claims say besides, each value one line.
fn profile(names: &Claims, claims: &Value) -> Map<String, Value> {
    let known = names.others.iter().filter_map(|(name, place)| {
        let value = match claims.pointer(place)? {
            Value::String(text) => {
                let line: String = text.chars().filter(|sign| !sign.is_control()).take(LONGEST_TEXT).collect();
                Value::String(line)
            }
            other @ (Value::Number(_) | Value::Bool(_)) => other.clone(),
            _ => return None,
        };
        Some((name.clone(), value))
    });
    known.collect()
}

#[cfg(test)]
mod tests;
