//! Linking a device by a code that it shows and that is typed on the telephone. The server never sees the code: it passes
//! on keys that are sealed by it, and only who knows it can open them.

use anyhow::{Context as _, anyhow, ensure};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;
use whatsapp_rust::wacore::crypto::hkdf_sha256_into;
use whatsapp_rust::wacore::libsignal::crypto::aes_256_gcm_decrypt;
use whatsapp_rust::wacore::libsignal::protocol::{KeyPair, PublicKey};
use whatsapp_rust::wacore::pair_code::PairCodeUtils;
use whatsapp_rust::wacore_binary::Node;
use whatsapp_rust::wacore_binary::builder::NodeBuilder;

use crate::nodes::{SERVER, attr, bytes, new_key, node, now, result};
use crate::server::Server;

/// The stanza of each step.
pub const LINK: &str = "link_code_companion_reg";

const REFERENCE: &str = "link_code_pairing_ref";
const BUNDLE: &str = "link_code_pairing_wrapped_key_bundle";
const OF_DEVICE: &str = "link_code_pairing_wrapped_companion_ephemeral_pub";
const OF_PHONE: &str = "link_code_pairing_wrapped_primary_ephemeral_pub";

/// What a device that shows a code has told the server.
pub struct PairCode {
    reference: Vec<u8>,
    /// The device's key, sealed by the code.
    sealed_key: Vec<u8>,
    /// The device's socket.
    pub out: UnboundedSender<Node>,
    /// The code was typed, and the device is to answer.
    typed: Option<Typed>,
}

/// What the telephone has in its hands once a code was typed.
struct Typed {
    own: KeyPair,
    device: PublicKey,
    /// Tells the telephone how it went.
    done: oneshot::Sender<anyhow::Result<()>>,
}

fn part(node: &Node, tag: &str) -> Vec<u8> {
    node.get_optional_child(tag).map(bytes).unwrap_or_default()
}

fn notification(id: String, step: Node) -> Node {
    let attributes = [("from", SERVER.to_owned()), ("type", LINK.to_owned()), ("id", id), ("t", now().to_string())];
    node("notification", attributes).children([step]).build()
}

impl Server {
    /// A step of a device.
    pub(crate) fn pair_code(&self, id: &str, out: &UnboundedSender<Node>, step: &Node) -> Node {
        let phone = attr(step, "jid").split('@').next().unwrap_or_default().to_owned();
        if attr(step, "stage") == "companion_finish" {
            let typed = self.state().pair_codes.get_mut(&phone).and_then(|code| code.typed.take());
            if let Some(Typed { own, device, done }) = typed {
                let opened = self.open_bundle(&phone, &own, &device, step);
                let linked = opened.and_then(|(identity, secret)| self.link(&phone, &identity, &secret, out));
                drop(done.send(linked));
            }
            return result(id).build();
        }
        let mut state = self.state();
        let reference = format!("code-{}", state.next()).into_bytes();
        let answer = NodeBuilder::new(REFERENCE).bytes(reference.clone()).build();
        let code = PairCode { reference, sealed_key: part(step, OF_DEVICE), out: out.clone(), typed: None };
        // Another device that asks for the same number is the one that the telephone will hear of.
        state.pair_codes.insert(phone, code);
        let answer = node(LINK, [("stage", "companion_hello".to_owned())]).children([answer]);
        result(id).children([answer.build()]).build()
    }

    /// What a telephone does when its owner types the code that a device shows. A wrong code opens nothing.
    pub async fn type_code(&self, phone: &str, code: &str) -> anyhow::Result<()> {
        let code = code.to_ascii_uppercase();
        let none = "No device waits for a code of this number.";
        let sealed = self.state().pair_codes.get(phone).map(|shown| shown.sealed_key.clone()).context(none)?;
        let own = new_key();
        let public: [u8; 32] = own.public_key.public_key_bytes().try_into()?;
        // Keys are made of codes slowly, so that codes cannot be tried out.
        let (device, own_sealed) = tokio::task::spawn_blocking(move || {
            let device = PairCodeUtils::decrypt_primary_ephemeral_pub(&sealed, &code);
            (device, PairCodeUtils::encrypt_ephemeral_pub(&public, &code))
        })
        .await?;
        let device = PublicKey::from_djb_public_key_bytes(&device.map_err(|error| anyhow!("{error}"))?)?;
        let (done, outcome) = oneshot::channel();
        self.greet(phone, Typed { own, device, done }, &own_sealed).context(none)?;
        outcome.await.context("The device is gone.")?
    }

    /// The telephone sends the device its keys; `None` if the device is gone.
    fn greet(&self, phone: &str, typed: Typed, sealed: &[u8]) -> Option<()> {
        let mut state = self.state();
        let identity =
            state.accounts.entry(phone.to_owned()).or_insert_with(new_key).public_key.public_key_bytes().to_vec();
        let id = format!("code-{}", state.next());
        let shown = state.pair_codes.get_mut(phone)?;
        shown.typed = Some(typed);
        let step = node(LINK, [("stage", "primary_hello".to_owned())]).children([
            NodeBuilder::new(OF_PHONE).bytes(sealed.to_vec()).build(),
            NodeBuilder::new("primary_identity_pub").bytes(identity).build(),
            NodeBuilder::new(REFERENCE).bytes(shown.reference.clone()).build(),
        ]);
        shown.out.send(notification(id, step.build())).ok()
    }

    /// A code has lapsed: the device is told, and its telephone knows of none.
    pub fn lapse_code(&self, phone: &str) -> anyhow::Result<()> {
        let mut state = self.state();
        let id = format!("code-{}", state.next());
        let shown = state.pair_codes.remove(phone).context("no code is shown")?;
        let step = node(LINK, [("stage", "refresh_code".to_owned())]);
        let step = step.children([NodeBuilder::new(REFERENCE).bytes(shown.reference).build()]);
        Ok(shown.out.send(notification(id, step.build()))?)
    }

    /// Opens what the device has sealed for the telephone; returns the device's identity and the secret of the link.
    fn open_bundle(
        &self,
        phone: &str,
        own: &KeyPair,
        device: &PublicKey,
        step: &Node,
    ) -> anyhow::Result<(Vec<u8>, [u8; 32])> {
        let wrong = "Wrong code. Type the one that the device shows.";
        let shared = own.private_key.calculate_agreement(device)?;
        let bundle = part(step, BUNDLE);
        let (salt, rest) = bundle.split_at_checked(32).context(wrong)?;
        let (nonce, sealed) = rest.split_first_chunk::<12>().context(wrong)?;
        let mut key = [0; 32];
        hkdf_sha256_into(&shared, Some(salt), b"link_code_pairing_key_bundle_encryption_key", &mut key)
            .map_err(|error| anyhow!("{error}"))?;
        let mut opened = Vec::new();
        aes_256_gcm_decrypt(&key, nonce, b"", sealed, &mut opened).ok().context(wrong)?;
        ensure!(opened.len() == 96, "a bundle of another length");
        let (identity, random) = (opened[..32].to_vec(), &opened[64..]);
        let state = self.state();
        let account = state.accounts.get(phone).context("no such telephone")?;
        let with_identity = PublicKey::from_djb_public_key_bytes(&identity)?;
        let with_identity = account.private_key.calculate_agreement(&with_identity)?;
        let mut secret = [0; 32];
        let parts = [&shared[..], &with_identity, random].concat();
        hkdf_sha256_into(&parts, None, b"adv_secret", &mut secret).map_err(|error| anyhow!("{error}"))?;
        Ok((identity, secret))
    }
}
