//! Rate limits: token buckets per address, in this instance's memory.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use sha2::{Digest as _, Sha256};

use super::client::ClientIp;
use super::error::{Error, Kind};

/// The buckets. Each instance has its own: behind three of them a visitor has three times the rate.
#[derive(Clone)]
pub struct RateLimits(Option<Arc<Buckets>>);

struct Buckets {
    calls: DefaultKeyedRateLimiter<IpAddr>,
    contacts: DefaultKeyedRateLimiter<IpAddr>,
    /// By the SHA-256 of the lower-case e-mail address.
    addresses: DefaultKeyedRateLimiter<[u8; 32]>,
}

const fn at_least_one(number: u32) -> NonZeroU32 {
    match NonZeroU32::new(number) {
        Some(number) => number,
        None => NonZeroU32::MIN,
    }
}

impl RateLimits {
    /// 600 calls a minute per address with bursts of 300; 20 contacts and resends a minute per address;
    /// 10 mails an hour to one e-mail address.
    pub fn new(on: bool) -> Self {
        let keyed = || Buckets {
            calls: RateLimiter::keyed(Quota::per_minute(at_least_one(600)).allow_burst(at_least_one(300))),
            contacts: RateLimiter::keyed(Quota::per_minute(at_least_one(20))),
            addresses: RateLimiter::keyed(Quota::per_hour(at_least_one(10))),
        };
        Self(on.then(|| Arc::new(keyed())))
    }

    /// Counts a call.
    pub fn check_call(&self, ip: IpAddr) -> Result<(), Error> {
        self.0.as_ref().map_or(Ok(()), |buckets| check(&buckets.calls, &ip))
    }

    /// Counts a contact or resend.
    pub fn check_contact(&self, client: ClientIp) -> Result<(), Error> {
        self.0.as_ref().map_or(Ok(()), |buckets| check(&buckets.contacts, &client.bucket()))
    }

    /// Counts a mail to an address.
    pub fn check_address(&self, email: &str) -> Result<(), Error> {
        let key = || Sha256::digest(email.to_lowercase()).into();
        self.0.as_ref().map_or(Ok(()), |buckets| check(&buckets.addresses, &key()))
    }

    /// Forgets buckets that are full again, so that memory follows who calls now.
    pub fn forget_idle(&self) {
        if let Some(buckets) = &self.0 {
            buckets.calls.retain_recent();
            buckets.contacts.retain_recent();
            buckets.addresses.retain_recent();
        }
    }
}

fn check<K: Clone + Eq + std::hash::Hash>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), Error> {
    limiter.check_key(key).map_err(|refused| {
        let wait = refused.wait_time_from(DefaultClock::default().now());
        Error::retry_after(Kind::RateLimited, wait.as_secs() + 1)
    })
}

/// Counts every call under `/api/v1` and every link.
pub async fn layer(State(limits): State<RateLimits>, client: ClientIp, request: Request, next: Next) -> Response {
    match limits.check_call(client.bucket()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_then_waits() {
        let limits = RateLimits::new(true);
        let ip = IpAddr::from([192, 0, 2, 1]);
        let passed = (0..400).take_while(|_| limits.check_call(ip).is_ok()).count();
        assert!((300..310).contains(&passed), "{passed}");
        let refused = limits.check_call(ip).expect_err("refused");
        assert!(refused.retry_after.is_some());
        assert!(limits.check_call(IpAddr::from([192, 0, 2, 2])).is_ok());
    }

    #[test]
    fn off_is_off() {
        let limits = RateLimits::new(false);
        assert!((0..1000).all(|_| limits.check_address("a@example.org").is_ok()));
    }

    #[test]
    fn an_address_counts_whatever_its_case() {
        let limits = RateLimits::new(true);
        let passed = (0..20).take_while(|_| limits.check_address("A@example.org").is_ok()).count();
        assert_eq!(passed, 10);
        assert!(limits.check_address("a@EXAMPLE.org").is_err());
    }
}
