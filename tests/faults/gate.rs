//! A moment that a test waits for, and then releases.

use std::sync::Arc;

use tokio::sync::watch;

use crate::support::until;

/// Counts arrivals at a chosen point; those that must wait there wait until it opens.
#[derive(Clone)]
pub struct Gate {
    came: Arc<watch::Sender<usize>>,
    open: Arc<watch::Sender<bool>>,
}

impl Gate {
    pub fn new() -> Self {
        Self { came: Arc::new(watch::channel(0).0), open: Arc::new(watch::channel(false).0) }
    }

    /// Notes an arrival.
    pub fn note(&self) {
        self.came.send_modify(|count| *count += 1);
    }

    /// Waits until it opens; for ever where it never does.
    pub async fn pass(&self) {
        drop(self.open.subscribe().wait_for(|open| *open).await);
    }

    /// Releases all, and all who come later.
    pub fn open(&self) {
        self.open.send_replace(true);
    }

    /// How many have come so far.
    pub fn count(&self) -> usize {
        *self.came.borrow()
    }

    /// Waits until this many have come.
    pub async fn reached(&self, count: usize) {
        until("an arrival at the gate", async || (self.count() >= count).then_some(())).await;
    }
}
