//! Who is calling, and what they may do.

pub mod cookie;
/// Tokens of the host site's users.
pub mod jwt;
/// Asks the site whose a credential is that only the site can read.
pub mod lookup;
/// Members' sessions: sign-ins of the host site's own users.
pub mod member_sessions;
/// Who the host site's own users are.
pub mod members;
pub mod permission;
/// Sign-ins by a telephone number.
pub mod phones;
pub mod requester;
pub mod session;
/// Staff accounts and logins.
pub mod staff;
pub mod token;

pub use permission::{Permission, Role};
pub use requester::Requester;
