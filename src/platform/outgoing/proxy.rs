//! Calls go through the proxy that the environment names, as the AWS SDK's own client does. Both ask the same [`Matcher`].

use std::io::{Error, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper::Uri;
use hyper::http::uri::Scheme;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tower::{BoxError, Service};

/// Makes connections over which TLS to a server may begin, or plain requests.
#[derive(Clone)]
pub struct ProxyConnector {
    proxies: Arc<Matcher>,
    tcp: HttpConnector,
    /// With TLS, if the proxy's own address begins with https.
    to_proxy: HttpsConnector<HttpConnector>,
}

/// A connection to a server, or to a proxy that reaches it.
pub struct Route {
    stream: MaybeHttpsStream<TokioIo<TcpStream>>,
    /// The proxy reads the requests, so they name the server's whole address.
    is_forwarded: bool,
}

impl ProxyConnector {
    pub fn new(proxies: Arc<Matcher>, tcp: HttpConnector, tls: Arc<ClientConfig>) -> Self {
        Self { proxies, to_proxy: HttpsConnector::from((tcp.clone(), tls)), tcp }
    }
}

/// Where the proxy is, without its password.
pub fn host_and_port(proxy: &Intercept) -> &str {
    proxy.uri().authority().map_or("", |authority| authority.as_str())
}

impl Service<Uri> for ProxyConnector {
    type Response = Route;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Route, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.to_proxy.poll_ready(cx)
    }

    fn call(&mut self, server: Uri) -> Self::Future {
        let Some(proxy) = self.proxies.intercept(&server) else {
            let connecting = self.tcp.call(server);
            return Box::pin(async move {
                Ok(Route { stream: MaybeHttpsStream::Http(connecting.await?), is_forwarded: false })
            });
        };
        if server.scheme() == Some(&Scheme::HTTPS) {
            let mut tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxy.clone());
            if let Some(authorization) = proxy.basic_auth() {
                tunnel = tunnel.with_auth(authorization.clone());
            }
            let connecting = tunnel.call(server);
            return Box::pin(async move { Ok(Route { stream: connecting.await?, is_forwarded: false }) });
        }
        let connecting = self.to_proxy.call(proxy.uri().clone());
        Box::pin(async move { Ok(Route { stream: connecting.await?, is_forwarded: true }) })
    }
}

impl Connection for Route {
    fn connected(&self) -> Connected {
        self.stream.connected().proxy(self.is_forwarded)
    }
}

impl Read for Route {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: ReadBufCursor<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl Write for Route {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<Result<usize, Error>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<Result<usize, Error>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }
}
