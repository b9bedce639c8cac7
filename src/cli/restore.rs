//! Commands for after a restore of the database: `anteroom privacy replay`, `anteroom reconcile`.

use sqlx::postgres::PgConnectOptions;

use crate::app::{Backends, StartError};
use crate::config::Config;
use crate::intake::leases::Sweeper;
use crate::intake::leases::reconcile::Outcome;
use crate::platform::alerts::Notices;
use crate::privacy::{self, ReplayError, Replayed};

impl From<ReplayError> for StartError {
    fn from(error: ReplayError) -> Self {
        match error {
            ReplayError::Database(error) => Self::Database(error),
            ReplayError::Ledger(error) => Self::Ledger(error),
        }
    }
}

/// `anteroom privacy replay`; returns the text for stdout.
pub async fn replay(config: &Config, database: PgConnectOptions) -> Result<String, StartError> {
    let backends = Backends::connect_beside(config, database).await?;
    let done = replay_over(&backends, config).await;
    backends.close().await;
    Ok(in_words(done?))
}

async fn replay_over(backends: &Backends, config: &Config) -> Result<Replayed, StartError> {
    backends.migrate().await?;
    Ok(privacy::replay(&backends.pool, &backends.ledger(config)?, &config.timings).await?)
}

fn in_words(replayed: Replayed) -> String {
    let Replayed { entries, erased } = replayed;
    let rest = if erased == 0 { "" } else { " Their files are deleted as soon as a server may sweep." };
    format!(
        "Erasures in the ledger: {entries}. Sessions and members that the database still knew, now erased: {erased}.{rest}"
    )
}

/// `anteroom reconcile`. Accepting a restored backup replays the ledger first, so that it cannot be forgotten.
pub async fn reconcile(config: &Config, database: PgConnectOptions, accept: bool) -> Result<String, StartError> {
    let backends = Backends::connect(config, database).await?;
    let done = reconcile_over(&backends, config, accept).await;
    backends.close().await;
    done
}

async fn reconcile_over(backends: &Backends, config: &Config, accept: bool) -> Result<String, StartError> {
    backends.migrate().await?;
    let replayed = if accept { Some(replay_over(backends, config).await?) } else { None };
    let (notices, _worker) = Notices::channel();
    let (pool, store, timings) = (backends.pool.clone(), backends.store.clone(), config.timings.clone());
    let sweeper = Sweeper::new(pool, store, timings.into(), backends.ledger(config)?, notices);
    let stop = super::stop_on_signal()?;
    let said = match sweeper.reconcile(accept, &stop).await {
        Ok(Outcome::Compared { adopted, missing }) => {
            let found = format!("Compared. {adopted} objects without an owner were adopted.");
            if missing == 0 {
                found
            } else {
                format!(
                    "{found} {missing} files of kept sessions are missing from the bucket; the log above names the \
                     sessions by their tags. Restore the files from a backup of the bucket, or tell those people."
                )
            }
        }
        Ok(Outcome::NotOurTurn) => "Another instance is comparing right now. Try again in a minute.".to_owned(),
        Ok(Outcome::Stopped) => {
            return Err(StartError::Unready("stopped before the comparison was over; run it again".to_owned()));
        }
        Ok(Outcome::RestoredBackup { bucket, database }) => {
            return Err(StartError::Unready(format!(
                "the bucket (epoch {bucket}) is ahead of its database (epoch {database}): an old backup was restored. \
                 Run `anteroom privacy replay`, which repeats the erasures that the backup does not know. Then run \
                 this again with --accept to take the database as it is; objects it does not know are then deleted"
            )));
        }
        Err(error) => return Err(StartError::Unready(error.to_string())),
    };
    Ok(replayed.map_or_else(|| said.clone(), |replayed| format!("{}\n{said}", in_words(replayed))))
}
