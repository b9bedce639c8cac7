//! Who a request comes from.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::HeaderName;
use axum::http::request::Parts;

use super::{Identity, Members};
use crate::auth::jwt::Tokens;
use crate::auth::member_sessions::routes::Caller;
use crate::auth::member_sessions::{MemberSessions, check_user_id};
use crate::auth::phones::{ByNumber, Phones};
use crate::error::{Error, Kind};
use crate::platform::http::IsLocal;
use crate::platform::http::origin::{Sender, Site};
use crate::platform::http::rate::RateLimits;

const X_USER_ID: HeaderName = HeaderName::from_static("x-user-id");

/// The member whom a request comes from, by a session of ours, a token of the site or a proved number; 401 for all others.
pub struct Member(pub Identity);

impl<S: Send + Sync> FromRequestParts<S> for Member
where
    Members: FromRef<S>,
    Phones: FromRef<S>,
    MemberSessions: FromRef<S>,
    Tokens: FromRef<S>,
    RateLimits: FromRef<S>,
    Site: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let members = Members::from_ref(state);
        if let ByNumber(Some(sign_in)) = ByNumber::from_request_parts(parts, state).await? {
            if !sign_in.is_proved {
                return Err(Kind::NotVerified.into());
            }
            return Ok(Self(Identity::of_phone(&sign_in.phone)));
        }
        let caller = Caller::from_request_parts(parts, state).await?;
        if let Some(session) = caller.session {
            MemberSessions::from_ref(state).touch_by_call(&session);
            let mut profile = session.metadata.as_object().cloned().unwrap_or_default();
            profile.extend(session.role.map(|role| ("role".to_owned(), role.into())));
            return Ok(Self(members.identity(session.user_id, profile)));
        }
        if let Some(user) = caller.user {
            return Ok(Self(members.identity(user.subject, user.profile)));
        }
        if let Some(token) = &caller.other
            && let Some(user) = members.lookup.find_by_token(token).await?
        {
            return Ok(Self(members.identity(user.subject, user.profile)));
        }
        if !caller.has_credentials
            && let Some(user) = members.lookup.find_by_cookies(&parts.headers).await?
        {
            members.check_sender(parts, &Site::from_ref(state))?;
            return Ok(Self(members.identity(user.subject, user.profile)));
        }
        let Ok(IsLocal(is_local)) = IsLocal::from_request_parts(parts, state).await;
        let may_name = members.trusts_header && is_local && !caller.has_credentials;
        if may_name && Sender::of(&parts.headers, &Site::from_ref(state)) != Sender::Other {
            let mut named = parts.headers.get_all(X_USER_ID).iter();
            let user = named.next().and_then(|value| value.to_str().ok());
            if let Some(user) = user.filter(|user| named.next().is_none() && check_user_id(user).is_ok()) {
                return Ok(Self(members.identity(user.to_owned(), serde_json::Map::new())));
            }
        }
        Err(Kind::NotSignedIn.into())
    }
}
