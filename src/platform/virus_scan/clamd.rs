//! clamd's INSTREAM: each piece with its length, a zero length at the end, then one line of answer.
//!
//! We have our own client because the existing crates read only after they have written everything: an early answer
//! (`StreamMaxLength`) is lost with the connection, and a scanner that stops reading blocks them for ever. They also
//! accept an answer of any length, and any text that contains OK.

use std::time::Duration;

use bytes::Buf;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::mpsc;

use super::{Piece, Verdict};

/// A scanner that reads nothing for this long is given up; shorter than the patience with silent visitors.
const STALL: Duration = Duration::from_secs(10);

/// How long the verdict may take after the last byte, when all the work is done: this, and more for larger files, but
/// never so long that the object store gives up on the file's last bytes.
const VERDICT: Duration = Duration::from_secs(15);
const LONGEST_VERDICT: Duration = Duration::from_secs(70);

/// The slowest scanner that we wait for, in bytes per second.
const SLOWEST: u64 = 2 * 1024 * 1024;

/// Each write of this size has its own time limit.
const SLICE: usize = 64 * 1024;

/// How long a ping's answer may take.
const PONG: Duration = Duration::from_secs(3);

/// A longer answer is not clamd's.
const MAX_ANSWER: u64 = 1024;

/// How long a scanner that has stopped reading may take to say why.
const EXPLANATION: Duration = Duration::from_secs(1);

pub trait Connection: AsyncRead + AsyncWrite + Unpin + Send {}

impl<C: AsyncRead + AsyncWrite + Unpin + Send> Connection for C {}

/// Sends the pieces as they arrive and returns clamd's verdict on the whole file.
pub async fn scan(connection: impl Connection, pieces: mpsc::Receiver<Piece>) -> Verdict {
    let (reading, writing) = tokio::io::split(connection);
    let answering = answer(reading);
    tokio::pin!(answering);
    let sent = tokio::select! {
        biased;
        sent = send(writing, pieces) => sent,
        early = &mut answering => return match early {
            Verdict::Infected(signature) => Verdict::Infected(signature),
            Verdict::Clean => Verdict::Unscanned("the scanner answered before the file's end".to_owned()),
            Verdict::Unscanned(reason) => Verdict::Unscanned(reason),
        },
    };
    let (patience, otherwise) = match sent {
        Ok(bytes) => (patience(bytes), "the scanner gave no verdict in time".to_owned()),
        Err(error) => (EXPLANATION, format!("the scanner took no more: {error}")),
    };
    let answered = tokio::time::timeout(patience, answering).await;
    match (answered, sent) {
        (Ok(Verdict::Clean), Err(_)) | (Err(_), _) => Verdict::Unscanned(otherwise),
        (Ok(verdict), _) => verdict,
    }
}

/// Checks that clamd answers.
pub async fn ping(mut connection: impl Connection) -> Result<(), String> {
    let asking = async {
        connection.write_all(b"zPING\0").await.map_err(|error| error.to_string())?;
        line(connection).await
    };
    match tokio::time::timeout(PONG, asking).await {
        Ok(Ok(text)) if text == "PONG" => Ok(()),
        Ok(Ok(text)) => Err(format!("the scanner answered {text:?}")),
        Ok(Err(reason)) => Err(reason),
        Err(_) => Err("the scanner does not answer".to_owned()),
    }
}

fn patience(bytes: u64) -> Duration {
    (VERDICT + Duration::from_secs(bytes / SLOWEST)).min(LONGEST_VERDICT)
}

/// Returns the file's length once all of it is sent.
async fn send(
    mut writing: impl AsyncWrite + Unpin,
    mut pieces: mpsc::Receiver<Piece>,
) -> Result<u64, std::io::ErrorKind> {
    let mut total = 0;
    write(&mut writing, &b"zINSTREAM\0"[..]).await?;
    loop {
        match pieces.recv().await {
            Some(Piece::Bytes(bytes)) => {
                total += bytes.len() as u64;
                for slice in bytes.chunks(SLICE) {
                    // A length of zero would end the file: chunks are never empty.
                    let length = u32::try_from(slice.len()).unwrap_or(u32::MAX).to_be_bytes();
                    write(&mut writing, Buf::chain(&length[..], slice)).await?;
                }
            }
            Some(Piece::End) => {
                write(&mut writing, &0_u32.to_be_bytes()[..]).await?;
                return Ok(total);
            }
            None => return Err(std::io::ErrorKind::Interrupted),
        }
    }
}

async fn write(writing: &mut (impl AsyncWrite + Unpin), mut bytes: impl Buf) -> Result<(), std::io::ErrorKind> {
    let written = tokio::time::timeout(STALL, writing.write_all_buf(&mut bytes)).await;
    written.map_err(|_| std::io::ErrorKind::TimedOut)?.map_err(|error| error.kind())
}

async fn answer(reading: impl AsyncRead + Unpin) -> Verdict {
    line(reading).await.map_or_else(Verdict::Unscanned, |text| read(&text))
}

/// `stream: OK`, `stream: NAME FOUND`, or a complaint that ends in ERROR.
fn read(text: &str) -> Verdict {
    if text == "stream: OK" {
        return Verdict::Clean;
    }
    match text.strip_prefix("stream: ").and_then(|rest| rest.strip_suffix(" FOUND")) {
        // With `AlertExceedsMax` clamd reports files like this that it did not look into.
        Some(name) if !name.starts_with("Heuristics.Limits.Exceeded") => Verdict::Infected(shown(name)),
        _ => Verdict::Unscanned(format!("the scanner answered “{}”", shown(text))),
    }
}

/// The part of an answer that may be logged.
fn shown(text: &str) -> String {
    text.chars().filter(|character| character.is_ascii_graphic() || *character == ' ').take(100).collect()
}

/// Reads one answer up to its NUL.
async fn line(reading: impl AsyncRead + Unpin) -> Result<String, String> {
    let mut bytes = Vec::new();
    let mut limited = tokio::io::BufReader::new(reading.take(MAX_ANSWER));
    limited.read_until(0, &mut bytes).await.map_err(|error| format!("the scanner broke off: {error}"))?;
    match bytes.pop() {
        Some(0) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Some(_) => Err("the scanner gave no readable answer".to_owned()),
        None => Err("the scanner closed the connection".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use tokio::io::duplex;

    use super::*;

    #[test]
    fn only_plain_words_mean_clean() {
        assert_eq!(read("stream: OK"), Verdict::Clean);
        assert_eq!(read("stream: Eicar-Test FOUND"), Verdict::Infected("Eicar-Test".to_owned()));
        for other in [
            "",
            "OK",
            "stream: ok",
            "stream: OK ",
            "stream: BOOK",
            "stream: OK ERROR",
            "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND",
            "INSTREAM size limit exceeded. ERROR",
            "stream: Can't allocate memory ERROR",
        ] {
            assert!(matches!(read(other), Verdict::Unscanned(_)), "{other}");
        }
    }

    /// Plays a scanner that reads everything and then sends this answer.
    async fn answered(answer: &'static [u8]) -> (Verdict, Vec<u8>) {
        let (ours, mut theirs) = duplex(64);
        let (sender, pieces) = mpsc::channel(2);
        let scanning = tokio::spawn(scan(ours, pieces));
        let feeding = async {
            for piece in [Piece::Bytes(Bytes::from_static(b"one")), Piece::Bytes(vec![b'x'; SLICE + 1].into())] {
                sender.send(piece).await.expect("a scan under way");
            }
            sender.send(Piece::End).await.expect("a scan under way");
        };
        let reading = async {
            let mut sent = vec![0; 10 + 4 + 3 + 4 + SLICE + 4 + 1 + 4];
            theirs.read_exact(&mut sent).await.expect("all of it");
            // A long answer is not read to its end.
            drop(theirs.write_all(answer).await);
            drop(theirs);
            sent
        };
        let ((), sent) = tokio::join!(feeding, reading);
        (scanning.await.expect("a verdict"), sent)
    }

    #[tokio::test]
    async fn pieces_go_out_framed() {
        let (verdict, sent) = answered(b"stream: OK\0").await;
        assert_eq!(verdict, Verdict::Clean);
        assert!(sent.starts_with(b"zINSTREAM\0\0\0\0\x03one\0\x01\0\0xxx"));
        assert!(sent.ends_with(b"xxx\0\0\0\x01x\0\0\0\0"));
    }

    #[tokio::test]
    async fn half_an_answer_is_none() {
        for answer in [&b""[..], b"stream: OK", b"stream: OK\n"] {
            assert!(matches!(answered(answer).await.0, Verdict::Unscanned(_)));
        }
        let endless: &[u8] = &[b'x'; 2000];
        assert!(matches!(answered(endless).await.0, Verdict::Unscanned(_)));
    }

    #[tokio::test]
    async fn an_early_answer_ends_the_scan() {
        for (answer, infected) in
            [(&b"stream: OK\0"[..], false), (b"INSTREAM ERROR\0", false), (b"stream: A FOUND\0", true)]
        {
            let (ours, mut theirs) = duplex(64);
            let (sender, pieces) = mpsc::channel(2);
            theirs.write_all(answer).await.expect("a reader");
            let verdict = scan(ours, pieces).await;
            assert_eq!(matches!(verdict, Verdict::Infected(_)), infected, "{verdict:?}");
            assert!(verdict != Verdict::Clean);
            drop(sender);
        }
    }
}
