//! SQL of actions. Each statement names the member.

use std::time::Duration;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime, Time};
use uuid::Uuid;

use super::{Action, ActionKind, ActionStatus, Change, Due};
use crate::auth::members::MemberId;
use crate::platform::http::cursor::Cursor;

struct Row {
    id: Uuid,
    kind: ActionKind,
    title: String,
    quote: String,
    due_on: Option<Date>,
    due_at: Option<Time>,
    status: ActionStatus,
    version: i32,
    changed: i64,
    created_at: OffsetDateTime,
}

impl From<Row> for Action {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            title: row.title,
            quote: row.quote,
            due: row.due_on.map(|on| Due { on, at: row.due_at }),
            status: row.status,
            version: row.version,
            changed: row.changed,
            created_at: row.created_at,
        }
    }
}

/// What was found in a message.
pub struct New<'a> {
    pub id: Uuid,
    pub session: Uuid,
    /// `messenger_inbox.external`
    pub message: &'a [u8],
    pub quote_from: i32,
    pub quote: &'a str,
    pub title: &'a str,
    pub kind: ActionKind,
    pub due: Option<Due>,
    pub found_by: &'static str,
}

/// Lets changes of one member's actions follow each other, so that their numbers are seen in order.
pub async fn lock(conn: &mut PgConnection, member: MemberId) -> sqlx::Result<()> {
    sqlx::query!("SELECT FROM members WHERE id = $1 FOR NO KEY UPDATE", member.uuid()).execute(conn).await.map(drop)
}

/// Stores an action once; the caller holds the member's lock. The member is the session's.
pub async fn insert(conn: &mut PgConnection, member: Uuid, new: &New<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO messenger_actions (id, member_id, session_id, message, quote_from, quote, title, kind, due_on, due_at,
                                        found_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT ON CONSTRAINT messenger_actions_once DO NOTHING",
        new.id,
        member,
        new.session,
        new.message,
        new.quote_from,
        new.quote,
        new.title,
        <&str>::from(new.kind),
        new.due.map(|due| due.on),
        new.due.and_then(|due| due.at),
        new.found_by
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn list(
    conn: &mut PgConnection,
    member: MemberId,
    status: Option<ActionStatus>,
    after: Option<Cursor>,
    limit: i64,
) -> sqlx::Result<Vec<Action>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, kind AS "kind: ActionKind", title, quote, due_on, due_at, status AS "status: ActionStatus", version,
                  changed, created_at
           FROM messenger_actions
           WHERE member_id = $1 AND ($2::text IS NULL OR status = $2)
             AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4))
           ORDER BY created_at DESC, id DESC LIMIT $5"#,
        member.uuid(),
        status.map(<&str>::from),
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Action::from).collect())
}

pub async fn find(conn: &mut PgConnection, member: MemberId, id: Uuid) -> sqlx::Result<Option<Action>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id, kind AS "kind: ActionKind", title, quote, due_on, due_at, status AS "status: ActionStatus", version,
                  changed, created_at
           FROM messenger_actions WHERE member_id = $1 AND id = $2"#,
        member.uuid(),
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Action::from))
}

pub async fn update(
    conn: &mut PgConnection,
    member: MemberId,
    id: Uuid,
    change: &Change,
) -> sqlx::Result<Option<Action>> {
    let due = change.due.flatten();
    let row = sqlx::query_as!(
        Row,
        r#"UPDATE messenger_actions
           SET status = coalesce($3, status), kind = coalesce($4, kind), title = coalesce($5, title),
               due_on = CASE WHEN $6 THEN $7 ELSE due_on END, due_at = CASE WHEN $6 THEN $8 ELSE due_at END,
               version = version + 1, changed = nextval('messenger_action_changes'), changed_at = now()
           WHERE member_id = $1 AND id = $2
           RETURNING id, kind AS "kind: ActionKind", title, quote, due_on, due_at, status AS "status: ActionStatus",
                     version, changed, created_at"#,
        member.uuid(),
        id,
        change.status.map(<&str>::from),
        change.kind.map(<&str>::from),
        change.title,
        change.due.is_some(),
        due.map(|due| due.on),
        due.and_then(|due| due.at)
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Action::from))
}

pub async fn delete(conn: &mut PgConnection, member: MemberId, id: Uuid) -> sqlx::Result<bool> {
    let done = sqlx::query!("DELETE FROM messenger_actions WHERE member_id = $1 AND id = $2", member.uuid(), id);
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// The first change of the member's actions after this number.
pub async fn next_change(conn: &mut PgConnection, member: MemberId, after: i64) -> sqlx::Result<Option<Action>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id, kind AS "kind: ActionKind", title, quote, due_on, due_at, status AS "status: ActionStatus", version,
                  changed, created_at
           FROM messenger_actions WHERE member_id = $1 AND changed > $2 ORDER BY changed LIMIT 1"#,
        member.uuid(),
        after
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Action::from))
}

/// The number of the last change.
pub async fn newest_change(conn: &mut PgConnection, member: MemberId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT coalesce(max(changed), 0) AS "changed!" FROM messenger_actions WHERE member_id = $1"#,
        member.uuid()
    )
    .fetch_one(conn)
    .await
}

pub async fn delete_overstayed(conn: &mut PgConnection, kept: Duration, limit: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM messenger_actions WHERE id IN (
             SELECT messenger_actions.id FROM messenger_actions JOIN members ON members.id = member_id
             WHERE status <> 'pending' AND changed_at < now() - make_interval(secs => $1) AND restricted_at IS NULL
             ORDER BY changed_at LIMIT $2)",
        kept.as_secs_f64(),
        limit
    );
    Ok(done.execute(conn).await?.rows_affected())
}
