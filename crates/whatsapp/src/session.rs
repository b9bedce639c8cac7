//! One session: a client of WhatsApp Web over the session's own rows. What it hears becomes the session's status, its
//! inbox, and the end of the session.

use std::sync::Arc;
use std::time::Duration;

use messenger::{Admission, Ended, Messenger, RowsError, Seat, Status, To};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout};
use whatsapp_rust::pair_code::PairCodeOptions;
use whatsapp_rust::prelude::{Bot, BotHandle, Event, MessageBuilderExt as _};
use whatsapp_rust::wacore::pair_code::PairCodeUtils;
use whatsapp_rust::wacore::store::traits::Backend;
use whatsapp_rust::wacore::types::events::ConnectFailureReason;
use whatsapp_rust::waproto::whatsapp as wa;
use whatsapp_rust::{Client, Jid};

use crate::inbox::Inbox;
use crate::store::Store;
use crate::transport::{NoConnection, Watched, Wire};

/// How long the last writes of a session that ends may take.
const FAREWELL: Duration = Duration::from_secs(10);

/// How long a session that is woken once a day waits for more after it has connected.
const WAKE: Duration = Duration::from_secs(60);

/// Runs sessions of WhatsApp Web.
pub struct WhatsAppWeb {
    pub wire: Wire,
    /// The client's version, if it is not to be asked of the server.
    pub version: Option<(u32, u32, u32)>,
}

impl WhatsAppWeb {
    async fn start(&self, seat: &Arc<Seat>) -> Option<(BotHandle, Heard)> {
        let (heard, events) = mpsc::unbounded_channel();
        let (failed, failures) = mpsc::unbounded_channel();
        let store: Arc<dyn Backend> = Arc::new(Store(seat.rows()));
        let mut builder = Bot::builder()
            .with_backend_arc(store)
            .with_transport_factory(Watched { wire: self.wire.clone(), failed })
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
            Ok(bot) => Some((bot.spawn(), Heard { events, failures })),
            Err(error) => {
                tracing::warn!(session = %seat.owned.session, %error, "a session cannot be started");
                None
            }
        }
    }
}

/// What a client tells of itself.
struct Heard {
    events: mpsc::UnboundedReceiver<Arc<Event>>,
    failures: mpsc::UnboundedReceiver<NoConnection>,
}

impl Messenger for WhatsAppWeb {
    async fn run(&self, seat: Seat) -> Ended {
        let seat = Arc::new(seat);
        if let Err(error) = seat.say(Status::Starting, None).await {
            return ended_by(&error);
        }
        let Some((bot, heard)) = self.start(&seat).await else {
            return Ended::Failed("the session's keys cannot be read");
        };
        let is_admitted = seat.is_paired;
        let code = Code::default();
        let ended = Talk { seat: &seat, client: bot.client(), heard, is_admitted, code }.run().await;
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
        let Some((bot, mut heard)) = self.start(&seat).await else { return };
        while let Some(event) = heard.events.recv().await {
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
    heard: Heard,
    /// Whether the database has agreed to the paired account.
    is_admitted: bool,
    code: Code,
}

/// The code to type instead of scanning.
#[derive(Default)]
struct Code {
    /// The client is connected and waits for a telephone, so that it can ask for one.
    can_be_had: bool,
    /// When the one that is shown lapses.
    ends: Option<Instant>,
    /// The last QR code is over, and only the code keeps the session waiting.
    is_all_that_is_shown: bool,
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
                event = self.heard.events.recv() => {
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
                Some(why) = self.heard.failures.recv() => {
                    if let Err(error) = self.seat.say(Status::Offline, Some(why.as_str())).await {
                        return ended_by(&error);
                    }
                }
                () = sleep_until(self.code.ends.unwrap_or_else(Instant::now)), if self.code.ends.is_some() => {
                    match self.hide_pair_code().await {
                        Ok(None) => {}
                        Ok(Some(ended)) => return ended,
                        Err(error) => return ended_by(&error),
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
                self.code.can_be_had = true;
                self.show_pair_code().await?;
            }
            // It was typed, but the telephone could not open what it got: a wrong code is noticed only by that.
            Event::PairingCodeRefresh(_) | Event::PairingCodeError(_) => return self.hide_pair_code().await,
            Event::PairingQrCodesExhausted(_) if self.code.ends.is_some() => self.code.is_all_that_is_shown = true,
            Event::PairingQrCodesExhausted(_) => return Ok(Some(Ended::NotPaired)),
            Event::PairSuccess(paired) => {
                self.code = Code::default();
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
            Event::Disconnected(_) => {
                // The server knows the code by the connection.
                self.code.can_be_had = false;
                if self.code.ends.take().is_some() {
                    self.seat.hide_pair_code().await?;
                }
                self.seat.say(Status::Offline, Some("the connection broke")).await?;
            }
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

    /// Shows a code to type, if one is asked for.
    async fn show_pair_code(&mut self) -> Result<(), RowsError> {
        if !self.code.can_be_had || self.seat.is_paired || !self.seat.wants_pair_code().await? {
            return Ok(());
        }
        let Some(phone) = &self.seat.wanted_phone else { return Ok(()) };
        let phone_number = phone.trim_start_matches('+').to_owned();
        // One that is asked for again replaces the first.
        self.client.cancel_pair_code().await;
        let lasts = PairCodeUtils::code_validity();
        let ends = Instant::now() + lasts;
        let making = self.client.pair_with_code(PairCodeOptions { phone_number, ..Default::default() });
        let made = tokio::select! {
            made = making => made,
            () = self.seat.stop.cancelled() => return Ok(()),
        };
        let Ok(code) = made else {
            tracing::info!(session = %self.seat.owned.session, "a code for pairing cannot be had now");
            return self.seat.hide_pair_code().await;
        };
        self.code.ends = Some(ends);
        self.seat.show_pair_code(&code, ends - Instant::now()).await
    }

    /// The code that was shown is of no use any more; the end, if nothing else is shown.
    async fn hide_pair_code(&mut self) -> Result<Option<Ended>, RowsError> {
        self.code.ends = None;
        if self.code.is_all_that_is_shown {
            return Ok(Some(Ended::NotPaired));
        }
        self.seat.hide_pair_code().await.map(|()| None)
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
