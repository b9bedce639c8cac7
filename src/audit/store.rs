//! SQL of the trail.

use serde_json::Value;
use sqlx::{PgConnection, Postgres, QueryBuilder};

use super::chain::{Line, Sealed};
use super::{Entry, Sought};
use crate::ids::SessionId;

pub async fn insert(
    conn: &mut PgConnection,
    actor: &str,
    action: &str,
    session: Option<SessionId>,
    detail: Value,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO audit (actor, action, session_id, detail) VALUES ($1, $2, $3, $4)",
        actor,
        action,
        session.map(SessionId::uuid),
        detail
    )
    .execute(conn)
    .await
    .map(drop)
}

/// One instance seals at a time; the lock ends with the transaction.
pub async fn lock_chain(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock(hashtext('audit chain')) AS "locked!""#)
        .fetch_one(conn)
        .await
}

/// Place and hash of the last sealed line.
pub async fn find_head(conn: &mut PgConnection) -> sqlx::Result<Option<(i64, Vec<u8>)>> {
    let row = sqlx::query!(
        r#"SELECT seal AS "seal!", hash AS "hash!" FROM audit WHERE seal IS NOT NULL ORDER BY seal DESC LIMIT 1"#
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.seal, row.hash)))
}

pub async fn list_unsealed(conn: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"SELECT id, (extract(epoch FROM at) * 1000000)::bigint AS "at!", actor, action, session_id AS session,
                  detail::text AS "detail!"
           FROM audit WHERE hash IS NULL ORDER BY id LIMIT $1"#,
        limit
    )
    .fetch_all(conn)
    .await
}

pub async fn mark_sealed(
    conn: &mut PgConnection,
    id: i64,
    seal: i64,
    previous: &[u8],
    hash: &[u8],
) -> sqlx::Result<()> {
    sqlx::query!("UPDATE audit SET seal = $2, previous_hash = $3, hash = $4 WHERE id = $1", id, seal, previous, hash)
        .execute(conn)
        .await
        .map(drop)
}

/// The chain's next lines after a place.
pub async fn list_sealed(conn: &mut PgConnection, after: i64, limit: i64) -> sqlx::Result<Vec<Sealed>> {
    let rows = sqlx::query!(
        r#"SELECT id, (extract(epoch FROM at) * 1000000)::bigint AS "at!", actor, action, session_id AS session,
                  detail::text AS "detail!", seal AS "seal!", previous_hash AS "previous!", hash AS "hash!"
           FROM audit WHERE seal > $1 ORDER BY seal LIMIT $2"#,
        after,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Sealed {
            line: Line {
                id: row.id,
                at: row.at,
                actor: row.actor,
                action: row.action,
                session: row.session,
                detail: row.detail,
            },
            seal: row.seal,
            previous: row.previous,
            hash: row.hash,
        })
        .collect())
}

pub async fn count_unsealed(conn: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM audit WHERE hash IS NULL"#).fetch_one(conn).await
}

/// Only the conditions that are given: each choice of them has an index of its own, and a plan for it.
pub async fn search(conn: &mut PgConnection, sought: &Sought, limit: i64) -> sqlx::Result<Vec<Entry>> {
    let mut query =
        QueryBuilder::<Postgres>::new("SELECT id, at, actor, action, session_id, detail, seal FROM audit WHERE true");
    if let Some(session) = sought.session {
        query.push(" AND session_id = ").push_bind(session);
    }
    if let Some(actor) = &sought.actor {
        query.push(" AND actor = ").push_bind(actor);
    }
    if let Some(action) = &sought.action {
        query.push(" AND action = ").push_bind(action);
    }
    if let Some(from) = sought.from {
        query.push(" AND at >= ").push_bind(from);
    }
    if let Some(to) = sought.to {
        query.push(" AND at < ").push_bind(to);
    }
    if let Some((at, id)) = sought.after {
        query.push(" AND (at, id) < (").push_bind(at).push(", ").push_bind(id).push(")");
    }
    query.push(" ORDER BY at DESC, id DESC LIMIT ").push_bind(limit);
    query.build_query_as().fetch_all(conn).await
}
