//! What pages see of their session, live.

use futures_util::Stream;
use sqlx::PgPool;

use super::{Seen, State, seen};
use crate::error::Error;
use crate::platform::http::ClientIp;
use crate::platform::ids::SessionId;
use crate::platform::{db, events};

/// This instance's pages that wait for a change of their session.
pub type Watchers = events::Watchers<SessionId>;

/// Returns what the session's pages see, now and after each change. Ends with the session.
pub fn states(
    watchers: &Watchers,
    pool: PgPool,
    id: SessionId,
    client: ClientIp,
) -> Result<impl Stream<Item = Seen> + use<>, Error> {
    let watcher = watchers.watch(id, client.0)?;
    Ok(watcher.follow(None, move |last| {
        let pool = pool.clone();
        // The stream is dropped when its visitor goes; the database call still runs to its end.
        db::to_end(async move {
            let now = seen(&mut *pool.acquire().await?, id).await?;
            Ok((last != Some(now)).then(|| (now, (now.state != State::Gone).then_some(Some(now)))))
        })
    }))
}
