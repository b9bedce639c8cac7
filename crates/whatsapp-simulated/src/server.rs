//! The server: who is linked, who is connected, what waits for whom.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedSender;
use whatsapp_rust::wacore::libsignal::protocol::KeyPair;
use whatsapp_rust::wacore_binary::Node;

use crate::nodes::{Device, new_key};
use crate::pair_codes::PairCode;
use crate::socket;

/// What goes wrong at the next login of a number, or at once where it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The link is gone: 401.
    LoggedOut,
    /// The account is shut out for an hour.
    Banned,
    /// 503, until [`Server::mend`].
    Unavailable,
    /// At once: another program has connected with the same link.
    Replaced,
    /// At once: the connection breaks.
    Cut,
}

/// Keys that others need to write to a device.
#[derive(Clone, Default)]
pub struct Bundle {
    pub registration: Vec<u8>,
    pub identity: Vec<u8>,
    pub signed_key: Option<Node>,
    pub keys: Vec<Node>,
    pub device_identity: Vec<u8>,
}

#[derive(Default)]
pub struct State {
    /// QR codes that are shown, by their reference: the socket that shows them.
    pub shown: HashMap<String, UnboundedSender<Node>>,
    /// Codes that are shown to be typed, by the number that they are for.
    pub pair_codes: HashMap<String, PairCode>,
    /// The devices that are linked to a number.
    pub devices: BTreeMap<String, Vec<u16>>,
    pub online: HashMap<Device, UnboundedSender<Node>>,
    pub bundles: HashMap<Device, Bundle>,
    /// Signed at the pairing; part of the bundle.
    pub identities: HashMap<Device, Vec<u8>>,
    /// What waits for a device that is not connected.
    pub queue: HashMap<Device, Vec<Node>>,
    /// What was delivered and not receipted; it comes again at the next login.
    pub unacknowledged: HashMap<Device, Vec<Node>>,
    /// The key of each number's own telephone.
    pub accounts: HashMap<String, KeyPair>,
    /// Numbers in a group, by its id.
    pub groups: BTreeMap<String, Vec<String>>,
    pub faults: HashMap<String, Fault>,
    /// What has passed, as ciphertext: from, to, bytes.
    pub passed: Vec<(Device, String, Vec<u8>)>,
    pub count: u64,
    /// Connections so far, and those whose handshake was finished.
    pub connections: (usize, usize),
}

impl State {
    /// A number that was not used before.
    pub fn next(&mut self) -> u64 {
        self.count += 1;
        self.count
    }
}

pub struct Server {
    /// The static key of the handshake, and the one that signs its certificate.
    pub key: KeyPair,
    pub root: KeyPair,
    state: Mutex<State>,
    /// Where clients connect.
    pub url: String,
}

impl Server {
    /// Listens on a free port of this machine.
    pub async fn start() -> anyhow::Result<Arc<Self>> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("ws://{}/ws/chat", listener.local_addr()?);
        let server = Arc::new(Self { key: new_key(), root: new_key(), state: Mutex::default(), url });
        let serving = Arc::clone(&server);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = Arc::clone(&serving);
                tokio::spawn(async move {
                    if let Err(error) = socket::serve(&server, stream).await {
                        tracing::debug!(%error, "a connection ended");
                    }
                });
            }
        });
        Ok(server)
    }

    /// Ignores poisoning: no change is left half-done.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The public key that clients must believe in, for those that check certificates.
    pub fn root(&self) -> Vec<u8> {
        self.root.public_key.public_key_bytes().to_vec()
    }

    /// What has passed between devices.
    pub fn passed(&self) -> Vec<(Device, String, Vec<u8>)> {
        self.state().passed.clone()
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.state().connections.0
    }

    /// How many clients have finished the handshake, which they do only with a server that they believe.
    pub fn greeted(&self) -> usize {
        self.state().connections.1
    }

    /// How many messages no receipt has come for.
    pub fn unacknowledged(&self, phone: &str) -> usize {
        let state = self.state();
        let own = |device: &str| crate::nodes::owner(device) == phone;
        let delivered = state.unacknowledged.iter().chain(&state.queue).filter(|(device, _)| own(device));
        delivered.map(|(_, messages)| messages.len()).sum()
    }

    /// The devices that are linked to a number.
    pub fn devices(&self, phone: &str) -> Vec<u16> {
        self.state().devices.get(phone).cloned().unwrap_or_default()
    }

    pub fn online(&self) -> Vec<Device> {
        self.state().online.keys().cloned().collect()
    }

    /// Makes something go wrong for a number.
    pub fn fault(&self, phone: &str, fault: Fault) {
        use crate::nodes::node;
        let mut state = self.state();
        let own: Vec<Device> =
            state.online.keys().filter(|device| crate::nodes::owner(device) == phone).cloned().collect();
        let last = match fault {
            Fault::Replaced => {
                node("stream:error", []).children([node("conflict", [("type", "replaced".to_owned())]).build()]).build()
            }
            // What is wrong otherwise the next login meets.
            _ => node(socket::CUT, []).build(),
        };
        for device in own {
            if let Some(out) = state.online.remove(&device) {
                drop(out.send(last.clone()));
            }
        }
        if !matches!(fault, Fault::Replaced | Fault::Cut) {
            state.faults.insert(phone.to_owned(), fault);
        }
    }

    /// Nothing is wrong with a number any more.
    pub fn mend(&self, phone: &str) {
        self.state().faults.remove(phone);
    }

    /// Makes a group of these numbers; returns its address.
    pub fn group(&self, phones: &[&str]) -> String {
        let mut state = self.state();
        let id = format!("12036300000000{:04}", state.next());
        state.groups.insert(id.clone(), phones.iter().map(|phone| (*phone).to_owned()).collect());
        format!("{id}@g.us")
    }
}
