use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use proptest::prelude::*;
use serde_json::json;

use super::*;

#[derive(clap::Parser)]
struct Only {
    #[command(flatten)]
    members: MemberOptions,
}

fn options(flags: &[&str]) -> MemberOptions {
    <Only as clap::Parser>::try_parse_from(["anteroom"].iter().chain(flags)).expect("options that parse").members
}

const SECRET: &str = "a secret of the site, of 32 bytes or more";

fn now() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_800_000_000).expect("a time")
}

fn rules(flags: &[&str]) -> Rules {
    let secret = format!("--members-jwt-secret={SECRET}");
    Rules::new(&options(&[&[&*secret], flags].concat()))
}

/// A token of these parts, with a right signature.
fn token(header: &str, claims: &str) -> String {
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let key = EncodingKey::from_secret(SECRET.as_bytes()).expect("a secret");
    let signature = crypto::sign(signed.as_bytes(), &key, Algorithm::HS256).expect("a signature");
    format!("{signed}.{signature}")
}

const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

fn claims() -> Value {
    json!({ "sub": "ada", "exp": 1_800_000_060, "iat": 1_799_999_990 })
}

/// The claims with changes; null removes one.
fn with(changes: &Value) -> Value {
    let mut claims = claims();
    for (name, value) in changes.as_object().expect("an object") {
        claims[name] = value.clone();
    }
    claims.as_object_mut().expect("an object").retain(|_, value| !value.is_null());
    claims
}

fn check(rules: &Rules, token: &str) -> Result<Verified, Refusal> {
    rules.check(token, &KeySet::default(), now())
}

#[test]
fn a_token_proves_its_user_and_what_may_be_known() {
    let rules = rules(&[
        "--members-claims=id=userId,name=/user_metadata/full_name,level=level,odd=odd",
        "--members-audience=us",
    ]);
    let claims =
        with(&json!({ "userId": 42, "aud": ["others", "us"], "level": 3, "odd": ["a"], "iss": "https://site.example",
                               "user_metadata": { "full_name": "Ada\nLovelace" } }));
    let found = check(&rules, &token(HEADER, &claims.to_string())).expect("a user");
    assert_eq!(found.subject, "42");
    assert_eq!(Value::from(found.profile), json!({ "name": "AdaLovelace", "level": 3 }));
}

#[test]
fn headers() {
    let rules = rules(&[]);
    let claims = claims().to_string();
    for fine in [
        HEADER,
        r#"{"alg":"HS256"}"#,
        r#"{"alg":"HS256","typ":"at+jwt","kid":"k","jku":"https://evil.example/","x":1}"#,
        r#"{"alg":"HS256","typ":"application/at+JWT"}"#,
    ] {
        assert!(check(&rules, &token(fine, &claims)).is_ok(), "{fine}");
    }
    let long = format!(r#"{{"alg":"HS256","kid":"{}"}}"#, "k".repeat(257));
    for bad in [
        r"{}",
        r#"{"alg":"none"}"#,
        r#"{"alg":"nOnE"}"#,
        r#"{"alg":"HS256 "}"#,
        r#"{"alg":"hs256"}"#,
        r#"{"alg":["HS256"]}"#,
        r#"{"alg":null}"#,
        r#"{"alg":"HS384"}"#,
        r#"{"alg":"none","alg":"HS256"}"#,
        r#"{"alg":"HS256","alg":"HS256"}"#,
        r#"{"alg":"HS256","crit":["b64"],"b64":false}"#,
        r#"{"alg":"HS256","crit":[]}"#,
        r#"{"alg":"HS256","typ":"id+jwt"}"#,
        r#"{"alg":"HS256","typ":1}"#,
        r#"{"alg":"HS256","kid":1}"#,
        &long,
        r#"["alg","HS256"]"#,
        r#""HS256""#,
        r#"{"alg":"HS256"} {}"#,
        "",
    ] {
        assert!(check(&rules, &token(bad, &claims)).is_err(), "{bad}");
    }
}

#[test]
fn shapes() {
    let rules = rules(&[]);
    let good = token(HEADER, &claims().to_string());
    assert!(check(&rules, &good).is_ok());
    let (signed, signature) = good.rsplit_once('.').expect("three parts");
    let (header, body) = signed.split_once('.').expect("three parts");
    let long = token(HEADER, &with(&json!({ "x": "x".repeat(LONGEST) })).to_string());
    for bad in [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        signed.to_owned(),
        format!("{signed}."),
        format!("{good}."),
        format!("{good}="),
        format!("{good}.x.y"),
        format!("{header}=.{body}.{signature}"),
        format!("{header}.{body}\n.{signature}"),
        format!(" {good}"),
        format!("{header}.{body}.{}", signature.to_uppercase()),
        long,
    ] {
        assert!(check(&rules, &bad).is_err(), "{bad:.80}");
    }
}

#[test]
fn claims_are_typed_strictly() {
    let rules = rules(&[]);
    let of = |changes: &Value| check(&rules, &token(HEADER, &with(changes).to_string()));
    for fine in [
        json!({}),
        json!({ "exp": 1_800_000_000.5 }),
        json!({ "exp": 1_799_999_971 }),
        json!({ "nbf": 1_800_000_030 }),
        json!({ "iat": 1_800_000_030 }),
        json!({ "sub": "Ünïcödé@example.org" }),
        json!({ "role": "authenticated" }),
    ] {
        assert!(of(&fine).is_ok(), "{fine}");
    }
    for bad in [
        json!({ "exp": null }),
        json!({ "exp": "1800000060" }),
        json!({ "exp": 1_799_999_970 }),
        json!({ "exp": -1 }),
        json!({ "nbf": 1_800_000_031 }),
        json!({ "nbf": "0" }),
        json!({ "iat": 1_800_000_031 }),
        json!({ "iat": [0] }),
        json!({ "sub": null }),
        json!({ "sub": "" }),
        json!({ "sub": 1.5 }),
        json!({ "sub": ["ada"] }),
        json!({ "sub": { "id": 1 } }),
        json!({ "sub": "a\nb" }),
        json!({ "sub": "a".repeat(256) }),
        json!({ "iss": ["https://site.example"] }),
        json!({ "iss": "phone" }),
        json!({ "iss": "anteroom" }),
        // For others, as no audience of ours is configured.
        json!({ "aud": "others" }),
        json!({ "aud": [] }),
        json!({ "role": "anon" }),
        json!({ "role": "service_role" }),
    ] {
        assert!(of(&bad).is_err(), "{bad}");
    }
    for bad in [r#"{"sub":"ada","exp":1e400}"#, r#"{"sub":"ada","exp":1800000060,"exp":9900000000}"#, "[]", "null"] {
        assert!(check(&rules, &token(HEADER, bad)).is_err(), "{bad}");
    }
}

#[test]
fn issuer_and_audience_are_exact_where_they_are_configured() {
    let rules = rules(&["--members-issuer=https://id.example", "--members-audience=us,them"]);
    let of = |issuer: &Value, audience: &Value| {
        let claims = with(&json!({ "iss": issuer, "aud": audience }));
        check(&rules, &token(HEADER, &claims.to_string())).is_ok()
    };
    let issuer = json!("https://id.example");
    for audience in [json!("us"), json!("them"), json!(["x", "us"])] {
        assert!(of(&issuer, &audience), "{audience}");
    }
    for audience in [json!(null), json!(""), json!("US"), json!([]), json!(["us", 1]), json!({ "us": 1 }), json!(1)] {
        assert!(!of(&issuer, &audience), "{audience}");
    }
    for issuer in [json!(null), json!("https://id.example/"), json!(["https://id.example"]), json!("")] {
        assert!(!of(&issuer, &json!("us")), "{issuer}");
    }
}

#[test]
fn a_public_key_is_never_a_secret() {
    let key = public_key();
    let keys = KeySet::read(key.0.to_string().as_bytes()).expect("a key");
    let only_keys = Rules::new(&options(&["--members-jwks-url=https://id.example/jwks"]));
    // Signed with the public key's own text as a secret, as in CVE-2016-10555.
    for secret in [key.0.to_string(), key.1] {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(claims().to_string()));
        let forged = EncodingKey::from_secret(secret.as_bytes()).expect("a secret");
        let signature = crypto::sign(signed.as_bytes(), &forged, Algorithm::HS256).expect("a signature");
        assert!(only_keys.check(&format!("{signed}.{signature}"), &keys, now()).is_err());
    }
    // And a token that asks for a key cannot be checked with the secret.
    let asks = token(r#"{"alg":"RS256","kid":"k"}"#, &claims().to_string());
    let rules = rules(&["--members-jwks-url=https://id.example/jwks"]);
    assert_eq!(rules.check(&asks, &keys, now()), Err(Refusal::UnknownKey(Some("k".to_owned()))));
}

/// A key set of one public key, and that key alone.
fn public_key() -> (Value, String) {
    let (x, y) = (URL_SAFE_NO_PAD.encode([1; 32]), URL_SAFE_NO_PAD.encode([2; 32]));
    (json!({ "keys": [{ "kty": "EC", "crv": "P-256", "kid": "k", "x": x, "y": y }] }), format!("{x}{y}"))
}

proptest! {
    #[test]
    fn any_text_is_refused_without_a_panic(text in "[ -~]{0,40}(\\.[ -~]{0,60}){0,3}") {
        prop_assert!(check(&rules(&[]), &text).is_err());
    }

    #[test]
    fn a_changed_byte_breaks_the_signature(at in 0_usize..150, to in "[A-Za-z0-9_-]") {
        let good = token(HEADER, &claims().to_string());
        let at = at % good.len();
        let changed = format!("{}{to}{}", &good[..at], &good[at + 1..]);
        prop_assert_eq!(check(&rules(&[]), &changed).is_ok(), changed == good);
    }

    #[test]
    fn a_token_is_good_exactly_until_it_expires(expires in -100_i64..100, begins in -100_i64..100, late in -100_i64..100) {
        let claims = with(&json!({ "exp": 1_800_000_000 + expires, "nbf": 1_800_000_000 + begins, "iat": null }));
        let token = token(HEADER, &claims.to_string());
        let found = rules(&[]).check(&token, &KeySet::default(), now() + time::Duration::seconds(late));
        prop_assert_eq!(found.is_ok(), late < expires + 30 && begins <= late + 30);
    }
}
