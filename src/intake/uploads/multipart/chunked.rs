//! Receives bodies of unknown length, and files beyond the largest single PUT: a multipart upload from one buffer of
//! the pool, filled, sent and filled again.

use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body::Body;
use memchr::memmem::Finder;

use super::body_reader::{SILENCE, Source, cut, in_time};
use super::form::{Boundary, Head, MAX_BETWEEN};
use super::receive::{Sender, describe, empty, not_text};
use crate::error::{Error, Kind};
use crate::intake::sessions::File;
use crate::intake::uploads::Uploads;
use crate::intake::uploads::buffers::{BUFFER, Buffer, Pool};
use crate::intake::uploads::quota::{Failure, Remains};
use crate::intake::uploads::scan_gate::ScanGate;
use crate::platform::db;
use crate::platform::object_store::{Checksum, Multipart, NewObject};

/// The time for filling a buffer: 64 KiB a second, because others wait for it.
const FILL: Duration = Duration::from_secs(SILENCE.as_secs() + BUFFER as u64 / (64 * 1024));

/// After this long without a byte, a buffer goes back to the pool until the next one comes.
const HAND_BACK: Duration = Duration::from_secs(3);

/// A file that comes in parts.
struct Arriving<'a> {
    network: IpAddr,
    boundary: &'a Boundary,
    name: &'a str,
    no_nul: bool,
    buffer: Buffer,
    /// Received bytes that did not fit into the buffer yet.
    spill: Bytes,
    /// Bytes of the file that are in the object store.
    sent: u64,
    reserved: u64,
    gate: ScanGate,
}

/// What is known about the bytes in the buffer. Each piece is examined as it arrives, while it is in the processor's
/// cache.
struct Seen<'a> {
    delimiter: Finder<'a>,
    /// Where the delimiter begins: the end of the file.
    end: Option<usize>,
    /// How many bytes belong to the file in any case; a delimiter may begin after them.
    sure: usize,
    /// The checksum of these bytes.
    checksum: Checksum,
}

impl<'a> Seen<'a> {
    fn new(delimiter: &'a [u8]) -> Self {
        Self { delimiter: Finder::new(delimiter), end: None, sure: 0, checksum: Checksum::default() }
    }

    fn look(&mut self, filled: &[u8]) {
        self.end = self.end.or_else(|| self.delimiter.find(&filled[self.sure..]).map(|at| self.sure + at));
        let sure = self.end.unwrap_or_else(|| (filled.len() + 1).saturating_sub(self.delimiter.needle().len()));
        self.checksum.update(&filled[self.sure..sure]);
        self.sure = sure;
    }

    /// Returns the checksum of the part that ends here, and starts over for the next.
    fn next_part(&mut self) -> Checksum {
        self.sure = 0;
        std::mem::take(&mut self.checksum)
    }
}

impl Uploads {
    pub(in crate::intake::uploads) async fn receive_chunked<B>(
        &self,
        sender: Sender,
        boundary: &Boundary,
        mut buffer: Buffer,
        first: Bytes,
        source: &mut Source<B>,
    ) -> Result<Vec<File>, Error>
    where
        B: Body<Data = Bytes> + Send + Unpin + 'static,
        B::Error: std::error::Error,
    {
        let (spill, ended) = in_time(FILL, fill(&mut buffer, first, source, |_| {})).await?;
        if ended {
            return self.store_form(sender, boundary, buffer.lend()).await;
        }
        let Head::Whole { name, length } = boundary.first_head(buffer.filled())? else {
            return Err(cut());
        };
        buffer.keep_from(length);
        if boundary.follows_at_once(buffer.filled()) {
            return Err(empty(&name));
        }
        let reserved = buffer.filled().len() as u64;
        let file = self.check(&name, reserved, buffer.filled())?;
        let keys = db::in_time(self.begin(sender, vec![reserved], true)).await?;
        let object = NewObject { key: keys[0], content_type: file.content_type, name: file.name };
        let moved = Arc::clone(&source.moved);
        let mut multipart = None;
        let received = {
            let gate = self.gate(sender.session, &object.name, &moved);
            let (network, name, no_nul) = (sender.network, &object.name, file.no_nul);
            let arriving = Arriving { network, boundary, name, no_nul, buffer, spill, sent: 0, reserved, gate };
            let receiving = Box::pin(self.receive_parts(&object, arriving, source, &mut multipart));
            self.while_alive(&keys, Some(&moved), receiving).await
        };
        let received = match received {
            Ok((size, checksum)) => Ok(vec![describe(object, size, checksum)]),
            Err(failure) => Err(abandon(multipart, failure).await),
        };
        self.conclude(sender.session, &keys, received).await
    }

    /// Returns the file's size and checksum once the object is stored.
    async fn receive_parts<B>(
        &self,
        object: &NewObject,
        mut arriving: Arriving<'_>,
        source: &mut Source<B>,
        multipart: &mut Option<Multipart>,
    ) -> Result<(u64, String), Failure>
    where
        B: Body<Data = Bytes> + Send + Unpin + 'static,
        B::Error: std::error::Error,
    {
        let multipart = multipart.insert(self.context.store.multipart(object).await?);
        let mut seen = Seen::new(&arriving.boundary.delimiter);
        seen.look(arriving.buffer.filled());
        let mut ended = false;
        loop {
            let part = seen.sure;
            if seen.end.is_none() && ended {
                return Err(cut().into());
            }
            self.send_part(object, &mut arriving, multipart, part, seen.next_part()).await?;
            if seen.end.is_some() {
                arriving.check_end(part, ended, source).await?;
                break;
            }
            if !arriving.buffer.keep_from(part) {
                return Err(Failure {
                    error: Error::caused(Kind::Unavailable, "a part's buffer is still in use"),
                    remains: Remains::Perhaps,
                });
            }
            let mut spill = std::mem::take(&mut arriving.spill);
            if spill.is_empty() && !ended {
                let waiting = wait_for_bytes(&self.pool, arriving.network, arriving.buffer, source, HAND_BACK);
                (arriving.buffer, spill) = waiting.await?;
            }
            let filling = fill(&mut arriving.buffer, spill, source, |filled| seen.look(filled));
            (arriving.spill, ended) = in_time(FILL, filling).await?;
        }
        arriving.gate.verdict().await?;
        let checksum = multipart.complete().await?;
        Ok((arriving.sent, checksum))
    }

    async fn send_part(
        &self,
        object: &NewObject,
        arriving: &mut Arriving<'_>,
        multipart: &mut Multipart,
        end: usize,
        checksum: Checksum,
    ) -> Result<(), Failure> {
        if end == 0 {
            return Ok(());
        }
        let size = arriving.sent + end as u64;
        if size > self.context.limits.max_file_bytes.as_u64() {
            return Err(self.too_large(arriving.name).into());
        }
        if arriving.no_nul && memchr::memchr(0, &arriving.buffer.filled()[..end]).is_some() {
            return Err(not_text(arriving.name).into());
        }
        if size != arriving.reserved {
            let wanted = size.max(arriving.reserved);
            db::in_time(self.grow(arriving.network, object.key, arriving.reserved, wanted)).await?;
            arriving.reserved = size.max(arriving.reserved);
        }
        let sending =
            async { multipart.part(arriving.buffer.lend().slice(..end), checksum).await.map_err(Failure::from) };
        let scanning = async { arriving.gate.pass(&arriving.buffer.filled()[..end]).await.map_err(Failure::from) };
        tokio::try_join!(sending, scanning)?;
        arriving.sent = size;
        Ok(())
    }
}

impl Arriving<'_> {
    /// Requires that no other file follows.
    async fn check_end<B>(&mut self, from: usize, mut ended: bool, source: &mut Source<B>) -> Result<(), Error>
    where
        B: Body<Data = Bytes> + Send + Unpin + 'static,
        B::Error: std::error::Error,
    {
        let mut rest = self.buffer.filled()[from..].to_vec();
        rest.extend_from_slice(&self.spill);
        while !ended && rest.len() <= MAX_BETWEEN {
            match source.next().await? {
                Some(bytes) => rest.extend_from_slice(&bytes),
                None => ended = true,
            }
        }
        self.boundary.check_end(&rest)
    }
}

/// Takes a buffer of the pool, or asks the client to try again later.
pub(super) async fn take(pool: &Pool, network: IpAddr) -> Result<Buffer, Error> {
    pool.wait(network).await.ok_or_else(|| Error::retry_after(Kind::Unavailable, 10))
}

/// Waits for the next bytes, which are empty at the body's end. If none come for a while, the buffer goes back to the
/// pool meanwhile.
async fn wait_for_bytes<B>(
    pool: &Pool,
    network: IpAddr,
    buffer: Buffer,
    source: &mut Source<B>,
    hand_back: Duration,
) -> Result<(Buffer, Bytes), Error>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: std::error::Error,
{
    let moved = Arc::clone(&source.moved);
    let mut next = pin!(source.next());
    if let Ok(bytes) = tokio::time::timeout(hand_back, &mut next).await {
        return Ok((buffer, bytes?.unwrap_or_default()));
    }
    // Only a few bytes, in which the delimiter may begin.
    let kept = Bytes::copy_from_slice(buffer.filled());
    drop(buffer);
    let bytes = next.await?.unwrap_or_default();
    let mut buffer = take(pool, network).await?;
    moved.beat();
    buffer.fill(kept);
    Ok((buffer, bytes))
}

/// Fills the buffer and calls `look` each time it has grown. Returns what did not fit, and whether the body has ended.
async fn fill<B>(
    buffer: &mut Buffer,
    mut spill: Bytes,
    source: &mut Source<B>,
    mut look: impl FnMut(&[u8]),
) -> Result<(Bytes, bool), Error>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: std::error::Error,
{
    loop {
        spill = buffer.fill(spill);
        look(buffer.filled());
        if buffer.is_full() {
            return Ok((spill, false));
        }
        match source.next().await? {
            Some(bytes) => spill = bytes,
            None => return Ok((spill, true)),
        }
    }
}

/// Aborts the multipart upload. If that fails, parts may remain in the store.
async fn abandon(multipart: Option<Multipart>, failure: Failure) -> Failure {
    let aborted = match multipart {
        Some(multipart) => multipart.abort().await.is_ok(),
        None => true,
    };
    if aborted { failure } else { Failure { remains: Remains::Perhaps, ..failure } }
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt as _, stream};
    use http_body::Frame;
    use http_body_util::StreamBody;
    use proptest::prelude::*;
    use tokio::sync::mpsc;

    use super::*;

    type Frames = std::pin::Pin<Box<dyn futures_util::Stream<Item = Result<Frame<Bytes>, std::io::Error>> + Send>>;

    /// A body whose bytes come when they are sent.
    fn source() -> (mpsc::UnboundedSender<&'static [u8]>, Source<StreamBody<Frames>>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let frames = stream::unfold(receiver, async |mut receiver: mpsc::UnboundedReceiver<&'static [u8]>| {
            let bytes = receiver.recv().await?;
            Some((Ok(Frame::data(Bytes::from_static(bytes))), receiver))
        });
        (sender, Source::new(StreamBody::new(frames.boxed())))
    }

    #[tokio::test]
    async fn s16_a_buffer_goes_back_while_nothing_comes() {
        let (pool, network) = (Pool::default(), IpAddr::from([192, 0, 2, 1]));
        let (sender, mut source) = source();
        let mut buffer = take(&pool, network).await.expect("a buffer");
        let other = take(&pool, network).await.expect("a buffer");
        assert!(pool.try_spare(network).is_none());
        buffer.fill(Bytes::from_static(b"kept"));
        let waiting = wait_for_bytes(&pool, network, buffer, &mut source, Duration::ZERO);
        let meanwhile = async {
            let lent = take(&pool, network).await.expect("the buffer that was handed back");
            sender.send(b" on").expect("a reader");
            drop(lent);
        };
        let (waited, ()) = tokio::join!(waiting, meanwhile);
        let (mut buffer, bytes) = waited.expect("bytes");
        buffer.fill(bytes);
        assert_eq!(buffer.filled(), b"kept on");
        drop(other);
    }

    #[tokio::test]
    async fn s16_a_buffer_is_filled_in_time_or_not_at_all() {
        let (sender, mut source) = source();
        sender.send(b"a byte").expect("a reader");
        let mut buffer = take(&Pool::default(), IpAddr::from([192, 0, 2, 1])).await.expect("a buffer");
        let filling = fill(&mut buffer, Bytes::new(), &mut source, |_| {});
        let refused = in_time(Duration::ZERO, filling).await.expect_err("too slow");
        assert_eq!(refused.kind, Kind::RequestTimeout);
        assert_eq!(FILL.as_secs(), 158);
    }

    proptest! {
        #[test]
        fn the_end_and_each_parts_checksum_are_found_in_any_pieces(
            file in "[-\\r\\nab]{0,80}",
            after in "[-\\r\\nab]{0,20}",
            piece in 1..9_usize,
            buffer in 8..24_usize,
        ) {
            let delimiter = b"\r\n--ab";
            let all = [file.as_bytes(), delimiter, after.as_bytes()].concat();
            let expected = memchr::memmem::find(&all, delimiter).expect("the delimiter");
            let (mut seen, mut filled, mut parts) = (Seen::new(delimiter), Vec::new(), Vec::new());
            let mut rest = all.as_slice();
            while seen.end.is_none() {
                while filled.len() < buffer && !rest.is_empty() {
                    let now = rest.split_off(..piece.min(buffer - filled.len()).min(rest.len())).unwrap_or_default();
                    filled.extend_from_slice(now);
                    seen.look(&filled);
                }
                let end = seen.sure;
                let part: Vec<u8> = filled.drain(..end).collect();
                prop_assert_eq!(seen.next_part().text(), Checksum::of(&part).text());
                parts.extend(part);
            }
            prop_assert_eq!(parts, &all[..expected]);
        }
    }
}
