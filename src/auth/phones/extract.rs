//! The sign-in by number that a request carries.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;

use super::{Phones, SignIn};
use crate::error::{Error, Kind};
use crate::platform::http::ClientIp;
use crate::platform::http::origin::{Sender, Site};
use crate::platform::http::rate::RateLimits;

/// The sign-in by number, proved or not; `None` if the request carries no token of ours, 401 if its sign-in has ended.
pub struct ByNumber(pub Option<SignIn>);

impl<S: Send + Sync> FromRequestParts<S> for ByNumber
where
    Phones: FromRef<S>,
    RateLimits: FromRef<S>,
    Site: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let phones = Phones::from_ref(state);
        let Some((token, is_cookie)) = phones.presented(&parts.headers) else {
            return Ok(Self(None));
        };
        // A browser sends cookies with the requests of any page.
        if is_cookie && !parts.method.is_safe() && Sender::of(&parts.headers, &Site::from_ref(state)) != Sender::Ours {
            return Err(Error::new(Kind::Forbidden, "A sign-in by cookie acts only for our own pages."));
        }
        RateLimits::from_ref(state).check_call(ClientIp::of(&parts.extensions))?;
        phones.find(&token).await.map(|sign_in| Self(Some(sign_in)))
    }
}
