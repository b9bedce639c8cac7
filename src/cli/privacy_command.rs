//! The commands of `anteroom privacy`.

#![allow(clippy::doc_markdown, reason = "these doc comments are what --help prints")]

use std::path::PathBuf;

use clap::Subcommand;

/// Commands for a person's data. The server may be running.
#[derive(Debug, Clone, Subcommand)]
pub enum PrivacyCommand {
    /// Find sessions and members by a part of an address or a name, or by their id; members also by the site's id
    Find {
        /// What to look for; three letters or more
        #[arg(long)]
        text: String,
    },
    /// Write everything that is stored of a session into a ZIP archive, or of a member as JSON
    Export {
        /// The session or member, as `find` shows it
        #[arg(long)]
        id: String,
        /// The file, which must not exist yet; - writes it to stdout
        #[arg(long)]
        out: PathBuf,
    },
    /// After a restore of the database: repeat the erasures in the ledger in the bucket
    Replay,
    /// Erase a session or a member; the last line is the receipt's id alone
    Erase {
        /// The session or member, as `find` shows it
        #[arg(long)]
        id: String,
        /// Do not ask for confirmation
        #[arg(long)]
        yes: bool,
    },
}
