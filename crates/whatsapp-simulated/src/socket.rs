//! One connection: the Noise handshake as the server's side does it, then stanzas both ways.

use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_websockets::{Message, ServerBuilder, WebSocketStream};
use whatsapp_rust::buffa::{Message as _, MessageField};
use whatsapp_rust::wacore::framing::{FrameDecoder, encode_frame};
use whatsapp_rust::wacore::handshake::NoiseHandshake;
use whatsapp_rust::wacore::libsignal::protocol::KeyPair;
use whatsapp_rust::wacore_binary::consts::{NOISE_PATTERN_IK, NOISE_PATTERN_XX, WA_CONN_HEADER};
use whatsapp_rust::wacore_binary::util::unpack;
use whatsapp_rust::wacore_binary::{Node, OwnedNodeRef, marshal};
use whatsapp_rust::waproto::whatsapp::{
    CertChain, ClientPayload, HandshakeMessage, cert_chain::NoiseCertificate, cert_chain::noise_certificate,
    handshake_message::ServerHello,
};

use crate::nodes::{Device, new_key, node, now, owner, sign};
use crate::server::{Fault, Server};
use crate::{pairing, requests};

/// A stanza that is not sent: the connection breaks instead.
pub const CUT: &str = "cut";

type Socket = WebSocketStream<TcpStream>;

/// Frames as they come; the first is preceded by the client's greeting.
struct Frames {
    source: futures_util::stream::SplitStream<Socket>,
    decoder: FrameDecoder,
    has_greeted: bool,
}

impl Frames {
    async fn next(&mut self) -> anyhow::Result<Vec<u8>> {
        loop {
            if let Some(frame) = self.decoder.decode_frame() {
                return Ok(frame.to_vec());
            }
            let message = self.source.next().await.context("closed")??;
            ensure!(!message.is_close(), "closed by the client");
            if !message.is_binary() {
                continue;
            }
            let data = message.into_payload();
            if self.has_greeted {
                self.decoder.feed(&data);
            } else {
                ensure!(data.starts_with(&WA_CONN_HEADER), "no greeting");
                self.decoder.feed(&data[WA_CONN_HEADER.len()..]);
                self.has_greeted = true;
            }
        }
    }
}

pub async fn serve(server: &Arc<Server>, stream: TcpStream) -> anyhow::Result<()> {
    let (_, socket) = ServerBuilder::new().accept(stream).await?;
    server.state().connections.0 += 1;
    let (mut sink, source) = socket.split();
    let mut frames = Frames { source, decoder: FrameDecoder::new(), has_greeted: false };

    // XX at the first sight, IK once the client knows our key.
    let hello = HandshakeMessage::decode_from_slice(&frames.next().await?)?.client_hello.into_option();
    let hello = hello.context("no hello")?;
    let theirs = key(hello.ephemeral.as_deref())?;
    let ours = new_key();
    let (our_public, our_static) = (ours.public_key.public_key_bytes(), server.key.public_key.public_key_bytes());
    let certificates = certificates(&server.root, our_static)?;
    let (noise, payload) = if let (Some(sealed_static), Some(sealed_payload)) = (&hello.r#static, &hello.payload) {
        let mut noise = NoiseHandshake::new(NOISE_PATTERN_IK, &WA_CONN_HEADER)?;
        noise.authenticate(our_static);
        noise.authenticate(&theirs);
        noise.mix_shared_secret(server.key.private_key.serialize(), &theirs)?;
        let their_static = key(Some(&noise.decrypt(sealed_static)?))?;
        noise.mix_shared_secret(server.key.private_key.serialize(), &their_static)?;
        let payload = noise.decrypt(sealed_payload)?;
        noise.authenticate(our_public);
        noise.mix_shared_secret(ours.private_key.serialize(), &theirs)?;
        noise.mix_shared_secret(ours.private_key.serialize(), &their_static)?;
        let sealed = noise.encrypt(&certificates)?;
        sink.send(server_hello(our_public, None, sealed)?).await?;
        (noise, payload)
    } else {
        let mut noise = NoiseHandshake::new(NOISE_PATTERN_XX, &WA_CONN_HEADER)?;
        noise.authenticate(&theirs);
        noise.authenticate(our_public);
        noise.mix_shared_secret(ours.private_key.serialize(), &theirs)?;
        let sealed_static = noise.encrypt(our_static)?;
        noise.mix_shared_secret(server.key.private_key.serialize(), &theirs)?;
        let sealed = noise.encrypt(&certificates)?;
        sink.send(server_hello(our_public, Some(sealed_static), sealed)?).await?;
        let finish = HandshakeMessage::decode_from_slice(&frames.next().await?)?.client_finish.into_option();
        let finish = finish.context("no end of the handshake")?;
        let their_static = key(Some(&noise.decrypt(finish.r#static.as_deref().context("no static key")?)?))?;
        noise.mix_shared_secret(ours.private_key.serialize(), &their_static)?;
        let payload = noise.decrypt(finish.payload.as_deref().context("no payload")?)?;
        (noise, payload)
    };
    let (read, write) = noise.finish()?;
    server.state().connections.1 += 1;
    let payload = ClientPayload::decode_from_slice(&payload)?;
    let device: Option<Device> = payload.username.map(|user| format!("{user}:{}", payload.device.unwrap_or_default()));

    let (out, mut outgoing) = mpsc::unbounded_channel::<Node>();
    let writer = tokio::spawn(async move {
        let mut counter = 0;
        while let Some(stanza) = outgoing.recv().await {
            if stanza.tag.as_ref() == CUT {
                break;
            }
            let is_last = matches!(stanza.tag.as_ref(), "stream:error" | "failure");
            let Ok(plain) = marshal(&stanza) else { break };
            let Ok(sealed) = write.encrypt_with_counter(counter, &plain) else { break };
            let Ok(frame) = encode_frame(&sealed, None) else { break };
            counter += 1;
            if sink.send(Message::binary(frame)).await.is_err() || is_last {
                break;
            }
        }
        drop(sink.close().await);
    });
    begin(server, device.as_ref(), &out)?;
    let talking = async {
        let mut counter = 0;
        loop {
            let mut frame = frames.next().await?;
            if read.decrypt_in_place_with_counter(counter, &mut frame).is_err() {
                bail!("a frame that does not open");
            }
            counter += 1;
            let stanza = OwnedNodeRef::new(unpack(&frame)?.into_owned())?.to_owned_node();
            requests::hear(server, device.as_ref(), &out, &stanza)?;
        }
    };
    // Cut by the writer: it was told to end, or no one writes any more.
    let ended: anyhow::Result<()> = tokio::select! {
        ended = talking => ended,
        _ = writer => Ok(()),
    };
    if let Some(device) = &device {
        let mut state = server.state();
        if state.online.get(device).is_some_and(|online| online.same_channel(&out)) {
            state.online.remove(device);
        }
    }
    ended
}

/// Greets a device that is linked, or shows QR codes to one that is not.
fn begin(server: &Server, device: Option<&Device>, out: &mpsc::UnboundedSender<Node>) -> anyhow::Result<()> {
    let Some(device) = device else {
        return pairing::offer(server, out);
    };
    let phone = owner(device);
    let mut state = server.state();
    let number: u16 = device.rsplit(':').next().unwrap_or_default().parse()?;
    let is_linked = state.devices.get(phone).is_some_and(|linked| linked.contains(&number));
    let fault = if is_linked { state.faults.remove(phone) } else { Some(Fault::LoggedOut) };
    if fault == Some(Fault::Unavailable) {
        state.faults.insert(phone.to_owned(), Fault::Unavailable);
    }
    let failure = match fault {
        Some(Fault::LoggedOut) => {
            state.devices.entry(phone.to_owned()).or_default().retain(|linked| *linked != number);
            Some(node("failure", [("reason", "401".to_owned())]))
        }
        Some(Fault::Banned) => Some(node(
            "failure",
            [("reason", "402".to_owned()), ("code", "101".to_owned()), ("expire", "3600".to_owned())],
        )),
        Some(Fault::Unavailable) => Some(node("failure", [("reason", "503".to_owned())])),
        _ => None,
    };
    if let Some(failure) = failure {
        out.send(failure.build())?;
        return Ok(());
    }
    // An earlier connection of the same device is over.
    state.online.insert(device.clone(), out.clone());
    let at = now().to_string();
    let lid = format!("9{phone}@lid");
    out.send(node("success", [("t", at.clone()), ("props", "4".to_owned()), ("lid", lid), ("creation", at)]).build())?;
    Ok(())
}

fn key(bytes: Option<&[u8]>) -> anyhow::Result<[u8; 32]> {
    bytes.context("no key")?.try_into().context("a key of another length")
}

fn server_hello(public: &[u8], sealed_static: Option<Vec<u8>>, sealed: Vec<u8>) -> anyhow::Result<Message> {
    let hello = ServerHello {
        ephemeral: Some(public.to_vec()),
        r#static: sealed_static,
        payload: Some(sealed),
        ..Default::default()
    };
    let message = HandshakeMessage { server_hello: MessageField::some(hello), ..Default::default() };
    Ok(Message::binary(encode_frame(&message.encode_to_vec(), None)?))
}

/// A certificate for our key, by one in between, by the root.
fn certificates(root: &KeyPair, public: &[u8]) -> anyhow::Result<Vec<u8>> {
    let middle = new_key();
    let certificate = |by: &KeyPair, serial, issuer, key: &[u8]| {
        let details = noise_certificate::Details {
            serial: Some(serial),
            issuer_serial: Some(issuer),
            key: Some(key.to_vec()),
            not_before: Some(1_700_000_000),
            not_after: Some(1_900_000_000),
        };
        let details = details.encode_to_vec();
        let signature = sign(by, &details)?;
        anyhow::Ok(NoiseCertificate { details: Some(details), signature: Some(signature) })
    };
    let chain = CertChain {
        leaf: MessageField::some(certificate(&middle, 2, 1, public)?),
        intermediate: MessageField::some(certificate(root, 1, 0, middle.public_key.public_key_bytes())?),
    };
    Ok(chain.encode_to_vec())
}
