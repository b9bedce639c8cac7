//! S3's responses: errors, listings and receipts as XML.

use std::convert::Infallible;
use std::fmt::Write;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Frame, SizeHint};
use hyper::{Response, StatusCode};

use crate::support::exchange::Content;

use super::store::{Object, Upload};

pub type Answer = Response<Body>;

/// The body of a response.
pub enum Body {
    Whole(Full<Bytes>),
    /// A large object's content, generated while it is sent.
    Made(Content),
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        Self::Whole(Full::new(bytes.into()))
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Self::Whole(whole) => Pin::new(whole).poll_frame(context),
            Self::Made(noise) => Poll::Ready(noise.next(FRAME).map(|bytes| Ok(Frame::data(bytes)))),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(whole) => whole.size_hint(),
            Self::Made(content) => SizeHint::with_exact(content.left()),
        }
    }
}

/// Bytes per frame.
const FRAME: usize = 256 * 1024;

/// An S3 error: its status and its code.
pub struct Refusal(pub StatusCode, pub &'static str);

impl From<Refusal> for Answer {
    fn from(Refusal(status, code): Refusal) -> Self {
        xml(status, &format!("<Error><Code>{code}</Code><Message>{code}</Message></Error>"))
    }
}

pub fn xml(status: StatusCode, body: &str) -> Answer {
    let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}");
    let mut answer = Response::new(Body::from(text));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert("content-type", hyper::header::HeaderValue::from_static("application/xml"));
    answer
}

pub fn empty(status: StatusCode) -> Answer {
    let mut answer = Response::new(Body::from(Bytes::new()));
    *answer.status_mut() = status;
    answer
}

/// The text between `<NAME>` and `</NAME>`, unescaped, for each time it occurs.
pub fn elements(body: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    body.split(&open)
        .skip(1)
        .filter_map(|rest| rest.split_once(&close))
        .map(|(text, _)| {
            let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            text.replace("&apos;", "'").replace("&amp;", "&")
        })
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// One page of a listing of objects, in the order of their keys.
pub struct Page<'a> {
    pub objects: Vec<(&'a String, &'a Object)>,
    /// Whether there is another page after this one.
    pub truncated: bool,
    pub prefix: &'a str,
    pub limit: usize,
}

impl Page<'_> {
    pub fn as_objects(&self) -> Answer {
        let mut body = format!(
            "<ListBucketResult><Prefix>{}</Prefix><KeyCount>{}</KeyCount>\
             <MaxKeys>{}</MaxKeys><IsTruncated>{}</IsTruncated>",
            escaped(self.prefix),
            self.objects.len(),
            self.limit,
            self.truncated,
        );
        if let (true, Some((last, _))) = (self.truncated, self.objects.last()) {
            let last = escaped(last);
            let _ = write!(body, "<NextContinuationToken>{last}</NextContinuationToken>");
        }
        for (key, object) in &self.objects {
            let _ = write!(body, "<Contents>{}</Contents>", entry(key, object));
        }
        body.push_str("</ListBucketResult>");
        xml(StatusCode::OK, &body)
    }

    /// The same objects as a bucket without versioning lists their versions.
    pub fn as_versions(&self) -> Answer {
        let mut body = format!(
            "<ListVersionsResult><Prefix>{}</Prefix><MaxKeys>{}</MaxKeys>\
             <IsTruncated>{}</IsTruncated>",
            escaped(self.prefix),
            self.limit,
            self.truncated,
        );
        if let (true, Some((last, _))) = (self.truncated, self.objects.last()) {
            let last = escaped(last);
            let _ = write!(
                body,
                "<NextKeyMarker>{last}</NextKeyMarker>\
                 <NextVersionIdMarker>null</NextVersionIdMarker>"
            );
        }
        for (key, object) in &self.objects {
            let _ = write!(
                body,
                "<Version><VersionId>null</VersionId><IsLatest>true</IsLatest>{}</Version>",
                entry(key, object)
            );
        }
        body.push_str("</ListVersionsResult>");
        xml(StatusCode::OK, &body)
    }
}

fn entry(key: &str, object: &Object) -> String {
    format!(
        "<Key>{}</Key><LastModified>{}</LastModified><ETag>{}</ETag><Size>{}</Size>\
         <StorageClass>STANDARD</StorageClass>",
        escaped(key),
        object.modified,
        escaped(&object.etag),
        object.size
    )
}

pub fn uploads<'a>(found: impl Iterator<Item = (&'a String, &'a Upload)>) -> Answer {
    let mut body =
        String::from("<ListMultipartUploadsResult><MaxUploads>1000</MaxUploads><IsTruncated>false</IsTruncated>");
    for (id, upload) in found {
        let _ = write!(
            body,
            "<Upload><Key>{}</Key><UploadId>{id}</UploadId><Initiated>{}</Initiated></Upload>",
            escaped(&upload.key),
            upload.begun
        );
    }
    body.push_str("</ListMultipartUploadsResult>");
    xml(StatusCode::OK, &body)
}

pub fn upload_begun(bucket: &str, key: &str, id: &str) -> Answer {
    let (bucket, key) = (escaped(bucket), escaped(key));
    xml(
        StatusCode::OK,
        &format!(
            "<InitiateMultipartUploadResult><Bucket>{bucket}</Bucket><Key>{key}</Key>\
             <UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
        ),
    )
}

pub fn upload_completed(bucket: &str, key: &str, etag: &str) -> Answer {
    let (bucket, key, etag) = (escaped(bucket), escaped(key), escaped(etag));
    xml(
        StatusCode::OK,
        &format!(
            "<CompleteMultipartUploadResult><Bucket>{bucket}</Bucket><Key>{key}</Key>\
             <ETag>{etag}</ETag></CompleteMultipartUploadResult>"
        ),
    )
}

pub fn deleted(keys: &[String], quiet: bool) -> Answer {
    let mut body = String::from("<DeleteResult>");
    for key in keys.iter().filter(|_| !quiet) {
        let _ = write!(body, "<Deleted><Key>{}</Key></Deleted>", escaped(key));
    }
    body.push_str("</DeleteResult>");
    xml(StatusCode::OK, &body)
}
