//! The command line: the commands, and how flags and environment become options.

#![allow(clippy::doc_markdown, reason = "these doc comments are what --help prints")]

use std::ffi::OsString;

use clap::builder::Resettable;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::{PrivacyCommand, StaffCommand};
use crate::config::Config;

/// An intake chatbot whose abandoned visits leave nothing behind.
///
/// What is not configured runs embedded: PostgreSQL, the object store and captured mail, all under
/// `DATA_DIR`.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub struct Cli {
    /// What to do; without a command, serve.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How to do it.
    #[command(flatten)]
    pub config: Config,
}

impl Cli {
    /// Parses flags and environment. An empty variable counts as unset, because compose files write them so. Prints
    /// help or errors and ends the process, as command lines do.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    pub fn from_command_line() -> Self {
        let command = Self::command().mut_args(|arg| {
            let empty = arg.get_env().and_then(std::env::var_os).is_some_and(|value| value.is_empty());
            if empty { arg.env(Resettable::Reset) } else { arg }
        });
        Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }

    /// Parses flags alone and ignores the environment; for tests.
    pub fn from_flags<I: IntoIterator<Item = T>, T: Into<OsString> + Clone>(flags: I) -> Result<Self, clap::Error> {
        let command = Self::command().mut_args(|arg| arg.env(Resettable::Reset));
        Self::from_arg_matches(&command.try_get_matches_from(flags)?)
    }
}

/// The commands of the program.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Serve visitors (the default)
    Serve,
    /// Bring the database's schema up to date, then exit
    Migrate,
    /// Check the options and that database, object store and mail server answer, then exit
    Check,
    /// Compare the object store with the database once, then exit
    Reconcile {
        /// After a restore from backup: accept that this database is older than the bucket
        #[arg(long = "accept")]
        accept_database: bool,
    },
    /// Check the audit trail
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Manage the accounts that can sign in at /admin
    Staff {
        #[command(subcommand)]
        command: StaffCommand,
    },
    /// Answer a person's request: find, export, erase
    Privacy {
        #[command(subcommand)]
        command: PrivacyCommand,
    },
}

/// Commands for the audit trail. They need only the database; the server may be running.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum AuditCommand {
    /// Check that no line of the audit trail was changed, removed or inserted later; reports the first that was
    Verify,
}
