//! Logins: found by their token's hash on each request, ended by a time limit, by hand or with the account.

use std::net::IpAddr;
use std::time::Duration;

use serde::Serialize;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use super::queries;
use crate::audit::{self, Action, Actor};
use crate::auth::session::{self, Rules};
use crate::auth::token::Token;
use crate::auth::{Requester, Role};
use crate::error::{Error, Kind};
use crate::platform::db;
use crate::platform::http::ClientIp;
use crate::platform::ids::new_uuid;

/// When a login ends.
pub(super) const RULES: Rules =
    Rules { idle: Duration::from_secs(30 * 60), absolute: Duration::from_secs(12 * 3600), at_once: Some(10) };

/// Who makes this request, according to the database right now.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub login: Uuid,
    pub staff: Uuid,
    pub email: String,
    pub role: Role,
    pub has_second_factor: bool,
    pub created_at: OffsetDateTime,
}

/// A login as its owner sees it
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Login {
    pub id: Uuid,
    /// The browser or program, as its User-Agent says
    pub client: String,
    #[schema(value_type = Option<String>)]
    pub ip_address: Option<IpAddr>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub seen_at: OffsetDateTime,
    /// Whether it is the one that makes this request
    pub current: bool,
}

/// How long a network is remembered after the last sign-in from it: longer than anyone's holidays.
const NETWORK: Duration = Duration::from_secs(90 * 86_400);

/// Deletes expired logins, with their internet addresses, and networks that were not used for long.
pub async fn forget_lapsed(pool: &PgPool) -> sqlx::Result<()> {
    let mut conn = pool.acquire().await?;
    queries::delete_lapsed_logins(&mut conn).await?;
    queries::delete_old_networks(&mut conn, NETWORK).await
}

impl SignedIn {
    /// Who asks, for the acts.
    pub fn requester(&self) -> Requester<'static> {
        Requester::Staff { id: self.staff, role: self.role }
    }

    /// When the login expires at the latest.
    pub fn expires_at(&self) -> OffsetDateTime {
        self.created_at + RULES.absolute
    }
}

/// A new login.
pub struct Begun {
    pub id: Uuid,
    pub token: Token,
    pub expires_at: OffsetDateTime,
}

/// Creates a login of this account.
pub(super) async fn create(conn: &mut PgConnection, staff: Uuid, client: ClientIp, agent: &str) -> sqlx::Result<Begun> {
    // Delete expired logins opportunistically.
    queries::delete_lapsed_logins(conn).await?;
    let (id, token) = (new_uuid(), Token::random());
    let created_at =
        queries::insert_login(conn, id, staff, &token.sha256(), &session::shorten(agent), client.0).await?;
    if let Some(most) = RULES.at_once {
        queries::trim_logins(conn, staff, most).await?;
    }
    Ok(Begun { id, token, expires_at: created_at + RULES.absolute })
}

/// Returns who is signed in with this token; 401 if there is no such login.
pub async fn validate(pool: &PgPool, token: &str) -> Result<SignedIn, Error> {
    session::validate(pool, token, queries::find_signed_in).await
}

/// Returns the person's own logins, newest first.
pub async fn list(pool: &PgPool, who: &SignedIn) -> Result<Vec<Login>, Error> {
    let mut logins = queries::list_logins(&mut *pool.acquire().await?, who.staff).await?;
    for login in &mut logins {
        login.current = login.id == who.login;
    }
    Ok(logins)
}

/// Ends one of the person's own logins; 404 for another person's.
pub async fn revoke(pool: &PgPool, who: &SignedIn, login: Uuid) -> Result<(), Error> {
    let mut tx = db::begin(pool).await?;
    if !queries::delete_login(&mut tx, who.staff, login).await? {
        return Err(Kind::NotFound.into());
    }
    let detail = serde_json::json!({ "login": login });
    audit::record(&mut tx, Actor::Staff(who.staff), Action::StaffSignedOut, None, detail).await?;
    Ok(tx.commit().await?)
}

/// Ends all of the person's logins, including this one.
pub async fn revoke_all(pool: &PgPool, who: &SignedIn) -> Result<(), Error> {
    let mut tx = db::begin(pool).await?;
    queries::delete_logins(&mut tx, who.staff).await?;
    let detail = serde_json::json!({ "all": true });
    audit::record(&mut tx, Actor::Staff(who.staff), Action::StaffSignedOut, None, detail).await?;
    Ok(tx.commit().await?)
}

/// Ends all of the person's logins except this one.
pub async fn revoke_others(pool: &PgPool, who: &SignedIn) -> Result<(), Error> {
    let mut tx = db::begin(pool).await?;
    queries::delete_other_logins(&mut tx, who.staff, who.login).await?;
    let detail = serde_json::json!({ "others": true });
    audit::record(&mut tx, Actor::Staff(who.staff), Action::StaffSignedOut, None, detail).await?;
    Ok(tx.commit().await?)
}
