//! Every option of the program: a flag, an environment variable, a default and a sentence of help.
//! `cli::options` reads the flags and the environment; the AWS SDK reads its own `AWS_*` besides.

#![allow(clippy::doc_markdown, reason = "these doc comments are what --help prints")]

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use bytesize::ByteSize;
use clap::{Args, ValueEnum};
use ipnet::IpNet;
use lettre::message::Mailbox;
use lettre::transport::smtp::extension::ClientId;
use url::Url;

use crate::platform::address;

mod assistant;
mod humanize;
mod member_sessions;
mod members;
mod messenger;
mod retention;
mod s3_route;
mod secret;

pub use assistant::{ApiKey, AssistantOptions, MaxTokensField};
pub use humanize::size_in_words;
pub use member_sessions::{AtMax, ServiceKeys, SessionOptions};
pub use members::{Claims, JwtAlgorithm, JwtSecret, KeysAt, MemberOptions};
pub use messenger::{MessengerKind, MessengerOptions};
pub use retention::{Retention, Retentions};
pub use s3_route::S3Route;
pub use secret::{KeyedHash, SecretKey};

/// With fewer, changes that come at once cannot share a commit; more would only queue inside most PostgreSQL servers.
pub const DATABASE_CONNECTIONS: u32 = 16;

/// All options as given; [`Config::check`] finds those that do not fit together.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Parts")]
pub struct Config {
    /// PostgreSQL to use, as postgres://user:password@host/database; without it a private one runs
    /// under `DATA_DIR`
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true)]
    pub database_url: Option<String>,

    /// Connections to the database at most, besides one that listens for changes
    #[arg(long, env = "DATABASE_CONNECTIONS", global = true, default_value_t = DATABASE_CONNECTIONS,
          value_parser = clap::value_parser!(u32).range(4..=1000))]
    pub database_connections: u32,

    /// Bucket for the files, reached with the AWS SDK's own `AWS_*` variables (`AWS_ENDPOINT_URL`,
    /// `AWS_REGION`, credentials); without it an S3 endpoint in this process keeps them under `DATA_DIR`
    #[arg(long, env = "S3_BUCKET", global = true)]
    pub s3_bucket: Option<String>,

    /// Mail server, as smtps://user:password@host:465 or `smtp://host:587?tls=required`; without it each
    /// mail becomes a file under `DATA_DIR`, which this machine can read at /dev/mail
    #[arg(long, env = "SMTP_URL", global = true, hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// Our name when we greet the mail server (EHLO), such as intake.example.com
    /// [default: the host of PUBLIC_URL]
    #[arg(long, env = "SMTP_HELLO", global = true, value_parser = address::hello)]
    pub smtp_hello: Option<ClientId>,

    /// Key of the ledger of erasures, 32 characters or more (`openssl rand -base64 32`), the same for all
    /// instances; without it one is made and kept under `DATA_DIR`
    #[arg(long, env = "SECRET_KEY", global = true, hide_env_values = true)]
    pub secret_key: Option<SecretKey>,

    /// Folder of the embedded parts
    #[arg(long, env = "DATA_DIR", global = true, default_value = "./data")]
    pub data_dir: PathBuf,

    /// Refuse embedded parts, plain http and unencrypted connections that leave the machine
    #[arg(long, env = "PRODUCTION", global = true)]
    pub production: bool,

    #[command(flatten)]
    pub web: Web,
    #[command(flatten)]
    pub store: Store,
    #[command(flatten)]
    pub scanning: Scanning,
    #[command(flatten)]
    pub limits: Limits,
    #[command(flatten)]
    pub timings: Timings,
    #[command(flatten)]
    pub sessions: SessionOptions,
    #[command(flatten)]
    pub members: MemberOptions,
    #[command(flatten)]
    pub assistant: AssistantOptions,
    #[command(flatten)]
    pub messenger: MessengerOptions,
    #[command(flatten)]
    pub logs: Logs,
}

/// Where we listen and who we are.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Web and mail")]
pub struct Web {
    /// Address to listen on; port 0 picks a free one
    #[arg(long, env = "LISTEN", global = true, default_value = "127.0.0.1:8080", value_parser = parse_listen)]
    pub listen: SocketAddr,

    /// Address under which visitors reach us; every link in a mail begins with it [default: http://LISTEN]
    #[arg(long, env = "PUBLIC_URL", global = true)]
    pub public_url: Option<Url>,

    /// Origins whose pages may embed the widget, as https://www.example.com, comma-separated; without
    /// any only our own pages may
    #[arg(long, env = "EMBED_ORIGINS", global = true, value_delimiter = ',')]
    pub embed_origins: Vec<Url>,

    /// Proxies whose X-Forwarded-For is trusted, as addresses or networks (10.0.0.0/8), comma-separated
    #[arg(long, env = "TRUSTED_PROXIES", global = true, value_delimiter = ',', value_parser = parse_network)]
    pub trusted_proxies: Vec<IpNet>,

    /// Sender of our mails
    #[arg(long, env = "MAIL_FROM", global = true, default_value = "Anteroom <anteroom@localhost>",
          value_parser = address::mailbox)]
    pub mail_from: Mailbox,

    /// Address that gets a mail when something breaks
    #[arg(long, env = "ADMIN_EMAIL", global = true, value_parser = address::mailbox)]
    pub admin_email: Option<Mailbox>,

    /// Limit calls per address
    #[arg(long, env = "RATE_LIMIT", global = true, default_value = "on")]
    pub rate_limit: Switch,
}

/// How to reach the object store.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Object store")]
pub struct Store {
    /// Address the bucket as a path, not as a host name (many S3-compatible stores want this)
    #[arg(long, env = "S3_PATH_STYLE", global = true, num_args = 0..=1, default_missing_value = "true",
          default_value_t = false, action = clap::ArgAction::Set)]
    pub s3_path_style: bool,

    /// `supported` sends a CRC-64 after every upload; `required` does not, for stores that refuse or misread
    /// trailers [default: supported, or what AWS_REQUEST_CHECKSUM_CALCULATION says]
    #[arg(long, env = "S3_CHECKSUMS", global = true)]
    pub s3_checksums: Option<Checksums>,
}

/// How files are scanned for viruses.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Virus scanner")]
pub struct Scanning {
    /// ClamAV's clamd, as tcp://host:3310 or unix:///run/clamav/clamd.ctl: every file is scanned while it
    /// streams, and refused when something is found; without it nothing is scanned
    #[arg(long, env = "CLAMD_URL", global = true)]
    pub clamd_url: Option<Url>,

    /// Files that cannot be scanned because the scanner is unavailable, too slow, or takes no file of that size:
    /// `closed` refuses them with 503, `open` accepts them with a warning
    #[arg(long, env = "SCAN_FAIL", global = true, default_value = "closed")]
    pub scan_fail: ScanFail,
}

/// What a visitor may send.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// Largest file
    #[arg(long, env = "MAX_FILE_BYTES", global = true, default_value = "100MiB")]
    pub max_file_bytes: ByteSize,

    /// Most files in one session
    #[arg(long, env = "MAX_FILES", global = true, default_value_t = 20)]
    pub max_files: u32,

    /// Most bytes in one session
    #[arg(long, env = "MAX_SESSION_BYTES", global = true, default_value = "500MiB")]
    pub max_session_bytes: ByteSize,

    /// Most bytes that one network address may send in a day and leave unconfirmed
    #[arg(long, env = "MAX_NETWORK_BYTES", global = true, default_value = "10GiB")]
    pub max_network_bytes: ByteSize,

    /// Most bytes that wait for a confirmation at the same time; more uploads are refused until some are confirmed or
    /// deleted
    #[arg(long, env = "MAX_UNCONFIRMED_BYTES", global = true, default_value = "100GiB")]
    pub max_unconfirmed_bytes: ByteSize,

    /// File types that are accepted, comma-separated, each by any of its extensions (tif allows tiff too); the content
    /// must agree. Known beside these: tsv, bmp, 3gp, aac
    #[arg(
        long,
        env = "ACCEPT",
        value_delimiter = ',',
        default_value = "pdf,docx,xlsx,pptx,odt,ods,odp,doc,xls,ppt,rtf,txt,md,csv,eml,msg,png,jpg,gif,webp,heic,avif,\
         tiff,mp3,m4a,wav,ogg,mp4,mov,webm,zip"
    )]
    pub accept: Vec<String>,
}

/// How long things last. How they must relate is checked at start.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Timings (such as 90s, 10m, 24h, 7d)")]
pub struct Timings {
    /// How long a session waits for a reload after its page was left
    #[arg(long, env = "LEAVE_GRACE", global = true, default_value = "30s", value_parser = humantime::parse_duration)]
    pub leave_grace: Duration,
    /// How long a session is kept after its visible page fell silent
    #[arg(long, env = "VISIBLE_TTL", global = true, default_value = "90s", value_parser = humantime::parse_duration)]
    pub visible_ttl: Duration,
    /// How long a session is kept after its hidden page fell silent
    #[arg(long, env = "HIDDEN_TTL", global = true, default_value = "10m", value_parser = humantime::parse_duration)]
    pub hidden_ttl: Duration,
    /// How often a page sends a heartbeat
    #[arg(long, env = "HEARTBEAT", global = true, default_value = "15s", value_parser = humantime::parse_duration)]
    pub heartbeat: Duration,
    /// How often to look for abandoned sessions
    #[arg(long, env = "SWEEP_EVERY", global = true, default_value = "5s", value_parser = humantime::parse_duration)]
    pub sweep_every: Duration,
    /// How long the id of an ended session cannot be used again
    #[arg(long, env = "TOMBSTONE", global = true, default_value = "15m", value_parser = humantime::parse_duration)]
    pub tombstone: Duration,
    /// How often the object store is compared with the database
    #[arg(long, env = "RECONCILE_EVERY", global = true, default_value = "1h", value_parser = humantime::parse_duration)]
    pub reconcile_every: Duration,
    /// How long an object without an owner stays before it is deleted
    #[arg(long, env = "ADOPT_GRACE", global = true, default_value = "2m", value_parser = humantime::parse_duration)]
    pub adopt_grace: Duration,
    /// Longest life of a session without a contact, even while its page is open
    #[arg(long, env = "OPEN_MAX", global = true, default_value = "24h", value_parser = humantime::parse_duration)]
    pub open_max: Duration,
    /// How long a link in a mail works
    #[arg(long, env = "VERIFY_TTL", global = true, default_value = "48h", value_parser = humantime::parse_duration)]
    pub verify_ttl: Duration,
    /// How long a visitor must wait before the mail is sent again
    #[arg(long, env = "RESEND_COOLDOWN", global = true, default_value = "60s", value_parser = humantime::parse_duration)]
    pub resend_cooldown: Duration,
    #[command(flatten)]
    pub kept: Retentions,
}

/// What is logged and how.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Logs")]
pub struct Logs {
    /// What is logged, as `tracing` filters: info, or anteroom=debug,warn
    #[arg(long, env = "RUST_LOG", global = true, default_value = "info,s3s=off")]
    pub rust_log: String,
    /// text for people, json for machines
    #[arg(long, env = "LOG_FORMAT", global = true, default_value = "text")]
    pub log_format: LogFormat,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

/// What the object store is asked to verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Checksums {
    /// A CRC-64/NVME follows every upload as a trailer.
    Supported,
    /// A checksum only where the S3 protocol requires one.
    Required,
}

/// What happens to a file that could not be scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScanFail {
    Closed,
    Open,
}

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

fn parse_listen(text: &str) -> Result<SocketAddr, String> {
    text.replacen("localhost:", "127.0.0.1:", 1).parse().map_err(|_| {
        "an address and a port are expected, as 127.0.0.1:8080, or [::]:8080 for all addresses of this machine"
            .to_owned()
    })
}

fn parse_network(text: &str) -> Result<IpNet, String> {
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| "an address (10.0.0.1) or a network (10.0.0.0/8) is expected".to_owned())
}

impl Config {
    /// The address that links begin with, without a trailing slash. `bound` is the actual listening address, which
    /// matters for port 0; 0.0.0.0 and [::] are no addresses that a browser could open.
    pub fn public_url(&self, bound: SocketAddr) -> String {
        match &self.web.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None if bound.ip().is_unspecified() => format!("http://localhost:{}", bound.port()),
            None => format!("http://{bound}"),
        }
    }

    /// Our name in EHLO; `None` without any: then we greet with an address.
    pub fn smtp_hello(&self) -> Option<ClientId> {
        let host = self.web.public_url.as_ref().and_then(Url::host_str);
        self.smtp_hello.clone().or_else(|| address::hello(host?).ok())
    }
}

/// How the AWS SDK will reach the bucket, for the checks at start.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
pub fn s3_route() -> S3Route {
    S3Route::read(|name| std::env::var(name).ok())
}

/// Whether the database's URL or libpq's variable names the authority of its certificate.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
pub fn names_authority(database_url: &str) -> bool {
    let names =
        |url: Url| url.query_pairs().any(|(name, _)| matches!(&*name, "sslrootcert" | "ssl-root-cert" | "ssl-ca"));
    std::env::var_os("PGSSLROOTCERT").is_some() || Url::parse(database_url).is_ok_and(names)
}
