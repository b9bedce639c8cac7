//! `anteroom-whatsapp-simulated`: the connector, with a server and telephones that are made up.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anteroom_whatsapp::{Options, WhatsAppWeb, Wire, start_log};
use anteroom_whatsapp_simulated::{Phones, Server, router};
use clap::Parser;
use embedded_postgres::Postgres;
use sqlx::postgres::PgConnectOptions;
use tokio::net::TcpListener;

/// Runs made-up WhatsApp sessions for trying Anteroom out
#[derive(Parser)]
struct Simulated {
    #[command(flatten)]
    options: Options,

    /// Where the telephones are reached
    #[arg(long, env = "MESSENGER_PHONES", default_value = "127.0.0.1:0")]
    messenger_phones: SocketAddr,

    /// Anteroom's own folder: without `DATABASE_URL` its private PostgreSQL is used, and its key
    #[arg(long, env = "DATA_DIR", default_value = "./data")]
    data_dir: PathBuf,

    /// A made-up server that runs elsewhere on this machine, with its telephones; otherwise it is part of this program
    #[arg(long, env = "MESSENGER_SERVER")]
    messenger_server: Option<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Simulated { mut options, messenger_phones, data_dir, messenger_server } = Simulated::parse();
    start_log();
    if options.database_url.is_none() {
        options.database_url = Some(private_database(&data_dir).await);
        if options.secret_key.is_none() && options.secret_key_file.is_none() {
            options.secret_key_file = Some(data_dir.join("secret-key"));
        }
    }
    let version = Some((2, 3000, 0));
    if let Some(url) = messenger_server {
        return options.run(WhatsAppWeb { wire: Wire::to(&url)?, version }).await;
    }
    anyhow::ensure!(messenger_phones.ip().is_loopback(), "MESSENGER_PHONES must be an address of this machine");
    let server = Server::start().await?;
    let phones = Arc::new(Phones::new(Arc::clone(&server))?);
    let listener = TcpListener::bind(messenger_phones).await?;
    tracing::info!("telephones listen on http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router(phones)).await });
    options.run(WhatsAppWeb { wire: Wire::to(&server.url)?, version }).await
}

/// The private database of an Anteroom that runs over this folder, or will soon, with its key beside it.
async fn private_database(folder: &Path) -> PgConnectOptions {
    loop {
        if let Some(database) = Postgres::running(folder)
            && folder.join("secret-key").exists()
        {
            return database;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
