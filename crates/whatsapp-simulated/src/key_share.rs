//! What a telephone sends to a device that it has just linked: the key to what it keeps in step among its devices. Nothing
//! is kept in step here, but clients wait ten seconds for the key before they call themselves connected.

use std::collections::HashMap;

use anyhow::{Context as _, anyhow};
use async_trait::async_trait;
use futures_util::FutureExt as _;
use whatsapp_rust::buffa::MessageField;
use whatsapp_rust::wacore::libsignal::protocol::{
    Direction, IdentityChange, IdentityKey, IdentityKeyPair, IdentityKeyStore, KeyPair, PreKeyBundle, ProtocolAddress,
    PublicKey, SessionRecord, SessionStore, SignalProtocolError, message_encrypt,
};
use whatsapp_rust::wacore::messages::MessageUtils;
use whatsapp_rust::wacore_binary::Node;
use whatsapp_rust::wacore_binary::builder::NodeBuilder;
use whatsapp_rust::waproto::whatsapp as wa;
use whatsapp_rust::waproto::whatsapp::message;

use crate::nodes::{SERVER, begin, bytes, node, now, owner};
use crate::pairing::RAW_ID;
use crate::server::Bundle;

type Result<T> = std::result::Result<T, SignalProtocolError>;

/// The sessions of one telephone, for as long as it has something to say.
#[derive(Default)]
struct Sessions(HashMap<String, SessionRecord>);

#[async_trait]
impl SessionStore for Sessions {
    async fn load_session(&self, address: &ProtocolAddress) -> Result<Option<SessionRecord>> {
        Ok(self.0.get(&address.to_string()).cloned())
    }

    async fn has_session(&self, address: &ProtocolAddress) -> Result<bool> {
        Ok(self.0.contains_key(&address.to_string()))
    }

    async fn store_session(&mut self, address: &ProtocolAddress, record: SessionRecord) -> Result<()> {
        self.0.insert(address.to_string(), record);
        Ok(())
    }
}

/// The telephone's own identity; it believes that of the device, which it has signed.
struct Identity(KeyPair);

#[async_trait]
impl IdentityKeyStore for Identity {
    async fn get_identity_key_pair(&self) -> Result<IdentityKeyPair> {
        Ok(self.0.clone().into())
    }

    async fn get_local_registration_id(&self) -> Result<u32> {
        Ok(1)
    }

    async fn save_identity(&mut self, _: &ProtocolAddress, _: &IdentityKey) -> Result<IdentityChange> {
        Ok(IdentityChange::NewOrUnchanged)
    }

    async fn is_trusted_identity(&self, _: &ProtocolAddress, _: &IdentityKey, _: Direction) -> Result<bool> {
        Ok(true)
    }

    async fn get_identity(&self, _: &ProtocolAddress) -> Result<Option<IdentityKey>> {
        Ok(None)
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// A key as devices upload it.
fn key(node: &Node) -> anyhow::Result<(u32, PublicKey)> {
    let part = |tag| node.get_optional_child(tag).map(bytes).context("a key without a part");
    Ok((number(&part("id")?), PublicKey::from_djb_public_key_bytes(&part("value")?)?))
}

fn share() -> wa::Message {
    let fingerprint = message::AppStateSyncKeyFingerprint {
        raw_id: Some(RAW_ID),
        current_index: Some(1),
        device_indexes: vec![0, 1],
    };
    let shared = message::AppStateSyncKey {
        key_id: MessageField::some(message::AppStateSyncKeyId { key_id: Some(vec![0, 0, 0, 0, 0, 1]) }),
        key_data: MessageField::some(message::AppStateSyncKeyData {
            key_data: Some(vec![7; 32]),
            fingerprint: MessageField::some(fingerprint),
            timestamp: now().try_into().ok(),
        }),
    };
    let protocol = message::ProtocolMessage {
        r#type: Some(message::protocol_message::Type::AppStateSyncKeyShare),
        app_state_sync_key_share: MessageField::some(message::AppStateSyncKeyShare { keys: vec![shared] }),
        ..Default::default()
    };
    wa::Message { protocol_message: MessageField::some(protocol), ..Default::default() }
}

/// Returns the message to a device that has just uploaded its keys.
pub fn message_to(device: &str, account: &KeyPair, bundle: &Bundle) -> anyhow::Result<Node> {
    let signed = bundle.signed_key.as_ref().context("no signed key")?;
    let (signed_id, signed_key) = key(signed)?;
    let number_of_device = device.rsplit(':').next().unwrap_or_default().parse::<u32>()?;
    let keys = PreKeyBundle::new(
        number(&bundle.registration),
        number_of_device.into(),
        // Without one that is used once: these are for others.
        None,
        signed_id.into(),
        signed_key,
        signed.get_optional_child("signature").map(bytes).context("a key that is not signed")?,
        IdentityKey::new(PublicKey::from_djb_public_key_bytes(&bundle.identity)?),
    )?;
    let address = ProtocolAddress::new(owner(device), number_of_device.into());
    let (mut sessions, mut identity) = (Sessions::default(), Identity(account.clone()));
    let text = MessageUtils::encode_and_pad(&share());
    let sealing = async {
        begin(&address, &mut sessions, &mut identity, &keys).await?;
        message_encrypt(&text, &address, &mut sessions, &mut identity).await
    };
    // Nothing in it waits.
    let sealed = sealing.now_or_never().context("it waits")?.map_err(|error| anyhow!("{error}"))?;
    let sealed = node("enc", [("v", "2".to_owned()), ("type", "pkmsg".to_owned())]).bytes(sealed.serialize().to_vec());
    let attributes = [
        ("from", format!("{}@{SERVER}", owner(device))),
        ("id", format!("KEYS{}", device.replace(':', "X"))),
        ("type", "text".to_owned()),
        ("category", "peer".to_owned()),
        ("t", now().to_string()),
    ];
    Ok(NodeBuilder::new("message").attrs(attributes).children([sealed.build()]).build())
}
