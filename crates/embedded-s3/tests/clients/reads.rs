//! Reading, listing, deleting, and many writers of one key.

use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::primitives::DateTime;
use aws_sdk_s3::types::{Delete, ObjectIdentifier};

use crate::lab::*;

#[tokio::test(flavor = "multi_thread")]
async fn ranges_and_conditions() {
    let lab = Lab::new().await;
    lab.put("key", DIGITS).await;
    lab.put("empty", b"").await;
    for (key, range, wanted) in [
        ("key", "bytes=0-3", Some(("1234", "bytes 0-3/9"))),
        ("key", "bytes=5-", Some(("6789", "bytes 5-8/9"))),
        ("key", "bytes=-2", Some(("89", "bytes 7-8/9"))),
        ("key", "bytes=8-100", Some(("9", "bytes 8-8/9"))),
        ("key", "bytes=9-", None),
        ("empty", "bytes=0-", None),
        ("empty", "bytes=-5", None),
    ] {
        let got = lab.get_op(key).range(range).send().await;
        let Some((text, content_range)) = wanted else {
            assert_eq!(code(&got), "InvalidRange", "{key} {range}");
            continue;
        };
        let got = got.unwrap();
        assert_eq!((got.content_range(), got.content_length()), (Some(content_range), i64::try_from(text.len()).ok()));
        assert_eq!(got.body.collect().await.unwrap().to_vec(), text.as_bytes());
    }
    let status = |result: Result<_, SdkError<aws_sdk_s3::operation::get_object::GetObjectError>>| match result {
        Ok::<aws_sdk_s3::operation::get_object::GetObjectOutput, _>(_) => 200,
        Err(error) => error.raw_response().unwrap().status().as_u16(),
    };
    let get = || lab.get_op("key");
    let now = DateTime::from_secs(DateTime::from(now()).secs());
    let then = DateTime::from_secs(0);
    for (get, wanted) in [
        (get().if_match(DIGITS_MD5), 200),
        (get().if_match("\"x\""), 412),
        (get().if_none_match(DIGITS_MD5), 304),
        (get().if_none_match("\"x\""), 200),
        (get().if_modified_since(now), 304),
        (get().if_modified_since(then), 200),
        (get().if_unmodified_since(then), 412),
        (get().version_id("null"), 200),
        (get().version_id("other"), 404),
        (get().key("none"), 404),
        (get().key("key/below"), 404),
    ] {
        let shown = format!("{get:?}");
        assert_eq!(status(get.send().await), wanted, "{shown}");
    }
    for (key, none_match, matches, wanted) in [
        ("key", Some("*"), None, "PreconditionFailed"),
        ("new", Some("*"), None, "OK"),
        ("key", None, Some("\"x\""), "PreconditionFailed"),
        ("absent", None, Some("\"x\""), "NoSuchKey"),
        ("key", None, Some(DIGITS_MD5), "OK"),
    ] {
        let put = lab.put_op(key).body(DIGITS.to_vec().into());
        let put = put.set_if_none_match(none_match.map(str::to_owned)).set_if_match(matches.map(str::to_owned));
        assert_eq!(code(&put.send().await), wanted, "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_thousand_keys_in_order() {
    let lab = Lab::new().await;
    // Files that were put into the folder by hand are objects too.
    let mut wanted: Vec<String> = (0..2990).map(|n| format!("s{}/f{:04}", n % 10, n)).collect();
    for key in &wanted {
        let path = lab.root().join(BUCKET).join(key);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, key).unwrap();
    }
    // '.' and '-' sort before '/', letters after it.
    for key in ["s1-x", "s1.txt", "s10", "s1/z/a", "s1/z.a", "s1/z-a", "A", "ü", "日/本", "t/u/v/w"] {
        lab.put(key, b"x").await;
        wanted.push(key.to_owned());
    }
    wanted.sort_unstable();
    std::os::unix::fs::symlink("/etc", lab.root().join(BUCKET).join("link")).unwrap();

    let list = || lab.client.list_objects_v2().bucket(BUCKET);
    let mut pages = list().max_keys(700).into_paginator().send();
    let (mut keys, mut sizes) = (Vec::new(), Vec::new());
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        sizes.push(page.key_count().unwrap());
        keys.extend(page.contents().iter().map(|object| {
            assert!(object.e_tag().is_some() && object.size().is_some() && object.last_modified().is_some());
            object.key().unwrap().to_owned()
        }));
    }
    assert_eq!(keys, wanted);
    assert_eq!(sizes, [700, 700, 700, 700, 200]);
    let versions = sent!(lab.client.list_object_versions().bucket(BUCKET).max_keys(3).prefix("s1/z"));
    let versions: Vec<_> = versions.versions().iter().map(|v| (v.key().unwrap(), v.version_id().unwrap())).collect();
    assert_eq!(versions, [("s1/z-a", "null"), ("s1/z.a", "null"), ("s1/z/a", "null")]);

    for (prefix, delimiter, after, size, wanted) in [
        ("", "/", "", 1000, "A s1-x s1.txt s10 ü | s0/ s1/ s2/ s3/ s4/ s5/ s6/ s7/ s8/ s9/ t/ 日/"),
        ("", "/", "", 4, "A s1-x s1.txt s10 ü | s0/ s1/ s2/ s3/ s4/ s5/ s6/ s7/ s8/ s9/ t/ 日/"),
        ("s1/z", "/", "", 1, "s1/z-a s1/z.a | s1/z/"),
        ("s1/z", "", "s1/z-a", 1, "s1/z.a s1/z/a |"),
        ("t/", "v/", "", 9, "| t/u/v/"),
        ("", "", "t", 9, "t/u/v/w ü 日/本 |"),
        ("../", "", "", 9, "|"),
        ("link/", "", "", 9, "|"),
        ("none", "/", "", 9, "|"),
    ] {
        let mut pages =
            list().prefix(prefix).delimiter(delimiter).start_after(after).max_keys(size).into_paginator().send();
        let (mut keys, mut common) = (Vec::new(), Vec::new());
        while let Some(page) = pages.next().await {
            let page = page.unwrap();
            assert!(page.key_count().unwrap() <= size);
            keys.extend(page.contents().iter().map(|object| object.key().unwrap().to_owned()));
            common.extend(page.common_prefixes().iter().map(|common| common.prefix().unwrap().to_owned()));
        }
        assert_eq!(format!("{} | {}", keys.join(" "), common.join(" ")).trim(), wanted, "{prefix} {delimiter} {after}");
    }
    assert_eq!(code(&lab.get_op("link/hostname").send().await), "NoSuchKey");
    assert_eq!(code(&list().continuation_token("?").send().await), "InvalidArgument");
}

#[tokio::test(flavor = "multi_thread")]
async fn deletes_leave_no_file_and_no_folder() {
    let lab = Lab::new().await;
    let delete = |keys: Vec<String>, quiet: bool| {
        let objects =
            keys.into_iter().map(|key| ObjectIdentifier::builder().key(key).version_id("null").build().unwrap());
        let delete = Delete::builder().set_objects(Some(objects.collect())).quiet(quiet).build().unwrap();
        lab.client.delete_objects().bucket(BUCKET).delete(delete).send()
    };
    let keys: Vec<String> = (0..40).map(|n| format!("a/{}/{n}", n % 3)).collect();
    for key in &keys {
        lab.put(key, b"x").await;
    }
    lab.put("b/c/d", b"x").await;
    sent!(lab.delete_op("b/c/d"));
    sent!(lab.delete_op("b/c/d"));
    let mut named = keys.clone();
    named.extend(["never/there".into(), "../objects/a/0/0".into(), "a//b".into()]);
    let done = delete(named, false).await.unwrap();
    assert_eq!((done.deleted().len(), done.errors().len()), (41, 2));
    assert_eq!(done.errors()[0].code(), Some("InvalidArgument"));
    for folder in [BUCKET, ".anteroom/meta"] {
        assert_eq!(files(&lab.root().join(folder)), NONE);
    }
    assert_eq!(std::fs::read_dir(lab.root().join(BUCKET)).unwrap().count(), 0);
    let thousand = (0..1000).map(|n| n.to_string()).collect();
    assert_eq!(delete(thousand, true).await.unwrap().deleted().len(), 0);
    assert_eq!(code(&delete((0..1001).map(|n| n.to_string()).collect(), true).await), "MalformedXML");

    // One client puts into the folder that the other's delete leaves empty.
    let puts = async {
        for _ in 0..100 {
            lab.put("race/one", b"x").await;
        }
    };
    let deletes = async {
        for _ in 0..100 {
            lab.put("race/two", b"x").await;
            sent!(lab.delete_op("race/two"));
            sent!(lab.delete_op("race/one"));
        }
    };
    tokio::join!(puts, deletes);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_many_writers() {
    // Durable, because waiting for the disk makes room for races.
    let lab = Lab::with(|options| options.durable = true).await;
    let puts = (0..24).map(|n: usize| {
        let put = lab.put_op("key").metadata("writer", n.to_string());
        put.body(vec![b'a' + u8::try_from(n).unwrap(); 100_000 + n].into()).send()
    });
    let readers = async {
        for _ in 0..20 {
            // The SDK compares the checksum with the body: a mixture would fail.
            let Ok(object) = lab.get_op("key").send().await else {
                continue;
            };
            let writer: usize = object.metadata().unwrap()["writer"].parse().unwrap();
            assert_eq!(object.body.collect().await.unwrap().to_vec().len(), 100_000 + writer);
        }
    };
    let (puts, ()) = tokio::join!(futures_util::future::join_all(puts), readers);
    assert!(puts.iter().all(Result::is_ok));
    for key in ["a", "b", "c", "d"] {
        let once = (0..16).map(|_| lab.put_op(key).if_none_match("*").send());
        let created = futures_util::future::join_all(once).await;
        assert_eq!(created.iter().filter(|put| put.is_ok()).count(), 1);
    }
}
