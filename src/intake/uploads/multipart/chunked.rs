//! Receives bodies of unknown length, and files beyond the largest single PUT: a multipart upload from one buffer of
//! the pool, filled, sent and filled again.

use bytes::Bytes;
use http_body::Body;
use memchr::memmem::Finder;

use super::body_reader::{Source, cut, in_time};
use super::form::{Boundary, Head, MAX_BETWEEN};
use super::receive::{Sender, describe, empty, not_text};
use crate::error::{Error, Kind};
use crate::intake::sessions::File;
use crate::intake::uploads::Uploads;
use crate::intake::uploads::buffers::{BUFFER, Buffer};
use crate::intake::uploads::quota::{Failure, Remains};
use crate::intake::uploads::scan_gate::ScanGate;
use crate::platform::db;
use crate::platform::object_store::{Checksum, Multipart, NewObject};

/// A file that comes in parts.
struct Arriving<'a> {
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
        source: &mut Source<B>,
    ) -> Result<Vec<File>, Error>
    where
        B: Body<Data = Bytes> + Send + Unpin + 'static,
        B::Error: std::error::Error,
    {
        let (spill, ended) = in_time(BUFFER as u64, fill(&mut buffer, Bytes::new(), source, |_| {})).await?;
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
        let moved = std::sync::Arc::clone(&source.moved);
        let mut multipart = None;
        let received = {
            let gate = self.gate(sender.session, &object.name, &moved);
            let (name, no_nul) = (&object.name, file.no_nul);
            let arriving = Arriving { boundary, name, no_nul, buffer, spill, sent: 0, reserved, gate };
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
            let spill = std::mem::take(&mut arriving.spill);
            (arriving.spill, ended) = fill(&mut arriving.buffer, spill, source, |filled| seen.look(filled)).await?;
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
            db::in_time(self.grow(object.key, arriving.reserved, size.max(arriving.reserved))).await?;
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
    use proptest::prelude::*;

    use super::*;

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
