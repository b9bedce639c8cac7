//! The body of a streaming put: one aws-chunk of exactly the object's length, then its CRC as a trailer.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::Stream;
use http_body::{Body, Frame};

use super::{ByteStream, Checksum};

const TRAILER_NAME: &str = "x-amz-checksum-crc64nvme";

/// Receives the checksum once the whole body has passed.
pub(super) type Announced = Arc<OnceLock<String>>;

enum Phase {
    Head,
    Data,
    Tail,
    Done,
}

/// Passes the visitor's bytes on as they arrive, without buffering.
pub(super) struct PutBody {
    bytes: ByteStream,
    remaining: u64,
    checksum: Checksum,
    announced: Announced,
    trailer: bool,
    phase: Phase,
    length: u64,
}

impl PutBody {
    pub fn new(bytes: ByteStream, length: u64, trailer: bool) -> (Self, Announced) {
        let announced = Announced::default();
        let body = Self {
            bytes,
            remaining: length,
            checksum: Checksum::default(),
            announced: Arc::clone(&announced),
            trailer,
            phase: if trailer { Phase::Head } else { Phase::Data },
            length,
        };
        (body, announced)
    }

    /// The length on the wire of an object of `length` bytes.
    pub fn wire_length(length: u64, trailer: bool) -> u64 {
        if !trailer {
            return length;
        }
        let head = format!("{length:x}\r\n").len();
        // "\r\n0\r\n", name, ":", 8 bytes in base64, "\r\n\r\n".
        let tail = 5 + TRAILER_NAME.len() + 1 + 12 + 4;
        length + (head + tail) as u64
    }

    fn finish(&mut self) -> String {
        let checksum = self.checksum.text();
        // Set once: the phase changes before this could run again.
        drop(self.announced.set(checksum.clone()));
        checksum
    }
}

impl Body for PutBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        match this.phase {
            Phase::Head => {
                this.phase = Phase::Data;
                Poll::Ready(Some(Ok(Frame::data(format!("{:x}\r\n", this.length).into()))))
            }
            Phase::Data => {
                let next = ready!(Pin::new(&mut this.bytes).poll_next(cx));
                let bytes = match next {
                    Some(Ok(bytes)) if bytes.len() as u64 <= this.remaining => bytes,
                    Some(Ok(_)) => {
                        return Poll::Ready(Some(Err(std::io::Error::other("more bytes than announced"))));
                    }
                    Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                    None => {
                        return Poll::Ready(Some(Err(std::io::ErrorKind::UnexpectedEof.into())));
                    }
                };
                this.checksum.update(&bytes);
                this.remaining -= bytes.len() as u64;
                if this.remaining == 0 {
                    this.phase = if this.trailer { Phase::Tail } else { Phase::Done };
                    if !this.trailer {
                        this.finish();
                    }
                }
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Phase::Tail => {
                let checksum = this.finish();
                this.phase = Phase::Done;
                Poll::Ready(Some(Ok(Frame::data(format!("\r\n0\r\n{TRAILER_NAME}:{checksum}\r\n\r\n").into()))))
            }
            Phase::Done => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.phase, Phase::Done)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt as _, stream};
    use http_body_util::BodyExt as _;

    use super::*;

    async fn wire(parts: Vec<&'static str>, length: u64, trailer: bool) -> Result<Bytes, std::io::Error> {
        let bytes = stream::iter(parts.into_iter().map(|part| Ok(Bytes::from(part)))).boxed();
        let (body, _) = PutBody::new(bytes, length, trailer);
        body.collect().await.map(http_body_util::Collected::to_bytes)
    }

    #[tokio::test]
    async fn the_wire_length_is_exact() {
        for trailer in [true, false] {
            let text = wire(vec!["hello ", "world"], 11, trailer).await.expect("a whole body");
            assert_eq!(text.len() as u64, PutBody::wire_length(11, trailer));
        }
        let text = wire(vec!["123456789"], 9, true).await.expect("a whole body");
        // The check value of CRC-64/NVME for "123456789" is 0xae8b14860a799888.
        assert_eq!(text, "9\r\n123456789\r\n0\r\nx-amz-checksum-crc64nvme:rosUhgp5mIg=\r\n\r\n");
    }

    #[tokio::test]
    async fn a_short_or_long_body_fails() {
        assert!(wire(vec!["hello"], 6, true).await.is_err());
        assert!(wire(vec!["hello!!"], 6, true).await.is_err());
    }
}
