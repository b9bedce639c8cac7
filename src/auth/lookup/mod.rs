//! Asks the site whose a credential is, where only the site can read it: a token without content (RFC 7662), or the site's
//! own cookies. Answers are kept for a short time, so that not every call asks again.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, USER_AGENT};
use hyper::{HeaderMap, Request, StatusCode};
use quick_cache::sync::Cache;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use tokio::sync::Semaphore;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use crate::auth::jwt::{Rules, Verified, user};
use crate::config::{Claims, JwtSecret, MemberOptions};
use crate::error::{Error, Kind};
use crate::platform::clock;
use crate::platform::outgoing::Outgoing;

mod cookies;

/// How long an answer is kept: that someone is signed in, and that no one is.
const KNOWN_FOR: Duration = Duration::from_secs(60);
const UNKNOWN_FOR: Duration = Duration::from_secs(10);

/// Answers that are kept.
const MAX_KNOWN: usize = 10_000;

/// Questions at once.
const MAX_ASKED: usize = 32;

/// How long the site may take, waiting for one of these included.
const PATIENCE: Duration = Duration::from_secs(2);

const MAX_BYTES: usize = 64 * 1024;

/// The longest credential.
const LONGEST: usize = 8 * 1024;

/// Asks the site. Cheap to clone.
#[derive(Clone)]
pub struct Lookup(Arc<Inner>);

struct Inner {
    rules: Rules,
    introspection: Option<Introspection>,
    who_am_i: Option<WhoAmI>,
    outgoing: Outgoing,
    /// By the hash of what was asked.
    known: Cache<[u8; 32], Known>,
    slots: Semaphore,
}

struct Introspection {
    url: Url,
    authorization: String,
}

struct WhoAmI {
    url: Url,
    cookies: Vec<String>,
    claims: Claims,
}

/// Whose a credential is, and until when this is believed.
#[derive(Clone)]
struct Known {
    user: Option<Verified>,
    until: OffsetDateTime,
}

/// What the site says.
struct Said {
    user: Option<Verified>,
    /// When the credential expires, if it says so.
    expires: Option<OffsetDateTime>,
}

impl Lookup {
    pub fn new(options: &MemberOptions) -> Self {
        let id = options.members_introspection_client_id.as_deref();
        let secret = options.members_introspection_client_secret.as_ref();
        let introspection = options
            .members_introspection_url
            .clone()
            .zip(id.zip(secret))
            .map(|(url, (id, secret))| Introspection { url, authorization: basic(id, secret) });
        let who_am_i = options.members_whoami_url.clone().map(|url| WhoAmI {
            url,
            cookies: options.members_cookie.clone(),
            claims: options.members_whoami_claims.clone(),
        });
        Self(Arc::new(Inner {
            rules: Rules::new(options),
            introspection,
            who_am_i,
            outgoing: Outgoing::default(),
            known: Cache::new(MAX_KNOWN),
            slots: Semaphore::new(MAX_ASKED),
        }))
    }

    /// The user to whom a token belongs that only its issuer can read; `None` if it is not active, or not for us.
    pub async fn find_by_token(&self, token: &str) -> Result<Option<Verified>, Error> {
        let Some(introspection) = &self.0.introspection else {
            return Ok(None);
        };
        // RFC 6750, 2.1.
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
        if token.is_empty() || token.len() > LONGEST || !token.bytes().all(is_token) {
            return Ok(None);
        }
        self.find("token", token, || self.0.introspect(introspection, token)).await
    }

    /// The user who is signed in at the site by the cookies of this request; `None` if no one is.
    pub async fn find_by_cookies(&self, headers: &HeaderMap) -> Result<Option<Verified>, Error> {
        let Some(who_am_i) = &self.0.who_am_i else {
            return Ok(None);
        };
        let chosen = cookies::choose(headers, &who_am_i.cookies);
        if chosen.is_empty() || chosen.len() > LONGEST {
            return Ok(None);
        }
        self.find("cookies", &chosen, || self.0.who_am_i(who_am_i, &chosen)).await
    }

    /// Looks the credential up among what is known, and otherwise asks: once for all who want to know the same.
    async fn find<F>(&self, kind: &str, credential: &str, ask: impl Fn() -> F) -> Result<Option<Verified>, Error>
    where
        F: Future<Output = Result<Said, String>>,
    {
        let found = tokio::time::timeout(PATIENCE, self.find_or_ask(kind, credential, ask)).await;
        match found {
            Ok(Ok(user)) => Ok(user),
            Ok(Err(fault)) => Err(away(fault)),
            Err(_) => Err(away(format!("no answer in {PATIENCE:?}"))),
        }
    }

    async fn find_or_ask<F>(
        &self,
        kind: &str,
        credential: &str,
        ask: impl Fn() -> F,
    ) -> Result<Option<Verified>, String>
    where
        F: Future<Output = Result<Said, String>>,
    {
        let hash: [u8; 32] =
            Sha256::new().chain_update(kind).chain_update([0]).chain_update(credential).finalize().into();
        loop {
            let guard = match self.0.known.get_value_or_guard_async(&hash).await {
                Ok(known) if known.until > clock::now() => return Ok(known.user),
                Ok(_) => {
                    self.0.known.remove_if(&hash, |known| known.until <= clock::now());
                    continue;
                }
                Err(guard) => guard,
            };
            let _slot = self.0.slots.acquire().await.map_err(|closed| closed.to_string())?;
            let said = ask().await?;
            let now = clock::now();
            let longest = now + if said.user.is_some() { KNOWN_FOR } else { UNKNOWN_FOR };
            let until = said.expires.map_or(longest, |expires| expires.min(longest));
            drop(guard.insert(Known { user: said.user.clone(), until }));
            return Ok(said.user);
        }
    }

    /// Asks once about nothing, for `anteroom check`. Returns what does not answer as it should.
    pub async fn check(&self) -> Result<(), String> {
        if let Some(introspection) = &self.0.introspection {
            self.0.introspect(introspection, "anteroom-check").await?;
        }
        if let Some(who_am_i) = &self.0.who_am_i {
            self.0.who_am_i(who_am_i, "anteroom-check=1").await?;
        }
        Ok(())
    }
}

/// 503: a client would throw a good credential away for a 401.
fn away(fault: String) -> Error {
    tracing::warn!(fault, "the site does not say whose a credential is");
    Error::caused(Kind::Unavailable, fault)
}

impl Inner {
    async fn introspect(&self, introspection: &Introspection, token: &str) -> Result<Said, String> {
        let body: String = Serializer::new(String::new())
            .append_pair("token", token)
            .append_pair("token_type_hint", "access_token")
            .finish();
        let request = Request::post(introspection.url.as_str())
            .header(AUTHORIZATION, &introspection.authorization)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, "anteroom")
            .body(Full::new(Bytes::from(body)));
        let (status, answer) = self.call("MEMBERS_INTROSPECTION_URL", request).await?;
        match status {
            StatusCode::OK => {}
            StatusCode::UNAUTHORIZED => {
                return Err(
                    "MEMBERS_INTROSPECTION_URL refuses MEMBERS_INTROSPECTION_CLIENT_ID or its secret".to_owned()
                );
            }
            status => return Err(format!("MEMBERS_INTROSPECTION_URL answers {status}")),
        }
        let answer: Value = serde_json::from_slice(&answer)
            .map_err(|_| "MEMBERS_INTROSPECTION_URL answers with something that is no JSON".to_owned())?;
        let expires = answer["exp"].as_i64().and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
        match self.rules.check_introspected(&answer, clock::now()) {
            Ok(user) => Ok(Said { user: Some(user), expires }),
            Err(refusal) => {
                tracing::info!(%refusal, "a member's token is refused");
                Ok(Said { user: None, expires: None })
            }
        }
    }

    async fn who_am_i(&self, who_am_i: &WhoAmI, cookies: &str) -> Result<Said, String> {
        let request = Request::get(who_am_i.url.as_str())
            .header(COOKIE, cookies)
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, "anteroom")
            .body(Full::default());
        let (status, answer) = self.call("MEMBERS_WHOAMI_URL", request).await?;
        let is_no_one = matches!(status.as_u16(), 204 | 401 | 403 | 404) || status.is_redirection();
        if is_no_one {
            return Ok(Said { user: None, expires: None });
        }
        if status != StatusCode::OK {
            return Err(format!("MEMBERS_WHOAMI_URL answers {status}"));
        }
        let answer: Value = serde_json::from_slice(&answer)
            .map_err(|_| "MEMBERS_WHOAMI_URL answers with something that is no JSON".to_owned())?;
        if answer.pointer(&who_am_i.claims.id).is_none_or(Value::is_null) {
            return Ok(Said { user: None, expires: None });
        }
        let found = user(&who_am_i.claims, &answer);
        Ok(Said { user: Some(found.map_err(|refusal| format!("MEMBERS_WHOAMI_URL: {refusal}"))?), expires: None })
    }

    async fn call(
        &self,
        option: &str,
        request: Result<Request<Full<Bytes>>, hyper::http::Error>,
    ) -> Result<(StatusCode, Bytes), String> {
        let request = request.map_err(|error| format!("{option} cannot be asked: {error}"))?;
        let answer = self.outgoing.call(request, MAX_BYTES, PATIENCE).await;
        let answer = answer.map_err(|error| format!("{option} does not answer: {error}"))?;
        Ok((answer.head.status, answer.body))
    }
}

/// RFC 6749, 2.3.1.
fn basic(id: &str, secret: &JwtSecret) -> String {
    let encode = |bytes: &[u8]| byte_serialize(bytes).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(id.as_bytes()), encode(secret.bytes()))))
}
