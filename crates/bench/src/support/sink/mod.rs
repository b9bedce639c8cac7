//! The far side: an S3 endpoint that drains bodies and keeps only what it needs to answer. It is cheap, so that the
//! machine is left to the servers being measured, yet as strict as S3 about lengths and checksums, so that a server
//! that cuts corners fails. It runs in its own process.
//!
//! Beyond S3 it answers `/-/state`, which cannot be a bucket's name: `GET` returns what exists (the bench counts what
//! is left), `DELETE` clears everything.

pub mod answers;
mod body;
pub mod calls;
mod store;
mod tls;

use std::collections::HashMap;
use std::convert::Infallible;
use std::path::Path;

use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::HeaderValue;
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use serde_json::json;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use uuid::Uuid;

use super::Result;
use super::exchange::Content;
use answers::{Answer, Body, Refusal, empty, xml};
use calls::CALLS;
use store::{Object, Store, Upload, kept, new_etag};

/// The path of the bench's own requests.
pub const STATE: &str = "/-/state";

/// The largest XML document accepted: a batch of 1,000 deletions with keys of S3's maximum length.
const LARGEST_DOCUMENT: usize = 2 * 1024 * 1024;

/// Serves until this process is stopped: http and https, over one store. The certificate to trust is written to this
/// file.
pub async fn serve(certificate: &Path) -> Result<()> {
    let store = Store::default();
    let acceptor = tls::acceptor(certificate)?;
    let plain = TcpListener::bind("127.0.0.1:0").await?;
    let secure = TcpListener::bind("127.0.0.1:0").await?;
    println!("sink listens on http://{} and https://{}", plain.local_addr()?, secure.local_addr()?);
    loop {
        tokio::select! {
            accepted = plain.accept() => {
                let (stream, _) = accepted?;
                stream.set_nodelay(true)?;
                tokio::spawn(converse(store.clone(), stream));
            }
            accepted = secure.accept() => {
                let (stream, _) = accepted?;
                stream.set_nodelay(true)?;
                let (store, shaken) = (store.clone(), acceptor.accept(stream));
                tokio::spawn(async move {
                    match shaken.await {
                        Ok(stream) => converse(store, stream).await,
                        Err(error) => eprintln!("no TLS: {error}"),
                    }
                });
            }
        }
    }
}

async fn converse(store: Store, stream: impl AsyncRead + AsyncWrite + Unpin) {
    let service = service_fn(move |request| answer(store.clone(), request));
    // A client that hangs up mid-body ends here, and its object is never created.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(store: Store, request: Request<Incoming>) -> std::result::Result<Answer, Infallible> {
    let mut answer = if request.uri().path() == STATE {
        state(&store, request.method())
    } else if request.uri().path() == CALLS {
        store.calls.answer(&store, request).await.unwrap_or_else(Answer::from)
    } else {
        let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
        store.calls.count(calls::kind(request.method(), path, query)).await;
        Call::new(request, store).answer().await.unwrap_or_else(Answer::from)
    };
    let id = HeaderValue::from_str(&Uuid::new_v4().simple().to_string());
    if let Ok(id) = id {
        answer.headers_mut().insert("x-amz-request-id", id);
    }
    Ok(answer)
}

fn state(store: &Store, method: &Method) -> Answer {
    let mut content = store.content();
    if *method == Method::DELETE {
        content.objects.clear();
        content.uploads.clear();
    }
    // A key that begins with a dot is a server's own note, not a visitor's file.
    let files = content.objects.iter().filter(|(key, _)| !key.starts_with('.'));
    let sizes: Vec<u64> = files.map(|(_, object)| object.size).collect();
    let state = json!({
        "objects": sizes,
        "uploads": content.uploads.len(),
        "receiving": content.receiving,
    });
    Response::new(Body::from(state.to_string()))
}

/// A parsed S3 request. The bucket is ignored: there is only one.
struct Call {
    method: Method,
    bucket: String,
    key: String,
    query: HashMap<String, String>,
    headers: HeaderMap,
    body: Incoming,
    store: Store,
}

impl Call {
    fn new(request: Request<Incoming>, store: Store) -> Self {
        let (parts, body) = request.into_parts();
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let path = parts.uri.path().trim_start_matches('/');
        let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
        let query = parts.uri.query().unwrap_or_default().split('&').map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        });
        Self {
            method: parts.method,
            bucket: decoded(bucket),
            key: decoded(key),
            query: query.collect(),
            headers: parts.headers,
            body,
            store,
        }
    }

    fn asks(&self, name: &str) -> bool {
        self.query.contains_key(name)
    }

    fn value(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    async fn answer(self) -> std::result::Result<Answer, Refusal> {
        if self.key.is_empty() { self.bucket_call().await } else { self.object_call().await }
    }

    async fn bucket_call(self) -> std::result::Result<Answer, Refusal> {
        match self.method {
            Method::HEAD | Method::PUT => Ok(empty(StatusCode::OK)),
            Method::POST if self.asks("delete") => self.delete_objects().await,
            Method::GET if self.asks("versioning") => Ok(xml(StatusCode::OK, "<VersioningConfiguration/>")),
            Method::GET if self.asks("location") => Ok(xml(StatusCode::OK, "<LocationConstraint/>")),
            Method::GET if self.asks("lifecycle") => {
                Err(Refusal(StatusCode::NOT_FOUND, "NoSuchLifecycleConfiguration"))
            }
            Method::GET if self.asks("uploads") => {
                let content = self.store.content();
                let prefix = self.value("prefix");
                let found = content.uploads.iter().filter(|(_, up)| up.key.starts_with(prefix));
                Ok(answers::uploads(found))
            }
            Method::GET if self.asks("versions") => {
                let content = self.store.content();
                let page = content.page(self.value("prefix"), self.value("key-marker"), self.limit());
                Ok(page.as_versions())
            }
            Method::GET if self.value("list-type") == "2" => {
                let content = self.store.content();
                let after = match self.value("continuation-token") {
                    "" => self.value("start-after"),
                    token => token,
                };
                Ok(content.page(self.value("prefix"), after, self.limit()).as_objects())
            }
            _ => Err(self.unknown()),
        }
    }

    async fn object_call(self) -> std::result::Result<Answer, Refusal> {
        match self.method {
            Method::PUT if self.headers.contains_key("x-amz-copy-source") => Err(self.unknown()),
            Method::PUT if self.asks("partNumber") => self.put_part().await,
            Method::PUT if self.query.keys().all(|name| name == "x-id" || is_signature(name)) => {
                self.put_object().await
            }
            Method::POST if self.asks("uploads") => Ok(self.begin_upload()),
            Method::POST if self.asks("uploadId") => self.complete_upload().await,
            Method::DELETE if self.asks("uploadId") => {
                match self.store.content().uploads.remove(self.value("uploadId")) {
                    Some(_) => Ok(empty(StatusCode::NO_CONTENT)),
                    None => Err(NO_UPLOAD),
                }
            }
            Method::DELETE => {
                self.store.content().objects.remove(&self.key);
                Ok(empty(StatusCode::NO_CONTENT))
            }
            Method::HEAD | Method::GET => self.get_object(),
            _ => Err(self.unknown()),
        }
    }

    fn get_object(self) -> std::result::Result<Answer, Refusal> {
        let content = self.store.content();
        let object = content.objects.get(&self.key).ok_or(Refusal(StatusCode::NOT_FOUND, "NoSuchKey"))?;
        let mut answer = match &object.content {
            _ if self.method == Method::HEAD => empty(StatusCode::OK),
            Some(bytes) => Response::new(Body::from(bytes.clone())),
            // Generated again, as the load did when it was uploaded: the checksum below would reveal a difference.
            None => Response::new(Body::Made(Content::new(object.size))),
        };
        let headers = answer.headers_mut();
        headers.insert("content-length", HeaderValue::from(object.size));
        headers.extend(object.headers.iter().cloned());
        set(headers, "etag", &object.etag);
        if let (Some((name, value)), true) = (&object.checksum, self.headers.contains_key("x-amz-checksum-mode")) {
            set(headers, name, value);
            set(headers, "x-amz-checksum-type", "FULL_OBJECT");
        }
        Ok(answer)
    }

    async fn put_object(self) -> std::result::Result<Answer, Refusal> {
        let _receiving = self.store.receiving();
        let drained = body::drain(&self.headers, self.body).await?;
        let mut content = self.store.content();
        if self.headers.contains_key("if-none-match") && content.objects.contains_key(&self.key) {
            return Err(Refusal(StatusCode::PRECONDITION_FAILED, "PreconditionFailed"));
        }
        let mut object = Object::new(drained.size, drained.content, kept(&self.headers));
        object.checksum.clone_from(&drained.checksum);
        let answer = receipt(&object.etag, drained.checksum);
        content.objects.insert(self.key, object);
        Ok(answer)
    }

    async fn put_part(self) -> std::result::Result<Answer, Refusal> {
        let number: u32 = self.value("partNumber").parse().map_err(|_| BAD_REQUEST)?;
        let id = self.value("uploadId").to_owned();
        let _receiving = self.store.receiving();
        let drained = body::drain(&self.headers, self.body).await?;
        let known = self.store.content().uploads.get_mut(&id).map(|upload| {
            upload.parts.insert(number, drained.size);
        });
        known.ok_or(NO_UPLOAD)?;
        Ok(receipt(&new_etag(), drained.checksum))
    }

    fn begin_upload(self) -> Answer {
        let id = Uuid::new_v4().simple().to_string();
        let answer = answers::upload_begun(&self.bucket, &self.key, &id);
        let upload = Upload::new(self.key, kept(&self.headers));
        self.store.content().uploads.insert(id, upload);
        answer
    }

    async fn complete_upload(self) -> std::result::Result<Answer, Refusal> {
        let id = self.value("uploadId").to_owned();
        let document = document(self.body).await?;
        let mut content = self.store.content();
        let upload = content.uploads.remove(&id).ok_or(NO_UPLOAD)?;
        let mut size = 0;
        for number in answers::elements(&document, "PartNumber") {
            let number: u32 = number.parse().map_err(|_| BAD_REQUEST)?;
            size += upload.parts.get(&number).ok_or(Refusal(StatusCode::BAD_REQUEST, "InvalidPart"))?;
        }
        let object = Object::new(size, None, upload.headers);
        let answer = answers::upload_completed(&self.bucket, &upload.key, &object.etag);
        content.objects.insert(upload.key, object);
        Ok(answer)
    }

    async fn delete_objects(self) -> std::result::Result<Answer, Refusal> {
        let document = document(self.body).await?;
        let keys = answers::elements(&document, "Key");
        let mut content = self.store.content();
        for key in &keys {
            content.objects.remove(key);
        }
        let quiet = answers::elements(&document, "Quiet").first().is_some_and(|text| text == "true");
        Ok(answers::deleted(&keys, quiet))
    }

    fn limit(&self) -> usize {
        self.value("max-keys").parse().unwrap_or(1000).min(1000)
    }

    /// A call that no server made when this was written: report it, or finding the reason takes long.
    fn unknown(&self) -> Refusal {
        let names: Vec<&str> = self.query.keys().map(String::as_str).collect();
        eprintln!("the sink does not know {} with the query names {names:?}", self.method);
        Refusal(StatusCode::NOT_IMPLEMENTED, "NotImplemented")
    }
}

const NO_UPLOAD: Refusal = Refusal(StatusCode::NOT_FOUND, "NoSuchUpload");
const BAD_REQUEST: Refusal = Refusal(StatusCode::BAD_REQUEST, "InvalidRequest");

fn is_signature(name: &str) -> bool {
    name.is_empty() || name.to_ascii_lowercase().starts_with("x-amz-")
}

fn receipt(etag: &str, checksum: Option<(String, String)>) -> Answer {
    let mut answer = empty(StatusCode::OK);
    set(answer.headers_mut(), "etag", etag);
    if let Some((name, value)) = checksum {
        set(answer.headers_mut(), &name, &value);
        set(answer.headers_mut(), "x-amz-checksum-type", "FULL_OBJECT");
    }
    answer
}

fn set(headers: &mut HeaderMap, name: &str, value: &str) {
    let name = hyper::header::HeaderName::try_from(name);
    if let (Ok(name), Ok(value)) = (name, HeaderValue::try_from(value)) {
        headers.insert(name, value);
    }
}

async fn document(body: Incoming) -> std::result::Result<String, Refusal> {
    let whole = Limited::new(body, LARGEST_DOCUMENT).collect().await.map_err(|_| BAD_REQUEST)?;
    let bytes: Bytes = whole.to_bytes();
    String::from_utf8(bytes.into()).map_err(|_| BAD_REQUEST)
}
