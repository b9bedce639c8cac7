//! SQL of running answers.

use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use super::State;

/// A running answer as it is stored.
pub struct Written {
    pub id: Uuid,
    /// In bytes.
    pub length: i32,
    pub stop_asked: bool,
}

/// Adds what has come of running answers after these lengths, in bytes, renews their promise, and returns those that still
/// run. In one statement for all answers of this instance. One that is longer already has this text: the answer to an
/// earlier call was lost.
pub async fn add_text(
    conn: &mut PgConnection,
    ids: &[Uuid],
    lengths: &[i32],
    texts: &[String],
    promise: Duration,
) -> sqlx::Result<Vec<Written>> {
    sqlx::query_as!(
        Written,
        r#"UPDATE messages SET
               content = CASE WHEN octet_length(content) = came.length THEN content || came.text ELSE content END,
               alive_until = now() + make_interval(secs => $4)
           FROM (SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[]) AS came (id, length, text) ORDER BY id) AS came
           WHERE messages.id = came.id AND state = 'running'
           RETURNING messages.id, octet_length(content) AS "length!", stop_asked"#,
        ids,
        lengths,
        texts,
        promise.as_secs_f64()
    )
    .fetch_all(conn)
    .await
}

/// How an answer ended.
pub struct Ended<'a> {
    pub state: State,
    pub content: &'a str,
    pub finish: Option<&'a str>,
    pub model: Option<&'a str>,
    pub prompt_tokens: Option<i32>,
    pub answer_tokens: Option<i32>,
    pub is_trimmed: bool,
}

/// Ends a running answer. Returns `false` if it has been ended by others, or is gone.
pub async fn end(conn: &mut PgConnection, id: Uuid, ended: &Ended<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE messages SET state = $2, content = $3, finish = $4, model = $5, prompt_tokens = $6, answer_tokens = $7,
                             is_trimmed = $8, alive_until = NULL, ended_at = now()
         WHERE id = $1 AND state = 'running'",
        id,
        ended.state as State,
        ended.content,
        ended.finish,
        ended.model,
        ended.prompt_tokens,
        ended.answer_tokens,
        ended.is_trimmed
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Cuts answers whose instance has not kept its promise; what had come stays.
pub async fn cut_lapsed(conn: &mut PgConnection) -> sqlx::Result<u64> {
    let cut = sqlx::query!(
        "UPDATE messages SET state = 'cut', alive_until = NULL, ended_at = now()
         WHERE id IN (SELECT id FROM messages WHERE state = 'running' AND alive_until < now()
                      ORDER BY alive_until LIMIT 1000 FOR UPDATE SKIP LOCKED)"
    )
    .execute(conn)
    .await?;
    Ok(cut.rows_affected())
}

/// The same for one conversation, so that a member need not wait for it.
pub async fn cut_lapsed_of(conn: &mut PgConnection, conversation: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE messages SET state = 'cut', alive_until = NULL, ended_at = now()
         WHERE conversation_id = $1 AND state = 'running' AND alive_until < now()",
        conversation
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Asks the instance of a conversation's running answer to stop it; of this answer only, if one is named.
pub async fn ask_to_stop(
    conn: &mut PgConnection,
    conversation: Uuid,
    message: Option<Uuid>,
) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!(
        "UPDATE messages SET stop_asked = true
         WHERE conversation_id = $1 AND state = 'running' AND ($2::uuid IS NULL OR id = $2) RETURNING id",
        conversation,
        message
    )
    .fetch_optional(conn)
    .await
}

/// What a member who watches from another instance sees of an answer.
pub struct Seen {
    pub content: String,
    pub state: State,
    pub finish: Option<String>,
    pub is_trimmed: bool,
    pub prompt_tokens: Option<i32>,
    pub answer_tokens: Option<i32>,
}

pub async fn see(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Seen>> {
    sqlx::query_as!(
        Seen,
        r#"SELECT content, state AS "state: State", finish, is_trimmed, prompt_tokens, answer_tokens
           FROM messages WHERE id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await
}
