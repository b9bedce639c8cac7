//! A TCP proxy on loopback between the program and a part behind it, which a test makes worse and well again.
//!
//! Two kinds of trouble. *Weather* holds for every connection until it changes: [`Proxy::refuse`],
//! [`Proxy::delay`], [`Proxy::stall`], [`Proxy::garble`], [`Proxy::half_open`]. A *trap* waits for a moment,
//! bytes that a client sends, and acts on that connection there: [`Proxy::when`]. Nothing here guesses times:
//! [`Trap::sprung`] returns when the moment has come.

mod counts;
mod tests;
mod trap;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use memchr::memmem;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

pub use counts::Counts;
pub use trap::{Act, Trap};
use trap::{Set, WINDOW};

/// What no protocol begins with.
const GARBAGE: &[u8] = b"\x15garbage\xfe\r\n";

/// Which way bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From the program to the part behind it.
    Out,
    /// Back to the program.
    Back,
}

/// What happens to new connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Door {
    #[default]
    Open,
    /// Reset at once.
    Refuse,
    /// Accepted, and then never read.
    HalfOpen,
}

/// What holds for all connections now.
#[derive(Clone, Debug, Default)]
struct Weather {
    door: Door,
    delay: Duration,
    garbled: bool,
    /// How many more bytes may go out, and back.
    budget: [Option<usize>; 2],
    /// Connections that were made before the latest cut are dead.
    cuts: u64,
    /// Those that were made before the latest silence carry nothing more, and do not say so.
    silences: u64,
}

struct Shared {
    upstream: SocketAddr,
    weather: watch::Sender<Weather>,
    traps: Mutex<Vec<Arc<Set>>>,
    counts: Mutex<Counts>,
}

/// A running proxy; dropped, it resets everything.
pub struct Proxy {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// In front of this server, on its own port.
    pub async fn start(upstream: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            upstream,
            weather: watch::Sender::default(),
            traps: Mutex::default(),
            counts: Mutex::default(),
        });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Self { address, shared, accepting }
    }

    /// Resets new connections; open ones go on.
    pub fn refuse(&self) {
        self.shared.change(|weather| weather.door = Door::Refuse);
    }

    /// Takes new connections and never answers on them.
    pub fn half_open(&self) {
        self.shared.change(|weather| weather.door = Door::HalfOpen);
    }

    /// Resets the open connections; new ones work.
    pub fn cut(&self) {
        self.shared.change(|weather| weather.cuts += 1);
    }

    /// Open connections fall silent for good, as when the other machine is lost; new ones work.
    pub fn silence(&self) {
        self.shared.change(|weather| weather.silences += 1);
    }

    /// Each piece waits so long, in both directions.
    pub fn delay(&self, by: Duration) {
        self.shared.change(|weather| weather.delay = by);
    }

    /// Lets this many more bytes through this way, over all connections, and then none.
    pub fn stall(&self, way: Way, after: usize) {
        self.shared.change(|weather| weather.budget[way as usize] = Some(after));
    }

    /// The program reads garbage instead of answers.
    pub fn garble(&self) {
        self.shared.change(|weather| weather.garbled = true);
    }

    /// New and open connections work again; traps are removed and release what they hold.
    pub fn heal(&self) {
        for trap in self.shared.traps().drain(..) {
            trap.release();
        }
        self.shared.change(|weather| {
            *weather = Weather { cuts: weather.cuts, silences: weather.silences, ..Weather::default() }
        });
    }

    /// Acts once, on the first connection on which a client sends these bytes.
    pub fn when(&self, needle: impl AsRef<[u8]>, act: Act) -> Trap {
        self.set(b"", needle.as_ref(), 0, act, false)
    }

    /// Acts each time that a client sends these bytes, until it is healed.
    pub fn whenever(&self, needle: impl AsRef<[u8]>, act: Act) -> Trap {
        self.set(b"", needle.as_ref(), 0, act, true)
    }

    /// Acts once, on a connection on which `first` was sent before: the `COMMIT` of one session's work.
    pub fn when_after(&self, first: impl AsRef<[u8]>, needle: impl AsRef<[u8]>, act: Act) -> Trap {
        self.when_again(first, needle, 0, act)
    }

    /// The same after this many such moments have passed, over all connections.
    pub fn when_again(&self, first: impl AsRef<[u8]>, needle: impl AsRef<[u8]>, passed: usize, act: Act) -> Trap {
        self.set(first.as_ref(), needle.as_ref(), passed, act, false)
    }

    fn set(&self, first: &[u8], needle: &[u8], skip: usize, act: Act, always: bool) -> Trap {
        let trap = Arc::new(Set::new(first, needle, skip, act, always));
        self.shared.traps().push(Arc::clone(&trap));
        Trap::of(trap)
    }

    pub fn counts(&self) -> Counts {
        *self.shared.counts()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Shared {
    fn change(&self, change: impl FnOnce(&mut Weather)) {
        self.weather.send_modify(change);
    }

    fn traps(&self) -> MutexGuard<'_, Vec<Arc<Set>>> {
        self.traps.lock().expect("the traps")
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().expect("the counts")
    }

    /// How many of these bytes may go now.
    fn allowance(&self, way: Way, wanted: usize) -> usize {
        let mut allowed = wanted;
        self.weather.send_if_modified(|weather| {
            if let Some(left) = &mut weather.budget[way as usize] {
                allowed = wanted.min(*left);
                *left -= allowed;
            }
            // Nothing waits for a budget to shrink.
            false
        });
        allowed
    }

    /// The first trap whose bytes are among these and end in the new ones; spent by that, unless it stays.
    /// `primed` are those whose first bytes have been sent on this connection.
    fn trap_in(&self, window: &mut Vec<u8>, old: usize, primed: &mut Vec<Arc<Set>>) -> Option<Arc<Set>> {
        let is_new = |bytes: &[u8], start: usize| start + bytes.len() > old;
        let (mut found, mut meant) = (None, false);
        for trap in self.traps().iter().filter(|trap| !trap.is_spent.load(Ordering::Relaxed)) {
            let mut from = 0;
            if !trap.first.is_empty() {
                if let Some(at) = memmem::rfind(window, &trap.first).filter(|start| is_new(&trap.first, *start)) {
                    (meant, from) = (true, at + trap.first.len());
                    primed.push(Arc::clone(trap));
                }
                if !primed.iter().any(|other| Arc::ptr_eq(other, trap)) {
                    continue;
                }
            }
            if memmem::rfind(window, &trap.needle).is_none_or(|at| at < from || !is_new(&trap.needle, at)) {
                continue;
            }
            meant = true;
            // Each moment needs a beginning of its own.
            primed.retain(|other| !Arc::ptr_eq(other, trap));
            let passed = trap.skip.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
            if passed.is_err() && found.is_none() {
                // It stays in the list: healing releases what it holds.
                trap.is_spent.store(!trap.always, Ordering::Relaxed);
                found = Some(Arc::clone(trap));
            }
        }
        // What has meant something is not looked at again.
        if meant {
            window.clear();
        }
        found
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((client, _)) = accepted else { continue };
                shared.counts().connections += 1;
                let shared = Arc::clone(&shared);
                connections.spawn(async move {
                    shared.counts().open += 1;
                    carry(client, &shared).await;
                    shared.counts().open -= 1;
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Why a connection is over.
struct Cut;

async fn carry(mut client: TcpStream, shared: &Shared) {
    let mut weather = shared.weather.subscribe();
    let Weather { door, cuts, silences, .. } = weather.borrow().clone();
    let mut silence = weather.clone();
    let cut = weather.wait_for(|weather| weather.cuts > cuts);
    match door {
        Door::Refuse => drop(client.set_zero_linger()),
        Door::HalfOpen => {
            let mut nowhere = tokio::io::sink();
            tokio::select! {
                _ = tokio::io::copy(&mut client, &mut nowhere) => {}
                _ = cut => drop(client.set_zero_linger()),
            }
        }
        Door::Open => {
            let Ok(mut server) = TcpStream::connect(shared.upstream).await else {
                return drop(client.set_zero_linger());
            };
            drop((client.set_nodelay(true), server.set_nodelay(true)));
            let ended = {
                let ((from_client, to_client), (from_server, to_server)) = (client.split(), server.split());
                // Set before the bytes of a trap go out, so that no answer can come first.
                let caught = Mutex::new(None);
                let out = pump_out(from_client, to_server, shared, &caught);
                let back = pump_back(from_server, to_client, shared, &caught);
                let silent = async { drop(silence.wait_for(|weather| weather.silences > silences).await) };
                let carried = async {
                    tokio::select! {
                        ended = async { tokio::try_join!(out, back) } => ended.map(drop),
                        () = silent => std::future::pending().await,
                    }
                };
                tokio::select! {
                    ended = carried => ended,
                    _ = cut => Err(Cut),
                }
            };
            if ended.is_err() {
                drop((client.set_zero_linger(), server.set_zero_linger()));
            }
        }
    }
}

type Caught = Mutex<Option<Arc<Set>>>;

fn catch(caught: &Caught, trap: Arc<Set>) {
    *caught.lock().expect("what is caught") = Some(trap);
}

async fn pump_out(mut from: ReadHalf<'_>, mut to: WriteHalf<'_>, shared: &Shared, caught: &Caught) -> Result<(), Cut> {
    let mut buffer = vec![0; 64 * 1024];
    let (mut window, mut primed) = (Vec::new(), Vec::new());
    loop {
        let count = from.read(&mut buffer).await.map_err(|_| Cut)?;
        if count == 0 {
            return to.shutdown().await.map_err(|_| Cut);
        }
        let piece = &buffer[..count];
        // What is looked for may lie across two pieces.
        let old = window.len();
        window.extend_from_slice(piece);
        if let Some(trap) = shared.trap_in(&mut window, old, &mut primed) {
            match &trap.act {
                Act::CutBefore => {
                    trap.spring();
                    return Err(Cut);
                }
                Act::HoldBefore => {
                    trap.spring();
                    trap.released().await;
                }
                Act::CutAnswer | Act::HoldAnswer => catch(caught, trap),
                Act::Say(_) => {
                    catch(caught, trap);
                    // The server sees an end, and the other pump speaks.
                    drop(to.shutdown().await);
                    drop(tokio::io::copy(&mut from, &mut tokio::io::sink()).await);
                    return Ok(());
                }
            }
        }
        window.drain(..window.len().saturating_sub(WINDOW - 1));
        forward(piece, &mut to, shared, Way::Out).await?;
    }
}

async fn pump_back(mut from: ReadHalf<'_>, mut to: WriteHalf<'_>, shared: &Shared, caught: &Caught) -> Result<(), Cut> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = from.read(&mut buffer).await.map_err(|_| Cut)?;
        let go_on = buffer[..count].starts_with(b"HTTP/1.1 100");
        let trap = if go_on { None } else { caught.lock().expect("what is caught").take() };
        if let Some(trap) = trap {
            trap.spring();
            match &trap.act {
                Act::HoldAnswer => trap.released().await,
                Act::Say(words) => {
                    to.write_all(words).await.map_err(|_| Cut)?;
                    return to.shutdown().await.map_err(|_| Cut);
                }
                _ => return Err(Cut),
            }
        }
        if count == 0 {
            return to.shutdown().await.map_err(|_| Cut);
        }
        if shared.weather.borrow().garbled {
            let garbage: Vec<u8> = GARBAGE.iter().copied().cycle().take(count).collect();
            buffer[..count].copy_from_slice(&garbage);
        }
        forward(&buffer[..count], &mut to, shared, Way::Back).await?;
    }
}

async fn forward(mut piece: &[u8], to: &mut WriteHalf<'_>, shared: &Shared, way: Way) -> Result<(), Cut> {
    let mut weather = shared.weather.subscribe();
    let delay = weather.borrow_and_update().delay;
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    while !piece.is_empty() {
        let allowed = shared.allowance(way, piece.len());
        if allowed == 0 {
            weather.changed().await.map_err(|_| Cut)?;
            continue;
        }
        to.write_all(&piece[..allowed]).await.map_err(|_| Cut)?;
        piece = &piece[allowed..];
        let mut counts = shared.counts();
        match way {
            Way::Out => counts.out += allowed as u64,
            Way::Back => counts.back += allowed as u64,
        }
    }
    Ok(())
}
