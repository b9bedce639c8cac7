//! What a member is told as it happens: each change of a session's state, and each change of an action, in one order for
//! all who listen. Nothing is kept for it: the rows are what is told, so that who comes back is told what changed meanwhile.

use std::net::IpAddr;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::{BoxStream, unfold};
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::actions::{newest_change, next_change};
use super::routes::{ActionView, MessengerStatus};
use super::{Caller, Messenger, Whose, queries};
use crate::error::Error;
use crate::platform::db;

/// How often it is noted that someone listens.
const AWAKE_EVERY: Duration = Duration::from_secs(120);

/// One thing that a member is told.
#[derive(Clone, Debug)]
pub struct Told {
    pub name: &'static str,
    /// From here a listener that comes back is told the rest.
    pub position: i64,
    pub data: Value,
}

/// Where a listener is.
#[derive(Clone, Debug, Default)]
struct Position {
    /// The last change of an action that was told.
    changed: i64,
    status: Option<Value>,
    qr_until: Option<Value>,
}

impl Messenger {
    /// What happens to a caller's sessions and actions from now on, or since `after`; the state first.
    pub async fn follow(
        &self,
        caller: &Caller,
        address: IpAddr,
        after: Option<i64>,
    ) -> Result<BoxStream<'static, Told>, Error> {
        let whose = caller.whose(self).await?;
        let watcher = self.0.watchers.watch(whose.key(), address)?;
        let changed = match (after, whose.member()) {
            (Some(after), _) => after,
            (None, Some(member)) => newest_change(&mut *self.0.pool.acquire().await?, member).await?,
            (None, None) => 0,
        };
        let (messenger, phone) = (self.clone(), caller.phone().map(str::to_owned));
        let position = Position { changed, ..Position::default() };
        let told = watcher.follow(position, move |position| {
            let (messenger, phone) = (messenger.clone(), phone.clone());
            // The stream is dropped when the member goes; the look still runs to its end.
            db::to_end(async move {
                let mut conn = messenger.0.pool.acquire().await?;
                messenger.next(&mut conn, whose, phone.as_deref(), position).await
            })
        });
        // Boxed here and there: the compiler takes minutes to look through such a type whole.
        Ok(self.keep_awake(whose, told.boxed()))
    }

    /// Who listens is here: their sessions do not sleep.
    fn keep_awake(&self, whose: Whose, told: BoxStream<'static, Told>) -> BoxStream<'static, Told> {
        let messenger = self.clone();
        let beats = tokio::time::interval(AWAKE_EVERY);
        unfold((told, beats, messenger), move |(mut told, mut beats, messenger)| async move {
            loop {
                tokio::select! {
                    next = told.next() => return next.map(|next| (next, (told, beats, messenger))),
                    _ = beats.tick() => {
                        let (own, member) = (messenger.clone(), whose.member());
                        let touched = async move {
                            let Some(member) = member else { return Ok(()) };
                            queries::touch(&mut *own.0.pool.acquire().await?, member).await
                        };
                        // One that fails is made up for by the next.
                        drop(db::to_end(touched).await);
                    }
                }
            }
        })
        .boxed()
    }

    /// What is to be told next after a position.
    async fn next(
        &self,
        conn: &mut PgConnection,
        whose: Whose,
        phone: Option<&str>,
        mut position: Position,
    ) -> sqlx::Result<Option<(Told, Option<Position>)>> {
        let sessions = queries::list(conn, &whose).await?;
        let is_proved = whose.sign_in().is_none();
        if !is_proved && sessions.is_empty() {
            // The pairing has made it the member's, and who listens comes back as that member.
            let told = Told { name: "verified", position: position.changed, data: json!({ "verified": true }) };
            return Ok(Some((told, None)));
        }
        let now = as_json(MessengerStatus::of(self, &sessions, phone, is_proved));
        let told =
            |name, position: Position, data| Some((Told { name, position: position.changed, data }, Some(position)));
        // Times that move on by themselves are no news.
        let mut news = now.clone();
        for moving in ["idleAt", "lastMessageAt"] {
            news[moving] = Value::Null;
            for device in news["devices"].as_array_mut().into_iter().flatten() {
                device[moving] = Value::Null;
            }
        }
        if position.status.as_ref() != Some(&news) {
            position.status = Some(news);
            return Ok(told("status", position, now));
        }
        if position.qr_until.as_ref() != Some(&now["qrUntil"]) {
            position.qr_until = Some(now["qrUntil"].clone());
            if !now["qrUntil"].is_null() {
                return Ok(told("qr", position, json!({ "qrUntil": now["qrUntil"] })));
            }
        }
        let Some(member) = whose.member() else { return Ok(None) };
        let Some(action) = next_change(conn, member, position.changed).await? else { return Ok(None) };
        position.changed = action.changed;
        let name = if action.version == 1 { "new_action" } else { "action_updated" };
        Ok(told(name, position, as_json(ActionView::from(action))))
    }
}

fn as_json(told: impl serde::Serialize) -> Value {
    serde_json::to_value(told).unwrap_or_default()
}
