//! pgbench: what PostgreSQL alone can do with one of our statements.

use std::time::Duration;

use super::Result;
use super::contestants::Folder;
use super::database::Copy;
use super::process::guarded;

pub struct Found {
    /// Statements a second.
    pub rate: f64,
    /// Statements in all.
    pub count: f64,
}

/// Runs a statement with one parameter, prepared, each time with one of these values, which are equally likely: at most
/// 128. It is called as the product's pool calls it, over the same socket and with the same settings.
pub fn run(copy: &Copy, statement: &str, values: &[String], clients: usize, during: Duration) -> Result<Found> {
    let folder = Folder::new()?;
    let mut command = guarded("pgbench");
    command.args(["--no-vacuum", "--protocol=prepared", "--jobs=2"]);
    command.arg(format!("--client={clients}")).arg(format!("--time={}", during.as_secs()));
    for (number, value) in values.iter().enumerate() {
        // pgbench makes a parameter of each of its variables.
        let file = folder.0.join(format!("{number}.sql"));
        std::fs::write(&file, format!("{};\n", statement.replace("$1", &format!(":value{number}"))))?;
        command.arg("--file").arg(file).arg("--define").arg(format!("value{number}={value}"));
    }
    command.envs(copy.variables()).env("PGOPTIONS", "-c enable_seqscan=off -c jit=off");
    let output = command.output().map_err(|error| format!("pgbench did not start: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let figure = |begin: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(begin))?;
        line.split([' ', '/']).next()?.parse::<f64>().ok()
    };
    match (output.status.success(), figure("tps = "), figure("number of transactions actually processed: ")) {
        (true, Some(rate), Some(count)) => Ok(Found { rate, count }),
        _ => Err(format!("pgbench failed: {said}{}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}
