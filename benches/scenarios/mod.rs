//! What is measured: each scenario in a file of its own.

mod cold;
mod contacts;
mod forms;
mod growth;
mod heartbeats;
mod lists;
mod purge;
mod queue;

use crate::support::Result;
use crate::support::report::Section;
use crate::support::run::Run;

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Scenario {
    /// Files in forms, whole and cut off, beside a relay and fastify
    Forms,
    /// Contacts, five inserts in one transaction each, beside express and FastAPI
    Contacts,
    /// 20,000 open pages that say that they are there
    Heartbeats,
    /// The deletion of a session with 5,000 files
    Purge,
    /// 100,000 leases that are due
    Queue,
    /// Staff's lists at a million sessions, and how cost grows until then
    Lists,
    /// From exec to ready, and memory at rest
    Cold,
}

impl Scenario {
    pub async fn measure(self, run: &Run) -> Result<Section> {
        match self {
            Self::Forms => forms::measure(run).await,
            Self::Contacts => contacts::measure(run).await,
            Self::Heartbeats => heartbeats::measure(run).await,
            Self::Purge => purge::measure(run).await,
            Self::Queue => queue::measure(run).await,
            Self::Lists => lists::measure(run).await,
            Self::Cold => cold::measure(run).await,
        }
    }
}
