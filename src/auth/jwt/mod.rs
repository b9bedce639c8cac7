//! Tokens of the host site's users: signed JSON Web Tokens (RFC 7519), checked as RFC 8725 recommends (ASVS 5.0, 9.1 and
//! 9.2).

use std::sync::Arc;

use crate::config::MemberOptions;
use crate::error::{Error, Kind};
use crate::platform::clock;

mod check;
mod key_source;
mod keys;
mod options;

use check::Refusal;
pub use check::{Rules, Verified, user};
use key_source::KeySource;
pub use options::{faults, is_safe};

/// Checks tokens with the site's secret and the issuer's keys. Cheap to clone.
#[derive(Clone)]
pub struct Tokens(Arc<Inner>);

struct Inner {
    rules: Rules,
    keys: Option<KeySource>,
}

impl Tokens {
    pub fn new(options: &MemberOptions) -> Self {
        Self(Arc::new(Inner { rules: Rules::new(options), keys: options.keys().map(KeySource::new) }))
    }

    /// The same, and starts to fetch the issuer's keys, so that the first token need not wait.
    pub fn warmed_up(options: &MemberOptions) -> Self {
        let tokens = Self::new(options);
        drop(tokens.0.keys.as_ref().map(KeySource::current));
        tokens
    }

    /// Whether a bearer may be a token of ours to check: other sign-ins have no dots.
    pub fn takes(&self, bearer: &str) -> bool {
        self.0.rules.takes_tokens() && bearer.contains('.')
    }

    /// Returns the user whom a token proves. 401 for all that is wrong with it, with the cause in the log alone; 503
    /// while the issuer's keys could not be fetched even once: a client would throw the token away for a 401.
    pub async fn verify(&self, token: &str) -> Result<Verified, Error> {
        let keys = self.0.keys.as_ref().map(KeySource::current);
        let mut found = self.0.rules.check(token, &keys.clone().flatten().unwrap_or_default(), clock::now());
        if let (Err(Refusal::UnknownKey(id)), Some(source)) = (&found, &self.0.keys) {
            let newer = source.fetched_for(id.as_deref()).await;
            if let Some(newer) = &newer {
                found = self.0.rules.check(token, newer, clock::now());
            } else if keys.flatten().is_none() {
                count("no-keys");
                return Err(Error::caused(Kind::Unavailable, "the keys of members' tokens could never be fetched"));
            }
        }
        match found {
            Ok(verified) => {
                count("good");
                Ok(verified)
            }
            Err(refusal) => {
                count("refused");
                tracing::info!(%refusal, "a member's token is refused");
                Err(Kind::NotSignedIn.into())
            }
        }
    }

    /// Fetches the issuer's keys, for `anteroom check`. Returns the sentence for the
    /// report; `None` if no keys are to be fetched.
    pub async fn try_keys(&self) -> Option<Result<String, String>> {
        let fetched = self.0.keys.as_ref()?.try_fetch().await;
        Some(fetched.map(|keys| format!("{} usable keys", keys.count())).map_err(|error| error.to_string()))
    }

    /// Writes how old the issuer's keys are into the metrics.
    pub fn note_age(&self) {
        if let Some(age) = self.0.keys.as_ref().and_then(KeySource::age) {
            metrics::gauge!("anteroom_member_keys_age_seconds").set(age.as_secs_f64());
        }
    }
}

fn count(outcome: &'static str) {
    metrics::counter!("anteroom_member_tokens_total", "outcome" => outcome).increment(1);
}
