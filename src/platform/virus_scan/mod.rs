//! The malware scanner: `ClamAV`'s clamd, fed while the file streams through.
//!
//! A scan is fed piece by piece through a short channel, so the upload waits for the scanner as it waits for the object
//! store, and neither memory nor time grows with the file. Only clamd's explicit OK counts as clean.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::mpsc;
use tokio_util::sync::PollSender;
use tokio_util::task::AbortOnDropHandle;
use url::Url;

use crate::config::{ScanFail, Scanning};

mod clamd;

/// clamd's default port.
const PORT: u16 = 3310;

/// A scanner that does not accept a connection in this time is unavailable.
const CONNECT: Duration = Duration::from_secs(3);

/// Pieces queued for the scanner. Few, because they may pin the buffers of the visitor's connection.
const WAITING: usize = 2;

/// The scanner's result for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    /// It matched this signature.
    Infected(String),
    /// The file could not be scanned, and why.
    Unscanned(String),
}

/// Where clamd listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    Tcp(String, u16),
    Unix(PathBuf),
}

impl Address {
    /// Reads `tcp://host:port` or `unix:///path`; `None` for anything else.
    pub fn parse(url: &Url) -> Option<Self> {
        let plain = url.username().is_empty() && url.query().is_none() && url.fragment().is_none();
        let host = url.host_str().filter(|host| !host.is_empty());
        match (url.scheme(), host) {
            ("tcp", Some(host)) if plain && matches!(url.path(), "" | "/") => {
                let host = host.trim_start_matches('[').trim_end_matches(']');
                Some(Self::Tcp(host.to_owned(), url.port().unwrap_or(PORT)))
            }
            ("unix", None) if plain && url.path().len() > 1 => {
                let path = percent_decode_str(url.path()).decode_utf8().ok()?;
                Some(Self::Unix(PathBuf::from(&*path)))
            }
            _ => None,
        }
    }

    async fn connect(&self) -> Result<Box<dyn clamd::Connection>, String> {
        let connecting = async {
            let connection: Box<dyn clamd::Connection> = match self {
                Self::Tcp(host, port) => {
                    let stream = TcpStream::connect((host.as_str(), *port)).await?;
                    stream.set_nodelay(true)?;
                    Box::new(stream)
                }
                Self::Unix(path) => Box::new(UnixStream::connect(path).await?),
            };
            Ok::<_, std::io::Error>(connection)
        };
        let connected = tokio::time::timeout(CONNECT, connecting).await;
        let connected = connected.map_err(|_| "the scanner takes no connection".to_owned())?;
        connected.map_err(|error| format!("the scanner cannot be reached: {error}"))
    }
}

/// The scanner of this server; cheap to clone.
#[derive(Clone, Debug)]
pub struct Scanner {
    address: Arc<Address>,
    /// What happens to files that cannot be scanned.
    pub on_failure: ScanFail,
}

impl Scanner {
    /// Returns the configured scanner, if there is one. Nothing is sent yet.
    pub fn of(options: &Scanning) -> Option<Self> {
        let address = options.clamd_url.as_ref().and_then(Address::parse)?;
        Some(Self { address: Arc::new(address), on_failure: options.scan_fail })
    }

    /// Starts scanning one file.
    pub fn begin(&self) -> Scan {
        let (pieces, receiver) = mpsc::channel(WAITING);
        let address = Arc::clone(&self.address);
        let task = tokio::spawn(async move {
            match address.connect().await {
                Ok(connection) => clamd::scan(connection, receiver).await,
                Err(reason) => Verdict::Unscanned(reason),
            }
        });
        Scan { pieces: PollSender::new(pieces), task: AbortOnDropHandle::new(task), ended: false }
    }

    /// Checks that the scanner answers; the error says what it did instead.
    pub async fn ping(&self) -> Result<(), String> {
        clamd::ping(self.address.connect().await?).await
    }
}

/// What is sent to the scanner. The end is explicit, so that a visitor's broken upload does not look like one.
enum Piece {
    Bytes(Bytes),
    End,
}

/// A running scan. Dropping it before its verdict aborts it.
pub struct Scan {
    pieces: PollSender<Piece>,
    task: AbortOnDropHandle<Verdict>,
    ended: bool,
}

impl Scan {
    /// Waits until one more piece may be fed. `false` means that the scan is over, and its verdict tells why.
    pub fn poll_room(&mut self, cx: &mut Context<'_>) -> Poll<bool> {
        self.pieces.poll_reserve(cx).map(|room| room.is_ok())
    }

    /// Sends one piece, after [`Scan::poll_room`] has returned `true`.
    pub fn feed(&mut self, bytes: Bytes) {
        // If the scan is over, the next `poll_room` tells.
        drop(self.pieces.send_item(Piece::Bytes(bytes)));
    }

    /// Ends the file and waits for the verdict. Must not be polled again after that.
    pub fn poll_verdict(&mut self, cx: &mut Context<'_>) -> Poll<Verdict> {
        if !self.ended {
            if ready!(self.poll_room(cx)) {
                drop(self.pieces.send_item(Piece::End));
            }
            self.ended = true;
        }
        let verdict = ready!(Pin::new(&mut self.task).poll(cx));
        Poll::Ready(verdict.unwrap_or_else(|error| Verdict::Unscanned(format!("the scan broke off: {error}"))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        let parse = |text: &str| Address::parse(&Url::parse(text).expect("a URL"));
        assert_eq!(parse("tcp://clamav:3311"), Some(Address::Tcp("clamav".to_owned(), 3311)));
        assert_eq!(parse("tcp://127.0.0.1"), Some(Address::Tcp("127.0.0.1".to_owned(), PORT)));
        assert_eq!(parse("tcp://[::1]:3310"), Some(Address::Tcp("::1".to_owned(), PORT)));
        assert_eq!(parse("unix:///run/a%20b/clamd.ctl"), Some(Address::Unix("/run/a b/clamd.ctl".into())));
        for bad in
            ["http://a:3310", "tcp:///run/x", "unix://host/path", "unix:///", "tcp://u@a", "tcp://a/x", "unix:x?y"]
        {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
