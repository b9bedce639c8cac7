//! All that a running session can reach: its own rows, its inbox, what it has to send, and how it says what it is.

use std::time::Duration;

use sqlx::Row as _;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::letters::{Incoming, Outgoing};
use crate::new_uuid;
use crate::rows::{Owned, RowsError, SealedRows};
use crate::seal::SealedBy;
use crate::states::Status;

/// Runs sessions of one messenger.
pub trait Messenger: Send + Sync + 'static {
    /// Runs a session until `seat.stop`, or until it ends by itself; the pairing is kept.
    fn run(&self, seat: Seat) -> impl Future<Output = Ended> + Send;

    /// Ends the link at the messenger, as far as it can be reached.
    fn forget(&self, seat: Seat) -> impl Future<Output = ()> + Send;
}

/// How a session ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Because it was told so, or because all that waited was read ([`Seat::is_wake`]).
    Stopped,
    /// No one has scanned a QR code in time.
    NotPaired,
    /// The account was not the wanted one, or has too many devices; nothing of it stays.
    NotAdmitted,
    /// The member has unlinked it, and all of it goes.
    Forgotten,
    LoggedOut,
    Replaced,
    /// Shut out for this long.
    Banned(Duration),
    /// It makes sense to try again. The text is for people who look after the service: no name, no number, no words.
    Failed(&'static str),
}

/// What happened to a paired account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    Admitted,
    Refused,
}

/// One session while a process owns it.
pub struct Seat {
    pub owned: Owned,
    /// The number whose account alone may be paired.
    pub wanted_phone: Option<String>,
    pub is_paired: bool,
    /// Only to read what has waited, once a day.
    pub is_wake: bool,
    /// Set when the session is to end.
    pub stop: CancellationToken,
    /// Woken when there is something to send, or a pair code is asked for.
    pub woken: std::sync::Arc<Notify>,
}

/// A message to send, and the row that it is.
pub struct ToSend {
    pub id: Uuid,
    pub message: Outgoing,
}

impl Seat {
    pub fn rows(&self) -> SealedRows {
        SealedRows(self.owned.clone())
    }

    /// Says what the session is.
    pub async fn say(&self, status: Status, detail: Option<&str>) -> Result<(), RowsError> {
        let is_online = status == Status::Online;
        let said = sqlx::query(
            "UPDATE messenger_sessions
             SET since = CASE WHEN status = $3 THEN since ELSE now() END, status = $3, detail = $4,
                 failures = CASE WHEN $5 THEN 0 ELSE failures END,
                 online_at = CASE WHEN $5 THEN now() ELSE online_at END,
                 qr_sealed = CASE WHEN $3 = 'pairing' THEN qr_sealed END,
                 qr_until = CASE WHEN $3 = 'pairing' THEN qr_until END
             WHERE id = $1 AND epoch = $2 AND owned_until > clock_timestamp()",
        )
        .bind(self.owned.session)
        .bind(self.owned.epoch)
        .bind(<&str>::from(status))
        .bind(detail)
        .bind(is_online)
        .execute(&self.owned.pool)
        .await?;
        if said.rows_affected() == 0 { Err(RowsError::Lost) } else { Ok(()) }
    }

    /// Shows a QR code for this long.
    pub async fn show_qr(&self, code: &str, lasts: Duration) -> Result<(), RowsError> {
        let sealed = self.owned.key.seal(SealedBy::QrCode, code.as_bytes());
        self.show("qr_sealed = $3, qr_until = now() + make_interval(secs => $4)", sealed, lasts).await
    }

    /// Shows a code to type instead of scanning.
    pub async fn show_pair_code(&self, code: &str, lasts: Duration) -> Result<(), RowsError> {
        let sealed = self.owned.key.seal(SealedBy::PairCode, code.as_bytes());
        self.show(
            "pair_code_sealed = $3, pair_code_until = now() + make_interval(secs => $4), pair_code_asked = false",
            sealed,
            lasts,
        )
        .await
    }

    /// The code to type is of no use any more, or cannot be had.
    pub async fn hide_pair_code(&self) -> Result<(), RowsError> {
        let hidden = sqlx::query(
            "UPDATE messenger_sessions
             SET pair_code_sealed = NULL, pair_code_until = NULL, pair_code_asked = false
             WHERE id = $1 AND epoch = $2 AND owned_until > clock_timestamp()",
        )
        .bind(self.owned.session)
        .bind(self.owned.epoch)
        .execute(&self.owned.pool)
        .await?;
        if hidden.rows_affected() == 0 { Err(RowsError::Lost) } else { Ok(()) }
    }

    async fn show(&self, change: &'static str, sealed: Vec<u8>, lasts: Duration) -> Result<(), RowsError> {
        let statement = format!(
            "UPDATE messenger_sessions
             SET since = CASE WHEN status = 'pairing' THEN since ELSE now() END, status = 'pairing', detail = NULL, {change}
             WHERE id = $1 AND epoch = $2 AND owned_until > clock_timestamp()"
        );
        let said = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(self.owned.session)
            .bind(self.owned.epoch)
            .bind(sealed)
            .bind(lasts.as_secs_f64())
            .execute(&self.owned.pool)
            .await?;
        if said.rows_affected() == 0 { Err(RowsError::Lost) } else { Ok(()) }
    }

    /// Whether a code to type is asked for and not shown yet.
    pub async fn wants_pair_code(&self) -> Result<bool, RowsError> {
        let asked = sqlx::query_scalar("SELECT pair_code_asked FROM messenger_sessions WHERE id = $1")
            .bind(self.owned.session)
            .fetch_optional(&self.owned.pool)
            .await?;
        Ok(asked.unwrap_or(false))
    }

    /// An account was paired: the database decides whose it is.
    pub async fn admit(&self, phone: &str) -> Result<Admission, RowsError> {
        let said: String = sqlx::query_scalar("SELECT admit_messenger_account($1, $2, $3)")
            .bind(self.owned.session)
            .bind(self.owned.epoch)
            .bind(phone)
            .fetch_one(&self.owned.pool)
            .await?;
        match said.as_str() {
            "admitted" => Ok(Admission::Admitted),
            "not-owner" => Err(RowsError::Lost),
            _ => Ok(Admission::Refused),
        }
    }

    /// Stores messages that have come, each once. The messenger may be told that they have arrived once this returns.
    pub async fn take(&self, messages: &[([u8; 32], Incoming)]) -> Result<(), RowsError> {
        let key = &self.owned.key;
        let ids: Vec<Uuid> = messages.iter().map(|_| new_uuid()).collect();
        let names: Vec<Vec<u8>> = messages.iter().map(|(name, _)| name.to_vec()).collect();
        let sealed: Vec<Vec<u8>> = messages
            .iter()
            .map(|(name, message)| {
                let plain = serde_json::to_vec(message).unwrap_or_default();
                key.seal(SealedBy::Inbox(name), &plain)
            })
            .collect();
        let times: Vec<i64> = messages.iter().map(|(_, message)| message.sent_at.unix_timestamp()).collect();
        // All or none, and none by a process that no longer owns the session.
        let taken = sqlx::query(
            "WITH owned AS (UPDATE messenger_sessions SET message_at = now()
                            WHERE id = $1 AND epoch = $2 AND owned_until > clock_timestamp() RETURNING id),
                  new AS (INSERT INTO messenger_inbox (id, session_id, external, sealed, sent_at)
                          SELECT new.id, owned.id, external, sealed, to_timestamp(sent)
                          FROM owned, unnest($3::uuid[], $4::bytea[], $5::bytea[], $6::bigint[])
                              AS new (id, external, sealed, sent)
                          ON CONFLICT (session_id, external) DO NOTHING)
             SELECT count(*) AS owned FROM owned",
        )
        .bind(self.owned.session)
        .bind(self.owned.epoch)
        .bind(ids)
        .bind(names)
        .bind(sealed)
        .bind(times)
        .fetch_one(&self.owned.pool)
        .await?;
        if taken.get::<i64, _>("owned") == 0 { Err(RowsError::Lost) } else { Ok(()) }
    }

    /// What waits to be sent, oldest first.
    pub async fn to_send(&self) -> Result<Vec<ToSend>, RowsError> {
        let rows: Vec<(Uuid, Vec<u8>)> = sqlx::query_as(
            "UPDATE messenger_outbox SET tries = tries + 1
             WHERE id IN (SELECT id FROM messenger_outbox WHERE session_id = $1 AND expires_at > now() AND tries < 5
                          ORDER BY created_at LIMIT 20)
               AND EXISTS (SELECT FROM messenger_sessions
                           WHERE id = $1 AND epoch = $2 AND owned_until > clock_timestamp())
             RETURNING id, sealed",
        )
        .bind(self.owned.session)
        .bind(self.owned.epoch)
        .fetch_all(&self.owned.pool)
        .await?;
        let open = |(id, sealed): (Uuid, Vec<u8>)| {
            let plain = self.owned.key.open(SealedBy::Outbox(id), &sealed).ok_or(RowsError::Unreadable)?;
            let message = serde_json::from_slice(&plain).map_err(|_| RowsError::Unreadable)?;
            Ok(ToSend { id, message })
        };
        rows.into_iter().map(open).collect()
    }

    /// The messenger has taken it.
    pub async fn sent(&self, id: Uuid) -> Result<(), RowsError> {
        sqlx::query("DELETE FROM messenger_outbox WHERE id = $1 AND session_id = $2")
            .bind(id)
            .bind(self.owned.session)
            .execute(&self.owned.pool)
            .await?;
        Ok(())
    }
}
