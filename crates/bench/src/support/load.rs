//! What visitors do, and what it costs the server.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep, sleep_until, timeout, timeout_at};

use super::contestants::Server;
use super::exchange::{self, Content, Framing, Request, exchange, exchange_as};
use super::sink::STATE;
use super::{MIB, Result};

/// How long one upload may take to be answered.
const ANSWER: Duration = Duration::from_mins(5);

/// How often a visitor sends a refused file again.
const PATIENCE: u32 = 10;

/// How long a server may take to become idle after its visitors are gone.
const REST: Duration = Duration::from_mins(1);

/// Uploads at once, all complete, each by its own visitor.
#[derive(Clone, Copy)]
pub struct Burst {
    pub visitors: usize,
    /// Bytes of each one's file.
    pub size: u64,
}

/// Visitors on slow connections, all cut off long before their files are complete.
#[derive(Clone, Copy)]
pub struct Slow {
    pub visitors: usize,
    /// Bytes that each one announces.
    pub size: u64,
    /// Bytes per second of each one's connection.
    pub pace: u64,
    /// How long until the connections are cut.
    pub until: Duration,
}

/// What a phase cost.
#[derive(Clone, Copy)]
pub struct Cost {
    /// CPU seconds of the server's process per GiB of files.
    pub cpu: f64,
    /// CPU seconds of its descendants per GiB: an embedded database.
    pub children: f64,
    /// The peak memory of the server's process, in MiB.
    pub peak: f64,
    /// MiB of files per second.
    pub speed: f64,
    /// How many uploads were refused with 503 and sent again.
    pub again: u32,
}

/// The result of the slow visitors.
pub struct Cut {
    pub cost: Cost,
    /// kB per second that each one got through: less than the pace if the server was slow.
    pub pace: f64,
    /// The store just before the cut. Without bodies or uploads in progress, a clean store after it would prove
    /// nothing.
    pub before: Store,
    /// The store once everything is idle.
    pub after: Store,
}

/// What exists in the store.
#[derive(Deserialize)]
pub struct Store {
    /// The size of each object, in bytes.
    pub objects: Vec<u64>,
    /// Multipart uploads that are neither completed nor aborted.
    pub uploads: usize,
    /// Bodies that are still arriving.
    pub receiving: usize,
}

/// Runs the burst and checks that every file arrived completely.
pub async fn burst(server: &Server, sink: SocketAddr, burst: Burst) -> Result<Cost> {
    crowd(server, sink, burst, burst.visitors, Framing::Plain).await
}

/// The same with `files` files in all: a visitor who is done sends the next one, with a new session.
pub async fn crowd(server: &Server, sink: SocketAddr, burst: Burst, files: usize, framing: Framing) -> Result<Cost> {
    let meter = Meter::start(server, sink).await?;
    let address = server.address();
    let request = || match framing {
        Framing::Plain => server.upload(burst.size),
        Framing::Chunked => server.upload_chunked(burst.size),
    };
    let mut visitors = JoinSet::new();
    let (mut begun, mut ended, mut again) = (0, 0, 0);
    while ended < files {
        while begun < files && visitors.len() < burst.visitors {
            let request = request();
            begun += 1;
            visitors.spawn(async move { send(address, &request, framing).await });
        }
        let Some(outcome) = visitors.join_next().await else { break };
        again += outcome?.map_err(|error| server.process.failure(&error.to_string()))?;
        ended += 1;
    }
    let cost = Cost { again, ..meter.stop(server, files as u64 * burst.size)? };
    if again > 0 {
        eprintln!("{}: {again} uploads were refused with 503 and sent again", server.contestant.name());
    }
    let left = store(sink).await?;
    if left.objects != vec![burst.size; files] || left.uploads != 0 {
        return Err(server
            .process
            .failure(&format!("left objects of the sizes {:?} and {} open uploads", left.objects, left.uploads)));
    }
    Ok(cost)
}

/// Sends one file, and again after a 503, as the widget does; returns how often.
async fn send(address: SocketAddr, request: &Request, framing: Framing) -> Result<u32> {
    let mut again = 0;
    loop {
        let answer = exchange_as(address, request, framing, ANSWER).await?;
        if answer.status != 503 || again == PATIENCE {
            return answer.success().map(|_| again);
        }
        again += 1;
        sleep(Duration::from_secs(1)).await;
    }
}

/// Runs the slow visitors, cuts them off, waits until everything is idle, and counts what is in the store.
#[expect(clippy::cast_precision_loss, reason = "figures are printed with three digits")]
pub async fn slow(server: &Server, sink: SocketAddr, slow: Slow) -> Result<Cut> {
    let meter = Meter::start(server, sink).await?;
    let deadline = tokio::time::Instant::now() + slow.until;
    let address = server.address();
    let mut visitors = JoinSet::new();
    for number in 0..slow.visitors {
        let request = server.upload(slow.size);
        visitors.spawn(async move {
            let (line, sent) = slow_visitor(address, &request, slow.pace, deadline).await?;
            // Half of the connections are closed in order, half are reset: servers see both.
            if number % 2 == 1 {
                line.set_zero_linger()?;
            }
            Result::Ok(sent)
        });
    }
    sleep_until(deadline - Duration::from_millis(500)).await;
    let before = store(sink).await?;
    let mut sent = 0;
    while let Some(outcome) = visitors.join_next().await {
        sent += outcome?.map_err(|error| server.process.failure(&error.to_string()))?;
    }
    if !server.process.wait_until_idle(REST).await? {
        eprintln!("{}: still busy {REST:?} after the cut", server.contestant.name());
    }
    let after = settled(sink).await?;
    let cost = meter.stop(server, sent)?;
    let pace = sent as f64 / slow.visitors as f64 / slow.until.as_secs_f64() / 1000.0;
    Ok(Cut { cost, pace, before, after })
}

async fn slow_visitor(
    address: SocketAddr,
    request: &Request,
    pace: u64,
    deadline: tokio::time::Instant,
) -> Result<(TcpStream, u64)> {
    // Small writes, as packets arrive from a slow connection: how a server buffers them is what is measured.
    let step = Duration::from_millis(20);
    let write = usize::try_from(pace / 50)?;
    let mut line = TcpStream::connect(address).await?;
    line.set_nodelay(true)?;
    line.write_all(&request.head).await?;
    let mut file = Content::new(request.file);
    let mut beat = interval(step);
    // A late tick is caught up, so that the pace holds on a busy machine.
    beat.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut sent = 0;
    while let Ok(_tick) = timeout_at(deadline, beat.tick()).await {
        let Some(bytes) = file.next(write) else { break };
        match timeout_at(deadline, line.write_all(&bytes)).await {
            Ok(Ok(())) => sent += bytes.len() as u64,
            Ok(Err(error)) => {
                // Before the broken pipe a server may have said why.
                let mut said = Vec::new();
                let _ = timeout(step, line.take(1024).read_to_end(&mut said)).await;
                let said = String::from_utf8_lossy(&said);
                return Err(format!("broke off a slow visitor: {error} {said}").into());
            }
            Err(_) => break,
        }
    }
    Ok((line, sent))
}

/// Returns the store once nothing is arriving and its content no longer changes.
async fn settled(sink: SocketAddr) -> Result<Store> {
    let mut before = store(sink).await?;
    let mut same = 0;
    let deadline = Instant::now() + REST;
    while same < 4 && Instant::now() < deadline {
        sleep(Duration::from_millis(500)).await;
        let now = store(sink).await?;
        let unchanged = now.objects == before.objects && now.uploads == before.uploads && now.receiving == 0;
        same = if unchanged { same + 1 } else { 0 };
        before = now;
    }
    Ok(before)
}

/// Returns what exists in the store now.
pub async fn store(sink: SocketAddr) -> Result<Store> {
    let question = exchange::plain("GET", STATE);
    let answer = exchange(sink, &question, Duration::from_secs(10)).await?.success()?;
    Ok(serde_json::from_str(&answer.body)?)
}

/// Clears the store.
pub async fn clear(sink: SocketAddr) -> Result<()> {
    let order = exchange::plain("DELETE", STATE);
    exchange(sink, &order, Duration::from_secs(10)).await?.success()?;
    Ok(())
}

/// Measures time and memory between two moments.
pub struct Meter {
    cpu: super::process::Cpu,
    begun: Instant,
}

impl Meter {
    /// Clears the store, then starts measuring.
    async fn start(server: &Server, sink: SocketAddr) -> Result<Self> {
        clear(sink).await?;
        Self::begin(server)
    }

    pub fn begin(server: &Server) -> Result<Self> {
        server.process.reset_peak_memory()?;
        Ok(Self { cpu: server.process.cpu()?, begun: Instant::now() })
    }

    #[expect(clippy::cast_precision_loss, reason = "figures are printed with three digits")]
    pub fn stop(self, server: &Server, bytes: u64) -> Result<Cost> {
        let seconds = self.begun.elapsed().as_secs_f64();
        let cpu = server.process.cpu()?;
        let gib = bytes as f64 / (1024 * MIB) as f64;
        Ok(Cost {
            cpu: cpu.own.saturating_sub(self.cpu.own).as_secs_f64() / gib,
            children: cpu.children.saturating_sub(self.cpu.children).as_secs_f64() / gib,
            peak: server.process.peak_memory()? as f64 / MIB as f64,
            speed: gib * 1024.0 / seconds,
            again: 0,
        })
    }
}
