//! What is measured: each scenario in a file of its own.

mod contacts;
mod forms;

use crate::support::Result;
use crate::support::report::Section;
use crate::support::run::Run;

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Scenario {
    /// Files in forms, whole and cut off, beside a relay and fastify
    Forms,
    /// Contacts, five inserts in one transaction each, beside express and FastAPI
    Contacts,
}

impl Scenario {
    pub async fn measure(self, run: &Run) -> Result<Section> {
        match self {
            Self::Forms => forms::measure(run).await,
            Self::Contacts => contacts::measure(run).await,
        }
    }
}
