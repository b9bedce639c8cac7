//! How long a start takes when database and store are running, and how much memory an idle server uses.

use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use crate::support::api::{Mute, product};
use crate::support::contestants::Folder;
use crate::support::database::{Copy, Database};
use crate::support::exchange::{exchange, plain};
use crate::support::figures::Figures;
use crate::support::load::clear;
use crate::support::process::Process;
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;
use crate::support::{MIB, Result};

/// Starts per round.
const STARTS: usize = 10;

const PATIENCE: Duration = Duration::from_secs(20);

/// How long to wait until work that follows a start is done.
const REST: Duration = Duration::from_secs(3);

#[derive(Default)]
struct Row {
    /// Milliseconds.
    ready: Figures,
    /// Milliseconds of CPU, all threads.
    cpu: Figures,
    /// MiB.
    idle: Figures,
}

pub async fn measure(run: &Run) -> Result<Section> {
    let database = Database::start().await?;
    let copy = database.copy().await?;
    clear(run.sink).await?;
    let mut rows = [Row::default()];
    run.alternate("cold", &mut rows, async |run, row| turn(run, row, &copy).await).await?;
    database.drop_copy(copy).await?;
    let [row] = &rows;
    let mut table = Table::new("", ["from exec to ready, ms", "CPU until then, ms", "memory at rest, MiB (VmRSS)"]);
    table.line(row.ready.shown(0), [row.cpu.shown(0), row.idle.shown(0)]);
    Ok(Section {
        title: "Cold start".to_owned(),
        about: format!(
            "With PostgreSQL, S3 and a mail server that are there and answer, the schema up to date: from the start of \
             the process until `GET /health/ready` says 200, asked every millisecond on a new connection. {STARTS} \
             starts a round; the last one's memory is read after {} seconds of rest.",
            REST.as_secs()
        ),
        tables: vec![table],
        bars: vec![
            Bar::at_most("cold start to ready, ms", row.ready.median(), 60.0),
            Bar::at_most("idle memory, MiB", row.idle.most(), 40.0),
        ],
    })
}

async fn turn(run: &Run, row: &mut Row, copy: &Copy) -> Result<()> {
    let (folder, mute) = (Folder::new()?, Mute::start().await?);
    for number in 1..=STARTS {
        let address = free_address()?;
        let mut command = product(run.sink, &folder.0, copy, &mute)?;
        command.env("LISTEN", address.to_string());
        let begun = Instant::now();
        let mut process = Process::start("anteroom", &mut command)?;
        ready(&mut process, address, begun).await?;
        row.ready.push(begun.elapsed().as_secs_f64() * 1000.0);
        row.cpu.push(process.cpu()?.all().as_secs_f64() * 1000.0);
        if number == STARTS {
            tokio::time::sleep(REST).await;
            #[expect(clippy::cast_precision_loss, reason = "figures are printed without digits")]
            row.idle.push(process.memory()? as f64 / MIB as f64);
        }
    }
    Ok(())
}

async fn ready(process: &mut Process, address: SocketAddr, begun: Instant) -> Result<()> {
    let question = plain("GET", "/health/ready");
    while begun.elapsed() < PATIENCE {
        let answer = exchange(address, &question, PATIENCE).await;
        if answer.is_ok_and(|answer| answer.status == 200) {
            return Ok(());
        }
        process.must_run()?;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Err(process.failure("was not ready in time"))
}

/// An address that is free right now.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
