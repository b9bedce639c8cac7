//! `GET /events`: the session's state as it changes, read as a stream.

use serde_json::Value;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

use crate::support::{App, Visitor};

/// An open stream of events.
struct Stream {
    connection: TcpStream,
    text: String,
}

impl Stream {
    async fn open(visitor: &Visitor) -> Self {
        let head = format!(
            "GET /api/v1/events HTTP/1.1\r\nHost: {}\r\nX-Session-ID: {}\r\n\r\n",
            visitor.client.address, visitor.session
        );
        Self { connection: visitor.client.raw(head.as_bytes()).await, text: String::new() }
    }

    /// Waits for the next event's state; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        let reading = async {
            loop {
                if let Some((_, rest)) = self.text.split_once("event: state\ndata: ")
                    && let Some((data, rest)) = rest.split_once("\n\n")
                {
                    let data: Value = serde_json::from_str(data).expect("JSON");
                    let rest = rest.to_owned();
                    self.text = rest;
                    return data["state"].as_str().map(str::to_owned);
                }
                if self.text.contains("\r\n0\r\n\r\n") {
                    return None;
                }
                let mut chunk = [0; 1024];
                let count = self.connection.read(&mut chunk).await.expect("a stream");
                self.text.push_str(&String::from_utf8_lossy(&chunk[..count]));
                if count == 0 {
                    return None;
                }
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(10), reading).await.expect("an event in time")
    }
}

#[tokio::test]
async fn states_come_as_they_change() {
    let app = App::start().await;
    let visitor = app.visitor();
    let (mut stream, mut second) = (Stream::open(&visitor).await, Stream::open(&visitor).await);
    assert_eq!(stream.next().await.as_deref(), Some("open"));
    assert_eq!(second.next().await.as_deref(), Some("open"));
    visitor.contact("zoe@example.org").await.ok(202);
    assert_eq!(stream.next().await.as_deref(), Some("pending"));
    app.client.post(&app.link_to("zoe@example.org", 1).await).await.ok(200);
    assert_eq!(stream.next().await.as_deref(), Some("complete"));
    // A page that reads late still gets to the truth.
    let mut last = None;
    while last.as_deref() != Some("complete") {
        last = second.next().await;
    }
    // Open streams do not hold the server's end up.
    let begun = tokio::time::Instant::now();
    app.stop().await;
    assert!(begun.elapsed().as_secs() < 10);
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn gone_is_the_last_state() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    let mut stream = Stream::open(&visitor).await;
    assert_eq!(stream.next().await.as_deref(), Some("open"));
    visitor.discard().await.ok(204);
    assert_eq!((stream.next().await.as_deref(), stream.next().await), (Some("gone"), None));
    let mut late = Stream::open(&visitor).await;
    assert_eq!((late.next().await.as_deref(), late.next().await), (Some("gone"), None));
}
