//! `anteroom-whatsapp`

use anteroom_whatsapp::{Options, WhatsAppWeb, Wire, checks_certificates, start_log};
use clap::Parser as _;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    start_log();
    anyhow::ensure!(
        checks_certificates(),
        "this program was built together with the made-up server and would believe any server: build it alone, with \
         cargo build --release -p anteroom-whatsapp"
    );
    let messenger = WhatsAppWeb { wire: Wire::new()?, version: None };
    options.run(messenger).await
}
