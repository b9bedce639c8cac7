//! SQL of the requests.

use std::time::Duration;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{Closing, Extension, NewClosing, Outcome, Request, RequestKind, Standing, today};

/// A row of the table.
struct Row {
    id: Uuid,
    kind: String,
    subject: Option<String>,
    email: Option<String>,
    person_gone: bool,
    received_on: Date,
    due_on: Date,
    told_on: Option<Date>,
    extension_reason: Option<String>,
    closed_at: Option<OffsetDateTime>,
    outcome: Option<String>,
    outcome_reason: Option<String>,
    erasure_id: Option<Uuid>,
    trail_line: Option<i64>,
}

impl From<Row> for Request {
    fn from(row: Row) -> Self {
        let closing = row.closed_at.map(|at| Closing {
            at,
            // A constraint allows no others.
            outcome: row.outcome.and_then(|text| text.parse().ok()).unwrap_or(Outcome::Done),
            reason: row.outcome_reason,
            erasure: row.erasure_id,
            line: row.trail_line,
        });
        let state = match (&closing, row.told_on) {
            (Some(_), _) => Standing::Closed,
            (None, Some(_)) => Standing::Extended,
            (None, None) => Standing::Open,
        };
        Self {
            id: row.id,
            kind: row.kind.parse().unwrap_or(RequestKind::Access),
            state,
            subject: row.subject,
            email: row.email,
            person_gone: row.person_gone,
            received_on: row.received_on,
            due_on: row.due_on,
            days_left: closing.is_none().then(|| (row.due_on - today()).whole_days()),
            extension: row.told_on.map(|told_on| Extension { reason: row.extension_reason, told_on }),
            closing,
        }
    }
}

pub async fn insert(
    conn: &mut PgConnection,
    id: Uuid,
    kind: RequestKind,
    subject: &str,
    email: Option<&str>,
    received_on: Date,
    due_on: Date,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO requests (id, kind, subject, email, received_on, due_on) VALUES ($1, $2, $3, $4, $5, $6)",
        id,
        kind.into_str(),
        subject,
        email,
        received_on,
        due_on
    )
    .execute(conn)
    .await
    .map(drop)
}

/// With `lock` no one else can change the row until the transaction ends.
pub async fn find(conn: &mut PgConnection, id: Uuid, lock: bool) -> sqlx::Result<Option<Request>> {
    if lock {
        sqlx::query!("SELECT FROM requests WHERE id = $1 FOR UPDATE", id).fetch_optional(&mut *conn).await?;
    }
    let row = sqlx::query_as!(
        Row,
        "SELECT id, kind, subject, email, person_gone, received_on, due_on, told_on, extension_reason,
                closed_at, outcome, outcome_reason, erasure_id, trail_line
         FROM requests WHERE id = $1",
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Request::from))
}

/// Earliest due first.
pub async fn list_open(conn: &mut PgConnection, after: Option<(Date, Uuid)>, limit: i64) -> sqlx::Result<Vec<Request>> {
    let (day, id) = after.unzip();
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, kind, subject, email, person_gone, received_on, due_on, told_on, extension_reason,
                closed_at, outcome, outcome_reason, erasure_id, trail_line
         FROM requests
         WHERE closed_at IS NULL AND (due_on, id) > (coalesce($1, '-infinity'::date),
             coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid))
         ORDER BY due_on, id LIMIT $3",
        day,
        id,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Request::from).collect())
}

/// Latest due first.
pub async fn list_closed(
    conn: &mut PgConnection,
    after: Option<(Date, Uuid)>,
    limit: i64,
) -> sqlx::Result<Vec<Request>> {
    let (day, id) = after.unzip();
    let rows = sqlx::query_as!(
        Row,
        "SELECT id, kind, subject, email, person_gone, received_on, due_on, told_on, extension_reason,
                closed_at, outcome, outcome_reason, erasure_id, trail_line
         FROM requests
         WHERE closed_at IS NOT NULL AND (due_on, id) < (coalesce($1, 'infinity'::date),
             coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
         ORDER BY due_on DESC, id DESC LIMIT $3",
        day,
        id,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Request::from).collect())
}

pub async fn count_overdue(conn: &mut PgConnection, today: Date) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM requests WHERE closed_at IS NULL AND due_on < $1"#, today)
        .fetch_one(conn)
        .await
}

pub async fn mark_extended(
    conn: &mut PgConnection,
    id: Uuid,
    due_on: Date,
    reason: &str,
    told_on: Date,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE requests SET due_on = $2, extension_reason = $3, told_on = $4, extended_at = now() WHERE id = $1",
        id,
        due_on,
        reason,
        told_on
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Closes a request. Blanks who asked if their last session was deleted meanwhile.
pub async fn mark_closed(
    conn: &mut PgConnection,
    id: Uuid,
    reason: Option<&str>,
    closing: &NewClosing,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE requests SET closed_at = now(), outcome = $2, erasure_id = $4, trail_line = $5,
             outcome_reason = CASE WHEN NOT person_gone THEN $3 END,
             extension_reason = CASE WHEN NOT person_gone THEN extension_reason END,
             subject = CASE WHEN NOT person_gone THEN subject END, email = CASE WHEN NOT person_gone THEN email END
         WHERE id = $1",
        id,
        closing.outcome.into_str(),
        reason,
        closing.erasure,
        closing.line
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Blanks who asked, and the reasons, in requests closed longer ago than `kept`. Returns how many.
pub async fn blank(conn: &mut PgConnection, kept: Duration, limit: i64) -> sqlx::Result<u64> {
    let blanked = sqlx::query!(
        "UPDATE requests SET subject = NULL, email = NULL, extension_reason = NULL, outcome_reason = NULL
         WHERE id IN (SELECT id FROM requests WHERE subject IS NOT NULL AND closed_at < now() - make_interval(secs => $1)
                      ORDER BY closed_at LIMIT $2)",
        kept.as_secs_f64(),
        limit
    )
    .execute(conn)
    .await?;
    Ok(blanked.rows_affected())
}
