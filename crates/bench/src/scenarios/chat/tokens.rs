//! Members' tokens: made for the load, and how long the product takes to check one.

use std::time::Instant;

use anteroom::auth::jwt::Tokens;
use anteroom::config::MemberOptions;
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::hmac;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Parser;
use serde_json::{Value, json};

use crate::support::Result;

pub const SECRET: &str = "for-the-bench-alone-thirty-two-and-more";

/// How many are checked in a row.
const CHECKS: u32 = 20_000;

fn claims(user: usize) -> Value {
    json!({ "sub": format!("user-{user}"), "name": "Ada Lovelace", "email": "ada@example.org", "role": "editor",
            "aud": "bench", "iat": 1_700_000_000, "exp": 4_000_000_000_u64 })
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// A token of the site's secret (HS256).
pub fn by_secret(user: usize) -> String {
    let text = unsigned(&json!({ "alg": "HS256", "typ": "JWT" }), &claims(user));
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&key, text.as_bytes()));
    format!("{text}.{signature}")
}

/// An issuer with a key of 2048 bits: its JWK Set, and a token of it (RS256).
pub fn by_key() -> Result<(String, String)> {
    let made = KeyPair::generate(KeySize::Rsa2048)?;
    let der: Pkcs8V1Der<'_> = made.as_der()?;
    let key = RsaKeyPair::from_pkcs8(der.as_ref())?;
    let public = key.public_key();
    let number = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let keys = json!({ "keys": [{ "kty": "RSA", "kid": "k", "use": "sig", "alg": "RS256",
        "n": number(public.modulus().big_endian_without_leading_zero()),
        "e": number(public.exponent().big_endian_without_leading_zero()) }] });
    let text = unsigned(&json!({ "alg": "RS256", "typ": "JWT", "kid": "k" }), &claims(0));
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &aws_lc_rs::rand::SystemRandom::new(), text.as_bytes(), &mut signature)?;
    Ok((keys.to_string(), format!("{text}.{}", number(&signature))))
}

#[derive(Parser)]
struct Options {
    #[command(flatten)]
    members: MemberOptions,
}

/// Microseconds of one check by the product, in one thread.
pub async fn check_time(options: &[&str], token: &str) -> Result<f64> {
    let options = Options::try_parse_from([&["bench", "--members-audience=bench"], options].concat())?;
    let tokens = Tokens::new(&options.members);
    let verify =
        async || tokens.verify(token).await.map(drop).map_err(|error| format!("a token was refused: {error:?}"));
    // The first one fetches the keys.
    verify().await?;
    let begun = Instant::now();
    for _ in 0..CHECKS {
        verify().await?;
    }
    Ok(begun.elapsed().as_secs_f64() * 1e6 / f64::from(CHECKS))
}
