//! `anteroom privacy …`: what staff do about a person's data, from the command line.

use sqlx::postgres::PgConnectOptions;

use super::super::StartError;
use crate::config::{Config, PrivacyCommand};

/// Carries it out; gives what stdout is to say, if anything.
pub async fn privacy(
    command: PrivacyCommand,
    config: &Config,
    database: PgConnectOptions,
) -> Result<Option<String>, StartError> {
    match command {
        PrivacyCommand::Replay => super::restore::replay(config, database).await.map(Some),
        PrivacyCommand::Find { .. } | PrivacyCommand::Export { .. } | PrivacyCommand::Erase { .. } => {
            Err(StartError::Unready("this command is not there yet".to_owned()))
        }
    }
}
