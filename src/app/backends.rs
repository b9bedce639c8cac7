//! The services behind the program: database, object store, mail, scanner.

use std::time::Duration;

use embedded_s3::EmbeddedS3;
use sqlx::PgPool;
use sqlx::postgres::PgConnectOptions;
use tokio_util::sync::CancellationToken;

use super::StartError;
use crate::config::{Config, SecretKey};
use crate::erasures::Ledger;
use crate::platform::db;
use crate::platform::mail::Mailer;
use crate::platform::object_store::{Access, ObjectStore};
use crate::platform::virus_scan::Scanner;

/// The bucket of the embedded store.
const EMBEDDED_BUCKET: &str = "anteroom";

/// How long each service may take to stop.
const CLOSE: Duration = Duration::from_secs(5);

/// How long to wait for the database at start; orchestrators start everything at once.
const DATABASE_PATIENCE: Duration = Duration::from_secs(30);

/// The services behind the routes, connected.
pub struct Backends {
    pub pool: PgPool,
    pub store: ObjectStore,
    pub mailer: Mailer,
    pub scanner: Option<Scanner>,
    embedded_s3: Option<EmbeddedS3>,
    stop_s3: CancellationToken,
}

impl Backends {
    /// Connects to the configured services, and starts embedded ones for the rest.
    pub async fn connect(config: &Config, database: PgConnectOptions) -> Result<Self, StartError> {
        Self::with(config, db::pool(database)).await
    }

    pub(super) async fn with(config: &Config, pool: PgPool) -> Result<Self, StartError> {
        let (stop_s3, root) = (CancellationToken::new(), config.data_dir.join("objects"));
        let embedded_s3 = match config.s3_bucket {
            None => Some(EmbeddedS3::start(&root, EMBEDDED_BUCKET, stop_s3.clone()).await),
            Some(_) => None,
        };
        Self::over(config, pool, embedded_s3.transpose().map_err(StartError::Objects)?, stop_s3).await
    }

    /// The same for a command that only reads objects, and may run beside a server.
    pub async fn connect_beside(config: &Config, database: PgConnectOptions) -> Result<Self, StartError> {
        let (stop_s3, root) = (CancellationToken::new(), config.data_dir.join("objects"));
        let embedded_s3 = match config.s3_bucket {
            None => Some(EmbeddedS3::start_beside(&root, EMBEDDED_BUCKET, stop_s3.clone()).await),
            Some(_) => None,
        };
        let pool = db::pool(database);
        Self::over(config, pool, embedded_s3.transpose().map_err(StartError::Objects)?, stop_s3).await
    }

    async fn over(
        config: &Config,
        pool: PgPool,
        embedded_s3: Option<EmbeddedS3>,
        stop_s3: CancellationToken,
    ) -> Result<Self, StartError> {
        let access = Access {
            bucket: config.s3_bucket.clone().unwrap_or_else(|| EMBEDDED_BUCKET.to_owned()),
            path_style: config.store.s3_path_style || embedded_s3.is_some(),
            checksums: config.store.s3_checksums,
            embedded: embedded_s3
                .as_ref()
                .map(|s3| (s3.endpoint(), s3.access_key().to_owned(), s3.secret_key().to_owned())),
        };
        let mailer = match &config.smtp_url {
            Some(url) => {
                Mailer::smtp(config.web.mail_from.clone(), url, config.smtp_hello()).map_err(StartError::SmtpUrl)?
            }
            None => Mailer::captured(config.web.mail_from.clone(), config.data_dir.join("mail")),
        };
        // In its own task: it reads all of the system's certificates.
        let store = tokio::spawn(async move { ObjectStore::connect(&access).await }).await;
        let store = store.map_err(|error| StartError::Objects(error.into()))?;
        let scanner = Scanner::of(&config.scanning);
        Ok(Self { pool, store, mailer, scanner, embedded_s3, stop_s3 })
    }

    /// The ledger of erasures in the bucket, with the key from the options or the data folder.
    pub fn ledger(&self, config: &Config) -> Result<Ledger, StartError> {
        Ok(Ledger::new(self.store.clone(), &secret_key(config)?))
    }

    /// Brings the schema up to date, waiting a while for a database that is still starting.
    pub async fn migrate(&self) -> Result<(), StartError> {
        migrate(&self.pool).await
    }

    /// Stops what was started here.
    pub async fn close(self) {
        // It waits for every connection, even one whose server does not answer.
        drop(tokio::time::timeout(CLOSE, self.pool.close()).await);
        self.stop_s3.cancel();
        if let Some(s3) = self.embedded_s3 {
            // It would wait for ever on a client that stopped reading.
            drop(tokio::time::timeout(CLOSE, s3.stopped()).await);
        }
    }
}

/// The key from the options, or the one in the data folder.
pub fn secret_key(config: &Config) -> Result<SecretKey, StartError> {
    match &config.secret_key {
        Some(key) => Ok(key.clone()),
        None => SecretKey::of_folder(&config.data_dir).map_err(StartError::Key),
    }
}

/// Brings the schema up to date, waiting a while for a database that is still starting.
pub(super) async fn migrate(pool: &PgPool) -> Result<(), StartError> {
    let give_up = tokio::time::Instant::now() + DATABASE_PATIENCE;
    loop {
        match db::ping(pool).await {
            Ok(()) => break,
            Err(error) if tokio::time::Instant::now() > give_up => return Err(StartError::Database(error)),
            Err(error) => tracing::warn!(%error, "the database does not answer yet"),
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    Ok(db::prepare(pool).await?)
}
