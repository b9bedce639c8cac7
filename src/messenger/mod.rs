//! Members' own messenger sessions, and the actions that are found in their messages. The program `anteroom-whatsapp` runs
//! the sessions: here is written what is wanted of each, there what it is, and the two meet only in the database
//! (`crates/messenger`).

use std::sync::Arc;
use std::time::Duration;

use ::messenger::{MasterKey, Outgoing, SealedBy, To, channels};
use sqlx::{PgConnection, PgPool};
use time::{OffsetDateTime, UtcOffset};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::auth::members::{self, Identity, Stored};
use crate::auth::phones::{Phone, Phones, SignIn};
use crate::config::{Config, MessengerKind, SecretKey};
use crate::error::{Error, Kind};
use crate::platform::http::ClientIp;
use crate::platform::ids::new_uuid;
use crate::platform::{clock, db, events};

pub mod actions;
pub mod detect;
mod extract;
mod live;
pub mod monitor;
mod queries;
pub mod routes;
pub mod shares;

pub use extract::{Caller, Whose};
pub use queries::Session;
pub use routes::socket_io::service as socket_io;

/// Who waits for changes, by the member or by the sign-in that waits.
type Watchers = events::Watchers<Uuid>;

/// How often sessions without anyone are deleted, and messages that cannot be read.
pub const TIDY_EVERY: Duration = Duration::from_secs(60);

/// The most devices of a member; the table holds the same.
const DEVICES: i16 = 4;

/// The most sessions that wait for telephones at once, of the thousand that a connector runs.
const MOST_WAITING: i64 = 200;

/// How long a code waits for a connector that sends it.
const CODE_WAITS: Duration = Duration::from_secs(300);

/// Members' messenger sessions. Cheap to clone.
#[derive(Clone)]
pub struct Messenger(Arc<Inner>);

struct Inner {
    pool: PgPool,
    phones: Phones,
    watchers: Watchers,
    master: MasterKey,
    kind: MessengerKind,
    idle: Option<Duration>,
    offset: UtcOffset,
    message_keep: Duration,
}

impl Messenger {
    /// With `most` listeners at once, who are sent away at `stop`.
    pub fn new(pool: PgPool, key: &SecretKey, config: &Config, most: usize, stop: CancellationToken) -> Self {
        let options = &config.messenger;
        Self(Arc::new(Inner {
            phones: Phones::new(pool.clone(), key, options.messenger != MessengerKind::Off),
            watchers: Watchers::new(channels::CHANGES, most, stop),
            pool,
            master: MasterKey::of_secret(key.reveal().as_bytes()),
            kind: options.messenger,
            idle: options.messenger_idle.0,
            offset: options.messenger_utc_offset,
            message_keep: options.message_keep,
        }))
    }

    pub fn is_on(&self) -> bool {
        self.0.kind != MessengerKind::Off
    }

    /// Passes changes on to those who listen, until `stop`.
    pub async fn tell_watchers(self, stop: CancellationToken) {
        self.0.watchers.clone().run(self.0.pool.clone(), stop, Uuid::try_parse).await;
    }

    /// 404 where messenger sessions are off.
    pub fn must_be_on(&self) -> Result<(), Error> {
        if self.is_on() {
            return Ok(());
        }
        Err(Error::new(Kind::NotEnabled, "Messenger sessions are off. Set MESSENGER to switch them on."))
    }

    pub fn phones(&self) -> &Phones {
        &self.0.phones
    }

    /// Begins a sign-in, with a session that waits for the phone of the number. If the number is linked already, a code
    /// comes into its own chat; the answer and its time do not tell.
    pub async fn sign_in(&self, phone: &Phone, client: ClientIp) -> Result<SignIn, Error> {
        let mut tx = db::begin(&self.0.pool).await?;
        // Each takes a place of the connector for some minutes: those who never scan must not take them all.
        if queries::count_waiting(&mut tx).await? >= MOST_WAITING {
            return Err(Error::retry_after(Kind::Unavailable, 60));
        }
        let sign_in = self.0.phones.create(&mut tx, phone, client.0).await?;
        self.insert(&mut tx, &Whose::of_sign_in(sign_in.id), 1, Some(phone)).await?;
        tx.commit().await?;
        let (messenger, asking) = (self.clone(), sign_in.clone());
        tokio::spawn(async move {
            if let Err(error) = db::in_time(messenger.send_code(&asking)).await {
                tracing::warn!(%error, "cannot send a code into a number's own chat");
            }
        });
        Ok(sign_in)
    }

    async fn send_code(&self, sign_in: &SignIn) -> sqlx::Result<()> {
        let mut tx = db::begin(&self.0.pool).await?;
        // A session sleeps after an hour, so that this is the time to wake it.
        let Some((session, data_key)) = queries::wake_account(&mut tx, &sign_in.phone).await? else {
            return Ok(());
        };
        let Some(key) = self.0.master.open(session, &data_key) else {
            return Ok(());
        };
        let Some(code) = self.0.phones.make_code(&mut tx, sign_in).await? else {
            tracing::info!("a number has had its codes of this hour");
            return Ok(());
        };
        let (first, last) = code.split_at(4);
        let text = format!("{first} {last} is your code for signing in. Did you not ask for it? Then tell no one.");
        let id = new_uuid();
        let letter = serde_json::to_vec(&Outgoing { to: To::Own, text }).unwrap_or_default();
        let sealed = key.seal(SealedBy::Outbox(id), &letter);
        queries::insert_letter(&mut tx, id, session, &sealed, CODE_WAITS).await?;
        tx.commit().await
    }

    /// Proves a sign-in by its code; 422 for a wrong one, as for one that never was.
    /// Returns the member's id too.
    pub async fn verify(&self, sign_in: &SignIn, code: &str) -> Result<(SignIn, Uuid), Error> {
        if !self.0.phones.check_code(sign_in.id, code).await? {
            return Err(Error::field("code", "This is not the code, or it has lapsed. Sign in again for another one."));
        }
        let mut tx = db::begin(&self.0.pool).await?;
        let member = members::store(&mut tx, &Identity::of_phone(&sign_in.phone)).await?;
        self.0.phones.prove(&mut tx, sign_in.id, member.id.uuid()).await?;
        if queries::has_sessions(&mut tx, member.id).await? {
            queries::delete_waiting(&mut tx, sign_in.id).await?;
        } else {
            queries::give_waiting(&mut tx, sign_in.id, member.id).await?;
        }
        tx.commit().await?;
        Ok((SignIn { is_proved: true, ..sign_in.clone() }, member.id.uuid()))
    }

    /// Ends a sign-in; a session that waits for its pairing goes with it.
    pub async fn sign_out(&self, sign_in: &SignIn) -> Result<(), Error> {
        let mut tx = db::begin(&self.0.pool).await?;
        queries::delete_waiting(&mut tx, sign_in.id).await?;
        self.0.phones.end(&mut tx, sign_in.id).await?;
        Ok(tx.commit().await?)
    }

    /// The sessions of a caller, by device. A call of a member wakes those that sleep.
    pub async fn sessions(&self, whose: &Whose) -> Result<Vec<Session>, Error> {
        let mut conn = self.0.pool.acquire().await?;
        if let Some(member) = whose.member() {
            queries::touch(&mut conn, member).await?;
        }
        Ok(queries::list(&mut conn, whose).await?)
    }

    /// The QR code of a device that waits to be paired; `None` if none is shown.
    pub async fn qr(&self, whose: &Whose, device: i16) -> Result<Option<String>, Error> {
        let mut conn = self.0.pool.acquire().await?;
        let found = queries::find_codes(&mut conn, whose, device).await?;
        Ok(found.and_then(|codes| self.open(&codes, SealedBy::QrCode, codes.qr.as_deref()?)))
    }

    /// The code to type on the phone instead; `None` if none is shown.
    pub async fn pair_code(&self, whose: &Whose, device: i16) -> Result<Option<String>, Error> {
        let mut conn = self.0.pool.acquire().await?;
        let found = queries::find_codes(&mut conn, whose, device).await?;
        Ok(found.and_then(|codes| self.open(&codes, SealedBy::PairCode, codes.pair_code.as_deref()?)))
    }

    fn open(&self, codes: &queries::Codes, by: SealedBy<'_>, sealed: &[u8]) -> Option<String> {
        let plain = self.0.master.open(codes.session, &codes.data_key)?.open(by, sealed)?;
        String::from_utf8(plain).ok()
    }

    /// The QR code that waits for this number, for the made-up telephones.
    pub async fn qr_of_number(&self, phone: &Phone) -> Result<Option<String>, Error> {
        let found = queries::find_codes_of_number(&mut *self.0.pool.acquire().await?, phone).await?;
        Ok(found.and_then(|codes| self.open(&codes, SealedBy::QrCode, codes.qr.as_deref()?)))
    }

    /// Starts a device of a caller, or makes it. A sign-in that is not proved has one.
    pub async fn start(&self, caller: &Caller, device: i16) -> Result<(), Error> {
        let mut tx = db::begin(&self.0.pool).await?;
        let (whose, most) = match &caller.sign_in {
            Some(sign_in) if !sign_in.is_proved => (Whose::of_sign_in(sign_in.id), 1),
            _ => (Whose::of_member(self.member(&mut tx, caller).await?.id), DEVICES),
        };
        if !(1..=most).contains(&device) {
            return Err(Error::field("device", format!("A member has devices 1 to {DEVICES}.")));
        }
        if !queries::start(&mut tx, &whose, device, false).await? {
            let phone = caller.sign_in.as_ref().map(|sign_in| &sign_in.phone);
            self.insert(&mut tx, &whose, device, phone).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The stored member, who is stored now if it is the first time. Nothing new begins for one who is restricted.
    async fn member(&self, conn: &mut PgConnection, caller: &Caller) -> Result<Stored, Error> {
        let member = members::store(conn, &caller.identity).await?;
        if member.is_restricted {
            return Err(Error::words(Kind::Forbidden, "assistant-restricted", []));
        }
        Ok(member)
    }

    async fn insert(
        &self,
        conn: &mut PgConnection,
        whose: &Whose,
        device: i16,
        phone: Option<&Phone>,
    ) -> sqlx::Result<()> {
        let id = new_uuid();
        let (_, data_key) = self.0.master.make(id);
        queries::insert(conn, id, whose, device, phone, &data_key).await
    }

    /// Asks of a device what `wish` says; 404 if there is no such device.
    pub async fn wish(&self, whose: &Whose, device: i16, wish: Wish) -> Result<(), Error> {
        let mut conn = self.0.pool.acquire().await?;
        let found = match wish {
            Wish::Restart => queries::start(&mut conn, whose, device, true).await?,
            Wish::Stop => queries::stop(&mut conn, whose, device).await?,
            Wish::PairCode => queries::ask_pair_code(&mut conn, whose, device).await?,
            Wish::Forget => queries::forget(&mut conn, whose, device).await?,
        };
        if found { Ok(()) } else { Err(Kind::NotFound.into()) }
    }

    /// Deletes what waits for no one, and messages that could not be read. Periodic.
    pub async fn tidy(self) {
        let tidied = async {
            let mut conn = self.0.pool.acquire().await?;
            queries::delete_unwanted(&mut conn).await?;
            queries::delete_messages(&mut conn, self.0.message_keep).await
        };
        if let Err(error) = db::in_time::<_, sqlx::Error>(tidied).await {
            tracing::warn!(%error, "cannot tidy messenger sessions; trying again later");
        }
    }

    /// The time of day where members are.
    fn local(&self, at: OffsetDateTime) -> OffsetDateTime {
        at.to_offset(self.0.offset)
    }

    /// When a session that was last used then will sleep.
    fn sleeps_at(&self, active_at: OffsetDateTime) -> Option<OffsetDateTime> {
        Some((active_at + self.0.idle?).max(clock::now()))
    }
}

/// What a member asks of a session.
#[derive(Clone, Copy, Debug)]
pub enum Wish {
    Restart,
    /// Its pairing is kept.
    Stop,
    /// A code to type on the phone.
    PairCode,
    /// It is logged out at the messenger, and its keys are shredded.
    Forget,
}

/// In an erasure, before the member goes: sessions are logged out at the messenger and then shredded by the connector;
/// nothing says any more whose they were.
pub async fn let_go(conn: &mut PgConnection, member: Uuid) -> sqlx::Result<()> {
    queries::let_go(conn, member).await
}
