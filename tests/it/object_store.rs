//! The store's contract: the same suite over the embedded S3 and a real emulator, so that what holds in a
//! trial holds in production.

use anteroom::config::Checksums;
use anteroom::platform::ids::{SessionId, new_uuid};
use anteroom::platform::object_store::{Access, ByteStream, Checksum, Key, NewObject, ObjectError, ObjectStore};
use aws_sdk_s3::Client;
use aws_sdk_s3::types::{BucketVersioningStatus, VersioningConfiguration};
use bytes::Bytes;
use embedded_s3::EmbeddedS3;
use futures_util::{StreamExt as _, stream};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::support::files;
use crate::support::servers::{LocalStack, s3_client};

const BUCKET: &str = "contract";

/// A store, and a plain client on the same bucket for looking behind it.
struct Bench {
    store: ObjectStore,
    client: Client,
    checksums: Checksums,
}

impl Bench {
    async fn new(endpoint: &str, access_key: &str, secret: &str, checksums: Checksums) -> Self {
        let embedded = Some((endpoint.to_owned(), access_key.to_owned(), secret.to_owned()));
        let access = Access { bucket: BUCKET.to_owned(), path_style: true, checksums: Some(checksums), embedded };
        let client = s3_client(endpoint, access_key, secret);
        Self { store: ObjectStore::connect(&access).await, client, checksums }
    }

    async fn count(&self, prefix: &str) -> usize {
        let page = self.client.list_objects_v2().bucket(BUCKET).prefix(prefix).send().await.expect("a listing");
        page.contents().len()
    }

    async fn open_uploads(&self) -> usize {
        self.client.list_multipart_uploads().bucket(BUCKET).send().await.expect("a listing").uploads().len()
    }
}

fn object(session: SessionId) -> NewObject {
    let key = Key { session, file: new_uuid() };
    NewObject { key, content_type: "application/pdf", name: "Grüße \"1\" 王.pdf".to_owned() }
}

fn new_session() -> SessionId {
    SessionId::from_uuid(new_uuid())
}

fn frames(bytes: &[u8], cut_after: Option<usize>) -> ByteStream {
    let mut parts: Vec<std::io::Result<Bytes>> =
        bytes.chunks(60_000).map(|part| Ok(Bytes::copy_from_slice(part))).collect();
    if let Some(count) = cut_after {
        parts.truncate(count);
        parts.push(Err(std::io::ErrorKind::ConnectionReset.into()));
    }
    stream::iter(parts).boxed()
}

async fn contract(bench: &Bench) {
    bench.store.ping().await.expect("a bucket");
    put_and_head(bench).await;
    cut_puts_never_existed(bench).await;
    multipart(bench).await;
    purging(bench).await;
    purging_by_keys(bench).await;
    listing(bench).await;
    small_objects(bench).await;
}

async fn put_and_head(bench: &Bench) {
    for size in [1, 15, 65_536, 3_000_000] {
        let (object, bytes) = (object(new_session()), files::pdf(size));
        let checksum = bench.store.put(&object, size as u64, frames(&bytes, None)).await.expect("a put");
        let info = bench.store.head(object.key).await.expect("its metadata");
        assert_eq!((info.size, &*info.content_type, &info.name), (size as u64, "application/pdf", &object.name));
        if let Some(kept) = info.checksum {
            assert_eq!(kept, checksum);
        }
        let got =
            bench.client.get_object().bucket(BUCKET).key(object.key.to_string()).send().await.expect("the object");
        assert!(
            got.content_disposition().is_some_and(|text| text.starts_with("attachment; filename*=UTF-8''Gr%C3%BC"))
        );
        // What is stored is the file, not the encoding it travelled in.
        assert!(got.content_encoding().is_none_or(str::is_empty), "{:?}", got.content_encoding());
        assert_eq!(got.body.collect().await.expect("its bytes").into_bytes(), bytes);
    }
    let missing = bench.store.head(Key { session: new_session(), file: new_uuid() }).await;
    assert!(matches!(missing, Err(ObjectError::NotFound)), "{missing:?}");
}

async fn cut_puts_never_existed(bench: &Bench) {
    let bytes = files::pdf(1_000_000);
    for cut_after in [0, 1, 16] {
        let object = object(new_session());
        let cut = bench.store.put(&object, 1_000_000, frames(&bytes, Some(cut_after))).await;
        assert!(matches!(cut, Err(ObjectError::Cut)), "{cut:?}");
        assert_eq!(bench.count(&object.key.to_string()).await, 0);
    }
    // Fewer bytes than announced are no object either.
    let object = object(new_session());
    assert!(bench.store.put(&object, 1_000_001, frames(&bytes, None)).await.is_err());
    assert_eq!(bench.count(&object.key.to_string()).await, 0);
}

async fn multipart(bench: &Bench) {
    let (object, bytes) = (object(new_session()), files::pdf(12_000_000));
    let mut upload = bench.store.multipart(&object).await.expect("an upload");
    for part in bytes.chunks(8_000_000) {
        upload.part(Bytes::copy_from_slice(part), Checksum::of(part)).await.expect("a part");
    }
    assert_eq!(bench.count(&object.key.to_string()).await, 0);
    upload.complete().await.expect("an object");
    let got = bench.client.get_object().bucket(BUCKET).key(object.key.to_string()).send().await.expect("the object");
    assert_eq!(got.body.collect().await.expect("its bytes").into_bytes(), bytes);
    assert_eq!(bench.store.head(object.key).await.expect("its metadata").name, object.name);

    let other = super::object_store::object(new_session());
    let mut upload = bench.store.multipart(&other).await.expect("an upload");
    let part = Bytes::from(files::pdf(5_300_000));
    if bench.checksums == Checksums::Supported {
        let wrong = upload.part(part.clone(), Checksum::of(b"other bytes")).await;
        assert!(wrong.is_err(), "the store took bytes that are not those of the checksum");
    }
    upload.part(part.clone(), Checksum::of(&part)).await.expect("a part");
    assert_eq!(bench.store.keys_with_open_uploads().await.expect("a listing"), [other.key]);
    upload.abort().await.expect("an end");
    upload.abort().await.expect("an end twice is one");
    assert!(upload.complete().await.is_err());
    assert_eq!((bench.open_uploads().await, bench.count(&other.key.to_string()).await), (0, 0));
}

async fn purging(bench: &Bench) {
    let (session, neighbour) = (new_session(), object(new_session()));
    bench.store.put(&neighbour, 1, frames(b"x", None)).await.expect("a put");
    for _ in 0..3 {
        bench.store.put(&object(session), 5, frames(b"hello", None)).await.expect("a put");
    }
    let one = object(session);
    bench.store.put(&one, 5, frames(b"hello", None)).await.expect("a put");
    bench.store.multipart(&object(session)).await.expect("an upload");
    let purged = bench.store.purge_file(one.key).await.expect("a purge");
    assert_eq!((purged.objects, purged.uploads), (1, 0));
    let purged = bench.store.purge_session(session, &[], true).await.expect("a purge");
    assert_eq!((purged.objects, purged.uploads), (3, 1));
    assert!(bench.store.purge_session(session, &[], true).await.expect("a purge").is_nothing());
    assert_eq!((bench.count(&session.uuid().to_string()).await, bench.open_uploads().await), (0, 0));
    assert_eq!(bench.count(&neighbour.key.to_string()).await, 1);
}

/// Known keys are deleted without a listing, and everything else that is found is deleted too.
async fn purging_by_keys(bench: &Bench) {
    let session = new_session();
    let mut known: Vec<Uuid> = (0..1200).map(|_| new_uuid()).collect();
    for _ in 0..3 {
        let object = object(session);
        bench.store.put(&object, 5, frames(b"hello", None)).await.expect("a put");
        known.push(object.key.file);
    }
    bench.store.put(&object(session), 5, frames(b"hello", None)).await.expect("a put");
    let purged = bench.store.purge_session(session, &known, false).await.expect("a purge");
    assert_eq!((purged.objects, purged.uploads), (known.len() + 1, 0));
    assert_eq!(bench.count(&session.uuid().to_string()).await, 0);
}

async fn listing(bench: &Bench) {
    let session = new_session();
    let mut keys = Vec::new();
    for batch in 0..21 {
        let puts = (0..50).map(|_| {
            let object = object(session);
            async move {
                bench.store.put(&object, 1, frames(b"x", None)).await.expect("a put");
                object.key
            }
        });
        keys.extend(futures_util::future::join_all(puts).await);
        assert!(batch < 21);
    }
    keys.sort_unstable();
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let (page, next) = bench.store.list(after).await.expect("a page");
        found.extend(page.into_iter().filter(|key| key.session == session));
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(found.len(), 1050);
    found.sort_unstable();
    assert_eq!(found, keys);
    // More than one page of a thousand is deleted too.
    assert_eq!(bench.store.purge_session(session, &[], true).await.expect("a purge").objects, 1050);
}

async fn small_objects(bench: &Bench) {
    assert!(matches!(bench.store.read_small(".anteroom/none").await, Err(ObjectError::NotFound)));
    for text in ["1", "22"] {
        bench.store.write_small(".anteroom/epoch", text.into()).await.expect("a write");
        assert_eq!(bench.store.read_small(".anteroom/epoch").await.expect("a read"), text.as_bytes());
    }
}

#[tokio::test]
async fn the_embedded_store_keeps_the_contract() {
    for checksums in [Checksums::Supported, Checksums::Required] {
        let folder = tempfile::tempdir().expect("a folder");
        let s3 = EmbeddedS3::start(folder.path(), BUCKET, CancellationToken::new()).await.expect("the embedded store");
        contract(&Bench::new(&s3.endpoint(), s3.access_key(), s3.secret_key(), checksums).await).await;
    }
}

#[tokio::test]
async fn localstack_keeps_the_contract() {
    let server = LocalStack::start().await;
    for checksums in [Checksums::Supported, Checksums::Required] {
        let bench = Bench::new(server.endpoint(), "test", "test", checksums).await;
        if checksums == Checksums::Supported {
            bench.client.create_bucket().bucket(BUCKET).send().await.expect("a bucket");
        }
        contract(&bench).await;
    }
    let bench = Bench::new(server.endpoint(), "test", "test", Checksums::Supported).await;
    versions_go_too(&bench).await;
}

/// In a versioned bucket a deletion only hides: a purge removes what is hidden, and the markers.
async fn versions_go_too(bench: &Bench) {
    let enabled = VersioningConfiguration::builder().status(BucketVersioningStatus::Enabled).build();
    bench
        .client
        .put_bucket_versioning()
        .bucket(BUCKET)
        .versioning_configuration(enabled)
        .send()
        .await
        .expect("versions");
    let session = new_session();
    let object = object(session);
    for _ in 0..3 {
        bench.store.put(&object, 5, frames(b"hello", None)).await.expect("a put");
    }
    bench.client.delete_object().bucket(BUCKET).key(object.key.to_string()).send().await.expect("a marker");
    // The store knows nothing of versions yet: its own deletion adds a marker.
    let known = [object.key.file];
    assert_eq!(bench.store.purge_session(session, &known, true).await.expect("a purge").objects, 1 + 5);
    assert_eq!(versions(bench, session).await, (0, 0));
    for _ in 0..2 {
        bench.store.put(&object, 5, frames(b"hello", None)).await.expect("a put");
    }
    // Now it does, and lists them first.
    assert_eq!(bench.store.purge_session(session, &known, true).await.expect("a purge").objects, 2);
    assert_eq!(versions(bench, session).await, (0, 0));
}

async fn versions(bench: &Bench, session: SessionId) -> (usize, usize) {
    let left = bench.client.list_object_versions().bucket(BUCKET).prefix(session.uuid().to_string()).send().await;
    let left = left.expect("a listing");
    (left.versions().len(), left.delete_markers().len())
}
