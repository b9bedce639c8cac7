//! How the host site's users prove who they are to us.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use clap::{Args, ValueEnum};
use url::Url;

use super::Switch;

/// Tokens of the host site's users.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Members: the site's own users")]
pub struct MemberOptions {
    /// Secret with which the site signs its users' tokens (HS256), 32 bytes or more; also read from
    /// SUPABASE_JWT_SECRET
    #[arg(long, env = "MEMBERS_JWT_SECRET", global = true, hide_env_values = true)]
    pub members_jwt_secret: Option<JwtSecret>,

    /// Issuer of the tokens, exactly as in `iss`. Without a secret and a key set, the keys are found by its OpenID
    /// configuration
    #[arg(long, env = "MEMBERS_ISSUER", global = true)]
    pub members_issuer: Option<String>,

    /// Where the issuer publishes its public keys (JWKS), by https
    #[arg(long, env = "MEMBERS_JWKS_URL", global = true)]
    pub members_jwks_url: Option<Url>,

    /// A Supabase project, as https://name.supabase.co: sets issuer, key set and audience
    #[arg(long, env = "SUPABASE_PROJECT_URL", global = true)]
    pub supabase_project_url: Option<Url>,

    /// Audiences, comma-separated: a token must name one of them in `aud`. Without any, tokens with an audience are
    /// refused, because they are for others
    #[arg(long, env = "MEMBERS_AUDIENCE", global = true, value_delimiter = ',')]
    pub members_audience: Vec<String>,

    /// Signatures that are accepted, comma-separated [default: HS256 with a secret; RS256, PS256, ES256 and EdDSA with
    /// a key set]
    #[arg(long, env = "MEMBERS_ALGORITHMS", global = true, value_delimiter = ',', ignore_case = true)]
    pub members_algorithms: Vec<JwtAlgorithm>,

    /// How far the issuer's clock may differ from ours, 2 minutes at most
    #[arg(long, env = "MEMBERS_LEEWAY", global = true, default_value = "30s", value_parser = humantime::parse_duration)]
    pub members_leeway: Duration,

    /// Where a token says what: `id` (which must be unique for ever), and what we may know besides; a name, or a JSON
    /// pointer such as /user_metadata/full_name
    #[arg(long, env = "MEMBERS_CLAIMS", global = true, default_value = "id=sub,name=name,email=email,role=role")]
    pub members_claims: Claims,

    /// Where the issuer says whether a token is active that only it can read (RFC 7662), by https
    #[arg(long, env = "MEMBERS_INTROSPECTION_URL", global = true)]
    pub members_introspection_url: Option<Url>,

    /// Our name at the issuer, for asking it
    #[arg(long, env = "MEMBERS_INTROSPECTION_CLIENT_ID", global = true)]
    pub members_introspection_client_id: Option<String>,

    /// The secret of that name
    #[arg(long, env = "MEMBERS_INTROSPECTION_CLIENT_SECRET", global = true, hide_env_values = true)]
    pub members_introspection_client_secret: Option<JwtSecret>,

    /// Cookies by which the site knows its users, comma-separated; one that ends in * means all that begin so
    #[arg(long, env = "MEMBERS_COOKIE", global = true, value_delimiter = ',')]
    pub members_cookie: Vec<String>,

    /// Address of the site that says, by these cookies, who is signed in, as JSON
    #[arg(long, env = "MEMBERS_WHOAMI_URL", global = true)]
    pub members_whoami_url: Option<Url>,

    /// Where that answer says what, as MEMBERS_CLAIMS does for tokens
    #[arg(
        long,
        env = "MEMBERS_WHOAMI_CLAIMS",
        global = true,
        default_value = "id=/user/id,name=/user/name,email=/user/email,role=/user/role"
    )]
    pub members_whoami_claims: Claims,

    /// Take X-User-Id for a sign-in, from programs on this machine only; for trying out, refused with --production
    #[arg(long, env = "MEMBERS_TRUST_USER_HEADER", global = true, default_value = "off")]
    pub members_trust_user_header: Switch,

    /// Messages that a member may send in an hour
    #[arg(long, env = "CHAT_MESSAGES_PER_HOUR", global = true, default_value_t = 100,
          value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub chat_messages_per_hour: u32,

    /// What the assistant says first in a conversation [default: a sentence in the member's language]
    #[arg(long, env = "CHAT_GREETING", global = true)]
    pub chat_greeting: Option<String>,
}

impl MemberOptions {
    /// The Supabase project's address of authentication, without a slash at its end.
    fn supabase(&self) -> Option<String> {
        let url = self.supabase_project_url.as_ref()?;
        Some(format!("{}/auth/v1", url.as_str().trim_end_matches('/')))
    }

    /// Whether the site's users can sign in in any way.
    pub fn signs_in(&self) -> bool {
        self.members_jwt_secret.is_some()
            || self.keys().is_some()
            || self.members_introspection_url.is_some()
            || self.members_whoami_url.is_some()
            || self.members_trust_user_header == Switch::On
    }

    /// What `iss` must be.
    pub fn issuer(&self) -> Option<String> {
        self.members_issuer.clone().or_else(|| self.supabase())
    }

    /// One of these must be in `aud`.
    pub fn audiences(&self) -> Vec<String> {
        match (&self.members_audience[..], &self.supabase_project_url) {
            ([], Some(_)) => vec!["authenticated".to_owned()],
            (given, _) => given.to_vec(),
        }
    }

    /// Where the public keys are.
    pub fn keys(&self) -> Option<KeysAt> {
        if let Some(url) = &self.members_jwks_url {
            return Some(KeysAt::Url(url.clone()));
        }
        if let Some(url) = self.supabase() {
            return format!("{url}/.well-known/jwks.json").parse().ok().map(KeysAt::Url);
        }
        let issuer = self.members_issuer.as_ref().filter(|_| self.members_jwt_secret.is_none())?;
        let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        url.parse().ok().map(|configuration| KeysAt::Discovery { issuer: issuer.clone(), configuration })
    }

    /// The accepted signatures.
    pub fn algorithms(&self) -> Vec<JwtAlgorithm> {
        let by_default = JwtAlgorithm::value_variants().iter().filter(|algorithm| match algorithm {
            JwtAlgorithm::Hs256 => self.members_jwt_secret.is_some(),
            _ => self.keys().is_some(),
        });
        if self.members_algorithms.is_empty() { by_default.copied().collect() } else { self.members_algorithms.clone() }
    }
}

/// Where an issuer's public keys are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysAt {
    Url(Url),
    /// In the issuer's OpenID configuration, as `jwks_uri`.
    Discovery {
        issuer: String,
        configuration: Url,
    },
}

/// Signatures of tokens (RFC 7518, 3.1; RFC 8037).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum JwtAlgorithm {
    #[value(name = "HS256")]
    Hs256,
    #[value(name = "RS256")]
    Rs256,
    #[value(name = "PS256")]
    Ps256,
    #[value(name = "ES256")]
    Es256,
    #[value(name = "EdDSA")]
    EdDsa,
}

/// The secret of HS256. It is never printed; so whether it is long enough is checked later than the other options'
/// values, which clap repeats when it refuses them.
#[derive(Clone)]
pub struct JwtSecret(String);

impl JwtSecret {
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl FromStr for JwtSecret {
    type Err = Infallible;

    /// Ignores spaces and line breaks around the secret.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.trim().to_owned()))
    }
}

impl fmt::Debug for JwtSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JwtSecret(…)")
    }
}

/// Where a token says what about its user, as JSON pointers (RFC 6901).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// What names the user at the site for ever.
    pub id: String,
    /// What else we may know, each under our name for it.
    pub others: Vec<(String, String)>,
}

impl FromStr for Claims {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut id = None;
        let mut others = Vec::<(String, String)>::new();
        for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (name, place) = pair.split_once('=').map_or((pair, pair), |(name, place)| (name.trim(), place.trim()));
            let is_name = name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_');
            if name.is_empty() || !is_name || place.is_empty() {
                return Err(format!("“{pair}” is not like name=claim or name=/path/to/claim"));
            }
            let pointer = if place.starts_with('/') {
                place.to_owned()
            } else {
                format!("/{}", place.replace('~', "~0").replace('/', "~1"))
            };
            if name == "id" && id.is_none() {
                id = Some(pointer);
            } else if name == "id" || others.iter().any(|(other, _)| other == name) {
                return Err(format!("“{name}” is named twice"));
            } else {
                others.push((name.to_owned(), pointer));
            }
        }
        Ok(Self { id: id.unwrap_or_else(|| "/sub".to_owned()), others })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;

    fn options(flags: &[&str]) -> MemberOptions {
        Cli::from_flags(["anteroom"].iter().chain(flags)).expect("options that parse").config.members
    }

    #[test]
    fn a_supabase_project_sets_issuer_keys_and_audience() {
        let found = options(&["--supabase-project-url=https://abc.supabase.co/"]);
        assert_eq!(found.issuer().as_deref(), Some("https://abc.supabase.co/auth/v1"));
        assert_eq!(found.audiences(), ["authenticated"]);
        let keys = "https://abc.supabase.co/auth/v1/.well-known/jwks.json".parse().map(KeysAt::Url).ok();
        assert_eq!(found.keys(), keys);
        assert!(!found.algorithms().contains(&JwtAlgorithm::Hs256));
        // While a project migrates it signs with both.
        let secret = format!("--members-jwt-secret={}", "s".repeat(40));
        let found = options(&["--supabase-project-url=https://abc.supabase.co", &secret, "--members-audience=a,b"]);
        assert_eq!((found.algorithms().len(), found.audiences().len()), (5, 2));
    }

    #[test]
    fn an_issuer_alone_is_asked_where_its_keys_are() {
        let issuer = "--members-issuer=https://id.example/realm/";
        let Some(KeysAt::Discovery { issuer: exact, configuration }) = options(&[issuer]).keys() else {
            panic!("no discovery");
        };
        assert_eq!(exact, "https://id.example/realm/");
        assert_eq!(configuration.as_str(), "https://id.example/realm/.well-known/openid-configuration");
        let secret = format!("--members-jwt-secret={}", "s".repeat(32));
        assert_eq!(options(&[issuer, &secret]).keys(), None);
        assert_eq!(options(&[&secret]).algorithms(), [JwtAlgorithm::Hs256]);
        assert_eq!(options(&[]).algorithms(), []);
    }

    #[test]
    fn nothing_prints_a_secret() {
        let Ok(secret) = format!("{}\n", "s".repeat(32)).parse::<JwtSecret>();
        assert_eq!((secret.bytes().len(), format!("{secret:?}")), (32, "JwtSecret(…)".to_owned()));
    }

    #[test]
    fn claims_are_names_or_pointers() {
        let claims: Claims = "id=userId, name=/user_metadata/full_name,role".parse().expect("claims");
        assert_eq!(claims.id, "/userId");
        let others: Vec<_> = claims.others.iter().map(|(name, place)| (&**name, &**place)).collect();
        assert_eq!(others, [("name", "/user_metadata/full_name"), ("role", "/role")]);
        assert_eq!(
            "name=https://x.example/name".parse::<Claims>().expect("claims").others[0].1,
            "/https:~1~1x.example~1name"
        );
        assert_eq!("".parse::<Claims>().expect("claims").id, "/sub");
        for bad in ["id=", "=sub", "a b=c", "id=a,id=b", "name=a,name=b"] {
            assert!(bad.parse::<Claims>().is_err(), "{bad}");
        }
    }
}
