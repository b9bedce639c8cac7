//! The options of the session service.

use std::str::FromStr;

use clap::{ArgAction, Args, ValueEnum};
use hyper::header::HeaderName;
use sha2::{Digest as _, Sha256};

/// Sign-in sessions of the host site's users.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
#[command(next_help_heading = "Sessions of the site's own users (times in seconds)")]
pub struct SessionOptions {
    /// Keys with which the site's backend calls /sessions, comma-separated, each of 32 characters or more; without any
    /// only programs on this machine may, and with --production no one
    #[arg(long, env = "SESSION_SERVICE_KEYS", global = true, hide_env_values = true)]
    pub session_service_keys: Option<ServiceKeys>,

    /// How long a session lasts without a call, if its creator does not say
    #[arg(long, env = "SESSION_DEFAULT_TIMEOUT", global = true, default_value_t = 3600)]
    pub session_default_timeout: u32,

    /// The longest that its creator may ask for; also the longest that any session lasts
    #[arg(long, env = "SESSION_MAX_TIMEOUT", global = true, default_value_t = 86_400,
          value_parser = clap::value_parser!(u32).range(1..=31_536_000))]
    pub session_max_timeout: u32,

    /// The shortest that its creator may ask for
    #[arg(long, env = "SESSION_MIN_TIMEOUT", global = true, default_value_t = 300,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub session_min_timeout: u32,

    /// How often sessions that have ended are deleted
    #[arg(long, env = "SESSION_CLEANUP_INTERVAL", global = true, default_value_t = 300,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub session_cleanup_interval: u32,

    /// Sessions of one user at once
    #[arg(long, env = "SESSION_MAX_PER_USER", global = true, default_value_t = 10,
          value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub session_max_per_user: u32,

    /// What a sign-in beyond that does: end the oldest session, or be refused
    #[arg(long, env = "SESSION_AT_MAX", global = true, default_value = "end-oldest")]
    pub session_at_max: AtMax,

    /// Whether the holder of a session may extend it, or only the site's backend
    #[arg(long, env = "SESSION_HOLDER_MAY_EXTEND", global = true, default_value_t = true, action = ArgAction::Set)]
    pub session_holder_may_extend: bool,

    /// Whether a call with a session keeps it from ending
    #[arg(long, env = "SESSION_AUTO_UPDATE", global = true, default_value_t = true, action = ArgAction::Set)]
    pub session_auto_update: bool,

    /// The header that carries a session; `Authorization: Bearer` always may
    #[arg(long, env = "SESSION_HEADER", global = true, default_value = "x-session-id")]
    pub session_header: HeaderName,

    /// Refuse calls from elsewhere than this machine that do not come over https
    #[arg(long, env = "SESSION_REQUIRE_HTTPS", global = true, default_value_t = false, action = ArgAction::Set)]
    pub session_require_https: bool,

    /// Our cookies are for https alone wherever PUBLIC_URL begins with it; this only has to agree
    #[arg(long, env = "SESSION_SECURE_COOKIES", global = true, action = ArgAction::Set)]
    pub session_secure_cookies: Option<bool>,

    /// Paths that need a session, comma-separated: each covers what is below it
    #[arg(long, env = "SESSION_PROTECTED_PATHS", global = true, value_delimiter = ',')]
    pub session_protected_paths: Vec<String>,

    /// Paths below those that need none
    #[arg(long, env = "SESSION_EXCLUDED_PATHS", global = true, value_delimiter = ',')]
    pub session_excluded_paths: Vec<String>,

    /// Log each call to /sessions, without ids
    #[arg(long, env = "SESSION_LOG_REQUESTS", global = true, default_value_t = false, action = ArgAction::Set)]
    pub session_log_requests: bool,
}

/// What a sign-in does when its user has as many sessions as allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AtMax {
    EndOldest,
    Refuse,
}

/// The keys of the site's backend; only their hashes are kept.
#[derive(Clone)]
pub struct ServiceKeys(Vec<[u8; 32]>);

impl std::fmt::Debug for ServiceKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} keys", self.0.len())
    }
}

/// The fewest characters of a key.
const SHORTEST: usize = 32;

impl FromStr for ServiceKeys {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let keys: Vec<&str> = text.split([',', '\n']).map(str::trim).filter(|key| !key.is_empty()).collect();
        if keys.is_empty()
            || keys.iter().any(|key| key.len() < SHORTEST || !key.chars().all(|sign| sign.is_ascii_graphic()))
        {
            return Err(format!(
                "each key has {SHORTEST} letters, digits or signs of ASCII or more; make one with `openssl rand -base64 32`"
            ));
        }
        Ok(Self(keys.into_iter().map(|key| Sha256::digest(key).into()).collect()))
    }
}

impl ServiceKeys {
    /// Whether this is one of them. Comparing hashes tells nothing of a key by the time it takes.
    pub fn contain(&self, key: &str) -> bool {
        let hash: [u8; 32] = Sha256::digest(key).into();
        self.0.contains(&hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_long_and_never_shown() {
        let (one, two) = ("a".repeat(32), "b".repeat(40));
        let keys: ServiceKeys = format!("{one}, {two}\n").parse().expect("two keys");
        assert!(keys.contain(&one) && keys.contain(&two) && !keys.contain(&"a".repeat(33)) && !keys.contain(""));
        assert_eq!(format!("{keys:?}"), "2 keys");
        for bad in ["", ",", "short", &format!("{one},short"), &"ä".repeat(32), &format!("a b{one}")] {
            assert!(bad.parse::<ServiceKeys>().is_err(), "{bad}");
        }
    }
}
