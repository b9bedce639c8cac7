//! The floor: copies bytes from one socket to another without parsing them. What a server costs beyond this is its own
//! work; below it there is only the kernel.

use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpStream};

use super::Result;

const BUFFER: usize = 64 * 1024;

/// Relays each connection to `target` until this process is stopped.
pub async fn serve(target: SocketAddr) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("relay listens on http://{}", listener.local_addr()?);
    loop {
        let (mut visitor, _) = listener.accept().await?;
        tokio::spawn(async move {
            let Ok(mut server) = TcpStream::connect(target).await else {
                return;
            };
            // A visitor who is cut off is part of the measurement, not a fault to report.
            let _ = tokio::io::copy_bidirectional_with_sizes(&mut visitor, &mut server, BUFFER, BUFFER).await;
        });
    }
}
