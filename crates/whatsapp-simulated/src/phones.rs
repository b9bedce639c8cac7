//! The telephones: each is a real client, linked to its number as one more device, so that what it sends is sealed as
//! people's messages are.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anteroom_whatsapp::{Watched, Wire};
use anyhow::{Context as _, ensure};
use serde::Serialize;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use whatsapp_rust::buffa::MessageField;
use whatsapp_rust::prelude::{Bot, BotHandle, Event, MessageBuilderExt as _, MessageExt as _};
use whatsapp_rust::wacore::store::InMemoryBackend;
use whatsapp_rust::waproto::whatsapp as wa;
use whatsapp_rust::{Client, Jid};

use crate::nodes::{SERVER, now};
use crate::server::Server;

/// How long linking a telephone may take; the client itself waits ten seconds for keys that a real one would send.
const PATIENCE: Duration = Duration::from_secs(60);

/// A message that a telephone has received.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    pub from: String,
    pub text: String,
    /// Seconds since 1970
    pub at: u64,
}

/// A telephone that is switched on; it goes off when this is dropped.
struct Phone {
    client: Arc<Client>,
    is_ready: watch::Receiver<bool>,
    heard: Arc<Mutex<Vec<Said>>>,
    _bot: BotHandle,
}

/// All telephones, switched on when they are first used.
pub struct Phones {
    server: Arc<Server>,
    wire: Wire,
    on: tokio::sync::Mutex<HashMap<String, Arc<Phone>>>,
}

/// Digits alone, as the protocol writes numbers.
fn digits(phone: &str) -> anyhow::Result<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    ensure!((7..=15).contains(&digits.len()), "Write the number with its country, such as +49 151 00000001.");
    Ok(digits)
}

impl Phones {
    pub fn new(server: Arc<Server>) -> anyhow::Result<Self> {
        Ok(Self { wire: Wire::to(&server.url)?, server, on: tokio::sync::Mutex::default() })
    }

    /// Scans a QR code with the telephone of this number.
    pub async fn scan(&self, phone: &str, code: &str) -> anyhow::Result<()> {
        let phone = digits(phone)?;
        self.server.scan(code, &phone)?;
        // From now on it hears what is written into its own chat.
        self.switch_on(&phone).await.map(drop)
    }

    /// Types the code that a device shows on the telephone of this number.
    pub async fn type_code(&self, phone: &str, code: &str) -> anyhow::Result<()> {
        let phone = digits(phone)?;
        timeout(PATIENCE, self.server.type_code(&phone, code)).await.context("The device does not answer.")??;
        self.switch_on(&phone).await.map(drop)
    }

    /// Sends a message; to its own number it is one into its own chat.
    pub async fn send(&self, from: &str, to: &str, text: &str) -> anyhow::Result<()> {
        self.send_message(from, to, wa::Message::text(text)).await
    }

    /// Sends a picture, of which only what is said of it is real.
    pub async fn send_picture(&self, from: &str, to: &str, caption: &str) -> anyhow::Result<()> {
        let picture = wa::message::ImageMessage {
            caption: Some(caption.to_owned()).filter(|caption| !caption.is_empty()),
            mimetype: Some("image/jpeg".to_owned()),
            ..Default::default()
        };
        let message = wa::Message { image_message: MessageField::some(picture), ..Default::default() };
        self.send_message(from, to, message).await
    }

    async fn send_message(&self, from: &str, to: &str, message: wa::Message) -> anyhow::Result<()> {
        let phone = self.switch_on(&digits(from)?).await?;
        let to: Jid = if to.ends_with("@g.us") { to.parse()? } else { format!("{}@{SERVER}", digits(to)?).parse()? };
        let mut ready = phone.is_ready.clone();
        timeout(PATIENCE, ready.wait_for(|ready| *ready)).await.context("The telephone has no connection.")??;
        // A device that was linked a moment ago has not left its keys at the server yet.
        let sending = async {
            while let Err(error) = phone.client.send_message(&to, message.clone()).await {
                tracing::debug!(%error, "not sent yet");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        };
        timeout(PATIENCE / 3, sending).await.context("The message cannot be sent: is that number linked?")
    }

    /// What a telephone has received since it was switched on.
    pub async fn heard(&self, phone: &str) -> anyhow::Result<Vec<Said>> {
        let phone = self.switch_on(&digits(phone)?).await?;
        let heard = phone.heard.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(heard)
    }

    async fn switch_on(&self, phone: &str) -> anyhow::Result<Arc<Phone>> {
        let mut on = self.on.lock().await;
        if let Some(phone) = on.get(phone) {
            return Ok(Arc::clone(phone));
        }
        let (events, mut happened) = mpsc::unbounded_channel();
        let (failed, _) = mpsc::unbounded_channel();
        let bot = Bot::builder()
            .with_backend(InMemoryBackend::new())
            .with_transport_factory(Watched { wire: self.wire.clone(), failed })
            .with_http_client(self.wire.clone())
            .with_version((2, 3000, 0))
            .with_push_name("Phone")
            .with_wanted_pre_key_count(50)
            .skip_history_sync()
            .on_event(move |event, _| {
                let events = events.clone();
                async move { drop(events.send(event)) }
            })
            .build()
            .await?;
        let bot = bot.spawn();
        let shown = async {
            loop {
                if let Event::PairingQrCode(qr) = &*happened.recv().await.context("The telephone failed.")? {
                    return anyhow::Ok(qr.code.clone());
                }
            }
        };
        let code = timeout(PATIENCE, shown).await.context("The telephone shows nothing.")??;
        self.server.scan(&code, phone)?;
        let heard = Arc::<Mutex<Vec<Said>>>::default();
        let (ready, is_ready) = watch::channel(false);
        let hearing = Arc::clone(&heard);
        let (linked, mut is_linked) = watch::channel(false);
        tokio::spawn(async move {
            while let Some(event) = happened.recv().await {
                match &*event {
                    Event::PairSuccess(_) => drop(linked.send_replace(true)),
                    Event::Connected(_) => drop(ready.send_replace(true)),
                    Event::Messages(batch) => {
                        let said = batch.messages.iter().filter_map(|one| {
                            let text = one.message.text_content()?.to_owned();
                            Some(Said { from: one.info.source.sender.to_non_ad().to_string(), text, at: now() })
                        });
                        hearing.lock().unwrap_or_else(PoisonError::into_inner).extend(said);
                    }
                    _ => {}
                }
            }
        });
        timeout(PATIENCE, is_linked.wait_for(|linked| *linked)).await.context("The telephone was not linked.")??;
        let made = Arc::new(Phone { client: bot.client(), is_ready, heard, _bot: bot });
        on.insert(phone.to_owned(), Arc::clone(&made));
        Ok(made)
    }
}
