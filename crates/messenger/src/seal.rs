//! Each session has a key of its own, the data key. It is stored sealed by a key that is made of `SECRET_KEY`, so that a
//! copy of the database alone tells nothing; and who deletes the data key has shredded all that it sealed.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use hmac::{Hmac, KeyInit as _, Mac};
use sha2::Sha256;
use uuid::Uuid;

/// Separates the key of keys from other uses of `SECRET_KEY`.
const PURPOSE: &str = "anteroom messenger keys ";

/// Seals data keys. Made of `SECRET_KEY`.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    pub fn of_secret(secret: &[u8]) -> Self {
        Self(hmac(secret, &[PURPOSE.as_bytes()]))
    }

    /// Makes the data key of a new session, and its sealed form for `messenger_sessions.data_key`.
    pub fn make(&self, session: Uuid) -> (SessionKey, Vec<u8>) {
        let mut key = [0; 32];
        #[expect(clippy::expect_used, reason = "a program without randomness must not go on")]
        aws_lc_rs::rand::fill(&mut key).expect("random bytes");
        let sealed = seal(&self.0, session.as_bytes(), &key);
        (SessionKey { session, key }, sealed)
    }

    /// Opens the data key of a session; `None` if `SECRET_KEY` was another when it was made, or it is another session's.
    pub fn open(&self, session: Uuid, sealed: &[u8]) -> Option<SessionKey> {
        let key = open(&self.0, session.as_bytes(), sealed)?.try_into().ok()?;
        Some(SessionKey { session, key })
    }
}

/// Where a sealed value lies. It opens nowhere else: not in another table, another session or under another name.
#[derive(Clone, Copy, Debug)]
pub enum SealedBy<'a> {
    /// `messenger_sessions.qr_sealed`
    QrCode,
    /// `messenger_sessions.pair_code_sealed`
    PairCode,
    /// `messenger_inbox.sealed`, by `external`
    Inbox(&'a [u8]),
    /// `messenger_outbox.sealed`, by `id`
    Outbox(Uuid),
    /// `messenger_keys.sealed`, by `kind` and `name`
    Key(i16, &'a [u8]),
}

impl SealedBy<'_> {
    fn bytes(self) -> Vec<u8> {
        match self {
            Self::QrCode => b"qr".to_vec(),
            Self::PairCode => b"pair-code".to_vec(),
            Self::Inbox(external) => [b"inbox ", external].concat(),
            Self::Outbox(id) => [&b"outbox "[..], id.as_bytes()].concat(),
            Self::Key(kind, name) => [&b"key "[..], &kind.to_be_bytes(), name].concat(),
        }
    }
}

/// Seals what belongs to one session.
#[derive(Clone)]
pub struct SessionKey {
    session: Uuid,
    key: [u8; 32],
}

impl SessionKey {
    pub fn session(&self) -> Uuid {
        self.session
    }

    /// Returns nonce and AES-256-GCM.
    pub fn seal(&self, by: SealedBy<'_>, plain: &[u8]) -> Vec<u8> {
        seal(&self.key, &self.place(by), plain)
    }

    /// Opens the result of [`seal`](Self::seal) in the same place; `None` anywhere else.
    pub fn open(&self, by: SealedBy<'_>, sealed: &[u8]) -> Option<Vec<u8>> {
        open(&self.key, &self.place(by), sealed)
    }

    /// A hash that only this session can compute, for one purpose (HMAC-SHA-256, RFC 2104).
    pub fn hash(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        hmac(&self.key, &[purpose.as_bytes(), b"\0", bytes])
    }

    fn place(&self, by: SealedBy<'_>) -> Vec<u8> {
        [&self.session.as_bytes()[..], &by.bytes()].concat()
    }
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length (RFC 2104)")]
    let hmac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    parts.iter().fold(hmac, Mac::chain_update).finalize().into_bytes().into()
}

fn seal(key: &[u8; 32], place: &[u8], plain: &[u8]) -> Vec<u8> {
    let mut sealed = plain.to_vec();
    #[expect(clippy::expect_used, reason = "fails only beyond 64 GiB or without randomness")]
    let nonce = RandomizedNonceKey::new(&AES_256_GCM, key)
        .and_then(|key| key.seal_in_place_append_tag(Aad::from(place), &mut sealed))
        .expect("a sealed text");
    [&nonce.as_ref()[..], &sealed].concat()
}

fn open(key: &[u8; 32], place: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut bytes = sealed.to_vec();
    let key = RandomizedNonceKey::new(&AES_256_GCM, key).ok()?;
    let length = key.open_in_place(nonce, Aad::from(place), &mut bytes).ok()?.len();
    bytes.truncate(length);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s03_a_sealed_value_opens_only_in_its_own_place_and_session() {
        let master = MasterKey::of_secret(b"a secret key of thirty-two bytes");
        let (ada, ben) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (key, stored) = master.make(ada);
        let sealed = key.seal(SealedBy::Key(3, b"name"), b"words");
        let again = master.open(ada, &stored).expect("the same key");
        assert_eq!(again.open(SealedBy::Key(3, b"name"), &sealed).as_deref(), Some(&b"words"[..]));
        assert_ne!(key.seal(SealedBy::Key(3, b"name"), b"words"), sealed, "each time under another nonce");
        for elsewhere in [SealedBy::QrCode, SealedBy::PairCode, SealedBy::Inbox(b"name"), SealedBy::Key(4, b"name")] {
            assert_eq!(key.open(elsewhere, &sealed), None, "{elsewhere:?}");
        }
        assert!(master.open(ben, &stored).is_none(), "another session's key");
        assert!(MasterKey::of_secret(b"another secret").open(ada, &stored).is_none());
        assert_eq!(master.make(ben).0.open(SealedBy::Key(3, b"name"), &sealed), None);
        assert_eq!(key.open(SealedBy::QrCode, b""), None);
        assert_ne!(key.hash("message", b"1"), master.make(ada).0.hash("message", b"1"), "of this session alone");
    }
}
