//! What an upload costs the server: CPU per GiB and peak memory, beside a TCP relay (the floor) and
//! a Node peer, in the same run; and what a store is left with when 200 slow visitors are cut off.
//!
//! Run by `script/bench upload`. The sink and the relay are this program too, in processes of their
//! own, so that only the servers' work is counted as theirs.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a bench prints its figures, and takes the real time and real random ids"
)]

mod support;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};
use support::contestants::{Contestant, Server, other_build};
use support::load::{self, Burst, Slow};
use support::process::{Process, guarded};
use support::report::{self, Row};
use support::{MIB, Result, relay, sink};
use tokio::signal::unix::{SignalKind, signal};

#[derive(Parser)]
#[command(about = "Upload cost, side by side", version)]
struct Options {
    /// How often everything is measured [default: 5, or 1 with --quick]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: Option<u32>,

    /// A trial: small files, few visitors, nothing written to benches/results.md
    #[arg(long)]
    quick: bool,

    /// Only these servers
    #[arg(long, value_enum, value_delimiter = ',',
        default_values = ["anteroom", "fastify", "relay"])]
    servers: Vec<Contestant>,

    /// What `cargo bench` passes
    #[arg(long, hide = true)]
    bench: bool,

    #[command(subcommand)]
    part: Option<Part>,
}

/// The far side, which this program starts as processes of its own.
#[derive(Subcommand)]
#[command(disable_help_subcommand = true)]
enum Part {
    #[command(hide = true)]
    Sink,
    #[command(hide = true)]
    Relay { target: std::net::SocketAddr },
}

struct Plan {
    bursts: [Burst; 3],
    slow: Slow,
}

impl Plan {
    fn new(quick: bool) -> Self {
        let (whole, file, visitors) = if quick { (256 * MIB, 16 * MIB, 50) } else { (1024 * MIB, 64 * MIB, 200) };
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
                // Past 5 MiB a visitor: by then a server that uploads in parts has begun to.
                until: Duration::from_secs(20),
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

fn main() -> ExitCode {
    // `cargo test --all-targets` runs benches too, without this flag; nothing is timed in tests.
    let part = std::env::args().nth(1).is_some_and(|first| first == "sink" || first == "relay");
    if !part && !std::env::args().any(|argument| argument == "--bench" || argument == "--help") {
        println!("not run: the measurements are started by script/bench");
        return ExitCode::SUCCESS;
    }
    let options = Options::parse();
    match start(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn start(options: Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // On the main thread throughout: the servers' lives hang on the thread that starts them.
    runtime.block_on(async {
        match options.part {
            Some(Part::Sink) => sink::serve().await,
            Some(Part::Relay { target }) => relay::serve(target).await,
            None => {
                let mut terminated = signal(SignalKind::terminate())?;
                tokio::select! {
                    outcome = compare(options) => outcome,
                    _ = tokio::signal::ctrl_c() => Err("stopped".into()),
                    _ = terminated.recv() => Err("stopped".into()),
                    () = orphaned() => Err("stopped: whoever started the bench is gone".into()),
                }
            }
        }
    })
}

/// Returns when this process has lost its parent: killing cargo alone must stop the run too.
async fn orphaned() {
    let parent = std::os::unix::process::parent_id();
    while std::os::unix::process::parent_id() == parent {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn compare(options: Options) -> Result<()> {
    let plan = Plan::new(options.quick);
    let mut sink = guarded(std::env::current_exe()?);
    let sink = Process::start("sink", sink.arg("sink"))?;
    let far = sink.next_address(Duration::from_secs(10))?;

    let mut rows: Vec<Row> = options.servers.iter().map(|&server| Row::new(server, plan.bursts.len())).collect();
    let count = rows.len();
    let rounds = options.rounds.unwrap_or(if options.quick { 1 } else { 5 });
    for round in 0..rounds {
        // Each server goes first in its turn, so that none always has the fresh machine.
        for at in 0..count {
            let at = (at + round as usize) % count;
            if let Some(row) = rows.get_mut(at) {
                eprintln!("round {} of {}: {}", round + 1, rounds, row.contestant.name());
                measure(row, far, &plan).await?;
            }
        }
    }

    let (bursts, slow) = plan.names();
    let text = report::written(&rows, &bursts, &slow, rounds);
    println!("{text}");
    // Figures of a trial, of an unoptimised or another build, or of a part of the servers would only
    // mislead whoever reads the file.
    let all = Contestant::value_variants().iter().all(|server| options.servers.contains(server));
    if all && !options.quick && !cfg!(debug_assertions) && other_build().is_none() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/results.md");
        std::fs::write(&path, text)?;
        eprintln!("written to {}", path.display());
    }
    Ok(())
}

/// One server's turn: started, warmed, measured, stopped.
async fn measure(row: &mut Row, sink: std::net::SocketAddr, plan: &Plan) -> Result<()> {
    // A server that finds another's notes in its bucket may rightly mistrust it.
    load::clear(sink).await?;
    let server = Server::start(row.contestant, sink).await?;
    // A just-in-time compiler and a connection pool are not at their best at once.
    load::burst(&server, sink, Burst { visitors: 8, size: 16 * MIB }).await?;
    for (burst, costs) in plan.bursts.iter().zip(&mut row.bursts) {
        costs.push(load::burst(&server, sink, *burst).await?);
    }
    row.push_cut(&load::slow(&server, sink, plan.slow).await?);
    Ok(())
}
