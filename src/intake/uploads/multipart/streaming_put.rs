//! The widget's case: one file of a known size streams through this process as one exact-length PUT.
//!
//! The file's last bytes are held back until the form has ended, the scanner has given its verdict and
//! everything agrees: a file that is refused or cut off before that never existed in the object store.

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use http_body::Body;

use super::body_reader::{Source, cut};
use super::form::{Boundary, Head};
use super::receive::{Sender, describe, empty};
use super::upload_stream::{Opening, UploadStream, Verdict};
use crate::error::{Error, Kind};
use crate::intake::file_types::HEAD_BYTES;
use crate::intake::sessions::File;
use crate::intake::uploads::Uploads;
use crate::intake::uploads::quota::{Failure, Remains};
use crate::platform::db;
use crate::platform::object_store::NewObject;

impl Uploads {
    pub(in crate::intake::uploads) async fn pass_through<B>(
        &self,
        sender: Sender,
        boundary: &Boundary,
        length: u64,
        file_size: Option<u64>,
        source: &mut Source<B>,
    ) -> Result<Vec<File>, Error>
    where
        B: Body<Data = Bytes> + Send + Unpin + 'static,
        B::Error: std::error::Error,
    {
        let opening = open(boundary, length, file_size, source).await?;
        let size = opening.size;
        let file = self.check(&opening.name, size, &opening.first)?;
        let keys = db::in_time(self.begin(sender, vec![size], false)).await?;
        let object = NewObject { key: keys[0], content_type: file.content_type, name: file.name };

        let gate = self.gate(sender.session, &object.name, &source.moved);
        let (stream, ends) = UploadStream::new(boundary, opening, file.no_nul, source, gate);
        let received = {
            // If this task stops waiting, the stream ends in an error, so that the object does not appear.
            let _stop = ends.stop.clone().drop_guard();
            let putting = self.context.store.put(&object, size, stream.boxed());
            self.while_alive(&keys, Some(&source.moved), async { Ok(putting.await?) }).await
        };
        source.body = ends.take_back();
        let all_came = source.moved.bytes() == length;
        let received = received.map(|checksum| vec![describe(object, size, checksum)]);
        let received = received.map_err(|failure| explain(failure, &ends.verdict, all_came));
        self.conclude(sender.session, &keys, received).await
    }
}

/// The stream's verdict says more than the error of the PUT that it aborted.
fn explain(failure: Failure, verdict: &Verdict, all_came: bool) -> Failure {
    match verdict.get() {
        Some(refusal) => Failure { error: refusal.again(), remains: Remains::Nothing },
        None if all_came && failure.error.kind == Kind::RequestTimeout => {
            Failure { error: Error::caused(Kind::Unavailable, "the store did not answer a PUT"), ..failure }
        }
        None => failure,
    }
}

/// Reads the head and the first bytes, which determine the type before anything is stored. If the client did not say the
/// file's size, the form is taken to end as browsers end it.
pub async fn open<B>(
    boundary: &Boundary,
    length: u64,
    file_size: Option<u64>,
    source: &mut Source<B>,
) -> Result<Opening, Error>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: std::error::Error,
{
    let mut begun = BytesMut::new();
    loop {
        if let Head::Whole { name, length: head } = boundary.first_head(&begun)? {
            let plain = length.checked_sub((head + boundary.closing().len()) as u64);
            let size = file_size.or(plain).filter(|size| *size < length).ok_or_else(cut)?;
            let wanted = size.min(HEAD_BYTES as u64);
            if (begun.len() - head) as u64 >= wanted {
                let first = begun.split_off(head).freeze();
                if boundary.follows_at_once(&first) {
                    return Err(empty(&name));
                }
                return Ok(Opening { name, size, first });
            }
        }
        match source.next().await? {
            Some(bytes) => begun.extend_from_slice(&bytes),
            None => return Err(cut()),
        }
    }
}
