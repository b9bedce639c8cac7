//! Downloads of kept files by staff. We never display a file, only offer it as a download.

use uuid::Uuid;

use super::queries;
use crate::audit::{self, Action};
use crate::auth::{Permission, Requester};
use crate::error::{Error, Kind};
use crate::intake::sessions::AppContext;
use crate::platform::db;
use crate::platform::ids::SessionId;
use crate::platform::object_store::{Key, ObjectError, Reading};
use crate::privacy::rights;

/// Opens a file of a session. Returns its name too. Another session's file is 404.
pub async fn open(
    context: &AppContext,
    by: Requester<'_>,
    id: SessionId,
    file: Uuid,
) -> Result<(String, Reading), Error> {
    by.must(Permission::ReadFiles)?;
    // Recorded before the first byte: an interrupted download counts too.
    let name = db::in_time(note(context, by, id, file)).await?;
    match context.store.get(Key { session: id, file }).await {
        Ok(reading) => Ok((name, reading)),
        Err(ObjectError::NotFound) => Err(Error::caused(Kind::NotFound, "a kept file's object is missing")),
        Err(error) => Err(error.into()),
    }
}

/// Records the download and returns the file's name.
async fn note(context: &AppContext, by: Requester<'_>, id: SessionId, file: Uuid) -> Result<String, Error> {
    let mut tx = db::begin(&context.pool).await?;
    let name = queries::find_file_name(&mut tx, id, file).await?.ok_or(Kind::NotFound)?;
    rights::must_be_readable(&mut tx, by, id).await?;
    audit::record(&mut tx, by.actor(), Action::StaffDownloaded, id, serde_json::json!({ "file": file })).await?;
    tx.commit().await?;
    Ok(name)
}
