//! Limits how many mails a mailbox gets, counted in the database: across instances and restarts, and for every way to
//! ask for a mail. Requests beyond the limit get the same answer; another one would reveal whether others have asked.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

use sqlx::PgConnection;

use super::queries;
use crate::config::{KeyedHash, SecretKey};

/// An allowance that refills one mail at a time.
#[derive(Clone, Copy)]
struct Quota {
    mails: u32,
    /// How long one mail takes to refill.
    each: Duration,
}

/// Ten mails an hour to one mailbox.
const MAILBOX: Quota = Quota { mails: 10, each: Duration::from_secs(360) };

/// Half of that from one network, so that it cannot use up what others need.
const NETWORK: Quota = Quota { mails: 5, each: Duration::from_secs(720) };

/// A mail over the limit is delayed until the mailbox has room, but not for longer than this.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// The same for notices, which must arrive even when other mails have used up the allowance.
const LONGEST_WAIT_OF_NOTICES: Duration = Duration::from_secs(24 * 3600);

/// A request to send a mail.
#[derive(Clone, Copy)]
pub struct MailRequest<'a> {
    /// The kind of mail; each has its own allowance.
    pub purpose: &'static str,
    pub to: &'a str,
    /// The network that asks; `None` for staff.
    pub network: Option<IpAddr>,
    /// The address must be told, even when other mails have used up its allowance.
    pub is_notice: bool,
}

/// Decides when each mail may be sent. Cheap to clone.
#[derive(Clone)]
pub struct MailLimits(Option<KeyedHash>);

impl MailLimits {
    /// Keys in the database are HMACs with this key.
    pub fn new(on: bool, key: &SecretKey) -> Self {
        Self(on.then(|| hash(key)))
    }

    /// Returns the delay of each mail, or `None` for one that is not sent at all. Call it once per transaction: with
    /// several calls, two transactions could deadlock on their keys.
    pub async fn admit(
        &self,
        conn: &mut PgConnection,
        asked: &[MailRequest<'_>],
    ) -> sqlx::Result<Vec<Option<Duration>>> {
        let Some(hash) = &self.0 else {
            return Ok(vec![Some(Duration::ZERO); asked.len()]);
        };
        let mut waits = vec![Some(Duration::ZERO); asked.len()];
        // The narrow limit first: mails that it refuses must not use up the others' allowance.
        let of_network = |asked: &MailRequest<'_>| Some(key(hash, asked, Some(asked.network?)));
        for (quota, keys) in [
            (NETWORK, asked.iter().map(of_network).collect::<Vec<_>>()),
            (MAILBOX, asked.iter().map(|asked| Some(key(hash, asked, None))).collect()),
        ] {
            for (is_notice, longest) in [(false, LONGEST_WAIT), (true, LONGEST_WAIT_OF_NOTICES)] {
                let of_these = asked.iter().zip(&keys).map(|(asked, key)| key.filter(|_| asked.is_notice == is_notice));
                spend(conn, quota, longest, &of_these.collect::<Vec<_>>(), &mut waits).await?;
            }
        }
        Ok(waits)
    }

    /// Deletes allowances that are full again.
    pub async fn forget_whole(conn: &mut PgConnection) -> sqlx::Result<()> {
        queries::delete_whole_allowances(conn).await
    }
}

fn hash(key: &SecretKey) -> KeyedHash {
    key.hash_for("anteroom mail limit v1\n")
}

fn key(hash: &KeyedHash, asked: &MailRequest<'_>, network: Option<IpAddr>) -> [u8; 32] {
    let network = network.map(|network| network.to_string()).unwrap_or_default();
    let text = [asked.purpose, &mailbox(asked.to), &network].join("\n");
    hash.of(text)
}

/// The mailbox behind an address: most providers deliver `zoe+anything@example.org` to `zoe@example.org`.
fn mailbox(address: &str) -> String {
    let address = address.to_lowercase();
    match address.rsplit_once('@') {
        Some((local, domain)) => {
            let folded = local.split_once('+').map_or(local, |(local, _)| local);
            format!("{}@{domain}", if folded.is_empty() { local } else { folded })
        }
        None => address,
    }
}

/// Takes one mail from the allowance of each key and extends the waits accordingly. A key that occurs several times is
/// charged that often, one after the other.
async fn spend(
    conn: &mut PgConnection,
    quota: Quota,
    longest_wait: Duration,
    keys: &[Option<[u8; 32]>],
    waits: &mut [Option<Duration>],
) -> sqlx::Result<()> {
    let mut left: Vec<usize> = (0..keys.len()).filter(|at| keys[*at].is_some() && waits[*at].is_some()).collect();
    while !left.is_empty() {
        let mut round: HashMap<[u8; 32], usize> = HashMap::new();
        left.retain(|at| match keys[*at] {
            Some(key) if !round.contains_key(&key) => {
                round.insert(key, *at);
                false
            }
            _ => true,
        });
        let whole = quota.each * quota.mails;
        let asked: Vec<Vec<u8>> = round.keys().map(|key| key.to_vec()).collect();
        let admitted = queries::use_allowances(conn, &asked, quota.each, whole + longest_wait).await?;
        for (key, at) in round {
            let used = admitted.get(&key[..]);
            waits[at] = used.and_then(|used| Some(waits[at]?.max(used.saturating_sub(whole))));
            if used.is_none() {
                // The other mails of this key will not be admitted either.
                left.retain(|other| {
                    keys[*other] != Some(key) || {
                        waits[*other] = None;
                        false
                    }
                });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_has_many_addresses() {
        for address in ["zoe@example.org", "ZOE@Example.org", "zoe+a@example.org", "zoe+a+b@example.org"] {
            assert_eq!(mailbox(address), "zoe@example.org");
        }
        assert_eq!(mailbox("+@example.org"), "+@example.org");
        assert_eq!(mailbox("anna@example.org"), "anna@example.org");
        assert_ne!(mailbox("zoe@example.com"), mailbox("zoe@example.org"));
    }

    #[test]
    fn keys_tell_purposes_networks_and_secrets_apart() {
        let with = |secret: &str| {
            let Ok(key) = secret.parse::<SecretKey>();
            hash(&key)
        };
        let asked = |purpose, to| MailRequest { purpose, to, network: None, is_notice: false };
        let base = key(&with("one"), &asked("verification_mail", "zoe@example.org"), None);
        assert_eq!(base, key(&with("one"), &asked("verification_mail", "Zoe+x@example.org"), None));
        for other in [
            key(&with("one"), &asked("privacy_mail", "zoe@example.org"), None),
            key(&with("one"), &asked("verification_mail", "zoe@example.org"), Some([192, 0, 2, 1].into())),
            key(&with("two"), &asked("verification_mail", "zoe@example.org"), None),
        ] {
            assert_ne!(base, other);
        }
    }
}
