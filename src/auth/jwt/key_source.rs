//! An issuer's key set, fetched over the network and kept: an issuer that is away signs no one out.
//!
//! Tokens are checked with the keys at hand. Old keys are fetched again in the background; a token that names an unknown
//! key waits for one fetch, so that a new key works at once, but no one can make us ask the issuer all the time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ACCEPT, CACHE_CONTROL, USER_AGENT};
use hyper::{HeaderMap, Request, StatusCode};
use time::OffsetDateTime;
use tokio::sync::watch;
use url::Url;

use super::keys::KeySet;
use super::options::is_safe;
use crate::config::KeysAt;
use crate::platform::clock;
use crate::platform::outgoing::Outgoing;

/// How long keys are fresh, as far as the issuer does not say (Cache-Control), and within which bounds it may.
const FRESH: Duration = Duration::from_secs(600);
const SHORTEST_FRESH: Duration = Duration::from_secs(300);
const LONGEST_FRESH: Duration = Duration::from_secs(3600);

/// How long keys are used while the issuer is away.
const LONGEST_USE: Duration = Duration::from_secs(24 * 3600);

/// How long a check waits for a fetch.
const PATIENCE: Duration = Duration::from_secs(2);

/// A fetch for an unknown key happens this often at most.
const FORCED_EVERY: Duration = Duration::from_secs(30);

/// How long a key stays unknown after a fetch that did not bring it, and how many are remembered.
const UNKNOWN_FOR: Duration = Duration::from_secs(300);
const MAX_UNKNOWN: usize = 128;

/// After a failed fetch the next one waits: this long, then twice as long, up to the second.
const RETRY: Duration = Duration::from_secs(1);
const LONGEST_RETRY: Duration = Duration::from_secs(60);

const MAX_BYTES: usize = 256 * 1024;
const MAX_TIME: Duration = Duration::from_secs(5);

/// Keys, and until when.
#[derive(Clone)]
struct Fetched {
    keys: Arc<KeySet>,
    at: OffsetDateTime,
    stale_at: OffsetDateTime,
}

#[derive(Default)]
struct State {
    fetched: Option<Fetched>,
    is_fetching: bool,
    /// After failures.
    not_before: Option<OffsetDateTime>,
    failures: u32,
    next_forced_at: Option<OffsetDateTime>,
    /// Names of keys that a fetch did not bring, and until when they count as unknown.
    unknown: HashMap<String, OffsetDateTime>,
}

/// Fetches an issuer's keys. Cheap to clone.
#[derive(Clone)]
pub struct KeySource(Arc<Inner>);

struct Inner {
    place: KeysAt,
    outgoing: Outgoing,
    state: Mutex<State>,
    /// Counts fetches that have ended.
    ended: watch::Sender<u64>,
}

/// Why there are no keys; for the log and for `anteroom check`.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{url} {fault}")]
pub struct FetchError {
    url: String,
    fault: String,
}

impl KeySource {
    pub fn new(place: KeysAt) -> Self {
        let ended = watch::Sender::new(0);
        Self(Arc::new(Inner { place, outgoing: Outgoing::default(), state: Mutex::default(), ended }))
    }

    /// The keys at hand; `None` if none could be fetched yet, or not for a day. Fetches old ones again, without waiting.
    pub fn current(&self) -> Option<Arc<KeySet>> {
        let now = clock::now();
        let mut state = self.state();
        let is_stale = state.fetched.as_ref().is_none_or(|fetched| fetched.stale_at <= now);
        if is_stale && state.not_before.is_none_or(|time| time <= now) {
            self.begin(&mut state);
        }
        state.current(now)
    }

    /// The keys after a fetch that may bring the missing one. Without any keys it waits for the first ones. `None` if a
    /// fetch makes no sense: no one knows the key, or the last such fetch was too recent.
    pub async fn fetched_for(&self, id: Option<&str>) -> Option<Arc<KeySet>> {
        let now = clock::now();
        {
            let mut state = self.state();
            if let Some(id) = id.filter(|_| state.current(now).is_some()) {
                state.unknown.retain(|_, until| *until > now);
                let may_fetch = state.next_forced_at.is_none_or(|time| time <= now);
                if state.unknown.contains_key(id) || !(may_fetch || state.is_fetching) {
                    return None;
                }
                if may_fetch {
                    state.next_forced_at = Some(now + FORCED_EVERY);
                    self.begin(&mut state);
                }
            }
        }
        self.fetch_ended().await;
        let mut state = self.state();
        let is_newer = state.fetched.as_ref().is_some_and(|fetched| fetched.at >= now);
        if let Some(id) = id.filter(|_| is_newer && state.unknown.len() < MAX_UNKNOWN) {
            // Also the one that has come: it is not asked for again.
            state.unknown.insert(id.to_owned(), now + UNKNOWN_FOR);
        }
        state.current(now)
    }

    /// How old the keys are.
    pub fn age(&self) -> Option<Duration> {
        let at = self.state().fetched.as_ref()?.at;
        Duration::try_from(clock::now() - at).ok()
    }

    /// Fetches the keys once; for `anteroom check`.
    pub async fn try_fetch(&self) -> Result<Arc<KeySet>, FetchError> {
        self.0.fetch().await.map(|fetched| fetched.keys)
    }

    /// Starts a fetch if none is running. It has a task of its own: the request that it began for may be dropped.
    fn begin(&self, state: &mut State) {
        if state.is_fetching {
            return;
        }
        state.is_fetching = true;
        let source = self.clone();
        tokio::spawn(async move {
            let fetched = source.0.fetch().await;
            source.state().end(fetched);
            source.0.ended.send_modify(|count| *count += 1);
        });
    }

    async fn fetch_ended(&self) {
        let mut ended = self.0.ended.subscribe();
        // One that ended before we subscribed has left its result already.
        if self.state().is_fetching {
            drop(tokio::time::timeout(PATIENCE, ended.changed()).await);
        }
    }

    /// Ignores poisoning: no change can be left half-done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn current(&self, now: OffsetDateTime) -> Option<Arc<KeySet>> {
        self.fetched.as_ref().filter(|fetched| now - fetched.at < LONGEST_USE).map(|fetched| fetched.keys.clone())
    }

    fn end(&mut self, fetched: Result<Fetched, FetchError>) {
        self.is_fetching = false;
        match fetched {
            Ok(fetched) => {
                self.fetched = Some(fetched);
                (self.not_before, self.failures) = (None, 0);
            }
            Err(error) => {
                let pause = RETRY.saturating_mul(2_u32.saturating_pow(self.failures)).min(LONGEST_RETRY);
                self.not_before = Some(clock::now() + pause);
                self.failures = self.failures.saturating_add(1);
                tracing::warn!(%error, "cannot fetch the keys of members' tokens; using the last ones");
            }
        }
    }
}

impl Inner {
    async fn fetch(&self) -> Result<Fetched, FetchError> {
        let url = match &self.place {
            KeysAt::Url(url) => url.clone(),
            KeysAt::Discovery { issuer, configuration } => self.discover(issuer, configuration).await?,
        };
        let fails = |fault: String| FetchError { url: url.to_string(), fault };
        let (head, body) = self.get(&url).await.map_err(fails)?;
        let keys = KeySet::read(&body).map_err(|fault| fails(format!("is no key set: {fault}")))?;
        let at = clock::now();
        let fresh = max_age(&head).unwrap_or(FRESH).clamp(SHORTEST_FRESH, LONGEST_FRESH);
        Ok(Fetched { keys: Arc::new(keys), at, stale_at: at + fresh })
    }

    /// Reads the document in which an issuer describes itself (OIDC Discovery 1.0, 4; RFC 8414).
    async fn discover(&self, issuer: &str, configuration: &Url) -> Result<Url, FetchError> {
        let fails = |fault: String| FetchError { url: configuration.to_string(), fault };
        let (_, body) = self.get(configuration).await.map_err(fails)?;
        let found: serde_json::Value =
            serde_json::from_slice(&body).map_err(|_| fails("is no OpenID configuration".to_owned()))?;
        if found["issuer"] != issuer {
            return Err(fails(format!("is of another issuer than MEMBERS_ISSUER ({issuer})")));
        }
        let keys = found["jwks_uri"].as_str().and_then(|text| text.parse::<Url>().ok());
        keys.filter(is_safe).ok_or_else(|| fails("names no address of keys by https (jwks_uri)".to_owned()))
    }

    async fn get(&self, url: &Url) -> Result<(HeaderMap, Bytes), String> {
        let request = Request::get(url.as_str()).header(ACCEPT, "application/json").header(USER_AGENT, "anteroom");
        let request = request.body(Full::default()).map_err(|error| format!("is no address: {error}"))?;
        let answer = self.outgoing.call(request, MAX_BYTES, MAX_TIME).await;
        let answer = answer.map_err(|error| format!("does not answer: {error}"))?;
        match answer.head.status {
            StatusCode::OK => Ok((answer.head.headers, answer.body)),
            status if status.is_redirection() => Err(format!("redirects ({status}): set the final address")),
            status => Err(format!("answers {status}")),
        }
    }
}

/// `max-age` of Cache-Control (RFC 9111, 5.2.2.1).
fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(CACHE_CONTROL)?.to_str().ok()?;
    let seconds = text.split(',').find_map(|part| part.trim().strip_prefix("max-age="))?;
    seconds.trim_matches('"').parse().ok().map(Duration::from_secs)
}
