//! SQL of searches. Ids first: a page is cut off before files are counted. Name and address are searched as two lines of
//! one text, as the index has them: a trigram that stands in both is kept, and looked up, once.

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::Among;
use crate::admin::Summary;
use crate::intake::sessions::State;

/// The ids of those that a text's pattern (`$6`) finds and that are among what is listed. `$held` names whom to look
/// through, and is made before anything else is asked of it.
macro_rules! ids {
    ($held:literal, $among:expr, $pattern:expr, $limit:expr $(, $more:expr)*) => {
        sqlx::query_scalar!(
            "WITH held AS MATERIALIZED (" + $held + r#")
             SELECT id FROM held
             WHERE (created_at, id) < (coalesce($1, 'infinity'::timestamptz), $2)
               AND created_at >= coalesce($3, '-infinity'::timestamptz)
               AND state = coalesce($4, state) AND ($5 OR restricted_at IS NULL)
               AND (name || chr(10) || email) ILIKE $6
             ORDER BY created_at DESC, id DESC LIMIT $7"#,
            $among.before.map(|cursor| cursor.at),
            $among.before.map_or(Uuid::nil(), |cursor| cursor.id),
            $among.from,
            $among.state.map(State::as_str),
            $among.restricted_too,
            $pattern,
            $limit
            $(, $more)*
        )
    };
}

/// All of them.
pub async fn list(conn: &mut PgConnection, among: &Among, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "SELECT id FROM sessions
         WHERE (created_at, id) < (coalesce($1, 'infinity'::timestamptz), $2)
           AND created_at >= coalesce($3, '-infinity'::timestamptz) AND state = coalesce($4, state)
         ORDER BY created_at DESC, id DESC LIMIT $5",
        among.before.map(|cursor| cursor.at),
        among.before.map_or(Uuid::nil(), |cursor| cursor.id),
        among.from,
        among.state.map(State::as_str),
        limit
    )
    .fetch_all(conn)
    .await
}

/// Looks through the newest thousand.
pub async fn list_newest(conn: &mut PgConnection, among: &Among, pattern: &str, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    ids!(
        "SELECT * FROM sessions
         WHERE (created_at, id) < (coalesce($1, 'infinity'::timestamptz), $2)
           AND created_at >= coalesce($3, '-infinity'::timestamptz)
         ORDER BY created_at DESC, id DESC LIMIT 1000",
        among,
        pattern,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Whether three or more in about two thousand hold it: those on forty of the table's pages, from all over it, always
/// the same.
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

/// Goes by the trigrams that those of these days have, in UTC.
pub async fn list_of_days(
    conn: &mut PgConnection,
    among: &Among,
    pattern: &str,
    days: &[Date],
    limit: i64,
) -> sqlx::Result<Vec<Uuid>> {
    ids!(
        "SELECT * FROM sessions
         WHERE ARRAY[(created_at AT TIME ZONE 'UTC')::date] && $8 AND (name || chr(10) || email) ILIKE $6",
        among,
        pattern,
        limit,
        days
    )
    .fetch_all(conn)
    .await
}

/// Goes by the trigrams of `seldom`, which all that `pattern` finds hold.
pub async fn list_holding(
    conn: &mut PgConnection,
    among: &Among,
    seldom: &str,
    pattern: &str,
    limit: i64,
) -> sqlx::Result<Vec<Uuid>> {
    ids!("SELECT * FROM sessions WHERE (name || chr(10) || email) ILIKE $8", among, pattern, limit, seldom)
        .fetch_all(conn)
        .await
}

/// The newest first.
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
