//! Periodic and long-running background tasks.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// Background tasks and the token that stops them.
pub struct Schedule {
    tasks: JoinSet<()>,
    stop: CancellationToken,
}

impl Schedule {
    /// For tasks that end soon after this token is cancelled.
    pub fn new(stop: CancellationToken) -> Self {
        Self { tasks: JoinSet::new(), stop }
    }

    /// Runs the work now and after every pause, never twice at once. Stopping waits for the work, which may watch the
    /// token itself.
    pub fn every<F>(&mut self, pause: Duration, mut work: impl FnMut(CancellationToken) -> F + Send + 'static)
    where
        F: Future<Output = ()> + Send,
    {
        self.run(async move |stop| {
            let mut ticks = interval(pause);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            while stop.run_until_cancelled(ticks.tick()).await.is_some() {
                work(stop.clone()).await;
            }
        });
    }

    /// Runs a task that waits for its work itself.
    pub fn run<F>(&mut self, task: impl FnOnce(CancellationToken) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(task(self.stop.clone()));
    }

    /// Stops all tasks and returns when they have ended.
    pub async fn stop(&mut self) {
        self.stop.cancel();
        while self.tasks.join_next().await.is_some() {}
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn work_comes_at_once_and_again_and_a_stop_waits_for_its_end() {
        let mut schedule = Schedule::new(CancellationToken::new());
        let (begins, mut begun) = mpsc::channel(1);
        let ended = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&ended);
        schedule.every(Duration::from_millis(1), move |_| {
            let (begins, count) = (begins.clone(), Arc::clone(&count));
            async move {
                begins.send(()).await.expect("the test");
                tokio::task::yield_now().await;
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
        for before in 0..3 {
            begun.recv().await.expect("the work's begin");
            assert_eq!(ended.load(Ordering::Relaxed), before, "one after the other");
        }
        schedule.stop().await;
        assert_eq!(ended.load(Ordering::Relaxed), 3);
    }
}
