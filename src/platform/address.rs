//! Mail addresses and host names, written the one way that protocols take.

use std::net::IpAddr;

use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::extension::ClientId;
use url::Host;

/// Reads a mailbox, with its domain in ASCII: headers, envelope and Message-ID need that.
pub fn mailbox(text: &str) -> Result<Mailbox, String> {
    let mailbox: Mailbox = text.parse().map_err(|error: lettre::address::AddressError| error.to_string())?;
    let email = with_ascii_domain(&mailbox.email).ok_or("its domain is no host name")?;
    Ok(Mailbox::new(mailbox.name, email))
}

/// Writes the domain in ASCII; `None` if it is no host name.
pub fn with_ascii_domain(address: &Address) -> Option<Address> {
    match Host::parse(address.domain()) {
        Ok(Host::Domain(domain)) => Address::new(address.user(), domain).ok(),
        _ => None,
    }
}

/// Reads our name in EHLO: a host name, made ASCII, or an address.
pub fn hello(text: &str) -> Result<ClientId, String> {
    let of_address = |address| match address {
        IpAddr::V4(address) => ClientId::Ipv4(address),
        IpAddr::V6(address) => ClientId::Ipv6(address),
    };
    let literal = text.trim_start_matches('[').trim_end_matches(']').trim_start_matches("IPv6:");
    if let Ok(address) = literal.parse() {
        return Ok(of_address(address));
    }
    match Host::parse(text) {
        Ok(Host::Domain(name)) => Ok(ClientId::Domain(name)),
        Ok(Host::Ipv4(address)) => Ok(of_address(address.into())),
        _ => Err("a host name is expected, such as intake.example.com".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_at_an_idn_is_written_in_ascii() {
        for (given, written) in [
            ("Büro <post@bücher.example>", "Büro <post@xn--bcher-kva.example>"),
            ("post@BÜCHER．example", "post@xn--bcher-kva.example"),
            ("anteroom@localhost", "anteroom@localhost"),
        ] {
            let mailbox = mailbox(given).expect(given);
            assert_eq!(mailbox.to_string(), written.parse::<Mailbox>().expect("a mailbox").to_string());
        }
        assert!(mailbox("post@").is_err());
    }

    #[test]
    fn we_greet_with_a_host_name_or_an_address() {
        for (given, said) in [
            ("intake.example.com", "intake.example.com"),
            ("Bücher.example", "xn--bcher-kva.example"),
            ("192.0.2.1", "[192.0.2.1]"),
            ("[192.0.2.1]", "[192.0.2.1]"),
            ("[2001:db8::1]", "[IPv6:2001:db8::1]"),
            ("[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]"),
        ] {
            assert_eq!(hello(given).expect(given).to_string(), said);
        }
        for wrong in ["", "a b", "a\r\nMAIL", "https://a.example"] {
            assert!(hello(wrong).is_err(), "{wrong:?}");
        }
    }
}
