//! Bodies without a length: they cannot be streamed through, and wait in the pool's buffers instead.

use super::costs::Costs;
use crate::support::contestants::{Contestant, Server};
use crate::support::exchange::Framing;
use crate::support::load::{self, Burst};
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;
use crate::support::{MIB, Result};

/// How many visitors at once; the pool has enough buffers for the first number.
const VISITORS: [usize; 2] = [8, 32];

/// The product's pool, in MiB.
const POOL: f64 = 64.0;

struct Row {
    contestant: Contestant,
    /// With a Content-Length, in the order of the visitors' numbers.
    plain: [Costs; 2],
    chunked: [Costs; 2],
}

impl Row {
    fn new(contestant: Contestant) -> Self {
        Self { contestant, plain: Default::default(), chunked: Default::default() }
    }
}

pub async fn measure(run: &Run) -> Result<Section> {
    let size = if run.quick { 16 } else { 64 } * MIB;
    let mut rows = [Contestant::Anteroom, Contestant::Fastify].map(Row::new);
    run.alternate("chunked", &mut rows, async |run, row| turn(run, row, size).await).await?;
    Ok(Section {
        title: "Bodies without a length".to_owned(),
        about: format!(
            "The same forms of {} MiB in HTTP/1.1 chunks, beside those with a Content-Length to the same process just \
             before. They become multipart uploads from the pool of 8 buffers of 8 MiB; with 32 visitors the others wait \
             for a buffer. Browsers always send a length.",
            size / MIB
        ),
        tables: tables(&rows, size),
        bars: bars(&rows),
    })
}

async fn turn(run: &Run, row: &mut Row, size: u64) -> Result<()> {
    load::clear(run.sink).await?;
    let server = Server::start(row.contestant, run.sink).await?;
    let warm = Burst { visitors: 8, size: 16 * MIB };
    load::burst(&server, run.sink, warm).await?;
    // Those with a length first, because the pool's memory is not released once it is used.
    for (visitors, costs) in VISITORS.into_iter().zip(&mut row.plain) {
        costs.push(load::burst(&server, run.sink, Burst { visitors, size }).await?);
    }
    load::crowd(&server, run.sink, warm, warm.visitors, Framing::Chunked).await?;
    for (visitors, costs) in VISITORS.into_iter().zip(&mut row.chunked) {
        costs.push(load::crowd(&server, run.sink, Burst { visitors, size }, visitors, Framing::Chunked).await?);
    }
    Ok(())
}

fn tables(rows: &[Row], size: u64) -> Vec<Table> {
    let names = VISITORS.map(|visitors| format!("{visitors} × {} MiB", size / MIB));
    let columns = || std::iter::once("server, and the body".to_owned()).chain(names.clone());
    let mut cpu = Table::new("CPU seconds per GiB:", columns());
    let mut peak = Table::new("Peak memory, MiB:", columns());
    for row in rows {
        for (how, costs) in [("with a length", &row.plain), ("chunked", &row.chunked)] {
            let name = format!("{}, {how}", row.contestant.name());
            cpu.line(&name, costs.iter().map(|costs| costs.cpu.shown(2)));
            peak.line(&name, costs.iter().map(|costs| costs.peak.shown(0)));
        }
    }
    vec![cpu, peak]
}

fn bars(rows: &[Row]) -> Vec<Bar> {
    let row = rows.iter().find(|row| row.contestant == Contestant::Anteroom);
    let cpu = |costs: &[Costs; 2]| costs[0].cpu.median();
    let peak = |costs: &[Costs; 2]| costs[1].peak.median();
    let quotient = row.and_then(|row| Some(cpu(&row.chunked)? / cpu(&row.plain)?));
    let more = row.and_then(|row| Some(peak(&row.chunked)? - peak(&row.plain)?));
    vec![
        Bar::at_most("chunked, 8 × 64 MiB: CPU ÷ the pass-through's", quotient, 1.5),
        Bar::at_most("chunked, 32 × 64 MiB: peak MiB beyond the pass-through's (the pool)", more, POOL),
    ]
}
