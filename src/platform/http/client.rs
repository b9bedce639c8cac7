//! The client's address, through proxies that we trust.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::header::{HOST, VIA};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{Extensions, HeaderMap, HeaderName, Version};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;

pub(super) const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client's address, as far as it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientIp(pub IpAddr);

impl ClientIp {
    /// The address that the outermost layer has noted; where none has, one that all unknown clients share.
    pub fn of(extensions: &Extensions) -> Self {
        extensions.get().copied().unwrap_or(Self(IpAddr::from([0, 0, 0, 0])))
    }

    /// The key of rate limits: the address, or for IPv6 its /64, because one customer gets a whole one.
    pub fn bucket(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(ip) => ip.into(),
            IpAddr::V6(ip) => {
                let [a, b, c, d, ..] = ip.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
        }
    }
}

impl<S: Sync> FromRequestParts<S> for ClientIp {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}

/// Whether the client is a program on this machine that calls for itself: not a proxy for a client elsewhere, and not a
/// browser that another site's name led here (DNS rebinding).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IsLocal(pub bool);

impl<S: Sync> FromRequestParts<S> for IsLocal {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let from_here = peer.is_some_and(|info| info.0.ip().to_canonical().is_loopback());
        // By default, nginx speaks HTTP/1.0 to its upstream.
        Ok(Self(from_here && parts.version != Version::HTTP_10 && is_direct(&parts.headers)))
    }
}

/// Whether the request was sent to a name of this machine and shows no sign of a proxy.
fn is_direct(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    host.is_some_and(|host| is_loopback(host.host())) && !headers.keys().any(is_forwarding)
}

/// Whether a proxy names its client in this header. Proxies use many: Forwarded, X-Forwarded-*,
/// X-Original-Forwarded-For, X-Real-IP, True-Client-IP, CF-Connecting-IP, X-Azure-ClientIP. Browsers send no header
/// with such a name.
fn is_forwarding(name: &HeaderName) -> bool {
    name == VIA || name == "cdn-loop" || name.as_str().contains("forwarded") || name.as_str().ends_with("ip")
}

/// The proxies that we trust.
#[derive(Clone, Default)]
pub struct Trust {
    networks: Arc<[IpNet]>,
    /// Whether an untrusted proxy has been logged.
    warned: Arc<AtomicBool>,
}

impl Trust {
    /// Trusts the proxies in these networks.
    pub fn new(networks: &[IpNet]) -> Self {
        Self { networks: networks.into(), warned: Arc::default() }
    }

    /// Warns once that an untrusted address sent X-Forwarded-For. Any client can do that, but if it is a proxy, all
    /// visitors share its rate limit without any other hint. The address may be a visitor's, so it is not logged.
    fn warn_about_untrusted(&self) {
        if !self.warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "X-Forwarded-For came from an address that TRUSTED_PROXIES does not name, and is ignored. If this \
                 server is behind a proxy, name it there: until then all its visitors share one rate limit"
            );
        }
    }
}

/// Stores the client's address in the request.
pub async fn layer(State(trust): State<Trust>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if let Some(peer) = peer {
        if request.headers().contains_key(X_FORWARDED_FOR) && !is_trusted(peer.to_canonical(), &trust.networks) {
            trust.warn_about_untrusted();
        }
        let client = find(peer, request.headers(), &trust.networks);
        request.extensions_mut().insert(client);
    }
    next.run(request).await
}

/// Walks `X-Forwarded-For` from the right, past proxies that we trust: the first other address is the client. Anything
/// left of it may be forged.
pub(super) fn find(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> ClientIp {
    let mut client = peer.to_canonical();
    if !is_trusted(client, trusted) {
        return ClientIp(client);
    }
    let lines = headers.get_all(X_FORWARDED_FOR).iter().rev();
    for hop in lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b',')) {
        // An unreadable hop ends the walk: skipping it would put the address left of it, which may be forged, in its
        // place.
        let Some(ip) = std::str::from_utf8(hop).ok().and_then(|text| parse_hop(text.trim())) else {
            break;
        };
        client = ip;
        if !is_trusted(client, trusted) {
            break;
        }
    }
    ClientIp(client)
}

fn is_trusted(ip: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|network| network.contains(&ip))
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1` or `[2001:db8::1]:80`.
fn parse_hop(text: &str) -> Option<IpAddr> {
    let ip = text.parse::<IpAddr>().or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()));
    ip.ok().or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse().ok()).map(|ip| ip.to_canonical())
}

/// Whether a host is this machine; takes IPv6 in brackets, as in a URL, or without.
pub fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    address.map_or_else(|_| host.eq_ignore_ascii_case("localhost"), |ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn client<L: AsRef<[u8]>>(peer: &str, forwarded: &[L]) -> String {
        let trusted = ["10.0.0.0/8".parse().expect("a network"), "::1/128".parse().expect("a network")];
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(X_FORWARDED_FOR, HeaderValue::from_bytes(line.as_ref()).expect("a header"));
        }
        find(peer.parse().expect("an address"), &headers, &trusted).0.to_string()
    }

    #[test]
    fn s27_a_call_is_direct_only_without_a_sign_of_a_proxy_or_another_site() {
        let direct = |host: &str, other: &[&'static str]| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_str(host).expect("a header"));
            headers.extend(other.iter().map(|name| (HeaderName::from_static(name), HeaderValue::from_static("x"))));
            is_direct(&headers)
        };
        let of_browsers = ["accept", "accept-encoding", "cookie", "origin", "sec-ch-ua-platform", "user-agent"];
        for host in ["localhost", "LOCALHOST:8080", "127.0.0.1:8080", "127.9.9.9", "[::1]", "[::1]:8080"] {
            assert!(direct(host, &of_browsers), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "0.0.0.0",
            "192.0.2.1",
            "[::2]",
            "localhost@evil.example",
            "a b",
        ] {
            assert!(!direct(host, &[]), "{host}");
        }
        for name in [
            "forwarded",
            "x-forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-original-forwarded-for",
            "x-real-ip",
            "via",
            "cf-connecting-ip",
            "true-client-ip",
            "x-azure-clientip",
            "cdn-loop",
        ] {
            assert!(!direct("localhost", &[name]), "{name}");
        }
        assert!(!is_direct(&HeaderMap::new()));
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(client("192.0.2.9", &["203.0.113.5"]), "192.0.2.9");
        assert_eq!(client("10.0.0.1", &["203.0.113.5"]), "203.0.113.5");
        assert_eq!(client("10.0.0.1", &["1.1.1.1, 203.0.113.5, 10.2.2.2"]), "203.0.113.5");
        assert_eq!(client("10.0.0.1", &["1.1.1.1", "203.0.113.5"]), "203.0.113.5");
        assert_eq!(client("10.0.0.1", &["203.0.113.5:4711"]), "203.0.113.5");
        assert_eq!(client("::1", &["[2001:db8::1]:80"]), "2001:db8::1");
        assert_eq!(client("10.0.0.1", &["1.1.1.1, nonsense"]), "10.0.0.1");
        assert_eq!(client::<&str>("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client("::ffff:10.0.0.1", &["203.0.113.5"]), "203.0.113.5");
    }

    #[test]
    fn s15_a_line_that_cannot_be_read_hides_what_stands_left_of_it() {
        assert_eq!(client("10.0.0.1", &[&b"203.0.113.5"[..], b"\xff"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[&b"203.0.113.5"[..], b"caf\xc3\xa9"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[&b"203.0.113.5, \xff, 10.2.2.2"[..]]), "10.2.2.2");
        assert_eq!(client("10.0.0.1", &[&b"203.0.113.5"[..], b""]), "10.0.0.1");
        // What our own proxy wrote last is still trusted.
        assert_eq!(client("10.0.0.1", &[&b"1.1.1.1, \xff, 203.0.113.5"[..]]), "203.0.113.5");
        assert_eq!(client("10.0.0.1", &[&b"\xff"[..], b"203.0.113.5"]), "203.0.113.5");
    }

    #[test]
    fn ipv6_counts_by_its_64() {
        let bucket = |text: &str| ClientIp(text.parse().expect("an address")).bucket().to_string();
        assert_eq!(bucket("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(bucket("192.0.2.1"), "192.0.2.1");
    }
}
