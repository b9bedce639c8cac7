//! Server-sent events, read from a connection of their own.

use std::time::Duration;

use serde_json::Value;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

use super::Visitor;

/// An open stream of events.
pub struct Events {
    connection: TcpStream,
    text: String,
}

impl Events {
    pub async fn open(visitor: &Visitor) -> Self {
        let head = format!(
            "GET /api/v1/events HTTP/1.1\r\nHost: {}\r\nX-Session-ID: {}\r\n\r\n",
            visitor.client.address, visitor.session
        );
        Self { connection: visitor.client.raw(head.as_bytes()).await, text: String::new() }
    }

    /// Waits for the next event's state; `None` at the end.
    pub async fn next(&mut self) -> Option<String> {
        self.next_within(super::PATIENCE).await
    }

    /// The same, for whom the server needs longer.
    pub async fn next_within(&mut self, patience: Duration) -> Option<String> {
        Some(self.data_within(patience).await?["state"].as_str()?.to_owned())
    }

    /// Waits for the next event's data; `None` at the end.
    pub async fn data(&mut self) -> Option<Value> {
        self.data_within(super::PATIENCE).await
    }

    async fn data_within(&mut self, patience: Duration) -> Option<Value> {
        let reading = async {
            loop {
                if let Some((_, rest)) = self.text.split_once("event: state\ndata: ")
                    && let Some((data, rest)) = rest.split_once("\n\n")
                {
                    let data: Value = serde_json::from_str(data).expect("JSON");
                    let rest = rest.to_owned();
                    self.text = rest;
                    return Some(data);
                }
                if self.text.contains("\r\n0\r\n\r\n") {
                    return None;
                }
                if self.read().await == 0 {
                    return None;
                }
            }
        };
        tokio::time::timeout(patience, reading).await.expect("an event in time")
    }

    /// The response's head, in lower case.
    pub async fn head(&mut self) -> String {
        let reading = async {
            while !self.text.contains("\r\n\r\n") {
                assert_ne!(self.read().await, 0, "{}", self.text);
            }
            self.text.split("\r\n\r\n").next().unwrap_or_default().to_lowercase()
        };
        tokio::time::timeout(super::PATIENCE, reading).await.expect("a response in time")
    }

    async fn read(&mut self) -> usize {
        let mut chunk = [0; 1024];
        let count = self.connection.read(&mut chunk).await.expect("a stream");
        self.text.push_str(&String::from_utf8_lossy(&chunk[..count]));
        count
    }
}
