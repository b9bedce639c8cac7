//! All that is kept under a person's address, for the page that shows it.

use sqlx::PgPool;

use super::Person;
use crate::error::Error;
use crate::platform::db;
use crate::platform::ids::SessionId;
use crate::privacy::export::document::{Consent, File, Session};
use crate::privacy::export::queries;
use crate::privacy::{Reader, rights};

/// One visit, and what is kept of it.
pub struct Visit {
    pub id: SessionId,
    pub session: Session,
    pub files: Vec<File>,
    /// In order of decision.
    pub consents: Vec<Consent>,
}

/// Returns the visits, newest first, confirmed or not: the owner of a mailbox sees everything given with that address,
/// and nothing given with another.
pub async fn visits(pool: &PgPool, person: &Person) -> Result<Vec<Visit>, Error> {
    let mut tx = db::begin_with(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    let mut visits = Vec::new();
    for id in rights::list_by_address(&mut tx, &person.address).await? {
        let Some(session) = queries::find_session(&mut tx, id, Reader::Address).await? else {
            continue;
        };
        let files = queries::list_files(&mut tx, id, Reader::Address).await?;
        let consents = queries::list_consents(&mut tx, id, Reader::Address).await?;
        visits.push(Visit { id, session, files, consents });
    }
    Ok(visits)
}
