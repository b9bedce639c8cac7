//! SQL of conversations and messages. Each statement names the member, or a conversation that was found by one.

use std::time::Duration;

use serde::Serialize;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::State;
use crate::auth::members::MemberId;
use crate::platform::db::containing;
use crate::platform::http::cursor::Cursor;

/// A conversation in a list
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Conversation {
    pub id: Uuid,
    /// The first words of the first question, or what the member calls it; null while there is neither
    pub title: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
}

/// A stored message.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: Uuid,
    pub parent: Option<Uuid>,
    pub role: String,
    pub content: String,
    pub state: State,
    pub feedback: Option<i16>,
    pub created_at: OffsetDateTime,
}

/// A conversation that a member opened.
#[derive(Clone, Debug)]
pub struct Opened {
    pub id: Uuid,
    pub leaf: Option<Uuid>,
    pub has_title: bool,
}

/// How a question that may be sent again was answered.
#[derive(Debug)]
pub struct Sent {
    pub id: Uuid,
    pub parent: Option<Uuid>,
    pub content: String,
    pub answer: Option<Uuid>,
    /// Nothing came of the answer.
    pub is_void: bool,
}

/// A hit of a search
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Hit {
    pub conversation_id: Uuid,
    pub message_id: Uuid,
    pub title: Option<String>,
    /// The words around what was found
    pub snippet: String,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
}

/// Whose a conversation is; `None` if there is none.
pub async fn owner(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!("SELECT member_id FROM conversations WHERE id = $1", id).fetch_optional(conn).await
}

/// The member's conversation with this id; locked against changes where it will be changed.
pub async fn open(conn: &mut PgConnection, member: MemberId, id: Uuid) -> sqlx::Result<Option<Opened>> {
    sqlx::query_as!(
        Opened,
        r#"SELECT id, leaf, title IS NOT NULL AS "has_title!" FROM conversations WHERE id = $1 AND member_id = $2"#,
        id,
        member.uuid()
    )
    .fetch_optional(conn)
    .await
}

pub async fn id_of_key(conn: &mut PgConnection, member: MemberId, key: &str) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!("SELECT id FROM conversations WHERE member_id = $1 AND client_key = $2", member.uuid(), key)
        .fetch_optional(conn)
        .await
}

pub async fn id_of_main(conn: &mut PgConnection, member: MemberId) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!("SELECT id FROM conversations WHERE member_id = $1 AND is_main", member.uuid())
        .fetch_optional(conn)
        .await
}

/// A conversation to insert.
#[derive(Clone, Copy, Debug, Default)]
pub struct New<'a> {
    pub id: Uuid,
    pub client_key: Option<&'a str>,
    pub is_main: bool,
}

pub async fn insert(conn: &mut PgConnection, member: MemberId, new: New<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO conversations (id, member_id, client_key, is_main) VALUES ($1, $2, $3, $4)",
        new.id,
        member.uuid(),
        new.client_key,
        new.is_main
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The member's conversations, newest first: one more than the page, to know whether there are others.
pub async fn list(
    conn: &mut PgConnection,
    member: MemberId,
    before: Option<Cursor>,
    limit: i64,
) -> sqlx::Result<Vec<Conversation>> {
    sqlx::query_as!(
        Conversation,
        "SELECT id, title, created_at, updated_at FROM conversations
         WHERE member_id = $1 AND ($2::timestamptz IS NULL OR (updated_at, id) < ($2, $3))
         ORDER BY updated_at DESC, id DESC LIMIT $4",
        member.uuid(),
        before.map(|cursor| cursor.at),
        before.map(|cursor| cursor.id).unwrap_or_default(),
        limit
    )
    .fetch_all(conn)
    .await
}

/// The shown messages that have ended, newest first: from the leaf, or from before a message, towards the first; at most so
/// many, and not many more bytes than this.
pub async fn branch(
    conn: &mut PgConnection,
    conversation: Uuid,
    from: Option<Uuid>,
    limit: i64,
    bytes: i64,
) -> sqlx::Result<Vec<Message>> {
    sqlx::query_as!(
        Message,
        r#"WITH RECURSIVE branch AS (
               SELECT id, parent, 1::bigint AS depth FROM messages WHERE id = $2 AND conversation_id = $1
               UNION ALL
               SELECT messages.id, messages.parent, branch.depth + 1 FROM branch
               JOIN messages ON messages.id = branch.parent AND messages.conversation_id = $1
               WHERE branch.depth <= $3::bigint),
           ended AS (
               SELECT id, depth, octet_length(content) AS size,
                      sum(octet_length(content)) OVER (ORDER BY depth) AS total
               FROM branch JOIN messages USING (id) WHERE state <> 'running')
           SELECT id AS "id!", messages.parent, role AS "role!", content AS "content!", state AS "state!: State", feedback,
                  created_at AS "created_at!"
           FROM ended JOIN messages USING (id) WHERE total - size < $4 ORDER BY depth LIMIT $3"#,
        conversation,
        from,
        limit,
        bytes
    )
    .fetch_all(conn)
    .await
}

/// A message of the member.
pub async fn find_message(
    conn: &mut PgConnection,
    member: MemberId,
    conversation: Uuid,
    id: Uuid,
) -> sqlx::Result<Option<Message>> {
    sqlx::query_as!(
        Message,
        r#"SELECT messages.id, parent, role, content, state AS "state: State", feedback, messages.created_at
           FROM messages JOIN conversations ON conversations.id = conversation_id
           WHERE messages.id = $3 AND conversation_id = $2 AND member_id = $1"#,
        member.uuid(),
        conversation,
        id
    )
    .fetch_optional(conn)
    .await
}

/// The question that this client has sent under this name, and the newest answer to it.
pub async fn find_sent(conn: &mut PgConnection, conversation: Uuid, key: &str) -> sqlx::Result<Option<Sent>> {
    sqlx::query_as!(
        Sent,
        r#"SELECT questions.id, questions.parent, questions.content, answers.id AS "answer?",
                  coalesce(answers.state IN ('failed', 'cut') AND answers.content = '', false) AS "is_void!"
           FROM messages AS questions
           LEFT JOIN LATERAL (SELECT * FROM messages WHERE conversation_id = $1 AND parent = questions.id
                              ORDER BY created_at DESC LIMIT 1) AS answers ON true
           WHERE questions.conversation_id = $1 AND questions.client_key = $2"#,
        conversation,
        key
    )
    .fetch_optional(conn)
    .await
}

/// The running answer of a conversation, if there is one.
pub async fn running(conn: &mut PgConnection, conversation: Uuid) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!("SELECT id FROM messages WHERE conversation_id = $1 AND state = 'running'", conversation)
        .fetch_optional(conn)
        .await
}

/// A message to insert.
pub struct NewMessage<'a> {
    pub id: Uuid,
    pub conversation: Uuid,
    pub parent: Option<Uuid>,
    pub role: &'static str,
    pub content: &'a str,
    pub client_key: Option<&'a str>,
    /// Of an answer that begins now: how long its instance may be silent.
    pub promise: Option<Duration>,
}

pub async fn insert_message(conn: &mut PgConnection, new: NewMessage<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO messages (id, conversation_id, parent, role, content, client_key, state, alive_until)
         VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7::float8 IS NULL THEN 'whole' ELSE 'running' END,
                 now() + make_interval(secs => $7))",
        new.id,
        new.conversation,
        new.parent,
        new.role,
        new.content,
        new.client_key,
        new.promise.map(|promise| promise.as_secs_f64())
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Shows the branch of this message. A conversation without a title gets this one.
pub async fn show(conn: &mut PgConnection, conversation: Uuid, leaf: Uuid, title: Option<&str>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE conversations SET leaf = $2, updated_at = now(), title = coalesce(title, $3) WHERE id = $1",
        conversation,
        leaf,
        title
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Counts a message of the member, unless there were as many in this hour of the clock. Returns the seconds until the next
/// hour if it is refused.
pub async fn count_message(conn: &mut PgConnection, member: MemberId, most: i32) -> sqlx::Result<Option<i32>> {
    let counted = sqlx::query_scalar!(
        "INSERT INTO member_hours AS known (member_id, hour, messages) VALUES ($1, date_trunc('hour', now()), 1)
         ON CONFLICT (member_id, hour) DO UPDATE SET messages = known.messages + 1 WHERE known.messages < $2
         RETURNING messages",
        member.uuid(),
        most
    )
    .fetch_optional(&mut *conn)
    .await?;
    if counted.is_some() {
        return Ok(None);
    }
    sqlx::query_scalar!(
        r#"SELECT ceil(extract(epoch FROM date_trunc('hour', now()) + interval '1 hour' - now()))::int AS "left!""#
    )
    .fetch_one(conn)
    .await
    .map(Some)
}

pub async fn rename(
    conn: &mut PgConnection,
    member: MemberId,
    id: Uuid,
    title: &str,
) -> sqlx::Result<Option<Conversation>> {
    sqlx::query_as!(
        Conversation,
        "UPDATE conversations SET title = $3 WHERE id = $1 AND member_id = $2
         RETURNING id, title, created_at, updated_at",
        id,
        member.uuid(),
        title
    )
    .fetch_optional(conn)
    .await
}

/// Deletes one of the member's conversations.
pub async fn delete(conn: &mut PgConnection, member: MemberId, id: Uuid) -> sqlx::Result<bool> {
    let deleted = sqlx::query!("DELETE FROM conversations WHERE id = $1 AND member_id = $2", id, member.uuid())
        .execute(conn)
        .await?;
    Ok(deleted.rows_affected() > 0)
}

/// Deletes all of them. Returns the answers that were running.
pub async fn delete_all(conn: &mut PgConnection, member: MemberId) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        r#"WITH running AS (SELECT messages.id FROM messages JOIN conversations ON conversations.id = conversation_id
                            WHERE member_id = $1 AND state = 'running'),
                deleted AS (DELETE FROM conversations WHERE member_id = $1)
           SELECT id AS "id!" FROM running"#,
        member.uuid()
    )
    .fetch_all(conn)
    .await
}

/// Finds text in the member's messages that are not running, newest first; each with the part around the first place.
pub async fn search(
    conn: &mut PgConnection,
    member: MemberId,
    text: &str,
    limit: i64,
) -> sqlx::Result<Vec<(Hit, String)>> {
    let rows = sqlx::query!(
        r#"SELECT conversation_id, messages.id, title, messages.created_at,
                  substr(content, greatest(1, strpos(lower(content), lower($4)) - 200), 800) AS "part!"
           FROM conversations JOIN messages ON conversation_id = conversations.id
           WHERE member_id = $1 AND state <> 'running' AND content ILIKE $2
           ORDER BY messages.created_at DESC LIMIT $3"#,
        member.uuid(),
        containing(text),
        limit,
        text
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let found = Hit {
                conversation_id: row.conversation_id,
                message_id: row.id,
                title: row.title,
                snippet: String::new(),
                created_at: row.created_at,
            };
            (found, row.part)
        })
        .collect())
}

pub async fn set_feedback(
    conn: &mut PgConnection,
    id: Uuid,
    value: Option<i16>,
    note: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE messages SET feedback = $2, feedback_note = $3 WHERE id = $1 AND role = 'assistant'",
        id,
        value,
        note
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn delete_overstayed(conn: &mut PgConnection, kept: Duration, limit: i64) -> sqlx::Result<u64> {
    let deleted = sqlx::query!(
        "DELETE FROM conversations WHERE id IN (
             SELECT conversations.id FROM conversations JOIN members ON members.id = member_id
             WHERE updated_at < now() - make_interval(secs => $1) AND restricted_at IS NULL
             ORDER BY updated_at LIMIT $2 FOR UPDATE OF conversations SKIP LOCKED)",
        kept.as_secs_f64(),
        limit
    )
    .execute(conn)
    .await?;
    Ok(deleted.rows_affected())
}

pub async fn delete_hours(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM member_hours WHERE hour < now() - interval '2 hours'").execute(conn).await.map(drop)
}
