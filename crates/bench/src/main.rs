//! What the product costs, compared with other servers and the floor, measured in one run on one machine: CPU and
//! memory of uploads, rates of small calls, the cost of background work. Run by `script/bench`.
//!
//! The sink and the relay are this program too, in their own processes, so that only the servers' work is counted as
//! theirs.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a bench prints its figures, and uses the real time and real random ids"
)]

mod scenarios;
mod support;

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};
use scenarios::Scenario;
use support::contestants::{Folder, other_build};
use support::process::{Process, guarded};
use support::report::{self, Section};
use support::run::Run;
use support::{Result, direct, machine, model, relay, sink};
use tokio::signal::unix::{SignalKind, signal};

#[derive(Parser)]
#[command(about = "What the product costs, side by side with others", version)]
struct Options {
    /// Only these scenarios [default: all]
    #[arg(value_enum)]
    scenarios: Vec<Scenario>,

    /// How many rounds to measure [default: 5, or 1 with --quick]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: Option<u32>,

    /// How many rounds of scenarios that take minutes each: forms, https, many [default: as the others]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100))]
    long_rounds: Option<u32>,

    /// A trial: less of everything, and nothing is written to results.md
    #[arg(long)]
    quick: bool,

    /// Be the far side, in a process that the bench starts
    #[command(subcommand)]
    part: Option<Part>,
}

/// The far side, which this program starts as separate processes.
#[derive(Subcommand)]
#[command(disable_help_subcommand = true)]
enum Part {
    #[command(name = "part-sink", hide = true)]
    Sink { certificate: PathBuf },
    #[command(name = "part-direct-put", hide = true)]
    DirectPut,
    #[command(name = "part-model", hide = true)]
    Model { keys: String },
    #[command(name = "part-relay", hide = true)]
    Relay { target: SocketAddr },
}

fn main() -> ExitCode {
    match start(Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn start(options: Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // On the main thread throughout: the servers end with the thread that starts them.
    runtime.block_on(async {
        match options.part {
            Some(Part::Sink { certificate }) => sink::serve(&certificate).await,
            Some(Part::DirectPut) => direct::serve().await,
            Some(Part::Model { keys }) => model::serve(&keys).await,
            Some(Part::Relay { target }) => relay::serve(target).await,
            None => {
                let mut terminated = signal(SignalKind::terminate())?;
                tokio::select! {
                    outcome = compare(options) => outcome,
                    _ = tokio::signal::ctrl_c() => Err("stopped".into()),
                    _ = terminated.recv() => Err("stopped".into()),
                }
            }
        }
    })
}

async fn compare(options: Options) -> Result<()> {
    let all = options.scenarios.is_empty();
    // Now: later the load is the run's own, and the report it writes makes the checkout a changed one.
    let machine = machine::described();
    let folder = Folder::new()?;
    let certificate = folder.0.join("sink.pem");
    let mut sink = guarded(std::env::current_exe()?);
    let sink = Process::start("sink", sink.arg("part-sink").arg(&certificate))?;
    let rounds = options.rounds.unwrap_or(if options.quick { 1 } else { 5 });
    let mut run = Run {
        rounds,
        quick: options.quick,
        sink: sink.next_address(Duration::from_secs(10))?,
        sink_tls: sink.next_address(Duration::from_secs(10))?,
        certificate,
        // Figures of a trial, or of an unoptimised or other build, would mislead readers of the files.
        kept: !options.quick && !cfg!(debug_assertions) && other_build().is_none(),
        far_side: sink,
    };
    let scenarios = if all { Scenario::value_variants() } else { &options.scenarios };
    let mut sections: Vec<Section> = Vec::new();
    for scenario in scenarios {
        // A scenario that fails must not lose the others' figures; the report says that it is missing.
        run.rounds = options.long_rounds.filter(|_| scenario.is_long()).unwrap_or(rounds);
        let mut section = scenario.measure(&run).await.unwrap_or_else(|error| {
            eprintln!("{scenario:?} broke off: {error}");
            Section::missing(format!("{scenario:?}"))
        });
        if run.rounds != rounds {
            let _ = write!(section.about, " Measured in {} rounds.", run.rounds);
        }
        println!("{}", section.written());
        sections.push(section);
        // After each scenario, so that a run stopped after an hour keeps what it has found.
        if all && run.kept {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("results.md");
            std::fs::write(&path, report::written(&machine, &sections, rounds))?;
            eprintln!("written to {}", path.display());
        }
    }
    Ok(())
}
