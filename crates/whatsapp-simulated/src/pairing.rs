//! Linking a device to a number, by a QR code that the telephone scans; by one that is typed: [`crate::pair_codes`].

use std::time::Duration;

use anyhow::{Context as _, anyhow};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tokio::sync::mpsc::UnboundedSender;
use whatsapp_rust::buffa::Message as _;
use whatsapp_rust::wacore_binary::Node;
use whatsapp_rust::wacore_binary::builder::NodeBuilder;
use whatsapp_rust::waproto::whatsapp::{ADVDeviceIdentity, ADVSignedDeviceIdentity, ADVSignedDeviceIdentityHMAC};

use crate::nodes::{SERVER, bytes, children, new_key, node, now, sign};
use crate::server::Server;

/// QR codes that are shown one after the other.
const CODES: usize = 6;

/// After the pairing the client is told to come back as itself; not at once, because some come back by themselves.
const COME_BACK: Duration = Duration::from_millis(700);

/// What is signed of a linked device is preceded by this.
const DEVICE_SIGNATURE: [u8; 2] = [6, 0];

/// The numbers that each device's list is signed with.
pub const RAW_ID: u32 = 7;

/// Sends the references of the QR codes to a device that is not linked.
pub fn offer(server: &Server, out: &UnboundedSender<Node>) -> anyhow::Result<()> {
    let mut state = server.state();
    let references: Vec<String> = (0..CODES).map(|_| format!("2@ref{}", state.next())).collect();
    for reference in &references {
        state.shown.insert(reference.clone(), out.clone());
    }
    let id = format!("offer-{}", state.next());
    let codes = references.into_iter().map(|reference| NodeBuilder::new("ref").bytes(reference.into_bytes()).build());
    let offer =
        node("iq", [("from", SERVER.to_owned()), ("type", "set".to_owned()), ("id", id), ("xmlns", "md".to_owned())]);
    out.send(offer.children([NodeBuilder::new("pair-device").children(codes).build()]).build())?;
    Ok(())
}

impl Server {
    /// What a telephone does when its owner scans a QR code.
    pub fn scan(&self, code: &str, phone: &str) -> anyhow::Result<()> {
        // Some clients show a link whose fragment is the code.
        let parts: Vec<&str> = code.rsplit('#').next().unwrap_or(code).split(',').collect();
        let [reference, _, identity, secret, ..] = parts[..] else {
            return Err(anyhow!("This is no QR code of WhatsApp."));
        };
        let (identity, secret) = (BASE64_STANDARD.decode(identity)?, BASE64_STANDARD.decode(secret)?);
        let shown = self.state().shown.remove(reference);
        let out = shown.context("This code is no longer shown. Scan the one that is.")?;
        self.link(phone, &identity, &secret, &out)
    }

    /// The telephone links a device: it signs the device's identity, and proves by the secret that it has seen the code.
    pub(crate) fn link(
        &self,
        phone: &str,
        identity: &[u8],
        secret: &[u8],
        out: &UnboundedSender<Node>,
    ) -> anyhow::Result<()> {
        let mut state = self.state();
        state.shown.retain(|_, other| !other.same_channel(out));
        state.pair_codes.retain(|_, other| !other.out.same_channel(out));
        let device = 1 + state.devices.get(phone).and_then(|linked| linked.iter().max().copied()).unwrap_or_default();
        state.devices.entry(phone.to_owned()).or_default().push(device);
        let account = state.accounts.entry(phone.to_owned()).or_insert_with(new_key);
        let details = ADVDeviceIdentity {
            raw_id: Some(RAW_ID),
            timestamp: Some(now()),
            key_index: Some(device.into()),
            ..Default::default()
        };
        let details = details.encode_to_vec();
        let message = [&DEVICE_SIGNATURE[..], &details, identity].concat();
        let signature = sign(account, &message)?;
        let signed = ADVSignedDeviceIdentity {
            details: Some(details),
            account_signature_key: Some(account.public_key.public_key_bytes().to_vec()),
            account_signature: Some(signature),
            ..Default::default()
        };
        let signed = signed.encode_to_vec();
        let hmac = Hmac::<Sha256>::new_from_slice(secret)?.chain_update(&signed).finalize().into_bytes().to_vec();
        let sealed = ADVSignedDeviceIdentityHMAC { details: Some(signed), hmac: Some(hmac), ..Default::default() };
        let success = NodeBuilder::new("pair-success").children([
            NodeBuilder::new("device-identity").bytes(sealed.encode_to_vec()).build(),
            node("platform", [("name", "android".to_owned())]).build(),
            // Clients that know no name wait for one at each start: only of a business it is said here.
            node("biz", [("name", format!("User {phone}"))]).build(),
            node("device", [("jid", format!("{phone}:{device}@{SERVER}")), ("lid", format!("9{phone}:{device}@lid"))])
                .build(),
        ]);
        let id = format!("pair-{phone}:{device}");
        let stanza = node("iq", [("from", SERVER.to_owned()), ("type", "set".to_owned()), ("id", id)]);
        out.send(stanza.children([success.build()]).build())?;
        Ok(())
    }

    /// The device has signed: its keys may be given to others once it comes back as itself.
    pub fn signed(&self, id: &str, out: &UnboundedSender<Node>, signed: &Node) {
        let identity = children(signed).first().map(bytes).unwrap_or_default();
        self.state().identities.insert(id.trim_start_matches("pair-").to_owned(), identity);
        let out = out.clone();
        tokio::spawn(async move {
            tokio::time::sleep(COME_BACK).await;
            drop(out.send(node("stream:error", [("code", "515".to_owned())]).build()));
        });
    }
}
