//! SQL of shared boards.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{MOST, Share};
use crate::auth::members::MemberId;
use crate::auth::phones::Phone;

pub async fn list_of(conn: &mut PgConnection, member: MemberId) -> sqlx::Result<Vec<Share>> {
    sqlx::query_as!(
        Share,
        "SELECT id, phone AS phone_number, created_at FROM messenger_shares WHERE member_id = $1 ORDER BY created_at, id",
        member.uuid()
    )
    .fetch_all(conn)
    .await
}

/// With the number of the account that the board belongs to, if one is linked.
pub async fn list_for(conn: &mut PgConnection, phone: &Phone) -> sqlx::Result<Vec<Share>> {
    sqlx::query_as!(
        Share,
        "SELECT messenger_shares.id, messenger_shares.created_at,
                (SELECT account FROM messenger_sessions WHERE messenger_sessions.member_id = messenger_shares.member_id
                 ORDER BY device_no LIMIT 1) AS phone_number
         FROM messenger_shares WHERE phone = $1 ORDER BY created_at, id LIMIT 100",
        phone.as_str()
    )
    .fetch_all(conn)
    .await
}

/// Shares a board once with the same number; `None` if it is shared with too many.
pub async fn insert(conn: &mut PgConnection, id: Uuid, member: MemberId, phone: &Phone) -> sqlx::Result<Option<Share>> {
    sqlx::query_as!(
        Share,
        "INSERT INTO messenger_shares AS known (id, member_id, phone)
         SELECT $1, $2, $3
         WHERE (SELECT count(*) FROM messenger_shares WHERE member_id = $2 AND phone <> $3) < $4
         ON CONFLICT ON CONSTRAINT messenger_shares_once DO UPDATE SET phone = known.phone
         RETURNING id, phone AS phone_number, created_at",
        id,
        member.uuid(),
        phone.as_str(),
        MOST
    )
    .fetch_optional(conn)
    .await
}

/// Ends a share of this member, or one that this number was given.
pub async fn delete(
    conn: &mut PgConnection,
    member: Option<MemberId>,
    phone: Option<&Phone>,
    id: Uuid,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM messenger_shares WHERE id = $1 AND (member_id = $2 OR phone = $3)",
        id,
        member.map(MemberId::uuid),
        phone.map(Phone::as_str)
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Whose board this number may read by this share.
pub async fn find_owner(conn: &mut PgConnection, phone: &Phone, id: Uuid) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!("SELECT member_id FROM messenger_shares WHERE id = $1 AND phone = $2", id, phone.as_str())
        .fetch_optional(conn)
        .await
}
