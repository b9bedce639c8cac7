//! Prepared requests over kept connections: as fast as they are answered, or at a fixed rate whatever the server does.
//! One thread sends them all, because on a small machine the load's own work would otherwise be half of what is measured.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::{Instant, sleep_until};

use super::Result;
use super::figures::Figures;
use super::line::Line;

/// How long requests that are late are still sent after the last one was due.
const GRACE: Duration = Duration::from_secs(1);

/// What is sent, one after the other and then from the beginning, and how each must be answered.
#[derive(Clone)]
pub struct Requests {
    pub address: SocketAddr,
    pub all: Arc<[Vec<u8>]>,
    pub status: u16,
}

/// How it went.
pub struct Pace {
    pub answered: usize,
    /// Requests that were due, answered or not.
    pub due: usize,
    pub seconds: f64,
    /// Milliseconds until the answer.
    pub waits: Figures,
}

impl Pace {
    /// Answers a second.
    #[expect(clippy::cast_precision_loss, reason = "figures are printed with a few digits")]
    pub fn rate(&self) -> f64 {
        self.answered as f64 / self.seconds
    }

    /// The part of the requests that were answered, in percent.
    #[expect(clippy::cast_precision_loss, reason = "figures are printed with a few digits")]
    pub fn share(&self) -> f64 {
        self.answered as f64 / self.due as f64 * 100.0
    }

    /// Microseconds of this time for each answer.
    #[expect(clippy::cast_precision_loss, reason = "figures are printed with a few digits")]
    pub fn each(&self, time: Duration) -> f64 {
        time.as_secs_f64() * 1e6 / self.answered.max(1) as f64
    }
}

/// When a client sends its next request.
#[derive(Clone, Copy)]
enum Rhythm {
    /// As soon as it has been answered, for this long.
    Pressed(Duration),
    /// When it is due: `count` in all, this long after one another.
    Paced { count: usize, apart: Duration },
}

/// Lets this many clients ask for this long, each anew as soon as it is answered.
pub async fn pressed(requests: &Requests, clients: usize, during: Duration) -> Result<Pace> {
    run(requests, clients, Rhythm::Pressed(during)).await
}

/// Sends this many requests a second for this long. A request's time counts from when it was due and not from when a
/// connection was free for it: a server that delays others is not faster for it. What a server has not taken a second
/// after the last one was due is not sent; its time is how long it has been due.
pub async fn paced(requests: &Requests, clients: usize, rate: u32, during: Duration) -> Result<Pace> {
    let apart = Duration::from_secs(1) / rate;
    let count = usize::try_from(during.as_nanos() / apart.as_nanos())?;
    run(requests, clients, Rhythm::Paced { count, apart }).await
}

async fn run(requests: &Requests, clients: usize, rhythm: Rhythm) -> Result<Pace> {
    let requests = requests.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    spawn_blocking(move || runtime.block_on(all(requests, clients, rhythm))).await?
}

async fn all(requests: Requests, clients: usize, rhythm: Rhythm) -> Result<Pace> {
    // Opened before the clock starts: opening connections is not part of this.
    let mut lines = Vec::with_capacity(clients);
    for _ in 0..clients {
        lines.push(Line::connect(requests.address).await?);
    }
    let (begun, next) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    let mut running = JoinSet::new();
    for line in lines {
        running.spawn(client(line, requests.clone(), rhythm, begun, Arc::clone(&next)));
    }
    let (mut answered, mut waits) = (0, Vec::new());
    while let Some(outcome) = running.join_next().await {
        let (by_this, times) = outcome??;
        answered += by_this;
        waits.extend(times);
    }
    let seconds = begun.elapsed().as_secs_f64();
    Ok(Pace { answered, due: waits.len(), seconds, waits: waits.into_iter().collect() })
}

/// One connection's requests. Returns how many were answered, and the milliseconds of all.
async fn client(
    mut line: Line,
    requests: Requests,
    rhythm: Rhythm,
    begun: Instant,
    next: Arc<AtomicUsize>,
) -> Result<(usize, Vec<f64>)> {
    let (mut answered, mut times) = (0, Vec::new());
    let mut note = |since: Instant| times.push(since.elapsed().as_secs_f64() * 1000.0);
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let since = match rhythm {
            Rhythm::Pressed(during) if begun.elapsed() < during => Instant::now(),
            Rhythm::Paced { count, apart } if number < count => {
                let due = begun + apart * u32::try_from(number)?;
                if begun.elapsed() > apart * u32::try_from(count)? + GRACE {
                    note(due);
                    continue;
                }
                sleep_until(due).await;
                due
            }
            _ => return Ok((answered, times)),
        };
        let request = requests.all.get(number % requests.all.len()).ok_or("nothing to send")?;
        let answer = line.exchange(request).await?;
        note(since);
        answered += 1;
        if answer.status != requests.status {
            return Err(format!("answered {} instead of {}: {}", answer.status, requests.status, answer.body).into());
        }
    }
}
