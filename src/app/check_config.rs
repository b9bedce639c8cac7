//! Checks how options relate; each error says what to fix.

use std::net::SocketAddr;
use std::ops::Not as _;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use url::Url;

use crate::assistant;
use crate::auth::{jwt, member_sessions};
use crate::config::{Config, MessengerKind, S3Route, Timings, Web};
use crate::intake::file_types;
use crate::platform::http::client::is_loopback;
use crate::platform::object_store::TIMEOUT as S3_TIMEOUT;
use crate::platform::virus_scan::Address;

/// The most that fits into the 10,000 parts of one S3 upload, with buffers of 8 MiB.
const LARGEST_FILE: bytesize::ByteSize = bytesize::ByteSize::gib(78);

/// The longest timing: PostgreSQL's timestamps and sums of durations are limited.
const LONGEST: Duration = Duration::from_secs(10 * 365 * 86_400);

/// Options that do not fit together: one sentence each, all at once, so that all can be fixed before the next start.
#[derive(Debug, thiserror::Error)]
#[error("the options do not fit together:\n  - {}", .0.join("\n  - "))]
pub struct Misconfigured(pub Vec<String>);

impl Config {
    /// Checks everything that needs no connection.
    pub fn check(&self, s3: &S3Route) -> Result<(), Misconfigured> {
        let mut faults = timing_faults(&self.timings);
        faults.extend(self.limit_faults());
        faults.extend(self.scanner_fault());
        faults.extend(self.key_fault());
        faults.extend(self.s3_bucket.as_ref().and_then(|_| s3.proxy_fault()));
        faults.extend(member_sessions::faults(&self.sessions, self.web.public_url.as_ref()));
        faults.extend(jwt::faults(&self.members, self.production));
        faults.extend(assistant::faults(&self.assistant, self.production));
        faults.extend(self.messenger_fault());
        if self.production {
            faults.extend(self.production_faults(s3.endpoint.as_deref()));
        }
        if faults.is_empty() { Ok(()) } else { Err(Misconfigured(faults)) }
    }

    fn messenger_fault(&self) -> Option<String> {
        let options = &self.messenger;
        if options.messenger == MessengerKind::Off {
            return None;
        }
        if options.messenger == MessengerKind::Simulated && self.production {
            return Some(
                "MESSENGER=simulated is for trying out, with made-up telephones. --production needs whatsapp-web or off."
                    .to_owned(),
            );
        }
        if options.message_keep < Duration::from_secs(60) || options.message_keep > Duration::from_secs(30 * 86_400) {
            return Some(
                "MESSAGE_KEEP must be 1m to 30d: messages wait so long for their actions to be found.".to_owned(),
            );
        }
        (!options.messenger_phones.ip().is_loopback())
            .then(|| "MESSENGER_PHONES must be an address of this machine, such as 127.0.0.1:8099.".to_owned())
    }

    fn scanner_fault(&self) -> Option<String> {
        let url = self.scanning.clamd_url.as_ref()?;
        match Address::parse(url) {
            None => Some(format!(
                "CLAMD_URL is “{url}”. It looks like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl."
            )),
            Some(Address::Tcp(..)) if self.production && leaves_machine(url.as_str()) => Some(
                "CLAMD_URL leaves this machine unencrypted: run clamd on it, or reach it through a tunnel that ends here."
                    .to_owned(),
            ),
            Some(_) => None,
        }
    }

    /// Never shows the key itself.
    fn key_fault(&self) -> Option<String> {
        match &self.secret_key {
            None if self.production => Some(
                "--production needs a SECRET_KEY, the same for all instances and kept apart from the backups. Make one \
                 with `openssl rand -base64 32`."
                    .to_owned(),
            ),
            Some(key) if !key.is_long_enough() => {
                Some("SECRET_KEY has fewer than 32 characters. Make one with `openssl rand -base64 32`.".to_owned())
            }
            _ => None,
        }
    }

    fn limit_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for extension in &self.limits.accept {
            if !file_types::is_known(extension) {
                faults.push(format!(
                    "ACCEPT names “{extension}”, whose content cannot be checked. Known: {}.",
                    file_types::known_extensions().collect::<Vec<_>>().join(", ")
                ));
            }
        }
        if self.limits.accept.is_empty() {
            faults.push("ACCEPT is empty. Name at least one extension, such as pdf.".to_owned());
        }
        if self.limits.max_file_bytes.as_u64() == 0 || self.limits.max_files == 0 {
            faults.push("MAX_FILE_BYTES and MAX_FILES must be above 0.".to_owned());
        }
        if self.limits.max_file_bytes > self.limits.max_session_bytes {
            faults.push("MAX_FILE_BYTES is above MAX_SESSION_BYTES: lower the one or raise the other.".into());
        }
        if self.limits.max_session_bytes > self.limits.max_network_bytes.min(self.limits.max_unconfirmed_bytes) {
            faults.push("MAX_SESSION_BYTES is above MAX_NETWORK_BYTES or MAX_UNCONFIRMED_BYTES: raise these.".into());
        }
        if let Some(url) = &self.web.public_url {
            let plain = matches!(url.scheme(), "http" | "https") && url.path() == "/" && url.username().is_empty();
            if !plain || url.query().is_some() || url.fragment().is_some() || url.host().is_none() {
                faults.push(format!(
                    "PUBLIC_URL is “{url}”. It must be scheme and host alone, such as https://anteroom.example.com."
                ));
            }
        }
        if self.limits.max_file_bytes > LARGEST_FILE {
            faults.push("MAX_FILE_BYTES is above 78GiB, the largest file that can be accepted.".to_owned());
        }
        for origin in &self.web.embed_origins {
            if !matches!(origin.scheme(), "http" | "https") || origin.path() != "/" {
                faults.push(format!(
                    "EMBED_ORIGINS names “{origin}”. An origin is scheme and host, such as https://www.example.com."
                ));
            }
        }
        faults
    }

    fn production_faults(&self, s3_endpoint: Option<&str>) -> Vec<String> {
        let mut faults = Vec::new();
        match &self.database_url {
            None => faults.push("--production needs DATABASE_URL: the private PostgreSQL is for trying out.".into()),
            Some(text) if database_is_exposed(text) => {
                faults.push("DATABASE_URL leaves this machine unencrypted: add ?sslmode=verify-full.".into());
            }
            Some(_) => {}
        }
        match (&self.s3_bucket, s3_endpoint) {
            (None, _) => faults.push("--production needs S3_BUCKET: the embedded store is for trying out.".into()),
            (Some(_), Some(endpoint)) if !is_https(endpoint) && leaves_machine(endpoint) => {
                faults.push("AWS_ENDPOINT_URL leaves this machine unencrypted: use https.".into());
            }
            _ => {}
        }
        match &self.smtp_url {
            None => faults.push("--production needs SMTP_URL: captured mail is not delivered.".into()),
            Some(text) if mail_is_exposed(text) => {
                faults.push("SMTP_URL may leave this machine unencrypted: use smtps:// or add ?tls=required.".into());
            }
            Some(_) => {}
        }
        // Mail servers refuse the default, anteroom@localhost.
        if self.smtp_url.is_some() && !self.web.mail_from.email.domain().contains('.') {
            faults.push(
                "--production needs a MAIL_FROM that the mail server may send for, such as Intake <intake@example.com>."
                    .to_owned(),
            );
        }
        if self.web.public_url.as_ref().is_none_or(|url| url.scheme() != "https") {
            faults.push("--production needs a PUBLIC_URL that begins with https://.".into());
        }
        faults
    }
}

impl Web {
    /// Whether only this machine is meant to reach us: we listen on loopback, and no option indicates a proxy there
    /// that brings visitors from elsewhere.
    pub fn is_local(&self, bound: SocketAddr) -> bool {
        let public_host = self.public_url.as_ref().map(|url| url.host_str().is_some_and(is_loopback));
        bound.ip().is_loopback() && self.trusted_proxies.is_empty() && public_host.unwrap_or(true)
    }
}

/// Whether the connection is unencrypted and crosses a network. The driver itself parses the URL: parameters such as
/// `host`, and libpq's variables, decide as well, and later ones win.
fn database_is_exposed(text: &str) -> bool {
    let Ok(options) = text.parse::<PgConnectOptions>() else {
        return true;
    };
    let encrypted = matches!(options.get_ssl_mode(), PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull);
    let host = options.get_host();
    let stays = options.get_socket().is_some() || host.starts_with('/') || is_loopback(host);
    !encrypted && !stays
}

fn mail_is_exposed(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else {
        return true;
    };
    let encrypted =
        url.scheme() == "smtps" || url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
    !encrypted && leaves_machine(text)
}

fn is_https(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| url.scheme() == "https")
}

/// Whether a connection to this URL crosses a network; assumed for an unreadable URL.
fn leaves_machine(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| url.host_str().is_some_and(is_loopback)).not()
}

fn timing_faults(timings: &Timings) -> Vec<String> {
    let mut faults = Vec::new();
    let all = [
        timings.leave_grace,
        timings.visible_ttl,
        timings.hidden_ttl,
        timings.heartbeat,
        timings.sweep_every,
        timings.tombstone,
        timings.reconcile_every,
        timings.adopt_grace,
        timings.open_max,
        timings.verify_ttl,
        timings.resend_cooldown,
    ];
    if all.iter().any(|duration| *duration > LONGEST) {
        return vec!["No timing can be longer than 10 years.".to_owned()];
    }
    faults.extend(timings.kept.faults());
    let mut demand = |holds: bool, sentence: &str| {
        if !holds {
            faults.push(sentence.to_owned());
        }
    };
    demand(!timings.heartbeat.is_zero(), "HEARTBEAT must be above 0.");
    demand(
        timings.visible_ttl >= timings.heartbeat * 4,
        "VISIBLE_TTL must be at least 4 × HEARTBEAT, or a slow network looks like a visitor who left.",
    );
    demand(
        timings.leave_grace.is_zero() || timings.leave_grace > timings.heartbeat,
        "LEAVE_GRACE must be 0 (delete at once, even on a reload) or above HEARTBEAT.",
    );
    demand(
        timings.hidden_ttl >= Duration::from_secs(420),
        "HIDDEN_TTL must be at least 7m: browsers throttle hidden pages to one timer a minute.",
    );
    demand(
        !timings.sweep_every.is_zero() && timings.sweep_every <= Duration::from_secs(10),
        "SWEEP_EVERY must be above 0 and at most 10s.",
    );
    demand(
        timings.tombstone >= Duration::from_secs(120) + S3_TIMEOUT,
        "TOMBSTONE must be at least 3m: a late write to the object store may still arrive.",
    );
    demand(
        timings.open_max >= timings.hidden_ttl.max(timings.visible_ttl),
        "OPEN_MAX must be at least as long as VISIBLE_TTL and HIDDEN_TTL.",
    );
    demand(!timings.verify_ttl.is_zero(), "VERIFY_TTL must be above 0.");
    demand(timings.reconcile_every >= Duration::from_secs(10), "RECONCILE_EVERY must be at least 10s.");
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;

    fn faults(args: &[&str]) -> String {
        let cli = Cli::from_flags([&["anteroom"], args].concat()).expect("options that parse");
        cli.config.check(&S3Route::default()).err().map(|faults| faults.to_string()).unwrap_or_default()
    }

    #[test]
    fn defaults_fit_together() {
        assert_eq!(faults(&[]), "");
    }

    #[test]
    fn long_memory_fits_together() {
        let week = ["--leave-grace=7d", "--visible-ttl=7d", "--hidden-ttl=7d", "--open-max=8d"];
        assert_eq!(faults(&week), "");
        assert_eq!(faults(&["--complete-retention=10years", "--ip-retention=14d", "--audit-retention=400d"]), "");
    }

    #[test]
    fn each_check_has_its_sentence() {
        for (args, sentence) in [
            (&["--visible-ttl=59s"][..], "VISIBLE_TTL must be"),
            (&["--leave-grace=15s"], "LEAVE_GRACE must be"),
            (&["--hidden-ttl=6m"], "HIDDEN_TTL must be"),
            (&["--sweep-every=11s"], "SWEEP_EVERY must be"),
            (&["--tombstone=2m"], "TOMBSTONE must be"),
            (&["--open-max=1m"], "OPEN_MAX must be"),
            (&["--heartbeat=200000000000y"], "No timing can be longer"),
            (&["--complete-retention=90m"], "COMPLETE_RETENTION must be at least 1d"),
            (&["--ip-retention=0s"], "IP_RETENTION must be at least 1d"),
            (&["--max-session-bytes=80GiB", "--max-file-bytes=79GiB"], "MAX_FILE_BYTES is above 78GiB"),
            (&["--audit-retention=29d"], "AUDIT_RETENTION must be at least 30d"),
            (&["--request-retention=1d"], "REQUEST_RETENTION must be at least 30d"),
            (&["--receipt-retention=1d"], "RECEIPT_RETENTION must be at least 30d"),
            (&["--pending-retention=200years"], "PENDING_RETENTION cannot be longer"),
            (&["--public-url=https://a.example/base"], "PUBLIC_URL is"),
            (&["--public-url=https://a.example?q=1"], "PUBLIC_URL is"),
            (&["--accept=pdf,exe"], "ACCEPT names “exe”"),
            (&["--max-file-bytes=2GiB"], "MAX_FILE_BYTES is above"),
            (&["--embed-origins=https://a.example/page"], "EMBED_ORIGINS names"),
            (&["--production"], "--production needs DATABASE_URL"),
            (&["--production"], "PUBLIC_URL that begins with https"),
            (&["--production", "--smtp-url=smtp://mail.example:25"], "SMTP_URL may leave"),
            (&["--production", "--smtp-url=smtps://mail.example"], "--production needs a MAIL_FROM"),
            (&["--production", "--database-url=postgres://a:b@db.example/x"], "DATABASE_URL leaves"),
            (&["--clamd-url=http://127.0.0.1:3310"], "CLAMD_URL is"),
            (&["--clamd-url=unix://run/clamd.ctl"], "CLAMD_URL is"),
            (&["--production", "--clamd-url=tcp://clamav.example:3310"], "CLAMD_URL leaves"),
        ] {
            let text = faults(args);
            assert!(text.contains(sentence), "{args:?} gave {text:?}");
        }
        for local in ["tcp://127.0.0.1:3310", "tcp://[::1]", "tcp://localhost", "unix:///run/clamav/clamd.ctl"] {
            let text = faults(&["--production", &format!("--clamd-url={local}")]);
            assert!(!text.contains("CLAMD_URL"), "{local} gave {text:?}");
        }
        assert_eq!(faults(&["--clamd-url=tcp://clamav.example:3310"]), "");
    }

    #[test]
    fn loopback_stays_on_the_machine() {
        for local in [
            "postgres://u:p@localhost/x",
            "postgres://u@127.0.0.1/x",
            "postgres://u@[::1]/x",
            "postgres:///x?host=/run/postgresql",
            "postgres://db.example/x?host=localhost",
            "postgres://%2Frun%2Fpostgresql/x",
        ] {
            assert!(!database_is_exposed(local), "{local}");
        }
        for local in ["smtp://[::1]:25", "smtp://localhost:25"] {
            assert!(!mail_is_exposed(local), "{local}");
        }
    }

    #[test]
    fn only_without_a_sign_of_visitors_we_are_local() {
        for (args, local) in [
            (&[][..], true),
            (&["--public-url=http://localhost:8080"], true),
            (&["--public-url=http://127.1.2.3"], true),
            (&["--public-url=http://[::1]:8080"], true),
            (&["--public-url=https://intake.example.org"], false),
            (&["--public-url=http://localhost.example"], false),
            (&["--trusted-proxies=127.0.0.1"], false),
            (&["--listen=0.0.0.0:8080"], false),
        ] {
            let cli = Cli::from_flags([&["anteroom"], args].concat()).expect("options that parse");
            assert_eq!(cli.config.web.is_local(cli.config.web.listen), local, "{args:?}");
        }
    }

    #[test]
    fn no_parameter_hides_a_plain_connection() {
        for (exposed, encrypted) in [
            ("postgres://u:p@db.example/x", false),
            ("postgres://localhost/x?host=db.example", false),
            ("postgres://127.0.0.1/x?hostaddr=192.0.2.1", false),
            ("postgres:///x?host=192.0.2.1", false),
            ("postgres://localhost/x?host=localhost&host=db.example", false),
            ("postgres://db.example/x?sslmode=prefer", false),
            ("postgres://db.example/x?application_name=sslmode=require", false),
            ("postgres://db.example/x?sslmode=require&sslmode=disable", false),
            ("postgres://localhost.example/x", false),
            ("postgres://db.example/x?sslmode=verify-full", true),
            ("postgres://localhost/x?host=db.example&sslmode=require", true),
        ] {
            assert_eq!(database_is_exposed(exposed), !encrypted, "{exposed}");
        }
        for (exposed, encrypted) in [
            ("smtp://mail.example", false),
            ("smtp://tls=required@mail.example", false),
            ("smtp://mail.example?tls=opportunistic", false),
            ("smtp://mail.example:587?tls=required", true),
            ("smtps://mail.example", true),
        ] {
            assert_eq!(mail_is_exposed(exposed), !encrypted, "{exposed}");
        }
        assert!(!is_https("HTTP://s3.example") && is_https("HTTPS://s3.example"));
    }
}
