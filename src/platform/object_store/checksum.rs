//! The checksum by which the store verifies each object.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crc_fast::{CrcAlgorithm, Digest};

/// CRC-64/NVME of bytes, in the order in which they are added.
pub struct Checksum(Digest);

impl Default for Checksum {
    fn default() -> Self {
        Self(Digest::new(CrcAlgorithm::Crc64Nvme))
    }
}

impl Checksum {
    /// The checksum of complete data.
    pub fn of(bytes: &[u8]) -> Self {
        let mut checksum = Self::default();
        checksum.update(bytes);
        checksum
    }

    /// Adds the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Adds the next bytes by their checksum alone.
    pub fn append(&mut self, next: &Self) {
        self.0.combine(&next.0);
    }

    /// As S3 writes it: eight bytes, the highest first, in base64.
    pub fn text(&self) -> String {
        STANDARD.encode(self.0.finalize().to_be_bytes())
    }
}
