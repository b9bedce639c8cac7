//! What all scenarios of one run share.

use std::net::SocketAddr;

use super::Result;

/// One run of the bench.
pub struct Run {
    /// How often each thing is measured.
    pub rounds: u32,
    /// A trial: less of everything.
    pub quick: bool,
    /// The S3 endpoint that drains bodies.
    pub sink: SocketAddr,
    /// A full run, optimised: its figures and pictures are kept.
    pub kept: bool,
}

impl Run {
    /// Gives each of `rows` its turn in each round: each goes first once, so that none always has the fresh
    /// machine.
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
