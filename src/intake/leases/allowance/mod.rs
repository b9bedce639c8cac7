//! Bounds what may be stored before an address is confirmed: for each network, in the database, and in all.
//!
//! A network's bytes come back within a day, or when their session is confirmed. What is deleted before that still
//! counts, so that no order of uploads and deletions is worth more than another.

use std::collections::{BTreeMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::{PgConnection, PgPool};

use crate::config::{KeyedHash, Limits, SecretKey};
use crate::error::{Error, Kind};
use crate::platform::networks::networks_of;

mod queries;

/// A used allowance is whole again after this time.
const WHOLE: Duration = Duration::from_secs(86_400);

/// How much more a wider network of IPv6 may send.
const WIDER: [f64; 3] = [1.0, 4.0, 16.0];

/// `Retry-After` seconds of both refusals. A network's bytes come back slowly, and others' when they are deleted.
const RETRY_AFTER: u64 = 600;

/// Cheap to clone.
#[derive(Clone)]
pub struct UploadLimits(Arc<Inner>);

struct Inner {
    /// `None` if networks are not limited.
    hash: Option<KeyedHash>,
    of_network: f64,
    in_all: u64,
    /// The last measurement, and what this instance has admitted since.
    unconfirmed: AtomicU64,
}

impl UploadLimits {
    /// Keys in the database are HMACs with this key; `None` limits no network.
    pub fn new(limits: &Limits, key: Option<&SecretKey>) -> Self {
        Self(Arc::new(Inner {
            hash: key.map(|key| key.hash_for("anteroom upload limit v1\n")),
            of_network: as_float(limits.max_network_bytes.as_u64()),
            in_all: limits.max_unconfirmed_bytes.as_u64(),
            unconfirmed: AtomicU64::new(0),
        }))
    }

    /// Takes these bytes from the allowances of their networks, with one statement for all. Returns for each whether it
    /// may be stored. Call it under the sessions' locks.
    pub async fn admit(
        &self,
        conn: &mut PgConnection,
        asked: &[(IpAddr, u64)],
    ) -> sqlx::Result<Vec<Result<(), Error>>> {
        let (mut costs, mut outcomes) = (BTreeMap::new(), Vec::with_capacity(asked.len()));
        for (address, bytes) in asked {
            let is_full = self.0.unconfirmed.load(Ordering::Relaxed).saturating_add(*bytes) > self.0.in_all;
            outcomes.push(if is_full { Err(Error::retry_after(Kind::Unavailable, RETRY_AFTER)) } else { Ok(()) });
            if !is_full {
                for (key, seconds) in self.costs(*address, *bytes) {
                    *costs.entry(key).or_default() += seconds;
                }
            }
        }
        let admitted = if costs.is_empty() { HashSet::new() } else { queries::spend(conn, &costs, WHOLE).await? };
        for ((address, bytes), outcome) in asked.iter().zip(&mut outcomes) {
            if outcome.is_ok() && !self.costs(*address, *bytes).all(|(key, _)| admitted.contains(&key[..])) {
                *outcome = Err(Error::retry_after(Kind::RateLimited, RETRY_AFTER));
            }
            match outcome {
                Ok(()) => drop(self.0.unconfirmed.fetch_add(*bytes, Ordering::Relaxed)),
                Err(error) => {
                    let limit = if error.kind == Kind::RateLimited { "network" } else { "all" };
                    metrics::counter!("anteroom_uploads_over_limit_total", "limit" => limit).increment(1);
                }
            }
        }
        Ok(outcomes)
    }

    /// Gives the bytes of a confirmed session back to its network.
    pub async fn give_back(&self, conn: &mut PgConnection, address: IpAddr, bytes: u64) -> sqlx::Result<()> {
        let costs: BTreeMap<_, _> = self.costs(address, bytes).collect();
        if costs.is_empty() || bytes == 0 { Ok(()) } else { queries::give_back(conn, &costs).await }
    }

    /// For each network of an address: its key, and after how many seconds the bytes come back.
    fn costs(&self, address: IpAddr, bytes: u64) -> impl Iterator<Item = ([u8; 32], f64)> + use<'_> {
        let day = WHOLE.as_secs_f64();
        let networks = self
            .0
            .hash
            .iter()
            .flat_map(move |hash| networks_of(address).map(move |network| hash.of(network.to_string())));
        networks.zip(WIDER).map(move |(key, wider)| (key, as_float(bytes) / (self.0.of_network * wider) * day))
    }

    /// Measures what is stored and not confirmed; returns whether there is room for more.
    pub async fn measure(&self, pool: &PgPool) -> sqlx::Result<bool> {
        let bytes = queries::sum_unconfirmed(&mut *pool.acquire().await?).await?;
        self.0.unconfirmed.store(bytes, Ordering::Relaxed);
        metrics::gauge!("anteroom_unconfirmed_bytes").set(as_float(bytes));
        Ok(bytes < self.0.in_all)
    }

    /// Deletes allowances that are whole again.
    pub async fn forget_whole(conn: &mut PgConnection) -> sqlx::Result<()> {
        queries::delete_whole(conn).await
    }
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 8 PiB")]
fn as_float(bytes: u64) -> f64 {
    bytes as f64
}

/// How a statement takes them.
fn columns(costs: &BTreeMap<[u8; 32], f64>) -> (Vec<Vec<u8>>, Vec<f64>) {
    costs.iter().map(|(key, seconds)| (key.to_vec(), *seconds)).unzip()
}
