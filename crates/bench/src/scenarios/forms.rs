//! What an upload costs the server: CPU per GiB and peak memory, compared with a TCP relay (the floor) and the servers
//! that people would write instead; and what is left in the store when 200 slow visitors are cut off.

use std::time::Duration;

use super::costs::Costs;
use crate::support::contestants::{Contestant, Server};
use crate::support::figures::Figures;
use crate::support::load::{self, Burst, Cut, Slow};
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;
use crate::support::{MIB, Result};

struct Plan {
    bursts: [Burst; 3],
    slow: Slow,
}

impl Plan {
    fn new(quick: bool) -> Self {
        let (whole, file, visitors) = if quick { (256 * MIB, 16 * MIB, 50) } else { (256 * MIB, 64 * MIB, 200) };
        Self {
            bursts: [
                Burst { visitors: 1, size: whole },
                Burst { visitors: 8, size: file },
                Burst { visitors: 32, size: file },
            ],
            slow: Slow {
                visitors,
                size: 64 * MIB,
                pace: 400_000,
                // Past 5 MiB per visitor: by then a server that uploads in parts has begun to.
                until: Duration::from_secs(16),
            },
        }
    }

    fn names(&self) -> (Vec<String>, String) {
        let bursts = self.bursts.iter().map(|burst| match burst.size / MIB {
            gib if gib.is_multiple_of(1024) => format!("{} × {} GiB", burst.visitors, gib / 1024),
            mib => format!("{} × {mib} MiB", burst.visitors),
        });
        let Slow { visitors, pace, .. } = self.slow;
        (bursts.collect(), format!("{visitors} at {} kB/s", pace / 1000))
    }
}

/// In this many rounds the slow visitors call the servers that have no bar, and the two slowest peers take part.
const FEW: usize = 2;

/// The measurements of one contestant, over all rounds.
struct Row {
    contestant: Contestant,
    turns: usize,
    /// In the order of the run's bursts.
    bursts: Vec<Costs>,
    slow: Costs,
    pace: Figures,
    bodies_at_cut: Figures,
    uploads_at_cut: Figures,
    objects_left: Figures,
    uploads_left: Figures,
}

impl Row {
    fn new(contestant: Contestant, bursts: usize) -> Self {
        Self {
            contestant,
            turns: 0,
            bursts: vec![Costs::default(); bursts],
            slow: Costs::default(),
            pace: Figures::default(),
            bodies_at_cut: Figures::default(),
            uploads_at_cut: Figures::default(),
            objects_left: Figures::default(),
            uploads_left: Figures::default(),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a few hundred at most")]
    fn push_cut(&mut self, cut: &Cut) {
        self.slow.push(cut.cost);
        self.pace.push(cut.pace);
        self.bodies_at_cut.push(cut.before.receiving as f64);
        self.uploads_at_cut.push(cut.before.uploads as f64);
        self.objects_left.push(cut.after.objects.len() as f64);
        self.uploads_left.push(cut.after.uploads as f64);
    }

    fn name(&self) -> &'static str {
        self.contestant.name()
    }
}

pub async fn measure(run: &Run) -> Result<Section> {
    let plan = Plan::new(run.quick);
    let contestants =
        [Contestant::Anteroom, Contestant::Fastify, Contestant::Express, Contestant::FastApi, Contestant::Relay];
    let mut rows = contestants.map(|contestant| Row::new(contestant, plan.bursts.len()));
    run.alternate("forms", &mut rows, async |run, row| turn(run, row, &plan).await).await?;
    let (bursts, slow) = plan.names();
    Ok(Section {
        title: "Files in forms".to_owned(),
        about: format!(
            "One file a form with a Content-Length, as browsers send it. The relay reads no form and knows no S3: it \
             is what the sockets alone cost. The peers are written as their own documentation shows, with its \
             defaults, and keep no books about their visitors. To keep the run short, express and FastAPI take part in \
             {FEW} rounds only, and the slow visitors come to all but Anteroom in {FEW}. FastAPI's forms go to disk \
             first; its uploads run in threads, 40 at once."
        ),
        tables: [cpu(&rows, &bursts), memory(&rows, &bursts, &slow)].into_iter().flatten().collect(),
        bars: bars(&rows, &slow),
    })
}

/// One server's turn: started, warmed, measured, stopped.
async fn turn(run: &Run, row: &mut Row, plan: &Plan) -> Result<()> {
    row.turns += 1;
    let slow_peer = matches!(row.contestant, Contestant::Express | Contestant::FastApi);
    if slow_peer && row.turns > FEW {
        return Ok(());
    }
    // A server may rightly distrust another's notes in its bucket.
    load::clear(run.sink).await?;
    let server = Server::start(row.contestant, run.sink).await?;
    // To warm up a just-in-time compiler and connection pools.
    load::burst(&server, run.sink, Burst { visitors: 8, size: 16 * MIB }).await?;
    for (burst, costs) in plan.bursts.iter().zip(&mut row.bursts) {
        costs.push(load::burst(&server, run.sink, *burst).await?);
    }
    if row.turns > FEW && row.contestant != Contestant::Anteroom {
        return Ok(());
    }
    row.push_cut(&load::slow(&server, run.sink, plan.slow).await?);
    Ok(())
}

fn columns(names: &[String]) -> Vec<String> {
    std::iter::once("server".to_owned()).chain(names.iter().cloned()).collect()
}

fn cpu(rows: &[Row], bursts: &[String]) -> Vec<Table> {
    let mut cpu = Table::new("CPU seconds per GiB:", columns(bursts));
    let mut speed = Table::new("MiB a second, load and sink on the same cores:", columns(bursts));
    for row in rows {
        cpu.line(row.name(), row.bursts.iter().map(|costs| costs.cpu.shown(2)));
        if row.contestant == Contestant::Anteroom {
            cpu.line("its PostgreSQL", row.bursts.iter().map(|costs| costs.children.shown(2)));
            cpu.line("anteroom and its PostgreSQL", row.bursts.iter().map(|costs| costs.both.shown(2)));
        }
        speed.line(row.name(), row.bursts.iter().map(|costs| costs.speed.shown(0)));
    }
    vec![cpu, speed]
}

fn memory(rows: &[Row], bursts: &[String], slow: &str) -> Vec<Table> {
    let mut peak = Table::new("Peak memory, MiB:", columns(&[bursts, &[slow.to_owned()]].concat()));
    let mut left = Table::new(
        format!("What is left in the store: {slow}, all cut off:"),
        [
            "server",
            "kB/s each, reached",
            "at the cut: bodies under way",
            "multipart uploads open",
            "left: objects",
            "multipart uploads open",
        ],
    );
    for row in rows {
        peak.line(row.name(), row.bursts.iter().chain([&row.slow]).map(|costs| costs.peak.shown(0)));
        let counts = [&row.pace, &row.bodies_at_cut, &row.uploads_at_cut, &row.objects_left, &row.uploads_left];
        left.line(row.name(), counts.map(|count| count.shown(0)));
    }
    vec![peak, left]
}

/// The bars are set for the second burst (8 × 64 MiB) and for the slow visitors.
fn bars(rows: &[Row], slow: &str) -> Vec<Bar> {
    let row = |contestant| rows.iter().find(|row| row.contestant == contestant);
    let Some(anteroom) = row(Contestant::Anteroom) else { return Vec::new() };
    let cpu = |row: &Row| row.bursts.get(1).and_then(|costs| costs.cpu.median());
    let quotient = |other| Some(cpu(anteroom)? / row(other).and_then(cpu)?);
    vec![
        Bar::at_most("forms, 8 × 64 MiB: CPU ÷ the relay's", quotient(Contestant::Relay), 2.5),
        Bar::at_most("forms, 8 × 64 MiB: CPU ÷ fastify's", quotient(Contestant::Fastify), 1.0 / 6.0),
        Bar::at_most(format!("{slow}: peak MiB"), anteroom.slow.peak.median(), 160.0),
        Bar::at_most(format!("{slow}, cut off: objects left"), anteroom.objects_left.most(), 0.0),
        Bar::at_most(format!("{slow}, cut off: multipart uploads left"), anteroom.uploads_left.most(), 0.0),
    ]
}
