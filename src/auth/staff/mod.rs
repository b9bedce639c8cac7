//! Staff: their accounts and how they sign in. A visitor's session id is never a login, and a login
//! is never a visitor's session.

use std::collections::BTreeMap;

use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::audit::{self, Action, Actor};
use crate::auth::{Permission, Requester};
use crate::error::{Error, Kind};
use crate::platform::db;
use crate::platform::http::ClientIp;
use crate::platform::ids::new_uuid;

pub mod logins;
mod password;
mod queries;
pub mod second_factor;
mod sign_in;

pub use super::permission::Role;
pub use logins::{SignedIn, forget_lapsed};
pub use sign_in::{Credentials, SignIns};

/// A staff member, as lists show one.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: Uuid,
    pub email: String,
    pub role: Role,
    /// Whether signing in needs a code besides the password.
    pub has_second_factor: bool,
    pub created_at: OffsetDateTime,
    pub disabled_at: Option<OffsetDateTime>,
}

/// Why an account was not changed.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    #[error("“{0}” is not an e-mail address")]
    NoAddress(String),
    #[error("{0} has an account already; `anteroom staff reset` gives it a new password")]
    Exists(String),
    #[error("there is no account under {0}; `anteroom staff list` shows all accounts")]
    Unknown(String),
    #[error("{0} is the last admin who can sign in; make another one first")]
    LastAdmin(String),
    #[error("only an admin may manage accounts")]
    Forbidden,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error("the password cannot be hashed: {0}")]
    Hash(String),
}

/// The error as staff see it; the command line has its own.
impl From<StaffError> for Error {
    fn from(error: StaffError) -> Self {
        match error {
            StaffError::NoAddress(_) => Self::field("email", "That does not look like an e-mail address."),
            StaffError::Exists(_) => Self::field("email", "This address has an account already. Reset it instead."),
            StaffError::Unknown(_) => Kind::NotFound.into(),
            StaffError::LastAdmin(_) => {
                Self::field("disable", "This is the last admin who can sign in. Make another one first.")
            }
            StaffError::Forbidden => Kind::Forbidden.into(),
            StaffError::Database(error) => error.into(),
            StaffError::Hash(cause) => Self::caused(Kind::Internal, cause),
        }
    }
}

fn must_manage(by: Requester<'_>) -> Result<(), StaffError> {
    if by.may(Permission::ManageStaff) { Ok(()) } else { Err(StaffError::Forbidden) }
}

/// Lowercases an address, as accounts store it: in practice no two addresses differ only by case.
pub fn lower(email: &str) -> String {
    email.trim().to_lowercase()
}

fn normal(email: &str) -> Result<String, StaffError> {
    let email = lower(email);
    match email.parse::<lettre::Address>() {
        Ok(_) if email.len() <= 254 => Ok(email),
        _ => Err(StaffError::NoAddress(email)),
    }
}

/// Adds an account and returns its generated password, which cannot be shown again.
pub async fn add(pool: &PgPool, by: Requester<'_>, email: &str, role: Role) -> Result<String, StaffError> {
    must_manage(by)?;
    insert(pool, by.actor(), email, role).await
}

async fn insert(pool: &PgPool, actor: Actor, email: &str, role: Role) -> Result<String, StaffError> {
    let email = normal(email)?;
    let (password, hash) = password::generate().await?;
    let mut tx = db::begin(pool).await?;
    let id = new_uuid();
    if !queries::insert(&mut tx, id, &email, role.into_str(), &hash).await? {
        return Err(StaffError::Exists(email));
    }
    record(&mut tx, actor, Action::StaffAdded, id, role).await?;
    tx.commit().await?;
    Ok(password)
}

/// Adds the first account; `None` if there is one already.
pub async fn add_first(pool: &PgPool, email: &str) -> Result<Option<String>, StaffError> {
    if queries::any(&mut *pool.acquire().await?).await? {
        return Ok(None);
    }
    match insert(pool, Actor::System, email, Role::Admin).await {
        Ok(password) => Ok(Some(password)),
        // Another instance was faster.
        Err(StaffError::Exists(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns all staff, by address.
pub async fn list(pool: &PgPool, by: Requester<'_>) -> Result<Vec<Person>, StaffError> {
    must_manage(by)?;
    Ok(queries::list(&mut *pool.acquire().await?, None).await?)
}

/// Returns the account with this id.
pub async fn find(pool: &PgPool, by: Requester<'_>, id: Uuid) -> Result<Person, Error> {
    by.must(Permission::ManageStaff)?;
    let found = queries::list(&mut *pool.acquire().await?, Some(id)).await?.pop();
    found.ok_or_else(|| Kind::NotFound.into())
}

/// Returns the address behind each `staff:<id>` of the audit log.
pub async fn names(pool: &PgPool, by: Requester<'_>) -> Result<BTreeMap<Uuid, String>, Error> {
    by.must(Permission::ReadAudit)?;
    let accounts = queries::list(&mut *pool.acquire().await?, None).await?;
    Ok(accounts.into_iter().map(|person| (person.id, person.email)).collect())
}

/// Sets a new generated password, removes the second factor and all logins, and enables a disabled account.
pub async fn reset(pool: &PgPool, by: Requester<'_>, email: &str) -> Result<String, StaffError> {
    must_manage(by)?;
    let email = normal(email)?;
    let (password, hash) = password::generate().await?;
    let mut tx = db::begin(pool).await?;
    let Some((id, role)) = queries::reset(&mut tx, &email, &hash).await? else {
        return Err(StaffError::Unknown(email));
    };
    queries::delete_logins(&mut tx, id).await?;
    queries::delete_recovery_codes(&mut tx, id).await?;
    queries::delete_networks(&mut tx, id).await?;
    record(&mut tx, by.actor(), Action::StaffReset, id, Role::of(&role)).await?;
    tx.commit().await?;
    Ok(password)
}

/// Disables an account at once, and ends its logins.
pub async fn disable(pool: &PgPool, by: Requester<'_>, email: &str) -> Result<(), StaffError> {
    must_manage(by)?;
    let email = normal(email)?;
    let mut tx = db::begin(pool).await?;
    // If two admins disable each other at once, one waits here and is then refused.
    queries::lock_admins(&mut tx).await?;
    let Some((id, role)) = queries::find_role(&mut tx, &email).await? else {
        return Err(StaffError::Unknown(email));
    };
    if Role::of(&role) == Role::Admin && queries::count_other_admins(&mut tx, id).await? == 0 {
        return Err(StaffError::LastAdmin(email));
    }
    queries::mark_disabled(&mut tx, id).await?;
    queries::delete_logins(&mut tx, id).await?;
    record(&mut tx, by.actor(), Action::StaffDisabled, id, Role::of(&role)).await?;
    Ok(tx.commit().await?)
}

/// The shortest password that a person may choose (ASVS 5.0, 6.2.1 recommends 15).
const SHORTEST: usize = 15;

/// The longest password that is hashed: more would be work for nothing.
const LONGEST: usize = 1024;

/// Changes a person's own password. Ends all other logins, in case others knew the old one.
pub async fn change_password(
    sign_ins: &SignIns,
    who: &SignedIn,
    client: ClientIp,
    current: String,
    new: String,
) -> Result<(), Error> {
    sign_ins.confirm_password(who, client, current, "current").await?;
    let length = new.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        return Err(Error::field(
            "new",
            format!("Choose {SHORTEST} characters or more; a few words in a row will do."),
        ));
    }
    let name = who.email.split('@').next().unwrap_or_default();
    if new.to_lowercase().contains(name) {
        return Err(Error::field("new", "Leave your own name out of the password."));
    }
    let hash = password::hash(new).await.map_err(|error| Error::caused(Kind::Internal, error))?;
    let mut tx = db::begin(&sign_ins.pool).await?;
    queries::mark_password(&mut tx, who.staff, &hash).await?;
    queries::delete_other_logins(&mut tx, who.staff, who.login).await?;
    let detail = serde_json::json!({ "password": true });
    audit::record(&mut tx, Actor::Staff(who.staff), Action::StaffChanged, None, detail).await?;
    Ok(tx.commit().await?)
}

async fn record(conn: &mut PgConnection, actor: Actor, action: Action, id: Uuid, role: Role) -> sqlx::Result<()> {
    let detail = serde_json::json!({ "staff": id, "role": role.into_str() });
    audit::record(conn, actor, action, None, detail).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_one_whatever_their_case() {
        assert_eq!(normal(" Ann@Example.ORG ").expect("an address"), "ann@example.org");
        for bad in ["", "ann", "ann@", "a b@example.org"] {
            assert!(normal(bad).is_err(), "{bad}");
        }
    }
}
