//! Members' sessions: sign-ins of the host site's own users. The site's backend, which knows who they are, makes one
//! with its service key and passes the token on; who holds the token is that user from then on, in our calls and behind
//! a proxy that asks us. A visitor's session id is never a sign-in (see [`token`]).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use sqlx::PgPool;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::config::{AtMax, Config, SessionOptions};
use crate::error::{Error, Kind};
use crate::platform::http::ClientIp;
use crate::platform::ids::new_uuid;
use crate::platform::{clock, db};

mod by_staff;
pub mod forward_auth;
mod look_ups;
pub mod metadata;
mod options;
mod queries;
pub mod routes;
pub mod token;

use crate::auth::token::Token;
pub use by_staff::MemberSessionSeen;
use forward_auth::Rules;
use ipnet::IpNet;
use look_ups::LookUps;
use metadata::Metadata;
pub use options::faults;

/// How often uses and counts are written.
pub const WRITE_EVERY: Duration = Duration::from_secs(2);

/// A use is written when this part of the session's timeout has passed since the last one.
const WRITES_A_TIMEOUT: u32 = 60;

/// Uses that wait to be written; if the database is away for long, more are dropped and their sessions end earlier.
const MAX_WAITING: usize = 100_000;

/// Rows in one statement.
const BATCH: usize = 1000;

/// How many days the counts are kept.
const DAYS: i64 = 400;

/// The longest user id.
const LONGEST_USER_ID: usize = 255;

/// A session that has not ended.
#[derive(Clone, Debug)]
pub struct MemberSession {
    pub id: Uuid,
    pub user_id: String,
    pub timeout_seconds: i32,
    pub created_at: OffsetDateTime,
    pub seen_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
    pub ends_at: OffsetDateTime,
    pub role: Option<String>,
    pub permissions: Vec<String>,
    pub metadata: Value,
}

/// Numbers that name no one
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Stats {
    pub active: i64,
    /// How many users have one
    pub users: i64,
    pub created_today: i64,
    pub ended_today: EndedToday,
}

/// Why sessions ended today (UTC)
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct EndedToday {
    /// By their holder
    pub logout: i64,
    /// Without a call for as long as they last, or at their absolute end
    pub expired: i64,
    /// By newer ones of the same user
    pub evicted: i64,
    /// By the site's backend or by staff
    pub revoked: i64,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase", const_into_str)]
pub enum Counted {
    Created,
    Logout,
    Expired,
    Evicted,
    Revoked,
}

/// What waits to be written.
#[derive(Default)]
struct Waiting {
    /// When each session was last used.
    uses: HashMap<Uuid, OffsetDateTime>,
    counts: HashMap<(Date, Counted), i64>,
}

/// The session service. Cheap to clone.
#[derive(Clone)]
pub struct MemberSessions {
    pool: PgPool,
    look_ups: LookUps,
    pub options: Arc<SessionOptions>,
    /// Which of a proxy's paths need a session.
    rules: Arc<Rules>,
    /// Proxies whose headers count.
    trusted: Arc<[IpNet]>,
    /// In production without a key: then anyone could sign in as anyone.
    is_off: bool,
    waiting: Arc<Mutex<Waiting>>,
}

/// A session to create.
pub struct NewSession {
    pub user_id: String,
    /// In seconds; the default if missing.
    pub timeout: Option<i64>,
    pub metadata: Metadata,
}

impl MemberSessions {
    /// The options are checked before: a path that cannot be read protects everything.
    pub fn new(pool: PgPool, config: &Config) -> Self {
        let options = config.sessions.clone();
        let rules = Rules::new(&options.session_protected_paths, &options.session_excluded_paths)
            .or_else(|_| Rules::new(&["/".to_owned()], &[]))
            .unwrap_or_default();
        Self {
            look_ups: LookUps::new(pool.clone()),
            pool,
            is_off: config.production && options.session_service_keys.is_none(),
            options: Arc::new(options),
            rules: Arc::new(rules),
            trusted: config.web.trusted_proxies.as_slice().into(),
            waiting: Arc::default(),
        }
    }

    /// Whether the service answers.
    pub const fn is_on(&self) -> bool {
        !self.is_off
    }

    /// How often sessions that have ended are deleted.
    pub fn cleanup_every(&self) -> Duration {
        Duration::from_secs(self.options.session_cleanup_interval.into())
    }

    /// Creates a session. The user's oldest ones end if there are too many: exactly, however many come at once and on
    /// whichever instance, because sign-ins of one user follow each other.
    pub async fn create(
        &self,
        new: NewSession,
        client: ClientIp,
        agent: &str,
    ) -> Result<(Token, MemberSession), Error> {
        check_user_id(&new.user_id)?;
        let timeout = self.timeout(new.timeout)?;
        let (token, id) = (token::random(), new_uuid());
        let most = i64::from(self.options.session_max_per_user);
        let insert = queries::Insert {
            id,
            token_sha256: token.sha256(),
            user_id: &new.user_id,
            timeout,
            longest: i32::try_from(self.options.session_max_timeout).unwrap_or(i32::MAX),
            role: new.metadata.role.as_deref(),
            permissions: &new.metadata.permissions,
            metadata: &new.metadata.whole,
            ip: client.0,
            client: agent,
        };
        let mut tx = db::begin(&self.pool).await?;
        queries::lock_user(&mut tx, &new.user_id).await?;
        let expired = queries::delete_lapsed_of(&mut tx, &new.user_id).await?;
        let mut evicted = 0;
        match self.options.session_at_max {
            AtMax::EndOldest => evicted = queries::delete_oldest_of(&mut tx, &new.user_id, most - 1).await?,
            AtMax::Refuse if queries::count_of(&mut tx, &new.user_id).await? >= most => {
                return Err(Kind::TooManySessions.into());
            }
            AtMax::Refuse => {}
        }
        let made = queries::insert(&mut tx, &insert).await?;
        tx.commit().await?;
        self.count(Counted::Created, 1);
        self.count(Counted::Expired, expired);
        self.count(Counted::Evicted, evicted);
        Ok((token, made))
    }

    /// The timeout in seconds. One out of range is refused, never silently another.
    fn timeout(&self, asked: Option<i64>) -> Result<i32, Error> {
        let (shortest, longest) = (self.options.session_min_timeout, self.options.session_max_timeout);
        let seconds = asked.unwrap_or_else(|| self.options.session_default_timeout.into());
        if (i64::from(shortest)..=i64::from(longest)).contains(&seconds) {
            return Ok(i32::try_from(seconds).unwrap_or(i32::MAX));
        }
        Err(Error::field("timeout", format!("Choose a timeout of {shortest} to {longest} seconds.")))
    }

    /// The session of a token; `None` if it has ended.
    pub async fn find_by_token(&self, token: &Token) -> Result<Option<MemberSession>, Error> {
        Ok(self.look_ups.find(token.sha256()).await?)
    }

    /// The session with this public id; `None` if it has ended.
    pub async fn find(&self, id: Uuid) -> Result<Option<MemberSession>, Error> {
        Ok(queries::find(&mut *self.pool.acquire().await?, id).await?)
    }

    /// A user's sessions, newest first.
    pub async fn list(&self, user_id: &str) -> Result<Vec<MemberSession>, Error> {
        Ok(queries::list_of(&mut *self.pool.acquire().await?, user_id).await?)
    }

    /// Notes that a session is used, if the last use was noted long enough ago: a sixtieth of its timeout. It is written
    /// with those of other sessions, so that checking one costs no write.
    fn touch(&self, session: &MemberSession) {
        let now = clock::now();
        let pause = Duration::from_secs(u64::try_from(session.timeout_seconds).unwrap_or_default()) / WRITES_A_TIMEOUT;
        let mut waiting = self.waiting();
        if now - session.seen_at >= pause && waiting.uses.len() < MAX_WAITING {
            waiting.uses.insert(session.id, now);
        }
    }

    /// The same, if calls with a session keep it from ending.
    pub fn touch_by_call(&self, session: &MemberSession) {
        if self.options.session_auto_update {
            self.touch(session);
        }
    }

    /// Notes a use at once, and returns the session as it is then; `None` if it has ended.
    pub async fn touch_now(&self, id: Uuid) -> Result<Option<MemberSession>, Error> {
        let mut conn = self.pool.acquire().await?;
        queries::mark_seen(&mut conn, &[id], &[clock::now()]).await?;
        Ok(queries::find(&mut conn, id).await?)
    }

    /// Extends a session, at most to its absolute end; `None` if it has ended.
    pub async fn extend(&self, id: Uuid, seconds: i64) -> Result<Option<MemberSession>, Error> {
        let longest = self.options.session_max_timeout;
        let Some(seconds) =
            i32::try_from(seconds).ok().filter(|seconds| (1..=i64::from(longest)).contains(&i64::from(*seconds)))
        else {
            return Err(Error::field("additional_seconds", format!("Choose 1 to {longest} seconds.")));
        };
        Ok(queries::extend(&mut *self.pool.acquire().await?, id, seconds).await?)
    }

    /// Replaces a session's metadata; `None` if it has ended. Its role and permissions stay.
    pub async fn set_metadata(&self, session: &MemberSession, new: &Metadata) -> Result<Option<MemberSession>, Error> {
        let stays = new.role == session.role && new.permissions == session.permissions;
        let is_silent = new.role.is_none() && new.permissions.is_empty();
        if !stays && !is_silent {
            return Err(Error::field(
                "metadata",
                "Role and permissions are fixed when a session is created. Create another one.",
            ));
        }
        Ok(queries::set_metadata(&mut *self.pool.acquire().await?, session.id, &new.whole).await?)
    }

    /// Ends a session; `false` if it has ended before.
    pub async fn end(&self, id: Uuid, why: Counted) -> Result<bool, Error> {
        let ended = queries::delete(&mut *self.pool.acquire().await?, id).await?;
        self.count(why, u64::from(ended));
        Ok(ended)
    }

    /// Ends all sessions of a user, and returns how many.
    pub async fn end_all(&self, user_id: &str, why: Counted) -> Result<u64, Error> {
        let ended = queries::delete_of(&mut *self.pool.acquire().await?, user_id).await?;
        self.count(why, ended);
        Ok(ended)
    }

    /// The numbers of today. What this instance has not written yet is written first.
    pub async fn stats(&self) -> Result<Stats, Error> {
        self.write().await?;
        Ok(queries::stats(&mut *self.pool.acquire().await?, clock::now().date()).await?)
    }

    /// Adds to today's counts.
    fn count(&self, what: Counted, number: u64) {
        if number > 0 {
            *self.waiting().counts.entry((clock::now().date(), what)).or_default() +=
                i64::try_from(number).unwrap_or(i64::MAX);
        }
    }

    /// Ignores poisoning: no change can be left half-done.
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes uses and counts. Keeps counts for the next time if they cannot be written; uses come again by themselves.
    pub async fn write(&self) -> sqlx::Result<()> {
        let Waiting { uses, counts } = std::mem::take(&mut *self.waiting());
        if uses.is_empty() && counts.is_empty() {
            return Ok(());
        }
        let written = db::in_time(self.write_all(&uses, &counts)).await;
        if written.is_err() {
            let mut waiting = self.waiting();
            for (key, number) in counts {
                *waiting.counts.entry(key).or_default() += number;
            }
        }
        written
    }

    async fn write_all(
        &self,
        uses: &HashMap<Uuid, OffsetDateTime>,
        counts: &HashMap<(Date, Counted), i64>,
    ) -> sqlx::Result<()> {
        // In one order, so that instances that write the same rows wait for each other instead of deadlocking.
        let mut uses: Vec<_> = uses.iter().map(|(id, at)| (*id, *at)).collect();
        uses.sort_unstable();
        for uses in uses.chunks(BATCH) {
            let (ids, times): (Vec<_>, Vec<_>) = uses.iter().copied().unzip();
            queries::mark_seen(&mut *self.pool.acquire().await?, &ids, &times).await?;
        }
        let mut days: Vec<Date> = counts.keys().map(|(day, _)| *day).collect();
        days.sort_unstable();
        days.dedup();
        let mut tx = db::begin(&self.pool).await?;
        for day in days {
            let of_day = counts.iter().filter(|((other, _), _)| *other == day);
            let (reasons, numbers): (Vec<&str>, Vec<i64>) =
                of_day.map(|((_, what), number)| (what.into_str(), *number)).unzip();
            queries::add_counts(&mut tx, day, &reasons, &numbers).await?;
        }
        tx.commit().await
    }

    /// The same as a periodic task, and once more at shutdown.
    pub async fn write_again(self) {
        if let Err(error) = self.write().await {
            tracing::warn!(%error, "cannot write when members' sessions were used; trying again");
        }
    }

    /// Deletes sessions that have ended. Whether one has ended never depends on this.
    pub async fn clean_up(self) {
        let limit = i64::try_from(BATCH / 2).unwrap_or(i64::MAX);
        let all = async {
            loop {
                let deleted = queries::delete_lapsed(&mut *self.pool.acquire().await?, limit).await?;
                self.count(Counted::Expired, deleted);
                if deleted < limit.unsigned_abs() {
                    break;
                }
            }
            let oldest = clock::now().date() - time::Duration::days(DAYS);
            queries::delete_days_before(&mut *self.pool.acquire().await?, oldest).await
        };
        if let Err(error) = db::in_time(all).await {
            tracing::warn!(%error, "cannot delete members' sessions that have ended; trying again later");
        }
    }
}

/// Checks a user's id: it goes into headers and logs of others.
pub fn check_user_id(user_id: &str) -> Result<(), Error> {
    let length = user_id.chars().count();
    if length == 0 || length > LONGEST_USER_ID || user_id.chars().any(char::is_control) {
        return Err(Error::field(
            "user_id",
            format!("Enter 1 to {LONGEST_USER_ID} characters without control characters."),
        ));
    }
    Ok(())
}
