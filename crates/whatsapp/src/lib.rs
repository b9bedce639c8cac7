//! Runs members' WhatsApp sessions for Anteroom. A program of its own, under the AGPL: the two meet only in PostgreSQL.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use messenger::{MasterKey, Rules, Supervisor};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

mod certificate;
mod inbox;
mod session;
mod store;
mod transport;

pub use certificate::checks_certificates;
pub use session::WhatsAppWeb;
pub use store::Store;
pub use transport::{NoConnection, Watched, Wire};

/// Runs members' WhatsApp sessions for Anteroom
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Options {
    /// Where Anteroom's tables are; a role with rights on messenger_* is enough
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<PgConnectOptions>,

    /// Anteroom's own
    #[arg(long, env = "SECRET_KEY", hide_env_values = true, conflicts_with = "secret_key_file")]
    pub secret_key: Option<String>,

    /// A file that holds it
    #[arg(long, env = "SECRET_KEY_FILE")]
    pub secret_key_file: Option<PathBuf>,

    /// After this long without a call of its member a session sleeps, with its pairing kept; "never": it stays connected
    #[arg(long, env = "MESSENGER_IDLE", default_value = "60m", value_parser = parse_idle)]
    pub messenger_idle: Idle,

    /// How often a sleeping session is connected to read what waits: the link is lost after 30 days without
    #[arg(long, env = "MESSENGER_WAKE", default_value = "24h", value_parser = parse_time)]
    pub messenger_wake: Duration,

    /// How long another process waits before it takes over the sessions of one that has fallen silent
    #[arg(long, env = "MESSENGER_LEASE", default_value = "20s", value_parser = parse_time)]
    pub messenger_lease: Duration,

    /// The most sessions of this process
    #[arg(long, env = "MESSENGER_SESSIONS", default_value_t = 1000)]
    pub messenger_sessions: usize,
}

/// How long a session lasts without a call; `None`: for ever.
#[derive(Clone, Copy, Debug)]
pub struct Idle(pub Option<Duration>);

fn parse_idle(text: &str) -> Result<Idle, String> {
    if text == "never" { Ok(Idle(None)) } else { parse_time(text).map(|time| Idle(Some(time))) }
}

/// A number with s, m, h or d.
fn parse_time(text: &str) -> Result<Duration, String> {
    let fault = || format!("{text:?} is no time: write it as 90s, 60m, 24h or 7d");
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(fault)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86400,
        _ => return Err(fault()),
    };
    let time = number.parse::<u64>().ok().and_then(|number| number.checked_mul(seconds)).filter(|time| *time > 0);
    time.map(Duration::from_secs).ok_or_else(fault)
}

impl Options {
    fn secret(&self) -> anyhow::Result<String> {
        let secret = match (&self.secret_key, &self.secret_key_file) {
            (Some(secret), _) => secret.clone(),
            (None, Some(file)) => std::fs::read_to_string(file)
                .with_context(|| format!("SECRET_KEY_FILE names {}, which cannot be read", file.display()))?,
            (None, None) => anyhow::bail!("SECRET_KEY or SECRET_KEY_FILE is needed: the same as Anteroom's"),
        };
        let secret = secret.trim().to_owned();
        anyhow::ensure!(secret.chars().count() >= 32, "SECRET_KEY is too short: it has 32 characters or more");
        Ok(secret)
    }

    /// Runs sessions until SIGTERM or Ctrl-C.
    pub async fn run(self, messenger: WhatsAppWeb) -> anyhow::Result<()> {
        let master = MasterKey::of_secret(self.secret()?.as_bytes());
        let database = self.database_url.clone().context("DATABASE_URL is needed: the same as Anteroom's")?;
        let database = database.application_name("anteroom-whatsapp");
        let pool = PgPoolOptions::new().max_connections(16).connect_lazy_with(database);
        let rules = Rules {
            lease: self.messenger_lease,
            idle: self.messenger_idle.0,
            wake_every: self.messenger_wake,
            most: self.messenger_sessions,
        };
        let stop = CancellationToken::new();
        let supervisor = Supervisor { pool, master, messenger: Arc::new(messenger), rules };
        let mut terminated = signal(SignalKind::terminate())?;
        let told = stop.clone();
        tokio::spawn(async move {
            tokio::select! {
                _ = terminated.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            told.cancel();
        });
        tracing::info!("looking after messenger sessions");
        supervisor.run(stop).await;
        tracing::info!("stopped");
        Ok(())
    }
}

/// The log, on standard error. The client's own lines can hold numbers, so only ours are written.
pub fn start_log() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::new("off,anteroom_whatsapp=info,messenger=info");
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
}
