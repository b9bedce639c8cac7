//! The commands of `anteroom privacy`.

#![allow(clippy::doc_markdown, reason = "these doc comments are what --help prints")]

use std::path::PathBuf;

use clap::Subcommand;

/// Commands for a person's data. The server may be running.
#[derive(Debug, Clone, Subcommand)]
pub enum PrivacyCommand {
    /// Find sessions by a part of an address or a name, or by their id
    Find {
        /// What to look for; three letters or more
        #[arg(long)]
        text: String,
    },
    /// Write a ZIP archive with everything that is stored of a session
    Export {
        /// The session, as `find` shows it
        #[arg(long)]
        id: String,
        /// The archive, which must not exist yet; - writes it to stdout
        #[arg(long)]
        out: PathBuf,
    },
    /// After a restore of the database: repeat the erasures in the ledger in the bucket
    Replay,
    /// Erase a session; the last line is the receipt's id alone
    Erase {
        /// The session, as `find` shows it
        #[arg(long)]
        id: String,
        /// Do not ask for confirmation
        #[arg(long)]
        yes: bool,
    },
}
