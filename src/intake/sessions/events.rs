//! Live changes of a session's state.

use futures_util::Stream;
use sqlx::PgPool;

use super::{State, state};
use crate::error::Error;
use crate::platform::http::ClientIp;
use crate::platform::ids::SessionId;
use crate::platform::{db, events};

/// This instance's pages that wait for a change of their session.
pub type Watchers = events::Watchers<SessionId>;

/// Returns the session's state now and after each change. Ends with the session.
pub fn states(
    watchers: &Watchers,
    pool: PgPool,
    id: SessionId,
    client: ClientIp,
) -> Result<impl Stream<Item = State> + use<>, Error> {
    let watcher = watchers.watch(id, client.bucket())?;
    Ok(watcher.follow(None, move |last| {
        let pool = pool.clone();
        // The stream is dropped when its visitor goes; the database call still runs to its end.
        db::to_end(async move {
            let now = state(&mut *pool.acquire().await?, id).await?;
            Ok((last != Some(now)).then(|| (now, (now != State::Gone).then_some(Some(now)))))
        })
    }))
}
