//! A mail server that refuses or falls silent where a test wants it, and keeps the mails that it accepted.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::gate::Gate;
use crate::support::until;

/// Where in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Greeting,
    /// EHLO.
    Hello,
    StartTls,
    /// AUTH.
    SignIn,
    Sender,
    Recipient,
    /// After the final dot: the mail has been taken by then.
    Dot,
}

/// What happens there.
#[derive(Clone, Debug)]
pub enum Deed {
    /// This is the answer; with another than 2xx the mail is not taken.
    Refusal(&'static str),
    /// No answer until the gate opens.
    Silence,
    /// No answer, and the connection ends.
    HangUp,
}

/// A mail as it was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    pub to: String,
    pub message_id: String,
    pub subject: String,
    pub text: String,
}

struct Rule {
    stage: Stage,
    deed: Deed,
    gate: Gate,
    left: usize,
}

/// How the server encrypts.
#[derive(Clone)]
pub enum Tls {
    None,
    /// From the first byte.
    Wrapper(TlsAcceptor),
    /// After STARTTLS.
    Upgrade(TlsAcceptor),
}

/// Either kind of connection.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A running mail server; ends with the test.
#[derive(Clone)]
pub struct MailSink {
    address: SocketAddr,
    tls: Tls,
    hellos: Arc<Mutex<Vec<String>>>,
    rules: Arc<Mutex<Vec<Rule>>>,
    taken: Arc<Mutex<Vec<Taken>>>,
    ended: Arc<AtomicUsize>,
}

impl MailSink {
    pub async fn start() -> Self {
        Self::start_with(Tls::None).await
    }

    pub async fn start_with(tls: Tls) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (rules, taken, hellos) = (Arc::default(), Arc::default(), Arc::default());
        let sink = Self { address, tls, hellos, rules, taken, ended: Arc::default() };
        let serving = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let sink = serving.clone();
                // A client that hangs up in the middle is done.
                tokio::spawn(async move {
                    drop(sink.receive(stream).await);
                    sink.ended.fetch_add(1, Ordering::Relaxed);
                });
            }
        });
        sink
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// For `SMTP_URL`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Waits until this many programs have tried us, as each does once after its start: a rule that is made before would
    /// meet that and not a mail.
    pub async fn rehearsed(&self, programs: usize) {
        let ended = || self.ended.load(Ordering::Relaxed) >= programs;
        until("a rehearsal", async || ended().then_some(())).await;
    }

    /// This many next conversations go like this.
    pub fn at(&self, times: usize, stage: Stage, deed: Deed) -> Gate {
        let gate = Gate::new();
        self.rules.lock().expect("the rules").push(Rule { stage, deed, gate: gate.clone(), left: times });
        gate
    }

    /// From now on all goes well; waiting conversations go on.
    pub fn behave(&self) {
        for rule in self.rules.lock().expect("the rules").drain(..) {
            rule.gate.open();
        }
    }

    /// What clients said in EHLO.
    pub fn hellos(&self) -> Vec<String> {
        self.hellos.lock().expect("the greetings").clone()
    }

    /// All mails, the oldest first.
    pub fn mails(&self) -> Vec<Taken> {
        self.taken.lock().expect("the mails").clone()
    }

    /// The mails with a link to confirm, to this address; an earlier address is told of a change without one.
    pub fn links_to(&self, address: &str) -> Vec<Taken> {
        self.mails_to(address).into_iter().filter(|mail| mail.text.contains("/decline")).collect()
    }

    /// The mails to this address, the oldest first.
    pub fn mails_to(&self, address: &str) -> Vec<Taken> {
        self.mails().into_iter().filter(|mail| mail.to == address).collect()
    }

    /// Waits for this many mails to this address, and returns them.
    pub async fn mail_to(&self, address: &str, count: usize) -> Vec<Taken> {
        until("a mail", async || Some(self.mails_to(address)).filter(|mails| mails.len() >= count)).await
    }

    /// `Some`: what to answer, an empty line for hanging up.
    async fn interfere(&self, stage: Stage) -> Option<&'static str> {
        let (deed, gate) = {
            let mut rules = self.rules.lock().expect("the rules");
            let rule = rules.iter_mut().find(|rule| rule.left > 0 && rule.stage == stage)?;
            rule.left -= 1;
            (rule.deed.clone(), rule.gate.clone())
        };
        gate.note();
        match deed {
            Deed::Refusal(line) => Some(line),
            Deed::HangUp => Some(""),
            Deed::Silence => {
                gate.pass().await;
                None
            }
        }
    }

    async fn receive(&self, stream: tokio::net::TcpStream) -> std::io::Result<()> {
        let stream: Box<dyn Stream> = match &self.tls {
            Tls::Wrapper(acceptor) => Box::new(acceptor.accept(stream).await?),
            _ => Box::new(stream),
        };
        let mut stream = BufReader::new(stream);
        let greeting = self.interfere(Stage::Greeting).await.unwrap_or("220 sink");
        if greeting.is_empty() {
            return Ok(());
        }
        stream.write_all(format!("{greeting}\r\n").as_bytes()).await?;
        while self.converse(&mut stream).await? {
            let Tls::Upgrade(acceptor) = &self.tls else { continue };
            let encrypted = acceptor.accept(stream.into_inner()).await?;
            stream = BufReader::new(Box::new(encrypted));
        }
        Ok(())
    }

    /// Returns whether TLS begins now.
    async fn converse(&self, stream: &mut BufReader<Box<dyn Stream>>) -> std::io::Result<bool> {
        let mut to = String::new();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(false);
            }
            let verb = line.to_ascii_uppercase();
            let (stage, yes) = match &verb {
                verb if verb.starts_with("EHLO") => {
                    self.hellos.lock().expect("the greetings").push(line[4..].trim().to_owned());
                    let upgrade = matches!(self.tls, Tls::Upgrade(_));
                    (Some(Stage::Hello), if upgrade { "250-sink\r\n250 STARTTLS" } else { "250 sink" })
                }
                verb if verb.starts_with("STARTTLS") => (Some(Stage::StartTls), "220 go on"),
                verb if verb.starts_with("AUTH") => (Some(Stage::SignIn), "235 ok"),
                verb if verb.starts_with("MAIL") => (Some(Stage::Sender), "250 ok"),
                verb if verb.starts_with("RCPT") => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    (Some(Stage::Recipient), "250 ok")
                }
                verb if verb.starts_with("DATA") => {
                    stream.write_all(b"354 go on\r\n").await?;
                    let text = read_data(stream).await?;
                    self.take(&to, &text);
                    (Some(Stage::Dot), "250 taken")
                }
                verb if verb.starts_with("QUIT") => (None, "221 bye"),
                _ => (None, "250 ok"),
            };
            // Notices to the administrator would use up what a test means for a visitor's mail.
            let is_notice = matches!(stage, Some(Stage::Recipient | Stage::Dot)) && to == "admin@example.org";
            let said = match stage {
                Some(stage) if !is_notice => self.interfere(stage).await.unwrap_or(yes),
                _ => yes,
            };
            if said.is_empty() {
                return Ok(false);
            }
            stream.write_all(format!("{said}\r\n").as_bytes()).await?;
            if stage == Some(Stage::StartTls) && said.starts_with("220") {
                return Ok(true);
            }
        }
    }

    /// A mail that will be refused at its dot is not taken.
    fn take(&self, to: &str, text: &[u8]) {
        let refused = to != "admin@example.org"
            && self
                .rules
                .lock()
                .expect("the rules")
                .iter()
                .any(|rule| rule.left > 0 && rule.stage == Stage::Dot && matches!(rule.deed, Deed::Refusal(_)));
        if refused {
            return;
        }
        let mail = mail_parser::MessageParser::default().parse(text).expect("a mail");
        self.taken.lock().expect("the mails").push(Taken {
            to: to.to_owned(),
            message_id: mail.message_id().unwrap_or_default().to_owned(),
            subject: mail.subject().unwrap_or_default().to_owned(),
            text: mail.body_text(0).unwrap_or_default().into_owned(),
        });
    }
}

/// Up to the line with a single dot.
async fn read_data(stream: &mut BufReader<Box<dyn Stream>>) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    loop {
        let began = text.len();
        if stream.read_until(b'\n', &mut text).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if text[began..] == *b".\r\n" {
            text.truncate(began);
            return Ok(text);
        }
        // RFC 5321, 4.5.2: a leading dot is doubled on its way.
        if text[began..].starts_with(b"..") {
            text.remove(began);
        }
    }
}
