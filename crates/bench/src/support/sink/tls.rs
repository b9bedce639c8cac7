//! TLS for the sink: a key and a certificate made at each start, for this machine's own address. The certificate is
//! encoded by hand (RFC 5280, in DER): a crate for it would bring more dependencies than all other tools of the bench.

use std::path::Path;
use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::support::Result;

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const BITS: u8 = 0x03;
const OCTETS: u8 = 0x04;
const OID: u8 = 0x06;
const UTF8: u8 = 0x0c;
const YEAR_OF_FOUR: u8 = 0x18;

const ECDSA_WITH_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const PRIME256V1: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];

/// Writes the certificate to `file`, for clients to trust; the key never leaves this process.
pub fn acceptor(file: &Path) -> Result<TlsAcceptor> {
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random)?;
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key.as_ref())?;
    let body = body(pair.public_key().as_ref());
    let signature = pair.sign(&random, &body)?;
    let signed = der(SEQUENCE, &[&body, &algorithm(), &bits(signature.as_ref())]);
    std::fs::write(file, pem(&signed))?;
    let key = PrivateKeyDer::Pkcs8(key.as_ref().to_vec().into());
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(signed)], key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// The signed part (`TBSCertificate`): for 127.0.0.1, self-signed, long-lived.
fn body(public_key: &[u8]) -> Vec<u8> {
    let version = der(0xa0, &[&der(INTEGER, &[&[2]])]);
    let serial = der(INTEGER, &[&[1]]);
    let common_name = der(SEQUENCE, &[&der(OID, &[COMMON_NAME]), &der(UTF8, &[b"Anteroom bench"])]);
    let name = der(SEQUENCE, &[&der(SET, &[&common_name])]);
    let (from, to) = (der(0x17, &[b"200101000000Z"]), der(YEAR_OF_FOUR, &[b"21000101000000Z"]));
    let validity = der(SEQUENCE, &[&from, &to]);
    let kind = der(SEQUENCE, &[&der(OID, &[EC_PUBLIC_KEY]), &der(OID, &[PRIME256V1])]);
    let key = der(SEQUENCE, &[&kind, &bits(public_key)]);
    let address = der(SEQUENCE, &[&der(0x87, &[&[127, 0, 0, 1]])]);
    let alt_name = der(SEQUENCE, &[&der(OID, &[SUBJECT_ALT_NAME]), &der(OCTETS, &[&address])]);
    let extensions = der(0xa3, &[&der(SEQUENCE, &[&alt_name])]);
    der(SEQUENCE, &[&version, &serial, &algorithm(), &name, &validity, &name, &key, &extensions])
}

fn algorithm() -> Vec<u8> {
    der(SEQUENCE, &[&der(OID, &[ECDSA_WITH_SHA256])])
}

/// A bit string of whole bytes.
fn bits(bytes: &[u8]) -> Vec<u8> {
    der(BITS, &[&[0], bytes])
}

/// A tag, the length, and the content; nothing here reaches 64 KiB.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let [high, low] = u16::try_from(content.len()).unwrap_or(u16::MAX).to_be_bytes();
    let mut whole = vec![tag];
    match (high, low) {
        (0, short @ ..0x80) => whole.push(short),
        (0, long) => whole.extend([0x81, long]),
        (high, low) => whole.extend([0x82, high, low]),
    }
    whole.extend(content);
    whole
}

fn pem(der: &[u8]) -> String {
    let text = BASE64_STANDARD.encode(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}
