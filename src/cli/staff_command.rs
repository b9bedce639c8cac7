//! The commands of `anteroom staff`.

use clap::Subcommand;

use crate::auth::Role;

/// Commands for accounts. They need only the database; the server may be running.
#[derive(Debug, Clone, Subcommand)]
pub enum StaffCommand {
    /// Add an account; the last line is its generated password alone
    Add {
        #[arg(long)]
        email: String,
        #[arg(long)]
        role: Role,
    },
    /// List the accounts
    List,
    /// Set a new generated password, and remove the second factor and all sign-ins
    Reset {
        #[arg(long)]
        email: String,
    },
    /// Disable an account, at once
    Disable {
        #[arg(long)]
        email: String,
    },
}
