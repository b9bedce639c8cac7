//! SQL of members' rights.

use std::borrow::Cow;
use std::time::Duration;

use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{FoundMember, SeenConversation, SeenMember, SeenMessage};
use crate::messenger;
use crate::platform::db::containing;
use crate::platform::ids::SessionId;
use crate::privacy::restriction::Restriction;

/// Members ordered by id, starting after `after`, with the time since which they are stored.
pub async fn list_all(
    conn: &mut PgConnection,
    after: Option<SessionId>,
    limit: i64,
) -> sqlx::Result<Vec<(SessionId, OffsetDateTime)>> {
    let rows = sqlx::query!(
        "SELECT id, created_at FROM members WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2",
        after.map(SessionId::uuid),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (SessionId::from_uuid(row.id), row.created_at)).collect())
}

/// Locks the member and counts the rows that go; `None` if there is no such member.
pub async fn count(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Option<i32>> {
    let subject = sqlx::query_scalar!("SELECT subject FROM members WHERE id = $1 FOR UPDATE", id.uuid());
    let Some(subject) = subject.fetch_optional(&mut *conn).await? else {
        return Ok(None);
    };
    sqlx::query_scalar!(
        r#"SELECT (1 + (SELECT count(*) FROM conversations WHERE member_id = $1)
                     + (SELECT count(*) FROM messages JOIN conversations ON conversations.id = conversation_id
                        WHERE member_id = $1)
                     + (SELECT count(*) FROM member_hours WHERE member_id = $1)
                     + (SELECT count(*) FROM messenger_sessions WHERE member_id = $1)
                     + (SELECT count(*) FROM messenger_actions WHERE member_id = $1)
                     + (SELECT count(*) FROM messenger_shares WHERE member_id = $1)
                     + (SELECT count(*) FROM member_sessions WHERE user_id = $2))::int AS "rows!""#,
        id.uuid(),
        subject
    )
    .fetch_one(conn)
    .await
    .map(Some)
}

/// Deletes the member and all that belongs to them; their sessions end.
pub async fn delete(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM member_sessions WHERE user_id = (SELECT subject FROM members WHERE id = $1)", id.uuid())
        .execute(&mut *conn)
        .await?;
    messenger::let_go(conn, id.uuid()).await?;
    sqlx::query!("DELETE FROM members WHERE id = $1", id.uuid()).execute(conn).await.map(drop)
}

/// Members who were last here longer ago, the longest first.
pub async fn list_overstayed(conn: &mut PgConnection, kept: Duration, limit: i64) -> sqlx::Result<Vec<SessionId>> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM members WHERE seen_at < now() - make_interval(secs => $1) AND restricted_at IS NULL
         ORDER BY seen_at LIMIT $2",
        kept.as_secs_f64(),
        limit
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(SessionId::from_uuid).collect())
}

/// Locks the member if they are still one of these.
pub async fn lock_overstayed(conn: &mut PgConnection, id: SessionId, kept: Duration) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        "SELECT id FROM members
         WHERE id = $1 AND seen_at < now() - make_interval(secs => $2) AND restricted_at IS NULL FOR UPDATE",
        id.uuid(),
        kept.as_secs_f64()
    );
    Ok(found.fetch_optional(conn).await?.is_some())
}

/// What the site's backend says of a user, whether they have been here or not.
pub async fn set_profile(
    conn: &mut PgConnection,
    id: Uuid,
    issuer: &str,
    subject: &str,
    profile: &Value,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO members (id, issuer, subject, told) VALUES ($1, $2, $3, $4)
         ON CONFLICT (issuer, subject) DO UPDATE SET told = excluded.told",
        id,
        issuer,
        subject,
        profile
    )
    .execute(conn)
    .await
    .map(drop)
}

/// One conversation after another, as JSON.
pub async fn next_conversation(
    conn: &mut PgConnection,
    member: Uuid,
    after: Option<Uuid>,
) -> sqlx::Result<Option<(Uuid, Value)>> {
    let row = sqlx::query!(
        r#"SELECT id, jsonb_build_object('id', id, 'name', client_key, 'is_main', is_main, 'title', title,
                                         'created_at', created_at, 'updated_at', updated_at) AS "head!"
           FROM conversations WHERE member_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT 1"#,
        member,
        after
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.head)))
}

/// Some messages of a conversation, in order, each as JSON: all versions, not only those that are shown.
pub async fn next_messages(
    conn: &mut PgConnection,
    conversation: Uuid,
    after: Option<(OffsetDateTime, Uuid)>,
    limit: i64,
) -> sqlx::Result<Vec<(OffsetDateTime, Uuid, Value)>> {
    let rows = sqlx::query!(
        r#"SELECT id, created_at,
                  jsonb_build_object('id', id, 'parent', parent, 'role', role, 'content', content, 'state', state,
                      'created_at', created_at, 'ended_at', ended_at, 'model', model, 'finish', finish,
                      'prompt_tokens', prompt_tokens, 'answer_tokens', answer_tokens, 'trimmed', is_trimmed,
                      'name', client_key, 'feedback', feedback, 'feedback_note', feedback_note) AS "message!"
           FROM messages WHERE conversation_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) > ($2, $3))
           ORDER BY created_at, id LIMIT $4"#,
        conversation,
        after.map(|(at, _)| at),
        after.map(|(_, id)| id).unwrap_or_default(),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.created_at, row.id, row.message)).collect())
}

/// Some actions of a member, in the order of their last change, each as JSON.
pub async fn next_actions(
    conn: &mut PgConnection,
    member: Uuid,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<(i64, Value)>> {
    let rows = sqlx::query!(
        r#"SELECT changed,
                  jsonb_build_object('id', id, 'kind', kind, 'title', title, 'quote', quote, 'due_on', due_on,
                      'due_at', due_at, 'status', status, 'found_by', found_by, 'created_at', created_at,
                      'changed_at', changed_at) AS "action!"
           FROM messenger_actions WHERE member_id = $1 AND changed > $2 ORDER BY changed LIMIT $3"#,
        member,
        after,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.changed, row.action)).collect())
}

/// The member's sessions and counts, as JSON.
pub async fn others(conn: &mut PgConnection, member: Uuid, subject: &str) -> sqlx::Result<Value> {
    sqlx::query_scalar!(
        r#"SELECT jsonb_build_object(
               'created_at', (SELECT created_at FROM members WHERE id = $1),
               'seen_at', (SELECT seen_at FROM members WHERE id = $1),
               'restriction', (SELECT jsonb_build_object('reason', restriction_reason, 'since', restricted_at,
                                                         'by', split_part(restricted_by, ':', 1))
                               FROM members WHERE id = $1 AND restricted_at IS NOT NULL),
               'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'created_at', created_at,
                    'last_activity', seen_at, 'expires_at', expires_at, 'role', role, 'permissions', permissions,
                    'metadata', metadata, 'ip_address', ip_address, 'client', client)), '[]')
                            FROM member_sessions WHERE user_id = $2),
               'messenger_sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object('device', device_no, 'account', account,
                    'status', status, 'since', since, 'created_at', created_at, 'paired_at', paired_at, 'notice', notice,
                    'last_call', active_at, 'last_message', message_at)), '[]')
                                      FROM messenger_sessions WHERE member_id = $1),
               'messenger_sign_ins', (SELECT coalesce(jsonb_agg(jsonb_build_object('phone', phone, 'created_at', created_at,
                    'last_call', seen_at, 'expires_at', expires_at, 'ip_address', ip_address)), '[]')
                                      FROM messenger_sign_ins WHERE member_id = $1),
               'messenger_shares', (SELECT coalesce(jsonb_agg(jsonb_build_object('phone', phone, 'created_at', created_at)),
                    '[]') FROM messenger_shares WHERE member_id = $1),
               'messages_by_hour', (SELECT coalesce(jsonb_agg(jsonb_build_object('hour', hour, 'messages', messages)),
                    '[]') FROM member_hours WHERE member_id = $1)) AS "others!""#,
        member,
        subject
    )
    .fetch_one(conn)
    .await
}

/// Members whose id at the site, name or address contains the text, or with this id of ours; the newest first.
pub async fn search(conn: &mut PgConnection, text: &str, limit: i64) -> sqlx::Result<Vec<FoundMember>> {
    sqlx::query_as!(
        FoundMember,
        r#"SELECT id, subject, (told || claimed)->>'name' AS name, (told || claimed)->>'email' AS email, created_at, seen_at,
                  (SELECT count(*) FROM conversations WHERE member_id = members.id) AS "conversations!",
                  restricted_at IS NOT NULL AS "restricted!"
           FROM members
           WHERE id = $1
              OR (subject || ' ' || coalesce((told || claimed)->>'name', '') || ' ' ||
                  coalesce((told || claimed)->>'email', '')) ILIKE $2
           ORDER BY created_at DESC, id DESC LIMIT $3"#,
        Uuid::try_parse(text).ok(),
        containing(text),
        limit
    )
    .fetch_all(conn)
    .await
}

/// What staff see of a member.
pub async fn find_seen(conn: &mut PgConnection, issuer: &str, subject: &str) -> sqlx::Result<Option<SeenMember>> {
    let row = sqlx::query!(
        r#"SELECT id, told || claimed AS "profile!", created_at, seen_at,
                  (SELECT count(*) FROM conversations WHERE member_id = members.id) AS "conversations!",
                  (SELECT count(*) FROM messages JOIN conversations ON conversations.id = conversation_id
                   WHERE member_id = members.id) AS "messages!",
                  restricted_at, restricted_by, restriction_reason
           FROM members WHERE issuer = $1 AND subject = $2"#,
        issuer,
        subject
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| SeenMember {
        id: row.id,
        profile: row.profile,
        restriction: Restriction::of(row.restricted_at, row.restricted_by, row.restriction_reason),
        created_at: row.created_at,
        seen_at: row.seen_at,
        conversations: row.conversations,
        messages: row.messages,
    }))
}

pub async fn list_conversations(
    conn: &mut PgConnection,
    member: Uuid,
    limit: i64,
) -> sqlx::Result<Vec<SeenConversation>> {
    sqlx::query_as!(
        SeenConversation,
        r#"SELECT id, title, updated_at,
                  (SELECT count(*) FROM messages WHERE conversation_id = conversations.id) AS "messages!"
           FROM conversations WHERE member_id = $1 ORDER BY updated_at DESC, id DESC LIMIT $2"#,
        member,
        limit
    )
    .fetch_all(conn)
    .await
}

/// The newest messages of a member's conversation, oldest first.
pub async fn read_conversation(
    conn: &mut PgConnection,
    member: Uuid,
    conversation: Uuid,
    limit: i64,
) -> sqlx::Result<Vec<SeenMessage>> {
    sqlx::query_as!(
        SeenMessage,
        "SELECT role, content, state, created_at FROM (
             SELECT messages.id, role, content, state, messages.created_at FROM messages
             JOIN conversations ON conversations.id = conversation_id
             WHERE conversation_id = $2 AND member_id = $1
             ORDER BY messages.created_at DESC, messages.id DESC LIMIT $3) AS newest
         ORDER BY created_at, id",
        member,
        conversation,
        limit
    )
    .fetch_all(conn)
    .await
}

/// A member's restriction, if there is one.
pub async fn find_restriction(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Option<Restriction>> {
    let row =
        sqlx::query!("SELECT restricted_at, restricted_by, restriction_reason FROM members WHERE id = $1", id.uuid())
            .fetch_optional(conn)
            .await?;
    Ok(row.and_then(|row| Restriction::of(row.restricted_at, row.restricted_by, row.restriction_reason)))
}

/// Locks the member and returns the restriction; `None` if there is no such member.
pub async fn lock_restriction(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Option<Option<Restriction>>> {
    let row = sqlx::query!(
        "SELECT restricted_at, restricted_by, restriction_reason FROM members WHERE id = $1 FOR UPDATE",
        id.uuid()
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.map(|row| Restriction::of(row.restricted_at, row.restricted_by, row.restriction_reason)))
}

/// Restricts a member for a reason and by someone; without them lifts the restriction.
pub async fn set_restriction(
    conn: &mut PgConnection,
    id: SessionId,
    restriction: Option<(&str, Cow<'_, str>)>,
) -> sqlx::Result<()> {
    let (reason, by) = restriction.unzip();
    sqlx::query!(
        "UPDATE members SET restricted_at = CASE WHEN $2::text IS NULL THEN NULL ELSE coalesce(restricted_at, now()) END,
             restriction_reason = $2, restricted_by = $3
         WHERE id = $1",
        id.uuid(),
        reason,
        by.as_deref()
    )
    .execute(conn)
    .await
    .map(drop)
}
