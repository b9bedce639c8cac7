//! The least that an upload over the AWS SDK costs: puts from memory, unsigned payload, no checksum, nothing received
//! and nothing checked. It runs in its own process; each request to it, `POST /SIZE`, is one put.

use aws_config::BehaviorVersion;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::RequestChecksumCalculation;
use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

use super::exchange::Content;
use super::{BUCKET, MIB, Result};

/// The largest object that can be requested, in bytes; created once, so that creating it is not part of a put.
const LARGEST: u64 = 64 * MIB;

/// The longest head of a request.
const LARGEST_HEAD: usize = 4 * 1024;

/// Serves until this process is stopped.
pub async fn serve() -> Result<()> {
    let shared = aws_config::defaults(BehaviorVersion::latest())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .load()
        .await;
    let config = aws_sdk_s3::config::Builder::from(&shared)
        .force_path_style(true)
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired);
    let client = Client::from_conf(config.build());
    let mut whole = Vec::new();
    let mut content = Content::new(LARGEST);
    while let Some(piece) = content.next(usize::MAX) {
        whole.extend_from_slice(&piece);
    }
    let whole = Bytes::from(whole);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("direct put listens on http://{}", listener.local_addr()?);
    loop {
        let (line, _) = listener.accept().await?;
        let (client, whole) = (client.clone(), whole.clone());
        tokio::spawn(async move {
            if let Err(error) = answer(line, &client, &whole).await {
                eprintln!("{error}");
            }
        });
    }
}

async fn answer(mut line: TcpStream, client: &Client, whole: &Bytes) -> Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < LARGEST_HEAD {
        if line.read_buf(&mut head).await? == 0 {
            return Err("a request without an end".into());
        }
    }
    let head = String::from_utf8(head)?;
    let size: usize = head.split(' ').nth(1).and_then(|path| path.strip_prefix('/')).unwrap_or_default().parse()?;
    if size > whole.len() {
        return Err("more was asked for than there is".into());
    }
    let request = client
        .put_object()
        .bucket(BUCKET)
        .key(format!("{}/{}", Uuid::new_v4(), Uuid::new_v4()))
        .content_type("application/pdf")
        .body(whole.slice(..size).into());
    let status = match request.customize().disable_payload_signing().send().await {
        Ok(_) => "201 Created",
        Err(error) => {
            eprintln!("{}", aws_sdk_s3::error::DisplayErrorContext(error));
            "502 Bad Gateway"
        }
    };
    line.write_all(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").as_bytes()).await?;
    Ok(())
}
