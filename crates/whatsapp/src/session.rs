//! One session: a client of WhatsApp Web over the session's own rows. What it hears becomes the session's status, its
//! inbox, and the end of the session.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use messenger::{Admission, Ended, Incoming, Messenger, RowsError, Seat, Status, To, external_name};
use time::OffsetDateTime;
use tokio::sync::mpsc;
use tokio::time::timeout;
use whatsapp_rust::pair_code::PairCodeOptions;
use whatsapp_rust::prelude::{Bot, BotHandle, Event, MessageBuilderExt as _, MessageExt as _};
use whatsapp_rust::types::durability_hook::{InboundDurabilityHook, InboundMessage};
use whatsapp_rust::wacore::store::traits::Backend;
use whatsapp_rust::wacore::types::events::ConnectFailureReason;
use whatsapp_rust::waproto::whatsapp as wa;
use whatsapp_rust::{Client, Jid};

use crate::store::Store;
use crate::transport::Wire;

/// How long the last writes of a session that ends may take.
const FAREWELL: Duration = Duration::from_secs(10);

/// How long a session that is woken once a day waits for more after it has connected.
const WAKE: Duration = Duration::from_secs(60);

/// The longest text that is kept of a message, in bytes.
const LONGEST_TEXT: usize = 64 * 1024;

/// Runs sessions of WhatsApp Web.
pub struct WhatsAppWeb {
    pub wire: Wire,
    /// The client's version, if it is not to be asked of the server.
    pub version: Option<(u32, u32, u32)>,
}

impl WhatsAppWeb {
    async fn start(&self, seat: &Arc<Seat>) -> Option<(BotHandle, mpsc::UnboundedReceiver<Arc<Event>>)> {
        let (heard, events) = mpsc::unbounded_channel();
        let store: Arc<dyn Backend> = Arc::new(Store(seat.rows()));
        let mut builder = Bot::builder()
            .with_backend_arc(store)
            .with_transport_factory(self.wire.clone())
            .with_http_client(self.wire.clone())
            .with_inbound_durability_hook(Inbox(Arc::clone(seat)))
            // What was written before the pairing is none of ours.
            .skip_history_sync()
            .on_event(move |event, _| {
                let heard = heard.clone();
                async move { drop(heard.send(event)) }
            });
        if let Some(version) = self.version {
            builder = builder.with_version(version);
        }
        match builder.build().await {
            Ok(bot) => Some((bot.spawn(), events)),
            Err(error) => {
                tracing::warn!(session = %seat.owned.session, %error, "a session cannot be started");
                None
            }
        }
    }
}

impl Messenger for WhatsAppWeb {
    async fn run(&self, seat: Seat) -> Ended {
        let seat = Arc::new(seat);
        if let Err(error) = seat.say(Status::Starting, None).await {
            return ended_by(&error);
        }
        let Some((bot, events)) = self.start(&seat).await else {
            return Ended::Failed("the session's keys cannot be read");
        };
        let is_admitted = seat.is_paired;
        let ended = Talk { seat: &seat, client: bot.client(), events, is_admitted }.run().await;
        if matches!(ended, Ended::NotAdmitted) {
            drop(timeout(FAREWELL, bot.client().logout()).await);
        }
        if timeout(FAREWELL, bot.shutdown()).await.is_err() {
            tracing::warn!(session = %seat.owned.session, "a session did not end in time");
        }
        ended
    }

    async fn forget(&self, seat: Seat) {
        let seat = Arc::new(seat);
        let Some((bot, mut events)) = self.start(&seat).await else { return };
        while let Some(event) = events.recv().await {
            match *event {
                Event::Connected(_) => {
                    bot.client().logout().await;
                    break;
                }
                Event::LoggedOut(_) | Event::PairingQrCode(_) => break,
                _ => {}
            }
        }
        drop(timeout(FAREWELL, bot.shutdown()).await);
    }
}

fn ended_by(error: &RowsError) -> Ended {
    match error {
        RowsError::Lost => Ended::Stopped,
        RowsError::Unreadable => Ended::Failed("the session's keys cannot be read"),
        RowsError::Database(_) => Ended::Failed("the database failed"),
    }
}

/// A session while it runs.
struct Talk<'a> {
    seat: &'a Arc<Seat>,
    client: Arc<Client>,
    events: mpsc::UnboundedReceiver<Arc<Event>>,
    /// Whether the database has agreed to the paired account.
    is_admitted: bool,
}

impl Talk<'_> {
    async fn run(mut self) -> Ended {
        let mut is_online = false;
        let wake_over = tokio::time::sleep(WAKE);
        tokio::pin!(wake_over);
        loop {
            tokio::select! {
                biased;
                () = self.seat.stop.cancelled() => return Ended::Stopped,
                event = self.events.recv() => {
                    let Some(event) = event else { return Ended::Failed("the client ended") };
                    is_online = match *event {
                        Event::Connected(_) => true,
                        Event::Disconnected(_) => false,
                        _ => is_online,
                    };
                    match self.hear(&event).await {
                        Ok(None) => {}
                        Ok(Some(ended)) => return ended,
                        Err(error) => return ended_by(&error),
                    }
                    if is_online && matches!(*event, Event::Connected(_)) {
                        self.send_all().await;
                    }
                }
                () = self.seat.woken.notified() => {
                    if is_online {
                        self.send_all().await;
                    } else if let Err(error) = self.show_pair_code().await {
                        return ended_by(&error);
                    }
                }
                () = &mut wake_over, if self.seat.is_wake => return Ended::Stopped,
            }
        }
    }

    /// What an event means for the session; the end, if it is one.
    async fn hear(&mut self, event: &Event) -> Result<Option<Ended>, RowsError> {
        match event {
            Event::PairingQrCode(qr) => {
                if self.seat.is_paired {
                    // The keys of the link are gone.
                    return Ok(Some(Ended::LoggedOut));
                }
                self.seat.show_qr(&qr.code, qr.timeout).await?;
                self.show_pair_code().await?;
            }
            Event::PairingCode(code) => self.seat.show_pair_code(&code.code, code.timeout).await?,
            Event::PairingCodeError(_) => {
                tracing::info!(session = %self.seat.owned.session, "no code for pairing was made");
            }
            Event::PairingQrCodesExhausted(_) => return Ok(Some(Ended::NotPaired)),
            Event::PairSuccess(paired) => {
                if !self.admit(&paired.id).await? {
                    return Ok(Some(Ended::NotAdmitted));
                }
                self.seat.say(Status::Starting, None).await?;
            }
            Event::PairError(_) => return Ok(Some(Ended::Failed("the pairing failed"))),
            Event::Connected(_) => {
                // A process that ended right after the pairing has not asked yet.
                if let Some(own) = self.client.pn()
                    && !self.admit(&own).await?
                {
                    return Ok(Some(Ended::NotAdmitted));
                }
                self.seat.say(Status::Online, None).await?;
            }
            Event::Disconnected(_) => self.seat.say(Status::Offline, Some("the connection broke")).await?,
            Event::OfflineSyncCompleted(_) if self.seat.is_wake => return Ok(Some(Ended::Stopped)),
            Event::LoggedOut(_) => return Ok(Some(Ended::LoggedOut)),
            Event::StreamReplaced(_) => {
                tracing::error!(session = %self.seat.owned.session, "another program uses the same link");
                return Ok(Some(Ended::Replaced));
            }
            Event::TemporaryBan(ban) => {
                let lasts = ban.expire.to_std().unwrap_or(Duration::from_secs(3600));
                return Ok(Some(Ended::Banned(lasts.max(Duration::from_secs(60)))));
            }
            Event::ClientOutdated(_) => return Ok(Some(Ended::Failed("WhatsApp wants a newer client"))),
            Event::ConnectFailure(failure) if failure.reason.is_logged_out() => return Ok(Some(Ended::LoggedOut)),
            Event::ConnectFailure(failure) => {
                let why = match failure.reason {
                    ConnectFailureReason::ServiceUnavailable => "WhatsApp is not available",
                    _ => "WhatsApp refused the connection",
                };
                return Ok(Some(Ended::Failed(why)));
            }
            Event::UndecryptableMessage(_) => {
                tracing::warn!(session = %self.seat.owned.session, "a message cannot be read; it was asked for again");
            }
            _ => {}
        }
        Ok(None)
    }

    /// Asks whose a paired account is, once; `false` if it may not stay.
    async fn admit(&mut self, account: &Jid) -> Result<bool, RowsError> {
        if !self.is_admitted {
            let phone = format!("+{}", account.user);
            self.is_admitted = self.seat.admit(&phone).await? == Admission::Admitted;
        }
        Ok(self.is_admitted)
    }

    async fn show_pair_code(&self) -> Result<(), RowsError> {
        if self.seat.is_paired || !self.seat.wants_pair_code().await? {
            return Ok(());
        }
        let Some(phone) = &self.seat.wanted_phone else { return Ok(()) };
        let phone_number = phone.trim_start_matches('+').to_owned();
        // The code comes as an event.
        if self.client.pair_with_code(PairCodeOptions { phone_number, ..Default::default() }).await.is_err() {
            tracing::info!(session = %self.seat.owned.session, "a code for pairing cannot be had now");
        }
        Ok(())
    }

    /// Sends what waits. What fails stays, for the next time.
    async fn send_all(&self) {
        let waiting = match self.seat.to_send().await {
            Ok(waiting) => waiting,
            Err(error) => {
                return tracing::warn!(session = %self.seat.owned.session, %error, "cannot read what is to be sent");
            }
        };
        for one in waiting {
            let to = match &one.message.to {
                To::Own => self.client.pn().map(|own| own.to_non_ad()),
                To::Chat(address) => address.parse::<Jid>().ok(),
            };
            let sent = match to {
                Some(to) => self.client.send_message(&to, wa::Message::text(one.message.text)).await.map(drop).is_ok(),
                // It can never be sent.
                None => true,
            };
            if !sent || self.seat.sent(one.id).await.is_err() {
                tracing::warn!(session = %self.seat.owned.session, "a message was not sent");
            }
        }
    }
}

/// Stores what comes before WhatsApp is told that it has arrived.
struct Inbox(Arc<Seat>);

#[async_trait]
impl InboundDurabilityHook for Inbox {
    async fn on_messages(&self, _: Arc<Client>, batch: &[InboundMessage]) -> anyhow::Result<()> {
        let key = &self.0.owned.key;
        let messages: Vec<([u8; 32], Incoming)> = batch
            .iter()
            .map(|one| {
                let source = &one.info.source;
                let (chat, sender) = (source.chat.to_string(), source.sender.to_non_ad().to_string());
                let text = one.message.text_content().or_else(|| one.message.get_caption()).unwrap_or_default();
                let name = external_name(key, &chat, &sender, &one.info.id);
                let message = Incoming {
                    chat,
                    sender,
                    sender_name: Some(one.info.push_name.clone()).filter(|name| !name.is_empty()),
                    is_own: source.is_from_me,
                    is_group: source.is_group,
                    text: text[..text.floor_char_boundary(LONGEST_TEXT)].to_owned(),
                    sent_at: OffsetDateTime::from_unix_timestamp(one.info.timestamp.timestamp())
                        .unwrap_or(OffsetDateTime::UNIX_EPOCH),
                };
                (name, message)
            })
            .filter(|(_, message)| !message.text.is_empty())
            .collect();
        if messages.is_empty() {
            return Ok(());
        }
        Ok(self.0.take(&messages).await?)
    }
}
