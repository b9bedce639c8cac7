//! A company's proxy, as `HTTP_PROXY` and `HTTPS_PROXY` name it: it wants a password, passes requests on that name a
//! whole address, and makes tunnels. All hosts are the one behind it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::header::PROXY_AUTHORIZATION;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

type Body = BoxBody<Bytes, hyper::Error>;

pub struct ForwardProxy {
    pub address: SocketAddr,
    calls: Arc<Mutex<Vec<String>>>,
    // Dropped with it, and its connections with them.
    _serving: JoinSet<()>,
}

#[derive(Clone)]
struct Passing {
    /// `host:port`
    behind: String,
    client: Client<HttpConnector, Incoming>,
    calls: Arc<Mutex<Vec<String>>>,
}

impl ForwardProxy {
    /// Before the server at this `host:port`.
    pub async fn start(behind: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let calls = Arc::default();
        let client = Client::builder(TokioExecutor::new()).build_http();
        let passing = Passing { behind: behind.to_owned(), client, calls: Arc::clone(&calls) };
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let passing = passing.clone();
                let service = service_fn(move |request| passing.clone().pass(request));
                let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
                connections.spawn(async move { drop(connection.with_upgrades().await) });
            }
        });
        Self { address, calls, _serving: serving }
    }

    /// With a name and a password that have to be percent-encoded.
    pub fn url(&self) -> String {
        format!("http://intake%40corp:p%3Aw%2F@{}", self.address)
    }

    /// What it was asked so far, as `METHOD target` with the answer's status if it refused.
    pub fn calls(&self) -> Vec<String> {
        self.calls.lock().expect("the calls").clone()
    }
}

impl Passing {
    async fn pass(self, mut request: Request<Incoming>) -> Result<Response<Body>, hyper::Error> {
        let call = format!("{} {}", request.method(), request.uri());
        let wanted = format!("Basic {}", BASE64_STANDARD.encode("intake@corp:p:w/"));
        let given = request.headers_mut().remove(PROXY_AUTHORIZATION);
        let is_allowed = given.is_some_and(|given| given == *wanted);
        self.calls.lock().expect("the calls").push(if is_allowed { call } else { format!("{call} 407") });
        if !is_allowed {
            return Ok(answer(StatusCode::PROXY_AUTHENTICATION_REQUIRED));
        }
        if request.method() == Method::CONNECT {
            tokio::spawn(self.tunnel(request));
            return Ok(answer(StatusCode::OK));
        }
        if request.uri().scheme().is_none() {
            return Ok(answer(StatusCode::BAD_REQUEST));
        }
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        *request.uri_mut() = format!("http://{}{path}", self.behind).parse().expect("an address");
        match self.client.request(request).await {
            Ok(answered) => Ok(answered.map(BodyExt::boxed)),
            Err(_) => Ok(answer(StatusCode::BAD_GATEWAY)),
        }
    }

    async fn tunnel(self, request: Request<Incoming>) {
        let Ok(outer) = hyper::upgrade::on(request).await else { return };
        let Ok(mut inner) = TcpStream::connect(self.behind).await else { return };
        drop(tokio::io::copy_bidirectional(&mut TokioIo::new(outer), &mut inner).await);
    }
}

fn answer(status: StatusCode) -> Response<Body> {
    let body = Empty::new().map_err(|never| match never {}).boxed();
    Response::builder().status(status).body(body).expect("an answer")
}
