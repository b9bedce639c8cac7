//! Stanzas: reading and making them.

use std::time::{SystemTime, UNIX_EPOCH};

use whatsapp_rust::Jid;
use whatsapp_rust::wacore::libsignal::protocol::{
    IdentityKeyStore, KeyPair, PreKeyBundle, ProtocolAddress, SessionStore, SignalProtocolError, UsePQRatchet,
    process_prekey_bundle,
};
use whatsapp_rust::wacore_binary::builder::NodeBuilder;
use whatsapp_rust::wacore_binary::{Node, NodeContent};

/// The server's own address.
pub const SERVER: &str = "s.whatsapp.net";

/// A linked device: `NUMBER:DEVICE`.
pub type Device = String;

#[expect(clippy::disallowed_methods, reason = "the place of this crate's clock")]
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

pub fn attr(node: &Node, name: &str) -> String {
    node.attrs.get(name).map(ToString::to_string).unwrap_or_default()
}

pub fn children(node: &Node) -> &[Node] {
    node.children().unwrap_or_default()
}

pub fn bytes(node: &Node) -> Vec<u8> {
    match &node.content {
        Some(NodeContent::Bytes(bytes)) => bytes.clone(),
        Some(NodeContent::String(text)) => text.as_bytes().to_vec(),
        _ => Vec::new(),
    }
}

/// A stanza with these attributes.
pub fn node<const N: usize>(tag: &'static str, attributes: [(&'static str, String); N]) -> NodeBuilder {
    NodeBuilder::new(tag).attrs(attributes)
}

/// The answer to a request.
pub fn result(id: &str) -> NodeBuilder {
    node("iq", [("from", SERVER.to_owned()), ("type", "result".to_owned()), ("id", id.to_owned())])
}

/// The number behind an address: a hidden one (`@lid`) is the number with a 9 before it.
pub fn phone_of(address: &Jid) -> String {
    let user = address.user.to_string();
    if address.to_string().contains("@lid") { user.get(1..).unwrap_or_default().to_owned() } else { user }
}

/// The number of a device.
pub fn owner(device: &str) -> &str {
    device.split(':').next().unwrap_or_default()
}

/// A new key.
#[expect(clippy::disallowed_methods, reason = "the place of this crate's randomness")]
pub fn new_key() -> KeyPair {
    KeyPair::generate(&mut rand::rng())
}

/// A signature of a message.
#[expect(clippy::disallowed_methods, reason = "the place of this crate's randomness")]
pub fn sign(key: &KeyPair, message: &[u8]) -> anyhow::Result<Vec<u8>> {
    let signature = key.private_key.calculate_signature(message, &mut rand::rng());
    Ok(signature.map_err(|error| anyhow::anyhow!("{error}"))?.to_vec())
}

/// Begins a conversation with a device by its keys.
#[expect(clippy::disallowed_methods, reason = "the place of this crate's randomness")]
pub async fn begin(
    with: &ProtocolAddress,
    sessions: &mut dyn SessionStore,
    identity: &mut dyn IdentityKeyStore,
    keys: &PreKeyBundle,
) -> Result<(), SignalProtocolError> {
    process_prekey_bundle(with, sessions, identity, keys, &mut rand::rng(), UsePQRatchet::No).await.map(drop)
}
