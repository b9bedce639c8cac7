//! What it costs to delete 5,000 files of one session: calls to the store, and CPU.

use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::support::Result;
use crate::support::api::{Api, Kind};
use crate::support::calls::{count_anew, counted, put_objects};
use crate::support::database::{Copy, Database};
use crate::support::figures::Figures;
use crate::support::line::Line;
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;

const FILES: usize = 5000;

/// How long one purge may take.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Default)]
struct Row {
    uploads: Figures,
    lists: Figures,
    deletes: Figures,
    calls: Figures,
    /// Microseconds per key.
    cpu: Figures,
    database_cpu: Figures,
    /// Seconds from the visitor's call to the tombstone.
    seconds: Figures,
}

pub async fn measure(run: &Run) -> Result<Section> {
    let database = Database::start().await?;
    let mut rows = [Row::default()];
    run.alternate("purge", &mut rows, async |run, row| turn(run, row, &database).await).await?;
    let [row] = &rows;
    let mut table = Table::new(
        "One session with 5,000 files, discarded by its visitor:",
        [
            "calls to the store: list uploads",
            "list objects",
            "delete objects",
            "anteroom's CPU, µs a key",
            "PostgreSQL's CPU, µs a key",
            "seconds until all is gone",
        ],
    );
    let figures = [(&row.lists, 1), (&row.deletes, 1), (&row.cpu, 1), (&row.database_cpu, 1), (&row.seconds, 2)];
    table.line(row.uploads.shown(1), figures.map(|(figure, digits)| figure.shown(digits)));
    Ok(Section {
        title: "Deleting a session".to_owned(),
        about: ABOUT.to_owned(),
        tables: vec![table],
        bars: vec![
            Bar::at_most("purge of 5,000 files: list and delete calls", row.calls.median(), 6.0),
            Bar::at_most("purge of 5,000 files: CPU, µs a key", row.cpu.median(), 10.0),
        ],
    })
}

const ABOUT: &str = "A session whose 5,000 files are in the database and in the store, as if they had been uploaded; \
    its visitor calls `DELETE /api/v1/session`, and the sweeper does the rest. A round does eight such sessions, one \
    after the other, so that the CPU's clock (10 ms) does not matter; the figures are for one. Listing uploads counts \
    as a call.";

async fn turn(run: &Run, row: &mut Row, database: &Database) -> Result<()> {
    let sessions = if run.quick { 2 } else { 8 };
    let copy = database.copy().await?;
    let api = Api::start(Kind::Anteroom, run.sink, &copy).await?;
    let mut all = Vec::new();
    for _ in 0..=sessions {
        let session = Uuid::new_v4();
        let files = fill(&copy, session).await?;
        put_objects(run.sink, &files).await?;
        all.push(session);
    }
    // Unmeasured: work that is done only the first time.
    if let Some(first) = all.pop() {
        discard(&api, &copy, first).await?;
    }
    // Work that starts with the program has ended by then.
    api.process.wait_until_idle(PATIENCE).await?;
    count_anew(run.sink).await?;
    let (before, database_before) = (api.process.cpu()?.all(), database.cpu()?);
    for session in all {
        row.seconds.push(discard(&api, &copy, session).await?);
    }
    #[expect(clippy::cast_precision_loss, reason = "figures are printed with a digit")]
    let keys = (sessions * FILES) as f64;
    row.cpu.push(api.process.cpu()?.all().saturating_sub(before).as_secs_f64() * 1e6 / keys);
    row.database_cpu.push(database.cpu()?.saturating_sub(database_before).as_secs_f64() * 1e6 / keys);
    let counted = counted(run.sink).await?;
    if counted.objects != 0 {
        return Err(api.process.failure(&format!("left {} objects", counted.objects)));
    }
    let each = counted.each(sessions);
    row.uploads.push(each.uploads);
    row.lists.push(each.lists);
    row.deletes.push(each.deletes);
    row.calls.push(each.uploads + each.lists + each.deletes);
    drop(api);
    database.drop_copy(copy).await
}

/// A session with files that wait for a contact, as uploads leave it.
async fn fill(copy: &Copy, session: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    sqlx::query(
        "INSERT INTO leases (session_id, state, deadline, hard_deadline, reason, has_sent, has_parts)
         VALUES ($1, 'live', now() + interval '1 hour', now() + interval '1 day', 'upload', true, false)",
    )
    .bind(session)
    .execute(&copy.pool)
    .await?;
    let files: Vec<Uuid> = sqlx::query_scalar(
        "INSERT INTO uploads (id, session_id, bytes, state, alive_until)
         SELECT gen_random_uuid(), $1, 1, 'stored', now() FROM generate_series(1, $2) RETURNING id",
    )
    .bind(session)
    .bind(i32::try_from(FILES)?)
    .fetch_all(&copy.pool)
    .await?;
    Ok(files.into_iter().map(|file| (session, file)).collect())
}

/// Discards a session as its visitor does, and waits until it is purged; returns in how many seconds.
async fn discard(api: &Api, copy: &Copy, session: Uuid) -> Result<f64> {
    let begun = Instant::now();
    let mut line = Line::connect(api.address).await?;
    let request =
        format!("DELETE /api/v1/session HTTP/1.1\r\nHost: bench\r\nX-Session-ID: {session}\r\n\r\n").into_bytes();
    line.exchange(&request).await?.success()?;
    while begun.elapsed() < PATIENCE {
        let state: String = sqlx::query_scalar("SELECT state FROM leases WHERE session_id = $1")
            .bind(session)
            .fetch_one(&copy.pool)
            .await?;
        if state == "tombstone" {
            return Ok(begun.elapsed().as_secs_f64());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Err(api.process.failure("did not purge a session in time"))
}
