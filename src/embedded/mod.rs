//! The zero-configuration parts: they speak the real protocols, so the rest of the program never knows.

pub mod postgres;
pub mod s3;
