//! How the cost of an upload grows with the number of uploads at once.

use super::costs::Costs;
use crate::support::contestants::{Contestant, Server};
use crate::support::exchange::Framing;
use crate::support::figures::Figures;
use crate::support::load::{self, Burst};
use crate::support::plot::{Line, Panel, Plot};
use crate::support::report::{Section, Table};
use crate::support::run::Run;
use crate::support::{MIB, Result};

struct Plan {
    visitors: Vec<usize>,
    files: usize,
}

struct Row {
    contestant: Contestant,
    /// In the order of the visitors' numbers.
    costs: Vec<Costs>,
}

pub async fn measure(run: &Run) -> Result<Section> {
    let plan = if run.quick {
        Plan { visitors: vec![1, 10, 100], files: 200 }
    } else {
        Plan { visitors: vec![1, 10, 100, 1000], files: 1000 }
    };
    let row = |contestant| Row { contestant, costs: vec![Costs::default(); plan.visitors.len()] };
    let mut rows = [Contestant::Anteroom, Contestant::Fastify].map(row);
    run.alternate("crowd", &mut rows, async |run, row| turn(run, row, &plan).await).await?;
    if run.kept {
        plot(&rows, &plan).write("growth-uploads.svg")?;
    }
    Ok(Section {
        title: "Growth: uploads at once".to_owned(),
        about: format!(
            "{} files of 1 MiB, each with its own session and connection, this many at once; a visitor who is done \
             sends the next. Load and store share the cores, so the time of one says little beside its cost.",
            plan.files
        ),
        tables: tables(&rows, &plan),
        bars: Vec::new(),
    })
}

async fn turn(run: &Run, row: &mut Row, plan: &Plan) -> Result<()> {
    load::clear(run.sink).await?;
    let server = Server::start(row.contestant, run.sink).await?;
    load::burst(&server, run.sink, Burst { visitors: 8, size: 16 * MIB }).await?;
    for (&visitors, costs) in plan.visitors.iter().zip(&mut row.costs) {
        let burst = Burst { visitors, size: MIB };
        costs.push(load::crowd(&server, run.sink, burst, plan.files, Framing::Plain).await?);
    }
    Ok(())
}

fn tables(rows: &[Row], plan: &Plan) -> Vec<Table> {
    let columns = || std::iter::once("server".to_owned()).chain(plan.visitors.iter().map(|n| format!("{n} at once")));
    let mut cpu = Table::new("CPU seconds per GiB:", columns());
    let mut peak = Table::new("Peak memory, MiB:", columns());
    let mut again = Table::new("Uploads refused with 503, which the visitor then sent again:", columns());
    let mut speed = Table::new("Files a second:", columns());
    for row in rows {
        let shown = |of: fn(&Costs) -> &Figures, digits| row.costs.iter().map(move |costs| of(costs).shown(digits));
        cpu.line(row.contestant.name(), shown(|costs| &costs.cpu, 2));
        if row.contestant == Contestant::Anteroom {
            cpu.line("its PostgreSQL", shown(|costs| &costs.children, 2));
        }
        peak.line(row.contestant.name(), shown(|costs| &costs.peak, 0));
        again.line(row.contestant.name(), shown(|costs| &costs.again, 0));
        speed.line(row.contestant.name(), shown(|costs| &costs.speed, 0));
    }
    vec![cpu, peak, speed, again]
}

#[expect(clippy::cast_precision_loss, reason = "a thousand at most")]
fn plot(rows: &[Row], plan: &Plan) -> Plot {
    let lines = |of: fn(&Costs) -> &Figures| {
        let line = |row: &Row| {
            let points = plan.visitors.iter().zip(&row.costs);
            let points = points.filter_map(|(n, costs)| Some((*n as f64, of(costs).median()?)));
            Line { name: row.contestant.name().to_owned(), points: points.collect() }
        };
        rows.iter().map(line).collect()
    };
    Plot {
        title: "Uploads of 1 MiB: how cost grows with the number at once".to_owned(),
        along: "uploads at once".to_owned(),
        panels: vec![
            Panel { title: "CPU seconds per GiB".to_owned(), lines: lines(|costs| &costs.cpu) },
            Panel { title: "Peak memory, MiB".to_owned(), lines: lines(|costs| &costs.peak) },
        ],
    }
}
