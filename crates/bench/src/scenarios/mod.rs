//! What is measured: one file per scenario.

mod chat;
mod chunked;
mod cold;
mod contacts;
mod costs;
mod crowd;
mod export;
mod forms;
mod growth;
mod heartbeats;
mod https;
mod lists;
mod many;
mod purge;
mod queue;
mod sessions;
mod small;

use crate::support::Result;
use crate::support::report::Section;
use crate::support::run::Run;

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Scenario {
    /// Files in forms, complete and cut off, compared with a relay and three peers
    Forms,
    /// The same with TLS to the store, compared with a direct put by the SDK
    Https,
    /// 32 files of 1 GiB at once
    Many,
    /// Files of 10 KiB over 32 connections, compared with fastify
    Small,
    /// Bodies without a length
    Chunked,
    /// The copy of everything as a ZIP archive, compared with Node's archiver
    Export,
    /// 1 to 1,000 uploads at once, as a picture too
    Crowd,
    /// Contacts, five inserts in one transaction each, compared with express and `FastAPI`
    Contacts,
    /// Checks of members' sessions, directly and behind nginx, compared with express-session, tower-sessions and the
    /// bare look-up
    Sessions,
    /// Answers of a model to a thousand members at once, compared with relays in `FastAPI` and express; history
    Chat,
    /// 20,000 open pages that send heartbeats
    Heartbeats,
    /// The deletion of a session with 5,000 files
    Purge,
    /// 100,000 leases that are due
    Queue,
    /// Staff's lists at a million sessions, and how cost grows until then
    Lists,
    /// From exec to ready, and memory when idle
    Cold,
}

impl Scenario {
    /// Whether a round takes minutes.
    pub fn is_long(self) -> bool {
        matches!(self, Self::Forms | Self::Https | Self::Many)
    }

    pub async fn measure(self, run: &Run) -> Result<Section> {
        match self {
            Self::Forms => forms::measure(run).await,
            Self::Https => https::measure(run).await,
            Self::Many => many::measure(run).await,
            Self::Small => small::measure(run).await,
            Self::Chunked => chunked::measure(run).await,
            Self::Export => export::measure(run).await,
            Self::Crowd => crowd::measure(run).await,
            Self::Contacts => contacts::measure(run).await,
            Self::Sessions => sessions::measure(run).await,
            Self::Chat => chat::measure(run).await,
            Self::Heartbeats => heartbeats::measure(run).await,
            Self::Purge => purge::measure(run).await,
            Self::Queue => queue::measure(run).await,
            Self::Lists => lists::measure(run).await,
            Self::Cold => cold::measure(run).await,
        }
    }
}
