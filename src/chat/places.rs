//! Which of the member's conversations a call means.

use sqlx::PgConnection;
use uuid::Uuid;

use super::asked::check_key;
use super::queries::{self, Opened};
use crate::auth::members::{self, Identity, MemberId};
use crate::error::{Error, Kind};
use crate::platform::ids::new_uuid;

/// Which conversation is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The one of clients that know only one; made when it is needed.
    Main,
    /// By its id, or by a client's name for it.
    Known(String),
    /// The same; made when it is needed, because the client chooses its name.
    Named(String),
}

/// The member's conversation; `None` for the main one while there is none. 404 if there is none of that name, 403 if it is
/// another member's.
pub async fn find(
    conn: &mut PgConnection,
    identity: &Identity,
    place: &Place,
) -> Result<Option<(MemberId, Opened)>, Error> {
    let member = members::find(conn, identity).await?.map(|member| member.id);
    match (member, place) {
        (None, Place::Main) => Ok(None),
        (None, Place::Known(name) | Place::Named(name)) => match Uuid::try_parse(name) {
            Ok(id) if queries::owner(conn, id).await?.is_some() => Err(not_yours()),
            _ => Err(Kind::NotFound.into()),
        },
        (Some(member), Place::Main) => {
            let Some(id) = queries::id_of_main(conn, member).await? else {
                return Ok(None);
            };
            Ok(queries::open(conn, member, id).await?.map(|opened| (member, opened)))
        }
        (Some(member), Place::Known(name) | Place::Named(name)) => {
            let opened = open(conn, member, name).await?.ok_or(Kind::NotFound)?;
            Ok(Some((member, opened)))
        }
    }
}

/// The member's conversation of this id or name; 403 if it is another member's.
async fn open(conn: &mut PgConnection, member: MemberId, name: &str) -> Result<Option<Opened>, Error> {
    let id = match Uuid::try_parse(name) {
        Ok(id) => match queries::owner(conn, id).await? {
            Some(owner) if owner != member.uuid() => return Err(not_yours()),
            Some(_) => Some(id),
            None => None,
        },
        Err(_) => queries::id_of_key(conn, member, name).await?,
    };
    match id {
        Some(id) => Ok(queries::open(conn, member, id).await?),
        None => Ok(None),
    }
}

/// The same; one that the client may name is made. The caller holds the member's lock, so it is made once.
pub async fn open_or_make(conn: &mut PgConnection, member: MemberId, place: &Place) -> Result<Opened, Error> {
    let found = match place {
        Place::Main => match queries::id_of_main(conn, member).await? {
            Some(id) => queries::open(conn, member, id).await?,
            None => None,
        },
        Place::Known(name) | Place::Named(name) => open(conn, member, name).await?,
    };
    if let Some(found) = found {
        return Ok(found);
    }
    let new = match place {
        Place::Main => queries::New { id: new_uuid(), client_key: None, is_main: true },
        Place::Known(_) => return Err(Kind::NotFound.into()),
        Place::Named(name) => {
            check_key("id", Some(name))?;
            match Uuid::try_parse(name) {
                Ok(id) => queries::New { id, ..Default::default() },
                Err(_) => queries::New { id: new_uuid(), client_key: Some(name), is_main: false },
            }
        }
    };
    queries::insert(conn, member, new).await?;
    Ok(Opened { id: new.id, leaf: None, has_title: false })
}

/// Ids are random, so that this tells no one anything.
fn not_yours() -> Error {
    Error::new(Kind::Forbidden, "This conversation belongs to another member.")
}
