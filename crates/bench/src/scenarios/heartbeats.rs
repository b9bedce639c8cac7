//! What open pages cost that only send heartbeats: 20,000 of them, each every 15 seconds.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use crate::support::Result;
use crate::support::api::{Api, Kind};
use crate::support::database::{Copy, Database, Written};
use crate::support::figures::Figures;
use crate::support::line::{self, Line};
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;

const PAGES: usize = 20_000;

/// The product's own HEARTBEAT, in seconds.
const RHYTHM: u64 = 15;

/// Kept connections, as from proxies in front: a server would not hold 20,000 of them. Enough that pages need not wait
/// for each other while the disk is slow.
const CONNECTIONS: usize = 400;

/// The state of the pages' sessions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sessions {
    /// A live lease: a file was sent, no address given yet.
    Leased,
    /// Nothing: no file was sent.
    Bare,
}

struct Row {
    sessions: Sessions,
    /// Percent of one core.
    cpu: Figures,
    database_cpu: Figures,
    commits: Figures,
    rows: Figures,
    /// kB of write-ahead log per second.
    log: Figures,
    slow: Figures,
}

pub async fn measure(run: &Run) -> Result<Section> {
    let database = Database::start().await?;
    let mut rows = [Sessions::Leased, Sessions::Bare].map(|sessions| Row {
        sessions,
        cpu: Figures::default(),
        database_cpu: Figures::default(),
        commits: Figures::default(),
        rows: Figures::default(),
        log: Figures::default(),
        slow: Figures::default(),
    });
    run.alternate("heartbeats", &mut rows, async |run, row| turn(run, row, &database).await).await?;
    let mut table = Table::new(
        "20,000 open pages, 1,333 heartbeats a second:",
        [
            "sessions",
            "anteroom's CPU, % of a core",
            "PostgreSQL's CPU, % of a core",
            "transactions a second",
            "rows written a second",
            "log written, kB/s",
            "ms, 99 of 100",
        ],
    );
    for row in &rows {
        let name = if row.sessions == Sessions::Leased { "with files that wait" } else { "without files" };
        let figures = [(&row.cpu, 1), (&row.database_cpu, 1), (&row.commits, 0), (&row.rows, 0), (&row.log, 0)];
        let figures = figures.into_iter().chain([(&row.slow, 1)]);
        table.line(name, figures.map(|(figure, digits)| figure.shown(digits)));
    }
    let [leased, _] = &rows;
    Ok(Section {
        title: "Heartbeats".to_owned(),
        about: ABOUT.to_owned(),
        tables: vec![table],
        bars: vec![
            Bar::at_most("20,000 open pages: CPU, % of one core", leased.cpu.median(), 20.0),
            Bar::at_most("20,000 open pages: transactions a second", leased.commits.median(), 133.0),
        ],
    })
}

const ABOUT: &str = "Each page posts `/api/v1/session/heartbeat` every 15 seconds, the default, all evenly spread, over \
    400 kept connections, as proxies in front of the server hold them. Sessions with a live lease and a page each, \
    made by SQL, are what costs; pages that have sent nothing are there for comparison. After 5 seconds to warm up a \
    whole rhythm is measured: every page once. Transactions, rows inserted, updated and deleted, and the bytes of the \
    write-ahead log are PostgreSQL's own counts. The bar for transactions, one to ten heartbeats, is what bounded, \
    batched writes means here.";

async fn turn(run: &Run, row: &mut Row, database: &Database) -> Result<()> {
    let (warm, measured) = if run.quick { (2, 6) } else { (5, RHYTHM) };
    let copy = database.copy().await?;
    let api = Api::start(Kind::Anteroom, run.sink, &copy).await?;
    let pages = pages(&copy, row.sessions).await?;
    beat(&api, &pages, 0, Duration::from_secs(warm)).await?;
    let (before, database_before) = (api.process.cpu()?.all(), database.cpu()?);
    let written_before = settled(&copy).await?;
    let begun = Instant::now();
    let mut times = beat(&api, &pages, usize::try_from(warm)? * PAGES / 15, Duration::from_secs(measured)).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let percent = |after: Duration, before: Duration| after.saturating_sub(before).as_secs_f64() / seconds * 100.0;
    row.cpu.push(percent(api.process.cpu()?.all(), before));
    row.database_cpu.push(percent(database.cpu()?, database_before));
    let written = settled(&copy).await?.since(&written_before);
    row.commits.push(written.commits / seconds);
    row.rows.push(written.rows / seconds);
    row.log.push(written.log / seconds / 1000.0);
    times.sort_unstable();
    row.slow.push(times.get(times.len() * 99 / 100).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0));
    if row.sessions == Sessions::Leased {
        let lost = copy.count("SELECT count(*) FROM leases WHERE deadline < now() + interval '60 seconds'").await?;
        if !run.quick && lost > 0 {
            return Err(api.process.failure(&format!("let {lost} leases run down though their pages were there")));
        }
    }
    drop(api);
    database.drop_copy(copy).await
}

/// PostgreSQL's processes report their counts a second late.
async fn settled(copy: &Copy) -> Result<Written> {
    tokio::time::sleep(Duration::from_millis(1500)).await;
    copy.written().await
}

/// Returns session and page of each, created without the triggers, which would take 20,000 locks in one transaction.
async fn pages(copy: &Copy, sessions: Sessions) -> Result<Vec<(Uuid, Uuid)>> {
    if sessions == Sessions::Bare {
        return Ok((0..PAGES).map(|_| (Uuid::new_v4(), Uuid::new_v4())).collect());
    }
    copy.seed(
        "INSERT INTO leases (session_id, state, deadline, hard_deadline, reason, has_sent)
         SELECT gen_random_uuid(), 'live', now() + interval '61 seconds', now() + interval '1 day', 'upload', true
         FROM generate_series(1, 20000);
         INSERT INTO lease_pages (session_id, page_id, deadline)
         SELECT session_id, gen_random_uuid(), deadline FROM leases;
         ANALYZE leases, lease_pages",
    )
    .await?;
    Ok(sqlx::query_as("SELECT session_id, page_id FROM lease_pages").fetch_all(&copy.pool).await?)
}

/// Sends the pages' heartbeats for this long, starting at the given one; returns how long each answer took.
async fn beat(api: &Api, pages: &[(Uuid, Uuid)], from: usize, during: Duration) -> Result<Vec<Duration>> {
    let begun = Instant::now();
    let apart = Duration::from_secs(RHYTHM) / u32::try_from(PAGES)?;
    let count = usize::try_from(during.as_nanos() / apart.as_nanos())?;
    let (next, pages): (_, Arc<[_]>) = (Arc::new(AtomicUsize::new(0)), pages.into());
    let mut connections = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (next, pages, address) = (Arc::clone(&next), Arc::clone(&pages), api.address);
        connections.spawn(async move {
            let mut line = Line::connect(address).await?;
            let mut times = Vec::with_capacity(count / CONNECTIONS * 2);
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Result::Ok(times);
                }
                let due = begun + apart * u32::try_from(number)?;
                sleep_until(due).await;
                let (session, page) = pages.get((from + number) % pages.len()).ok_or("no page")?;
                let headers = format!("X-Session-ID: {session}\r\nX-Page-ID: {page}\r\n");
                let request = line::json("POST", "/api/v1/session/heartbeat", &headers, "{\"visible\":true}");
                let answer = line.exchange(&request).await?;
                // Measured from when it was due: a server that delays others is not faster for it.
                times.push(due.elapsed());
                if answer.status != 204 {
                    return Err(format!("a heartbeat was answered {}: {}", answer.status, answer.body).into());
                }
            }
        });
    }
    let mut times = Vec::with_capacity(count);
    while let Some(outcome) = connections.join_next().await {
        times.extend(outcome?.map_err(|error| api.process.failure(&error.to_string()))?);
    }
    Ok(times)
}
