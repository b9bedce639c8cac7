//! Members: users of a site that signs them in with tokens of a shared secret.

use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

use super::App;
use super::client::{Answer, Client};
use super::talker::Talker;

pub const SECRET: &str = "a secret of the site, of 32 bytes or more";

/// A program whose assistant asks this model.
pub async fn start(model: &Talker, more: &[&str]) -> App {
    let [url, name] = model.options();
    let secret = format!("--members-jwt-secret={SECRET}");
    App::start_with(&[&[&*url, &*name, &*secret, "--chat-greeting=Hello."], more].concat()).await
}

/// A member who is signed in at the site.
#[derive(Clone)]
pub struct Member {
    pub name: String,
    pub client: Client,
    pub token: String,
}

pub fn member(app: &App, name: &str) -> Member {
    Member::of(&app.client, name)
}

impl Member {
    pub fn of(client: &Client, name: &str) -> Self {
        let token = super::jwt::signed(&json!({ "sub": name, "name": name }), SECRET.as_bytes());
        Self { name: name.to_owned(), client: client.clone(), token }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, Value::Null).await
    }

    pub async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        self.call_with(method, path, &[], body).await
    }

    pub async fn call_with(&self, method: &str, path: &str, more: &[(&str, &str)], body: Value) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let headers = [&[("content-type", "application/json"), ("authorization", &*bearer)], more].concat();
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.client.send(method, path, &headers, body).await
    }

    /// Starts a conversation; returns its id.
    pub async fn start(&self) -> String {
        let started = self.call("POST", "/api/v1/chat/start", Value::Null).await.ok(200).json();
        started["conversation_id"].as_str().expect("an id").to_owned()
    }

    pub async fn say(&self, conversation: &str, text: &str) -> Answer {
        let body = json!({ "conversation_id": conversation, "message": text });
        self.call("POST", "/api/v1/chat/message", body).await
    }

    /// The messages that a conversation shows.
    pub async fn texts(&self, conversation: &str) -> Vec<String> {
        let read = self.get(&format!("/api/v1/chat/{conversation}")).await.ok(200).json();
        let all = read["messages"].as_array().expect("a list");
        all.iter().map(|message| message["content"].as_str().expect("a text").to_owned()).collect()
    }
}

/// A stream of an answer, read as it comes.
pub struct Heard {
    connection: TcpStream,
    text: String,
}

impl Member {
    /// Sends a message and listens to its answer.
    pub async fn listen(&self, conversation: &str, text: &str) -> Heard {
        let body = json!({ "conversation_id": conversation, "message": text }).to_string();
        self.open("POST", "/api/v1/chat/message", &body).await
    }

    /// Listens to the running answer, from its beginning.
    pub async fn resume(&self, conversation: &str) -> Heard {
        self.open("GET", &format!("/api/v1/chat/{conversation}/stream"), "").await
    }

    async fn open(&self, method: &str, path: &str, body: &str) -> Heard {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nAccept: text/event-stream\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.client.address,
            self.token,
            body.len()
        );
        Heard { connection: self.client.raw(head.as_bytes()).await, text: String::new() }
    }
}

impl Heard {
    /// Waits until this has come; returns all that has.
    pub async fn until(&mut self, wanted: &str) -> &str {
        let reading = async {
            while !self.text.contains(wanted) {
                let mut chunk = [0; 4096];
                let count = self.connection.read(&mut chunk).await.expect("a stream");
                assert_ne!(count, 0, "the stream ended: {}", self.text);
                self.text.push_str(&String::from_utf8_lossy(&chunk[..count]));
            }
        };
        tokio::time::timeout(super::PATIENCE, reading).await.unwrap_or_else(|_| panic!("no {wanted}"));
        &self.text
    }

    /// Waits for the end; returns what the answer says, and its last chunk.
    pub async fn end(mut self) -> (String, Value) {
        let text = self.until("data: [DONE]").await;
        let data = text.lines().filter_map(|line| line.strip_prefix("data: ")).filter(|data| *data != "[DONE]");
        let chunks: Vec<Value> = data.map(|data| serde_json::from_str(data).expect("JSON")).collect();
        let said = chunks.iter().filter_map(|chunk| chunk["delta"].as_str()).collect();
        (said, chunks.last().cloned().unwrap_or_default())
    }
}
