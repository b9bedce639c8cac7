//! What a client declares about its bytes, what they really are, and whether both agree.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hyper::HeaderMap;
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Crc32, Crc32c, Crc64Nvme, Md5, Sha1, Sha256};
use s3s::{S3Result, s3_error};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The checksums that S3 knows beside the MD5 of the `ETag`, by their names in the API, such as `CRC64NVME`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "UPPERCASE", ascii_case_insensitive, const_into_str)]
pub enum Algorithm {
    Crc64Nvme,
    Crc32,
    Crc32c,
    Sha1,
    Sha256,
}

/// Base64, as in the headers; a composite one ends in `-PARTS`.
pub type Checksums = BTreeMap<Algorithm, String>;

impl Algorithm {
    /// The header or trailer that carries it (RFC 9110 fields are case-insensitive; this is lower case).
    pub fn header(self) -> &'static str {
        match self {
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Crc32c => "x-amz-checksum-crc32c",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
        }
    }

    fn bytes(self) -> usize {
        match self {
            Self::Crc64Nvme => 8,
            Self::Crc32 | Self::Crc32c => 4,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// For the algorithms whose parts' sums combine into the sum of the whole.
    fn crc(self) -> Option<crc_fast::CrcAlgorithm> {
        match self {
            Self::Crc64Nvme => Some(crc_fast::CrcAlgorithm::Crc64Nvme),
            Self::Crc32 => Some(crc_fast::CrcAlgorithm::Crc32IsoHdlc),
            Self::Crc32c => Some(crc_fast::CrcAlgorithm::Crc32Iscsi),
            Self::Sha1 | Self::Sha256 => None,
        }
    }
}

/// What a request announces about its body.
#[derive(Debug, Default)]
pub struct Expected {
    /// Decoded length in bytes.
    pub length: u64,
    md5: Option<Vec<u8>>,
    sums: Checksums,
    /// A checksum that follows the body.
    pub trailer: Option<Algorithm>,
    /// A checksum to compute although its value is not declared.
    pub also: Option<Algorithm>,
}

impl Expected {
    /// Reads `Content-Length`, `Content-MD5`, `x-amz-checksum-*` and `x-amz-trailer`.
    pub fn from_headers(headers: &HeaderMap) -> S3Result<Self> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let length = text("x-amz-decoded-content-length").or_else(|| text("content-length"));
        let mut expected = Self {
            length: length
                .and_then(|length| length.parse().ok())
                .ok_or_else(|| s3_error!(MissingContentLength, "You must provide the Content-Length HTTP header."))?,
            also: text("x-amz-sdk-checksum-algorithm").and_then(|name| name.parse().ok()),
            ..Self::default()
        };
        if let Some(md5) = text("content-md5") {
            let md5 = BASE64.decode(md5).ok().filter(|md5| md5.len() == 16);
            expected.md5 =
                Some(md5.ok_or_else(|| s3_error!(InvalidDigest, "The Content-MD5 you specified is not valid."))?);
        }
        for algorithm in Algorithm::VARIANTS {
            if let Some(sum) = text(algorithm.header()) {
                expected.add(*algorithm, sum)?;
            }
        }
        expected.trailer = text("x-amz-trailer").and_then(|trailer| {
            Algorithm::VARIANTS.iter().copied().find(|algorithm| trailer.eq_ignore_ascii_case(algorithm.header()))
        });
        Ok(expected)
    }

    /// Adds a checksum from the trailer.
    pub fn add(&mut self, algorithm: Algorithm, sum: &str) -> S3Result<()> {
        if BASE64.decode(sum).is_ok_and(|raw| raw.len() == algorithm.bytes()) {
            self.sums.insert(algorithm, sum.to_owned());
            Ok(())
        } else {
            Err(s3_error!(InvalidRequest, "Value for {} header is invalid.", algorithm.header()))
        }
    }

    /// Returns `BadDigest` unless `digests` match everything announced.
    pub fn verify(&self, digests: &Digests) -> S3Result<()> {
        if self.md5.as_ref().is_some_and(|md5| *md5 != digests.md5) {
            return Err(s3_error!(BadDigest, "The Content-MD5 you specified did not match what we received."));
        }
        for (algorithm, sum) in &self.sums {
            if digests.sums.get(algorithm) != Some(sum) {
                return Err(s3_error!(
                    BadDigest,
                    "The {} you specified did not match the calculated checksum.",
                    algorithm.into_str()
                ));
            }
        }
        Ok(())
    }

    fn wants(&self, algorithm: Algorithm) -> bool {
        self.sums.contains_key(&algorithm) || self.trailer == Some(algorithm) || self.also == Some(algorithm)
    }
}

/// The digests of the received bytes.
#[derive(Debug)]
pub struct Digests {
    pub md5: [u8; 16],
    pub sums: Checksums,
}

impl Digests {
    /// The `ETag` without its quotes: the MD5 in lower-case hexadecimal.
    pub fn etag(&self) -> String {
        hex::encode(self.md5)
    }
}

/// Computes MD5 and CRC-64/NVME of everything, and other requested checksums.
pub struct Hashes {
    md5: Md5,
    sums: ChecksumHasher,
}

impl Hashes {
    pub fn new(expected: &Expected) -> Self {
        let mut sums = ChecksumHasher { crc64nvme: Some(Crc64Nvme::new()), ..ChecksumHasher::default() };
        sums.crc32 = expected.wants(Algorithm::Crc32).then(Crc32::new);
        sums.crc32c = expected.wants(Algorithm::Crc32c).then(Crc32c::new);
        sums.sha1 = expected.wants(Algorithm::Sha1).then(Sha1::new);
        sums.sha256 = expected.wants(Algorithm::Sha256).then(Sha256::new);
        Self { md5: Md5::new(), sums }
    }

    pub fn update(&mut self, data: &[u8]) {
        self.md5.update(data);
        self.sums.update(data);
    }

    pub fn finish(self) -> Digests {
        let sums = self.sums.finalize();
        let sums = [
            (Algorithm::Crc64Nvme, sums.checksum_crc64nvme),
            (Algorithm::Crc32, sums.checksum_crc32),
            (Algorithm::Crc32c, sums.checksum_crc32c),
            (Algorithm::Sha1, sums.checksum_sha1),
            (Algorithm::Sha256, sums.checksum_sha256),
        ];
        let sums = sums.into_iter().filter_map(|(algorithm, sum)| Some((algorithm, sum?))).collect();
        Digests { md5: self.md5.finalize(), sums }
    }
}

/// The `ETag` of an object made of parts: MD5 of the parts' MD5s, and their number.
pub fn etag_of_parts<'a>(etags: impl Iterator<Item = &'a str> + Clone) -> String {
    let mut md5 = Md5::new();
    for etag in etags.clone() {
        md5.update(&hex::decode(etag).unwrap_or_default());
    }
    format!("{}-{}", hex::encode(md5.finalize()), etags.count())
}

/// The sum of the whole from `(size, base64 sum)` of its parts, without reading them again. `None` if the algorithm has
/// no such rule or a part lacks the sum.
pub fn combined(algorithm: Algorithm, parts: &[(u64, Option<&String>)]) -> Option<String> {
    let crc = algorithm.crc()?;
    let width = algorithm.bytes();
    let mut whole: Option<u64> = None;
    for (size, sum) in parts {
        let raw = BASE64.decode(sum.as_ref()?).ok()?;
        let part = raw.iter().fold(0, |value, byte| value << 8 | u64::from(*byte));
        whole = Some(whole.map_or(part, |whole| crc_fast::checksum_combine(crc, whole, part, *size)));
    }
    whole.map(|whole| BASE64.encode(&whole.to_be_bytes()[8 - width..]))
}

/// The checksum of the parts' checksums, and their number; `None` if a part lacks its sum.
pub fn composite(algorithm: Algorithm, parts: &[(u64, Option<&String>)]) -> Option<String> {
    let mut raw = Vec::with_capacity(parts.len() * algorithm.bytes());
    for (_, sum) in parts {
        raw.extend(BASE64.decode(sum.as_ref()?).ok()?);
    }
    let wanted = Expected { also: Some(algorithm), ..Expected::default() };
    let mut hashes = Hashes::new(&wanted);
    hashes.update(&raw);
    let sum = hashes.finish().sums.remove(&algorithm)?;
    Some(format!("{sum}-{}", parts.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digests(data: &[u8], also: Algorithm) -> Digests {
        let mut hashes = Hashes::new(&Expected { also: Some(also), ..Expected::default() });
        hashes.update(data);
        hashes.finish()
    }

    #[test]
    fn parts_combine_into_the_sum_of_the_whole() {
        for algorithm in [Algorithm::Crc64Nvme, Algorithm::Crc32, Algorithm::Crc32c] {
            let (one, two) = (digests(b"1234", algorithm), digests(b"56789", algorithm));
            let parts = [(4, one.sums.get(&algorithm)), (5, two.sums.get(&algorithm))];
            let whole = digests(b"123456789", algorithm);
            assert_eq!(combined(algorithm, &parts).as_ref(), whole.sums.get(&algorithm), "{algorithm:?}");
        }
        // The check value of CRC-64/NVME for "123456789" is ae8b14860a799888.
        let check = digests(b"123456789", Algorithm::Crc32);
        assert_eq!(check.sums[&Algorithm::Crc64Nvme], "rosUhgp5mIg=");
        assert_eq!(check.etag(), "25f9e794323b453885f5181f1b624d0b");
    }
}
