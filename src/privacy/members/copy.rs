//! The copy of all that is kept of a member, as JSON that is read while it is sent.

use std::io;

use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::unfold;
use serde_json::{Value, json};
use sqlx::PgPool;
use time::OffsetDateTime;
use uuid::Uuid;

use super::queries;
use crate::auth::members::{Identity, Stored};
use crate::platform::db;

/// Messages that are read at once.
const BATCH: i64 = 20;

/// Where the reader is.
enum At {
    Begin,
    /// After the action with this change.
    Actions(i64),
    /// After this conversation.
    Between(Option<Uuid>),
    /// In this conversation, after this message.
    Within(Uuid, Option<(OffsetDateTime, Uuid)>),
    End,
}

/// Streams the copy. A failure ends it without its last bracket, so that it is no JSON.
pub fn stream(
    pool: PgPool,
    identity: Identity,
    member: Stored,
) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
    unfold((At::Begin, pool, identity, member), |(at, pool, identity, member)| async move {
        if matches!(at, At::End) {
            return None;
        }
        let (reading, subject) = (pool.clone(), identity.subject.clone());
        let head = json!({ "schema": "anteroom-member/1", "id": member.id.uuid(), "issuer": identity.issuer,
                           "subject": identity.subject, "profile": member.profile });
        let next = read(reading, at, member.id.uuid(), subject, head);
        // The stream is dropped when its reader goes; the look still runs to its end.
        match db::to_end(next).await {
            Ok((text, at)) => Some((Ok(Bytes::from(text)), (at, pool, identity, member))),
            Err(error) => Some((Err(io::Error::other(error)), (At::End, pool, identity, member))),
        }
    })
}

async fn read(pool: PgPool, at: At, member: Uuid, subject: String, mut head: Value) -> sqlx::Result<(String, At)> {
    let mut conn = pool.acquire().await?;
    match at {
        At::Begin => {
            let others = queries::others(&mut conn, member, &subject).await?;
            if let (Value::Object(head), Value::Object(others)) = (&mut head, others) {
                head.extend(others);
            }
            let text = head.to_string();
            let head = text.strip_suffix('}').unwrap_or_default();
            Ok((format!("{head},\"actions\":["), At::Actions(0)))
        }
        At::Actions(after) => {
            let actions = queries::next_actions(&mut conn, member, after, BATCH).await?;
            let Some((changed, _)) = actions.last() else {
                return Ok(("],\"conversations\":[".to_owned(), At::Between(None)));
            };
            let comma = if after > 0 { "," } else { "" };
            let text: Vec<String> = actions.iter().map(|(_, action)| action.to_string()).collect();
            Ok((format!("{comma}{}", text.join(",")), At::Actions(*changed)))
        }
        At::Between(after) => match queries::next_conversation(&mut conn, member, after).await? {
            None => Ok(("]}\n".to_owned(), At::End)),
            Some((id, head)) => {
                let (comma, head) = (if after.is_some() { "," } else { "" }, head.to_string());
                Ok((format!("{comma}{},\"messages\":[", head.trim_end_matches('}')), At::Within(id, None)))
            }
        },
        At::Within(conversation, after) => {
            let messages = queries::next_messages(&mut conn, conversation, after, BATCH).await?;
            let Some((at, id, _)) = messages.last() else {
                return Ok(("]}".to_owned(), At::Between(Some(conversation))));
            };
            let next = At::Within(conversation, Some((*at, *id)));
            let mut text = if after.is_some() { ",".to_owned() } else { String::new() };
            text.push_str(&messages.iter().map(|(.., message)| message.to_string()).collect::<Vec<_>>().join(","));
            Ok((text, next))
        }
        At::End => Ok((String::new(), At::End)),
    }
}
