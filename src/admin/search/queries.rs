//! SQL of searches. Selects ids first, so that files are counted only for one page. Name and address are searched as
//! one text of two lines, like the index: a trigram in both is stored, and looked up, once.

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::Candidates;
use crate::admin::Summary;

/// Selects the ids of the candidates that match a text's pattern (`$6`). `$held` selects the rows to search, and is
/// materialized before the other conditions apply.
macro_rules! ids {
    ($held:literal, $candidates:expr, $pattern:expr, $limit:expr $(, $more:expr)*) => {
        sqlx::query_scalar!(
            "WITH held AS MATERIALIZED (" + $held + r#")
             SELECT id FROM held
             WHERE (created_at, id) < (coalesce($1, 'infinity'::timestamptz), $2)
               AND created_at >= coalesce($3, '-infinity'::timestamptz)
               AND state = coalesce($4, state) AND ($5 OR restricted_at IS NULL)
               AND (name || chr(10) || email) ILIKE $6
             ORDER BY created_at DESC, id DESC LIMIT $7"#,
            $candidates.before.map(|cursor| cursor.at),
            $candidates.before.map_or(Uuid::nil(), |cursor| cursor.id),
            $candidates.from,
            $candidates.state.map(<&str>::from),
            $candidates.include_restricted,
            $pattern,
            $limit
            $(, $more)*
        )
    };
}

/// Lists all candidates.
pub async fn list(conn: &mut PgConnection, candidates: &Candidates, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "SELECT id FROM sessions
         WHERE (created_at, id) < (coalesce($1, 'infinity'::timestamptz), $2)
           AND created_at >= coalesce($3, '-infinity'::timestamptz) AND state = coalesce($4, state)
         ORDER BY created_at DESC, id DESC LIMIT $5",
        candidates.before.map(|cursor| cursor.at),
        candidates.before.map_or(Uuid::nil(), |cursor| cursor.id),
        candidates.from,
        candidates.state.map(<&str>::from),
        limit
    )
    .fetch_all(conn)
    .await
}

/// Searches the newest thousand.
pub async fn list_newest(
    conn: &mut PgConnection,
    candidates: &Candidates,
    pattern: &str,
    limit: i64,
) -> sqlx::Result<Vec<Uuid>> {
    ids!(
        "SELECT * FROM sessions
         WHERE (created_at, id) < (coalesce($1, 'infinity'::timestamptz), $2)
           AND created_at >= coalesce($3, '-infinity'::timestamptz)
         ORDER BY created_at DESC, id DESC LIMIT 1000",
        candidates,
        pattern,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Whether three or more of about two thousand rows contain it: those on forty of the table's pages, spread over it and
/// always the same.
pub async fn is_common(conn: &mut PgConnection, pattern: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT count(*) = 3 AS "common!" FROM (
               SELECT FROM sessions TABLESAMPLE SYSTEM ((
                   SELECT 100.0 * 40
                          / greatest(40, pg_relation_size('sessions') / current_setting('block_size')::int)))
               REPEATABLE (1)
               WHERE (name || chr(10) || email) ILIKE $1 LIMIT 3) AS sample"#,
        pattern
    )
    .fetch_one(conn)
    .await
}

/// Searches by the trigrams of these days' sessions, in UTC.
pub async fn list_of_days(
    conn: &mut PgConnection,
    candidates: &Candidates,
    pattern: &str,
    days: &[Date],
    limit: i64,
) -> sqlx::Result<Vec<Uuid>> {
    ids!(
        "SELECT * FROM sessions
         WHERE ARRAY[(created_at AT TIME ZONE 'UTC')::date] && $8 AND (name || chr(10) || email) ILIKE $6",
        candidates,
        pattern,
        limit,
        days
    )
    .fetch_all(conn)
    .await
}

/// Searches by the trigrams of `rare`, which all matches of `pattern` contain.
pub async fn list_containing(
    conn: &mut PgConnection,
    candidates: &Candidates,
    rare: &str,
    pattern: &str,
    limit: i64,
) -> sqlx::Result<Vec<Uuid>> {
    ids!("SELECT * FROM sessions WHERE (name || chr(10) || email) ILIKE $8", candidates, pattern, limit, rare)
        .fetch_all(conn)
        .await
}

/// Newest first.
pub async fn find_summaries(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<Summary>> {
    sqlx::query_as!(
        Summary,
        r#"WITH listed AS MATERIALIZED (SELECT * FROM sessions WHERE id = ANY($1))
           SELECT id, name, email, state, created_at, completed_at, held.files AS "files!", held.bytes AS "bytes!",
                  restricted_at IS NOT NULL AS "restricted!"
           FROM listed, LATERAL (SELECT count(*) AS files, coalesce(sum(size), 0)::bigint AS bytes
                                 FROM files WHERE files.session_id = listed.id) AS held
           ORDER BY created_at DESC, id DESC"#,
        ids
    )
    .fetch_all(conn)
    .await
}
