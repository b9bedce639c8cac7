//! The rows of one session in `messenger_keys`: values sealed, names hashed, and each write made only while the writer
//! still owns the session. A process that was paused and lost its lease changes nothing.

use sqlx::PgPool;
use uuid::Uuid;

use crate::seal::{SealedBy, SessionKey};

/// Why a write was not made.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// Another process owns the session by now, or it is gone.
    #[error("the session belongs to another process")]
    Lost,
    #[error("a stored value does not open: SECRET_KEY has changed, or the row was moved")]
    Unreadable,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Which process writes for a session.
#[derive(Clone)]
pub struct Owned {
    pub pool: PgPool,
    pub session: Uuid,
    pub epoch: i64,
    pub key: SessionKey,
}

/// What is written.
#[derive(Clone, Debug)]
pub struct Row {
    pub name: Vec<u8>,
    /// A number to select or order by.
    pub number: Option<i64>,
    pub value: Vec<u8>,
    /// Seconds since 1970, after which it may be deleted.
    pub expires_at: Option<i64>,
}

impl Row {
    pub fn new(name: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), number: None, value: value.into(), expires_at: None }
    }
}

/// The rows of a session.
#[derive(Clone)]
pub struct SealedRows(pub Owned);

impl SealedRows {
    /// Names tell whom a member talks with, so only their hashes are stored.
    fn hash(&self, kind: i16, name: &[u8]) -> Vec<u8> {
        self.0.key.hash("name", &[&kind.to_be_bytes()[..], name].concat()).to_vec()
    }

    fn open(&self, kind: i16, hash: &[u8], sealed: &[u8]) -> Result<Vec<u8>, RowsError> {
        self.0.key.open(SealedBy::Key(kind, hash), sealed).ok_or(RowsError::Unreadable)
    }

    pub async fn get(&self, kind: i16, name: &[u8]) -> Result<Option<Vec<u8>>, RowsError> {
        let hash = self.hash(kind, name);
        let sealed: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT sealed FROM messenger_keys WHERE session_id = $1 AND kind = $2 AND name = $3")
                .bind(self.0.session)
                .bind(kind)
                .bind(&hash)
                .fetch_optional(&self.0.pool)
                .await?;
        sealed.map(|sealed| self.open(kind, &hash, &sealed)).transpose()
    }

    /// All values of a kind, or those with a number, in the order of their numbers.
    pub async fn list(&self, kind: i16, number: Option<i64>) -> Result<Vec<(Option<i64>, Vec<u8>)>, RowsError> {
        let rows: Vec<(Vec<u8>, Option<i64>, Vec<u8>)> = sqlx::query_as(
            "SELECT name, number, sealed FROM messenger_keys
             WHERE session_id = $1 AND kind = $2 AND ($3::bigint IS NULL OR number = $3) ORDER BY number, name",
        )
        .bind(self.0.session)
        .bind(kind)
        .bind(number)
        .fetch_all(&self.0.pool)
        .await?;
        rows.into_iter().map(|(name, number, sealed)| Ok((number, self.open(kind, &name, &sealed)?))).collect()
    }

    /// The greatest number of a kind.
    pub async fn greatest(&self, kind: i16) -> Result<Option<i64>, RowsError> {
        Ok(sqlx::query_scalar("SELECT max(number) FROM messenger_keys WHERE session_id = $1 AND kind = $2")
            .bind(self.0.session)
            .bind(kind)
            .fetch_one(&self.0.pool)
            .await?)
    }

    pub async fn put(&self, kind: i16, rows: &[Row]) -> Result<(), RowsError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut names: Vec<Vec<u8>> = Vec::with_capacity(rows.len());
        let (mut numbers, mut sealed, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        // A later value of the same name replaces an earlier one.
        for row in rows {
            let hash = self.hash(kind, &row.name);
            let value = self.0.key.seal(SealedBy::Key(kind, &hash), &row.value);
            if let Some(at) = names.iter().position(|name| *name == hash) {
                (numbers[at], sealed[at], ends[at]) = (row.number, value, row.expires_at);
            } else {
                names.push(hash);
                numbers.push(row.number);
                sealed.push(value);
                ends.push(row.expires_at);
            }
        }
        let written = sqlx::query(
            "WITH owned AS (SELECT 1 FROM messenger_sessions
                            WHERE id = $1 AND epoch = $2 AND owned_until > clock_timestamp() FOR SHARE)
             INSERT INTO messenger_keys (session_id, kind, name, number, sealed, expires_at)
             SELECT $1, $3, name, number, sealed, to_timestamp(ends)
             FROM owned, unnest($4::bytea[], $5::bigint[], $6::bytea[], $7::bigint[]) AS new (name, number, sealed, ends)
             ON CONFLICT (session_id, kind, name) DO UPDATE
             SET number = excluded.number, sealed = excluded.sealed, expires_at = excluded.expires_at",
        )
        .bind(self.0.session)
        .bind(self.0.epoch)
        .bind(kind)
        .bind(names)
        .bind(numbers)
        .bind(sealed)
        .bind(ends)
        .execute(&self.0.pool)
        .await?;
        if written.rows_affected() == 0 { Err(RowsError::Lost) } else { Ok(()) }
    }

    pub async fn delete(&self, kind: i16, names: &[Vec<u8>]) -> Result<(), RowsError> {
        let names = Some(names.iter().map(|name| self.hash(kind, name)).collect());
        self.delete_those(kind, Which { names, ..Which::default() }).await.map(drop)
    }

    /// Deletes the rows with this number.
    pub async fn delete_numbered(&self, kind: i16, number: i64) -> Result<(), RowsError> {
        self.delete_those(kind, Which { number: Some(number), ..Which::default() }).await.map(drop)
    }

    /// Deletes the rows with a smaller number; returns how many.
    pub async fn delete_below(&self, kind: i16, number: i64) -> Result<u64, RowsError> {
        self.delete_those(kind, Which { below: Some(number), ..Which::default() }).await
    }

    /// Deletes all of a kind.
    pub async fn clear(&self, kind: i16) -> Result<(), RowsError> {
        self.delete_those(kind, Which::default()).await.map(drop)
    }

    /// Deletes the rows of a kind that have ended; returns how many.
    pub async fn delete_ended(&self, kind: i16, now: i64) -> Result<u64, RowsError> {
        self.delete_those(kind, Which { ended_by: Some(now), ..Which::default() }).await
    }

    /// Deletes rows of a kind, while the session is owned.
    async fn delete_those(&self, kind: i16, which: Which) -> Result<u64, RowsError> {
        let (owned, gone): (i64, i64) = sqlx::query_as(
            "WITH owned AS (SELECT 1 FROM messenger_sessions
                            WHERE id = $1 AND epoch = $2 AND owned_until > clock_timestamp() FOR SHARE),
                  gone AS (DELETE FROM messenger_keys
                           WHERE session_id = $1 AND kind = $3
                             AND ($4::bytea[] IS NULL OR name = ANY($4))
                             AND ($5::bigint IS NULL OR number = $5)
                             AND ($6::bigint IS NULL OR number < $6)
                             AND ($7::bigint IS NULL OR expires_at < to_timestamp($7))
                             AND EXISTS (SELECT FROM owned) RETURNING 1)
             SELECT (SELECT count(*) FROM owned), (SELECT count(*) FROM gone)",
        )
        .bind(self.0.session)
        .bind(self.0.epoch)
        .bind(kind)
        .bind(which.names)
        .bind(which.number)
        .bind(which.below)
        .bind(which.ended_by)
        .fetch_one(&self.0.pool)
        .await?;
        if owned == 0 { Err(RowsError::Lost) } else { Ok(gone.try_into().unwrap_or_default()) }
    }
}

/// Which rows of a kind are deleted: those that fit all that is given.
#[derive(Default)]
struct Which {
    /// Hashed
    names: Option<Vec<Vec<u8>>>,
    number: Option<i64>,
    below: Option<i64>,
    /// Seconds since 1970
    ended_by: Option<i64>,
}
