//! The figures of a run as Markdown: on the terminal, and as the file that is committed.

use std::fmt::Write;

use super::contestants::Contestant;
use super::figures::Figures;
use super::load::{Cost, Cut};
use super::machine;

/// What was measured of one contestant, over all rounds.
pub struct Row {
    pub contestant: Contestant,
    /// In the order of the run's bursts.
    pub bursts: Vec<Costs>,
    slow: Costs,
    pace: Figures,
    bodies_at_cut: Figures,
    uploads_at_cut: Figures,
    objects_left: Figures,
    uploads_left: Figures,
}

#[derive(Clone, Default)]
pub struct Costs {
    cpu: Figures,
    children: Figures,
    both: Figures,
    peak: Figures,
    speed: Figures,
}

impl Costs {
    pub fn push(&mut self, cost: Cost) {
        self.cpu.push(cost.cpu);
        self.children.push(cost.children);
        self.both.push(cost.cpu + cost.children);
        self.peak.push(cost.peak);
        self.speed.push(cost.speed);
    }
}

impl Row {
    pub fn new(contestant: Contestant, bursts: usize) -> Self {
        Self {
            contestant,
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
    pub fn push_cut(&mut self, cut: &Cut) {
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

/// The whole report. `bursts` and `slow` are the names of the phases.
pub fn written(rows: &[Row], bursts: &[String], slow: &str, rounds: u32) -> String {
    let mut text = String::from("# Uploads, side by side\n\n");
    let _ = write!(
        text,
        "Written by `script/bench upload`. Medians of {rounds} {} (in brackets the least and \
         the greatest); each round starts every server afresh, in turn, in front of the same S3 \
         sink on loopback http. CPU is utime + stime of the server's process; PostgreSQL, where \
         it is a child of the server, is shown beside it. Peak memory is the process's VmHWM, \
         begun again before each phase.\n\n",
        if rounds == 1 { "round" } else { "rounds" }
    );
    if cfg!(debug_assertions) {
        text.push_str("**An unoptimised build: these figures say nothing about the product.**\n\n");
    }
    for (name, value) in machine::described() {
        let _ = writeln!(text, "- {name}: {value}");
    }
    cpu(&mut text, rows, bursts);
    memory(&mut text, rows, bursts, slow);
    ratios(&mut text, rows, bursts, slow);
    text
}

fn cpu(text: &mut String, rows: &[Row], bursts: &[String]) {
    text.push_str("\n## CPU seconds per GiB\n\n");
    heading(text, "server", bursts.iter().map(String::as_str));
    for row in rows {
        line(text, row.name(), row.bursts.iter().map(|costs| costs.cpu.shown(2)));
        if row.contestant == Contestant::Anteroom {
            let children = row.bursts.iter().map(|costs| costs.children.shown(2));
            line(text, "its PostgreSQL", children);
            line(text, "anteroom and its PostgreSQL", row.bursts.iter().map(|c| c.both.shown(2)));
        }
    }
    text.push_str("\n## MiB a second, load and sink on the same cores\n\n");
    heading(text, "server", bursts.iter().map(String::as_str));
    for row in rows {
        line(text, row.name(), row.bursts.iter().map(|costs| costs.speed.shown(0)));
    }
}

fn memory(text: &mut String, rows: &[Row], bursts: &[String], slow: &str) {
    text.push_str("\n## Peak memory, MiB\n\n");
    heading(text, "server", bursts.iter().map(String::as_str).chain([slow]));
    for row in rows {
        let costs = row.bursts.iter().chain([&row.slow]);
        line(text, row.name(), costs.map(|costs| costs.peak.shown(0)));
    }
    let _ = write!(text, "\n## What is left in the store: {slow}, all cut off\n\n");
    let columns = [
        "kB/s each, reached",
        "at the cut: bodies under way",
        "multipart uploads open",
        "left: objects",
        "multipart uploads open",
    ];
    heading(text, "server", columns.into_iter());
    for row in rows {
        let counts = [&row.pace, &row.bodies_at_cut, &row.uploads_at_cut, &row.objects_left, &row.uploads_left];
        line(text, row.name(), counts.map(|count| count.shown(0)).into_iter());
    }
}

/// Against the floor, against the peer, and against the bars that the project has set itself.
fn ratios(text: &mut String, rows: &[Row], bursts: &[String], slow: &str) {
    let row = |contestant| rows.iter().find(|row| row.contestant == contestant);
    let Some(anteroom) = row(Contestant::Anteroom) else {
        return;
    };
    if rows.len() > 1 {
        text.push_str("\n## Ratios of the medians\n\n");
        heading(text, "", bursts.iter().map(String::as_str));
    }
    let mut against = |name: &str, other: &Row, figure: fn(&Costs) -> &Figures, over: bool| {
        let pairs = anteroom.bursts.iter().zip(&other.bursts).map(|(ours, theirs)| {
            let (ours, theirs) = (figure(ours).median(), figure(theirs).median());
            match if over { (theirs, ours) } else { (ours, theirs) } {
                (Some(above), Some(below)) if below > 0.0 => format!("{:.2}", above / below),
                _ => "–".to_owned(),
            }
        });
        line(text, name, pairs);
    };
    if let Some(relay) = row(Contestant::Relay) {
        against("CPU, anteroom ÷ relay", relay, |costs| &costs.cpu, false);
        against("CPU, anteroom and its PostgreSQL ÷ relay", relay, |costs| &costs.both, false);
    }
    if let Some(fastify) = row(Contestant::Fastify) {
        against("CPU, fastify ÷ anteroom", fastify, |costs| &costs.cpu, true);
        against("CPU, fastify ÷ anteroom and its PostgreSQL", fastify, |c| &c.both, true);
        against("peak memory, fastify ÷ anteroom", fastify, |costs| &costs.peak, true);
    }
    bars(text, anteroom, row(Contestant::Relay), row(Contestant::Fastify), slow);
}

/// The bars are set for the second burst (8 × 64 MiB) and for the slow visitors.
fn bars(text: &mut String, anteroom: &Row, relay: Option<&Row>, fastify: Option<&Row>, slow: &str) {
    let cpu = |row: &Row| row.bursts.get(1).and_then(|costs| costs.cpu.median());
    let quotient = |other: Option<&Row>| Some(cpu(anteroom)? / other.and_then(cpu)?);
    let bars = [
        ("CPU ≤ 2.5 × the relay", quotient(relay).map(|ratio| (ratio, 2.5))),
        ("CPU ≤ 1/6 of fastify", quotient(fastify).map(|ratio| (ratio, 1.0 / 6.0))),
        ("peak ≤ 160 MiB", anteroom.slow.peak.median().map(|peak| (peak, 160.0))),
        ("0 objects left", anteroom.objects_left.most().map(|count| (count, 0.0))),
        ("0 multipart uploads left", anteroom.uploads_left.most().map(|count| (count, 0.0))),
    ];
    let _ = write!(text, "\n## The bars (the last three: {slow})\n\n");
    heading(text, "bar", ["measured", ""].into_iter());
    for (name, measured) in bars {
        let Some((figure, bar)) = measured else {
            continue;
        };
        let verdict = if figure <= bar { "holds" } else { "missed" };
        line(text, name, [format!("{figure:.2}"), verdict.to_owned()].into_iter());
    }
}

fn heading<'a>(text: &mut String, first: &'a str, rest: impl Iterator<Item = &'a str>) {
    let names: Vec<&str> = std::iter::once(first).chain(rest).collect();
    let _ = writeln!(text, "| {} |", names.join(" | "));
    let rules: Vec<&str> = names.iter().enumerate().map(|(at, _)| if at == 0 { "---" } else { "---:" }).collect();
    let _ = writeln!(text, "| {} |", rules.join(" | "));
}

fn line(text: &mut String, name: &str, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.collect();
    let _ = writeln!(text, "| {name} | {} |", cells.join(" | "));
}
