//! Pages of history at a million messages.

use std::time::Duration;

use super::tokens::by_secret;
use crate::support::Result;
use crate::support::api::Api;
use crate::support::database::Copy;
use crate::support::figures::Figures;
use crate::support::line;
use crate::support::pressure::{Requests, pressed};

/// A thousand members with ten conversations of a hundred messages each.
const SEED: &str = "
    INSERT INTO members (id, issuer, subject) SELECT gen_random_uuid(), '', 'user-' || number
    FROM generate_series(0, 999) AS number;
    INSERT INTO conversations (id, member_id, title, updated_at)
    SELECT gen_random_uuid(), members.id, 'Question ' || number, now() - number * interval '1 hour'
    FROM members, generate_series(1, 10) AS number;
    CREATE TEMP TABLE made AS
    SELECT gen_random_uuid() AS id, conversations.id AS conversation_id, number
    FROM conversations, generate_series(1, 100) AS number;
    CREATE INDEX ON made (conversation_id, number);
    ANALYZE made;
    INSERT INTO messages (id, conversation_id, parent, role, content, state, created_at, ended_at)
    SELECT made.id, made.conversation_id, before.id, CASE WHEN made.number % 2 = 1 THEN 'user' ELSE 'assistant' END,
           repeat('A sentence of about forty letters here. ', 1 + made.number % 8), 'whole',
           now() - interval '1 day' + made.number * interval '1 minute', now()
    FROM made LEFT JOIN made AS before
        ON before.conversation_id = made.conversation_id AND before.number = made.number - 1;
    UPDATE conversations SET leaf = made.id FROM made
    WHERE made.conversation_id = conversations.id AND made.number = 100;
    DROP TABLE made;
    ANALYZE members, conversations, messages";

/// Milliseconds of each answer.
#[derive(Default)]
pub struct Pages {
    pub list: Figures,
    pub conversation: Figures,
    pub search: Figures,
}

/// Adds a million messages.
pub async fn seed(copy: &Copy) -> Result<()> {
    copy.seed(SEED).await
}

/// Reads the members' lists, one conversation of each, and searches, one request at a time.
pub async fn read(api: &Api, copy: &Copy, during: Duration) -> Result<Pages> {
    let all: Vec<(String, String)> = sqlx::query_as(
        "SELECT DISTINCT ON (subject) subject, conversations.id::text
         FROM conversations JOIN members ON members.id = member_id ORDER BY subject",
    )
    .fetch_all(&copy.pool)
    .await?;
    let ask = async |path: &dyn Fn(&str) -> String| {
        let request = |(subject, id): &(String, String)| {
            let number = subject.trim_start_matches("user-").parse().unwrap_or_default();
            line::get(&path(id), &format!("Authorization: Bearer {}\r\n", by_secret(number)))
        };
        let requests = Requests { address: api.address, all: all.iter().map(request).collect(), status: 200 };
        pressed(&requests, 1, Duration::from_secs(1)).await?;
        Result::Ok(pressed(&requests, 1, during).await?.waits)
    };
    Ok(Pages {
        list: ask(&|_| "/api/v1/chat".to_owned()).await?,
        conversation: ask(&|id| format!("/api/v1/chat/{id}")).await?,
        search: ask(&|_| "/api/v1/chat/search?q=forty%20letters".to_owned()).await?,
    })
}
