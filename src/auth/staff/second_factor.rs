//! Codes from a phone (TOTP, RFC 6238), and recovery codes for when it is lost.

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use sqlx::{PgConnection, PgPool};
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

use super::logins::SignedIn;
use super::queries;
use super::sign_in::SignIns;
use crate::audit::{self, Action, Actor};
use crate::error::{Error, Kind};
use crate::platform::clock;
use crate::platform::db;
use crate::platform::http::ClientIp;
use crate::platform::ids::{random_bytes, random_text};
use crate::platform::qr::Picture;

/// What the authenticator shows above the code.
const ISSUER: &str = "Anteroom";

const RECOVERY_CODES: usize = 10;
/// 60 bits each.
const RECOVERY_CODE: usize = 12;

/// What an authenticator app needs, once
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Enrolment {
    /// Base32, for typing
    pub secret: String,
    /// `otpauth://…`, for a link on the phone itself
    pub url: String,
    /// The same as a QR code: the path of an SVG, one unit per module
    pub qr_path: String,
    /// Width and height of the QR code in modules, its quiet zone included
    pub qr_size: i32,
}

fn totp(secret: &[u8], email: &str) -> Result<Totp, Error> {
    let broken = |error: &dyn std::fmt::Display| Error::caused(Kind::Internal, format!("second factor: {error}"));
    Builder::new()
        .with_secret(Secret::from(secret.to_vec()))
        .with_issuer(Some(ISSUER))
        .with_account_name(email)
        .build()
        .map_err(|error| broken(&error))
}

/// Starts an enrolment: the secret takes effect only once a code has proved that it arrived.
pub async fn begin(pool: &PgPool, who: &SignedIn) -> Result<Enrolment, Error> {
    let secret: [u8; 20] = random_bytes();
    if !queries::mark_totp_secret(&mut *pool.acquire().await?, who.staff, &secret).await? {
        return Err(Error::new(Kind::InvalidInput, "A second factor is in use already. Remove it first."));
    }
    enrolment(&secret, &who.email)
}

/// Returns the enrolment that still waits for its first code, if there is one.
pub async fn begun(pool: &PgPool, who: &SignedIn) -> Result<Option<Enrolment>, Error> {
    if who.has_second_factor {
        return Ok(None);
    }
    let secret = queries::find_totp_secret(&mut *pool.acquire().await?, who.staff).await?;
    secret.map(|secret| enrolment(&secret, &who.email)).transpose()
}

/// Returns how many recovery codes are left.
pub async fn count_recovery_codes(pool: &PgPool, who: &SignedIn) -> Result<i64, Error> {
    Ok(queries::count_recovery_codes(&mut *pool.acquire().await?, who.staff).await?)
}

fn enrolment(secret: &[u8], email: &str) -> Result<Enrolment, Error> {
    let totp = totp(secret, email)?;
    let url = totp.to_url().map_err(|error| Error::caused(Kind::Internal, error.to_string()))?;
    let picture = Picture::of(&url).map_err(|error| Error::caused(Kind::Internal, format!("{error:?}")))?;
    let secret = Secret::from(secret.to_vec()).to_base32();
    Ok(Enrolment { secret, url, qr_path: picture.path, qr_size: picture.size })
}

/// Confirms the enrolment with its first code. Returns the recovery codes, which are shown once.
pub async fn confirm(pool: &PgPool, who: &SignedIn, code: &str) -> Result<Vec<String>, Error> {
    let mut tx = db::begin(pool).await?;
    let secret = queries::find_totp_secret(&mut tx, who.staff).await?;
    let fits = match &secret {
        Some(secret) if !who.has_second_factor => takes_code(&mut tx, who.staff, &who.email, secret, code).await?,
        _ => false,
    };
    if !fits {
        return Err(Error::field(
            "code",
            "That is not the code of this moment. Look at the telephone's clock, then try again.",
        ));
    }
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| random_text(RECOVERY_CODE)).collect();
    let hashes: Vec<Vec<u8>> = codes.iter().map(|code| hash_of(code)).collect();
    queries::delete_recovery_codes(&mut tx, who.staff).await?;
    queries::insert_recovery_codes(&mut tx, who.staff, &hashes).await?;
    queries::mark_totp(&mut tx, who.staff).await?;
    // Other logins used the password alone: they must sign in again with the second factor.
    queries::delete_other_logins(&mut tx, who.staff, who.login).await?;
    let detail = serde_json::json!({ "second_factor": true });
    audit::record(&mut tx, Actor::Staff(who.staff), Action::StaffChanged, None, detail).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Removes the second factor. The password and a code, which may be a recovery code, prove that its owner asks.
pub async fn remove(
    sign_ins: &SignIns,
    who: &SignedIn,
    client: ClientIp,
    given: String,
    code: &str,
) -> Result<(), Error> {
    let account = sign_ins.confirm_password(who, client, given, "password").await?;
    let mut tx = db::begin(&sign_ins.pool).await?;
    if let Some(secret) = &account.totp_secret
        && !takes(&mut tx, who.staff, &who.email, secret, code).await?
    {
        drop(tx);
        let text = "Enter the six digits that your telephone shows now, or a recovery code that you have not used yet.";
        return Err(sign_ins.refuse_confirmation(who, "code", text).await?);
    }
    queries::delete_totp(&mut tx, who.staff).await?;
    queries::delete_recovery_codes(&mut tx, who.staff).await?;
    let detail = serde_json::json!({ "second_factor": false });
    audit::record(&mut tx, Actor::Staff(who.staff), Action::StaffChanged, None, detail).await?;
    Ok(tx.commit().await?)
}

/// Consumes a code and returns whether it is valid: the phone's current one, not used before, or an unused recovery
/// code.
pub(super) async fn takes(
    conn: &mut PgConnection,
    staff: Uuid,
    email: &str,
    secret: &[u8],
    code: &str,
) -> Result<bool, Error> {
    if takes_code(conn, staff, email, secret, code).await? {
        return Ok(true);
    }
    Ok(queries::take_recovery_code(conn, staff, &hash_of(code)).await?)
}

async fn takes_code(
    conn: &mut PgConnection,
    staff: Uuid,
    email: &str,
    secret: &[u8],
    code: &str,
) -> Result<bool, Error> {
    let digits: String = code.chars().filter(|char| !char.is_whitespace()).collect();
    let now = u64::try_from(clock::now().unix_timestamp()).unwrap_or_default();
    let Some(step) = totp(secret, email)?.check(&digits, now) else {
        return Ok(false);
    };
    Ok(queries::take_step(conn, staff, i64::try_from(step).unwrap_or(i64::MAX)).await?)
}

/// Hashes a recovery code as typed: case, spaces and hyphens do not count.
fn hash_of(code: &str) -> Vec<u8> {
    let bare: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    Sha256::digest(bare.to_ascii_lowercase()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_the_standards() {
        // RFC 6238, appendix B, SHA-1, the last six digits.
        let totp = totp(b"12345678901234567890", "ann@example.org").expect("a secret of 160 bits");
        for (time, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert!(totp.check(code, time).is_some(), "{time}");
            assert!(totp.check(code, time + 120).is_none(), "{time}");
        }
    }

    #[test]
    fn recovery_codes_are_typed_as_people_do() {
        assert_eq!(hash_of("abcd-efgh jkmn"), hash_of("ABCDEFGHJKMN"));
        assert_ne!(hash_of("abcdefghjkmn"), hash_of("abcdefghjkmp"));
    }
}
