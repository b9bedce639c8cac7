//! How fast a long queue of due leases is processed, compared with the store's own speed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use uuid::Uuid;

use crate::support::Result;
use crate::support::api::{Api, Kind};
use crate::support::calls::{Each, count_anew, counted, delay, purge, put_objects};
use crate::support::database::{Copy, Database};
use crate::support::line::Line;
use crate::support::load;
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;

/// How many sessions the sweeper purges at once, and so does the bare loop.
const AT_ONCE: usize = 16;

/// How long a call to a store on another machine takes.
const FAR: Duration = Duration::from_millis(10);

/// How long to wait for the first sweep, which runs every five seconds, and the plans of some more.
const PLANS: Duration = Duration::from_secs(8);

/// The measurements with a store of one speed.
struct Drained {
    store: &'static str,
    /// Leases per second.
    swept: f64,
    bare: f64,
    /// Microseconds per lease.
    cpu: f64,
    database_cpu: f64,
    each: Each,
}

pub async fn measure(run: &Run) -> Result<Section> {
    eprintln!("queue: once");
    let (leases, window) = if run.quick { (4000, 5) } else { (100_000, 20) };
    let window = Duration::from_secs(window);
    let database = Database::start().await?;
    let copy = database.copy().await?;
    database.explain(&copy, true).await?;
    let api = Api::start(Kind::Anteroom, run.sink, &copy).await?;
    let keys = fill(&copy, leases).await?;
    put_objects(run.sink, &keys).await?;
    tokio::time::sleep(PLANS).await;
    drop(api);
    let plan = database.plan(&["UPDATE leases SET claimed_until", "SKIP LOCKED"])?;
    database.explain(&copy, false).await?;

    let mut drained = Vec::new();
    let api = Api::start_again(Kind::Anteroom, run.sink, &copy).await?;
    for (store, by) in [("each call 10 ms away", FAR), ("on this machine", Duration::ZERO)] {
        delay(run.sink, by).await?;
        // Earlier claims are done by then.
        tokio::time::sleep(Duration::from_secs(2)).await;
        drained.push(drain(run, &database, &copy, &api, window, store).await?);
    }
    drop(api);
    for (row, by) in drained.iter_mut().zip([FAR, Duration::ZERO]) {
        delay(run.sink, by).await?;
        row.bare = bare(run, window / 4, row.each).await?;
    }
    delay(run.sink, Duration::ZERO).await?;
    database.drop_copy(copy).await?;
    Ok(section(leases, &drained, &plan))
}

fn section(leases: usize, drained: &[Drained], plan: &str) -> Section {
    let mut table = Table::new(
        "Leases a second:",
        [
            "store",
            "anteroom",
            "a bare loop with the same calls",
            "anteroom ÷ the loop",
            "calls a lease: list uploads",
            "list objects",
            "delete objects",
            "anteroom's CPU, µs a lease",
            "PostgreSQL's CPU, µs a lease",
        ],
    );
    for row in drained {
        let Each { uploads, lists, deletes } = row.each;
        let rates = [row.swept, row.bare].map(|rate| format!("{rate:.0}"));
        let each = [row.swept / row.bare].map(|figure| format!("{figure:.2}"));
        let calls = [uploads, lists, deletes].map(|count| format!("{count:.1}"));
        let cpu = [row.cpu, row.database_cpu].map(|cpu| format!("{cpu:.0}"));
        table.line(row.store, rates.into_iter().chain(each).chain(calls).chain(cpu));
    }
    let scans = if plan.contains("Seq Scan on leases") { 1.0 } else { 0.0 };
    let sorts = if plan.contains("Sort Key") { 1.0 } else { 0.0 };
    Section {
        title: "A long queue of purges".to_owned(),
        about: format!(
            "{leases} sessions that are due, an object each, made by SQL: half of them still live and past their time, \
             half marked for purging, as after an outage of the store. The sweeper works for {AT_ONCE} sessions at \
             once. Measured once, in a window for each speed of the store. The store's own speed is that of a loop \
             which makes as many calls of each kind for a session as the sweeper made, {AT_ONCE} sessions at once, \
             unsigned and without a database. 10 ms are what a list or a deletion takes at least in the same region of \
             a public cloud.\n\nHow PostgreSQL claims what is due (auto_explain, from the program's own statement):\n\n\
             {plan}"
        ),
        tables: vec![table],
        bars: vec![
            Bar::at_least(
                "queue, store 10 ms away: leases a second ÷ the store's speed",
                drained.first().map(|row| row.swept / row.bare),
                0.9,
            ),
            Bar::at_most("queue: scans of the whole table in the claim's plan", Some(scans), 0.0),
            Bar::at_most("queue: sorts in the claim's plan", Some(sorts), 0.0),
        ],
    }
}

/// Returns session and file of each.
async fn fill(copy: &Copy, leases: usize) -> Result<Vec<(Uuid, Uuid)>> {
    // The first sweep extends all live leases, because no sweep has run for long; after that none is extended.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let text = format!(
        "INSERT INTO leases (session_id, state, deadline, hard_deadline, reason, has_sent, has_parts, purging_since)
         SELECT gen_random_uuid(), CASE g % 2 WHEN 0 THEN 'live' ELSE 'purging' END,
                now() - interval '10 minutes' + g * interval '1 millisecond', now() + interval '1 day', 'upload', true, false,
                CASE g % 2 WHEN 0 THEN NULL ELSE now() - interval '9 minutes' END
         FROM generate_series(1, {leases}) AS g;
         INSERT INTO uploads (id, session_id, bytes, state, alive_until)
         SELECT gen_random_uuid(), session_id, 1, 'stored', now() FROM leases;
         UPDATE leases l SET keys = ARRAY(SELECT id FROM uploads u WHERE u.session_id = l.session_id)
         WHERE state = 'purging';
         ANALYZE leases, uploads"
    );
    copy.seed(&text).await?;
    Ok(sqlx::query_as("SELECT session_id, id FROM uploads").fetch_all(&copy.pool).await?)
}

async fn drain(
    run: &Run,
    database: &Database,
    copy: &Copy,
    api: &Api,
    window: Duration,
    store: &'static str,
) -> Result<Drained> {
    let done = "SELECT count(*) FROM leases WHERE state = 'tombstone'";
    count_anew(run.sink).await?;
    let (before, cpu, database_cpu) = (copy.count(done).await?, api.process.cpu()?.all(), database.cpu()?);
    let begun = Instant::now();
    tokio::time::sleep(window).await;
    let count = copy.count(done).await? - before;
    let seconds = begun.elapsed().as_secs_f64();
    // Even if nothing was swept, report it.
    let swept = usize::try_from(count)?.max(1);
    #[expect(clippy::cast_precision_loss, reason = "figures are printed without digits")]
    let each = |after: Duration, before: Duration| after.saturating_sub(before).as_secs_f64() * 1e6 / swept as f64;
    Ok(Drained {
        store,
        #[expect(clippy::cast_precision_loss, reason = "figures are printed without digits")]
        swept: swept as f64 / seconds,
        bare: f64::NAN,
        cpu: each(api.process.cpu()?.all(), cpu),
        database_cpu: each(database.cpu()?, database_cpu),
        each: counted(run.sink).await?.each(swept),
    })
}

/// Returns the store's own speed in sessions per second.
async fn bare(run: &Run, window: Duration, each: Each) -> Result<f64> {
    load::clear(run.sink).await?;
    let keys: Vec<_> = (0..50_000).map(|_| (Uuid::new_v4(), Uuid::new_v4())).collect();
    put_objects(run.sink, &keys).await?;
    // At least the calls that empty a prefix and confirm it.
    let calls = [whole(each.uploads), whole(each.lists).max(1), whole(each.deletes).max(1)];
    let (next, keys): (_, Arc<[_]>) = (Arc::new(AtomicUsize::new(0)), keys.into());
    let begun = Instant::now();
    let mut loops = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (next, keys, sink) = (Arc::clone(&next), Arc::clone(&keys), run.sink);
        loops.spawn(async move {
            let mut line = Line::connect(sink).await?;
            let mut done = 0_u32;
            while begun.elapsed() < window {
                let Some(&(session, file)) = keys.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                purge(&mut line, session, file, calls).await?;
                done += 1;
            }
            Result::Ok(done)
        });
    }
    let mut done = 0;
    while let Some(outcome) = loops.join_next().await {
        done += outcome??;
    }
    Ok(f64::from(done) / begun.elapsed().as_secs_f64())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of calls")]
fn whole(count: f64) -> usize {
    count.round() as usize
}
