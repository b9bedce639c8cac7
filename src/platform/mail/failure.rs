//! Why the mail server did not take a mail: at which step, from which cause, and who can do something about it.

use std::error::Error;
use std::fmt;
use std::io::ErrorKind;

use lettre::transport::smtp::Error as SmtpError;
use rustls::CertificateError;

use super::MailError;

/// A step of the SMTP dialogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Lookup,
    /// TCP, TLS if it comes first, the server's greeting and our EHLO.
    Greeting,
    StartTls,
    SignIn,
    Sender,
    Recipient,
    Data,
    /// The mail itself: from its final dot on the server may have taken it.
    Content,
}

/// A step that failed.
#[derive(Debug)]
pub(super) struct Failure {
    stage: Stage,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    /// No answer within a step's time.
    Silent,
    HungUp,
    /// The resolver's own words.
    NoAddress(String),
    Refused,
    /// The connection was not accepted in time.
    NotAccepted,
    Unreachable(ErrorKind),
    NoTls,
    Certificate(CertificateError),
    Tls(String),
    NoStartTls,
    NoMechanism,
    /// Letters beyond ASCII before the `@`.
    NoSmtpUtf8 {
        ours: bool,
    },
    Answer(Answer),
    /// It answers with something else.
    NoSmtp,
    Unclear(String),
    /// We are stopping; the next start goes on.
    Stopped,
}

/// An answer that is no agreement.
#[derive(Debug)]
struct Answer {
    code: u16,
    /// RFC 3463's code without its class, which repeats the first digit of `code`.
    enhanced: Option<(u16, u16)>,
    /// The server's own words. From the recipient on they may quote the address.
    words: String,
}

impl Failure {
    pub fn silent(stage: Stage) -> Self {
        Self { stage, cause: Cause::Silent }
    }

    pub fn stopped(stage: Stage) -> Self {
        Self { stage, cause: Cause::Stopped }
    }

    pub fn no_starttls() -> Self {
        Self { stage: Stage::StartTls, cause: Cause::NoStartTls }
    }

    pub fn no_mechanism() -> Self {
        Self { stage: Stage::SignIn, cause: Cause::NoMechanism }
    }

    /// `ours`: it is the sender's address that has letters beyond ASCII.
    pub fn no_smtputf8(ours: bool) -> Self {
        Self { stage: if ours { Stage::Sender } else { Stage::Recipient }, cause: Cause::NoSmtpUtf8 { ours } }
    }

    /// The host name has no address; in the resolver's own words.
    pub fn lookup(words: &str) -> Self {
        Self { stage: Stage::Lookup, cause: Cause::NoAddress(words.to_owned()) }
    }

    pub fn of(stage: Stage, error: &SmtpError) -> Self {
        Self { stage, cause: cause_of(stage, error) }
    }

    /// Who can do something about it decides whether the mail is tried again, and who is told. `quoted`: with the
    /// server's own words even where they may quote the recipient's address, so only for an address of the operator.
    pub fn into_error(self, hello: &str, quoted: bool) -> MailError {
        let text = Sentence { failure: &self, hello, quoted }.to_string();
        match &self.cause {
            Cause::Silent
            | Cause::HungUp
            | Cause::NoAddress(_)
            | Cause::Refused
            | Cause::NotAccepted
            | Cause::Unreachable(_)
            | Cause::NoSmtp
            | Cause::Unclear(_)
            | Cause::Stopped => MailError::Temporary(text),
            Cause::NoSmtpUtf8 { ours: false } => MailError::Recipient(text),
            Cause::Answer(answer) if answer.code < 500 => MailError::Temporary(text),
            Cause::Answer(answer) if answer.is_about_recipient(self.stage) => MailError::Recipient(text),
            _ => MailError::Setup(text),
        }
    }
}

impl Answer {
    /// `words` as lettre keeps them: all lines, without the code.
    fn new(code: u16, words: &str) -> Self {
        let first = words.split_whitespace().next().unwrap_or_default();
        let mut parts = first.splitn(3, '.').map(|part| part.parse::<u16>().ok());
        let enhanced = match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten()) {
            (Some(class), Some(subject), Some(detail)) if class == code / 100 => Some((subject, detail)),
            _ => None,
        };
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.chars().filter(|character| !character.is_control()).take(200).collect();
        Self { code, enhanced, words }
    }

    /// Whether a 5xx is about the address that we write to, not about us, our sender or our account. Servers often hold
    /// back what they have against us until they know the recipient, so the enhanced code counts first.
    fn is_about_recipient(&self, stage: Stage) -> bool {
        match (stage, self.enhanced) {
            // 5.1.7 and 5.1.8 are the sender's address, 5.2.3 and 5.2.4 the mail's size and a list.
            (Stage::Recipient | Stage::Data | Stage::Content, Some((1, detail))) => !matches!(detail, 7 | 8),
            (Stage::Recipient | Stage::Data | Stage::Content, Some((2, detail))) => !matches!(detail, 3 | 4),
            // 5.4.1 and 5.4.4: the recipient's host does not answer or is unknown; Exchange says it of unknown users.
            (Stage::Recipient, Some((4, detail))) => matches!(detail, 1 | 4),
            // RFC 6531: 5.6.7, the address has letters that the server cannot pass on.
            (Stage::Recipient, Some((6, detail))) => detail == 7,
            // RFC 7504: 556, the domain takes no mail.
            (Stage::Recipient, None) => matches!(self.code, 550..=553 | 556) && !self.blames_us(),
            _ => false,
        }
    }

    /// Some servers send no enhanced code. These words are those of Exim, Sendmail, qmail and Exchange for a client that
    /// may not pass mail on, or may not do so with this sender.
    fn blames_us(&self) -> bool {
        let words = self.words.to_lowercase();
        let ours = [
            "relay",
            "authenticat",
            "sender",
            "sign in",
            "log in",
            "login",
            "helo",
            "ehlo",
            "hostname",
            "blocked",
            "blacklist",
            "blocklist",
            "spam",
            "rcpthosts",
            "quota for",
            "sending",
            "your ip",
            "reputation",
            "dns",
        ];
        ours.iter().any(|word| words.contains(word))
    }
}

/// The failure in words: what happened, at which step, and what to do.
struct Sentence<'a> {
    failure: &'a Failure,
    hello: &'a str,
    quoted: bool,
}

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { stage, cause } = self.failure;
        let step = stage.words();
        match cause {
            Cause::Silent => {
                write!(f, "the mail server fell silent {step}")?;
                if *stage == Stage::Greeting {
                    f.write_str(". If its port speaks TLS from the first byte, SMTP_URL begins with smtps://")?;
                }
                Ok(())
            }
            Cause::HungUp => write!(f, "the mail server hung up {step}"),
            Cause::NoAddress(words) => {
                write!(f, "DNS knows no address of the mail server ({words}): check the host in SMTP_URL")
            }
            Cause::Refused => f.write_str(
                "the mail server's host refused the connection: check that it runs, and host and port in SMTP_URL",
            ),
            Cause::NotAccepted => f.write_str(
                "the mail server did not accept the connection in time: check firewalls, and host and port in SMTP_URL",
            ),
            Cause::Unreachable(kind) => {
                write!(f, "the mail server cannot be reached ({kind}): check the network, and the host in SMTP_URL")
            }
            Cause::NoTls => f.write_str(
                "the mail server does not speak TLS on this port: for STARTTLS, SMTP_URL is smtp://host:587?tls=required",
            ),
            Cause::Certificate(error) => f.write_str(&certificate(error)),
            Cause::Tls(error) => write!(f, "no TLS with the mail server: {error}"),
            Cause::NoStartTls => f.write_str(
                "the mail server does not offer STARTTLS: use another port in SMTP_URL, or smtps:// if the server has it",
            ),
            Cause::NoMechanism => f.write_str(
                "the mail server offers no sign-in that we know (PLAIN, LOGIN): it may want TLS first, as smtps:// or \
                 ?tls=required in SMTP_URL; if it needs no sign-in, leave user and password out",
            ),
            Cause::NoSmtpUtf8 { ours: true } => f.write_str(
                "the mail server takes no addresses with letters beyond ASCII (SMTPUTF8): change MAIL_FROM before its @",
            ),
            Cause::NoSmtpUtf8 { ours: false } => {
                f.write_str("the mail server takes no addresses with letters beyond ASCII (SMTPUTF8)")
            }
            Cause::Answer(answer) => self.answer(f, *stage, answer),
            Cause::NoSmtp => write!(f, "what answers {step} is no mail server: check host and port in SMTP_URL"),
            Cause::Unclear(error) => write!(f, "the dialogue with the mail server failed {step}: {error}"),
            Cause::Stopped => write!(f, "we stopped {step}"),
        }
    }
}

impl Sentence<'_> {
    fn answer(&self, f: &mut fmt::Formatter<'_>, stage: Stage, answer: &Answer) -> fmt::Result {
        let verb = if answer.code < 500 { "answered" } else { "refused with" };
        write!(f, "the mail server {verb} {}", answer.code)?;
        if let Some((subject, detail)) = answer.enhanced {
            write!(f, " {}.{subject}.{detail}", answer.code / 100)?;
        }
        write!(f, " {}", stage.words())?;
        // Before it knows the recipient it cannot quote the address.
        let is_safe = !matches!(stage, Stage::Recipient | Stage::Data | Stage::Content);
        if (is_safe || self.quoted) && !answer.words.is_empty() {
            write!(f, " (“{}”)", answer.words)?;
        }
        if answer.is_about_recipient(stage) {
            return f.write_str(": it does not take mail for this address");
        }
        let signs_in = stage == Stage::SignIn || matches!(answer.code, 530 | 534 | 535 | 538);
        match (stage, answer.enhanced) {
            _ if signs_in => f.write_str(": our sign-in failed or is missing, check user and password in SMTP_URL"),
            (_, Some((1, 7 | 8))) | (Stage::Sender, _) => f.write_str(": check MAIL_FROM"),
            (Stage::Greeting, _) | (_, Some((5, _))) => {
                write!(f, ": we said EHLO {}; set SMTP_HELLO if it wants another name", self.hello)
            }
            _ if answer.code < 500 => Ok(()),
            (_, Some((4, 5))) => f.write_str(": the account's quota is used up"),
            (Stage::StartTls, _) => f.write_str(": use another port in SMTP_URL, or smtps://"),
            _ => f.write_str(": it does not let us send, check the sign-in in SMTP_URL, MAIL_FROM and SMTP_HELLO"),
        }
    }
}

impl Stage {
    fn words(self) -> &'static str {
        match self {
            Self::Lookup => "when we looked up its name",
            Self::Greeting => "at the greeting",
            Self::StartTls => "after STARTTLS",
            Self::SignIn => "at our sign-in",
            Self::Sender => "when we named the sender (MAIL FROM)",
            Self::Recipient => "when we named the recipient (RCPT TO)",
            Self::Data => "before the mail (DATA)",
            Self::Content => "after the mail was sent",
        }
    }
}

fn certificate(error: &CertificateError) -> String {
    let what = match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "has expired: renew it, or check this machine's clock".to_owned()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "is not valid yet: check this machine's clock".to_owned()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "is for another host name: SMTP_URL must name the host as the certificate does".to_owned()
        }
        CertificateError::UnknownIssuer => {
            "comes from an authority that this machine does not know: add the authority \
             to the system's, or name its file in SSL_CERT_FILE"
                .to_owned()
        }
        CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
            "signs itself: let an authority sign it, and name the authority's file in SSL_CERT_FILE".to_owned()
        }
        other => format!("is not accepted: {other}"),
    };
    format!("the mail server's certificate {what}")
}

fn cause_of(stage: Stage, error: &SmtpError) -> Cause {
    if let Some(code) = error.status() {
        let words = error.source().map(ToString::to_string).unwrap_or_default();
        return Cause::Answer(Answer::new(code.into(), &words));
    }
    match find::<rustls::Error>(error) {
        Some(rustls::Error::InvalidCertificate(error)) => return Cause::Certificate(error.clone()),
        Some(rustls::Error::InvalidMessage(_)) => return Cause::NoTls,
        Some(error) => return Cause::Tls(error.to_string()),
        None => {}
    }
    let words = || error.source().map_or_else(|| error.to_string(), ToString::to_string);
    match find::<std::io::Error>(error).map(std::io::Error::kind) {
        Some(ErrorKind::ConnectionRefused) => Cause::Refused,
        Some(ErrorKind::TimedOut) if stage == Stage::Greeting => Cause::NotAccepted,
        Some(ErrorKind::TimedOut) => Cause::Silent,
        Some(ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe) => Cause::HungUp,
        Some(kind) => Cause::Unreachable(kind),
        // lettre's words for a connection that ended within an answer or before it.
        None if words() == "incomplete response" => Cause::HungUp,
        None if error.is_response() => Cause::NoSmtp,
        None => Cause::Unclear(words()),
    }
}

/// Looks for an error among the causes, also inside of I/O errors, which hide theirs.
fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    if let Some(found) = error.downcast_ref() {
        return Some(found);
    }
    let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    let next = inner.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source())?;
    find(next)
}
