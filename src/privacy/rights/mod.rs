//! What a person may have done to their data (GDPR articles 7(3), 16, 17, 18, 21), by staff or by themselves through
//! the mailed link.

use sqlx::{PgConnection, PgPool};

use crate::auth::{Permission, Requester};
use crate::error::{Error, Kind};
use crate::platform::db;
use crate::platform::ids::SessionId;

mod erase;
mod queries;
mod rectify;
mod restrict;
mod withdraw;

pub use crate::privacy::restriction::{Reason, Restriction};
pub use erase::{erase, erase_all, erase_without_sweeper};
pub(in crate::privacy) use queries::list_by_address;
pub use rectify::{Rectification, rectify};
pub use restrict::{lift, must_be_readable, restrict};
pub use withdraw::{withdraw_all, withdraw_training};

/// Takes the session's lock. 404 if there is no such session, or if it is out of the requester's reach.
async fn lock(conn: &mut PgConnection, by: Requester<'_>, id: SessionId) -> Result<(), Error> {
    db::lock_session(conn, id).await?;
    must_exist(conn, by, id).await
}

/// Returns 404 if there is no such session, or if it is out of the requester's reach.
pub(in crate::privacy) async fn must_exist(
    conn: &mut PgConnection,
    by: Requester<'_>,
    id: SessionId,
) -> Result<(), Error> {
    if queries::exists(conn, id, by.address()).await? { Ok(()) } else { Err(Kind::NotFound.into()) }
}

/// Returns how many sessions an address has.
pub async fn count(pool: &PgPool, by: Requester<'_>, address: &str) -> Result<i64, Error> {
    by.must_for(Permission::Erase, address)?;
    Ok(queries::count_by_address(&mut *pool.acquire().await?, address).await?)
}
