//! Bodies whose length is not known before their end, and files beyond the largest single PUT: a multipart
//! upload from one buffer of the pool, filled, sent and filled again.

use bytes::Bytes;
use http_body::Body;
use memchr::memmem::Finder;

use super::Uploads;
use super::form::{Boundary, Head};
use super::pool::{BUFFER, Buffer};
use super::receive::{Sender, describe, empty, not_text};
use super::reserve::{Failure, Remains};
use super::scanned::Guard;
use super::source::{Source, cut, in_time};
use crate::db;
use crate::http::{Error, Kind};
use crate::objects::{Multipart, NewObject};
use crate::sessions::File;

/// A file that comes in parts.
struct Arriving<'a> {
    boundary: &'a Boundary,
    name: &'a str,
    is_text: bool,
    buffer: Buffer,
    /// What came and did not fit into the buffer yet.
    spill: Bytes,
    /// Bytes of the file that are in the object store.
    sent: u64,
    reserved: u64,
    guard: Guard,
}

/// The delimiter in the buffer: each piece is looked at as it comes, while the processor has it at hand.
struct Delimiter<'a> {
    finder: Finder<'a>,
    /// So many bytes of the buffer have been looked at.
    seen: usize,
    at: Option<usize>,
}

impl<'a> Delimiter<'a> {
    fn new(needle: &'a [u8]) -> Self {
        Self { finder: Finder::new(needle), seen: 0, at: None }
    }

    fn look(&mut self, filled: &[u8]) {
        // It may have begun in what was seen before.
        let from = self.seen.saturating_sub(self.finder.needle().len() - 1);
        self.at = self.at.or_else(|| self.finder.find(&filled[from..]).map(|at| from + at));
        self.seen = filled.len();
    }
}

impl Uploads {
    pub(super) async fn receive_chunked<B>(
        &self,
        sender: Sender,
        boundary: &Boundary,
        source: &mut Source<B>,
    ) -> Result<Vec<File>, Error>
    where
        B: Body<Data = Bytes> + Send + Unpin + 'static,
        B::Error: std::error::Error,
    {
        let buffer = self.pool.wait().await;
        let mut buffer = buffer.ok_or_else(|| Error::retry_after(Kind::Unavailable, 10))?;
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
        let known = self.check(&name, reserved, buffer.filled())?;
        let keys = db::in_time(self.begin(sender, vec![reserved], true)).await?;
        let object = NewObject { key: keys[0], content_type: known.content_type, name };
        let moved = std::sync::Arc::clone(&source.moved);
        let mut multipart = None;
        let received = {
            let guard = self.guard(sender.session, &object.name, &moved);
            let (name, is_text) = (&object.name, known.is_text);
            let arriving = Arriving { boundary, name, is_text, buffer, spill, sent: 0, reserved, guard };
            let receiving = self.receive_parts(&object, arriving, source, &mut multipart);
            self.while_alive(&keys, Some(&moved), receiving).await
        };
        let received = match received {
            Ok(size) => Ok(vec![describe(object, size, String::new())]),
            Err(failure) => Err(abandon(multipart, failure).await),
        };
        self.conclude(sender.session, &keys, received).await
    }

    /// Gives the file's size once the object stands.
    async fn receive_parts<B>(
        &self,
        object: &NewObject,
        mut arriving: Arriving<'_>,
        source: &mut Source<B>,
        multipart: &mut Option<Multipart>,
    ) -> Result<u64, Failure>
    where
        B: Body<Data = Bytes> + Send + Unpin + 'static,
        B::Error: std::error::Error,
    {
        let multipart = multipart.insert(self.parts.store.multipart(object).await?);
        let mut delimiter = Delimiter::new(&arriving.boundary.delimiter);
        delimiter.look(arriving.buffer.filled());
        let mut ended = false;
        loop {
            if let Some(end) = delimiter.at {
                self.send_part(object, &mut arriving, multipart, end).await?;
                arriving.expect_closing(end, ended, source).await?;
                break;
            }
            if ended {
                return Err(cut().into());
            }
            // A delimiter may have begun in the last bytes: they wait for the next look.
            let sure = arriving.buffer.filled().len() + 1 - arriving.boundary.delimiter.len();
            self.send_part(object, &mut arriving, multipart, sure).await?;
            if !arriving.buffer.keep_from(sure) {
                return Err(Failure {
                    error: Error::caused(Kind::Unavailable, "a part's buffer did not come back"),
                    remains: Remains::Perhaps,
                });
            }
            delimiter.seen = 0;
            let spill = std::mem::take(&mut arriving.spill);
            (arriving.spill, ended) =
                fill(&mut arriving.buffer, spill, source, |filled| delimiter.look(filled)).await?;
        }
        arriving.guard.verdict().await?;
        multipart.complete().await?;
        Ok(arriving.sent)
    }

    async fn send_part(
        &self,
        object: &NewObject,
        arriving: &mut Arriving<'_>,
        multipart: &mut Multipart,
        end: usize,
    ) -> Result<(), Failure> {
        if end == 0 {
            return Ok(());
        }
        let size = arriving.sent + end as u64;
        if size > self.parts.limits.max_file_bytes.as_u64() {
            return Err(self.too_large(arriving.name).into());
        }
        if arriving.is_text && memchr::memchr(0, &arriving.buffer.filled()[..end]).is_some() {
            return Err(not_text(arriving.name).into());
        }
        if size != arriving.reserved {
            db::in_time(self.grow(object.key, arriving.reserved, size.max(arriving.reserved))).await?;
            arriving.reserved = size.max(arriving.reserved);
        }
        let sending = async { multipart.part(arriving.buffer.lend().slice(..end)).await.map_err(Failure::from) };
        let scanning = async { arriving.guard.pass(&arriving.buffer.filled()[..end]).await.map_err(Failure::from) };
        tokio::try_join!(sending, scanning)?;
        arriving.sent = size;
        Ok(())
    }
}

impl Arriving<'_> {
    /// After the file only the closing boundary may come, then the end.
    async fn expect_closing<B>(&mut self, from: usize, mut ended: bool, source: &mut Source<B>) -> Result<(), Error>
    where
        B: Body<Data = Bytes> + Send + Unpin + 'static,
        B::Error: std::error::Error,
    {
        let closing = self.boundary.closing();
        let mut rest = self.buffer.filled()[from..].to_vec();
        rest.extend_from_slice(&self.spill);
        while !ended && rest.len() <= closing.len() {
            match source.next().await? {
                Some(bytes) => rest.extend_from_slice(&bytes),
                None => ended = true,
            }
        }
        // Some clients leave the last line break out.
        let whole = ended && (rest == closing || rest == closing[..closing.len() - 2]);
        if whole { Ok(()) } else { Err(Kind::OneFilePerRequest.into()) }
    }
}

/// Fills the buffer and shows it each time that it has grown; gives what did not fit, and whether the body has ended.
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

/// Aborts what was begun. An upload that could not be aborted may still hold parts.
async fn abandon(multipart: Option<Multipart>, failure: Failure) -> Failure {
    let aborted = match multipart {
        Some(multipart) => multipart.abort().await.is_ok(),
        None => true,
    };
    if aborted { failure } else { Failure { remains: Remains::Perhaps, ..failure } }
}
