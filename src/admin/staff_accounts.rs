//! Staff accounts, managed by admins.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::auth::staff::{self, Person, SignedIn, StaffError};
use crate::auth::{Permission, Role};
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;

/// Returns all accounts, ordered by address.
pub async fn list(context: &AppContext, who: &SignedIn) -> Result<Vec<Person>, Error> {
    who.must(Permission::ManageStaff)?;
    staff::list(&context.pool).await.map_err(refusal)
}

/// Returns one account.
pub async fn find(context: &AppContext, who: &SignedIn, id: Uuid) -> Result<Person, Error> {
    who.must(Permission::ManageStaff)?;
    staff::find(&context.pool, id).await?.ok_or_else(|| Kind::NotFound.into())
}

/// Creates an account. Returns its password.
pub async fn add(context: &AppContext, who: &SignedIn, email: &str, role: Role) -> Result<String, Error> {
    who.must(Permission::ManageStaff)?;
    staff::add(&context.pool, who.actor(), email, role).await.map_err(refusal)
}

/// Resets an account. Returns its new password.
pub async fn reset(context: &AppContext, who: &SignedIn, id: Uuid) -> Result<(Person, String), Error> {
    let person = find(context, who, id).await?;
    let password = staff::reset(&context.pool, who.actor(), &person.email).await.map_err(refusal)?;
    Ok((person, password))
}

/// Disables an account.
pub async fn disable(context: &AppContext, who: &SignedIn, id: Uuid) -> Result<(), Error> {
    let person = find(context, who, id).await?;
    staff::disable(&context.pool, who.actor(), &person.email).await.map_err(refusal)
}

/// Returns the address behind each `staff:<id>` of the audit log.
pub async fn names(context: &AppContext, who: &SignedIn) -> Result<BTreeMap<Uuid, String>, Error> {
    who.must(Permission::ReadAudit)?;
    let accounts = staff::list(&context.pool).await.map_err(refusal)?;
    Ok(accounts.into_iter().map(|person| (person.id, person.email)).collect())
}

/// The error as staff see it; the command line has its own.
fn refusal(error: StaffError) -> Error {
    match error {
        StaffError::NoAddress(_) => Error::field("email", "That does not look like an e-mail address."),
        StaffError::Exists(_) => Error::field("email", "This address has an account already. Reset it instead."),
        StaffError::Unknown(_) => Kind::NotFound.into(),
        StaffError::LastAdmin(_) => {
            Error::field("disable", "This is the last admin who can sign in. Make another one first.")
        }
        StaffError::Database(error) => error.into(),
        StaffError::Hash(cause) => Error::caused(Kind::Internal, cause),
    }
}
