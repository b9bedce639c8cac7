//! Who calls: a sign-in by number, proved or not, or a member by any other sign-in.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use uuid::Uuid;

use super::Messenger;
use crate::auth::members::{self, Identity, Member, MemberId};
use crate::auth::phones::{Phone, SignIn, SignInId};
use crate::error::{Error, Kind};
use crate::platform::http::ClientIp;
use crate::platform::http::origin::{Sender, Site};
use crate::platform::http::rate::RateLimits;

/// Who makes a call about messenger sessions.
pub struct Caller {
    pub identity: Identity,
    /// By number
    pub sign_in: Option<SignIn>,
}

/// Whose rows a call may reach: only [`Caller::whose`] makes one.
#[derive(Clone, Copy, Debug)]
pub struct Whose {
    member: Option<MemberId>,
    sign_in: Option<SignInId>,
}

impl Whose {
    pub fn member(&self) -> Option<MemberId> {
        self.member
    }

    pub fn sign_in(&self) -> Option<SignInId> {
        self.sign_in
    }

    /// What a change's notification names.
    pub fn key(&self) -> Uuid {
        self.sign_in.map(SignInId::uuid).or(self.member.map(MemberId::uuid)).unwrap_or_default()
    }
}

impl Caller {
    /// Whose rows this caller may reach. Of a sign-in that is not proved, those of the sign-in alone.
    pub async fn whose(&self, messenger: &Messenger) -> Result<Whose, Error> {
        match &self.sign_in {
            Some(sign_in) if !sign_in.is_proved => Ok(Whose { member: None, sign_in: Some(sign_in.id) }),
            _ => {
                let found = members::find(&mut *messenger.0.pool.acquire().await?, &self.identity).await?;
                Ok(Whose { member: found.map(|member| member.id), sign_in: None })
            }
        }
    }

    /// The number of the sign-in, proved or not.
    pub fn phone(&self) -> Option<&str> {
        self.sign_in.as_ref().map(|sign_in| sign_in.phone.as_str())
    }

    /// The number that the caller has proved by signing in.
    pub fn proved_phone(&self) -> Option<Phone> {
        self.sign_in.as_ref().filter(|sign_in| sign_in.is_proved).map(|sign_in| sign_in.phone.clone())
    }

    pub fn is_proved(&self) -> bool {
        self.sign_in.as_ref().is_none_or(|sign_in| sign_in.is_proved)
    }

    /// 403 until the number is proved.
    pub fn must_be_proved(&self) -> Result<(), Error> {
        if self.is_proved() { Ok(()) } else { Err(Kind::NotVerified.into()) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller
where
    Messenger: FromRef<S>,
    Site: FromRef<S>,
    RateLimits: FromRef<S>,
    Member: FromRequestParts<S, Rejection = Error>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let messenger = Messenger::from_ref(state);
        messenger.must_be_on()?;
        let Some((token, is_cookie)) = messenger.phones().presented(&parts.headers) else {
            let Member(identity) = Box::pin(Member::from_request_parts(parts, state)).await?;
            return Ok(Self { identity, sign_in: None });
        };
        if is_cookie && !parts.method.is_safe() && Sender::of(&parts.headers, &Site::from_ref(state)) != Sender::Ours {
            return Err(Error::new(Kind::Forbidden, "A sign-in by cookie acts only for our own pages."));
        }
        let client = parts.extensions.get().copied().unwrap_or(ClientIp([0, 0, 0, 0].into()));
        RateLimits::from_ref(state).check_call(client)?;
        let sign_in = messenger.phones().find(&token).await?;
        Ok(Self { identity: Identity::of_phone(&sign_in.phone), sign_in: Some(sign_in) })
    }
}
