//! `anteroom-whatsapp`

use anteroom_whatsapp::{Options, WhatsAppWeb, Wire, start_log};
use clap::Parser as _;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    start_log();
    let messenger = WhatsAppWeb { wire: Wire::new()?, version: None };
    options.run(messenger).await
}
