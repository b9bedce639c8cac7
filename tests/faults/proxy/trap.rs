//! Traps: what happens to a connection when a client sends certain bytes on it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::time::Duration;

use tokio::sync::watch;

/// The longest that a test waits for a moment.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a trap looks for is at most so long.
pub const WINDOW: usize = 64;

/// What a trap does to the connection on which its bytes are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Resets it; what was sent never arrives.
    CutBefore,
    /// Lets it arrive, and resets the connection when the answer comes: it was done, but the client is not told.
    CutAnswer,
    /// Keeps what was sent until [`Trap::release`].
    HoldBefore,
    /// Lets it arrive, and keeps the answer until [`Trap::release`].
    HoldAnswer,
    /// Keeps what was sent for ever, says this instead and closes; an HTTP answer has to say so
    /// (`Connection: close`).
    Say(Vec<u8>),
}

#[derive(Debug)]
pub struct Set {
    /// What must have been sent on the same connection before; may be empty.
    pub first: Vec<u8>,
    pub needle: Vec<u8>,
    pub act: Act,
    pub always: bool,
    pub is_spent: AtomicBool,
    /// How many moments are to be passed over first.
    pub skip: AtomicUsize,
    sprung: watch::Sender<usize>,
    released: watch::Sender<bool>,
}

/// A trap that was set; dropping it leaves it set, [`Proxy::heal`] takes all away.
pub struct Trap(Arc<Set>);

impl Set {
    pub fn new(first: &[u8], needle: &[u8], skip: usize, act: Act, always: bool) -> Self {
        assert!(first.len() <= WINDOW && (1..=WINDOW).contains(&needle.len()), "a trap looks for 1 to {WINDOW} bytes");
        let (sprung, released) = (watch::Sender::new(0), watch::Sender::new(false));
        Self {
            first: first.to_owned(),
            needle: needle.to_owned(),
            act,
            always,
            is_spent: AtomicBool::new(false),
            skip: AtomicUsize::new(skip),
            sprung,
            released,
        }
    }

    pub fn release(&self) {
        self.released.send_replace(true);
    }

    pub fn spring(&self) {
        self.sprung.send_modify(|count| *count += 1);
    }

    pub async fn released(&self) {
        drop(self.released.subscribe().wait_for(|released| *released).await);
    }
}

impl Trap {
    pub fn of(set: Arc<Set>) -> Self {
        Self(set)
    }

    /// Waits until the moment has come. For the acts on an answer that is when the answer began to come.
    pub async fn sprung(&self) {
        let mut sprung = self.0.sprung.subscribe();
        let coming = sprung.wait_for(|count| *count > 0);
        let came = tokio::time::timeout(PATIENCE, coming).await;
        assert!(came.is_ok(), "{} was never sent", String::from_utf8_lossy(&self.0.needle));
    }

    /// How often it has acted.
    pub fn count(&self) -> usize {
        *self.0.sprung.borrow()
    }

    /// Releases what it holds, and will hold.
    pub fn release(&self) {
        self.0.release();
    }
}
