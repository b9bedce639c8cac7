//! What all scenarios of one run share.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::Result;
use super::process::Process;

/// One run of the bench.
pub struct Run {
    /// How often each thing is measured.
    pub rounds: u32,
    /// A trial: less of everything.
    pub quick: bool,
    /// The S3 endpoint that drains bodies.
    pub sink: SocketAddr,
    /// The same with TLS.
    pub sink_tls: SocketAddr,
    /// The certificate to trust there: the sink's own.
    pub certificate: PathBuf,
    /// Whether to keep pictures, and the figures if all scenarios ran: only for a full, optimised run.
    pub kept: bool,
    /// The process behind the sink.
    pub far_side: Process,
}

impl Run {
    /// Runs the turn of each of `rows` in each round. Each goes first once, so that none always gets the fresh machine.
    pub async fn alternate<R>(
        &self,
        name: &str,
        rows: &mut [R],
        mut turn: impl AsyncFnMut(&Self, &mut R) -> Result<()>,
    ) -> Result<()> {
        let count = rows.len();
        for round in 0..self.rounds {
            eprintln!("{name}: round {} of {}", round + 1, self.rounds);
            for at in 0..count {
                if let Some(row) = rows.get_mut((at + round as usize) % count) {
                    turn(self, row).await?;
                }
            }
        }
        Ok(())
    }
}
