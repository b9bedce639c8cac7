//! Whether the client looks at the server's certificate. A cargo feature switches that off for the made-up server, and
//! cargo gives a crate's features to all that is built with it in one go: so the program asks before it starts.

use whatsapp_rust::buffa::{Message as _, MessageField};
use whatsapp_rust::wacore::noise::HandshakeUtils;
use whatsapp_rust::waproto::whatsapp::CertChain;
use whatsapp_rust::waproto::whatsapp::cert_chain::NoiseCertificate;
use whatsapp_rust::waproto::whatsapp::cert_chain::noise_certificate::Details;

/// Returns whether a server is refused whose certificate has a signature of no one.
pub fn checks_certificates() -> bool {
    let server = [1; 32];
    let certificate = |serial, issuer, key: [u8; 32]| NoiseCertificate {
        details: Some(
            Details {
                serial: Some(serial),
                issuer_serial: Some(issuer),
                key: Some(key.to_vec()),
                not_before: Some(0),
                not_after: Some(u64::from(u32::MAX)),
            }
            .encode_to_vec(),
        ),
        signature: Some(vec![0; 64]),
    };
    let chain = CertChain {
        leaf: MessageField::some(certificate(2, 1, server)),
        intermediate: MessageField::some(certificate(1, 0, [2; 32])),
    };
    HandshakeUtils::verify_server_cert(&chain.encode_to_vec(), &server).is_err()
}
