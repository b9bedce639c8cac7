//! Commands that can run beside a server: `anteroom staff …`, `anteroom audit verify`, `anteroom privacy …`.

use sqlx::PgPool;
use sqlx::postgres::PgConnectOptions;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::app::{StartError, secret_key};
use crate::audit::chain::{self, Verdict};
use crate::auth::Requester;
use crate::auth::staff;
use crate::auth::staff::{Person, StaffError};
use crate::config::{Config, SecretKey};
use crate::platform::db;

mod options;
mod privacy;
mod privacy_command;
mod restore;
mod staff_command;

pub use options::{AuditCommand, Cli, Command, misspelt_variables};
pub use privacy::privacy;
pub use privacy_command::PrivacyCommand;
pub use restore::reconcile;
pub use staff_command::StaffCommand;

impl From<StaffError> for StartError {
    fn from(error: StaffError) -> Self {
        match error {
            StaffError::Database(error) => Self::Database(error),
            other => Self::Unready(other.to_string()),
        }
    }
}

async fn connect(database: PgConnectOptions) -> Result<PgPool, StartError> {
    let pool = db::pool(database);
    db::prepare(&pool).await?;
    Ok(pool)
}

/// Returns a token that SIGINT and SIGTERM cancel. They no longer end the process, so that a command can clean up
/// first.
fn stop_on_signal() -> Result<CancellationToken, StartError> {
    let failed = |error: std::io::Error| StartError::Unready(format!("cannot wait for signals: {error}"));
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        stopping.cancel();
    });
    Ok(stop)
}

/// `anteroom staff …`; returns the text for stdout.
pub async fn staff(command: StaffCommand, database: PgConnectOptions) -> Result<String, StartError> {
    let pool = connect(database).await?;
    let said = carry_out(&pool, command).await;
    pool.close().await;
    Ok(said?)
}

/// A new account; never logged.
pub struct FirstAccount {
    pub email: String,
    pub password: String,
}

/// Adds an admin if there is no account yet, so that the staff pages can be tried out after a first start.
pub async fn first_account(config: &Config, pool: &PgPool) -> Option<FirstAccount> {
    let email = config.web.admin_email.as_ref().map_or("admin@localhost", |mailbox| mailbox.email.as_ref());
    match staff::add_first(pool, email).await {
        Ok(password) => password.map(|password| FirstAccount { email: staff::lower(email), password }),
        Err(error) => {
            tracing::warn!(%error, "cannot add a first account; `anteroom staff add` can");
            None
        }
    }
}

/// `anteroom audit verify`; a broken chain is an error.
pub async fn verify_audit(
    config: &Config,
    mut earlier_keys: Vec<SecretKey>,
    database: PgConnectOptions,
) -> Result<String, StartError> {
    let key = secret_key(config)?;
    let pool = connect(database).await?;
    // Seal what is not sealed yet, so that it is verified with the rest.
    if chain::fits(&pool, &key).await.map_err(StartError::Database)? {
        while chain::seal(&pool, &key).await.map_err(StartError::Database)? > 0 {}
    }
    earlier_keys.push(key);
    let verdict = chain::verify(&pool, &earlier_keys).await;
    pool.close().await;
    match verdict.map_err(StartError::Database)? {
        Verdict::Sound { lines, plain, cut, head, .. } => {
            let after = if cut == 0 { String::new() } else { format!(", after {cut} that have expired") };
            let unkeyed = match plain {
                0 => String::new(),
                plain => format!(" The first {plain} were sealed without a key, by an earlier version."),
            };
            Ok(format!("The trail is sound: {lines} lines{after}.{unkeyed}\n{head}"))
        }
        Verdict::Broken { seal, id: None, why } => Err(broken(&format!("line {seal}: {why}"))),
        Verdict::Broken { seal, id: Some(id), why } => Err(broken(&format!("line {seal} (id {id}): {why}"))),
    }
}

fn broken(where_and_why: &str) -> StartError {
    StartError::Unready(format!(
        "the trail is broken at {where_and_why}. If SECRET_KEY was changed, name the earlier one with --earlier-key"
    ))
}

async fn carry_out(pool: &PgPool, command: StaffCommand) -> Result<String, StaffError> {
    let by = Requester::Operator;
    match command {
        // Only the password, so that a script can read it.
        StaffCommand::Add { email, role } => staff::add(pool, by, &email, role).await,
        StaffCommand::Reset { email } => staff::reset(pool, by, &email).await,
        StaffCommand::List => Ok(table(&staff::list(pool, by).await?)),
        StaffCommand::Disable { email } => {
            staff::disable(pool, by, &email).await?;
            Ok(format!("{} cannot sign in any more.", staff::lower(&email)))
        }
    }
}

fn table(people: &[Person]) -> String {
    if people.is_empty() {
        return "There are no accounts. `anteroom staff add` adds one.".to_owned();
    }
    let line = |person: &Person| {
        let second = if person.has_second_factor { "with a second factor" } else { "password only" };
        let state = if person.disabled_at.is_some() { "disabled" } else { second };
        format!("{:<8} {}  ({state})", person.role.into_str(), person.email)
    };
    people.iter().map(line).collect::<Vec<_>>().join("\n")
}
