//! A proxy in front of the embedded object store that returns the answers of a real one under stress, or holds them
//! back, for the calls that a test names.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use embedded_s3::{EmbeddedS3, Options};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use super::gate::Gate;
use super::support::servers::s3_client;

/// The bucket of the store behind.
pub const BUCKET: &str = "intake";

type Body = BoxBody<Bytes, hyper::Error>;
type Matcher = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// What becomes of a call.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Answered here; the store never hears of it.
    Instead(u16, String),
    /// The store does it, and the client is told this.
    Afterwards(u16, String),
    /// Its body is taken in; it waits before the store, and is done even if the client has gone.
    HeldBack,
    /// The store does it, and its answer waits.
    Unanswered,
    /// Done as ever; only noted.
    Watched,
    /// Its body is not read, and no answer comes.
    Deaf,
    /// The store holds this of the body as it came over the wire, and its answer has no checksum.
    Kept(fn(&[u8]) -> Vec<u8>),
}

#[derive(Clone)]
struct Rule {
    matches: Matcher,
    deed: Deed,
    gate: Gate,
    left: usize,
}

/// What the door's connections share.
#[derive(Clone)]
struct Door {
    store: SocketAddr,
    client: Client<HttpConnector, Body>,
    /// Straight to the store.
    sdk: aws_sdk_s3::Client,
    rules: Arc<Mutex<Vec<Rule>>>,
    calls: Arc<Mutex<Vec<String>>>,
}

/// The door and the store behind it.
pub struct S3Front {
    pub address: SocketAddr,
    pub access_key: String,
    pub secret_key: String,
    door: Door,
    serving: Mutex<Option<JoinHandle<()>>>,
    stop: CancellationToken,
    _store: EmbeddedS3,
}

impl S3Front {
    /// Over the folder's `objects`.
    pub async fn start(folder: &Path) -> Self {
        let stop = CancellationToken::new();
        let options = Options { durable: false, ..Options::new(folder.join("objects"), BUCKET) };
        let store = EmbeddedS3::start_with(options, stop.clone()).await.expect("the embedded store");
        let behind = store.endpoint().trim_start_matches("http://").parse().expect("an address");
        let client = Client::builder(TokioExecutor::new()).build_http();
        let sdk = s3_client(&store.endpoint(), store.access_key(), store.secret_key());
        let door = Door { store: behind, client, sdk, rules: Arc::default(), calls: Arc::default() };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let serving = Mutex::new(Some(tokio::spawn(door.clone().serve(listener))));
        let (access_key, secret_key) = (store.access_key().to_owned(), store.secret_key().to_owned());
        Self { address, access_key, secret_key, door, serving, stop, _store: store }
    }

    /// Sees what the store behind really holds.
    pub fn behind(&self) -> aws_sdk_s3::Client {
        self.door.sdk.clone()
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on this happens to this many calls that match, as `METHOD /path?query`. The latest rule counts.
    pub fn on(&self, times: usize, matches: impl Fn(&str) -> bool + Send + Sync + 'static, deed: Deed) -> Gate {
        let gate = Gate::new();
        let rule = Rule { matches: Arc::new(matches), deed, gate: gate.clone(), left: times };
        self.door.rules.lock().expect("the rules").insert(0, rule);
        gate
    }

    /// All calls work as before; waiting ones go on.
    pub fn behave(&self) {
        for rule in self.door.rules.lock().expect("the rules").drain(..) {
            rule.gate.open();
        }
    }

    /// The calls so far that match.
    pub fn calls(&self, matches: impl Fn(&str) -> bool) -> Vec<String> {
        self.door.calls.lock().expect("the calls").iter().filter(|call| matches(call)).cloned().collect()
    }

    /// The port is closed, and all connections are cut.
    pub fn shut(&self) {
        if let Some(serving) = self.serving.lock().expect("the server").take() {
            serving.abort();
        }
    }

    /// Listens again, at the same address.
    pub async fn reopen(&self) {
        let listener = TcpListener::bind(self.address).await.expect("the same port");
        *self.serving.lock().expect("the server") = Some(tokio::spawn(self.door.clone().serve(listener)));
    }
}

impl Drop for S3Front {
    fn drop(&mut self) {
        self.shut();
        self.stop.cancel();
    }
}

impl Door {
    async fn serve(self, listener: TcpListener) {
        // Dropped with this task, and the connections with it.
        let mut connections = JoinSet::new();
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                continue;
            };
            drop(stream.set_nodelay(true));
            let door = self.clone();
            connections.spawn(async move {
                let service = service_fn(move |request| door.clone().pass(request));
                drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
            });
        }
    }

    async fn pass(self, request: Request<Incoming>) -> Result<Response<Body>, hyper::Error> {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let call = format!("{} {path}", request.method());
        self.calls.lock().expect("the calls").push(call.clone());
        assert!(!request.headers().contains_key("proxy-authorization"), "{call}: that password is for the proxy alone");
        let Some((deed, gate)) = self.rule(&call) else {
            return self.forward(request.map(BodyExt::boxed)).await;
        };
        match deed {
            Deed::Watched => {
                gate.note();
                self.forward(request.map(BodyExt::boxed)).await
            }
            Deed::Instead(status, text) => {
                request.into_body().collect().await?;
                gate.note();
                Ok(answer(status, text))
            }
            Deed::Afterwards(status, text) => {
                self.forward(request.map(BodyExt::boxed)).await?.into_body().collect().await?;
                gate.note();
                Ok(answer(status, text))
            }
            Deed::Deaf => {
                gate.note();
                gate.pass().await;
                drop(request);
                Ok(answer(500, error("InternalError")))
            }
            Deed::Unanswered => {
                let answer = self.forward(request.map(BodyExt::boxed)).await;
                gate.note();
                gate.pass().await;
                answer
            }
            Deed::Kept(of) => {
                gate.note();
                self.keep(request, of).await
            }
            Deed::HeldBack => {
                let (head, body) = request.into_parts();
                let body = Full::new(body.collect().await?.to_bytes()).map_err(|never| match never {}).boxed();
                gate.note();
                // In its own task: a client that disconnects ends its connection's task.
                let waiting = tokio::spawn(async move {
                    gate.pass().await;
                    self.forward(Request::from_parts(head, body)).await
                });
                waiting.await.expect("a call that goes on")
            }
        }
    }

    fn rule(&self, call: &str) -> Option<(Deed, Gate)> {
        let mut rules = self.rules.lock().expect("the rules");
        let rule = rules.iter_mut().find(|rule| rule.left > 0 && (rule.matches)(call))?;
        rule.left -= 1;
        Some((rule.deed.clone(), rule.gate.clone()))
    }

    async fn keep(&self, request: Request<Incoming>, of: fn(&[u8]) -> Vec<u8>) -> Result<Response<Body>, hyper::Error> {
        let (head, body) = request.into_parts();
        let body = of(&body.collect().await?.to_bytes()).into();
        let key = head.uri.path().trim_start_matches(&format!("/{BUCKET}/")).to_owned();
        let query: HashMap<_, _> =
            url::form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes()).collect();
        let header = |name: &str| Some(head.headers.get(name)?.to_str().expect("a header's text").to_owned());
        let tag = if let Some(number) = query.get("partNumber") {
            let part = self.sdk.upload_part().bucket(BUCKET).key(key).body(body);
            let part = part.checksum_algorithm(aws_sdk_s3::types::ChecksumAlgorithm::Crc64Nvme);
            let part = part.part_number(number.parse().expect("a number")).upload_id(&*query["uploadId"]);
            part.send().await.expect("a part").e_tag
        } else {
            let put = self.sdk.put_object().bucket(BUCKET).key(key).body(body).set_content_type(header("content-type"));
            let put = put.set_content_disposition(header("content-disposition"));
            put.metadata("name", header("x-amz-meta-name").unwrap_or_default()).send().await.expect("a put").e_tag
        };
        let mut answered = answer(200, String::new());
        answered.headers_mut().insert("etag", tag.expect("a tag").parse().expect("a header"));
        Ok(answered)
    }

    /// The Host header stays as it came: it is signed.
    async fn forward(&self, mut request: Request<Body>) -> Result<Response<Body>, hyper::Error> {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        *request.uri_mut() = format!("http://{}{path}", self.store).parse::<Uri>().expect("an address");
        match self.client.request(request).await {
            Ok(answered) => Ok(answered.map(BodyExt::boxed)),
            Err(error) => Ok(answer(502, error.to_string())),
        }
    }
}

fn answer(status: u16, text: String) -> Response<Body> {
    let body = Full::new(Bytes::from(text)).map_err(|never| match never {}).boxed();
    let response = Response::builder().status(status).header("content-type", "application/xml");
    response.body(body).expect("an answer")
}

/// An error in S3's form.
pub fn error(code: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>As a test wants it.</Message>\
         <RequestId>1</RequestId></Error>"
    )
}
