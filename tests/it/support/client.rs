//! HTTP as a visitor's browser speaks it, and byte by byte where no browser would.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{HeaderMap, Method, Request, StatusCode};
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::files;

/// The current version of the consents' wording.
/// As many calls at once as the server has connections to its database: more would only wait for each other, and on a
/// slow machine be told so.
pub const AT_ONCE: usize = 16;

pub const CONSENT_VERSION: &str = anteroom::intake::consent::VERSION;

/// Speaks to one server.
#[derive(Clone)]
pub struct Client {
    http: HttpClient<HttpConnector, Full<Bytes>>,
    pub address: SocketAddr,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Checks status and slug of a refusal, and that it has all that a problem must have.
    #[track_caller]
    pub fn refused(&self, status: u16, slug: &str) -> Value {
        let problem = self.json();
        assert_eq!(
            (self.status.as_u16(), problem["type"].as_str()),
            (status, Some(&*format!("/problems/{slug}"))),
            "{problem}"
        );
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        assert!(
            problem["title"].is_string() && problem["detail"].as_str().is_some_and(|text| text.ends_with('.')),
            "{problem}"
        );
        problem
    }

    #[track_caller]
    pub fn ok(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Self { http: HttpClient::builder(TokioExecutor::new()).build_http(), address }
    }

    /// What a metric says now, as the sum of its series or as one of them; 0 before the first.
    pub async fn metric(&self, series: &str) -> f64 {
        let text = self.get("/metrics").await.ok(200).text();
        let ours = |line: &&str| line.strip_prefix(series).is_some_and(|rest| rest.starts_with(['{', ' ']));
        let values = text.lines().filter(ours).filter_map(|line| line.rsplit(' ').next());
        // The sum of no floats is -0.
        values.fold(0.0, |sum, value| sum + value.parse::<f64>().expect("a number"))
    }

    /// Any request.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Answer {
        let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).expect("a method"));
        request = request.uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body.into())).expect("a request");
        let answer = self.http.request(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    pub async fn post(&self, path: &str) -> Answer {
        self.send("POST", path, &[], "").await
    }

    /// What the holder of this token reads.
    pub async fn send_as(self, token: String, path: &str) -> Answer {
        self.send("GET", path, &[("authorization", &*format!("Bearer {token}"))], "").await
    }

    /// Writes these bytes to a connection of its own, which stays open in what is given back.
    pub async fn raw(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.expect("a connection");
        stream.write_all(bytes).await.expect("bytes that go out");
        stream
    }
}

/// Reads what a raw connection answers until it closes or falls silent.
pub async fn read_raw(mut stream: TcpStream) -> String {
    let mut text = Vec::new();
    let mut chunk = [0; 4096];
    while let Ok(Ok(count)) = tokio::time::timeout(Duration::from_secs(3), stream.read(&mut chunk)).await {
        if count == 0 {
            break;
        }
        text.extend_from_slice(&chunk[..count]);
        if text.ends_with(b"}") || text.ends_with(b"\r\n\r\n") && text.starts_with(b"HTTP/1.1 204") {
            break;
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// A person with the widget open.
#[derive(Clone)]
pub struct Visitor {
    pub client: Client,
    pub session: String,
    pub page: String,
}

#[expect(clippy::disallowed_methods, reason = "the browser makes these ids")]
pub fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

impl Visitor {
    pub fn new(client: Client) -> Self {
        Self { client, session: new_id(), page: new_id() }
    }

    /// The same session in another tab, or after a reload.
    pub fn another_page(&self) -> Self {
        Self { page: new_id(), ..self.clone() }
    }

    /// A call with the session's headers and a JSON body.
    pub async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
        let headers =
            [("x-session-id", &*self.session), ("x-page-id", &*self.page), ("content-type", "application/json")];
        self.client.send(method, &format!("/api/v1{path}"), &headers, body).await
    }

    pub async fn open(&self) -> Answer {
        self.call("PUT", "/session", json!({})).await
    }

    pub async fn heartbeat(&self, visible: bool) -> Answer {
        self.call("POST", "/session/heartbeat", json!({ "visible": visible })).await
    }

    pub async fn discard(&self) -> Answer {
        self.call("DELETE", "/session", Value::Null).await
    }

    /// The beacon of a page that goes.
    pub async fn leave(&self) -> Answer {
        let body = json!({ "session_id": self.session, "page_id": self.page }).to_string();
        let headers = [("content-type", "text/plain;charset=UTF-8"), ("sec-fetch-site", "same-origin")];
        self.client.send("POST", "/api/v1/session/leave", &headers, body).await
    }

    /// Sends a form with these files.
    pub async fn upload_all(&self, named: &[(&str, &[u8])]) -> Answer {
        let (content_type, body) = files::form(named);
        let headers = [("x-session-id", &*self.session), ("x-page-id", &*self.page), ("content-type", &*content_type)];
        self.client.send("POST", "/api/v1/files", &headers, body).await
    }

    pub async fn upload(&self, name: &str, bytes: &[u8]) -> Answer {
        self.upload_all(&[(name, bytes)]).await
    }

    /// Sends a small PDF and gives its id.
    pub async fn upload_pdf(&self) -> String {
        let answer = self.upload("paper.pdf", &files::pdf(100)).await.ok(201);
        answer.json()["files"][0]["id"].as_str().expect("an id").to_owned()
    }

    pub async fn files(&self) -> Answer {
        self.call("GET", "/files", Value::Null).await
    }

    /// Gives a contact with this address.
    pub async fn contact(&self, email: &str) -> Answer {
        self.call("PUT", "/contact", contact(email)).await
    }

    /// The bytes of an upload's request up to its body, for raw connections.
    pub fn upload_head(&self, content_type: &str, length: &str) -> String {
        format!(
            "POST /api/v1/files HTTP/1.1\r\nHost: {}\r\nX-Session-ID: {}\r\nX-Page-ID: {}\r\nContent-Type: {content_type}\r\n{length}\r\n\r\n",
            self.client.address, self.session, self.page
        )
    }
}

/// A contact as the widget sends it.
pub fn contact(email: &str) -> Value {
    json!({
        "name": "Zoë Visitor",
        "email": email,
        "consent_personal_data": true,
        "consent_ai_training": false,
        "consent_version": CONSENT_VERSION,
    })
}
