//! `anteroom-whatsapp-simulated`: the connector, with a server and telephones that are made up.

use std::net::SocketAddr;
use std::sync::Arc;

use anteroom_whatsapp::{Options, WhatsAppWeb, Wire, start_log};
use anteroom_whatsapp_simulated::{Phones, Server, router};
use clap::Parser;
use tokio::net::TcpListener;

/// Runs made-up WhatsApp sessions for trying Anteroom out
#[derive(Parser)]
struct Simulated {
    #[command(flatten)]
    options: Options,

    /// Where the telephones are reached
    #[arg(long, env = "MESSENGER_PHONES", default_value = "127.0.0.1:0")]
    messenger_phones: SocketAddr,

    /// A made-up server that runs elsewhere on this machine, with its telephones; otherwise it is part of this program
    #[arg(long, env = "MESSENGER_SERVER")]
    messenger_server: Option<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Simulated { options, messenger_phones, messenger_server } = Simulated::parse();
    start_log();
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
