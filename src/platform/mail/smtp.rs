//! The SMTP dialogue, step by step, so that a failure names its step and no step lasts for ever.

use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use percent_encoding::percent_decode_str;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use url::{Host, Url};

use super::failure::{Failure, Stage};
use crate::platform::address;

/// How long a step may take.
const STEP: Duration = Duration::from_secs(30);

/// How long a dialogue may go on while we stop, unless the mail itself is on its way.
const STOPPING: Duration = Duration::from_secs(1);

/// How to reach the mail server.
pub(super) struct Server {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    /// Our name in EHLO.
    hello: ClientId,
    stop: CancellationToken,
}

impl Server {
    /// Reads `smtp://` and `smtps://user:password@host:port?tls=required`. A path is our name in EHLO, unless `hello`
    /// is.
    pub fn new(url: &str, hello: Option<ClientId>) -> Result<Self, String> {
        let url = Url::parse(url).map_err(|error| error.to_string())?;
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let host = match Host::parse(&decode(url.host_str().unwrap_or_default())) {
            Ok(Host::Domain(name)) => name,
            Ok(Host::Ipv4(address)) => address.to_string(),
            Ok(Host::Ipv6(address)) => address.to_string(),
            Err(_) => return Err("it names no host".to_owned()),
        };
        let wanted = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value);
        let parameters = || TlsParameters::new(host.clone()).map_err(|error: SmtpError| error.to_string());
        let (tls, port) = match (url.scheme(), wanted.as_deref()) {
            ("smtps", _) => (Tls::Wrapper(parameters()?), 465),
            ("smtp", Some("required")) => (Tls::Required(parameters()?), 587),
            ("smtp", Some("opportunistic")) => (Tls::Opportunistic(parameters()?), 587),
            ("smtp", None) => (Tls::None, 25),
            _ => return Err("it begins with smtp:// or smtps://, and tls can only be required".to_owned()),
        };
        let path = Some(decode(url.path().trim_matches('/'))).filter(|path| !path.is_empty());
        let hello = match (hello, path) {
            (Some(hello), _) => hello,
            (None, Some(path)) => address::hello(&path)?,
            (None, None) => ClientId::default(),
        };
        Ok(Self {
            port: url.port().unwrap_or(port),
            tls,
            credentials: url.password().map(|password| Credentials::new(decode(url.username()), decode(password))),
            hello,
            stop: CancellationToken::new(),
            host,
        })
    }

    pub fn hello(&self) -> String {
        self.hello.to_string()
    }

    /// From now on dialogues end soon.
    pub fn stop_soon(&self) {
        self.stop.cancel();
    }

    /// Sends a mail.
    pub async fn send(&self, envelope: &Envelope, mail: &[u8]) -> Result<(), Failure> {
        let mut connection = self.name_both(envelope, mail).await?;
        self.step(Stage::Data, connection.command(Data)).await?;
        let sent = self.unhurried(Stage::Content, connection.message(mail)).await;
        // The server has the mail by now, so it does not matter how it answers QUIT.
        drop(timeout(STOPPING, connection.quit()).await);
        sent.map(drop)
    }

    /// The same up to the recipient: no mail is sent.
    pub async fn rehearse(&self, envelope: &Envelope, mail: &[u8]) -> Result<(), Failure> {
        let mut connection = self.name_both(envelope, mail).await?;
        // The server has agreed to everything, so it does not matter how it answers these.
        drop(timeout(STOPPING, connection.command(Rset)).await);
        drop(timeout(STOPPING, connection.quit()).await);
        Ok(())
    }

    /// Names sender and recipient.
    async fn name_both(&self, envelope: &Envelope, mail: &[u8]) -> Result<AsyncSmtpConnection, Failure> {
        let mut connection = self.open().await?;
        let mut options = Vec::new();
        let is_ascii = |address: &lettre::Address| AsRef::<str>::as_ref(address).is_ascii();
        let ours = envelope.from().is_some_and(|from| !is_ascii(from));
        if ours || !envelope.to().iter().all(is_ascii) {
            let info = connection.server_info();
            if ![Extension::SmtpUtfEight, Extension::EightBitMime].into_iter().all(|each| info.supports_feature(each)) {
                return Err(Failure::no_smtputf8(ours));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        // Only addresses can make it so: everything else is encoded.
        if !mail.is_ascii() {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        self.step(Stage::Sender, connection.command(Mail::new(envelope.from().cloned(), options))).await?;
        for to in envelope.to() {
            self.step(Stage::Recipient, connection.command(Rcpt::new(to.clone(), Vec::new()))).await?;
        }
        Ok(connection)
    }

    /// Connects, encrypts and signs in, as the URL says.
    async fn open(&self) -> Result<AsyncSmtpConnection, Failure> {
        let addresses = self.lookup().await?;
        // Less than the step for all of them, so that a silent network differs from a silent server.
        let each = STEP / u32::try_from(addresses.len() + 1).unwrap_or(u32::MAX);
        let wrapper = if let Tls::Wrapper(parameters) = &self.tls { Some(parameters.clone()) } else { None };
        let connecting = AsyncSmtpConnection::connect_tokio1(&addresses[..], Some(each), &self.hello, wrapper, None);
        let mut connection = self.step(Stage::Greeting, connecting).await?;
        match &self.tls {
            Tls::Required(_) if !connection.can_starttls() => return Err(Failure::no_starttls()),
            Tls::Required(parameters) | Tls::Opportunistic(parameters) if connection.can_starttls() => {
                self.step(Stage::StartTls, connection.starttls(parameters.clone(), &self.hello)).await?;
            }
            _ => {}
        }
        if let Some(credentials) = &self.credentials {
            if connection.server_info().get_auth_mechanism(DEFAULT_MECHANISMS).is_none() {
                return Err(Failure::no_mechanism());
            }
            self.step(Stage::SignIn, connection.auth(DEFAULT_MECHANISMS, credentials)).await?;
        }
        Ok(connection)
    }

    async fn lookup(&self) -> Result<Vec<std::net::SocketAddr>, Failure> {
        let looking = tokio::net::lookup_host((self.host.as_str(), self.port));
        let found = self.bounded(Stage::Lookup, looking).await?.map_err(|error| Failure::lookup(&error.to_string()))?;
        let found: Vec<_> = found.collect();
        if found.is_empty() { Err(Failure::lookup("it is empty")) } else { Ok(found) }
    }

    async fn step<T>(&self, stage: Stage, work: impl Future<Output = Result<T, SmtpError>>) -> Result<T, Failure> {
        self.bounded(stage, work).await?.map_err(|error| Failure::of(stage, &error))
    }

    /// A step that a stop does not cut off, because the mail would be sent twice.
    async fn unhurried<T>(&self, stage: Stage, work: impl Future<Output = Result<T, SmtpError>>) -> Result<T, Failure> {
        let done = timeout(STEP, work).await.map_err(|_| Failure::silent(stage))?;
        done.map_err(|error| Failure::of(stage, &error))
    }

    async fn bounded<T>(&self, stage: Stage, work: impl Future<Output = T>) -> Result<T, Failure> {
        tokio::select! {
            biased;
            done = timeout(STEP, work) => done.map_err(|_| Failure::silent(stage)),
            () = async { self.stop.cancelled().await; tokio::time::sleep(STOPPING).await } => Err(Failure::stopped(stage)),
        }
    }
}
