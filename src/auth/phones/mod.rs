//! Sign-ins by a telephone number. A number alone proves nothing: the sign-in is believed once the phone of that number
//! has scanned the QR code of its messenger session, or once a code is typed that came into the number's own chat. Until
//! then it sees its own QR code and nothing else.
//!
//! The token is a JSON Web Token (RFC 7519) of our own issuer, but each call also looks at its row, so that it can be
//! revoked, and survives a restart.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum_extra::extract::cookie::CookieJar;
use hyper::HeaderMap;
use hyper::header::AUTHORIZATION;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::auth::cookie;
use crate::auth::session::{Rules, SEEN_EVERY};
use crate::config::{KeyedHash, SecretKey};
use crate::error::{Error, Kind};
use crate::platform::ids::{new_uuid, random_bytes};
use crate::platform::{clock, db};

mod extract;
mod queries;

pub use extract::ByNumber;

/// The issuer of members who have proved a number; their subject is the number.
pub const ISSUER: &str = "phone";

/// Issuer and audience of our own tokens, and the id of their key.
const OURS: &str = "anteroom";

/// Sixty minutes without a call end a sign-in, thirty days in any case.
pub const RULES: Rules =
    Rules { idle: Duration::from_secs(3600), absolute: Duration::from_secs(30 * 86_400), at_once: None };

/// How long a code can be typed, and how often one may be wrong.
const CODE_LASTS: Duration = Duration::from_secs(600);
const TRIES: i32 = 5;

/// Codes that a number gets in an hour.
const CODES_AN_HOUR: i64 = 5;

/// A telephone number as E.164 writes it: `+`, the country, and at most 15 digits in all.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads a number as people write it, with spaces, hyphens, brackets or dots, and `00` for the plus sign.
    pub fn parse(text: &str) -> Option<Self> {
        let mut digits = String::with_capacity(16);
        let text = text.trim();
        let rest = text.strip_prefix('+').or_else(|| text.strip_prefix("00"))?;
        for sign in rest.chars() {
            match sign {
                '0'..='9' => digits.push(sign),
                ' ' | '-' | '(' | ')' | '.' | '/' | '\u{a0}' | '\u{2011}' | '\u{202f}' => {}
                _ => return None,
            }
        }
        let fits = (7..=15).contains(&digits.len()) && !digits.starts_with('0');
        fits.then(|| Self(format!("+{digits}")))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

/// The id of a sign-in. Only this module makes one, for the sign-in whose token a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SignInId(Uuid);

impl SignInId {
    /// For SQL parameters.
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

/// A sign-in that has not ended.
#[derive(Clone, Debug)]
pub struct SignIn {
    pub id: SignInId,
    pub phone: Phone,
    /// Whether the number is proved.
    pub is_proved: bool,
    pub expires_at: OffsetDateTime,
    pub ends_at: OffsetDateTime,
}

/// What our tokens say. No number: tokens are shown to programs that need not know it.
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    /// The sign-in
    sid: Uuid,
    iat: i64,
    exp: i64,
}

/// Makes and checks sign-ins by number. Cheap to clone.
#[derive(Clone)]
pub struct Phones(Arc<Inner>);

struct Inner {
    pool: PgPool,
    signs: EncodingKey,
    verifies: DecodingKey,
    codes: KeyedHash,
    is_on: bool,
}

impl Phones {
    pub fn new(pool: PgPool, key: &SecretKey, is_on: bool) -> Self {
        let secret = key.hash_for("anteroom tokens of telephone numbers v1\n").of([]);
        #[expect(clippy::expect_used, reason = "HS256 takes keys of 32 bytes (RFC 7518, 3.2)")]
        let (signs, verifies) = (
            EncodingKey::from_secret(&secret).expect("a key of 32 bytes"),
            DecodingKey::from_secret(&secret).expect("a key of 32 bytes"),
        );
        Self(Arc::new(Inner {
            pool,
            signs,
            verifies,
            codes: key.hash_for("anteroom codes of telephone numbers v1\n"),
            is_on,
        }))
    }

    /// The token of a sign-in in a request's headers, and whether it is in a cookie; `None` if there is none of ours.
    pub fn presented(&self, headers: &HeaderMap) -> Option<(String, bool)> {
        if !self.0.is_on {
            return None;
        }
        let bearer = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|text| {
            let (scheme, token) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
        });
        match bearer {
            Some(token) => is_ours(&token).then_some((token, false)),
            None => cookie::read(&CookieJar::from_headers(headers), cookie::PHONE).map(|token| (token, true)),
        }
    }

    /// Returns the sign-in of a token; 401 if it is no token of ours, or has ended. Each call keeps it from ending.
    pub async fn find(&self, token: &str) -> Result<SignIn, Error> {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_issuer(&[OURS]);
        rules.set_audience(&[OURS]);
        rules.set_required_spec_claims(&["iss", "aud", "exp"]);
        rules.leeway = 0;
        let claims = decode::<Claims>(token, &self.0.verifies, &rules).map_err(|_| Kind::NotSignedIn)?.claims;
        let mut conn = self.0.pool.acquire().await?;
        let found = queries::find(&mut conn, claims.sid, RULES.idle, SEEN_EVERY).await?;
        found.ok_or_else(|| Kind::NotSignedIn.into())
    }

    /// Stores a sign-in that proves nothing yet.
    pub async fn create(&self, conn: &mut PgConnection, phone: &Phone, network: IpAddr) -> sqlx::Result<SignIn> {
        queries::insert(conn, new_uuid(), phone, network, &RULES).await
    }

    /// The token of a sign-in.
    pub fn token(&self, sign_in: &SignIn) -> Result<String, Error> {
        let claims = Claims {
            iss: OURS.to_owned(),
            aud: OURS.to_owned(),
            sid: sign_in.id.0,
            iat: clock::now().unix_timestamp(),
            exp: sign_in.ends_at.unix_timestamp(),
        };
        let header = Header { kid: Some(OURS.to_owned()), ..Header::default() };
        encode(&header, &claims, &self.0.signs).map_err(|error| Error::caused(Kind::Internal, error))
    }

    /// Draws a code for a sign-in; `None` if the number has had too many. The caller sends it into the number's own chat,
    /// in the same transaction.
    pub async fn make_code(&self, conn: &mut PgConnection, sign_in: &SignIn) -> sqlx::Result<Option<String>> {
        let number = u64::from_le_bytes(random_bytes()) % 100_000_000;
        let code = format!("{number:08}");
        let is_kept = queries::set_code(
            conn,
            sign_in.id,
            &sign_in.phone,
            &self.hash(sign_in.id, &code),
            CODE_LASTS,
            CODES_AN_HOUR,
        )
        .await?;
        Ok(is_kept.then_some(code))
    }

    /// Whether this is the code of the sign-in. Each answer uses up a try, before the caller's transaction begins.
    pub async fn check_code(&self, id: SignInId, code: &str) -> Result<bool, Error> {
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        let hash = self.hash(id, &digits);
        let pool = self.0.pool.clone();
        Ok(db::to_end(async move { queries::use_try(&mut *pool.acquire().await?, id, &hash, TRIES).await }).await?)
    }

    /// The number is proved: the sign-in is this member's from now on.
    pub async fn prove(&self, conn: &mut PgConnection, id: SignInId, member: Uuid) -> sqlx::Result<()> {
        queries::prove(conn, id, member).await
    }

    /// Ends a sign-in. Its row stays for an hour, so that the codes of its number are still counted.
    pub async fn end(&self, conn: &mut PgConnection, id: SignInId) -> sqlx::Result<()> {
        queries::end(conn, id).await
    }

    fn hash(&self, id: SignInId, code: &str) -> [u8; 32] {
        self.0.codes.of([&id.0.as_bytes()[..], code.as_bytes()].concat())
    }

    /// Deletes sign-ins that have ended. Whether one has ended never depends on this.
    pub async fn clean_up(self) {
        let pool = &self.0.pool;
        if let Err(error) = db::in_time(async { queries::delete_ended(&mut *pool.acquire().await?).await }).await {
            tracing::warn!(%error, "cannot delete sign-ins by number that have ended; trying again later");
        }
    }
}

/// Whether a bearer says that it is a token of ours. Its signature decides.
fn is_ours(token: &str) -> bool {
    jsonwebtoken::decode_header(token).is_ok_and(|header| header.kid.as_deref() == Some(OURS))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for text in ["+60123456789", "0060 12-345 6789", " +60 (12) 345.6789 ", "+60\u{a0}12\u{202f}345 6789"] {
            assert_eq!(Phone::parse(text).map(|phone| phone.0).as_deref(), Some("+60123456789"), "{text}");
        }
        for text in
            ["", "+", "012 345 6789", "+0123456789", "+49 30 12", "+1234567890123456", "+49 3O 123456", "++49301234567"]
        {
            assert_eq!(Phone::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_read_again(text in "\\PC{0,24}") {
            if let Some(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()), Some(phone));
            }
        }
    }

    #[test]
    fn s03_no_number_is_printed() {
        let phone = Phone::parse("+60123456789").expect("a number");
        assert_eq!(format!("{phone:?}"), "Phone(…)");
    }
}
