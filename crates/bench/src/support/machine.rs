//! Where and with what the figures were measured: a figure without its machine says little.

use std::fs;
use std::process::Command;

use super::checkout;
use super::contestants::{other_build, peers};

/// Lines of `name: value`, for the head of the results.
pub fn described() -> Vec<(&'static str, String)> {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let processor = after_colon("/proc/cpuinfo", "model name").unwrap_or_default();
    let memory = after_colon("/proc/meminfo", "MemTotal")
        .and_then(|text| text.trim_end_matches(" kB").parse::<u64>().ok())
        .map_or_else(String::new, |kib| format!("{:.1} GiB", gib(kib)));
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split(' ').take(1).collect();
    vec![
        ("date", output("date", &["-u", "+%Y-%m-%d"])),
        ("processor", format!("{cores} cores, {processor}")),
        ("memory", memory),
        ("kernel", format!("Linux {}", kernel.trim())),
        ("load before the run", load.concat()),
        ("anteroom", commit()),
        ("rustc", output("rustc", &["--version"]).replace("rustc ", "")),
        ("PostgreSQL", postgres()),
        ("node", output("node", &["--version"])),
        ("peers", versions().join(", ")),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn gib(kib: u64) -> f64 {
    kib as f64 / 1024.0 / 1024.0
}

fn commit() -> String {
    if other_build().is_some() {
        return "another build, given by BENCH_ANTEROOM".to_owned();
    }
    let version = env!("CARGO_PKG_VERSION");
    match output("git", &["describe", "--always", "--dirty", "--abbrev=12"]) {
        commit if commit.is_empty() => version.to_owned(),
        commit => format!("{version} ({commit})"),
    }
}

fn postgres() -> String {
    let version = output("postgres", &["--version"]);
    let version = if version.is_empty() { output("psql", &["--version"]) } else { version };
    version.split(' ').find(|word| word.starts_with(char::is_numeric)).unwrap_or("").to_owned()
}

/// The dependencies of all peers, each once.
fn versions() -> Vec<String> {
    let node = ["fastify", "express", "archiver", "express-pg", "express-session"].into_iter().flat_map(pinned);
    let python = ["fastapi", "fastapi-asyncpg"].into_iter().flat_map(required);
    let rust = ["tower-sessions"].into_iter().flat_map(locked);
    let mut all: Vec<String> = node.chain(python).chain(rust).collect();
    all.sort();
    all.dedup();
    all
}

/// The dependencies of a peer's package.json as `name version`.
fn pinned(peer: &str) -> Vec<String> {
    fs::read_to_string(peers().join(peer).join("package.json"))
        .ok()
        .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
        .and_then(|package| Some(package.get("dependencies")?.as_object()?.clone()))
        .into_iter()
        .flatten()
        .map(|(name, version)| format!("{name} {}", version.as_str().unwrap_or_default()))
        .collect()
}

/// The servers and drivers in a Python peer's requirements.
fn required(peer: &str) -> Vec<String> {
    let text = fs::read_to_string(peers().join(peer).join("requirements.txt")).unwrap_or_default();
    let pins = text.lines().filter_map(|line| line.split_once("=="));
    let named = pins.filter(|(name, _)| ["fastapi", "uvicorn", "uvloop", "asyncpg", "boto3"].contains(name));
    named.map(|(name, version)| format!("{name} {version}")).collect()
}

/// The session crates in a Rust peer's Cargo.lock.
fn locked(peer: &str) -> Vec<String> {
    let text = fs::read_to_string(peers().join(peer).join("Cargo.lock")).unwrap_or_default();
    let packages = text.split("[[package]]").filter_map(|package| {
        let value = |key: &str| package.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
        Some((value("name")?.trim_matches('"'), value("version")?.trim_matches('"')))
    });
    let named = packages.filter(|(name, _)| ["tower-sessions", "tower-sessions-sqlx-store"].contains(name));
    named.map(|(name, version)| format!("{name} {version}")).collect()
}

fn after_colon(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// Returns a program's output, or nothing if there is no such program.
fn output(program: &str, arguments: &[&str]) -> String {
    Command::new(program)
        .args(arguments)
        .current_dir(checkout())
        .output()
        .ok()
        .filter(|output| output.status.success())
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .map_or_else(String::new, |text| text.trim().to_owned())
}
