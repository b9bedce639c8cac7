//! Passwords: Argon2id with the parameters of the OWASP cheat sheet (19 MiB, 2 rounds), a few at a time.

use std::sync::{Arc, LazyLock};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{self, CustomizedPasswordHasher, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::sync::Semaphore;
use tokio::task::JoinError;

use super::StaffError;
use crate::platform::ids::{random_bytes, random_text};

/// Hashing takes 19 MiB and a core; more hashes at once would let sign-ins slow visitors down. The hashing thread owns
/// the permit, because it goes on when its caller is dropped.
static AT_ONCE: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));

/// The length of generated passwords, of letters and digits that are hard to confuse.
const GENERATED: usize = 20;

/// A hash that no password matches, so that an unknown address costs the same work as a known one.
static DUMMY_HASH: LazyLock<String> = LazyLock::new(|| hash_now(&random_text(GENERATED)).unwrap_or_default());

/// Argon2 in memory that is returned to the system at once. With the library's own allocation, 19 MiB would stay with
/// the process after its second hash: when a large block is freed, glibc learns to keep as much for the next time.
struct Hasher;

/// The allocation for one hash, in blocks: more than the 32 MiB up to which glibc learns. Memory beyond what the
/// parameters need is never touched, so it is never mapped.
const BEYOND_KEEPING: usize = 33 * 1024 * 1024 / Block::SIZE;

impl CustomizedPasswordHasher<PasswordHash> for Hasher {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<u32>,
        params: Params,
    ) -> password_hash::Result<PasswordHash> {
        let algorithm = algorithm.map(Algorithm::try_from).transpose()?.unwrap_or_default();
        let version = version.map(Version::try_from).transpose()?.unwrap_or_default();
        let mut blocks = Vec::with_capacity(BEYOND_KEEPING);
        blocks.resize(params.block_count(), Block::new());
        let mut output = vec![0; params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN)];
        let argon2 = Argon2::new(algorithm, version, params);
        argon2.hash_password_into_with_memory(password, salt, &mut output, &mut blocks)?;
        Ok(PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: ParamsString::try_from(argon2.params())?,
            salt: Some(Salt::new(salt)?),
            hash: Some(Output::new(&output)?),
        })
    }
}

fn hash_now(password: &str) -> Result<String, StaffError> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    let hash = Hasher.hash_password_with_params(password.as_bytes(), &random_bytes::<16>(), params);
    hash.map(|hash| hash.to_string()).map_err(|error| StaffError::Hash(error.to_string()))
}

/// Hashes on a blocking thread.
pub async fn hash(password: String) -> Result<String, StaffError> {
    let hashing = on_a_thread(move || hash_now(&password)).await;
    hashing.unwrap_or_else(|panic| Err(StaffError::Hash(panic.to_string())))
}

/// Generates a password with its hash.
pub async fn generate() -> Result<(String, String), StaffError> {
    let password = random_text(GENERATED);
    let hash = hash(password.clone()).await?;
    Ok((password, hash))
}

/// Whether the password fits. Without a hash, for an unknown address, does the same work and returns `false`.
pub async fn verify(password: String, hash: Option<String>) -> bool {
    let verifying = on_a_thread(move || {
        // Initialised for every caller, or the first unknown address would take longer.
        let dummy = &*DUMMY_HASH;
        let fits = compute(&password, hash.as_ref().unwrap_or(dummy));
        fits && hash.is_some()
    });
    verifying.await.unwrap_or(false)
}

async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
    let permit = Arc::clone(&AT_ONCE).acquire_owned().await;
    tokio::task::spawn_blocking(move || {
        let done = work();
        drop(permit);
        done
    })
    .await
}

/// Checks a password. Counts checks, so that operators see what guessing costs, and tests see that every attempt does
/// the work.
fn compute(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        let fits = Hasher.verify_password(password.as_bytes(), &hash).is_ok();
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

    #[tokio::test]
    async fn a_hash_of_the_reference_implementation_fits() {
        // printf 'correct horse' | argon2 saltsaltsalt -id -t 2 -k 19456 -p 1 -e
        let hash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$sDq4SJydHwxWnLTlXqq5ZzNDfmXrJUlaeTohxQaFrio";
        assert!(verify("correct horse".to_owned(), Some(hash.to_owned())).await);
    }

    #[tokio::test]
    async fn a_caller_that_is_dropped_makes_no_room_for_another_hash() {
        let (hashes, hash_may_end) = std::sync::mpsc::channel::<()>();
        let mut hashing = Box::pin(on_a_thread(move || hash_may_end.recv()));
        assert!(futures_util::poll!(&mut hashing).is_pending());
        drop(hashing);
        assert_eq!(AT_ONCE.available_permits(), 1);
        drop(hashes);
        let both = tokio::time::timeout(std::time::Duration::from_secs(20), AT_ONCE.acquire_many(2)).await;
        assert!(both.is_ok(), "the permit comes back when the thread is done");
    }

    #[test]
    fn the_memory_goes_back_to_the_system() {
        let held = || {
            let status = std::fs::read_to_string("/proc/self/status").expect("the process's status");
            // Without the program's own pages, of which the first hash reads some.
            let line = status.lines().find(|line| line.starts_with("RssAnon")).expect("its memory");
            line.split_whitespace().nth(1).and_then(|kib| kib.parse::<usize>().ok()).expect("KiB")
        };
        let before = held();
        for _ in 0..3 {
            hash_now("a password").expect("a hash");
        }
        assert!(held() < before + 4096, "{} KiB, and {before} before", held());
    }
}
