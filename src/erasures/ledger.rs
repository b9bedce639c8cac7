//! The ledger of erasures. It is kept in the bucket, so that it outlives the database: if a backup from before an
//! erasure is restored, `anteroom privacy replay` compares the two and erases the person again.
//!
//! An entry's name is an HMAC of the session's id. Without the key it cannot be matched to a session, even by someone
//! who knows the id.

use serde_json::json;
use time::OffsetDateTime;

use crate::config::{KeyedHash, SecretKey};
use crate::platform::clock;
use crate::platform::ids::SessionId;
use crate::platform::object_store::{ObjectError, ObjectStore};

/// Where the entries are: next to the epoch's marker, so that no listing of sessions' objects contains them.
pub const ENTRIES: &str = ".anteroom/erased/";

/// Shows each instance, and a replay, whether its key is the ledger's.
const PROOF: &str = ".anteroom/ledger-key";

/// Why the ledger cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error(transparent)]
    Store(#[from] ObjectError),
    #[error(
        "SECRET_KEY is not the key of the ledger of erasures in this bucket: with another one its entries \
         match no session. Give every instance the same key; docs/staff.md tells how to change it (“The ledger”)"
    )]
    OtherKey,
    #[error(
        "the ledger of erasures has entries, but the object {PROOF} is gone, which tells the right SECRET_KEY from a \
         wrong one: restore it first"
    )]
    Unproven,
}

/// An entry as a listing shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub hash: [u8; 32],
    /// When it was written last, in whole seconds.
    pub written_at: OffsetDateTime,
}

/// The ledger of one bucket; cheap to clone.
#[derive(Clone)]
pub struct Ledger {
    store: ObjectStore,
    session_hash: KeyedHash,
    /// Proves which key is the ledger's.
    proof: [u8; 32],
}

impl Ledger {
    /// Uses the key that is, or will be, the ledger's own.
    pub fn new(store: ObjectStore, key: &SecretKey) -> Self {
        let proof = key.hash_for("anteroom ledger key v1").of(b"");
        Self { store, session_hash: key.hash_for("anteroom erasure v1"), proof }
    }

    /// The session's hash in the ledger.
    pub fn hash_of(&self, session: SessionId) -> [u8; 32] {
        self.session_hash.of(session.uuid().as_bytes())
    }

    /// Fails for a key that is not the ledger's; `false` if there is no ledger yet.
    pub async fn check_key(&self) -> Result<bool, LedgerError> {
        match self.store.read_small(PROOF).await {
            Ok(proof) if proof == self.proof() => Ok(true),
            Ok(_) => Err(LedgerError::OtherKey),
            Err(ObjectError::NotFound) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn proof(&self) -> Vec<u8> {
        hex::encode(self.proof).into_bytes()
    }

    /// Checks the key, and starts a ledger with it if there is none.
    pub async fn begin(&self) -> Result<(), LedgerError> {
        if !self.check_key().await? {
            self.store.write_small(PROOF, self.proof()).await?;
            // If two instances start it at once with different keys, one finds the other's here.
            self.check_key().await?;
        }
        Ok(())
    }

    /// Enters an erased session; once this returns, the entry is durable. Can be repeated.
    pub async fn enter(&self, session: SessionId) -> Result<(), LedgerError> {
        self.begin().await?;
        let name = format!("{ENTRIES}{}", hex::encode(self.hash_of(session)));
        let body = json!({ "erased": clock::now().date().to_string() });
        Ok(self.store.write_small(&name, body.to_string().into_bytes()).await?)
    }

    /// Returns a page of the entries, and where the next one begins. The key must be the ledger's.
    pub async fn page(&self, after: Option<String>) -> Result<(Vec<Entry>, Option<String>), LedgerError> {
        let is_proved = self.check_key().await?;
        let (objects, next) = self.store.list_below(ENTRIES, after).await?;
        let entries: Vec<Entry> = objects.iter().filter_map(|(key, at)| entry_of(key, *at)).collect();
        if entries.is_empty() || is_proved { Ok((entries, next)) } else { Err(LedgerError::Unproven) }
    }
}

/// Parses an entry; `None` for other objects.
fn entry_of(key: &str, written_at: OffsetDateTime) -> Option<Entry> {
    let text = key.strip_prefix(ENTRIES)?;
    let mut hash = [0; 32];
    hex::decode_to_slice(text, &mut hash).ok()?;
    Some(Entry { hash, written_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_s_name_comes_back() {
        let hash: [u8; 32] = std::array::from_fn(|at| u8::try_from(at * 7 % 256).expect("a byte"));
        let at = OffsetDateTime::UNIX_EPOCH;
        assert_eq!(entry_of(&format!("{ENTRIES}{}", hex::encode(hash)), at), Some(Entry { hash, written_at: at }));
        let name = hex::encode(hash);
        for strange in [&name[2..], &name[1..], &format!("{name}00"), "", "é", &format!("x{}", &name[1..])] {
            assert_eq!(entry_of(&format!("{ENTRIES}{strange}"), at), None, "{strange}");
        }
        assert_eq!(entry_of(".anteroom/epoch", at), None);
    }
}
