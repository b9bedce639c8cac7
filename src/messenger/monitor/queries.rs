//! SQL of what the desk shows of messenger sessions: no number, no name, no word.

use sqlx::PgConnection;

use super::{Day, SHOWN, Watched};

/// Every state, also those that no session has: a gauge that is not set again would keep its last value.
pub async fn states(conn: &mut PgConnection) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT name AS "name!", count(messenger_sessions.id) AS "count!"
           FROM unnest(ARRAY['online', 'pairing', 'starting', 'asleep', 'stopped', 'offline', 'banned', 'replaced',
                             'logged-out', 'other-number', 'failed']) WITH ORDINALITY AS all_states (name, place)
           LEFT JOIN messenger_sessions ON status = name GROUP BY name, place ORDER BY place"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.count)).collect())
}

/// The longest that a message waits, in seconds.
pub async fn lag(conn: &mut PgConnection) -> sqlx::Result<f64> {
    sqlx::query_scalar!(
        r#"SELECT coalesce(extract(epoch FROM now() - min(received_at)), 0)::float8 AS "lag!"
           FROM messenger_inbox WHERE read_at IS NULL"#
    )
    .fetch_one(conn)
    .await
}

/// Those first that need a look.
pub async fn sessions(conn: &mut PgConnection) -> sqlx::Result<Vec<Watched>> {
    sqlx::query_as!(
        Watched,
        r#"SELECT left(id::text, 8) AS "tag!", status, since, detail, restarts, failures, online_at,
                  (SELECT count(*) FROM messenger_inbox WHERE session_id = messenger_sessions.id AND read_at IS NULL)
                      AS "waiting!"
           FROM messenger_sessions
           ORDER BY status IN ('failed', 'banned', 'replaced', 'offline') DESC, failures DESC, since DESC LIMIT $1"#,
        SHOWN
    )
    .fetch_all(conn)
    .await
}

/// The last 14 days, newest first.
pub async fn days(conn: &mut PgConnection) -> sqlx::Result<Vec<Day>> {
    sqlx::query_as!(
        Day,
        r#"SELECT day::date AS "day!",
                  (SELECT count(*) FROM messenger_inbox
                   WHERE received_at >= day AND received_at < day + interval '1 day') AS "messages!",
                  (SELECT count(*) FROM messenger_actions
                   WHERE created_at >= day AND created_at < day + interval '1 day') AS "actions!",
                  (SELECT count(*) FROM messenger_actions
                   WHERE status = 'done' AND changed_at >= day AND changed_at < day + interval '1 day') AS "done!"
           FROM generate_series(date_trunc('day', now()) - interval '13 days', date_trunc('day', now()),
                                interval '1 day') AS day
           ORDER BY day DESC"#
    )
    .fetch_all(conn)
    .await
}
