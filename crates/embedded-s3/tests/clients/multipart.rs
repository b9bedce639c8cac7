//! Uploads in parts, and large ones.

use std::collections::BTreeMap;

use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{ChecksumAlgorithm, ChecksumMode, ChecksumType, CompletedMultipartUpload, CompletedPart};

use crate::lab::*;

#[tokio::test(flavor = "multi_thread")]
async fn multipart_uploads() {
    let lab = Lab::new().await;
    let large = vec![b'1'; 5 * MIB];
    for (algorithm, kind) in [
        (None, None),
        (Some(ChecksumAlgorithm::Crc32), None),
        (Some(ChecksumAlgorithm::Crc32), Some(ChecksumType::FullObject)),
        (Some(ChecksumAlgorithm::Sha256), None),
    ] {
        let create = lab.create_op("m/key").content_type("text/plain").metadata("a", "b");
        let id = sent!(create.set_checksum_algorithm(algorithm.clone()).set_checksum_type(kind.clone()));
        let id = id.upload_id().unwrap();
        let mut parts = Vec::new();
        for (number, body) in [(2, DIGITS), (7, &large[..]), (2, &large[..]), (9, DIGITS)] {
            let part = lab.part_op("m/key").upload_id(id).part_number(number).body(body.to_vec().into());
            let part = sent!(part.set_checksum_algorithm(algorithm.clone()));
            parts.retain(|part: &CompletedPart| part.part_number() != Some(number));
            parts.push(
                CompletedPart::builder()
                    .part_number(number)
                    .e_tag(part.e_tag().unwrap())
                    .set_checksum_sha256(part.checksum_sha256)
                    .build(),
            );
        }
        parts.sort_by_key(CompletedPart::part_number);
        let listed = sent!(lab.parts_op("m/key").upload_id(id).max_parts(2));
        assert_eq!(
            (listed.parts().len(), listed.next_part_number_marker(), listed.is_truncated()),
            (2, Some("7"), Some(true))
        );
        assert_eq!(listed.parts()[0].size(), Some(FIVE_MIB));
        let complete = |parts: Vec<CompletedPart>| {
            let upload = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
            lab.complete_op("m/key").upload_id(id).multipart_upload(upload)
        };
        let named = |number: i32, etag: &str| CompletedPart::builder().part_number(number).e_tag(etag).build();
        for (parts, wanted) in [
            (vec![named(2, "\"x\"")], "InvalidPart"),
            (vec![named(1, DIGITS_MD5)], "InvalidPart"),
            (vec![parts[1].clone(), parts[0].clone()], "InvalidPartOrder"),
            (vec![], "MalformedXML"),
        ] {
            assert_eq!(code(&complete(parts).send().await), wanted);
        }
        assert_eq!(code(&complete(parts.clone()).key("m/other").send().await), "NoSuchUpload");
        let done = sent!(complete(parts.clone()));
        assert!(done.e_tag().unwrap().ends_with("-3\""));
        assert_eq!(code(&complete(parts).send().await), "NoSuchUpload");
        let head = sent!(lab.head_op("m/key").checksum_mode(ChecksumMode::Enabled));
        assert_eq!(
            (head.content_length(), head.content_type(), head.e_tag()),
            (Some(2 * FIVE_MIB + 9), Some("text/plain"), done.e_tag())
        );
        let composite = algorithm.is_some() && kind.is_none();
        assert_eq!(
            head.checksum_type(),
            Some(if composite { &ChecksumType::Composite } else { &ChecksumType::FullObject })
        );
        assert_eq!(
            (
                head.checksum_crc64_nvme().is_some(),
                head.checksum_sha256().or(head.checksum_crc32()).is_some_and(|sum| sum.ends_with("-3"))
            ),
            (!composite, composite)
        );
        // For a checksum of the whole, this verifies that it is the one of the bytes.
        assert_eq!(lab.get("m/key").await, [&large, &large, DIGITS].concat());
    }

    let mut ids = BTreeMap::new();
    for key in ["x/1", "x/2", "y/1"] {
        let id = lab.create_op(key).send().await.unwrap().upload_id.unwrap();
        sent!(lab.part_op(key).upload_id(&id).part_number(1).body(DIGITS.to_vec().into()));
        ids.insert(key, id);
    }
    let lab = lab.restart().await;
    assert_eq!(lab.keys().await, ["m/key"]);
    let page = sent!(lab.client.list_multipart_uploads().bucket(BUCKET).prefix("x/").max_uploads(1));
    assert_eq!((page.uploads()[0].key(), page.is_truncated()), (Some("x/1"), Some(true)));
    let next =
        lab.client.list_multipart_uploads().bucket(BUCKET).prefix("x/").key_marker(page.next_key_marker().unwrap());
    let next = sent!(next.upload_id_marker(page.next_upload_id_marker().unwrap()));
    assert_eq!((next.uploads().len(), next.uploads()[0].key()), (1, Some("x/2")));
    let part =
        |number| lab.part_op("y/1").upload_id(&ids["y/1"]).part_number(number).body(DIGITS.to_vec().into()).send();
    assert_eq!(code(&part(0).await), "InvalidArgument");
    part(2).await.unwrap();
    let small = [1, 2].map(|number| CompletedPart::builder().part_number(number).e_tag(DIGITS_MD5).build());
    let upload = CompletedMultipartUpload::builder().set_parts(Some(small.to_vec())).build();
    let small = lab.complete_op("y/1").upload_id(&ids["y/1"]).multipart_upload(upload).send().await;
    assert_eq!(code(&small), "EntityTooSmall");
    for (key, id) in &ids {
        let abort = || lab.abort_op(*key).upload_id(id).send();
        abort().await.unwrap();
        assert_eq!(code(&abort().await), "NoSuchUpload");
    }
    assert_eq!(code(&part(1).await), "NoSuchUpload");
    assert_eq!(code(&lab.abort_op("x").upload_id("../../x").send().await), "NoSuchUpload");
    for folder in ["tmp", "uploads"] {
        assert_eq!(files(&lab.root().join(".anteroom").join(folder)), NONE);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_mebibytes() {
    let lab = Lab::new().await;
    let source = lab.dir.path().join("source");
    std::fs::File::create(&source).unwrap().set_len(64 * MIB as u64).unwrap();
    let body = ByteStream::from_path(&source).await.unwrap();
    sent!(lab.put_op("large").body(body).customize().disable_payload_signing());
    assert_eq!(lab.get("large").await.len(), 64 * MIB);
}
