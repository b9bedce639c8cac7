//! What the desk and the metrics show of messenger sessions: states and counts, never a number, a name or a word.

use time::{Date, OffsetDateTime};

use super::Messenger;
use crate::error::Error;

mod queries;

/// A session, as those see it who look after the service.
#[derive(Clone, Debug)]
pub struct Watched {
    /// The first eight digits of its id.
    pub tag: String,
    pub status: String,
    pub since: OffsetDateTime,
    pub detail: Option<String>,
    pub restarts: i32,
    pub failures: i32,
    pub online_at: Option<OffsetDateTime>,
    /// Messages that no one has looked at yet.
    pub waiting: i64,
}

/// How much happened on a day.
#[derive(Clone, Debug)]
pub struct Day {
    pub day: Date,
    pub messages: i64,
    pub actions: i64,
    pub done: i64,
}

/// What the desk shows.
#[derive(Clone, Debug)]
pub struct Overview {
    /// How many sessions are in each state.
    pub states: Vec<(String, i64)>,
    /// The longest that a message waits, in seconds.
    pub lag: f64,
    /// Sessions that need a look first.
    pub sessions: Vec<Watched>,
    /// The last 14, newest first.
    pub days: Vec<Day>,
}

/// The most sessions that are shown.
const SHOWN: i64 = 100;

impl Messenger {
    pub async fn overview(&self) -> Result<Overview, Error> {
        let mut conn = self.0.pool.acquire().await?;
        Ok(Overview {
            states: queries::states(&mut conn).await?,
            lag: queries::lag(&mut conn).await?,
            sessions: queries::sessions(&mut conn).await?,
            days: queries::days(&mut conn).await?,
        })
    }

    /// Writes states and lag into the metrics. Periodic.
    pub async fn measure(self) {
        if !self.is_on() {
            return;
        }
        let measured = async {
            let mut conn = self.0.pool.acquire().await?;
            Ok::<_, sqlx::Error>((queries::states(&mut conn).await?, queries::lag(&mut conn).await?))
        };
        match crate::platform::db::in_time(measured).await {
            Ok((states, lag)) => {
                for (status, count) in states {
                    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
                    metrics::gauge!("anteroom_messenger_sessions", "status" => status).set(count as f64);
                }
                metrics::gauge!("anteroom_messages_waiting_seconds").set(lag);
            }
            Err(error) => tracing::warn!(%error, "cannot count messenger sessions; trying again later"),
        }
    }
}
