//! Properties that must hold for any bytes in the headers and paths that identify a client. `fuzz/` runs them for long,
//! the tests briefly; a panic is a finding.

use std::net::IpAddr;

use axum::extract::FromRequestParts as _;
use axum::http::{HeaderMap, HeaderValue, Request};
use futures_util::FutureExt as _;
use ipnet::IpNet;

use super::Session;
use super::client::{ClientIp, X_FORWARDED_FOR, find};
use crate::platform::ids::SessionId;

/// The `X-Session-ID` header: only the canonical lower-case v4 is accepted, and it is never shown.
pub fn session_id(bytes: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(bytes) else {
        return;
    };
    let (mut parts, ()) = Request::get("/").header("x-session-id", value).body(()).expect("a request").into_parts();
    let taken = Session::from_request_parts(&mut parts, &()).now_or_never().expect("nothing to wait for");
    let id = taken.ok().map(|Session(id)| id);
    assert_eq!(id.is_some(), is_canonical_v4(bytes), "{bytes:?}");
    if let Some(id) = id {
        let text = id.uuid().to_string();
        assert_eq!(text.as_bytes(), bytes);
        assert_eq!(SessionId::parse(&text), Ok(id));
        assert!(id.tag().len() == 8 && !text.contains(&id.tag()) && !format!("{id:?}").contains(&text[..8]));
    }
}

/// RFC 9562, 4 and 5.4, letter by letter.
fn is_canonical_v4(bytes: &[u8]) -> bool {
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            14 => *byte == b'4',
            19 => b"89ab".contains(byte),
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(byte),
        })
}

/// `X-Forwarded-For`: each line of the input is a header. The first byte selects the peer.
pub fn forwarded_for(bytes: &[u8]) {
    let Some((caller, rest)) = bytes.split_first() else {
        return;
    };
    let peers = ["10.0.0.1", "::1", "::ffff:10.9.9.9", "192.0.2.1", "2001:db8::1"];
    let peer: IpAddr = peers[usize::from(*caller) % peers.len()].parse().expect("an address");
    let trusted: [IpNet; 2] = ["10.0.0.0/8", "::1/128"].map(|network| network.parse().expect("a network"));
    let is_trusted = |ip: IpAddr| trusted.iter().any(|network| network.contains(&ip));

    let lines: Vec<&[u8]> = rest.split(|byte| *byte == b'\n').collect();
    let mut headers = HeaderMap::new();
    for line in &lines {
        let Ok(value) = HeaderValue::from_bytes(line) else {
            return;
        };
        headers.append(X_FORWARDED_FOR, value);
    }
    let ClientIp(client) = find(peer, &headers, &trusted);
    assert_eq!(client, client.to_canonical());
    if !is_trusted(peer.to_canonical()) {
        assert_eq!(client, peer.to_canonical(), "an untrusted peer was believed");
        return;
    }

    // The same, computed another way: among the readable hops from the right, the first that is not a proxy of ours, or
    // the last one.
    let whole = lines.join(&b',');
    let hops: Vec<Option<IpAddr>> = whole.split(|byte| *byte == b',').map(read_hop).collect();
    let readable: Vec<IpAddr> = hops.iter().rev().map_while(|hop| *hop).collect();
    let first = readable.iter().find(|ip| !is_trusted(**ip)).or(readable.last());
    assert_eq!(client, first.copied().unwrap_or(peer.to_canonical()), "{whole:?}");

    // Lines that a visitor sends before the proxies add theirs change nothing.
    if !is_trusted(client) {
        let mut forged = HeaderMap::new();
        for line in [&b"203.0.113.99, 10.1.1.1, \xff, ,"[..], b"198.51.100.7"] {
            forged.append(X_FORWARDED_FOR, HeaderValue::from_bytes(line).expect("a header"));
        }
        forged.extend(headers.drain().map(|(_, value)| (X_FORWARDED_FOR, value)));
        assert_eq!(find(peer, &forged, &trusted), ClientIp(client), "{whole:?}");
    }
}

fn read_hop(hop: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(hop).ok()?.trim();
    let unbracketed = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let with_port = || text.parse().ok().map(|address: std::net::SocketAddr| address.ip());
    let bracketed = || unbracketed?.parse().ok();
    text.parse().ok().or_else(with_port).or_else(bracketed).map(|ip: IpAddr| ip.to_canonical())
}

/// Checks the property on the fuzzer's seeds and earlier findings.
#[cfg(test)]
pub(crate) fn each_seed(target: &str, property: fn(&[u8])) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let seeds: Vec<_> = std::fs::read_dir(folder).expect("seeds").flatten().collect();
    assert!(!seeds.is_empty());
    for seed in seeds {
        property(&std::fs::read(seed.path()).expect("a seed"));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071";

    #[test]
    fn the_seeds_hold() {
        each_seed("session_id", session_id);
        each_seed("forwarded_for", forwarded_for);
    }

    proptest! {
        #[test]
        fn only_one_way_to_write_a_session_id(at in 0..ID.len(), with in any::<u8>(), tail in "[ -~]{0,2}") {
            let mut bytes = ID.as_bytes().to_vec();
            bytes[at] = with;
            session_id(&bytes);
            bytes.extend(tail.bytes());
            session_id(&bytes);
        }

        #[test]
        fn nobody_forges_an_address(caller in any::<u8>(), text in "([1.:af\\[\\]]{1,4}|10\\.0\\.0\\.1|203\\.0\\.113\\.5:80|::1|[ ,\n]|\u{ff}){0,12}") {
            forwarded_for(&[&[caller], text.as_bytes()].concat());
        }
    }
}
