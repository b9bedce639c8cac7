//! A WhatsApp server that is made up, and the telephones of those who use it: enough of the protocol that real clients
//! pair, send and receive with their real cryptography. The server sees only ciphertext, as the real one does.

mod control;
mod key_share;
mod nodes;
mod pair_codes;
mod pairing;
mod phones;
mod relay;
mod requests;
mod server;
mod socket;

pub use control::router;
pub use phones::{Phones, Said};
pub use server::{Fault, Server};
