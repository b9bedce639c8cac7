//! The proxy alone, in front of an echo server.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::{Act, Counts, GARBAGE, Proxy, Way};
use crate::support::until;

/// A proxy before a server that answers each piece with itself.
async fn echo() -> Proxy {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut from, mut to) = stream.split();
                drop(tokio::io::copy(&mut from, &mut to).await);
            });
        }
    });
    Proxy::start(address).await
}

async fn connect(proxy: &Proxy) -> TcpStream {
    TcpStream::connect(proxy.address).await.expect("a connection")
}

/// Says this and reads as much again.
async fn say(stream: &mut TcpStream, words: &[u8]) -> std::io::Result<Vec<u8>> {
    stream.write_all(words).await?;
    let mut heard = vec![0; words.len()];
    stream.read_exact(&mut heard).await?;
    Ok(heard)
}

/// The connection was reset, not closed in order.
async fn reset(stream: &mut TcpStream) {
    let ended = stream.read(&mut [0; 16]).await;
    assert_eq!(ended.expect_err("a reset").kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn well_weather_carries_and_counts_and_closes_in_order() {
    let proxy = echo().await;
    let mut stream = connect(&proxy).await;
    assert_eq!(say(&mut stream, b"hello").await.expect("an answer"), b"hello");
    assert_eq!(proxy.counts(), Counts { connections: 1, open: 1, out: 5, back: 5 });
    stream.shutdown().await.expect("an end");
    assert_eq!(stream.read(&mut [0; 16]).await.expect("an end"), 0);
    until("the connection's end", async || (proxy.counts().open == 0).then_some(())).await;
}

#[tokio::test]
async fn cut_resets_open_connections_and_refuse_new_ones() {
    let proxy = echo().await;
    let mut stream = connect(&proxy).await;
    say(&mut stream, b"hello").await.expect("an answer");
    proxy.cut();
    reset(&mut stream).await;
    let mut again = connect(&proxy).await;
    say(&mut again, b"again").await.expect("an answer");
    proxy.refuse();
    reset(&mut connect(&proxy).await).await;
    say(&mut again, b"still").await.expect("the open one goes on");
    proxy.heal();
    say(&mut connect(&proxy).await, b"healed").await.expect("an answer");
}

#[tokio::test]
async fn a_stall_lets_so_much_through_until_it_is_healed() {
    for way in [Way::Out, Way::Back] {
        let proxy = echo().await;
        let mut stream = connect(&proxy).await;
        proxy.stall(way, 3);
        stream.write_all(b"hello").await.expect("it goes out");
        let mut heard = [0; 3];
        stream.read_exact(&mut heard).await.expect("what the stall lets through");
        assert_eq!(&heard, b"hel");
        let out = if way == Way::Out { 3 } else { 5 };
        assert_eq!(proxy.counts(), Counts { connections: 1, open: 1, out, back: 3 });
        proxy.heal();
        let mut rest = [0; 2];
        stream.read_exact(&mut rest).await.expect("the rest");
        assert_eq!(&rest, b"lo");
    }
}

#[tokio::test]
async fn garbage_half_open_and_delay_do_as_they_say() {
    let proxy = echo().await;
    proxy.garble();
    let mut stream = connect(&proxy).await;
    assert_eq!(say(&mut stream, b"hello").await.expect("an answer"), &GARBAGE[..5]);
    proxy.half_open();
    let mut silent = connect(&proxy).await;
    silent.write_all(b"hello").await.expect("it goes out");
    until("the half-open connection", async || (proxy.counts().open == 2).then_some(())).await;
    proxy.cut();
    reset(&mut silent).await;
    proxy.heal();
    proxy.delay(Duration::from_millis(50));
    let began = tokio::time::Instant::now();
    assert_eq!(say(&mut connect(&proxy).await, b"late").await.expect("an answer"), b"late");
    assert!(began.elapsed() >= Duration::from_millis(100));
}

#[tokio::test]
async fn a_trap_cuts_before_or_after_its_bytes_arrive() {
    for (act, arrived) in [(Act::CutBefore, 0), (Act::CutAnswer, 6)] {
        let proxy = echo().await;
        let (mut other, mut stream) = (connect(&proxy).await, connect(&proxy).await);
        let trap = proxy.when("COMMIT", act);
        stream.write_all(b"COM").await.expect("it goes out");
        until("the first piece", async || (proxy.counts().back == 3).then_some(())).await;
        stream.read_exact(&mut [0; 3]).await.expect("its answer");
        assert_eq!(trap.count(), 0);
        stream.write_all(b"MIT").await.expect("it goes out");
        trap.sprung().await;
        reset(&mut stream).await;
        assert_eq!(proxy.counts().out, arrived.max(3));
        // It acts once, and on no other connection.
        assert_eq!(say(&mut other, b"COMMIT").await.expect("an answer"), b"COMMIT");
    }
}

#[tokio::test]
async fn a_trap_holds_before_or_after_its_bytes_arrive() {
    for (act, arrived) in [(Act::HoldBefore, 0), (Act::HoldAnswer, 6)] {
        let proxy = echo().await;
        let mut stream = connect(&proxy).await;
        let trap = proxy.whenever("COMMIT", act);
        stream.write_all(b"COMMIT").await.expect("it goes out");
        trap.sprung().await;
        assert_eq!((proxy.counts().out, proxy.counts().back), (arrived, 0));
        trap.release();
        let mut heard = [0; 6];
        stream.read_exact(&mut heard).await.expect("the answer");
        assert_eq!((&heard, trap.count()), (b"COMMIT", 1));
        assert_eq!(say(&mut stream, b"COMMIT").await.expect("an answer"), b"COMMIT");
        assert_eq!(trap.count(), 2);
    }
}

#[tokio::test]
async fn a_trap_says_something_else() {
    let proxy = echo().await;
    let mut stream = connect(&proxy).await;
    proxy.when("GET /", Act::Say(b"HTTP/1.1 503 Slow Down\r\n\r\n".to_vec()));
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.expect("it goes out");
    let mut heard = String::new();
    stream.read_to_string(&mut heard).await.expect("an answer");
    assert_eq!(heard, "HTTP/1.1 503 Slow Down\r\n\r\n");
    assert_eq!(proxy.counts().out, 0);
}

#[tokio::test]
async fn a_trap_can_mean_one_connection() {
    let proxy = echo().await;
    let (mut other, mut stream) = (connect(&proxy).await, connect(&proxy).await);
    let trap = proxy.when_again("me", "COMMIT", 1, Act::CutBefore);
    say(&mut stream, b"about me").await.expect("an answer");
    say(&mut other, b"COMMIT").await.expect("an answer");
    // The first of this connection is passed over, and the next needs a beginning of its own.
    for passed in ["COMMIT", "COMMIT", "about me"] {
        say(&mut stream, passed.as_bytes()).await.expect("an answer");
    }
    assert_eq!(trap.count(), 0);
    stream.write_all(b"COMMIT").await.expect("it goes out");
    trap.sprung().await;
    reset(&mut stream).await;
}

#[tokio::test]
async fn healing_releases_what_a_trap_holds() {
    for act in [Act::HoldBefore, Act::HoldAnswer] {
        let proxy = echo().await;
        let mut stream = connect(&proxy).await;
        let trap = proxy.when("COMMIT", act);
        stream.write_all(b"COMMIT").await.expect("it goes out");
        trap.sprung().await;
        proxy.heal();
        stream.read_exact(&mut [0; 6]).await.expect("the answer");
    }
}

#[tokio::test]
async fn silence_is_for_good_for_open_connections() {
    let proxy = echo().await;
    let mut stream = connect(&proxy).await;
    say(&mut stream, b"hello").await.expect("an answer");
    proxy.silence();
    proxy.heal();
    stream.write_all(b"again").await.expect("it goes out");
    say(&mut connect(&proxy).await, b"new").await.expect("an answer");
    assert_eq!(proxy.counts().out, 8);
    proxy.cut();
    reset(&mut stream).await;
}
