//! SQL of the trail.

use std::time::Duration;

use serde_json::Value;
use sqlx::{PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

use super::chain::{Line, Sealed};
use super::truncate::Checkpoint;
use super::{Action, Entry, Sought};

pub async fn insert(
    conn: &mut PgConnection,
    actor: &str,
    action: &str,
    sessions: &[Option<Uuid>],
    details: &[Value],
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO audit (actor, action, session_id, detail)
         SELECT $1, $2, session_id, detail FROM unnest($3::uuid[], $4::jsonb[]) AS happened (session_id, detail)",
        actor,
        action,
        sessions as _,
        details as _
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Takes the chain's lock if it is free, so that one instance seals at a time; it ends with the transaction.
pub async fn lock_chain(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock(hashtext('audit chain')) AS "locked!""#)
        .fetch_one(conn)
        .await
}

/// Place and hash of the last sealed line, even if it has been cut off since.
pub async fn find_head(conn: &mut PgConnection) -> sqlx::Result<Option<(i64, Vec<u8>)>> {
    let row = sqlx::query!(
        r#"SELECT seal AS "seal!", hash AS "hash!" FROM audit WHERE seal IS NOT NULL ORDER BY seal DESC LIMIT 1"#
    )
    .fetch_optional(&mut *conn)
    .await?;
    match row {
        Some(row) => Ok(Some((row.seal, row.hash))),
        None => Ok(find_checkpoint(conn).await?.map(|checkpoint| (checkpoint.seal, checkpoint.hash))),
    }
}

/// Where the chain begins, if its first lines were cut off.
pub async fn find_checkpoint(conn: &mut PgConnection) -> sqlx::Result<Option<Checkpoint>> {
    sqlx::query_as!(Checkpoint, "SELECT seal, hash FROM audit_checkpoints ORDER BY seal DESC LIMIT 1")
        .fetch_optional(conn)
        .await
}

/// Whether the trail records this cut.
pub async fn tells_of(conn: &mut PgConnection, checkpoint: &Checkpoint) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM audit WHERE action = $1
               AND detail ->> 'seal' = $2::text AND detail ->> 'hash' = encode($3, 'hex')) AS "told!""#,
        Action::TrailCut.into_str(),
        checkpoint.seal.to_string(),
        checkpoint.hash
    )
    .fetch_one(conn)
    .await
}

pub async fn was_cut_today(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM audit_checkpoints WHERE cut_at > now() - interval '20 hours') AS "cut!""#
    )
    .fetch_one(conn)
    .await
}

/// Of the lines at the beginning that are all older: place and hash of the last, and their number.
pub async fn find_last_old(
    conn: &mut PgConnection,
    kept: Duration,
    limit: i64,
) -> sqlx::Result<Option<(i64, Vec<u8>, i64)>> {
    let row = sqlx::query!(
        r#"SELECT seal AS "seal!", hash AS "hash!", place AS "lines!" FROM (
               SELECT seal, hash, row_number() OVER (ORDER BY seal) AS place,
                      bool_and(at < now() - make_interval(secs => $1)) OVER (ORDER BY seal) AS old
               FROM (SELECT seal, hash, at FROM audit WHERE seal IS NOT NULL ORDER BY seal LIMIT $2) AS first) AS begun
           WHERE old ORDER BY seal DESC LIMIT 1"#,
        kept.as_secs_f64(),
        limit
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.seal, row.hash, row.lines)))
}

pub async fn insert_checkpoint(conn: &mut PgConnection, seal: i64, hash: &[u8]) -> sqlx::Result<()> {
    sqlx::query!("INSERT INTO audit_checkpoints (seal, hash) VALUES ($1, $2)", seal, hash).execute(conn).await.map(drop)
}

pub async fn delete_until(conn: &mut PgConnection, seal: i64) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM audit WHERE seal <= $1", seal).execute(conn).await.map(drop)
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

/// Seals consecutive lines: the first gets the place `seal`, and each the hash of the one before it.
pub async fn mark_sealed(
    conn: &mut PgConnection,
    ids: &[i64],
    seal: i64,
    previous: &[Vec<u8>],
    hashes: &[Vec<u8>],
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE audit SET seal = $2::bigint + array_position($1, id) - 1,
             keyed = true, previous_hash = ($3::bytea[])[array_position($1, id)], hash = ($4::bytea[])[array_position($1, id)]
         WHERE id = ANY($1)",
        ids,
        seal,
        previous,
        hashes
    )
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

pub async fn exists(conn: &mut PgConnection, id: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM audit WHERE id = $1) AS "exists!""#, id).fetch_one(conn).await
}

/// Adds only the given conditions: each combination has its own index, and needs its own plan.
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
