//! Batches the pages' heartbeats into a few commits per second, however many pages are open. See
//! [`crate::platform::db::group_commit`].

use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{State, states_with_files};
use crate::error::{Error, Kind};
use crate::intake::leases;
use crate::platform::db::group_commit::BatchOp;
use crate::platform::ids::{PageId, SessionId};

/// Extends the deadlines of present pages.
pub struct Heartbeats;

/// One page's heartbeat.
pub struct Beat {
    pub session: SessionId,
    pub page: PageId,
    /// How long the page counts as present.
    pub ttl: Duration,
}

impl BatchOp for Heartbeats {
    type Item = Beat;
    /// Whether a deadline was moved.
    type Output = bool;
    type Error = Error;

    const MAX_BATCH: usize = 2000;
    const LANES: usize = 1;
    /// At most ten commits a second, and a delay that neither a page nor a proxy notices.
    const PAUSE: Duration = Duration::from_millis(100);

    fn session(item: &Beat) -> SessionId {
        item.session
    }

    async fn apply(&self, conn: &mut PgConnection, items: &[Beat]) -> sqlx::Result<Vec<Result<bool, Error>>> {
        let ids: Vec<Uuid> = items.iter().map(|item| item.session.uuid()).collect();
        let (mut seen, mut outcomes) = (Vec::new(), Vec::new());
        for (item, (state, has_lease)) in items.iter().zip(states_with_files(conn, &ids).await?) {
            if has_lease {
                seen.push((item.session, item.page, item.ttl));
            }
            outcomes.push(if state == State::Gone { Err(Kind::SessionGone.into()) } else { Ok(has_lease) });
        }
        if !seen.is_empty() {
            leases::touch(conn, &seen).await?;
        }
        Ok(outcomes)
    }

    fn has_written(moved: &bool) -> bool {
        *moved
    }
}
