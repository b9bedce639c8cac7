//! SQL of leases, their pages and uploads. All times are the database's own.

use std::collections::HashSet;
use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{PendingUpload, Standing, UPLOAD_ALIVE, Usage};
use crate::platform::ids::{PageId, SessionId};
use crate::platform::object_store::Key;

/// How many pages of a session are remembered, those with the latest deadlines. Bounded so that a client cannot fill
/// the table.
const MAX_PAGES: i64 = 64;

pub async fn find_standing(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Standing> {
    let state =
        sqlx::query_scalar!("SELECT state FROM leases WHERE session_id = $1", id.uuid()).fetch_optional(conn).await?;
    Ok(Standing::of(state.as_deref()))
}

/// Inserts leases with the deadline of their first page and upload. Returns the sessions that had no lease before.
pub async fn insert_live(
    conn: &mut PgConnection,
    ids: &[Uuid],
    open_max: Duration,
    deadline: Duration,
) -> sqlx::Result<HashSet<Uuid>> {
    let new = sqlx::query_scalar!(
        "INSERT INTO leases (session_id, state, deadline, hard_deadline, reason, has_parts)
         SELECT id, 'live', now() + make_interval(secs => $3), now() + make_interval(secs => $2), 'upload', false
         FROM unnest($1::uuid[]) AS wanted (id)
         ON CONFLICT (session_id) DO NOTHING RETURNING session_id",
        ids,
        open_max.as_secs_f64(),
        deadline.min(open_max).as_secs_f64()
    );
    Ok(new.fetch_all(conn).await?.into_iter().collect())
}

/// Notes that an upload is multipart.
pub async fn mark_in_parts(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!("UPDATE leases SET has_parts = true WHERE session_id = ANY($1) AND NOT has_parts", ids)
        .execute(conn)
        .await
        .map(drop)
}

/// Deletes the pages with the earliest deadlines if the session has reached the maximum.
async fn make_room(conn: &mut PgConnection, id: Uuid, page: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM lease_pages WHERE session_id = $1 AND page_id IN (
             SELECT page_id FROM lease_pages WHERE session_id = $1 AND page_id <> $2
             ORDER BY deadline DESC OFFSET $3)",
        id,
        page,
        MAX_PAGES - 1
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The leases must be live. A page that was left stays left.
pub async fn touch_pages(conn: &mut PgConnection, ids: &[Uuid], pages: &[Uuid], ttls: &[f64]) -> sqlx::Result<()> {
    for (id, page) in list_full(conn, ids, pages).await? {
        make_room(conn, id, page).await?;
    }
    sqlx::query!(
        "INSERT INTO lease_pages (session_id, page_id, deadline)
         SELECT session_id, page_id, now() + make_interval(secs => ttl)
         FROM unnest($1::uuid[], $2::uuid[], $3::double precision[]) AS seen (session_id, page_id, ttl)
         ON CONFLICT (session_id, page_id) DO UPDATE SET deadline = excluded.deadline
         WHERE NOT lease_pages.has_left",
        ids,
        pages,
        ttls
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Returns the sessions that have reached the maximum number of pages.
async fn list_full(conn: &mut PgConnection, ids: &[Uuid], pages: &[Uuid]) -> sqlx::Result<Vec<(Uuid, Uuid)>> {
    let rows = sqlx::query!(
        r#"SELECT session_id AS "session!", page_id AS "page!"
           FROM unnest($1::uuid[], $2::uuid[]) AS wanted (session_id, page_id)
           WHERE (SELECT count(*) FROM lease_pages p WHERE p.session_id = wanted.session_id) >= $3"#,
        ids,
        pages,
        MAX_PAGES
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.session, row.page)).collect())
}

/// Notes that the uploading pages are present; a hidden one keeps its longer deadline. The leases of `new` have no page
/// yet.
pub async fn note_pages(
    conn: &mut PgConnection,
    ids: &[Uuid],
    pages: &[Uuid],
    new: &HashSet<Uuid>,
    ttl: Duration,
) -> sqlx::Result<()> {
    let (known, theirs): (Vec<_>, Vec<_>) = ids.iter().zip(pages).filter(|(id, _)| !new.contains(id)).unzip();
    if !known.is_empty() {
        for (id, page) in list_full(conn, &known, &theirs).await? {
            make_room(conn, id, page).await?;
        }
    }
    sqlx::query!(
        "INSERT INTO lease_pages (session_id, page_id, deadline)
         SELECT session_id, page_id, now() + make_interval(secs => $3)
         FROM unnest($1::uuid[], $2::uuid[]) AS wanted (session_id, page_id)
         ON CONFLICT (session_id, page_id) DO UPDATE SET deadline = greatest(lease_pages.deadline, excluded.deadline)
         WHERE NOT lease_pages.has_left",
        ids,
        pages,
        ttl.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Notes an unknown page too, so that its late heartbeat finds that it was left. A second beacon of the same page does
/// not extend its deadline.
pub async fn mark_page_left(conn: &mut PgConnection, id: SessionId, page: PageId, grace: Duration) -> sqlx::Result<()> {
    make_room(conn, id.uuid(), page.uuid()).await?;
    sqlx::query!(
        "INSERT INTO lease_pages (session_id, page_id, deadline, has_left)
         SELECT $1, $2, now() + make_interval(secs => $3), true FROM leases
         WHERE session_id = $1 AND state = 'live'
         ON CONFLICT (session_id, page_id) DO UPDATE SET deadline = excluded.deadline, has_left = true
         WHERE NOT lease_pages.has_left",
        id.uuid(),
        page.uuid(),
        grace.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A lease lasts as long as the latest of its pages and running uploads, but never past its hard deadline. Writes only
/// where that changes something.
pub async fn move_deadlines(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<()> {
    // No join and no condition on an indexed state: this way each lease is found by its key and its uploads by the
    // session, even with a plan made while the tables were small. Most deadlines need no change, so the check must be
    // cheap: the expression appears twice because a database function costs three times as much.
    sqlx::query!(
        "UPDATE leases l
         SET deadline = least(l.hard_deadline, coalesce(greatest(
             (SELECT max(p.deadline) FROM lease_pages p WHERE p.session_id = l.session_id),
             (SELECT max(u.alive_until) FILTER (WHERE u.state = 'receiving') FROM uploads u
              WHERE u.session_id = l.session_id)), l.deadline))
         WHERE l.session_id = ANY($1) AND l.state NOT IN ('purging', 'tombstone')
         AND l.deadline <> least(l.hard_deadline, coalesce(greatest(
             (SELECT max(p.deadline) FROM lease_pages p WHERE p.session_id = l.session_id),
             (SELECT max(u.alive_until) FILTER (WHERE u.state = 'receiving') FROM uploads u
              WHERE u.session_id = l.session_id)), l.deadline))",
        ids
    )
    .execute(conn)
    .await
    .map(drop)
}

/// In the order of `ids`.
pub async fn list_usage(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<Usage>> {
    let rows = sqlx::query!(
        r#"SELECT held.files AS "files!", held.bytes AS "bytes!"
           FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place), LATERAL (
               SELECT count(*) AS files, coalesce(sum(u.bytes), 0)::bigint AS bytes
               FROM uploads u WHERE u.session_id = wanted.id AND u.state <> 'cut') AS held
           ORDER BY place"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    let usage =
        |files, bytes| Usage { files: u64::try_from(files).unwrap_or(0), bytes: u64::try_from(bytes).unwrap_or(0) };
    Ok(rows.into_iter().map(|row| usage(row.files, row.bytes)).collect())
}

pub async fn insert_uploads(conn: &mut PgConnection, keys: &[Key], bytes: &[i64]) -> sqlx::Result<()> {
    let (ids, sessions) = columns(keys);
    sqlx::query!(
        "INSERT INTO uploads (id, session_id, bytes, state, alive_until)
         SELECT id, session_id, bytes, 'receiving', now() + make_interval(secs => $4)
         FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS wanted (id, session_id, bytes)",
        &ids,
        &sessions,
        bytes,
        UPLOAD_ALIVE.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// File and session of each key.
fn columns(keys: &[Key]) -> (Vec<Uuid>, Vec<Uuid>) {
    keys.iter().map(|key| (key.file, key.session.uuid())).unzip()
}

/// Reserves this many bytes. Returns whether the upload is still running.
pub async fn set_bytes(conn: &mut PgConnection, key: Key, bytes: i64) -> sqlx::Result<bool> {
    let set = sqlx::query!("UPDATE uploads SET bytes = $2 WHERE id = $1 AND state = 'receiving'", key.file, bytes)
        .execute(conn)
        .await?;
    Ok(set.rows_affected() == 1)
}

/// Extends the upload's `alive_until`. Returns whether the upload is still running.
pub async fn touch_upload(conn: &mut PgConnection, key: Key) -> sqlx::Result<bool> {
    let touched = sqlx::query!(
        "UPDATE uploads SET alive_until = now() + make_interval(secs => $2) WHERE id = $1 AND state = 'receiving'",
        key.file,
        UPLOAD_ALIVE.as_secs_f64()
    )
    .execute(conn)
    .await?;
    Ok(touched.rows_affected() == 1)
}

/// Returns the files whose uploads are still running.
pub async fn list_receiving(conn: &mut PgConnection, files: &[Uuid]) -> sqlx::Result<HashSet<Uuid>> {
    let rows = sqlx::query!("SELECT id, state FROM uploads WHERE id = ANY($1)", files).fetch_all(conn).await?;
    Ok(rows.into_iter().filter(|row| row.state == "receiving").map(|row| row.id).collect())
}

pub async fn mark_stored(conn: &mut PgConnection, files: &[Uuid], bytes: &[i64]) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE uploads SET state = 'stored', bytes = ($2::bigint[])[array_position($1, id)] WHERE id = ANY($1)",
        files,
        bytes
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Returns the sessions for which nothing was ever stored before.
pub async fn mark_sent(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<HashSet<Uuid>> {
    let first = sqlx::query_scalar!(
        "UPDATE leases SET has_sent = true WHERE session_id = ANY($1) AND NOT has_sent RETURNING session_id",
        ids
    );
    Ok(first.fetch_all(conn).await?.into_iter().collect())
}

/// Turns an upload into an obligation to delete its key, now and once more after `late`.
pub async fn mark_cut(conn: &mut PgConnection, id: SessionId, file: Uuid, late: Duration) -> sqlx::Result<bool> {
    let cut = sqlx::query!(
        "UPDATE uploads SET state = 'cut', alive_until = now() + make_interval(secs => $3), next_try = now()
         WHERE id = $1 AND session_id = $2 AND state <> 'cut'",
        file,
        id.uuid(),
        late.as_secs_f64()
    )
    .execute(conn)
    .await?;
    Ok(cut.rows_affected() == 1)
}

pub async fn delete_upload(conn: &mut PgConnection, key: Key) -> sqlx::Result<bool> {
    let deleted =
        sqlx::query!("DELETE FROM uploads WHERE id = $1 AND state = 'receiving'", key.file).execute(conn).await?;
    Ok(deleted.rows_affected() == 1)
}

pub async fn list_stored(conn: &mut PgConnection, id: SessionId) -> sqlx::Result<Vec<(Uuid, u64)>> {
    let stored =
        sqlx::query!("SELECT id, bytes FROM uploads WHERE session_id = $1 AND state = 'stored' ORDER BY id", id.uuid());
    let rows = stored.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, u64::try_from(row.bytes).unwrap_or_default())).collect())
}

/// In the order of `ids`.
pub async fn list_pending_uploads(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<PendingUpload>> {
    sqlx::query_as!(
        PendingUpload,
        r#"SELECT held.is_receiving AS "is_receiving!", held.stored AS "stored!"
           FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place), LATERAL (
               SELECT coalesce(bool_or(u.state = 'receiving' AND u.alive_until > now()), false) AS is_receiving,
                      coalesce(array_agg(u.id ORDER BY u.id) FILTER (WHERE u.state = 'stored'), '{}') AS stored
               FROM uploads u WHERE u.session_id = wanted.id) AS held
           ORDER BY place"#,
        ids
    )
    .fetch_all(conn)
    .await
}

/// Deletes what a contact releases: the lease with its pages, and the uploads that became files.
pub async fn delete_live(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM leases WHERE session_id = ANY($1) AND state NOT IN ('purging', 'tombstone')", ids)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("DELETE FROM uploads WHERE session_id = ANY($1) AND state = 'stored'", ids)
        .execute(conn)
        .await
        .map(drop)
}

/// From live, or from no lease, to purging. The uploads' rows are deleted in the same transaction, and their ids are
/// kept in the lease beside those of the kept files: a running upload's next progress write finds no row and cuts its
/// stream.
pub async fn mark_purging(
    conn: &mut PgConnection,
    ids: &[Uuid],
    reasons: &[&str],
    files: &[Uuid],
    tombstone: Duration,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO leases (session_id, state, deadline, hard_deadline, reason, purging_since, keys)
         SELECT id, 'purging', now(), now() + make_interval(secs => $3), reason, now(),
                $4::uuid[] || (SELECT array_agg(u.id) FROM uploads u WHERE u.session_id = due.id)
         FROM unnest($1::uuid[], $2::text[]) AS due (id, reason)
         ON CONFLICT (session_id) DO UPDATE
         SET state = 'purging', reason = excluded.reason, claimed_until = NULL, attempts = 0, purging_since = now(),
             keys = excluded.keys
         WHERE leases.state = 'live'",
        ids,
        reasons as &[&str],
        tombstone.as_secs_f64(),
        files
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("DELETE FROM uploads WHERE session_id = ANY($1)", ids).execute(&mut *conn).await?;
    sqlx::query!("DELETE FROM lease_pages WHERE session_id = ANY($1)", ids).execute(conn).await.map(drop)
}

/// A discard without a lease: there is nothing to delete, but a late call must find the id dead.
pub async fn insert_tombstone(conn: &mut PgConnection, id: SessionId, tombstone: Duration) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO leases (session_id, state, deadline, hard_deadline, reason)
         VALUES ($1, 'tombstone', now() + make_interval(secs => $2), now() + make_interval(secs => $2), 'discarded')
         ON CONFLICT (session_id) DO NOTHING",
        id.uuid(),
        tombstone.as_secs_f64()
    )
    .execute(conn)
    .await
    .map(drop)
}
