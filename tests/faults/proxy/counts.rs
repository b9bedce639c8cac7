//! What a proxy has seen.

/// How much has come through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Connections ever taken, refused ones too.
    pub connections: u64,
    /// Connections that are open now.
    pub open: u64,
    /// Bytes that reached the part.
    pub out: u64,
    /// Bytes that reached the program.
    pub back: u64,
}
