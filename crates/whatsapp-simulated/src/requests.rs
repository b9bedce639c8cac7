//! What devices ask of the server, and its answers.

use tokio::sync::mpsc::UnboundedSender;
use whatsapp_rust::Jid;
use whatsapp_rust::buffa::Message as _;
use whatsapp_rust::wacore_binary::Node;
use whatsapp_rust::wacore_binary::builder::NodeBuilder;
use whatsapp_rust::waproto::whatsapp::{ADVKeyIndexList, ADVSignedKeyIndexList};

use crate::nodes::{Device, SERVER, attr, bytes, children, node, now, owner, phone_of, result};
use crate::pairing::RAW_ID;
use crate::server::{Bundle, Server, State};
use crate::{key_share, pair_codes, relay};

pub fn hear(
    server: &Server,
    device: Option<&Device>,
    out: &UnboundedSender<Node>,
    stanza: &Node,
) -> anyhow::Result<()> {
    match (stanza.tag.as_ref(), device) {
        ("iq", _) => request(server, device, out, stanza),
        ("message", Some(device)) => relay::pass_on(server, device, out, stanza),
        ("receipt", Some(device)) => relay::receipted(server, device, out, stanza),
        _ => Ok(()),
    }
}

fn request(server: &Server, device: Option<&Device>, out: &UnboundedSender<Node>, stanza: &Node) -> anyhow::Result<()> {
    let id = attr(stanza, "id");
    let asked = children(stanza).first();
    let tag = asked.map(|child| child.tag.to_string()).unwrap_or_default();
    if attr(stanza, "type") == "result" {
        if let Some(signed) = asked.filter(|_| tag == "pair-device-sign") {
            server.signed(&id, out, signed);
        }
        return Ok(());
    }
    if let Some(step) = asked.filter(|_| tag == pair_codes::LINK) {
        out.send(server.pair_code(&id, out, step))?;
        return Ok(());
    }
    let mut state = server.state();
    let answer = match (attr(stanza, "xmlns").as_str(), attr(stanza, "type").as_str(), tag.as_str(), device) {
        ("passive", _, _, Some(device)) => {
            out.send(result(&id).build())?;
            relay::deliver_waiting(&mut state, device, out)?
        }
        ("encrypt", "set", _, Some(device)) => {
            let is_new = !state.bundles.contains_key(device);
            take_keys(&mut state, device, stanza);
            let (account, bundle) = (state.accounts.get(owner(device)), state.bundles.get(device));
            if let (true, Some(account), Some(bundle)) = (is_new, account, bundle) {
                out.send(key_share::message_to(device, account, bundle)?)?;
            }
            result(&id).build()
        }
        ("encrypt", "get", "count", Some(device)) => {
            let count = state.bundles.get(device).map_or(0, |bundle| bundle.keys.len());
            result(&id).children([node("count", [("value", count.to_string())]).build()]).build()
        }
        ("encrypt", "get", "key", _) => {
            let users: Vec<Node> =
                asked.map(children).unwrap_or_default().iter().map(|user| keys_of(&mut state, user)).collect();
            result(&id).children([NodeBuilder::new("list").children(users).build()]).build()
        }
        ("encrypt", "get", ..) => error(&id, "404", "item-not-found"),
        ("usync", ..) => devices_of(&state, &id, asked),
        ("w:g2", "get", ..) => group(&state, &id, &attr(stanza, "to")),
        ("md", "set", "remove-companion-device", Some(device)) => {
            unlink(&mut state, device);
            result(&id).build()
        }
        ("w:sync:app:state", ..) => {
            let collection = |child: &Node| {
                node(
                    "collection",
                    [("name", attr(child, "name")), ("type", "result".to_owned()), ("version", "0".to_owned())],
                )
                .build()
            };
            let all: Vec<Node> = asked.map(children).unwrap_or_default().iter().map(collection).collect();
            result(&id).children([NodeBuilder::new("sync").children(all).build()]).build()
        }
        ("abt" | "w", ..) => {
            let props = [("protocol", "1"), ("hash", "x"), ("refresh", "86400")];
            result(&id).children([NodeBuilder::new("props").attrs(props).build()]).build()
        }
        ("privacy", ..) => result(&id).children([NodeBuilder::new("privacy").build()]).build(),
        ("blocklist", ..) => result(&id).children([NodeBuilder::new("list").build()]).build(),
        _ => result(&id).build(),
    };
    drop(state);
    out.send(answer)?;
    Ok(())
}

fn error(id: &str, code: &str, text: &str) -> Node {
    let answer = node("iq", [("from", SERVER.to_owned()), ("type", "error".to_owned()), ("id", id.to_owned())]);
    answer.children([node("error", [("code", code.to_owned()), ("text", text.to_owned())]).build()]).build()
}

/// Keys of a device, so that others can write to it.
fn take_keys(state: &mut State, device: &Device, stanza: &Node) {
    let mut bundle = state.bundles.get(device).cloned().unwrap_or_default();
    for child in children(stanza) {
        match child.tag.as_ref() {
            "registration" => bundle.registration = bytes(child),
            "identity" => bundle.identity = bytes(child),
            "skey" => bundle.signed_key = Some(child.clone()),
            "list" => bundle.keys = children(child).to_vec(),
            _ => {}
        }
    }
    bundle.device_identity = state.identities.get(device).cloned().unwrap_or_default();
    state.bundles.insert(device.clone(), bundle);
}

/// The keys of one device that another asks for.
fn keys_of(state: &mut State, user: &Node) -> Node {
    let address: Jid = attr(user, "jid").parse().unwrap_or_default();
    let device = format!("{}:{}", phone_of(&address), address.device);
    let answer = node("user", [("jid", attr(user, "jid"))]);
    let Some(Bundle { registration, identity, signed_key: Some(signed), keys, device_identity }) =
        state.bundles.get_mut(&device)
    else {
        let missing = node("error", [("code", "404".to_owned()), ("text", "item-not-found".to_owned())]);
        return answer.children([missing.build()]).build();
    };
    let mut all = vec![
        NodeBuilder::new("registration").bytes(registration.clone()).build(),
        NodeBuilder::new("type").bytes(vec![5]).build(),
        NodeBuilder::new("identity").bytes(identity.clone()).build(),
        signed.clone(),
    ];
    // Each is given once; without any the signed one serves.
    all.extend(keys.pop());
    all.push(NodeBuilder::new("device-identity").bytes(device_identity.clone()).build());
    answer.children(all).build()
}

/// Which devices numbers have.
fn devices_of(state: &State, id: &str, asked: Option<&Node>) -> Node {
    let list = asked.and_then(|query| query.get_optional_child("list"));
    let user = |user: &Node| {
        let phone = phone_of(&attr(user, "jid").parse().unwrap_or_default());
        let linked: Vec<u32> = state.devices.get(&phone).into_iter().flatten().map(|device| (*device).into()).collect();
        let device =
            |number: &u32| node("device", [("id", number.to_string()), ("key-index", number.to_string())]).build();
        let devices: Vec<Node> = linked.iter().map(device).collect();
        let details = ADVKeyIndexList {
            raw_id: Some(RAW_ID),
            timestamp: Some(now()),
            current_index: linked.iter().max().copied(),
            valid_indexes: linked.clone(),
            ..Default::default()
        };
        let indexes = ADVSignedKeyIndexList { details: Some(details.encode_to_vec()), ..Default::default() };
        let devices = NodeBuilder::new("devices").children([
            NodeBuilder::new("device-list").children(devices).build(),
            node("key-index-list", [("ts", now().to_string())]).bytes(indexes.encode_to_vec()).build(),
        ]);
        node("user", [("jid", attr(user, "jid"))])
            .children([devices.build(), node("lid", [("val", format!("9{phone}@lid"))]).build()])
            .build()
    };
    let users: Vec<Node> = list.map(children).unwrap_or_default().iter().map(user).collect();
    let sid = asked.map(|query| attr(query, "sid")).unwrap_or_default();
    let answer = node("usync", [("sid", sid), ("mode", "query".to_owned())]).children([
        NodeBuilder::new("result").children([NodeBuilder::new("devices").build()]).build(),
        NodeBuilder::new("list").children(users).build(),
    ]);
    result(id).children([answer.build()]).build()
}

/// Who is in a group.
fn group(state: &State, id: &str, address: &str) -> Node {
    let group = address.split('@').next().unwrap_or_default();
    let Some(phones) = state.groups.get(group) else {
        return error(id, "404", "item-not-found");
    };
    let participant = |phone: &String| {
        node("participant", [("jid", format!("{phone}@{SERVER}")), ("lid", format!("9{phone}@lid"))]).build()
    };
    let participants: Vec<Node> = phones.iter().map(participant).collect();
    let first = phones.first().cloned().unwrap_or_default();
    let at = now().to_string();
    let attributes = [
        ("id", group.to_owned()),
        ("creator", format!("{first}@{SERVER}")),
        ("creation", at.clone()),
        ("s_t", at),
        ("subject", "Group".to_owned()),
        ("addressing_mode", "pn".to_owned()),
    ];
    result(id).children([node("group", attributes).children(participants).build()]).build()
}

/// A device that was logged out is no longer written to.
fn unlink(state: &mut State, device: &Device) {
    let number: u16 = device.rsplit(':').next().and_then(|number| number.parse().ok()).unwrap_or_default();
    if let Some(linked) = state.devices.get_mut(owner(device)) {
        linked.retain(|other| *other != number);
    }
    state.bundles.remove(device);
    state.queue.remove(device);
    state.unacknowledged.remove(device);
}
