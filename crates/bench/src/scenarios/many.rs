//! Many large files at once: memory must not depend on their size or number.

use super::costs::Costs;
use crate::support::contestants::{Contestant, Server};
use crate::support::load::{self, Burst};
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;
use crate::support::{MIB, Result};

/// 32 GiB per round take a while, and memory varies little.
const ROUNDS: usize = 3;

struct Row {
    turns: usize,
    costs: Costs,
}

pub async fn measure(run: &Run) -> Result<Section> {
    let burst = Burst { visitors: 32, size: if run.quick { 64 } else { 1024 } * MIB };
    let mut rows = [Row { turns: 0, costs: Costs::default() }];
    run.alternate("many", &mut rows, async |run, row| turn(run, row, burst).await).await?;
    let [row] = rows;
    let name = format!("{} × {} MiB", burst.visitors, burst.size / MIB);
    let mut table = Table::new("", ["server", "peak MiB", "CPU s/GiB", "MiB a second"]);
    table.caption = format!("{name}:");
    table
        .line(Contestant::Anteroom.name(), [row.costs.peak.shown(0), row.costs.cpu.shown(2), row.costs.speed.shown(0)]);
    Ok(Section {
        title: "Large files at once".to_owned(),
        about: format!(
            "Forms with a Content-Length, in {} rounds; no peer takes part, for theirs is bounded by their part size \
             times four a file, as the table of the forms shows.",
            row.turns.min(ROUNDS)
        ),
        tables: vec![table],
        bars: vec![Bar::at_most(format!("{name} at once: peak MiB"), row.costs.peak.median(), 110.0)],
    })
}

async fn turn(run: &Run, row: &mut Row, burst: Burst) -> Result<()> {
    row.turns += 1;
    if row.turns > ROUNDS {
        return Ok(());
    }
    load::clear(run.sink).await?;
    let server = Server::start(Contestant::Anteroom, run.sink).await?;
    load::burst(&server, run.sink, Burst { visitors: 8, size: 16 * MIB }).await?;
    row.costs.push(load::burst(&server, run.sink, burst).await?);
    Ok(())
}
