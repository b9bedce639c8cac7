//! What is measured: each scenario in a file of its own.

mod forms;
mod small;

use crate::support::Result;
use crate::support::report::Section;
use crate::support::run::Run;

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Scenario {
    /// Files in forms, whole and cut off, beside a relay and fastify
    Forms,
    /// Files of 10 KiB over 32 connections, beside fastify
    Small,
}

impl Scenario {
    pub async fn measure(self, run: &Run) -> Result<Section> {
        match self {
            Self::Forms => forms::measure(run).await,
            Self::Small => small::measure(run).await,
        }
    }
}
