//! Rate limits: token buckets per address, in this instance's memory.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use ipnet::IpNet;
use sha2::{Digest as _, Sha256};

use super::client::ClientIp;
use crate::error::{Error, Kind};
use crate::platform::networks::networks_of;

/// The buckets. Each instance has its own: with three instances, a visitor gets three times the rate.
#[derive(Clone)]
pub struct RateLimits<C: Clock = DefaultClock>(Option<Arc<Buckets<C>>>);

type Keyed<K, C> = RateLimiter<K, DefaultKeyedStateStore<K>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// A bucket for each network of an address; those of a wider network are larger.
struct Nested<C: Clock>([Keyed<IpNet, C>; 3]);

/// How much larger.
const WIDER: [u32; 3] = [1, 4, 16];

struct Buckets<C: Clock> {
    clock: C,
    calls: Nested<C>,
    contacts: Nested<C>,
    /// Requests of people for their own data.
    requests: Nested<C>,
    /// Sign-ins by number.
    logins: Nested<C>,
    /// Attempts to sign in as one account from one network.
    accounts: Keyed<([u8; 32], IpAddr), C>,
    /// The same from networks that the account has not used before, by network and by account.
    strange_networks: Nested<C>,
    strange_accounts: Keyed<[u8; 32], C>,
}

const fn at_least_one(number: u32) -> NonZeroU32 {
    match NonZeroU32::new(number) {
        Some(number) => number,
        None => NonZeroU32::MIN,
    }
}

impl RateLimits {
    /// For an IPv4 address or an IPv6 /64; a /56 has four times as much, a /48 sixteen times:
    /// 600 calls a minute per address with bursts of 300; 20 contacts and resends a minute per address, 20 requests
    /// for one's own data, and 10 sign-ins by number. Staff: 5 attempts a minute for an account from one network; from networks that are new to
    /// the account also 30 from one network, and 20 for one account. Mails are limited by
    /// [`crate::platform::jobs::MailLimits`].
    pub fn new(on: bool) -> Self {
        Self(on.then(|| Arc::new(Buckets::new(DefaultClock::default()))))
    }
}

impl<C: Clock + Clone> Buckets<C> {
    fn new(clock: C) -> Self {
        let nested = |per_minute: u32, burst: u32| {
            Nested(WIDER.map(|times| {
                let quota = Quota::per_minute(at_least_one(per_minute * times));
                let quota = quota.allow_burst(at_least_one(burst * times));
                RateLimiter::dashmap_with_clock(quota, clock.clone())
            }))
        };
        Self {
            calls: nested(600, 300),
            contacts: nested(20, 20),
            requests: nested(20, 20),
            logins: nested(10, 10),
            accounts: RateLimiter::dashmap_with_clock(Quota::per_minute(at_least_one(5)), clock.clone()),
            strange_networks: nested(30, 30),
            strange_accounts: RateLimiter::dashmap_with_clock(Quota::per_minute(at_least_one(20)), clock.clone()),
            clock,
        }
    }

    fn check_networks(&self, limits: &Nested<C>, client: ClientIp) -> Result<(), Error> {
        networks_of(client.0).zip(&limits.0).try_for_each(|(network, limiter)| self.check(limiter, &network))
    }

    fn check<K: Clone + Eq + std::hash::Hash>(&self, limiter: &Keyed<K, C>, key: &K) -> Result<(), Error> {
        limiter.check_key(key).map_err(|refused| {
            let wait = refused.wait_time_from(self.clock.now());
            Error::retry_after(Kind::RateLimited, wait.as_secs() + 1)
        })
    }
}

impl<C: Clock + Clone> RateLimits<C> {
    /// Counts a call.
    pub fn check_call(&self, client: ClientIp) -> Result<(), Error> {
        self.0.as_ref().map_or(Ok(()), |buckets| buckets.check_networks(&buckets.calls, client))
    }

    /// Counts a contact or resend.
    pub fn check_contact(&self, client: ClientIp) -> Result<(), Error> {
        self.0.as_ref().map_or(Ok(()), |buckets| buckets.check_networks(&buckets.contacts, client))
    }

    /// Counts a person's request for their own data, separately from contacts.
    pub fn check_request(&self, client: ClientIp) -> Result<(), Error> {
        self.0.as_ref().map_or(Ok(()), |buckets| buckets.check_networks(&buckets.requests, client))
    }

    /// Counts a sign-in by number.
    pub fn check_login(&self, client: ClientIp) -> Result<(), Error> {
        self.0.as_ref().map_or(Ok(()), |buckets| buckets.check_networks(&buckets.logins, client))
    }

    /// Counts an attempt to sign in. `is_known` says that the account has signed in from this network before: then what
    /// others try, from here for other accounts or from elsewhere for this one, takes nothing away.
    pub fn check_sign_in(&self, client: ClientIp, email: &str, is_known: bool) -> Result<(), Error> {
        let Some(buckets) = &self.0 else {
            return Ok(());
        };
        let (network, account) = (client.bucket(), key_of(email));
        buckets.check(&buckets.accounts, &(account, network))?;
        if is_known {
            return Ok(());
        }
        buckets.check_networks(&buckets.strange_networks, client)?;
        buckets.check(&buckets.strange_accounts, &account)
    }

    /// Forgets buckets that are full again, so that memory only holds recent callers.
    pub fn forget_idle(&self) {
        if let Some(buckets) = &self.0 {
            for nested in
                [&buckets.calls, &buckets.contacts, &buckets.requests, &buckets.logins, &buckets.strange_networks]
            {
                nested.0.iter().for_each(RateLimiter::retain_recent);
            }
            buckets.accounts.retain_recent();
            buckets.strange_accounts.retain_recent();
        }
    }
}

fn key_of(email: &str) -> [u8; 32] {
    Sha256::digest(email.to_lowercase()).into()
}

/// Counts every call under `/api/v1` and every link.
pub async fn layer(State(limits): State<RateLimits>, client: ClientIp, request: Request, next: Next) -> Response {
    match limits.check_call(client) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    const OFFICE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

    /// Limits whose clock the test advances.
    fn limits() -> (FakeRelativeClock, RateLimits<FakeRelativeClock>) {
        let clock = FakeRelativeClock::default();
        (clock.clone(), RateLimits(Some(Arc::new(Buckets::new(clock)))))
    }

    #[test]
    fn s16_a_burst_passes_then_waits() {
        let (clock, limits) = limits();
        let passed = |ip: [u8; 4]| (0..1000).take_while(|_| limits.check_call(ClientIp(ip.into())).is_ok()).count();
        assert_eq!(passed([192, 0, 2, 1]), 300);
        assert_eq!(limits.check_call(ClientIp(OFFICE)).expect_err("refused").retry_after, Some(1));
        assert_eq!(passed([192, 0, 2, 2]), 300);
        clock.advance(Duration::from_secs(10));
        assert_eq!(passed([192, 0, 2, 1]), 100);
        clock.advance(Duration::from_secs(3600));
        assert_eq!(passed([192, 0, 2, 1]), 300);
    }

    #[test]
    fn s16_many_networks_of_one_ipv6_customer_are_not_many_customers() {
        let (_, limits) = limits();
        // A call from each /64 in turn, as from a /56 and from a /48.
        let passed = |site: u128, networks: u128| {
            let client = |number: u128| ClientIp((site << 80 | (number % networks) << 64).to_be_bytes().into());
            (0..100_000).take_while(|number| limits.check_call(client(*number)).is_ok()).count()
        };
        assert_eq!(passed(0x2001_0db8_0001, 256), 4 * 300);
        assert_eq!(passed(0x2001_0db8_0002, 65_536), 16 * 300);
    }

    #[test]
    fn s16_contacts_and_requests_have_their_own_limits() {
        let (clock, limits) = limits();
        let contacts = || (0..1000).take_while(|_| limits.check_contact(ClientIp(OFFICE)).is_ok()).count();
        let requests = || (0..1000).take_while(|_| limits.check_request(ClientIp(OFFICE)).is_ok()).count();
        assert_eq!((contacts(), requests()), (20, 20));
        assert!(limits.check_call(ClientIp(OFFICE)).is_ok());
        assert_eq!(limits.check_request(ClientIp(OFFICE)).expect_err("too many").retry_after, Some(4));
        clock.advance(Duration::from_secs(6));
        assert_eq!((contacts(), requests()), (2, 2));
        // Idle buckets are forgotten, and only those.
        limits.forget_idle();
        assert_eq!(requests(), 0);
    }

    #[test]
    fn off_is_off() {
        let limits = RateLimits::new(false);
        assert!((0..1000).all(|_| limits.check_contact(ClientIp(OFFICE)).is_ok()));
    }

    /// The calls of one visit, in seconds from its beginning, and whether the call is a contact.
    fn visit() -> Vec<(u64, bool)> {
        // Open, consents, greeting; a name; two files and what the bot says of them; an address.
        let talk = [0, 0, 0, 15, 30, 40, 45, 65];
        let heartbeats = (1..=20).map(|count| count * 15);
        // The bot's answer to the consents, events; the link's page and its button, and the page that shows it.
        let end = [80, 80, 150, 152, 152];
        let calls = talk.into_iter().chain(heartbeats).chain(end).map(|second| (second, false));
        // A goodbye counts as a call.
        calls.chain([(80, true), (300, false)]).collect()
    }

    /// Lets people come from one address, one every few seconds; returns how many calls and contacts were refused.
    fn office(people: u64, every: u64) -> (usize, usize) {
        let (clock, limits) = limits();
        let mut calls: BTreeMap<u64, Vec<bool>> = BTreeMap::new();
        for person in 0..people {
            for (second, contact) in visit() {
                calls.entry(person * every + second).or_default().push(contact);
            }
        }
        let (mut refused, mut now) = ((0, 0), 0);
        for (second, calls) in calls {
            clock.advance(Duration::from_secs(second - now));
            now = second;
            for contact in calls {
                refused.0 += usize::from(limits.check_call(ClientIp(OFFICE)).is_err());
                refused.1 += usize::from(contact && limits.check_contact(ClientIp(OFFICE)).is_err());
            }
        }
        refused
    }

    #[test]
    fn s16_a_busy_office_behind_one_address_is_not_locked_out() {
        assert_eq!(visit().len(), 35);
        // The tables of docs/security.md: sixty people within three minutes, twenty at the same second.
        assert_eq!(office(60, 3), (0, 0));
        assert_eq!(office(20, 0), (0, 0));
        // Over an hour of it.
        assert_eq!(office(1000, 4), (0, 0));
        // Sixty people within the same second do exceed the limit of contacts.
        assert!(office(60, 0).1 > 0);
    }
}
