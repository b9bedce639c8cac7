//! The hash chain: each sealed line's hash covers the one before it, so a line that is changed, removed from the middle
//! or inserted later is detected. A worker seals lines afterwards, so no visitor waits for it.
//!
//! The hash is an HMAC with `SECRET_KEY`, which the database does not hold: its owner cannot seal a changed line again.
//! Lines sealed by versions before that have plain hashes, and come first.
//!
//! Lines cut off at the end leave a shorter chain that is valid in itself. A head noted elsewhere reveals that too;
//! each sealing logs its own.

use std::time::Duration;

use sha2::{Digest as _, Sha256};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::queries;
use crate::config::{KeyedHash, SecretKey};
use crate::platform::db;

/// How often new lines are sealed.
pub const EVERY: Duration = Duration::from_secs(5);

/// Lines that one transaction seals.
const BATCH: i64 = 1000;

/// Lines that verifying reads at once.
const PAGE: i64 = 5000;

/// The hash before the very first line.
pub(super) const BEGINNING: [u8; 32] = [0; 32];

/// A line as it is hashed.
pub struct Line {
    pub id: i64,
    /// Microseconds since 1970.
    pub at: i64,
    pub actor: String,
    pub action: String,
    pub session: Option<Uuid>,
    /// As PostgreSQL prints jsonb: keys in its own order, one space after each colon and comma.
    pub detail: String,
}

impl Line {
    /// The hash of the previous hash and each field with its length, so that no two lines hash the same input.
    pub fn hash(&self, previous: &[u8], method: &Method) -> [u8; 32] {
        let (id, at) = (self.id.to_be_bytes(), self.at.to_be_bytes());
        let session = self.session.map(Uuid::into_bytes);
        let session = session.as_ref().map_or(&[][..], |bytes| &bytes[..]);
        let fields =
            [previous, &id, &at, self.actor.as_bytes(), self.action.as_bytes(), session, self.detail.as_bytes()];
        let mut input = Vec::new();
        for field in fields {
            input.extend_from_slice(&(field.len() as u64).to_be_bytes());
            input.extend_from_slice(field);
        }
        match method {
            Method::Plain => Sha256::digest(input).into(),
            Method::Keyed(hash) => hash.of(input),
        }
    }
}

/// How lines are hashed.
pub enum Method {
    /// SHA-256, by versions without a key.
    Plain,
    Keyed(KeyedHash),
}

impl Method {
    fn keyed(key: &SecretKey) -> Self {
        Self::Keyed(key.hash_for("anteroom audit v1\n"))
    }
}

/// A line of the chain.
pub struct Sealed {
    pub line: Line,
    pub seal: i64,
    pub previous: Vec<u8>,
    pub hash: Vec<u8>,
}

impl Sealed {
    fn is_sealed_by(&self, previous: &[u8], method: &Method) -> bool {
        self.line.hash(previous, method)[..] == self.hash
    }
}

/// The result of verifying.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All lines are valid: their number, how many of them have plain hashes, the number of expired lines that were cut
    /// before them, the last one's hash, and the number of unsealed lines.
    Sound { lines: i64, plain: i64, cut: i64, head: String, unsealed: i64 },
    /// The first invalid line, by its place in the chain and its id, and what is wrong with it.
    Broken { seal: i64, id: Option<i64>, why: &'static str },
}

/// The end of the chain.
#[derive(Debug, PartialEq, Eq)]
pub struct Reach {
    /// Lines that are sealed.
    pub sealed: i64,
    /// The last one's hash.
    pub head: String,
    /// Lines that are not sealed yet.
    pub unsealed: i64,
}

/// Returns the end of the chain without walking along it.
pub async fn reach(conn: &mut PgConnection) -> sqlx::Result<Reach> {
    let (sealed, head) = queries::find_head(conn).await?.unwrap_or((0, BEGINNING.to_vec()));
    Ok(Reach { sealed, head: hex::encode(head), unsealed: queries::count_unsealed(conn).await? })
}

/// Seals new lines and returns how many. Only one instance seals at a time; the others return 0.
pub async fn seal(pool: &PgPool, key: &SecretKey) -> sqlx::Result<usize> {
    let method = Method::keyed(key);
    let mut tx = db::begin(pool).await?;
    if !queries::lock_chain(&mut tx).await? {
        return Ok(0);
    }
    let (seal, mut head) = queries::find_head(&mut tx).await?.unwrap_or((0, BEGINNING.to_vec()));
    let lines = queries::list_unsealed(&mut tx, BATCH).await?;
    if lines.is_empty() {
        return Ok(0);
    }
    let (mut ids, mut previous, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for line in &lines {
        let hash = line.hash(&head, &method).to_vec();
        ids.push(line.id);
        previous.push(std::mem::replace(&mut head, hash.clone()));
        hashes.push(hash);
    }
    queries::mark_sealed(&mut tx, &ids, seal + 1, &previous, &hashes).await?;
    tx.commit().await?;
    tracing::info!(
        seal = seal + i64::try_from(lines.len()).unwrap_or(0),
        head = hex::encode(head),
        "sealed the audit trail"
    );
    Ok(lines.len())
}

/// Whether the chain's last line was sealed with this key, or without any: another key must not seal the next ones.
pub async fn fits(pool: &PgPool, key: &SecretKey) -> sqlx::Result<bool> {
    let mut conn = pool.acquire().await?;
    let Some((seal, _)) = queries::find_head(&mut conn).await? else {
        return Ok(true);
    };
    let last = queries::list_sealed(&mut conn, seal - 1, 1).await?;
    let methods = [Method::Plain, Method::keyed(key)];
    let is_ours = |sealed: &Sealed| methods.iter().any(|method| sealed.is_sealed_by(&sealed.previous, method));
    Ok(last.iter().all(is_ours))
}

/// Seals all new lines.
pub async fn seal_all(pool: PgPool, key: SecretKey) {
    loop {
        match db::in_time(seal(&pool, &key)).await {
            // There may be more.
            Ok(count) if i64::try_from(count).is_ok_and(|count| count == BATCH) => {}
            Ok(_) => return,
            Err(error) => return tracing::warn!(%error, "cannot seal the audit trail; trying again"),
        }
    }
}

/// Walks the chain from its beginning, or from where its oldest lines were cut off, and stops at the first invalid
/// line. `keys` are those that sealed it, the present one last. After the first line of a key, those of the keys before
/// it and plain ones are invalid.
pub async fn verify(pool: &PgPool, keys: &[SecretKey]) -> sqlx::Result<Verdict> {
    let methods: Vec<Method> = std::iter::once(Method::Plain).chain(keys.iter().map(Method::keyed)).collect();
    let (mut since, mut plain) = (0, 0);
    // One snapshot: lines that are cut or sealed meanwhile do not affect the result.
    let mut conn = db::begin_with(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?;
    let (mut seal, mut head) = (0, BEGINNING.to_vec());
    if let Some(checkpoint) = queries::find_checkpoint(&mut conn).await? {
        if !queries::tells_of(&mut conn, &checkpoint).await? {
            let why = "the lines up to it were cut off, and the trail does not tell of it";
            return Ok(Verdict::Broken { seal: checkpoint.seal, id: None, why });
        }
        (seal, head) = (checkpoint.seal, checkpoint.hash);
    }
    let cut = seal;
    loop {
        let page = queries::list_sealed(&mut conn, seal, PAGE).await?;
        for sealed in &page {
            let broken = |why| Verdict::Broken { seal: sealed.seal, id: Some(sealed.line.id), why };
            if sealed.seal != seal + 1 {
                return Ok(Verdict::Broken { seal: seal + 1, id: None, why: "the line is missing" });
            }
            if sealed.previous != head {
                return Ok(broken("it does not follow the line before it"));
            }
            let Some(further) = methods[since..].iter().position(|method| sealed.is_sealed_by(&head, method)) else {
                return Ok(broken("its content is not what was sealed"));
            };
            since += further;
            plain += i64::from(since == 0);
            seal = sealed.seal;
            head.clone_from(&sealed.hash);
        }
        if page.is_empty() {
            let unsealed = queries::count_unsealed(&mut conn).await?;
            return Ok(Verdict::Sound { lines: seal - cut, plain, cut, head: hex::encode(head), unsealed });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        Line {
            id: 7,
            at: 1_700_000_000_000_000,
            actor: "visitor".to_owned(),
            action: "session.pending".to_owned(),
            session: Some(Uuid::from_u128(9)),
            detail: "{}".to_owned(),
        }
    }

    #[test]
    fn every_field_counts_and_none_runs_into_the_next() {
        let sealed = line().hash(&BEGINNING, &Method::Plain);
        let changed = [
            Line { id: 8, ..line() },
            Line { at: 0, ..line() },
            Line { actor: "visitors".to_owned(), action: "ession.pending".to_owned(), ..line() },
            Line { action: "session.erased".to_owned(), ..line() },
            Line { session: None, ..line() },
            Line { detail: r#"{"a": 1}"#.to_owned(), ..line() },
        ];
        assert_eq!(line().hash(&BEGINNING, &Method::Plain), sealed);
        assert!(changed.iter().all(|line| line.hash(&BEGINNING, &Method::Plain) != sealed));
        assert_ne!(line().hash(&sealed, &Method::Plain), sealed);
        let keyed = |key: &str| {
            let Ok(key) = key.parse();
            line().hash(&BEGINNING, &Method::keyed(&key))
        };
        assert_eq!(keyed("one"), keyed("one"));
        assert!(keyed("one") != keyed("two") && keyed("one") != sealed);
    }
}
