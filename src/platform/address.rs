//! Mail addresses and host names, written the one way that protocols take.

use std::net::IpAddr;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::extension::ClientId;
use url::Host;

/// Removes what keyboards, word processors and web pages leave in a typed or pasted address: invisible characters, and the
/// full-width letters of Chinese, Japanese and Korean input. `static/widget/email_address.js` does the same.
pub fn fold(text: &str) -> String {
    let visible: String = text.chars().filter(|character| !is_invisible(*character)).collect();
    let visible = visible.trim().replace(['＠', '﹫'], "@");
    let compatible = ComposingNormalizerBorrowed::new_nfkc();
    match visible.rsplit_once('@') {
        // Letters beyond ASCII stay as they are, because their mailbox may differ from that of their lookalikes. The
        // domain has rules of its own (IDNA).
        Some((user, domain)) => {
            let folded = compatible.normalize(user);
            let user = if folded.is_ascii() { folded.into_owned() } else { composed(user) };
            let folded = compatible.normalize(domain);
            format!("{user}@{}", if folded.is_ascii() { &*folded } else { domain })
        }
        None => visible,
    }
}

/// Composes letters and their accents (NFC), so that equal text is equal, in searches too.
pub fn composed(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

/// Whether the character shows nothing: zero-width spaces and joiners, direction marks, variation selectors.
pub fn is_invisible(character: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn folding_again_changes_nothing_and_no_invisible_character_stays(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert!(!once.contains(is_invisible));
        }

        #[test]
        fn full_width_and_invisible_characters_fold_to_the_same_address(
            address in "[a-zA-Z0-9.+_-]{1,20}@[a-z0-9-]{1,10}\\.[a-z]{2,5}",
            full_width in any::<[bool; 40]>(),
            invisible in prop::sample::select(vec!['\u{200b}', '\u{200e}', '\u{feff}', '\u{ad}', '\u{2060}', '\u{202a}']),
            at in 0_usize..40,
        ) {
            let mut typed: Vec<char> = address.chars().zip(full_width.iter().cycle()).map(|(letter, wide)| {
                if *wide { char::from_u32(u32::from(letter) + 0xfee0).unwrap_or(letter) } else { letter }
            }).collect();
            typed.insert(at.min(typed.len()), invisible);
            prop_assert_eq!(fold(&typed.into_iter().collect::<String>()), address);
        }
    }

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
