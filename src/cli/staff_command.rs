//! The commands of `anteroom staff`.

use clap::Subcommand;

use crate::auth::staff::Role;

/// What can be done with accounts. Needs the database only; the server may be running.
#[derive(Debug, Clone, Subcommand)]
pub enum StaffCommand {
    /// Make an account; its generated password stands alone on the last line
    Add {
        #[arg(long)]
        email: String,
        #[arg(long)]
        role: Role,
    },
    /// List the accounts
    List,
    /// Give an account a new generated password; its second factor and all its sign-ins are gone
    Reset {
        #[arg(long)]
        email: String,
    },
    /// Take an account out of use, at once
    Disable {
        #[arg(long)]
        email: String,
    },
}
