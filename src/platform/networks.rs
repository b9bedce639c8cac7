//! The networks that count as one client. An IPv4 address is one. In IPv6 a customer has a /64 at least, often a /56 or
//! a whole /48, so that each limit holds for all three, and is wider for the wider ones.

use std::collections::HashMap;
use std::net::IpAddr;

use ipnet::IpNet;

/// The prefixes that count in IPv6, the narrowest first.
const PREFIXES: [u8; 3] = [64, 56, 48];

/// A limit for each prefix; an IPv4 address has the first.
pub type Limits = [usize; PREFIXES.len()];

/// The networks of an address, the narrowest first.
pub fn networks_of(address: IpAddr) -> impl DoubleEndedIterator<Item = IpNet> {
    let prefixes = if address.is_ipv4() { &[32][..] } else { &PREFIXES };
    prefixes.iter().filter_map(move |prefix| Some(IpNet::new(address, *prefix).ok()?.trunc()))
}

/// The widest network of an address.
pub fn widest(address: IpAddr) -> IpNet {
    networks_of(address).last().unwrap_or_else(|| address.into())
}

/// How many of something each network holds now.
#[derive(Default)]
pub struct Counts(HashMap<IpNet, usize>);

impl Counts {
    /// Counts one more; `false` if a network of the address has its limit already.
    pub fn add(&mut self, address: IpAddr, limits: &Limits) -> bool {
        let held = |network| self.0.get(&network).copied().unwrap_or_default();
        if networks_of(address).zip(limits).any(|(network, limit)| held(network) >= *limit) {
            return false;
        }
        networks_of(address).for_each(|network| *self.0.entry(network).or_default() += 1);
        true
    }

    /// Counts one less.
    pub fn remove(&mut self, address: IpAddr) {
        for network in networks_of(address) {
            if let Some(count) = self.0.get_mut(&network) {
                *count -= 1;
                if *count == 0 {
                    self.0.remove(&network);
                }
            }
        }
    }

    /// Whether nothing is held.
    #[cfg(test)]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn s16_an_address_counts_for_each_network_that_a_customer_may_have() {
        let of = |text: &str| networks_of(address(text)).map(|network| network.to_string()).collect::<Vec<_>>();
        assert_eq!(of("2001:db8:1:2345:6::7"), ["2001:db8:1:2345::/64", "2001:db8:1:2300::/56", "2001:db8:1::/48"]);
        assert_eq!(of("192.0.2.1"), ["192.0.2.1/32"]);
        assert_eq!(widest(address("2001:db8:1:2345::7")).to_string(), "2001:db8:1::/48");
        assert_eq!(widest(address("192.0.2.1")).to_string(), "192.0.2.1/32");
    }

    #[test]
    fn s16_a_wider_network_has_a_wider_limit() {
        let (mut counts, limits) = (Counts::default(), [2, 3, 4]);
        let mut add = |text: &str| counts.add(address(text), &limits);
        assert!(add("2001:db8:1:1::1") && add("2001:db8:1:1::2") && !add("2001:db8:1:1::3"), "one /64");
        assert!(add("2001:db8:1:2::1") && !add("2001:db8:1:3::1"), "one /56");
        assert!(add("2001:db8:1:100::1") && !add("2001:db8:1:200::1"), "one /48");
        assert!(add("2001:db8:2::1"));
        for text in ["2001:db8:1:1::1", "2001:db8:1:1::2", "2001:db8:1:2::1", "2001:db8:1:100::1", "2001:db8:2::1"] {
            counts.remove(address(text));
        }
        assert!(counts.is_empty());
    }
}
