//! Who calls: a sign-in by number, proved or not, or a member by any other sign-in.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use uuid::Uuid;

use super::Messenger;
use crate::auth::members::{self, Identity, Member, MemberId};
use crate::auth::phones::{ByNumber, Phone, SignIn, SignInId};
use crate::error::{Error, Kind};

/// Who makes a call about messenger sessions.
pub struct Caller {
    pub identity: Identity,
    /// By number
    pub sign_in: Option<SignIn>,
}

/// Whose rows a call may reach: those of a member, or of a sign-in that waits.
#[derive(Clone, Copy, Debug)]
pub struct Whose {
    member: Option<MemberId>,
    sign_in: Option<SignInId>,
}

impl Whose {
    pub fn of_member(id: MemberId) -> Self {
        Self { member: Some(id), sign_in: None }
    }

    pub fn of_sign_in(id: SignInId) -> Self {
        Self { member: None, sign_in: Some(id) }
    }

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
            Some(sign_in) if !sign_in.is_proved => Ok(Whose::of_sign_in(sign_in.id)),
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
    ByNumber: FromRequestParts<S, Rejection = Error>,
    Member: FromRequestParts<S, Rejection = Error>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        Messenger::from_ref(state).must_be_on()?;
        let ByNumber(sign_in) = ByNumber::from_request_parts(parts, state).await?;
        let identity = match &sign_in {
            Some(sign_in) => Identity::of_phone(&sign_in.phone),
            None => Box::pin(Member::from_request_parts(parts, state)).await?.0,
        };
        Ok(Self { identity, sign_in })
    }
}
