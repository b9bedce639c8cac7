//! Messages between devices: passed on as ciphertext, kept until they are receipted.

use tokio::sync::mpsc::UnboundedSender;
use whatsapp_rust::Jid;
use whatsapp_rust::wacore_binary::Node;
use whatsapp_rust::wacore_binary::builder::NodeBuilder;

use crate::nodes::{Device, SERVER, attr, bytes, children, node, now, owner, phone_of};
use crate::server::{Server, State};

/// For one device: its address as the sender wrote it, and what is sealed for it.
type For = (Jid, Vec<Node>);

pub fn pass_on(server: &Server, device: &Device, out: &UnboundedSender<Node>, stanza: &Node) -> anyhow::Result<()> {
    let (id, to) = (attr(stanza, "id"), attr(stanza, "to"));
    let address: Jid = to.parse()?;
    let mut state = server.state();
    let sealed = |node: &Node| -> Vec<Node> {
        children(node).iter().filter(|child| child.tag.as_ref() == "enc").cloned().collect()
    };
    let group = to.strip_suffix("@g.us");
    let mut all: Vec<For> = match stanza.get_optional_child("participants") {
        Some(participants) => {
            let one = |to: &Node| anyhow::Ok((attr(to, "jid").parse()?, sealed(to)));
            children(participants).iter().map(one).collect::<Result<_, _>>()?
        }
        None if group.is_none() => vec![(address, sealed(stanza))],
        None => Vec::new(),
    };
    if let Some(group) = group {
        to_all_of_group(&state, group, device, &sealed(stanza), &mut all);
    }
    let identity = stanza.get_optional_child("device-identity").cloned();
    for (address, mut parts) in all {
        let phone = phone_of(&address);
        state.passed.extend(parts.iter().map(|part| (device.clone(), address.to_string(), bytes(part))));
        parts.extend(identity.clone());
        let devices = match address.device {
            0 => state.devices.get(&phone).cloned().unwrap_or_default(),
            one => vec![one],
        };
        let is_hidden = address.to_string().contains("@lid");
        let user = owner(device);
        let number = device.rsplit(':').next().unwrap_or_default();
        let sender = if is_hidden { format!("9{user}:{number}@lid") } else { format!("{user}:{number}@{SERVER}") };
        let mut attributes = vec![
            ("id", id.clone()),
            ("type", attr(stanza, "type")),
            ("t", now().to_string()),
            ("notify", format!("User {user}")),
        ];
        match group {
            Some(_) => attributes.extend([("from", to.clone()), ("participant", sender)]),
            None => attributes.push(("from", sender)),
        }
        if group.is_none() && phone == user {
            attributes.push(("recipient", to.clone()));
        }
        let message = NodeBuilder::new("message").attrs(attributes).children(parts).build();
        for number in devices {
            deliver(&mut state, format!("{phone}:{number}"), &message);
        }
    }
    let ack = [("class", "message".to_owned()), ("id", id), ("from", to), ("t", now().to_string())];
    out.send(node("ack", ack).build())?;
    Ok(())
}

/// Everyone in a group but the sending device gets the same; some also get the key to it, sealed for them alone.
fn to_all_of_group(state: &State, group: &str, device: &Device, sealed: &[Node], all: &mut Vec<For>) {
    let members = state.groups.get(group).into_iter().flatten();
    let devices = members.flat_map(|phone| {
        let numbers = state.devices.get(phone).into_iter().flatten();
        numbers.map(move |number| format!("{phone}:{number}"))
    });
    for other in devices.filter(|other| other != device) {
        let own = all.iter_mut().find(|(address, _)| format!("{}:{}", phone_of(address), address.device) == other);
        match own {
            Some((_, parts)) => parts.extend(sealed.iter().cloned()),
            None => {
                if let Ok(address) = format!("{other}@{SERVER}").parse() {
                    all.push((address, sealed.to_vec()));
                }
            }
        }
    }
}

fn deliver(state: &mut State, device: Device, message: &Node) {
    let is_sent = state.online.get(&device).is_some_and(|out| out.send(message.clone()).is_ok());
    let waiting = if is_sent { &mut state.unacknowledged } else { &mut state.queue };
    waiting.entry(device).or_default().push(message.clone());
}

/// What came while a device was away, or was not receipted; then that it was all.
pub fn deliver_waiting(state: &mut State, device: &Device, out: &UnboundedSender<Node>) -> anyhow::Result<Node> {
    let mut waiting = state.unacknowledged.remove(device).unwrap_or_default();
    waiting.extend(state.queue.remove(device).unwrap_or_default());
    let count = waiting.len().to_string();
    let none = || "0".to_owned();
    let preview = [
        ("count", count.clone()),
        ("message", count.clone()),
        ("receipt", none()),
        ("notification", none()),
        ("appdata", none()),
    ];
    let from = || node("ib", [("from", SERVER.to_owned())]);
    out.send(from().children([node("offline_preview", preview).build()]).build())?;
    for message in &waiting {
        let mut message = message.clone();
        message.attrs.insert("offline", "1");
        out.send(message)?;
    }
    state.unacknowledged.insert(device.clone(), waiting);
    Ok(from().children([node("offline", [("count", count)]).build()]).build())
}

/// A message has arrived.
pub fn receipted(server: &Server, device: &Device, out: &UnboundedSender<Node>, stanza: &Node) -> anyhow::Result<()> {
    let id = attr(stanza, "id");
    // One receipt may stand for several messages.
    let mut ids = vec![id.clone()];
    let list = stanza.get_optional_child("list").map(children).unwrap_or_default();
    ids.extend(list.iter().map(|item| attr(item, "id")));
    if let Some(waiting) = server.state().unacknowledged.get_mut(device) {
        waiting.retain(|message| !ids.contains(&attr(message, "id")));
    }
    let ack = [("class", "receipt".to_owned()), ("id", id), ("from", attr(stanza, "to"))];
    out.send(node("ack", ack).build())?;
    Ok(())
}
