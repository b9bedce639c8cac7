//! Who calls the session service: the site's backend by its key, the holder of a session, both in one request, or a user
//! with a token of the site.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use uuid::Uuid;

use crate::auth::jwt::{Tokens, Verified};
use crate::auth::member_sessions::token;
use crate::auth::member_sessions::{MemberSession, MemberSessions};
use crate::error::{Error, Kind};
use crate::platform::http::origin::{Sender, Site};
use crate::platform::http::rate::RateLimits;
use crate::platform::http::{ClientIp, IsLocal, Path};

/// What a request presents.
#[derive(Debug, Default, PartialEq, Eq)]
struct Presented<'a> {
    /// A member's token, well-formed or not, in either header.
    session: Option<&'a str>,
    /// Any other bearer: a service key, or a sign-in of staff.
    bearer: Option<&'a str>,
}

/// Reads both headers. A visitor's session id in the session header is no sign-in and so nothing here.
fn presented<'a>(headers: &'a HeaderMap, session_header: &HeaderName) -> Result<Presented<'a>, Error> {
    let unreadable = |name: &str| Error::new(Kind::InvalidRequest, format!("Send one {name} header, in ASCII."));
    let one = |name: &HeaderName| {
        let mut all = headers.get_all(name).iter();
        let first = all.next().map(|value| value.to_str().map_err(|_| unreadable(name.as_str()))).transpose()?;
        if all.next().is_some() { Err(unreadable(name.as_str())) } else { Ok(first) }
    };
    let bearer = one(&AUTHORIZATION)?.and_then(|text| {
        let (scheme, token) = text.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let in_header = one(session_header)?.map(str::trim).filter(|text| token::is_meant(text));
    let in_bearer = bearer.filter(|text| token::is_meant(text));
    if in_header.is_some() && in_bearer.is_some() && in_header != in_bearer {
        return Err(Kind::TwoSessions.into());
    }
    Ok(Presented { session: in_header.or(in_bearer), bearer: bearer.filter(|text| !token::is_meant(text)) })
}

/// Who makes a call to the session service.
pub struct Caller {
    /// The site's backend; without any key, a program on this machine.
    pub is_service: bool,
    /// The session whose token the request carries, if it has not ended.
    pub session: Option<MemberSession>,
    /// The user whom a token of the site proves.
    pub user: Option<Verified>,
    /// A bearer that is none of these: perhaps a sign-in of staff.
    pub other: Option<String>,
    /// Whether the request carries any credentials, valid or not.
    pub has_credentials: bool,
}

impl Caller {
    /// 401 without any credentials, 403 with others than the site's backend has.
    pub fn must_be_service(&self) -> Result<(), Error> {
        if self.is_service {
            return Ok(());
        }
        if self.session.is_none() && self.user.is_none() {
            return Err(Kind::NotSignedIn.into());
        }
        Err(Error::new(
            Kind::Forbidden,
            "Only the site's backend may do this. Send one of SESSION_SERVICE_KEYS in Authorization: Bearer.",
        ))
    }

    /// The same, or this user: by a session, or by a token of the site.
    pub fn must_be_of(&self, user_id: &str) -> Result<(), Error> {
        let by_session = self.session.as_ref().is_some_and(|session| session.user_id == user_id);
        if by_session || self.user.as_ref().is_some_and(|user| user.subject == user_id) {
            return Ok(());
        }
        self.must_be_service()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller
where
    MemberSessions: FromRef<S>,
    Tokens: FromRef<S>,
    RateLimits: FromRef<S>,
    Site: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let sessions = MemberSessions::from_ref(state);
        let Ok(IsLocal(is_local)) = IsLocal::from_request_parts(parts, state).await;
        let presented = presented(&parts.headers, &sessions.options.session_header)?;
        // Another site's page in a browser on this machine is no program of ours.
        let is_local = is_local && Sender::of(&parts.headers, &Site::from_ref(state)) != Sender::Other;
        let tokens = Tokens::from_ref(state);
        // A program on this machine that carries a user's token acts as that user.
        let of_user = presented.bearer.filter(|bearer| tokens.takes(bearer));
        let keys = sessions.options.session_service_keys.as_ref();
        let has_key = keys.zip(presented.bearer).is_some_and(|(keys, bearer)| keys.contain(bearer));
        let is_service = has_key || keys.is_none() && is_local && of_user.is_none();
        let session = match presented.session.and_then(token::parse) {
            Some(token) => sessions.find_by_token(&token).await?,
            None => None,
        };
        if !is_service && session.is_none() {
            // Calls come from a proxy or a backend, so only those without valid credentials are counted.
            let client = ClientIp::of(&parts.extensions);
            RateLimits::from_ref(state).check_call(client)?;
        }
        let user = match of_user.filter(|_| !is_service && session.is_none()) {
            Some(token) => Some(tokens.verify(token).await?),
            // What the site's own calls carry beside a session need not be for us.
            None => None,
        };
        let other = presented.bearer.filter(|_| !has_key && user.is_none()).map(str::to_owned);
        let has_credentials = presented.session.is_some() || presented.bearer.is_some();
        Ok(Self { is_service, session, user, other, has_credentials })
    }
}

/// The site's backend; 401 or 403 for others.
pub struct Backend;

impl<S: Send + Sync> FromRequestParts<S> for Backend
where
    Caller: FromRequestParts<S, Rejection = Error>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        Caller::from_request_parts(parts, state).await?.must_be_service().map(|()| Self)
    }
}

/// A session that the path names, and whether the caller acts as the site's backend. It is found by its token, which
/// proves itself, or by its public id, for the backend and for the holder of a session of the same user. Another's is
/// 404, as one that has ended.
pub struct Named {
    pub session: MemberSession,
    pub by_service: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Named
where
    MemberSessions: FromRef<S>,
    RateLimits: FromRef<S>,
    Caller: FromRequestParts<S, Rejection = Error>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let sessions = MemberSessions::from_ref(state);
        let caller = Caller::from_request_parts(parts, state).await?;
        let Path(text) = Path::<String>::from_request_parts(parts, state).await?;
        let by_service = caller.is_service;
        if token::is_meant(&text) {
            if let Some(token) = token::parse(&text)
                && let Some(session) = sessions.find_by_token(&token).await?
            {
                return Ok(Self { session, by_service });
            }
            let Ok(client) = ClientIp::from_request_parts(parts, state).await;
            RateLimits::from_ref(state).check_call(client)?;
            return Err(Kind::NotFound.into());
        }
        if !by_service && caller.session.is_none() {
            return Err(Kind::NotSignedIn.into());
        }
        let id = Uuid::try_parse(&text).map_err(|_| Kind::NotFound)?;
        let session = sessions.find(id).await?.ok_or(Kind::NotFound)?;
        let is_own = caller.session.is_some_and(|own| own.user_id == session.user_id);
        if by_service || is_own { Ok(Self { session, by_service }) } else { Err(Kind::NotFound.into()) }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn two_kinds_of_session_never_mix() {
        let header = HeaderName::from_static("x-session-id");
        let (one, two) = (token::random(), token::random());
        let bearer = |text: &str| format!("Bearer {text}");
        let visit = "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071";
        let (one, two) = (one.reveal(), two.reveal());
        let read = |session: &[&str], authorization: &[&str]| {
            let mut headers = HeaderMap::new();
            for text in session {
                headers.append(&header, HeaderValue::from_str(text).expect("a value"));
            }
            for text in authorization {
                headers.append(AUTHORIZATION, HeaderValue::from_str(text).expect("a value"));
            }
            presented(&headers, &header)
                .map(|found| (found.session.map(str::to_owned), found.bearer.map(str::to_owned)))
        };
        let some = |text: &str| Some(text.to_owned());
        for (session, authorization, expected) in [
            (vec![], vec![], (None, None)),
            (vec![visit], vec![], (None, None)),
            (vec![one], vec![], (some(one), None)),
            (vec![], vec![bearer(one)], (some(one), None)),
            (vec![one], vec![bearer(one)], (some(one), None)),
            // A member who sends files in the widget.
            (vec![visit], vec![bearer(one)], (some(one), None)),
            (vec![one], vec![bearer("a-service-key")], (some(one), some("a-service-key"))),
            (vec![], vec![format!("bearer  {one}")], (some(one), None)),
            (vec![], vec!["Basic YTpi".to_owned()], (None, None)),
            // It will not be found, but it is no visit and no key.
            (vec!["ms_short"], vec![], (some("ms_short"), None)),
        ] {
            let authorization: Vec<&str> = authorization.iter().map(String::as_str).collect();
            assert_eq!(read(&session, &authorization).expect("one caller"), expected, "{session:?} {authorization:?}");
        }
        let kind = |session: &[&str], authorization: &[&str]| read(session, authorization).expect_err("refused").kind;
        assert_eq!(kind(&[one], &[&bearer(two)]), Kind::TwoSessions);
        assert_eq!(kind(&[one, two], &[]), Kind::InvalidRequest);
        assert_eq!(kind(&[], &[&bearer(one), &bearer(one)]), Kind::InvalidRequest);
    }
}
