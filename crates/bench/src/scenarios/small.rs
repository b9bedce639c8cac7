//! Small files: what one costs when almost nothing of the cost is the file itself. Its lease is written before its
//! first byte goes to the store, its row after the last, so the database's share is shown too.

use crate::support::contestants::{Contestant, Server};
use crate::support::figures::Figures;
use crate::support::load;
use crate::support::process::Cpu;
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;
use crate::support::steady::{Steady, steady};
use crate::support::{MIB, Result};

struct Row {
    contestant: Contestant,
    rate: Figures,
    /// Microseconds of CPU per file: the server, its database, the store, the load.
    own: Figures,
    children: Figures,
    store: Figures,
    load: Figures,
    median_wait: Figures,
    p99_wait: Figures,
    peak: Figures,
}

impl Row {
    fn new(contestant: Contestant) -> Self {
        let none = Figures::default;
        let (rate, own, children, store, load) = (none(), none(), none(), none(), none());
        Self { contestant, rate, own, children, store, load, median_wait: none(), p99_wait: none(), peak: none() }
    }

    fn name(&self) -> &'static str {
        self.contestant.name()
    }
}

pub async fn measure(run: &Run) -> Result<Section> {
    let plan = Steady { connections: 32, files: if run.quick { 2000 } else { 10_000 }, size: 10 * 1024 };
    let mut rows = [Contestant::Anteroom, Contestant::Fastify].map(Row::new);
    run.alternate("small", &mut rows, async |run, row| turn(run, row, plan).await).await?;
    Ok(Section {
        title: "Small files".to_owned(),
        about: format!(
            "{} files of {} KiB over {} connections that stay open, each file by a session of its own, after a \
             warm-up of a tenth. Anteroom commits lease, page and upload before the file's first byte goes to the store \
             and the stored file before the answer, with fsync; fastify keeps no books at all, so the comparison is \
             in its favour. Load, store and database share the cores with the server: the rate is \
             that of the whole machine.",
            plan.files,
            plan.size / 1024,
            plan.connections
        ),
        tables: tables(&rows),
        bars: bars(&rows),
    })
}

#[expect(clippy::cast_precision_loss, reason = "figures are printed with three digits")]
async fn turn(run: &Run, row: &mut Row, plan: Steady) -> Result<()> {
    load::clear(run.sink).await?;
    let server = Server::start(row.contestant, run.sink).await?;
    steady(&server, Steady { files: plan.files / 10, ..plan }).await?;
    load::clear(run.sink).await?;
    server.process.reset_peak_memory()?;
    let before = [server.process.cpu()?, run.far_side.cpu()?, own_cpu()?];
    let pace = steady(&server, plan).await?;
    let after = [server.process.cpu()?, run.far_side.cpu()?, own_cpu()?];
    let store = load::store(run.sink).await?;
    if store.objects != vec![plan.size; plan.files] || store.uploads != 0 {
        return Err(server.process.failure(&format!("left {} objects", store.objects.len())));
    }
    let a_file = |now: std::time::Duration, then| now.saturating_sub(then).as_secs_f64() * 1e6 / plan.files as f64;
    let [server_cpu, store_cpu, load_cpu] = [0, 1, 2].map(|at| a_file(after[at].own, before[at].own));
    row.rate.push(plan.files as f64 / pace.seconds);
    row.own.push(server_cpu);
    row.children.push(a_file(after[0].children, before[0].children));
    row.store.push(store_cpu);
    row.load.push(load_cpu);
    row.median_wait.push(pace.waits.median().unwrap_or_default());
    row.p99_wait.push(pace.waits.p99().unwrap_or_default());
    row.peak.push(server.process.peak_memory()? as f64 / MIB as f64);
    Ok(())
}

fn own_cpu() -> Result<Cpu> {
    Ok(Cpu::of(std::process::id())?.ok_or("the bench does not find itself in /proc")?)
}

fn tables(rows: &[Row]) -> Vec<Table> {
    let columns = ["server", "files a second", "wait in ms: median", "99 of 100 within", "peak MiB"];
    let mut rate = Table::new("How fast:", columns);
    let columns = ["CPU, µs a file", "server", "its PostgreSQL", "the store", "the load"];
    let mut cpu = Table::new("Where the CPU goes:", columns);
    for row in rows {
        let waits = [row.rate.shown(0), row.median_wait.shown(2), row.p99_wait.shown(2), row.peak.shown(0)];
        rate.line(row.name(), waits);
        cpu.line(row.name(), [&row.own, &row.children, &row.store, &row.load].map(|figures| figures.shown(0)));
    }
    vec![rate, cpu]
}

fn bars(rows: &[Row]) -> Vec<Bar> {
    let row = |contestant| rows.iter().find(|row| row.contestant == contestant);
    let (anteroom, fastify) = (row(Contestant::Anteroom), row(Contestant::Fastify));
    let rate = |row: Option<&Row>| row?.rate.median();
    let quotient = rate(anteroom).zip(rate(fastify)).map(|(ours, theirs)| ours / theirs);
    vec![
        Bar::at_least("10 KiB files, 32 clients: files a second ÷ fastify's", quotient, 10.0),
        Bar::at_most(
            "10 KiB files, 32 clients: server's CPU, µs a file",
            anteroom.and_then(|row| row.own.median()),
            100.0,
        ),
    ]
}
