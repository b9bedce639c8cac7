//! SQL of the funnel.

use sqlx::PgConnection;
use time::Date;

use super::{Counts, Day};

pub async fn add(conn: &mut PgConnection, day: Date, counts: &Counts) -> sqlx::Result<()> {
    let [opened, named, files, contact, verified] = *counts;
    sqlx::query!(
        "INSERT INTO funnel_daily AS kept (day, opened, named, files, contact, verified) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (day) DO UPDATE SET opened = kept.opened + $2, named = kept.named + $3, files = kept.files + $4,
             contact = kept.contact + $5, verified = kept.verified + $6",
        day,
        opened,
        named,
        files,
        contact,
        verified
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn list(conn: &mut PgConnection, from: Date, to: Date) -> sqlx::Result<Vec<Day>> {
    let rows = sqlx::query!(
        "SELECT day, opened, named, files, contact, verified FROM funnel_daily WHERE day BETWEEN $1 AND $2 ORDER BY day",
        from,
        to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Day { day: row.day, counts: [row.opened, row.named, row.files, row.contact, row.verified] })
        .collect())
}
