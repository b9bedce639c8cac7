//! Passwords: Argon2id with the parameters of the OWASP cheat sheet (19 MiB, 2 rounds), a few at a time.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::StaffError;
use crate::ids::random_text;

/// Hashing holds 19 MiB and a core: more at once would let sign-ins slow visitors down.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Letters and digits that nobody mixes up when copying.
const GENERATED: usize = 20;

/// What no password matches: an unknown address costs the same work as a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now(&random_text(GENERATED)).unwrap_or_default());

fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &str) -> Result<String, StaffError> {
    let hash = argon2().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| StaffError::Hash(error.to_string()))
}

/// Hashes on a thread of its own.
pub async fn hash(password: String) -> Result<String, StaffError> {
    let _slot = AT_ONCE.acquire().await;
    let hashing = tokio::task::spawn_blocking(move || hash_now(&password)).await;
    hashing.unwrap_or_else(|panic| Err(StaffError::Hash(panic.to_string())))
}

/// A new password with its hash.
pub async fn generate() -> Result<(String, String), StaffError> {
    let password = random_text(GENERATED);
    let hash = hash(password.clone()).await?;
    Ok((password, hash))
}

/// Whether the password fits. Without a hash, because nobody has the address, the same work ends in no.
pub async fn verify(password: String, hash: Option<String>) -> bool {
    let _slot = AT_ONCE.acquire().await;
    let verifying = tokio::task::spawn_blocking(move || {
        // Made for everybody, or the first unknown address of all would cost more.
        let nobody = &*NOBODY;
        let fits = compute(&password, hash.as_ref().unwrap_or(nobody));
        fits && hash.is_some()
    });
    verifying.await.unwrap_or(false)
}

/// Counted, so that an operator sees what guessing costs, and a test that nobody is spared it.
fn compute(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        let fits = argon2().verify_password(password.as_bytes(), &hash).is_ok();
        metrics::counter!("anteroom_password_checks_total").increment(1);
        fits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let (password, hash) = generate().await.expect("a password");
        assert_eq!(password.len(), GENERATED);
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify(password.clone(), Some(hash.clone())).await);
        assert!(!verify(format!("{password}x"), Some(hash.clone())).await);
        assert!(!verify(password.clone(), None).await);
        assert_ne!(super::hash(password).await.expect("a hash"), hash);
    }
}
