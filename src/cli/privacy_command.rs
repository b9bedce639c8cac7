//! The commands of `anteroom privacy`.

#![allow(clippy::doc_markdown, reason = "these doc comments are what --help prints")]

use std::path::PathBuf;

use clap::Subcommand;

/// What can be done about a person's data. The server may be running.
#[derive(Debug, Clone, Subcommand)]
pub enum PrivacyCommand {
    /// Find sessions by a part of an address or a name, or by their id
    Find {
        /// What to look for; three letters or more
        #[arg(long)]
        text: String,
    },
    /// Write a ZIP archive with everything that is kept of a session
    Export {
        /// The session, as `find` shows it
        #[arg(long)]
        id: String,
        /// The archive, which must not exist yet; - writes it to stdout
        #[arg(long)]
        out: PathBuf,
    },
    /// After a restore of the database: erase again whom the ledger of erasures in the bucket names
    Replay,
    /// Erase a session; the receipt's id stands alone on the last line
    Erase {
        /// The session, as `find` shows it
        #[arg(long)]
        id: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}
